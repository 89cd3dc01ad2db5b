// SPDX-License-Identifier: GPL-2.0
#include <linux/irqnr.h>

#include "compat.h"
#include "generated.h"

/**
 * ia_compat_irqs() - how many interrupts there can be
 *
 * Return: the number behind the last one
 */
unsigned int ia_compat_irqs(void)
{
#ifdef HAVE_IRQ_GET_NR_IRQS
	return irq_get_nr_irqs();
#else
	return nr_irqs;
#endif
}
