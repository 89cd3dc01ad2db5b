/* SPDX-License-Identifier: GPL-2.0 */
/*
 * quirks_acs.c, quirks_alias.c, quirks_reset.c, quirks_since.c: the tables of the
 * kernel's drivers/pci/quirks.c that its grouping of functions and its resets ask, as data
 */
#ifndef IA_MACHINE_QUIRKS_H
#define IA_MACHINE_QUIRKS_H

#include "cmdline.h"
#include "machine.h"

/*
 * Functions of pci_dev_acs_enabled[], and that of the patch behind
 * pcie_acs_override=: enumerator, name of the kernel's function, what it knows
 */
#define IA_ACS_QUIRKS(X)							\
	X(NONE, NULL, NULL)							\
	X(AMD_SB, "pci_quirk_amd_sb_acs",					\
	  "in a southbridge with an IOMMU, AMD's functions send each other nothing") \
	X(MF_ENDPOINT, "pci_quirk_mf_endpoint_acs",				\
	  "its vendor vouches that its functions send each other nothing")	\
	X(RCIEP, "pci_quirk_rciep_acs",						\
	  "Intel's integrated endpoints send untranslated requests up")		\
	X(QCOM_RP, "pci_quirk_qcom_rp_acs",					\
	  "the root port lets nothing pass to another")				\
	X(INTEL_PCH, "pci_quirk_intel_pch_acs",					\
	  "the chipset's root port isolates by registers of its own")		\
	X(INTEL_SPT_PCH, "pci_quirk_intel_spt_pch_acs",				\
	  "the root port has ACS, in registers of another width than "		\
	  "the specification's")						\
	X(CAVIUM, "pci_quirk_cavium_acs",					\
	  "the root port isolates without saying so")				\
	X(XGENE, "pci_quirk_xgene_acs",						\
	  "the root port lets nothing pass to another")				\
	X(BRCM, "pci_quirk_brcm_acs",						\
	  "the root port lets nothing pass to another")				\
	X(LOONGSON, "pci_quirk_loongson_acs",					\
	  "the root port lets nothing pass to another")				\
	X(AL, "pci_quirk_al_acs",						\
	  "the root port lets nothing pass to another")				\
	X(NXP_RP, "pci_quirk_nxp_rp_acs",					\
	  "the root port lets nothing pass to another")				\
	X(ZHAOXIN_PORTS, "pci_quirk_zhaoxin_pcie_ports_acs",			\
	  "the port isolates without saying so")				\
	X(WANGXUN_NIC, "pci_quirk_wangxun_nic_acs",				\
	  "its functions send what is for each other up")			\
	X(OVERRIDE, "pcie_acs_overrides",					\
	  "pcie_acs_override= makes the kernel believe so; the hardware is what it was")

#define X(name, function, text)	IA_ACS_QUIRK_##name,
enum ia_acs_quirk_id { IA_ACS_QUIRKS(X) IA_ACS_QUIRK_IDS };
#undef X

/*
 * Functions that add DMA aliases, or change what a bridge does with requester
 * ids: enumerator, name of the kernel's function
 */
#define IA_ALIAS_QUIRKS(X)							\
	X(NONE, NULL)								\
	X(FUNC0, "quirk_dma_func0_alias")					\
	X(FUNC1, "quirk_dma_func1_alias")					\
	X(FIXED, "quirk_fixed_dma_alias")					\
	X(MIC_X200, "quirk_mic_x200_dma_alias")					\
	X(PEX_VCA, "quirk_pex_vca_alias")					\
	X(SWITCHTEC_NTB, "quirk_switchtec_ntb_dma_alias")			\
	X(PLX_NTB, "quirk_plx_ntb_dma_alias")					\
	X(XLATE_ROOT, "quirk_bridge_cavm_thrx2_pcie_root")			\
	X(NO_ALIAS, "quirk_aspeed_pci_bridge_no_alias")				\
	X(IVRS, "setup_aliases")		/* of AMD's driver, by its table */ \
	X(VMD, "pci_real_dma_dev")		/* VMD's requester id for all behind it */ \
	X(ANY, "pci_add_dma_alias")		/* which one, ids tell that nobody read */

