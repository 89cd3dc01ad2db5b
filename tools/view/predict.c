// SPDX-License-Identifier: GPL-2.0
#include "predict.h"

#include <string.h>

#include "../judge/path.h"
#include "text.h"

static const char *reason(const struct ia_page *page, const void *object)
{
	return ia_predicted_text(page->machine, object);
}

static const char *fact(const struct ia_page *page, const void *object)
{
	const struct ia_predicted *one = object;

	return one->fact ? ia_fact_text(page->machine, one->fact, one->about) : NULL;
}

static const char *alias_quirk(const struct ia_page *page, const void *object)
{
	(void)page;
	return ia_alias_quirk_functions[((const struct ia_predicted *)object)->alias];
}

static const char *acs_quirk(const struct ia_page *page, const void *object)
{
	(void)page;
	return ia_acs_quirk_functions[((const struct ia_isolation *)object)->quirk];
}

static const struct ia_field function_fields[] = {
	IA_F(struct ia_device, address, NULL, ADDRESS, ""),
};

static const struct ia_answer function = { .about = "a function", IA_FIELDS(function_fields) };

static const struct ia_field isolation_fields[] = {
	IA_F(struct ia_isolation, isolates, "isolates", FLAG,
	     "the kernel takes it for kept apart from its neighbours"),
	IA_F_WORD(struct ia_isolation, by, "by", &ia_words_isolations, "what decides"),
	IA_F_SENTENCE("quirk", acs_quirk, "the kernel's function, for a quirk"),
};

static const struct ia_answer isolation = {
	.about = "whether a function is kept apart", IA_FIELDS(isolation_fields),
};

static const struct ia_field member_fields[] = {
	IA_F_POINTER(struct ia_predicted, device, "dev", &function, "the function"),
	IA_F_WORD(struct ia_predicted, rule, "rule", &ia_words_group_rules,
		  "by which rule it joined the group; none for the one with which it begins"),
	IA_F_POINTER(struct ia_predicted, with, "joined", &function,
		     "the member whose group it joined"),
	IA_F_POINTER(struct ia_predicted, at, "port", &function,
		     "the bridge or port at fault, for the rules of bridge, path and VMD"),
	IA_F_SENTENCE("alias_quirk", alias_quirk, "the kernel's function, for a DMA alias"),
	IA_F_OBJECT(struct ia_predicted, isolation, "isolation", &isolation,
		    "whether it is kept apart itself"),
	IA_F_WORD(struct ia_predicted, fact, "unknown_fact", &ia_words_unknown_facts,
		  "what its group depends on and is not known; null for a group that is known"),
	IA_F_SENTENCE("unknown_text", fact, "the same for people"),
	IA_F_SENTENCE("text", reason, "why it is in this group, for people"),
};

static const struct ia_answer member = {
	.about = "a member of a group that would be", IA_FIELDS(member_fields),
};

static const struct ia_field kernel_fields[] = {
	IA_F(struct ia_group, group, "kernel_group", NUMBER,
	     "the kernel's group of its first member that has one"),
};

static const struct ia_answer kernel_group = {
	.about = "the kernel's group", IA_FIELDS(kernel_fields),
};

static const struct ia_field group_fields[] = {
	IA_F(struct ia_predicted_group, known, "known", BOOL,
	     "its members are known; else they may be one group or several"),
	IA_F_OBJECT_POINTERS(struct ia_predicted_group, members, count, "members", &member,
			     "by address"),
	IA_F_POINTER(struct ia_predicted_group, kernel, "kernel", &kernel_group,
		     "the kernel's group of its first member that has one; null without"),
	IA_F(struct ia_predicted_group, same, "same", FLAG,
	     "the kernel's group has just these functions; null where there is nothing to compare"),
};

static const struct ia_answer group = {
	.about = "a group that would be", IA_FIELDS(group_fields),
};

static const struct ia_field prediction_fields[] = {
	IA_F(struct ia_prediction, nunknown, "functions_unknown", COUNT,
	     "functions whose group is not known"),
	IA_F(struct ia_prediction, ndiffer, "groups_differ", COUNT,
	     "groups that the kernel made otherwise"),
};

static const struct ia_answer prediction = {
	.about = "the groups that would be", IA_FIELDS(prediction_fields),
};

static const struct ia_field fields[] = {
	IA_F(struct ia_predict_answer, kernel, "kernel", STRING, "the kernel that would make them"),
	IA_F(struct ia_predict_answer, beyond, "beyond_tables", BOOL,
	     "it is older or newer than all kernels whose rules and quirks were read: those of "
	     "the nearest are taken"),
	IA_F(struct ia_predict_answer, with, "with", TEXT,
	     "parameters beside those of the machine's command line; null without"),
	IA_F(struct ia_predict_answer, off_by, "iommu_off_by", TEXT,
	     "the parameter that switches the IOMMU off, with which there are no groups; null "
	     "without"),
	IA_F(struct ia_predict_answer, as_read, "as_read", BOOL,
	     "control bits of ACS count as they were read; else as the kernel would leave them"),
	IA_F(struct ia_predict_answer, agree, "groups_agree", COUNT,
	     "groups that the kernel has just so"),
	IA_F_POINTER(struct ia_predict_answer, prediction, NULL, &prediction, ""),
	IA_F_OBJECTS(struct ia_predict_answer, groups, ngroups, "groups", &group,
		     "by their first members"),
};

