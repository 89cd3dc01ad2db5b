// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel counts interrupts, whatever becomes of probes. So what a monitor has
 * seen of a handler can be held against how often it was called.
 */
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "../compat/compat.h"
#include "handler_irq.h"

/* Whose the handler is, or NULL where the interrupt has another one. */
static const void *owner_of(struct irq_desc *desc, bool (*is_it)(const struct irqaction *action))
{
	const struct irqaction *action;
	const void *dev_id = NULL;
	unsigned long flags;

	raw_spin_lock_irqsave(&desc->lock, flags);
	for (action = desc->action; action && !dev_id; action = action->next) {
		if (is_it(action))
			dev_id = action->dev_id;
	}
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	return dev_id;
}

/**
 * ia_irqs_of() - every interrupt that a handler was requested for
 * @is_it: whether this is the handler; called with interrupts off
 * @found: called for each, with what the handler is given
 *
 * Context: process context, may sleep.
 */
void ia_irqs_of(bool (*is_it)(const struct irqaction *action),
		void (*found)(unsigned int irq, const void *dev_id))
{
	unsigned int irq, count = ia_compat_irqs();

	for (irq = 0; irq < count; irq++) {
		const void *dev_id = NULL;
		struct irq_data *data;

		/* Descriptions of interrupts are freed behind a grace period. */
		rcu_read_lock();
		data = irq_get_irq_data(irq);
		if (data)
			dev_id = owner_of(irq_data_to_desc(data), is_it);
		rcu_read_unlock();
		if (dev_id)
			found(irq, dev_id);
		cond_resched();
	}
}

/**
 * ia_irq_read() - how often an interrupt came
 * @irq: its number
 * @state: filled in
 *
 * Context: any.
 * Return: whether there is such an interrupt
 */
bool ia_irq_read(unsigned int irq, struct ia_irq_state *state)
{
	struct irq_data *data;

	rcu_read_lock();
	data = irq_get_irq_data(irq);
	if (data) {
		const struct irq_desc *desc = irq_data_to_desc(data);

		state->count = READ_ONCE(desc->tot_count);
		/* Pairs with the lock of @desc: an interrupt is counted, then wakes threads. */
		smp_rmb();
		state->at_work = atomic_read(&desc->threads_active);
	}
	rcu_read_unlock();
	return data;
}
