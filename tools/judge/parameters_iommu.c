// SPDX-License-Identifier: GPL-2.0
/* What the drivers of IOMMUs and of interrupt remapping make of their parameters */
#include "parameters_rules.h"

#include "../machine/quirks.h"

#define GART	"only AMD's old GART reads it: VT-d and AMD-Vi do not"

#define INTEL	"drivers/iommu/intel/iommu.c, intel_iommu_setup()"
#define AMD	"drivers/iommu/amd/init.c, parse_amd_iommu_options()"
#define X86	"arch/x86/kernel/pci-dma.c, iommu_setup()"
#define AGP	"arch/x86/kernel/amd_gart_64.c, gart_parse_options()"
#define AMD_INIT "drivers/iommu/amd/init.c, "
#define CORE	"drivers/iommu/iommu.c"
#define IRQ	"drivers/iommu/irq_remapping.c, setup_irqremap()"

const struct ia_parameter_rule ia_rules_intel_iommu[] = {
	{ .word = "on", SETS(VTD, ON), .source = INTEL,
	  .effect = "VT-d on, if present; \"DMAR: IOMMU enabled\" only echoes this word" },
	{ .word = "off", SETS(VTD, OFF), .source = INTEL,
	  .effect = "VT-d off, even if the platform opts in; interrupt remapping stays as it "
		    "is; the kernel then enables ACS only where the platform opts in, and what "
		    "firmware enabled stays" },
	{ .word = "igfx_off", SETS(IGFX, OFF), .source = INTEL,
	  .effect = "the unit of the integrated GPU is not used; it does not turn VT-d on where that is "
		    "off by default" },
	{ .word = "intgpu_off", .flags = IA_MATCH_DEBIAN, SETS(IGFX, OFF), .source = INTEL,
	  .effect = "the integrated GPU is not translated; a Debian patch" },
	{ .word = "strict", .flags = IA_MATCH_HERE | IA_MATCH_WINS, UNTIL(5, 15),
	  SETS(STRICT, ON), .source = INTEL,
	  .effect = "IOTLB invalidated at every unmap" },
	{ .word = "strict", .flags = IA_MATCH_WINS, .verdict = IA_LINT_DEPRECATED,
	  SETS(STRICT, ON), .meant = "iommu.strict=1", .source = INTEL,
	  .effect = "IOTLB invalidated at every unmap" },
	{ .word = "forcedac", .flags = IA_MATCH_HERE | IA_MATCH_WINS, UNTIL(5, 13),
	  SETS(FORCEDAC, ON), .source = INTEL,
	  .effect = "addresses above 4 GiB are used first" },
	{ .word = "forcedac", .flags = IA_MATCH_WINS, .verdict = IA_LINT_DEPRECATED,
	  SETS(FORCEDAC, ON), .meant = "iommu.forcedac=1", .source = INTEL,
	  .effect = "addresses above 4 GiB are used first" },
	{ .word = "sp_off", .source = INTEL, .effect = "no super pages" },
	{ .word = "sm_on", SETS(SCALABLE, ON), .source = INTEL,
	  .effect = "scalable mode, if the hardware supports it" },
	{ .word = "sm_off", FROM(5, 15), SETS(SCALABLE, OFF), .source = INTEL,
	  .effect = "no scalable mode, so no PASID and no SVA" },
	{ .word = "relax_rmrr", .flags = IA_MATCH_PVE | IA_MATCH_WEAKENS,
	  .source = "proxmox/pve-kernel, allow opt-in to allow pass-through on broken hardware",
	  .effect = "a Proxmox VE patch: functions with an RMRR can be assigned, and firmware "
		    "may keep using their memory" },
	{ .word = "relax_rmrr", .flags = IA_MATCH_HERE, .verdict = IA_LINT_LOGGED, FROM(5, 17),
	  .log = "DMAR: Unknown option - '@'", .source = INTEL,
	  .meant = "a kernel with the patch for it (kiler129/relax-intel-rmrr), as Proxmox VE's" },
	{ .word = "tboot_noforce", .source = INTEL,
	  .effect = "a measured launch (tboot) does not force VT-d on" },
	{ .word = "nobounce", .flags = IA_MATCH_HERE, UNTIL(5, 15), .source = INTEL,
	  .effect = "no bounce buffers for untrusted devices: they can reach other data in "
		    "a shared page" },
	{ .word = "pt", .flags = IA_MATCH_HERE, .verdict = IA_LINT_LOGGED, FROM(5, 17),
	  .log = "DMAR: Unknown option - '@'", .meant = "iommu=pt", .source = INTEL },
	{ .word = "pt", .verdict = IA_LINT_SILENT, .meant = "iommu=pt", .source = INTEL,
	  .effect = "not a value of intel_iommu=" },
	{ .word = "passthrough", .flags = IA_MATCH_HERE, .verdict = IA_LINT_LOGGED,
	  FROM(5, 17), .log = "DMAR: Unknown option - '@'", .meant = "iommu=pt", .source = INTEL },
	{ .word = "passthrough", .verdict = IA_LINT_SILENT, .meant = "iommu=pt",
	  .source = INTEL, .effect = "not a value of intel_iommu=" },
	{ .word = "lazy", .flags = IA_MATCH_HERE, .verdict = IA_LINT_LOGGED, FROM(5, 17),
	  .log = "DMAR: Unknown option - '@'", .meant = "iommu.strict=0", .source = INTEL },
	{ .flags = IA_MATCH_HERE, .verdict = IA_LINT_LOGGED, FROM(5, 17),
	  .log = "DMAR: Unknown option - '@'", .source = INTEL },
	{ .verdict = IA_LINT_SILENT, .source = INTEL,
	  .effect = "not a value of intel_iommu=" },
	IA_RULES_END
};