/* So many groups, or functions of a slot, share a line of a page that nobody searches. */
#define FOLDED	3

/* In a pipe each function stands by itself: what is alike is folded on a terminal. */
static bool folds(const struct ia_page *page)
{
	return page->out->width;
}

static const char *name_of(const struct ia_page *page, const struct ia_predicted *one)
{
	return ia_machine_address(page->machine, one->device->address);
}

static const char *cause_of(const struct ia_page *page, const struct ia_predicted *one)
{
	return one->known ? ia_predicted_cause(page->machine, one) : NULL;
}

static bool same_cause(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* How many functions of one slot without a gap, from one member of a group on. */
static size_t in_a_row(const struct ia_predicted_group *g, size_t first)
{
	const struct ia_predicted *const *one = &g->members[first];
	size_t n = 1;

	while (first + n < g->count &&
	       ia_same_slot(one[n]->device, one[0]->device) &&
	       one[n]->device->address == one[0]->device->address + n)
		n++;
	return n;
}

static const char *devices(const struct ia_page *page, const struct ia_predicted_group *g)
{
	struct ia_buf buf = { .arena = page->arena };
	size_t i, n;

	for (i = 0; i < g->count; i += n) {
		n = folds(page) ? in_a_row(g, i) : 1;
		if (n < FOLDED)
			n = 1;
		ia_buf_add(&buf, "%s%s", i ? " " : "", name_of(page, g->members[i]));
		if (n > 1)
			ia_buf_add(&buf, " … %s", name_of(page, g->members[i + n - 1]));
	}
	return buf.text;
}

/* Neighbours that are in the group by one cause, said at once. */
struct neighbours {
	const char *cause;
	struct ia_buf who;
	size_t count;
};

static void say_neighbours(struct ia_buf *buf, const struct neighbours *some)
{
	if (some->count)
		ia_buf_add(buf, "%s%s %s %s", buf->len ? "; " : "", some->who.text,
			   some->count > 1 ? "are" : "is", some->cause);
}

/* What all members but the first have in common as their cause, or NULL. */
static const char *of_others(const struct ia_page *page, const struct ia_predicted_group *g)
{
	const char *cause;
	size_t i;

	if (g->count < FOLDED || cause_of(page, g->members[0]))
		return NULL;
	cause = cause_of(page, g->members[1]);
	for (i = 0; i < g->count; i++) {
		if (!g->members[i]->known)
			return NULL;
		if (i && !same_cause(cause_of(page, g->members[i]), cause))
			return NULL;
	}
	return cause;
}

static const char *because(const struct ia_page *page, const struct ia_predicted_group *g)
{
	const char *others = folds(page) ? of_others(page, g) : NULL;
	struct ia_buf buf = { .arena = page->arena };
	struct neighbours some = { 0 };
	const char *unknown = NULL;
	size_t i;

	if (others)
		return ia_format(page->arena, "the others are %s", others);
	for (i = 0; i < g->count; i++) {
		const struct ia_predicted *one = g->members[i];
		const char *cause = cause_of(page, one);

		if (!one->known && !unknown)
			unknown = ia_predicted_text(page->machine, one);
		if (!cause)
			continue;
		if (some.count && strcmp(some.cause, cause)) {
			say_neighbours(&buf, &some);
			some.count = 0;
		}
		if (!some.count)
			some = (struct neighbours){ .cause = cause, .who.arena = page->arena };
		ia_buf_add(&some.who, "%s%s", some.count++ ? ", " : "", name_of(page, one));
	}
	if (g->count == 1 && some.count)
		return some.cause;
	say_neighbours(&buf, &some);
	if (unknown)
		ia_buf_add(&buf, "%s%s", buf.len ? "; " : "", unknown);
	return buf.text ?: "-";
}

static const char *kernels(const struct ia_page *page, const struct ia_predicted_group *g,
			   enum ia_state *state)
{
	*state = IA_PLAIN;
	if (!g->kernel)
		return "-";
	if (g->same == IA_YES)
		return ia_number_text(page->arena, g->kernel->group);
	*state = IA_ATTENTION;
	return g->same == IA_NO ? "differs" : "unknown";
}

/* Whether a group of one function goes on where another one ends, and is so for the same. */
static bool goes_on(const struct ia_page *page, const struct ia_predicted_group *a,
		    const struct ia_predicted_group *b)
{
	const struct ia_predicted *one = a->members[0], *next = b->members[0];

	if (a->count != 1 || b->count != 1 || !a->known || !b->known ||
	    one->device + 1 != next->device ||
	    !same_cause(cause_of(page, one), cause_of(page, next)))
		return false;
	if (!a->kernel || !b->kernel)
		return !a->kernel && !b->kernel;
	return a->same == IA_YES && b->same == IA_YES &&
	       a->kernel->group.n + 1 == b->kernel->group.n;
}

/* How many groups share a line, from one on. */
static size_t alike(const struct ia_page *page, const struct ia_predict_answer *a, size_t first)
{
	size_t n = 1;

	while (folds(page) && first + n < a->ngroups &&
	       goes_on(page, &a->groups[first + n - 1], &a->groups[first + n]))
		n++;
	return n < FOLDED ? 1 : n;
}

static void show_head(const struct ia_page *page, const struct ia_predict_answer *a)
{
	const struct ia_prediction *p = a->prediction;
	struct ia_arena *arena = page->arena;
	const char *items[5];
	size_t n = 0;

	items[n++] = a->kernel.known ? ia_format(arena, "Linux %s", a->kernel.text) :
				       "unknown: say which with --kernel";
	if (ia_quirks_too_new(a->release))
		items[n++] = ia_format(arena, "newer than %d.%d, whose rules and quirks are taken",
				       IA_NEWEST_MAJOR, IA_NEWEST_MINOR);
	if (ia_quirks_too_old(a->release))
		items[n++] = ia_format(arena, "older than %d.%d, whose rules and quirks are taken",
				       IA_OLDEST_MAJOR, IA_OLDEST_MINOR);
	if (a->with)
		items[n++] = ia_format(arena, "with %s%s", a->with,
				       a->idle ? ", which does not affect groups" : "");
	ia_out_list(page->out, "Kernel    ", items, n, IA_PLAIN);

	n = 0;
	items[n++] = ia_format(arena, "%zu predicted", p->ngroups);
	if (ia_has_groups(page->machine))
		items[n++] = a->agree == p->ngroups ? "all as the kernel has them" :
			     ia_format(arena, "%zu as the kernel has them", a->agree);
	if (p->ndiffer)
		items[n++] = ia_format(arena, "%zu differ from the kernel's", p->ndiffer);
	if (ia_has_groups(page->machine) && a->alien)
		items[n++] = ia_format(arena, "%zu of devices without a group now", a->alien);
	if (p->nunknown)
		items[n++] = ia_format(arena, "unknown for %s",
				       ia_some(arena, p->nunknown, "function", "functions"));
	ia_out_list(page->out, "Groups    ", items, n, IA_PLAIN);

	items[0] = a->as_read ? "control bits as they were read" :
				"control bits as the kernel would leave them with an IOMMU on";
	ia_out_list(page->out, "ACS       ", items, 1, IA_PLAIN);
	if (a->off_by) {
		items[0] = ia_format(arena, "%s: no groups; those below assume it is removed",
				     a->off_by);
		ia_out_list(page->out, "IOMMU off ", items, 1, IA_ATTENTION);
	}
	ia_out_text(page->out, IA_PLAIN, "\n");
}

static const struct ia_column columns[] = {
	{ "KERNEL'S", IA_COLUMN_RIGHT, 0,
		.about = "the group that the kernel has", .name = "kernel" },
	{ "DEVICES", IA_COLUMN_WRAP, 0, .about = "its functions" },
	{ "BECAUSE", IA_COLUMN_WRAP, 1, .about = "why they are together" },
};

const struct ia_columns ia_predict_columns = IA_COLUMNS(columns);

static void show(const struct ia_page *page, const void *object)
{
	const struct ia_predict_answer *a = object;
	struct ia_table *table = ia_table_new(page->arena, columns,
					      sizeof(columns) / sizeof(*columns));
	size_t i, n;

	show_head(page, a);
	for (i = 0; i < a->ngroups; i += n) {
		const struct ia_predicted_group *g = &a->groups[i], *last;
		long row = ia_table_row(table, -1);
		enum ia_state state;
		const char *kernel = kernels(page, g, &state), *who = devices(page, g);

		n = alike(page, a, i);
		last = &a->groups[i + n - 1];
		if (n > 1)
			who = ia_format(page->arena, "%s … %s: %zu groups of one", who,
					devices(page, last), n);
		if (n > 1 && g->kernel)
			kernel = ia_format(page->arena, "%s … %s", kernel,
					   kernels(page, last, &state));
		ia_table_set(table, row, 0, state, kernel);
		ia_table_set(table, row, 1, g->known ? IA_PLAIN : IA_ATTENTION, who);
		ia_table_set(table, row, 2, IA_PLAIN, because(page, g));
	}
	ia_table_print(page->out, table);
}

const struct ia_answer ia_answer_predict = {
	.kind = "iommu_audit predicted_groups", .about = "IOMMU groups that a kernel would make",
	IA_FIELDS(fields), .page = show,
};
