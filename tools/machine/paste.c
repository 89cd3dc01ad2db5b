// SPDX-License-Identifier: GPL-2.0
#include "paste.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define X(name, word)	word,
static const char *const kinds[] = { IA_PASTE_KINDS(X) };
static const char *const troubles[] = { IA_PASTE_TROUBLES(X) };
#undef X

const struct ia_wordlist ia_words_paste_kinds = { kinds, sizeof(kinds) / sizeof(*kinds), NULL };
const struct ia_wordlist ia_words_paste_troubles = {
	troubles, sizeof(troubles) / sizeof(*troubles), NULL,
};

#define LINUX	"GRUB_CMDLINE_LINUX"
#define XEN	"GRUB_CMDLINE_XEN"

/**
 * struct reader - a text that is read
 * @arena: the owner of what is made of it
 * @paste: filled
 * @at: where the reader stands
 * @row: in which line
 * @stop: a quote around what is echoed, or 0
 */
struct reader {
	struct ia_arena *arena;
	struct ia_paste *paste;
	const char *at;
	size_t row;
	char stop;
};

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " \t");
}

static size_t line_length(const char *p)
{
	return strcspn(p, "\r\n");
}

static struct ia_pasted *add(struct reader *r, enum ia_paste_kind kind, const char *name,
			     const char *text)
{
	struct ia_paste *paste = r->paste;

	paste->items = ia_grow(r->arena, paste->items, paste->count, &paste->room,
			       sizeof(*paste->items));
	paste->items[paste->count] = (struct ia_pasted){
		.kind = kind, .name = name, .row = r->row, .text = text,
	};
	return &paste->items[paste->count++];
}

/* The rest of the line, without curly quotes around it. */
static const char *rest(struct reader *r, const char *p, enum ia_paste_trouble *trouble)
{
	size_t len = line_length(p), curly = ia_curly_quote(p);

	if (curly)
		*trouble = IA_PASTE_TROUBLE_CURLY;
	p += curly;
	len -= curly;
	while (len && (p[len - 1] == ' ' || p[len - 1] == '\t'))
		len--;
	if (len >= 3 && ia_curly_quote(p + len - 3)) {
		*trouble = IA_PASTE_TROUBLE_CURLY;
		len -= 3;
	}
	return ia_strndup(r->arena, p, len);
}

/* Of two assignments the later one counts, unless it repeats the one before. */
static void set_aside(struct ia_paste *paste, const char *name)
{
	size_t i;

	for (i = 0; i < paste->count; i++) {
		if (paste->items[i].name && !strcmp(paste->items[i].name, name))
			paste->items[i].aside = true;
	}
}

/* A value in quotes; or all of the line, for a shell may have taken the quotes. */
static const char *value_of(struct reader *r, const char *p, const char *own, bool *self,
			    enum ia_paste_trouble *trouble)
{
	if (*p == '"' || *p == '\'' || ia_curly_quote(p))
		return ia_shell_value(r->arena, &p, r->stop, own, self, trouble);
	return rest(r, p, trouble);
}

/* GRUB_CMDLINE_LINUX_DEFAULT="...", of /etc/default/grub */
static bool read_grub(struct reader *r, const char *p)
{
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	struct ia_pasted *item;
	const char *name, *value;
	bool self = false;
	size_t len;

	if (!strncmp(p, "export ", 7))
		p = skip_blanks(p + 7);
	if (strncmp(p, "GRUB_CMDLINE_", 13))
		return false;
	len = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
	name = ia_strndup(r->arena, p, len);
	p += len;
	self = *p == '+';
	p += self;
	if (*p++ != '=')
		return false;
	value = value_of(r, p, name, &self, &trouble);
	if (!self)
		set_aside(r->paste, name);
	item = add(r, IA_PASTE_GRUB, name, value);
	item->trouble = trouble;
	if (!strncmp(name, XEN, strlen(XEN))) {
		item->trouble = IA_PASTE_TROUBLE_XEN;
		item->aside = true;
	}
	return true;
}