#define AMD_OFF(how, when) \
	{ .word = "off", .flags = how, when, SETS(AMD, OFF), .source = AMD, \
	  .effect = "AMD-Vi is not used, and interrupts are not remapped either: no x2APIC on bare metal, " \
		    "so CPUs with an APIC id above 254 stay offline; ACS is enabled anyway, since " \
		    "it is requested earlier" }
#define AMD_ISOLATION(how, when) \
	{ .word = "force_isolation", .flags = how, when, .source = AMD, \
	  .effect = "devices that would use identity are translated, and get no PASID and no " \
		    "PRI: no SVA; iommu=pt wins" }

const struct ia_parameter_rule ia_rules_amd_iommu[] = {
	{ .word = "fullflush", .flags = IA_MATCH_HERE | IA_MATCH_WINS | IA_MATCH_INSIDE,
	  UNTIL(5, 15), SETS(STRICT, ON), .source = AMD,
	  .effect = "IOTLB invalidated at every unmap" },
	{ .word = "fullflush", .flags = IA_MATCH_WINS, .verdict = IA_LINT_DEPRECATED,
	  SETS(STRICT, ON), .meant = "iommu.strict=1", .source = AMD,
	  .effect = "IOTLB invalidated at every unmap" },
	{ .word = "force_enable", FROM(5, 15), SETS(AMD, ON), .source = AMD,
	  .effect = "AMD-Vi on, even on machines where the kernel knows it to be broken" },
	AMD_OFF(IA_MATCH_HERE | IA_MATCH_INSIDE | IA_MATCH_WINS, UNTIL(6, 1)),
	AMD_OFF(IA_MATCH_WINS, FROM(6, 1)),
	AMD_ISOLATION(IA_MATCH_HERE | IA_MATCH_INSIDE, UNTIL(6, 1)), AMD_ISOLATION(0, FROM(6, 1)),
	{ .word = "pgtbl_v1", FROM(6, 1), SETS(PGTABLE, V1), .source = AMD,
	  .effect = "AMD-Vi's own page tables for DMA" },
	{ .word = "pgtbl_v2", FROM(6, 1), SETS(PGTABLE, V2), .source = AMD,
	  .effect = "the CPU's page tables for DMA; no SNP host with it" },
	{ .word = "irtcachedis", FROM(6, 1), .source = AMD,
	  .effect = "the cache of the interrupt remapping table is off" },
	{ .word = "nohugepages", FROM(6, 12), .source = AMD,
	  .effect = "DMA is mapped in pages of 4 KiB" },
	{ .word = "v2_pgsizes_only", FROM(6, 12), .source = AMD,
	  .effect = "DMA is mapped in pages of 4 KiB, 2 MiB and 1 GiB" },
	{ .word = "on", .flags = IA_MATCH_HERE, .verdict = IA_LINT_LOGGED, FROM(6, 1),
	  .log = "AMD-Vi: Unknown option - '@'", .source = AMD,
	  .meant = "leave it out: AMD-Vi is on by default" },
	{ .word = "on", .verdict = IA_LINT_SILENT, .source = AMD,
	  .meant = "leave it out: AMD-Vi is on by default",
	  .effect = "not a value of amd_iommu=" },
	{ .word = "pt", .flags = IA_MATCH_HERE, .verdict = IA_LINT_LOGGED, FROM(6, 1),
	  .log = "AMD-Vi: Unknown option - '@'", .meant = "iommu=pt", .source = AMD },
	{ .word = "pt", .verdict = IA_LINT_SILENT, .meant = "iommu=pt", .source = AMD,
	  .effect = "not a value of amd_iommu=" },
	{ .word = "passthrough", .flags = IA_MATCH_HERE, .verdict = IA_LINT_LOGGED, FROM(6, 1),
	  .log = "AMD-Vi: Unknown option - '@'", .meant = "iommu=pt", .source = AMD },
	{ .word = "strict", .flags = IA_MATCH_HERE, .verdict = IA_LINT_LOGGED, FROM(6, 1),
	  .log = "AMD-Vi: Unknown option - '@'", .meant = "iommu.strict=1", .source = AMD },
	{ .word = "lazy", .flags = IA_MATCH_HERE, .verdict = IA_LINT_LOGGED, FROM(6, 1),
	  .log = "AMD-Vi: Unknown option - '@'", .meant = "iommu.strict=0", .source = AMD },
	{ .flags = IA_MATCH_HERE, .verdict = IA_LINT_LOGGED, FROM(6, 1),
	  .log = "AMD-Vi: Unknown option - '@'", .source = AMD },
	{ .verdict = IA_LINT_SILENT, .source = AMD, .effect = "not a value of amd_iommu=" },
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_amd_iommu_dump[] = {
	{ .word = "=0", .flags = IA_MATCH_WHOLE, .verdict = IA_LINT_MISLEADING,
	  .effect = "the value is ignored: 0 prints the tables too", .meant = "leave it out",
	  .source = "drivers/iommu/amd/init.c, parse_amd_iommu_dump()" },
	{ .source = "drivers/iommu/amd/init.c, parse_amd_iommu_dump()",
	  .effect = "AMD-Vi prints the firmware's tables at boot" },
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_amd_iommu_intr[] = {
	{ .word = "legacy", .flags = IA_MATCH_INSIDE,
	  .source = "drivers/iommu/amd/init.c, parse_amd_iommu_intr()",
	  .effect = "guest interrupts are remapped without the virtual APIC" },
	{ .word = "vapic", .flags = IA_MATCH_INSIDE,
	  .source = "drivers/iommu/amd/init.c, parse_amd_iommu_intr()",
	  .effect = "interrupts go directly to guests; the default if the hardware supports it" },
	{ .verdict = IA_LINT_SILENT,
	  .source = "drivers/iommu/amd/init.c, parse_amd_iommu_intr()",
	  .effect = "the values are legacy and vapic" },
	IA_RULES_END
};

#define TABLE	"overrides the IVRS table"
#define INVALID	"AMD-Vi: Invalid command line: "

/*
 * Kernels without IVRS_FORMAT read the id in brackets alone; those without IVRS_SEGMENT no
 * segment either. An id in brackets without a segment works on all of them.
 */
#define IVRS_RULES(name, function, new, old, oldest, form, old_form, old_log) { \
	{ .fits = new, .most = 4, .change = IA_CHANGE_IVRS_FORMAT, .source = AMD_INIT function, \
	  .effect = TABLE }, \
	{ .fits = old, .most = 4, .change = IA_CHANGE_IVRS_FORMAT, .flags = IA_MATCH_HERE, \
	  .verdict = IA_LINT_DEPRECATED, .source = AMD_INIT function, .meant = form, \
	  .effect = TABLE }, \
	{ .fits = oldest, .most = 4, .source = AMD_INIT function, .effect = TABLE }, \
	{ .fits = old, .most = 4, .change = IA_CHANGE_IVRS_SEGMENT, .source = AMD_INIT function, \
	  .effect = TABLE }, \
	{ .change = IA_CHANGE_IVRS_FORMAT, .flags = IA_MATCH_HERE, .verdict = IA_LINT_LOGGED, \
	  .source = AMD_INIT function, .log = INVALID name "@", .meant = form }, \
	{ .verdict = IA_LINT_LOGGED, .source = AMD_INIT function, .log = INVALID old_log, \
	  .meant = old_form }, \
	IA_RULES_END \
}

const struct ia_parameter_rule ia_rules_ivrs_ioapic[] =
	IVRS_RULES("ivrs_ioapic", "parse_ivrs_ioapic()", ia_fits_ioapic, ia_fits_ioapic_old,
		   ia_fits_ioapic_oldest, "ivrs_ioapic=ID@[seg:]bus:dev.fn",
		   "ivrs_ioapic[ID]=bus:dev.fn", "ivrs_ioapic@");

const struct ia_parameter_rule ia_rules_ivrs_hpet[] =
	IVRS_RULES("ivrs_hpet", "parse_ivrs_hpet()", ia_fits_ioapic, ia_fits_ioapic_old,
		   ia_fits_ioapic_oldest, "ivrs_hpet=ID@[seg:]bus:dev.fn",
		   "ivrs_hpet[ID]=bus:dev.fn", "ivrs_hpet@");

const struct ia_parameter_rule ia_rules_ivrs_acpihid[] =
	IVRS_RULES("ivrs_acpihid", "parse_ivrs_acpihid()", ia_fits_acpihid, ia_fits_acpihid_old,
		   ia_fits_acpihid_oldest, "ivrs_acpihid=HID:UID@[seg:]bus:dev.fn",
		   "ivrs_acpihid[bus:dev.fn]=HID:UID", "ivrs_acpihid(@)");

const struct ia_parameter_rule ia_rules_iommu[] = {
	{ .word = "pt", SETS(PASSTHROUGH, ON), .source = X86,
	  .effect = "default domain identity: host devices are not translated; with AMD-Vi no "
		    "SNP host" },
	{ .word = "nopt", SETS(PASSTHROUGH, OFF), .source = X86,
	  .effect = "default domain translated; does not choose strict or lazy" },
	{ .word = "off", .verdict = IA_LINT_MISLEADING, SETS(DMA_OFF, ON),
	  .meant = "intel_iommu=off or amd_iommu=off", .source = X86,
	  .effect = "VT-d and AMD-Vi do not translate, but SWIOTLB is not set up instead; it "
		    "does not stop interrupt remapping; with VT-d the kernel enables no ACS, "
		    "and what firmware enabled stays" },
	{ .word = "soft", .verdict = IA_LINT_MISLEADING,
	  .meant = "intel_iommu=off or amd_iommu=off",
	  .source = X86,
	  .effect = "sets up SWIOTLB; VT-d and AMD-Vi do not read it and stay as they are" },
	{ .word = "forcesac", .verdict = IA_LINT_LOGGED, .source = X86,
	  .effect = "logged as \"forcesac option ignored.\"" },
	{ .word = "allowdac", .verdict = IA_LINT_LOGGED, .source = X86,
	  .effect = "logged as \"allowdac option ignored.\"" },
	{ .word = "nodac", .verdict = IA_LINT_LOGGED, .source = X86,
	  .effect = "logged as \"nodac option ignored.\"" },
	{ .word = "usedac", .flags = IA_MATCH_STOPS, .verdict = IA_LINT_MISLEADING,
	  .meant = "leave it out", .source = X86,
	  .effect = "stops parsing: no later word is read; logged as \"Malformed early "
		    "option 'iommu'\"" },
	{ .word = "force", .verdict = IA_LINT_MISLEADING, .source = X86,
	  .meant = "intel_iommu=on", .effect = "does not turn VT-d on: " GART },
	{ .word = "noforce", .verdict = IA_LINT_MISLEADING, .source = X86, .effect = GART },
	{ .word = "merge", .verdict = IA_LINT_MISLEADING, .source = X86, .effect = GART },
	{ .word = "nomerge", .verdict = IA_LINT_MISLEADING, .source = X86, .effect = GART },
	{ .word = "biomerge", .verdict = IA_LINT_MISLEADING, .source = X86, .effect = GART },
	{ .word = "panic", .verdict = IA_LINT_MISLEADING, .source = X86, .effect = GART },
	{ .word = "nopanic", .verdict = IA_LINT_MISLEADING, .source = X86, .effect = GART },
	{ .word = "fullflush", .verdict = IA_LINT_MISLEADING, .source = AGP,
	  .meant = "iommu.strict=1", .effect = GART },
	{ .word = "nofullflush", .verdict = IA_LINT_MISLEADING, .source = AGP,
	  .meant = "iommu.strict=0", .effect = GART },
	{ .word = "noagp", .verdict = IA_LINT_MISLEADING, .source = AGP, .effect = GART },
	{ .word = "noaperture", .verdict = IA_LINT_MISLEADING, .source = AGP, .effect = GART },
	{ .word = "allowed", .verdict = IA_LINT_MISLEADING, .source = AGP, .effect = GART },
	{ .word = "memaper", .flags = IA_MATCH_OPEN, .verdict = IA_LINT_MISLEADING,
	  .source = AGP, .effect = GART },
	{ .word = "on", .verdict = IA_LINT_SILENT, .source = X86,
	  .meant = "intel_iommu=on; AMD-Vi is on by default",
	  .effect = "not a value of iommu=: there is no generic IOMMU that it could turn on" },
	{ .word = "1", .flags = IA_MATCH_WHOLE, .verdict = IA_LINT_SILENT, .source = AGP,
	  .meant = "intel_iommu=on; AMD-Vi is on by default",
	  .effect = "a size for AMD's old GART; VT-d and AMD-Vi do not read it" },
	{ .fits = ia_fits_number, .verdict = IA_LINT_MISLEADING, .source = AGP,
	  .effect = "a size for the GART: " GART },
	{ .word = "strict", .verdict = IA_LINT_SILENT, .meant = "iommu.strict=1",
	  .source = X86, .effect = "not a value of iommu=: nothing happens, x86 stays lazy" },
	{ .word = "lazy", .verdict = IA_LINT_SILENT, .meant = "iommu.strict=0",
	  .source = X86, .effect = "not a value of iommu=: nothing happens" },
	{ .word = "passthrough", .verdict = IA_LINT_SILENT, .meant = "iommu=pt",
	  .source = X86, .effect = "not a value of iommu=: nothing happens" },
	{ .word = "identity", .verdict = IA_LINT_SILENT, .meant = "iommu=pt",
	  .source = X86, .effect = "not a value of iommu=: nothing happens" },
	{ .word = "dma", .verdict = IA_LINT_SILENT, .meant = "iommu=nopt",
	  .source = X86, .effect = "not a value of iommu=: nothing happens" },
	{ .word = "nobypass", .verdict = IA_LINT_SILENT, .source = X86,
	  .meant = "iommu=nopt", .effect = "an option of PowerPC: no effect on x86" },
	{ .verdict = IA_LINT_SILENT, .source = X86,
	  .effect = "not a value of iommu=: nothing happens" },
	IA_RULES_END
};

#define MALFORMED(function) \
	{ .verdict = IA_LINT_LOGGED, .source = CORE ", " function, \
	  .effect = "neither 0 nor 1: logged as a malformed early option, and ignored", \
	  .meant = "0 or 1" }

const struct ia_parameter_rule ia_rules_passthrough[] = {
	{ .word = "1", .arch = IA_ARCH_ARM64, SETS(PASSTHROUGH, ON),
	  .source = CORE ", iommu_set_def_domain_type()",
	  .effect = "default domain identity for trusted devices" },
	{ .word = "0", .arch = IA_ARCH_ARM64, SETS(PASSTHROUGH, OFF),
	  .source = CORE ", iommu_set_def_domain_type()",
	  .effect = "default domain translated" },
	{ .word = "1", SETS(PASSTHROUGH, ON), .source = CORE ", iommu_set_def_domain_type()",
	  .effect = "default domain identity for trusted devices; the same as iommu=pt" },
	{ .word = "0", SETS(PASSTHROUGH, OFF), .source = CORE ", iommu_set_def_domain_type()",
	  .effect = "default domain translated; the same as iommu=nopt" },
	MALFORMED("iommu_set_def_domain_type()"),
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_strict[] = {
	{ .flags = IA_MATCH_HERE, UNTIL(5, 15), .arch = IA_ARCH_X86, .fits = ia_fits_number,
	  .verdict = IA_LINT_VERSION, .meant = "intel_iommu=strict or amd_iommu=fullflush",
	  .source = CORE ", iommu_dma_setup()",
	  .effect = "before Linux 5.15 VT-d and AMD-Vi only read their own parameters" },
	{ .word = "1", SETS(STRICT, ON), .source = CORE ", iommu_dma_setup()",
	  .effect = "IOTLB invalidated at every unmap (DMA); no effect on identity groups" },
	{ .word = "0", SETS(STRICT, OFF), .source = CORE ", iommu_dma_setup()",
	  .effect = "IOTLB invalidated later, in batches (DMA-FQ); no effect on identity groups" },
	MALFORMED("iommu_dma_setup()"),
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_forcedac[] = {
	{ .word = "1", SETS(FORCEDAC, ON),
	  .source = "drivers/iommu/dma-iommu.c, iommu_dma_forcedac_setup()",
	  .effect = "addresses above 4 GiB are used first" },
	{ .word = "0", SETS(FORCEDAC, OFF),
	  .source = "drivers/iommu/dma-iommu.c, iommu_dma_forcedac_setup()",
	  .effect = "addresses below 4 GiB are used first" },
	MALFORMED("iommu_dma_forcedac_setup()"),
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_debug_pagealloc[] = {
	{ .word = "1", .source = CORE "-debug-pagealloc.c, iommu_debug_pagealloc()",
	  .effect = "checks at every map and unmap, which cost time: benchmarks include it" },
	{ .word = "0", .source = CORE "-debug-pagealloc.c, iommu_debug_pagealloc()",
	  .effect = "no checks at map and unmap" },
	MALFORMED("iommu_debug_pagealloc()"),
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_intremap[] = {
	{ .word = "on", SETS(INTREMAP, ON), .source = IRQ,
	  .effect = "interrupts are remapped, if the hardware supports it; the default" },
	{ .word = "off", .flags = IA_MATCH_WEAKENS, SETS(INTREMAP, OFF), .source = IRQ,
	  .effect = "interrupts are not remapped: VFIO then refuses devices; no x2APIC on bare "
		    "metal, so CPUs with an APIC id above 254 stay offline; DMA remapping stays" },
	{ .word = "nosid", .flags = IA_MATCH_WEAKENS, .source = IRQ,
	  .effect = "the source of an interrupt is not checked: a device can raise those "
		    "of another" },
	{ .word = "no_x2apic_optout", .source = IRQ,
	  .effect = "a firmware opt-out of x2APIC is overridden" },
	{ .word = "nopost", SETS(POSTING, OFF), .source = IRQ,
	  .effect = "interrupts are not posted to guests" },
	{ .word = "posted_msi", .flags = IA_MATCH_NO_DEBIAN, FROM(6, 10),
	  .config = "CONFIG_X86_POSTED_MSI", .source = IRQ,
	  .effect = "host MSIs are posted, and coalesced" },
	{ .verdict = IA_LINT_SILENT, .source = IRQ, .effect = "not a value of intremap=" },
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_nointremap[] = {
	{ .flags = IA_MATCH_WEAKENS, SETS(INTREMAP, OFF), .source = "drivers/iommu/irq_remapping.c, setup_nointremap()",
	  .effect = "interrupts are not remapped; the same as intremap=off" },
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_noapic[] = {
	{ .flags = IA_MATCH_WEAKENS | IA_MATCH_WINS, SETS(INTREMAP, OFF),
	  .source = "arch/x86/kernel/apic/apic.c, enable_IR_x2apic()",
	  .effect = "IO-APICs are not used, and interrupts are not remapped: VFIO then refuses "
		    "devices; DMA remapping stays" },
	IA_RULES_END
};
