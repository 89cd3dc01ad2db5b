// SPDX-License-Identifier: GPL-2.0
/*
 * A machine from sysfs, without the module: its functions, their configuration space
 * and their groups. Any user may; root sees more of configuration space and the tables
 * of firmware. What neither shows is unknown, and the records of the sources say why.
 */
#include "reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../include/uapi/iommu_audit.h"
#include "../machine/cmdline.h"
#include "../machine/kind.h"
#include "config.h"
#include "functions.h"

#define PCI_DEVICES	"/sys/bus/pci/devices"
#define GROUPS		"/sys/kernel/iommu_groups"

/**
 * struct reading - a machine that is being read
 * @machine: the machine
 * @root: the running system, or a tree
 * @siblings: where the functions of the bus that is read lie; of the running system
 * @path: the bridges above them
 * @functions: its functions, by address
 * @count: number of @functions
 * @has_removable: the kernel is one that tells which functions it takes for removable
 */
struct reading {
	struct ia_machine *machine;
	const struct ia_root *root;
	struct ia_folder siblings;
	struct ia_addresses path;
	struct ia_function *functions;
	size_t count;
	bool has_removable;
};

/* In which nothing is found. */
static const struct ia_folder no_folder = { .root = { IA_ROOT_SYSTEM, -1, "", NULL } };

static const char *path_in(const struct reading *r, const struct ia_folder *folder,
			   const char *name)
{
	return ia_root_path(r->machine->arena, folder, name);
}

static char *of(const struct reading *r, const struct ia_folder *folder, const char *name)
{
	return ia_read_attribute(r->machine->arena, &folder->root, path_in(r, folder, name));
}

static bool has(const struct reading *r, const struct ia_folder *folder, const char *name)
{
	return ia_root_exists(&folder->root, path_in(r, folder, name));
}

/* A number up to @most, which is what its key takes. */
static struct ia_number number(const char *text, int base, uint64_t most)
{
	unsigned long long n;
	char *end;

	if (!text || ia_hex_digit(*text) < 0)
		return (struct ia_number){ 0 };
	n = strtoull(text, &end, base);
	return *end || n > most ? (struct ia_number){ 0 } : ia_number_of(n);
}

/* An address with its segment, as it is part of a path. */
static ia_address component(const char *text, size_t len)
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
		last = component(link, len);
	}
	return vmd;
}

/* The bridges between the root bus of its segment and a function, from where it is. */
static struct ia_addresses path_of(struct ia_arena *arena, const char *link, ia_address function)
{
	struct ia_addresses path = { 0 };
	size_t len, count = 0;
	ia_address *items;

