// SPDX-License-Identifier: GPL-2.0
/*
 * What decides which driver takes a function at the next boot: modules whose aliases match
 * it, what modprobe is told of them in the initramfs and later, and overrides. Rules of
 * udev are not read.
 */
#include "libkmod.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "unpackers.h"

#define PCI_DEVICES	"/sys/bus/pci/devices"
/* An alias of depmod's has seven stars; each more is work. */
#define MOST_PATTERN	256
#define MOST_STARS	10
#define VFIO_PCI	"vfio_pci"
/* Modules that one needs, and all that modprobe.d is asked about. */
#define MOST_NEEDED	64
#define MOST_MODULES	1024

/**
 * struct match - functions of one model
 * @alias: their modalias
 * @modules: those that match it
 * @count: number of @modules
 * @room: those that there is room for
 * @configured: an alias of modprobe.d matched: then others do not count
 * @unsure: those of the initramfs say something else
 */
struct match {
	const char *alias;
	const char **modules;
	size_t count;
	size_t room;
	bool configured;
	bool unsure;
};

struct reading {
	struct ia_machine *machine;
	const struct ia_root *root;
	const char *folder;
	const char **aliases;	/* by function: its modalias; of use where there are matches */
	struct match *matches;
	size_t nmatches;
	const char *builtin;
	const char *depends;
};

static void add(struct ia_arena *arena, struct match *match, const char *module)
{
	size_t i;

	for (i = 0; i < match->count; i++) {
		if (!strcmp(match->modules[i], module))
			return;
	}
	match->modules = ia_grow(arena, match->modules, match->count, &match->room,
				 sizeof(*match->modules));
	match->modules[match->count++] = module;
}

static bool sane(const char *pattern)
{
	size_t len = strlen(pattern), i, stars = 0;

	for (i = 0; i < len; i++)
		stars += pattern[i] == '*';
	return len <= MOST_PATTERN && stars <= MOST_STARS;
}

/* "pci:v00008086": most patterns name a vendor, and differ there. */
static bool same_vendor(const char *pattern, const char *alias)
{
	size_t i;

	for (i = 0; i < strlen("pci:v00008086") && pattern[i] && alias[i]; i++) {
		if (pattern[i] == '*' || pattern[i] == '[' || pattern[i] == '?')
			return true;
		if (pattern[i] != alias[i])
			return false;
	}
	return true;
}

static void match_alias(const struct reading *r, const char *pattern, const char *name, size_t len)
{
	const char *module = NULL;
	size_t i;

	if (!sane(pattern))
		return;
	for (i = 0; i < r->nmatches; i++) {
		struct match *match = &r->matches[i];

		if (match->configured || !same_vendor(pattern, match->alias) ||
		    fnmatch(pattern, match->alias, 0))
			continue;
		if (!module)
			module = ia_module_name(r->machine->arena, name, len);
		if (module)
			add(r->machine->arena, match, module);
	}
}

/* Aliases of a configuration of modprobe. Return: whether they were read. */
static bool match_configured(const struct reading *r, const char *text)
{
	struct ia_modprobe to = { 0 };
	size_t i;

	if (!text || !ia_modprobe_apply(r->machine->arena, text, &to))
		return false;
	for (i = 0; i < to.naliases; i++)
		match_alias(r, to.aliases[i].pattern, to.aliases[i].module,
			    strlen(to.aliases[i].module));
	return true;
}

/* Lines "alias PATTERN MODULE" of modules.alias. */
static void read_aliases(const struct reading *r, char *text)
{
	char *line, *next;

	for (line = text; line; line = next) {
		char *pattern, *module;

		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (strncmp(line, "alias pci:", strlen("alias pci:")))
			continue;
		pattern = line + strlen("alias ");
		module = strchr(pattern, ' ');
		if (!module)
			continue;
		*module++ = '\0';
		match_alias(r, pattern, module, strlen(module));
	}
}

