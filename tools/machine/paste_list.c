// SPDX-License-Identifier: GPL-2.0
/* Lists of parameters: of YAML, TOML and JSON, and of Nix */
#include "paste_read.h"

/* Appends words of what is read. */
struct ia_pasted *ia_paste_add(struct ia_paste_reader *r, enum ia_paste_kind kind,
			       const char *name, const char *text)
{
	struct ia_paste *paste = r->paste;
	size_t entry = ia_paste_group(r, kind);

	paste->items = ia_grow(r->arena, paste->items, paste->count, &paste->room,
			       sizeof(*paste->items));
	paste->items[paste->count] = (struct ia_pasted){
		.kind = kind, .name = name, .row = r->row, .text = text, .entry = entry,
	};
	return &paste->items[paste->count++];
}

/* Goes on behind the end of the line. */
void ia_paste_next_line(struct ia_paste_reader *r)
{
	r->at += strcspn(r->at, "\n");
	r->row += *r->at == '\n';
	r->at += *r->at == '\n';
}

/* Nothing of the text is judged; the first reason counts. */
void ia_paste_refuse(struct ia_paste_reader *r, enum ia_paste_refusal why)
{
	if (r->paste->refusal)
		return;
	r->paste->refusal = why;
	r->paste->row = r->row;
}

/* Of two assignments the later one counts, unless it repeats the one before. */
void ia_paste_set_aside(struct ia_paste_reader *r, enum ia_paste_kind kind, const char *name)
{
	size_t i, entry = ia_paste_group(r, kind);

	for (i = 0; i < r->paste->count; i++) {
		struct ia_pasted *item = &r->paste->items[i];

		if (item->entry == entry && item->name && !strcmp(item->name, name))
			item->aside = true;
	}
}

/* What a shell makes of words behind the closing quote: variables of its own, or a command. */
static enum ia_paste_trouble behind_quote(const char *p)
{
	bool any = false;
	size_t len;

	for (p = ia_skip_blanks(p); !strchr("#;&|<>`)\r\n", *p); p = ia_skip_blanks(p + len)) {
		len = strcspn(p, " \t\r\n");
		if (!memchr(p, '=', len))
			return IA_PASTE_TROUBLE_COMMAND;
		any = true;
	}
	return any ? IA_PASTE_TROUBLE_BEHIND : IA_PASTE_TROUBLE_NONE;
}

/* A value in quotes; or all of the line, for a shell may have taken the quotes. */
const char *ia_paste_value(struct ia_paste_reader *r, const char *p, const char *own, bool *self,
			   enum ia_paste_trouble *trouble)
{
	if (*p == '"' || *p == '\'' || ia_curly_quote(p)) {
		const char *value = ia_shell_value(r->arena, &p, r->stop, own, self, trouble);

		if (own && !r->stop && !*trouble)
			*trouble = behind_quote(p);
		return value;
	}
	if (own && strcspn(p, " \t") < strcspn(p, "#\r\n"))
		*trouble = IA_PASTE_TROUBLE_UNQUOTED;
	return ia_rest_of_line(r->arena, p, trouble);
}

/* What stands between two quotes, and is read no further than that. */
static const char *quoted(struct ia_paste_reader *r, const char **p, enum ia_paste_trouble *trouble)
{
	const char *end = *p + 1, *text;
	bool self = false;

	if (**p != '"' && **p != '\'')
		return ia_shell_value(r->arena, p, 0, NULL, &self, trouble);
	while (*end && *end != '\n' && *end != **p)
		end += 1 + (*end == '\\' && end[1] && **p == '"');
	text = ia_strndup(r->arena, *p, (size_t)(end - *p) + (*end == **p));
	*p = end + (*end == **p);
	return ia_shell_value(r->arena, &text, 0, NULL, &self, trouble);
}

/* One scalar, plain or in quotes; @ends ends a plain one. */
static void add_scalar(struct ia_paste_reader *r, enum ia_paste_kind kind, const char *key,
		       const char **p, const char *ends)
{
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	bool removed = key && strstr(key, "should_not_exist");
	struct ia_pasted *item;
	const char *text;

	if (**p == '"' || **p == '\'' || ia_curly_quote(*p)) {
		text = quoted(r, p, &trouble);
	} else {
		size_t len = strcspn(*p, ends), end = len;

		while (end && ((*p)[end - 1] == ' ' || (*p)[end - 1] == '\t'))
			end--;
		text = ia_strndup(r->arena, *p, end);
		*p += len;
	}
	/* "-NAME" of Talos takes a parameter away. */
	removed |= *text == '-' && text[1] && text[1] != '-' && text[1] != ' ';
	item = ia_paste_add(r, removed ? IA_PASTE_REMOVED : kind, key, text);
	item->trouble = trouble;
	item->aside = removed;
}

