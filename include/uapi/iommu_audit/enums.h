/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The words that values are made of: one list for each enumeration and each
 * set of bits.
 *
 *	X(NAME, "word", "what it means")	an enumerator, or a bit of no register
 *	X(NAME, "word", bit)			a bit of a register
 *
 * A word is the same in debugfs, in JSON and on a page. Words may be added;
 * none is renamed or given another meaning.
 */
#ifndef _UAPI_IOMMU_AUDIT_ENUMS_H
#define _UAPI_IOMMU_AUDIT_ENUMS_H

/* Vendor of an IOMMU: whose register layout its unit has. */
#define IOMMU_AUDIT_VENDORS(X)							\
	X(VTD, "vtd", "Intel VT-d")						\
	X(AMD, "amd", "AMD-Vi")							\
	X(SMMUV3, "smmuv3", "Arm SMMUv3")

/* Domain types. Those up to "blocked" are words of sysfs's group type. */
#define IOMMU_AUDIT_DOMAINS(X)							\
	X(NONE, "none", "no IOMMU group, or a group without a domain")		\
	X(IDENTITY, "identity", "bus addresses are physical addresses")		\
	X(DMA, "DMA", "translated, managed by the DMA API")			\
	X(DMA_FQ, "DMA-FQ", "as DMA, IOTLB invalidation deferred to a flush queue") \
	X(UNMANAGED, "unmanaged", "translated, managed by its owner (VFIO, a driver)") \
	X(BLOCKED, "blocked", "every DMA is blocked")				\
	X(SVA, "SVA", "shares the page table of a process")			\
	X(PLATFORM, "platform", "managed by the platform's own code")		\
	X(NESTED, "nested", "a guest's page table on top of a host's")

/* What a unit does with requests without a PASID, as its tables say. */
#define IOMMU_AUDIT_REMAP_MODES(X)					\
	X(OFF, "off", "the unit translates nothing: addresses are physical addresses") \
	X(BLOCKED, "blocked", "every request faults")				\
	X(PASSTHROUGH, "passthrough", "addresses are physical addresses")	\
	X(TRANSLATED, "translated", "page tables of one stage translate them")	\
	X(NESTED, "nested", "a guest's page table on top of a host's")

/* A stage of page tables. */
#define IOMMU_AUDIT_STAGES(X)							\
	X(FIRST, "first", "in the format of the processor's; AMD: guest page tables") \
	X(SECOND, "second", "in the format of the IOMMU; AMD: host page tables")

/* Translation Table Mode of VT-d. */
#define IOMMU_AUDIT_TABLE_MODES(X)						\
	X(LEGACY, "legacy", "a root, and context tables")			\
	X(SCALABLE, "scalable", "behind these, tables of PASIDs")

/* Why requests are blocked or pass, or why that is not known. */
#define IOMMU_AUDIT_REMAP_REASONS(X)					\
	X(NO_UNIT, "no_unit", "nothing tells which unit of the firmware table serves it")	\
	X(NO_REGS, "no_registers", "the registers of the unit could not be read") \
	X(MEMORY, "memory", "a table is not in memory of this kernel, as behind a crash") \
	X(TORN, "torn", "the tables changed each time that they were read")	\
	X(TABLE_MODE, "table_mode", "the tables are of a kind that is reserved") \
	X(MANY, "many", "there are more PASID tables than are looked at")	\
	X(GUEST_TABLES, "guest_tables", "the PASID tables are at addresses of a guest") \
	X(ABORT_DMA, "abort_dma", "VT-d: the unit is in abort-DMA mode")	\
	X(ROOT_ENTRY, "root_entry", "VT-d: the root entry is not present")	\
	X(CONTEXT_ENTRY, "context_entry", "VT-d: the context entry is not present") \
	X(PASID_ENTRY, "pasid_entry", "the PASID table has no entry for requests without a PASID") \
	X(TYPE, "type", "the entry has a type that is reserved or not supported")	\
	X(WIDTH, "width", "VT-d: the entry has an address width that is not supported") \
	X(DTE_V, "dte_v", "AMD: the device table entry is not valid")		\
	X(DTE_TV, "dte_tv", "AMD: the device table entry has no valid page table") \
	X(DTE_IR_IW, "dte_ir_iw", "AMD: the device table entry permits no access") \
	X(DTE_IR, "dte_ir", "AMD: the device table entry permits no reads")	\
	X(DTE_IW, "dte_iw", "AMD: the device table entry permits no writes")	\
	X(BEYOND, "beyond", "AMD: the device table ends before the entry")

