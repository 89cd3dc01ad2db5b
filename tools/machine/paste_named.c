// SPDX-License-Identifier: GPL-2.0
/* Variables of other files than GRUB's: NAME="WORDS" */
#include "paste_read.h"

#define LETTERS	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
#define CAPITALS	"ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"

/* BitBake applies each NAME:append and NAME:prepend, which were NAME_append until honister. */
static bool is_added(const char *name)
{
	static const char *const words[] = { "append", "prepend" };
	const char *at;
	size_t i, len;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		len = strlen(words[i]);
		for (at = name; (at = strstr(at, words[i])) != NULL; at += len) {
			if (at > name && strchr(":_", at[-1]) &&
			    (!at[len] || strchr(":_", at[len])))
				return true;
		}
	}
	return false;
}

/* APPEND of Yocto's images for PCs, and what is appended to it */
static bool is_append(const char *name)
{
	return !strncmp(name, "APPEND", 6) && (!name[6] || (name[6] == ':' || name[6] == '_'));
}

/*
 * What assigns: "=" or ":"; "+=", and of BitBake ".=", "=.", "=+" add to what there was.
 *
 * Return: its length, 0 where nothing assigns.
 */
static size_t assigns(const char *p, bool *adds)
{
	size_t len = strspn(p, "+.?:=");

	if (*p != ':' && !memchr(p, '=', len))
		return 0;
	*adds = memchr(p, '+', len) || memchr(p, '.', len);
	return len;
}

/**
 * ia_paste_named() - read NAME="WORDS", by a name that is known
 * @r: the reader
 * @p: where it begins
 *
 * kernel_cmdline of dracut, KERNEL_CMDLINE[default] of Limine, bootargs of U-Boot, extra_cmdline,
 * LINUX_OPTIONS, org.zfsbootmenu:commandline; of Yocto CMDLINE, APPEND and what is appended to
 * those; and cmdline_NAME=WORDS of TuneD.
 *
 * Return: whether it is one.
 */
bool ia_paste_named(struct ia_paste_reader *r, const char *p)
{
	static const char *const parts[] = {
		"cmdline", "commandline", "bootargs", "linux_options", "parmline",
	};
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	const char *name, *value;
	bool self = false, is, quote;
	size_t len, i;

	if (ia_starts_word(p, "setenv") || ia_starts_word(p, "export") || ia_starts_word(p, "set"))
		p = ia_skip_blanks(p + strcspn(p, " \t"));
	quote = *p == '"';
	p += quote;
	len = strspn(p, LETTERS "0123456789-.:");
	while (len && p[len - 1] == ':')
		len--;
	name = ia_strndup(r->arena, p, len);
	is = is_append(name);
	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		is |= !!strcasestr(name, parts[i]);
	if (!is || (quote && p[len] != '"'))
		return false;
	p += len + quote;
	if (*p == '[') {
		p += strcspn(p, "]\r\n");
		if (*p++ != ']')
			return false;
	}
	p = ia_skip_blanks(p);
	len = assigns(p, &self);
	p = ia_skip_blanks(p + len);
	if (*p == '[' || (!len && *p != '"' && *p != '\''))
		return false;
	value = ia_paste_value(r, p, NULL, &self, &trouble);
	if (!self && !is_added(name))
		ia_paste_set_aside(r, IA_PASTE_NAMED, name);
	ia_paste_add(r, IA_PASTE_NAMED, name, value)->trouble = trouble;
	return true;
}

/* Names that no kernel parameter has: foo="a=b" may be one. */
static bool is_variable(const char *name, size_t len)
{
	static const char *const parts[] = { "append", "args", "opts", "Environment" };
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (memmem(name, len, parts[i], strlen(parts[i])))
			return true;
	}
	return strspn(name, CAPITALS) >= len;
}

/* The value of NAME="WORD=..." and nothing behind it; NULL where a line is none. */
static const char *quoted_words(struct ia_arena *arena, const char *p, const char **name)
{
	size_t len = strspn(p, LETTERS "0123456789"), words, own;
	const char *value = p + len + 2;
	char quote = p[len] == '=' ? p[len + 1] : 0;

	if (!len || !is_variable(p, len) || (quote != '"' && quote != '\''))
		return NULL;
	words = strcspn(value, quote == '"' ? "\"\r\n" : "'\r\n");
	if (value[words] != quote || strcspn(ia_skip_blanks(value + words + 1), "\r\n") ||
	    !memchr(value, '=', words))
		return NULL;
	*name = ia_strndup(arena, p, len);
	/* Environment="NAME=WORDS" of systemd */
	own = strspn(value, CAPITALS);
	if (own && value[own] == '=' && memchr(value + own + 1, '=', words - own - 1)) {
		value += own + 1;
		words -= own + 1;
	}
	return ia_strndup(arena, value, words);
}

static const char *skip_export(const char *p)
{
	return ia_starts_word(p, "export") ? ia_skip_blanks(p + strlen("export")) : p;
}

/**
 * ia_paste_assigned() - read a text of nothing but variables, of names that are no parameters
 * @r: the reader, at the beginning of a text in which nothing else was found
 *
 * Whose lines all assign, with capitals or quotes, is no command line.
 */
void ia_paste_assigned(struct ia_paste_reader *r)
{
	const char *p, *name, *words, *text = r->at;
	size_t caps;

	for (p = text; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		const char *at = skip_export(ia_skip_blanks(p));

		caps = strspn(at, CAPITALS);
		if (*at && !strchr("#\r\n", *at) && !(caps && at[caps] == '=') &&
		    !quoted_words(r->arena, at, &name))
			return;
	}
	while (*r->at) {
		p = skip_export(ia_skip_blanks(r->at));
		words = *p == '#' ? NULL : quoted_words(r->arena, p, &name);
		if (words) {
			ia_paste_set_aside(r, IA_PASTE_NAMED, name);
			ia_paste_add(r, IA_PASTE_NAMED, name, words);
		}
		ia_paste_next_line(r);
	}
}
