/* SPDX-License-Identifier: GPL-2.0 */
/* explain.c: messages of a log, explained */
#ifndef IA_VIEW_EXPLAIN_H
#define IA_VIEW_EXPLAIN_H

#include "../judge/explain.h"
#include "answer.h"

extern const struct ia_answer ia_answer_explain;

#endif /* IA_VIEW_EXPLAIN_H */
