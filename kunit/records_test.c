// SPDX-License-Identifier: GPL-2.0
#include "../module/core/records.c"

#include "check.h"

#define UNATTACHED							\
	.group = IA_ABSENT, .domain = IA_DOMAIN_NONE,			\
	.default_domain = IA_DOMAIN_NONE, .flush = IA_FLUSH_ABSENT

static const struct device_row {
	const char *name;
	struct ia_device dev;
	const char *line;
} devices[] = {
	{
		.name = "PF",
		.dev = {
			.address = 0x00000300, .vendor = 0x8086,
			.device = 0x10c9, .class_code = 0x020000,
			.type = IA_PORT_ENDPOINT, .driver = "igb",
			.group = 7, .domain = IA_DOMAIN_DMA_FQ,
			.default_domain = IA_DOMAIN_DMA_FQ,
			.flush = IA_FLUSH_LAZY, .unit = "dmar0",
			.numa = IA_ABSENT, .dma_mask = ~0ull,
			.ats = IA_CAP_OFF, .pri = IA_CAP_ABSENT, .pasid = IA_CAP_ABSENT,
			.flr = 1, .vf_of = IA_ABSENT,
			.vf_index = IA_ABSENT, .numvfs = 2, .totalvfs = 8,
			.path = { 2, 0, { 0x0100, 0x0018 } },
		},
		.line = "dev=0000:03:00.0 vendor=0x8086 device=0x10c9 class=0x020000 driver=igb group=7 domain=DMA-FQ default=DMA-FQ unit=dmar0 numa=- dma_mask=0xffffffffffffffff untrusted=0 ats=off pri=- pasid=- flr=1 vf_of=- numvfs=2 totalvfs=8 path=0000:00:03.0/0000:01:00.0 type=endpoint vf_index=- flush=lazy",
	}, {
		.name = "VF without an IOMMU",
		.dev = {
			.address = 0xffff41ff, .vendor = 0x10de, .device = 1,
			.class_code = 0xffffff, .type = IA_PORT_RC_ENDPOINT,
			UNATTACHED,
			.numa = 3, .dma_mask = 0xffffff, .untrusted = 1,
			.ats = IA_CAP_ON, .pri = IA_CAP_UNKNOWN,
			.pasid = IA_CAP_ON, .flr = IA_UNKNOWN, .vf_of = 0xffff4100,
			.vf_index = 254, .numvfs = IA_ABSENT, .totalvfs = IA_UNKNOWN,
		},
		.line = "dev=ffff:41:1f.7 vendor=0x10de device=0x0001 class=0xffffff driver=- group=none domain=none default=none unit=none numa=3 dma_mask=0x0000000000ffffff untrusted=1 ats=on pri=unknown pasid=on flr=unknown vf_of=ffff:41:00.0 numvfs=- totalvfs=unknown path=- type=rc_endpoint vf_index=254 flush=-",
	}, {
		.name = "unknown and odd",
		.dev = {
			.address = 0x0008, .driver = "my driver", .type = IA_PORT_UNKNOWN,
			.domain = IA_DOMAIN_UNMANAGED, .default_domain = IA_DOMAIN_IDENTITY,
			.flush = IA_FLUSH_UNKNOWN, .unit = "ivhd0",
			.ats = IA_CAP_ABSENT, .pri = IA_CAP_ABSENT, .pasid = IA_CAP_ABSENT,
			.vf_of = IA_ABSENT, .path.len = IA_MAX_PATH + 1,
		},
		.line = "dev=0000:00:01.0 vendor=0x0000 device=0x0000 class=0x000000 driver=\"my driver\" group=0 domain=unmanaged default=identity unit=ivhd0 numa=0 dma_mask=0x0000000000000000 untrusted=0 ats=- pri=- pasid=- flr=0 vf_of=- numvfs=0 totalvfs=0 path=unknown type=unknown vf_index=0 flush=unknown",
	},
};

KUNIT_ARRAY_PARAM_DESC(devices, devices, name);

static void test_device(struct kunit *test)
{
	const struct device_row *row = test->param_value;

	ia_check_record(test, &ia_device_layout, &row->dev, row->line);
}

/* Nothing that is not filled in passes for a value. */
static void test_unfilled_device(struct kunit *test)
{
	struct ia_device *dev = kunit_kzalloc(test, sizeof(*dev), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, dev);
	ia_record_init(&ia_device_layout, dev);
	ia_check_record(test, &ia_device_layout, dev,
			"dev=unknown vendor=unknown device=unknown class=unknown driver=- group=none domain=unknown default=unknown unit=none numa=- dma_mask=unknown untrusted=unknown ats=- pri=- pasid=- flr=unknown vf_of=- numvfs=- totalvfs=- path=- type=unknown vf_index=- flush=-");
}

