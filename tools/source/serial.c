// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <pci/pci.h>

/* Sizes of the configuration space's header and of all that conventional PCI has. */
#define HEADER		0x40
#define EXTENDED_SPACE	0x100

/* What libpci cannot read is unknown, and no reason for a message. */
static void ignore(char *fmt, ...)
{
	(void)fmt;
}

/**
 * ia_serials_open() - get ready to read serial numbers
 * @arena: owner of what is returned but for libpci's own memory
 * @root: prefix of all paths, "" for the running system
 *
 * Return: for ia_serial() and ia_serials_close().
 */
struct pci_access *ia_serials_open(struct ia_arena *arena, const char *root)
{
	struct pci_access *pci = pci_alloc();

	pci->method = PCI_ACCESS_SYS_BUS_PCI;
	pci->warning = ignore;
	pci->debug = ignore;
	pci_set_param(pci, "sysfs.path", ia_format(arena, "%s/sys/bus/pci", root));
	pci_init(pci);
	return pci;
}

/**
 * ia_serials_close() - give back what ia_serials_open() took
 * @pci: what it returned
 */
void ia_serials_close(struct pci_access *pci)
{
	pci_cleanup(pci);
}

/* Without privileges the kernel shows no more than the header. */
static bool readable(struct pci_dev *dev, int where)
{
	uint8_t unused;

	return pci_read_block(dev, where, &unused, sizeof(unused));
}

static struct ia_string read_serial(struct ia_arena *arena, struct pci_dev *dev)
{
	struct pci_cap *cap;
	uint8_t b[8];

	if (!readable(dev, HEADER) ||
	    (pci_find_cap(dev, PCI_CAP_ID_EXP, PCI_CAP_NORMAL) && !readable(dev, EXTENDED_SPACE)))
		return (struct ia_string){ 0 };
	cap = pci_find_cap(dev, PCI_EXT_CAP_ID_DSN, PCI_CAP_EXTENDED);
	if (!cap)
		return (struct ia_string){ .absent = true };
	if (!pci_read_block(dev, cap->addr + 4, b, sizeof(b)))
		return (struct ia_string){ 0 };
	return ia_text_of(ia_format(arena, "%02x-%02x-%02x-%02x-%02x-%02x-%02x-%02x",
			 b[7], b[6], b[5], b[4], b[3], b[2], b[1], b[0]));
}

/**
 * ia_serial() - the serial number of a function
 * @arena: owner of the answer
 * @pci: what ia_serials_open() returned
 * @address: where the function is
 *
 * From the Device Serial Number Extended Capability (PCI Express Base
 * Specification 6.0, 7.9.3), the most significant byte first, as lspci writes
 * it. The caller sees to it that the function is not in D3cold: reading wakes
 * it up.
 *
 * Return: the number; absent when the function has none, unknown when its
 *         configuration space cannot be read.
 */
struct ia_string ia_serial(struct ia_arena *arena, struct pci_access *pci, ia_address address)
{
	struct pci_dev *dev = pci_get_dev(pci, ia_segment(address), ia_bus(address),
					  address >> 3 & 0x1f, address & 7);
	struct ia_string serial = read_serial(arena, dev);

	pci_free_dev(dev);
	return serial;
}
