/* SPDX-License-Identifier: GPL-2.0 */
/* functions.c: a machine out of the functions of a dump, whose places bus numbers tell */
#ifndef IA_SOURCE_FUNCTIONS_H
#define IA_SOURCE_FUNCTIONS_H

#include "config.h"

/* How much of a machine a dump is known to hold. */
enum ia_extent {
	IA_EXTENT_PART,		/* some of its functions */
	IA_EXTENT_LISTING,	/* what looks like all of them */
	IA_EXTENT_WHOLE,	/* all of them */
};

/**
 * struct ia_functions - the functions of a dump
 * @items: from ia_function_init(), in any order
 * @lines: by function, the line where it was read
 * @count: number of functions
 * @room: those that there is room for
 * @lines_room: likewise, for @lines
 * @extent: how much of the machine they are
 */
struct ia_functions {
	struct ia_function *items;
	size_t *lines;
	size_t count;
	size_t room;
	size_t lines_room;
	enum ia_extent extent;
};

struct ia_function *ia_functions_add(struct ia_arena *arena, struct ia_functions *functions,
				     ia_address address, size_t line);
void ia_functions_group(struct ia_machine *m);
const char *ia_functions_place(struct ia_machine *machine, struct ia_functions *functions);

#endif /* IA_SOURCE_FUNCTIONS_H */
