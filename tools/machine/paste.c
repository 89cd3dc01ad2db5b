// SPDX-License-Identifier: GPL-2.0
#include "paste_read.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define X(name, word)	word,
static const char *const kinds[] = { IA_PASTE_KINDS(X) };
static const char *const troubles[] = { IA_PASTE_TROUBLES(X) };
static const char *const boots[] = { IA_PASTE_BOOTS(X) };

#undef X

const struct ia_wordlist ia_words_paste_kinds = { kinds, sizeof(kinds) / sizeof(*kinds), NULL };
const struct ia_wordlist ia_words_paste_troubles = {
	troubles, sizeof(troubles) / sizeof(*troubles), NULL,
};

const struct ia_wordlist ia_words_paste_boots = { boots, sizeof(boots) / sizeof(*boots), NULL };

#define XEN	"GRUB_CMDLINE_XEN"
/* A command line that a log has wrapped; the kernel's own limits are lower: COMMAND_LINE_SIZE. */
#define MOST_WRAPPED	16384

/* GRUB_CMDLINE_LINUX_DEFAULT="...", of /etc/default/grub */
static bool read_grub(struct ia_paste_reader *r, const char *p)
{
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	struct ia_pasted *item;
	const char *name, *value;
	bool self = false;
	size_t len;

	if (!strncmp(p, "export ", 7))
		p = ia_skip_blanks(p + 7);
	if (strncmp(p, "GRUB_CMDLINE_", 13))
		return false;
	len = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
	name = ia_strndup(r->arena, p, len);
	p += len;
	self = *p == '+';
	p += self;
	if (*p != '=' && *ia_skip_blanks(p) == '=') {
		ia_paste_add(r, IA_PASTE_GRUB, name, "")->trouble = IA_PASTE_TROUBLE_BLANK;
		return true;
	}
	if (*p++ != '=')
		return false;
	value = ia_paste_value(r, p, name, &self, &trouble);
	if (!self)
		ia_paste_set_aside(r, IA_PASTE_GRUB, name);
	item = ia_paste_add(r, IA_PASTE_GRUB, name, value);
	item->trouble = trouble;
	if (!strncmp(name, XEN, strlen(XEN))) {
		item->trouble = IA_PASTE_TROUBLE_XEN;
		item->aside = true;
	}
	return true;
}

/* kernelopts=..., of grubenv; and set kernelopts="..." of grub.cfg */
static bool read_kernelopts(struct ia_paste_reader *r, const char *p)
{
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	const char *value;
	bool self = false;

	if (!strncmp(p, "set ", 4))
		p = ia_skip_blanks(p + 4);
	if (strncmp(p, "kernelopts=", 11))
		return false;
	value = ia_paste_value(r, p + 11, NULL, &self, &trouble);
	ia_paste_set_aside(r, IA_PASTE_KERNELOPTS, "kernelopts");
	ia_paste_add(r, IA_PASTE_KERNELOPTS, "kernelopts", value)->trouble = trouble;
	return true;
}

/* Words without "=" that a loader entry may begin with; of modprobe.d a module's name does. */
static bool is_flag(const char *word, size_t len)
{
	static const char *const flags[] = {
		"ro", "rw", "quiet", "splash", "rhgb", "nomodeset", "debug", "single", "noapic",
		"nointremap", "nox2apic", "mitigations", "verbose", "loglevel", "swiotlb",
	};
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		if (strlen(flags[i]) == len && !strncmp(flags[i], word, len))
			return true;
	}
	return *word == '$';
}

