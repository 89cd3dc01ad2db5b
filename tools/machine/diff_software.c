// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <string.h>

#include "cmdline.h"

/* Members of struct ia_machine that are no record. */
static const struct ia_key kernel_key = {
	.name = "kernel", .kind = IA_KEY_TEXT, .offset = offsetof(struct ia_machine, kernel),
};

static const struct ia_key cmdline_key = {
	.name = "cmdline", .kind = IA_KEY_TEXT, .offset = offsetof(struct ia_machine, cmdline),
};

static const struct ia_key module_key = {
	.name = "module", .kind = IA_KEY_TEXT,
	.offset = offsetof(struct ia_machine, identity.module),
};

static const struct {
	enum ia_diff_rule rule;
	const struct ia_key *key;
} values[] = {
	{ IA_DIFF_KERNEL, &kernel_key },
	{ IA_DIFF_CMDLINE, &cmdline_key },
	{ IA_DIFF_MODULE, &module_key },
};

static bool is_in(const struct ia_texts *list, const char *name)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (!strcmp(list->items[i], name))
			return true;
	}
	return false;
}

/*
 * Of a parameter whose value one of the two has left out, both keep the name; @hidden, whose
 * items are @names, has each once.
 */
static struct ia_texts shown(const struct ia_diff *diff, const struct ia_string *line,
			     struct ia_texts *hidden, const char **names)
{
	struct ia_cmdline cmdline;
	const char **items;
	size_t i;

	ia_cmdline_parse(diff->arena, line->text, &cmdline);
	items = ia_alloc(diff->arena, cmdline.count, sizeof(*items));
	for (i = 0; i < cmdline.count; i++) {
		const char *name = cmdline.tokens[i].name;

		items[i] = cmdline.tokens[i].text;
		if (!is_in(&diff->old->hidden, name) && !is_in(&diff->now->hidden, name))
			continue;
		items[i] = ia_format(diff->arena, "%s=", name);
		if (!is_in(hidden, name))
			names[hidden->count++] = name;
	}
	return (struct ia_texts){ .known = true, .count = cmdline.count, .items = items };
}

static void tell_parameters(struct ia_diff *diff, struct ia_change *change)
{
	size_t room = diff->old->hidden.count + diff->now->hidden.count;
	const char **names = ia_alloc(diff->arena, room, sizeof(*names));
	struct ia_texts hidden = { .known = true, .items = names };
	struct ia_texts old = shown(diff, &diff->old->cmdline, &hidden, names);
	struct ia_texts now = shown(diff, &diff->now->cmdline, &hidden, names);
	size_t i;

	if (hidden.count)
		ia_diff_hidden(diff, diff->baseline ? IA_UNTOLD_BASELINE : IA_UNTOLD_REDACTED,
			       &hidden);
	if (!ia_diff_texts(diff, change, &old, &now))
		change->note = IA_DIFF_NOTE_SAME_PARAMETERS;
	for (i = 0; i < old.count && old.count == now.count; i++) {
		if (strcmp(old.items[i], now.items[i]))
			break;
	}
	/* What differs was left out. */
	if (i < old.count || old.count != now.count)
		ia_diff_add(diff, change, NULL);
}

/* Kernel and module of a reading; of its command line each parameter is a fact. */
void ia_diff_tell_software(const struct ia_machine *machine, ia_diff_take take, void *to)
{
	take(to, IA_DIFF_KERNEL, &kernel_key, machine);
	take(to, IA_DIFF_MODULE, &module_key, machine);
}

/**
 * ia_diff_software() - tell what became of kernel, command line and module
 * @diff: what is found is added
 */
void ia_diff_software(struct ia_diff *diff)
{
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(*values); i++) {
		const struct ia_key *key = values[i].key;
		struct ia_change change = {
			.rule = values[i].rule, .trend = IA_TREND_INCONCLUSIVE,
			.old = { key, diff->old }, .now = { key, diff->now },
		};

		/* That neither was read by the module says nothing. */
		if (values[i].rule != IA_DIFF_MODULE &&
		    ia_diff_tells_nothing(diff, values[i].rule, key, diff->old, diff->now, NULL))
			continue;
		if (ia_key_known(key, diff->old) && ia_key_known(key, diff->now))
			change.trend = IA_TREND_CHANGED;
		if (values[i].rule == IA_DIFF_CMDLINE && change.trend == IA_TREND_CHANGED)
			tell_parameters(diff, &change);
		else if (!ia_key_equal(key, diff->old, diff->now))
			ia_diff_add(diff, &change, NULL);
	}
}
