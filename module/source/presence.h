/* SPDX-License-Identifier: GPL-2.0 */
/* presence.c: which PCI functions are there, and which were at load time */
#ifndef IA_SOURCE_PRESENCE_H
#define IA_SOURCE_PRESENCE_H

#include <linux/types.h>

struct ia_acs_port;
struct pci_dev;

/* event_pci.c alone calls these. */
bool ia_presence_enter(struct pci_dev *pdev, bool at_load);
void ia_presence_leave(struct pci_dev *pdev);
void ia_presence_exit(void);

bool ia_presence_hold(struct pci_dev *pdev);
void ia_presence_release(void);
bool ia_presence_known(struct pci_dev *pdev);
bool ia_presence_pin(struct pci_dev *pdev);
void ia_presence_unpin(void);
void ia_presence_at_load(struct pci_dev *pdev, struct ia_acs_port *port);
unsigned long ia_presence_missed(void);
unsigned long ia_presence_count(void);

#endif /* IA_SOURCE_PRESENCE_H */
