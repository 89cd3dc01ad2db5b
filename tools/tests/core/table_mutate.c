// SPDX-License-Identifier: GPL-2.0
/*
 * Feed the parsers every strict prefix and many seeded mutations of tables.
 *
 * Every input lies in a buffer of exactly its own size: built with
 * AddressSanitizer, a read past the end ends the program.
 */
#include <stdlib.h>

#include "table_file.h"
#include "walk.h"

#define SUITE		"core_mutate"
#define MAX_CHANGES	8

/* How often each kind of input was refused and accepted. */
struct tally {
	unsigned long refused;
	unsigned long accepted;
};

static u64 random_state;

/* xorshift64*: the same sequence everywhere for the same seed */
static u32 random_below(u32 limit)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (u32)((random_state * 0x2545f4914f6cdd1dULL) >> 32) % limit;
}

static bool accepts(const struct table_file *like, const u8 *data, size_t size,
		    struct tally *tally)
{
	struct ia_table_error err;
	u8 *exact = malloc(size ? size : 1);
	int ret;

	if (!exact)
		abort();
	memcpy(exact, data, size);
	/* An empty input still is an address that must not be read. */
	ret = table_file_is_ivrs(like) ?
		walk_ivrs(size ? exact : exact + 1, size, &err) :
		walk_dmar(size ? exact : exact + 1, size, &err);
	free(exact);
	if (ret)
		tally->refused++;
	else
		tally->accepted++;
	return !ret;
}

static void fix_checksum(u8 *data, size_t size)
{
	size_t i;
	u8 sum = 0;

	if (size <= 9)
		return;
	data[9] = 0;
	for (i = 0; i < size; i++)
		sum += data[i];
	data[9] = -sum;
}

static void put_length(u8 *data, size_t size)
{
	unsigned int i;

	for (i = 0; i < 4; i++)
		data[4 + i] = size >> (8 * i);
}

/*
 * Change a copy of the table: up to MAX_CHANGES bytes behind the fixed header,
 * small and extreme values more often than others since they make lengths
 * interesting; one time in four also a cut with a header that agrees to it.
 */
static size_t mutate(u8 *data, size_t size)
{
	static const u8 liked[] = { 0, 1, 2, 4, 6, 7, 8, 0x10, 0x40, 0x7f, 0x80,
				    0xf0, 0xfe, 0xff };
	u32 changes = 1 + random_below(MAX_CHANGES);

	while (changes--) {
		u32 at = random_below(size);

		if (at >= 4 && at < 10 && random_below(8))
			continue;
		if (random_below(2))
			data[at] = liked[random_below(ARRAY_SIZE(liked))];
		else if (random_below(2))
			data[at] ^= 1 << random_below(8);
		else
			data[at] = random_below(256);
	}
	if (!random_below(4)) {
		size = 40 + random_below(size - 39);
		put_length(data, size);
	}
	return size;
}

static bool sums_up(const u8 *data, size_t size)
{
	u8 sum = 0;

	while (size--)
		sum += *data++;
	return !sum;
}

struct totals {
	struct tally whole;
	struct tally prefix;
	struct tally raw;
	struct tally fixed;
	unsigned long bad_sum_accepted;
};

static void try_mutations(const struct table_file *file, unsigned int rounds,
			  struct totals *totals)
{
	u8 *copy = malloc(file->size);
	unsigned int i;

	if (!copy)
		abort();
	for (i = 0; i < rounds; i++) {
		size_t size;

		memcpy(copy, file->data, file->size);
		size = mutate(copy, file->size);
		if (accepts(file, copy, size, &totals->raw) &&
		    ia_le32(copy + 4) == size && !sums_up(copy, size))
			totals->bad_sum_accepted++;
		fix_checksum(copy, size);
		accepts(file, copy, size, &totals->fixed);
	}
	free(copy);
}

static int report(bool ok, const char *name)
{
	printf("%sok - " SUITE ": %s\n", ok ? "" : "not ", name);
	return !ok;
}

static void detail(const char *what, const struct tally *tally)
{
	printf("# %s: %lu refused, %lu accepted\n", what, tally->refused,
	       tally->accepted);
}

int main(int argc, char **argv)
{
	struct totals totals = { 0 };
	struct table_file file;
	unsigned int rounds;
	int i, bad = 0;
	size_t cut;

	if (argc < 4) {
		fprintf(stderr, "usage: %s SEED ROUNDS TABLE...\n", argv[0]);
		return 2;
	}
	random_state = strtoull(argv[1], NULL, 0) | 1;
	rounds = strtoul(argv[2], NULL, 0);
	for (i = 3; i < argc; i++) {
		if (table_file_read(&file, argv[i]))
			return 2;
		if (!accepts(&file, file.data, file.size, &totals.whole))
			printf("# whole table refused: %s\n", argv[i]);
		for (cut = 0; cut < file.size; cut++) {
			if (accepts(&file, file.data, cut, &totals.prefix))
				printf("# prefix of %zu bytes accepted: %s\n",
				       cut, argv[i]);
		}
		try_mutations(&file, rounds, &totals);
		table_file_free(&file);
	}
	bad |= report(!totals.whole.refused, "every whole table is accepted");
	bad |= report(totals.prefix.refused && !totals.prefix.accepted,
		      "every strict prefix is refused, read within its bounds");
	bad |= report(totals.raw.refused && !totals.bad_sum_accepted,
		      "mutations are read within their bounds, a wrong checksum is refused");
	bad |= report(totals.fixed.refused && totals.fixed.accepted,
		      "mutations with a right checksum are read within their bounds");
	printf("# seed %s, %d tables, %u rounds each\n", argv[1], argc - 3, rounds);
	detail("prefixes", &totals.prefix);
	detail("mutations", &totals.raw);
	detail("mutations with a right checksum", &totals.fixed);
	return bad;
}
