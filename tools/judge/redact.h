/* SPDX-License-Identifier: GPL-2.0 */
/* redact.c, redact_text.c: records without what tells one machine, or its owner, from others */
#ifndef IA_JUDGE_REDACT_H
#define IA_JUDGE_REDACT_H

#include "../machine/machine.h"

/* What takes the place of a letter or digit that is left out. */
#define IA_REDACTED	'X'

/**
 * struct ia_redaction - what is to be left out
 * @arena: owner of the texts that take the place of others
 * @host: name of the host, left out wherever it is part of a text; NULL when not known
 */
struct ia_redaction {
	struct ia_arena *arena;
	const char *host;
};

void ia_redact(const struct ia_redaction *how, enum ia_record_id id, void *record);

/* redact_text.c */
const char *ia_redact_text(const struct ia_redaction *how, const char *text);
const char *ia_redact_cmdline(const struct ia_redaction *how, const char *text);
const char *ia_redact_own(const struct ia_redaction *how, const char *text);

#endif /* IA_JUDGE_REDACT_H */
