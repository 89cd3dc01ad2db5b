/* SPDX-License-Identifier: GPL-2.0 */
/* alias.c: which requester ids the requests of which functions carry */
#ifndef IA_SOURCE_ALIAS_H
#define IA_SOURCE_ALIAS_H

#include <linux/types.h>

struct ia_records;
struct pci_dev;

void ia_aliases(struct pci_dev *pdev, void (*visit)(void *data, int segment, u16 id), void *data);
struct ia_records *ia_fault_functions(struct ia_records *faults);

#endif /* IA_SOURCE_ALIAS_H */
