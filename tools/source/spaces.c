// SPDX-License-Identifier: GPL-2.0
/* Configuration space below /sys/bus/pci, of functions that are awake. */
#include "reader.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <pci/pci.h>

#include "config.h"

/* Of the header, which everybody sees; of conventional PCI; of PCI Express. */
#define HEADER		0x40
#define CONVENTIONAL	0x100
#define CONFIG_SPACE	0x1000
/* Bytes in a line of a dump, as lspci -xxxx writes them. */
#define DUMP_LINE	16

/* A bridge, and whether it sleeps; of a free slot the address is IA_NO_ADDRESS. */
struct bridge {
	ia_address address;
	bool asleep;
};

/**
 * struct ia_spaces - where configuration space is read
 * @arena: owner of the answers
 * @root: the running system, or a tree
 * @pci: of the running system: libpci finds the functions itself
 * @bridges: those that were looked at, by hash; half of the slots are free
 * @nbridges: how many
 * @room: slots, a power of 2
 */
struct ia_spaces {
	struct ia_arena *arena;
	const struct ia_root *root;
	struct pci_access *pci;
	struct bridge *bridges;
	size_t nbridges;
	size_t room;
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
 * ia_spaces_open() - get ready to read configuration space
 * @arena: owner of the answers
 * @root: the running system, or a tree
 *
 * Return: for ia_spaces_read() and ia_spaces_close().
 */
struct ia_spaces *ia_spaces_open(struct ia_arena *arena, const struct ia_root *root)
{
	struct ia_spaces *spaces = ia_alloc(arena, 1, sizeof(*spaces));

	spaces->arena = arena;
	spaces->root = root;
	if (root->kind != IA_ROOT_SYSTEM || !ia_root_exists(root, "/sys/bus/pci"))
		return spaces;
	spaces->pci = new_access(PCI_ACCESS_SYS_BUS_PCI);
	pci_init(spaces->pci);
	return spaces;
}

/**
 * ia_spaces_close() - give back what ia_spaces_open() took
 * @spaces: what it returned
 */
void ia_spaces_close(struct ia_spaces *spaces)
{
	if (spaces->pci)
		pci_cleanup(spaces->pci);
}

static const char *attribute(const struct ia_spaces *spaces, ia_address address, const char *name)
{
	char text[IA_ADDRESS_SIZE];

	return ia_read_attribute(spaces->arena, spaces->root,
				 ia_format(spaces->arena, "/sys/bus/pci/devices/%s/%s",
					   ia_address_text(text, address, true), name));
}

static bool is(const char *text, const char *word)
{
	return text && !strcmp(text, word);
}

/* A bridge that is not in D0 passes no request on. Of some the state is not known. */
static bool look_asleep(const struct ia_spaces *spaces, ia_address bridge)
{
	const char *runtime = attribute(spaces, bridge, "power/runtime_status");
	const char *state = attribute(spaces, bridge, "power_state");

	return is(runtime, "suspended") || is(runtime, "suspending") || is(runtime, "resuming") ||
	       (state && *state == 'D' && strcmp(state, "D0"));
}

/* The slot of a bridge, or the free one that it would get. */
static struct bridge *find_slot(const struct ia_spaces *spaces, ia_address address)
{
	size_t i = (address * 0x9e3779b97f4a7c15ULL >> 32) & (spaces->room - 1);

