// SPDX-License-Identifier: GPL-2.0
#include "parameters.h"

/*
 * Read in the sources of Linux 5.10, 6.1, 6.12 and 7.2; what came in between
 * two of those carries the release of its merge.
 */
#define FROM(major, minor)	.kernels.from = (major) * 1000 + (minor)
#define UNTIL(major, minor)	.kernels.until = (major) * 1000 + (minor)
#define SETS(what, value)	.setting = IA_SETTING_##what, .to = IA_SET_##value

#define GART	"only AMD's old GART reads it: VT-d and AMD-Vi do not"
#define BUS	"about PCI resources and buses, not about IOMMUs"
#define ACS_FIRMWARE \
	"bits that are not named get what firmware left, not what the kernel would set"

#define INTEL	"drivers/iommu/intel/iommu.c, intel_iommu_setup()"
#define AMD	"drivers/iommu/amd/init.c, parse_amd_iommu_options()"
#define X86	"arch/x86/kernel/pci-dma.c, iommu_setup()"
#define AGP	"arch/x86/kernel/amd_gart_64.c, gart_parse_options()"
#define CORE	"drivers/iommu/iommu.c"
#define IRQ	"drivers/iommu/irq_remapping.c, setup_irqremap()"
#define PCI	"drivers/pci/pci.c, pci_setup()"
#define BIOS	"arch/x86/pci/common.c, pcibios_setup()"
#define TYPE1	"drivers/vfio/vfio_iommu_type1.c"
#define VFIO	"drivers/vfio/pci/vfio_pci.c"
#define SWIOTLB	"kernel/dma/swiotlb.c, setup_io_tlb_npages()"

static const struct ia_parameter_rule intel_iommu[] = {
	{ .word = "on", SETS(VTD, ON), .source = INTEL,
	  .effect = "VT-d on, where there is one; \"DMAR: IOMMU enabled\" only repeats this word" },
	{ .word = "off", SETS(VTD, OFF), .source = INTEL,
	  .effect = "VT-d off, a platform's opt-in too; interrupt remapping stays as it is; the "
		    "kernel then enables ACS only where the platform opts in, and what firmware "
		    "enabled stays" },
	{ .word = "igfx_off", SETS(IGFX, OFF), .source = INTEL,
	  .effect = "the unit of the integrated GPU is not used" },
	{ .word = "intgpu_off", .flags = IA_MATCH_DEBIAN, SETS(IGFX, OFF), .source = INTEL,
	  .effect = "the integrated GPU is not translated; a patch of Debian's" },
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
	  .effect = "scalable mode, where the hardware has it" },
	{ .word = "sm_off", FROM(5, 15), SETS(SCALABLE, OFF), .source = INTEL,
	  .effect = "no scalable mode, so no PASID and no SVA" },
	{ .word = "tboot_noforce", .source = INTEL,
	  .effect = "a measured launch (tboot) does not force VT-d on" },
	{ .word = "nobounce", .flags = IA_MATCH_HERE, UNTIL(5, 15), .source = INTEL,
	  .effect = "no bounce buffers for untrusted devices: they can reach what shares a page" },
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
};

#define AMD_OFF(how, when) \
	{ .word = "off", .flags = how, when, SETS(AMD, OFF), .source = AMD, \
	  .effect = "AMD-Vi is not used; ACS is enabled all the same, since that is asked before" }
#define AMD_ISOLATION(how, when) \
	{ .word = "force_isolation", .flags = how, when, .source = AMD, \
	  .effect = "devices that could be passed through are translated; iommu=pt wins" }

static const struct ia_parameter_rule amd_iommu[] = {
	{ .word = "fullflush", .flags = IA_MATCH_HERE | IA_MATCH_WINS | IA_MATCH_INSIDE,
	  UNTIL(5, 15), SETS(STRICT, ON), .source = AMD,
	  .effect = "IOTLB invalidated at every unmap" },
	{ .word = "fullflush", .flags = IA_MATCH_WINS, .verdict = IA_LINT_DEPRECATED,
	  SETS(STRICT, ON), .meant = "iommu.strict=1", .source = AMD,
	  .effect = "IOTLB invalidated at every unmap" },
	{ .word = "force_enable", FROM(5, 15), SETS(AMD, ON), .source = AMD,
	  .effect = "AMD-Vi on, on machines too where the kernel knows it to be broken" },
	AMD_OFF(IA_MATCH_HERE | IA_MATCH_INSIDE, UNTIL(6, 1)), AMD_OFF(0, FROM(6, 1)),
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
};

