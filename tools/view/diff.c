// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <string.h>

#include "text.h"

/* Functions that one difference names. */
#define NAMED	4

enum { MARK, WHAT, TEXT };

static const struct ia_column columns[] = {
	[MARK] = { "", 0, .drop = 0 },
	[WHAT] = { "", 0, .drop = 0 },
	[TEXT] = { "", IA_COLUMN_WRAP, .drop = 0 },
};

/* By enum ia_trend; the last one is of what got worse and matters to the profile. */
static const struct ia_diff_mark marks[IA_NTRENDS + 1] = {
	[IA_TREND_WORSE] = { "!", "worse", IA_ATTENTION },
	[IA_TREND_INCONCLUSIVE] = { "?", "inconclusive", IA_ATTENTION },
	[IA_TREND_CHANGED] = { "~", "changed", IA_PLAIN },
	[IA_TREND_BETTER] = { "+", "better", IA_GOOD },
	[IA_NTRENDS] = { "✗", "worse for the profile", IA_BROKEN },
};

static const char *const headings[IA_NCATEGORIES] = {
	[IA_CATEGORY_PLATFORM] = "Board, firmware and processors",
	[IA_CATEGORY_IOMMU] = "IOMMU",
	[IA_CATEGORY_HOST_DMA] = "DMA of host drivers",
	[IA_CATEGORY_ISOLATION] = "Isolation: groups and ACS",
	[IA_CATEGORY_DEVICES] = "Devices",
	[IA_CATEGORY_PASSTHROUGH] = "Passthrough",
	[IA_CATEGORY_VFS] = "Virtual functions",
	[IA_CATEGORY_P2P] = "Peer to peer",
	[IA_CATEGORY_FAULTS] = "Faults",
	[IA_CATEGORY_SOFTWARE] = "Kernel and command line",
};

static const char *name(const struct ia_page *page, const struct ia_diff *diff,
			const struct ia_pair_of *p)
{
	const char *old = p->old ? ia_machine_address(diff->old, p->old->address) : NULL;
	const char *now = p->now ? ia_machine_address(diff->now, p->now->address) : NULL;
	const char *at = p->how != IA_PAIR_INCONCLUSIVE ? "" : old ? "was at " : "is at ";

	if (!old || !now)
		return ia_format(page->arena, "%s%s %s", at, old ? old : now,
				 ia_label(diff->now, p->is));
	return p->old->address == p->now->address ? now :
	       ia_format(page->arena, "%s → %s", old, now);
}

/**
 * ia_diff_who() - the functions that a difference is about
 * @page: where it is shown
 * @diff: whose difference
 * @change: the difference
 */
const char *ia_diff_who(const struct ia_page *page, const struct ia_diff *diff,
			const struct ia_change *change)
{
	const char *subject = ia_diff_subject(page, change);
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	if (subject)
		ia_buf_add(&buf, "%s%s", subject, change->count ? " of " : "");
	for (i = 0; i < change->count && i < NAMED; i++)
		ia_buf_add(&buf, "%s%s", i ? ", " : "", name(page, diff, change->devices[i]));
	if (change->count == 1 && change->devices[0]->old && change->devices[0]->now)
		ia_buf_add(&buf, " %s", ia_label(diff->now, change->devices[0]->now));
	if (change->count > NAMED)
		ia_buf_add(&buf, " and %zu more", change->count - NAMED);
	if (change->peer)
		ia_buf_add(&buf, " with %s", name(page, diff, change->peer));
	return buf.text;
}

/* Titles take the same columns in the tables of all categories. */
static int title_size(const struct ia_diff *diff)
{
	size_t most = 0, i;

	for (i = 0; i < diff->count; i++) {
		size_t size = strlen(ia_diff_title(diff->changes[i].rule));

		most = size > most ? size : most;
	}
	return most;
}

static size_t mark_of(const struct ia_change *change)
{
	return change->matters ? IA_NTRENDS : change->trend;
}

