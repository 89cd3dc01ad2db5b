/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Messages of the kernel's log, and of programs that hand devices to guests, by what they
 * say: name, word for programs, subject, what the message is of. One that was worded anew
 * has several templates in source/log_table_*.c.
 */
#ifndef IA_MACHINE_LOG_MESSAGES_H
#define IA_MACHINE_LOG_MESSAGES_H

#define IA_LOG_SUBJECTS(X)							\
	X(NONE, "none") X(VTD, "vt-d") X(AMD, "amd-vi") X(INTR, "interrupt-remapping")	\
	X(SMMU, "smmu") X(CORE, "iommu") X(VFIO, "vfio") X(SRIOV, "sr-iov")	\
	X(SPACE, "bar-space") X(RESET, "reset") X(ACS, "acs") X(SVA, "sva")	\
	X(XEN, "xen") X(OTHER, "other-iommu")					\
	X(FACT, "machine")

/* CONTEXT only tells what other lines are about, NORMAL is no problem. */
#define IA_LOG_WEIGHTS(X)							\
	X(CONTEXT, "context") X(NORMAL, "normal") X(ATTENTION, "attention") X(BROKEN, "broken")

#define IA_LOG_MESSAGES(X)							\
	X(UNKNOWN, "unknown", NONE, ATTENTION)					\
	X(KERNEL, "kernel", FACT, CONTEXT)					\
	X(CMDLINE, "command-line", FACT, CONTEXT)				\
	X(MAP, "memory-map", FACT, CONTEXT)					\
	X(BAR, "bar", FACT, CONTEXT)						\
	X(WINDOW, "bridge-window", FACT, CONTEXT)				\
	X(IDS, "ids", FACT, CONTEXT)						\
	X(GROUP, "group", CORE, CONTEXT)					\
	X(VTD_FAULT, "vtd-fault", VTD, BROKEN)					\
	X(VTD_REASON, "vtd-fault-reason", VTD, BROKEN)				\
	X(VTD_INTERRUPT, "vtd-interrupt-fault", INTR, BROKEN)			\
	X(VTD_STATUS, "vtd-fault-status", VTD, ATTENTION)			\
	X(SUPPRESSED, "suppressed", CORE, ATTENTION)				\
	X(SUPPRESSED_OTHER, "suppressed-lines", CORE, NORMAL)			\
	X(VTD_DUMP, "vtd-dump", VTD, NORMAL)					\
	X(VTD_IQE, "vtd-invalidation-queue-error", VTD, BROKEN)			\
	X(VTD_ITE, "vtd-invalidation-timeout", VTD, BROKEN)			\
	X(VTD_ICE, "vtd-invalidation-completion-error", VTD, BROKEN)		\
	X(VTD_QI, "vtd-invalidation-descriptor", VTD, ATTENTION)		\
	X(VTD_PARAMETER, "vtd-parameter-on", VTD, NORMAL)			\
	X(VTD_PARAMETER_OFF, "vtd-parameter-off", VTD, ATTENTION)		\
	X(VTD_ON, "vtd-on", VTD, NORMAL)					\
	X(VTD_WIDTH, "vtd-host-width", VTD, NORMAL)				\
	X(VTD_UNIT, "vtd-unit", VTD, NORMAL)					\
	X(VTD_ANDD, "vtd-acpi-device", VTD, NORMAL)				\
	X(VTD_REGS, "vtd-registers", VTD, NORMAL)				\
	X(VTD_NONE, "vtd-table-without", VTD, NORMAL)				\
	X(TABLE, "acpi-table", CORE, NORMAL)					\
	X(IDENTITY, "vtd-identity", VTD, NORMAL)				\
	X(BOUNCE, "vtd-bounce-failed", VTD, BROKEN)				\
	X(AMD_DUMP, "amd-table-dump", AMD, NORMAL)				\
	X(VFIO_LOADED, "vfio-loaded", VFIO, NORMAL)				\
	X(ENABLING, "enabling", FACT, CONTEXT)					\
	X(PROBE_FAILED, "vfio-probe-failed", VFIO, BROKEN)			\
	X(ACS_DEBUG, "acs-debug", ACS, NORMAL)					\
	X(MAP_WIDTH, "map-beyond-width", VFIO, BROKEN)				\
	X(NOT_SET_UP, "device-not-set-up", CORE, ATTENTION)			\
	X(RMRR, "rmrr", VTD, NORMAL)						\
	X(RMRR_OUTSIDE, "rmrr-not-reserved", VTD, ATTENTION)			\
	X(RMRR_BROKEN, "rmrr-broken", VTD, ATTENTION)				\
	X(RMRR_LOCKED, "rmrr-locked", VFIO, BROKEN)				\
	X(RMRR_RELAXED, "rmrr-relaxed", VTD, ATTENTION)				\
	X(DMAR_BROKEN, "dmar-broken", VTD, BROKEN)				\
	X(VTD_SM, "vtd-scalable-mode", VTD, NORMAL)				\
	X(VTD_FEATURE, "vtd-feature-inconsistent", VTD, ATTENTION)		\
	X(VTD_FORCED, "vtd-forced-on", VTD, NORMAL)				\
	X(VTD_GFX, "vtd-graphics", VTD, ATTENTION)				\
	X(VTD_GFX_KEPT, "vtd-graphics-kept", VTD, NORMAL)			\
	X(VTD_STRICT, "vtd-strict-virtual", VTD, NORMAL)			\
	X(VTD_NO_SVM, "vtd-no-svm", SVA, ATTENTION)				\
	X(VTD_KDUMP, "vtd-was-on", VTD, ATTENTION)				\
	X(VTD_COPIED, "vtd-tables-copied", VTD, ATTENTION)			\
	X(VTD_NOT_COPIED, "vtd-tables-not-copied", VTD, BROKEN)			\
	X(VTD_PTE_SET, "vtd-pte-already-set", VTD, BROKEN)			\
	X(VTD_MODE, "vtd-invalidation-mode", VTD, NORMAL)			\
	X(OPTION, "unknown-option", CORE, ATTENTION)				\
	X(IR_ON, "interrupt-remapping-on", INTR, NORMAL)			\
	X(IR_X2APIC, "interrupt-remapping-x2apic", INTR, NORMAL)		\
	X(IR_XAPIC, "interrupt-remapping-xapic", INTR, ATTENTION)		\
	X(IR_PREPARED, "interrupt-remapping-prepared", INTR, NORMAL)		\
	X(IR_OFF, "interrupt-remapping-off", INTR, BROKEN)			\
	X(IR_ERRATUM, "interrupt-remapping-erratum", INTR, BROKEN)		\
	X(IR_NO_IOAPIC, "ioapic-without-unit", INTR, BROKEN)			\
	X(IR_OPT_OUT, "x2apic-opt-out", INTR, ATTENTION)			\
	X(IR_NO_EIM, "no-eim", INTR, ATTENTION)					\
	X(IR_PLACE, "ioapic-under-unit", INTR, NORMAL)				\
	X(X2APIC_OFF, "x2apic-off", INTR, ATTENTION)				\
	X(AMD_IO_PAGE_FAULT, "amd-io-page-fault", AMD, BROKEN)			\
	X(AMD_ILLEGAL_ENTRY, "amd-illegal-dev-table-entry", AMD, BROKEN)	\
	X(AMD_DEV_TAB, "amd-dev-tab-hardware-error", AMD, BROKEN)		\
	X(AMD_PAGE_TAB, "amd-page-tab-hardware-error", AMD, BROKEN)		\
	X(AMD_ILLEGAL_COMMAND, "amd-illegal-command-error", AMD, BROKEN)	\
	X(AMD_COMMAND, "amd-command-hardware-error", AMD, BROKEN)		\
	X(AMD_IOTLB, "amd-iotlb-inv-timeout", AMD, BROKEN)			\
	X(AMD_INVALID, "amd-invalid-device-request", AMD, ATTENTION)		\
	X(AMD_PPR, "amd-invalid-ppr-request", AMD, BROKEN)			\
	X(AMD_RMP, "amd-rmp-fault", AMD, BROKEN)				\
	X(AMD_OTHER, "amd-other-event", AMD, BROKEN)				\
	X(AMD_BEGIN, "amd-event-begins", AMD, CONTEXT)				\
	X(AMD_UNATTACHED, "amd-device-not-attached", AMD, BROKEN)		\
	X(AMD_WAIT, "amd-completion-wait", AMD, BROKEN)				\
	X(AMD_LOST, "amd-log-overflow", AMD, ATTENTION)				\
	X(AMD_OFF, "amd-parameter-off", AMD, ATTENTION)				\
	X(AMD_IR_TABLE, "amd-ioapic-not-in-ivrs", INTR, BROKEN)			\
	X(AMD_UNIT, "amd-unit", AMD, NORMAL)					\
	X(AMD_COUNTERS_OFF, "amd-counters-off", AMD, ATTENTION)			\
	X(AMD_LAZY, "amd-flush-lazy", AMD, NORMAL)				\
	X(AMD_IGNORED, "amd-device-ignored", AMD, ATTENTION)			\
	X(AMD_SNP, "amd-snp", AMD, ATTENTION)					\
	X(AMD_IVRS, "ivrs-broken", AMD, BROKEN)					\
	X(AMD_V2, "amd-iommu-v2", SVA, NORMAL)					\
	X(AMD_V2_DRIVER, "amd-iommu-v2-driver", SVA, NORMAL)			\
	X(DOMAIN_TYPE, "default-domain", CORE, NORMAL)				\
	X(DEBUGFS, "iommu-debugfs", CORE, NORMAL)				\
	X(FLUSH, "flush-policy", CORE, NORMAL)					\
	X(DIRECT, "one-to-one-mapping", VFIO, BROKEN)				\
	X(DMA_BITS, "dma-bits", CORE, ATTENTION)				\
	X(SWIOTLB_FULL, "swiotlb-full", CORE, BROKEN)				\
	X(SWIOTLB, "swiotlb", CORE, NORMAL)					\
	X(UNTRUSTED, "untrusted", CORE, ATTENTION)				\
	X(SMMU_RAW, "smmu-event", SMMU, BROKEN)					\
	X(SMMU_DWORD, "smmu-event-doubleword", SMMU, CONTEXT)			\
	X(SMMU_EVENT, "smmu-event-decoded", SMMU, BROKEN)			\
	X(SMMU_DETAIL, "smmu-event-access", SMMU, ATTENTION)			\
	X(SMMU_GERROR, "smmu-global-error", SMMU, BROKEN)			\
	X(SMMU_GLOBAL, "smmu-v2-global-fault", SMMU, BROKEN)			\
	X(SMMU_GFSR, "smmu-v2-global-fault-registers", SMMU, BROKEN)		\
	X(SMMU_FSR, "smmu-v2-fault-status", SMMU, ATTENTION)			\
	X(SMMU_FSYNR, "smmu-v2-fault-syndrome", SMMU, ATTENTION)		\
	X(SMMU_COMMAND, "smmu-command", SMMU, BROKEN)				\
	X(SMMU_LOST, "smmu-events-lost", SMMU, ATTENTION)			\
	X(SMMU_CONTEXT, "smmu-v2-context-fault", SMMU, BROKEN)			\
	X(SMMU_STREAM, "smmu-v2-unknown-stream", SMMU, BROKEN)			\
	X(SMMU_UNIT, "smmu-unit", SMMU, NORMAL)					\
	X(BAR_BUSY, "bar-reserved", VFIO, BROKEN)				\
	X(NOT_VIABLE, "group-not-viable", VFIO, BROKEN)				\
	X(NO_IR, "vfio-no-interrupt-remapping", VFIO, BROKEN)			\
	X(MEMLOCK, "vfio-memlock", VFIO, BROKEN)				\
	X(MAP_FAILED, "vfio-map-failed", VFIO, BROKEN)				\
	X(CONTAINER, "vfio-container", VFIO, BROKEN)				\
	X(GROUP_OPEN, "vfio-group-open", VFIO, BROKEN)				\
	X(GROUP_DEVICE, "vfio-group-device", VFIO, BROKEN)			\
	X(GROUP_SPACES, "vfio-group-address-spaces", VFIO, BROKEN)		\
	X(NO_GROUP, "vfio-no-group", VFIO, BROKEN)				\
	X(RELAY, "vfio-device-request", VFIO, ATTENTION)			\
	X(VF_TOKEN, "vfio-vf-token", VFIO, BROKEN)				\
	X(HIDING, "vfio-hides-capability", VFIO, NORMAL)			\
	X(VFIO_ADD, "vfio-ids-added", VFIO, NORMAL)				\
	X(VFIO_ADD_BAD, "vfio-ids-wrong", VFIO, BROKEN)				\
	X(ROM, "rom-signature", VFIO, ATTENTION)				\
	X(ROM_END, "rom-no-last-image", VFIO, NORMAL)				\
	X(IGD, "vfio-igd-regions", VFIO, BROKEN)				\
	X(PF_VFS_ON, "vfio-pf-with-vfs", VFIO, BROKEN)				\
	X(CAPTURED, "vfio-vf-captured", VFIO, NORMAL)				\
	X(DENIED, "vfio-denylist", VFIO, BROKEN)				\
	X(NOIOMMU, "vfio-noiommu", VFIO, ATTENTION)				\
	X(BAR_RESTORE, "vfio-bar-restore", VFIO, ATTENTION)			\
	X(INTX_SHARED, "vfio-intx-shared", VFIO, BROKEN)			\
	X(SET_IRQS, "vfio-set-irqs", VFIO, BROKEN)				\
	X(VFIO_ERROR, "vfio-unrecoverable-error", VFIO, BROKEN)			\
	X(STUCK, "vfio-stuck-in-d3", RESET, BROKEN)				\
	X(NO_RESET, "vfio-no-reset", VFIO, ATTENTION)				\
	X(DEPENDS, "vfio-reset-depends", VFIO, ATTENTION)			\
	X(UNALIGNED, "vfio-unaligned", VFIO, ATTENTION)				\
	X(MMIO, "sriov-mmio", SRIOV, BROKEN)					\
	X(BUSES, "sriov-bus-numbers", SRIOV, BROKEN)				\
	X(SRIOV_DRIVER, "sriov-driver-cannot", SRIOV, BROKEN)			\
	X(SRIOV_UNBOUND, "sriov-no-driver", SRIOV, BROKEN)			\
	X(SRIOV_ENABLED, "sriov-already-enabled", SRIOV, ATTENTION)		\
	X(SRIOV_FEWER, "sriov-fewer", SRIOV, ATTENTION)				\
	X(SRIOV_ASSIGNED, "sriov-assigned", SRIOV, BROKEN)			\
	X(SRIOV_LEFT, "sriov-left-enabled", SRIOV, ATTENTION)			\
	X(SRIOV_ENABLE, "sriov-enable-failed", SRIOV, BROKEN)			\
	X(VF_SPACE, "vf-bar-space", SRIOV, NORMAL)				\
	X(NO_SPACE, "bar-no-space", SPACE, BROKEN)				\
	X(NOT_ASSIGNED, "bar-not-assigned", SPACE, BROKEN)			\
	X(NO_WINDOW, "bar-no-window", SPACE, ATTENTION)				\
	X(CONFLICT, "bar-conflict", SPACE, ATTENTION)				\
	X(ASSIGNED, "bar-assigned", SPACE, CONTEXT)				\
	X(RELEASING, "bar-releasing", SPACE, CONTEXT)				\
	X(REALLOC, "bar-try-realloc", SPACE, ATTENTION)				\
	X(RESIZE, "bar-resize-failed", SPACE, ATTENTION)			\
	X(SANITY, "resource-sanity", SPACE, ATTENTION)				\
	X(NOT_READY, "reset-not-ready", RESET, BROKEN)				\
	X(WAITING, "reset-waiting", RESET, ATTENTION)				\
	X(SLOT_DOWN, "slot-link-down", RESET, ATTENTION)			\
	X(INACCESSIBLE, "power-inaccessible", RESET, BROKEN)			\
	X(REFUSED, "power-refused", RESET, ATTENTION)				\
	X(PENDING, "reset-pending", RESET, ATTENTION)				\
	X(RESETTING, "resetting", RESET, NORMAL)				\
	X(RESET_DONE, "reset-done", RESET, NORMAL)				\
	X(ACS_SET, "acs-configured", ACS, NORMAL)				\
	X(ACS_QUIRK, "acs-quirk", ACS, NORMAL)					\
	X(ACS_OVERRIDE, "acs-override", ACS, ATTENTION)				\
	X(ACS_PARSE, "acs-parameter-wrong", ACS, BROKEN)			\
	X(ACS_REDIR_OFF, "acs-redirect-off", ACS, ATTENTION)			\
	X(ACS_CANNOT, "acs-redirect-cannot", ACS, ATTENTION)			\
	X(ACS_VIOLATION, "acs-violation", ACS, BROKEN)				\
	X(P2P_REDIRECT, "p2p-acs-redirect", ACS, ATTENTION)			\
	X(P2P_CANNOT, "p2p-cannot", ACS, ATTENTION)				\
	X(ATS_OFF, "ats-off", SVA, NORMAL)					\
	X(SVA_OFF, "sva-off", SVA, BROKEN)					\
	X(SVA_FORCED_OFF, "sva-forced-off", SVA, ATTENTION)			\
	X(SVA_KERNEL, "sva-kernel-pasid", SVA, ATTENTION)			\
	X(SVA_BIND, "sva-bind-failed", SVA, BROKEN)				\
	X(SHARED_WQ, "shared-queue", SVA, BROKEN)				\
	X(PRQ_OVERFLOW, "page-request-overflow", SVA, ATTENTION)		\
	X(PAGE_REQUEST, "page-request-invalid", SVA, BROKEN)			\
	X(MORE, "continues", CORE, CONTEXT)					\
	X(LIMIT, "locked-memory-limit", VFIO, BROKEN)				\
	X(KFD, "kfd-without-iommu", SVA, ATTENTION)				\
	X(GROUP_FAILED, "group-failed", CORE, BROKEN)				\
	X(DIRECT_FAILED, "one-to-one-failed", CORE, BROKEN)			\
	X(NOT_PAGED, "map-not-aligned", CORE, BROKEN)				\
	X(ENCRYPTED, "passthrough-off-by-encryption", CORE, NORMAL)		\
	X(RESET_METHOD, "reset-method-refused", RESET, ATTENTION)		\
	X(WINDOW_FIT, "bridge-window-cannot-fit", SPACE, ATTENTION)		\
	X(IOMMU_TYPE, "vfio-iommu-type", VFIO, BROKEN)				\
	X(REGION, "vfio-region-info", VFIO, BROKEN)				\
	X(SMMU_UNUSED, "smmu-not-used", SMMU, BROKEN)				\
	X(SMMU_WALK, "smmu-v2-table-walk", SMMU, NORMAL)			\
	X(XEN_FAULT, "xen-fault", XEN, BROKEN)					\
	X(XEN_INTERRUPT, "xen-interrupt-fault", XEN, BROKEN)			\
	X(XEN_REASON, "xen-fault-reason", XEN, BROKEN)				\
	X(XEN_ON, "xen-iommu-on", XEN, NORMAL)					\
	X(XEN_OFF, "xen-iommu-off", XEN, ATTENTION)				\
	X(XEN_IR, "xen-interrupt-remapping", XEN, NORMAL)			\
	X(XEN_MODE, "xen-dom0-mode", XEN, NORMAL)				\
	X(XEN_UNIT, "xen-unit", XEN, NORMAL)					\
	X(XEN, "xen-other", XEN, ATTENTION)					\
	X(VIRTIO_FAULT, "virtio-iommu-fault", OTHER, BROKEN)			\
	X(OTHER_FAULT, "other-iommu-fault", OTHER, BROKEN)			\
	X(OTHER_ERROR, "other-iommu-error", OTHER, BROKEN)			\
	X(OTHER_UNIT, "other-iommu-unit", OTHER, NORMAL)			\
	X(IOMMUFD, "iommufd-for-vfio", VFIO, NORMAL)				\
	X(IOMMUFD_WAITS, "iommufd-object-busy", VFIO, BROKEN)			\
	X(NO_DRIVER, "vfio-no-iommu-driver", VFIO, BROKEN)			\
	X(CONTAINER_OPEN, "vfio-container-open", VFIO, BROKEN)			\
	X(DPDK_OFF, "dpdk-without-vfio", VFIO, BROKEN)				\
	X(DPDK_UNMAPPED, "dpdk-no-vfio-device", VFIO, ATTENTION)		\
	X(GROUP_REFUSED, "dpdk-group-refused", VFIO, BROKEN)			\
	X(IOVA_MODE, "dpdk-iova-mode", VFIO, BROKEN)				\
	X(NO_PASSTHROUGH, "libvirt-no-passthrough", VFIO, BROKEN)		\
	X(VALIDATE, "libvirt-host-check", CORE, ATTENTION)			\
	X(SMMU_SIZE, "smmu-register-size", SMMU, NORMAL)			\
	X(STREAM_MISSING, "stream-id-missing", SMMU, ATTENTION)			\
	X(PIN_PAGE, "vfio-pin-page", VFIO, BROKEN)				\
	X(PIN_FAILED, "vfio-pin-failed", VFIO, BROKEN)

