/* SPDX-License-Identifier: GPL-2.0 */
/* fault_irq.c: the interrupts of faults of interrupt remapping */
#ifndef IA_SOURCE_FAULT_IRQ_H
#define IA_SOURCE_FAULT_IRQ_H

struct ia_records;

struct ia_records *ia_fault_irqs(struct ia_records *faults);

#endif /* IA_SOURCE_FAULT_IRQ_H */