/* kernelopts=..., of grubenv; and set kernelopts="..." of grub.cfg */
static bool read_kernelopts(struct reader *r, const char *p)
{
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	const char *value;
	bool self = false;

	if (!strncmp(p, "set ", 4))
		p = skip_blanks(p + 4);
	if (strncmp(p, "kernelopts=", 11))
		return false;
	value = value_of(r, p + 11, NULL, &self, &trouble);
	set_aside(r->paste, "kernelopts");
	add(r, IA_PASTE_KERNELOPTS, "kernelopts", value)->trouble = trouble;
	return true;
}

/* Words without variables: "$kernelopts $tuned_params" of loader entries */
static const char *without_variables(struct ia_arena *arena, const char *text)
{
	struct ia_buf buf = { .arena = arena };
	size_t len;

	for (text = skip_blanks(text); *text; text = skip_blanks(text + len)) {
		len = strcspn(text, " \t");
		if (*text != '$')
			ia_buf_add(&buf, "%s%.*s", buf.len ? " " : "", (int)len, text);
	}
	return buf.text ? buf.text : "";
}

/* "options ..." of a loader entry; several add up. */
static bool read_options(struct reader *r, const char *p)
{
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	const char *text;

	if (strncmp(p, "options", 7) || (p[7] != ' ' && p[7] != '\t'))
		return false;
	text = rest(r, skip_blanks(p + 7), &trouble);
	/* Of modprobe.d: options MODULE NAME=VALUE */
	if (!strncmp(text, "vfio", 4) || !strncmp(text, "kvm", 3))
		return false;
	add(r, IA_PASTE_LOADER, "options", without_variables(r->arena, text))->trouble = trouble;
	return true;
}

/* linux /vmlinuz ..., linuxefi, linux16 */
static bool read_menu(struct reader *r, const char *p)
{
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	size_t len = strcspn(p, " \t");
	const char *file = skip_blanks(p + len);
	const char *words;

	if (strncmp(p, "linux", 5) || len > strlen("linuxefi") || !p[len] ||
	    (*file != '/' && *file != '(' && *file != '$'))
		return false;
	words = skip_blanks(file + strcspn(file, " \t\r\n"));
	add(r, IA_PASTE_MENU, ia_strndup(r->arena, p, len),
	    without_variables(r->arena, rest(r, words, &trouble)))->trouble = trouble;
	return true;
}

static bool is_log_time(char c)
{
	return isdigit((unsigned char)c) || (c && strchr(" .[]<>", c));
}

/* "[    0.000000] Kernel command line: ...", with or without the time and the host */
static bool read_log(struct reader *r, const char *p)
{
	static const char mark[] = "ommand line: ";
	size_t len = line_length(p), i;
	const char *at = memmem(p, len, mark, strlen(mark));
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	const char *text;

	if (!at || at == p || (at[-1] != 'C' && at[-1] != 'c'))
		return false;
	/* In front of it: nothing, the time, or what syslog writes, which ends in "kernel: ". */
	for (i = 0; p + i < at - 1 && is_log_time(p[i]);)
		i++;
	if (strncmp(p + i, "Command", 7) && strncmp(p + i, "Kernel command", 14) &&
	    !memmem(p, (size_t)(at - p), "kernel: ", 8))
		return false;
	text = rest(r, at + strlen(mark), &trouble);
	/* The kernel logs it twice. */
	set_aside(r->paste, "command line");
	add(r, IA_PASTE_LOG, "command line", text)->trouble = trouble;
	return true;
}

