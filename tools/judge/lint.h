/* SPDX-License-Identifier: GPL-2.0 */
/* lint*.c: what becomes of each word of a kernel command line */
#ifndef IA_JUDGE_LINT_H
#define IA_JUDGE_LINT_H

#include "../machine/cmdline.h"
#include "parameters.h"

/**
 * struct ia_lint_word - one word that matters, and what becomes of it
 * @token: the token it is in
 * @text: the word with the name of its parameter: "pci=noats"
 * @verdict: what becomes of it
 * @effect: what the kernel does with it
 * @note: what else is to be known, or NULL
 * @meant: what was probably meant, or NULL
 * @source: where that was read
 * @parameter: the parameter, or NULL when no kernel knows the name
 * @setting: what it sets
 * @state: to what
 * @wins: no later word can undo it
 */
struct ia_lint_word {
	const struct ia_token *token;
	const char *text;
	enum ia_lint_verdict verdict;
	const char *effect;
	const char *note;
	const char *meant;
	const char *source;
	const struct ia_parameter *parameter;
	enum ia_setting setting;
	const char *state;
	bool wins;
};

/**
 * struct ia_lint - a command line, judged
 * @arena: owner of all of it
 * @cmdline: the line
 * @kernel: release of the kernel that it is for, or "unknown"
 * @release: the same, parsed
 * @debian: the kernel is one of Debian's
 * @vendor: whose IOMMU the machine has, where that is known
 * @words: the words that matter, in the order of the line
 * @count: number of @words
 * @room: words there is room for
 * @counts: words by verdict
 * @findings: words that are not just fine
 * @cut: the line is longer than what a kernel keeps
 */
struct ia_lint {
	struct ia_arena *arena;
	struct ia_cmdline cmdline;
	const char *kernel;
	struct ia_release release;
	bool debian;
	enum ia_vendor vendor;
	struct ia_lint_word *words;
	size_t count;
	size_t room;
	size_t counts[IA_LINT_VERDICTS];
	size_t findings;
	bool cut;
};

/* lint.c */
void ia_lint_line(struct ia_lint *lint, struct ia_arena *arena, const char *line,
		  const char *kernel, enum ia_vendor vendor);
const char *ia_lint_verdict_word(enum ia_lint_verdict verdict);
enum ia_lint_verdict ia_lint_token(struct ia_arena *arena, const char *token,
				   const char *kernel);
void ia_lint_note(const struct ia_lint *lint, struct ia_lint_word *word, const char *note);

/* lint_names.c */
const struct ia_parameter *ia_lint_parameter(struct ia_arena *arena, const struct ia_token *token);
bool ia_lint_has_module(struct ia_arena *arena, const char *name);
bool ia_lint_is_slip(struct ia_arena *arena, const struct ia_token *token, const char **near);

/* lint_together.c */
void ia_lint_together(struct ia_lint *lint);
const struct ia_lint_word *ia_lint_setting(const struct ia_lint *lint,
					   enum ia_setting setting);

#endif /* IA_JUDGE_LINT_H */
