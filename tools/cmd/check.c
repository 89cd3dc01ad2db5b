// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

enum { RULE, HOLDS, EVIDENCE };

static const struct ia_column columns[] = {
	[RULE] = { "PASS", 0, 0 },
	[HOLDS] = { "WHAT HOLDS", IA_COLUMN_WRAP, 0 },
	[EVIDENCE] = { "RESTS ON", IA_COLUMN_WRAP, 0 },
};

static const enum ia_state states[] = {
	[IA_PASS] = IA_GOOD, [IA_WARN] = IA_ATTENTION, [IA_FAIL] = IA_BROKEN,
	[IA_UNKNOWN] = IA_ATTENTION,
};

static void paragraph(struct ia_run *run, const char *label, const char *text)
{
	if (text)
		ia_out_list(&run->out, label, &text, 1, IA_PLAIN);
}

static void print_head(struct ia_run *run, const struct ia_check *check)
{
	static const enum ia_verdict order[] = { IA_FAIL, IA_WARN, IA_UNKNOWN, IA_PASS };
	const struct ia_profile *profile = &ia_profiles[check->profile];
	const struct ia_finding *first = ia_check_first(check);
	const char *items[1 + IA_VERDICTS];
	enum ia_state state = IA_GOOD;
	size_t i, n = 0;

	items[n++] = profile->name;
	for (i = 0; i < sizeof(order) / sizeof(*order); i++) {
		size_t count = check->counts[order[i]];

		if (count && order[i] != IA_PASS && state == IA_GOOD)
			state = states[order[i]];
		if (count)
			items[n++] = ia_format(run->arena, "%zu %s", count,
					       ia_verdict_word(order[i]));
	}
	ia_out_list(&run->out, "", items, n, state);
	paragraph(run, "", profile->summary);
	if (profile->ordered && first)
		paragraph(run, "", ia_format(run->arena, "First broken link: %s: %s",
					     first->rule->id, first->title));
}

static void print_finding(struct ia_run *run, const struct ia_finding *finding)
{
	const char *label = ia_format(run->arena, "%-9s", ia_verdict_word(finding->verdict));
	const char *items[2];
	size_t i;

	items[0] = finding->rule->id;
	items[1] = finding->title;
	ia_out_text(&run->out, IA_PLAIN, "\n");
	ia_out_list(&run->out, label, items, 2, states[finding->verdict]);
	for (i = 0; i < finding->nevidence; i++)
		paragraph(run, i ? "          " : "rests on  ", finding->evidence[i]);
	if (finding->left_out)
		paragraph(run, "          ", ia_format(run->arena, "… and %zu more",
						       finding->left_out));
	paragraph(run, "means     ", finding->meaning);
	paragraph(run, "change    ", finding->change);
}

/* What is worst comes first, but for a chain, whose order says what comes first. */
static void print_findings(struct ia_run *run, const struct ia_check *check)
{
	static const enum ia_verdict order[] = { IA_FAIL, IA_WARN, IA_UNKNOWN };
	bool ordered = ia_profiles[check->profile].ordered;
	size_t i, j;

	for (i = 0; i < (ordered ? 1 : sizeof(order) / sizeof(*order)); i++) {
		for (j = 0; j < check->nfindings; j++) {
			const struct ia_finding *finding = &check->findings[j];

			if (ordered ? finding->verdict != IA_PASS :
				      finding->verdict == order[i])
				print_finding(run, finding);
		}
	}
}

static void print_passed(struct ia_run *run, const struct ia_check *check)
{
	struct ia_table *table = ia_table_new(run->arena, columns,
					      sizeof(columns) / sizeof(*columns));
	size_t i;

	for (i = 0; i < check->nfindings; i++) {
		const struct ia_finding *f = &check->findings[i];
		size_t more = f->nevidence + f->left_out;
		long row;

		if (f->verdict != IA_PASS)
			continue;
		row = ia_table_row(table, -1);
		ia_table_set(table, row, RULE, IA_GOOD, f->rule->id);
		ia_table_set(table, row, HOLDS, IA_PLAIN, f->title);
		ia_table_set(table, row, EVIDENCE, IA_PLAIN, more < 2 ? f->evidence[0] :
			     ia_format(run->arena, "%s … and %zu more", f->evidence[0],
				       more - 1));
	}
	if (!table->nrows)
		return;
	ia_out_text(&run->out, IA_PLAIN, "\n");
	ia_table_print(&run->out, table);
}

