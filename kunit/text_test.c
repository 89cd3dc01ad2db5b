// SPDX-License-Identifier: GPL-2.0
#include "../module/core/text.c"

#include "check.h"

static const u32 segments[] = { 0, 1, 0xffff, 0x10000 };

static void describe_segment(const u32 *segment, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "segment %04x", *segment);
}

KUNIT_ARRAY_PARAM(segments, segments, describe_segment);

static void test_bdf_all(struct kunit *test)
{
	u32 segment = *(const u32 *)test->param_value;
	char buf[16], expected[16];
	unsigned int bus, devfn;
	struct ia_text t;

	for (bus = 0; bus < 256; bus++) {
		for (devfn = 0; devfn < 256; devfn++) {
			ia_text_init(&t, buf, sizeof(buf));
			ia_text_bdf(&t, ia_bdf(segment, bus, devfn));
			sprintf(expected, "%04x:%02x:%02x.%x", segment, bus,
				devfn / 8, devfn % 8);
			KUNIT_ASSERT_STREQ(test, buf, expected);
			KUNIT_ASSERT_EQ(test, t.len, strlen(expected));
		}
	}
}

static const u64 hex_values[] = {
	0, 1, 9, 10, 0xf, 0x10, 0xffff, 0x10000, U32_MAX, U64_MAX / 3, U64_MAX,
};

static void describe_hex(const u64 *value, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "0x%llx", *value);
}

KUNIT_ARRAY_PARAM(hex_values, hex_values, describe_hex);

static void test_hex(struct kunit *test)
{
	u64 value = *(const u64 *)test->param_value;
	char buf[24], expected[24];
	unsigned int digits;
	struct ia_text t;

	for (digits = 1; digits <= 16; digits++) {
		ia_text_init(&t, buf, sizeof(buf));
		ia_text_hex(&t, value, digits);
		sprintf(expected, "%0*llx", digits, value);
		KUNIT_EXPECT_STREQ(test, buf, expected);
		ia_text_init(&t, buf, sizeof(buf));
		ia_text_0x(&t, value, digits);
		sprintf(expected, "0x%0*llx", digits, value);
		KUNIT_EXPECT_STREQ(test, buf, expected);
	}
	ia_text_init(&t, buf, sizeof(buf));
	ia_text_u64(&t, value);
	sprintf(expected, "%llu", value);
	KUNIT_EXPECT_STREQ(test, buf, expected);
}

static const int int_values[] = { 0, 1, -1, 9, 10, 99, 100, INT_MAX, INT_MIN };

static void describe_int(const int *value, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%d", *value);
}

KUNIT_ARRAY_PARAM(int_values, int_values, describe_int);

static void test_int(struct kunit *test)
{
	int value = *(const int *)test->param_value;
	char buf[24], expected[24];
	struct ia_text t;

	ia_text_init(&t, buf, sizeof(buf));
	ia_text_int(&t, value);
	sprintf(expected, "%d", value);
	KUNIT_EXPECT_STREQ(test, buf, expected);
}

/* Undo the quoting of the format; returns false for what it does not allow. */
static bool unquote(const char *in, char *out)
{
	bool quoted = *in == '"';

	if (!quoted && !*in)
		return false;
	for (in += quoted; *in && !(quoted && *in == '"'); in++) {
		if (!quoted && (*in == ' ' || *in == '"' || *in == '\\'))
			return false;
		if (*in == '\\' && (*++in != '"' && *in != '\\'))
			return false;
		if ((unsigned char)*in < ' ')
			return false;
		*out++ = *in;
	}
	*out = '\0';
	return quoted ? *in == '"' && !in[1] : !*in;
}

static void test_value_round_trip(struct kunit *test)
{
	char value[3] = { 0 }, expected[3], back[8], buf[16];
	struct ia_text t;
	unsigned int a, b, i;

	for (a = 0; a < 256; a++) {
		for (b = 0; b < (a ? 256 : 1); b++) {
			value[0] = a;
			value[1] = b;
			memcpy(expected, value, sizeof(expected));
			for (i = 0; i < 2; i++) {
				if (expected[i] && (u8)expected[i] < ' ')
					expected[i] = '?';
			}
			ia_text_init(&t, buf, sizeof(buf));
			ia_text_value(&t, value);
			KUNIT_ASSERT_TRUE_MSG(test, unquote(buf, back),
					      "%02x %02x gives %s", a, b, buf);
			KUNIT_ASSERT_STREQ(test, back, expected);
			KUNIT_ASSERT_EQ(test, strlen(buf), t.len);
		}
	}
}

static const struct {
	const char *name;
	const char *value;
	const char *text;
} values[] = {
	{ "empty", "", "\"\"" },
	{ "plain", "plain", "plain" },
	{ "blank", "a b", "\"a b\"" },
	{ "quotes", "say \"no\"", "\"say \\\"no\\\"\"" },
	{ "backslash", "\\_SB.FUR0", "\"\\\\_SB.FUR0\"" },
	{ "newline", "two\nlines", "\"two?lines\"" },
	{ "separators of lists", "a=b,c/d", "a=b,c/d" },
};

KUNIT_ARRAY_PARAM_DESC(values, values, name);

static void test_value(struct kunit *test)
{
	const typeof(values[0]) *row = test->param_value;
	struct ia_text t;
	char buf[32];

	ia_text_init(&t, buf, sizeof(buf));
	ia_text_value(&t, row->value);
	KUNIT_EXPECT_STREQ(test, buf, row->text);
}

static size_t format_pieces(const void *record, char *buf, size_t size)
{
	struct ia_text t;

	ia_text_init(&t, buf, size);
	ia_text_printf(&t, "n=%d ", 12345);
	ia_text_value(&t, record);
	ia_text_printf(&t, " ");
	ia_text_bdf(&t, 0x0001ffff);
	return t.len;
}

static void test_cut_anywhere(struct kunit *test)
{
	ia_check_line(test, format_pieces, "a \"b\"",
		      "n=12345 \"a \\\"b\\\"\" 0001:ff:1f.7");
}

static void test_fits(struct kunit *test)
{
	struct ia_text t;
	char buf[4];

	ia_text_init(&t, buf, sizeof(buf));
	ia_text_printf(&t, "abc");
	KUNIT_EXPECT_TRUE(test, ia_text_fits(&t));
	ia_text_printf(&t, "d");
	KUNIT_EXPECT_FALSE(test, ia_text_fits(&t));
	KUNIT_EXPECT_STREQ(test, buf, "abc");
	ia_text_init(&t, NULL, 0);
	KUNIT_EXPECT_FALSE(test, ia_text_fits(&t));
}

static struct kunit_case text_cases[] = {
	KUNIT_CASE_PARAM(test_bdf_all, segments_gen_params),
	KUNIT_CASE_PARAM(test_hex, hex_values_gen_params),
	KUNIT_CASE_PARAM(test_int, int_values_gen_params),
	KUNIT_CASE(test_value_round_trip),
	KUNIT_CASE_PARAM(test_value, values_gen_params),
	KUNIT_CASE(test_cut_anywhere),
	KUNIT_CASE(test_fits),
	{}
};

static struct kunit_suite text_suite = {
	.name = "iommu_audit_text",
	.test_cases = text_cases,
};

kunit_test_suite(text_suite);
