// SPDX-License-Identifier: GPL-2.0
/* HAVE_PCI_IOV_VF_ID: pci_iov_vf_id(), Linux 5.18 */
#include <linux/pci.h>

int probe(struct pci_dev *vf);
int probe(struct pci_dev *vf)
{
	return pci_iov_vf_id(vf);
}
