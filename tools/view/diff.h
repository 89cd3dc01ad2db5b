/* SPDX-License-Identifier: GPL-2.0 */
/* diff.c: the difference of two readings as JSON */
#ifndef IA_VIEW_DIFF_H
#define IA_VIEW_DIFF_H

#include "../judge/categories.h"

struct json_object;

struct json_object *ia_json_diff(const struct ia_diff *diff,
				 enum ia_profile_id profile);

#endif /* IA_VIEW_DIFF_H */
