/* SPDX-License-Identifier: GPL-2.0 */
/* handler_irq.c: interrupts, and which of them a handler was requested for */
#ifndef IA_SOURCE_HANDLER_IRQ_H
#define IA_SOURCE_HANDLER_IRQ_H

#include <linux/types.h>

struct irq_desc;
struct irqaction;

/**
 * struct ia_irq_state - what the kernel says of an interrupt
 * @count: how often it came
 * @at_work: threads of its handlers that have not ended
 * @ended: how often one has ended that had something to handle
 */
struct ia_irq_state {
	u32 count;
	bool at_work;
	u32 ended;
};

bool ia_irq_look(unsigned int irq, bool (*look)(struct irq_desc *desc, void *data), void *data);
void ia_irqs_of(bool (*is_it)(const struct irqaction *action),
		void (*found)(unsigned int irq, const void *dev_id));
bool ia_irq_read(unsigned int irq, struct ia_irq_state *state);

#endif /* IA_SOURCE_HANDLER_IRQ_H */
