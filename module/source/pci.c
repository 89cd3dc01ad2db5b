// SPDX-License-Identifier: GPL-2.0
#include <linux/pci.h>

#include "../compat/compat.h"
#include "../core/text.h"
#include "pci.h"

/**
 * ia_pci_address() - where a function is, as one number
 * @pdev: the function
 *
 * Context: any in which the host bridge of the function cannot go: the function
 *          or one below it is held (see ia_presence_hold()), or somebody who
 *          keeps it on the bus or in its group has called us.
 */
u64 ia_pci_address(struct pci_dev *pdev)
{
	return ia_bdf(pci_domain_nr(pdev->bus), pdev->bus->number, pdev->devfn);
}

/* Port type of a function. */
enum ia_port_type ia_pci_type(struct pci_dev *pdev)
{
	if (!pci_is_pcie(pdev))
		return pci_is_bridge(pdev) ? IA_PORT_PCI_BRIDGE : IA_PORT_PCI;

	switch (pci_pcie_type(pdev)) {
	case PCI_EXP_TYPE_ENDPOINT:
		return IA_PORT_ENDPOINT;
	case PCI_EXP_TYPE_LEG_END:
		return IA_PORT_LEGACY_ENDPOINT;
	case PCI_EXP_TYPE_ROOT_PORT:
		return IA_PORT_ROOT_PORT;
	case PCI_EXP_TYPE_UPSTREAM:
		return IA_PORT_UPSTREAM;
	case PCI_EXP_TYPE_DOWNSTREAM:
		return IA_PORT_DOWNSTREAM;
	case PCI_EXP_TYPE_PCI_BRIDGE:
		return IA_PORT_PCIE_TO_PCI;
	case PCI_EXP_TYPE_PCIE_BRIDGE:
		return IA_PORT_PCI_TO_PCIE;
	case PCI_EXP_TYPE_RC_END:
		return IA_PORT_RC_ENDPOINT;
	case PCI_EXP_TYPE_RC_EC:
		return IA_PORT_RC_EVENT_COLLECTOR;
	default:
		return IA_PORT_UNKNOWN;
	}
}

/**
 * ia_pci_read_vf() - the PF of a VF, and its number
 * @pdev: a function
 * @pf: address of the PF, IA_ABSENT when @pdev is no VF
 * @index: its number among the VFs of that PF, from 0, or IA_ABSENT,
 *         IA_UNKNOWN
 *
 * Context: the function is held, see ia_presence_hold().
 */
void ia_pci_read_vf(struct pci_dev *pdev, u64 *pf, int *index)
{
	*pf = IA_ABSENT;
	*index = IA_ABSENT;
	if (!pdev->is_virtfn)
		return;
	*pf = ia_pci_address(pci_physfn(pdev));
	*index = ia_compat_vf_index(pdev);
	if (*index < 0)
		*index = IA_UNKNOWN;
}

/**
 * ia_pci_read_word() - read configuration space of a function that may be gone
 * @pdev: the function
 * @offset: of the register, a multiple of 2
 * @value: the register, when the call returns true
 *
 * A function that sleeps, or that is below a bridge that does, is not woken up for
 * us. All ones is what the root complex answers for a function that does not; none
 * of the registers that the module reads can hold that value.
 *
 * Context: the function is held, see ia_presence_hold(), or cannot go yet.
 * Return: whether the function answered
 */
bool ia_pci_read_word(struct pci_dev *pdev, int offset, u16 *value)
{
	int reached = ia_compat_reach(pdev);
	bool answered;

	if (reached < 0)
		return false;
	answered = !pci_read_config_word(pdev, offset, value) && *value != 0xffff;
	ia_compat_unreach(pdev, reached);
	return answered;
}

/**
 * ia_pci_read_acs() - read the ACS registers of a function
 * @pdev: the function
 * @port: filled in, but for what was seen at load time
 *
 * PCI Express Base Specification, 7.7.8.
 */
void ia_pci_read_acs(struct pci_dev *pdev, struct ia_acs_port *port)
{
	int pos = pdev->acs_cap;

	memset(port, 0, sizeof(*port));
	port->address = ia_pci_address(pdev);
	port->type = ia_pci_type(pdev);
	if (!pos)
		port->state = IA_CAP_ABSENT;
	else if (!ia_pci_read_word(pdev, pos + PCI_ACS_CAP, &port->cap) ||
		 !ia_pci_read_word(pdev, pos + PCI_ACS_CTRL, &port->ctl))
		port->state = IA_CAP_UNKNOWN;
	else
		port->state = port->ctl ? IA_CAP_ON : IA_CAP_OFF;
}
