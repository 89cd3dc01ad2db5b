// SPDX-License-Identifier: GPL-2.0
#include "../module/core/unit.c"

#include "check.h"

static const struct unit_row {
	const char *name;
	struct ia_unit_regs regs;
	const char *line;
} rows[] = {
	{
		.name = "VT-d",
		.regs = {
			.vendor = IA_VENDOR_VTD, .base = 0xfed90000,
			.regs_read = true, .version = 0x10,
			.cap = 0x00d2008c222f0686ull, .ecap = 0xf00f5aull,
			.status = 0xc7000000, .irta = 0x12345680f, .intremap = 1,
			.posted_entries = 3, .regions = "", .scope = "all",
		},
		.line = "unit=dmar0 vendor=vtd segment=0000 base=0x00000000fed90000 version=1.0 translation=1 intremap=1 cap=0x00d2008c222f0686 ecap=0x0000000000f00f5a fault_regs=1 scope=all features=CM,SLLPS_2M,SLLPS_1G,PSI,DWD,DRD,QI,IR,EIM,PT qi=1 caching_mode=1 mgaw=48 sagaw=39,48 domains=65536 posted=0 status=TES,RTPS,QIES,IRES,IRTPS ir_entries=65536 x2apic=1 posted_irtes=3 guest_apic=- protected=- regions=none",
	}, {
		.name = "VT-d, all set",
		.regs = {
			.vendor = IA_VENDOR_VTD, .index = 12, .segment = 0xabcd,
			.base = 0xfffffffffffff000ull, .regs_read = true,
			.version = 0x65, .cap = 0x0800ff0000390802ull,
			.ecap = 0, .status = 0, .intremap = IA_UNKNOWN,
			.posted_entries = 7,
			.scope = "0000:00:1c.0/00.0,acpi:\\_SB.I2C0@0000:00:15.0",
		},
		.line = "unit=dmar12 vendor=vtd segment=abcd base=0xfffffffffffff000 version=6.5 translation=0 intremap=unknown cap=0x0800ff0000390802 ecap=0x0000000000000000 fault_regs=256 scope=\"0000:00:1c.0/00.0,acpi:\\\\_SB.I2C0@0000:00:15.0\" features=PI qi=0 caching_mode=0 mgaw=58 sagaw=57 domains=256 posted=1 status=none ir_entries=unknown x2apic=unknown posted_irtes=unknown guest_apic=- protected=- regions=unknown",
	}, {
		.name = "VT-d, not read",
		.regs = {
			.vendor = IA_VENDOR_VTD, .index = 1,
			.base = 0xfed91000, .status = ~0U, .cap = ~0ull,
			.ecap = ~0ull, .version = ~0U, .intremap = IA_UNKNOWN,
			.scope = "none",
		},
		.line = "unit=dmar1 vendor=vtd segment=0000 base=0x00000000fed91000 version=unknown translation=unknown intremap=unknown cap=unknown ecap=unknown fault_regs=unknown scope=none features=unknown qi=unknown caching_mode=unknown mgaw=unknown sagaw=unknown domains=unknown posted=unknown status=unknown ir_entries=unknown x2apic=unknown posted_irtes=unknown guest_apic=- protected=unknown regions=unknown",
	}, {
		/* ND is the reserved value: how many domains there are is not known */
		.name = "VT-d, reserved ND",
		.regs = {
			.vendor = IA_VENDOR_VTD, .index = 2,
			.base = 0xfed92000, .regs_read = true,
			.version = 0x10, .cap = 7, .irta = 0xf, .regions = "",
			.scope = "all",
		},
		.line = "unit=dmar2 vendor=vtd segment=0000 base=0x00000000fed92000 version=1.0 translation=0 intremap=0 cap=0x0000000000000007 ecap=0x0000000000000000 fault_regs=1 scope=all features=none qi=0 caching_mode=0 mgaw=1 sagaw=none domains=unknown posted=0 status=none ir_entries=- x2apic=- posted_irtes=- guest_apic=- protected=- regions=none",
	}, {
		.name = "AMD",
		.regs = {
			.vendor = IA_VENDOR_AMD, .base = 0xfd300000,
			.regs_read = true, .version = 1, .cap = 0x190b640f,
			.ecap = 0x20ull << 32 | 0x4f, .status = 0x1005,
			.event_log = 9ull << 56 | 0x12345000, .intremap = 0,
			.ir_entries = 512, .regions = "",
			.scope = "0000:00:00.0-0000:ff:1f.7,ioapic0@0000:00:14.0",
		},
		.line = "unit=ivhd0 vendor=amd segment=0000 base=0x00000000fd300000 version=0.1 translation=1 intremap=0 cap=0x00000000190b640f ecap=0x000000200000004f event_entries=512 scope=0000:00:00.0-0000:ff:1f.7,ioapic0@0000:00:14.0 features=IotlbSup,EFRSup,CapExt,PreFSup,PPRSup,XTSup,NXSup,IASup,USSup status=IommuEn,EventLogEn,CmdBufEn ir_entries=- x2apic=- posted_irtes=- guest_apic=- protected=- regions=none",
	}, {
		.name = "AMD, not read",
		.regs = {
			.vendor = IA_VENDOR_AMD, .index = 3, .segment = 1,
			.base = 0xb3180000, .intremap = IA_UNKNOWN, .scope = "all",
		},
		.line = "unit=ivhd3 vendor=amd segment=0001 base=0x00000000b3180000 version=unknown translation=unknown intremap=unknown cap=unknown ecap=unknown event_entries=unknown scope=all features=unknown status=unknown ir_entries=unknown x2apic=unknown posted_irtes=- guest_apic=unknown protected=- regions=unknown",
	}, {
		.name = "AMD, remapping",
		.regs = {
			.vendor = IA_VENDOR_AMD, .index = 1, .base = 0xfd300000,
			.regs_read = true, .version = 1, .cap = 0x190b640f,
			.ecap = 1ull << 21 | 0x80, .status = 1ull << 50 | 1 << 25 | 1 << 17 | 1,
			.intremap = 1, .ir_entries = 2048, .scope = "all",
			.regions = "0x0000000000001000-0x0000000000001fff:excluded",
		},
		.line = "unit=ivhd1 vendor=amd segment=0000 base=0x00000000fd300000 version=0.1 translation=1 intremap=1 cap=0x00000000190b640f ecap=0x0000000000200080 event_entries=0 scope=all features=IotlbSup,EFRSup,CapExt,GASup status=IommuEn,GAEn ir_entries=2048 x2apic=1 posted_irtes=- guest_apic=on protected=- regions=0x0000000000001000-0x0000000000001fff:excluded",
	}, {
		/* entries that remap, and none whose IntTabLen has a meaning */
		.name = "AMD, reserved lengths",
		.regs = {
			.vendor = IA_VENDOR_AMD, .index = 2, .base = 0xfd300000,
			.regs_read = true, .cap = 0, .status = 1, .intremap = 1,
			.scope = "all",
		},
		.line = "unit=ivhd2 vendor=amd segment=0000 base=0x00000000fd300000 version=0.0 translation=1 intremap=1 cap=0x0000000000000000 ecap=0x0000000000000000 event_entries=0 scope=all features=none status=IommuEn ir_entries=unknown x2apic=0 posted_irtes=- guest_apic=- protected=- regions=unknown",
	}, {
		.name = "VT-d, protected memory",
		.regs = {
			.vendor = IA_VENDOR_VTD, .index = 3, .base = 0xfed93000,
			.regs_read = true, .version = 0x10, .cap = 0x20, .pmen = 1,
			.regions = "", .scope = "all",
		},
		.line = "unit=dmar3 vendor=vtd segment=0000 base=0x00000000fed93000 version=1.0 translation=0 intremap=0 cap=0x0000000000000020 ecap=0x0000000000000000 fault_regs=1 scope=all features=PLMR qi=0 caching_mode=0 mgaw=1 sagaw=none domains=16 posted=0 status=none ir_entries=- x2apic=- posted_irtes=- guest_apic=- protected=on regions=none",
	},
};

