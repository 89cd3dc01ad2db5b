// SPDX-License-Identifier: GPL-2.0
#include "../module/core/format.c"

#include "check.h"

/* Any value, at the beginning of a record. */
union value {
	u64 u;
	int i;
	const char *text;
	char name[IA_NAME_SIZE];
	struct ia_bits bits;
	struct ia_bridges path;
	struct ia_ints ints;
};

static const struct ia_word words[] = {
	IA_WORD("zero"), IA_WORD("one"), IA_WORD("two"),
	[63] = IA_WORD("last"), [64] = IA_WORD("first"), [125] = IA_WORD("highest"),
};

static const u16 numbers[] = { 0, 65535, 7 };

#define FIELD(k, ...)	{						\
	.key = IA_WORD(" key="), .kind = IA_KIND_##k, .words = words, __VA_ARGS__	\
}

#define ALWAYS		.absent = "unknown"
#define DASH		.absent = "-", .is_optional = true
#define OMIT		.is_optional = true
#define EITHER		DASH, .is_either = true

/* Each kind in each state; what is not a line leaves the key out. */
static const struct row {
	const char *name;
	struct ia_record_field field;
	union value value;
	const char *line;
} rows[] = {
	{ "address", FIELD(ADDRESS, ALWAYS), { .u = 0x1000012f7 }, "key=10000:12:1e.7" },
	{ "no address", FIELD(ADDRESS, DASH), { .u = IA_ABSENT }, "key=-" },
	{ "unknown address", FIELD(ADDRESS, OMIT), { .u = IA_UNKNOWN }, "key=unknown" },
	{ "address left out", FIELD(ADDRESS, OMIT), { .u = IA_ABSENT }, "" },
	{ "number", FIELD(INT, DASH), { .i = INT_MAX }, "key=2147483647" },
	{ "0", FIELD(INT, OMIT), { .i = 0 }, "key=0" },
	{ "no number", FIELD(INT, DASH), { .i = IA_ABSENT }, "key=-" },
	{ "number that always applies", FIELD(INT, ALWAYS), { .i = IA_ABSENT }, "key=unknown" },
	{ "unknown number", FIELD(INT, DASH), { .i = IA_UNKNOWN }, "key=unknown" },
	{ "negative number", FIELD(INT, DASH), { .i = -EIO }, "key=unknown" },
	{ "number left out", FIELD(INT, OMIT), { .i = IA_ABSENT }, "" },
	{ "count", FIELD(COUNT, ALWAYS), { .u = U64_MAX }, "key=18446744073709551615" },
	{ "10^18", FIELD(COUNT, ALWAYS), { .u = 1000000000000000000 }, "key=1000000000000000000" },
	{ "2^32", FIELD(COUNT, ALWAYS), { .u = 1ULL << 32 }, "key=4294967296" },
	{ "unknown count", FIELD(COUNT, ALWAYS), { .u = IA_UNKNOWN }, "key=unknown" },
	{ "count left out", FIELD(COUNT, OMIT), { .u = IA_ABSENT }, "" },
	{ "hex", FIELD(HEX, ALWAYS, .digits = 4), { .u = 0x8f }, "key=0x008f" },
	{ "hex of more digits", FIELD(HEX, DASH, .digits = 2), { .u = 0xabc }, "key=0xabc" },
	{ "all bits", FIELD(HEX, ALWAYS, .digits = 1), { .u = ~0ULL }, "key=0xffffffffffffffff" },
	{ "no hex", FIELD(HEX, DASH, .digits = 4), { .u = IA_ABSENT }, "key=-" },
	{ "unknown hex", FIELD(HEX, ALWAYS, .digits = 4), { .u = IA_UNKNOWN }, "key=unknown" },
	{ "segment", FIELD(SEGMENT, ALWAYS), { .i = 0x1a }, "key=001a" },
	{ "revision", FIELD(REVISION, ALWAYS), { .i = IA_REVISION(6, 15) }, "key=6.15" },
	{ "unknown revision", FIELD(REVISION, ALWAYS), { .i = IA_UNKNOWN }, "key=unknown" },
	{ "thousandths", FIELD(MILLI, ALWAYS), { .i = 60005 }, "key=60.005" },
	{ "120 thousandths", FIELD(MILLI, ALWAYS), { .i = 120 }, "key=0.120" },
	{ "flag", FIELD(FLAG, ALWAYS), { .i = 1 }, "key=1" },
	{ "flag of another value", FIELD(FLAG, ALWAYS), { .i = 8 }, "key=1" },
	{ "no flag", FIELD(FLAG, ALWAYS), { .i = 0 }, "key=0" },
	{ "unknown flag", FIELD(FLAG, ALWAYS), { .i = IA_UNKNOWN }, "key=unknown" },
	{ "word", FIELD(ENUM, DASH), { .i = 2 }, "key=two" },
	{ "first word", FIELD(ENUM, DASH), { .i = 0 }, "key=zero" },
	{ "no word", FIELD(ENUM, DASH), { .i = IA_ABSENT }, "key=-" },
	{ "unknown word", FIELD(ENUM, DASH), { .i = IA_UNKNOWN }, "key=unknown" },
	{ "no word, not left out", FIELD(ENUM, EITHER), { .i = IA_ABSENT }, "key=-" },
	{ "word left out", FIELD(ENUM, EITHER), { .i = IA_OMITTED }, "" },
	{ "bits", FIELD(BITS, ALWAYS), { .bits.set = { 1ULL << 63 | 6, 1 } },
	  "key=one,two,last,first" },
	{ "highest bit", FIELD(BITS, ALWAYS), { .bits.set = { 0, 1ULL << 61 } }, "key=highest" },
	{ "no bit", FIELD(BITS, DASH), { .bits.set = { 0, 0 } }, "key=none" },
	{ "no bits", FIELD(BITS, DASH), { .bits.set = { 0, IA_ABSENT } }, "key=-" },
	{ "unknown bits", FIELD(BITS, DASH), { .bits.set = { 0, IA_UNKNOWN } }, "key=unknown" },
	{ "text", FIELD(TEXT, DASH), { .text = "a \"b" }, "key=\"a \\\"b\"" },
	{ "no text", FIELD(TEXT, DASH), { .text = "" }, "key=-" },
	{ "text that is not there", FIELD(TEXT, DASH), { .text = NULL }, "key=-" },
	{ "unknown text", FIELD(TEXT, ALWAYS, .is_guessed = true), { .text = "" }, "key=unknown" },
	{ "text that is not filled in", FIELD(TEXT, ALWAYS), { .text = NULL }, "key=unknown" },
	{ "empty text", FIELD(TEXT, ALWAYS), { .text = "" }, "key=\"\"" },
	{ "text left out", FIELD(TEXT, OMIT), { .text = "" }, "" },
	{ "name", FIELD(NAME, DASH), { .name = "igb" }, "key=igb" },
	{ "no name", FIELD(NAME, .absent = "none", .is_optional = true), { .name = "" },
	  "key=none" },
	{ "name left out", FIELD(NAME, OMIT), { .name = "" }, "" },
	{ "name of either", FIELD(NAME, EITHER), { .name = "-" }, "key=-" },
	{ "neither", FIELD(NAME, EITHER), { .name = "" }, "" },
	{ "path", FIELD(PATH, DASH), { .path = { 2, 0x1f, { 0x0100, 0x0018 } } },
	  "key=001f:00:03.0/001f:01:00.0" },
	{ "no path", FIELD(PATH, DASH), { .path = { 0, 0x1f } }, "key=-" },
	{ "path that is not filled in", FIELD(PATH, DASH), { .path = { IA_ABSENT } }, "key=-" },
	{ "unknown path", FIELD(PATH, DASH), { .path = { IA_UNKNOWN } }, "key=unknown" },
	{ "too long a path", FIELD(PATH, DASH), { .path = { IA_MAX_PATH + 1 } }, "key=unknown" },
	{ "numbers", FIELD(INTS, OMIT), { .ints = { 3, numbers } }, "key=0,65535,7" },
	{ "none of the numbers", FIELD(INTS, OMIT), { .ints = { 0, numbers } }, "key=none" },
	{ "unknown numbers", FIELD(INTS, OMIT), { .ints = { IA_UNKNOWN } }, "key=unknown" },
	{ "numbers left out", FIELD(INTS, OMIT), { .ints = { IA_ABSENT } }, "" },
	{ "list", FIELD(TEXTS, ALWAYS), { .text = "a,b" }, "key=a,b" },
	{ "list with a space", FIELD(MEMBERS, ALWAYS), { .text = "a b,c" }, "key=\"a b,c\"" },
	{ "empty list", FIELD(MEMBERS, ALWAYS), { .text = "" }, "key=none" },
	{ "unknown list", FIELD(REGIONS, ALWAYS), { .text = NULL }, "key=unknown" },
	{ "list left out", FIELD(MEMBERS, OMIT), { .text = NULL }, "" },
};

