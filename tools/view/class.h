/* SPDX-License-Identifier: GPL-2.0 */
/* class.c: nodes of one class, and what is odd about them */
#ifndef IA_VIEW_CLASS_H
#define IA_VIEW_CLASS_H

#include "../judge/class.h"
#include "answer.h"

extern const struct ia_answer ia_answer_class;

#endif /* IA_VIEW_CLASS_H */
