// SPDX-License-Identifier: GPL-2.0
/* What VFIO, bounce buffers, huge pages and the rest of a host make of their parameters */
#include "parameters_rules.h"

#define TYPE1	"drivers/vfio/vfio_iommu_type1.c"
#define VFIO	"drivers/vfio/pci/vfio_pci.c"
#define SWIOTLB	"kernel/dma/swiotlb.c, setup_io_tlb_npages()"

#define MODULE_BOOL(name, says, from, ...) \
	const struct ia_parameter_rule ia_rules_##name[] = { \
		{ .word = "1", .source = from, .effect = says, ##__VA_ARGS__ }, \
		{ .word = "0", .source = from, .effect = "as without it" }, \
		{ .verdict = IA_LINT_LOGGED, .source = from, .meant = "0 or 1", \
		  .effect = "neither 0 nor 1: logged when the module is loaded, " \
			    "which then is refused" }, \
		IA_RULES_END \
	}

MODULE_BOOL(noiommu,
	    "VFIO without an IOMMU, for functions in no group: no isolation, taints the kernel",
	    "drivers/vfio/vfio_main.c", .flags = IA_MATCH_WEAKENS);
MODULE_BOOL(unsafe_interrupts,
	    "VFIO accepts devices without interrupt remapping: a guest can then raise any interrupt",
	    TYPE1, .flags = IA_MATCH_WEAKENS);
MODULE_BOOL(no_hugepages, "VFIO maps guest memory in small pages only: more IOTLB misses", TYPE1);
MODULE_BOOL(nointxmask, "VFIO does not share INTx lines", VFIO);
MODULE_BOOL(disable_vga, "VFIO does not touch legacy VGA resources", VFIO);
MODULE_BOOL(disable_idle_d3, "unused VFIO devices stay in D0", VFIO);
MODULE_BOOL(enable_sriov, "VFs can be created on a PF bound to VFIO: the PF's user is trusted then",
	    VFIO);
MODULE_BOOL(disable_denylist,
	    "devices on VFIO's denylist, which are known to be broken, can be bound", VFIO);

