// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include "kind.h"

static const struct ia_key serial_key = {
	.name = "serial", .kind = IA_KEY_TEXT, .offset = offsetof(struct ia_host_device, serial),
};

/* Another card in the same slot: what belongs to the slot stays as it was. */
static void tell_replaced(struct ia_diff *diff, const struct ia_pair_of *p)
{
	struct ia_change change = {
		.rule = IA_DIFF_REPLACED, .trend = IA_TREND_CHANGED,
		.old = { &serial_key, p->old->host }, .now = { &serial_key, p->now->host },
	};

	ia_diff_add(diff, &change, p);
}

static void tell_moved(struct ia_diff *diff, const struct ia_pair_of *p)
{
	bool same = p->old->address == p->now->address;
	struct ia_change change = {
		.rule = p->how == IA_PAIR_MOVED ? IA_DIFF_MOVED : IA_DIFF_RENUMBERED,
		.trend = p->taken ? IA_TREND_WORSE : IA_TREND_CHANGED,
		.note = same ? IA_DIFF_NOTE_OTHER_BRIDGES :
			p->taken ? IA_DIFF_NOTE_ADDRESS_TAKEN : IA_DIFF_NOTE_NONE,
	};

	if (p->how == IA_PAIR_MOVED || !same)
		ia_diff_add(diff, &change, p);
}

/* A VF that was added or removed with the number of VFs is told by that number. */
static bool told_by_pf(const struct ia_diff *diff, const struct ia_pair_of *p)
{
	const struct ia_pair_of *pf = p->old ? ia_diff_of_old(diff, p->old->pf) :
					       ia_diff_of_now(diff, p->now->pf);

	if (!ia_is_vf(p->is) || !pf)
		return false;
	return !pf->old || !pf->now || pf->old->numvfs.known != pf->now->numvfs.known ||
	       pf->old->numvfs.n != pf->now->numvfs.n;
}

/* A card that was replaced by another one of its kind shows in its serial number alone. */
static void tell_serial(struct ia_diff *diff, const struct ia_pair_of *p)
{
	bool redacted = diff->old->redacted == IA_YES || diff->now->redacted == IA_YES;

	if (diff->baseline || redacted)
		ia_diff_untold(diff, IA_DIFF_REPLACED, diff->baseline ? IA_UNTOLD_BASELINE :
			       IA_UNTOLD_REDACTED, ia_is_vf(p->is) ? NULL : p);
}

/**
 * ia_diff_place() - tell whether a function is there, and where
 * @diff: with pairs; what is found is added
 * @pair: the function
 */
void ia_diff_place(struct ia_diff *diff, const struct ia_pair_of *pair)
{
	static const struct ia_change presence[] = {
		[IA_PAIR_ADDED] = { .rule = IA_DIFF_ADDED, .trend = IA_TREND_CHANGED },
		[IA_PAIR_REMOVED] = { .rule = IA_DIFF_REMOVED, .trend = IA_TREND_WORSE },
		[IA_PAIR_INCONCLUSIVE] = { .rule = IA_DIFF_WHICH,
					   .trend = IA_TREND_INCONCLUSIVE },
	};
	static const struct ia_change elsewhere[] = {
		[IA_PAIR_ADDED] = { .rule = IA_DIFF_ONLY_NEW, .trend = IA_TREND_CHANGED },
		[IA_PAIR_REMOVED] = { .rule = IA_DIFF_ONLY_OLD, .trend = IA_TREND_CHANGED },
	};
	const struct ia_change *is = diff->two_hosts && pair->how != IA_PAIR_INCONCLUSIVE ?
				     elsewhere : presence;

	if (!pair->old || !pair->now) {
		if (!told_by_pf(diff, pair))
			ia_diff_add(diff, &is[pair->how], pair);
		return;
	}
	if (pair->how == IA_PAIR_REPLACED)
		tell_replaced(diff, pair);
	else
		tell_serial(diff, pair);
	tell_moved(diff, pair);
}
