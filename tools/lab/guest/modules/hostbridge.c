// SPDX-License-Identifier: GPL-2.0
/*
 * A host bridge that comes and goes: a root bus whose domain number, accessors
 * and configuration space live in allocated memory, which is freed with it, as
 * those of VMD and of Hyper-V do. Below it: a root port, an endpoint with PASID
 * and PRI enabled, and a VF of that, which has neither capability.
 *
 *	times=N		make it and take it away N times while loading, with one
 *			conventional function alone that has 48 capabilities: who
 *			looks for one of them is still at it when it all goes
 *	met		how often somebody looked just then
 *	keep=1		leave one in place until the module is unloaded
 *	delay=N		milliseconds that a read by anybody else takes
 *	oops=1		bind a driver to the endpoint whose sriov_configure() oopses,
 *			instead of enabling the VF
 *	asleep=0|1	whether the root port is in D3hot; what is below it then
 *			reads as all ones, and every such read is counted
 *	reads_asleep	how many there were
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/unaligned.h>

#define DOMAIN		0x10000
#define VENDOR		0x1de5
#define SPACE		4096
/* In the order of struct bridge's @space. */
enum function { ROOT_PORT, ENDPOINT, VF, CARD, FUNCTIONS };

#define CAP_PM		0x40
#define CAP_EXP		0x50
#define EXT_ACS		0x100
#define EXT_SRIOV	0x140
#define EXT_PASID	0x180
#define EXT_PRI		0x190

struct bridge {
	struct pci_sysdata sysdata;
	struct pci_ops ops;
	struct pci_bus *bus;
	struct pci_dev *endpoint;
	struct task_struct *maker;
	bool small;
	bool looked_at;
	u8 space[FUNCTIONS][SPACE];
};

static unsigned int times;
module_param(times, uint, 0444);
static bool keep;
module_param(keep, bool, 0444);
static bool oops;
module_param(oops, bool, 0444);
static unsigned int delay;
module_param(delay, uint, 0644);
static unsigned int reads_asleep;
module_param(reads_asleep, uint, 0444);
static unsigned int met;
module_param(met, uint, 0444);
static bool asleep;
static struct bridge *kept;

static struct bridge *bridge_of(struct pci_bus *bus)
{
	return container_of(bus->sysdata, struct bridge, sysdata);
}

static u8 *space_of(struct pci_bus *bus, unsigned int devfn)
{
	struct bridge *bridge = bridge_of(bus);

	if (pci_is_root_bus(bus))
		return devfn ? NULL : bridge->space[bridge->small ? CARD : ROOT_PORT];
	if (READ_ONCE(asleep)) {
		reads_asleep++;
		return NULL;
	}
	return devfn > 1 ? NULL : bridge->space[devfn ? VF : ENDPOINT];
}

static int read(struct pci_bus *bus, unsigned int devfn, int where, int size, u32 *value)
{
	const u8 *space = space_of(bus, devfn);

	if (bridge_of(bus)->maker != current) {
		WRITE_ONCE(bridge_of(bus)->looked_at, true);
		mdelay(delay);
	}
	*value = ~0U;
	if (!space)
		return PCIBIOS_DEVICE_NOT_FOUND;
	*value = size == 1 ? space[where] : size == 2 ? get_unaligned_le16(space + where) :
							get_unaligned_le32(space + where);
	return PCIBIOS_SUCCESSFUL;
}

/* No BAR, no window: of the header only the command and the numbers of the buses. */
static bool is_writable(int where)
{
	return where == PCI_COMMAND || where >= CAP_PM ||
	       (where >= PCI_PRIMARY_BUS && where <= PCI_SUBORDINATE_BUS);
}

static int write(struct pci_bus *bus, unsigned int devfn, int where, int size, u32 value)
{
	u8 *space = space_of(bus, devfn);

	if (!space || !is_writable(where) ||
	    (where >= EXT_SRIOV + PCI_SRIOV_BAR && where < EXT_PASID))
		return PCIBIOS_SUCCESSFUL;
	if (size == 1)
		space[where] = value;
	else if (size == 2)
		put_unaligned_le16(value, space + where);
	else
		put_unaligned_le32(value, space + where);
	return PCIBIOS_SUCCESSFUL;
}

