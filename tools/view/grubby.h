/* SPDX-License-Identifier: GPL-2.0 */
/* grubby.c: calls of grubby, for people to paste */
#ifndef IA_VIEW_GRUBBY_H
#define IA_VIEW_GRUBBY_H

#include <stdbool.h>

#include "../base/memory.h"

bool ia_grubby_adds(const char *words);
bool ia_grubby_removes(const char *words);
const char *ia_grubby_call(struct ia_arena *arena, const char *kernel, const char *add,
			   const char *remove);

#endif /* IA_VIEW_GRUBBY_H */
