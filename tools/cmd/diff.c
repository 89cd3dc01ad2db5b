// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include "../judge/categories.h"
#include "../view/diff.h"

/* Functions that one difference names. */
#define NAMED	4

enum { MARK, WHAT, TEXT };

static const struct ia_column columns[] = {
	[MARK] = { "", 0, 0 },
	[WHAT] = { "", 0, 0 },
	[TEXT] = { "", IA_COLUMN_WRAP, 0 },
};

/* By enum ia_trend; the last one is of what got worse and matters to the profile. */
static const struct {
	const char *mark;
	const char *means;
	enum ia_state state;
} marks[IA_TRENDS + 1] = {
	[IA_WORSE] = { "!", "worse", IA_ATTENTION },
	[IA_UNTOLD] = { "?", "cannot be told", IA_ATTENTION },
	[IA_CHANGED] = { "~", "changed", IA_PLAIN },
	[IA_BETTER] = { "+", "better", IA_GOOD },
	[IA_TRENDS] = { "✗", "worse, and it matters to the profile", IA_BROKEN },
};

static const char *const titles[] = {
	[IA_CONCERN_IOMMU] = "IOMMU",
	[IA_CONCERN_HOST_DMA] = "DMA of the host's own drivers",
	[IA_CONCERN_ISOLATION] = "Isolation: groups and ACS",
	[IA_CONCERN_DEVICES] = "Devices",
	[IA_CONCERN_PASSTHROUGH] = "Passthrough",
	[IA_CONCERN_VFS] = "Virtual functions",
	[IA_CONCERN_P2P] = "Peer to peer",
	[IA_CONCERN_FAULTS] = "Faults",
	[IA_CONCERN_SOFTWARE] = "Kernel and command line",
};

static const char *name(const struct ia_diff *diff, const struct ia_pair_of *p)
{
	const char *old = p->old ? ia_machine_address(diff->old, p->old->address) : NULL;
	const char *now = p->now ? ia_machine_address(diff->now, p->now->address) : NULL;

	if (!old || !now)
		return ia_format(diff->arena, "%s%s %s", p->how != IA_PAIR_UNTOLD ? "" :
				 old ? "was at " : "is at ", old ? old : now,
				 ia_cmd_label(diff->now, old ? p->old : p->now));
	if (!strcmp(old, now))
		return now;
	return ia_format(diff->arena, "%s → %s", old, now);
}

static const char *who(const struct ia_diff *diff, const struct ia_change *change)
{
	struct ia_buf buf = { .arena = diff->arena };
	size_t i;

	if (change->subject)
		ia_buf_add(&buf, "%s%s", change->subject, change->count ? " of " : "");
	for (i = 0; i < change->count && i < NAMED; i++)
		ia_buf_add(&buf, "%s%s", i ? ", " : "", name(diff, change->devices[i]));
	if (change->count == 1 && change->devices[0]->old && change->devices[0]->now)
		ia_buf_add(&buf, " %s", ia_cmd_label(diff->now, change->devices[0]->now));
	if (change->count > NAMED)
		ia_buf_add(&buf, " and %zu more", change->count - NAMED);
	if (change->peer)
		ia_buf_add(&buf, " with %s", name(diff, change->peer));
	return buf.text;
}

static const char *values(const struct ia_diff *diff, const struct ia_change *change)
{
	if (!change->old && !change->now)
		return NULL;
	if (!strcmp(change->old, "-"))
		return ia_format(diff->arena, "now %s", change->now);
	if (!strcmp(change->now, "-"))
		return ia_format(diff->arena, "no more %s", change->old);
	return ia_format(diff->arena, "%s → %s", change->old, change->now);
}

/* Titles take the same columns in the tables of all concerns. */
static int title_size(const struct ia_diff *diff)
{
	size_t most = 0, i;

	for (i = 0; i < diff->count; i++) {
		if (strlen(diff->changes[i].title) > most)
			most = strlen(diff->changes[i].title);
	}
	return most;
}

static size_t mark_of(const struct ia_change *change, enum ia_profile_id profile)
{
	return ia_profile_minds(profile, change) ? IA_TRENDS : change->trend;
}

static void add(struct ia_table *table, const struct ia_diff *diff,
		const struct ia_change *change, enum ia_profile_id profile)
{
	size_t mark = mark_of(change, profile);
	enum ia_state state = marks[mark].state;
	const char *about = who(diff, change), *became = values(diff, change);
	long row = ia_table_row(table, -1);

	ia_table_set(table, row, MARK, state, marks[mark].mark);
	ia_table_set(table, row, WHAT, state,
		     ia_format(diff->arena, "%-*s ", title_size(diff), change->title));
	ia_table_set(table, row, TEXT, IA_PLAIN, about && became ?
		     ia_format(diff->arena, "%s: %s", about, became) :
		     about ? about : became);
	if (!change->meaning)
		return;
	row = ia_table_row(table, -1);
	ia_table_set(table, row, TEXT, IA_PLAIN, change->meaning);
}

static void tables(struct ia_run *run, const struct ia_diff *diff,
		   enum ia_profile_id profile)
{
	size_t i = 0;

