// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <setjmp.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include <pci/pci.h>

/* Sizes of the configuration space: header, conventional PCI, PCI Express. */
#define HEADER		0x40
#define EXTENDED_SPACE	0x100
#define CONFIG_SPACE	0x1000
/* Bytes in a line of a dump, as lspci -xxxx writes them. */
#define DUMP_LINE	16

/**
 * struct ia_serials - where serial numbers are read
 * @arena: owner of the answers
 * @root: the running system, or a tree
 * @pci: of the running system: libpci finds the functions itself
 */
struct ia_serials {
	struct ia_arena *arena;
	const struct ia_root *root;
	struct pci_access *pci;
};

/* What libpci cannot read is unknown, and no reason for a message. */
static void ignore(char *fmt, ...)
{
	(void)fmt;
}

static struct pci_access *new_access(unsigned int method)
{
	struct pci_access *pci = pci_alloc();

	pci->method = method;
	pci->warning = ignore;
	pci->debug = ignore;
	return pci;
}

/**
 * ia_serials_open() - get ready to read serial numbers
 * @arena: owner of the answers
 * @root: the running system, or a tree
 *
 * Return: for ia_serial() and ia_serials_close().
 */
struct ia_serials *ia_serials_open(struct ia_arena *arena, const struct ia_root *root)
{
	struct ia_serials *serials = ia_alloc(arena, 1, sizeof(*serials));

	serials->arena = arena;
	serials->root = root;
	if (root->kind != IA_ROOT_SYSTEM)
		return serials;
	serials->pci = new_access(PCI_ACCESS_SYS_BUS_PCI);
	pci_init(serials->pci);
	return serials;
}

/**
 * ia_serials_close() - give back what ia_serials_open() took
 * @serials: what it returned
 */
void ia_serials_close(struct ia_serials *serials)
{
	if (serials->pci)
		pci_cleanup(serials->pci);
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

/* libpci ends the program when it cannot read a dump. */
static jmp_buf broken;

static void __attribute__((noreturn)) give_up(char *fmt, ...)
{
	(void)fmt;
	longjmp(broken, 1);
}

/* Reads the dump of one function. */
static struct ia_string read_dump(struct ia_arena *arena, char *path)
{
	struct pci_access *pci = new_access(PCI_ACCESS_DUMP);
	struct ia_string serial;

	pci->error = give_up;
	pci_set_param(pci, "dump.name", path);
	if (setjmp(broken)) {
		pci_cleanup(pci);
		return (struct ia_string){ 0 };
	}
	pci_init(pci);
	pci_scan_bus(pci);
	serial = pci->devices ? read_serial(arena, pci->devices) : (struct ia_string){ 0 };
	pci_cleanup(pci);
	return serial;
}

/*
 * Where a function of a tree is does not matter here. The whole space is there, or as
 * much of it as the tree has.
 */
static void write_dump(FILE *to, const unsigned char *space, size_t len)
{
	size_t i;

	fputs("00:00.0 function", to);
	for (i = 0; i < len; i++) {
		if (i % DUMP_LINE == 0)
			fprintf(to, "\n%02zx:", i);
		fprintf(to, " %02x", space[i]);
	}
	fputs("\n\n", to);
}

/* libpci opens files by itself, and would follow links out of a tree: it gets a dump. */
static struct ia_string serial_in_tree(struct ia_serials *serials, ia_address address)
{
	struct ia_arena *arena = serials->arena;
	struct ia_string serial = { 0 };
	unsigned char space[CONFIG_SPACE];
	char name[IA_ADDRESS_SIZE];
	ssize_t len;
	FILE *dump;
	int fd;

	fd = ia_root_file(serials->root, ia_format(arena, "/sys/bus/pci/devices/%s/config",
						   ia_address_text(name, address, true)));
	if (fd < 0)
		return serial;
	len = read(fd, space, sizeof(space));
	close(fd);
	fd = memfd_create("config", MFD_CLOEXEC);
	dump = fd < 0 ? NULL : fdopen(fd, "w");
	if (!dump)
		return serial;
	if (len > 0) {
		write_dump(dump, space, len);
		if (!fflush(dump))
			serial = read_dump(arena, ia_format(arena, "/proc/self/fd/%d", fd));
	}
	fclose(dump);
	return serial;
}

/**
 * ia_serial() - the serial number of a function
 * @serials: what ia_serials_open() returned
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
struct ia_string ia_serial(struct ia_serials *serials, ia_address address)
{
	struct ia_string serial;
	struct pci_dev *dev;

	if (!serials->pci)
		return serial_in_tree(serials, address);
	dev = pci_get_dev(serials->pci, ia_segment(address), ia_bus(address),
			  address >> 3 & 0x1f, address & 7);
	serial = read_serial(serials->arena, dev);
	pci_free_dev(dev);
	return serial;
}
