// SPDX-License-Identifier: GPL-2.0
/* The functions that sysfs shows: their places, their attributes, their PFs and VFs. */
#include "sysfs.h"

#include <string.h>

/* In which nothing is found. */
static const struct ia_folder no_folder = { .root = { IA_ROOT_SYSTEM, -1, "", NULL } };

/*
 * Enters the folder of a function, and fills in the bridges above it. The functions below
 * a bridge lie beside each other, at the end of a long way that is walked once for them.
 * Return: whether it is still there.
 */
static bool enter(struct ia_sysfs *r, struct ia_device *d, struct ia_folder *folder)
{
	struct ia_arena *arena = r->machine->arena;
	char name[IA_ADDRESS_SIZE];
	const char *path;

	ia_address_text(name, d->address, true);
	if (!ia_root_enter(&r->siblings.root, name, folder)) {
		path = ia_format(arena, IA_PCI_DEVICES "/%s", name);
		r->path = ia_sysfs_bridges(arena, ia_root_link(r->root, arena, path), d->address);
		if (!ia_root_enter(r->root, path, folder))
			return false;
		ia_root_leave(&r->siblings);
		r->siblings = no_folder;
		if (r->root->kind == IA_ROOT_SYSTEM)
			ia_root_enter(&folder->root, "..", &r->siblings);
	}
	d->path = r->path;
	return true;
}

/* The value of a key in the text of a uevent. Return: it, or NULL. */
static char *value_of(struct ia_arena *arena, const char *text, const char *key)
{
	size_t len = strlen(key);

	while (text && strncmp(text, key, len)) {
		text = strchr(text, '\n');
		if (text)
			text++;
	}
	return text ? ia_strndup(arena, text + len, strcspn(text + len, "\n")) : NULL;
}

/* One file has most of it. */
static void read_ids(const struct ia_sysfs *r, const struct ia_folder *folder, struct ia_device *d)
{
	struct ia_arena *arena = r->machine->arena;
	const char *text = ia_sysfs_read(r, folder, "uevent"), *driver;
	char *ids;

	if (!text)
		return;
	driver = value_of(arena, text, "DRIVER=");
	d->driver = driver ? ia_text_in(IA_ALPHABET_SYSFS, driver) :
			     (struct ia_string){ .absent = true };
	d->class_code = ia_sysfs_number(value_of(arena, text, "PCI_CLASS="), 16, 0xffffff);
	ids = value_of(arena, text, "PCI_ID=");
	if (!ids || strlen(ids) != 9 || ids[4] != ':')
		return;
	d->device = ia_sysfs_number(ids + 5, 16, 0xffff);
	ids[4] = '\0';
	d->vendor = ia_sysfs_number(ids, 16, 0xffff);
}

/* fls64() of the mask: the highest address has all bits below it. */
static void read_mask(const struct ia_sysfs *r, const struct ia_folder *folder,
		      struct ia_device *d)
{
	struct ia_number bits = ia_sysfs_number(ia_sysfs_read(r, folder, "dma_mask_bits"), 10, 64);

	if (bits.known)
		d->dma_mask = ia_number_of(bits.n ? UINT64_MAX >> (64 - bits.n) : 0);
}

static void read_numa(const struct ia_sysfs *r, const struct ia_folder *folder,
		      struct ia_device *d)
{
	const char *text = ia_sysfs_read(r, folder, "numa_node");

	if (text && !strcmp(text, "-1"))
		d->numa.absent = true;
	else
		d->numa = ia_sysfs_number(text, 10, INT32_MAX);
}

/*
 * From Linux 5.14 on, what the kernel distrusts for being below an external-facing port it
 * takes for removable, and the file is there for those alone.
 */
static void read_untrusted(const struct ia_sysfs *r, const struct ia_folder *folder,
			   struct ia_device *d)
{
	const char *text;

	/* It is its PF's. */
	if (ia_is_address(d->vf_of))
		return;
	/* The port is above it. */
	text = d->path.absent ? NULL : ia_sysfs_read(r, folder, "removable");
	if (text && !strcmp(text, "removable"))
		d->untrusted = IA_YES;
	else if (r->has_removable)
		d->untrusted = IA_NO;
}

/* What the driver allows, and what of it is enabled now; only a PF has the files. */
static void read_sriov(const struct ia_sysfs *r, const struct ia_folder *folder,
		       struct ia_device *d)
{
	struct ia_number none = { .absent = true };
	const char *total;

	/* A VF has none of its own. */
	total = ia_is_address(d->vf_of) ? NULL : ia_sysfs_read(r, folder, "sriov_totalvfs");
	if (!total) {
		d->totalvfs = none;
		d->numvfs = none;
		return;
	}
	d->totalvfs = ia_sysfs_number(total, 10, INT32_MAX);
	d->numvfs = ia_sysfs_number(ia_sysfs_read(r, folder, "sriov_numvfs"), 10, INT32_MAX);
}

