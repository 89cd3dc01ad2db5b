// SPDX-License-Identifier: GPL-2.0
#include "../module/core/vtd_regs.c"

#include "check.h"

/* One field bit by bit, high bit first. */
static u64 field(u64 reg, int high, int low)
{
	u64 value = 0;

	for (; high >= low; high--)
		value = value * 2 + !!(reg & 1ULL << high);
	return value;
}

static void check_fields(struct kunit *test, u64 cap)
{
	u64 nd = field(cap, 2, 0), n;
	int domains = 16;

	for (n = 0; n < nd; n++)
		domains *= 4;
	KUNIT_EXPECT_EQ_MSG(test, ia_vtd_domains(cap), nd == 7 ? IA_UNKNOWN : domains,
			    "0x%llx", cap);
	KUNIT_EXPECT_EQ_MSG(test, ia_vtd_fault_regs(cap), field(cap, 47, 40) + 1, "0x%llx", cap);
	KUNIT_EXPECT_EQ_MSG(test, ia_vtd_fault_offset(cap), field(cap, 33, 24) * 16,
			    "0x%llx", cap);
	KUNIT_EXPECT_EQ_MSG(test, ia_vtd_mgaw(cap), field(cap, 21, 16) + 1, "0x%llx", cap);
	n = field(cap, 31, 0);
	KUNIT_EXPECT_EQ_MSG(test, (u64)ia_vtd_revision(cap),
			    n == 0 || n == 0xffffffff ? (u64)IA_UNKNOWN :
			    field(cap, 7, 4) << 8 | field(cap, 3, 0), "0x%llx", cap);
}

/* Every single bit and every single hole. */
static void test_fields_of_bits(struct kunit *test)
{
	unsigned int bit;

	for (bit = 0; bit < 64; bit++) {
		check_fields(test, 1ULL << bit);
		check_fields(test, ~(1ULL << bit));
	}
}

static const u64 real_registers[] = {
	0x00d2008c222f0686ull, 0x01c0000c40660462ull,
	0x00d2008c40660462ull, 0x019ed008c40780c6ull, 0, ~0ull,
};

static void describe_register(const u64 *reg, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "0x%016llx", *reg);
}

KUNIT_ARRAY_PARAM(real_registers, real_registers, describe_register);

static void test_fields(struct kunit *test)
{
	check_fields(test, *(const u64 *)test->param_value);
}

/* Nothing is there that answers: neither reads as a unit of version 0.0 that does not translate. */
static void test_answers(struct kunit *test)
{
	unsigned int i;

	KUNIT_EXPECT_FALSE(test, ia_vtd_answers(0));
	KUNIT_EXPECT_FALSE(test, ia_vtd_answers(~0ULL));
	for (i = 0; i < ARRAY_SIZE(real_registers); i++) {
		u64 cap = real_registers[i];

		KUNIT_EXPECT_EQ(test, ia_vtd_answers(cap), cap && cap != ~0ULL);
	}
	KUNIT_EXPECT_EQ(test, ia_vtd_revision(0), IA_UNKNOWN);
	KUNIT_EXPECT_EQ(test, ia_vtd_revision(~0U), IA_UNKNOWN);
	KUNIT_EXPECT_EQ(test, ia_vtd_revision(0x10), 0x100);
}

/* By the three bits that count; those beside them are reserved. */
static const struct sagaw_row {
	const char *name;
	int count;
	u16 widths[3];
} sagaws[] = {
	{ "none", 0 }, { "39", 1, { 39 } }, { "48", 1, { 48 } }, { "39,48", 2, { 39, 48 } },
	{ "57", 1, { 57 } }, { "39,57", 2, { 39, 57 } }, { "48,57", 2, { 48, 57 } },
	{ "39,48,57", 3, { 39, 48, 57 } },
};

KUNIT_ARRAY_PARAM_DESC(sagaws, sagaws, name);

