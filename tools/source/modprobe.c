// SPDX-License-Identifier: GPL-2.0
/*
 * The configuration of modprobe, read by libkmod. It would open the files by itself, and
 * follow links out of a tree: so it gets one file, with all of them in the order in which
 * it takes them itself.
 */
#include "libkmod.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "conf_files.h"

/* Bytes of all files together, and lines of a kind that are looked at. */
#define MOST_TEXT	(1024u << 10)
#define MOST_LINES	65536
/* Letters and stars of a pattern for names of modules: each star is work. */
#define MOST_PATTERN	256
#define MOST_STARS	3
/* Modules that a softdep names. */
#define MOST_NAMES	64

/* A link to /dev/null hides files of its name in other folders, and says nothing. */
static bool is_mask(struct ia_arena *arena, const struct ia_root *root, const char *path)
{
	const char *target = ia_root_link(root, arena, path);

	return target && !strcmp(target, "/dev/null");
}

/* What the files of some folders say. */
static const char *read_folders(struct ia_arena *arena, const struct ia_root *root,
				const char *const *folders, size_t nfolders)
{
	static const char *const ends[] = { ".conf", ".alias" };
	struct ia_buf all = { .arena = arena };
	const char **paths;
	size_t i, count = ia_conf_files(arena, root, folders, nfolders, ends, 2, &paths);

	ia_buf_add(&all, "%s", "");
	for (i = 0; i < count; i++) {
		char *text;
		size_t len;

		if (is_mask(arena, root, paths[i]))
			continue;
		if (ia_slurp(arena, root, paths[i], &text, &len) || all.len + len > MOST_TEXT)
			return NULL;
		ia_buf_add(&all, "%s\n", text);
	}
	return all.text;
}

/**
 * ia_modprobe_text() - read all files of modprobe.d
 * @arena: owner of the text
 * @root: the running system, or a tree
 *
 * Files that hide others of the same name stand in front: modprobe.d(5).
 *
 * Return: their text; NULL where one of them could not be read, or they are too large.
 */
const char *ia_modprobe_text(struct ia_arena *arena, const struct ia_root *root)
{
	static const char *const folders[] = {
		"/etc/modprobe.d", "/run/modprobe.d", "/usr/local/lib/modprobe.d",
		"/usr/lib/modprobe.d", "/lib/modprobe.d",
	};

	return read_folders(arena, root, folders, sizeof(folders) / sizeof(*folders));
}

/**
 * ia_modules_load_text() - read all files of modules-load.d
 * @arena: owner of the text
 * @root: the running system, or a tree
 *
 * Which of the same name counts is as in modprobe.d: modules-load.d(5).
 *
 * Return: as ia_modprobe_text() does.
 */
const char *ia_modules_load_text(struct ia_arena *arena, const struct ia_root *root)
{
	static const char *const folders[] = {
		"/etc/modules-load.d", "/run/modules-load.d", "/usr/local/lib/modules-load.d",
		"/usr/lib/modules-load.d", "/lib/modules-load.d",
	};

	return read_folders(arena, root, folders, sizeof(folders) / sizeof(*folders));
}

/**
 * ia_module_name() - the name of a module as the kernel writes it
 * @arena: its owner
 * @name: a name, or that of a file with what is behind ".ko"
 * @len: its length
 *
 * Return: the name with underscores; NULL for what cannot be one.
 */
const char *ia_module_name(struct ia_arena *arena, const char *name, size_t len)
{
	char *copy = ia_strndup(arena, name, len), *p;

	p = strstr(copy, ".ko");
	if (p)
		*p = '\0';
	for (p = copy; *p; p++) {
		if (*p == '-')
			*p = '_';
	}
	return ia_text_in(IA_ALPHABET_NAME, copy).known ? copy : NULL;
}

/*
 * Whether a line is about a module. A blacklist and options name it; install and softdep may
 * be patterns: module_is_blacklisted(), kmod_module_get_options(),
 * kmod_module_get_install_commands() and kmod_module_get_softdeps() of libkmod-module.c.
 */
static enum ia_flag is_about(const char *key, const char *name, bool patterns)
{
	size_t i, stars = 0;

	if (!patterns || !key[strcspn(key, "*?[\\")])
		return strcmp(key, name) ? IA_NO : IA_YES;
	for (i = 0; key[i]; i++)
		stars += key[i] == '*';
	if (i > MOST_PATTERN || stars > MOST_STARS)
		return IA_FLAG_UNKNOWN;
	return fnmatch(key, name, 0) ? IA_NO : IA_YES;
}

