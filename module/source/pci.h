/* SPDX-License-Identifier: GPL-2.0 */
/* pci.c: what every source needs to know of a PCI function */
#ifndef IA_SOURCE_PCI_H
#define IA_SOURCE_PCI_H

#include "../core/acs.h"

struct pci_dev;

u64 ia_pci_address(struct pci_dev *pdev);
enum ia_port_type ia_pci_type(struct pci_dev *pdev);
void ia_pci_read_vf(struct pci_dev *pdev, u64 *pf, int *index);
bool ia_pci_read_word(struct pci_dev *pdev, int offset, u16 *value);
void ia_pci_read_acs(struct pci_dev *pdev, struct ia_acs_port *port);

#endif /* IA_SOURCE_PCI_H */