/* grubby --args="...", rpm-ostree kargs --append=..., kernelstub --add-options "..." */
static bool read_arguments(struct reader *r, const char *p)
{
	static const char *const options[] = {
		"--args", "--append-if-missing", "--append", "--add-options",
	};
	const char *end = p + line_length(p);
	size_t i, before = r->paste->count;

	while (p < end) {
		size_t len = strcspn(p, " \t=\r\n");
		enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
		const char *value, *after = p + len + (p[len] == '=');
		bool self = false;

		if (p[len] == ' ' || p[len] == '\t')
			after = skip_blanks(p + len);
		for (i = 0; i < sizeof(options) / sizeof(*options); i++) {
			if (strlen(options[i]) == len && !strncmp(p, options[i], len))
				break;
		}
		if (i == sizeof(options) / sizeof(*options)) {
			ia_shell_value(r->arena, &p, 0, NULL, &self, &trouble);
			p = skip_blanks(p);
			if (*p == '\n' || *p == '\r')
				break;
			continue;
		}
		value = ia_shell_value(r->arena, &after, 0, NULL, &self, &trouble);
		add(r, IA_PASTE_ARGUMENTS, options[i], value)->trouble = trouble;
		p = skip_blanks(after);
	}
	return r->paste->count > before;
}

/* One scalar of YAML, plain or in quotes; @ends ends a plain one. */
static void add_scalar(struct reader *r, const char *key, const char **p, const char *ends)
{
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	const char *text;
	bool self = false;

	if (**p == '"' || **p == '\'' || ia_curly_quote(*p)) {
		text = ia_shell_value(r->arena, p, 0, NULL, &self, &trouble);
	} else {
		size_t len = strcspn(*p, ends), end = len;

		while (end && ((*p)[end - 1] == ' ' || (*p)[end - 1] == '\t'))
			end--;
		text = ia_strndup(r->arena, *p, end);
		*p += len;
	}
	add(r, IA_PASTE_YAML, key, text)->trouble = trouble;
}

static void next_line(struct reader *r)
{
	r->at += strcspn(r->at, "\n");
	r->row += *r->at == '\n';
	r->at += *r->at == '\n';
}

/* "- WORD" in lines of their own, behind the key */
static void read_items(struct reader *r, const char *key)
{
	for (;;) {
		const char *next = r->at + strcspn(r->at, "\n");
		const char *p = skip_blanks(next + (*next == '\n'));

		if (!*next || (*p != '-' && *p != '#' && *p != '\n' && *p != '\r') ||
		    (*p == '-' && p[1] != ' '))
			return;
		next_line(r);
		p = skip_blanks(r->at);
		if (*p != '-')
			continue;
		p = skip_blanks(p + 1);
		add_scalar(r, key, &p, "#\r\n");
	}
}

/* kernelArguments of a MachineConfig, and lists of the same form */
static bool read_yaml(struct reader *r, const char *p)
{
	static const char *const keys[] = {
		"kernelArguments:", "additionalKernelArgs:", "extraKernelArgs:",
	};
	const char *key = NULL;
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (!strncmp(p, keys[i], strlen(keys[i])))
			key = keys[i];
	}
	if (!key)
		return false;
	p = skip_blanks(p + strlen(key));
	key = ia_strndup(r->arena, key, strlen(key) - 1);
	if (*p == '[') {
		for (p++; *p && *p != ']' && *p != '\n'; p += strspn(p, ", \t"))
			add_scalar(r, key, &p, ",]\r\n");
		return true;
	}
	/* Lines that were joined: "- a - b" */
	while (*p == '-' && p[1] == ' ') {
		p = skip_blanks(p + 1);
		add_scalar(r, key, &p, " \t\r\n");
		p = skip_blanks(p);
	}
	read_items(r, key);
	return true;
}

/* boot.kernelParams = [ "WORD" ... ]; of NixOS, over any number of lines */
static bool read_nix(struct reader *r, const char *p)
{
	static const char key[] = "kernelParams";

	if (!strncmp(p, "boot.", 5))
		p += 5;
	if (strncmp(p, key, strlen(key)))
		return false;
	p += strlen(key);
	p += strspn(p, " \t=");
	if (*p++ != '[')
		return false;
	while (*p && *p != ']') {
		p += strspn(p, " \t\r");
		if (*p == '#')
			p += strcspn(p, "\n");
		if (*p == '\n') {
			next_line(r);
			p = r->at;
		} else if (*p == '"' || ia_curly_quote(p)) {
			add_scalar(r, key, &p, "");
		} else if (*p && *p != ']') {
			p++;
		}
	}
	return true;
}

