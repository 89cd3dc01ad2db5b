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

/**
 * ia_irq_look() - look at an interrupt while nobody requests or frees it
 * @irq: its number
 * @look: called with the lock of its description held and interrupts off
 * @data: for @look
 *
 * Context: any.
 * Return: what @look returned; false when there is no such interrupt
 */
bool ia_irq_look(unsigned int irq, bool (*look)(struct irq_desc *desc, void *data), void *data)
{
	struct irq_data *irq_data;
	unsigned long flags;
	bool found = false;

	/* Descriptions of interrupts are freed behind a grace period. */
	rcu_read_lock();
	irq_data = irq_get_irq_data(irq);
	if (irq_data) {
		struct irq_desc *desc = irq_data_to_desc(irq_data);

		raw_spin_lock_irqsave(&desc->lock, flags);
		found = look(desc, data);
		raw_spin_unlock_irqrestore(&desc->lock, flags);
	}
	rcu_read_unlock();
	return found;
}

/**
 * struct owner - whose a handler is
 * @is_it: whether this is the handler
 * @dev_id: what it is given, NULL until it is found
 */
struct owner {
	bool (*is_it)(const struct irqaction *action);
	const void *dev_id;
};

static bool find_owner(struct irq_desc *desc, void *data)
{
	const struct irqaction *action;
	struct owner *owner = data;

	for (action = desc->action; action && !owner->dev_id; action = action->next) {
		if (owner->is_it(action))
			owner->dev_id = action->dev_id;
	}
	return owner->dev_id;
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
		struct owner owner = { .is_it = is_it };

		if (ia_irq_look(irq, find_owner, &owner))
			found(irq, owner.dev_id);
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
		state->ended = atomic_read(&desc->threads_handled);
	}
	rcu_read_unlock();
	return data;
}
