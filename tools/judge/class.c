// SPDX-License-Identifier: GPL-2.0
/* What most nodes of a class are like, and which are not. */
#include "class.h"

#include <stdlib.h>
#include <string.h>

#define HARDWARE	(sizeof(((struct ia_class_node *)0)->hardware) / sizeof(const char *))

static int by_texts(const char *const *a, const char *const *b)
{
	size_t i;

	for (i = 0; i < HARDWARE; i++) {
		int less = !b[i] - !a[i];

		if (!less && a[i])
			less = strcmp(a[i], b[i]);
		if (less)
			return less;
	}
	return 0;
}

static int by_hardware(const void *a, const void *b)
{
	return by_texts((*(const struct ia_class_node *const *)a)->hardware,
			(*(const struct ia_class_node *const *)b)->hardware);
}

static bool is_known(const struct ia_class_node *node)
{
	return node->hardware[0] || node->hardware[1] || node->hardware[2];
}

/* The most frequent one; what is not known is none, unless none is known. */
static void find_hardware(struct ia_class *class)
{
	const struct ia_class_node **order = ia_alloc(class->arena, class->nnodes, sizeof(*order));
	size_t i, n, most = 0, count = 0;

	for (i = 0; i < class->nnodes; i++) {
		if (is_known(&class->nodes[i]))
			order[count++] = &class->nodes[i];
	}
	if (count)
		qsort(order, count, sizeof(*order), by_hardware);
	for (i = 0; i < count; i += n) {
		for (n = 1; i + n < count && !by_hardware(&order[i], &order[i + n]); n++)
			;
		if (n == most)
			class->tie = true;
		if (n <= most)
			continue;
		most = n;
		class->tie = false;
		memcpy(class->hardware, order[i]->hardware, sizeof(class->hardware));
	}
}

static enum ia_class_apart place(const struct ia_class *class, const struct ia_class_node *node)
{
	bool known = class->hardware[0] || class->hardware[1] || class->hardware[2];
	bool shared = false;
	size_t i;

	for (i = 0; i < HARDWARE; i++) {
		if (!class->hardware[i] || !node->hardware[i])
			continue;
		if (strcmp(class->hardware[i], node->hardware[i]))
			return IA_APART_HARDWARE;
		shared = true;
	}
	return known && !shared ? IA_APART_UNKNOWN : IA_APART_NOT;
}

/* How many of the nodes up to each are compared: those of a range follow from two of them. */
static const size_t *count_compared(struct ia_class *class)
{
	size_t *sums = ia_alloc(class->arena, class->nnodes + 1, sizeof(*sums)), i;

	for (i = 0; i < class->nnodes; i++)
		sums[i + 1] = sums[i] + !class->nodes[i].apart;
	class->compared = sums[class->nnodes];
	return sums;
}

static size_t count_nodes(const struct ia_class_nodes *nodes, const size_t *sums)
{
	size_t n = 0, i;

	for (i = 0; i < nodes->count; i++)
		n += sums[nodes->ranges[i].last + 1] - sums[nodes->ranges[i].first];
	return n;
}

/* Nodes that lack most functions that most nodes have are of other hardware, too. */
static void part_by_functions(struct ia_class *class, const size_t *sums)
{
	size_t *have = ia_alloc(class->arena, class->nnodes + 1, sizeof(*have));
	size_t usual = 0, sum = 0, i, j;
	const struct ia_class_fact *fact;
	const struct ia_class_value *v;

	for (i = 0; i < class->fact_slots; i++) {
		for (fact = class->facts[i]; fact; fact = fact->chained) {
			v = fact->values;
			if (fact->rule != IA_DIFF_PRESENT ||
			    2 * count_nodes(&v->nodes, sums) <= class->compared)
				continue;
			usual++;
			for (j = 0; j < v->nodes.count; j++) {
				have[v->nodes.ranges[j].first]++;
				have[v->nodes.ranges[j].last + 1]--;
			}
		}
	}
	for (i = 0; i < class->nnodes; i++) {
		sum += have[i];
		if (!class->nodes[i].apart && 2 * sum < usual)
			class->nodes[i].apart = IA_APART_FUNCTIONS;
	}
}