#define X(name, function)	IA_ALIAS_QUIRK_##name,
enum ia_alias_quirk_id { IA_ALIAS_QUIRKS(X) IA_ALIAS_QUIRK_IDS };
#undef X

/*
 * Fixups that take a reset method from a device: enumerator, name of the kernel's
 * function, why
 */
#define IA_RESET_QUIRKS(X)							\
	X(NONE, NULL, NULL)							\
	X(NO_FLR, "quirk_no_flr", "FLR may hang it")				\
	X(NO_FLR_SNET, "quirk_no_flr_snet", "FLR may hang its revision 1")	\
	X(NO_BUS, "quirk_no_bus_reset", "it does not come back from a bus reset") \
	X(NO_BUS_NVIDIA, "quirk_nvidia_no_bus_reset",				\
	  "it does not come back from a bus reset")				\
	X(NO_PM, "quirk_no_pm_reset",						\
	  "it claims that D3hot resets it, which does nothing")

#define X(name, function, text)	IA_RESET_QUIRK_##name,
enum ia_reset_quirk_id { IA_RESET_QUIRKS(X) IA_RESET_QUIRK_IDS };
#undef X

/* What a fixup takes: PCI_DEV_FLAGS_NO_FLR_RESET, _NO_PM_RESET and _NO_BUS_RESET. */
enum ia_reset_kind {
	IA_RESET_FLR,
	IA_RESET_PM,
	IA_RESET_BUS,
};

/*
 * Changes of the tables since Linux 5.10: enumerator, the newest release that is known
 * to lack it (a stable kernel of it brought it, or it was sent later), the first one
 * that is known to have it (it came behind a stable kernel that did), the commit's
 * subject. Stable kernels before that have it from those on that quirks_since.c lists.
 */