/* options MODULE NAME=VALUE, softdep MODULE pre: MODULE and their like: lines of modprobe.d */
static bool read_modprobe(struct ia_paste_reader *r, const char *p)
{
	static const char *const others[] = { "softdep", "blacklist", "alias", "install" };
	const char *module = ia_skip_blanks(p + strcspn(p, " \t\r\n"));
	size_t len = strcspn(module, " \t\r\n"), i;
	bool is = ia_starts_word(p, "options") && !r->entry && !memchr(module, '=', len) &&
		  !is_flag(module, len) && strcspn(module, "=") < ia_line_length(module);

	for (i = 0; i < sizeof(others) / sizeof(*others); i++)
		is |= ia_starts_word(p, others[i]) && !memchr(module, '=', len);
	if (!is || !len)
		return false;
	ia_paste_add(r, IA_PASTE_MODPROBE, ia_strndup(r->arena, p, strcspn(p, " \t")),
		     ia_strndup(r->arena, module, len))->aside = true;
	return true;
}

/*
 * Whether a line goes on with what a mail program or a terminal broke in front of it: no prompt, no
 * file of its own; of a log (@log), where other lines follow, the first word has a value.
 */
static bool goes_on(const char *p, bool log)
{
	size_t len = ia_line_length(p);

	return memchr(p, '=', log ? strcspn(p, " \t\r\n") : len) && !memmem(p, len, "# ", 2) &&
	       !memmem(p, len, "$ ", 2) && !memmem(p, len, "kernel: ", 8) && !strchr("#[\"'", *p) &&
	       strncmp(p, "GRUB_", 5) && strncmp(p, "BOOT_IMAGE=", 11);
}

/* A text with the lines that go on with it, without what quotes those. */
static const char *with_broken(struct ia_paste_reader *r, const char *text, bool log)
{
	struct ia_buf buf = { .arena = r->arena };

	ia_buf_add(&buf, "%s", text);
	for (;;) {
		const char *next = r->at + strcspn(r->at, "\n");

		next += *next == '\n';
		next += strspn(next, " \t>|");
		if (!*next || !goes_on(next, log))
			return buf.text;
		ia_paste_next_line(r);
		ia_buf_add(&buf, " %.*s", (int)ia_line_length(next), next);
	}
}

static bool is_log_time(char c)
{
	return isdigit((unsigned char)c) || (c && strchr(" .[]<>", c));
}

/*
 * Newer kernels (7.2 has it) wrap a long line: " \\" ends each that goes on in the next one, with
 * the same words in front. print_kernel_cmdline() of init/main.c.
 *
 * Return: whether the text goes on; the end is taken off.
 */
static bool take_wrap(struct ia_arena *arena, const char **text)
{
	size_t len = strlen(*text);

	if (len < 2 || strcmp(*text + len - 2, " \\"))
		return false;
	*text = ia_strndup(arena, *text, len - 2);
	return true;
}

/* "[    0.000000] Kernel command line: ...", with or without the time and the host */
static bool read_log(struct ia_paste_reader *r, const char *p)
{
	static const char mark[] = "ommand line: ";
	size_t len = ia_line_length(p), i;
	const char *at = memmem(p, len, mark, strlen(mark));
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	struct ia_pasted *item;
	bool kernel, wrapped;
	const char *text;

	if (!at || at == p || (at[-1] != 'C' && at[-1] != 'c'))
		return false;
	/* In front of it: nothing, the time, or what syslog writes, which ends in "kernel: ". */
	for (i = 0; p + i < at - 1 && is_log_time(p[i]);)
		i++;
	if (strncmp(p + i, "Command", 7) && strncmp(p + i, "Kernel command", 14) &&
	    !memmem(p, (size_t)(at - p), "kernel: ", 8))
		return false;
	text = ia_rest_of_line(r->arena, at + strlen(mark), &trouble);
	kernel = at[-1] == 'c';
	wrapped = kernel && take_wrap(r->arena, &text);
	if (kernel && r->wrapped) {
		item = &r->paste->items[r->wrapped - 1];
		if (strlen(item->text) < MOST_WRAPPED)
			item->text = ia_format(r->arena, "%s %s", item->text, text);
		r->wrapped = wrapped ? r->wrapped : 0;
		return true;
	}
	/* The kernel logs it twice. */
	ia_paste_set_aside(r, IA_PASTE_LOG, "command line");
	item = ia_paste_add(r, IA_PASTE_LOG, "command line", text);
	item->trouble = trouble;
	item->text = wrapped ? text : with_broken(r, text, true);
	r->wrapped = wrapped ? r->paste->count : 0;
	return true;
}

