// SPDX-License-Identifier: GPL-2.0
/* Entries of boot menus: GRUB's, systemd-boot's, syslinux', rEFInd's, Limine's, of grubby --info */
#include "paste_read.h"

#include <ctype.h>

/* Words without variables: "$kernelopts $tuned_params" of loader entries */
static const char *without_variables(struct ia_arena *arena, const char *text)
{
	struct ia_buf buf = { .arena = arena };
	size_t len;

	for (text = ia_skip_blanks(text); *text; text = ia_skip_blanks(text + len)) {
		len = strcspn(text, " \t");
		if (*text != '$')
			ia_buf_add(&buf, "%s%.*s", buf.len ? " " : "", (int)len, text);
	}
	return buf.text ? buf.text : "";
}

/* The words of an entry, in quotes or to the end of the line. */
static void add_words(struct ia_paste_reader *r, enum ia_paste_kind kind, const char *name,
		      const char *p)
{
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	bool self = false;
	const char *text = *p == '"' || *p == '\'' ?
			   ia_shell_value(r->arena, &p, 0, "kernelopts", &self, &trouble) :
			   ia_rest_of_line(r->arena, p, &trouble);
	struct ia_pasted *item = ia_paste_add(r, kind, name, without_variables(r->arena, text));

	item->trouble = trouble;
	item->adds = self || strstr(text, "$kernelopts") || strstr(text, "${kernelopts}");
}

/* A word of a file and what is behind it: "title NAME", "title: NAME"; NULL for another one */
static const char *behind_word(const char *p, const char *word)
{
	size_t len = strlen(word);

	if (strncasecmp(p, word, len))
		return NULL;
	p += len + (p[len] == ':');
	return *p == ' ' || *p == '\t' ? ia_skip_blanks(p) : NULL;
}

/* A title, without its quotes and what follows those. */
static const char *title_of(struct ia_paste_reader *r, const char *p)
{
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	const char *title;
	bool self = false;

	if (*p == '"' || *p == '\'')
		title = ia_shell_value(r->arena, &p, 0, NULL, &self, &trouble);
	else
		title = ia_rest_of_line(r->arena, p, &trouble);
	return *title ? title : NULL;
}

/* "/Name", "//Name" or ":Name" of Limine: no path of a file */
static bool is_limine_title(const char *p)
{
	size_t start = strspn(p, "/:+");

	return start && start < 4 && isalpha((unsigned char)p[start]) &&
	       !memchr(p + start, '/', ia_line_length(p + start)) &&
	       !memchr(p + start, '=', ia_line_length(p + start)) &&
	       !memchr(p + start, ':', ia_line_length(p + start));
}

/**
 * ia_paste_title() - begin an entry where a line has its title
 * @r: the reader
 * @p: the line
 */
void ia_paste_title(struct ia_paste_reader *r, const char *p)
{
	const char *at = behind_word(p, "title"), *shown = behind_word(p, "menu label"), *title;

	r->entry |= !!at;
	/* Behind "label NAME", as what is shown; "^" is in front of its key. */
	if (shown && r->group)
		r->paste->entries[r->group].title = title_of(r, shown + (*shown == '^'));
	if (!at)
		at = behind_word(p, "menuentry");
	if (!at)
		at = behind_word(p, "label");
	if (!at && is_limine_title(p))
		at = p + strspn(p, "/:+");
	if (!at)
		return;
	title = title_of(r, at);
	/* menuentry NAME { */
	if (title && strlen(title) > 2 && !strcmp(title + strlen(title) - 2, " {"))
		title = ia_strndup(r->arena, title, strlen(title) - 2);
	ia_paste_begin(r, IA_PASTE_BOOTS_ENTRY, title);
}

/* index=, args= and title= of grubby --info */
static bool read_grubby(struct ia_paste_reader *r, const char *p)
{
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	bool self = false;

	if (!strncmp(p, "index=", 6) && isdigit((unsigned char)p[6])) {
		r->grubby = true;
		ia_paste_begin(r, IA_PASTE_BOOTS_ENTRY, NULL);
		return true;
	}
	if (!strncmp(p, "args=\"", 6)) {
		if (r->grubby)
			add_words(r, IA_PASTE_GRUBBY, "args", p + 5);
		return r->grubby;
	}
	if (strncmp(p, "title=\"", 7) || !r->grubby || !r->group)
		return false;
	p += 6;
	r->paste->entries[r->group].title = ia_shell_value(r->arena, &p, 0, NULL, &self, &trouble);
	return true;
}

