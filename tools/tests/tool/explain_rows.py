# SPDX-License-Identifier: GPL-2.0
"""Lines of kernel logs from public threads, and what they say.

Each row: where it was published, the lines, and what the first message of the answer has
to be. What is wanted was derived by hand from the function of the kernel that prints the
line and from the specifications, not from the tool: codes of VT-d are those of its
specification 7.1.3 and 7.1.4 (decimal in lines without 0x: dmar_fault_do_one() of 5.10),
flags of AMD-Vi those of 2.5.3, event records of SMMUs those of 7.3.

A value that is a text is looked for in the answer's, any other has to be the same. "not"
lists texts of which none may be said.
"""

GH = "https://github.com/"
QEMU = GH + "qemu/qemu/blob/master/"
DPDK = GH + "DPDK/dpdk/blob/main/lib/eal/linux/eal_vfio.c"
XEN = "https://xenbits.xen.org/gitweb/?p=xen.git;a=tree;f=xen/drivers/passthrough"
LINUX = GH + "torvalds/linux/blob/v6.12/"
SMMU_V2 = LINUX + "drivers/iommu/arm/arm-smmu/arm-smmu.h"
SMMU_V3 = "https://developer.arm.com/documentation/ihi0070/latest/"
IR = LINUX + "drivers/iommu/intel/irq_remapping.c"
PCI = LINUX + "drivers/pci/pci.c"
PCI_H = LINUX + "include/linux/pci.h"
AMD_INIT_C = LINUX + "drivers/iommu/amd/init.c"
DMAR_C = LINUX + "drivers/iommu/intel/dmar.c"
AMD_INIT = "https://www.amd.com/system/files/TechDocs/48882_IOMMU.pdf"


def raw(event, stream, second=0, third=0):
    """An event record as arm_smmu_dump_raw_event() prints it: number 7:0, StreamID 63:32."""
    front = "arm-smmu-v3 arm-smmu-v3.0.auto: "
    words = [stream << 32 | event, second, third, 0]
    return "\n".join([front + "event 0x%02x received:" % event] +
                     [front + "\t0x%016x" % word for word in words])


