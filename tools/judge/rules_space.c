// SPDX-License-Identifier: GPL-2.0
/* Rules about what the hardware leaves room for: VFs, and the lanes of a link */
#include "rules.h"

enum { SPACE_NO_ROOM = 1, SPACE_NO_BUS, SPACE_UNSEEN };
enum { SPACE_NEEDS = 1, SPACE_WINDOWS, SPACE_BUSES };

/* As pci_iov_virtfn_bus(): the bus of a PF's VF, the first of which is 0. */
static uint64_t vf_bus(const struct ia_device *pf, uint64_t vf)
{
	const struct ia_host_device *h = pf->host;

	return ((pf->address & 0xffff) + h->vf_offset.n + h->vf_stride.n * vf) >> 8;
}

/**
 * ia_vfs_with_bus() - how many VFs of a PF have a bus number
 * @pf: a function that can have VFs
 *
 * sriov_enable() refuses VFs beyond the last bus of the bridge above the PF. Offset and
 * stride are those of now: a device may have others with another number of VFs.
 *
 * Return: the number; unknown where the offset is, or the last bus: that of a root bus
 * only firmware tells, unless all VFs are on the PF's own bus.
 */
struct ia_number ia_vfs_with_bus(const struct ia_device *pf)
{
	const struct ia_host_device *h = pf->host, *above = pf->above ? pf->above->host : NULL;
	uint64_t n, last = (pf->address & 0xffff) >> 8;

	if (!h || !h->vf_offset.known || !h->vf_stride.known || !pf->totalvfs.known)
		return (struct ia_number){ 0 };
	if (above && above->subordinate.known)
		last = above->subordinate.n;
	for (n = 0; n < pf->totalvfs.n && vf_bus(pf, n) <= last; n++)
		;
	if (n < pf->totalvfs.n && !(above && above->subordinate.known))
		return (struct ia_number){ 0 };
	return ia_number_of(n);
}

/* What the kernel would answer to a write to sriov_numvfs: sriov_enable(), in its order. */
static bool judge_vf_space(const struct ia_check *check, const struct ia_pf *pf,
			   struct ia_finding *finding)
{
	const struct ia_device *d = pf->device;
	const struct ia_host_device *h = d->host;
	struct ia_number buses = ia_vfs_with_bus(d);

	(void)check;
	if (!d->totalvfs.known || !d->totalvfs.n)
		return false;
	if (!h)
		return ia_find(finding, SPACE_UNSEEN);
	ia_evidence_note(finding, SPACE_NEEDS, ia_arg_dev(d->address), ia_arg_number(h->vf_bars),
			 ia_arg_number(h->vf_bars_placed), ia_arg_number(h->vf_bar_kb));
	if (d->numvfs.known && d->numvfs.n == d->totalvfs.n)
		return ia_find(finding, PASSES);
	/* None at all is not read but given up: a VF without memory is of no use. */
	if (!h->vf_bars.known || !h->vf_bars.n || !h->vf_bars_placed.known)
		return ia_find(finding, SPACE_UNSEEN, ia_arg_dev(d->address));
	if (h->vf_bars_placed.n < h->vf_bars.n) {
		if (d->above && d->above->host)
			ia_evidence_note(finding, SPACE_WINDOWS, ia_arg_dev(d->above->address),
					 ia_arg_number(d->above->host->window_kb),
					 ia_arg_number(d->above->host->pref_window_kb));
		return ia_find(finding, SPACE_NO_ROOM, ia_arg_dev(d->address));
	}
	if (!buses.known)
		return ia_find(finding, SPACE_UNSEEN, ia_arg_dev(d->address));
	ia_evidence_note(finding, SPACE_BUSES, ia_arg_dev(d->address), ia_arg_number(buses),
			 ia_arg_number(d->totalvfs));
	return ia_find(finding, buses.n < d->totalvfs.n ? SPACE_NO_BUS : PASSES,
		       ia_arg_dev(d->address), ia_arg_number(buses));
}

const struct ia_rule ia_rule_vf_space = {
	.id = "vf-space",
	.title = "there is room for all VFs",
	.meaning = "The kernel places the BARs of all VFs that a function can have at boot, and refuses even one VF where that failed. Symptom: a write to sriov_numvfs gives ENOMEM, and the log has \"not enough MMIO resources for SR-IOV\" or \"out of range of [bus ...]\".",
	.background = "VF BARs take the size of one times TotalVFs, and their requester ids may lie on further buses, which the bridge above must have. The kernel allocates both at boot; pci=realloc and pci=assign-busses let it move what firmware did.",
	.sources = {
		"drivers/pci/iov.c: sriov_enable()",
		"drivers/pci/iov.c: pci_iov_bus_range()",
		"PCI Express Base Specification 6.3, 9 Single Root I/O Virtualization and Sharing",
	},
	.fix = "switch \"Above 4G Decoding\" and SR-IOV on in the firmware; pci=realloc has the kernel lay out windows anew",
	.fail = P(SRIOV),
	.outcomes = {
		[SPACE_NO_ROOM] = {
			IA_FAIL, "{0} cannot have a VF: no room for their BARs",
			"{0} of {1} functions cannot have a VF: no room for their BARs",
			.briefs = "{0} of {1} functions have no room for VF BARs",
		},
		[SPACE_NO_BUS] = {
			IA_FAIL, "{0} can have {1} {1:VF|VFs} and no more: the others have no bus number",
			"{0} of {1} functions cannot have all of their VFs: bus numbers are lacking",
			.fix = "leave bus numbers below the port: pci=hpbussize=N for ports that hotplug, pci=assign-busses, or a slot whose port has more of them",
			.brief = "{0}: bus numbers for {1} {1:VF|VFs} only",
			.briefs = "{0} of {1} functions lack bus numbers for VFs",
		},
		[SPACE_UNSEEN] = {
			IA_UNKNOWN, "whether there is room for all VFs cannot be seen",
		},
	},
	.notes = {
		[SPACE_NEEDS] = "sysfs: {0} vf_bars={1} vf_bars_placed={2} vf_bar_kb={3}",
		[SPACE_WINDOWS] = "sysfs: {0} above it: window_kb={1} pref_window_kb={2}",
		[SPACE_BUSES] = "sysfs: {0}: {1} of {2} VFs have a bus number",
	},
	.judge_pf = judge_vf_space,
};

