// SPDX-License-Identifier: GPL-2.0
#include "class.h"

#include "diff.h"
#include "text.h"

/* Nodes that a value, and the list of those apart, names. */
#define NAMED	8
/* Values of a fact without a majority, and facts of all, that are shown. */
#define VALUES	6
#define FACTS	200

enum { WHAT, TEXT };

static const struct ia_column columns[] = {
	[WHAT] = { "", 0, .drop = 0 },
	[TEXT] = { "", IA_COLUMN_WRAP, .drop = 0 },
};

static const char *const parts[] = { "system", "board", "processor" };
static const char *const apart_words[IA_APARTS] = {
	[IA_APART_NOT] = "not", [IA_APART_HARDWARE] = "other_hardware",
	[IA_APART_UNKNOWN] = "unknown_hardware", [IA_APART_FUNCTIONS] = "other_functions",
};

static const struct ia_wordlist ia_words_apart = { apart_words, IA_APARTS, NULL };

static const char *names(const struct ia_page *page, const char *const *items, size_t count)
{
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	for (i = 0; i < count && i < NAMED; i++)
		ia_buf_add(&buf, "%s%s", i ? ", " : "", items[i]);
	if (count > NAMED)
		ia_buf_add(&buf, " and %zu more", count - NAMED);
	return buf.text ? buf.text : "";
}

static const char *value_text(const struct ia_class_value *value)
{
	return value->text ? ia_diff_word(value->fact->rule, value->shown) : value->shown;
}

static void add_fact(const struct ia_page *page, struct ia_table *table,
		     const struct ia_class_fact *fact)
{
	const struct ia_class_value *first = &fact->sorted[0];
	const char *about = fact->subject ? ia_format(page->arena, "%s: ", fact->subject) : "";
	long row = ia_table_row(table, -1);
	size_t i;

	ia_table_set(table, row, WHAT, IA_ATTENTION,
		     ia_format(page->arena, "%s ", ia_diff_title(fact->rule)));
	if (fact->majority)
		ia_table_set(table, row, TEXT, IA_PLAIN,
			     ia_format(page->arena, "%s%s on %zu of %zu", about, value_text(first),
				       first->count, fact->known));
	else
		ia_table_set(table, row, TEXT, IA_PLAIN,
			     ia_format(page->arena, "%sno majority among %zu nodes", about,
				       fact->known));
	for (i = fact->majority; i < fact->nsorted && i < VALUES; i++) {
		const struct ia_class_value *v = &fact->sorted[i];

		row = ia_table_row(table, -1);
		ia_table_set(table, row, TEXT, IA_PLAIN,
			     ia_format(page->arena, "  %s on %zu: %s", value_text(v), v->count,
				       names(page, v->names, v->count)));
	}
	if (i < fact->nsorted) {
		row = ia_table_row(table, -1);
		ia_table_set(table, row, TEXT, IA_PLAIN,
			     ia_format(page->arena, "  and %zu more values", fact->nsorted - i));
	}
	if (fact->untold) {
		row = ia_table_row(table, -1);
		ia_table_set(table, row, TEXT, IA_PLAIN,
			     ia_format(page->arena, "  not compared on %s: unknown",
				       ia_some(page->arena, fact->untold, "node", "nodes")));
	}
}

static void show_facts(const struct ia_page *page, const struct ia_class *class)
{
	size_t i = 0;

	while (i < class->nodd && i < FACTS) {
		enum ia_category category = class->odd[i].category;
		struct ia_table *table = ia_table_new(page->arena, columns,
						      sizeof(columns) / sizeof(*columns));

		ia_out_text(page->out, IA_PLAIN,
			    ia_format(page->arena, "\n%s\n", ia_diff_heading(category)));
		for (; i < class->nodd && i < FACTS && class->odd[i].category == category; i++)
			add_fact(page, table, &class->odd[i]);
		ia_table_print(page->out, table);
	}
	if (i < class->nodd)
		ia_out_text(page->out, IA_PLAIN,
			    ia_format(page->arena,
				      "\n%zu more facts are left out here: --json has them.\n",
				      class->nodd - i));
}

