/* SPDX-License-Identifier: GPL-2.0 */
/* check_text.c, check_short.c, check_verbose.c: what the pages of check share */
#ifndef IA_VIEW_CHECK_TEXT_H
#define IA_VIEW_CHECK_TEXT_H

#include "check.h"

/* check_text.c: words and colours by enum ia_verdict, and names by enum ia_work_id */
extern const char *const ia_verdict_words[], *const ia_work_answers[], *const ia_work_names[];
extern const enum ia_state ia_verdict_states[IA_VERDICTS];
const char *ia_work_reason(const struct ia_page *page, const void *object);
enum ia_state ia_work_state(const struct ia_work *work);
bool ia_work_is_absent(const struct ia_work *work);
const char *ia_work_short(const struct ia_page *page, const struct ia_work *work);

/* check_short.c */
const char *ia_check_verdict(const struct ia_page *page, const struct ia_check *check,
			     enum ia_state *state);
const char *ia_check_counts(const struct ia_page *page, const struct ia_check *check);
void ia_check_head(const struct ia_page *page, const struct ia_check *check);
void ia_check_short(const struct ia_page *page, const void *object);
void ia_check_quiet(const struct ia_page *page, const void *object);

/* check_verbose.c */
void ia_check_verbose(const struct ia_page *page, const void *object);
void ia_check_quiet_verbose(const struct ia_page *page, const void *object);

#endif /* IA_VIEW_CHECK_TEXT_H */