static void make_function(u8 *space, enum function function, int type)
{
	put_unaligned_le16(VENDOR, space + PCI_VENDOR_ID);
	put_unaligned_le16(function, space + PCI_DEVICE_ID);
	put_unaligned_le16(function == ROOT_PORT ? PCI_CLASS_BRIDGE_PCI : PCI_CLASS_OTHERS << 8,
			   space + PCI_CLASS_DEVICE);
	put_unaligned_le16(PCI_STATUS_CAP_LIST, space + PCI_STATUS);
	space[PCI_CAPABILITY_LIST] = CAP_PM;
	space[CAP_PM] = PCI_CAP_ID_PM;
	space[CAP_PM + 1] = CAP_EXP;
	space[CAP_PM + PCI_PM_PMC] = 3;
	space[CAP_EXP] = PCI_CAP_ID_EXP;
	put_unaligned_le16(2 | type << 4, space + CAP_EXP + PCI_EXP_FLAGS);
}

static void make_card(u8 *space)
{
	int at;

	put_unaligned_le16(VENDOR, space + PCI_VENDOR_ID);
	put_unaligned_le16(CARD, space + PCI_DEVICE_ID);
	put_unaligned_le16(PCI_CLASS_OTHERS << 8, space + PCI_CLASS_DEVICE);
	put_unaligned_le16(PCI_STATUS_CAP_LIST, space + PCI_STATUS);
	space[PCI_CAPABILITY_LIST] = CAP_PM;
	for (at = CAP_PM; at < PCI_CFG_SPACE_SIZE; at += 4) {
		space[at] = PCI_CAP_ID_VNDR;
		space[at + 1] = at + 4;
	}
}

static void put_extended(u8 *space, int at, int id, int next)
{
	put_unaligned_le32(id | 1 << 16 | next << 20, space + at);
}

static void make_functions(struct bridge *bridge)
{
	u8 *port = bridge->space[ROOT_PORT];
	u8 *pf = bridge->space[ENDPOINT];

	make_function(port, ROOT_PORT, PCI_EXP_TYPE_ROOT_PORT);
	port[PCI_HEADER_TYPE] = PCI_HEADER_TYPE_BRIDGE;
	/* windows that hold nothing */
	port[PCI_IO_BASE] = 0xf0;
	put_unaligned_le16(0xfff0, port + PCI_MEMORY_BASE);
	put_unaligned_le16(0xfff0, port + PCI_PREF_MEMORY_BASE);
	put_extended(port, EXT_ACS, PCI_EXT_CAP_ID_ACS, 0);
	put_unaligned_le16(PCI_ACS_SV | PCI_ACS_RR, port + EXT_ACS + PCI_ACS_CAP);
	put_unaligned_le16(PCI_ACS_SV, port + EXT_ACS + PCI_ACS_CTRL);

	make_function(pf, ENDPOINT, PCI_EXP_TYPE_ENDPOINT);
	put_extended(pf, EXT_ACS, PCI_EXT_CAP_ID_ACS, EXT_SRIOV);
	put_unaligned_le16(PCI_ACS_RR | PCI_ACS_DT, pf + EXT_ACS + PCI_ACS_CAP);
	put_unaligned_le16(PCI_ACS_DT, pf + EXT_ACS + PCI_ACS_CTRL);
	put_extended(pf, EXT_SRIOV, PCI_EXT_CAP_ID_SRIOV, EXT_PASID);
	pf[EXT_SRIOV + PCI_SRIOV_INITIAL_VF] = 1;
	pf[EXT_SRIOV + PCI_SRIOV_TOTAL_VF] = 1;
	pf[EXT_SRIOV + PCI_SRIOV_VF_OFFSET] = 1;
	pf[EXT_SRIOV + PCI_SRIOV_VF_STRIDE] = 1;
	pf[EXT_SRIOV + PCI_SRIOV_VF_DID] = VF;
	put_unaligned_le32(0x553, pf + EXT_SRIOV + PCI_SRIOV_SUP_PGSIZE);
	pf[EXT_SRIOV + PCI_SRIOV_SYS_PGSIZE] = 1;
	put_extended(pf, EXT_PASID, PCI_EXT_CAP_ID_PASID, EXT_PRI);
	put_unaligned_le16(20 << 8, pf + EXT_PASID + PCI_PASID_CAP);
	put_extended(pf, EXT_PRI, PCI_EXT_CAP_ID_PRI, 0);

	make_function(bridge->space[VF], VF, PCI_EXP_TYPE_ENDPOINT);
	make_card(bridge->space[CARD]);
}

