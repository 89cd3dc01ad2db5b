// SPDX-License-Identifier: GPL-2.0
/*
 * Mistakes on purpose, one for each first letter of an input: that a fuzz target ends
 * at each shows that it would see one. planted.py runs it; it is not fuzzed.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static volatile size_t sink;

/* A small text of an arena, and what is behind it. */
static void behind(struct ia_arena *arena)
{
	char *first = ia_strndup(arena, "abc", 3);

	ia_strndup(arena, "def", 3);
	sink = first[4];
}

static void after_free(struct ia_arena *arena)
{
	const char *text = ia_format(arena, "text");

	ia_arena_free(arena);
	sink = *text;
}

static void show(struct ia_arena *arena, const char *text, enum fuzz_look look)
{
	struct ia_out out;

	fuzz_out_open(&out, arena, look);
	ia_out_raw(&out, text);
	fuzz_out_close(&out, "planted", look);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena arena = { 0 };
	volatile int number = INT32_MAX;

	switch (size ? *data : 0) {
	case 'b':
		behind(&arena);
		break;
	case 'f':
		after_free(&arena);
		break;
	case 'o':
		number++;
		break;
	case 'l':
		sink = (size_t)malloc(16);
		sink = 0;
		break;
	case 'e':
		show(&arena, "a\033[2Jb\n", FUZZ_PIPE);
		break;
	case 'c':
		show(&arena, "a\033[31mb\033[5mc\n", FUZZ_NARROW);
		break;
	case 'u':
		show(&arena, "a\xff\n", FUZZ_PIPE);
		break;
	case 'j':
		show(&arena, "{\"a\": \"b\"c\"}\n", FUZZ_JSON);
		break;
	case 'n':
		show(&arena, "{\"a\": \"\xed\xa0\x80\"}\n", FUZZ_JSON);
		break;
	case 'g':
		show(&arena, "good\n", FUZZ_PIPE);
		show(&arena, "{\"good\": \"\\u001b\"}\n", FUZZ_JSON);
		break;
	}
	ia_arena_free(&arena);
	return 0;
}