/* The path holds the nearest bridge first and is written from the root. */
static void test_longest_path(struct kunit *test)
{
	struct ia_device *dev = kunit_kzalloc(test, sizeof(*dev), GFP_KERNEL);
	char *line = kunit_kzalloc(test, 2048, GFP_KERNEL);
	char hop[16];
	char *path;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_ASSERT_NOT_NULL(test, line);
	dev->path.len = IA_MAX_PATH;
	for (i = 0; i < IA_MAX_PATH; i++)
		dev->path.hops[i] = (u32)(0x20 + i) << 8;
	KUNIT_ASSERT_LT(test, ia_record_format(&ia_device_layout, dev, line, 2048), 2048u);
	path = strstr(line, " path=");
	KUNIT_ASSERT_NOT_NULL(test, path);
	path += strlen(" path=");
	for (i = IA_MAX_PATH - 1; i >= 0; i--) {
		snprintf(hop, sizeof(hop), "0000:%02x:00.0%c", 0x20 + i,
			 i ? '/' : ' ');
		KUNIT_EXPECT_EQ(test, strncmp(path, hop, strlen(hop)), 0);
		path += strlen(hop);
	}
}

static const struct group_row {
	const char *name;
	struct ia_group group;
	const char *line;
} groups[] = {
	{
		"of two",
		{ 7, IA_DOMAIN_DMA_FQ, IA_DOMAIN_DMA_FQ, "0000:02:00.0,0000:03:00.0",
		  "0x00000000fee00000-0x00000000feefffff:msi", IA_FLUSH_LAZY },
		"group=7 domain=DMA-FQ default=DMA-FQ devices=0000:02:00.0,0000:03:00.0 reserved=0x00000000fee00000-0x00000000feefffff:msi flush=lazy",
	}, {
		"empty",
		{ 0, IA_DOMAIN_UNMANAGED, IA_DOMAIN_DMA, "", "", IA_FLUSH_ABSENT },
		"group=0 domain=unmanaged default=DMA devices=none reserved=none flush=-",
	}, {
		"unknown",
		{ 1234567, IA_DOMAIN_UNKNOWN, IA_DOMAIN_NONE, "arm smmu.0", NULL,
		  IA_FLUSH_UNKNOWN },
		"group=1234567 domain=unknown default=none devices=\"arm smmu.0\" reserved=unknown flush=unknown",
	},
};

KUNIT_ARRAY_PARAM_DESC(groups, groups, name);

static void test_group(struct kunit *test)
{
	const struct group_row *row = test->param_value;

	ia_check_record(test, &ia_group_layout, &row->group, row->line);
}

static void test_identity(struct kunit *test)
{
	static const struct ia_identity bare = {
		.format = 1, .module = "0.1.0", .kernel = "6.12.107+deb13-amd64", .loaded_ns = 17,
		.virtualised = 0, .hypervisor = IA_HYPERVISOR_NONE, .privileged = IA_ABSENT,
	};
	static const struct ia_identity guest = {
		.format = 1, .module = "", .kernel = "my kernel", .loaded_ns = U64_MAX,
		.virtualised = 1, .hypervisor = IA_HYPERVISOR_XEN_PV, .signature = "XenVMMXenVMM",
		.privileged = 1, .limit = "two words",
	};

	ia_check_record(test, &ia_identity_layout, &bare,
			"format=1 module=0.1.0 kernel=6.12.107+deb13-amd64 loaded_ns=17 "
			"virtualised=0 hypervisor=none signature=- privileged=- limit=-");
	ia_check_record(test, &ia_identity_layout, &guest,
			"format=1 module=\"\" kernel=\"my kernel\" loaded_ns=18446744073709551615 "
			"virtualised=1 hypervisor=xen_pv signature=XenVMMXenVMM privileged=1 "
			"limit=\"two words\"");
}

static const struct source_row {
	const char *name;
	struct ia_source source;
	const char *line;
} sources[] = {
	{ "exact", { IA_SOURCE_UNITS, IA_METHOD_DMAR, IA_ACCURACY_EXACT, "", "" },
	  "source=units method=dmar accuracy=exact reason=- limit=-" },
	{ "none", { IA_SOURCE_UNITS, IA_METHOD_NONE, IA_ACCURACY_NONE,
		    "no DMAR and no IVRS table", NULL },
	  "source=units method=none accuracy=none reason=\"no DMAR and no IVRS table\" limit=-" },
	{ "snapshot", { IA_SOURCE_ACS, IA_METHOD_CONFIG_SPACE, IA_ACCURACY_SNAPSHOT,
			"one", "two words" },
	  "source=acs method=config_space accuracy=snapshot reason=one limit=\"two words\"" },
};

