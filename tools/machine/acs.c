// SPDX-License-Identifier: GPL-2.0
#include "acs.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

const char *const ia_acs_letters[IA_ACS_BITS] = {
	"SV", "TB", "RR", "CR", "UF", "EC", "DT",
};

/**
 * ia_acs_drifted() - tell whether a port's control bits changed since load
 * @acs: the port
 */
bool ia_acs_drifted(const struct ia_acs *acs)
{
	return acs->ctl.known && acs->ctl_at_load.known &&
	       acs->ctl.bits != acs->ctl_at_load.bits;
}

/**
 * ia_acs_text() - write a set of flags with two letters each
 * @arena: the owner of the text
 * @set: the flags
 * @changed: bits to mark with a star: those that changed since load
 *
 * Return: the letters; "none", "-" and "unknown" as the module writes them.
 */
const char *ia_acs_text(struct ia_arena *arena, const struct ia_bits *set,
			unsigned int changed)
{
	struct ia_buf buf = { .arena = arena };
	unsigned int i;

	if (!set->known)
		return set->absent ? IOMMU_AUDIT_NOT_APPLICABLE : IOMMU_AUDIT_UNKNOWN;
	for (i = 0; i < IA_ACS_BITS; i++) {
		if (set->bits & 1u << i)
			ia_buf_add(&buf, "%s%s%s", buf.len ? " " : "", ia_acs_letters[i],
				   changed & 1u << i ? "*" : "");
	}
	return buf.text ? buf.text : IOMMU_AUDIT_NONE;
}

/**
 * ia_acs_isolates() - tell whether a port's bits keep the devices apart
 * @acs: the port
 * @multifunction: whether its slot has more functions than this one
 *
 * The rule of Linux' pci_acs_enabled(), without its table of quirks: a port
 * needs every isolation bit that it can control, and a capability without any
 * is hard-wired to isolate; a function that is alone in
 * its slot needs none unless it is a root port or a downstream port; a bridge
 * to or from conventional PCI never isolates. The bits of load time count,
 * since groups are made before the module is loaded.
 *
 * Return: false only when the bits are known and do not suffice.
 */
bool ia_acs_isolates(const struct ia_acs *acs, bool multifunction)
{
	const struct ia_bits *ctl = acs->ctl_at_load.known ? &acs->ctl_at_load : &acs->ctl;

	if (acs->type == IA_PORT_PCIE_TO_PCI || acs->type == IA_PORT_PCI_TO_PCIE ||
	    acs->type == IA_PORT_PCI_BRIDGE)
		return false;
	if (acs->type != IA_PORT_ROOT_PORT && acs->type != IA_PORT_DOWNSTREAM && !multifunction)
		return true;
	if (!acs->cap.known || !ctl->known)
		return true;
	if (acs->present != IA_YES)
		return false;
	return !(acs->cap.bits & IA_ACS_ISOLATION & ~ctl->bits);
}