KUNIT_ARRAY_PARAM_DESC(rows, rows, name);

static void test_value(struct kunit *test)
{
	const struct row *row = test->param_value;
	struct ia_record_layout layout = { &row->field, 1, sizeof(row->value) };

	ia_check_record(test, &layout, &row->value, row->line);
}

struct two {
	int first;
	int second;
};

static const struct ia_record_field two_fields[] = {
	{ .key = IA_WORD(" first="), .kind = IA_KIND_INT, .is_optional = true },
	{ .key = IA_WORD(" second="), .kind = IA_KIND_INT, .absent = "-", .is_optional = true,
	  .offset = offsetof(struct two, second) },
};

static const struct ia_record_layout two_layout = { two_fields, 2, sizeof(struct two) };

/* A line begins with a key, whichever is the first that is there. */
static void test_spaces(struct kunit *test)
{
	ia_check_record(test, &two_layout, &(struct two){ 1, 2 }, "first=1 second=2");
	ia_check_record(test, &two_layout, &(struct two){ IA_ABSENT, 2 }, "second=2");
	ia_check_record(test, &two_layout, &(struct two){ 1, IA_ABSENT }, "first=1 second=-");
	ia_check_record(test, &two_layout, &(struct two){ 1, IA_OMITTED }, "first=1");
}

