// SPDX-License-Identifier: GPL-2.0
/* Which parameters of a command line lost their values, and a line without those at all. */
#include "redact.h"

#include <string.h>

#include "../base/limits.h"
#include "../machine/baseline.h"
#include "../machine/cmdline.h"

static bool is_in(const struct ia_texts *list, const char *name)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (!strcmp(list->items[i], name))
			return true;
	}
	return false;
}

/* Return: whether the name is in the list now. */
static bool add(struct ia_arena *arena, struct ia_texts *list, const char *name)
{
	const char **items;

	if (is_in(list, name))
		return true;
	if (list->count == IA_MAX_HIDDEN ||
	    !ia_alphabet_fits(&ia_alphabets[IA_ALPHABET_NAME], name, strlen(name)))
		return false;
	items = ia_alloc(arena, list->count + 1, sizeof(*items));
	if (list->count)
		memcpy(items, list->items, list->count * sizeof(*items));
	items[list->count] = name;
	*list = (struct ia_texts){ .known = true, .count = list->count + 1, .items = items };
	return true;
}

/**
 * ia_redact_hidden() - add the parameters that a command line keeps without their values
 * @machine: the machine, which has the line as it was
 * @line: the line without what identifies
 * @hidden: parameters that had none before; added to
 */
void ia_redact_hidden(const struct ia_machine *machine, const struct ia_string *line,
		      struct ia_texts *hidden)
{
	struct ia_cmdline was, is;
	size_t i;

	if (!machine->cmdline.known || !line->known)
		return;
	ia_cmdline_parse(machine->arena, machine->cmdline.text, &was);
	ia_cmdline_parse(machine->arena, line->text, &is);
	for (i = 0; i < was.count && i < is.count; i++) {
		if (strcmp(was.tokens[i].text, is.tokens[i].text))
			add(machine->arena, hidden, is.tokens[i].name);
	}
}

/* Of a parameter of one node only the name stays; nothing stays of what is for init. */
static void hide_values(struct ia_arena *arena, struct ia_string *line, struct ia_texts *hidden)
{
	const struct ia_redaction how = { .arena = arena };
	struct ia_buf buf = { .arena = arena };
	struct ia_cmdline was, is;
	size_t i;

	if (!line->known)
		return;
	ia_cmdline_parse(arena, line->text, &was);
	ia_cmdline_parse(arena, ia_redact_cmdline(&how, line->text), &is);
	ia_buf_add(&buf, "%s", "");
	for (i = 0; i < was.count && i < is.count && !was.tokens[i].init; i++) {
		const char *name = was.tokens[i].name, *text = was.tokens[i].text;

		if (strcmp(text, is.tokens[i].text) || is_in(hidden, name)) {
			if (strcmp(name, is.tokens[i].name) || !add(arena, hidden, name))
				continue;
			text = ia_format(arena, "%s=", name);
		}
		ia_buf_add(&buf, "%s%s", buf.len ? " " : "", text);
	}
	*line = ia_text_of(buf.text);
}

/**
 * ia_redact_values() - leave out of a machine's command lines the values that are a node's own
 * @machine: the machine; which parameters those are of is added to what it has hidden
 */
void ia_redact_values(struct ia_machine *machine)
{
	struct ia_texts unused = { 0 };

	if (!machine->hidden.known)
		machine->hidden = (struct ia_texts){ .known = true };
	hide_values(machine->arena, &machine->cmdline, &machine->hidden);
	hide_values(machine->arena, &machine->host.boot.cmdline, &unused);
}

/**
 * ia_redact_to_baseline() - turn a machine into a baseline of its hardware
 * @machine: a joined machine; its records are no longer tied together
 */
void ia_redact_to_baseline(struct ia_machine *machine)
{
	if (machine->baseline == IA_YES)
		return;
	ia_redact_values(machine);
	ia_baseline_make(machine);
}