KUNIT_ARRAY_PARAM_DESC(rows, rows, name);

static void test_line(struct kunit *test)
{
	const struct unit_row *row = test->param_value;
	char name[IA_UNIT_NAME_SIZE];
	struct ia_unit unit;

	ia_unit_name(row->regs.vendor, row->regs.index, name);
	ia_unit_fill(&unit, &row->regs, name);
	ia_check_record(test, &ia_unit_layout, &unit, row->line);
}

/* Which status bit makes which value 1: one each, and no other bit. */
static void test_status_bit_by_bit(struct kunit *test)
{
	struct ia_unit_regs regs = { .regs_read = true, .scope = "all" };
	struct ia_unit unit;
	unsigned int bit;

	for (bit = 0; bit < 32; bit++) {
		regs.status = 1U << bit;
		regs.vendor = IA_VENDOR_VTD;
		ia_unit_fill(&unit, &regs, "dmar0");
		KUNIT_EXPECT_EQ(test, unit.translation, bit == 31);
		KUNIT_EXPECT_EQ(test, unit.qi, bit == 26);
		KUNIT_EXPECT_EQ(test, unit.intremap, 0);
		regs.vendor = IA_VENDOR_AMD;
		ia_unit_fill(&unit, &regs, "ivhd0");
		KUNIT_EXPECT_EQ(test, unit.translation, bit == 0);
		KUNIT_EXPECT_EQ(test, unit.qi, IA_ABSENT);
		KUNIT_EXPECT_EQ(test, unit.intremap, 0);
	}
}

