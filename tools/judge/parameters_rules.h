/* SPDX-License-Identifier: GPL-2.0 */
/*
 * parameters_iommu.c, parameters_pci.c, parameters_host.c: the rules of each parameter.
 * Read in the sources of Linux 5.10, 6.1, 6.12 and 7.2; what came in between two of those
 * carries the release of its merge.
 */
#ifndef IA_JUDGE_PARAMETERS_RULES_H
#define IA_JUDGE_PARAMETERS_RULES_H

#include "parameters.h"

#define FROM(major, minor)	.kernels.from = (major) * 1000 + (minor)
#define UNTIL(major, minor)	.kernels.until = (major) * 1000 + (minor)
#define SETS(what, value)	.setting = IA_SETTING_##what, .to = IA_SET_##value

extern const struct ia_parameter_rule ia_rules_intel_iommu[];
extern const struct ia_parameter_rule ia_rules_amd_iommu[];
extern const struct ia_parameter_rule ia_rules_amd_iommu_dump[];
extern const struct ia_parameter_rule ia_rules_amd_iommu_intr[];
extern const struct ia_parameter_rule ia_rules_ivrs_ioapic[];
extern const struct ia_parameter_rule ia_rules_ivrs_hpet[];
extern const struct ia_parameter_rule ia_rules_ivrs_acpihid[];
extern const struct ia_parameter_rule ia_rules_iommu[];
extern const struct ia_parameter_rule ia_rules_passthrough[];
extern const struct ia_parameter_rule ia_rules_strict[];
extern const struct ia_parameter_rule ia_rules_forcedac[];
extern const struct ia_parameter_rule ia_rules_debug_pagealloc[];
extern const struct ia_parameter_rule ia_rules_intremap[];
extern const struct ia_parameter_rule ia_rules_nointremap[];
extern const struct ia_parameter_rule ia_rules_noapic[];
extern const struct ia_parameter_rule ia_rules_acpi[];
extern const struct ia_parameter_rule ia_rules_xe_vfs[];
extern const struct ia_parameter_rule ia_rules_igb_vfs[];
extern const struct ia_parameter_rule ia_rules_ixgbe_vfs[];
extern const struct ia_parameter_rule ia_rules_mlx4_vfs[];
extern const struct ia_parameter_rule ia_rules_pci[];
extern const struct ia_parameter_rule ia_rules_smmuv3_bypass[];
extern const struct ia_parameter_rule ia_rules_smmuv3_msipolling[];
extern const struct ia_parameter_rule ia_rules_smmu_bypass[];
extern const struct ia_parameter_rule ia_rules_smmu_stage[];
extern const struct ia_parameter_rule ia_rules_acs_override[];
extern const struct ia_parameter_rule ia_rules_no_flr[];
extern const struct ia_parameter_rule ia_rules_stub_ids[];
extern const struct ia_parameter_rule ia_rules_unsafe_iommufd[];
extern const struct ia_parameter_rule ia_rules_entry_limit[];
extern const struct ia_parameter_rule ia_rules_vfio_ids[];
extern const struct ia_parameter_rule ia_rules_swiotlb[];
extern const struct ia_parameter_rule ia_rules_dma_debug[];
extern const struct ia_parameter_rule ia_rules_hugepages[];
extern const struct ia_parameter_rule ia_rules_pcie_ports[];
extern const struct ia_parameter_rule ia_rules_efi[];
extern const struct ia_parameter_rule ia_rules_noiommu[];
extern const struct ia_parameter_rule ia_rules_unsafe_interrupts[];
extern const struct ia_parameter_rule ia_rules_no_hugepages[];
extern const struct ia_parameter_rule ia_rules_nointxmask[];
extern const struct ia_parameter_rule ia_rules_disable_vga[];
extern const struct ia_parameter_rule ia_rules_disable_idle_d3[];
extern const struct ia_parameter_rule ia_rules_enable_sriov[];
extern const struct ia_parameter_rule ia_rules_disable_denylist[];
extern const struct ia_parameter_rule ia_rules_dma_debug_more[];
extern const struct ia_parameter_rule ia_rules_cma[];
extern const struct ia_parameter_rule ia_rules_coherent_pool[];
extern const struct ia_parameter_rule ia_rules_nox2apic[];
extern const struct ia_parameter_rule ia_rules_x2apic_phys[];
extern const struct ia_parameter_rule ia_rules_hugepagesz[];
extern const struct ia_parameter_rule ia_rules_default_hugepagesz[];
extern const struct ia_parameter_rule ia_rules_video[];
extern const struct ia_parameter_rule ia_rules_nofb[];

#endif /* IA_JUDGE_PARAMETERS_RULES_H */