	while (spaces->bridges[i].address != address && spaces->bridges[i].address != IA_NO_ADDRESS)
		i = (i + 1) & (spaces->room - 1);
	return &spaces->bridges[i];
}

static void make_room(struct ia_spaces *spaces)
{
	const struct bridge *old = spaces->bridges;
	size_t i, before = spaces->room;

	spaces->room = before ? 2 * before : 64;
	spaces->bridges = ia_alloc(spaces->arena, spaces->room, sizeof(*spaces->bridges));
	for (i = 0; i < spaces->room; i++)
		spaces->bridges[i].address = IA_NO_ADDRESS;
	for (i = 0; i < before; i++) {
		if (old[i].address != IA_NO_ADDRESS)
			*find_slot(spaces, old[i].address) = old[i];
	}
}

/* Many functions share the bridges above them: each is looked at once. */
static bool is_asleep(struct ia_spaces *spaces, ia_address address)
{
	struct bridge *bridge;

	if (2 * spaces->nbridges >= spaces->room)
		make_room(spaces);
	bridge = find_slot(spaces, address);
	if (bridge->address == IA_NO_ADDRESS) {
		*bridge = (struct bridge){ address, look_asleep(spaces, address) };
		spaces->nbridges++;
	}
	return bridge->asleep;
}

static bool all_awake(struct ia_spaces *spaces, const struct ia_addresses *path)
{
	size_t i;

	for (i = 0; i < path->count; i++) {
		if (is_asleep(spaces, path->items[i]))
			return false;
	}
	return true;
}

/*
 * Reading wakes a function out of D3cold, and each bridge above it. The kernel tells the
 * power state since Linux 5.11; before, a function that is suspended may be there.
 */
static bool is_reachable(struct ia_spaces *spaces, const struct ia_folder *folder,
			 const struct ia_device *device)
{
	struct ia_arena *arena = spaces->arena;
	const char *state;

	/* A VF has no power but its PF's. */
	if (ia_is_address(device->vf_of))
		return !is_asleep(spaces, device->vf_of) && all_awake(spaces, &device->path);
	state = ia_read_attribute(arena, &folder->root,
				  ia_root_path(arena, folder, "power_state"));
	if (is(state, "D3cold") ||
	    (!state && is(attribute(spaces, device->address, "power/runtime_status"), "suspended")))
		return false;
	return all_awake(spaces, &device->path);
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

/* libpci ends the program when it cannot read a dump. */
static jmp_buf broken;

static void __attribute__((noreturn)) give_up(char *fmt, ...)
{
	(void)fmt;
	longjmp(broken, 1);
}

/* Reads the dump of one function. */
static void read_dump(struct ia_arena *arena, char *path, size_t size,
		      struct ia_function *function)
{
	struct pci_access *pci = new_access(PCI_ACCESS_DUMP);

	pci->error = give_up;
	pci_set_param(pci, "dump.name", path);
	if (!setjmp(broken)) {
		pci_init(pci);
		pci_scan_bus(pci);
		if (pci->devices)
			ia_function_config(arena, pci->devices, size, function);
	}
	pci_cleanup(pci);
}

/*
 * Some programs that copy a tree fill up with zeros what they could not read. There is
 * always something behind the header of a function that has capabilities.
 */
static size_t without_filling(const unsigned char *space, size_t len)
{
	size_t i;

	for (i = len; i > HEADER; i--) {
		if (space[i - 1])
			return len;
	}
	return len < HEADER ? len : HEADER;
}

/* libpci opens files by itself, and would follow links out of a tree: it gets a dump. */
static void read_in_tree(struct ia_spaces *spaces, const char *path, struct ia_function *function)
{
	unsigned char space[CONFIG_SPACE];
	ssize_t len, used;
	FILE *dump;
	int fd;

	fd = ia_root_file(spaces->root, path);
	if (fd < 0)
		return;
	len = read(fd, space, sizeof(space));
	close(fd);
	fd = memfd_create("config", MFD_CLOEXEC);
	dump = fd < 0 ? NULL : fdopen(fd, "w");
	if (!dump)
		return;
	used = len > 0 ? (ssize_t)without_filling(space, len) : 0;
	if (used) {
		write_dump(dump, space, used);
		if (!fflush(dump))
			read_dump(spaces->arena, ia_format(spaces->arena, "/proc/self/fd/%d", fd),
				  used == len ? len : 0, function);
	}
	fclose(dump);
}

/**
 * ia_spaces_read() - read the configuration space of a function
 * @spaces: what ia_spaces_open() returned
 * @folder: its folder in sysfs
 * @function: its address and its path are known; filled by ia_function_config()
 *
 * A function that sleeps, or is below a bridge that does, is left alone: reading would
 * wake it up. Then, and where its space cannot be read, nothing is filled in.
 */
void ia_spaces_read(struct ia_spaces *spaces, const struct ia_folder *folder,
		    struct ia_function *function)
{
	ia_address address = function->device.address;
	struct ia_arena *arena = spaces->arena;
	struct pci_dev *dev;
	const char *path;
	long size;

	if (!is_reachable(spaces, folder, &function->device))
		return;
	path = ia_root_path(arena, folder, "config");
	if (!spaces->pci) {
		read_in_tree(spaces, path, function);
		return;
	}
	/* The kernel shows root all that there is, and says how much that would be. */
	size = ia_root_size(&folder->root, path);
	dev = pci_get_dev(spaces->pci, ia_segment(address), ia_bus(address), address >> 3 & 0x1f,
			  address & 7);
	ia_function_config(arena, dev, size > 0 ? size : 0, function);
	pci_free_dev(dev);
}