/* What nobody answers reads as zeros or ones: nothing of it is known, and nothing is 0. */
static void test_nobody(struct kunit *test)
{
	static const u64 read[] = { 0, ~0ull };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(read); i++) {
		const struct ia_unit_regs regs = {
			.vendor = IA_VENDOR_VTD, .base = 0xfed91000, .scope = "all",
			.version = read[i], .cap = read[i], .ecap = read[i], .status = read[i],
			.intremap = IA_UNKNOWN, .regs_read = ia_vtd_answers(read[i]),
		};
		struct ia_unit unit;

		ia_unit_fill(&unit, &regs, "dmar0");
		ia_check_record(test, &ia_unit_layout, &unit,
				"unit=dmar0 vendor=vtd segment=0000 base=0x00000000fed91000 version=unknown translation=unknown intremap=unknown cap=unknown ecap=unknown fault_regs=unknown scope=all features=unknown qi=unknown caching_mode=unknown mgaw=unknown sagaw=unknown domains=unknown posted=unknown status=unknown ir_entries=unknown x2apic=unknown posted_irtes=unknown guest_apic=- protected=unknown regions=unknown");
	}
}

/* A unit that answers, and has no version: the architecture begins with 1.0. */
static void test_no_version(struct kunit *test)
{
	const struct ia_unit_regs regs = {
		.vendor = IA_VENDOR_VTD, .regs_read = true, .cap = 0x00d2008c222f0686ull,
		.scope = "all",
	};
	struct ia_unit unit;

	ia_unit_fill(&unit, &regs, "dmar0");
	KUNIT_EXPECT_EQ(test, unit.version, IA_UNKNOWN);
	KUNIT_EXPECT_EQ(test, unit.mgaw, 48);
}