#define IA_QUIRK_CHANGES(X)							\
	X(ALWAYS, 0, 0, 0, 0, NULL)						\
	X(RCIEP, 0, 0, 5, 10,							\
	  "PCI: Add ACS quirk for Intel Root Complex Integrated Endpoints")	\
	X(ZHAOXIN, 0, 0, 5, 10, "PCI: Add ACS quirk for Zhaoxin Root/Downstream Ports") \
	X(MARVELL_9215, 5, 10, 5, 12,						\
	  "PCI: Add function 1 DMA alias quirk for Marvell 9215 SATA controller") \
	X(BCM57414, 5, 10, 5, 13, "PCI: Add ACS quirk for Broadcom BCM57414 NIC") \
	X(CAVIUM_MF, 5, 14, 5, 15, "PCI: Add ACS quirks for Cavium multi-function devices") \
	X(NXP, 5, 14, 5, 15, "PCI: Add ACS quirks for NXP LX2xx0 and LX2xx2 platforms") \
	X(MARVELL_9125, 5, 10, 5, 17,						\
	  "PCI: Add function 1 DMA alias quirk for Marvell 88SE9125 SATA controller") \
	X(BCM5750X, 5, 18, 6, 0, "PCI: Add ACS quirk for Broadcom BCM5750x NICs") \
	X(NO_BUS_C667X, 5, 10, 5, 13, "PCI: Mark TI C667X to avoid bus reset")	\
	X(NO_BUS_NVIDIA, 5, 10, 5, 13, "PCI: Mark some NVIDIA GPUs to avoid bus reset") \
	X(NO_BUS_QCA6174, 5, 10, 5, 16, "PCI: Mark Atheros QCA6174 to avoid bus reset") \
	X(SWITCHTEC_GEN5, 5, 10, 6, 1, "PCI/switchtec: Add Gen5 device IDs")	\
	X(WANGXUN, 6, 1, 6, 3, "PCI: Add ACS quirk for Wangxun NICs")		\
	X(NO_FLR_FCH_AHCI, 6, 1, 6, 3, "PCI: Avoid FLR for AMD FCH AHCI adapters") \
	X(NO_FLR_SNET, 6, 1, 6, 3, "PCI: Avoid FLR for SolidRun SNET DPU rev 1") \
	X(MARVELL_9235, 6, 4, 6, 5, "PCI: Add function 1 DMA alias quirk for Marvell 88SE9235") \
	X(ZHAOXIN_MORE, 6, 6, 6, 8, "PCI: Add ACS quirk for more Zhaoxin Root Ports") \
	X(NO_PM_SPECTRUM, 6, 1, 6, 8, "PCI: Add no PM reset quirk for NVIDIA Spectrum devices") \
	X(BCM5760X, 6, 1, 6, 12, "PCI: Add ACS quirk for Broadcom BCM5760X NIC") \
	X(GLENFLY, 6, 11, 6, 12, "PCI: Add function 0 DMA alias quirk for Glenfly Arise chip") \
	X(SA8775P, 6, 11, 6, 12, "PCI: Add ACS quirk for Qualcomm SA8775P")	\
	X(WANGXUN_FF5, 6, 12, 6, 13, "PCI: Add ACS quirk for Wangxun FF5xxx NICs") \
	X(PCI100X, 6, 12, 6, 14, "PCI: switchtec: Add Microchip PCI100X device IDs") \
	X(NO_FLR_MT7922, 6, 12, 6, 14, "PCI: Avoid FLR for Mediatek MT7922 WiFi") \
	X(IVRS_SEGMENT, 5, 19, 6, 0,						\
	  "iommu/amd: Add PCI segment support for ivrs_[ioapic/hpet/acpihid] commands") \
	X(IVRS_FORMAT, 6, 1, 6, 2,						\
	  "iommu/amd: Fix ill-formed ivrs_ioapic, ivrs_hpet and ivrs_acpihid options") \
	X(CONFIG_ACS_FIX, 6, 13, 6, 15, "PCI/ACS: Fix 'pci=config_acs=' parameter") \
	X(LOONGSON, 6, 12, 6, 16, "PCI: Add ACS quirk for Loongson PCIe")	\
	X(HAMOA, 6, 19, 7, 0, "PCI: Add ACS quirk for Qualcomm Hamoa & Glymur")	\
	X(IDT_SV, 6, 19, 7, 0, "PCI: Disable ACS SV for IDT 0x80b5 switch")	\
	X(ASPEED, 6, 19, 7, 0, "PCI: Add PCI_BRIDGE_NO_ALIAS quirk for ASPEED AST1150") \
	X(NO_BUS_GB10, 6, 19, 7, 0, "PCI: Mark Nvidia GB10 to avoid bus reset")	\
	X(NO_BUS_ASM1164, 6, 19, 7, 0, "PCI: Mark ASM1164 SATA controller to avoid bus reset") \
	X(NO_FLR_AMD_NPU, 7, 0, 7, 1, "PCI: Avoid FLR for AMD NPU device")	\
	X(NO_FLR_MT7925, 7, 1, 7, 2, "PCI: Avoid FLR for MediaTek MT7925 WiFi")	\
	X(NO_BUS_WCN6855, 7, 1, 7, 2,						\
	  "PCI: Avoid SBR for Qualcomm WCN6855/WCN7850 WiFi, SDX62/SDX65 modems") \
	X(NO_IOMMU_OPTIN, 7, 1, 7, 3, "iommu/vt-d: Fix no_iommu to disable platform opt-in") \
	X(PCI1008, 7, 3, 7, 4, "PCI: switchtec: Add Microchip PCI1008 to NTB DMA alias quirk")

/* The oldest and the newest kernel whose rules and tables were read. */
#define IA_OLDEST_MAJOR	5
#define IA_OLDEST_MINOR	10
#define IA_NEWEST_MAJOR	7
#define IA_NEWEST_MINOR	3

#define X(name, old_major, old_minor, major, minor, subject)	IA_CHANGE_##name,
enum ia_quirk_change { IA_QUIRK_CHANGES(X) IA_QUIRK_CHANGE_COUNT };
#undef X

#define IA_ANY_ID	0xffff
#define IA_ANY_REVISION	0xffff

/**
 * struct ia_acs_quirk - an entry of pci_dev_acs_enabled[]
 * @vendor: Vendor ID
 * @first: Device ID, the first of a range
 * @last: the last; IA_ANY_ID with @first 0 for every device
 * @id: the function that is asked
 * @since: the change that brought it
 */