/* When an unmapped address of a DMA API domain leaves the IOTLB. */
#define IOMMU_AUDIT_FLUSHES(X)							\
	X(STRICT, "strict", "before the unmap returns")				\
	X(LAZY, "lazy", "later, in a batch")

/*
 * Device/Port Type of the PCI Express Capabilities Register (PCI Express Base
 * Specification, 7.5.3.2); the last two have no PCI Express Capability.
 */
#define IOMMU_AUDIT_PORT_TYPES(X)						\
	X(ENDPOINT, "endpoint", "PCI Express endpoint")				\
	X(LEGACY_ENDPOINT, "legacy_endpoint", "legacy PCI Express endpoint")	\
	X(ROOT_PORT, "root_port", "root port of a root complex")		\
	X(UPSTREAM, "upstream", "upstream port of a switch")			\
	X(DOWNSTREAM, "downstream", "downstream port of a switch")		\
	X(PCIE_TO_PCI, "pcie_to_pci", "bridge from PCI Express to conventional PCI") \
	X(PCI_TO_PCIE, "pci_to_pcie", "bridge from conventional PCI to PCI Express") \
	X(RC_ENDPOINT, "rc_endpoint", "root complex integrated endpoint")	\
	X(RC_EVENT_COLLECTOR, "rc_event_collector", "root complex event collector") \
	X(PCI, "pci", "conventional PCI function")				\
	X(PCI_BRIDGE, "pci_bridge", "conventional PCI bridge")

/* An optional capability and its Enable bit. */
#define IOMMU_AUDIT_CAP_STATES(X)						\
	X(OFF, "off", "present, not enabled")					\
	X(ON, "on", "present and enabled")

/* Types of regions: those that are reserved, as sysfs names them, and a unit's own. */
#define IOMMU_AUDIT_REGION_TYPES(X)						\
	X(DIRECT, "direct", "firmware's own (RMRR, IVMD): stays mapped 1:1")	\
	X(DIRECT_RELAXABLE, "direct-relaxable", "as direct, but a device can be assigned") \
	X(RESERVED, "reserved", "must not be used for DMA")			\
	X(MSI, "msi", "doorbell of message signalled interrupts")		\
	X(PROTECTED, "protected", "protected memory of VT-d: all DMA to it is blocked") \
	X(EXCLUDED, "excluded", "exclusion range of AMD-Vi: DMA to it is not translated")

/* What a device tried when it faulted. */
#define IOMMU_AUDIT_ACCESSES(X)							\
	X(READ, "read", "it read")						\
	X(WRITE, "write", "it wrote")						\
	X(ATOMIC, "atomic", "an atomic operation")

/* What goes wrong when a unit, or a function for it, is to forget translations. */
#define IOMMU_AUDIT_INVAL_ERRORS(X)						\
	X(QUEUE, "queue", "VT-d: Invalidation Queue Error; AMD: ILLEGAL_COMMAND_ERROR or " \
			  "COMMAND_HARDWARE_ERROR")				\
	X(COMPLETION, "completion", "VT-d: Invalidation Completion Error: a function answered " \
				    "unexpectedly or with an error")		\
	X(TIMEOUT, "timeout", "VT-d: Invalidation Time-out Error; AMD: IOTLB_INV_TIMEOUT: a " \
			      "function did not answer")

/* Sources of facts, which look when a file is read. */
#define IOMMU_AUDIT_SOURCES(X)							\
	X(UNITS, "units", "the IOMMUs")						\
	X(DOMAINS, "domains", "groups and what they are attached to")		\
	X(DEVICES, "devices", "PCI functions")					\
	X(ACS, "acs", "ACS of bridges and functions")				\
	X(TRANSLATIONS, "translations", "what the IOMMUs do with requests")