enum { LINK_NARROW = 1, LINK_SLOW, LINK_IDLE, LINK_UNSEEN };

/* What the port at the other end can; without it what this end can. */
static uint64_t lower(const struct ia_number *own, const struct ia_number *other)
{
	return other && other->known && other->n < own->n ? other->n : own->n;
}

/* Both ends of a link agree on what both of them can: less is a fault of what is between. */
static bool judge_link(const struct ia_check *check, const struct ia_device *device,
		       struct ia_finding *finding)
{
	const struct ia_host_device *h = device->host;
	const struct ia_host_device *port = device->above ? device->above->host : NULL;
	uint64_t speed, width;

	(void)check;
	if (!h || h->link_width.absent || ia_is_vf(device))
		return false;
	ia_evidence_record(finding, IA_RECORD_HOST_DEVICE, h,
			   ia_keys("dev", "link_width", "link_width_max", "link_speed",
				   "link_speed_max"));
	if (!h->link_width.known || !h->link_width_max.known || !h->link_speed.known ||
	    !h->link_speed_max.known)
		return ia_find(finding, LINK_UNSEEN);
	width = lower(&h->link_width_max, port ? &port->link_width_max : NULL);
	speed = lower(&h->link_speed_max, port ? &port->link_speed_max : NULL);
	if (h->link_width.n >= width && h->link_speed.n >= speed)
		return ia_find(finding, PASSES);
	if (port)
		ia_evidence_record(finding, IA_RECORD_HOST_DEVICE, port,
				   ia_keys("dev", "link_width_max", "link_speed_max"));
	if (h->link_width.n < width)
		return ia_find(finding, LINK_NARROW, ia_arg_dev(device->address),
			       ia_arg_number(h->link_width), ia_arg_n(width));
	return ia_find(finding, ia_kind_of(device) == IA_KIND_GPU ? LINK_IDLE : LINK_SLOW,
		       ia_arg_dev(device->address), ia_arg_number(h->link_speed), ia_arg_n(speed));
}

const struct ia_rule ia_rule_link = {
	.id = "link",
	.title = "each link is as wide and as fast as both of its ends can be",
	.brief = "links are as wide and fast as both ends can be",
	.meaning = "Half of the lanes is half of the bandwidth: contacts, a riser, or lanes that the board shares between slots. A card that can more than its slot is no fault. The width of a link does not depend on load; its speed does with GPUs, whose drivers lower it when they are idle.",
	.background = "Both ends train the widest and fastest link that they and the lanes between allow. What was reached is in Link Status, what could be in Link Capabilities.",
	.sources = {
		"drivers/pci/pci.c: pcie_bandwidth_available()",
		"PCI Express Base Specification 6.3, 7.5.3.8 Link Status Register",
	},
	.fix = "reseat the card, and look in the board's manual for how its slots share lanes",
	.warn = GPUS | P(VFIO),
	.outcomes = {
		[LINK_NARROW] = {
			IA_FAIL, "the link of {0} has {1} of {2} lanes",
			"{0} of {1} links have fewer lanes than both of their ends can",
			.briefs = "{0} of {1} links have fewer lanes than they could",
		},
		[LINK_SLOW] = {
			IA_FAIL, "the link of {0} runs at {1} of {2} MT/s",
			"{0} of {1} links run slower than both of their ends can",
			.briefs = "{0} of {1} links run slower than they could",
		},
		[LINK_IDLE] = {
			IA_UNKNOWN, "the link of {0} runs at {1} of {2} MT/s, as that of an idle GPU does: look again under load",
			"{0} of {1} links run slower than both of their ends can, as those of idle GPUs do: look again under load",
			.brief = "{0} is slow as an idle GPU is: look under load",
			.briefs = "{0} of {1} slow as idle GPUs are: look under load",
		},
		[LINK_UNSEEN] = {
			IA_UNKNOWN, "width and speed of a link cannot be seen",
			"width and speed of {0} of {1} links cannot be seen",
		},
	},
	.judge_device = judge_link,
};
