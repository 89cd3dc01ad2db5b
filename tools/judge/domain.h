/* SPDX-License-Identifier: GPL-2.0 */
/* domain.c: why a device has the domain that it has */
#ifndef IA_JUDGE_DOMAIN_H
#define IA_JUDGE_DOMAIN_H

#include "../machine/facts.h"
#include "lint.h"

/**
 * struct ia_view - a machine with its command line judged
 * @machine: the machine, joined
 * @facts: what its records amount to
 * @lint: its own command line, for its own kernel
 */
struct ia_view {
	const struct ia_machine *machine;
	const struct ia_facts *facts;
	const struct ia_lint *lint;
};

/**
 * struct ia_because - a reason
 * @cause: a word that programs can rely on; NULL when there is nothing to explain
 * @text: the reason in words
 * @change: what would change it, or NULL
 * @sure: it follows from what was read; else it is what is left over
 */
struct ia_because {
	const char *cause;
	const char *text;
	const char *change;
	bool sure;
};

/**
 * struct ia_domain_why - why a device has its domain
 * @type: why its default is identity or translated
 * @flush: why that is strict or lazy
 * @attached: why it is attached to something else than its default
 */
struct ia_domain_why {
	struct ia_because type;
	struct ia_because flush;
	struct ia_because attached;
};

void ia_view_lint(const struct ia_machine *machine, struct ia_lint *lint);
enum ia_vendor ia_view_vendor(const struct ia_machine *machine);
void ia_domain_explain(const struct ia_view *view, const struct ia_device *device,
		       struct ia_domain_why *why);
const char *ia_domain_mode(const struct ia_device *device);
struct ia_because ia_translation_why(const struct ia_view *view);

#endif /* IA_JUDGE_DOMAIN_H */
