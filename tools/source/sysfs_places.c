// SPDX-License-Identifier: GPL-2.0
/* Where sysfs has a function, and what a file of it says. */
#include "sysfs.h"

#include <stdlib.h>
#include <string.h>

/**
 * ia_sysfs_path() - the path of a file, for ia_read_attribute() and its like
 * @r: the machine
 * @folder: entered by ia_root_enter()
 * @name: the file
 *
 * Return: it, where the folder is
 */
const char *ia_sysfs_path(const struct ia_sysfs *r, const struct ia_folder *folder,
			  const char *name)
{
	return ia_root_path(r->machine->arena, folder, name);
}

/**
 * ia_sysfs_read() - read an attribute
 * @r: the machine
 * @folder: where it is
 * @name: what it is called
 *
 * Return: its text without the last line end, or NULL
 */
char *ia_sysfs_read(const struct ia_sysfs *r, const struct ia_folder *folder, const char *name)
{
	return ia_read_attribute(r->machine->arena, &folder->root, ia_sysfs_path(r, folder, name));
}

/**
 * ia_sysfs_has() - whether there is an attribute, readable or not
 * @r: the machine
 * @folder: where it would be
 * @name: what it is called
 *
 * Return: whether there is
 */
bool ia_sysfs_has(const struct ia_sysfs *r, const struct ia_folder *folder, const char *name)
{
	return ia_root_exists(&folder->root, ia_sysfs_path(r, folder, name));
}

/**
 * ia_sysfs_number() - the number that an attribute is
 * @text: all of the attribute, or NULL
 * @base: 10 or 16
 * @most: what its key takes
 *
 * Return: unknown for anything else than a number up to @most
 */
struct ia_number ia_sysfs_number(const char *text, int base, uint64_t most)
{
	unsigned long long n;
	char *end;

	if (!text || ia_hex_digit(*text) < 0)
		return (struct ia_number){ 0 };
	n = strtoull(text, &end, base);
	return *end || n > most ? (struct ia_number){ 0 } : ia_number_of(n);
}

/**
 * ia_sysfs_address() - the address that a component of a path is
 * @text: the component, which need not end there
 * @len: its length
 *
 * Return: IA_NO_ADDRESS for anything else than an address with its segment
 */
ia_address ia_sysfs_address(const char *text, size_t len)
{
	bool full;
	ia_address address = ia_address_parse(text, len, &full);

	return ia_is_address(address) && full ? address : IA_NO_ADDRESS;
}

/* Goes to the next component of a path. Return: its length, 0 behind the last one. */
static size_t next(const char **path)
{
	*path += strspn(*path, "/");
	return strcspn(*path, "/");
}

/**
 * ia_sysfs_vmd() - the function that stands for all behind it, as VMD does
 * @link: where a function is in /sys/devices
 *
 * Return: the last function above the root bus of its segment; IA_NO_ADDRESS for none.
 */
ia_address ia_sysfs_vmd(const char *link)
{
	ia_address last = IA_NO_ADDRESS, vmd = IA_NO_ADDRESS;
	size_t len;

	for (len = next(&link); len; link += len, len = next(&link)) {
		if (!strncmp(link, "pci", 3) && memchr(link, ':', len))
			vmd = last;
		last = ia_sysfs_address(link, len);
	}
	return vmd;
}

/**
 * ia_sysfs_bridges() - the bridges between the root bus of its segment and a function
 * @arena: owner of the list
 * @link: where the function is in /sys/devices, or NULL
 * @function: its address
 *
 * Return: unknown where @link leads elsewhere
 */
struct ia_addresses ia_sysfs_bridges(struct ia_arena *arena, const char *link, ia_address function)
{
	struct ia_addresses path = { 0 };
	size_t len, count = 0;
	ia_address *items;

	if (!link)
		return path;
	items = ia_alloc(arena, strlen(link) / 2 + 1, sizeof(*items));
	for (len = next(&link); len; link += len, len = next(&link)) {
		ia_address address = ia_sysfs_address(link, len);

		if (!strncmp(link, "pci", 3) && memchr(link, ':', len))
			count = 0;
		else if (ia_is_address(address))
			items[count++] = address;
	}
	if (!count || items[count - 1] != function)
		return path;
	count--;
	return count ? (struct ia_addresses){ .known = true, .count = count, .items = items } :
		       (struct ia_addresses){ .absent = true };
}

/**
 * ia_sysfs_find() - look for a function by its name in sysfs
 * @r: its functions were listed
 * @name: what is looked for
 *
 * Return: it, or NULL, as for the name of what is no PCI function.
 */
struct ia_function *ia_sysfs_find(const struct ia_sysfs *r, const char *name)
{
	return ia_functions_find(r->functions, r->count, ia_sysfs_address(name, strlen(name)));
}
