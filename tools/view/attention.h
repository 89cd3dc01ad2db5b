/* SPDX-License-Identifier: GPL-2.0 */
/* attention.c, attention_text.c: what of a machine deserves attention, in words */
#ifndef IA_VIEW_ATTENTION_H
#define IA_VIEW_ATTENTION_H

#include "../judge/attention.h"
#include "answer.h"

/* One of struct ia_attention, as a member of an answer. */
extern const struct ia_answer ia_answer_attention;

/* attention_text.c: a line that names the devices, why, what mends it, what tells more */
const char *ia_attention_title(const struct ia_page *page, const struct ia_attention *one);
const char *ia_attention_why(const struct ia_page *page, const struct ia_attention *one);
const char *ia_attention_fix(const struct ia_page *page, const struct ia_attention *one);
const char *ia_attention_next(const struct ia_page *page, const struct ia_attention *one);

/* attention.c */
void ia_attention_show(const struct ia_page *page, const struct ia_attentions *list);

#endif /* IA_VIEW_ATTENTION_H */