static void add(const struct ia_page *page, struct ia_table *table, const struct ia_diff *diff,
		const struct ia_change *change, int size)
{
	size_t mark = mark_of(change);
	const char *about = ia_diff_who(page, diff, change);
	const char *became = ia_diff_values_text(page, change);
	const char *meaning = ia_diff_meaning(page, change);
	long row = ia_table_row(table, -1);

	ia_table_set(table, row, MARK, marks[mark].state, marks[mark].mark);
	ia_table_set(table, row, WHAT, marks[mark].state,
		     ia_format(page->arena, "%-*s ", size, ia_diff_title(change->rule)));
	if (about && became)
		about = ia_format(page->arena, "%s: %s", about, became);
	ia_table_set(table, row, TEXT, IA_PLAIN, about ? about : became);
	if (meaning) {
		row = ia_table_row(table, -1);
		ia_table_set(table, row, TEXT, IA_PLAIN, meaning);
	}
}

static void tables(const struct ia_page *page, const struct ia_diff *diff)
{
	int size = title_size(diff);
	size_t i = 0;

	while (i < diff->count) {
		struct ia_table *table = ia_table_new(page->arena, columns,
						      sizeof(columns) / sizeof(*columns));
		enum ia_category category = diff->changes[i].category;

		ia_out_text(page->out, IA_PLAIN,
			    ia_format(page->arena, "\n%s\n", headings[category]));
		for (; i < diff->count && diff->changes[i].category == category; i++)
			add(page, table, diff, &diff->changes[i], size);
		ia_table_print(page->out, table);
	}
}

static void head(const struct ia_page *page, const char *label, const struct ia_machine *m,
		 bool same_boot)
{
	const char *const items[] = {
		m->baseline == IA_YES ? "baseline" : ia_text(&m->time),
		ia_format(page->arena, "kernel %s", ia_text(&m->kernel)),
		ia_text(&m->cmdline), "same boot",
	};

	ia_out_list(page->out, label, items, same_boot ? 4 : 3, IA_PLAIN);
}

/* The area that differences of a category are of. */
const char *ia_diff_heading(enum ia_category category)
{
	return headings[category];
}

/* How a difference is marked. */
const struct ia_diff_mark *ia_diff_mark(const struct ia_change *change)
{
	return &marks[mark_of(change)];
}

/**
 * ia_diff_sums() - how many differences there are, of each trend
 * @page: where it is shown
 * @answer: the differences
 * @items: filled, IA_DIFF_SUMS at most; the first one is the verdict
 *
 * Return: how many.
 */
size_t ia_diff_sums(const struct ia_page *page, const struct ia_diff_answer *answer,
		    const char **items)
{
	size_t i, n = 1;

	items[0] = ia_format(page->arena, answer->matter ?
			     "%s: worse in %zu ways that matter to the profile" :
			     answer->diff.other ? "%s: unknown, the baseline is of other hardware" :
			     answer->untold || answer->unknown ?
			     "%s: nothing relevant to the profile is known to have got worse" :
			     "%s: nothing relevant to the profile got worse",
			     answer->profile, answer->matter);
	if (answer->matter == 1)
		items[0] = ia_format(page->arena, "%s: worse in one way that matters to the "
				     "profile",
				     answer->profile);
	for (i = 0; i < IA_NTRENDS; i++) {
		if (answer->trends[i])
			items[n++] = ia_format(page->arena, "%zu %s", answer->trends[i],
					       marks[i].means);
	}
	if (!answer->diff.count && !answer->diff.other)
		items[n++] = "no differences";
	return n;
}

static void sums(const struct ia_page *page, const struct ia_diff_answer *answer)
{
	const char *items[IA_DIFF_SUMS];
	size_t n = ia_diff_sums(page, answer, items);

	ia_out_list(page->out, "", items, n, answer->matter ? IA_BROKEN :
		    answer->diff.other ? IA_ATTENTION : IA_GOOD);
}

static void untold(const struct ia_page *page, const struct ia_diff *diff)
{
	const char *items[IA_DIFF_UNTOLDS];
	size_t n = ia_diff_untold_texts(page, diff, items), i;

	if (n)
		ia_out_text(page->out, IA_PLAIN, "\nNot compared\n");
	for (i = 0; i < n; i++)
		ia_out_list(page->out, "  ", &items[i], 1, IA_PLAIN);
}