/* "TITLE" "WORDS" of refind_linux.conf */
static bool read_refind(struct ia_paste_reader *r, const char *p)
{
	size_t title, words;
	const char *text;

	if (*p != '"')
		return false;
	title = strcspn(p + 1, "\"=\r\n");
	if (p[1 + title] != '"')
		return false;
	text = ia_skip_blanks(p + title + 2);
	if (text == p + title + 2 || *text != '"')
		return false;
	words = strcspn(text + 1, "\"\r\n");
	if (text[1 + words] != '"' || *ia_skip_blanks(text + words + 2) > ' ')
		return false;
	ia_paste_begin(r, IA_PASTE_BOOTS_ENTRY, ia_strndup(r->arena, p + 1, title));
	ia_paste_add(r, IA_PASTE_REFIND, "refind_linux.conf",
		     ia_strndup(r->arena, text + 1, words));
	r->group = 0;
	return true;
}

/* "options ..." of a loader entry; several add up. */
static bool read_options(struct ia_paste_reader *r, const char *p)
{
	const char *words = behind_word(p, "options");

	if (!words)
		return false;
	add_words(r, IA_PASTE_LOADER, "options", words);
	return true;
}

/* "append WORDS" of syslinux; APPEND += "WORDS" is of Yocto */
static bool read_append(struct ia_paste_reader *r, const char *p)
{
	const char *words = ia_skip_blanks(p + strcspn(p, " \t\r\n"));

	if (!ia_starts_word(p, "append") || words[strspn(words, "+.?:")] == '=')
		return false;
	add_words(r, IA_PASTE_MENU, "append", words);
	return true;
}

static bool is_one_of(const char *p, size_t len, const char *const *words, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (strlen(words[i]) == len && !strncmp(p, words[i], len))
			return true;
	}
	return false;
}

/* linux /vmlinuz ..., linuxefi, linux16; kernel of GRUB legacy; module2 behind multiboot2 of Xen */
static bool read_kernel(struct ia_paste_reader *r, const char *p)
{
	static const char *const linuxes[] = { "linux", "linuxefi", "linux16", "kernel" };
	static const char *const modules[] = { "module", "module2" };
	size_t len = strcspn(p, " \t\r\n");
	const char *file = ia_skip_blanks(p + len), *words;
	bool module = is_one_of(p, len, modules, 2);

	if (*file != '/' && *file != '(' && *file != '$')
		return false;
	if (module ? !r->xen : !is_one_of(p, len, linuxes, 4))
		return false;
	if (module)
		r->xen = false;
	words = ia_skip_blanks(file + strcspn(file, " \t\r\n"));
	/* Without words it is followed by append or options, which has them. */
	if (!ia_line_length(words))
		return true;
	add_words(r, IA_PASTE_MENU, ia_strndup(r->arena, p, len), words);
	r->paste->entries[r->group].dom0 = module;
	return true;
}

/* kernel /xen.gz WORDS of GRUB legacy */
static bool is_xen(const char *p, size_t len)
{
	const char *file = ia_skip_blanks(p + len), *name;
	size_t end = strcspn(file, " \t\r\n");

	name = memrchr(file, '/', end);
	return len == strlen("kernel") && !strncmp(p, "kernel", len) && name &&
	       !strncmp(name, "/xen", 4);
}

/* multiboot2 /xen.gz WORDS, options=WORDS of xen.cfg, and what Xen logs of its line */
static bool read_hypervisor(struct ia_paste_reader *r, const char *p)
{
	static const char *const loads[] = { "multiboot", "multiboot2", "xen_hypervisor" };
	static const char mark[] = "ommand line: ";
	size_t len = strcspn(p, " \t\r\n");
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	const char *words, *name, *at = memmem(p, ia_line_length(p), "(XEN)", 5);
	const char *logged = at ? memmem(at, ia_line_length(at), mark, strlen(mark)) : NULL;
	struct ia_pasted *item;

	if (is_one_of(p, len, loads, 3) || is_xen(p, len)) {
		words = ia_skip_blanks(p + len);
		words = ia_skip_blanks(words + strcspn(words, " \t\r\n"));
		name = ia_strndup(r->arena, p, len);
		r->xen = true;
	} else if (!strncmp(p, "options=", 8)) {
		words = p + 8;
		name = "options";
	} else if (logged) {
		words = logged + strlen(mark);
		name = "command line";
	} else {
		return false;
	}
	words = ia_rest_of_line(r->arena, words, &trouble);
	item = ia_paste_add(r, IA_PASTE_HYPERVISOR, name, words);
	item->trouble = IA_PASTE_TROUBLE_XEN;
	item->aside = true;
	return true;
}

/**
 * ia_paste_menu() - read a line of an entry of a boot menu
 * @r: the reader
 * @p: where it begins, without what quotes it
 *
 * Return: whether it is one.
 */
bool ia_paste_menu(struct ia_paste_reader *r, const char *p)
{
	return read_grubby(r, p) || read_refind(r, p) || read_options(r, p) || read_append(r, p) ||
	       read_hypervisor(r, p) || read_kernel(r, p);
}