/* grubby --args="...", rpm-ostree kargs --append=..., kernelstub --add-options "..." */
static bool read_arguments(struct ia_paste_reader *r, const char *p)
{
	static const char *const options[] = {
		"--args", "--append-if-missing", "--append", "-append", "--command-line",
		"--add-options", "-a",
		"--remove-args", "--delete", "--delete-if-present", "--delete-options", "-d",
	};
	const size_t removing = 7;
	const char *end = p + ia_line_length(p);
	bool stub = memmem(p, (size_t)(end - p), "kernelstub", strlen("kernelstub"));
	size_t i, before = r->paste->count;

	while (p < end) {
		size_t len = strcspn(p, " \t=\r\n");
		enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
		const char *value, *after = p + len + (p[len] == '=');
		struct ia_pasted *item;
		bool self = false;

		if (p[len] == ' ' || p[len] == '\t')
			after = ia_skip_blanks(p + len);
		for (i = 0; i < sizeof(options) / sizeof(*options); i++) {
			if (strlen(options[i]) == len && !strncmp(p, options[i], len) &&
			    (len > 2 || stub))
				break;
		}
		if (i == sizeof(options) / sizeof(*options)) {
			ia_shell_value(r->arena, &p, 0, NULL, &self, &trouble);
			p = ia_skip_blanks(p);
			if (*p == '\n' || *p == '\r')
				break;
			continue;
		}
		value = ia_shell_value(r->arena, &after, 0, NULL, &self, &trouble);
		item = ia_paste_add(r, i < removing ? IA_PASTE_ARGUMENTS : IA_PASTE_REMOVED,
				    options[i], value);
		item->trouble = trouble;
		item->aside = i >= removing;
		p = ia_skip_blanks(after);
	}
	return r->paste->count > before;
}

/* What stands in front of a line of a file where that is quoted, listed or echoed. */
static const char *skip_quoting(struct ia_paste_reader *r)
{
	const char *p = r->at;

	r->stop = 0;
	p += strspn(p, " \t>|*`");
	/* `NAME="WORDS"` of Markdown */
	if (p > r->at && p[-1] == '`')
		r->stop = '`';
	r->echo = !strncmp(p, "echo ", 5);
	if (r->echo)
		p = ia_skip_blanks(p + 5);
	if ((*p == '\'' || *p == '"') && !strncmp(p + 1, "GRUB_", 5))
		r->stop = *p++;
	return p;
}

/* What cat /proc/cmdline prints: behind that command, or by the word that GRUB adds. */
static bool read_proc(struct ia_paste_reader *r, const char *p)
{
	static const char file[] = "/proc/cmdline";
	size_t len = ia_line_length(p), name = strlen(file);
	bool told = r->proc;
	struct ia_pasted *item;

	while (len && strchr(" \t`:", p[len - 1]))
		len--;
	r->proc = len >= name && !strncmp(p + len - name, file, name);
	if (r->proc || !len || (!told && strncmp(p, "BOOT_IMAGE=", strlen("BOOT_IMAGE="))))
		return r->proc;
	item = ia_paste_add(r, IA_PASTE_PROC, file, "");
	item->adds = told;
	item->text = with_broken(r, ia_strndup(r->arena, p, len), false);
	return true;
}

/* "# grubby ...": the prompt of root's shell, and no comment */
static bool is_prompt(const char *p)
{
	static const char *const commands[] = { "grubby", "rpm-ostree", "kernelstub", "kexec" };
	size_t i;

	p = ia_skip_blanks(p + 1);
	for (i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		if (ia_starts_word(p, commands[i]))
			return true;
	}
	return false;
}

