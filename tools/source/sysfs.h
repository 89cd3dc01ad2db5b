/* SPDX-License-Identifier: GPL-2.0 */
/* sysfs.c, sysfs_places.c, sysfs_functions.c, sysfs_groups.c: a machine without the module */
#ifndef IA_SOURCE_SYSFS_H
#define IA_SOURCE_SYSFS_H

#include "config.h"
#include "reader.h"

#define IA_PCI_DEVICES	"/sys/bus/pci/devices"
#define IA_IOMMU_GROUPS	"/sys/kernel/iommu_groups"

/**
 * struct ia_sysfs - a machine that is being read
 * @machine: the machine
 * @root: the running system, or a tree
 * @siblings: where the functions of the bus that is read lie; of the running system
 * @path: the bridges above them
 * @functions: its functions, by address
 * @count: number of @functions
 * @has_removable: the kernel is one that tells which functions it takes for removable
 */
struct ia_sysfs {
	struct ia_machine *machine;
	const struct ia_root *root;
	struct ia_folder siblings;
	struct ia_addresses path;
	struct ia_function *functions;
	size_t count;
	bool has_removable;
};

/* sysfs_places.c */
const char *ia_sysfs_path(const struct ia_sysfs *r, const struct ia_folder *folder,
			  const char *name);
char *ia_sysfs_read(const struct ia_sysfs *r, const struct ia_folder *folder, const char *name);
bool ia_sysfs_has(const struct ia_sysfs *r, const struct ia_folder *folder, const char *name);
struct ia_number ia_sysfs_number(const char *text, int base, uint64_t most);
ia_address ia_sysfs_address(const char *text, size_t len);
struct ia_addresses ia_sysfs_bridges(struct ia_arena *arena, const char *link,
				     ia_address function);
struct ia_function *ia_sysfs_find(const struct ia_sysfs *r, const char *name);

/* sysfs_functions.c */
void ia_sysfs_functions(struct ia_sysfs *r);

/* sysfs_groups.c */
void ia_sysfs_groups(const struct ia_sysfs *r);
void ia_sysfs_links(const struct ia_sysfs *r);
void ia_sysfs_served(const struct ia_sysfs *r);

#endif /* IA_SOURCE_SYSFS_H */