KUNIT_ARRAY_PARAM_DESC(sources, sources, name);

static void test_source(struct kunit *test)
{
	const struct source_row *row = test->param_value;

	ia_check_record(test, &ia_source_layout, &row->source, row->line);
}

#define HOOK(name)	BIT_ULL(IA_HOOK_##name)

static const struct monitor_row {
	const char *name;
	struct ia_monitor monitor;
	const char *line;
} monitors[] = {
	{ "exact", { IA_MONITOR_VTD, IA_BITS_OF(HOOK(RATELIMIT_CALLS)), IA_ACCURACY_EXACT,
		     "", "", 0, IA_ABSENT },
	  "monitor=vtd method=ratelimit_calls accuracy=exact reason=- limit=- missed=0 "
	  "since_ns=-" },
	{ "doubted", { IA_MONITOR_VTD, IA_BITS_OF(HOOK(FAULT_ENTRY)), IA_ACCURACY_POLL,
		       "silent", "", 2, 77 },
	  "monitor=vtd method=fault_entry accuracy=poll reason=silent limit=- missed=2 "
	  "since_ns=77" },
	{ "poll", { IA_MONITOR_AMD, IA_BITS_OF(HOOK(EVENT_LOG_TIMER)), IA_ACCURACY_POLL, "",
		    "a ring", ULONG_MAX, IA_ABSENT },
	  "monitor=amd method=event_log_timer accuracy=poll reason=- limit=\"a ring\" "
	  "missed=18446744073709551615 since_ns=-" },
	{ "none", { IA_MONITOR_AMD, IA_BITS_OF(0), IA_ACCURACY_NONE, "off", "", 7, IA_ABSENT },
	  "monitor=amd method=none accuracy=none reason=off limit=- missed=7 since_ns=-" },
	{ "two hooks", { IA_MONITOR_EVENTS, IA_BITS_OF(HOOK(PCI_BUS) | HOOK(IOMMU_ATTACH_DEVICE)),
			 IA_ACCURACY_SNAPSHOT, "", "", 0, IA_ABSENT },
	  "monitor=events method=pci_bus,__iommu_attach_device accuracy=snapshot reason=- limit=- "
	  "missed=0 since_ns=-" },
};

KUNIT_ARRAY_PARAM_DESC(monitors, monitors, name);

static void test_monitor(struct kunit *test)
{
	const struct monitor_row *row = test->param_value;

	ia_check_record(test, &ia_monitor_layout, &row->monitor, row->line);
}

/* A record that says itself what it is. */
static void test_line(struct kunit *test)
{
	struct {
		struct ia_line line;
		struct ia_events_lost lost;
	} line = { { .layout = &ia_events_lost_layout }, { 12 } };
	char buf[16];

	KUNIT_EXPECT_EQ(test, ia_line_format(&line.line, buf, sizeof(buf)), 7u);
	KUNIT_EXPECT_STREQ(test, buf, "lost=12");
}

#define LAYOUT_OF(list, name, ...)	&ia_##name##_layout,

/* Every layout covers its record: no two values in one place, none beside it. */
static void test_layouts(struct kunit *test)
{
	static const struct ia_record_layout * const layouts[] = {
		IOMMU_AUDIT_RECORDS(LAYOUT_OF)
	};
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(layouts); i++) {
		const struct ia_record_field *fields = layouts[i]->fields;

		KUNIT_EXPECT_EQ(test, fields[0].offset, 0);
		for (j = 0; j < layouts[i]->count; j++) {
			KUNIT_EXPECT_LT(test, fields[j].offset, layouts[i]->size);
			KUNIT_EXPECT_EQ(test, fields[j].key.text[0], ' ');
			KUNIT_EXPECT_EQ(test, strlen(fields[j].key.text), fields[j].key.len);
			if (j)
				KUNIT_EXPECT_GT(test, fields[j].offset, fields[j - 1].offset);
		}
	}
}

static struct kunit_case records_cases[] = {
	KUNIT_CASE_PARAM(test_device, devices_gen_params),
	KUNIT_CASE(test_unfilled_device),
	KUNIT_CASE(test_longest_path),
	KUNIT_CASE_PARAM(test_group, groups_gen_params),
	KUNIT_CASE(test_identity),
	KUNIT_CASE_PARAM(test_source, sources_gen_params),
	KUNIT_CASE_PARAM(test_monitor, monitors_gen_params),
	KUNIT_CASE(test_line),
	KUNIT_CASE(test_layouts),
	{}
};

static struct kunit_suite records_suite = {
	.name = "iommu_audit_records",
	.test_cases = records_cases,
};

kunit_test_suite(records_suite);
