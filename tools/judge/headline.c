// SPDX-License-Identifier: GPL-2.0
/* What an examination comes to: the answer, how bad it is, and what of that is to be named. */
#include "headline.h"

/* The worst verdict of all findings. */
static void judge_rules(const struct ia_check *check, struct ia_headline *headline)
{
	size_t i;

	for (i = 0; i < IA_VERDICTS && !headline->judged; i++) {
		headline->judged = check->counts[ia_worst_first[i]];
		headline->verdict = ia_worst_first[i];
	}
}

static void add_failing(const struct ia_check *check, bool of_host, struct ia_headline *headline)
{
	size_t i;

	for (i = 0; i < check->nfindings; i++) {
		const struct ia_finding *finding = &check->findings[i];

		if (finding->verdict != IA_FAIL || (of_host && finding->ndevices))
			continue;
		if (headline->nfailing < IA_HEADLINE_FAILING)
			headline->failing[headline->nfailing] = finding;
		headline->nfailing++;
	}
}

/*
 * What fails is named where no count of functions tells it: what is wrong with the host, and all
 * of it where no function counts as more than unknown.
 */
static void judge_counted(const struct ia_check *check, struct ia_headline *headline)
{
	const struct ia_assignable *of = &headline->work->of;

	headline->cannot = of->count - of->good - of->along - of->used - of->unknown;
	add_failing(check, of->along || of->used || headline->cannot, headline);
	headline->judged = true;
	headline->verdict = headline->nfailing ? IA_FAIL : headline->work->answer;
}

static void judge_fitness(const struct ia_check *check, struct ia_headline *headline)
{
	static const enum ia_verdict verdicts[] = {
		[IA_OVERVIEW_YES] = IA_PASS, [IA_OVERVIEW_PARTLY] = IA_WARN,
		[IA_OVERVIEW_NO] = IA_FAIL, [IA_OVERVIEW_UNKNOWN] = IA_UNKNOWN,
	};
	const struct ia_overview_row *row = &headline->row;

	ia_overview_judge(check, &headline->row);
	add_failing(check, false, headline);
	headline->judged = row->answer != IA_OVERVIEW_NOTHING;
	if (headline->judged)
		headline->verdict = verdicts[row->answer];
	if (row->answer == IA_OVERVIEW_YES && row->first)
		headline->verdict = IA_WARN;
}

/**
 * ia_headline_judge() - judge what an examination comes to
 * @check: the examination
 * @headline: filled
 *
 * Of rules that somebody chose the answer is theirs alone. Profiles about assigning
 * count what can be assigned; the others are for a host as a whole.
 */
void ia_headline_judge(const struct ia_check *check, struct ia_headline *headline)
{
	*headline = (struct ia_headline){ .kind = IA_HEADLINE_FITNESS };
	if (check->only) {
		headline->kind = IA_HEADLINE_RULES;
		judge_rules(check, headline);
		return;
	}
	if (check->profile == IA_PROFILE_VFIO || check->profile == IA_PROFILE_VM_MIXED)
		headline->work = &check->works[IA_WORK_VFIO];
	else if (check->profile == IA_PROFILE_SRIOV)
		headline->work = &check->works[IA_WORK_SRIOV];
	if (headline->work) {
		headline->kind = IA_HEADLINE_COUNTED;
		judge_counted(check, headline);
	} else {
		judge_fitness(check, headline);
	}
}
