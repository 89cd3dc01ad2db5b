// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <string.h>

static const char *figures(struct ia_arena *arena, const struct ia_faults *f)
{
	return ia_format(arena, "%s %s", ia_figure_text(arena, f->sums.records),
			 ia_faults_span(arena, f));
}

static void add(struct ia_diff *diff, enum ia_trend trend, const char *old,
		const char *now, const char *meaning)
{
	struct ia_change change = {
		.rule = "faults", .title = "faults", .concern = IA_CONCERN_FAULTS,
		.trend = trend, .subject = "all devices", .old = old, .now = now,
		.meaning = meaning,
	};

	ia_diff_add(diff, &change, NULL);
}

/* Counters of two boots do not continue each other: each for itself. */
static void tell_boots(struct ia_diff *diff, const struct ia_faults *old,
		       const struct ia_faults *now)
{
	const char *was = figures(diff->arena, old), *is = figures(diff->arena, now);
	bool before = old->sums.records.n, after = now->sums.records.n;

	if (before && after)
		add(diff, IA_CHANGED, was, is, "counted in each boot for itself");
	else if (after)
		add(diff, IA_WORSE, was, is, "requests were refused, and none before");
	else if (before)
		add(diff, IA_BETTER, was, is, "nothing was refused since");
}

/* One line for each source and reason that was refused since. */
static void tell_since(struct ia_diff *diff, const struct ia_faults *now)
{
	struct ia_arena *arena = diff->arena;
	size_t i, told = 0;

	for (i = 0; i < now->count; i++) {
		const struct ia_fault_item *fault = &now->items[i];
		struct ia_change change = {
			.rule = "faults", .title = "faults",
			.concern = IA_CONCERN_FAULTS, .trend = IA_WORSE,
			.old = "-", .meaning = fault->help,
		};

		if (!fault->fresh.known || !fault->fresh.n)
			continue;
		told++;
		change.now = ia_format(arena, "%s × %s",
				       ia_figure_text(arena, fault->fresh),
				       ia_fault_reason(arena, fault->record));
		if (!fault->device)
			change.subject = ia_fault_source(diff->now, fault->record);
		ia_diff_add(diff, &change, fault->device ?
			    ia_diff_of_now(diff, fault->device->address) : NULL);
	}
	if (!told && now->fresh.records.known && now->fresh.records.n)
		add(diff, IA_WORSE, "-",
		    ia_figure_text(arena, now->fresh.records),
		    "their details were gone before they could be read");
}

/**
 * ia_diff_faults() - tell what was refused between the two readings
 * @diff: with pairs; what is found is added
 */
void ia_diff_faults(struct ia_diff *diff)
{
	const char *blind_old, *blind_now, *wrong;
	struct ia_faults old, now;

	ia_faults_gather(diff->old, &old);
	ia_faults_gather(diff->now, &now);
	blind_old = ia_faults_blind(diff->arena, &old);
	blind_now = ia_faults_blind(diff->arena, &now);
	if (blind_old && blind_now)
		return;
	if (blind_old || blind_now) {
		add(diff, IA_UNTOLD,
		    blind_old ? "unknown" : figures(diff->arena, &old),
		    blind_now ? "unknown" : figures(diff->arena, &now),
		    blind_old ? blind_old : blind_now);
		return;
	}
	if (!old.sums.records.known || !now.sums.records.known) {
		add(diff, IA_UNTOLD, figures(diff->arena, &old),
		    figures(diff->arena, &now), "not every unit can be counted");
		return;
	}
	if (!diff->same_boot) {
		tell_boots(diff, &old, &now);
		return;
	}
	wrong = ia_faults_since(diff->now, &now, diff->old, &old);
	if (wrong)
		add(diff, IA_UNTOLD, figures(diff->arena, &old),
		    figures(diff->arena, &now),
		    ia_format(diff->arena, "the old reading %s", wrong));
	else
		tell_since(diff, &now);
}
