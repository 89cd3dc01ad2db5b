// SPDX-License-Identifier: GPL-2.0
/* A snapshot: read, written and read again, and shown by every command. */
#include "fuzz.h"

#include <string.h>

#include "../../view/pages.h"

/* Reads the text of a snapshot. Return: whether it is one. */
static bool read_snapshot(struct ia_machine *machine, const char *text, size_t len)
{
	struct ia_problem problem;

	if (ia_snapshot_parse(machine, "snapshot", text, len, &problem))
		return true;
	if (problem.status != IA_PARSE || !*problem.text)
		fuzz_broken("refused without a reason");
	fuzz_check_text("the problem", problem.text, strlen(problem.text), false);
	return false;
}

/* What is read and written, and read and written again, is the same text. */
static void check_again(const struct ia_machine *machine)
{
	struct ia_machine again = { .arena = machine->arena };
	const char *first = ia_snapshot_text(machine, "fuzz"), *second;

	fuzz_check_json("a snapshot", first, strlen(first));
	if (!read_snapshot(&again, first, strlen(first)))
		fuzz_broken("its own snapshot is refused");
	second = ia_snapshot_text(&again, "fuzz");
	if (strcmp(first, second))
		fuzz_broken("a snapshot of a snapshot differs:\n%s\n%s", first, second);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	return fuzz_mutate_json(data, size, max_size, seed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena arena = { 0 };
	struct ia_machine machine = { .arena = &arena };

	if (read_snapshot(&machine, ia_strndup(&arena, (const char *)data, size), size)) {
		check_again(&machine);
		fuzz_commands(&machine, fuzz_hash(data, size), 4);
	}
	ia_arena_free(&arena);
	return 0;
}