ROWS = [
    # The threads that had no answer.
    (GH + "cosminmocan/vfio-single-amdgpu-passthrough/issues/3",
     "[   44.702115] vfio-pci 0000:05:00.0: BAR 0: can't reserve [mem 0xd0000000-0xdfffffff 64bit pref]",
     {"message": "bar-reserved", "dev": "0000:05:00.0", "driver": "vfio-pci", "means": "BAR 0",
      "causes": "boot framebuffer", "next": "sysfb_init"}),
    (GH + "strongtz/i915-sriov-dkms/issues/246",
     "[ 4593.404028] i915 0000:00:02.0: not enough MMIO resources for SR-IOV",
     {"message": "sriov-mmio", "dev": "0000:00:02.0", "driver": "i915", "means": "ENOMEM",
      "causes": "Above 4G"}),
    (GH + "strongtz/i915-sriov-dkms/issues/129",
     "[    3.279619] i915 0000:00:02.0: not enough MMIO resources for SR-IOV",
     {"message": "sriov-mmio"}),
    (GH + "patmagauran/i915ovmfPkg/issues/23",
     "[  144.480641] DMAR: [DMA Read] Request device [00:02.0] PASID ffffffff fault addr 9c000000 "
     "[fault reason 06] PTE Read access is not set",
     {"message": "vtd-fault", "dev": "0000:00:02.0", "reason": 6, "pasid": None,
      "access": "read", "reason_name": "PTE Read access", "origin": "5.10"}),
    (GH + "patmagauran/i915ovmfPkg/issues/23",
     "[  144.480629] dmar_fault: 893 callbacks suppressed",
     {"message": "suppressed", "means": "893 more lines of dmar_fault()"}),
    (GH + "patmagauran/i915ovmfPkg/issues/23",
     "[  139.513963] DMAR: DRHD: handling fault status reg 3",
     {"message": "vtd-fault-status", "decoded": "PFO: faults were lost"}),
    (GH + "pop-os/pop/issues/853",
     "[   10.919607] nvme 0000:01:00.0: AMD-Vi: Event logged [IO_PAGE_FAULT domain=0x0000 "
     "address=0xfc189000 flags=0x0000]",
     {"message": "amd-io-page-fault", "dev": "0000:01:00.0", "driver": "nvme", "reason": 2,
      "means": "no page is mapped", "decoded": "no bit is set", "causes": "domain 0"}),
    (GH + "pop-os/pop/issues/853",
     "[   10.919601] amd_iommu_report_page_fault: 96 callbacks suppressed",
     {"message": "suppressed", "means": "96 more"}),
    (GH + "amd/xdna-driver/pull/181",
     "AMD-Vi: Event logged [IO_PAGE_FAULT domain=0x001a address=0xfffc8000 flags=0x0050]",
     {"message": "amd-io-page-fault", "dev": None, "access": "read",
      "means": "a page is mapped there, but not for such an access",
      "decoded": "PR: a page is present; PE: no permission",
      "causes": "DMA_FROM_DEVICE"}),
    (GH + "thesofproject/sof-test/issues/744",
     "[    0.938401] kernel: DMAR: [DMA Read NO_PASID] Request device [0x00:0x02.0] fault addr "
     "0x70ad5000 [fault reason 0x07] Next page table ptr is invalid",
     {"message": "vtd-fault", "dev": "0000:00:02.0", "reason": 7, "pasid": None,
      "access": "read", "reason_name": "Error accessing next-level page table"}),
    (GH + "thesofproject/sof-test/issues/744",
     "[    0.960486] kernel: DMAR: [DMA Read NO_PASID] Request device [0x00:0x02.0] fault addr "
     "0x7c346000 [fault reason 0x06] PTE Read access is not set",
     {"message": "vtd-fault", "dev": "0000:00:02.0", "reason": 6}),
    (GH + "Dasharo/dasharo-issues/issues/1134",
     "[   40.182570] ath10k_pci 0000:01:00.0: AMD-Vi: Event logged [IO_PAGE_FAULT domain=0x000d "
     "address=0xcff49550 flags=0x0070]",
     {"message": "amd-io-page-fault", "dev": "0000:01:00.0", "driver": "ath10k_pci",
      "access": "write", "decoded": "RW: a write; PE: no permission",
      "causes": "DMA_TO_DEVICE"}),
    (GH + "MicronSSD/unvme/issues/4",
     "[429200.701588] intel_iommu_map: iommu width (39) is not sufficient for the mapped "
     "address (8800001000)",
     {"message": "map-beyond-width", "means": "39 bits", "causes": "512 GiB"}),
    (GH + "gnif/LookingGlass/issues/1184",
     "qemu-system-x86_64: VFIO_MAP_DMA failed: Invalid argument",
     {"message": "vfio-map-failed", "causes": "39 bits"}),
    (GH + "bpg/terraform-provider-proxmox/issues/1353",
     "Jun 04 07:27:56 pve1 QEMU[3989106]: kvm: vfio_dma_map(0x5e043daea2f0, 0x380010000000, "
     "0x2000000, 0x771a6ce00000) = -22 (Invalid argument)",
     {"message": "vfio-map-failed", "causes": "39 bits", "addresses": [
         {"address": "0x380010000000", "place": "unknown", "range": None}]}),
    (GH + "kubevirt/kubevirt/issues/18915",
     "vfio 0000:3b:00.0: failed to setup container for group 12: memory listener initialization "
     "failed: Region ram-node0: vfio_container_dma_map(0x5581, 0x0, 0x80000000, 0x7f0) = -12 "
     "(Cannot allocate memory)",
     {"message": "vfio-map-failed", "dev": "0000:3b:00.0"}),
    (GH + "kubevirt/kubevirt/issues/8472",
     "[  +0.001779] vfio_pin_pages_remote: RLIMIT_MEMLOCK (65536) exceeded",
     {"message": "vfio-memlock", "means": "RLIMIT_MEMLOCK", "next": "limits"}),
    (GH + "cloud-hypervisor/cloud-hypervisor/issues/165",
     "[  365.159219] vfio_pin_pages_remote: RLIMIT_MEMLOCK (4194304) exceeded",
     {"message": "vfio-memlock"}),
    (GH + "intel/gvt-linux/issues/78",
     "vfio_pin_page_external: Task qemu-system-x86 (2296) RLIMIT_MEMLOCK (65536) exceeded",
     {"message": "vfio-pin-page", "means": "one by one", "not": ["as a whole"]}),
    (GH + "gnif/vendor-reset/issues/81",
     "Jun 15 11:59:16   kernel: iommu ivhd0: AMD-Vi: Event logged [IOTLB_INV_TIMEOUT "
     "device=0000:0b:00.0 address=0x1002147e0]",
     {"message": "amd-iotlb-inv-timeout", "dev": "0000:0b:00.0", "reason": 7, "means": "ATS"}),
    (GH + "gnif/vendor-reset/issues/81",
     "Jun 15 11:59:17   kernel: AMD-Vi: Completion-Wait loop timed out",
     {"message": "amd-completion-wait", "causes": "IOTLB_INV_TIMEOUT"}),
    (GH + "endlessm/linux/pull/460",
     "Apr 09 11:28:59 endless kernel: iommu ivhd0: AMD-Vi: Event logged [IOTLB_INV_TIMEOUT "
     "device=01:00.0 address=0x216d8e620]",
     {"message": "amd-iotlb-inv-timeout", "dev": "0000:01:00.0"}),
    (GH + "gnif/vendor-reset/issues/66",
     "[  893.004266] DMAR: VT-d detected Invalidation Time-out Error: SID 0",
     {"message": "vtd-invalidation-timeout", "means": "device-TLB"}),
    (GH + "gnif/vendor-reset/issues/66",
     "[  893.004144] DMAR: VT-d detected Invalidation Completion Error: SID 0",
     {"message": "vtd-invalidation-completion-error"}),
    (GH + "gnif/vendor-reset/issues/66",
     "[  893.004148] DMAR: QI PRIOR: Invalidation Wait qw0 = 0x200000025, qw1 = 0x185f6729c4",
     {"message": "vtd-invalidation-descriptor"}),
    (GH + "gnif/vendor-reset/issues/66",
     "[  893.004150] DMAR: Invalidation Completion Error (ICE) cleared",
     {"message": "vtd-invalidation-descriptor"}),
    (GH + "intel/idxd-config/issues/46",
     "[    5.275363] idxd 0000:00:06.0: Unable to turn on user SVA feature.",
     {"message": "sva-off", "dev": "0000:00:06.0", "driver": "idxd", "causes": "sm_on"}),
    (GH + "intel/intel-device-plugins-for-kubernetes/issues/1836",
     "[    5.105827] idxd 0000:6a:01.0: Unable to turn on user SVA feature.",
     {"message": "sva-off", "dev": "0000:6a:01.0"}),
    (GH + "intel/idxd-config/issues/78",
     "[  419.329615] idxd 0000:75:02.0: No shared wq support but configured.",
     {"message": "shared-queue", "dev": "0000:75:02.0"}),
    (GH + "AltraMayor/gatekeeper/issues/718",
     "Firmware has requested this device have a 1:1 IOMMU mapping, rejecting configuring the "
     "device without a 1:1 mapping. Contact your platform vendor.",
     {"message": "one-to-one-mapping", "dev": None, "causes": "HPE", "origin": "6.12"}),
    (GH + "AltraMayor/gatekeeper/issues/718",
     "cannot add vfio group to container, error 22 (invalid argument)",
     {"message": "vfio-container", "origin": "DPDK", "causes": "RMRR"}),
    (GH + "harvester/harvester/issues/7340",
     "Jan 09 10:03:12.035211 hp-129-tink-system kernel: vfio-pci 0000:04:00.1: DMAR: Device is "
     "ineligible for IOMMU domain attach due to platform RMRR requirement.  Contact your "
     "platform vendor.",
     {"message": "rmrr-locked", "dev": "0000:04:00.1", "driver": "vfio-pci", "origin": "6.1"}),
    (GH + "harvester/harvester/issues/7340",
     "[    0.050195] DMAR: Intel-IOMMU: assuming all RMRRs are relaxable. This can lead to "
     "instability or data loss",
     {"message": "rmrr-relaxed", "origin": "patch"}),
    # VT-d.
    (GH + "opencomputeproject/OpenNetworkLinux/pull/897",
     "[10672.868940] DMAR: [DMA Write] Request device [00:12.0] fault addr 0 [fault reason 05] "
     "PTE Write access is not set",
     {"message": "vtd-fault", "dev": "0000:00:12.0", "reason": 5, "access": "write"}),
    (GH + "opencomputeproject/OpenNetworkLinux/pull/897",
     "[10672.869183] DMAR: DRHD: handling fault status reg 2",
     {"message": "vtd-fault-status", "decoded": "PPF: faults are recorded"}),
    (GH + "Marvell-switching/sonic-marvell-binaries/pull/84",
     "[  827.262614] DMAR: DRHD: handling fault status reg 402",
     {"message": "vtd-fault-status", "decoded": "PPF: faults are recorded"}),
    (GH + "Dasharo/dasharo-issues/issues/641",
     "[    0.361089] DMAR: [DMA Read NO_PASID] Request device [00:02.0] fault addr 0x7cd80000 "
     "[fault reason 0x01] Present bit in root entry is clear",
     {"message": "vtd-fault", "reason": 1, "reason_name": "Root entry not present"}),
    (GH + "tenstorrent/tt-umd/issues/1814",
     "[ 6611.206544] DMAR: [DMA Read NO_PASID] Request device [03:00.0] fault addr 0x100000 "
     "[fault reason 0x71] SM: Present bit in first-level paging entry is clear",
     {"message": "vtd-fault", "dev": "0000:03:00.0", "reason": 0x71,
      "reason_name": "First-stage PTE not present"}),
    (GH + "thesofproject/sof-test/pull/749",
     "[    0.941083] kernel: DMAR: [DMA Read NO_PASID] Request device [0x00:0x02.0] fault addr "
     "0x70a28000 [fault reason 0x0c] non-zero reserved fields in PTE",
     {"message": "vtd-fault", "reason": 12, "reason_name": "Reserved field set in PTE"}),
    (GH + "patmagauran/i915ovmfPkg/issues/16",
     "[  228.845965] DMAR: [DMA Write] Request device [00:02.0] PASID ffffffff fault addr 0 "
     "[fault reason 02] Present bit in context entry is clear",
     {"message": "vtd-fault", "reason": 2, "access": "write",
      "reason_name": "Context entry not present"}),
    ("https://alext.mail.at/?p=991",
     "DMAR: [DMA Read] Request device [00:1e.0] PASID ffffffff fault addr df63e000 "
     "[fault reason 06] PTE Read access is not set",
     {"message": "vtd-fault", "dev": "0000:00:1e.0", "reason": 6}),
    ("https://alext.mail.at/?p=991",
     "DMAR-IR: This system BIOS has enabled interrupt remapping\n"
     "   on a chipset that contains an erratum making that\n"
     "   feature unstable.  To maintain system stability\n"
     "   interrupt remapping is being disabled.  Please\n"
     "   contact your BIOS vendor for an update",
     {"message": "interrupt-remapping-erratum", "causes": "1. an early revision of Intel's 5500",
      "not": ["I/O APIC", "mends"]}),
    ("drivers/iommu/iommu-debugfs.c, iommu_debugfs_setup()",
     "[    1.9] *************************************************************\n"
     "[    1.9] **     NOTICE NOTICE NOTICE NOTICE NOTICE NOTICE NOTICE    **\n"
     "[    1.9] **  IOMMU DebugFS SUPPORT HAS BEEN ENABLED IN THIS KERNEL  **\n"
     "[    1.9] ** This means that this kernel is built to expose internal **\n"
     "[    1.9] ** IOMMU data structures, which may compromise security on **\n"
     "[    1.9] ** your system.                                            **",
     {"message": "iommu-debugfs"}),
    (GH + "Dasharo/dasharo-issues/issues/641",
     "[    0.361102] DMAR: DRHD: handling fault status reg 3", {"message": "vtd-fault-status"}),
    (GH + "MrChromebox/firmware/issues/458",
     "[    0.083174] kernel: DMAR-IR: [Firmware Bug]: ioapic 0 has no mapping iommu, interrupt "
     "remapping will be disabled",
     {"message": "ioapic-without-unit", "means": "I/O APIC 0"}),
    (GH + "MrChromebox/firmware/issues/458",
     "[    0.083184] kernel: DMAR-IR: Failed to enable irq remapping. You are vulnerable to "
     "irq-injection attacks.",
     {"message": "interrupt-remapping-off"}),
    (GH + "MrChromebox/firmware/issues/458",
     "[    0.083151] kernel: DMAR: dmar0: reg_base_addr fed90000 ver 1:0 cap c0000020e60262 ecap "
     "f0101a",
     # MGAW is 21:16, one less than the bits: 0x26 + 1
     {"message": "vtd-registers", "means": "39 bits"}),
    (GH + "MrChromebox/firmware/issues/458",
     "[    0.083164] kernel: DMAR: RMRR base: 0x000000ad800000 end: 0x000000af9fffff",
     {"message": "rmrr", "means": "0xad800000-0xaf9fffff"}),
    (GH + "MrChromebox/firmware/issues/458",
     "[    0.083169] kernel: DMAR-IR: IOAPIC id 2 under DRHD base  0xfed91000 IOMMU 1",
     {"message": "ioapic-under-unit"}),
    (GH + "intel/intel-device-plugins-for-kubernetes/issues/1836",
     "[    0.166047] DMAR: dmar0: reg_base_addr d97fc000 ver 6:0 cap 19ed008c40780c66 ecap "
     "3ee9e86f050df",
     # 0x78 >> 0 & 0x3f = 0x38: 57 bits
     {"message": "vtd-registers", "means": "57 bits"}),
    (GH + "intel/intel-device-plugins-for-kubernetes/issues/1836",
     "[    0.037395] DMAR: Enable scalable mode if hardware supports",
     {"message": "vtd-scalable-mode"}),
    (GH + "intel/intel-device-plugins-for-kubernetes/issues/1836",
     "[    0.037393] DMAR: IOMMU enabled",
     {"message": "vtd-parameter-on", "means": "echo"}),
    (GH + "intel/intel-device-plugins-for-kubernetes/issues/1836",
     "[    0.013731] ACPI: DMAR 0x00000000777E0000 000518 (v01 INTEL  M50FCP   00000001 INTL "
     "20091013)",
     {"message": "acpi-table", "means": "DMAR: VT-d"}),
    (GH + "slimbootloader/slimbootloader/issues/786",
     "Your BIOS is broken; DMAR reported at address fed64000 returns all ones!",
     {"message": "dmar-broken", "means": "0xfed64000"}),
    (GH + "strongtz/i915-sriov-dkms/issues/237",
     "[    0.350800] pci 0000:00:02.0: DMAR: Skip IOMMU disabling for graphics",
     {"message": "vtd-graphics-kept", "weight": "normal"}),
    (GH + "utcs-scea/LAKE/issues/10",
     "kern  :info  : [Fri Apr  7 00:04:33 2023] DMAR: DRHD base: 0x000000e0ffc000 flags: 0x0",
     {"message": "vtd-unit"}),
    (GH + "tinkerbell/hook/pull/146",
     "[   28.156880] x2apic: IRQ remapping doesn't support X2APIC mode",
     {"message": "x2apic-off", "causes": "CONFIG_IRQ_REMAP"}),
    # From the archive of the list iommu@lists.linux-foundation.org, and of linux-pci.
    ("https://lore.kernel.org/r/a6288e81-76de-956a-77e9-bccbcbba366f@linux.intel.com/",
     "DMAR: [DMA Read] Request device [00:02.0] fault addr 8900a000 [fault reason 05] PTE Write "
     "access is not set",
     {"message": "vtd-fault", "reason": 5, "means": "atomic operation"}),
    ("https://lore.kernel.org/r/20230909002302.3578361-8-sashal@kernel.org/",
     "DMAR: VT-d detected Invalidation Time-out Error: SID ffff",
     {"message": "vtd-invalidation-timeout", "causes": "does not answer any more"}),
    ("https://lore.kernel.org/r/d7a274a0-3247-b845-6faf-a345f538739c@gmail.com/",
     "xhci_hcd 0000:15:00.0: AMD-Vi: Event logged [IO_PAGE_FAULT domain=0x0000 "
     "address=0x00000000fff50000 flags=0x0020]",
     {"message": "amd-io-page-fault", "access": "write", "decoded": "RW: a write",
      "means": "no page is mapped"}),
    ("https://lore.kernel.org/r/3745daa2-93f3-2d02-f6b1-db58aa5c0c4a@intel.com/",
     "DMAR: [INTR-REMAP] Request device [0x64:0x00.5] fault index 0x8800 [fault reason 0x25] "
     "Blocked a compatibility format interrupt request",
     {"message": "vtd-interrupt-fault", "dev": "0000:64:00.5", "reason": 0x25,
      "reason_name": "Compatibility format interrupt blocked"}),
    ("https://lore.kernel.org/r/20191206072453.5jjwrjedqbjimx45@cantor/",
     "DMAR: [DMA Read] Request device [00:02.0] PASID ffffffff fau=\n"
     "lt addr 9c000000 [fault reason 06] PTE Read access is not set",
     {"message": "vtd-fault", "reason": 6}),
    ("https://lore.kernel.org/r/il25wipcfl5jvafmfpzan4o3oesivvlyyxqwaayh6duxzudizt@gvqiim3kjyng/",
     "arm-smmu-v3 fc900000.iommu: event: F_TRANSLATION client: 0000:01:00.0 sid: 0x100 ssid: 0x0 "
     "iova: 0x90000f040 ipa: 0x0",
     {"message": "smmu-event-decoded", "reason": 0x10, "means": "stream 0x100",
      "origin": "7.2"}),
    ("https://lore.kernel.org/r/CAMdYzYpVoB4tPWcgOCTbxjCfSpYtWKzG_6ucgasJqZynUrqhcA@mail.gmail.com/",
     "vfio-pci: probe of 0000:01:00.0 failed with error -22",
     {"message": "vfio-probe-failed", "dev": "0000:01:00.0", "decoded": "EINVAL"}),
    ("https://lore.kernel.org/r/20260113210259.GA715789@bhelgaas/",
     "pci 0001:00:01.0: bridge window [io  size 0x1000]: can't assign; no space",
     {"message": "bar-no-space", "dev": "0001:00:01.0"}),
    ("https://lore.kernel.org/r/20250221222333.GA368134@bhelgaas/",
     "PCI: Can't parse ACS command line parameter", {"message": "acs-parameter-wrong"}),
    # AMD-Vi.
    (GH + "pcengines/apu2-documentation/issues/240",
     "kernel: [   13.134460] AMD-Vi: Event logged [\n"
     "kernel: [   13.137925] INVALID_DEVICE_REQUEST device=00:00.1 address=0x000000fdf8000020 "
     "flags=0x0a00]",
     # 0xa00 >> 9 = 5: a posted write to the interrupt/EOI range with IntCtl 00b
     {"message": "amd-invalid-device-request", "dev": "0000:00:00.1", "reason": 8,
      "means": "IntCtl is 00b"}),
    (GH + "sharpjs/home/blob/main/linux/pc/journal.md",
     "kernel: iommu ivhd0: AMD-Vi: Event logged [INVALID_DEVICE_REQUEST device=00:00.0 "
     "pasid=0x00000 address=0xfffffffdf8000000 flags=0x0a00]",
     {"message": "amd-invalid-device-request", "dev": "0000:00:00.0", "means": "IntCtl is 00b"}),
    (GH + "pcengines/apu2-documentation/issues/240",
     "kernel: [  221.562629] AMD-Vi: Event logged [\n"
     "kernel: [  221.565929] IO_PAGE_FAULT device=05:00.0 domain=0x0012 "
     "address=0x00000000ff6101b0 flags=0x0070]",
     {"message": "amd-io-page-fault", "dev": "0000:05:00.0", "access": "write"}),
    (GH + "Syniurge/i2c-amd-mp2/issues/1",
     "[    0.000000] [Firmware Bug]: AMD-Vi: IOAPIC[4] not in IVRS table",
     {"message": "amd-ioapic-not-in-ivrs"}),
    (GH + "Syniurge/i2c-amd-mp2/issues/1",
     "[    0.000000] [Firmware Bug]: AMD-Vi: No southbridge IOAPIC found",
     {"message": "amd-ioapic-not-in-ivrs"}),
    (GH + "Syniurge/i2c-amd-mp2/issues/1",
     "[    0.000000] AMD-Vi: Disabling interrupt remapping",
     {"message": "interrupt-remapping-off", "subject": "interrupt-remapping"}),
    (GH + "Dasharo/dasharo-issues/issues/1134",
     "[    2.052762] AMD-Vi: Interrupt remapping enabled",
     {"message": "interrupt-remapping-on", "weight": "normal"}),
    (GH + "AMDESE/AMDSEV/issues/62",
     "[    2.616825] pci 0000:c0:00.2: AMD-Vi: Found IOMMU cap 0x40",
     {"message": "amd-unit", "dev": "0000:c0:00.2"}),
    (GH + "AMDESE/AMDSEV/issues/62",
     "[    2.617154] PCI-DMA: Using software bounce buffering for IO (SWIOTLB)",
     {"message": "swiotlb", "weight": "normal"}),
    # Arm.
    (GH + "radxa-pkg/edk2-cix/issues/24",
     "[    7.471032] [pid:134,cpu0,irq/13-arm-smmu]arm-smmu-v3 arm-smmu-v3.0.auto: event 0x07 "
     "received:\n"
     "[    7.471040] [pid:134,cpu0,irq/13-arm-smmu]arm-smmu-v3 arm-smmu-v3.0.auto:    "
     "0x0000010000000007\n"
     "[    7.471043] [pid:134,cpu0,irq/13-arm-smmu]arm-smmu-v3 arm-smmu-v3.0.auto:    "
     "0x0000000000000000\n"
     "[    7.471045] [pid:134,cpu0,irq/13-arm-smmu]arm-smmu-v3 arm-smmu-v3.0.auto:    "
     "0x0000000000000000\n"
     "[    7.471047] [pid:134,cpu0,irq/13-arm-smmu]arm-smmu-v3 arm-smmu-v3.0.auto:    "
     "0x0000000000000000",
     # StreamID is 63:32 of the first doubleword
     {"message": "smmu-event", "reason": 7, "reason_name": "F_TRANSL_FORBIDDEN",
      "means": "stream 0x100"}),
    # VFIO.
    (GH + "64kramsystem/vga-passthrough/issues/15",
     "qemu-system-x86_64: -device vfio-pci,host=01:00.0,multifunction=on: vfio error: "
     "0000:01:00.0: group 1 is not viable",
     {"message": "group-not-viable", "dev": "0000:01:00.0", "next": "iommu-audit groups"}),
    (GH + "kubevirt/kubevirt/issues/6718",
     "2021-11-03T08:06:48.563014Z qemu-kvm: -device vfio-pci,host=0000:01:00.0,id=ua-gpu1,"
     "bus=pci.5,addr=0x0: vfio 0000:01:00.0: group 1 is not viable",
     {"message": "group-not-viable", "dev": "0000:01:00.0"}),
    (GH + "usnistgov/ndn-dpdk/issues/63",
     "EAL: 0000:44:00.3 VFIO group is not viable! Not all devices in IOMMU group bound to VFIO or "
     "unbound",
     {"message": "group-not-viable", "dev": "0000:44:00.3", "origin": "DPDK"}),
    (GH + "spdk/spdk/issues/1492",
     "[29260.617419] vfio_ecap_init: 0000:5f:00.0 hiding ecap 0x19@0x2a0",
     {"message": "vfio-hides-capability", "weight": "normal", "dev": "0000:5f:00.0"}),
    (GH + "patmagauran/i915ovmfPkg/issues/16",
     "[  229.047659] vfio-pci 0000:00:02.0: vfio_ecap_init: hiding ecap 0x1b@0x100",
     {"message": "vfio-hides-capability", "dev": "0000:00:02.0"}),
    (GH + "patmagauran/i915ovmfPkg/issues/16",
     "[  229.048436] vfio-pci 0000:00:02.0: Invalid PCI ROM header signature: expecting 0xaa55, "
     "got 0xffff",
     {"message": "rom-signature", "dev": "0000:00:02.0"}),
    (GH + "patmagauran/i915ovmfPkg/issues/16",
     "[  229.048421] resource sanity check: requesting [mem 0x000c0000-0x000dffff], which spans "
     "more than PCI Bus 0000:00 [mem 0x000c0000-0x000c3fff window]",
     {"message": "resource-sanity", "means": "lies in (PCI Bus 0000:00",
      "causes": "harmless"}),
    (GH + "gnif/vendor-reset/issues/29",
     "[  156.783583] vfio-pci 0000:10:00.0: No more image in the PCI ROM",
     {"message": "rom-no-last-image", "dev": "0000:10:00.0", "weight": "normal",
      "means": "harmless", "not": ["cannot be read", "all ones"]}),
    # Resets and power.
    (GH + "kata-containers/kata-containers/issues/11708",
     "[586739.359281] vfio-pci 0000:01:00.0: Unable to change power state from D3cold to D0, "
     "device inaccessible",
     {"message": "power-inaccessible", "dev": "0000:01:00.0", "means": "D3cold"}),
    (GH + "kata-containers/kata-containers/issues/11708",
     "[586740.080470] vfio-pci 0000:01:00.0: timed out waiting for pending transaction; performing "
     "function level reset anyway",
     {"message": "reset-pending"}),
    (GH + "kata-containers/kata-containers/issues/11708",
     "[586740.186482] vfio-pci 0000:01:00.0: reset done", {"message": "reset-done"}),
    (GH + "bryansteiner/gpu-passthrough-tutorial/issues/39",
     "[   87.412701] nvidia 0000:01:00.0: not ready 65535ms after resume; giving up",
     {"message": "reset-not-ready", "dev": "0000:01:00.0"}),
    (GH + "bryansteiner/gpu-passthrough-tutorial/issues/39",
     "[   26.485239] nvidia 0000:01:00.0: not ready 8191ms after resume; waiting",
     {"message": "reset-waiting", "means": "8191 ms after resume"}),
    (GH + "spdk/spdk/issues/1492",
     "[115261.493750] nvme 0000:d9:00.0: Failed to return from FLR",
     {"message": "reset-not-ready"}),
    # Space.
    (GH + "strongtz/i915-sriov-dkms/issues/339",
     "[Tue Aug 26 16:02:52 2025] pci 0000:00:1f.5: BAR 0 [mem 0xfe010000-0xfe010fff]: can't "
     "claim; no compatible bridge window",
     {"message": "bar-no-window", "dev": "0000:00:1f.5", "causes": "harmless"}),
    (GH + "strongtz/i915-sriov-dkms/issues/237",
     "[    0.350828] pci 0000:00:02.0: VF BAR 0 [mem 0x00000000-0x06ffffff 64bit]: contains BAR 0 "
     "for 7 VFs",
     {"message": "vf-bar-space", "dev": "0000:00:02.0"}),
    # SMMUv2. arm_smmu_global_fault(): USF is bit 1 of sGFSR, the stream id GFSYNR1 15:0.
    (GH + "esa-tu-darmstadt/tapasco/issues/344",
     "[ 1979.520654] arm-smmu fd800000.iommu:         GFSR 0x80000002, GFSYNR0 0x00000000, "
     "GFSYNR1 0x00000201, GFSYNR2 0x00000000",
     {"message": "smmu-v2-global-fault-registers", "means": "stream id 0x201",
      "decoded": "USF: no stream entry matches; MULTI", "causes": "iommus property",
      "not": ["of its own"]}),
    (SMMU_V2, "arm-smmu 5000000.iommu: Unexpected global fault, this could be serious",
     {"message": "smmu-v2-global-fault", "means": "GFSR", "not": ["of its own, not"]}),
    # sGFSR bit 5 is CAF, by the SMMUv2 specification (IHI0062, SMMU_sGFSR): no stream in that.
    (SMMU_V2, "arm-smmu 5000000.iommu: \tGFSR 0x00000020, GFSYNR0 0x00000000, GFSYNR1 0x00000000, "
     "GFSYNR2 0x00000000",
     {"message": "smmu-v2-global-fault-registers", "decoded": "CAF", "causes": "registers",
      "not": ["refused a request of a device"]}),
    # ARM_SMMU_CB_FSR_TF is bit 1, ARM_SMMU_CB_FSYNR0_WNR bit 4: 0x3 is a read.
    (GH + "openwrt/mt76/issues/1007",
     "arm-smmu 5000000.iommu: Unhandled context fault: fsr=0x402, iova=0xff3cf000, "
     "fsynr=0x300003, cbfrsynra=0x409, cb=10",
     {"message": "smmu-v2-context-fault", "access": "read", "decoded": "TF: no page is mapped",
      "means": "stream 0x409 to 0xff3cf000, in context bank 10: no page", "causes": "unmapped"}),
    # FSR bit 3 is PF, FSYNR0 bit 4 WNR.
    (SMMU_V2, "arm-smmu 15000000.iommu: Unhandled context fault: fsr=0x8, iova=0x1000, "
     "fsynr=0x11, cbfrsynra=0x800, cb=1",
     {"message": "smmu-v2-context-fault", "access": "write", "causes": "DMA_TO_DEVICE",
      "decoded": "PF: no permission; WNR", "not": ["unmapped"]}),
    (GH + "sm7150-mainline/linux/issues/61",
     "arm-smmu 15000000.iommu: FSR    = 00000402 [Format=2 TF], SID=0x800",
     {"message": "smmu-v2-fault-status", "decoded": "TF: no page", "means": "0x800"}),
    (GH + "sm7150-mainline/linux/issues/61",
     "[    0.561338] arm-smmu 15000000.iommu: FSYNR0 = 007c0020 [S1CBNDX=124 PNU PLVL=0]",
     {"message": "smmu-v2-fault-syndrome", "decoded": "PNU: privileged"}),
    # SMMUv3: fields and causes by the type of the event, 7.3.2 to 7.3.23.
    (GH + "radxa-pkg/edk2-cix/issues/24", raw(0x07, 0x100),
     {"message": "smmu-event", "causes": "EATS", "means": "translated request (ATS)",
      "not": ["CLASS", "unmapped"]}),
    (SMMU_V3, raw(0x02, 0x200),
     {"message": "smmu-event", "reason_name": "C_BAD_STREAMID", "causes": "does not name",
      "not": ["CLASS", "unmapped"]}),
    (SMMU_V3, raw(0x04, 0x200),
     {"message": "smmu-event", "reason_name": "C_BAD_STE", "not": ["CLASS", "unmapped"]}),
    (SMMU_V3, raw(0x0a, 0x200),
     {"message": "smmu-event", "reason_name": "C_BAD_CD", "causes": "PASID",
      "not": ["CLASS", "unmapped"]}),
    (SMMU_V3, raw(0x0b, 0x200, 1 << 40 | 1 << 35, 0x1000),
     {"message": "smmu-event", "reason_name": "F_WALK_EABT", "causes": "RAS", "access": "read",
      "means": "external abort", "decoded": "CLASS: while a table was walked",
      "not": ["unmapped"]}),
    # A write to a page that may only be read: RnW 0, CLASS 10b (the input address).
    (SMMU_V3, raw(0x13, 0x200, 2 << 40, 0x1000),
     {"message": "smmu-event", "reason_name": "F_PERMISSION", "access": "write",
      "causes": "1. the driver mapped the buffer for the device to read (DMA_TO_DEVICE)",
      "decoded": "CLASS: by the address itself", "not": ["unmapped"]}),
    (SMMU_V3, raw(0x10, 0x200, 2 << 40 | 1 << 35, 0x1000),
     {"message": "smmu-event", "reason_name": "F_TRANSLATION", "access": "read",
      "causes": "1. the driver unmapped a buffer"}),
    # GERROR: bit 0 CMDQ_ERR, bit 2 EVTQ_ABT_ERR, bit 8 SFM_ERR (arm-smmu-v3.h).
    (SMMU_V3, "arm-smmu-v3 arm-smmu-v3.0.auto: unexpected global error reported (0x00000101), "
     "this could be serious",
     {"message": "smmu-global-error", "decoded": "CMDQ_ERR", "causes": "fault of its hardware",
      "not": ["EVTQ"]}),
    # x2APIC: eim_mode of intel_enable_irq_remapping(); the opt-out of intel_prepare_irq_remapping().
    (GH + "ccMSC/ckb/issues/506", "DMAR-IR: Enabled IRQ remapping in xapic mode",
     {"message": "interrupt-remapping-xapic", "means": "cannot use x2APIC",
      "not": ["can be used"]}),
    (IR, "DMAR-IR: Enabled IRQ remapping in x2apic mode",
     {"message": "interrupt-remapping-x2apic", "weight": "normal"}),
    (GH + "ccMSC/ckb/issues/506", "x2apic: IRQ remapping doesn't support X2APIC mode\n"
     "DMAR-IR: x2apic is disabled because BIOS sets x2apic opt out bit.\n"
     "DMAR-IR: Enabled IRQ remapping in xapic mode",
     {"message": "x2apic-off", "causes": "opts out of x2APIC",
      "not": ["intremap=off", "CONFIG_IRQ_REMAP"]}),
    (IR, "x2apic: IRQ remapping doesn't support X2APIC mode\n"
     "DMAR-IR: dmar0 does not support EIM\nDMAR-IR: Enabled IRQ remapping in xapic mode",
     {"message": "x2apic-off", "causes": "Extended Interrupt Mode", "not": ["intremap=off"]}),
    # The integrated GPU at boot, before any driver: false positives in Intel's own CI.
    (GH + "thesofproject/sof-test/issues/688",
     "[    0.929877] kernel: DMAR: [DMA Read] Request device [00:02.0] PASID ffffffff fault addr "
     "70e67000 [fault reason 06] PTE Read access is not set",
     {"message": "vtd-fault", "causes": "1. the integrated GPU still scans out"}),
    (GH + "thesofproject/sof-test/pull/749",
     "[    0.941083] kernel: DMAR: [DMA Read NO_PASID] Request device [0x00:0x02.0] fault addr "
     "0x70a28000 [fault reason 0x0c] non-zero reserved fields in PTE",
     {"message": "vtd-fault", "causes": "1. the integrated GPU still scans out"}),
    # Another function, or above 4 GiB, or another class in the same log: not that.
    (DMAR_C, "[    0.929877] DMAR: [DMA Read] Request device [03:00.0] PASID ffffffff fault addr "
     "70e67000 [fault reason 06] PTE Read access is not set",
     {"message": "vtd-fault", "not": ["integrated"]}),
    (DMAR_C, "[    0.929877] DMAR: [DMA Read] Request device [00:02.0] PASID ffffffff fault addr "
     "170e67000 [fault reason 06] PTE Read access is not set",
     {"message": "vtd-fault", "not": ["integrated"]}),
    (DMAR_C, "[    0.929877] DMAR: [DMA Read] Request device [00:02.0] PASID ffffffff fault addr "
     "70e67000 [fault reason 06] PTE Read access is not set\n"
     "[    0.350769] pci 0000:00:02.0: [1af4:1050] type 00 class 0x030000 conventional PCI endpoint",
     {"message": "vtd-fault", "not": ["integrated"]}),
    (GH + "patmagauran/i915ovmfPkg/issues/23",
     "[  144.480641] DMAR: [DMA Read] Request device [00:02.0] PASID ffffffff fault addr 9c000000 "
     "[fault reason 06] PTE Read access is not set",
     {"message": "vtd-fault", "causes": "in a guest", "not": ["still scans"]}),
    # AMD's flags: PR says that a page is mapped, I that it was an interrupt (2.5.3).
    (GH + "Dasharo/dasharo-issues/issues/1134",
     "ath10k_pci 0000:01:00.0: AMD-Vi: Event logged [IO_PAGE_FAULT domain=0x000d "
     "address=0xcece9e50 flags=0x0070]\n"
     "00001000-0009ffff : System RAM\ncece9000-ceffffff : RAM buffer",
     {"message": "amd-io-page-fault",
      "causes": "1. the driver mapped the buffer for the device to read (DMA_TO_DEVICE)",
      "addresses": [{"address": "0xcece9e50", "place": "iova", "range": None}],
      "not": ["firmware", "unmapped"]}),
    (AMD_INIT, "xhci_hcd 0000:00:14.0: AMD-Vi: Event logged [IO_PAGE_FAULT device=00:14.0 "
     "domain=0x0000 address=0xfdf8000000 flags=0x0008]",
     {"message": "amd-io-page-fault", "means": "an interrupt", "causes": "I/O APIC",
      "not": ["unmapped", "buffer"]}),
    (GH + "amd/xdna-driver/issues/181",
     "AMD-Vi: Event logged [IO_PAGE_FAULT domain=0x001a address=0xfffc8000 flags=0x0050]",
     {"message": "amd-io-page-fault", "next": "iommu-audit faults", "not": ["iommu-audit why"]}),
    # FSTS: PPF is bit 1, IQE bit 4, ITE bit 6; without PPF dmar_fault() prints no fault.
    (DMAR_C, "DMAR: DRHD: handling fault status reg 40",
     {"message": "vtd-fault-status", "means": "no line with a fault follows",
      "causes": "did not answer", "not": ["has refused something"]}),
    (DMAR_C, "DMAR: DRHD: handling fault status reg 402",
     {"message": "vtd-fault-status", "means": "from record 4 on"}),
    # Old kernels: pr_fmt "dmar: ", and the reason on a line of its own.
    ("https://github.com/torvalds/linux/blob/v3.10/drivers/iommu/dmar.c",
     "dmar: DRHD: handling fault status reg 2",
     {"message": "vtd-fault-status", "decoded": "PPF"}),
    ("https://github.com/torvalds/linux/blob/v3.10/drivers/iommu/dmar.c",
     "dmar: DMAR:[DMA Read] Request device [03:00.0] fault addr ffff0000 \n"
     "DMAR:[fault reason 06] PTE Read access is not set",
     {"message": "vtd-fault", "dev": "0000:03:00.0", "reason": 6}),
    # Source ids of I/O APICs are on buses of no function.
    ("https://github.com/torvalds/linux/blob/v4.4/drivers/iommu/dmar.c",
     "[    0.080000] DMAR: INTR-REMAP: Request device [[f0:1f.0] fault index 0\n"
     "               INTR-REMAP:[fault reason 37] Blocked a compatibility format interrupt request",
     {"message": "vtd-interrupt-fault", "reason": 0x25, "causes": "I/O APIC",
      "means": "source id f0:1f.0", "not": ["MSI registers", "iommu-audit why"]}),
    # apic.c of 3.10: the line without the prefix x2apic.
    (GH + "apptainer/singularity/issues/4774",
     "IRQ remapping doesn't support X2APIC mode, disable x2apic.", {"message": "x2apic-off"}),
    # Resets and power: each state is set by a function of its own (pci.c of 6.12, of 5.4).
    (PCI, "nvme 0000:01:00.0: Unable to change power state from D0 to D3hot, device inaccessible",
     {"message": "power-inaccessible", "means": "put to sleep in D3hot from D0",
      "origin": "pci_set_low_power_state()", "not": ["woken"]}),
    (PCI, "nvme 0000:01:00.0: Unable to change power state from D3cold to D0, device inaccessible",
     {"message": "power-inaccessible", "means": "woken to D0 from D3cold",
      "origin": "pci_power_up()"}),
    (GH + "gnif/vendor-reset/issues/5",
     "vfio-pci 0000:0a:00.0: Refused to change power state, currently in D3",
     {"message": "power-refused", "means": "stays in D3", "origin": "older"}),
    (PCI, "vfio-pci 0000:0a:00.0: Refused to change power state from D3hot to D0",
     {"message": "power-refused", "means": "stays in D3hot though it was told to change to D0"}),
    (LINUX + "drivers/vfio/pci/vfio_pci_config.c",
     "vfio-pci 0000:01:00.0: vfio_bar_restore: reset recovery - restoring BARs",
     {"message": "vfio-bar-restore", "dev": "0000:01:00.0"}),
    (LINUX + "drivers/vfio/pci/vfio_pci_intrs.c",
     "genirq: Flags mismatch irq 16. 00000000 (vfio-intx(0000:03:00.0)) vs. 00000080 (ehci_hcd:usb1)",
     {"message": "vfio-intx-shared", "dev": "0000:03:00.0", "means": "line 16 with ehci_hcd:usb1",
      "next": "grep 16:"}),
    (LINUX + "drivers/iommu/intel/iommu.c",
     "DMAR: ERROR: DMA PTE for vPFN 0xfffc0 already set (to 10e6003 not 10e7003)",
     {"message": "vtd-pte-already-set", "means": "page 0xfffc0"}),
    (LINUX + "drivers/iommu/intel/iommu.c",
     "DMAR: Failed to copy translation tables from previous kernel for dmar1",
     {"message": "vtd-tables-not-copied", "means": "dmar1"}),
    (GH + "amd/xdna-driver/issues/704",
     "amdxdna 0000:c5:00.1: [drm] *ERROR* amdxdna_drm_open: SVA bind device failed, ret -19",
     {"message": "sva-bind-failed", "dev": "0000:c5:00.1", "decoded": "errno 19"}),
    (AMD_INIT_C, "AMD-Vi: IOMMU Event log restarting", {"message": "amd-log-overflow"}),
    ("https://github.com/qemu/qemu/blob/master/hw/vfio/pci.c",
     "qemu-system-x86_64: vfio: Unable to power on device, stuck in D3",
     {"message": "vfio-stuck-in-d3", "origin": "vfio_pci_pre_reset()"}),
    ("https://github.com/qemu/qemu/blob/master/hw/vfio/pci.c",
     "vfio_err_notifier_handler(0000:01:00.0) Unrecoverable error detected. Please collect any "
     "data possible and then kill the guest\n"
     "kvm: -device vfio-pci,host=0000:03:00.0: vfio 0000:03:00.0: group 5 is not viable",
     {"message": "vfio-unrecoverable-error", "dev": "0000:01:00.0"}),
    ("https://github.com/qemu/qemu/blob/master/hw/vfio/common.c",
     "qemu-system-x86_64: -device vfio-pci,host=0000:03:00.0,id=hostdev0: vfio 0000:03:00.0: Failed "
     "to set up TRIGGER eventfd signaling for interrupt INTX-0: VFIO_DEVICE_SET_IRQS failure: "
     "Device or resource busy",
     {"message": "vfio-set-irqs", "dev": "0000:03:00.0", "means": "INTX-0"}),
    # include/linux/pci.h: PCI_IOV_RESOURCES are 7 to 12, PCI_BRIDGE_RESOURCES 13 on.
    (GH + "strongtz/i915-sriov-dkms/issues/29",
     "pci 0000:00:02.0: BAR 9: no space for [mem size 0xe0000000 64bit pref]",
     {"message": "bar-no-space", "decoded": "VF BAR 2"}),
    # Without CONFIG_PCI_IOV the windows of a bridge are 7 to 9; VF BARs are never I/O.
    (GH + "home-assistant/operating-system/issues/1880",
     "[    0.501789] pci 0000:00:17.3: BAR 7: failed to assign [io  size 0x1000]",
     {"message": "bar-not-assigned", "decoded": "bridge's I/O window", "not": ["VF BAR 0"]}),
    (GH + "open-power/op-build/issues/594",
     "pci 0003:00:00.0: BAR 7: no space for [io  size 0x2000]",
     {"message": "bar-no-space", "decoded": "bridge's I/O window", "not": ["VF BAR 0"]}),
    (PCI_H, "pci 0003:00:00.0: BAR 8: no space for [mem size 0x2000000]",
     {"message": "bar-no-space", "decoded": "without CONFIG_PCI_IOV, its memory window"}),
    # QEMU: vfio_pci_hot_reset() without hot reset info, and vfio_realize() without a group.
    (GH + "ryanprescott/realtek-verb-tools/issues/2",
     "qemu-system-x86_64: vfio: Cannot reset device 0000:00:1f.3, no available reset mechanism.",
     {"message": "vfio-no-reset", "dev": "0000:00:1f.3", "means": "the guest starts",
      "causes": "1. usual for functions of the chipset on bus 0",
      "not": ["does not own", "give all functions"]}),
    (GH + "foxlet/macOS-Simple-KVM/issues/579",
     "qemu-system-x86_64: -device vfio-pci,host=08:00.0,bus=port.1,multifunction=on: "
     "vfio 0000:08:00.0: no iommu_group found: No such file or directory",
     {"message": "vfio-no-group", "dev": "0000:08:00.0", "causes": "1. no IOMMU is on"}),
    (GH + "kata-containers/kata-containers/issues/10622",
     "qemu-system-x86_64: vfio 0000:01:00.0: group 1 used in multiple address spaces",
     {"message": "vfio-group-address-spaces", "means": "group 1", "causes": "a virtual IOMMU"}),
    # amd_iommu_v2_init() greets before it asks amd_iommu_v2_supported().
    (GH + "QubesOS/qubes-issues/issues/6439",
     "[    6.034747] AMD-Vi: AMD IOMMUv2 driver by Joerg Roedel <jroedel@suse.de>\n"
     "[    6.034748] AMD-Vi: AMD IOMMUv2 functionality not available on this system",
     {"message": "amd-iommu-v2-driver", "means": "does not say that there is one",
      "not": ["there and used"]}),
    # pci_resize_resource() gives the old BAR back; ROMs and I/O ports are no matter of MMIO.
    (GH + "xCuri0/ReBarUEFI/issues/261",
     "xe 0000:19:00.0: BAR 2 [mem size 0x200000000 64bit pref]: can't assign; no space\n"
     "xe 0000:19:00.0: BAR 2 [mem 0x27fe0000000-0x27fefffffff 64bit pref]: releasing\n"
     "xe 0000:19:00.0: [drm] Failed to resize BAR2 to 8192M (-ENOSPC). Consider enabling "
     "'Resizable BAR' support in your BIOS\n"
     "xe 0000:19:00.0: BAR 2 [mem 0x27fe0000000-0x27fefffffff 64bit pref]: assigned",
     {"message": "bar-no-space", "causes": "old place", "not": ["Above 4G", "VF BAR"]}),
    (GH + "snu-csl/nvmevirt/issues/60",
     "pci 0000:02:00.0: ROM [mem size 0x00100000 pref]: can't assign; no space",
     {"message": "bar-no-space", "means": "works without it", "not": ["Above 4G", "VF BAR"]}),
    (GH + "ROCm/legacy-rocm-build/issues/1626",
     "pci 0000:00:15.0: BAR 13: no space for [io  size 0x1000]",
     {"message": "bar-no-space", "causes": "1. there are 64 KiB of I/O ports",
      "not": ["Above 4G", "VF BAR", "realloc"]}),
    # vfio_dma_map() maps to be read always; PR without PE does not say what was wrong.
    (GH + "inga-lovinde/RadeonResetBugFix/issues/6",
     "vfio-pci 0000:11:00.0: AMD-Vi: Event logged [IO_PAGE_FAULT domain=0x001e "
     "address=0x1da414000 flags=0x0050]",
     {"message": "amd-io-page-fault", "causes": "1. a device that was in a guest",
      "not": ["DMA_FROM_DEVICE"]}),
    (GH + "DIGImend/digimend-kernel-drivers/issues/136",
     "[    1.116842] AMD-Vi: Event logged [IO_PAGE_FAULT device=20:00.0 domain=0x0003 "
     "address=0x000000f4001eef80 flags=0x0010]",
     {"message": "amd-io-page-fault", "means": "no other bit", "not": ["unmapped a buffer"]}),
    (GH + "clearlinux/distribution/issues/3291",
     "atlantic 0000:06:00.0: Unable to change power state from D3cold to D0, device inaccessible\n"
     "pcieport 0000:00:07.0: pciehp: Slot(5): Link Down",
     {"message": "power-inaccessible", "causes": "1. its link is down, or it was pulled out",
      "not": ["disable_idle_d3", "--profile vfio"]}),
    # intel/svm.c of 6.1 and intel/prq.c print without "DMAR: ".
    (GH + "intel/dsa-perf-micros/issues/2",
     "IOMMU: dmar12: Page request without PASID",
     {"message": "page-request-invalid", "means": "dmar12"}),
    (LINUX + "drivers/iommu/intel/prq.c",
     "dmar12: Invalid page request: 0001000000750101 0000000000000003",
     {"message": "page-request-invalid", "means": "dmar12"}),
    (GH + "amd/xdna-driver/issues/62",
     "[  278.109565] amdxdna 0000:65:00.1: amdxdna_drm_open: SVA bind device failed, ret -28",
     {"message": "sva-bind-failed", "decoded": "errno 28", "causes": "no PASID is left"}),
    # Half a second into boot: the bootloader's framebuffer.
    (GH + "sm7150-mainline/linux/issues/61",
     "[    0.561287] arm-smmu 15000000.iommu: Unhandled context fault: fsr=0x402, iova=0x9c4b9000, "
     "fsynr=0x7c0020, cbfrsynra=0x800, cb=7",
     {"message": "smmu-v2-context-fault", "causes": "1. firmware or a bootloader left"}),
    # dmar_parse_one_andd(): a device of ACPI, no unit.
    (GH + "leifliddy/macbook12-audio-driver/issues/6",
     "DMAR: ANDD device: b name: \\_SB.PCI0.UA02",
     {"message": "vtd-acpi-device", "means": "UA02, number 0xb",
      "not": ["that there is a unit"]}),
    (GH + "FascodeNet/alterlinux/issues/238",
     "pci 0000:00:00.2: AMD-Vi: Unable to read/write to IOMMU perf counter.",
     {"message": "amd-counters-off", "means": "not affected", "not": ["there and used"]}),
    (GH + "AMDESE/AMDSEV/issues/62",
     "AMD-Vi: Virtual APIC enabled\nAMD-Vi: Lazy IO/TLB flushing enabled",
     {"message": "amd-unit", "not": ["and 1 line like it"]}),
    (GH + "AMDESE/AMDSEV/issues/62", "AMD-Vi: Lazy IO/TLB flushing enabled",
     {"message": "amd-flush-lazy", "means": "stays reachable", "not": ["there and used"]}),
    (PCI_H, "pci 0000:00:1c.0: BAR 15: no space for [mem size 0x00200000 64bit pref]",
     {"message": "bar-no-space", "decoded": "bridge's prefetchable memory window"}),
    (PCI_H, "pci 0000:01:00.0: BAR 0: no space for [mem size 0x00200000 64bit pref]",
     {"message": "bar-no-space", "decoded": None}),
    # /proc/iomem has eight digits without 0x: r_show() of kernel/resource.c.
    (LINUX + "kernel/resource.c",
     "vfio-pci 0000:05:00.0: BAR 0: can't reserve [mem 0xe0000000-0xefffffff 64bit pref]",
     {"message": "bar-reserved", "next": "grep -A3 e0000000 /proc/iomem"}),
    # vfio_pci_fill_ids(): [vendor:device[subvendor:subdevice]], PCI_ANY_ID is ffffffff.
    (LINUX + "drivers/vfio/pci/vfio_pci.c",
     "vfio_pci: add [10de:1b80[ffffffff:ffffffff]] class 0x000000/00000000",
     {"message": "vfio-ids-added",
      "means": "ids 10de:1b80 from now on, of the subsystem ffffffff:ffffffff (ffffffff: of any)"}),
    # copy_translation_tables() of a crash kernel: what runs on is refused.
    (DMAR_C, "DMAR: [DMA Read NO_PASID] Request device [3b:00.0] fault addr 0x101bc2a000 [fault "
     "reason 0x06] PTE Read access is not set\n"
     "DMAR: Copied translation tables from previous kernel for dmar0",
     {"message": "vtd-fault", "causes": "1. this kernel was started by kexec or kdump"}),
    (DMAR_C, "DMAR: [DMA Read NO_PASID] Request device [3b:00.0] fault addr 0x101bc2a000 [fault "
     "reason 0x06] PTE Read access is not set",
     {"message": "vtd-fault", "not": ["kexec"]}),
    # The errno of the line chooses the cause.
    (GH + "AltraMayor/gatekeeper/issues/718",
     "cannot add vfio group to container, error 22 (invalid argument)",
     {"message": "vfio-container", "errno": 22, "causes": "1. firmware's reserved memory",
      "not": ["interrupt remapping"]}),
    (QEMU + "hw/vfio/container-legacy.c",
     "qemu-system-x86_64: -device vfio-pci,host=02:00.0: vfio 0000:02:00.0: failed to setup "
     "container for group 1: Failed to set iommu for container: Operation not permitted",
     {"message": "vfio-container", "errno": 1, "dev": "0000:02:00.0",
      "causes": "1. no interrupt remapping", "not": ["reserved memory"]}),
    (GH + "kata-containers/kata-containers/issues/12549",
     "qemu-system-x86_64: vfio_container_dma_map(0x55558771a400, 0xfa800000, 0x4000, "
     "0x7788e9d2c000) = -14 (Bad address)",
     {"message": "vfio-map-failed", "errno": 14, "causes": "1. the range is not host memory",
      "not": ["39 bits"]}),
    (QEMU + "backends/iommufd.c",
     "qemu-system-x86_64: warning: IOMMU_IOAS_MAP failed: Bad address, PCI BAR?",
     {"message": "vfio-map-failed", "errno": 14, "causes": "BAR of another"}),
    (QEMU + "hw/vfio/container.c", "qemu-system-x86_64: VFIO_MAP_DMA: -12",
     {"message": "vfio-map-failed", "errno": 12, "causes": "1. RLIMIT_MEMLOCK"}),
    (QEMU + "hw/vfio/container.c", "qemu-system-x86_64: VFIO_MAP_DMA failed: Cannot allocate memory",
     {"message": "vfio-map-failed", "errno": 12, "causes": "1. RLIMIT_MEMLOCK"}),
    (QEMU + "hw/vfio/region.c",
     "qemu-system-x86_64: -device vfio-pci,host=01:00.0: vfio 0000:01:00.0: failed to get region "
     "0 info: Input/output error",
     {"message": "vfio-region-info", "errno": 5, "dev": "0000:01:00.0", "means": "region 0"}),
    (DPDK, "EAL:   0000:01:00.0 failed to select IOMMU type",
     {"message": "vfio-iommu-type", "dev": "0000:01:00.0", "means": "type 1, sPAPR, no-IOMMU"}),
    (DPDK, "EAL: 0000:04:00.0 DMA remapping failed, error 12 (Cannot allocate memory)",
     {"message": "vfio-map-failed", "errno": 12, "dev": "0000:04:00.0"}),
    # intel_prepare_irq_remapping(): irq_remap_broken has one cause.
    (IR, "DMAR-IR: This system BIOS has enabled interrupt remapping\n"
     "on a chipset that contains an erratum making that\n"
     "feature unstable.  To maintain system stability\n"
     "interrupt remapping is being disabled.  Please\n"
     "contact your BIOS vendor for an update",
     {"message": "interrupt-remapping-erratum", "not": ["I/O APIC"]}),
    (LINUX + "drivers/iommu/intel/cap_audit.c", "DMAR: IOMMU feature pasid inconsistent",
     {"message": "vtd-feature-inconsistent", "causes": "on servers those of accelerators"}),
    (LINUX + "drivers/pci/setup-bus.c",
     "pcieport 0000:00:00.0: Assigned bridge window [mem 0x1800000000-0x182fffffff 64bit pref] to "
     "[bus 01-03] cannot fit 0x100000000 required for 0000:02:01.0 bridging to [bus 03]",
     {"message": "bridge-window-cannot-fit", "dev": "0000:00:00.0",
      "means": "below 02:01.0 needs 0x100000000"}),
    (LINUX + "drivers/pci/rom.c", "vfio-pci 0000:10:00.0: No more images in PCI ROM",
     {"message": "rom-no-last-image"}),
    (GH + "gnif/vendor-reset/issues/46",
     "vfio-pci 0000:0f:00.0: Unsupported reset method 'device_specific'",
     {"message": "reset-method-refused", "means": "'device_specific'"}),
    (GH + "gem5/gem5/issues/374",
     "arm-smmu-v3 2b400000.smmuv3: unknown/unsupported TT endianness!",
     {"message": "smmu-not-used", "means": "gives up"}),
    (GH + "sm7150-mainline/linux/issues/61",
     "arm-smmu 15000000.iommu: FSYNR0 = 00300003 [S1CBNDX=48 PLVL=3]",
     {"message": "smmu-v2-fault-syndrome", "decoded": "a read", "means": "level 3",
      "not": ["no bit"]}),
    (GH + "qualcomm/fastrpc/issues/353",
     "arm-smmu 15000000.iommu: soft iova-to-phys=0x0000000000000000",
     {"message": "smmu-v2-table-walk"}),
    ("https://internet-lab.ru/proliant_g9_iommu",
     "DMAR: [Firmware Bug]: No firmware reserved region can cover this RMRR "
     "[0x00000000bb800000-0x00000000bbffffff]",
     {"message": "rmrr-not-reserved", "means": "0xbb800000-0xbbffffff"}),
    (GH + "chyves/chyves/issues/3", "AMD IOMMUv2 driver by Joerg Roedel <jroedel@suse.de>\n"
     "AMD IOMMUv2 functionality not available on this system",
     {"message": "amd-iommu-v2-driver", "not": ["there and used"]}),
    (GH + "openvelinux/kernel/issues/50", "AMD-Vi: AMD-Vi:   DEV_SPECIAL(HPET[0])\t\tdevid: 00:14.0",
     {"message": "amd-table-dump"}),
    (LINUX + "drivers/iommu/iommu.c",
     "iommu: Memory encryption detected - Disabling default IOMMU Passthrough",
     {"message": "passthrough-off-by-encryption", "means": "iommu=pt"}),
    # Xen: xen/drivers/passthrough/vtd/iommu.c, amd/iommu_init.c and iommu.c
    (XEN, "(XEN) [VT-D]DMAR:[DMA Read] Request device [0000:00:02.0] fault addr 9c000000, "
     "iommu reg = ffff82c000201000",
     {"message": "xen-fault", "dev": "0000:00:02.0", "means": "0x9c000000"}),
    (XEN, "(XEN) [VT-D]DMAR: reason 06 - PTE Read access is not set",
     {"message": "xen-fault-reason", "means": "06, PTE Read access is not set"}),
    (XEN, "(XEN) [2024-05-01 10:11:12.123] AMD-Vi: IO_PAGE_FAULT: 0000:02:00.0 d0 addr "
     "00000000e0008000 flags 0x20 PR",
     {"message": "xen-fault", "dev": "0000:02:00.0", "means": "0xe0008000"}),
    (XEN, "(XEN) [    1.522452] I/O virtualisation enabled", {"message": "xen-iommu-on"}),
    (XEN, "(XEN)  - Dom0 mode: Relaxed", {"message": "xen-dom0-mode", "means": ": Relaxed."}),
    (XEN, "(XEN) AMD-Vi: IOMMU 0 Enabled.", {"message": "xen-unit"}),
    (XEN, "(XEN) Intel VT-d Snoop Control not enabled.", {"message": "xen-unit"}),
    (XEN, "(XEN) [VT-D] A sentence that is not known", {"message": "xen-other"}),
    # Drivers in drivers/iommu that are not read: their own words.
    (LINUX + "drivers/iommu/rockchip-iommu.c",
     "rk_iommu ff914000.iommu: Page fault at 0x00000000fec3e000 of type read",
     {"message": "other-iommu-fault", "means": "0xfec3e000"}),
    (LINUX + "drivers/iommu/apple-dart.c",
     "apple-dart 231304000.iommu: translation fault: status:0x80000010 stream:0 code:0x10 "
     "(NO PTE FOR IOVA) at 0x4000", {"message": "other-iommu-fault", "means": "0x4000"}),
    (LINUX + "drivers/iommu/mtk_iommu.c",
     "mtk-iommu 14018000.iommu: fault type=0x280 iova=0x1c0000000 pa=0x0 master=0x3000000(larb=3 "
     "port=0) layer=1 read", {"message": "other-iommu-fault", "means": "0x1c0000000"}),
    (LINUX + "drivers/iommu/exynos-iommu.c",
     "exynos-sysmmu 14650000.sysmmu: 14650000.sysmmu: [READ] PAGE FAULT occurred at 0x2fc9f000",
     {"message": "other-iommu-fault", "means": "0x2fc9f000"}),
    (LINUX + "drivers/iommu/sun50i-iommu.c",
     "sun50i-iommu 30f0000.iommu: Page fault for 0x00000000fff00000 (master 0, dir rd)",
     {"message": "other-iommu-fault", "means": "0xfff00000"}),
    (LINUX + "drivers/iommu/virtio-iommu.c",
     "virtio_iommu virtio0: page fault from EP 24 at 0xfffff000 [R]",
     {"message": "virtio-iommu-fault", "means": "endpoint 24"}),
    (LINUX + "drivers/iommu/iommufd/main.c",
     "iommufd: IOMMUFD is providing /dev/vfio/vfio, not VFIO.", {"message": "iommufd-for-vfio"}),
    (GH + "VoltCyclone/PCILeechFWGenerator/issues/79",
     "Failed to open /dev/vfio/10: [Errno 16] Device or resource busy",
     {"message": "vfio-group-open", "errno": 16, "causes": "1. another program"}),
    (GH + "strongtz/i915-sriov-dkms/issues/246",
     "[ 4593.500174] i915 0000:00:02.0: [drm] *ERROR* Failed to enable 2 VFs (-ENOMEM)",
     {"message": "sriov-enable-failed", "dev": "0000:00:02.0", "errno": 12,
      "causes": "1. the BARs of its VFs"}),
    (GH + "kubevirt/kubevirt/issues/18915",
     "qemu-kvm: -device vfio-pci: vfio 0000:81:00.0: failed to setup container for group 12: memory "
     "listener initialization failed: Region ram-node0: vfio_container_dma_map(0x5581, 0x100000000, "
     "0x1780000000, 0x7f01) = -12 (Cannot allocate memory)",
     {"message": "vfio-map-failed", "dev": "0000:81:00.0", "errno": 12,
      "causes": "1. RLIMIT_MEMLOCK", "not": ["interrupt remapping"]}),
    (GH + "kubevirt/kubevirt/issues/17694",
     "internal error: Process exited prior to exec: libvirt: error : cannot limit locked memory of "
     "process 111 to 9007199254740991: Operation not permitted",
     {"message": "locked-memory-limit", "errno": 1, "causes": "CAP_SYS_RESOURCE"}),
    (GH + "intel/gvt-linux/issues/60",
     "Jul 28 16:14:53 s510u kernel: gvt: vgpu 1: vfio_pin_pages failed for gfn 0x1d7b8a, ret -12",
     {"message": "vfio-pin-failed", "errno": 12, "causes": "1. RLIMIT_MEMLOCK"}),
    (GH + "FascodeNet/alterlinux/issues/238",
     "1月 30 23:27:53 miku-ms7c02 kernel: kfd kfd: error getting iommu info. is the iommu enabled?",
     {"message": "kfd-without-iommu"}),
    (GH + "QubesOS/qubes-issues/issues/10931", "(XEN) AMD-Vi: Error initialization",
     {"message": "xen-iommu-off"}),
    (GH + "QubesOS/qubes-issues/issues/10931",
     "(XEN) IVMD: [0, 0] is not (entirely) in reserved memory", {"message": "xen-other"}),
    # arm_smmu_context_fault() of older kernels has no CBFRSYNRA: no stream is known.
    (SMMU_V2,
     "arm-smmu 15000000.apps-smmu: Unhandled context fault: iova=0xa58c00d8, fsr=0x40000402, "
     "fsynr=0x360003, cb=5",
     {"message": "smmu-v2-context-fault", "means": "a read by a device to 0xa58c00d8, in context "
      "bank 5: no page is mapped"}),
    (GH + "linuxboot/heads/issues/286",
     "[2017-10-23 09:08:16.331] [    0.000000] Your BIOS is broken; DMAR reported at address "
     "fbffc000 returns all ones!\n"
     "[2017-10-23 09:08:16.340] [    0.000000] BIOS vendor: (null); Ver: (null); Product Version: "
     "(null)", {"message": "dmar-broken"}),
    (GH + "opencomputeproject/OpenNetworkLinux/pull/897",
     "[10672.868940] DMAR: [DMA Write] Request device [00:12.0] fault addr 0 [fault reason 05] PTE "
     "Write access is not set", {"message": "vtd-fault", "reason": 5, "access": "write"}),
    (GH + "gnif/vendor-reset/issues/81",
     "Jun 15 11:59:16   kernel: iommu ivhd0: AMD-Vi: Event logged [IOTLB_INV_TIMEOUT "
     "device=0000:0b:00.0 address=0x1002147e0]",
     {"message": "amd-iotlb-inv-timeout", "dev": "0000:0b:00.0"}),
    (GH + "gnif/vendor-reset/issues/66",
     "`[  893.004144] DMAR: VT-d detected Invalidation Completion Error: SID 0`",
     {"message": "vtd-invalidation-completion-error"}),
    ("https://lkml.indiana.edu/hypermail/linux/kernel/1302.0/01541.html",
     "[ 1692.021403] dmar: DMAR:[DMA Read] Request device [00:02.0] fault addr 1a45aa9000\n"
     "[ 1692.021403] DMAR:[fault reason 12] non-zero reserved fields in PTE\n"
     "[ 1692.021416] dmar: DRHD: handling fault status reg 2",
     {"message": "vtd-fault", "reason": 12, "not": ["framebuffer"]}),
    # drivers/iommu/intel-iommu.c and iommu.c of 4.x
    (GH + "torvalds/linux/blob/v4.9/drivers/iommu/intel-iommu.c",
     "DMAR: Ignoring identity map for HW passthrough device 0000:00:1a.0 [0xbddde000 - 0xbddecfff]",
     {"message": "vtd-identity", "dev": "0000:00:1a.0"}),
    (GH + "torvalds/linux/blob/v4.9/drivers/iommu/intel-iommu.c",
     "DMAR: Prepare 0-16MiB unity mapping for LPC", {"message": "vtd-identity"}),
    (GH + "torvalds/linux/blob/v4.9/drivers/iommu/iommu.c",
     "vfio-pci 0000:03:00.0: not ready 65535ms after FLR; giving up\n"
     "iommu: Adding device 0000:03:00.0 to group 12",
     {"message": "reset-not-ready", "group": 12}),
    # dma-iommu.c of 6.1 has no such line, that of 6.12 has it: iommu_dma_alloc_iova()
    (LINUX + "drivers/iommu/dma-iommu.c", "mlx5_core 0000:03:00.0: Using 64-bit DMA addresses",
     {"message": "dma-bits", "origin": "6.12"}),
    (LINUX + "drivers/pci/iov.c",
     "pci 0000:03:00.0: Cannot modify SR-IOV while VFs are assigned",
     {"message": "sriov-assigned", "origin": "pci_sriov_configure_simple()"}),
    # ___ratelimit() names its caller: faults counts what IOMMUs refuse, and nothing of others.
    (LINUX + "lib/ratelimit.c", "arm_smmu_context_fault: 7 callbacks suppressed",
     {"message": "suppressed", "next": "faults"}),
    (LINUX + "kernel/dma/swiotlb.c", "swiotlb_tbl_map_single: 12 callbacks suppressed",
     {"message": "suppressed-lines", "means": "12 more", "not": ["faults"]}),
    (GH + "usnistgov/ndn-dpdk/issues/62",
     '{"level":"error","ts":1654654667.46,"logger":"DPDK","msg":"EAL: 0000:44:00.3 VFIO group is '
     'not viable! Not all devices in IOMMU group bound to VFIO or unbound"}',
     {"message": "group-not-viable", "dev": "0000:44:00.3"}),
    (GH + "usnistgov/ndn-dpdk/issues/62",
     '{"level":"info","message":"[   67.49] DMAR: DRHD: handling fault status reg 3"}',
     {"message": "vtd-fault-status"}),
    (GH + "usnistgov/ndn-dpdk/issues/62",
     '{"log":"[   67.49] DMAR: DRHD: handling fault status reg 3\\n","stream":"stderr"}',
     {"message": "vtd-fault-status"}),
    # pci_bus_alloc_resource(): without IORESOURCE_MEM_64 below 4 GiB
    (GH + "ROCm/legacy-rocm-build/issues/6281",
     "pci 0000:c5:00.0: VF BAR 5 [mem size 0x00080000]: can't assign; no space",
     {"message": "bar-no-space", "causes": "below 4 GiB", "next": "MMIO below 4 GiB",
      "not": ["firmware made the window too small"]}),
    (GH + "ROCm/legacy-rocm-build/issues/6281",
     "pci 0000:c5:00.0: VF BAR 5 [mem size 0x00080000]: failed to assign",
     {"message": "bar-not-assigned", "next": "MMIO below 4 GiB", "not": ["Above 4G"]}),
    (LINUX + "drivers/pci/setup-res.c",
     "pci 0000:c5:00.0: VF BAR 2 [mem size 0x00080000 64bit pref]: can't assign; no space",
     {"message": "bar-no-space", "causes": "Above 4G"}),
    # parse_ivrs_ioapic(): "=ID@" is taken from 6.2 on, "[ID]=" by all.
    (GH + "Syniurge/i2c-amd-mp2/issues/1", "[Firmware Bug]: AMD-Vi: IOAPIC[4] not in IVRS table",
     {"message": "amd-ioapic-not-in-ivrs", "next": "ivrs_ioapic[4]=BUS:DEV.FN"}),
    (GH + "Syniurge/i2c-amd-mp2/issues/1",
     "[Firmware Bug]: AMD-Vi: No southbridge IOAPIC found",
     {"message": "amd-ioapic-not-in-ivrs", "next": "ivrs_ioapic[ID]=00:14.0"}),
    (GH + "Syniurge/i2c-amd-mp2/issues/1", "AMD-Vi: Disabling interrupt remapping",
     {"message": "interrupt-remapping-off", "causes": "the IVRS table lacks an I/O APIC",
      "not": ["intremap=off", "erratum"]}),
    (IR, "DMAR-IR: Not enabling interrupt remapping",
     {"message": "interrupt-remapping-off", "causes": "intremap=off"}),
    # include/linux/swiotlb.h: IO_TLB_SEGSIZE slots of 2 KiB in one piece
    (GH + "AMDESE/AMDSEV/issues/281",
     "nvme 0000:01:00.0: swiotlb buffer is full (sz: 524288 bytes), total 32768 (slots), used 4 "
     "(slots)",
     {"message": "swiotlb-full", "means": "256 KiB", "causes": "1. a driver that does not ask",
      "not": ["lint", "too small"]}),
    (GH + "raspberrypi/linux/issues/3416",
     "v3d fec00000.v3d: swiotlb buffer is full (sz: 16384 bytes), total 32768 (slots), used 32760 "
     "(slots)",
     {"message": "swiotlb-full", "means": "32760 of 32768 slots", "next": "swiotlb="}),
    (GH + "raspberrypi/linux/issues/3416",
     "v3d fec00000.v3d: swiotlb buffer is full (sz: 16384 bytes)",
     {"message": "swiotlb-full", "means": "16384 bytes"}),
    # DPDK: lib/eal/linux/eal_vfio.c
    (GH + "spdk/spdk/issues/1344", "EAL:   no supported IOMMU extensions found!",
     {"message": "vfio-no-iommu-driver", "causes": "vfio_iommu_type1"}),
    (DPDK, "2020-09-29T21:07:46.504Z|00020|dpdk|INFO|EAL: VFIO support could not be initialized",
     {"message": "dpdk-without-vfio"}),
    (GH + "OpenDataPlane/odp/issues/2340", "EAL: VFIO support not initialized",
     {"message": "dpdk-no-vfio-device", "causes": "harmless"}),
    (DPDK, "EAL:   cannot open VFIO container, error 2 (No such file or directory)",
     {"message": "vfio-container-open", "errno": 2, "causes": "1. the module vfio is not loaded"}),
    (DPDK, "EAL: Cannot open VFIO container /dev/vfio/vfio, error 13 (Permission denied)",
     {"message": "vfio-container-open", "errno": 13, "causes": "1. no rule"}),
    (DPDK, "EAL: Cannot open /dev/vfio/151: Device or resource busy",
     {"message": "vfio-group-open", "errno": 16, "causes": "another program"}),
    (DPDK, "EAL: Failed to open VFIO group 151",
     {"message": "dpdk-group-refused", "means": "group 151"}),
    (GH + "usnistgov/ndn-dpdk/issues/62",
     "PCI_BUS:   Expecting 'PA' IOVA mode but current mode is 'VA', not initializing",
     {"message": "dpdk-iova-mode", "means": "the kind PA"}),
    # libvirt: virHostdevHostSupportsPassthroughVFIO(), virHostValidateIOMMU()
    (GH + "openshift/sriov-network-operator/issues/498",
     "unsupported configuration: host doesn't support passthrough of host PCI devices",
     {"message": "libvirt-no-passthrough", "causes": "1. no IOMMU is on"}),
    (GH + "libvirt/libvirt/blob/master/tools/virt-host-validate-common.c",
     "  QEMU: Checking for device assignment IOMMU support                         : WARN (No ACPI "
     "DMAR table found, IOMMU either disabled in BIOS or not supported by this hardware platform)",
     {"message": "libvirt-host-check", "means": "No ACPI DMAR table found"}),
    (GH + "libvirt/libvirt/blob/master/tools/virt-host-validate-common.c",
     "  QEMU: Checking if IOMMU is enabled by kernel                               : WARN (IOMMU "
     "appears to be disabled in kernel. Add intel_iommu=on to kernel cmdline arguments)",
     {"message": "libvirt-host-check", "causes": "intel_iommu=on is missing"}),
    # viommu_fault_handler(): "[%s%s%s]" of the flags that are set
    (LINUX + "drivers/iommu/virtio-iommu.c",
     "virtio_iommu virtio0: page fault from EP 8 at 0xfffff000 []",
     {"message": "virtio-iommu-fault", "means": "endpoint 8"}),
    ("https://lore.kernel.org/linux-iommu/20210218103510.GA13060@Asurada-Nvidia/",
     "tegra-mc 70019000.memory-controller: display0a: read @0xfe056b40: Page fault (SMMU "
     "translation error [--S])", {"message": "other-iommu-fault", "means": "0xfe056b40"}),
    (LINUX + "drivers/mmc/host/sdhci-tegra.c",
     "sdhci-tegra 3460000.mmc: missing IOMMU stream ID",
     {"message": "stream-id-missing", "means": "0x7f"}),
    (GH + "OE4T/meta-tegra/issues/1142",
     "arm-smmu 12000000.iommu: SMMU address space size (0x800000) differs from mapped region size "
     "(0x1000000)!", {"message": "smmu-register-size", "means": "0x800000 bytes by its ID"}),
    # "#define dev_fmt pr_fmt" in vfio_pci.c, which a later patch took out
    (GH + "spdk/spdk/issues/1403",
     "vfio-pci 0000:38:00.3: vfio_pci: Relaying device request to user (#0)",
     {"message": "vfio-device-request", "dev": "0000:38:00.3", "driver": "vfio-pci"}),
    # intel_gvt_pin_guest_page() since 6.0
    (LINUX + "drivers/gpu/drm/i915/gvt/kvmgt.c",
     "[  206.468951] gvt: vgpu 2: vfio_pin_pages failed for iova 0x000000010d0f6000, ret -22",
     {"message": "vfio-pin-failed", "errno": 22, "causes": "1. the guest used an address",
      "not": ["39 bits"]}),
]