static void test_sagaw(struct kunit *test)
{
	const struct sagaw_row *row = test->param_value;
	u64 sagaw = (row - sagaws) << 1;
	unsigned int others;
	struct ia_ints ints;
	int i;

	for (others = 0; others < 4; others++) {
		ints = ia_vtd_sagaw((sagaw | (others & 1) | (others >> 1) << 4) << 8);
		KUNIT_ASSERT_EQ(test, ints.count, row->count);
		for (i = 0; i < ints.count; i++)
			KUNIT_EXPECT_EQ(test, ints.at[i], row->widths[i]);
	}
}

/* By bit number and complete: what is not here has no name. */
static const struct ia_bit_case cap_cases[] = {
	{ 3, "AFL" }, { 4, "RWBF" }, { 5, "PLMR" }, { 6, "PHMR" }, { 7, "CM" },
	{ 22, "ZLR" }, { 34, "SLLPS_2M" }, { 35, "SLLPS_1G" }, { 39, "PSI" },
	{ 54, "DWD" }, { 55, "DRD" }, { 56, "FL1GP" }, { 59, "PI" },
	{ 60, "FL5LP" }, { 61, "ECMDS" }, { 62, "ESIRTPS" }, { 63, "ESRTPS" },
};

static const struct ia_bit_case ecap_cases[] = {
	{ 0, "C" }, { 1, "QI" }, { 2, "DT" }, { 3, "IR" }, { 4, "EIM" },
	{ 6, "PT" }, { 7, "SC" }, { 25, "MTS" }, { 26, "NEST" }, { 29, "PRS" },
	{ 30, "ERS" }, { 31, "SRS" }, { 33, "NWFS" }, { 34, "EAFS" },
	{ 40, "PASID" }, { 41, "DIT" }, { 42, "PDS" }, { 43, "SMTS" },
	{ 44, "VCS" }, { 45, "SLADS" }, { 46, "SLTS" }, { 47, "FLTS" },
	{ 48, "SMPWCS" }, { 49, "RPS" }, { 51, "PMS" }, { 52, "ADMS" },
	{ 53, "RPRIVS" }, { 58, "SMS" },
};

static const struct ia_bit_case gsts_cases[] = {
	{ 23, "CFIS" }, { 24, "IRTPS" }, { 25, "IRES" }, { 26, "QIES" },
	{ 27, "WBFS" }, { 28, "AFLS" }, { 29, "FLS" }, { 30, "RTPS" },
	{ 31, "TES" },
};

KUNIT_ARRAY_PARAM_DESC(cap, cap_cases, name);
KUNIT_ARRAY_PARAM_DESC(ecap, ecap_cases, name);
KUNIT_ARRAY_PARAM_DESC(gsts, gsts_cases, name);