static void enable(struct bridge *bridge)
{
	u8 *pf = bridge->space[ENDPOINT];

	/* behind the kernel's back, which switches both off when it finds them on */
	put_unaligned_le16(PCI_PASID_CTRL_ENABLE, pf + EXT_PASID + PCI_PASID_CTRL);
	put_unaligned_le16(PCI_PRI_CTRL_ENABLE, pf + EXT_PRI + PCI_PRI_CTRL);
}

static struct bridge *make(bool small)
{
	struct bridge *bridge = kzalloc(sizeof(*bridge), GFP_KERNEL);
	LIST_HEAD(resources);

	if (!bridge)
		return NULL;
	make_functions(bridge);
	bridge->small = small;
	bridge->maker = current;
	bridge->sysdata.domain = DOMAIN;
	bridge->sysdata.node = NUMA_NO_NODE;
	bridge->ops.read = read;
	bridge->ops.write = write;
	pci_lock_rescan_remove();
	bridge->bus = (small ? pci_create_root_bus : pci_scan_root_bus)
		(NULL, 0, &bridge->ops, &bridge->sysdata, &resources);
	if (bridge->bus) {
		if (small)
			pci_scan_single_device(bridge->bus, 0);
		pci_bus_add_devices(bridge->bus);
	}
	pci_unlock_rescan_remove();
	if (!bridge->bus) {
		kfree(bridge);
		return NULL;
	}
	enable(bridge);
	return bridge;
}

static void take_away(struct bridge *bridge)
{
	if (bridge->endpoint)
		pci_disable_sriov(bridge->endpoint);
	pci_dev_put(bridge->endpoint);
	pci_lock_rescan_remove();
	pci_stop_root_bus(bridge->bus);
	pci_remove_root_bus(bridge->bus);
	pci_unlock_rescan_remove();
	kfree(bridge);
}

static void wait_for_a_look(const struct bridge *bridge)
{
	unsigned long end = jiffies + 20 * HZ;

	while (!READ_ONCE(bridge->looked_at) && time_before(jiffies, end))
		msleep(20);
	met += READ_ONCE(bridge->looked_at);
}

static int set_asleep(const char *value, const struct kernel_param *kp)
{
	struct pci_dev *port = kept ? pci_get_domain_bus_and_slot(DOMAIN, 0, 0) : NULL;
	int ret = param_set_bool(value, kp);

	if (port && !ret)
		port->current_state = asleep ? PCI_D3hot : PCI_D0;
	pci_dev_put(port);
	return ret;
}

static const struct kernel_param_ops asleep_ops = {
	.set = set_asleep,
	.get = param_get_bool,
};
module_param_cb(asleep, &asleep_ops, &asleep, 0644);

static int accept(struct pci_dev *pdev, const struct pci_device_id *id)
{
	return 0;
}

/* Who writes to sriov_numvfs dies here; the locks that it holds are not to die along. */
static int lab_oops(struct pci_dev *pdev, int numvfs)
{
	pci_unlock_rescan_remove();
	device_unlock(&pdev->dev);
	WRITE_ONCE(*(int *)NULL, numvfs);
	return 0;
}

static const struct pci_device_id ids[] = {
	{ PCI_DEVICE(VENDOR, ENDPOINT) },
	{}
};

static struct pci_driver oops_driver = {
	.name = "lab_oops",
	.id_table = ids,
	.probe = accept,
	.sriov_configure = lab_oops,
};

static int __init hostbridge_init(void)
{
	struct bridge *bridge;
	unsigned int i;
	int ret;

	for (i = 0; i < times; i++) {
		bridge = make(true);
		if (!bridge)
			return -ENODEV;
		wait_for_a_look(bridge);
		take_away(bridge);
	}
	if (!keep)
		return 0;
	kept = make(false);
	if (!kept)
		return -ENODEV;
	if (oops)
		return pci_register_driver(&oops_driver);
	kept->endpoint = pci_get_domain_bus_and_slot(DOMAIN, 1, 0);
	ret = kept->endpoint ? pci_enable_sriov(kept->endpoint, 1) : -ENODEV;
	if (ret)
		take_away(kept);
	else
		enable(kept);
	return ret;
}

static void __exit hostbridge_exit(void)
{
	if (kept)
		take_away(kept);
	if (oops)
		pci_unregister_driver(&oops_driver);
}

module_init(hostbridge_init);
module_exit(hostbridge_exit);
MODULE_DESCRIPTION("A host bridge of the lab that comes and goes");
MODULE_LICENSE("GPL");
