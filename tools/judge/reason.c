// SPDX-License-Identifier: GPL-2.0
#include "reason.h"

#include <string.h>

static bool same_arg(const struct ia_arg *a, const struct ia_arg *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case IA_ARG_NUMBER:
		return a->n == b->n;
	case IA_ARG_ADDRESS:
		return a->address == b->address;
	case IA_ARG_TEXT:
		return !strcmp(a->text, b->text);
	case IA_ARG_NONE:
		break;
	}
	return true;
}

/* Whether two reasons say the same: their codes, and what they name. */
bool ia_reason_same(const struct ia_reason *a, const struct ia_reason *b)
{
	size_t i;

	if (a->code != b->code)
		return false;
	for (i = 0; i < IA_REASON_ARGS; i++) {
		if (!same_arg(&a->args[i], &b->args[i]))
			return false;
	}
	return true;
}