/* echo "WORDS" > /etc/kernel/cmdline */
static bool read_echo(struct ia_paste_reader *r, const char *p)
{
	enum ia_paste_trouble trouble = IA_PASTE_TROUBLE_NONE;
	const char *text = p;
	bool self = false;

	if (*p != '"' && *p != '\'')
		return false;
	text = ia_shell_value(r->arena, &p, 0, NULL, &self, &trouble);
	if (!memmem(p, ia_line_length(p), "cmdline", strlen("cmdline")))
		return false;
	ia_paste_add(r, IA_PASTE_NAMED, "/etc/kernel/cmdline", text)->trouble = trouble;
	return true;
}

static void read_line(struct ia_paste_reader *r)
{
	const char *p = skip_quoting(r);

	if (*p == '#' && is_prompt(p))
		p = ia_skip_blanks(p + 1);
	if (read_proc(r, p) || *p == '#')
		return;
	ia_paste_title(r, p);
	if (ia_starts_word(p, "sed") || !strncmp(p, "sudo sed ", strlen("sudo sed "))) {
		r->edit = r->row;
		return;
	}
	if (ia_paste_list(r, p) || read_grub(r, p) || read_kernelopts(r, p) ||
	    read_modprobe(r, p) || ia_paste_menu(r, p) || read_log(r, p) || read_arguments(r, p))
		return;
	if (!ia_paste_named(r, p) && r->echo)
		read_echo(r, p);
}

/* What has lines of modprobe.d and nothing else is no command line. */
static void find_modprobe(struct ia_paste_reader *r)
{
	size_t i;

	for (i = 0; i < r->paste->count; i++) {
		if (r->paste->items[i].kind != IA_PASTE_MODPROBE)
			return;
	}
	if (!r->paste->count)
		return;
	r->row = r->paste->items[0].row;
	ia_paste_refuse(r, IA_PASTE_REFUSED_MODPROBE);
}

/* A line that begins as the kernel's own does, and nothing beside it, is a command line alone. */
static void find_plain(struct ia_paste_reader *r)
{
	size_t i;

	for (i = 0; i < r->paste->count; i++) {
		if (r->paste->items[i].kind != IA_PASTE_PROC || r->paste->items[i].adds)
			return;
	}
	r->paste->count = 0;
}

/* The lines that are no comments; @line is 0 where none has a word with a value. */
static const char *without_comments(struct ia_arena *arena, const char *text, size_t *line)
{
	struct ia_buf buf = { .arena = arena };
	size_t row = 1, first = 0;
	bool any = false;

	for (; *text; text += *text == '\n', row++) {
		const char *p = text + strspn(text, " \t\r");
		size_t len = strcspn(text, "\n");

		if (*p == '#' && (p[1] == ' ' || p[1] == '#' || strchr("GRUB_", p[1]) || buf.len)) {
			first = first ? first : row;
		} else {
			ia_buf_add(&buf, "%s%.*s", buf.len ? "\n" : "", (int)len, text);
			any |= !!memchr(text, '=', len);
		}
		text += len;
	}
	*line = any ? 0 : first;
	return first && buf.len ? buf.text : NULL;
}

/* ${NAME} is of a shell; what else stands between the braces is an expression. */
static void find_variable(struct ia_paste_reader *r, const char *text)
{
	const char *at = strstr(text, "${"), *p;
	size_t len;

	if (!at)
		return;
	for (p = text; p < at; p++)
		r->row += *p == '\n';
	for (len = 2; isalnum((unsigned char)at[len]) || at[len] == '_';)
		len++;
	ia_paste_refuse(r, at[len] == '}' ? IA_PASTE_REFUSED_VARIABLE :
			   IA_PASTE_REFUSED_COMPUTED);
}

