/* SPDX-License-Identifier: GPL-2.0 */
/* Where the value of a key is in its record: what keys.c, key_parse.c and key_text.c share. */
#ifndef IA_MACHINE_KEY_PLACE_H
#define IA_MACHINE_KEY_PLACE_H

#include "machine.h"

/* Where a value is, and the states that all structs of values begin with. */
#define IA_AT(type, key, record)	((type *)((char *)(record) + (key)->offset))
#define IA_SEEN(type, key, record)	((const type *)((const char *)(record) + (key)->offset))

struct ia_any_value {
	IA_STATE;
};

static inline bool ia_key_is_enum(const struct ia_key *key)
{
	return key->kind == IA_KEY_ENUM || key->kind == IA_KEY_FLAG;
}

/* What the structs of all lists have in common. */
struct ia_any_list {
	IA_STATE;
	size_t count;
	const void *items;
};

#endif /* IA_MACHINE_KEY_PLACE_H */
