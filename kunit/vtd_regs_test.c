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

/* Every single bit, every single hole, and real registers. */
static u64 sample_register(unsigned int i)
{
	static const u64 real[] = {
		0x00d2008c222f0686ull, 0x01c0000c40660462ull,
		0x00d2008c40660462ull, 0x019ed008c40780c6ull, 0, ~0ull,
	};

	if (i < 64)
		return 1ULL << i;
	if (i < 128)
		return ~(1ULL << (i - 64));
	return real[i - 128];
}

#define SAMPLES	134

static void test_fields(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < SAMPLES; i++) {
		u64 cap = sample_register(i);
		u64 nd = field(cap, 2, 0);
		u32 domains = 16, n;

		for (n = 0; n < nd; n++)
			domains *= 4;
		KUNIT_EXPECT_EQ(test, ia_vtd_domains(cap), nd == 7 ? 0 : domains);
		KUNIT_EXPECT_EQ(test, ia_vtd_fault_regs(cap), field(cap, 47, 40) + 1);
		KUNIT_EXPECT_EQ(test, ia_vtd_fault_offset(cap), field(cap, 33, 24) * 16);
		KUNIT_EXPECT_EQ(test, ia_vtd_mgaw(cap), field(cap, 21, 16) + 1);
		KUNIT_EXPECT_EQ(test, ia_vtd_major(cap), field(cap, 7, 4));
		KUNIT_EXPECT_EQ(test, ia_vtd_minor(cap), field(cap, 3, 0));
	}
}

static void test_sagaw(struct kunit *test)
{
	static const char * const expected[] = {
		"none", "39", "48", "39,48", "57", "39,57", "48,57", "39,48,57",
	};
	unsigned int sagaw;
	struct ia_text t;
	char buf[16];

	for (sagaw = 0; sagaw < 32; sagaw++) {
		ia_text_init(&t, buf, sizeof(buf));
		ia_vtd_text_sagaw(&t, (u64)sagaw << 8);
		KUNIT_EXPECT_STREQ(test, buf, expected[sagaw >> 1 & 7]);
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

static void test_names_bit_by_bit(struct kunit *test)
{
	unsigned int bit;
	struct ia_text t;
	char buf[32];

	for (bit = 0; bit < 64; bit++) {
		ia_text_init(&t, buf, sizeof(buf));
		ia_vtd_text_features(&t, 1ULL << bit, 0);
		KUNIT_EXPECT_STREQ(test, buf,
				   ia_bit_case_name(cap_cases, ARRAY_SIZE(cap_cases), bit));
		ia_text_init(&t, buf, sizeof(buf));
		ia_vtd_text_features(&t, 0, 1ULL << bit);
		KUNIT_EXPECT_STREQ(test, buf,
				   ia_bit_case_name(ecap_cases, ARRAY_SIZE(ecap_cases), bit));
		if (bit >= 32)
			continue;
		ia_text_init(&t, buf, sizeof(buf));
		ia_vtd_text_status(&t, 1U << bit);
		KUNIT_EXPECT_STREQ(test, buf,
				   ia_bit_case_name(gsts_cases, ARRAY_SIZE(gsts_cases), bit));
	}
}

/* QEMU's intel-iommu, as its log of 6.12 shows it. */
static void test_real_unit(struct kunit *test)
{
	struct ia_text t;
	char buf[64];

	ia_text_init(&t, buf, sizeof(buf));
	ia_vtd_text_features(&t, 0x00d2008c222f0686ull, 0xf00f4aull);
	KUNIT_EXPECT_STREQ(test, buf, "CM,SLLPS_2M,SLLPS_1G,PSI,DWD,DRD,QI,IR,PT");
	KUNIT_EXPECT_EQ(test, ia_vtd_mgaw(0x00d2008c222f0686ull), 48u);
	KUNIT_EXPECT_EQ(test, ia_vtd_domains(0x00d2008c222f0686ull), 65536u);
	KUNIT_EXPECT_EQ(test, ia_vtd_fault_regs(0x00d2008c222f0686ull), 1u);
	KUNIT_EXPECT_EQ(test, ia_vtd_fault_offset(0x00d2008c222f0686ull), 0x220u);
}

static struct kunit_case vtd_regs_cases[] = {
	KUNIT_CASE(test_fields),
	KUNIT_CASE(test_sagaw),
	KUNIT_CASE(test_names_bit_by_bit),
	KUNIT_CASE(test_real_unit),
	{}
};

static struct kunit_suite vtd_regs_suite = {
	.name = "iommu_audit_vtd_regs",
	.test_cases = vtd_regs_cases,
};

kunit_test_suite(vtd_regs_suite);
