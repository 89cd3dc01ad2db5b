// SPDX-License-Identifier: GPL-2.0
#include "kind.h"
#include "quirks.h"

#define X(name, function)	function,
const char *const ia_alias_quirk_functions[IA_ALIAS_QUIRK_IDS] = { IA_ALIAS_QUIRKS(X) };
#undef X

#define ONE(vendor, device, id, since) \
	{ vendor, device, IA_ALIAS_QUIRK_##id, IA_CHANGE_##since }
#define SWITCHTEC(device)	ONE(0x11f8, device, SWITCHTEC_NTB, ALWAYS)
#define SWITCHTEC_2(device)	ONE(0x11f8, device, SWITCHTEC_NTB, SWITCHTEC_GEN5)
#define PCI100X(device)		ONE(0x1055, device, SWITCHTEC_NTB, PCI100X)

/* The fixups of drivers/pci/quirks.c that call pci_add_dma_alias(), or flag a bridge for it. */
const struct ia_alias_quirk ia_alias_quirks[] = {
	/* Ricoh, Glenfly */
	ONE(0x1180, 0xe832, FUNC0, ALWAYS),
	ONE(0x1180, 0xe476, FUNC0, ALWAYS),
	ONE(0x6766, 0x3d40, FUNC0, GLENFLY),
	ONE(0x6766, 0x3d41, FUNC0, GLENFLY),
	/* Marvell 88SE91xx and 92xx, HighPoint, JMicron, Plextor */
	ONE(0x1b4b, 0x9120, FUNC1, ALWAYS),
	ONE(0x1b4b, 0x9123, FUNC1, ALWAYS),
	ONE(0x1b4b, 0x9125, FUNC1, MARVELL_9125),
	ONE(0x1b4b, 0x9128, FUNC1, ALWAYS),
	ONE(0x1b4b, 0x9130, FUNC1, ALWAYS),
	ONE(0x1b4b, 0x9170, FUNC1, ALWAYS),
	ONE(0x1b4b, 0x9172, FUNC1, ALWAYS),
	ONE(0x1b4b, 0x917a, FUNC1, ALWAYS),
	ONE(0x1b4b, 0x9182, FUNC1, ALWAYS),
	ONE(0x1b4b, 0x9183, FUNC1, ALWAYS),
	ONE(0x1b4b, 0x91a0, FUNC1, ALWAYS),
	ONE(0x1b4b, 0x9215, FUNC1, MARVELL_9215),
	ONE(0x1b4b, 0x9220, FUNC1, ALWAYS),
	ONE(0x1b4b, 0x9230, FUNC1, ALWAYS),
	ONE(0x1b4b, 0x9235, FUNC1, MARVELL_9235),
	ONE(0x1103, 0x0642, FUNC1, ALWAYS),
	ONE(0x1103, 0x0645, FUNC1, ALWAYS),
	ONE(0x197b, 0x2392, FUNC1, ALWAYS),
	ONE(0x1c28, 0x0122, FUNC1, ALWAYS),
	/* Adaptec 3405, 3805 */
	ONE(0x9005, 0x0285, FIXED, ALWAYS),
	/* Intel Xeon Phi, Visual Compute Accelerator */
	ONE(0x8086, 0x2260, MIC_X200, ALWAYS),
	ONE(0x8086, 0x2264, MIC_X200, ALWAYS),
	ONE(0x8086, 0x2954, PEX_VCA, ALWAYS),
	ONE(0x8086, 0x2955, PEX_VCA, ALWAYS),
	ONE(0x8086, 0x2956, PEX_VCA, ALWAYS),
	ONE(0x8086, 0x2958, PEX_VCA, ALWAYS),
	ONE(0x8086, 0x2959, PEX_VCA, ALWAYS),
	ONE(0x8086, 0x295a, PEX_VCA, ALWAYS),
	/* ThunderX2 */
	ONE(0x14e4, 0x9000, XLATE_ROOT, ALWAYS),
	ONE(0x14e4, 0x9084, XLATE_ROOT, ALWAYS),
	ONE(0x1a03, 0x1150, NO_ALIAS, ASPEED),
	/* Microchip Switchtec: the management endpoint as NTB */
	SWITCHTEC(0x8531), SWITCHTEC(0x8532), SWITCHTEC(0x8533), SWITCHTEC(0x8534),
	SWITCHTEC(0x8535), SWITCHTEC(0x8536), SWITCHTEC(0x8541), SWITCHTEC(0x8542),
	SWITCHTEC(0x8543), SWITCHTEC(0x8544), SWITCHTEC(0x8545), SWITCHTEC(0x8546),
	SWITCHTEC(0x8551), SWITCHTEC(0x8552), SWITCHTEC(0x8553), SWITCHTEC(0x8554),
	SWITCHTEC(0x8555), SWITCHTEC(0x8556), SWITCHTEC(0x8561), SWITCHTEC(0x8562),
	SWITCHTEC(0x8563), SWITCHTEC(0x8564), SWITCHTEC(0x8565), SWITCHTEC(0x8566),
	SWITCHTEC(0x8571), SWITCHTEC(0x8572), SWITCHTEC(0x8573), SWITCHTEC(0x8574),
	SWITCHTEC(0x8575), SWITCHTEC(0x8576), SWITCHTEC(0x4000), SWITCHTEC(0x4084),
	SWITCHTEC(0x4068), SWITCHTEC(0x4052), SWITCHTEC(0x4036), SWITCHTEC(0x4028),
	SWITCHTEC(0x4100), SWITCHTEC(0x4184), SWITCHTEC(0x4168), SWITCHTEC(0x4152),
	SWITCHTEC(0x4136), SWITCHTEC(0x4128), SWITCHTEC(0x4200), SWITCHTEC(0x4284),
	SWITCHTEC(0x4268), SWITCHTEC(0x4252), SWITCHTEC(0x4236), SWITCHTEC(0x4228),
	SWITCHTEC_2(0x4352), SWITCHTEC_2(0x4336), SWITCHTEC_2(0x4328), SWITCHTEC_2(0x4452),
	SWITCHTEC_2(0x4436), SWITCHTEC_2(0x4428), SWITCHTEC_2(0x4552), SWITCHTEC_2(0x4536),
	SWITCHTEC_2(0x4528), SWITCHTEC_2(0x5000), SWITCHTEC_2(0x5084), SWITCHTEC_2(0x5068),
	SWITCHTEC_2(0x5052), SWITCHTEC_2(0x5036), SWITCHTEC_2(0x5028), SWITCHTEC_2(0x5100),
	SWITCHTEC_2(0x5184), SWITCHTEC_2(0x5168), SWITCHTEC_2(0x5152), SWITCHTEC_2(0x5136),
	SWITCHTEC_2(0x5128), SWITCHTEC_2(0x5200), SWITCHTEC_2(0x5284), SWITCHTEC_2(0x5268),
	SWITCHTEC_2(0x5252), SWITCHTEC_2(0x5236), SWITCHTEC_2(0x5228), SWITCHTEC_2(0x5300),
	SWITCHTEC_2(0x5384), SWITCHTEC_2(0x5368), SWITCHTEC_2(0x5352), SWITCHTEC_2(0x5336),
	SWITCHTEC_2(0x5328), SWITCHTEC_2(0x5400), SWITCHTEC_2(0x5484), SWITCHTEC_2(0x5468),
	SWITCHTEC_2(0x5452), SWITCHTEC_2(0x5436), SWITCHTEC_2(0x5428), SWITCHTEC_2(0x5500),
	SWITCHTEC_2(0x5584), SWITCHTEC_2(0x5568), SWITCHTEC_2(0x5552), SWITCHTEC_2(0x5536),
	SWITCHTEC_2(0x5528),
	PCI100X(0x1001), PCI100X(0x1002), PCI100X(0x1003), PCI100X(0x1004), PCI100X(0x1005),
	PCI100X(0x1006), ONE(0x1055, 0x1008, SWITCHTEC_NTB, PCI1008),
	ONE(0x10b5, 0x87b0, PLX_NTB, ALWAYS),
	ONE(0x10b5, 0x87b1, PLX_NTB, ALWAYS),
};

const size_t ia_nalias_quirks = sizeof(ia_alias_quirks) / sizeof(*ia_alias_quirks);

/* The other function of a Switchtec management endpoint: PCI_CLASS_BRIDGE_OTHER */
#define CLASS_BRIDGE_OTHER	0x0680
/* Of fixed_dma_alias_tbl[]: subsystems, and where the alias is */
#define ADAPTEC			0x9005
#define ADAPTEC_3405		0x02bb
#define ADAPTEC_3805		0x02bc
#define ADAPTEC_SLOT		1

/* The fixup of DMA aliases that is for a function, or NULL; some kernels do not have it. */
const struct ia_alias_quirk *ia_alias_quirk_of(const struct ia_device *device)
{
	size_t i;

	for (i = 0; i < ia_nalias_quirks; i++) {
		const struct ia_alias_quirk *quirk = &ia_alias_quirks[i];

		if (quirk->vendor == device->vendor.n && quirk->device == device->device.n &&
		    (quirk->id != IA_ALIAS_QUIRK_SWITCHTEC_NTB ||
		     ia_subclass(device).n == CLASS_BRIDGE_OTHER))
			return quirk;
	}
	return NULL;
}

static void add(struct ia_devfns *set, unsigned int slot, unsigned int fn)
{
	unsigned int devfn = (slot & 0x1f) << 3 | (fn & 7);

	set->bits[devfn >> 6] |= 1ULL << (devfn & 63);
}

/* Subsystem ids are those of a card: without them nobody knows which one it is. */
static enum ia_flag fixed(const struct ia_host_device *host, struct ia_devfns *devfns)
{
	if (!host || !host->subvendor.known || !host->subdevice.known)
		return host && (host->subvendor.absent || host->subdevice.absent) ? IA_NO :
										    IA_FLAG_UNKNOWN;
	if (host->subvendor.n != ADAPTEC ||
	    (host->subdevice.n != ADAPTEC_3405 && host->subdevice.n != ADAPTEC_3805))
		return IA_NO;
	add(devfns, ADAPTEC_SLOT, 0);
	return IA_YES;
}

/**
 * ia_alias_devfns() - the devices and functions whose requester ids a function uses too
 * @quirk: its fixup
 * @device: the function
 * @devfns: filled: those that the fixup adds, on the bus of the function
 *
 * Return: IA_NO where it adds none; IA_FLAG_UNKNOWN where it depends on what
 * nobody read: memory of a Switchtec device, ids of a subsystem.
 */
enum ia_flag ia_alias_devfns(const struct ia_alias_quirk *quirk, const struct ia_device *device,
			     struct ia_devfns *devfns)
{
	unsigned int slot = device->address >> 3 & 0x1f, fn = device->address & 7, other, i, j;

	*devfns = (struct ia_devfns){ 0 };
	switch (quirk->id) {
	case IA_ALIAS_QUIRK_FUNC0:
	case IA_ALIAS_QUIRK_FUNC1:
		other = quirk->id == IA_ALIAS_QUIRK_FUNC1;
		if (fn == other)
			return IA_NO;
		add(devfns, slot, other);
		return IA_YES;
	case IA_ALIAS_QUIRK_FIXED:
		return fixed(device->host, devfns);
	case IA_ALIAS_QUIRK_MIC_X200:
		add(devfns, 0x10, 0);
		add(devfns, 0x11, 0);
		add(devfns, 0x12, 3);
		return IA_YES;
	case IA_ALIAS_QUIRK_PEX_VCA:
		for (i = 0; i < 0x20; i++) {
			for (j = 0; j < 5; j++)
				add(devfns, i, j);
		}
		return IA_YES;
	case IA_ALIAS_QUIRK_PLX_NTB:
		for (i = 0; i < 4; i++)
			devfns->bits[i] = UINT64_MAX;
		return IA_YES;
	case IA_ALIAS_QUIRK_SWITCHTEC_NTB:
		return IA_FLAG_UNKNOWN;
	default:
		return IA_NO;
	}
}

/* vmd_ids[] of drivers/pci/controller/vmd.c, all of Intel */
const uint16_t ia_vmd_ids[] = {
	0x201d, 0x28c0, 0x28c1, 0x467f, 0x4c3d, 0x7d0b, 0x9a0b, 0xa77f, 0xad0b, 0xb06f, 0xb07f,
	0xb60b, 0xd70b, 0xd73b,
};

const size_t ia_nvmd_ids = sizeof(ia_vmd_ids) / sizeof(*ia_vmd_ids);

#define INTEL	0x8086

/* Whether a function is a Volume Management Device, behind which is a segment of its own. */
bool ia_is_vmd(const struct ia_device *device)
{
	size_t i;

	for (i = 0; device->vendor.n == INTEL && i < ia_nvmd_ids; i++) {
		if (ia_vmd_ids[i] == device->device.n)
			return true;
	}
	return false;
}