static const struct ia_parameter_rule amd_iommu_dump[] = {
	{ .word = "=0", .flags = IA_MATCH_WHOLE, .verdict = IA_LINT_MISLEADING,
	  .effect = "the value is not looked at: 0 prints the tables too", .meant = "leave it out",
	  .source = "drivers/iommu/amd/init.c, parse_amd_iommu_dump()" },
	{ .source = "drivers/iommu/amd/init.c, parse_amd_iommu_dump()",
	  .effect = "AMD-Vi prints the firmware's tables at boot" },
};

static const struct ia_parameter_rule amd_iommu_intr[] = {
	{ .word = "legacy", .flags = IA_MATCH_INSIDE,
	  .source = "drivers/iommu/amd/init.c, parse_amd_iommu_intr()",
	  .effect = "interrupts of guests are remapped without the virtual APIC" },
	{ .word = "vapic", .flags = IA_MATCH_INSIDE,
	  .source = "drivers/iommu/amd/init.c, parse_amd_iommu_intr()",
	  .effect = "interrupts go straight into guests; the default where the hardware can" },
	{ .verdict = IA_LINT_SILENT,
	  .source = "drivers/iommu/amd/init.c, parse_amd_iommu_intr()",
	  .effect = "the values are legacy and vapic" },
};

#define IVRS_RULES(name, function, new, old, form) { \
	{ .fits = new, .most = 4, .source = "drivers/iommu/amd/init.c, " function, \
	  .effect = "takes the place of what the IVRS table says" }, \
	{ .fits = old, .most = 4, .verdict = IA_LINT_DEPRECATED, \
	  .source = "drivers/iommu/amd/init.c, " function, .meant = form, \
	  .effect = "takes the place of what the IVRS table says" }, \
	{ .verdict = IA_LINT_LOGGED, .source = "drivers/iommu/amd/init.c, " function, \
	  .log = "AMD-Vi: Invalid command line: " name "@", .meant = form }, \
}

static const struct ia_parameter_rule ivrs_ioapic[] =
	IVRS_RULES("ivrs_ioapic", "parse_ivrs_ioapic()", ia_fits_ioapic,
		   ia_fits_ioapic_old, "ivrs_ioapic=ID@[seg:]bus:dev.fn");

static const struct ia_parameter_rule ivrs_hpet[] =
	IVRS_RULES("ivrs_hpet", "parse_ivrs_hpet()", ia_fits_ioapic,
		   ia_fits_ioapic_old, "ivrs_hpet=ID@[seg:]bus:dev.fn");

static const struct ia_parameter_rule ivrs_acpihid[] =
	IVRS_RULES("ivrs_acpihid", "parse_ivrs_acpihid()", ia_fits_acpihid,
		   ia_fits_acpihid_old, "ivrs_acpihid=HID:UID@[seg:]bus:dev.fn");

static const struct ia_parameter_rule iommu[] = {
	{ .word = "pt", SETS(PASSTHROUGH, ON), .source = X86,
	  .effect = "default domain identity: devices of the host are not translated; with AMD-Vi "
		    "no SNP host" },
	{ .word = "nopt", SETS(PASSTHROUGH, OFF), .source = X86,
	  .effect = "default domain translated; says nothing of strict or lazy" },
	{ .word = "off", .verdict = IA_LINT_MISLEADING, SETS(DMA_OFF, ON),
	  .meant = "intel_iommu=off or amd_iommu=off", .source = X86,
	  .effect = "VT-d and AMD-Vi are not used, but neither is SWIOTLB set up by itself; "
		    "tboot or a platform's opt-in can still force VT-d on" },
	{ .word = "soft", .verdict = IA_LINT_MISLEADING, .meant = "swiotlb=force",
	  .source = X86,
	  .effect = "sets SWIOTLB up; VT-d and AMD-Vi do not read it and stay as they are" },
	{ .word = "forcesac", .verdict = IA_LINT_LOGGED, .source = X86,
	  .effect = "logged as \"forcesac option ignored.\"" },
	{ .word = "allowdac", .verdict = IA_LINT_LOGGED, .source = X86,
	  .effect = "logged as \"allowdac option ignored.\"" },
	{ .word = "nodac", .verdict = IA_LINT_LOGGED, .source = X86,
	  .effect = "logged as \"nodac option ignored.\"" },
	{ .word = "usedac", .flags = IA_MATCH_STOPS, .verdict = IA_LINT_MISLEADING,
	  .meant = "leave it out", .source = X86,
	  .effect = "stops the parsing: no word behind it is read; "
		    "logged as \"Malformed early option 'iommu'\"" },
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
	  .effect = "a size for AMD's old GART; nothing that VT-d or AMD-Vi read" },
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
	  .meant = "iommu=nopt", .effect = "a word of PowerPC: nothing happens on x86" },
	{ .verdict = IA_LINT_SILENT, .source = X86,
	  .effect = "not a value of iommu=: nothing happens" },
};

