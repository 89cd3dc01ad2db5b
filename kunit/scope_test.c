// SPDX-License-Identifier: GPL-2.0
#include "../module/core/scope.c"

#include "check.h"
#include "sample_dmar.h"
#include "sample_ivrs.h"

/* A table and which of its units to write. */
struct scope_case {
	const void *table;
	unsigned int skip;
};

static size_t format_dmar(const void *record, char *buf, size_t size)
{
	const struct scope_case *c = record;
	struct ia_dmar_iter it = { 0 };
	struct ia_dmar_entry e;
	unsigned int i;
	struct ia_text t;

	ia_text_init(&t, buf, size);
	for (i = 0; ia_dmar_next(c->table, &it, &e); i++) {
		if (i == c->skip)
			ia_scope_dmar(&t, c->table, &e);
	}
	return t.len;
}

static size_t format_ivhd(const void *record, char *buf, size_t size)
{
	const struct scope_case *c = record;
	struct ia_ivrs_iter it = { 0 };
	struct ia_ivrs_block b;
	unsigned int i;
	struct ia_text t;

	ia_text_init(&t, buf, size);
	for (i = 0; ia_ivrs_next(c->table, &it, &b); i++) {
		if (i == c->skip)
			ia_scope_ivhd(&t, c->table, &b);
	}
	return t.len;
}

struct scope_line {
	const char *name;
	const char *line;
};

/* By the structure's place in the sample. */
static const struct scope_line dmar_lines[] = {
	{ "DRHD of one bridge", "0001:00:1c.0/02.1" },
	{ "DRHD of all the rest",
	  "all,ioapic2@0000:f0:1f.0,hpet0@0000:00:0f.0,acpi:\\_SB.I2C0@0000:00:15.1" },
	{ "DRHD that repeats the first", "none" },
	{ "RMRR", "0002:00:02.0" },
	{ "ATSR", "none" },
};

KUNIT_ARRAY_PARAM_DESC(dmar_lines, dmar_lines, name);

static void test_dmar(struct kunit *test)
{
	const struct scope_line *row = test->param_value;
	struct ia_table_error err;
	struct ia_dmar dmar;
	struct scope_case c = { .table = &dmar, .skip = row - dmar_lines };

	KUNIT_ASSERT_EQ(test, 0,
			ia_dmar_open(&dmar,
				     ia_copy_table(test, sample_dmar,
						   sizeof(sample_dmar)),
				     sizeof(sample_dmar), &err));
	ia_check_line(test, format_dmar, &c, row->line);
}

static void test_dmar_odd_entries(struct kunit *test)
{
	u8 *table = ia_copy_table(test, sample_dmar, sizeof(sample_dmar));
	struct ia_table_error err;
	struct ia_dmar dmar;
	struct scope_case c = { .table = &dmar, .skip = 1 };

	/* A type from the future, and an ACPI device that nothing declares. */
	table[0x5a] = 9;
	table[0x6e] = 8;
	ia_fix_checksum(table, sizeof(sample_dmar));
	KUNIT_ASSERT_EQ(test, 0,
			ia_dmar_open(&dmar, table, sizeof(sample_dmar), &err));
	ia_check_line(test, format_dmar, &c,
		      "all,type9@0000:f0:1f.0,hpet0@0000:00:0f.0,acpi:unknown@0000:00:15.1");
}

/* By the block's place in the sample. */
static const struct scope_line ivhd_lines[] = {
	{ "IVHD 10h", "all" },
	{ "IVHD 11h",
	  "0001:00:01.0,0001:00:02.0-0001:00:1f.7,0001:02:00.0,"
	  "0001:ff:00.0-0001:ff:1f.7,0001:04:00.0,"
	  "0001:05:00.0-0001:05:1f.7,ioapic33@0001:00:14.0" },
	{ "IVMD of all", "none" },
	{ "IVMD of one function", "none" },
	{ "IVMD of a range", "none" },
	{ "IVHD 40h",
	  "acpi:AMDI0020:FUR0@0001:00:14.5,acpi:PNP0D40:258@0001:00:14.6,"
	  "hpet0@0001:00:14.0,acpi:ABC:@0001:00:13.0" },
};

KUNIT_ARRAY_PARAM_DESC(ivhd_lines, ivhd_lines, name);

static void test_ivhd(struct kunit *test)
{
	const struct scope_line *row = test->param_value;
	struct ia_table_error err;
	struct ia_ivrs ivrs;
	struct scope_case c = { .table = &ivrs, .skip = row - ivhd_lines };

	KUNIT_ASSERT_EQ(test, 0,
			ia_ivrs_open(&ivrs,
				     ia_copy_table(test, sample_ivrs,
						   sizeof(sample_ivrs)),
				     sizeof(sample_ivrs), &err));
	ia_check_line(test, format_ivhd, &c, row->line);
}

static void test_ivhd_odd_entries(struct kunit *test)
{
	u8 *table = ia_copy_table(test, sample_ivrs, sizeof(sample_ivrs));
	struct ia_table_error err;
	struct ia_ivrs ivrs;
	struct scope_case c = { .table = &ivrs, .skip = 1 };

	table[0x84] = 0;	/* the end of a range that never began */
	table[0xbb] = 7;	/* a special device of no known variety */
	ia_fix_checksum(table, sizeof(sample_ivrs));
	KUNIT_ASSERT_EQ(test, 0,
			ia_ivrs_open(&ivrs, table, sizeof(sample_ivrs), &err));
	ia_check_line(test, format_ivhd, &c,
		      "0001:00:01.0,0001:00:00.0-0001:00:1f.7,0001:02:00.0,"
		      "0001:ff:00.0-0001:ff:1f.7,0001:04:00.0,"
		      "0001:05:00.0-0001:05:1f.7,special33@0001:00:14.0");
}

static void test_names(struct kunit *test)
{
	unsigned int c;
	struct ia_text t;
	char buf[8];
	u8 name[3];

	for (c = 0; c < 256; c++) {
		bool plain = c > ' ' && c < 0x7f && c != ',' && c != '@';

		name[0] = 'x';
		name[1] = c;
		name[2] = 'y';
		ia_text_init(&t, buf, sizeof(buf));
		put_name(&t, name, sizeof(name));
		KUNIT_EXPECT_EQ(test, t.len, c ? 3u : 1u);
		KUNIT_EXPECT_EQ(test, buf[0], 'x');
		KUNIT_EXPECT_EQ(test, buf[1], plain ? (char)c : c ? '?' : 0);
	}
}

static struct kunit_case scope_cases[] = {
	KUNIT_CASE_PARAM(test_dmar, dmar_lines_gen_params),
	KUNIT_CASE(test_dmar_odd_entries),
	KUNIT_CASE_PARAM(test_ivhd, ivhd_lines_gen_params),
	KUNIT_CASE(test_ivhd_odd_entries),
	KUNIT_CASE(test_names),
	{}
};

static struct kunit_suite scope_suite = {
	.name = "iommu_audit_scope",
	.test_cases = scope_cases,
};

kunit_test_suite(scope_suite);
