/* SPDX-License-Identifier: GPL-2.0 */
/* redact*.c: records without what tells one machine, or its owner, from others */
#ifndef IA_JUDGE_REDACT_H
#define IA_JUDGE_REDACT_H

#include "../machine/machine.h"

/* What takes the place of a letter or digit that is left out. */
#define IA_REDACTED	'X'

/**
 * struct ia_redaction - what is to be left out
 * @arena: owner of the texts that take the place of others
 * @words: names of the host and its interfaces, left out wherever they are part of a text
 * @count: how many
 */
struct ia_redaction {
	struct ia_arena *arena;
	const char *const *words;
	size_t count;
};

void ia_redact(const struct ia_redaction *how, enum ia_record_id id, void *record);

/* redact_text.c */
const char *ia_redact_text(const struct ia_redaction *how, const char *text);
const char *ia_redact_cmdline(const struct ia_redaction *how, const char *text);
const char *ia_redact_path(const struct ia_redaction *how, const char *text);
bool ia_redact_has_word(const char *text, const char *word);
bool ia_redact_is_parameter(const char *word);

/* redact_line.c */
void ia_redact_hidden(const struct ia_machine *machine, const struct ia_string *line,
		      struct ia_texts *hidden);
void ia_redact_values(struct ia_machine *machine);
void ia_redact_to_baseline(struct ia_machine *machine);

/* redact_own.c */
const char *ia_redact_own(const struct ia_redaction *how, const char *text);
void ia_redact_host(struct ia_redaction *how, const struct ia_machine *m, const char *host);
void ia_redact_interfaces(struct ia_redaction *how, const struct ia_machine *m);

#endif /* IA_JUDGE_REDACT_H */