static void expect_features(struct kunit *test, u64 cap, u64 ecap, const char *name)
{
	char buf[32];

	ia_bits_text(ia_vtd_features(cap, ecap), ia_words_FEATURES, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ_MSG(test, buf, name, "CAP 0x%llx ECAP 0x%llx", cap, ecap);
}

static void expect_status(struct kunit *test, u32 status, const char *name)
{
	char buf[32];

	ia_bits_text(ia_vtd_status(status), ia_words_STATUSES, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ_MSG(test, buf, name, "GSTS 0x%x", status);
}

static void test_cap_name(struct kunit *test)
{
	const struct ia_bit_case *row = test->param_value;

	expect_features(test, 1ULL << row->bit, 0, row->name);
}

static void test_ecap_name(struct kunit *test)
{
	const struct ia_bit_case *row = test->param_value;

	expect_features(test, 0, 1ULL << row->bit, row->name);
}

static void test_gsts_name(struct kunit *test)
{
	const struct ia_bit_case *row = test->param_value;

	expect_status(test, 1U << row->bit, row->name);
}

static void test_bits_without_a_name(struct kunit *test)
{
	u64 cap = ia_nameless_bits(cap_cases, ARRAY_SIZE(cap_cases));
	u64 ecap = ia_nameless_bits(ecap_cases, ARRAY_SIZE(ecap_cases));
	u64 gsts = ia_nameless_bits(gsts_cases, ARRAY_SIZE(gsts_cases));
	unsigned int bit;

	for (bit = 0; bit < 64; bit++) {
		expect_features(test, cap & 1ULL << bit, 0, "none");
		expect_features(test, 0, ecap & 1ULL << bit, "none");
		expect_status(test, gsts & 1ULL << bit, "none");
	}
}

/* QEMU's intel-iommu, as its log of 6.12 shows it. */
static void test_real_unit(struct kunit *test)
{
	char buf[64];

	ia_bits_text(ia_vtd_features(0x00d2008c222f0686ull, 0xf00f4aull), ia_words_FEATURES, buf,
		     sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "CM,SLLPS_2M,SLLPS_1G,PSI,DWD,DRD,QI,IR,PT");
	KUNIT_EXPECT_EQ(test, ia_vtd_mgaw(0x00d2008c222f0686ull), 48u);
	KUNIT_EXPECT_EQ(test, ia_vtd_domains(0x00d2008c222f0686ull), 65536);
	KUNIT_EXPECT_EQ(test, ia_vtd_fault_regs(0x00d2008c222f0686ull), 1u);
	KUNIT_EXPECT_EQ(test, ia_vtd_fault_offset(0x00d2008c222f0686ull), 0x220u);
}

static void test_irta(struct kunit *test)
{
	unsigned int size, bit;

	for (size = 0; size < 16; size++) {
		u64 entries = 1ULL << (size + 1);

		KUNIT_EXPECT_EQ(test, ia_vtd_irta_entries(size), entries);
		KUNIT_EXPECT_EQ(test, ia_vtd_irta_entries(size | ~0xfULL), entries);
	}
	for (bit = 0; bit < 64; bit++)
		KUNIT_EXPECT_EQ(test, ia_vtd_irta_base(1ULL << bit), bit >= 12 ? 1ULL << bit : 0);
}

/* P and IM, whatever else is set. */
static void test_irte(struct kunit *test)
{
	u64 irte[2] = {}, ones[2] = { ~0ULL, ~0ULL };
	unsigned int bit;

	KUNIT_EXPECT_FALSE(test, ia_vtd_irte_posts(irte));
	KUNIT_EXPECT_TRUE(test, ia_vtd_irte_posts(ones));
	for (bit = 0; bit < 64; bit++) {
		ones[0] = ~(1ULL << bit);
		KUNIT_EXPECT_EQ(test, ia_vtd_irte_posts(ones), bit != 0 && bit != 15);
	}
	irte[0] = 1 | 1 << 15;
	KUNIT_EXPECT_TRUE(test, ia_vtd_irte_posts(irte));
}

static struct kunit_case vtd_regs_cases[] = {
	KUNIT_CASE_PARAM(test_fields, real_registers_gen_params),
	KUNIT_CASE(test_fields_of_bits),
	KUNIT_CASE(test_answers),
	KUNIT_CASE_PARAM(test_sagaw, sagaws_gen_params),
	KUNIT_CASE_PARAM(test_cap_name, cap_gen_params),
	KUNIT_CASE_PARAM(test_ecap_name, ecap_gen_params),
	KUNIT_CASE_PARAM(test_gsts_name, gsts_gen_params),
	KUNIT_CASE(test_bits_without_a_name),
	KUNIT_CASE(test_real_unit),
	KUNIT_CASE(test_irta),
	KUNIT_CASE(test_irte),
	{}
};

static struct kunit_suite vtd_regs_suite = {
	.name = "iommu_audit_vtd_regs",
	.test_cases = vtd_regs_cases,
};

kunit_test_suite(vtd_regs_suite);
