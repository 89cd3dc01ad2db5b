// SPDX-License-Identifier: GPL-2.0
#include "../module/core/amd_regs.c"

#include "check.h"

/* By bit number and complete: what is not here has no name. */
static const struct ia_bit_case cap_cases[] = {
	{ 24, "IotlbSup" }, { 25, "HtTunnel" }, { 26, "NpCache" },
	{ 27, "EFRSup" }, { 28, "CapExt" },
};

static const struct ia_bit_case efr_cases[] = {
	{ 0, "PreFSup" }, { 1, "PPRSup" }, { 2, "XTSup" }, { 3, "NXSup" },
	{ 4, "GTSup" }, { 5, "GAPPISup" }, { 6, "IASup" }, { 7, "GASup" },
	{ 8, "HESup" }, { 9, "PCSup" }, { 37, "USSup" },
	{ 40, "PprOvrflwEarlySup" }, { 41, "PPRAutoRspSup" },
	{ 44, "BlkStopMrkSup" }, { 45, "PerfOptSup" }, { 46, "MsiCapMmioSup" },
	{ 48, "GIoSup" }, { 49, "HASup" }, { 50, "EPHSup" },
	{ 51, "AttrFWSup" }, { 52, "HDSup" }, { 54, "InvIotlbTypeSup" },
	{ 55, "vIommuSup" }, { 61, "GAUpdateDisSup" },
	{ 62, "ForcePhyDestSup" }, { 63, "SNPSup" },
};

static const struct ia_bit_case control_cases[] = {
	{ 0, "IommuEn" }, { 1, "HtTunEn" }, { 2, "EventLogEn" },
	{ 3, "EventIntEn" }, { 4, "ComWaitIntEn" }, { 8, "PassPW" },
	{ 9, "ResPassPW" }, { 10, "Coherent" }, { 11, "Isoc" },
	{ 12, "CmdBufEn" }, { 13, "PPRLogEn" }, { 14, "PprIntEn" },
	{ 15, "PPREn" }, { 16, "GTEn" }, { 17, "GAEn" }, { 22, "SmiFEn" },
	{ 23, "SlfWBdis" }, { 24, "SmiFLogEn" }, { 28, "GALogEn" },
	{ 29, "GAIntEn" },
};

static void test_names_bit_by_bit(struct kunit *test)
{
	unsigned int bit;
	struct ia_text t;
	char buf[32];

	for (bit = 0; bit < 64; bit++) {
		ia_text_init(&t, buf, sizeof(buf));
		ia_amd_text_features(&t, 0, 1ULL << bit);
		KUNIT_EXPECT_STREQ(test, buf,
				   ia_bit_case_name(efr_cases, ARRAY_SIZE(efr_cases), bit));
		if (bit >= 32)
			continue;
		ia_text_init(&t, buf, sizeof(buf));
		ia_amd_text_features(&t, 1U << bit, 0);
		KUNIT_EXPECT_STREQ(test, buf,
				   ia_bit_case_name(cap_cases, ARRAY_SIZE(cap_cases), bit));
		ia_text_init(&t, buf, sizeof(buf));
		ia_amd_text_control(&t, 1U << bit);
		KUNIT_EXPECT_STREQ(test, buf,
				   ia_bit_case_name(control_cases, ARRAY_SIZE(control_cases), bit));
	}
}

static void test_event_entries(struct kunit *test)
{
	static const u32 expected[16] = {
		0, 0, 0, 0, 0, 0, 0, 0, 256, 512, 1024, 2048, 4096, 8192,
		16384, 32768,
	};
	unsigned int len;

	for (len = 0; len < 16; len++) {
		u64 reg = (u64)len << 56;

		KUNIT_EXPECT_EQ(test, ia_amd_event_entries(reg), expected[len]);
		KUNIT_EXPECT_EQ(test, ia_amd_event_entries(reg | ~(0xfULL << 56)),
				expected[len]);
	}
}

static void test_revision(struct kunit *test)
{
	unsigned int rev;

	for (rev = 0; rev < 32; rev++) {
		KUNIT_EXPECT_EQ(test, ia_amd_revision(rev << 19), rev);
		KUNIT_EXPECT_EQ(test, ia_amd_revision(rev << 19 | 0xff07ffff), rev);
	}
	KUNIT_EXPECT_EQ(test, ia_amd_revision(0x190b640f), 1u);
}

static struct kunit_case amd_regs_cases[] = {
	KUNIT_CASE(test_names_bit_by_bit),
	KUNIT_CASE(test_event_entries),
	KUNIT_CASE(test_revision),
	{}
};

static struct kunit_suite amd_regs_suite = {
	.name = "iommu_audit_amd_regs",
	.test_cases = amd_regs_cases,
};

kunit_test_suite(amd_regs_suite);