/* "MODULE.alias=PATTERN" of modules.builtin.modinfo, each with a zero behind it. */
static void read_builtin(const struct reading *r, const char *text, size_t len)
{
	const char *at = text, *end = text + len;

	for (; at < end; at += strlen(at) + 1) {
		const char *dot = strchr(at, '.');

		if (dot && !strncmp(dot, ".alias=pci:", strlen(".alias=pci:")))
			match_alias(r, dot + strlen(".alias="), at, dot - at);
	}
}

static char *slurp(const struct reading *r, const char *name, size_t *len)
{
	struct ia_arena *arena = r->machine->arena;
	char *text;

	return ia_slurp(arena, r->root, ia_format(arena, "%s/%s", r->folder, name), &text, len) ?
	       NULL : text;
}

/* What systemd-modules-load and /etc/modules load. */
static struct ia_texts late(const struct reading *r)
{
	struct ia_arena *arena = r->machine->arena;
	const char *listed = ia_modules_load_text(arena, r->root);
	struct ia_texts found;
	size_t len;
	char *text;

	if (!listed)
		return (struct ia_texts){ 0 };
	if (!ia_slurp(arena, r->root, "/etc/modules", &text, &len))
		listed = ia_format(arena, "%s\n%s", text, listed);
	ia_modprobe_words(arena, listed, NULL, &found);
	return found;
}

static const char *attribute(const struct reading *r, ia_address address, const char *name)
{
	char text[IA_ADDRESS_SIZE];

	return ia_read_attribute(r->machine->arena, r->root,
				 ia_format(r->machine->arena, PCI_DEVICES "/%s/%s",
					   ia_address_text(text, address, true), name));
}

static int by_alias(const void *a, const void *b)
{
	return strcmp(((const struct match *)a)->alias, ((const struct match *)b)->alias);
}

static void find_models(struct reading *r)
{
	struct ia_host *host = &r->machine->host;
	size_t i, n = 0;

	r->aliases = ia_alloc(r->machine->arena, host->ndevices, sizeof(*r->aliases));
	r->matches = ia_alloc(r->machine->arena, host->ndevices, sizeof(*r->matches));
	for (i = 0; i < host->ndevices; i++) {
		const char *alias = attribute(r, host->devices[i].address, "modalias");

		r->aliases[i] = alias;
		if (alias && !strncmp(alias, "pci:", 4))
			r->matches[r->nmatches++].alias = alias;
	}
	if (!r->nmatches)
		return;
	qsort(r->matches, r->nmatches, sizeof(*r->matches), by_alias);
	for (i = 0; i < r->nmatches; i++) {
		if (!i || strcmp(r->matches[i].alias, r->matches[n - 1].alias))
			r->matches[n++] = r->matches[i];
	}
	r->nmatches = n;
}

/* Module NAME has a line ".../NAME.ko:" in modules.dep, ".../NAME.ko" in modules.builtin. */
static bool lists(const char *text, const char *name)
{
	size_t len = strlen(name), i;
	const char *at = text;

	while (at && (at = strstr(at, ".ko"))) {
		const char *from = at - len;

		at += strlen(".ko");
		if (from <= text || from[-1] != '/')
			continue;
		for (i = 0; i < len && (from[i] == name[i] || (from[i] == '-' && name[i] == '_'));)
			i++;
		if (i == len)
			return true;
	}
	return false;
}

static bool has_text(const struct ia_texts *texts, const char *text)
{
	size_t i;

	for (i = 0; i < texts->count; i++) {
		if (!strcmp(texts->items[i], text))
			return true;
	}
	return false;
}

static void add_text(const struct reading *r, struct ia_texts *to, const char *text)
{
	const char **items;

	if (has_text(to, text))
		return;
	items = ia_alloc(r->machine->arena, to->count + 1, sizeof(*items));
	if (to->count)
		memcpy(items, to->items, to->count * sizeof(*items));
	items[to->count++] = text;
	to->items = items;
}