/* Only the marks that occur. */
static void legend(const struct ia_page *page, const struct ia_diff *diff)
{
	bool used[IA_NTRENDS + 1] = { false };
	const char *items[IA_NTRENDS + 1];
	size_t i, n = 0;

	for (i = 0; i < diff->count; i++)
		used[mark_of(&diff->changes[i])] = true;
	for (i = 0; i <= IA_NTRENDS; i++) {
		/* The last one, which is the worst, comes first. */
		size_t mark = (i + IA_NTRENDS) % (IA_NTRENDS + 1);

		if (used[mark])
			items[n++] = ia_format(page->arena, "%s %s", marks[mark].mark,
					       marks[mark].means);
	}
	if (!n)
		return;
	ia_out_text(page->out, IA_PLAIN, "\n");
	ia_out_list(page->out, "", items, n, IA_PLAIN);
}

static void page(const struct ia_page *page, const void *object)
{
	const struct ia_diff_answer *answer = object;
	const struct ia_diff *diff = &answer->diff;

	sums(page, answer);
	head(page, "old  ", diff->old, false);
	head(page, "new  ", diff->now, diff->same_boot);
	if (diff->other)
		ia_out_text(page->out, IA_ATTENTION,
			    ia_format(page->arena, "%s\n", ia_diff_other_text(page, diff)));
	else if (diff->two_hosts)
		ia_out_text(page->out, IA_ATTENTION,
			    "These are two different hosts: system, board and processor differ, "
			    "where both are known.\n");
	tables(page, diff);
	untold(page, diff);
	legend(page, diff);
}

static const char *vendor(const struct ia_page *page, const void *object)
{
	return ia_format(page->arena, "0x%04llx",
			 (unsigned long long)((const struct ia_device *)object)->vendor.n);
}

static const char *device(const struct ia_page *page, const void *object)
{
	return ia_format(page->arena, "0x%04llx",
			 (unsigned long long)((const struct ia_device *)object)->device.n);
}

static const char *subject(const struct ia_page *page, const void *object)
{
	return ia_diff_subject(page, object);
}

static const char *meaning(const struct ia_page *page, const void *object)
{
	return ia_diff_meaning(page, object);
}

static const char *fault(const struct ia_page *page, const void *object)
{
	const struct ia_change *change = object;
	const struct ia_fault_status *item = change->detail;

	return change->note == IA_DIFF_NOTE_FAULT ? ia_fault_reason(page->arena, item->fault) :
						    NULL;
}

static const char *other(const struct ia_page *page, const void *object)
{
	const struct ia_diff_answer *answer = object;

	return ia_diff_other_text(page, &answer->diff);
}

static const struct ia_field reading_fields[] = {
	IA_F(struct ia_machine, kernel, "kernel", STRING, "release of its kernel"),
	IA_F(struct ia_machine, cmdline, "cmdline", STRING, "its command line"),
	IA_F(struct ia_machine, time, "time", STRING, "when it was read"),
	IA_F(struct ia_machine, boot_id, "boot_id", STRING, "id of its boot"),
	IA_F(struct ia_machine, baseline, "baseline", FLAG, "it is a baseline"),
};

static const struct ia_answer reading = {
	.about = "one of the two readings", IA_FIELDS(reading_fields),
};

static const struct ia_field place_fields[] = {
	IA_F(struct ia_device, address, NULL, ADDRESS, "where it is"),
};

static const struct ia_answer place = { .about = "an address", IA_FIELDS(place_fields) };

static const struct ia_field what_fields[] = {
	IA_F_SENTENCE("vendor", vendor, "Vendor ID"),
	IA_F_SENTENCE("device", device, "Device ID"),
	IA_F(struct ia_device, name, "name", TEXT, "its model or its class"),
};

static const struct ia_answer what = {
	.about = "what a function is", IA_FIELDS(what_fields),
};

static const struct ia_field function_fields[] = {
	IA_F_POINTER(struct ia_pair_of, old, "old", &place, "where it was; null when it was added"),
	IA_F_POINTER(struct ia_pair_of, now, "new", &place,
		     "where it is; null when it was removed"),
	IA_F_POINTER(struct ia_pair_of, is, NULL, &what, "what it is"),
};

static const struct ia_answer function = {
	.about = "a function in the two readings", IA_FIELDS(function_fields),
};

