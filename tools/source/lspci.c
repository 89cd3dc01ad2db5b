// SPDX-License-Identifier: GPL-2.0
/* What lspci prints: functions, each with lines of text, rows of its hex dump, or both. */
#include "lspci.h"

#include <string.h>

#include "../base/limits.h"
#include "reader.h"

/**
 * struct parse - a dump while it is read
 * @dump: what was read
 * @f: the function whose lines they are, or NULL
 * @indents: the lines below functions are indented
 * @hex: there is a row of a hex dump
 * @line: the line
 */
struct parse {
	struct ia_lspci dump;
	struct ia_lspci_function *f;
	bool indents;
	bool hex;
	struct ia_line line;
};

/** ia_lspci_looks() - tell whether a text may be what lspci prints: it has a line of a function */
bool ia_lspci_looks(const char *text, size_t len)
{
	struct ia_arena arena = { 0 };
	struct ia_lines lines = ia_lines_of(&arena, text, len);
	ia_address address;
	struct ia_line line;
	bool found = false;

	while (!found && ia_lines_next(&lines, &line))
		found = ia_line_is_slot(&line, &address);
	ia_arena_free(&arena);
	return found;
}

/* Where blanks were lost: what lspci begins a function with, then whatever looks like it. */
static bool may_be_detail(const struct parse *p)
{
	static const char *const first[] = { "DeviceName:", "Subsystem:", "Physical Slot:",
					     "Device tree node:", "Flags:", "Control:",
					     "Kernel driver in use:", "Kernel modules:",
					     "!!! " };
	const char *text = p->line.text;
	size_t i;

	for (i = 0; i < sizeof(first) / sizeof(*first); i++) {
		if (ia_word_end(first[i], text))
			return true;
	}
	if (!p->f->text.verbose)
		return false;
	return strpbrk(text, ":=+-<") || (*text >= 'A' && *text <= 'Z');
}

static bool is_detail(const struct parse *p)
{
	return p->line.indented || (!p->indents && may_be_detail(p));
}

/* Some forums lose line ends: behind the first line of a function others follow in it. */
static bool holds_lines(const char *text)
{
	static const char *const begins[] = { " Subsystem: ", " Flags: ", " Control: I/O",
					      " Kernel driver in use: " };
	const char *word;
	size_t i;

	for (i = 0; i < sizeof(begins) / sizeof(*begins); i++) {
		if (strstr(text, begins[i]))
			return true;
	}
	for (word = strchr(text, ' '); word; word = strchr(word, ' ')) {
		word++;
		if (ia_address_parse(word, strcspn(word, " "), NULL) != IA_NO_ADDRESS)
			return true;
	}
	return false;
}

static const char *take_slot(struct parse *p, ia_address address)
{
	struct ia_lspci *dump = &p->dump;
	struct ia_arena *arena = dump->machine->arena;

	if (!strstr(p->line.text, ": "))
		return "no class and name follow the address";
	if (holds_lines(p->line.text))
		return "several lines of lspci in one: their ends are lost";
	if (dump->count == IA_MAX_FUNCTIONS)
		return ia_format(arena, "at most %d functions are read (IA_MAX_FUNCTIONS)",
				 IA_MAX_FUNCTIONS);
	if (p->f)
		p->f->text.ended = true;
	dump->items = ia_grow(arena, dump->items, dump->count, &dump->room, sizeof(*dump->items));
	p->f = &dump->items[dump->count++];
	*p->f = (struct ia_lspci_function){ .line = p->line.number };
	ia_function_init(&p->f->function, address);
	ia_lspci_text_slot(arena, &p->line, p->f);
	return NULL;
}

/* Return: NULL, or what is wrong with a line. */
static const char *take_line(struct parse *p)
{
	struct ia_arena *arena = p->dump.machine->arena;
	ia_address address;

	if (!p->line.len) {
		if (p->f)
			p->f->text.ended = true;
		return NULL;
	}
	if (ia_line_is_slot(&p->line, &address))
		return take_slot(p, address);
	if (!p->f)
		return "nothing that lspci prints with -nn, -v or -xxxx; it begins as "
		       "\"00:00.0 Host bridge: ...\"";
	if (ia_line_is_hex(&p->line)) {
		p->hex = true;
		return ia_lspci_hex_line(arena, &p->line, p->f);
	}
	if (p->f->size)
		return "no row of a hex dump, as \"10: 00 1f\" and 14 bytes more";
	if (!is_detail(p))
		return "nothing that lspci prints";
	p->f->text.ended = false;
	ia_lspci_text_line(arena, &p->line, p->f);
	return NULL;
}