/* How a source looks. */
#define IOMMU_AUDIT_SOURCE_METHODS(X)						\
	X(NONE, "none", "not at all")						\
	X(DMAR, "dmar", "in the ACPI table of VT-d")				\
	X(IVRS, "ivrs", "in the ACPI table of AMD-Vi")				\
	X(GROUP_MUTEX, "group_mutex", "at a group under its mutex")		\
	X(PCI_BUS, "pci_bus", "at the functions of the PCI bus")		\
	X(CONFIG_SPACE, "config_space", "in the config space of functions")	\
	X(TABLES, "tables", "in the tables that the hardware follows")		\
	X(SYSFS, "sysfs", "in sysfs, without the module")

/* Monitors, which see things as they happen. */
#define IOMMU_AUDIT_MONITORS(X)							\
	X(VTD, "vtd", "faults of VT-d")						\
	X(AMD, "amd", "faults of AMD-Vi")					\
	X(EVENTS, "events", "functions, groups, domains and VFs")		\
	X(INVALIDATION, "invalidation", "VT-d: errors of invalidation, and page requests that " \
					"were dropped")				\
	X(SMMUV3, "smmuv3", "faults of SMMUv3")

/* What a monitor is hooked to; of several, all that are active. */
#define IOMMU_AUDIT_HOOKS(X)							\
	X(RATELIMIT_CALLS, "ratelimit_calls", "vtd: every record that the driver consumes") \
	X(FAULT_ENTRY, "fault_entry", "vtd: what is there when the driver's handler begins") \
	X(IRQ_ENTRY, "irq_entry", "vtd: what is there when the interrupt begins") \
	X(EVENT_LOG, "event_log", "amd: the ring, looked at whenever the driver handles it") \
	X(EVENT_LOG_TIMER, "event_log_timer", "amd: the ring, looked at once a second") \
	X(PCI_BUS, "pci_bus", "events: the notifier of the PCI bus")		\
	X(SRIOV_NUMVFS_STORE, "sriov_numvfs_store", "events: a return probe of it") \
	X(SRIOV_ENABLE, "sriov_enable", "events: a return probe of it")	\
	X(SRIOV_DISABLE, "sriov_disable", "events: a return probe of it")	\
	X(IOMMU_ATTACH_DEVICE, "__iommu_attach_device", "events: a return probe of it") \
	X(IOMMU_TRACEPOINTS, "iommu_tracepoints", "events: tracepoints of the IOMMU core") \
	X(PASID_ATTACH, "iommu_attach_device_pasid", "events: a return probe of it") \
	X(PASID_REPLACE, "iommu_replace_device_pasid", "events: a return probe of it") \
	X(PASID_DETACH, "iommu_detach_device_pasid", "events: a return probe of it") \
	X(RESET_FUNCTION, "__pci_reset_function_locked", "events: a return probe of it") \
	X(RESET_SPECIFIC, "pci_dev_specific_reset", "events: a return probe of it") \
	X(RESET_ACPI, "pci_dev_acpi_reset", "events: a return probe of it")	\
	X(RESET_FLR, "pcie_flr", "events: a return probe of it")		\
	X(RESET_AF_FLR, "pci_af_flr", "events: a return probe of it")		\
	X(RESET_PM, "pci_pm_reset", "events: a return probe of it")		\
	X(RESET_CXL_BUS, "cxl_reset_bus_function", "events: a return probe of it") \
	X(RESET_BUS, "pci_bridge_secondary_bus_reset", "events: a return probe of it") \
	X(RESET_ASSERTED, "pcibios_reset_secondary_bus", "events: a return probe of it") \
	X(PRINTK, "printk", "invalidation: what the driver says when it clears an error") \
	X(PRQ_RATELIMIT, "prq_ratelimit_calls", "invalidation: when the driver finds that page " \
						"requests were dropped")

/* Hypervisors, as the kernel tells them apart. */
#define IOMMU_AUDIT_HYPERVISORS(X)						\
	X(NONE, "none", "none shows itself")					\
	X(VMWARE, "vmware", "VMware")						\
	X(HYPERV, "hyperv", "Microsoft Hyper-V")				\
	X(XEN_PV, "xen_pv", "Xen, paravirtualised")				\
	X(XEN_HVM, "xen_hvm", "Xen, on hardware virtualisation (HVM, PVH)")	\
	X(KVM, "kvm", "KVM")							\
	X(JAILHOUSE, "jailhouse", "Jailhouse")					\
	X(ACRN, "acrn", "ACRN")							\
	X(BHYVE, "bhyve", "bhyve")						\
	X(OTHER, "other", "one that the kernel has no word for")