/* vfio_pci and each module that matches a function, once. */
static struct match candidates(const struct reading *r)
{
	struct match all = { 0 };
	size_t i, j;

	add(r->machine->arena, &all, VFIO_PCI);
	for (i = 0; i < r->nmatches; i++) {
		for (j = 0; j < r->matches[i].count; j++)
			add(r->machine->arena, &all, r->matches[i].modules[j]);
	}
	return all;
}

static enum ia_module_place place_of(const struct reading *r, const char *name,
				     const struct ia_texts *files)
{
	if (r->builtin && lists(r->builtin, name))
		return IA_MODULE_BUILT_IN;
	if (files)
		return has_text(files, name) ? IA_MODULE_FILE : IA_MODULE_MISSING;
	if (!r->depends)
		return IA_MODULE_UNKNOWN;
	return lists(r->depends, name) ? IA_MODULE_FILE : IA_MODULE_MISSING;
}

/*
 * A softdep of a module that finds another one has its install command ignored:
 * __kmod_module_fill_softdep() of libkmod-module.c sets ignorecmd.
 */
static bool is_any_there(const struct reading *r, const struct ia_texts *named,
			 const struct ia_texts *files)
{
	size_t i;

	for (i = 0; i < named->count; i++) {
		enum ia_module_place place = place_of(r, named->items[i], files);

		if (place == IA_MODULE_BUILT_IN || place == IA_MODULE_FILE)
			return true;
	}
	return false;
}

/* Whether a path of modules.dep is that of a module: ".../NAME.ko.xz". */
static bool is_path_of(const char *path, size_t len, const char *name)
{
	size_t from = len, i;

	while (from && path[from - 1] != '/')
		from--;
	for (i = 0; name[i] && from + i < len; i++) {
		char c = path[from + i] == '-' ? '_' : path[from + i];

		if (c != name[i])
			return false;
	}
	return !name[i] && from + i < len && path[from + i] == '.';
}

/* Modules that are loaded before one, since it needs them: its line "PATH: PATH..." */
static struct ia_texts needs(const struct reading *r, const char *name)
{
	struct ia_arena *arena = r->machine->arena;
	const char *line = r->depends, **items;
	struct ia_texts found = { .known = true };
	size_t len;

	while (line && *line && !is_path_of(line, strcspn(line, ":\n"), name)) {
		line += strcspn(line, "\n");
		line += !!*line;
	}
	if (!line || !*line)
		return found;
	items = ia_alloc(arena, MOST_NEEDED, sizeof(*items));
	found.items = items;
	line += strcspn(line, ":\n");
	line += *line == ':';
	for (; *line && *line != '\n' && found.count < MOST_NEEDED; line += len) {
		const char *base, *module;

		line += strspn(line, " ");
		len = strcspn(line, "\n ");
		for (base = line + len; base > line && base[-1] != '/';)
			base--;
		module = len ? ia_module_name(arena, base, line + len - base) : NULL;
		if (module)
			items[found.count++] = module;
	}
	return found;
}

/* What softdeps of the modules that one needs load is there before it too. */
static void take_needed(const struct reading *r, struct ia_module *module,
			const struct ia_texts *needed, const struct ia_modprobe *to)
{
	size_t i, j, k;

	for (i = 0; i < needed->count; i++) {
		for (j = 0; j < to->count; j++) {
			const struct ia_texts *pre = &to->modules[j].pre;

			if (strcmp(to->modules[j].module.text, needed->items[i]))
				continue;
			for (k = 0; k < pre->count; k++)
				add_text(r, &module->pre, pre->items[k]);
			break;
		}
	}
}

/*
 * Modules of a stage, as modprobe would load them there. kmod_module_get_probe_list() of
 * libkmod-module.c: those that a module needs come first, each with its softdep.
 */
