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

KUNIT_ARRAY_PARAM_DESC(cap, cap_cases, name);
KUNIT_ARRAY_PARAM_DESC(efr, efr_cases, name);
KUNIT_ARRAY_PARAM_DESC(control, control_cases, name);

static void expect_features(struct kunit *test, u32 cap, u64 efr, const char *name)
{
	char buf[32];

	ia_bits_text(ia_amd_features(cap, efr), ia_words_FEATURES, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ_MSG(test, buf, name, "capability 0x%x EFR 0x%llx", cap, efr);
}

static void expect_control(struct kunit *test, u32 control, const char *name)
{
	char buf[32];

	ia_bits_text(ia_amd_control(control), ia_words_STATUSES, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ_MSG(test, buf, name, "control 0x%x", control);
}

static void test_cap_name(struct kunit *test)
{
	const struct ia_bit_case *row = test->param_value;

	expect_features(test, 1U << row->bit, 0, row->name);
}

static void test_efr_name(struct kunit *test)
{
	const struct ia_bit_case *row = test->param_value;

	expect_features(test, 0, 1ULL << row->bit, row->name);
}

static void test_control_name(struct kunit *test)
{
	const struct ia_bit_case *row = test->param_value;

	expect_control(test, 1U << row->bit, row->name);
}

static void test_bits_without_a_name(struct kunit *test)
{
	u64 cap = ia_nameless_bits(cap_cases, ARRAY_SIZE(cap_cases));
	u64 efr = ia_nameless_bits(efr_cases, ARRAY_SIZE(efr_cases));
	u64 control = ia_nameless_bits(control_cases, ARRAY_SIZE(control_cases));
	unsigned int bit;

	for (bit = 0; bit < 64; bit++) {
		expect_features(test, cap & 1ULL << bit, 0, "none");
		expect_features(test, 0, efr & 1ULL << bit, "none");
		expect_control(test, control & 1ULL << bit, "none");
	}
}

/* By the length field: below 8 it is reserved. */
static const u32 event_entries[16] = {
	0, 0, 0, 0, 0, 0, 0, 0, 256, 512, 1024, 2048, 4096, 8192,
	16384, 32768,
};

static void describe_length(const u32 *row, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "EventLen %u", (u32)(row - event_entries));
}

KUNIT_ARRAY_PARAM(event_entries, event_entries, describe_length);

static void test_event_entries(struct kunit *test)
{
	const u32 *row = test->param_value;
	u64 reg = (u64)(row - event_entries) << 56;

	KUNIT_EXPECT_EQ(test, ia_amd_event_entries(reg), *row);
	KUNIT_EXPECT_EQ(test, ia_amd_event_entries(reg | ~(0xfULL << 56)), *row);
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

static void test_table_segments(struct kunit *test)
{
	static const unsigned int segments[] = { 1, 2, 4, 8 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(segments); i++) {
		KUNIT_EXPECT_EQ(test, ia_amd_table_segments((u64)i << 38), segments[i]);
		KUNIT_EXPECT_EQ(test, ia_amd_table_segments((u64)i << 38 | ~(3ULL << 38)),
				segments[i]);
	}
}

/* Each value of GAMSup and GAMEn, with and without GASup and GAEn. */
static void test_guest_apic(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < 256; i++) {
		unsigned int sup = i & 7, en = i >> 3 & 7, ga_sup = i >> 6 & 1, ga_en = i >> 7;

		KUNIT_EXPECT_EQ_MSG(test, ia_amd_guest_apic((u64)sup << 21 | ga_sup << 7,
							    (u64)en << 25 | ga_en << 17),
				    !ga_sup || sup != 1 ? IA_CAP_ABSENT :
				    ga_en && en == 1 ? IA_CAP_ON : IA_CAP_OFF,
				    "GASup %u GAMSup %u GAEn %u GAMEn %u", ga_sup, sup, ga_en, en);
	}
}

static struct kunit_case amd_regs_cases[] = {
	KUNIT_CASE_PARAM(test_cap_name, cap_gen_params),
	KUNIT_CASE_PARAM(test_efr_name, efr_gen_params),
	KUNIT_CASE_PARAM(test_control_name, control_gen_params),
	KUNIT_CASE(test_bits_without_a_name),
	KUNIT_CASE_PARAM(test_event_entries, event_entries_gen_params),
	KUNIT_CASE(test_revision),
	KUNIT_CASE(test_table_segments),
	KUNIT_CASE(test_guest_apic),
	{}
};

static struct kunit_suite amd_regs_suite = {
	.name = "iommu_audit_amd_regs",
	.test_cases = amd_regs_cases,
};

kunit_test_suite(amd_regs_suite);
