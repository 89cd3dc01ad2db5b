// SPDX-License-Identifier: GPL-2.0
/*
 * Makes invalidations go wrong.
 *
 *	illegal=N	hand N descriptors to a VT-d unit, or N commands to an AMD-Vi IOMMU, of a
 *			type that there is not
 *	base=ADDRESS	AMD: where its registers are
 *	timeouts=N	AMD: log as many time-outs of the function
 *	source=ID	as requester id
 *	refused		VT-d: how many of the descriptors the driver says were refused
 *
 * A VT-d descriptor goes through the driver, whose qi_submit_sync() is looked up. An AMD-Vi
 * command goes into the ring behind the driver's back, which is as it was afterwards: QEMU
 * has done it when the write to the tail pointer is over. No virtual hardware lets a
 * function time out: such an event is written as the hardware would.
 */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/kprobes.h>
#include <linux/module.h>

static unsigned int illegal;
module_param(illegal, uint, 0444);
static unsigned long base;
module_param(base, ulong, 0444);
static unsigned int timeouts;
module_param(timeouts, uint, 0444);
static unsigned int source;
module_param(source, uint, 0444);
static unsigned int refused;
module_param(refused, uint, 0444);

#define IRQS		1024
#define ILLEGAL		0xf
#define IOTLB_INV_TIMEOUT 0x7

/* AMD publication 48882, 3.4: registers; bit 12 of the control register is CmdBufEn */
#define COMMAND_BASE	0x0008
#define EVENT_BASE	0x0010
#define CONTROL		0x0018
#define COMMAND_HEAD	0x2000
#define COMMAND_TAIL	0x2008
#define EVENT_TAIL	0x2018
#define COMMAND_ENABLE	0x1000
#define RING		8192
#define ENTRY		16

typedef int (*submit_fn)(void *iommu, u64 *descriptor, unsigned int count, unsigned long options);

static void *find_function(const char *name)
{
	struct kprobe probe = { .symbol_name = name, .flags = KPROBE_FLAG_DISABLED };
	void *found;

	if (register_kprobe(&probe))
		return NULL;
	found = probe.addr;
	unregister_kprobe(&probe);
	return found;
}

/* What the driver's handler of faults is given: its structure of the unit. */
static void *find_iommu(void)
{
	unsigned int irq;

	for (irq = 0; irq < IRQS; irq++) {
		struct irq_data *data = irq_get_irq_data(irq);
		struct irqaction *action = data ? irq_data_to_desc(data)->action : NULL;

		if (action && action->name && !strcmp(action->name, "dmar0"))
			return action->dev_id;
	}
	return NULL;
}

static int refuse_descriptors(void)
{
	submit_fn submit = find_function("qi_submit_sync");
	void *iommu = find_iommu();
	unsigned int i;

	if (!submit || !iommu)
		return -ENOENT;
	for (i = 0; i < illegal; i++) {
		u64 descriptor[4] = { ILLEGAL };

		refused += submit(iommu, descriptor, 1, 0) == -EINVAL;
	}
	return 0;
}

static void *map_ring(void __iomem *regs, unsigned int reg)
{
	return memremap(readq(regs + reg) & 0x000ffffffffff000ULL, RING, MEMREMAP_WB);
}

static void refuse_command(void __iomem *regs, char *ring)
{
	u64 command[2] = { (u64)ILLEGAL << 60 }, was[2];
	u32 control, tail;
	unsigned long flags;

	local_irq_save(flags);
	control = readl(regs + CONTROL);
	tail = readl(regs + COMMAND_TAIL);
	memcpy(was, ring + tail, ENTRY);
	memcpy(ring + tail, command, ENTRY);
	/* The entry is there before the hardware is told. */
	wmb();
	writel((tail + ENTRY) % RING, regs + COMMAND_TAIL);
	writel(control & ~COMMAND_ENABLE, regs + CONTROL);
	writel(tail, regs + COMMAND_HEAD);
	writel(tail, regs + COMMAND_TAIL);
	memcpy(ring + tail, was, ENTRY);
	writel(control, regs + CONTROL);
	local_irq_restore(flags);
}

static void log_timeout(void __iomem *regs, char *ring)
{
	u64 event[2] = { (u64)IOTLB_INV_TIMEOUT << 60 | source, 0x1000 };
	u32 tail = readl(regs + EVENT_TAIL);

	memcpy(ring + tail, event, ENTRY);
	/* As the hardware does: the entry, then the pointer. */
	wmb();
	writel((tail + ENTRY) % RING, regs + EVENT_TAIL);
}

static int refuse_commands(void)
{
	void __iomem *regs = ioremap(base, 0x4000);
	char *commands, *events;
	unsigned int i;

	if (!regs)
		return -ENOMEM;
	commands = map_ring(regs, COMMAND_BASE);
	events = map_ring(regs, EVENT_BASE);
	for (i = 0; commands && i < illegal; i++) {
		refuse_command(regs, commands);
		/* The driver's handler has its turn. */
		msleep(20);
	}
	for (i = 0; events && i < timeouts; i++)
		log_timeout(regs, events);
	if (events)
		memunmap(events);
	if (commands)
		memunmap(commands);
	iounmap(regs);
	return commands && events ? 0 : -ENOMEM;
}

static int __init inval_init(void)
{
	return base ? refuse_commands() : refuse_descriptors();
}

static void __exit inval_exit(void)
{
}

module_init(inval_init);
module_exit(inval_exit);
MODULE_DESCRIPTION("Invalidations of the lab that go wrong");
MODULE_LICENSE("GPL");
