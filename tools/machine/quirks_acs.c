// SPDX-License-Identifier: GPL-2.0
#include "quirks.h"

#define COUNT(items)	(sizeof(items) / sizeof(*(items)))

#define X(name, function, text)	function,
const char *const ia_acs_quirk_functions[IA_ACS_QUIRK_IDS] = { IA_ACS_QUIRKS(X) };
#undef X
#define X(name, function, text)	text,
const char *const ia_acs_quirk_texts[IA_ACS_QUIRK_IDS] = { IA_ACS_QUIRKS(X) };
#undef X

#define RANGE(vendor, first, last, id, since) \
	{ vendor, first, last, IA_ACS_QUIRK_##id, IA_CHANGE_##since }
#define ONE(vendor, device, id, since)	RANGE(vendor, device, device, id, since)
#define ANY(vendor, id, since)		RANGE(vendor, 0, IA_ANY_ID, id, since)

/* pci_dev_acs_enabled[], in its order: of those that fit, the first that knows is believed. */
const struct ia_acs_quirk ia_acs_quirks[] = {
	/* AMD: SMBus, IDE, audio, LPC, PCI bridge and OHCI of the southbridge */
	ONE(0x1002, 0x4385, AMD_SB, ALWAYS),
	ONE(0x1002, 0x439c, AMD_SB, ALWAYS),
	ONE(0x1002, 0x4383, AMD_SB, ALWAYS),
	ONE(0x1002, 0x439d, AMD_SB, ALWAYS),
	ONE(0x1002, 0x4384, AMD_SB, ALWAYS),
	ONE(0x1002, 0x4399, AMD_SB, ALWAYS),
	ONE(0x1022, 0x780f, AMD_SB, ALWAYS),
	ONE(0x1022, 0x7809, AMD_SB, ALWAYS),
	/* Solarflare */
	ONE(0x1924, 0x0903, MF_ENDPOINT, ALWAYS),
	ONE(0x1924, 0x0923, MF_ENDPOINT, ALWAYS),
	ONE(0x1924, 0x0a03, MF_ENDPOINT, ALWAYS),
	/* Intel: 82598, 82599, X540 */
	ONE(0x8086, 0x10c6, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x10db, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x10dd, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x10e1, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x10f1, MF_ENDPOINT, ALWAYS),
	RANGE(0x8086, 0x10f7, 0x10fc, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x1507, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x1514, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x151c, MF_ENDPOINT, ALWAYS),
	RANGE(0x8086, 0x1529, 0x152a, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x154d, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x154f, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x1551, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x1558, MF_ENDPOINT, ALWAYS),
	/* 82580 */
	ONE(0x8086, 0x1509, MF_ENDPOINT, ALWAYS),
	RANGE(0x8086, 0x150e, 0x1511, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x1516, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x1527, MF_ENDPOINT, ALWAYS),
	/* 82576 */
	ONE(0x8086, 0x10c9, MF_ENDPOINT, ALWAYS),
	RANGE(0x8086, 0x10e6, 0x10e8, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x150a, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x150d, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x1518, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x1526, MF_ENDPOINT, ALWAYS),
	/* 82575 */
	ONE(0x8086, 0x10a7, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x10a9, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x10d6, MF_ENDPOINT, ALWAYS),
	/* I350 */
	RANGE(0x8086, 0x1521, 0x1524, MF_ENDPOINT, ALWAYS),
	/* 82571 */
	RANGE(0x8086, 0x105e, 0x1060, MF_ENDPOINT, ALWAYS),
	ONE(0x8086, 0x10d9, MF_ENDPOINT, ALWAYS),
	/* I219 */
	RANGE(0x8086, 0x15b7, 0x15b8, MF_ENDPOINT, ALWAYS),
	ANY(0x8086, RCIEP, RCIEP),
	/* Qualcomm, HXT */
	RANGE(0x17cb, 0x0400, 0x0401, QCOM_RP, ALWAYS),
	ONE(0x17cb, 0x0115, QCOM_RP, SA8775P),
	ONE(0x17cb, 0x0111, QCOM_RP, HAMOA),
	ONE(0x17cb, 0x0120, QCOM_RP, HAMOA),
	ONE(0x1dbf, 0x0401, QCOM_RP, ALWAYS),
	ANY(0x8086, INTEL_PCH, ALWAYS),
	ANY(0x8086, INTEL_SPT_PCH, ALWAYS),
	/* Emulex */
	ONE(0x19a2, 0x0710, MF_ENDPOINT, ALWAYS),
	ONE(0x10df, 0x0720, MF_ENDPOINT, ALWAYS),
	ANY(0x177d, CAVIUM, ALWAYS),
	ONE(0x177d, 0xa026, MF_ENDPOINT, CAVIUM_MF),
	ONE(0x177d, 0xa059, MF_ENDPOINT, CAVIUM_MF),
	ONE(0x177d, 0xa060, MF_ENDPOINT, CAVIUM_MF),
	/* Applied Micro, Ampere */
	ONE(0x10e8, 0xe004, XGENE, ALWAYS),
	RANGE(0x1def, 0xe005, 0xe00c, XGENE, ALWAYS),
	/* Broadcom */
	ONE(0x14e4, 0x16d7, MF_ENDPOINT, BCM57414),
	RANGE(0x14e4, 0x1750, 0x1752, MF_ENDPOINT, BCM5750X),
	RANGE(0x14e4, 0x1760, 0x1763, MF_ENDPOINT, BCM5760X),
	ONE(0x14e4, 0xd714, BRCM, ALWAYS),
	ONE(0x0014, 0x3c09, LOONGSON, LOONGSON),
	ONE(0x0014, 0x3c19, LOONGSON, LOONGSON),
	ONE(0x0014, 0x3c29, LOONGSON, LOONGSON),
	ONE(0x0014, 0x7a09, LOONGSON, LOONGSON),
	ONE(0x0014, 0x7a19, LOONGSON, LOONGSON),
	ONE(0x0014, 0x7a29, LOONGSON, LOONGSON),
	ONE(0x0014, 0x7a39, LOONGSON, LOONGSON),
	ONE(0x0014, 0x7a49, LOONGSON, LOONGSON),
	ONE(0x0014, 0x7a59, LOONGSON, LOONGSON),
	ONE(0x0014, 0x7a69, LOONGSON, LOONGSON),
	/* Annapurna Labs */
	ONE(0x1c36, 0x0031, AL, ALWAYS),
	/* Zhaoxin */
	ONE(0x1d17, 0x3038, MF_ENDPOINT, ALWAYS),
	ONE(0x1d17, 0x3104, MF_ENDPOINT, ALWAYS),
	ONE(0x1d17, 0x9083, MF_ENDPOINT, ALWAYS),
	/* NXP LX2xx0 and LX2xx2 with 16, 12 and 8 cores */
	RANGE(0x1957, 0x8d80, 0x8d83, NXP_RP, NXP),
	RANGE(0x1957, 0x8d88, 0x8d8b, NXP_RP, NXP),
	RANGE(0x1957, 0x8d90, 0x8d93, NXP_RP, NXP),
	RANGE(0x1957, 0x8d98, 0x8d9b, NXP_RP, NXP),
	RANGE(0x1957, 0x8da0, 0x8da1, NXP_RP, NXP),
	RANGE(0x1957, 0x8da8, 0x8da9, NXP_RP, NXP),
	RANGE(0x1957, 0x8db0, 0x8db1, NXP_RP, NXP),
	RANGE(0x1957, 0x8db8, 0x8db9, NXP_RP, NXP),
	ANY(0x1d17, ZHAOXIN_PORTS, ZHAOXIN),
	ANY(0x8088, WANGXUN_NIC, WANGXUN),
};

const size_t ia_nacs_quirks = COUNT(ia_acs_quirks);

/* pci_quirk_intel_pch_acs_ids[]: Ibex Peak to Wellsburg */
static const struct ia_id_range intel_pch[] = {
	{ 0x3b42, 0x3b51, IA_CHANGE_ALWAYS },
	{ 0x1c10, 0x1c1f, IA_CHANGE_ALWAYS },
	{ 0x1e10, 0x1e1f, IA_CHANGE_ALWAYS },
	{ 0x8c10, 0x8c1f, IA_CHANGE_ALWAYS },
	{ 0x9c10, 0x9c1b, IA_CHANGE_ALWAYS },
	{ 0x9c90, 0x9c9b, IA_CHANGE_ALWAYS },
	/* Patsburg and Lynx Point: every second one */
	{ 0x1d10, 0x1d10, IA_CHANGE_ALWAYS },
	{ 0x1d12, 0x1d12, IA_CHANGE_ALWAYS },
	{ 0x1d14, 0x1d14, IA_CHANGE_ALWAYS },
	{ 0x1d16, 0x1d16, IA_CHANGE_ALWAYS },
	{ 0x1d18, 0x1d18, IA_CHANGE_ALWAYS },
	{ 0x1d1a, 0x1d1a, IA_CHANGE_ALWAYS },
	{ 0x1d1c, 0x1d1c, IA_CHANGE_ALWAYS },
	{ 0x1d1e, 0x1d1e, IA_CHANGE_ALWAYS },
	{ 0x8d10, 0x8d1e, IA_CHANGE_ALWAYS },
	{ 0x8c90, 0x8c90, IA_CHANGE_ALWAYS },
	{ 0x8c92, 0x8c92, IA_CHANGE_ALWAYS },
	{ 0x8c94, 0x8c94, IA_CHANGE_ALWAYS },
	{ 0x8c96, 0x8c96, IA_CHANGE_ALWAYS },
	{ 0x8c98, 0x8c98, IA_CHANGE_ALWAYS },
	{ 0x8c9a, 0x8c9a, IA_CHANGE_ALWAYS },
	{ 0x8c9c, 0x8c9c, IA_CHANGE_ALWAYS },
	{ 0x8c9e, 0x8c9e, IA_CHANGE_ALWAYS },
};

/* pci_quirk_intel_spt_pch_acs_match(): Sunrise Point, Union Point, mobile ones */
static const struct ia_id_range intel_spt_pch[] = {
	{ 0xa110, 0xa11f, IA_CHANGE_ALWAYS },
	{ 0xa167, 0xa16a, IA_CHANGE_ALWAYS },
	{ 0xa290, 0xa29f, IA_CHANGE_ALWAYS },
	{ 0xa2e7, 0xa2ee, IA_CHANGE_ALWAYS },
	{ 0x9d10, 0x9d1b, IA_CHANGE_ALWAYS },
};

/* pci_quirk_cavium_acs_match(): ThunderX, X2, X3 */
static const struct ia_id_range cavium[] = {
	{ 0xa000, 0xa7ff, IA_CHANGE_ALWAYS },
	{ 0xaf84, 0xaf84, IA_CHANGE_ALWAYS },
	{ 0xb884, 0xb884, IA_CHANGE_ALWAYS },
};

/* pci_quirk_zhaoxin_pcie_ports_acs() */
static const struct ia_id_range zhaoxin_pcie_ports[] = {
	{ 0x0710, 0x071e, IA_CHANGE_ALWAYS },
	{ 0x0721, 0x0721, IA_CHANGE_ALWAYS },
	{ 0x0723, 0x0732, IA_CHANGE_ALWAYS },
	{ 0x0733, 0x0752, IA_CHANGE_ZHAOXIN_MORE },
};

/* pci_quirk_wangxun_nic_acs() */
static const struct ia_id_range wangxun_nic[] = {
	{ 0x0100, 0x010f, IA_CHANGE_WANGXUN },
	{ 0x1001, 0x1001, IA_CHANGE_WANGXUN },
	{ 0x2001, 0x2001, IA_CHANGE_WANGXUN },
	{ 0x5010, 0x5010, IA_CHANGE_WANGXUN_FF5 },
	{ 0x5025, 0x5025, IA_CHANGE_WANGXUN_FF5 },
	{ 0x5040, 0x5040, IA_CHANGE_WANGXUN_FF5 },
	{ 0x5110, 0x5110, IA_CHANGE_WANGXUN_FF5 },
	{ 0x5125, 0x5125, IA_CHANGE_WANGXUN_FF5 },
	{ 0x5140, 0x5140, IA_CHANGE_WANGXUN_FF5 },
};

#define LIST(ranges)	{ ranges, COUNT(ranges) }

static const struct {
	const struct ia_id_range *ranges;
	size_t count;
} lists[IA_ACS_QUIRK_IDS] = {
	[IA_ACS_QUIRK_INTEL_PCH] = LIST(intel_pch),
	[IA_ACS_QUIRK_INTEL_SPT_PCH] = LIST(intel_spt_pch),
	[IA_ACS_QUIRK_CAVIUM] = LIST(cavium),
	[IA_ACS_QUIRK_ZHAOXIN_PORTS] = LIST(zhaoxin_pcie_ports),
	[IA_ACS_QUIRK_WANGXUN_NIC] = LIST(wangxun_nic),
};

/*
 * Whether a port has the ACS registers of Sunrise Point. Hardware does not change with the
 * kernel, and the list has been the same since Linux 5.10.
 */
bool ia_acs_is_spt(const struct ia_device *port)
{
	size_t i;

	if (port->vendor.n != 0x8086 || !port->device.known ||
	    (ia_is_value(port->type) && port->type != IA_PORT_ROOT_PORT))
		return false;
	for (i = 0; i < COUNT(intel_spt_pch); i++) {
		if (port->device.n >= intel_spt_pch[i].first &&
		    port->device.n <= intel_spt_pch[i].last)
			return true;
	}
	return false;
}

/**
 * ia_acs_quirk_lists() - tell whether a quirk for all of a vendor knows a device
 * @id: the quirk
 * @device: Device ID
 * @release: the kernel
 *
 * Return: IA_FLAG_UNKNOWN where the release does not tell whether it does yet.
 */
enum ia_flag ia_acs_quirk_lists(enum ia_acs_quirk_id id, unsigned int device,
				struct ia_release release)
{
	size_t i;

	for (i = 0; i < lists[id].count; i++) {
		const struct ia_id_range *range = &lists[id].ranges[i];

		if (device >= range->first && device <= range->last)
			return ia_has_change(release, range->since);
	}
	return IA_NO;
}