#define MALFORMED(function) \
	{ .verdict = IA_LINT_LOGGED, .source = CORE ", " function, \
	  .effect = "neither 0 nor 1: logged as a malformed early option, and ignored", \
	  .meant = "0 or 1" }

static const struct ia_parameter_rule passthrough[] = {
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
};

static const struct ia_parameter_rule strict[] = {
	{ .flags = IA_MATCH_HERE, UNTIL(5, 15), .arch = IA_ARCH_X86, .fits = ia_fits_number,
	  .verdict = IA_LINT_VERSION, .meant = "intel_iommu=strict or amd_iommu=fullflush",
	  .source = CORE ", iommu_dma_setup()",
	  .effect = "before Linux 5.15 VT-d and AMD-Vi only look at words of their own" },
	{ .word = "1", SETS(STRICT, ON), .source = CORE ", iommu_dma_setup()",
	  .effect = "IOTLB invalidated at every unmap (DMA); no effect on identity groups" },
	{ .word = "0", SETS(STRICT, OFF), .source = CORE ", iommu_dma_setup()",
	  .effect = "IOTLB invalidated later, in batches (DMA-FQ); no effect on identity groups" },
	MALFORMED("iommu_dma_setup()"),
};

static const struct ia_parameter_rule forcedac[] = {
	{ .word = "1", SETS(FORCEDAC, ON),
	  .source = "drivers/iommu/dma-iommu.c, iommu_dma_forcedac_setup()",
	  .effect = "addresses above 4 GiB are used first" },
	{ .word = "0", SETS(FORCEDAC, OFF),
	  .source = "drivers/iommu/dma-iommu.c, iommu_dma_forcedac_setup()",
	  .effect = "addresses below 4 GiB are used first" },
	MALFORMED("iommu_dma_forcedac_setup()"),
};

static const struct ia_parameter_rule debug_pagealloc[] = {
	{ .word = "1", .source = CORE "-debug-pagealloc.c, iommu_debug_pagealloc()",
	  .effect = "every map and unmap checks and costs more: benchmarks measure that too" },
	{ .word = "0", .source = CORE "-debug-pagealloc.c, iommu_debug_pagealloc()",
	  .effect = "no checks at map and unmap" },
	MALFORMED("iommu_debug_pagealloc()"),
};

static const struct ia_parameter_rule intremap[] = {
	{ .word = "on", SETS(INTREMAP, ON), .source = IRQ,
	  .effect = "interrupts are remapped, where the hardware can; the default" },
	{ .word = "off", SETS(INTREMAP, OFF), .source = IRQ,
	  .effect = "interrupts are not remapped: VFIO then refuses devices; DMA remapping stays" },
	{ .word = "nosid", .source = IRQ,
	  .effect = "who sends an interrupt is not checked" },
	{ .word = "no_x2apic_optout", .source = IRQ,
	  .effect = "a firmware that opts out of x2APIC is overruled" },
	{ .word = "nopost", SETS(POSTING, OFF), .source = IRQ,
	  .effect = "interrupts are not posted to guests" },
	{ .word = "posted_msi", .flags = IA_MATCH_NO_DEBIAN, FROM(6, 10),
	  .config = "CONFIG_X86_POSTED_MSI", .source = IRQ,
	  .effect = "MSIs of the host are posted, several at a time" },
	{ .verdict = IA_LINT_SILENT, .source = IRQ, .effect = "not a value of intremap=" },
};

static const struct ia_parameter_rule nointremap[] = {
	{ SETS(INTREMAP, OFF), .source = "drivers/iommu/irq_remapping.c, setup_nointremap()",
	  .effect = "interrupts are not remapped; the same as intremap=off" },
};

#define X86_WHOLE(text, says) \
	{ .word = text, .flags = IA_MATCH_WHOLE, .arch = IA_ARCH_X86, .source = BIOS, \
	  .effect = says }
#define WHOLE(text, says) \
	{ .word = text, .flags = IA_MATCH_WHOLE, .source = PCI, .effect = says }
#define BEGIN(text, says) \
	{ .word = text, .source = PCI, .effect = says }
#define TAKES(text, says) \
	{ .word = text, .flags = IA_MATCH_OPEN, .source = PCI, .effect = says }

