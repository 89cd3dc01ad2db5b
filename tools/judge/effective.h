/* SPDX-License-Identifier: GPL-2.0 */
/* effective*.c: what was asked for against what is there */
#ifndef IA_JUDGE_EFFECTIVE_H
#define IA_JUDGE_EFFECTIVE_H

#include "domain.h"

/* How an answer stands to what was asked. */
enum ia_met {
	IA_MET,			/* asked for, and there */
	IA_MET_NOT,		/* asked for, and something else is there */
	IA_MET_UNASKED,		/* nothing asked; this is the default */
	IA_MET_UNKNOWN,		/* asked for, and what is there cannot be seen */
};

/**
 * struct ia_outcome - one thing that was, or could have been, asked for
 * @topic: what it is about, a word that programs can rely on
 * @about: the same for people
 * @asked: what the command line asks, or NULL when nothing does
 * @got: what is there
 * @because: why
 * @met: how the two stand to each other
 */
struct ia_outcome {
	const char *topic;
	const char *about;
	const char *asked;
	const char *got;
	struct ia_because because;
	enum ia_met met;
};

/**
 * struct ia_effective - everything asked for against everything there
 * @arena: the owner
 * @items: the outcomes
 * @count: number of @items
 * @room: outcomes there is room for
 * @unmet: how many are IA_MET_NOT
 */
struct ia_effective {
	struct ia_arena *arena;
	struct ia_outcome *items;
	size_t count;
	size_t room;
	size_t unmet;
};

/* Functions that an outcome names before it says how many are left. */
#define IA_OUTCOME_NAMED	6

/**
 * struct ia_outcome_names - the functions of one outcome
 * @text: their names
 * @count: how many they are
 */
struct ia_outcome_names {
	struct ia_buf text;
	size_t count;
};

/* effective.c */
void ia_effective_gather(const struct ia_view *view, struct ia_effective *effective);
struct ia_outcome *ia_outcome_add(struct ia_effective *effective, const char *topic,
				  const char *about);
const char *ia_met_word(enum ia_met met);

/* effective_names.c */
unsigned int ia_function_id(const struct ia_device *device, const char *key);
size_t ia_outcome_alike(struct ia_effective *effective, size_t start,
			const struct ia_outcome *one);
void ia_outcome_name(const struct ia_machine *m, struct ia_outcome_names *names,
		     ia_address address);
void ia_outcome_put_names(struct ia_effective *effective, size_t start,
			  struct ia_outcome_names *names);

/* effective_acs.c */
void ia_effective_acs(const struct ia_view *view, struct ia_effective *effective);

/* effective_devices.c */
void ia_effective_vfio(const struct ia_view *view, struct ia_effective *effective);
void ia_effective_attached(const struct ia_view *view, struct ia_effective *effective);
void ia_effective_ats(const struct ia_view *view, struct ia_effective *effective);

#endif /* IA_JUDGE_EFFECTIVE_H */
