// SPDX-License-Identifier: GPL-2.0
/* What pci= and the drivers of SMMUs read, and what patches of PCI do */
#include "parameters_rules.h"

#define BUS	"about PCI resources and buses, not about IOMMUs"
#define ACS_FIRMWARE \
	"bits that are not named keep what firmware left, not what the kernel would set"

#define PCI	"drivers/pci/pci.c, pci_setup()"
#define BIOS	"arch/x86/pci/common.c, pcibios_setup()"

#define X86_WHOLE(text, says) \
	{ .word = text, .flags = IA_MATCH_WHOLE, .arch = IA_ARCH_X86, .source = BIOS, \
	  .effect = says }
#define WHOLE(text, says) \
	{ .word = text, .flags = IA_MATCH_WHOLE, .source = PCI, .effect = says }
#define BEGIN(text, says) \
	{ .word = text, .source = PCI, .effect = says }
#define TAKES(text, says) \
	{ .word = text, .flags = IA_MATCH_OPEN, .source = PCI, .effect = says }

const struct ia_parameter_rule ia_rules_pci[] = {
	X86_WHOLE("off", "no PCI at all"),
	X86_WHOLE("bfsort", BUS), X86_WHOLE("nobfsort", BUS), X86_WHOLE("conf1", BUS),
	X86_WHOLE("conf2", BUS),
	X86_WHOLE("nommconf",
		  "no MMCONFIG: no extended configuration space, so no ACS, ATS or SR-IOV; AMD "
		  "processors since family 10h still reach it through I/O ports"),
	X86_WHOLE("check_enable_amd_mmconf", BUS), X86_WHOLE("noacpi", BUS),
	X86_WHOLE("noearly", BUS), X86_WHOLE("usepirqmask", BUS),
	X86_WHOLE("rom", BUS), X86_WHOLE("norom", BUS), X86_WHOLE("nobar", BUS),
	X86_WHOLE("use_crs", BUS), X86_WHOLE("nocrs", BUS),
	X86_WHOLE("assign-busses",
		  "the kernel renumbers all buses: room for VFs on buses of their own"),
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
	  .effect = "no ATS: devices do not cache translations" },
	WHOLE("noaer", "no error reporting"),
	WHOLE("earlydump", BUS), WHOLE("nodomains", BUS),
	{ .word = "realloc=on", .source = PCI,
	  .effect = "resources are reassigned where firmware left too little, for VFs too" },
	{ .word = "realloc=off", .source = PCI,
	  .effect = "resources stay as firmware assigned them" },
	{ .word = "realloc=", .flags = IA_MATCH_OPEN, .verdict = IA_LINT_SILENT,
	  .source = "drivers/pci/setup-bus.c, pci_realloc_get_opt()",
	  .effect = "the values are on and off" },
	BEGIN("realloc", "resources are reassigned where firmware left too little, for VFs too"),
	BEGIN("noari", "no ARI: at most 8 functions per device, so fewer VFs"),
	TAKES("cbiosize=", BUS), TAKES("cbmemsize=", BUS),
	TAKES("resource_alignment=", "aligns the resources of some devices"),
	{ .word = "ecrc=bios", .flags = IA_MATCH_WHOLE, .source = PCI, .effect = BUS },
	{ .word = "ecrc=off", .flags = IA_MATCH_WHOLE, .source = PCI, .effect = BUS },
	{ .word = "ecrc=on", .flags = IA_MATCH_WHOLE, .source = PCI, .effect = BUS },
	{ .word = "ecrc=", .flags = IA_MATCH_OPEN, .verdict = IA_LINT_SILENT,
	  .source = "drivers/pci/pcie/aer.c, pcie_ecrc_get_policy()",
	  .effect = "the values are bios, off and on" },
	TAKES("hpiosize=", BUS), TAKES("hpmmiosize=", BUS), TAKES("hpmmioprefsize=", BUS),
	TAKES("hpmemsize=", BUS), TAKES("hpbussize=", BUS),
	BEGIN("pcie_bus_tune_off", BUS), BEGIN("pcie_bus_safe", BUS),
	BEGIN("pcie_bus_perf", "the largest payload that each path allows"),
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
	IA_RULES_END
};

#define SMMU	"drivers/iommu/arm/arm-smmu/arm-smmu.c"
#define SMMUV3	"drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c"
#define ABORTED	"requests of a function without a domain are aborted"
#define SMMU_BOOL(from) \
	{ .verdict = IA_LINT_LOGGED, .source = from, .meant = "0 or 1", \
	  .effect = "neither 0 nor 1: logged, and ignored where the driver is built in" }