static const struct ia_parameter_rule pci[] = {
	X86_WHOLE("off", "no PCI at all"),
	X86_WHOLE("bfsort", BUS), X86_WHOLE("nobfsort", BUS), X86_WHOLE("conf1", BUS),
	X86_WHOLE("conf2", BUS),
	X86_WHOLE("nommconf", "no extended configuration space: no ACS, ATS, SR-IOV"),
	X86_WHOLE("check_enable_amd_mmconf", BUS), X86_WHOLE("noacpi", BUS),
	X86_WHOLE("noearly", BUS), X86_WHOLE("usepirqmask", BUS),
	X86_WHOLE("rom", BUS), X86_WHOLE("norom", BUS), X86_WHOLE("nobar", BUS),
	X86_WHOLE("use_crs", BUS), X86_WHOLE("nocrs", BUS),
	X86_WHOLE("assign-busses",
		  "the kernel numbers all buses: room for VFs on buses of their own"),
	X86_WHOLE("big_root_window", BUS),
	{ .word = "use_e820", .flags = IA_MATCH_WHOLE, FROM(5, 19), .arch = IA_ARCH_X86,
	  .source = BIOS, .effect = BUS },
	{ .word = "no_e820", .flags = IA_MATCH_WHOLE, FROM(5, 19), .arch = IA_ARCH_X86,
	  .source = BIOS, .effect = BUS },
	X86_WHOLE("routeirq", BUS), X86_WHOLE("skip_isa_align", BUS),
	X86_WHOLE("noioapicquirk", BUS), X86_WHOLE("ioapicreroute", BUS),
	X86_WHOLE("noioapicreroute", BUS),
	{ .word = "irqmask=", .flags = IA_MATCH_OPEN, .arch = IA_ARCH_X86,
	  .source = BIOS, .effect = BUS },
	{ .word = "lastbus=", .flags = IA_MATCH_OPEN, .arch = IA_ARCH_X86,
	  .source = BIOS, .effect = BUS },
	WHOLE("nomsi", "no MSI anywhere: no MSI-X vectors for VFs and VFIO"),
	{ .word = "noats", SETS(ATS, OFF), .source = PCI,
	  .effect = "no ATS: devices keep no translations of their own" },
	WHOLE("noaer", "no error reporting"),
	WHOLE("earlydump", BUS), WHOLE("nodomains", BUS),
	{ .word = "realloc=on", .source = PCI,
	  .effect = "resources are assigned anew where firmware left too little, for VFs too" },
	{ .word = "realloc=off", .source = PCI,
	  .effect = "resources stay as firmware assigned them" },
	{ .word = "realloc=", .flags = IA_MATCH_OPEN, .verdict = IA_LINT_SILENT,
	  .source = "drivers/pci/setup-bus.c, pci_realloc_get_opt()",
	  .effect = "the values are on and off" },
	BEGIN("realloc", "resources are assigned anew where firmware left too little, for VFs too"),
	BEGIN("noari", "no ARI: at most 8 functions per device, so fewer VFs"),
	TAKES("cbiosize=", BUS), TAKES("cbmemsize=", BUS),
	TAKES("resource_alignment=", "resources of some devices are aligned"),
	{ .word = "ecrc=bios", .flags = IA_MATCH_WHOLE, .source = PCI, .effect = BUS },
	{ .word = "ecrc=off", .flags = IA_MATCH_WHOLE, .source = PCI, .effect = BUS },
	{ .word = "ecrc=on", .flags = IA_MATCH_WHOLE, .source = PCI, .effect = BUS },
	{ .word = "ecrc=", .flags = IA_MATCH_OPEN, .verdict = IA_LINT_SILENT,
	  .source = "drivers/pci/pcie/aer.c, pcie_ecrc_get_policy()",
	  .effect = "the values are bios, off and on" },
	TAKES("hpiosize=", BUS), TAKES("hpmmiosize=", BUS), TAKES("hpmmioprefsize=", BUS),
	TAKES("hpmemsize=", BUS), TAKES("hpbussize=", BUS),
	BEGIN("pcie_bus_tune_off", BUS), BEGIN("pcie_bus_safe", BUS),
	BEGIN("pcie_bus_perf", "the largest payloads that each path allows"),
	BEGIN("pcie_bus_peer2peer", "payloads of 128 bytes, so that any device reaches any other"),
	BEGIN("pcie_scan_all", BUS),
	{ .word = "notph", .flags = IA_MATCH_NO_DEBIAN, FROM(6, 13), .config = "CONFIG_PCIE_TPH",
	  .source = PCI, .effect = "no TLP processing hints" },
	{ .word = "disable_acs_redir=", .flags = IA_MATCH_OPEN | IA_MATCH_HERE, UNTIL(6, 11),
	  .fits = ia_fits_acs_redir, SETS(ACS_REDIR, VALUE), .source = PCI,
	  .effect = "clears ReqRedir, CmpltRedir and EgressCtrl there, with and without an IOMMU; "
		    "devices below may share a group" },
	{ .word = "disable_acs_redir=", .flags = IA_MATCH_OPEN, .fits = ia_fits_acs_redir,
	  SETS(ACS_REDIR, VALUE), .source = "drivers/pci/pci.c, __pci_config_acs()",
	  .effect = "clears ReqRedir, CmpltRedir and EgressCtrl there, with and without an IOMMU; "
		    ACS_FIRMWARE "; devices below may share a group" },
	{ .word = "disable_acs_redir=", .flags = IA_MATCH_OPEN, .verdict = IA_LINT_LOGGED,
	  .detail = IA_DETAIL_REDIR_WRONG, .meant = "pci=disable_acs_redir=0000:00:02.0",
	  .source = "drivers/pci/pci.c, pci_dev_str_match()",
	  .effect = "not understood, so nothing is applied from there on" },
	{ .word = "config_acs=", .flags = IA_MATCH_OPEN, FROM(6, 11),
	  .fits = ia_fits_config_acs, .detail = IA_DETAIL_ACS_REQUESTS,
	  SETS(ACS_CONFIG, VALUE), .source = "drivers/pci/pci.c, __pci_config_acs()",
	  .effect = ACS_FIRMWARE },
	{ .word = "config_acs=", .flags = IA_MATCH_OPEN, .verdict = IA_LINT_LOGGED,
	  FROM(6, 11), .detail = IA_DETAIL_ACS_WRONG,
	  .meant = "pci=config_acs=xx111x1@0000:00:02.0",
	  .source = "drivers/pci/pci.c, __pci_config_acs()",
	  .effect = "not understood, so nothing is applied from there on" },
	{ .word = "noacs", .verdict = IA_LINT_LOGGED, .log = "PCI: Unknown option `@'",
	  .meant = "pci=disable_acs_redir=DEVICE", .source = PCI },
	{ .verdict = IA_LINT_LOGGED, .log = "PCI: Unknown option `@'", .source = PCI },
};