	while (i < diff->count) {
		struct ia_table *table = ia_table_new(run->arena, columns,
						      sizeof(columns) / sizeof(*columns));
		enum ia_concern concern = diff->changes[i].concern;

		ia_out_text(&run->out, IA_PLAIN,
			    ia_format(run->arena, "\n%s\n", titles[concern]));
		for (; i < diff->count && diff->changes[i].concern == concern; i++)
			add(table, diff, &diff->changes[i], profile);
		ia_table_print(&run->out, table);
	}
}

static void head(struct ia_run *run, const char *label, const struct ia_machine *m,
		 bool same_boot)
{
	const char *const items[] = {
		m->time_text, ia_format(run->arena, "kernel %s", m->kernel_text), m->cmdline_text,
		"the same boot",
	};

	ia_out_list(&run->out, label, items, same_boot ? 4 : 3, IA_PLAIN);
}

static void sums(struct ia_run *run, const struct ia_diff *diff,
		 enum ia_profile_id profile)
{
	size_t minded = ia_profile_minded(profile, diff), counts[IA_TRENDS] = { 0 }, i, n = 1;
	const char *items[IA_TRENDS + 1];

	for (i = 0; i < diff->count; i++)
		counts[diff->changes[i].trend]++;
	items[0] = ia_format(run->arena, minded ?
			     "%s: worse in %zu respects that matter to it" :
			     "%s: nothing that matters to it got worse",
			     ia_profiles[profile].name, minded);
	if (minded == 1)
		items[0] = ia_format(run->arena, "%s: worse in one respect that matters to it",
				     ia_profiles[profile].name);
	for (i = 0; i < IA_TRENDS; i++) {
		if (counts[i])
			items[n++] = ia_format(run->arena, "%zu %s", counts[i], marks[i].means);
	}
	if (!diff->count)
		items[n++] = "no difference";
	ia_out_list(&run->out, "", items, n, minded ? IA_BROKEN : IA_GOOD);
}

/* Only the marks that occur. */
static void legend(struct ia_run *run, const struct ia_diff *diff,
		   enum ia_profile_id profile)
{
	bool used[IA_TRENDS + 1] = { false };
	const char *items[IA_TRENDS + 1];
	size_t i, n = 0;

	for (i = 0; i < diff->count; i++)
		used[mark_of(&diff->changes[i], profile)] = true;
	for (i = 0; i <= IA_TRENDS; i++) {
		/* The last one, which is the worst, comes first. */
		size_t mark = (i + IA_TRENDS) % (IA_TRENDS + 1);

		if (used[mark])
			items[n++] = ia_format(run->arena, "%s %s", marks[mark].mark,
					       marks[mark].means);
	}
	if (!n)
		return;
	ia_out_text(&run->out, IA_PLAIN, "\n");
	ia_out_list(&run->out, "", items, n, IA_PLAIN);
}

static enum ia_status answer(struct ia_run *run, const struct ia_machine *old,
			     enum ia_profile_id profile)
{
	enum ia_status status;
	struct ia_diff diff;

	ia_compare(old, &run->machine, &diff);
	status = ia_profile_minded(profile, &diff) ? IA_FINDINGS : IA_OK;
	if (ia_opt(run, JSON)) {
		ia_json_print(&run->out, ia_json_diff(&diff, profile));
		return status;
	}
	sums(run, &diff, profile);
	head(run, "old  ", old, false);
	head(run, "new  ", &run->machine, diff.same_boot);
	tables(run, &diff, profile);
	legend(run, &diff, profile);
	return status;
}

/**
 * ia_cmd_against() - compare a machine with an older reading of it
 * @run: the invocation; its machine is read here
 * @path: the older reading
 * @profile: the profile that judges
 *
 * Return: IA_FINDINGS when something that the profile minds got worse.
 */
enum ia_status ia_cmd_against(struct ia_run *run, const char *path,
			      enum ia_profile_id profile)
{
	struct ia_machine old = { .arena = run->arena };
	struct ia_problem problem;
	enum ia_status status;

	if (!ia_read_snapshot(&old, path, &problem))
		return ia_cmd_fail(&problem);
	status = ia_cmd_read_host(run);
	return status ? status : answer(run, &old, profile);
}

/**
 * ia_cmd_diff() - iommu-audit diff OLD [NEW]
 * @run: the invocation
 */
enum ia_status ia_cmd_diff(struct ia_run *run)
{
	enum ia_profile_id profile;
	enum ia_status status;
	bool listed;

	status = ia_cmd_profile(run, &profile, &listed);
	if (status || listed)
		return status;
	if (!run->argc)
		return ia_cmd_usage("diff needs a snapshot: iommu-audit diff OLD [NEW]");
	if (run->argc > 1) {
		if (ia_opt(run, FROM) || ia_opt(run, ROOT))
			return ia_cmd_usage("a second snapshot excludes --from and --root: each names the new reading");
		run->options.value[IA_OPT_FROM] = run->argv[1];
	}
	return ia_cmd_against(run, run->argv[0], profile);
}
