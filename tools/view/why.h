/* SPDX-License-Identifier: GPL-2.0 */
/* why.c: why a device is where it is */
#ifndef IA_VIEW_WHY_H
#define IA_VIEW_WHY_H

#include "../judge/next_boot.h"
#include "../judge/reach.h"
#include "../judge/why.h"
#include "answer.h"

/* What why answers; a reason that there is not is NULL. */
struct ia_why_answer {
	const struct ia_machine *machine;
	const struct ia_why *why;
	const struct ia_device *device;
	const struct ia_member *members;
	size_t nmembers;
	enum ia_mode mode;
	const struct ia_because *type;
	const struct ia_because *flush;
	const struct ia_because *attached;
	struct ia_next_driver next;
	struct ia_reach reach;
};

/* Items of the head of the answer, and parts behind it. */
#define IA_WHY_HEAD	3
#define IA_WHY_PARTS	13

/* A part of the answer: what it is about, and what there is to say. */
struct ia_why_part {
	const char *label;
	const char *text;
	enum ia_state state;
};

extern const struct ia_answer ia_answer_why;
void ia_why_fill(const struct ia_machine *of, const struct ia_why *why,
		 struct ia_why_answer *answer);
void ia_why_head(const struct ia_page *page, const struct ia_why *why, const char **items);
size_t ia_why_parts(const struct ia_page *page, const struct ia_why_answer *answer,
		    struct ia_why_part *parts);

/* next_text.c */
extern const struct ia_answer ia_answer_next;
const char *ia_next_text(const struct ia_machine *m, const struct ia_next_driver *next);

/* reach_text.c */
extern const struct ia_answer ia_answer_reach;
const char *ia_reach_text(const struct ia_machine *m, const struct ia_reach *reach);

void ia_why_show(struct ia_out *out, const struct ia_machine *of, const struct ia_why *why,
		 bool json);

#endif /* IA_VIEW_WHY_H */
