// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include "../view/suggest.h"

static enum ia_status show(struct ia_run *run, const struct ia_suggestion_format *format)
{
	struct ia_answer answer = ia_answer_suggestion;
	struct ia_suggestion suggestion;
	enum ia_profile_id profile;
	enum ia_status status;
	struct ia_check check;
	bool listed;

	status = ia_cmd_profile(run, &profile, &listed);
	if (!status && !listed)
		status = ia_cmd_examine(run, profile, &check);
	if (status || listed)
		return status;
	ia_suggest(&check, &suggestion);
	answer.page = format->page;
	ia_answer_show(&run->out, &run->machine, &answer, &suggestion, ia_opt(run, JSON));
	return IA_OK;
}

/* iommu-audit suggest. */
enum ia_status ia_cmd_suggest(struct ia_run *run)
{
	const char *name = ia_opt(run, FORMAT);
	struct ia_buf names = { .arena = run->arena };
	bool list = name && !strcmp(name, "list");
	size_t i;

	if (name && ia_opt(run, JSON))
		return ia_cmd_usage("--format and --json exclude each other");
	if (list)
		ia_cmd_settle(run);
	for (i = 0; i < ia_nsuggestion_formats; i++) {
		const struct ia_suggestion_format *format = &ia_suggestion_formats[i];

		if (list)
			ia_out_text(&run->out, IA_PLAIN,
				    ia_format(run->arena, "%s\n", format->name));
		else if (!name || !strcmp(name, format->name))
			return show(run, format);
		ia_buf_add(&names, " %s", format->name);
	}
	return list ? IA_OK : ia_cmd_usage("'%s' is not a format; formats are:%s", name,
					   names.text);
}