	if (!link)
		return path;
	items = ia_alloc(arena, strlen(link) / 2 + 1, sizeof(*items));
	for (len = next(&link); len; link += len, len = next(&link)) {
		ia_address address = component(link, len);

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

/*
 * Enters the folder of a function, and fills in the bridges above it. The functions below
 * a bridge lie beside each other, at the end of a long way that is walked once for them.
 * Return: whether it is still there.
 */
static bool enter(struct reading *r, struct ia_device *d, struct ia_folder *folder)
{
	struct ia_arena *arena = r->machine->arena;
	char name[IA_ADDRESS_SIZE];
	const char *path;

	ia_address_text(name, d->address, true);
	if (!ia_root_enter(&r->siblings.root, name, folder)) {
		path = ia_format(arena, PCI_DEVICES "/%s", name);
		r->path = path_of(arena, ia_root_link(r->root, arena, path), d->address);
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
static void read_ids(const struct reading *r, const struct ia_folder *folder, struct ia_device *d)
{
	struct ia_arena *arena = r->machine->arena;
	const char *text = of(r, folder, "uevent"), *driver;
	char *ids;

	if (!text)
		return;
	driver = value_of(arena, text, "DRIVER=");
	d->driver = driver ? ia_text_in(IA_ALPHABET_SYSFS, driver) :
			     (struct ia_string){ .absent = true };
	d->class_code = number(value_of(arena, text, "PCI_CLASS="), 16, 0xffffff);
	ids = value_of(arena, text, "PCI_ID=");
	if (!ids || strlen(ids) != 9 || ids[4] != ':')
		return;
	d->device = number(ids + 5, 16, 0xffff);
	ids[4] = '\0';
	d->vendor = number(ids, 16, 0xffff);
}

/* fls64() of the mask: the highest address has all bits below it. */
static void read_mask(const struct reading *r, const struct ia_folder *folder,
		      struct ia_device *d)
{
	struct ia_number bits = number(of(r, folder, "dma_mask_bits"), 10, 64);

	if (bits.known)
		d->dma_mask = ia_number_of(bits.n ? UINT64_MAX >> (64 - bits.n) : 0);
}

static void read_numa(const struct reading *r, const struct ia_folder *folder,
		      struct ia_device *d)
{
	const char *text = of(r, folder, "numa_node");

	if (text && !strcmp(text, "-1"))
		d->numa.absent = true;
	else
		d->numa = number(text, 10, INT32_MAX);
}

/*
 * From Linux 5.14 on, what the kernel distrusts for being below an external-facing port it
 * takes for removable, and the file is there for those alone.
 */
static void read_untrusted(const struct reading *r, const struct ia_folder *folder,
			   struct ia_device *d)
{
	const char *text;

	/* It is its PF's. */
	if (ia_is_address(d->vf_of))
		return;
	/* The port is above it. */
	text = d->path.absent ? NULL : of(r, folder, "removable");
	if (text && !strcmp(text, "removable"))
		d->untrusted = IA_YES;
	else if (r->has_removable)
		d->untrusted = IA_NO;
}

/* What the driver allows, and what of it is enabled now; only a PF has the files. */
static void read_sriov(const struct reading *r, const struct ia_folder *folder,
		       struct ia_device *d)
{
	struct ia_number none = { .absent = true };
	/* A VF has none of its own. */
	const char *total = ia_is_address(d->vf_of) ? NULL : of(r, folder, "sriov_totalvfs");

	d->totalvfs = total ? number(total, 10, INT32_MAX) : none;
	d->numvfs = total ? number(of(r, folder, "sriov_numvfs"), 10, INT32_MAX) : none;
}

/* Its PF, which comes before it, may have named it already. */
static void read_pf(const struct reading *r, const struct ia_folder *folder, struct ia_device *d)
{
	const char *link, *slash;

	if (ia_is_address(d->vf_of))
		return;
	link = ia_root_link(&folder->root, r->machine->arena, path_in(r, folder, "physfn"));
	slash = link ? strrchr(link, '/') : NULL;
	if (!slash && has(r, folder, "physfn"))
		return;
	d->vf_of = slash ? component(slash + 1, strlen(slash + 1)) : IA_NO_ADDRESS;
	if (d->vf_of == IA_NO_ADDRESS)
		d->vf_index.absent = true;
}

/* Without root the kind of port is not seen, but whether it is one of PCI Express. */
static void read_kind(const struct reading *r, const struct ia_folder *folder,
		      struct ia_function *f)
{
	struct ia_device *d = &f->device;

	if (d->type != IA_PORT_UNKNOWN || !d->class_code.known ||
	    has(r, folder, "current_link_speed"))
		return;
	d->type = d->class_code.n >> 16 == 0x06 && (d->class_code.n >> 8 & 0xff) >= 0x04 &&
		  f->host.secondary.known ? IA_PORT_PCI_BRIDGE : IA_PORT_PCI;
}

static int by_address(const void *a, const void *b)
{
	const struct ia_function *x = a, *y = b;

	return x->device.address < y->device.address ? -1 :
						       x->device.address > y->device.address;
}

static struct ia_function *find(const struct reading *r, const char *name)
{
	struct ia_function key = { .device.address = component(name, strlen(name)) };

	if (!r->count || !ia_is_address(key.device.address))
		return NULL;
	return bsearch(&key, r->functions, r->count, sizeof(key), by_address);
}

static const char *name_of_vf(struct ia_arena *arena, uint64_t number)
{
	return ia_format(arena, "virtfn%llu", (unsigned long long)number);
}

/* The links of a PF to its VFs have their numbers. The VFs come behind it. */
static void read_vfs(const struct reading *r, const struct ia_folder *folder,
		     const struct ia_device *pf)
{
	struct ia_arena *arena = r->machine->arena;
	uint64_t i;

	for (i = 0; i < pf->numvfs.n && i < r->count; i++) {
		const char *link = ia_root_link(&folder->root, arena,
						path_in(r, folder, name_of_vf(arena, i)));
		const char *slash = link ? strrchr(link, '/') : NULL;
		struct ia_function *vf = slash ? find(r, slash + 1) : NULL;

		if (!vf || vf->device.address <= pf->address || ia_is_address(vf->device.vf_of))
			continue;
		vf->device.vf_of = pf->address;
		vf->device.vf_index = ia_number_of(i);
		vf->device.untrusted = pf->untrusted;
	}
}

/* Return: whether it is still there. */
static bool read_function(struct reading *r, struct ia_spaces *spaces, struct ia_function *f)
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
		f->host.revision = number(of(r, &folder, "revision"), 0, 0xff);
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
static void list_functions(struct reading *r)
{
	struct ia_arena *arena = r->machine->arena;
	const char **names;
	size_t i, count = ia_root_list(r->root, arena, PCI_DEVICES, &names);

	r->functions = ia_alloc(arena, count, sizeof(*r->functions));
	for (i = 0; i < count; i++) {
		ia_address address = component(names[i], strlen(names[i]));

		if (ia_is_address(address))
			ia_function_init(&r->functions[r->count++], address);
	}
	if (r->count)
		qsort(r->functions, r->count, sizeof(*r->functions), by_address);
}

static void read_functions(struct reading *r)
{
	struct ia_spaces *spaces = ia_spaces_open(r->machine->arena, r->root);
	size_t i, kept = 0;

	list_functions(r);
	for (i = 0; i < r->count; i++) {
		if (read_function(r, spaces, &r->functions[i]))
			r->functions[kept++] = r->functions[i];
	}
	r->count = kept;
	ia_spaces_close(spaces);
	ia_root_leave(&r->siblings);
}

/* A tree may come from anybody: what is made of it has to fit. */
static bool check_size(const struct reading *r, struct ia_problem *problem)
{
	struct ia_arena *arena = r->machine->arena;
	size_t i, hops = 0;

	for (i = 0; i < r->count; i++)
		hops += 1 + r->functions[i].device.path.count;
	if (r->count <= IA_MAX_FUNCTIONS && hops <= IA_MAX_HOPS)
		return true;
	problem->status = IA_PARSE;
	problem->text = ia_format(arena,
				  "%s" PCI_DEVICES ": has %zu functions and %zu ports above them; at most %d (IA_MAX_FUNCTIONS) and %d (IA_MAX_HOPS) are read",
				  r->root->name, r->count, hops, IA_MAX_FUNCTIONS, IA_MAX_HOPS);
	return false;
}

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
static bool read_members(const struct reading *r, const struct ia_folder *folder,
			 const char *name, struct ia_group *group)
{
	struct ia_arena *arena = r->machine->arena;
	const char *path = path_in(r, folder, file_of(arena, name, "devices")), **names;
	size_t i, kept = 0, count = ia_root_list(&folder->root, arena, path, &names);
	struct ia_member *items = ia_alloc(arena, count, sizeof(*items));
	bool functions = false;

	for (i = 0; i < count; i++) {
		if (!strcmp(names[i], ".") || !strcmp(names[i], "..") ||
		    !ia_text_in(IA_ALPHABET_SYSFS, names[i]).known)
			continue;
		items[kept].address = component(names[i], strlen(names[i]));
		items[kept].name = names[i];
		functions |= !!find(r, names[i]);
		kept++;
	}
	group->devices = (struct ia_members){ .known = true, .count = kept, .items = items };
	return functions;
}

/* A line for each: its first and last address, and its type. */
static void read_regions(const struct reading *r, const struct ia_folder *folder,
			 const char *name, struct ia_group *group)
{
	struct ia_arena *arena = r->machine->arena;
	char *text = of(r, folder, file_of(arena, name, "reserved_regions")), *line, *rest;
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
static bool may_be_held(const struct reading *r, const struct ia_group *group)
{
	size_t i;

	for (i = 0; i < group->devices.count; i++) {
		const struct ia_function *f = find(r, member_of(&group->devices, i)->name);

		if (f && ia_driver_kind(&f->device) == IA_DRIVER_VFIO)
			return true;
	}
	return false;
}

static void tie(const struct reading *r, const struct ia_group *group)
{
	size_t i;

	for (i = 0; i < group->devices.count; i++) {
		struct ia_function *f = find(r, member_of(&group->devices, i)->name);

		if (!f)
			continue;
		f->device.group = group->group;
		f->device.domain = group->domain;
		f->device.default_domain = group->default_domain;
		f->device.flush = group->flush;
	}
}

static void read_groups(const struct reading *r)
{
	struct ia_machine *m = r->machine;
	struct ia_arena *arena = m->arena;
	struct ia_release release = ia_release_parse(m->kernel.known ? m->kernel.text : "");
	bool has_fq = release.known && ia_release_from(release, 5, 15);
	const char **names;
	size_t i, count = ia_root_list(r->root, arena, GROUPS, &names);
	struct ia_folder folder;

	m->groups = ia_alloc(arena, count, sizeof(*m->groups));
	ia_root_enter(r->root, GROUPS, &folder);
	for (i = 0; i < count; i++) {
		struct ia_group *group = &m->groups[m->ngroups];

		memset(group, 0, sizeof(*group));
		group->group = number(names[i], 10, INT32_MAX);
		if (!group->group.known)
			continue;
		if (!read_members(r, &folder, names[i], group))
			continue;
		group->default_domain = domain_of(of(r, &folder, file_of(arena, names[i], "type")));
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

/* A container may hide the groups. Each function names its own all the same. */
static void read_links(const struct reading *r)
{
	struct ia_arena *arena = r->machine->arena;
	char name[IA_ADDRESS_SIZE];
	size_t i;

	for (i = 0; i < r->count; i++) {
		struct ia_device *d = &r->functions[i].device;
		const char *link, *slash;

		ia_address_text(name, d->address, true);
		link = ia_root_link(r->root, arena,
				    ia_format(arena, PCI_DEVICES "/%s/iommu_group", name));
		slash = link ? strrchr(link, '/') : NULL;
		if (!slash)
			continue;
		d->group = number(slash + 1, 10, INT32_MAX);
		d->domain = IA_DOMAIN_UNKNOWN;
		d->default_domain = IA_DOMAIN_UNKNOWN;
		d->flush = IA_FLUSH_UNKNOWN;
	}
}

/* Functions that an IOMMU of /sys/class/iommu serves. */
static void read_served(const struct reading *r)
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
			struct ia_function *f = find(r, names[j]);

			if (f)
				f->device.unit = ia_text_in(IA_ALPHABET_NAME, units[i]);
		}
	}
}

static void add_source(struct ia_machine *m, enum ia_source_name name,
		       enum ia_source_method method, const char *reason)
{
	struct ia_source *source = &m->sources[m->nsources++];

	*source = (struct ia_source){
		.name = name, .method = method,
		.accuracy = method == IA_METHOD_NONE ? IA_ACCURACY_NONE : IA_ACCURACY_SNAPSHOT,
		.reason = reason ? ia_text_of(reason) : (struct ia_string){ .absent = true },
		.limit = { .absent = true },
	};
}

/* Whether nobody could look behind the header of any function that has more. */
static bool lacks_root(const struct reading *r)
{
	size_t i;

	for (i = 0; i < r->count; i++) {
		const struct ia_function *f = &r->functions[i];

		if (f->device.flr == IA_FLAG_UNKNOWN && f->host.multifunction != IA_FLAG_UNKNOWN)
			return true;
	}
	return false;
}

/* Behind that of the units, which is there already. @hidden: groups were, but for their numbers. */
static void describe(const struct reading *r, bool hidden)
{
	struct ia_machine *m = r->machine;
	const char *root = lacks_root(r) ?
			   "only root reads configuration space behind its header" : NULL;

	add_source(m, IA_SOURCE_DOMAINS, hidden ? IA_METHOD_NONE : IA_METHOD_SYSFS, hidden ?
		   GROUPS " cannot be read: default domains are not seen" :
		   "defaults alone: what is attached now only the module sees");
	add_source(m, IA_SOURCE_DEVICES, IA_METHOD_SYSFS, root);
	add_source(m, IA_SOURCE_ACS, IA_METHOD_CONFIG_SPACE, root);
	m->sources[m->nsources - 1].limit =
		ia_text_of("the kernel's quirks that stand in for ACS cannot be queried");
	add_source(m, IA_SOURCE_TRANSLATIONS, IA_METHOD_NONE, "only the module sees them");
}

static void read_identity(struct ia_machine *m, const struct ia_root *root)
{
	struct ia_identity *identity = ia_alloc(m->arena, 1, sizeof(*identity));

	ia_record_clear(&ia_records[IA_RECORD_IDENTITY], identity);
	identity->format = ia_number_of(IOMMU_AUDIT_FORMAT);
	identity->kernel = m->kernel;
	ia_read_guest(m, root, identity);
	m->identities = identity;
	m->nidentities = 1;
}

/**
 * ia_read_sysfs() - read a machine from sysfs, without the module
 * @machine: an empty machine with an arena; filled and joined
 * @reads: IA_READ_*; whether the host is to be read afterwards, and the id of the boot
 * @root: the running system, or a tree
 * @problem: filled when this fails
 *
 * Return: whether it worked: not without a PCI bus, or when a tree holds what is no file.
 */
bool ia_read_sysfs(struct ia_machine *machine, unsigned int reads, const struct ia_root *root,
		   struct ia_problem *problem)
{
	struct reading reading = { .machine = machine, .root = root, .siblings = no_folder };
	struct ia_release release;
	bool hidden;

	*problem = (struct ia_problem){
		.status = IA_MISSING,
		.text = ia_format(machine->arena, "%s" PCI_DEVICES " is not there: sysfs is not mounted, or this kernel has no PCI",
				  root->name),
	};
	if (!ia_root_exists(root, PCI_DEVICES))
		return false;
	ia_machine_without_module(machine, IA_FROM_SYSFS);
	ia_read_context(machine, reads, root);
	machine->boottime_ns = ia_uptime(machine->arena, root);
	release = ia_release_parse(machine->kernel.known ? machine->kernel.text : "");
	reading.has_removable = release.known && ia_release_from(release, 5, 14);
	read_functions(&reading);
	if (!check_size(&reading, problem))
		return false;
	read_groups(&reading);
	hidden = !machine->ngroups;
	if (hidden)
		read_links(&reading);
	read_served(&reading);
	machine->host.read = reads & IA_READ_HOST;
	ia_functions_take(machine, reading.functions, reading.count);
	if (hidden)
		ia_functions_group(machine);
	read_identity(machine, root);
	machine->sources = ia_alloc(machine->arena, 5, sizeof(*machine->sources));
	ia_sysfs_units(machine, root, machine->ngroups);
	describe(&reading, hidden && machine->ngroups);
	ia_machine_join(machine);
	ia_read_names(machine, root);
	ia_machine_name(machine);
	return ia_root_sound(root, problem);
}
