// SPDX-License-Identifier: GPL-2.0
#include "parameters_rules.h"

#define BARE(of, text)	.bare = IA_LINT_##of, .bare_effect = text
#define MALFORMED_BARE(name) \
	BARE(LOGGED, "has no value: logged as \"Malformed early option '" name "'\"")
#define INIT_BARE	BARE(SILENT, NULL)
#define READ_BARE \
	BARE(MISLEADING, "has no value, and its parser dereferences a null pointer: the kernel " \
			 "does not boot")
#define LOAD_BARE	BARE(LOGGED, "has no value: logged when the module is loaded")
#define MODULE_BARE	BARE(OK, NULL)
#define UNUSED_BARE	BARE(OK, NULL)

#define ROW(of, is, takes, without, its_rules, ...) \
	{ .name = of, .kind = IA_PARAMETER_##is, .value = IA_VALUE_##takes, without, \
	  .rules = ia_rules_##its_rules, ##__VA_ARGS__ }

#define OF_X86		.arch = IA_ARCH_X86
#define OF_ARM64	.arch = IA_ARCH_ARM64
#define SMMU_IS_ON	"leave it out: SMMUs described by firmware are used"

const struct ia_parameter ia_parameters[] = {
	ROW("intel_iommu=", SETUP, LIST, INIT_BARE, intel_iommu, .vendor = IA_VENDOR_VTD, OF_X86,
	    .elsewhere = SMMU_IS_ON),
	ROW("amd_iommu=", SETUP, LIST, INIT_BARE, amd_iommu, .vendor = IA_VENDOR_AMD, OF_X86,
	    .elsewhere = SMMU_IS_ON),
	ROW("amd_iommu_dump", SETUP, FLAG, UNUSED_BARE, amd_iommu_dump, .vendor = IA_VENDOR_AMD,
	    OF_X86),
	ROW("amd_iommu_intr=", SETUP, TEXT, INIT_BARE, amd_iommu_intr, .vendor = IA_VENDOR_AMD,
	    OF_X86),
	ROW("ivrs_ioapic", SETUP, FLAG, UNUSED_BARE, ivrs_ioapic, .vendor = IA_VENDOR_AMD, OF_X86),
	ROW("ivrs_hpet", SETUP, FLAG, UNUSED_BARE, ivrs_hpet, .vendor = IA_VENDOR_AMD, OF_X86),
	ROW("ivrs_acpihid", SETUP, FLAG, UNUSED_BARE, ivrs_acpihid, .vendor = IA_VENDOR_AMD,
	    OF_X86),
	ROW("iommu", EARLY, LIST, MALFORMED_BARE("iommu"), iommu, OF_X86,
	    .elsewhere = "iommu.passthrough=BOOL or iommu.strict=BOOL"),
	ROW("iommu.passthrough", EARLY, BOOL,
	    MALFORMED_BARE("iommu.passthrough"), passthrough),
	ROW("iommu.strict", EARLY, BOOL, MALFORMED_BARE("iommu.strict"), strict),
	ROW("iommu.forcedac", EARLY, BOOL,
	    MALFORMED_BARE("iommu.forcedac"), forcedac, .from = 5013),
	ROW("iommu.debug_pagealloc", EARLY, BOOL,
	    MALFORMED_BARE("iommu.debug_pagealloc"), debug_pagealloc, .from = 7000,
	    .config = "CONFIG_IOMMU_DEBUG_PAGEALLOC"),
	ROW("intremap", EARLY, LIST, MALFORMED_BARE("intremap"), intremap, OF_X86),
	ROW("nointremap", EARLY, FLAG, UNUSED_BARE, nointremap, OF_X86),
	ROW("noapic", EARLY, FLAG, UNUSED_BARE, noapic, OF_X86),
	ROW("acpi", EARLY, TEXT, BARE(SILENT, "has no value"), acpi, .some = true),
	ROW("arm-smmu-v3.disable_bypass", EARLY, BOOL, MODULE_BARE, smmuv3_bypass, OF_ARM64),
	ROW("arm-smmu-v3.disable_msipolling", EARLY, BOOL, MODULE_BARE, smmuv3_msipolling,
	    OF_ARM64),
	ROW("arm-smmu.disable_bypass", EARLY, BOOL, MODULE_BARE, smmu_bypass, OF_ARM64),
	ROW("arm-smmu.force_stage", EARLY, TEXT, LOAD_BARE, smmu_stage, OF_ARM64),
	ROW("pci", EARLY, LIST, BARE(SILENT, "has no value: nothing happens"), pci,
	    .cuts = true),
	ROW("pcie_acs_override", NONE, FLAG, UNUSED_BARE, acs_override),
	ROW("pcie_no_flr", NONE, FLAG, UNUSED_BARE, no_flr),
	ROW("vfio.enable_unsafe_noiommu_mode", MODULE, BOOL, MODULE_BARE, noiommu,
	    .config = "CONFIG_VFIO_NOIOMMU"),
	ROW("vfio_iommu_type1.allow_unsafe_interrupts", MODULE, BOOL, MODULE_BARE,
	    unsafe_interrupts),
	ROW("vfio_iommu_type1.disable_hugepages", MODULE, BOOL, MODULE_BARE,
	    no_hugepages),
	ROW("vfio_iommu_type1.dma_entry_limit", MODULE, TEXT, LOAD_BARE, entry_limit),
	ROW("iommufd.allow_unsafe_interrupts", MODULE, BOOL, MODULE_BARE,
	    unsafe_iommufd, .from = 6002),
	ROW("vfio_pci.ids", MODULE, TEXT, LOAD_BARE, vfio_ids),
	ROW("pci_stub.ids", MODULE, TEXT, LOAD_BARE, stub_ids),
	ROW("vfio_pci.nointxmask", MODULE, BOOL, MODULE_BARE, nointxmask),
	ROW("vfio_pci.disable_vga", MODULE, BOOL, MODULE_BARE, disable_vga),
	ROW("vfio_pci.disable_idle_d3", MODULE, BOOL, MODULE_BARE, disable_idle_d3),
	ROW("vfio_pci.enable_sriov", MODULE, BOOL, MODULE_BARE, enable_sriov, .from = 5007),
	ROW("vfio_pci.disable_denylist", MODULE, BOOL, MODULE_BARE, disable_denylist,
	    .from = 5009),
	ROW("xe.max_vfs", MODULE, TEXT, LOAD_BARE, xe_vfs, .from = 6010),
	ROW("igb.max_vfs", MODULE, TEXT, LOAD_BARE, igb_vfs),
	ROW("ixgbe.max_vfs", MODULE, TEXT, LOAD_BARE, ixgbe_vfs),
	ROW("mlx4_core.num_vfs", MODULE, TEXT, LOAD_BARE, mlx4_vfs),
	ROW("swiotlb", EARLY, TEXT, READ_BARE, swiotlb),
	ROW("dma_debug=", SETUP, TEXT, INIT_BARE, dma_debug,
	    .config = "CONFIG_DMA_API_DEBUG"),
	ROW("dma_debug_entries=", SETUP, TEXT, INIT_BARE, dma_debug_more,
	    .config = "CONFIG_DMA_API_DEBUG"),
	ROW("dma_debug_driver=", SETUP, TEXT, INIT_BARE, dma_debug_more,
	    .config = "CONFIG_DMA_API_DEBUG"),
	ROW("cma", EARLY, TEXT, MALFORMED_BARE("cma"), cma, .config = "CONFIG_DMA_CMA",
	    .debian_from = 6013, .debian_arm64 = true),
	ROW("coherent_pool", EARLY, TEXT, READ_BARE, coherent_pool),
	ROW("nox2apic", EARLY, FLAG, UNUSED_BARE, nox2apic, OF_X86),
	ROW("x2apic_phys", EARLY, FLAG, UNUSED_BARE, x2apic_phys, OF_X86),
	ROW("pcie_ports=", SETUP, TEXT, INIT_BARE, pcie_ports),
	ROW("efi", EARLY, LIST, BARE(SILENT, "has no value"), efi, .some = true),
	ROW("default_hugepagesz=", SETUP, TEXT, INIT_BARE, default_hugepagesz),
	ROW("hugepagesz=", SETUP, TEXT, INIT_BARE, hugepagesz),
	ROW("hugepages=", SETUP, TEXT, INIT_BARE, hugepages),
	ROW("video=", SETUP, TEXT, INIT_BARE, video, .some = true, .display = true),
	ROW("nofb", NONE, FLAG, UNUSED_BARE, nofb, .display = true),
};

const size_t ia_parameters_count = sizeof(ia_parameters) / sizeof(*ia_parameters);