static const struct ia_field change_fields[] = {
	IA_F_WORD(struct ia_change, rule, "rule", &ia_words_diff_rules, "what is different"),
	IA_F_WORD(struct ia_change, category, "category", &ia_words_categories,
		  "affected area"),
	IA_F_WORD(struct ia_change, trend, "trend", &ia_words_trends,
		  "inconclusive: unknown in one of the two readings"),
	IA_F(struct ia_change, matters, "worse_for_profile", BOOL,
	     "it is worse for the profile"),
	IA_F_SENTENCE("subject", subject, "the subject, where it is not a function"),
	IA_F_OBJECT_POINTERS(struct ia_change, devices, count, "devices", &function,
			     "the affected functions"),
	IA_F_POINTER(struct ia_change, peer, "peer", &function,
		     "the function at the other end of a path"),
	IA_F(struct ia_change, old, "old", VALUE,
	     "old value; of a list, entries only in the old reading"),
	IA_F(struct ia_change, now, "new", VALUE, "new value, likewise"),
	IA_F_SENTENCE("fault", fault, "the reason, of faults of one source"),
	IA_F_SENTENCE("meaning", meaning, "what follows from it"),
};

static const struct ia_answer change = {
	.about = "a difference, of all functions that have it", IA_FIELDS(change_fields),
};

static const struct ia_field untold_fields[] = {
	IA_F_WORD(struct ia_untold, rule, "rule", &ia_words_diff_rules,
		  "as what a difference would be told"),
	IA_F_WORD(struct ia_untold, category, "category", &ia_words_categories, "affected area"),
	IA_F_WORD(struct ia_untold, why, "why", &ia_words_untold,
		  "left_out: of a baseline; redacted: by snapshot --redact"),
	IA_F(struct ia_untold, count, "functions", COUNT, "functions it is about; 0 for the host"),
	IA_F_LIST(struct ia_untold, names.items, names.count, "parameters", TEXT,
		  "parameters of the command line whose values were left out"),
};

static const struct ia_answer untold_fact = {
	.about = "a fact of which nothing can be said", IA_FIELDS(untold_fields),
};

#define TREND(name, word, about_)						\
	{ .key = word, .kind = IA_FIELD_COUNT,					\
	  .offset = IA_TREND_##name * sizeof(size_t), .about = about_ }

static const struct ia_field trend_fields[] = {
	TREND(WORSE, "worse", "those that are worse"),
	TREND(INCONCLUSIVE, "inconclusive", "unknown in one of the two readings"),
	TREND(CHANGED, "changed", "those that are neither better nor worse"),
	TREND(BETTER, "better", "those that are better"),
};

static const struct ia_answer trends = {
	.about = "differences by trend", IA_FIELDS(trend_fields),
};

static const struct ia_field fields[] = {
	IA_F_POINTER(struct ia_diff_answer, diff.old, "old", &reading, "the first reading"),
	IA_F_POINTER(struct ia_diff_answer, diff.now, "new", &reading, "the second one"),
	IA_F(struct ia_diff_answer, diff.same_boot, "same_boot", BOOL,
	     "false also when unknown"),
	IA_F(struct ia_diff_answer, diff.two_hosts, "two_hosts", BOOL,
	     "system, board and processor differ, those of them that both readings know"),
	IA_F(struct ia_diff_answer, profile, "profile", TEXT, "the profile that judges"),
	IA_F(struct ia_diff_answer, matter, "worse_for_profile", COUNT,
	     "differences that are bad for the profile; the exit code is 1 when there is one"),
	IA_F_OBJECT(struct ia_diff_answer, trends, "counts", &trends, "differences by trend"),
	IA_F_OBJECTS(struct ia_diff_answer, diff.changes, diff.count, "changes", &change,
		     "worse first"),
	IA_F_SENTENCE("other_hardware", other,
		      "why nothing was compared: a baseline is of other hardware"),
	IA_F(struct ia_diff_answer, unknown, "unknown_for_profile", COUNT,
	     "what matters to the profile and may have got worse: inconclusive differences, and "
	     "facts that were not compared because they are unknown"),
	IA_F_OBJECTS(struct ia_diff_answer, diff.untold, diff.nuntold, "not_compared", &untold_fact,
		     "facts of which nothing can be said"),
};

const struct ia_answer ia_answer_diff = {
	.kind = "iommu_audit diff", .about = "differences between two readings",
	IA_FIELDS(fields), .page = page,
};