static int by_count(const void *a, const void *b)
{
	const struct ia_class_value *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	/* What is missing comes behind what is there. */
	if (!x->text || !y->text)
		return !x->text - !y->text;
	return strcmp(x->text, y->text);
}

/* The values that nodes which are compared have; what is missing on a node is one without text. */
static void sort_values(struct ia_class *class, struct ia_class_fact *fact, const size_t *sums)
{
	struct ia_class_value missing = { .fact = fact, .shown = "missing" }, *v;
	size_t count = 0, n = 1;

	for (v = fact->values; v; v = v->next)
		n++;
	fact->sorted = ia_alloc(class->arena, n, sizeof(*fact->sorted));
	for (v = fact->values; v; v = v->next) {
		v->count = count_nodes(&v->nodes, sums);
		count += v->count;
		if (v->count)
			fact->sorted[fact->nsorted++] = *v;
	}
	fact->untold = count_nodes(&fact->unknown, sums);
	missing.count = count_nodes(&class->listed[fact->listed], sums);
	if (count && missing.count > count + fact->untold) {
		missing.count -= count + fact->untold;
		fact->sorted[fact->nsorted++] = missing;
		count += missing.count;
	}
	fact->known = count;
	if (fact->nsorted)
		qsort(fact->sorted, fact->nsorted, sizeof(*fact->sorted), by_count);
	fact->majority = fact->nsorted && 2 * fact->sorted[0].count > count;
	if (fact->majority)
		fact->sorted[0].usual = true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void mark(const struct ia_class *class, const struct ia_class_nodes *nodes, bool is,
		 bool *marks)
{
	size_t i, j;

	for (i = 0; i < nodes->count; i++) {
		for (j = nodes->ranges[i].first; j <= nodes->ranges[i].last; j++)
			marks[j] = is && !class->nodes[j].apart;
	}
}

/* The nodes that have no value of a fact, and know that: most others have one. */
static struct ia_class_nodes nodes_without(struct ia_class *class,
					   const struct ia_class_fact *fact)
{
	bool *marks = ia_alloc(class->arena, class->nnodes, sizeof(*marks));
	struct ia_class_nodes nodes = { 0 };
	const struct ia_class_value *v;
	size_t i;

	mark(class, &class->listed[fact->listed], true, marks);
	mark(class, &fact->unknown, false, marks);
	for (v = fact->values; v; v = v->next)
		mark(class, &v->nodes, false, marks);
	for (i = 0; i < class->nnodes; i++) {
		if (!marks[i])
			continue;
		nodes.ranges = ia_grow(class->arena, nodes.ranges, nodes.count, &nodes.room,
				       sizeof(*nodes.ranges));
		nodes.ranges[nodes.count++] = (struct ia_class_range){ i, i };
	}
	return nodes;
}

static void name_nodes(struct ia_class *class, const struct ia_class_fact *fact,
		       struct ia_class_value *value)
{
	const char **names = ia_alloc(class->arena, value->count, sizeof(*names));
	struct ia_class_nodes nodes = value->text ? value->nodes : nodes_without(class, fact);
	size_t i, j, n = 0;

	for (i = 0; i < nodes.count; i++) {
		for (j = nodes.ranges[i].first; j <= nodes.ranges[i].last; j++) {
			if (class->nodes[j].apart || n == value->count)
				continue;
			names[n++] = class->nodes[j].name;
			class->nodes[j].odd += fact->majority;
		}
	}
	if (n)
		qsort(names, n, sizeof(*names), by_name);
	value->names = names;
	value->named = n;
}

static int by_place(const void *a, const void *b)
{
	const struct ia_class_fact *x = a, *y = b;
	int less;

	if (x->category != y->category)
		return x->category < y->category ? -1 : 1;
	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	if (x->subject && y->subject) {
		less = strcmp(x->subject, y->subject);
		if (less)
			return less;
	}
	return strcmp(x->key, y->key);
}

static void take_odd(struct ia_class *class, struct ia_class_fact *fact, size_t *room)
{
	struct ia_class_fact *odd;
	size_t i;

	class->odd = ia_grow(class->arena, class->odd, class->nodd, room, sizeof(*class->odd));
	odd = &class->odd[class->nodd++];
	*odd = *fact;
	for (i = 0; i < odd->nsorted; i++) {
		if (!odd->sorted[i].usual)
			name_nodes(class, odd, &odd->sorted[i]);
	}
}

static void take_untold(struct ia_class *class, const struct ia_class_fact *fact)
{
	size_t i;

	if (!class->untold)
		class->untold = ia_alloc(class->arena, IA_NDIFF_RULES, sizeof(*class->untold));
	for (i = 0; i < class->nuntold; i++) {
		if (class->untold[i].rule == fact->rule)
			break;
	}
	if (i == class->nuntold)
		class->untold[class->nuntold++] = (struct ia_class_untold){
			.rule = fact->rule, .category = fact->category,
		};
	class->untold[i].facts++;
	if (fact->untold > class->untold[i].nodes)
		class->untold[i].nodes = fact->untold;
}

static int by_rule(const void *a, const void *b)
{
	const struct ia_class_untold *x = a, *y = b;

	if (x->category != y->category)
		return x->category < y->category ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static int by_node(const void *a, const void *b)
{
	return strcmp(((const struct ia_class_node *)a)->name,
		      ((const struct ia_class_node *)b)->name);
}

static void list_nodes(struct ia_class *class)
{
	size_t i;

	class->apart = ia_alloc(class->arena, class->nnodes, sizeof(*class->apart));
	qsort(class->nodes, class->nnodes, sizeof(*class->nodes), by_node);
	for (i = 0; i < class->nnodes; i++) {
		if (class->nodes[i].apart)
			class->apart[class->napart++] = class->nodes[i];
		class->differ += !!class->nodes[i].odd;
	}
}

/* What a node has of its own, as text for a list, is not odd: the names stay. */
static void sort_hidden(struct ia_class *class)
{
	if (class->hidden.count)
		qsort((void *)class->hidden.items, class->hidden.count,
		      sizeof(*class->hidden.items), by_name);
}

static void compare(struct ia_class *class, const size_t *sums)
{
	size_t room = 0, i;
	struct ia_class_fact *fact;

	for (i = 0; i < class->fact_slots; i++) {
		for (fact = class->facts[i]; fact; fact = fact->chained) {
			sort_values(class, fact, sums);
			if (fact->untold)
				take_untold(class, fact);
			if (fact->nsorted > 1)
				take_odd(class, fact, &room);
		}
	}
	if (class->nodd)
		qsort(class->odd, class->nodd, sizeof(*class->odd), by_place);
	if (class->nuntold)
		qsort(class->untold, class->nuntold, sizeof(*class->untold), by_rule);
}

/**
 * ia_class_finish() - find the class, and what is odd about its nodes
 * @class: all nodes were gathered
 *
 * The effort grows with the facts of all nodes, and with those that are odd. Nothing depends on
 * the order in which nodes were read.
 */
void ia_class_finish(struct ia_class *class)
{
	const size_t *sums;
	size_t i;

	find_hardware(class);
	for (i = 0; i < class->nnodes; i++)
		class->nodes[i].apart = class->tie ? IA_APART_HARDWARE :
					place(class, &class->nodes[i]);
	sums = count_compared(class);
	part_by_functions(class, sums);
	sums = count_compared(class);
	if (class->compared > 1)
		compare(class, sums);
	sort_hidden(class);
	class->alike = class->compared > 1 && !class->nodd && !class->nuntold;
	list_nodes(class);
}