static const struct region_row {
	const char *name;
	struct ia_unit_regs regs;
	const char *list;
} regions[] = {
	{ "both",
	  { .vendor = IA_VENDOR_VTD, .cap = 0x60, .pmen = 0x80000001,
	    .ranges = { { 0x00200000, 0x7fe00000 }, { 0x100000000ull, 0x47fe00000ull } } },
	  "0x0000000000200000-0x000000007fe00000:protected,"
	  "0x0000000100000000-0x000000047fe00000:protected" },
	{ "enabled, and not in force yet",
	  { .vendor = IA_VENDOR_VTD, .cap = 0x60, .pmen = 0x80000000,
	    .ranges = { { 0x00200000, 0x7fe00000 }, { 0x100000000ull, 0x47fe00000ull } } }, "" },
	{ "still in force",
	  { .vendor = IA_VENDOR_VTD, .cap = 0x40, .pmen = 1,
	    .ranges = { { 0x00200000, 0x7fe00000 }, { 0x100000000ull, 0x47fe00000ull } } },
	  "0x0000000100000000-0x000000047fe00000:protected" },
	{ "low only, high switched off",
	  { .vendor = IA_VENDOR_VTD, .cap = 0x60, .pmen = 1,
	    .ranges = { { 0, 0 }, { 0x100000000ull, 0xffe00000ull } } },
	  "0x0000000000000000-0x0000000000000000:protected" },
	{ "no such registers",
	  { .vendor = IA_VENDOR_VTD, .cap = 0x9f, .pmen = 1,
	    .ranges = { { 0, 0x1000 }, { 0, 0x1000 } } }, "" },
	{ "all there is",
	  { .vendor = IA_VENDOR_VTD, .cap = 0x60, .pmen = 1,
	    .ranges = { { 0xffffffff, 0xffffffff }, { 0, ~0ull } } },
	  "0x00000000ffffffff-0x00000000ffffffff:protected,"
	  "0x0000000000000000-0xffffffffffffffff:protected" },
	{ "excluded",
	  { .vendor = IA_VENDOR_AMD, .ranges = { { 0x12345003, 0x12347000 } } },
	  "0x0000000012345000-0x0000000012347fff:excluded" },
	{ "excluded, one page",
	  { .vendor = IA_VENDOR_AMD, .ranges = { { 0x12345001, 0xfff0000012345fffull } } },
	  "0x0000000012345000-0x0000000012345fff:excluded" },
	{ "excluded, off",
	  { .vendor = IA_VENDOR_AMD, .ranges = { { 0x12345002, 0x12347000 } } }, "" },
	{ "excluded, empty",
	  { .vendor = IA_VENDOR_AMD, .ranges = { { 0x12345001, 0x12344000 } } }, "" },
};

KUNIT_ARRAY_PARAM_DESC(regions, regions, name);

static void test_regions(struct kunit *test)
{
	const struct region_row *row = test->param_value;
	char list[IA_UNIT_REGIONS_SIZE];
	struct ia_text t;

	ia_text_init(&t, list, sizeof(list));
	ia_unit_regions(&row->regs, &t);
	KUNIT_EXPECT_TRUE(test, ia_text_fits(&t));
	KUNIT_EXPECT_STREQ(test, list, row->list);
}

static void test_longest_name(struct kunit *test)
{
	char name[IA_UNIT_NAME_SIZE];

	ia_unit_name(IA_VENDOR_AMD, UINT_MAX, name);
	KUNIT_EXPECT_STREQ(test, name, "ivhd4294967295");
}

static struct kunit_case unit_cases[] = {
	KUNIT_CASE_PARAM(test_line, rows_gen_params),
	KUNIT_CASE_PARAM(test_regions, regions_gen_params),
	KUNIT_CASE(test_longest_name),
	KUNIT_CASE(test_status_bit_by_bit),
	KUNIT_CASE(test_nobody),
	KUNIT_CASE(test_no_version),
	{}
};

static struct kunit_suite unit_suite = {
	.name = "iommu_audit_unit",
	.test_cases = unit_cases,
};

kunit_test_suite(unit_suite);