#define SMMU	"drivers/iommu/arm/arm-smmu/arm-smmu.c"
#define SMMUV3	"drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c"
#define ABORTED	"requests of a function that is in no domain are aborted"
#define SMMU_BOOL(from) \
	{ .verdict = IA_LINT_LOGGED, .source = from, .meant = "0 or 1", \
	  .effect = "neither 0 nor 1: logged, and ignored where the driver is built in" }

static const struct ia_parameter_rule smmuv3_bypass[] = {
	{ .word = "1", .flags = IA_MATCH_HERE, UNTIL(6, 10), .source = SMMUV3,
	  .effect = ABORTED "; the default" },
	{ .word = "0", .flags = IA_MATCH_HERE, UNTIL(6, 10), .source = SMMUV3,
	  .effect = "requests of a function that is in no domain pass: it reaches all memory" },
	{ .flags = IA_MATCH_HERE, UNTIL(6, 10), .verdict = IA_LINT_LOGGED, .source = SMMUV3,
	  .meant = "0 or 1",
	  .effect = "neither 0 nor 1: logged, and ignored where the driver is built in" },
	{ .verdict = IA_LINT_SILENT, .source = SMMUV3 ", arm_smmu_init_initial_stes()",
	  .meant = "leave it out",
	  .effect = "no longer there since Linux 6.10: " ABORTED ", but for what firmware (RMR) "
		    "lets through" },
};

static const struct ia_parameter_rule smmuv3_msipolling[] = {
	{ .word = "1", .source = SMMUV3 ", arm_smmu_device_hw_probe()",
	  .effect = "the driver looks at a register for the end of CMD_SYNC, not at memory that the "
		    "SMMU writes: slower where many CPUs unmap" },
	{ .word = "0", .source = SMMUV3 ", arm_smmu_device_hw_probe()",
	  .effect = "as without it" },
	SMMU_BOOL(SMMUV3),
};

static const struct ia_parameter_rule smmu_bypass[] = {
	{ .word = "1", .source = SMMU, .effect = ABORTED "; the default of most kernels" },
	{ .word = "0", .source = SMMU,
	  .effect = "requests of a function that is in no domain pass: it reaches all memory" },
	SMMU_BOOL(SMMU),
};

