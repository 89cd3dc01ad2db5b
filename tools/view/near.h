/* SPDX-License-Identifier: GPL-2.0 */
/* near.c: there is no such word, and which one was probably meant */
#ifndef IA_VIEW_NEAR_H
#define IA_VIEW_NEAR_H

#include "../base/memory.h"
#include "../base/near.h"

const char *ia_unknown_text(struct ia_arena *arena, const struct ia_near *near, const char *what,
			    const char *whats, const char *all);

#endif /* IA_VIEW_NEAR_H */