/* What a source of facts is worth. */
#define IOMMU_AUDIT_ACCURACIES(X)						\
	X(NONE, "none", "it sees nothing here; its reason says why")		\
	X(POLL, "poll", "looks now and then, and may miss what came in between") \
	X(SNAPSHOT, "snapshot", "right at the moment of reading, record by record") \
	X(EXACT, "exact", "nothing is missed")

/* Kinds of events. vf_ is about VFs, dev_ about all other functions. */
#define IOMMU_AUDIT_EVENT_KINDS(X)						\
	X(BASELINE, "baseline", "a VF that existed when the module was loaded")	\
	X(VF_REQUEST, "vf_request", "a request for VFs, or to disable them; stands behind the " \
				    "events that it caused") \
	X(VF_ADD, "vf_add", "a VF appeared")					\
	X(DEV_ADD, "dev_add", "a function appeared")				\
	X(VF_DEL, "vf_del", "a VF is about to disappear; group and domain are the last ones") \
	X(DEV_DEL, "dev_del", "likewise a function")				\
	X(VF_BIND, "vf_bind", "a driver was bound to a VF")			\
	X(DEV_BIND, "dev_bind", "likewise to a function")			\
	X(VF_UNBIND, "vf_unbind", "a driver is about to be unbound from a VF")	\
	X(DEV_UNBIND, "dev_unbind", "likewise from a function")			\
	X(VF_BIND_FAILED, "vf_bind_failed", "a driver was tried and refused the VF") \
	X(DEV_BIND_FAILED, "dev_bind_failed", "likewise a function")		\
	X(GROUP_ADD, "group_add", "the function was put into an IOMMU group")	\
	X(GROUP_DEL, "group_del", "the function was taken out of its IOMMU group") \
	X(DOMAIN_ATTACH, "domain_attach", "the function was attached to a domain") \
	X(PASID_ATTACH, "pasid_attach", "a PASID of the function was to be attached to a domain") \
	X(PASID_DETACH, "pasid_detach", "a PASID of the function was detached from its domain") \
	X(RESET, "reset", "the function was reset, or that failed; of a bridge, the bus below it")

/*
 * How a function is reset: as sysfs's reset_method names it, and of a bridge the bus
 * below it.
 */
#define IOMMU_AUDIT_RESET_METHODS(X)						\
	X(DEVICE_SPECIFIC, "device_specific", "by a quirk of the kernel for the device") \
	X(ACPI, "acpi", "by firmware, _RST")					\
	X(FLR, "flr", "Function Level Reset of the PCI Express Capability")	\
	X(AF_FLR, "af_flr", "Function Level Reset of Advanced Features")	\
	X(PM, "pm", "to D3hot and back")					\
	X(BUS, "bus", "of the bus or the slot, on which the function is alone")	\
	X(CXL_BUS, "cxl_bus", "likewise below a CXL port")			\
	X(SECONDARY_BUS, "secondary_bus",					\
	  "Secondary Bus Reset of the bridge, with all that is below it")

/* A place on the way of a request for VFs. */
#define IOMMU_AUDIT_REQUEST_PLACES(X)						\
	X(SYSFS, "sysfs", "the PCI core behind the attribute sriov_numvfs")	\
	X(DRIVER, "driver", "the PF's driver, its sriov_configure method")	\
	X(CORE, "core", "the PCI core behind pci_enable_sriov()")

/* What became of the last write to bench/run. */
#define IOMMU_AUDIT_BENCH_STATES(X)						\
	X(NONE, "none", "nothing was written yet")				\
	X(RUNNING, "running", "it has not ended")				\
	X(DONE, "done", "it was measured")					\
	X(INTERRUPTED, "interrupted", "a signal ended it")			\
	X(FAILED, "failed", "it ended during the run")				\
	X(REFUSED, "refused", "it ended before a thread was started")

#define IOMMU_AUDIT_BENCH_MODES(X)						\
	X(SINGLE, "single", "dma_map_page()")					\
	X(SG, "sg", "dma_map_sg()")						\
	X(COHERENT, "coherent", "dma_alloc_coherent()")

#define IOMMU_AUDIT_BENCH_DIRS(X)						\
	X(TO, "to", "the device reads")						\
	X(FROM, "from", "the device writes")					\
	X(BOTH, "both", "it does both")