static void print_works(struct ia_run *run, const struct ia_check *check)
{
	static const enum ia_state colors[] = {
		[IA_PASS] = IA_GOOD, [IA_FAIL] = IA_BROKEN, [IA_UNKNOWN] = IA_ATTENTION,
	};
	size_t i;

	ia_out_text(&run->out, IA_PLAIN, "\nworks here:\n");
	for (i = 0; i < IA_WORKS; i++) {
		const struct ia_work *work = &check->works[i];
		const char *items[2];

		items[0] = ia_answer_word(work->answer);
		items[1] = work->reason;
		ia_out_list(&run->out, ia_format(run->arena, "  %-19s", work->name), items, 2,
			    colors[work->answer]);
	}
}

static void print_text(struct ia_run *run, const struct ia_check *check)
{
	const char **items = ia_alloc(run->arena, check->nskipped, sizeof(*items));
	size_t i;

	print_head(run, check);
	print_findings(run, check);
	print_passed(run, check);
	for (i = 0; i < check->nskipped; i++)
		items[i] = check->skipped[i]->id;
	ia_out_text(&run->out, IA_PLAIN, "\n");
	if (check->nskipped)
		ia_out_list(&run->out, "Does not apply here: ", items, check->nskipped,
			    IA_PLAIN);
	paragraph(run, "Settings that fit: ", ia_profiles[check->profile].settings);
	print_works(run, check);
}

static enum ia_status list_profiles(struct ia_run *run)
{
	size_t i;

	for (i = 0; i < IA_PROFILES; i++)
		ia_out_text(&run->out, IA_PLAIN,
			    ia_format(run->arena, "%-15s %s\n", ia_profiles[i].name,
				      ia_profiles[i].summary));
	return IA_OK;
}

static const char *profile_names(struct ia_arena *arena)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < IA_PROFILES; i++)
		ia_buf_add(&buf, " %s", ia_profiles[i].name);
	return buf.text;
}

/**
 * ia_cmd_profile() - the profile that --profile names
 * @run: the invocation
 * @profile: the profile; baseline without the option
 * @listed: set when the profiles were listed instead: nothing is left to do
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_profile(struct ia_run *run, enum ia_profile_id *profile,
			      bool *listed)
{
	const char *name = ia_opt(run, PROFILE);
	const struct ia_profile *found;

	*listed = name && !strcmp(name, "list");
	*profile = IA_PROFILE_BASELINE;
	if (*listed)
		return list_profiles(run);
	if (!name)
		return IA_OK;
	found = ia_profile_find(name);
	if (!found)
		return ia_cmd_usage("'%s' is not a profile; profiles are:%s, and list lists them",
				    name, profile_names(run->arena));
	*profile = found - ia_profiles;
	return IA_OK;
}

/**
 * ia_cmd_examine() - examine the machine, or what --dev names of it
 * @run: the invocation; its machine is read
 * @profile: the profile
 * @check: filled
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_examine(struct ia_run *run, enum ia_profile_id profile,
			      struct ia_check *check)
{
	const struct ia_device **devices = NULL;
	enum ia_status status;
	size_t count = 0;

	status = ia_cmd_read_host(run);
	if (!status)
		status = ia_cmd_chosen(run, &devices, &count);
	if (!status)
		ia_check_run(&run->machine, profile, devices, count, check);
	return status;
}

/**
 * ia_cmd_check() - iommu-audit check
 * @run: the invocation
 *
 * Return: IA_FINDINGS when a rule fails; warnings and unknowns do not.
 */
enum ia_status ia_cmd_check(struct ia_run *run)
{
	enum ia_profile_id profile;
	enum ia_status status;
	struct ia_check check;
	bool listed;

	status = ia_cmd_profile(run, &profile, &listed);
	if (status || listed)
		return status;
	if (ia_opt(run, AGAINST) && ia_opt(run, DEV))
		return ia_cmd_usage("--against compares the whole machine: it excludes --dev");
	if (ia_opt(run, AGAINST))
		return ia_cmd_against(run, ia_opt(run, AGAINST), profile);
	status = ia_cmd_examine(run, profile, &check);
	if (status)
		return status;
	if (ia_opt(run, JSON))
		ia_json_print(&run->out, ia_json_check(&check));
	else
		print_text(run, &check);
	return check.counts[IA_FAIL] ? IA_FINDINGS : IA_OK;
}
