/* SPDX-License-Identifier: GPL-2.0 */
/* headline.c: what an examination comes to, before any of its findings */
#ifndef IA_JUDGE_HEADLINE_H
#define IA_JUDGE_HEADLINE_H

#include "overview.h"

/* What the answer of an examination is about. */
enum ia_headline_kind {
	IA_HEADLINE_RULES,	/* the rules that somebody chose */
	IA_HEADLINE_COUNTED,	/* how many functions can be assigned */
	IA_HEADLINE_FITNESS,	/* whether the host is fit for the profile */
};

/* Findings that a headline names before it only counts them. */
#define IA_HEADLINE_FAILING	2

/**
 * struct ia_headline - what an examination comes to
 * @kind: what it is about
 * @judged: @verdict holds: there was something to judge
 * @verdict: how good or bad it is
 * @work: where functions were counted: what works with how many of them
 * @cannot: of these, functions that cannot be assigned, whoever lets go of what
 * @row: where it is fitness: what the profile comes to
 * @failing: the first of what fails and is to be named
 * @nfailing: how much fails and is to be named
 */
struct ia_headline {
	enum ia_headline_kind kind;
	bool judged;
	enum ia_verdict verdict;
	const struct ia_work *work;
	size_t cannot;
	struct ia_overview_row row;
	const struct ia_finding *failing[IA_HEADLINE_FAILING];
	size_t nfailing;
};

void ia_headline_judge(const struct ia_check *check, struct ia_headline *headline);

#endif /* IA_JUDGE_HEADLINE_H */