static const char *hardware_text(const struct ia_page *page, const char *const *texts)
{
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (texts[i])
			ia_buf_add(&buf, "%s%s %s", buf.len ? ", " : "", parts[i], texts[i]);
	}
	return buf.text ? buf.text : "hardware unknown";
}

static void apart(const struct ia_page *page, const struct ia_class *class)
{
	size_t i;

	if (!class->napart)
		return;
	ia_out_text(page->out, IA_PLAIN, "\nOf other hardware, not compared\n");
	for (i = 0; i < class->napart && i < FACTS; i++) {
		const struct ia_class_node *node = &class->apart[i];
		const char *why = node->apart == IA_APART_FUNCTIONS ?
				  "most PCI functions are others" :
				  hardware_text(page, node->hardware);
		const char *line = ia_format(page->arena, "%s: %s", node->name, why);

		ia_out_list(page->out, "  ", &line, 1, IA_PLAIN);
	}
	if (i < class->napart)
		ia_out_text(page->out, IA_PLAIN, ia_format(page->arena, "  and %zu more\n",
							   class->napart - i));
}

static void untold(const struct ia_page *page, const struct ia_class *class)
{
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	for (i = 0; i < class->nuntold; i++) {
		const struct ia_class_untold *u = &class->untold[i];

		ia_buf_add(&buf, "%s%s (on up to %s)", i ? ", " : "", ia_diff_title(u->rule),
			   ia_some(page->arena, u->nodes, "node", "nodes"));
	}
	if (buf.len) {
		ia_out_text(page->out, IA_PLAIN, "\nNot compared on every node (value unknown)\n");
		ia_out_list(page->out, "  ", (const char *const *)&buf.text, 1, IA_PLAIN);
	}
	if (!class->hidden.count)
		return;
	buf = (struct ia_buf){ .arena = page->arena };
	for (i = 0; i < class->hidden.count; i++)
		ia_buf_add(&buf, "%s%s=", i ? " " : "", class->hidden.items[i]);
	ia_out_text(page->out, IA_PLAIN,
		    "\nNot compared: values of the command line that are a node's own\n");
	ia_out_list(page->out, "  ", (const char *const *)&buf.text, 1, IA_PLAIN);
}

static const char *verdict(const struct ia_page *page, const void *object)
{
	const struct ia_class *class = object;

	if (class->tie)
		return "no class: two kinds of hardware are equally frequent, so nothing was "
		       "compared";
	if (class->compared < 2)
		return "fewer than two nodes are of one hardware, so nothing was compared";
	if (class->differ)
		return ia_format(page->arena, "%zu of %zu nodes differ from the others",
				 class->differ, class->compared);
	if (class->nodd)
		return ia_format(page->arena, "%zu nodes differ, and none is as most others",
				 class->compared);
	return ia_format(page->arena, !class->alike ? "none of %zu nodes is known to differ" :
			 class->napart ? "all %zu nodes of the class are alike" :
			 "all %zu nodes are alike", class->compared);
}

static void page(const struct ia_page *page, const void *object)
{
	const struct ia_class *class = object;
	const char *items[2] = { verdict(page, class) };
	size_t n = 1;

	if (!class->tie)
		items[n++] = hardware_text(page, class->hardware);
	ia_out_list(page->out, "", items, n,
		    class->nodd || class->compared < 2 ? IA_ATTENTION : IA_GOOD);
	show_facts(page, class);
	untold(page, class);
	apart(page, class);
}

static const struct ia_field value_fields[] = {
	IA_F(struct ia_class_value, shown, "value", TEXT,
	     "the value; missing where it is not there"),
	IA_F(struct ia_class_value, count, "nodes", COUNT, "how many nodes have it"),
	IA_F(struct ia_class_value, usual, "majority", BOOL,
	     "more than half of the nodes that know the fact have it"),
	IA_F_LIST(struct ia_class_value, names, named, "names", TEXT,
		  "those nodes; empty for the value of most"),
};

static const struct ia_answer value = {
	.about = "a value of a fact", IA_FIELDS(value_fields),
};