static const struct ia_parameter_rule smmu_stage[] = {
	{ .word = "1", .flags = IA_MATCH_WHOLE, .source = SMMU ", arm_smmu_device_cfg_probe()",
	  .effect = "page tables of stage 1 alone: no nested translation" },
	{ .word = "2", .flags = IA_MATCH_WHOLE, .source = SMMU ", arm_smmu_device_cfg_probe()",
	  .effect = "page tables of stage 2 alone: no nested translation" },
	{ .fits = ia_fits_number, .verdict = IA_LINT_SILENT, .meant = "1 or 2",
	  .source = SMMU ", arm_smmu_device_cfg_probe()", .effect = "forces no stage" },
	{ .verdict = IA_LINT_LOGGED, .source = SMMU, .meant = "1 or 2",
	  .effect = "not a number: logged, and ignored where the driver is built in" },
};

static const struct ia_parameter_rule acs_override[] = {
	{ .verdict = IA_LINT_NEEDS_PATCH,
	  .meant = "pci=disable_acs_redir=DEVICE for peer-to-peer; another slot for a group",
	  .source = "no release of Linux; an out-of-tree patch of drivers/pci/quirks.c",
	  .effect = "mainline does not read it; with the patch it changes what the kernel believes "
		    "for groups, never an ACS bit: it cannot fix peer-to-peer traffic" },
};

#define MODULE_BOOL(name, says, from) \
	static const struct ia_parameter_rule name[] = { \
		{ .word = "1", .source = from, .effect = says }, \
		{ .word = "0", .source = from, .effect = "as without it" }, \
		{ .verdict = IA_LINT_LOGGED, .source = from, .meant = "0 or 1", \
		  .effect = "neither 0 nor 1: logged when the module is loaded, " \
			    "which then is refused" }, \
	}

MODULE_BOOL(noiommu, "VFIO without an IOMMU: no isolation at all, taints the kernel",
	    "drivers/vfio/vfio_main.c");
MODULE_BOOL(unsafe_interrupts,
	    "VFIO takes devices without interrupt remapping: a guest can then raise any interrupt",
	    TYPE1);
MODULE_BOOL(no_hugepages, "VFIO maps guests in small pages only: more IOTLB misses", TYPE1);
MODULE_BOOL(nointxmask, "VFIO does not share INTx lines", VFIO);
MODULE_BOOL(disable_vga, "VFIO keeps its hands off legacy VGA resources", VFIO);
MODULE_BOOL(disable_idle_d3, "devices of VFIO that nobody uses stay in D0", VFIO);
MODULE_BOOL(enable_sriov, "VFs can be made on a PF that VFIO has: the PF's user is trusted then",
	    VFIO);
MODULE_BOOL(disable_denylist, "devices on VFIO's denylist can be bound: known to break", VFIO);

static const struct ia_parameter_rule unsafe_iommufd[] = {
	{ .word = "1", .flags = IA_MATCH_NO_DEBIAN, .config = "CONFIG_IOMMUFD",
	  .source = "drivers/iommu/iommufd/device.c",
	  .effect = "iommufd takes devices without interrupt remapping: a guest can then raise any "
		    "interrupt" },
	{ .word = "0", .source = "drivers/iommu/iommufd/device.c",
	  .effect = "as without it" },
	{ .verdict = IA_LINT_LOGGED, .source = "drivers/iommu/iommufd/device.c",
	  .meant = "0 or 1",
	  .effect = "neither 0 nor 1: logged when the module is loaded, which then is refused" },
};

static const struct ia_parameter_rule entry_limit[] = {
	{ .fits = ia_fits_number, .source = TYPE1,
	  .effect = "most mappings that one container may have" },
	{ .verdict = IA_LINT_LOGGED, .source = TYPE1, .meant = "a number",
	  .effect = "not a number: logged when the module is loaded, which then is refused" },
};

static const struct ia_parameter_rule vfio_ids[] = {
	{ .fits = ia_fits_vfio_ids, SETS(VFIO_IDS, VALUE), .source = VFIO ", vfio_pci_fill_ids()",
	  .effect = "vfio-pci takes devices of these ids once it is loaded; a driver that was first "
		    "keeps its device" },
	{ .verdict = IA_LINT_LOGGED, .source = VFIO ", vfio_pci_fill_ids()",
	  .meant = "vfio_pci.ids=8086:10c9",
	  .effect = "logged as \"invalid id string\" when vfio-pci is loaded" },
};

