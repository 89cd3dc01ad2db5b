/* SPDX-License-Identifier: GPL-2.0 */
/* Sentences about where a function is, and why. */
#ifndef IA_VIEW_WHY_TEXT_H
#define IA_VIEW_WHY_TEXT_H

#include "../judge/why.h"

/* Functions that a sentence names before it says how many are left. */
#define IA_WHY_NAMED	8

/* why_names.c */
const char *ia_why_name(const struct ia_machine *m, const struct ia_device *device);
void ia_why_add_name(struct ia_buf *buf, size_t i, const char *text);
void ia_why_add_rest(struct ia_buf *buf, size_t count);

/* why_group.c */
const char *ia_why_group_text(const struct ia_machine *m, const struct ia_why *why);
const char *ia_why_others_text(const struct ia_machine *m, const struct ia_why *why);
const char *ia_why_quirks_text(const struct ia_machine *m, const struct ia_why *why);

/* why_split.c */
const char *ia_why_split_text(const struct ia_machine *m, const struct ia_why *why);

#endif /* IA_VIEW_WHY_TEXT_H */