/* What stands in front of a line of a file where that is quoted, listed or echoed. */
static const char *skip_quoting(struct reader *r)
{
	const char *p = r->at;

	r->stop = 0;
	p += strspn(p, " \t>|*`");
	if (!strncmp(p, "echo ", 5))
		p = skip_blanks(p + 5);
	if ((*p == '\'' || *p == '"') && !strncmp(p + 1, "GRUB_", 5))
		r->stop = *p++;
	return p;
}

static void read_line(struct reader *r)
{
	const char *p = skip_quoting(r);

	if (*p == '#')
		return;
	if (read_nix(r, p) || read_grub(r, p) || read_kernelopts(r, p) || read_options(r, p) ||
	    read_menu(r, p) ||
	    read_log(r, p) || read_arguments(r, p))
		return;
	read_yaml(r, p);
}

/* A line of recovery entries alone. */
static bool is_recovery(const struct ia_pasted *item)
{
	return item->kind == IA_PASTE_GRUB && !strcmp(item->name, LINUX "_RECOVERY");
}

/* As 10_linux of GRUB has it: GRUB_CMDLINE_LINUX, and behind it the one with _DEFAULT. */
static bool is_behind(const struct ia_pasted *item)
{
	return item->kind == IA_PASTE_GRUB && strstr(item->name, "_DEFAULT");
}

static void join(struct ia_arena *arena, struct ia_paste *paste)
{
	struct ia_buf buf = { .arena = arena };
	size_t i, behind;

	for (i = 0; i < paste->count; i++) {
		if (paste->count > 1 && is_recovery(&paste->items[i]))
			paste->items[i].aside = true;
		paste->troubles += paste->items[i].trouble != IA_PASTE_TROUBLE_NONE;
	}
	for (behind = 0; behind < 2; behind++) {
		for (i = 0; i < paste->count; i++) {
			const struct ia_pasted *item = &paste->items[i];

			if (item->aside || is_behind(item) != !!behind || !*item->text)
				continue;
			ia_buf_add(&buf, "%s%s", buf.len ? " " : "", item->text);
		}
	}
	paste->line = buf.text ? buf.text : "";
}

/* A command line alone: what is around it, if anything, are quotes that a web page made. */
static void read_plain(struct reader *r, const char *text)
{
	size_t start = strspn(text, " \t\r\n"), len = strlen(text);
	size_t curly = ia_curly_quote(text + start);
	struct ia_pasted *item;

	while (len > start && strchr(" \t\r\n", text[len - 1]))
		len--;
	if (!curly || len < start + 2 * curly || !ia_curly_quote(text + len - curly)) {
		add(r, IA_PASTE_LINE, NULL, text);
		return;
	}
	item = add(r, IA_PASTE_LINE, NULL,
		   ia_strndup(r->arena, text + start + curly, len - start - 2 * curly));
	item->trouble = IA_PASTE_TROUBLE_CURLY;
}

/**
 * ia_paste_parse() - find the kernel command line in what was pasted
 * @arena: the owner of all of it
 * @text: lines of /etc/default/grub or of grub.cfg, kernelopts, a loader entry, the arguments of
 *        grubby or rpm-ostree, a MachineConfig, lines of the kernel's log, or a command line
 * @paste: filled
 *
 * What is none of these is taken for the command line, as it stands.
 */
void ia_paste_parse(struct ia_arena *arena, const char *text, struct ia_paste *paste)
{
	struct reader r = { .arena = arena, .paste = paste, .at = text, .row = 1 };

	*paste = (struct ia_paste){ 0 };
	while (*r.at) {
		read_line(&r);
		next_line(&r);
	}
	r.row = 1;
	if (!paste->count)
		read_plain(&r, text);
	join(arena, paste);
}