static const struct ia_field fact_fields[] = {
	IA_F_WORD(struct ia_class_fact, rule, "rule", &ia_words_diff_rules, "what it is"),
	IA_F_WORD(struct ia_class_fact, category, "category", &ia_words_categories,
		  "affected area"),
	IA_F(struct ia_class_fact, subject, "subject", TEXT, "what it is about; null for the host"),
	IA_F(struct ia_class_fact, known, "known", COUNT, "nodes that know it"),
	IA_F(struct ia_class_fact, untold, "unknown", COUNT, "nodes that do not"),
	IA_F(struct ia_class_fact, majority, "has_majority", BOOL,
	     "more than half of those that know it have the first value"),
	IA_F_OBJECTS(struct ia_class_fact, sorted, nsorted, "values", &value,
		     "the most frequent one first"),
};

static const struct ia_answer fact = {
	.about = "a fact that is not the same on all nodes that know it", IA_FIELDS(fact_fields),
};

static const char *system_name(const struct ia_page *page, const void *object)
{
	(void)page;
	return ((const struct ia_class_node *)object)->hardware[0];
}

static const char *board_name(const struct ia_page *page, const void *object)
{
	(void)page;
	return ((const struct ia_class_node *)object)->hardware[1];
}

static const char *processor_name(const struct ia_page *page, const void *object)
{
	(void)page;
	return ((const struct ia_class_node *)object)->hardware[2];
}

static const struct ia_field node_fields[] = {
	IA_F(struct ia_class_node, name, "name", TEXT, "its file"),
	IA_F_WORD(struct ia_class_node, apart, "why", &ia_words_apart, "why it was not compared"),
	IA_F_SENTENCE("system", system_name, "its system; null where not known"),
	IA_F_SENTENCE("board", board_name, "its board, likewise"),
	IA_F_SENTENCE("processor", processor_name, "its processor, likewise"),
};

static const struct ia_answer node = {
	.about = "a node that was not compared", IA_FIELDS(node_fields),
};

static const struct ia_field untold_fields[] = {
	IA_F_WORD(struct ia_class_untold, rule, "rule", &ia_words_diff_rules, "what it is"),
	IA_F_WORD(struct ia_class_untold, category, "category", &ia_words_categories,
		  "affected area"),
	IA_F(struct ia_class_untold, facts, "facts", COUNT, "facts of this kind"),
	IA_F(struct ia_class_untold, nodes, "nodes", COUNT,
	     "most nodes that do not know one of them"),
};

static const struct ia_answer untold_kind = {
	.about = "facts of one kind that not every node knows", IA_FIELDS(untold_fields),
};

static const struct ia_field fields[] = {
	IA_F(struct ia_class, nnodes, "nodes", COUNT, "nodes that were read"),
	IA_F(struct ia_class, compared, "compared", COUNT, "those of the class"),
	IA_F(struct ia_class, tie, "no_class", BOOL,
	     "two kinds of hardware are equally frequent: nothing was compared"),
	IA_F(struct ia_class, hardware[0], "system", TEXT, "that of the class; null where unknown"),
	IA_F(struct ia_class, hardware[1], "board", TEXT, "likewise"),
	IA_F(struct ia_class, hardware[2], "processor", TEXT, "likewise"),
	IA_F_SENTENCE("verdict", verdict, "the answer in a sentence"),
	IA_F(struct ia_class, alike, "alike", BOOL,
	     "all nodes are known to be alike: nothing differs, and every node knows every fact"),
	IA_F(struct ia_class, differ, "differ", COUNT, "nodes that differ from most others"),
	IA_F_OBJECTS(struct ia_class, odd, nodd, "facts", &fact, "what is not the same on all"),
	IA_F_OBJECTS(struct ia_class, untold, nuntold, "not_compared", &untold_kind,
		     "what is unknown on some nodes"),
	IA_F_LIST(struct ia_class, hidden.items, hidden.count, "hidden", TEXT,
		  "parameters of the command line whose values are a node's own: only that they are "
		  "there was compared"),
	IA_F_OBJECTS(struct ia_class, apart, napart, "apart", &node, "nodes of other hardware"),
};

const struct ia_answer ia_answer_class = {
	.kind = "iommu_audit class", .about = "what is odd about nodes of one hardware class",
	IA_FIELDS(fields), .page = page,
};
