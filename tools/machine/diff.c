// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <stdlib.h>
#include <string.h>

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool same(const struct ia_change *a, const struct ia_change *b)
{
	return a->concern == b->concern && a->trend == b->trend && a->peer == b->peer &&
	       same_text(a->rule, b->rule) && same_text(a->subject, b->subject) &&
	       same_text(a->old, b->old) && same_text(a->now, b->now) &&
	       same_text(a->meaning, b->meaning);
}

static struct ia_change *find(struct ia_diff *diff, const struct ia_change *change)
{
	size_t i;

	/* Those of one rule come in a row, so the last one is the likeliest. */
	for (i = diff->count; i-- > 0;) {
		if (same(&diff->changes[i], change))
			return &diff->changes[i];
	}
	return NULL;
}

/**
 * ia_diff_add() - add a difference
 * @diff: what it is added to
 * @change: the difference; its texts are kept by reference
 * @device: the functions it is about, or NULL; those with the same difference
 *          share one
 */
void ia_diff_add(struct ia_diff *diff, const struct ia_change *change,
		 const struct ia_pair_of *device)
{
	struct ia_change *kept = device ? find(diff, change) : NULL;

	if (!kept) {
		diff->changes = ia_grow(diff->arena, diff->changes, diff->count,
					&diff->room, sizeof(*diff->changes));
		kept = &diff->changes[diff->count++];
		*kept = *change;
	}
	if (!device)
		return;
	kept->devices = ia_grow(diff->arena, kept->devices, kept->count,
				&kept->room, sizeof(*kept->devices));
	kept->devices[kept->count++] = device;
}

/**
 * ia_diff_sort() - put differences in the order of the answer
 * @diff: the differences
 *
 * Concerns in which something got worse come first, and in each the worst.
 */
void ia_diff_sort(struct ia_diff *diff)
{
	struct ia_change *sorted = ia_alloc(diff->arena, diff->count, sizeof(*sorted));
	enum ia_trend worst[IA_CONCERNS], trend, top;
	enum ia_concern concern;
	size_t i, n = 0;

	for (concern = 0; concern < IA_CONCERNS; concern++)
		worst[concern] = IA_TRENDS;
	for (i = 0; i < diff->count; i++) {
		const struct ia_change *c = &diff->changes[i];

		if (c->trend < worst[c->concern])
			worst[c->concern] = c->trend;
	}
	for (top = 0; top < IA_TRENDS; top++) {
		for (concern = 0; concern < IA_CONCERNS; concern++) {
			for (trend = top; worst[concern] == top && trend < IA_TRENDS; trend++) {
				for (i = 0; i < diff->count; i++) {
					if (diff->changes[i].concern == concern &&
					    diff->changes[i].trend == trend)
						sorted[n++] = diff->changes[i];
				}
			}
		}
	}
	diff->changes = sorted;
}

/**
 * ia_diff_gather() - find out what is different between two readings
 * @old: the first one, joined
 * @now: the second one, joined
 * @diff: filled, in no order yet; lives as long as @now's arena
 */
void ia_diff_gather(const struct ia_machine *old, const struct ia_machine *now,
		    struct ia_diff *diff)
{
	*diff = (struct ia_diff){
		.arena = now->arena, .old = old, .now = now,
		.same_boot = strcmp(old->boot_text, "unknown") &&
			     !strcmp(old->boot_text, now->boot_text),
	};
	ia_diff_pair(diff);
	ia_diff_values(diff);
	ia_diff_host(diff);
	ia_diff_groups(diff);
	ia_diff_acs(diff);
	ia_diff_faults(diff);
}

/**
 * ia_concern_word() - a concern as a word that programs can rely on
 * @concern: the concern
 */
const char *ia_concern_word(enum ia_concern concern)
{
	static const char *const words[] = {
		[IA_CONCERN_IOMMU] = "iommu",
		[IA_CONCERN_HOST_DMA] = "host_dma",
		[IA_CONCERN_ISOLATION] = "isolation",
		[IA_CONCERN_DEVICES] = "devices",
		[IA_CONCERN_PASSTHROUGH] = "passthrough",
		[IA_CONCERN_VFS] = "virtual_functions",
		[IA_CONCERN_P2P] = "peer_to_peer",
		[IA_CONCERN_FAULTS] = "faults",
		[IA_CONCERN_SOFTWARE] = "software",
	};

	return words[concern];
}

/**
 * ia_trend_word() - a trend as a word that programs can rely on
 * @trend: the trend
 */
const char *ia_trend_word(enum ia_trend trend)
{
	static const char *const words[] = {
		[IA_WORSE] = "worse",
		[IA_UNTOLD] = "unknown",
		[IA_CHANGED] = "changed",
		[IA_BETTER] = "better",
	};

	return words[trend];
}
