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

static uint64_t mix(uint64_t hash, uint64_t n)
{
	hash = (hash ^ n) * 0x9e3779b97f4a7c15ULL;
	return hash ^ hash >> 32;
}

/* A number that is the same for reasons that say the same. */
uint64_t ia_reason_hash(const struct ia_reason *reason)
{
	uint64_t hash = reason->code;
	const char *p;
	size_t i;

	for (i = 0; i < IA_REASON_ARGS; i++) {
		const struct ia_arg *arg = &reason->args[i];

		hash = mix(hash, arg->kind);
		if (arg->kind == IA_ARG_NUMBER)
			hash = mix(hash, arg->n);
		else if (arg->kind == IA_ARG_ADDRESS)
			hash = mix(hash, arg->address);
		for (p = arg->kind == IA_ARG_TEXT ? arg->text : ""; *p; p++)
			hash = mix(hash, (unsigned char)*p);
	}
	return hash;
}
