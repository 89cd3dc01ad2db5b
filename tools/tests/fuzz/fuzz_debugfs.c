// SPDX-License-Identifier: GPL-2.0
/*
 * The text of one file of the module, the others as they were recorded. The first
 * byte chooses the file.
 */
#include "fuzz.h"

#include <string.h>

struct checking {
	struct ia_arena *arena;
	size_t count;
};

static void check_record(void *to, const struct ia_record_list *list, const void *record)
{
	struct checking *checking = to;

	checking->count++;
	fuzz_check_record(checking->arena, list, record);
}

/* A copy that ends where the text does, as that of a file. */
static char *text_of(struct ia_arena *arena, const uint8_t *data, size_t size)
{
	return ia_strndup(arena, (const char *)data, size);
}

static bool parse(struct ia_arena *arena, enum ia_file file, const uint8_t *data, size_t size)
{
	struct checking checking = { arena, 0 };
	struct ia_problem problem;

	if (ia_parse(arena, file, text_of(arena, data, size), size, check_record, &checking,
		     &problem))
		return checking.count;
	fuzz_check_text("the problem", problem.text, strlen(problem.text), false);
	return false;
}

/* The records of all other files are those of a machine that does not change. */
static void show(struct ia_arena *arena, enum ia_file file, const uint8_t *data, size_t size)
{
	struct ia_machine machine = *fuzz_machine();
	struct ia_problem problem;
	size_t i;

	machine.arena = arena;
	for (i = 0; i < ia_nrecord_lists; i++) {
		const struct ia_record_list *list = &ia_record_lists[i];
		void **items = (void **)((char *)&machine + list->items);
		size_t count = *(size_t *)((char *)&machine + list->count);
		size_t record = ia_records[list->id].size;

		if (!list->name)
			continue;
		/* Joining writes into them. */
		if (list->file != file && count)
			*items = memcpy(ia_alloc(arena, count, record), *items, count * record);
		else
			*items = NULL;
	}
	ia_machine_clear(&machine, file);
	if (!ia_machine_parse(&machine, file, text_of(arena, data, size), size, &problem))
		fuzz_broken("read as records, but not into a machine: %s", problem.text);
	ia_machine_join(&machine);
	ia_machine_name(&machine);
	fuzz_commands(&machine, fuzz_hash(data, size), 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena arena = { 0 };
	enum ia_file file;

	if (!size)
		return 0;
	file = (uint8_t)(*data - '0') % IA_ALL_FILES;
	if (parse(&arena, file, data + 1, size - 1) && file < IA_FILES)
		show(&arena, file, data + 1, size - 1);
	ia_arena_free(&arena);
	return 0;
}