static void put_stage(const struct reading *r, enum ia_module_stage stage, const struct match *all,
		      const char *text, const struct ia_texts *files)
{
	struct ia_arena *arena = r->machine->arena;
	struct ia_host *host = &r->machine->host;
	struct ia_texts *needed = ia_alloc(arena, all->count, sizeof(*needed));
	struct match with = { 0 };
	struct ia_modprobe to = { 0 };
	bool applied;
	size_t i, j;

	for (i = 0; i < all->count; i++)
		add(arena, &with, all->modules[i]);
	for (i = 0; i < all->count; i++) {
		needed[i] = needs(r, all->modules[i]);
		for (j = 0; j < needed[i].count && with.count < MOST_MODULES; j++)
			add(arena, &with, needed[i].items[j]);
	}
	to.count = with.count;
	to.modules = ia_alloc(arena, to.count, sizeof(*to.modules));
	for (i = 0; i < to.count; i++) {
		ia_record_clear(&ia_records[IA_RECORD_HOST_MODULE], &to.modules[i]);
		to.modules[i].module = ia_text_of(with.modules[i]);
		to.modules[i].stage = stage;
	}
	applied = text && ia_modprobe_apply(arena, text, &to);
	for (i = 0; i < all->count; i++) {
		struct ia_module *module = &host->modules[host->nmodules++];

		*module = to.modules[i];
		module->place = place_of(r, all->modules[i], files);
		if (!applied)
			continue;
		if (module->install.known && is_any_there(r, &to.named[i], files))
			module->install = (struct ia_string){ .absent = true };
		take_needed(r, module, &needed[i], &to);
	}
}

static void put_devices(const struct reading *r, bool known)
{
	struct ia_arena *arena = r->machine->arena;
	struct ia_host *host = &r->machine->host;
	size_t i;

	for (i = 0; i < host->ndevices; i++) {
		struct ia_host_device *d = &host->devices[i];
		const char *alias = r->aliases ? r->aliases[i] : NULL, *text;
		struct match key = { .alias = alias }, *match;
		char name[IA_ADDRESS_SIZE];

		match = alias && r->nmatches ? bsearch(&key, r->matches, r->nmatches, sizeof(key),
						       by_alias) : NULL;
		if (known && match && !match->unsure)
			d->modules = (struct ia_texts){ .known = true, .count = match->count,
							.items = match->modules };
		text = attribute(r, d->address, "driver_override");
		if (text && *text && strcmp(text, "(null)"))
			d->override = ia_text_in(IA_ALPHABET_SYSFS, text);
		else
			d->override.absent = text;
		text = ia_read_line(arena, r->root,
				    ia_format(arena, "/etc/driverctl.d/pci-%s",
					      ia_address_text(name, d->address, true)));
		/* "driverctl load-override" takes no empty file. */
		d->driverctl = text && *text ? ia_text_in(IA_ALPHABET_SYSFS, text) :
				      (struct ia_string){ .absent = true };
	}
}

static const char *modules_folder(const struct reading *r)
{
	const char *release = r->machine->kernel.known ? r->machine->kernel.text : NULL;
	const char *folder;

	if (!release || strchr(release, '/'))
		return NULL;
	folder = ia_format(r->machine->arena, "/lib/modules/%s", release);
	if (!ia_root_exists(r->root, folder))
		folder = ia_format(r->machine->arena, "/usr/lib/modules/%s", release);
	return ia_root_exists(r->root, folder) ? folder : NULL;
}

/*
 * Whether modprobe.d of the initramfs has the same aliases for each model. Where not, modules of
 * that model are others in the initramfs and later, which nothing here tells apart.
 */
