// SPDX-License-Identifier: GPL-2.0
/*
 * A fault of interrupt remapping names an index of the unit's table. Whose interrupt that
 * is, the kernel keeps in the hierarchy of its interrupt: intel_irq_remapping_alloc() in
 * drivers/iommu/intel/irq_remapping.c puts the index of a block of entries into bits 31:16
 * of hwirq, and the place in the block below, from 5.10 to 7.3.
 */
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/irqdomain.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "../compat/compat.h"
#include "../core/fault.h"
#include "fault_irq.h"
#include "handler_irq.h"
#include "records.h"

/**
 * struct entry - an entry of an interrupt remapping table, and its interrupt
 * @unit: number of the unit, as in dmar0
 * @index: of the entry
 * @irq: the interrupt
 * @names: who has requested it, as in /proc/interrupts
 */
struct entry {
	unsigned int unit;
	u32 index;
	unsigned int irq;
	char names[IA_IRQ_NAMES_SIZE];
};

/* The domain of dmar0 is INTEL-IR-0; behind that some kernels put what it is for. */
static bool find_index(const struct irq_data *data, struct entry *entry)
{
	for (; data; data = data->parent_data) {
		if (!data->domain || !data->domain->name ||
		    sscanf(data->domain->name, "INTEL-IR-%u", &entry->unit) != 1)
			continue;
		entry->index = ((u32)data->hwirq >> 16) + (data->hwirq & 0xffff);
		return true;
	}
	return false;
}

static void add_names(const struct irqaction *action, char *names)
{
	size_t len = 0;

	for (; action; action = action->next)
		len += scnprintf(names + len, IA_IRQ_NAMES_SIZE - len, "%s%s", len ? ", " : "",
				 action->name ?: "");
}

/* While somebody has requested an interrupt, its hierarchy is not taken apart. */
static bool read_entry(struct irq_desc *desc, void *data)
{
	struct entry *entry = data;

	if (!desc->action || !find_index(irq_desc_get_irq_data(desc), entry))
		return false;
	add_names(desc->action, entry->names);
	return true;
}

static bool wants_irq(const struct ia_fault_line *line)
{
	return line->line.layout == &ia_fault_layout && line->source.irq == IA_UNKNOWN;
}

static void fill(struct ia_fault_line *line, const struct entry *entry)
{
	unsigned int unit;

	if (!wants_irq(line) || line->source.last_addr != entry->index ||
	    sscanf(line->source.unit, "dmar%u", &unit) != 1 || unit != entry->unit)
		return;
	memcpy(line->irq_name, entry->names, sizeof(line->irq_name));
	line->source.irq = entry->irq;
	line->source.irq_name = line->irq_name;
}

static bool any_wants_irq(const struct ia_records *faults)
{
	size_t i;

	for (i = 0; i < faults->count; i++) {
		if (wants_irq(ia_records_at(faults, i)))
			return true;
	}
	return false;
}

/**
 * ia_fault_irqs() - name the interrupts of faults of interrupt remapping
 * @faults: records of struct ia_fault_line, to which none is added any more, or an ERR_PTR()
 *
 * Context: process context, may sleep.
 * Return: @faults
 */
struct ia_records *ia_fault_irqs(struct ia_records *faults)
{
	unsigned int irq, count = ia_compat_irqs();
	struct entry entry;
	size_t i;

	if (IS_ERR(faults) || !any_wants_irq(faults))
		return faults;
	for (irq = 0; irq < count; irq++) {
		entry = (struct entry){ .irq = irq };
		if (ia_irq_look(irq, read_entry, &entry)) {
			for (i = 0; i < faults->count; i++)
				fill(ia_records_at(faults, i), &entry);
		}
		cond_resched();
	}
	return faults;
}