#define IOMMU_AUDIT_BENCH_OPS(X)						\
	X(MAP, "map", "mapping; for coherent memory, allocation")		\
	X(UNMAP, "unmap", "unmapping; for coherent memory, freeing")

/*
 * Bits of the ACS Capability and ACS Control registers (PCI Express Base
 * Specification, 7.7.8.2 and 7.7.8.3: the same in both), in lspci's words.
 */
#define IOMMU_AUDIT_ACS_BITS(X)							\
	X(SRC_VALID, "SrcValid", 0)						\
	X(TRANS_BLK, "TransBlk", 1)						\
	X(REQ_REDIR, "ReqRedir", 2)						\
	X(CMPLT_REDIR, "CmpltRedir", 3)						\
	X(UPSTREAM_FWD, "UpstreamFwd", 4)					\
	X(EGRESS_CTRL, "EgressCtrl", 5)						\
	X(DIRECT_TRANS, "DirectTrans", 6)

/*
 * Registers of the VT-d specification. Revision 3.4 renamed first and second
 * level to first and second stage, and the fields with them (SSLPS, FS1GP,
 * SSADS, SSTS, FSTS). The names here are the older ones: the Linux driver and
 * Intel's data sheets kept them.
 */

/* Capability Register, 11.4.2 */
#define IOMMU_AUDIT_VTD_CAP_BITS(X) \
	X(AFL, "AFL", 3) \
	X(RWBF, "RWBF", 4) \
	X(PLMR, "PLMR", 5) \
	X(PHMR, "PHMR", 6) \
	X(CM, "CM", 7) \
	X(ZLR, "ZLR", 22) \
	X(SLLPS_2M, "SLLPS_2M", 34) \
	X(SLLPS_1G, "SLLPS_1G", 35) \
	X(PSI, "PSI", 39) \
	X(DWD, "DWD", 54) \
	X(DRD, "DRD", 55) \
	X(FL1GP, "FL1GP", 56) \
	X(PI, "PI", 59) \
	X(FL5LP, "FL5LP", 60) \
	X(ECMDS, "ECMDS", 61) \
	X(ESIRTPS, "ESIRTPS", 62) \
	X(ESRTPS, "ESRTPS", 63)

/* Extended Capability Register, 11.4.3 */
#define IOMMU_AUDIT_VTD_ECAP_BITS(X) \
	X(C, "C", 0) \
	X(QI, "QI", 1) \
	X(DT, "DT", 2) \
	X(IR, "IR", 3) \
	X(EIM, "EIM", 4) \
	X(PT, "PT", 6) \
	X(SC, "SC", 7) \
	X(MTS, "MTS", 25) \
	X(NEST, "NEST", 26) \
	X(PRS, "PRS", 29) \
	X(ERS, "ERS", 30) \
	X(SRS, "SRS", 31) \
	X(NWFS, "NWFS", 33) \
	X(EAFS, "EAFS", 34) \
	X(PASID, "PASID", 40) \
	X(DIT, "DIT", 41) \
	X(PDS, "PDS", 42) \
	X(SMTS, "SMTS", 43) \
	X(VCS, "VCS", 44) \
	X(SLADS, "SLADS", 45) \
	X(SLTS, "SLTS", 46) \
	X(FLTS, "FLTS", 47) \
	X(SMPWCS, "SMPWCS", 48) \
	X(RPS, "RPS", 49) \
	X(PMS, "PMS", 51) \
	X(ADMS, "ADMS", 52) \
	X(RPRIVS, "RPRIVS", 53) \
	X(SMS, "SMS", 58)

/* Global Status Register, 11.4.4.2 */
#define IOMMU_AUDIT_VTD_STATUS_BITS(X) \
	X(TES, "TES", 31) \
	X(RTPS, "RTPS", 30) \
	X(FLS, "FLS", 29) \
	X(AFLS, "AFLS", 28) \
	X(WBFS, "WBFS", 27) \
	X(QIES, "QIES", 26) \
	X(IRES, "IRES", 25) \
	X(IRTPS, "IRTPS", 24) \
	X(CFIS, "CFIS", 23)

/*
 * Registers of the AMD I/O Virtualization Technology specification. Fields of
 * several bits are no flags and are left out; the raw register stands beside
 * the names.
 */