static const struct ia_parameter_rule swiotlb[] = {
	{ .word = "force", .flags = IA_MATCH_WHOLE, .source = SWIOTLB,
	  .effect = "all DMA goes through bounce buffers" },
	{ .word = "noforce", .flags = IA_MATCH_WHOLE, .source = SWIOTLB,
	  .effect = "no bounce buffers: what they are needed for fails" },
	{ .fits = ia_fits_swiotlb_areas, FROM(6, 0), .source = SWIOTLB,
	  .effect = "size of the bounce buffers in slabs of 2 KiB, their areas, and with force or "
		    "noforce whether all DMA or none goes through them" },
	{ .fits = ia_fits_swiotlb, .source = SWIOTLB,
	  .effect = "size of the bounce buffers in slabs of 2 KiB, and with force or noforce "
		    "whether all DMA or none goes through them" },
	{ .fits = ia_fits_number, .verdict = IA_LINT_MISLEADING, .source = SWIOTLB,
	  .meant = "swiotlb=SLABS[,AREAS][,force|noforce]",
	  .effect = "the number counts slabs of 2 KiB; what stands behind it is not read" },
	{ .verdict = IA_LINT_SILENT, .source = SWIOTLB,
	  .meant = "swiotlb=SLABS[,AREAS][,force|noforce]",
	  .effect = "not a value of swiotlb=: nothing happens" },
};

static const struct ia_parameter_rule dma_debug[] = {
	{ .word = "off", .source = "kernel/dma/debug.c",
	  .effect = "the checks of the DMA API are off" },
	{ .verdict = IA_LINT_SILENT, .source = "kernel/dma/debug.c",
	  .effect = "the value is off; without it a kernel that has the checks does them" },
};

#define ONE_RULE(name, from, says) \
	static const struct ia_parameter_rule name[] = { { .source = from, .effect = says } }

ONE_RULE(dma_debug_more, "kernel/dma/debug.c", "about the checks of the DMA API");
ONE_RULE(cma, "kernel/dma/contiguous.c, early_cma()", "memory for large contiguous buffers");
ONE_RULE(coherent_pool, "kernel/dma/pool.c, early_coherent_pool()",
	 "memory for coherent buffers that must not sleep");
ONE_RULE(nox2apic, "arch/x86/kernel/apic/apic.c, setup_nox2apic()",
	 "no x2APIC: interrupts are remapped in xAPIC mode, for at most 255 CPUs");
ONE_RULE(x2apic_phys, "arch/x86/kernel/apic/x2apic_phys.c",
	 "x2APIC with physical addresses");

#define HUGE	"huge pages set aside at boot: for VFIO and DPDK users, DMA itself needs none"

static const struct ia_parameter_rule hugepages[] = {
	{ .fits = ia_fits_count, .source = "mm/hugetlb.c, hugepages_setup()", .effect = HUGE },
	{ .fits = ia_fits_node_counts, FROM(5, 16), .source = "mm/hugetlb.c, hugepages_setup()",
	  .effect = HUGE ", by NUMA node" },
	{ .fits = ia_fits_number, .verdict = IA_LINT_MISLEADING,
	  .source = "mm/hugetlb.c, hugepages_setup()", .meant = "hugepagesz=SIZE hugepages=COUNT",
	  .effect = "a number of pages; what stands behind it is not read" },
	{ .flags = IA_MATCH_HERE, FROM(5, 16), .verdict = IA_LINT_LOGGED,
	  .source = "mm/hugetlb.c, hugepages_setup()",
	  .log = "HugeTLB: Invalid hugepages parameter @" },
	{ .verdict = IA_LINT_SILENT, .source = "mm/hugetlb.c, hugepages_setup()",
	  .effect = "no number: no huge pages" },
};

#define HUGE_SIZE(name, function, says, prefix) \
	static const struct ia_parameter_rule name[] = { \
		{ .arch = IA_ARCH_ARM64, .fits = ia_fits_huge_size_arm64, \
		  .source = "arch/arm64/mm/hugetlbpage.c, arch_hugetlb_valid_size()", \
		  .effect = says "; with pages of 4 KiB 64K, 2M, 32M and 1G, of 16 KiB 2M, 32M " \
			    "and 1G, of 64 KiB 2M, 512M and 16G" }, \
		{ .arch = IA_ARCH_ARM64, .verdict = IA_LINT_LOGGED, \
		  .source = "mm/hugetlb.c, " function, .meant = "2M or 1G", \
		  .log = "HugeTLB: unsupported " prefix "@" }, \
		{ .fits = ia_fits_huge_size, .source = "mm/hugetlb.c, " function, \
		  .effect = says }, \
		{ .verdict = IA_LINT_LOGGED, .source = "mm/hugetlb.c, " function, \
		  .meant = "2M or 1G", .log = "HugeTLB: unsupported " prefix "@" }, \
	}