const struct ia_parameter_rule ia_rules_unsafe_iommufd[] = {
	{ .word = "1", .flags = IA_MATCH_NO_DEBIAN | IA_MATCH_WEAKENS, .config = "CONFIG_IOMMUFD",
	  .source = "drivers/iommu/iommufd/device.c",
	  .effect = "iommufd accepts devices without interrupt remapping: a guest can then "
		    "raise any interrupt" },
	{ .word = "0", .source = "drivers/iommu/iommufd/device.c",
	  .effect = "as without it" },
	{ .verdict = IA_LINT_LOGGED, .source = "drivers/iommu/iommufd/device.c",
	  .meant = "0 or 1",
	  .effect = "neither 0 nor 1: logged when the module is loaded, and loading fails" },
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_entry_limit[] = {
	{ .fits = ia_fits_number, .source = TYPE1,
	  .effect = "maximum number of mappings per container" },
	{ .verdict = IA_LINT_LOGGED, .source = TYPE1, .meant = "a number",
	  .effect = "not a number: logged when the module is loaded, and loading fails" },
	IA_RULES_END
};

#define ADDRESS \
	.fits = ia_fits_address_ids, .verdict = IA_LINT_MISLEADING, \
	.detail = IA_DETAIL_ADDRESSES, .effect = "no device is bound by it", \
	.meant = "the ids that lspci -n shows; by address: driverctl set-override"

#define SOME_IDS(setting, driver, from) \
	{ .fits = ia_fits_some_ids, .verdict = IA_LINT_MISLEADING, SETS(setting, VALUE), \
	  .source = from, .detail = IA_DETAIL_BAD_IDS, \
	  .meant = "VENDOR:DEVICE[,VENDOR:DEVICE]...", \
	  .effect = driver " binds to devices with the other ids once it is loaded" }
#define NO_IDS(from) \
	{ .fits = ia_fits_no_ids, .verdict = IA_LINT_SILENT, .source = from, \
	  .effect = "no id: binds to no device, and nothing is logged" }

const struct ia_parameter_rule ia_rules_vfio_ids[] = {
	{ ADDRESS, SETS(VFIO_IDS, VALUE), .source = VFIO ", vfio_pci_fill_ids()" },
	{ .fits = ia_fits_vfio_ids, SETS(VFIO_IDS, VALUE), .source = VFIO ", vfio_pci_fill_ids()",
	  .effect = "vfio-pci binds to devices with these ids once it is loaded; a device that "
		    "already has a driver keeps it" },
	SOME_IDS(VFIO_IDS, "vfio-pci", VFIO ", vfio_pci_fill_ids()"),
	NO_IDS(VFIO ", vfio_pci_fill_ids()"),
	{ .verdict = IA_LINT_LOGGED, .source = VFIO ", vfio_pci_fill_ids()",
	  .meant = "vfio_pci.ids=8086:10c9",
	  .effect = "logged as \"invalid id string\" when vfio-pci is loaded" },
	IA_RULES_END
};

#define STUB	"drivers/pci/pci-stub.c, pci_stub_init()"

const struct ia_parameter_rule ia_rules_stub_ids[] = {
	{ ADDRESS, SETS(STUB_IDS, VALUE), .source = STUB },
	{ .fits = ia_fits_vfio_ids, SETS(STUB_IDS, VALUE), .source = STUB,
	  .effect = "pci-stub binds to devices with these ids once it is loaded, and leaves "
		    "them idle; a device that already has a driver keeps it" },
	SOME_IDS(STUB_IDS, "pci-stub", STUB),
	NO_IDS(STUB),
	{ .verdict = IA_LINT_LOGGED, .source = STUB, .meant = "pci_stub.ids=8086:10c9",
	  .effect = "logged as \"invalid id string\" when pci-stub is loaded" },
	IA_RULES_END
};

#define FORCED(text, how, when) \
	{ .word = text, .flags = how, when, SETS(SWIOTLB, ON), .source = SWIOTLB, \
	  .effect = "all DMA goes through bounce buffers" }
#define NOT_FORCED(text, how, when) \
	{ .word = text, .flags = how, when, SETS(SWIOTLB, OFF), .source = SWIOTLB, \
	  .effect = "no bounce buffers: DMA that needs them fails" }

/* The same behind a size: swiotlb_init_remap() makes no pool where noforce was read. */
#define SIZE_FORCED(how, when) \
	{ .fits = ia_fits_swiotlb_##how##force, when, SETS(SWIOTLB, ON), .source = SWIOTLB, \
	  .effect = "size of the bounce buffers in slabs of 2 KiB; all DMA goes through them" }
#define SIZE_NOT_FORCED(how, more, when) \
	{ .fits = ia_fits_swiotlb_##how##noforce, .flags = more, when, SETS(SWIOTLB, OFF), \
	  .source = SWIOTLB, \
	  .effect = "no bounce buffers, whatever the size: DMA that needs them fails" }

const struct ia_parameter_rule ia_rules_swiotlb[] = {
	FORCED("force", IA_MATCH_WHOLE, UNTIL(0, 0)), FORCED(",force", IA_MATCH_WHOLE, UNTIL(0, 0)),
	FORCED(",,force", IA_MATCH_WHOLE, FROM(6, 0)),
	/* Two flags since Linux 5.19 ("swiotlb: make the swiotlb_init interface more useful"). */
	NOT_FORCED("noforce", IA_MATCH_WHOLE | IA_MATCH_HERE, UNTIL(5, 19)),
	NOT_FORCED(",noforce", IA_MATCH_WHOLE | IA_MATCH_HERE, UNTIL(5, 19)),
	NOT_FORCED("noforce", IA_MATCH_WHOLE | IA_MATCH_WINS, UNTIL(0, 0)),
	NOT_FORCED(",noforce", IA_MATCH_WHOLE | IA_MATCH_WINS, UNTIL(0, 0)),
	NOT_FORCED(",,noforce", IA_MATCH_WHOLE | IA_MATCH_WINS, FROM(6, 0)),
	{ .fits = ia_fits_swiotlb_hiwater, FROM(7, 3), .source = SWIOTLB,
	  .effect = "the high-water mark of slabs in use is tracked; what precedes it is read "
		    "too" },
	FORCED("force", IA_MATCH_HERE, FROM(7, 3)),
	NOT_FORCED("noforce", IA_MATCH_HERE | IA_MATCH_WINS, FROM(7, 3)),
	SIZE_FORCED(areas_, FROM(6, 0)),
	SIZE_NOT_FORCED(areas_, IA_MATCH_WINS, FROM(6, 0)),
	{ .fits = ia_fits_swiotlb_areas, FROM(6, 0), .source = SWIOTLB,
	  .effect = "size of the bounce buffers in slabs of 2 KiB, and their areas" },
	SIZE_FORCED(, UNTIL(0, 0)),
	SIZE_NOT_FORCED(, IA_MATCH_HERE, UNTIL(5, 19)),
	SIZE_NOT_FORCED(, IA_MATCH_WINS, UNTIL(0, 0)),
	{ .fits = ia_fits_swiotlb, .source = SWIOTLB,
	  .effect = "size of the bounce buffers in slabs of 2 KiB" },
	{ .fits = ia_fits_number, .verdict = IA_LINT_MISLEADING, .source = SWIOTLB,
	  .meant = "swiotlb=SLABS[,AREAS][,force|noforce]",
	  .effect = "the number counts slabs of 2 KiB; the rest is not read" },
	{ .verdict = IA_LINT_SILENT, .source = SWIOTLB,
	  .meant = "swiotlb=SLABS[,AREAS][,force|noforce]",
	  .effect = "not a value of swiotlb=: nothing happens" },
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_dma_debug[] = {
	{ .word = "off", .source = "kernel/dma/debug.c",
	  .effect = "the DMA API checks are off" },
	{ .verdict = IA_LINT_SILENT, .source = "kernel/dma/debug.c",
	  .effect = "the only value is off; without it, a kernel built with the checks runs them" },
	IA_RULES_END
};

#define NO_NUMBER(from)								\
	{ .verdict = IA_LINT_LOGGED, .source = from, .meant = "a number",	\
	  .effect = "not a number: logged when the module is loaded, and loading fails" }

const struct ia_parameter_rule ia_rules_xe_vfs[] = {
	{ .fits = ia_fits_number, .source = "drivers/gpu/drm/xe/xe_module.c",
	  .effect = "the most VFs that a PF of xe may get, 0: none; it creates none: "
		    "sriov_numvfs of sysfs does" },
	NO_NUMBER("drivers/gpu/drm/xe/xe_module.c"),
	IA_RULES_END
};

#define IGB	"drivers/net/ethernet/intel/igb/igb_main.c, igb_sw_init()"

const struct ia_parameter_rule ia_rules_igb_vfs[] = {
	{ .fits = ia_fits_zero, .source = IGB, .effect = "igb creates no VFs when it is loaded" },
	{ .fits = ia_fits_igb_vfs, .verdict = IA_LINT_DEPRECATED, .source = IGB,
	  .meant = "sriov_numvfs of sysfs",
	  .effect = "number of VFs that igb creates on each 82576 or I350 PF when it is loaded" },
	{ .fits = ia_fits_number, .verdict = IA_LINT_LOGGED, .source = IGB, .meant = "7",
	  .effect = "too many: igb creates 7 VFs on each 82576 or I350 PF" },
	NO_NUMBER(IGB),
	IA_RULES_END
};

#define IXGBE	"drivers/net/ethernet/intel/ixgbe/ixgbe_main.c, ixgbe_sw_init()"

const struct ia_parameter_rule ia_rules_ixgbe_vfs[] = {
	{ .fits = ia_fits_zero, .source = IXGBE,
	  .effect = "ixgbe creates no VFs when it is loaded" },
	{ .fits = ia_fits_ixgbe_vfs, .verdict = IA_LINT_DEPRECATED, .source = IXGBE,
	  .meant = "sriov_numvfs of sysfs",
	  .effect = "number of VFs that ixgbe creates on each PF but an 82598 when it is loaded" },
	{ .fits = ia_fits_number, .verdict = IA_LINT_LOGGED, .source = IXGBE,
	  .meant = "63 or less",
	  .effect = "more than 63: ixgbe creates no VFs" },
	NO_NUMBER(IXGBE),
	IA_RULES_END
};

#define MLX4	"drivers/net/ethernet/mellanox/mlx4/main.c, __mlx4_init_one()"

const struct ia_parameter_rule ia_rules_mlx4_vfs[] = {
	{ .fits = ia_fits_mlx4_vfs, .source = MLX4,
	  .effect = "number of VFs that mlx4_core creates when it is loaded: a single number "
		    "is VFs with both ports; two are VFs with port 1 and with port 2, a third "
		    "is VFs with both" },
	{ .fits = ia_fits_mlx4_numbers, .verdict = IA_LINT_LOGGED, .source = MLX4,
	  .meant = "64 or less on a port, 126 or less together",
	  .effect = "more than mlx4_core allows: it refuses the device" },
	{ .verdict = IA_LINT_LOGGED, .source = MLX4, .meant = "PORT1,PORT2,BOTH or one number",
	  .effect = "not one to three numbers up to 255: logged when the module is loaded, and "
		    "loading fails" },
	IA_RULES_END
};

#define ONE_RULE(name, from, says) \
	const struct ia_parameter_rule ia_rules_##name[] = { \
		{ .source = from, .effect = says }, \
		IA_RULES_END \
	}

ONE_RULE(dma_debug_more, "kernel/dma/debug.c", "configures the DMA API checks");
ONE_RULE(cma, "kernel/dma/contiguous.c, early_cma()", "memory for large contiguous buffers");
ONE_RULE(coherent_pool, "kernel/dma/pool.c, early_coherent_pool()",
	 "memory for atomic coherent allocations");
ONE_RULE(nox2apic, "arch/x86/kernel/apic/apic.c, setup_nox2apic()",
	 "no x2APIC: interrupts are remapped in xAPIC mode, for at most 255 CPUs");
ONE_RULE(x2apic_phys, "arch/x86/kernel/apic/x2apic_phys.c",
	 "x2APIC with physical addresses");

#define HUGE	"huge pages reserved at boot: for VFIO and DPDK users, DMA itself needs none"

const struct ia_parameter_rule ia_rules_hugepages[] = {
	{ .fits = ia_fits_count, .source = "mm/hugetlb.c, hugepages_setup()", .effect = HUGE },
	{ .fits = ia_fits_node_counts, FROM(5, 16), .source = "mm/hugetlb.c, hugepages_setup()",
	  .effect = HUGE ", by NUMA node" },
	{ .fits = ia_fits_number, .verdict = IA_LINT_MISLEADING,
	  .source = "mm/hugetlb.c, hugepages_setup()", .meant = "hugepagesz=SIZE hugepages=COUNT",
	  .effect = "a number of pages; the rest is not read" },
	{ .flags = IA_MATCH_HERE, FROM(5, 16), .verdict = IA_LINT_LOGGED,
	  .source = "mm/hugetlb.c, hugepages_setup()",
	  .log = "HugeTLB: Invalid hugepages parameter @" },
	{ .verdict = IA_LINT_SILENT, .source = "mm/hugetlb.c, hugepages_setup()",
	  .effect = "not a number: no huge pages" },
	IA_RULES_END
};

#define HUGE_SIZE(name, function, says, prefix) \
	const struct ia_parameter_rule ia_rules_##name[] = { \
		{ .arch = IA_ARCH_ARM64, .fits = ia_fits_huge_size_arm64, \
		  .source = "arch/arm64/mm/hugetlbpage.c, arch_hugetlb_valid_size()", \
		  .effect = says "; 64K, 2M, 32M and 1G with 4 KiB pages; 2M, 32M and 1G with " \
			    "16 KiB; 2M, 512M and 16G with 64 KiB" }, \
		{ .arch = IA_ARCH_ARM64, .verdict = IA_LINT_LOGGED, \
		  .source = "mm/hugetlb.c, " function, .meant = "2M or 1G", \
		  .log = "HugeTLB: unsupported " prefix "@" }, \
		{ .fits = ia_fits_huge_size, .source = "mm/hugetlb.c, " function, \
		  .effect = says }, \
		{ .verdict = IA_LINT_LOGGED, .source = "mm/hugetlb.c, " function, \
		  .meant = "2M or 1G", .log = "HugeTLB: unsupported " prefix "@" }, \
		IA_RULES_END \
	}

