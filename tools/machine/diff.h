/* SPDX-License-Identifier: GPL-2.0 */
/* diff.c, diff_*.c: what is different between two readings of a machine */
#ifndef IA_MACHINE_DIFF_H
#define IA_MACHINE_DIFF_H

#include "cmdline.h"
#include "faults.h"
#include "machine.h"

/* What a difference means something to; the order is that of the answer. */
enum ia_concern {
	IA_CONCERN_IOMMU,	/* units, whether they translate and remap */
	IA_CONCERN_HOST_DMA,	/* what the host's own drivers' DMA can reach */
	IA_CONCERN_ISOLATION,	/* groups, and the ACS bits they rest on */
	IA_CONCERN_DEVICES,	/* what is there */
	IA_CONCERN_PASSTHROUGH,	/* what VFIO and its configuration rest on */
	IA_CONCERN_VFS,
	IA_CONCERN_P2P,
	IA_CONCERN_FAULTS,
	IA_CONCERN_SOFTWARE,	/* kernel, command line, what could be seen */
	IA_CONCERNS
};

/* In the order of the answer. */
enum ia_trend {
	IA_WORSE,
	IA_UNTOLD,		/* one of the two does not know */
	IA_CHANGED,		/* neither better nor worse */
	IA_BETTER,
	IA_TRENDS
};

/* How a function of one reading was found in the other. */
enum ia_pair_how {
	IA_PAIR_SAME,		/* same slot, same address */
	IA_PAIR_RENUMBERED,	/* same slot, and the bus has another number */
	IA_PAIR_MOVED,		/* another slot */
	IA_PAIR_REPLACED,	/* same slot, and another one of the same kind in it */
	IA_PAIR_CAME,
	IA_PAIR_WENT,
	IA_PAIR_UNTOLD,		/* several alike: which is which cannot be told */
};

/**
 * struct ia_pair_of - a function in the two readings
 * @old: as it was, or NULL
 * @now: as it is, or NULL
 * @how: how the two were found to be one
 * @taken: another function has its old address now
 */
struct ia_pair_of {
	const struct ia_device *old;
	const struct ia_device *now;
	enum ia_pair_how how;
	bool taken;
};

/**
 * struct ia_change - one difference, of one or more functions
 * @rule: its name, for programs
 * @title: its name, for people
 * @concern: what it means something to
 * @trend: whether that is good
 * @subject: what it is about when it is no function; else NULL
 * @devices: the functions
 * @peer: the function at the other end of a way, or NULL
 * @count: number of @devices
 * @room: functions there is room for
 * @old: what was; NULL when the functions say it all
 * @now: what is, likewise
 * @meaning: what follows from it; NULL when nothing does
 */
struct ia_change {
	const char *rule;
	const char *title;
	enum ia_concern concern;
	enum ia_trend trend;
	const char *subject;
	const struct ia_pair_of **devices;
	const struct ia_pair_of *peer;
	size_t count;
	size_t room;
	const char *old;
	const char *now;
	const char *meaning;
};

/**
 * struct ia_diff - what is different between two readings
 * @arena: owner of all of it
 * @old: the first reading
 * @now: the second one
 * @same_boot: both are of one boot; false also when that is not known
 * @pairs: every function of the two
 * @npairs: number of @pairs
 * @by_old: the pair of each function of @old, by its place in the machine
 * @by_now: likewise for @now
 * @changes: the differences, in the order of the answer
 * @count: number of @changes
 * @room: changes there is room for
 */
struct ia_diff {
	struct ia_arena *arena;
	const struct ia_machine *old;
	const struct ia_machine *now;
	bool same_boot;
	struct ia_pair_of *pairs;
	size_t npairs;
	struct ia_pair_of **by_old;
	struct ia_pair_of **by_now;
	struct ia_change *changes;
	size_t count;
	size_t room;
};

/**
 * struct ia_meaning - what follows from a value that became another one
 * @trend: whether that is good
 * @now: the new value; NULL for every value
 * @text: what follows
 */
struct ia_meaning {
	enum ia_trend trend;
	const char *now;
	const char *text;
};

#define IA_MEANINGS	3

/**
 * struct ia_value_rule - a value whose change is told
 * @key: the key
 * @rule: the name of the rule, for programs
 * @title: likewise for people
 * @concern: what a change means something to
 * @order: values from the worst to the best, separated by blanks; "#" for
 *         numbers, of which more is better; NULL when none is better; "," for
 *         a list, of which only what differs is told
 * @words: what 0 and 1 mean, where the value is a flag
 * @meanings: what follows from a change; the first that fits
 */
struct ia_value_rule {
	const char *key;
	const char *rule;
	const char *title;
	enum ia_concern concern;
	const char *order;
	const char *words[2];
	struct ia_meaning meanings[IA_MEANINGS];
};

#define IA_ON_OFF	{ "off", "on" }
#define IA_YES_NO	{ "no", "yes" }

/* diff.c */
void ia_diff_gather(const struct ia_machine *old, const struct ia_machine *now,
		    struct ia_diff *diff);
void ia_diff_add(struct ia_diff *diff, const struct ia_change *change,
		 const struct ia_pair_of *device);
void ia_diff_sort(struct ia_diff *diff);
const char *ia_concern_word(enum ia_concern concern);
const char *ia_trend_word(enum ia_trend trend);

/* diff_pairs.c */
void ia_diff_pair(struct ia_diff *diff);
struct ia_pair_of *ia_diff_of_old(const struct ia_diff *diff, ia_address address);
struct ia_pair_of *ia_diff_of_now(const struct ia_diff *diff, ia_address address);

/* diff_value.c */
void ia_diff_value(struct ia_diff *diff, const struct ia_value_rule *rule,
		   const char *was, const char *is_now,
		   const struct ia_pair_of *device, const char *subject);
void ia_diff_items(struct ia_arena *arena, struct ia_change *change,
		   const struct ia_words *old, const struct ia_words *now);

/* diff_values.c */
void ia_diff_values(struct ia_diff *diff);

/* diff_host.c */
void ia_diff_host(struct ia_diff *diff);

/* diff_groups.c */
void ia_diff_groups(struct ia_diff *diff);

/* diff_acs.c */
void ia_diff_acs(struct ia_diff *diff);

/* diff_faults.c */
void ia_diff_faults(struct ia_diff *diff);

#endif /* IA_MACHINE_DIFF_H */