HUGE_SIZE(hugepagesz, "hugepagesz_setup()", "the size that the next hugepages= is about",
	  "hugepagesz=");
HUGE_SIZE(default_hugepagesz, "default_hugepagesz_setup()",
	  "the size that is meant where none is named", "default_hugepagesz=");

static const struct ia_parameter_rule pcie_ports[] = {
	{ .word = "compat", .source = "drivers/pci/pcie/portdrv.c, pcie_port_setup()",
	  .effect = "no services of ports: no AER, DPC and hotplug" },
	{ .word = "native", .source = "drivers/pci/pcie/portdrv.c, pcie_port_setup()",
	  .effect = "services of ports even where firmware keeps them" },
	{ .word = "dpc-native", .source = "drivers/pci/pcie/portdrv.c, pcie_port_setup()",
	  .effect = "DPC even where firmware keeps it" },
	{ .verdict = IA_LINT_SILENT,
	  .source = "drivers/pci/pcie/portdrv.c, pcie_port_setup()",
	  .effect = "the values are native, dpc-native and compat" },
};

static const struct ia_parameter_rule efi[] = {
	{ .word = "disable_early_pci_dma", .flags = IA_MATCH_WHOLE, SETS(EARLY_DMA, OFF),
	  .source = "drivers/firmware/efi/libstub/efi-stub-helper.c",
	  .effect = "no DMA from bridges' secondary side until the kernel owns the machine" },
	{ .word = "no_disable_early_pci_dma", .flags = IA_MATCH_WHOLE, SETS(EARLY_DMA, ON),
	  .source = "drivers/firmware/efi/libstub/efi-stub-helper.c",
	  .effect = "DMA before the kernel owns the machine is let through" },
};

#define BARE(of, text)	.bare = IA_LINT_##of, .bare_effect = text
#define MALFORMED_BARE(name) \
	BARE(LOGGED, "has no value: logged as \"Malformed early option '" name "'\"")
#define INIT_BARE	BARE(SILENT, NULL)
#define READ_BARE \
	BARE(MISLEADING, "has no value, and its parser reads one all the same, from address 0: the " \
			 "kernel does not come up")
#define LOAD_BARE	BARE(LOGGED, "has no value: logged when the module is loaded")
#define MODULE_BARE	BARE(OK, "the same as 1")
#define UNUSED_BARE	BARE(OK, NULL)

#define ROW(of, is, takes, without, its_rules, ...) \
	{ .name = of, .kind = IA_PARAMETER_##is, .value = IA_VALUE_##takes, without, \
	  .rules = its_rules, .count = sizeof(its_rules) / sizeof(*(its_rules)), \
	  ##__VA_ARGS__ }

#define OF_X86		.arch = IA_ARCH_X86
#define OF_ARM64	.arch = IA_ARCH_ARM64
#define SMMU_IS_ON	"leave it out: SMMUs that firmware describes are used"

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
	ROW("arm-smmu-v3.disable_bypass", EARLY, BOOL, MODULE_BARE, smmuv3_bypass, OF_ARM64),
	ROW("arm-smmu-v3.disable_msipolling", EARLY, BOOL, MODULE_BARE, smmuv3_msipolling,
	    OF_ARM64),
	ROW("arm-smmu.disable_bypass", EARLY, BOOL, MODULE_BARE, smmu_bypass, OF_ARM64),
	ROW("arm-smmu.force_stage", EARLY, TEXT, LOAD_BARE, smmu_stage, OF_ARM64),
	ROW("pci", EARLY, LIST, BARE(SILENT, "has no value: nothing happens"), pci,
	    .cuts = true),
	ROW("pcie_acs_override", NONE, FLAG, UNUSED_BARE, acs_override),
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
	ROW("vfio_pci.nointxmask", MODULE, BOOL, MODULE_BARE, nointxmask),
	ROW("vfio_pci.disable_vga", MODULE, BOOL, MODULE_BARE, disable_vga),
	ROW("vfio_pci.disable_idle_d3", MODULE, BOOL, MODULE_BARE, disable_idle_d3),
	ROW("vfio_pci.enable_sriov", MODULE, BOOL, MODULE_BARE, enable_sriov),
	ROW("vfio_pci.disable_denylist", MODULE, BOOL, MODULE_BARE, disable_denylist),
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
};

const size_t ia_parameters_count = sizeof(ia_parameters) / sizeof(*ia_parameters);
