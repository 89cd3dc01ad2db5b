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

static struct ia_texts parameters(struct ia_arena *arena, const struct ia_string *line)
{
	struct ia_cmdline cmdline;
	const char **items;
	size_t i;

	ia_cmdline_parse(arena, line->text, &cmdline);
	items = ia_alloc(arena, cmdline.count, sizeof(*items));
	for (i = 0; i < cmdline.count; i++)
		items[i] = cmdline.tokens[i].text;
	return (struct ia_texts){ .known = true, .count = cmdline.count, .items = items };
}

static void tell_parameters(struct ia_diff *diff, struct ia_change *change)
{
	struct ia_texts old = parameters(diff->arena, &diff->old->cmdline);
	struct ia_texts now = parameters(diff->arena, &diff->now->cmdline);

	if (!ia_diff_texts(diff, change, &old, &now))
		change->note = IA_DIFF_NOTE_SAME_PARAMETERS;
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

		if (ia_key_equal(key, diff->old, diff->now))
			continue;
		if (ia_key_known(key, diff->old) && ia_key_known(key, diff->now)) {
			change.trend = IA_TREND_CHANGED;
			if (values[i].rule == IA_DIFF_CMDLINE)
				tell_parameters(diff, &change);
		}
		ia_diff_add(diff, &change, NULL);
	}
}
