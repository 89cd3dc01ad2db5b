// SPDX-License-Identifier: GPL-2.0
#include "kind.h"
#include "quirks.h"

#define COUNT(items)	(sizeof(items) / sizeof(*(items)))

#define X(name, function, text)	function,
const char *const ia_reset_quirk_functions[IA_RESET_QUIRK_IDS] = { IA_RESET_QUIRKS(X) };
#undef X
#define X(name, function, text)	text,
const char *const ia_reset_quirk_texts[IA_RESET_QUIRK_IDS] = { IA_RESET_QUIRKS(X) };
#undef X

#define RANGE(vendor, first, last, id, since) \
	{ vendor, first, last, IA_RESET_QUIRK_##id, IA_CHANGE_##since, IA_ANY_REVISION, 0 }
#define ONE(vendor, device, id, since)	RANGE(vendor, device, device, id, since)

/* The fixups of drivers/pci/quirks.c that take a reset method from a device. */
const struct ia_reset_quirk ia_reset_quirks[] = {
	/* AMD: Starship and Matisse audio and USB, FCH AHCI, Neural Processing Units */
	ONE(0x1022, 0x1487, NO_FLR, ALWAYS),
	ONE(0x1022, 0x148c, NO_FLR, ALWAYS),
	ONE(0x1022, 0x149c, NO_FLR, ALWAYS),
	ONE(0x1022, 0x7901, NO_FLR, NO_FLR_FCH_AHCI),
	ONE(0x1022, 0x1502, NO_FLR, NO_FLR_AMD_NPU),
	ONE(0x1022, 0x17f0, NO_FLR, NO_FLR_AMD_NPU),
	/* Intel 82579LM and 82579V */
	ONE(0x8086, 0x1502, NO_FLR, ALWAYS),
	ONE(0x8086, 0x1503, NO_FLR, ALWAYS),
	/* MediaTek MT7922 and MT7925 */
	ONE(0x14c3, 0x0616, NO_FLR, NO_FLR_MT7922),
	ONE(0x14c3, 0x7925, NO_FLR, NO_FLR_MT7925),
	/* SolidRun SNET DPU */
	{ 0xd063, 0x1000, 0x1000, IA_RESET_QUIRK_NO_FLR_SNET, IA_CHANGE_NO_FLR_SNET, 0x01, 0 },
	/* NVIDIA: root ports of GB10, and GPUs */
	ONE(0x10de, 0x22ce, NO_BUS, NO_BUS_GB10),
	ONE(0x10de, 0x22d0, NO_BUS, NO_BUS_GB10),
	RANGE(0x10de, 0x2340, 0x237f, NO_BUS_NVIDIA, NO_BUS_NVIDIA),
	/* Atheros AR9xxx and QCA988x, QCA6174 */
	ONE(0x168c, 0x0030, NO_BUS, ALWAYS),
	ONE(0x168c, 0x0032, NO_BUS, ALWAYS),
	ONE(0x168c, 0x003c, NO_BUS, ALWAYS),
	ONE(0x168c, 0x0033, NO_BUS, ALWAYS),
	ONE(0x168c, 0x0034, NO_BUS, ALWAYS),
	ONE(0x168c, 0x003e, NO_BUS, NO_BUS_QCA6174),
	/* Qualcomm WCN6855, WCN7850, SDX62 and SDX65 */
	ONE(0x17cb, 0x1103, NO_BUS, NO_BUS_WCN6855),
	ONE(0x17cb, 0x1107, NO_BUS, NO_BUS_WCN6855),
	ONE(0x17cb, 0x0308, NO_BUS, NO_BUS_WCN6855),
	/* Root port of Cavium CN8xxx, TI C667x, ASM1164 */
	ONE(0x177d, 0xa100, NO_BUS, ALWAYS),
	ONE(0x104c, 0xb005, NO_BUS, NO_BUS_C667X),
	ONE(0x1b21, 0x1164, NO_BUS, NO_BUS_ASM1164),
	/* GPUs of AMD/ATI, Mellanox Spectrum 1 to 4 */
	{ 0x1002, 0, IA_ANY_ID, IA_RESET_QUIRK_NO_PM, IA_CHANGE_ALWAYS, IA_ANY_REVISION, 0x0300 },
	ONE(0x15b3, 0xcb84, NO_PM, NO_PM_SPECTRUM),
	ONE(0x15b3, 0xcf6c, NO_PM, NO_PM_SPECTRUM),
	ONE(0x15b3, 0xcf70, NO_PM, NO_PM_SPECTRUM),
	ONE(0x15b3, 0xcf80, NO_PM, NO_PM_SPECTRUM),
};

const size_t ia_nreset_quirks = COUNT(ia_reset_quirks);

static enum ia_reset_kind kind_of(const struct ia_reset_quirk *quirk)
{
	switch (quirk->id) {
	case IA_RESET_QUIRK_NO_FLR:
	case IA_RESET_QUIRK_NO_FLR_SNET:
		return IA_RESET_FLR;
	case IA_RESET_QUIRK_NO_PM:
		return IA_RESET_PM;
	default:
		return IA_RESET_BUS;
	}
}

static enum ia_flag both(enum ia_flag a, enum ia_flag b)
{
	if (a == IA_NO || b == IA_NO)
		return IA_NO;
	return a == IA_YES && b == IA_YES ? IA_YES : IA_FLAG_UNKNOWN;
}

static enum ia_flag is(bool known, bool is_so)
{
	return !known ? IA_FLAG_UNKNOWN : is_so ? IA_YES : IA_NO;
}

static enum ia_flag has_revision(const struct ia_device *device, unsigned int revision)
{
	if (revision == IA_ANY_REVISION)
		return IA_YES;
	return is(device->host && device->host->revision.known,
		  device->host && device->host->revision.n == revision);
}

/* quirk_no_pm_reset() leaves functions on a root bus alone. */
static enum ia_flag is_below_bridge(const struct ia_device *device)
{
	if (device->above)
		return IA_YES;
	return is(device->path.known || device->path.absent, device->path.known);
}

static enum ia_flag takes_from(const struct ia_reset_quirk *quirk, const struct ia_device *device,
			       struct ia_release release)
{
	enum ia_flag fits = has_revision(device, quirk->revision);

	if (quirk->class_code)
		fits = both(fits, is(ia_subclass(device).known,
				     ia_subclass(device).n == quirk->class_code));
	if (quirk->id == IA_RESET_QUIRK_NO_PM)
		fits = both(fits, is_below_bridge(device));
	return both(fits, ia_has_change(release, quirk->since));
}

/**
 * ia_reset_quirk_of() - tell whether the kernel takes a reset method from a device
 * @device: the device
 * @kind: the method; FLR stands for that of Advanced Features too, which has the same flag
 * @release: the kernel
 * @quirk: the entry that does, or that may, where it is not NULL
 *
 * A root port with IA_RESET_BUS keeps the bus below it from being reset.
 *
 * Return: IA_NO where no entry of the tables that were read is for the device;
 * IA_FLAG_UNKNOWN where the release, the revision or the place of the device does not
 * tell whether the entry holds.
 */
enum ia_flag ia_reset_quirk_of(const struct ia_device *device, enum ia_reset_kind kind,
			       struct ia_release release, const struct ia_reset_quirk **quirk)
{
	size_t i;

	*quirk = NULL;
	if (!device->vendor.known || !device->device.known)
		return IA_FLAG_UNKNOWN;
	for (i = 0; i < ia_nreset_quirks; i++) {
		const struct ia_reset_quirk *one = &ia_reset_quirks[i];
		enum ia_flag takes;

		if (kind_of(one) != kind || one->vendor != device->vendor.n ||
		    device->device.n < one->first || device->device.n > one->last)
			continue;
		takes = takes_from(one, device, release);
		if (takes == IA_NO)
			continue;
		*quirk = one;
		/* An older kernel may have it as well: nobody read those. */
		return ia_quirks_too_old(release) ? IA_FLAG_UNKNOWN : takes;
	}
	return IA_NO;
}
