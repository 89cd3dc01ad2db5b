// SPDX-License-Identifier: GPL-2.0
/* The groups that sysfs shows, and which IOMMU serves a function. */
#include "sysfs.h"

#include <stdio.h>
#include <string.h>

#include "../machine/cmdline.h"
#include "../machine/kind.h"

/* The word for the type of a default domain; words that are none of ours are unknown. */
static enum ia_domain domain_of(const char *word)
{
	return word ? ia_word_find(&ia_words_domains, word, strlen(word)) : IA_DOMAIN_UNKNOWN;
}

/*
 * When an address leaves the IOTLB, where the kernel has a word for it: as DMA-FQ does
 * from Linux 5.15 on, and before that DMA may be either.
 */
static enum ia_flush flush_of(enum ia_domain type, bool has_fq)
{
	if (type == IA_DOMAIN_DMA_FQ)
		return IA_FLUSH_LAZY;
	if (type == IA_DOMAIN_DMA)
		return has_fq ? IA_FLUSH_STRICT : IA_FLUSH_UNKNOWN;
	return ia_is_value(type) ? IA_FLUSH_ABSENT : IA_FLUSH_UNKNOWN;
}

static const struct ia_member *member_of(const struct ia_members *members, size_t i)
{
	return &members->items[i];
}

static const char *file_of(struct ia_arena *arena, const char *group, const char *name)
{
	char *path = ia_alloc(arena, strlen(group) + 1 + strlen(name) + 1, 1);

	stpcpy(stpcpy(stpcpy(path, group), "/"), name);
	return path;
}

/* A group may hold devices that are no PCI functions; one of these alone is not listed. */
static bool read_members(const struct ia_sysfs *r, const struct ia_folder *folder,
			 const char *name, struct ia_group *group)
{
	struct ia_arena *arena = r->machine->arena;
	const char *path = ia_sysfs_path(r, folder, file_of(arena, name, "devices")), **names;
	size_t i, kept = 0, count = ia_root_list(&folder->root, arena, path, &names);
	struct ia_member *items = ia_alloc(arena, count, sizeof(*items));
	bool functions = false;

	for (i = 0; i < count; i++) {
		if (!strcmp(names[i], ".") || !strcmp(names[i], "..") ||
		    !ia_text_in(IA_ALPHABET_SYSFS, names[i]).known)
			continue;
		items[kept].address = ia_sysfs_address(names[i], strlen(names[i]));
		items[kept].name = names[i];
		functions |= !!ia_sysfs_find(r, names[i]);
		kept++;
	}
	group->devices = (struct ia_members){ .known = true, .count = kept, .items = items };
	return functions;
}

/* A line for each: its first and last address, and its type. */
static void read_regions(const struct ia_sysfs *r, const struct ia_folder *folder,
			 const char *name, struct ia_group *group)
{
	struct ia_arena *arena = r->machine->arena;
	const char *file = file_of(arena, name, "reserved_regions");
	char *text = ia_sysfs_read(r, folder, file), *line, *rest;
	struct ia_region *items = NULL;
	size_t count = 0, room = 0;

	if (!text)
		return;
	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		unsigned long long start, end;
		char word[33];

		if (sscanf(line, "0x%16llx 0x%16llx %32s", &start, &end, word) != 3 || end < start)
			return;
		items = ia_grow(arena, items, count, &room, sizeof(*items));
		items[count++] = (struct ia_region){
			start, end, ia_word_find(&ia_words_region_types, word, strlen(word)),
		};
	}
	group->reserved = (struct ia_regions){ .known = true, .count = count, .items = items };
}

/* What VFIO holds is attached to something else than the default domain. */
static bool may_be_held(const struct ia_sysfs *r, const struct ia_group *group)
{
	size_t i;

	for (i = 0; i < group->devices.count; i++) {
		const struct ia_function *f = ia_sysfs_find(r, member_of(&group->devices, i)->name);

		if (f && ia_driver_kind(&f->device) == IA_DRIVER_VFIO)
			return true;
	}
	return false;
}