/* Bits and fields that a line has decoded: AMD's flags, VT-d's Fault Status, SMMU's events. */
#define IA_LOG_BITS(X)								\
	X(AMD_GN, "GN") X(AMD_NX, "NX") X(AMD_US, "US") X(AMD_I, "I") X(AMD_PR, "PR")	\
	X(AMD_RW, "RW") X(AMD_PE, "PE") X(AMD_RZ, "RZ") X(AMD_TR, "TR")		\
	X(VTD_PFO, "PFO") X(VTD_PPF, "PPF") X(VTD_AFO, "AFO") X(VTD_APF, "APF")	\
	X(VTD_IQE, "IQE") X(VTD_ICE, "ICE") X(VTD_ITE, "ITE") X(VTD_PRO, "PRO")	\
	X(SMMU_STALL, "STALL") X(SMMU_PNU, "PnU") X(SMMU_IND, "InD") X(SMMU_RNW, "RnW")	\
	X(SMMU_S2, "S2") X(SMMU_CD, "CLASS=CD") X(SMMU_TT, "CLASS=TT")		\
	X(SMMU_IN, "CLASS=IN")							\
	X(SMMU_CMDQ_ERR, "CMDQ_ERR") X(SMMU_EVTQ_ABT, "EVTQ_ABT_ERR")		\
	X(SMMU_PRIQ_ABT, "PRIQ_ABT_ERR") X(SMMU_MSI_CMDQ, "MSI_CMDQ_ABT_ERR")	\
	X(SMMU_MSI_EVTQ, "MSI_EVTQ_ABT_ERR") X(SMMU_MSI_PRIQ, "MSI_PRIQ_ABT_ERR") \
	X(SMMU_MSI_GERROR, "MSI_GERROR_ABT_ERR") X(SMMU_SFM, "SFM_ERR")		\
	X(GFSR_ICF, "ICF") X(GFSR_USF, "USF") X(GFSR_SMCF, "SMCF")		\
	X(GFSR_UCBF, "UCBF") X(GFSR_UCIF, "UCIF") X(GFSR_CAF, "CAF")		\
	X(GFSR_EF, "EF") X(GFSR_PF, "PF") X(GFSR_UUT, "UUT")			\
	X(GFSR_MULTI, "MULTI")							\
	X(FSR_TF, "TF") X(FSR_AFF, "AFF") X(FSR_PF, "PF") X(FSR_EF, "EF")	\
	X(FSR_TLBMCF, "TLBMCF") X(FSR_TLBLKF, "TLBLKF") X(FSR_ASF, "ASF")	\
	X(FSR_UUT, "UUT") X(FSR_SS, "SS") X(FSR_MULTI, "MULTI")			\
	X(FSYNR_WNR, "WNR") X(FSYNR_PNU, "PNU") X(FSYNR_IND, "IND")		\
	X(FSYNR_PTWF, "PTWF")

#endif /* IA_MACHINE_LOG_MESSAGES_H */