/* Its PF, which comes before it, may have named it already. */
static void read_pf(const struct ia_sysfs *r, const struct ia_folder *folder, struct ia_device *d)
{
	const char *link, *slash;

	if (ia_is_address(d->vf_of))
		return;
	link = ia_root_link(&folder->root, r->machine->arena, ia_sysfs_path(r, folder, "physfn"));
	slash = link ? strrchr(link, '/') : NULL;
	if (!slash && ia_sysfs_has(r, folder, "physfn"))
		return;
	d->vf_of = slash ? ia_sysfs_address(slash + 1, strlen(slash + 1)) : IA_NO_ADDRESS;
	if (d->vf_of == IA_NO_ADDRESS)
		d->vf_index.absent = true;
}

/* Without root the kind of port is not seen, but whether it is one of PCI Express. */
static void read_kind(const struct ia_sysfs *r, const struct ia_folder *folder,
		      struct ia_function *f)
{
	struct ia_device *d = &f->device;

	if (d->type != IA_PORT_UNKNOWN || !d->class_code.known ||
	    ia_sysfs_has(r, folder, "current_link_speed"))
		return;
	d->type = d->class_code.n >> 16 == 0x06 && (d->class_code.n >> 8 & 0xff) >= 0x04 &&
		  f->host.secondary.known ? IA_PORT_PCI_BRIDGE : IA_PORT_PCI;
}

static const char *name_of_vf(struct ia_arena *arena, uint64_t number)
{
	return ia_format(arena, "virtfn%llu", (unsigned long long)number);
}

/* The links of a PF to its VFs have their numbers. The VFs come behind it. */
static void read_vfs(const struct ia_sysfs *r, const struct ia_folder *folder,
		     const struct ia_device *pf)
{
	struct ia_arena *arena = r->machine->arena;
	uint64_t i;

	for (i = 0; i < pf->numvfs.n && i < r->count; i++) {
		const char *link = ia_root_link(&folder->root, arena,
						ia_sysfs_path(r, folder, name_of_vf(arena, i)));
		const char *slash = link ? strrchr(link, '/') : NULL;
		struct ia_function *vf = slash ? ia_sysfs_find(r, slash + 1) : NULL;

		if (!vf || vf->device.address <= pf->address || ia_is_address(vf->device.vf_of))
			continue;
		vf->device.vf_of = pf->address;
		vf->device.vf_index = ia_number_of(i);
		vf->device.untrusted = pf->untrusted;
	}
}

/* Return: whether it is still there. */
static bool read_function(struct ia_sysfs *r, struct ia_spaces *spaces, struct ia_function *f)
{
	struct ia_device *d = &f->device;
	struct ia_folder folder;

	if (!enter(r, d, &folder))
		return false;
	read_ids(r, &folder, d);
	read_pf(r, &folder, d);
	ia_spaces_read(spaces, &folder, f);
	read_kind(r, &folder, f);
	read_mask(r, &folder, d);
	read_numa(r, &folder, d);
	read_untrusted(r, &folder, d);
	read_sriov(r, &folder, d);
	read_vfs(r, &folder, d);
	if (!f->host.revision.known)
		f->host.revision = ia_sysfs_number(ia_sysfs_read(r, &folder, "revision"), 0, 0xff);
	ia_root_leave(&folder);
	/* Until a group has it. */
	d->group.absent = true;
	d->domain = IA_DOMAIN_NONE;
	d->default_domain = IA_DOMAIN_NONE;
	d->flush = IA_FLUSH_ABSENT;
	d->unit.absent = true;
	return true;
}

/* All that the bus has, in the order of their addresses: nothing but these is known of them. */
static void list_functions(struct ia_sysfs *r)
{
	struct ia_arena *arena = r->machine->arena;
	const char **names;
	size_t i, count = ia_root_list(r->root, arena, IA_PCI_DEVICES, &names);

	r->functions = ia_alloc(arena, count, sizeof(*r->functions));
	for (i = 0; i < count; i++) {
		ia_address address = ia_sysfs_address(names[i], strlen(names[i]));

		if (ia_is_address(address))
			ia_function_init(&r->functions[r->count++], address);
	}
	ia_functions_sort(r->functions, r->count);
}

/**
 * ia_sysfs_functions() - read all functions that are still there when their turn comes
 * @r: its functions are filled, by their addresses; their groups are not
 */
void ia_sysfs_functions(struct ia_sysfs *r)
{
	struct ia_spaces *spaces = ia_spaces_open(r->machine->arena, r->root);
	size_t i, kept = 0;

	r->siblings = no_folder;
	list_functions(r);
	for (i = 0; i < r->count; i++) {
		if (read_function(r, spaces, &r->functions[i]))
			r->functions[kept++] = r->functions[i];
	}
	r->count = kept;
	ia_spaces_close(spaces);
	ia_root_leave(&r->siblings);
}