/* A last line without an end may be half of one. */
static bool is_cut(const struct parse *p)
{
	if (!p->line.len || !strncmp(p->line.text, "Kernel modules: ", 16))
		return false;
	return !(p->f && p->f->size && ia_line_is_hex(&p->line));
}

static bool is_whole_size(size_t size)
{
	return size == IA_CONFIG_HEADER || size == 128 || size == 256 || size == IA_CONFIG_MOST;
}

/* Return: NULL, or what is wrong with how a dump ends. */
static const char *check_end(struct parse *p, bool cut)
{
	static const char driver[] = "Kernel driver in use: ";
	ia_address address;

	if (cut && ia_line_is_slot(&p->line, &address) && ia_line_is_whole_slot(&p->line)) {
		if (!strstr(p->line.text, " (rev "))
			p->f->function.host.revision.known = false;
		cut = false;
	}
	if (cut && p->f && !strncmp(p->line.text, driver, sizeof(driver) - 1)) {
		p->f->function.device.driver = (struct ia_string){ 0 };
		cut = false;
	}
	if (cut && is_cut(p))
		return "cut in the middle: the last line has no end";
	if (p->line.len && p->f && p->f->size && !is_whole_size(p->f->size))
		return "cut in the middle: a hex dump has 64, 256 or 4096 bytes of a function";
	return NULL;
}

/* Return: NULL, or what is wrong. */
static const char *take_lines(struct parse *p, const char *text, size_t len)
{
	struct ia_arena *arena = p->dump.machine->arena;
	struct ia_lines lines = ia_lines_of(arena, text, len);
	const char *wrong = NULL;

	p->indents = lines.indents;
	while (!wrong && ia_lines_next(&lines, &p->line))
		wrong = take_line(p);
	if (!wrong)
		wrong = check_end(p, lines.cut);
	return wrong ? ia_format(arena, ": line %zu: %s", p->line.number, wrong) : NULL;
}

/* A listing begins with the first function of a root bus; without, it is of some functions. */
static const char *make_machine(struct ia_lspci *dump)
{
	struct ia_functions functions = { .extent = IA_EXTENT_PART };
	struct ia_arena *arena = dump->machine->arena;
	size_t i;

	for (i = 0; i < dump->count; i++) {
		const struct ia_lspci_function *from = &dump->items[i];
		ia_address address = from->function.device.address;

		*ia_functions_add(arena, &functions, address, from->line) = from->function;
		if (!(address & 0xffff))
			functions.extent = IA_EXTENT_LISTING;
	}
	return ia_functions_place(dump->machine, &functions);
}

static const char *parse(struct ia_machine *machine, const char *text, size_t len)
{
	struct parse p = { .dump.machine = machine };
	const char *zero = memchr(text, '\0', len), *wrong;
	size_t line = 1;

	if (zero) {
		for (; text < zero; text++)
			line += *text == '\n';
		return ia_format(machine->arena, ": line %zu: a zero byte: no text, or not UTF-8",
				 line);
	}
	wrong = take_lines(&p, text, len);
	if (wrong)
		return wrong;
	ia_machine_without_module(machine, p.hex ? IA_FROM_LSPCI : IA_FROM_LSPCI_TEXT);
	ia_lspci_missing(&p.dump);
	if (p.hex)
		wrong = ia_lspci_hex_end(&p.dump);
	if (!wrong)
		wrong = make_machine(&p.dump);
	return wrong;
}

/**
 * ia_lspci_parse() - read a machine from what lspci prints
 * @machine: an empty machine with an arena; filled, not joined
 * @path: the file, for messages
 * @text: its content, terminated; may be anything
 * @len: its length
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_lspci_parse(struct ia_machine *machine, const char *path, const char *text, size_t len,
		    struct ia_problem *problem)
{
	const char *wrong = parse(machine, text, len);

	*problem = (struct ia_problem){ .status = IA_PARSE };
	if (wrong)
		problem->text = ia_document_wrong(machine->arena, path, wrong);
	return !wrong;
}