/* "- WORD" in lines of their own, behind the key */
static void read_items(struct ia_paste_reader *r, const char *key)
{
	for (;;) {
		const char *next = r->at + strcspn(r->at, "\n");
		const char *p = ia_skip_blanks(next + (*next == '\n'));

		if (!*next || (*p != '-' && *p != '#' && *p != '\n' && *p != '\r') ||
		    (*p == '-' && p[1] != ' '))
			return;
		ia_paste_next_line(r);
		p = ia_skip_blanks(r->at);
		if (*p != '-')
			continue;
		p = ia_skip_blanks(p + 1);
		add_scalar(r, IA_PASTE_YAML, key, &p, "#\r\n");
	}
}

/* Words between brackets, over any number of lines. */
static void read_flow(struct ia_paste_reader *r, const char *key, const char *p)
{
	while (*p && *p != ']') {
		p += strspn(p, ", \t\r");
		if (*p == '#')
			p += strcspn(p, "\n");
		if (*p == '\n') {
			ia_paste_next_line(r);
			p = r->at;
		} else if (*p && *p != ']') {
			add_scalar(r, IA_PASTE_YAML, key, &p, ",]\r\n");
		}
	}
}

/* The key of a list, and where its value begins; NULL where the line has none. */
static const char *find_key(const char *p, const char **after)
{
	static const char *const keys[] = {
		"kernelArguments", "additionalKernelArgs", "extraKernelArgs", "kargs",
		"should_exist", "should_not_exist", "shouldExist", "shouldNotExist",
	};
	size_t i, quote = *p == '"';

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		size_t len = strlen(keys[i]);

		if (strncmp(p + quote, keys[i], len))
			continue;
		*after = ia_skip_blanks(p + quote + len + (quote && p[quote + len] == '"'));
		if (**after != ':' && **after != '=')
			continue;
		*after = ia_skip_blanks(*after + 1);
		return strcmp(keys[i], "shouldNotExist") ? keys[i] : "should_not_exist";
	}
	return NULL;
}

/* kernelArguments of a MachineConfig, should_exist of Butane, kargs of bootc, and their like */
static bool read_yaml(struct ia_paste_reader *r, const char *p)
{
	const char *key = find_key(p, &p);

	if (!key)
		return false;
	if (*p == '[') {
		read_flow(r, key, p + 1);
		return true;
	}
	/* Lines that were joined: "- a - b" */
	while (*p == '-' && p[1] == ' ') {
		p = ia_skip_blanks(p + 1);
		add_scalar(r, IA_PASTE_YAML, key, &p, " \t\r\n");
		p = ia_skip_blanks(p);
	}
	read_items(r, key);
	return true;
}

/* Goes on behind blanks, ends of lines and comments of Nix. */
static const char *skip_space(struct ia_paste_reader *r, const char *p)
{
	for (;;) {
		p += strspn(p, " \t\r");
		if (*p == '#')
			p += strcspn(p, "\n");
		if (*p != '\n')
			return p;
		ia_paste_next_line(r);
		p = r->at;
	}
}

/* One list of texts. Return: what follows it, or NULL where it is more than that. */
static const char *read_strings(struct ia_paste_reader *r, const char *key, const char *p)
{
	for (p = skip_space(r, p); *p != ']'; p = skip_space(r, p)) {
		size_t len = strcspn(p + (*p == '"'), "\"\n");

		if ((*p != '"' && !ia_curly_quote(p)) || memmem(p, len, "${", 2))
			return NULL;
		add_scalar(r, IA_PASTE_NIX, key, &p, "");
	}
	return p + 1;
}

/* lib.mkAfter and its like say where a list goes among others, and leave it what it is. */
static const char *skip_order(struct ia_paste_reader *r, const char *p)
{
	static const char *const orders[] = { "mkAfter", "mkBefore", "mkForce", "mkDefault" };
	const char *at = p + 4 * !strncmp(p, "lib.", 4);
	size_t i;

	for (i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
		size_t len = strlen(orders[i]);

		if (!strncmp(at, orders[i], len) && strchr(" \t\r\n[", at[len]))
			return skip_space(r, at + len);
	}
	return p;
}

/* boot.kernelParams = [ "WORD" ... ]; of NixOS: what Nix must compute first is not judged. */
static bool read_nix(struct ia_paste_reader *r, const char *p)
{
	static const char key[] = "kernelParams";
	struct ia_paste_reader before;

	if (!strncmp(p, "boot.", 5))
		p += 5;
	if (strncmp(p, key, strlen(key)))
		return false;
	p = ia_skip_blanks(p + strlen(key));
	if (*p != '=')
		return false;
	do {
		p = skip_space(r, p + 1 + (*p == '+'));
		p = skip_order(r, p);
		p = *p == '[' ? read_strings(r, key, p + 1) : NULL;
		if (!p) {
			ia_paste_refuse(r, IA_PASTE_REFUSED_COMPUTED);
			return true;
		}
		/* "++" may begin the next line; a line without it is left to be read. */
		before = *r;
		p = skip_space(r, p);
	} while (!strncmp(p, "++", 2));
	*r = before;
	return true;
}

/**
 * ia_paste_list() - read a list of parameters
 * @r: the reader
 * @p: where its line begins, without what quotes it
 *
 * Return: whether there is one.
 */
bool ia_paste_list(struct ia_paste_reader *r, const char *p)
{
	return read_nix(r, p) || read_yaml(r, p);
}
