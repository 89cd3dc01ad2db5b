// SPDX-License-Identifier: GPL-2.0
#include "../module/core/acs.c"

#include "check.h"

#define FIRST	"dev=0000:03:00.0 hop=1 port=0000:00:03.0 type=root_port "

static const struct {
	struct ia_acs acs;
	const char *line;
} acs_lines[] = {
	{
		{ 0x300, 1, { 0x18, IA_PORT_ROOT_PORT, IA_CAP_ON, 0x1f, 0x1d,
			      true, IA_CAP_ON, 0 } },
		FIRST "cap=SrcValid,TransBlk,ReqRedir,CmpltRedir,UpstreamFwd ctl=SrcValid,ReqRedir,CmpltRedir,UpstreamFwd ctl_at_load=none present=1",
	}, {
		{ 0x300, 1, { 0x18, IA_PORT_ROOT_PORT, IA_CAP_ABSENT, 0xffff,
			      0xffff, true, IA_CAP_ABSENT, 0xffff } },
		FIRST "cap=none ctl=none ctl_at_load=none present=0",
	}, {
		{ 0x300, 1, { 0x18, IA_PORT_ROOT_PORT, IA_CAP_UNKNOWN, 0, 0,
			      true, IA_CAP_UNKNOWN, 0 } },
		FIRST "cap=unknown ctl=unknown ctl_at_load=unknown present=unknown",
	}, {
		{ 0x300, 1, { 0x18, IA_PORT_ROOT_PORT, IA_CAP_ON, 0x60, 0,
			      false, IA_CAP_ON, 0x7f } },
		FIRST "cap=EgressCtrl,DirectTrans ctl=none ctl_at_load=- present=1",
	}, {
		{ 0x18, IA_NO_NUMBER, { 0x18, IA_PORT_DOWNSTREAM, IA_CAP_OFF,
					0xff80, 0x01, false } },
		"dev=0000:00:03.0 hop=- port=0000:00:03.0 type=downstream cap=none ctl=SrcValid ctl_at_load=- present=1",
	},
};

static size_t format(const void *record, char *buf, size_t size)
{
	return ia_acs_format(record, buf, size);
}

static void test_lines(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(acs_lines); i++)
		ia_check_line(test, format, &acs_lines[i].acs, acs_lines[i].line);
}

/* All combinations of the seven bits, in lspci's words and order. */
static void test_all_bits(struct kunit *test)
{
	static const char * const names[] = {
		"SrcValid", "TransBlk", "ReqRedir", "CmpltRedir",
		"UpstreamFwd", "EgressCtrl", "DirectTrans",
	};
	struct ia_text t;
	char expected[96], buf[96];
	unsigned int value, i;

	for (value = 0; value < 1 << ARRAY_SIZE(names); value++) {
		strscpy(expected, " ctl=", sizeof(expected));
		for (i = 0; i < ARRAY_SIZE(names); i++) {
			if (!(value & 1 << i))
				continue;
			if (expected[strlen(expected) - 1] != '=')
				strcat(expected, ",");
			strcat(expected, names[i]);
		}
		if (!value)
			strcat(expected, "none");
		ia_text_init(&t, buf, sizeof(buf));
		format_bits(&t, " ctl=", IA_CAP_ON, value);
		KUNIT_EXPECT_STREQ(test, buf, expected);
	}
}

static struct kunit_case acs_cases[] = {
	KUNIT_CASE(test_lines),
	KUNIT_CASE(test_all_bits),
	{}
};

static struct kunit_suite acs_suite = {
	.name = "iommu_audit_acs",
	.test_cases = acs_cases,
};

kunit_test_suite(acs_suite);
