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
			.status = 0xc7000000, .intremap = 1, .scope = "all",
		},
		.line = "unit=dmar0 vendor=vtd segment=0000 base=0x00000000fed90000 version=1.0 translation=1 intremap=1 cap=0x00d2008c222f0686 ecap=0x0000000000f00f5a fault_regs=1 scope=all features=CM,SLLPS_2M,SLLPS_1G,PSI,DWD,DRD,QI,IR,EIM,PT qi=1 caching_mode=1 mgaw=48 sagaw=39,48 domains=65536 posted=0 status=TES,RTPS,QIES,IRES,IRTPS",
	}, {
		.name = "VT-d, all set",
		.regs = {
			.vendor = IA_VENDOR_VTD, .index = 12, .segment = 0xabcd,
			.base = 0xfffffffffffff000ull, .regs_read = true,
			.version = 0x65, .cap = 0x0800ff0000390802ull,
			.ecap = 0, .status = 0, .intremap = IA_UNKNOWN,
			.scope = "0000:00:1c.0/00.0,acpi:\\_SB.I2C0@0000:00:15.0",
		},
		.line = "unit=dmar12 vendor=vtd segment=abcd base=0xfffffffffffff000 version=6.5 translation=0 intremap=unknown cap=0x0800ff0000390802 ecap=0x0000000000000000 fault_regs=256 scope=\"0000:00:1c.0/00.0,acpi:\\\\_SB.I2C0@0000:00:15.0\" features=PI qi=0 caching_mode=0 mgaw=58 sagaw=57 domains=256 posted=1 status=none",
	}, {
		.name = "VT-d, not read",
		.regs = {
			.vendor = IA_VENDOR_VTD, .index = 1,
			.base = 0xfed91000, .status = ~0U, .cap = ~0ull,
			.ecap = ~0ull, .version = ~0U, .intremap = IA_UNKNOWN,
			.scope = "none",
		},
		.line = "unit=dmar1 vendor=vtd segment=0000 base=0x00000000fed91000 version=unknown translation=unknown intremap=unknown cap=unknown ecap=unknown fault_regs=unknown scope=none features=unknown qi=unknown caching_mode=unknown mgaw=unknown sagaw=unknown domains=unknown posted=unknown status=unknown",
	}, {
		/* ND is the reserved value: how many domains there are is not known */
		.name = "VT-d, reserved ND",
		.regs = {
			.vendor = IA_VENDOR_VTD, .index = 2,
			.base = 0xfed92000, .regs_read = true,
			.version = 0x10, .cap = 7, .scope = "all",
		},
		.line = "unit=dmar2 vendor=vtd segment=0000 base=0x00000000fed92000 version=1.0 translation=0 intremap=0 cap=0x0000000000000007 ecap=0x0000000000000000 fault_regs=1 scope=all features=none qi=0 caching_mode=0 mgaw=1 sagaw=none domains=unknown posted=0 status=none",
	}, {
		.name = "AMD",
		.regs = {
			.vendor = IA_VENDOR_AMD, .base = 0xfd300000,
			.regs_read = true, .version = 1, .cap = 0x190b640f,
			.ecap = 0x20ull << 32 | 0x4f, .status = 0x1005,
			.event_log = 9ull << 56 | 0x12345000, .intremap = 0,
			.scope = "0000:00:00.0-0000:ff:1f.7,ioapic0@0000:00:14.0",
		},
		.line = "unit=ivhd0 vendor=amd segment=0000 base=0x00000000fd300000 version=0.1 translation=1 intremap=0 cap=0x00000000190b640f ecap=0x000000200000004f event_entries=512 scope=0000:00:00.0-0000:ff:1f.7,ioapic0@0000:00:14.0 features=IotlbSup,EFRSup,CapExt,PreFSup,PPRSup,XTSup,NXSup,IASup,USSup status=IommuEn,EventLogEn,CmdBufEn",
	}, {
		.name = "AMD, not read",
		.regs = {
			.vendor = IA_VENDOR_AMD, .index = 3, .segment = 1,
			.base = 0xb3180000, .intremap = IA_UNKNOWN, .scope = "all",
		},
		.line = "unit=ivhd3 vendor=amd segment=0001 base=0x00000000b3180000 version=unknown translation=unknown intremap=unknown cap=unknown ecap=unknown event_entries=unknown scope=all features=unknown status=unknown",
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

static void test_longest_name(struct kunit *test)
{
	char name[IA_UNIT_NAME_SIZE];

	ia_unit_name(IA_VENDOR_AMD, UINT_MAX, name);
	KUNIT_EXPECT_STREQ(test, name, "ivhd4294967295");
}

static struct kunit_case unit_cases[] = {
	KUNIT_CASE_PARAM(test_line, rows_gen_params),
	KUNIT_CASE(test_longest_name),
	KUNIT_CASE(test_status_bit_by_bit),
	{}
};

static struct kunit_suite unit_suite = {
	.name = "iommu_audit_unit",
	.test_cases = unit_cases,
};

kunit_test_suite(unit_suite);
