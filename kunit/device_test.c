// SPDX-License-Identifier: GPL-2.0
#include "../module/core/device.c"

#include "check.h"

static const struct {
	struct ia_device dev;
	const char *line;
} device_lines[] = {
	{
		.dev = {
			.address = 0x00000300, .vendor = 0x8086,
			.device = 0x10c9, .class = 0x020000,
			.type = IA_PORT_ENDPOINT, .driver = "igb",
			.at = { 7, IA_DOMAIN_DMA_FQ, IA_DOMAIN_DMA_FQ,
				IA_FLUSH_LAZY, "dmar0" },
			.numa = IA_NO_NUMBER, .dma_mask = ~0ull,
			.ats = IA_CAP_OFF, .flr = 1, .vf_of = IA_NO_ADDRESS,
			.vf_index = IA_NO_NUMBER, .numvfs = 2, .totalvfs = 8,
			.path_len = 2, .path = { 0x0100, 0x0018 },
		},
		.line = "dev=0000:03:00.0 vendor=0x8086 device=0x10c9 class=0x020000 driver=igb group=7 domain=DMA-FQ default=DMA-FQ unit=dmar0 numa=- dma_mask=0xffffffffffffffff untrusted=0 ats=off pri=- pasid=- flr=1 vf_of=- numvfs=2 totalvfs=8 path=0000:00:03.0/0000:01:00.0 type=endpoint vf_index=- flush=lazy",
	}, {
		.dev = {
			.address = 0xffff41ff, .vendor = 0x10de, .device = 1,
			.class = 0xffffff, .type = IA_PORT_RC_ENDPOINT,
			.at = { IA_NO_NUMBER, IA_DOMAIN_NONE, IA_DOMAIN_NONE,
				IA_FLUSH_NOT_APPLICABLE, "" },
			.numa = 3, .dma_mask = 0xffffff, .untrusted = true,
			.ats = IA_CAP_ON, .pri = IA_CAP_UNKNOWN,
			.pasid = IA_CAP_ON, .flr = -1, .vf_of = 0xffff4100,
			.vf_index = 254, .numvfs = IA_NO_NUMBER,
			.totalvfs = IA_UNKNOWN_NUMBER,
		},
		.line = "dev=ffff:41:1f.7 vendor=0x10de device=0x0001 class=0xffffff driver=- group=none domain=none default=none unit=none numa=3 dma_mask=0x0000000000ffffff untrusted=1 ats=on pri=unknown pasid=on flr=unknown vf_of=ffff:41:00.0 numvfs=- totalvfs=unknown path=- type=rc_endpoint vf_index=254 flush=-",
	}, {
		.dev = {
			.address = 0x0008, .driver = "my driver",
			.at = { 0, IA_DOMAIN_UNMANAGED, IA_DOMAIN_IDENTITY,
				IA_FLUSH_UNKNOWN, "ivhd0" },
			.vf_of = IA_NO_ADDRESS, .path_len = IA_MAX_PATH + 1,
		},
		.line = "dev=0000:00:01.0 vendor=0x0000 device=0x0000 class=0x000000 driver=\"my driver\" group=0 domain=unmanaged default=identity unit=ivhd0 numa=0 dma_mask=0x0000000000000000 untrusted=0 ats=- pri=- pasid=- flr=0 vf_of=- numvfs=0 totalvfs=0 path=unknown type=unknown vf_index=0 flush=unknown",
	},
};

static size_t format(const void *record, char *buf, size_t size)
{
	return ia_device_format(record, buf, size);
}

static void test_lines(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(device_lines); i++)
		ia_check_line(test, format, &device_lines[i].dev,
			      device_lines[i].line);
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
	dev->path_len = IA_MAX_PATH;
	for (i = 0; i < IA_MAX_PATH; i++)
		dev->path[i] = (u32)(0x20 + i) << 8;
	KUNIT_ASSERT_LT(test, ia_device_format(dev, line, 2048), 2048u);
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

static void test_port_types(struct kunit *test)
{
	static const char * const names[] = {
		"unknown", "endpoint", "legacy_endpoint", "root_port",
		"upstream", "downstream", "pcie_to_pci", "pci_to_pcie",
		"rc_endpoint", "rc_event_collector", "pci", "pci_bridge",
	};
	size_t i;

	KUNIT_EXPECT_EQ(test, ARRAY_SIZE(names), ARRAY_SIZE(port_type_names));
	for (i = 0; i < ARRAY_SIZE(names); i++)
		KUNIT_EXPECT_STREQ(test, ia_port_type_name(i), names[i]);
}

static struct kunit_case device_cases[] = {
	KUNIT_CASE(test_lines),
	KUNIT_CASE(test_longest_path),
	KUNIT_CASE(test_port_types),
	{}
};

static struct kunit_suite device_suite = {
	.name = "iommu_audit_device",
	.test_cases = device_cases,
};

kunit_test_suite(device_suite);
