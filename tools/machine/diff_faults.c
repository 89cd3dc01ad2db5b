// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include "faults.h"

/* The figure of all units, in struct ia_faults; that since the old reading; of one source. */
static const struct ia_key total_key = {
	.name = "records", .kind = IA_KEY_COUNT, .offset = offsetof(struct ia_faults, sums.records),
};

static const struct ia_key since_key = {
	.name = "records", .kind = IA_KEY_COUNT, .offset = offsetof(struct ia_fault_sums, records),
};

static const struct ia_key fresh_key = {
	.name = "count", .kind = IA_KEY_COUNT, .offset = offsetof(struct ia_fault_status, fresh),
};

/* Of a reading that sees none. */
static const struct ia_faults unseen;

/* Counters of two boots do not continue each other: each for itself. */
static void tell_boots(struct ia_diff *diff, struct ia_change *change, bool before, bool after)
{
	change->trend = !before ? IA_TREND_WORSE : after ? IA_TREND_CHANGED : IA_TREND_BETTER;
	change->note = !before ? IA_DIFF_NOTE_FIRST_FAULTS :
		       after ? IA_DIFF_NOTE_EACH_BOOT : IA_DIFF_NOTE_NO_FAULTS;
	if (before || after)
		ia_diff_add(diff, change, NULL);
}

/* Return: whether there were any. */
static bool tell_source(struct ia_diff *diff, const struct ia_fault_status *status)
{
	struct ia_change change = {
		.rule = IA_DIFF_FAULTS, .trend = IA_TREND_WORSE,
		.note = IA_DIFF_NOTE_FAULT, .detail = status,
		.alike = (uint64_t)status->vendor << 32 |
			 (status->fault ? status->fault->reason.n : 0),
		.old = { &fresh_key, NULL }, .now = { &fresh_key, status },
	};

	if (!status->fresh.known || !status->fresh.n)
		return false;
	if (!status->device)
		change.subject.kind = IA_SUBJECT_SOURCE;
	ia_diff_add(diff, &change, ia_diff_of_now(diff, status->device));
	return true;
}

/* One line for each source and reason that was blocked since. */
static void tell_since(struct ia_diff *diff, const struct ia_faults *now)
{
	struct ia_change gone = {
		.rule = IA_DIFF_FAULTS, .trend = IA_TREND_WORSE,
		.note = IA_DIFF_NOTE_UNATTRIBUTED, .subject = { IA_SUBJECT_ALL, 0, NULL },
		.old = { &since_key, NULL }, .now = { &since_key, now->fresh },
	};
	bool told = false;
	size_t i;

	for (i = 0; i < now->count; i++)
		told |= tell_source(diff, &now->items[i]);
	if (now->other)
		told |= tell_source(diff, now->other);
	if (!told && now->fresh->records.known && now->fresh->records.n)
		ia_diff_add(diff, &gone, NULL);
}

static bool sees_none(const struct ia_faults *faults)
{
	return faults->unseen != IA_SEEN && faults->unseen != IA_UNSEEN_PARTLY;
}

/**
 * ia_diff_faults() - tell what was blocked between the two readings
 * @diff: with pairs; what is found is added
 */
void ia_diff_faults(struct ia_diff *diff)
{
	struct ia_faults *old = ia_alloc(diff->arena, 2, sizeof(*old)), *now = old + 1;
	struct ia_change change = {
		.rule = IA_DIFF_FAULTS, .trend = IA_TREND_INCONCLUSIVE,
		.subject = { IA_SUBJECT_ALL, 0, NULL },
	};

	ia_faults_gather(diff->old, old);
	ia_faults_gather(diff->now, now);
	change.old = (struct ia_value){ &total_key, sees_none(old) ? &unseen : old };
	change.now = (struct ia_value){ &total_key, sees_none(now) ? &unseen : now };
	if (diff->baseline) {
		ia_diff_untold(diff, IA_DIFF_FAULTS, IA_UNTOLD_BASELINE, NULL);
		return;
	}
	if (sees_none(old) && sees_none(now)) {
		ia_diff_untold(diff, IA_DIFF_FAULTS, IA_UNTOLD_BOTH, NULL);
		return;
	}
	if (sees_none(old) || sees_none(now)) {
		change.note = IA_DIFF_NOTE_UNSEEN;
		change.detail = sees_none(old) ? old : now;
	} else if (!old->sums.records.known || !now->sums.records.known) {
		change.note = IA_DIFF_NOTE_UNCOUNTED;
	} else if (diff->same_boot) {
		change.note = IA_DIFF_NOTE_NOT_SINCE;
		change.alike = ia_faults_since(diff->now, now, diff->old, old);
		if (change.alike == IA_SINCE_OK) {
			tell_since(diff, now);
			return;
		}
	} else {
		tell_boots(diff, &change, old->sums.records.n, now->sums.records.n);
		return;
	}
	ia_diff_add(diff, &change, NULL);
}