/* A command line alone: what is around it, if anything, are quotes that a web page made. */
static void read_plain(struct ia_paste_reader *r, const char *text)
{
	size_t start = strspn(text, " \t\r\n"), len = strlen(text);
	size_t curly = ia_curly_quote(text + start), row;
	struct ia_pasted *item;
	const char *rest = without_comments(r->arena, text, &row);

	if (row) {
		r->row = row;
		ia_paste_refuse(r, IA_PASTE_REFUSED_COMMENT);
	} else if (rest) {
		text = rest;
		start = strspn(text, " \t\r\n");
		len = strlen(text);
		curly = ia_curly_quote(text + start);
	}
	find_variable(r, text);
	if (!strcmp(text, "-"))
		ia_paste_refuse(r, IA_PASTE_REFUSED_INPUT);
	while (len > start && strchr(" \t\r\n", text[len - 1]))
		len--;
	if (!curly || len < start + 2 * curly || !ia_curly_quote(text + len - curly)) {
		ia_paste_add(r, IA_PASTE_LINE, NULL, text);
		return;
	}
	text = ia_strndup(r->arena, text + start + curly, len - start - 2 * curly);
	item = ia_paste_add(r, IA_PASTE_LINE, NULL, text);
	item->trouble = IA_PASTE_TROUBLE_CURLY;
}

/*
 * "NAME|xen|kernel FILE WORDS|module FILE WORDS": a boot entry in one line, as kexec-parse-boot of
 * Heads has it, without quotes in its name. A carriage return parts what is read as lines of their
 * own.
 */
static const char *with_parts(struct ia_arena *arena, const char *text)
{
	char *parted = ia_strndup(arena, text, strlen(text)), *p, *end;

	for (p = parted; *p; p = end + (*end == '\n')) {
		size_t len = strcspn(p, "\n"), name;
		const char *at = memmem(p, len, "|xen|kernel ", strlen("|xen|kernel "));

		end = p + len;
		if (!at)
			at = memmem(p, len, "|elf|kernel ", strlen("|elf|kernel "));
		name = at ? (size_t)(at - p) : 0;
		if (!name || memchr(p, '"', name) || memchr(p, '\'', name))
			continue;
		while ((p = memchr(p, '|', (size_t)(end - p))))
			*p = '\r';
	}
	return parted;
}

/* Whether another part of the line follows. */
static bool next_part(struct ia_paste_reader *r)
{
	const char *p = r->at + ia_line_length(r->at);

	if (*p != '\r' || !p[1] || p[1] == '\n')
		return false;
	r->at = p + 1;
	return true;
}

/**
 * ia_paste_parse() - find the kernel command line in what was pasted
 * @arena: the owner of all of it
 * @text: lines of /etc/default/grub or of grub.cfg, kernelopts, a loader entry, the arguments of
 *        grubby or rpm-ostree, a MachineConfig, lines of the kernel's log, or a command line
 * @paste: filled
 *
 * What holds no line that could be judged is refused: see enum ia_paste_refusal.
 * What is none of these is taken for the command line, as it stands.
 */
void ia_paste_parse(struct ia_arena *arena, const char *text, struct ia_paste *paste)
{
	struct ia_paste_reader r = { .arena = arena, .paste = paste, .row = 1 };

	*paste = (struct ia_paste){ 0 };
	r.at = with_parts(arena, text);
	while (*r.at) {
		read_line(&r);
		if (!next_part(&r))
			ia_paste_next_line(&r);
	}
	find_modprobe(&r);
	find_plain(&r);
	if (!paste->count && r.edit) {
		r.row = r.edit;
		ia_paste_refuse(&r, IA_PASTE_REFUSED_EDIT);
	}
	r.row = 1;
	r.at = text;
	if (!paste->count && !paste->refusal && !strstr(text, "${"))
		ia_paste_assigned(&r);
	r.row = 1;
	if (!paste->count)
		read_plain(&r, text);
	ia_paste_entries(&r);
}