static void tie(const struct ia_sysfs *r, const struct ia_group *group)
{
	size_t i;

	for (i = 0; i < group->devices.count; i++) {
		struct ia_function *f = ia_sysfs_find(r, member_of(&group->devices, i)->name);

		if (!f)
			continue;
		f->device.group = group->group;
		f->device.domain = group->domain;
		f->device.default_domain = group->default_domain;
		f->device.flush = group->flush;
	}
}

/**
 * ia_sysfs_groups() - read the groups that have a function
 * @r: its functions are there; the groups of its machine are filled, and what they share with
 *     each of their functions
 */
void ia_sysfs_groups(const struct ia_sysfs *r)
{
	struct ia_machine *m = r->machine;
	struct ia_arena *arena = m->arena;
	struct ia_release release = ia_release_parse(m->kernel.known ? m->kernel.text : "");
	bool has_fq = release.known && ia_release_from(release, 5, 15);
	const char **names;
	size_t i, count = ia_root_list(r->root, arena, IA_IOMMU_GROUPS, &names);
	struct ia_folder folder;

	m->groups = ia_alloc(arena, count, sizeof(*m->groups));
	ia_root_enter(r->root, IA_IOMMU_GROUPS, &folder);
	for (i = 0; i < count; i++) {
		struct ia_group *group = &m->groups[m->ngroups];
		const char *type;

		memset(group, 0, sizeof(*group));
		group->group = ia_sysfs_number(names[i], 10, INT32_MAX);
		if (!group->group.known)
			continue;
		if (!read_members(r, &folder, names[i], group))
			continue;
		type = ia_sysfs_read(r, &folder, file_of(arena, names[i], "type"));
		group->default_domain = domain_of(type);
		has_fq |= group->default_domain == IA_DOMAIN_DMA_FQ;
		read_regions(r, &folder, names[i], group);
		m->ngroups++;
	}
	ia_root_leave(&folder);
	for (i = 0; i < m->ngroups; i++) {
		struct ia_group *group = &m->groups[i];

		if (!may_be_held(r, group))
			group->flush = flush_of(group->default_domain, has_fq);
		tie(r, group);
	}
}

/**
 * ia_sysfs_links() - read the number of each function's group, where groups are not seen
 * @r: its functions are filled
 *
 * A container may hide the groups. Each function names its own all the same.
 */
void ia_sysfs_links(const struct ia_sysfs *r)
{
	struct ia_arena *arena = r->machine->arena;
	char name[IA_ADDRESS_SIZE];
	size_t i;

	for (i = 0; i < r->count; i++) {
		struct ia_device *d = &r->functions[i].device;
		const char *link, *slash;

		ia_address_text(name, d->address, true);
		link = ia_root_link(r->root, arena,
				    ia_format(arena, IA_PCI_DEVICES "/%s/iommu_group", name));
		slash = link ? strrchr(link, '/') : NULL;
		if (!slash)
			continue;
		d->group = ia_sysfs_number(slash + 1, 10, INT32_MAX);
		d->domain = IA_DOMAIN_UNKNOWN;
		d->default_domain = IA_DOMAIN_UNKNOWN;
		d->flush = IA_FLUSH_UNKNOWN;
	}
}

/**
 * ia_sysfs_served() - read which IOMMU of /sys/class/iommu serves a function
 * @r: its functions are filled
 */
void ia_sysfs_served(const struct ia_sysfs *r)
{
	struct ia_arena *arena = r->machine->arena;
	const char **units, **names;
	size_t i, j, count, nunits = ia_root_list(r->root, arena, "/sys/class/iommu", &units);

	for (i = 0; i < nunits; i++) {
		if (*units[i] == '.')
			continue;
		count = ia_root_list(r->root, arena,
				     ia_format(arena, "/sys/class/iommu/%s/devices", units[i]),
				     &names);
		for (j = 0; j < count; j++) {
			struct ia_function *f = ia_sysfs_find(r, names[j]);

			if (f)
				f->device.unit = ia_text_in(IA_ALPHABET_NAME, units[i]);
		}
	}
}
