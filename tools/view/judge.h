/* SPDX-License-Identifier: GPL-2.0 */
/* judge.c: verdicts and reasons as JSON */
#ifndef IA_VIEW_JUDGE_H
#define IA_VIEW_JUDGE_H

#include "../judge/effective.h"
#include "../judge/why.h"

struct json_object;

struct json_object *ia_json_lint(const struct ia_lint *lint,
				 const struct ia_effective *effective);
struct json_object *ia_json_why(const struct ia_machine *machine, const struct ia_why *why);

#endif /* IA_VIEW_JUDGE_H */