HUGE_SIZE(hugepagesz, "hugepagesz_setup()", "the page size for the next hugepages=",
	  "hugepagesz=");
HUGE_SIZE(default_hugepagesz, "default_hugepagesz_setup()",
	  "the page size where none is given", "default_hugepagesz=");

const struct ia_parameter_rule ia_rules_pcie_ports[] = {
	{ .word = "compat", .source = "drivers/pci/pcie/portdrv.c, pcie_port_setup()",
	  .effect = "no port services: no AER, DPC or hotplug" },
	{ .word = "native", .source = "drivers/pci/pcie/portdrv.c, pcie_port_setup()",
	  .effect = "port services even where firmware keeps control of them" },
	{ .word = "dpc-native", .source = "drivers/pci/pcie/portdrv.c, pcie_port_setup()",
	  .effect = "DPC even where firmware keeps control of it" },
	{ .verdict = IA_LINT_SILENT,
	  .source = "drivers/pci/pcie/portdrv.c, pcie_port_setup()",
	  .effect = "the values are native, dpc-native and compat" },
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_acpi[] = {
	{ .word = "off", .flags = IA_MATCH_WHOLE | IA_MATCH_WINS, .arch = IA_ARCH_X86,
	  SETS(DMA_OFF, ON), .source = "drivers/acpi/tables.c, acpi_locate_initial_tables()",
	  .effect = "no ACPI tables, so no DMAR or IVRS table: no VT-d, no AMD-Vi, and interrupts "
		    "are not remapped" },
	IA_RULES_END
};

const struct ia_parameter_rule ia_rules_efi[] = {
	{ .word = "disable_early_pci_dma", .flags = IA_MATCH_WHOLE, SETS(EARLY_DMA, OFF),
	  .source = "drivers/firmware/efi/libstub/efi-stub-helper.c",
	  .effect = "no DMA from below bridges until the kernel takes over the machine" },
	{ .word = "no_disable_early_pci_dma", .flags = IA_MATCH_WHOLE, SETS(EARLY_DMA, ON),
	  .source = "drivers/firmware/efi/libstub/efi-stub-helper.c",
	  .effect = "DMA before the kernel takes over the machine is allowed" },
	IA_RULES_END
};

#define VIDEO	"drivers/video/fbdev/core, fb_get_options()"

const struct ia_parameter_rule ia_rules_video[] = {
	{ .word = "", .flags = IA_MATCH_OPEN, .fits = ia_fits_several_videos,
	  .verdict = IA_LINT_MISLEADING, .source = VIDEO,
	  .meant = "a video= for each driver",
	  .effect = "one video= is for one driver, the first it names: what follows the comma "
		    "applies to no other driver, and those stay on" },
	IA_RULES_END
};

#define NOFB	"init/main.c, unknown_bootoption()"

const struct ia_parameter_rule ia_rules_nofb[] = {
	{ .flags = IA_MATCH_HERE, .verdict = IA_LINT_SILENT, UNTIL(5, 14), .source = NOFB,
	  .effect = "no driver reads it", .meant = "video=DRIVER:off" },
	{ .verdict = IA_LINT_LOGGED, .source = NOFB,
	  .effect = "no driver reads it: listed as unknown", .meant = "video=DRIVER:off" },
	IA_RULES_END
};