static struct ia_string clean(struct ia_arena *arena, const char *text)
{
	return ia_clean(text, strlen(text)) ? ia_text_of(ia_strndup(arena, text, strlen(text))) :
					      (struct ia_string){ 0 };
}

/* Options of several lines stand behind each other, and the last one of a name counts. */
static void take_options(struct ia_arena *arena, struct ia_module *module, const char *value)
{
	struct ia_string more = clean(arena, value);

	if (module->options.known && more.known)
		more = ia_text_of(ia_format(arena, "%s %s", module->options.text, more.text));
	module->options = more;
}

/* Names of modules up to an end, behind those that are there. Return: whether all were taken. */
static bool take_names(struct ia_arena *arena, const char *at, const char *end,
		       struct ia_texts *to)
{
	const char **items = ia_alloc(arena, MOST_NAMES, sizeof(*items));
	size_t len;

	if (to->count)
		memcpy(items, to->items, to->count * sizeof(*items));
	to->items = items;
	for (; at < end && to->count < MOST_NAMES; at += len + (at[len] == ' ')) {
		const char *name;

		len = strcspn(at, " ");
		if (at + len > end)
			len = end - at;
		name = len ? ia_module_name(arena, at, len) : NULL;
		if (name)
			items[to->count++] = name;
	}
	return at >= end;
}

/* "pre: a b post: c", where libkmod may leave the blank before "post:" out. */
static bool take_softdep(struct ia_arena *arena, struct ia_module *module, struct ia_texts *named,
			 const char *value)
{
	const char *pre = strstr(value, "pre: "), *post = strstr(value, "post: ");
	const char *end = value + strlen(value);

	*named = (struct ia_texts){ .known = true };
	if (pre && (!post || pre < post)) {
		pre += strlen("pre: ");
		if (!take_names(arena, pre, post ?: end, &module->pre) ||
		    !take_names(arena, pre, post ?: end, named))
			return false;
	}
	return !post || take_names(arena, post + strlen("post: "), end, named);
}

enum { BLACKLISTS, INSTALLS, ALIASES, OPTIONS, SOFTDEPS, KINDS };

static struct kmod_config_iter *begin(struct kmod_ctx *ctx, int kind)
{
	switch (kind) {
	case BLACKLISTS:
		return ia_libkmod.config_get_blacklists(ctx);
	case INSTALLS:
		return ia_libkmod.config_get_install_commands(ctx);
	case ALIASES:
		return ia_libkmod.config_get_aliases(ctx);
	case OPTIONS:
		return ia_libkmod.config_get_options(ctx);
	default:
		return ia_libkmod.config_get_softdeps(ctx);
	}
}

static size_t count_lines(struct kmod_ctx *ctx, int kind)
{
	struct kmod_config_iter *lines = begin(ctx, kind);
	size_t count = 0;

	while (lines && ia_libkmod.config_iter_next(lines))
		count++;
	if (lines)
		ia_libkmod.config_iter_free_iter(lines);
	return count;
}

static void take_alias(struct ia_arena *arena, const char *key, const char *value,
		       struct ia_modprobe *to)
{
	const char *name = value ? ia_module_name(arena, value, strlen(value)) : NULL;

	if (name && !strncmp(key, "pci:", 4))
		to->aliases[to->naliases++] = (struct ia_alias){
			ia_strndup(arena, key, strlen(key)), name };
}

/*
 * Of install commands and softdeps for a module libkmod takes the first, and no other.
 *
 * Return: whether all of it was taken.
 */
static bool take_value(struct ia_arena *arena, int kind, const char *value,
		       struct ia_module *module, struct ia_texts *named)
{
	if (kind == BLACKLISTS)
		module->blacklist = IA_YES;
	else if (kind == INSTALLS && value && module->install.absent)
		module->install = clean(arena, value);
	else if (kind == OPTIONS && value)
		take_options(arena, module, value);
	else if (kind == SOFTDEPS && value && !named->known)
		return take_softdep(arena, module, named, value);
	return true;
}

static void take_line(struct ia_arena *arena, int kind, const char *key, const char *value,
		      struct ia_modprobe *to)
{
	size_t i;

	for (i = 0; i < to->count; i++) {
		struct ia_module *module = &to->modules[i];
		enum ia_flag about = is_about(key, module->module.text,
					      kind == INSTALLS || kind == SOFTDEPS);

		if (about == IA_FLAG_UNKNOWN ||
		    (about == IA_YES && !take_value(arena, kind, value, module, &to->named[i])))
			to->unsure = true;
	}
}