/* Capability offset 00h, IOMMU Capability Header */
#define IOMMU_AUDIT_AMD_CAP_BITS(X) \
	X(IOTLB_SUP, "IotlbSup", 24) \
	X(HT_TUNNEL, "HtTunnel", 25) \
	X(NP_CACHE, "NpCache", 26) \
	X(EFRSUP, "EFRSup", 27) \
	X(CAP_EXT, "CapExt", 28)

/* MMIO 0030h, IOMMU Extended Feature Register */
#define IOMMU_AUDIT_AMD_EFR_BITS(X) \
	X(PRE_FSUP, "PreFSup", 0) \
	X(PPRSUP, "PPRSup", 1) \
	X(XTSUP, "XTSup", 2) \
	X(NXSUP, "NXSup", 3) \
	X(GTSUP, "GTSup", 4) \
	X(GAPPISUP, "GAPPISup", 5) \
	X(IASUP, "IASup", 6) \
	X(GASUP, "GASup", 7) \
	X(HESUP, "HESup", 8) \
	X(PCSUP, "PCSup", 9) \
	X(USSUP, "USSup", 37) \
	X(PPR_OVRFLW_EARLY_SUP, "PprOvrflwEarlySup", 40) \
	X(PPRAUTO_RSP_SUP, "PPRAutoRspSup", 41) \
	X(BLK_STOP_MRK_SUP, "BlkStopMrkSup", 44) \
	X(PERF_OPT_SUP, "PerfOptSup", 45) \
	X(MSI_CAP_MMIO_SUP, "MsiCapMmioSup", 46) \
	X(GIO_SUP, "GIoSup", 48) \
	X(HASUP, "HASup", 49) \
	X(EPHSUP, "EPHSup", 50) \
	X(ATTR_FWSUP, "AttrFWSup", 51) \
	X(HDSUP, "HDSup", 52) \
	X(INV_IOTLB_TYPE_SUP, "InvIotlbTypeSup", 54) \
	X(V_IOMMU_SUP, "vIommuSup", 55) \
	X(GAUPDATE_DIS_SUP, "GAUpdateDisSup", 61) \
	X(FORCE_PHY_DEST_SUP, "ForcePhyDestSup", 62) \
	X(SNPSUP, "SNPSup", 63)

/* MMIO 0018h, IOMMU Control Register, flags of the low half */
#define IOMMU_AUDIT_AMD_CONTROL_BITS(X) \
	X(IOMMU_EN, "IommuEn", 0) \
	X(HT_TUN_EN, "HtTunEn", 1) \
	X(EVENT_LOG_EN, "EventLogEn", 2) \
	X(EVENT_INT_EN, "EventIntEn", 3) \
	X(COM_WAIT_INT_EN, "ComWaitIntEn", 4) \
	X(PASS_PW, "PassPW", 8) \
	X(RES_PASS_PW, "ResPassPW", 9) \
	X(COHERENT, "Coherent", 10) \
	X(ISOC, "Isoc", 11) \
	X(CMD_BUF_EN, "CmdBufEn", 12) \
	X(PPRLOG_EN, "PPRLogEn", 13) \
	X(PPR_INT_EN, "PprIntEn", 14) \
	X(PPREN, "PPREn", 15) \
	X(GTEN, "GTEn", 16) \
	X(GAEN, "GAEn", 17) \
	X(SMI_FEN, "SmiFEn", 22) \
	X(SLF_WBDIS, "SlfWBdis", 23) \
	X(SMI_FLOG_EN, "SmiFLogEn", 24) \
	X(GALOG_EN, "GALogEn", 28) \
	X(GAINT_EN, "GAIntEn", 29)

/* What the keys "features" and "status" of a unit list. */
#define IOMMU_AUDIT_FEATURES(X)		\
	IOMMU_AUDIT_VTD_CAP_BITS(X)	\
	IOMMU_AUDIT_VTD_ECAP_BITS(X)	\
	IOMMU_AUDIT_AMD_CAP_BITS(X)	\
	IOMMU_AUDIT_AMD_EFR_BITS(X)
#define IOMMU_AUDIT_STATUSES(X)		\
	IOMMU_AUDIT_VTD_STATUS_BITS(X)	\
	IOMMU_AUDIT_AMD_CONTROL_BITS(X)

#endif /* _UAPI_IOMMU_AUDIT_ENUMS_H */