static void compare_aliases(struct reading *r, const char *early)
{
	struct match *own = r->matches;
	size_t i, j;

	if (!early)
		return;
	r->matches = ia_alloc(r->machine->arena, r->nmatches, sizeof(*own));
	for (i = 0; i < r->nmatches; i++)
		r->matches[i].alias = own[i].alias;
	match_configured(r, early);
	for (i = 0; i < r->nmatches; i++) {
		const struct match *other = &r->matches[i];

		own[i].unsure = own[i].count != other->count;
		for (j = 0; j < own[i].count && !own[i].unsure; j++)
			own[i].unsure = strcmp(own[i].modules[j], other->modules[j]);
	}
	r->matches = own;
}

/*
 * The aliases of modprobe.d are @text, those of the initramfs @early, or NULL.
 *
 * Return: whether all of the aliases were read, those of modprobe.d too.
 */
static bool read_all_aliases(struct reading *r, const char *text, const char *early)
{
	size_t len, i;
	char *aliases;

	find_models(r);
	aliases = slurp(r, "modules.alias", &len);
	if (!aliases || !match_configured(r, text))
		return false;
	compare_aliases(r, early);
	/* libkmod looks into modules.alias where no alias of modprobe.d matched. */
	for (i = 0; i < r->nmatches; i++)
		r->matches[i].configured = r->matches[i].count;
	read_aliases(r, aliases);
	aliases = slurp(r, "modules.builtin.modinfo", &len);
	if (!aliases)
		return false;
	for (i = 0; i < r->nmatches; i++)
		r->matches[i].configured = false;
	read_builtin(r, aliases, len);
	return true;
}

/**
 * ia_read_next_boot() - read what decides which driver takes a function at the next boot
 * @machine: its kernel and its host are read; boot, modules and keys of devices of that are filled
 * @root: the running system, or a tree
 *
 * It is about the next boot of the same kernel.
 */
void ia_read_next_boot(struct ia_machine *machine, const struct ia_root *root)
{
	struct reading r = { .machine = machine, .root = root };
	const char *text = ia_modprobe_text(machine->arena, root);
	struct ia_host *host = &machine->host;
	struct ia_initramfs initramfs = { .state = IA_INITRAMFS_NOT_FOUND,
					  .packing = IA_PACKING_ABSENT };
	struct match all;
	bool known = false;
	size_t len;

	if (!host->read)
		return;
	host->has_boot = true;
	ia_record_clear(&ia_records[IA_RECORD_HOST_NEXT_BOOT], &host->boot);
	r.folder = modules_folder(&r);
	if (r.folder) {
		ia_initramfs_read(machine->arena, root, machine->kernel.text, &initramfs);
		known = read_all_aliases(&r, text, initramfs.modprobe);
		r.builtin = slurp(&r, "modules.builtin", &len);
		r.depends = slurp(&r, "modules.dep", &len);
	}
	host->boot.initramfs = initramfs.state;
	host->boot.path = initramfs.path ? ia_text_of(initramfs.path) :
					   (struct ia_string){ .absent = true };
	host->boot.packing = initramfs.packing;
	host->boot.cmdline = initramfs.cmdline ? ia_text_of(initramfs.cmdline) :
						 (struct ia_string){ .absent = true };
	host->boot.first = initramfs.first;
	host->boot.early = initramfs.early;
	host->boot.last = initramfs.last;
	host->boot.init = initramfs.init;
	host->boot.late = late(&r);
	all = candidates(&r);
	host->modules = ia_alloc(machine->arena, 2 * all.count, sizeof(*host->modules));
	if (initramfs.state == IA_INITRAMFS_READ)
		put_stage(&r, IA_BOOT_STAGE_INITRAMFS, &all, initramfs.modprobe,
			  &initramfs.files);
	put_stage(&r, IA_BOOT_STAGE_ROOT, &all, text, NULL);
	ia_machine_sort_modules(machine);
	put_devices(&r, known);
}

/* Open libraries: before files of elsewhere are all that may be opened. */
void ia_next_boot_prepare(struct ia_arena *arena)
{
	struct ia_problem problem;

	ia_libkmod_open(arena, &problem);
	ia_unpackers_load();
}