const struct ia_parameter_rule ia_rules_smmuv3_bypass[] = {
	{ .word = "1", .flags = IA_MATCH_HERE, UNTIL(6, 10), .source = SMMUV3,
	  .effect = ABORTED "; the default" },
	{ .word = "0", .flags = IA_MATCH_HERE | IA_MATCH_WEAKENS, UNTIL(6, 10), .source = SMMUV3,
	  .effect = "requests of a function without a domain pass: it reaches all memory" },
	{ .flags = IA_MATCH_HERE, UNTIL(6, 10), .verdict = IA_LINT_LOGGED, .source = SMMUV3,
	  .meant = "0 or 1",
	  .effect = "neither 0 nor 1: logged, and ignored where the driver is built in" },
	{ .verdict = IA_LINT_SILENT, .source = SMMUV3 ", arm_smmu_init_initial_stes()",
	  .meant = "leave it out",
	  .effect = "removed in Linux 6.10: " ABORTED ", but for what firmware (RMR) "
		    "lets through" },
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_smmuv3_msipolling[] = {
	{ .word = "1", .source = SMMUV3 ", arm_smmu_device_hw_probe()",
	  .effect = "the driver polls a register for the end of CMD_SYNC, not memory that the "
		    "SMMU writes: slower where many CPUs unmap" },
	{ .word = "0", .source = SMMUV3 ", arm_smmu_device_hw_probe()",
	  .effect = "as without it" },
	SMMU_BOOL(SMMUV3),
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_smmu_bypass[] = {
	{ .word = "1", .source = SMMU, .effect = ABORTED "; the default of most kernels" },
	{ .word = "0", .flags = IA_MATCH_WEAKENS, .source = SMMU,
	  .effect = "requests of a function without a domain pass: it reaches all memory" },
	SMMU_BOOL(SMMU),
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_smmu_stage[] = {
	{ .word = "1", .flags = IA_MATCH_WHOLE, .source = SMMU ", arm_smmu_device_cfg_probe()",
	  .effect = "stage 1 page tables only: no nested translation" },
	{ .word = "2", .flags = IA_MATCH_WHOLE, .source = SMMU ", arm_smmu_device_cfg_probe()",
	  .effect = "stage 2 page tables only: no nested translation" },
	{ .fits = ia_fits_number, .verdict = IA_LINT_SILENT, .meant = "1 or 2",
	  .source = SMMU ", arm_smmu_device_cfg_probe()", .effect = "forces no stage" },
	{ .verdict = IA_LINT_LOGGED, .source = SMMU, .meant = "1 or 2",
	  .effect = "not a number: logged, and ignored where the driver is built in" },
	IA_RULES_END
};

#define OVERRIDE_SETUP \
	"an out-of-tree patch of drivers/pci/quirks.c, pcie_acs_override_setup()"
#define OVERRIDES	"downstream, multifunction or id:VENDOR:DEVICE, separated by commas"

const struct ia_parameter_rule ia_rules_acs_override[] = {
	{ .flags = IA_MATCH_OVERRIDE | IA_MATCH_WEAKENS, .fits = ia_fits_override,
	  .source = "an out-of-tree patch of drivers/pci/quirks.c, pcie_acs_overrides()",
	  .effect = "this kernel carries the patch: it makes smaller groups than the hardware "
		    "isolates; what the kernel believes changes, never an ACS bit: it cannot fix "
		    "peer-to-peer traffic" },
	{ .flags = IA_MATCH_OVERRIDE | IA_MATCH_WEAKENS, .fits = ia_fits_some_override,
	  .verdict = IA_LINT_MISLEADING, .detail = IA_DETAIL_OVERRIDE, .meant = OVERRIDES,
	  .source = OVERRIDE_SETUP,
	  .effect = "with the rest the patch makes smaller groups than the hardware isolates, and "
		    "changes no ACS bit" },
	{ .flags = IA_MATCH_OVERRIDE, .verdict = IA_LINT_SILENT, .meant = OVERRIDES,
	  .source = OVERRIDE_SETUP,
	  .effect = "this kernel carries the patch, but it knows none of these words: no group "
		    "changes" },
	{ .verdict = IA_LINT_NEEDS_PATCH, .meant = "another slot, for a group of its own",
	  .source = "no release of Linux; an out-of-tree patch of drivers/pci/quirks.c",
	  .effect = "mainline does not read it; with the patch it changes what the kernel believes "
		    "for groups, never an ACS bit: it cannot fix peer-to-peer traffic" },
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_no_flr[] = {
	{ .verdict = IA_LINT_NEEDS_PATCH,
	  .source = "no release of Linux; an out-of-tree patch that Unraid has had",
	  .effect = "mainline does not read it; with the patch, functions with these ids are "
		    "not reset by FLR" },
	IA_RULES_END
};
