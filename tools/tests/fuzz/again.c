// SPDX-License-Identifier: GPL-2.0
/* A file that --from takes: read, written as a snapshot, read again, and shown by commands. */
#include "fuzz.h"

#include <string.h>

#include "../../view/pages.h"

/* Return: whether a text is a machine. */
static bool read_machine(struct ia_machine *machine, const char *text, size_t len)
{
	struct ia_problem problem;

	if (ia_from_parse(machine, "file", text, len, &problem))
		return true;
	if (problem.status != IA_PARSE || !*problem.text)
		fuzz_broken("refused without a reason");
	fuzz_check_text("the problem", problem.text, strlen(problem.text), false);
	return false;
}

/**
 * fuzz_check_again() - what is written of a machine, read and written again, is the same text
 * @machine: as it was read, whatever of
 */
void fuzz_check_again(const struct ia_machine *machine)
{
	struct ia_machine again = { .arena = machine->arena };
	const char *first = ia_snapshot_text(machine, "fuzz", NULL), *second;

	fuzz_check_json("a snapshot", first, strlen(first));
	if (!read_machine(&again, first, strlen(first)))
		fuzz_broken("its own snapshot is refused");
	second = ia_snapshot_text(&again, "fuzz", NULL);
	if (strcmp(first, second))
		fuzz_broken("a snapshot of a snapshot differs:\n%s\n%s", first, second);
}

/**
 * fuzz_from() - read a file of any kind, and check what is made of it
 * @data: its content
 * @size: its length
 */
void fuzz_from(const uint8_t *data, size_t size)
{
	struct ia_arena arena = { 0 };
	struct ia_machine machine = { .arena = &arena };

	if (read_machine(&machine, ia_strndup(&arena, (const char *)data, size), size)) {
		fuzz_check_again(&machine);
		fuzz_commands(&machine, fuzz_hash(data, size), 4);
	}
	ia_arena_free(&arena);
}