struct ia_acs_quirk {
	uint16_t vendor;
	uint16_t first;
	uint16_t last;
	unsigned char id;
	unsigned char since;
};

/**
 * struct ia_alias_quirk - an entry of the DMA alias fixups
 * @vendor: Vendor ID
 * @device: Device ID
 * @id: the fixup
 * @since: the change that brought it
 */
struct ia_alias_quirk {
	uint16_t vendor;
	uint16_t device;
	unsigned char id;
	unsigned char since;
};

/**
 * struct ia_reset_quirk - a fixup that takes a reset method
 * @vendor: Vendor ID
 * @first: Device ID, the first of a range
 * @last: the last; IA_ANY_ID with @first 0 for every device
 * @id: the fixup
 * @since: the change that brought it
 * @revision: Revision ID that it is for, IA_ANY_REVISION for all
 * @class_code: Base Class and Sub-Class that it is for, 0 for all
 */
struct ia_reset_quirk {
	uint16_t vendor;
	uint16_t first;
	uint16_t last;
	unsigned char id;
	unsigned char since;
	uint16_t revision;
	uint16_t class_code;
};

/**
 * struct ia_id_range - device ids that a function of the kernel asks itself
 * @first: the first
 * @last: the last
 * @since: the change that brought them
 */
struct ia_id_range {
	uint16_t first;
	uint16_t last;
	unsigned char since;
};

/* Functions that a DMA alias makes of one bus: a bit for each device and function. */
struct ia_devfns {
	uint64_t bits[4];
};

static inline bool ia_devfn_in(const struct ia_devfns *set, unsigned int devfn)
{
	return set->bits[devfn >> 6 & 3] >> (devfn & 63) & 1;
}

/* A kernel whose rules nobody read; Red Hat's are newer than their number. */
static inline bool ia_quirks_too_old(struct ia_release release)
{
	return release.known && !release.backported &&
	       !ia_release_from(release, IA_OLDEST_MAJOR, IA_OLDEST_MINOR);
}

static inline bool ia_quirks_too_new(struct ia_release release)
{
	return ia_release_from(release, IA_NEWEST_MAJOR, IA_NEWEST_MINOR + 1);
}

/* quirks_acs.c */
extern const struct ia_acs_quirk ia_acs_quirks[];
extern const size_t ia_nacs_quirks;
extern const char *const ia_acs_quirk_functions[IA_ACS_QUIRK_IDS];
extern const char *const ia_acs_quirk_texts[IA_ACS_QUIRK_IDS];
bool ia_acs_is_spt(const struct ia_device *port);
enum ia_flag ia_acs_quirk_lists(enum ia_acs_quirk_id id, unsigned int device,
				struct ia_release release);

/* quirks_alias.c */
extern const struct ia_alias_quirk ia_alias_quirks[];
extern const size_t ia_nalias_quirks;
extern const char *const ia_alias_quirk_functions[IA_ALIAS_QUIRK_IDS];
const struct ia_alias_quirk *ia_alias_quirk_of(const struct ia_device *device);
enum ia_flag ia_alias_devfns(const struct ia_alias_quirk *quirk, const struct ia_device *device,
			     struct ia_devfns *devfns);
extern const uint16_t ia_vmd_ids[];
extern const size_t ia_nvmd_ids;
bool ia_is_vmd(const struct ia_device *device);

/* quirks_reset.c */
extern const struct ia_reset_quirk ia_reset_quirks[];
extern const size_t ia_nreset_quirks;
extern const char *const ia_reset_quirk_functions[IA_RESET_QUIRK_IDS];
extern const char *const ia_reset_quirk_texts[IA_RESET_QUIRK_IDS];
enum ia_flag ia_reset_quirk_of(const struct ia_device *device, enum ia_reset_kind kind,
			       struct ia_release release, const struct ia_reset_quirk **quirk);

/* quirks_since.c */
enum ia_flag ia_has_change(struct ia_release release, enum ia_quirk_change change);
const char *ia_change_subject(enum ia_quirk_change change);
unsigned int ia_change_release(enum ia_quirk_change change);

#endif /* IA_MACHINE_QUIRKS_H */