/* What nobody fills in reads as unknown where it applies, and as absent elsewhere. */
static void test_init(struct kunit *test)
{
	const struct row *row;
	union value value;

	for (row = rows; row < rows + ARRAY_SIZE(rows); row++) {
		struct ia_record_layout layout = { &row->field, 1, sizeof(value) };
		char line[40] = "key=", *absent = line + strlen(line);

		memset(&value, 0, sizeof(value));
		ia_record_init(&layout, &value);
		if (row->field.kind == IA_KIND_NAME && !row->field.is_optional)
			continue;
		if (!row->field.is_optional)
			strscpy(absent, "unknown", 16);
		else if (row->field.absent && !row->field.is_either)
			strscpy(absent, row->field.absent, 16);
		else
			line[0] = '\0';
		ia_check_record(test, &layout, &value, line);
	}
}

/* Registers whose bits are scattered, each bit by itself and all together. */
static void test_bits_add(struct kunit *test)
{
	static const u8 from[] = { 63, 0, 31, 32, 7 };
	struct ia_bits bits = {};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(from); i++) {
		struct ia_bits one = {};

		ia_bits_add(&one, 62, 1ULL << from[i] | 1ULL << 40, from, ARRAY_SIZE(from));
		KUNIT_EXPECT_EQ(test, one.set[0], i < 2 ? 1ULL << (62 + i) : 0);
		KUNIT_EXPECT_EQ(test, one.set[1], i < 2 ? 0 : 1ULL << (i - 2));
	}
	ia_bits_add(&bits, 62, ~0ULL, from, ARRAY_SIZE(from));
	KUNIT_EXPECT_EQ(test, bits.set[0], 3ULL << 62);
	KUNIT_EXPECT_EQ(test, bits.set[1], 7ULL);
	ia_bits_add(&bits, 0, 1, from + 1, 1);
	KUNIT_EXPECT_EQ(test, bits.set[0], 3ULL << 62 | 1);
}

static struct kunit_case format_cases[] = {
	KUNIT_CASE_PARAM(test_value, rows_gen_params),
	KUNIT_CASE(test_spaces),
	KUNIT_CASE(test_init),
	KUNIT_CASE(test_bits_add),
	{}
};

static struct kunit_suite format_suite = {
	.name = "iommu_audit_format",
	.test_cases = format_cases,
};

kunit_test_suite(format_suite);