/* Behind the lines of the files there are those of the command line of this host. */
static void take(struct ia_arena *arena, struct kmod_ctx *ctx, int kind, size_t ours,
		 struct ia_modprobe *to)
{
	size_t count = count_lines(ctx, kind), i;
	struct kmod_config_iter *lines = begin(ctx, kind);

	count = count > ours ? count - ours : 0;
	if (count > MOST_LINES)
		count = MOST_LINES;
	if (kind == ALIASES)
		to->aliases = ia_alloc(arena, count, sizeof(*to->aliases));
	for (i = 0; lines && i < count && ia_libkmod.config_iter_next(lines); i++) {
		const char *key = ia_libkmod.config_iter_get_key(lines);
		const char *value = ia_libkmod.config_iter_get_value(lines);

		if (kind == ALIASES)
			take_alias(arena, key, value, to);
		else
			take_line(arena, kind, key, value, to);
	}
	if (lines)
		ia_libkmod.config_iter_free_iter(lines);
}

/* Nothing that is said is known to be nothing. */
static void clear(struct ia_modprobe *to)
{
	size_t i;

	for (i = 0; i < to->count; i++) {
		to->modules[i].blacklist = IA_NO;
		to->modules[i].install = (struct ia_string){ .absent = true };
		to->modules[i].options = (struct ia_string){ .absent = true };
		to->modules[i].pre = (struct ia_texts){ .known = true };
		to->named[i] = (struct ia_texts){ 0 };
	}
	to->naliases = 0;
	to->unsure = false;
}

/**
 * ia_modprobe_apply() - fill in what a configuration of modprobe says of some modules
 * @arena: owner of texts
 * @text: the files, one behind the other
 * @to: its modules are named; filled but for their place, and so are its aliases
 *
 * libkmod adds what the command line of this host says, of whatever machine the text is:
 * that is left out.
 *
 * Return: whether libkmod could be used; if not, all of it stays unknown.
 */
bool ia_modprobe_apply(struct ia_arena *arena, const char *text, struct ia_modprobe *to)
{
	const char *const nothing[] = { NULL };
	struct ia_problem problem;
	struct kmod_ctx *ctx, *bare;
	int fd, kind;
	size_t i;

	if (!ia_libkmod_open(arena, &problem))
		return false;
	fd = memfd_create("modprobe.conf", MFD_CLOEXEC);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text)) {
		close(fd);
		return false;
	}
	bare = ia_libkmod_new("/", nothing);
	ctx = ia_libkmod_new("/", (const char *const[]){
		ia_format(arena, "/proc/self/fd/%d", fd), NULL });
	close(fd);
	if (bare && ctx) {
		to->named = ia_alloc(arena, to->count, sizeof(*to->named));
		clear(to);
		for (kind = 0; kind < KINDS; kind++)
			take(arena, ctx, kind, count_lines(bare, kind), to);
		for (i = 0; i < to->count && to->unsure; i++)
			to->modules[i].blacklist = IA_FLAG_UNKNOWN;
	}
	if (ctx)
		ia_libkmod.unref(ctx);
	if (bare)
		ia_libkmod.unref(bare);
	return ctx && bare;
}

/**
 * ia_modprobe_words() - the modules that a text names
 * @arena: their owner
 * @text: lines, of which those that begin with '#' count for nothing; or NULL
 * @key: of a word, which then has modules behind it, between commas; or NULL for lines of
 *       which the first word is a module
 * @words: filled; what is no name is left out
 */
void ia_modprobe_words(struct ia_arena *arena, const char *text, const char *key,
		       struct ia_texts *words)
{
	size_t len, room = text ? strlen(text) / 2 + 1 : 0;
	const char **items = ia_alloc(arena, room, sizeof(*items)), *line = text;

	*words = (struct ia_texts){ .known = true, .items = items };
	for (; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *word = line + strspn(line, " \t");

		if (*word == '#' || *word == ';' || *word == '\n' || !*word)
			continue;
		if (key && strncmp(word, key, strlen(key)))
			continue;
		for (word += key ? strlen(key) : 0;; word += len + 1) {
			const char *module;

			len = strcspn(word, key ? ", \t\n" : " \t\n");
			module = len ? ia_module_name(arena, word, len) : NULL;
			if (module && words->count < room)
				items[words->count++] = module;
			if (!key || word[len] != ',')
				break;
		}
	}
}
