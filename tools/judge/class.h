/* SPDX-License-Identifier: GPL-2.0 */
/*
 * class_facts.c, class_table.c, class.c: nodes of one hardware class, and what is odd about one
 *
 * Each node is read once and let go. What stays are its facts, those that diff compares, in a
 * table that all nodes share: for each fact its values, and for each value the nodes that have it.
 */
#ifndef IA_JUDGE_CLASS_H
#define IA_JUDGE_CLASS_H

#include "../machine/diff.h"

/* Who knows that a fact is not there. */
enum ia_class_listed {
	IA_LISTED_NOBODY,	/* a node without the fact says nothing of it */
	IA_LISTED_ALL,		/* every node: functions */
	IA_LISTED_UNITS,	/* nodes that could list their IOMMUs */
	IA_LISTED_PARAMETERS,	/* nodes whose command line is known */
	IA_LISTS
};

/* Why a node is not compared with the others. */
enum ia_class_apart {
	IA_APART_NOT,
	IA_APART_HARDWARE,	/* system, board or processor are others */
	IA_APART_UNKNOWN,	/* they are not known, and those of others are */
	IA_APART_FUNCTIONS,	/* it lacks most functions that the others have */
	IA_APARTS
};

/* Nodes in the order of reading, from @first to @last. */
struct ia_class_range {
	size_t first;
	size_t last;
};

struct ia_class_nodes {
	struct ia_class_range *ranges;
	size_t count;
	size_t room;
};

/**
 * struct ia_class_value - a value of a fact, and who has it
 * @text: the value; tells it from others
 * @shown: the same for people
 * @nodes: who has it
 * @count: how many of those compared; by ia_class_finish() as all below
 * @names: names of those, where the value is not that of most
 * @named: number of @names
 * @usual: most have it
 * @next: the next value of the fact
 * @chained: the next value of all facts with its hash
 * @fact: of which fact
 */
struct ia_class_value {
	const char *text;
	const char *shown;
	struct ia_class_nodes nodes;
	size_t count;
	const char *const *names;
	size_t named;
	bool usual;
	struct ia_class_value *next;
	struct ia_class_value *chained;
	struct ia_class_fact *fact;
};

/**
 * struct ia_class_fact - a fact of a class
 * @rule: as what diff tells it
 * @category: follows from it
 * @key: what it is about, the same on all nodes
 * @subject: the same for people; NULL for the host
 * @listed: who knows when it is not there
 * @values: its values
 * @unknown: nodes that do not know it
 * @last: number of the last node that told it, from 1
 * @known: how many nodes know it; by ia_class_finish() as all below
 * @untold: how many do not
 * @sorted: the values of nodes that are compared, those that most have first
 * @nsorted: number of @sorted
 * @majority: more than half of @known have the first one
 * @chained: the next fact with its hash
 */
struct ia_class_fact {
	enum ia_diff_rule rule;
	enum ia_category category;
	const char *key;
	const char *subject;
	enum ia_class_listed listed;
	struct ia_class_value *values;
	struct ia_class_nodes unknown;
	size_t last;
	size_t known;
	size_t untold;
	struct ia_class_value *sorted;
	size_t nsorted;
	bool majority;
	struct ia_class_fact *chained;
};

/**
 * struct ia_class_node - a node
 * @name: its file
 * @hardware: system, board and processor; NULL where not known
 * @apart: why it is not compared
 * @odd: in how many facts it differs from most others
 */
struct ia_class_node {
	const char *name;
	const char *hardware[3];
	enum ia_class_apart apart;
	size_t odd;
};

/* Facts of one kind that some of the nodes do not know. */
struct ia_class_untold {
	enum ia_diff_rule rule;
	enum ia_category category;
	size_t facts;
	size_t nodes;
};

/**
 * struct ia_class - nodes of one hardware class
 * @arena: owner of all of it
 * @nodes: in the order of reading, then sorted by name
 * @nnodes: number of @nodes
 * @room: how many @nodes there is room for
 * @hardware: that of most nodes; NULL where not known
 * @tie: two kinds of hardware are equally frequent: there is no class
 * @compared: how many nodes are of it
 * @odd: facts that are not the same on all that know them, sorted
 * @nodd: number of @odd
 * @differ: how many nodes differ from most others
 * @alike: all nodes are known to be alike
 * @apart: nodes that are not compared, by name
 * @napart: number of @apart
 * @untold: what not every node knows
 * @nuntold: number of @untold
 * @hidden: parameters of the command line whose values are a node's own
 * @facts: by hash
 * @fact_slots: number of lists in @facts
 * @nfacts: how many facts there are
 * @values: by hash
 * @value_slots: number of lists in @values
 * @nvalues: how many values there are
 * @listed: the nodes that know which functions, groups and so on they have, by kind
 */
struct ia_class {
	struct ia_arena *arena;
	struct ia_class_node *nodes;
	size_t nnodes;
	size_t room;
	const char *hardware[3];
	bool tie;
	size_t compared;
	struct ia_class_fact *odd;
	size_t nodd;
	size_t differ;
	bool alike;
	struct ia_class_node *apart;
	size_t napart;
	struct ia_class_untold *untold;
	size_t nuntold;
	struct ia_texts hidden;
	struct ia_class_fact **facts;
	size_t fact_slots;
	size_t nfacts;
	struct ia_class_value **values;
	size_t value_slots;
	size_t nvalues;
	struct ia_class_nodes listed[IA_LISTS];
};

/* class_table.c */
struct ia_class_fact *ia_class_fact(struct ia_class *class, enum ia_diff_rule rule,
				    const char *key, const char *subject,
				    enum ia_class_listed listed);
void ia_class_knows(struct ia_class *class, struct ia_class_fact *fact, const char *text,
		    const char *shown);
void ia_class_lacks(struct ia_class *class, struct ia_class_fact *fact);
void ia_class_mark(struct ia_class *class, struct ia_class_nodes *nodes);

/* class_facts.c */
void ia_class_gather(struct ia_class *class, const char *name, struct ia_machine *machine);

/* class.c */
void ia_class_finish(struct ia_class *class);

#endif /* IA_JUDGE_CLASS_H */
