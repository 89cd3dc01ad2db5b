// SPDX-License-Identifier: GPL-2.0
#include "../module/core/acs.c"

#include "check.h"

#define FIRST	"dev=0000:03:00.0 hop=1 port=0000:00:03.0 type=root_port "

static const struct acs_row {
	const char *name;
	u64 device;
	int hop;
	struct ia_acs_port port;
	const char *line;
} rows[] = {
	{
		"on", 0x300, 1,
		{ 0x18, IA_PORT_ROOT_PORT, IA_CAP_ON, 0x1f, 0x1d,
		  true, IA_CAP_ON, 0 },
		FIRST "cap=SrcValid,TransBlk,ReqRedir,CmpltRedir,UpstreamFwd ctl=SrcValid,ReqRedir,CmpltRedir,UpstreamFwd ctl_at_load=none present=1",
	}, {
		"absent", 0x300, 1,
		{ 0x18, IA_PORT_ROOT_PORT, IA_CAP_ABSENT, 0xffff,
		  0xffff, true, IA_CAP_ABSENT, 0xffff },
		FIRST "cap=none ctl=none ctl_at_load=none present=0",
	}, {
		"unreadable", 0x300, 1,
		{ 0x18, IA_PORT_ROOT_PORT, IA_CAP_UNKNOWN, 0, 0,
		  true, IA_CAP_UNKNOWN, 0 },
		FIRST "cap=unknown ctl=unknown ctl_at_load=unknown present=unknown",
	}, {
		"came later", 0x300, 1,
		{ 0x18, IA_PORT_ROOT_PORT, IA_CAP_ON, 0x60, 0,
		  false, IA_CAP_ON, 0x7f },
		FIRST "cap=EgressCtrl,DirectTrans ctl=none ctl_at_load=- present=1",
	}, {
		"its own", 0x18, IA_ABSENT,
		{ 0x18, IA_PORT_DOWNSTREAM, IA_CAP_OFF,
		  0xff80, 0x01, false },
		"dev=0000:00:03.0 hop=- port=0000:00:03.0 type=downstream cap=none ctl=SrcValid ctl_at_load=- present=1",
	},
};

KUNIT_ARRAY_PARAM_DESC(rows, rows, name);

static void test_line(struct kunit *test)
{
	const struct acs_row *row = test->param_value;
	struct ia_acs acs;

	ia_acs_fill(&acs, row->device, row->hop, &row->port);
	ia_check_record(test, &ia_acs_layout, &acs, row->line);
}

/* All combinations of the seven bits, in lspci's words and order. */
static void test_all_bits(struct kunit *test)
{
	static const char * const names[] = {
		"SrcValid", "TransBlk", "ReqRedir", "CmpltRedir",
		"UpstreamFwd", "EgressCtrl", "DirectTrans",
	};
	char expected[96], buf[96];
	unsigned int value, i;

	for (value = 0; value < 1 << ARRAY_SIZE(names); value++) {
		expected[0] = '\0';
		for (i = 0; i < ARRAY_SIZE(names); i++) {
			if (!(value & 1 << i))
				continue;
			if (expected[0])
				strcat(expected, ",");
			strcat(expected, names[i]);
		}
		if (!value)
			strcat(expected, "none");
		KUNIT_EXPECT_STREQ(test, ia_bits_text(bits_of(IA_CAP_ON, value | 0xff80),
						      ia_words_ACS_BITS, buf, sizeof(buf)),
				   expected);
	}
}

static struct kunit_case acs_cases[] = {
	KUNIT_CASE_PARAM(test_line, rows_gen_params),
	KUNIT_CASE(test_all_bits),
	{}
};

static struct kunit_suite acs_suite = {
	.name = "iommu_audit_acs",
	.test_cases = acs_cases,
};

kunit_test_suite(acs_suite);
