# SPDX-License-Identifier: GPL-2.0
"""Kernel parameters and their verdicts, written from documents and the kernel's
sources before the tool was asked.

Each row: the kernel, the command line, and the verdict on every word of it.
"""
NEW = "6.18.0"
DEBIAN = "6.12.107+deb13-amd64"

# intel_iommu=
INTEL = [
    (NEW, "intel_iommu=on", "ok"),
    (NEW, "intel_iommu=off", "ok"),
    (NEW, "intel_iommu=igfx_off", "ok"),
    (NEW, "intel_iommu=sp_off", "ok"),
    (NEW, "intel_iommu=sm_on", "ok"),
    (NEW, "intel_iommu=sm_off", "ok"),
    (NEW, "intel_iommu=tboot_noforce", "ok"),
    (DEBIAN, "intel_iommu=intgpu_off", "ok"),
    (NEW, "intel_iommu=intgpu_off", "needs-patch"),
    (NEW, "intel_iommu=strict", "deprecated"),
    (NEW, "intel_iommu=forcedac", "deprecated"),
    (NEW, "intel_iommu=pt", "logged"),
    (NEW, "intel_iommu=passthrough", "logged"),
    (NEW, "intel_iommu=lazy", "logged"),
    # A patch of Proxmox VE's.
    (NEW, "intel_iommu=on,relax_rmrr", "ok logged"),
    ("6.8.12-4-pve", "intel_iommu=on,relax_rmrr", "ok ok"),
    (NEW, "intel_iommu=relax_ats", "logged"),
    (NEW, "intel_iommu=nobounce", "logged"),
    (NEW, "intel_iommu=ecs_off", "logged"),
    ("5.10.0", "intel_iommu=pt", "silent"),
    ("5.10.0", "intel_iommu=ecs_off", "silent"),
    ("5.10.0", "intel_iommu=strict", "ok"),
    ("5.10.0", "intel_iommu=sm_off", "version"),
    # Merged for 5.15: "Enhance IOMMU default DMA mode build options", "Enable Intel IOMMU
    # scalable mode by default".
    ("5.14.0", "intel_iommu=strict", "ok"),
    ("5.15.0", "intel_iommu=strict", "deprecated"),
    ("5.14.0", "intel_iommu=sm_off", "version"),
    ("5.15.0", "intel_iommu=sm_off", "ok"),
    ("6.1.0", "intel_iommu=pt", "logged"),
    (NEW, "intel_iommu=on,strict", "ok deprecated"),
    (NEW, "intel_iommu=,on,,sm_on,", "ok ok"),
    # What no code of the kernel takes, it lists from 5.14 on: print_unknown_bootoptions().
    (NEW, "intel_iommu", "logged"),
    ("5.10.0", "intel_iommu", "silent"),
    (NEW, "intel_iommu=", "silent"),
]

AMD = [
    (NEW, "amd_iommu=off", "ok"),
    (NEW, "amd_iommu=force_isolation", "ok"),
    (NEW, "amd_iommu=force_enable", "ok"),
    (NEW, "amd_iommu=pgtbl_v1", "ok"),
    (NEW, "amd_iommu=pgtbl_v2", "ok"),
    (NEW, "amd_iommu=irtcachedis", "ok"),
    ("6.12.0", "amd_iommu=nohugepages", "ok"),
    ("6.12.0", "amd_iommu=v2_pgsizes_only", "ok"),
    ("6.1.0", "amd_iommu=nohugepages", "version"),
    ("6.1.0", "amd_iommu=v2_pgsizes_only", "version"),
    (NEW, "amd_iommu=fullflush", "deprecated"),
    (NEW, "amd_iommu=on", "logged"),
    (NEW, "amd_iommu=pt", "logged"),
    (NEW, "amd_iommu=passthrough", "logged"),
    (NEW, "amd_iommu=strict", "logged"),
    (NEW, "amd_iommu=lazy", "logged"),
    (NEW, "amd_iommu_dump", "ok"),
    (NEW, "amd_iommu_dump=1", "ok"),
    (NEW, "amd_iommu_dump=0", "misleading"),
    (NEW, "amd_iommu_intr=legacy", "ok"),
    (NEW, "amd_iommu_intr=vapic", "ok"),
    (NEW, "amd_iommu_intr=on", "silent"),
    # Parsers that try their words at each letter; amd_iommu= was one, and has commas now.
    (NEW, "amd_iommu_intr=novapic", "ok"),
    ("5.10.0", "amd_iommu=nooff", "ok"),
    ("5.10.0", "amd_iommu=pt,fullflush", "silent ok"),
    (NEW, "amd_iommu=nooff", "logged"),
    (NEW, "amd_iommu=offline", "ok"),
    (NEW, "ivrs_ioapic=9@00:14.0", "ok"),
    (NEW, "ivrs_ioapic=9@0001:00:14.0", "ok"),
    (NEW, "ivrs_ioapic[9]=00:14.0", "deprecated"),
    (NEW, "ivrs_ioapic=00:14.0", "logged"),
    (NEW, "ivrs_hpet=0@00:14.0", "ok"),
    (NEW, "ivrs_hpet[0]=00:14.0", "deprecated"),
    (NEW, "ivrs_acpihid=AMDI0020:0@00:14.5", "ok"),
    (NEW, "ivrs_acpihid[00:14.5]=AMDI0020:0", "deprecated"),
    (NEW, "ivrs_acpihid=AMDI0020@00:14.5", "logged"),
    (NEW, " ".join("ivrs_ioapic=%d@00:14.%d" % (n, n) for n in range(4)), "ok ok ok ok"),
    (NEW, " ".join("ivrs_ioapic=%d@00:14.%d" % (n, n) for n in range(5)),
     "ok ok ok ok logged"),
]

IOMMU = [
    (NEW, "iommu=pt", "ok"),
    (NEW, "iommu=nopt", "ok"),
    (NEW, "iommu=off", "misleading"),
    (NEW, "iommu=soft", "misleading"),
    (NEW, "iommu=force", "misleading"),
    *((NEW, "iommu=" + word, "misleading") for word in
      ("noforce", "merge", "nomerge", "biomerge", "panic", "nopanic", "fullflush",
       "nofullflush", "noagp", "noaperture", "allowed", "memaper", "memaper=3", "65536")),
    (NEW, "iommu=forcesac", "logged"),
    (NEW, "iommu=allowdac", "logged"),
    (NEW, "iommu=nodac", "logged"),
    (NEW, "iommu=usedac", "misleading"),
    (NEW, "iommu=usedac,pt", "misleading silent"),
    (NEW, "iommu=pt,usedac", "ok misleading"),
    *((NEW, "iommu=" + word, "silent") for word in
      ("on", "1", "strict", "lazy", "passthrough", "dma", "identity", "nobypass")),
    (NEW, "iommu", "logged"),
    (NEW, "iommu.passthrough=1", "ok"),
    (NEW, "iommu.passthrough=y", "ok"),
    (NEW, "iommu.passthrough=off", "ok"),
    (NEW, "iommu.passthrough=pt", "logged"),
    (NEW, "iommu.strict=1", "ok"),
    (NEW, "iommu.strict=0", "ok"),
    (NEW, "iommu.strict=t", "ok"),
    (NEW, "iommu.strict=false", "ok"),
    (NEW, "iommu.strict=on", "ok"),
    (NEW, "iommu.strict=oN", "ok"),
    (NEW, "iommu.strict=o", "logged"),
    # Letters that kstrtobool() learnt with 5.19 (t, f) and 6.16 (e, d).
    ("5.10.0", "iommu.passthrough=true", "logged"),
    ("6.1.0", "iommu.passthrough=true", "ok"),
    ("6.12.0", "iommu.passthrough=enabled", "logged"),
    ("7.2.0", "iommu.passthrough=enabled", "ok"),
    ("7.2.0", "iommu.strict=Disabled", "ok"),
    (NEW, "iommu.strict=strict", "logged"),
    (NEW, "iommu.strict=lazy", "logged"),
    ("7.2.0", "iommu.strict=1 iommu.strict=disabled", "conflict ok"),
    (NEW, "iommu.strict=", "logged"),
    (NEW, "iommu.strict", "logged"),
    ("5.10.0", "iommu.strict=1", "version"),
    ("5.14.0", "iommu.strict=1", "version"),
    ("5.15.0", "iommu.strict=1", "ok"),
    (NEW, "iommu.forcedac=1", "ok"),
    ("5.10.0", "iommu.forcedac=1", "version"),
    ("7.2.0", "iommu.debug_pagealloc=1", "ok"),
    ("6.12.0", "iommu.debug_pagealloc=1", "version"),
    ("7.2.12+deb13-amd64", "iommu.debug_pagealloc=1", "silent"),
]

INTREMAP = [
    *((NEW, "intremap=" + word, "ok") for word in
      ("on", "off", "nosid", "no_x2apic_optout", "nopost")),
    ("6.12.0", "intremap=posted_msi", "ok"),
    ("6.1.0", "intremap=posted_msi", "version"),
    (DEBIAN, "intremap=posted_msi", "silent"),
    (NEW, "intremap=enable", "silent"),
    (NEW, "nointremap", "ok"),
    (NEW, "intremap", "logged"),
]

ROOT = "@0000:00:02.0"
PCI = [
    *((NEW, "pci=" + word, "ok") for word in
      ("noats", "noari", "noaer", "nomsi", "realloc", "realloc=on", "realloc=off",
       "assign-busses", "nocrs", "use_crs", "hpmmiosize=1M", "hpmmioprefsize=1M",
       "hpmemsize=1M", "hpbussize=8", "big_root_window", "resource_alignment=12@00:02.0",
       "pcie_bus_tune_off", "pcie_bus_safe", "pcie_bus_perf", "pcie_bus_peer2peer",
       "pcie_scan_all", "noearly", "earlydump", "nodomains", "ecrc=on", "notph")),
    ("6.12.0", "pci=notph", "version"),
    # pcibios_setup(), pcie_ecrc_get_policy(); the policy is looked up among three words.
    (NEW, "pci=irqmask=0x8,lastbus=255", "ok ok"),
    (NEW, "pci=ecrc=bios,ecrc=off,ecrc=on", "ok ok ok"),
    ("5.10.0", "pci=use_e820", "version"),
    ("6.1.0", "pci=use_e820,no_e820", "ok ok"),
    ("6.1.0", "pci=disable_acs_redir=00:02.0", "ok"),
    ("6.12.23", "pci=disable_acs_redir=0000:00:02.0;pci:8086:0", "ok"),
    ("6.12.23", "pci=disable_acs_redir=0000:00:02.0/00.0/1.0", "ok"),
    ("6.12.23", "pci=disable_acs_redir=rp0", "logged"),
    ("6.12.23", "pci=disable_acs_redir=", "logged"),
    # From 6.11 to commit 9cf8a952d57b (6.15, 6.14.2, 6.12.23) the mask of __pci_config_acs() is
    # taken the wrong way round, and kept from one device to the next.
    ("6.10.0", "pci=disable_acs_redir=00:02.0", "ok"),
    ("6.12.22", "pci=disable_acs_redir=00:02.0", "misleading"),
    ("6.14.1", "pci=disable_acs_redir=00:02.0", "misleading"),
    ("6.14.2", "pci=disable_acs_redir=00:02.0", "ok"),
    ("6.12.22", "pci=config_acs=xx1x0x1" + ROOT, "misleading"),
    ("6.12.22", "pci=config_acs=xx1x1x1" + ROOT, "ok"),
    ("6.12.22", "pci=config_acs=1" + ROOT + ";1@00:03.0", "misleading"),
    ("6.14.8-2-pve", "pci=config_acs=0" + ROOT, "ok"),
    ("6.1.0", "pci=config_acs=xx111x1" + ROOT, "version"),
    ("6.12.0", "pci=config_acs=xx111x1" + ROOT, "ok"),
    ("6.12.0", "pci=config_acs=1" + ROOT, "ok"),
    ("6.12.0", "pci=config_acs=xx1XXX1" + ROOT, "ok"),
    ("6.12.23", "pci=config_acs=101" + ROOT + ";xx1@pci:1b36:c", "ok"),
    ("6.12.0", "pci=config_acs=10x", "logged"),
    ("6.12.0", "pci=config_acs=10y" + ROOT, "logged"),
    ("6.12.0", "pci=config_acs=11111111" + ROOT, "logged"),
    ("6.12.0", "pci=config_acs=x1111111" + ROOT, "ok"),
    ("6.12.0", "pci=config_acs=1@00:02", "logged"),
    ("6.12.0", "pci=config_acs=1@pci:1b36", "logged"),
    ("6.12.0", "pci=config_acs=1" + ROOT + ";00:03.0", "logged"),
    ("6.12.0", "pci=noats,config_acs=1" + ROOT + ",noacs", "ok ok logged"),
    (NEW, "pci=noacs", "logged"),
    (NEW, "pci=pcie_acs_override=downstream", "logged"),
    (NEW, "pcie_acs_override=downstream,multifunction", "needs-patch"),
    (NEW, "pcie_acs_override", "needs-patch"),
    *((kernel, "pcie_acs_override=downstream", "ok") for kernel in
      ("6.8.12-4-pve", "6.12.1-x64v3-xanmod1", "6.1.74-Unraid", "6.17.1-2-cachyos",
       "6.9.7-zen1-1-zen", "6.12.15-production+truenas")),
    # Taken out, and brought back with 7.1.6: damentz/liquorix-package#230.
    ("7.1.4-1-liquorix-amd64", "pcie_acs_override=downstream", "needs-patch"),
    (DEBIAN, "pcie_acs_override=downstream", "needs-patch"),
    (NEW, "pcie_no_flr=1022:149c", "needs-patch"),
    # Compared as a whole there, by its beginning here.
    (NEW, "pci=nomsix", "logged"),
    (NEW, "pci=noatsx", "ok"),
]

MODULES = [
    (NEW, "vfio.enable_unsafe_noiommu_mode=1", "ok"),
    # Without CONFIG_VFIO_NOIOMMU the module has no such parameter, and says so.
    (DEBIAN, "vfio.enable_unsafe_noiommu_mode=1", "logged"),
    (NEW, "vfio_iommu_type1.allow_unsafe_interrupts=1", "ok"),
    (NEW, "vfio_iommu_type1.allow_unsafe_interrupts", "ok"),
    (NEW, "vfio_iommu_type1.disable_hugepages=y", "ok"),
    (NEW, "vfio_iommu_type1.dma_entry_limit=100000", "ok"),
    (NEW, "iommufd.allow_unsafe_interrupts=1", "ok"),
    ("6.1.0", "iommufd.allow_unsafe_interrupts=1", "version"),
    (DEBIAN, "iommufd.allow_unsafe_interrupts=1", "silent"),
    (NEW, "vfio_pci.ids=10de:1eb8,8086:10c9", "ok"),
    (NEW, "vfio-pci.ids=10de:1eb8", "ok"),
    (NEW, "vfio_pci.ids=10de", "logged"),
    # sscanf("%x:%x") reads an address as an id; a blank ends the list.
    (NEW, "vfio-pci.ids=01:00.0,01:00.1", "misleading"),
    (NEW, "vfio-pci.ids=0000:01:00.0", "misleading"),
    (NEW, "vfio-pci.ids=10de:1b80,01:00.1", "misleading"),
    (NEW, "vfio-pci.ids=10de:1b80, 10de:10f0", "misleading"),
    (NEW, "vfio-pci.ids=10de:1b80 ,10de:10f0 quiet", "misleading"),
    (NEW, "vfio-pci.ids=10de:1b80, quiet", "ok"),
    (NEW, "vfio-pci.ids=10de:1b80 vfio-pci.ids=10de:10f0", "conflict ok"),
    (NEW, "pci-stub.ids=14e4:43a0 vfio-pci.ids=14e4:43a0", "ok ok"),
    (NEW, "pci-stub.ids=broadcom", "logged"),
    # The name of its module is missing: nothing of the kernel has it.
    (NEW, "disable_idle_d3=1", "logged"),
    # So is a word that a blank parted from its list.
    (NEW, "intel_iommu=on, igfx_off", "ok logged"),
    (NEW, "pci=realloc noats", "ok logged"),
    (NEW, "noats=1 off strict force soft", ""),
    ("5.10.0", "disable_idle_d3=1", "silent"),
    (NEW, "vfio_pci.nointxmask=1", "ok"),
    (NEW, "vfio_pci.disable_vga=1", "ok"),
    (NEW, "vfio_pci.disable_idle_d3=1", "ok"),
    (NEW, "vfio_pci.enable_sriov=1", "ok"),
    (NEW, "vfio_pci.disable_denylist=1", "ok"),
    (NEW, "vfio_pci.disable_vga=maybe", "logged"),
]

RELATED = [
    (NEW, "swiotlb=65536", "ok"),
    (NEW, "swiotlb=65536,4", "ok"),
    (NEW, "swiotlb=65536,4,force", "ok"),
    (NEW, "swiotlb=0x10000,force", "ok"),
    # swiotlb_init_remap(): no pool where swiotlb_force_disable is set, whatever else is.
    ("6.12.0", "swiotlb=force swiotlb=65536,noforce", "conflict ok"),
    ("6.12.0", "swiotlb=65536,force swiotlb=noforce", "conflict ok"),
    ("6.12.0", "swiotlb=65536,4,noforce swiotlb=force", "ok conflict"),
    ("6.12.0", "swiotlb=65536,noforce swiotlb=65536,4,force", "ok conflict"),
    # One variable until 5.19: the later word counts. setup_io_tlb_npages() of 5.10.
    ("5.10.0", "swiotlb=65536,noforce swiotlb=force", "conflict ok"),
    ("6.12.0", "swiotlb=65536 swiotlb=noforce", "ok ok"),
    # 5.10 has no areas: it compares "4,force" with the words.
    ("5.10.0", "swiotlb=65536,4", "version"),
    ("5.10.0", "swiotlb=65536,4,force", "version"),
    ("5.10.0", "swiotlb=65536,force", "ok"),
    ("6.1.0", "swiotlb=65536,4", "ok"),
    # A number of slabs, whatever unit follows.
    (NEW, "swiotlb=64M", "misleading"),
    (NEW, "swiotlb=65536,4,off", "misleading"),
    (NEW, "swiotlb=forced", "silent"),
    (NEW, "swiotlb=force", "ok"),
    (NEW, "swiotlb=noforce", "ok"),
    (NEW, "swiotlb=off", "silent"),
    # setup_io_tlb_npages() skips a comma for the number and one for the areas that are not there.
    (NEW, "swiotlb=,force", "ok"),
    ("5.10.0", "swiotlb=,force", "ok"),
    ("5.10.0", "swiotlb=,,force", "version"),
    (NEW, "swiotlb=,,noforce", "ok"),
    (NEW, "swiotlb=,4", "ok"),
    (NEW, "swiotlb=,", "silent"),
    (NEW, "swiotlb=track_hiwater", "version"),
    ("7.3.0", "swiotlb=track_hiwater", "ok"),
    ("7.3.0", "swiotlb=65536,force,track_hiwater", "ok"),
    ("7.3.0", "swiotlb=forced", "ok"),
    (NEW, "dma_debug=off", "ok"),
    (DEBIAN, "dma_debug=off", "logged"),
    (DEBIAN, "dma_debug_entries=65536", "logged"),
    ("5.10.0-46-amd64", "dma_debug=off", "silent"),
    (NEW, "dma_debug_entries=65536", "ok"),
    (NEW, "dma_debug_driver=nvme", "ok"),
    (NEW, "cma=64M", "ok"),
    (DEBIAN, "cma=64M", "logged"),
    ("5.10.0-46-amd64", "cma=64M", "silent"),
    ("7.2.12+deb13-amd64", "cma=64M", "ok"),
    (NEW, "coherent_pool=2M", "ok"),
    (NEW, "nox2apic", "ok"),
    (NEW, "x2apic_phys", "ok"),
    (NEW, "pcie_ports=native", "ok"),
    (NEW, "pcie_ports=dpc-native", "ok"),
    (NEW, "pcie_ports=compat", "ok"),
    (NEW, "pcie_ports=on", "silent"),
    (NEW, "efi=disable_early_pci_dma", "ok"),
    (NEW, "efi=no_disable_early_pci_dma", "ok"),
    (NEW, "efi=debug", ""),
    (NEW, "default_hugepagesz=1G hugepagesz=1G hugepages=16", "ok ok ok"),
    (NEW, "hugepagesz=2048K hugepages=4", "ok ok"),
    # Frame buffers of the firmware, which keep a GPU busy that is to be given away: each video=
    # is for one driver (fb_get_options()), and no driver reads nofb.
    (NEW, "video=vesafb:off,efifb:off", "misleading"),
    (NEW, "video=vesafb:off video=efifb:off", ""),
    (NEW, "video=efifb:off,", ""),
    (NEW, "video=HDMI-A-1:1920x1080@60,margin_left=5", ""),
    (NEW, "nofb", "logged"),
    ("5.13.0", "nofb", "silent"),
    (NEW, "hugepagesz=2m hugepages=4", "ok ok"),
    (NEW, "hugepagesz=3G", "logged"),
    (NEW, "default_hugepagesz=big", "logged"),
    (NEW, "hugepages=16G", "misleading"),
    (NEW, "hugepages=lots", "logged"),
    ("5.10.0", "hugepages=lots", "silent"),
    (NEW, "hugepages=0:4,1:4", "ok"),
    ("5.10.0", "hugepages=0:4,1:4", "version"),
    # hugepages_setup(), hugepagesz_setup() and default_hugepagesz_setup(), one after the other.
    (NEW, "hugepagesz=1G", "misleading"),
    (NEW, "default_hugepagesz=1G hugepagesz=1G", "ok misleading"),
    (NEW, "hugepages=16 hugepagesz=1G", "ok misleading"),
    (NEW, "hugepagesz=4M hugepages=16", "logged logged"),
    (NEW, "hugepagesz=4M hugepages=16 hugepages=8", "logged logged ok"),
    (NEW, "hugepages=1024 hugepages=2048", "ok logged"),
    (NEW, "hugepagesz=1G hugepages=4 hugepages=8", "ok ok logged"),
    (NEW, "hugepagesz=1G hugepages=4 hugepagesz=1G hugepages=8", "ok ok logged logged"),
    (NEW, "hugepagesz=1G hugepages=4 hugepagesz=2M hugepages=8", "ok ok ok ok"),
    (NEW, "hugepages=16 default_hugepagesz=1G hugepagesz=1G hugepages=4", "ok ok logged logged"),
    (NEW, "default_hugepagesz=1G hugepages=4 default_hugepagesz=2M", "ok ok logged"),
    (NEW, "hugepagesz=1G hugepagesz=2M hugepages=8", "misleading ok ok"),
]

# Several words that set the same thing.
TOGETHER = [
    (NEW, "iommu=pt iommu.passthrough=0", "conflict ok"),
    (NEW, "iommu.passthrough=1 iommu=nopt", "conflict ok"),
    (NEW, "iommu=pt iommu.passthrough=1", "ok ok"),
    (NEW, "iommu.strict=0 iommu.strict=1", "conflict ok"),
    (NEW, "intel_iommu=strict iommu.strict=0", "deprecated conflict"),
    (NEW, "iommu.strict=0 amd_iommu=fullflush", "conflict deprecated"),
    (NEW, "intel_iommu=on intel_iommu=off", "conflict ok"),
    (NEW, "intel_iommu=on,off", "conflict ok"),
    # only the beginning of a word counts: both say the same
    (NEW, "intel_iommu=on,only", "ok ok"),
    (NEW, "intel_iommu=on iommu=off", "conflict misleading"),
    (NEW, "amd_iommu=force_enable iommu=off", "conflict misleading"),
    (NEW, "intremap=on nointremap", "conflict ok"),
    (NEW, "intel_iommu=on intremap=off", "ok ok"),
    ("6.12.0", "pci=config_acs=1@00:02.0 pci=config_acs=1@00:03.0", "conflict ok"),
    ("6.12.23", "pci=disable_acs_redir=00:02.0,config_acs=1@00:03.0", "ok ok"),
    # setup_irqremap(): "on" clears what nopost set, "off" sets it.
    (NEW, "intremap=nopost,on", "conflict ok"),
    (NEW, "intremap=on,nopost", "ok ok"),
    (NEW, "intremap=nopost nointremap", "ok ok"),
    # Only pci= has lists with ";".
    (NEW, "intel_iommu=on;iommu=pt", "misleading"),
    (NEW, "iommu=pt;intel_iommu=on", "misleading"),
    (NEW, "intel_iommu=on;quiet", "ok"),
    (NEW, "intel_iommu=on,iommu=pt", "ok logged"),
]

# Quotes, blanks, "--", dashes: next_arg(), parse_args() and parameq().
PARSER = [
    (NEW, "  intel_iommu=on \t iommu=pt  ", "ok ok"),
    (NEW, '"intel_iommu=on"', "ok"),
    (NEW, 'intel_iommu="on"', "ok"),
    (NEW, 'intel_iommu="on,sm_on"', "ok ok"),
    (NEW, 'dyndbg="file iommu.c +p" iommu=pt', "ok"),
    (NEW, 'foo="a iommu=pt b"', ""),
    (NEW, 'intel_iommu="on iommu=pt', "ok"),
    (NEW, "intel-iommu=on", "ok"),
    (NEW, "vfio-iommu-type1.disable-hugepages=1", "ok"),
    (NEW, "intel_iommu=on -- iommu=pt", "ok silent"),
    (NEW, "quiet --x iommu=pt", "ok"),
    (NEW, 'quiet "--" iommu=pt', "silent"),
    (NEW, "intel_iommu=onwards", "ok"),
    (NEW, "iommu=pt2", "ok"),
    (NEW, "INTEL_IOMMU=on", ""),
    (NEW, "quiet root=/dev/sda ro splash i915.enable_guc=3", ""),
    # Parameters of the kernel (kernel-parameters.txt) whose names are near to one of these.
    # acpi=off and noapic are no slips but the end of interrupt remapping themselves:
    # acpi_locate_initial_tables(), enable_IR_x2apic().
    (NEW, "acpi=off pti=off kpti=0 noapic nolapic mce=off edd=off evm=fix numa=off vga=791 noefi "
          "psi=1 smt=1 nmi_debug=1 vm_debug iomem=relaxed md=0 apc=noidle tsa=off ima_policy=tcb "
          "s390_iommu=strict s390_iommu_aperture=1", "ok ok"),
    (NEW, "intel_iomm=on", "logged"),
    ("5.10.0", "intel_iomm=on", "silent"),
    (NEW, "iommu.strct=1", "silent"),
    (NEW, "iommu_strict=1", "logged"),
    (NEW, "vfio_pci_ids=10de:1eb8", "logged"),
    (NEW, "vfio-pci.idz=10de:1eb8", "logged"),
    ("5.10.0", "vfio_pci.idz=10de:1eb8", "logged"),
    (NEW, "vfio_foo.ids=10de:1eb8", "silent"),
    (NEW, "sriov=on", "logged"),
]

# arm64: VT-d, AMD-Vi, interrupt remapping and iommu= are code of x86 (Kconfig: depends on X86;
# arch/x86/kernel/pci-dma.c), so that nothing reads these names; iommu.* is the core's. The drivers
# of SMMUs are built in, and of a name with a dot that none of them has nobody speaks.
ARM = "6.12.107+deb13-arm64"
RHEL = "5.14.0-427.13.1.el9_4.aarch64"
ARM64 = [
    (ARM, "intel_iommu=on", "logged"),
    ("5.10.0-46-arm64", "intel_iommu=on", "silent"),
    (RHEL, "intel_iommu=on", "logged"),
    (ARM, "amd_iommu=off", "logged"),
    (ARM, "ivrs_ioapic=9@00:14.0", "logged"),
    (ARM, "iommu=pt", "logged"),
    (ARM, "iommu=pt,nopt", "logged"),
    (ARM, "intremap=off nointremap nox2apic", "logged logged logged"),
    (ARM, "iommu.passthrough=1", "ok"),
    (ARM, "iommu.strict=0", "ok"),
    (ARM, "iommu.strict=maybe", "logged"),
    # Only on x86 did the drivers not look at it before 5.15.
    ("5.10.0-46-arm64", "iommu.strict=0", "ok"),
    ("5.10.0-46-amd64", "iommu.strict=0", "version"),
    ("5.10.0", "iommu.strict=0", "version"),
    # "iommu/arm-smmu-v3: Retire disable_bypass parameter", merged for 6.10.
    ("6.1.0-56-arm64", "arm-smmu-v3.disable_bypass=0", "ok"),
    ("6.9.0-arm64", "arm-smmu-v3.disable_bypass=0", "ok"),
    ("6.10.0-arm64", "arm-smmu-v3.disable_bypass=0", "silent"),
    (ARM, "arm_smmu_v3.disable_bypass=0", "silent"),
    ("6.1.0-56-arm64", "arm-smmu-v3.disable_bypass=maybe", "logged"),
    (ARM, "arm-smmu-v3.disable_msipolling=1", "ok"),
    (ARM, "arm-smmu-v3.disable_msipolling", "ok"),
    (ARM, "arm-smmu.disable_bypass=0", "ok"),
    (ARM, "arm-smmu.disable_bypass=2", "logged"),
    (ARM, "arm-smmu.force_stage=2", "ok"),
    (ARM, "arm-smmu.force_stage=3", "silent"),
    (ARM, "arm-smmu.force_stage=x", "logged"),
    (DEBIAN, "arm-smmu-v3.disable_msipolling=1", "silent"),
    ("6.1.0-56-amd64", "arm-smmu-v3.disable_bypass=0", "silent"),
    # pcibios_setup() of x86 has words that arm64 lacks; drivers/pci/pci.c reads the others.
    (ARM, "pci=nommconf", "logged"),
    (ARM, "pci=nocrs,noats,realloc=on", "logged ok ok"),
    (ARM, "pci=nomsi,noaer", "ok ok"),
    (DEBIAN, "pci=nommconf", "ok"),
    # arch_hugetlb_valid_size() of both, and CONFIG_DMA_CMA, which Debian's arm64 always has.
    (ARM, "hugepagesz=32M hugepages=4", "ok ok"),
    (ARM, "hugepagesz=64K hugepages=4", "ok ok"),
    (ARM, "hugepagesz=4M", "logged"),
    (DEBIAN, "hugepagesz=32M", "logged"),
    (ARM, "cma=64M", "ok"),
    (DEBIAN, "cma=64M", "logged"),
]

# Whole lines as they stand in public repositories and guides.
UBUNTU = "6.8.0-45-generic"
THREADS = [
    ("6.8.12-4-pve", "root=ZFS=rpool/ROOT/pve-1 boot=zfs quiet intel_iommu=on,relax_rmrr iommu=pt "
     "vfio-pci.disable_idle_d3=1 intremap=no_x2apic_optout i915.enable_hangcheck=0 "
     "intel_pstate=active default_hugepagesz=2MB hugepagesz=1G hugepages=16 hugepagesz=2M "
     "hugepages=2048", "ok ok ok ok ok ok ok ok ok ok"),
    (UBUNTU, "initcall_blacklist=sysfb_init modprobe.blacklist=nouveau hugepagesz=1G "
     "default_hugepagesz=2M amd_pstate=active", "misleading ok"),
    (UBUNTU, "intel_iommu=on iommu=pt pcie_acs_override=downstream pcie_acs_overrid=multifunction "
     "nofb nomodeset video=vesafb:off", "ok ok needs-patch logged logged"),
    ("6.1.0-40-amd64", "amd_iommmu=on iommu=pt", "logged ok"),
    ("5.13.0", "amd_iommu=pt iommu=soft acpi_backlight=native", "silent misleading"),
    (NEW, "intel_iommu=off iommu=off intremap=off", "ok misleading ok"),
    (UBUNTU, "resume=/dev/sda1 default_hugepagesz=1G hugepagesz=1G hugepages=1 iommu=on iommu=pt "
     "intel_iommu=on", "ok ok ok silent ok ok"),
    (UBUNTU, "selinux=1 default_hugepagesz=1GB hugepagesz=1G hugepages=8", "ok ok ok"),
    ("6.8.12-4-pve", "ramdisk_size=16777216 rw quiet nomodeset noacpi irqpoll pci=noaer "
     "intel_iommu=on iommu=pt nvme_core.default_ps_max_latency_us=0 processor.max_cstate=1",
     "ok ok ok"),
    (UBUNTU, "console=ttyS1,115200n8 intel_iommu=on iommu=pt kvm-intel.nested=1 "
     "kvm.ignore_msrs=1 vga=791 net.ifnames=0", "ok ok"),
    ("6.6.1", "intel_iommu=on amd_iommu=force_isolation efi=disable_early_pci_dma iommu=force "
     "iommu.passthrough=0 iommu.strict=1", "ok ok ok misleading ok ok"),
    ("6.6.1", "intel_iommu=on preempt=voluntary iommu.passthrough=1 intel_iommu=igfx_off iommu=pt "
     "video=efifb:off", "ok ok ok ok"),
    (NEW, "amd_iommu=on ivrs_ioapic[4]=00:14.0 ivrs_ioapic[5]=00:00.2",
     "logged deprecated deprecated"),
    ("6.6.1-arm64", "ramdisk_size=0x2000000 default_hugepagesz=1024m hugepagesz=1024m hugepages=8 "
     "pci=pcie_bus_perf isolcpus=1-15 iommu.passthrough=1", "ok ok ok ok ok"),
    (UBUNTU, "iommu=pt pci=disable_acs_redir=0000:00:01.1;0000:00:01.3", "ok ok"),
    (UBUNTU, "pci=disable_acs_redir=00:01.0,00:02.0", "ok logged"),
    (UBUNTU, "pci=disable_acs_redir=pci:10de:*", "logged"),
    (UBUNTU, "intel_iommu=off iommu=off pci=disable_acs_redir=0000:80:02.0 "
     "pci=disable_acs_redir=0000:80:03.0", "ok misleading conflict ok"),
    (UBUNTU, "pm_async=off intel_iommu=on iommu=pt pci=realloc pcie_ports=native pcie_aspm=off "
     "pcie_port_pm=off", "ok ok ok ok"),
    (UBUNTU, "iommu=nopt iommu.passthrough=0", "ok ok"),
    (UBUNTU, "rdinit=/init pci=realloc pci=assign-busses", "ok ok"),
    (UBUNTU, "blacklist=virtio_rng swiotlb=262144 printk.time=0 module.sig_enforce=1", "ok"),
    (UBUNTU, "iommu=pt vfio-pci.ids=<PCI_VENDOR:DEVICE>", "ok logged"),
    ("6.8.0-arch1-1", "loglevel=3 quiet amd_iommu=on rd.driver.pre=vfio-pci kvm.ignore_msrs=1 "
     "vfio-pci.disable_vga=1 vfio-pci.ids=1002:7480,1002:ab30", "logged ok ok"),
    (UBUNTU, "nohz=on nosoftlockup nmi_watchdog=0 audit=0 mce=off irqaffinity=0 skew_tick=1 "
     "processor.max_cstate=1 idle=poll intel_pstate=disable", ""),
    (UBUNTU, "tsc=perfect selinux=0 enforcing=0 nmi_watchdog=0 softlockup_panic=0 intel_iommu=on "
     "iommu=pt default_hugepagesz=1G hugepagesz=1G hugepages=16 hugepagesz=2M hugepages=0 "
     "rcu_nocb_poll nosmt", "ok ok ok ok ok ok ok"),
]

ROWS = {
    "intel_iommu": INTEL, "amd_iommu": AMD, "iommu": IOMMU, "intremap": INTREMAP,
    "pci": PCI, "modules": MODULES, "related": RELATED, "together": TOGETHER,
    "parser": PARSER, "threads": THREADS, "arm64": ARM64,
}

# Command line, and what must be said of it: claims that circulate and are wrong.
CLAIMS = [
    ("a generic IOMMU", "intel_iommu=off amd_iommu=off iommu=on",
     ["iommu=on", "silent", "no generic IOMMU"]),
    ("iommu=strict is strict", "iommu=strict",
     ["silent", "x86 stays lazy", "iommu.strict=1"]),
    ("translated is strict", "iommu=nopt", ["ok", "does not choose strict or lazy"]),
    ("amd_iommu=on is a value", "amd_iommu=on",
     ["logged", "AMD-Vi: Unknown option - 'on'", "AMD-Vi is on by default"]),
    ("\"IOMMU enabled\" proves VT-d", "intel_iommu=on",
     ["if present", "\"DMAR: IOMMU enabled\" only echoes this word"]),
    ("pcie_acs_override is mainline and mends P2P", "pcie_acs_override=downstream",
     ["needs-patch", "mainline does not read it", "never an ACS bit",
      "cannot fix peer-to-peer"]),
    ("intel_iommu=pt", "intel_iommu=pt",
     ["logged", "DMAR: Unknown option - 'pt'", "meant: iommu=pt"]),
    ("iommu=pt isolates host devices", "iommu=pt",
     ["identity", "host devices are not translated"]),
    ("an SNP host can pass devices through", "iommu=pt", ["no SNP host"]),
    ("an SNP host can have v2 page tables", "amd_iommu=pgtbl_v2", ["no SNP host"]),
    ("pci=noacs", "pci=noacs", ["logged", "PCI: Unknown option `noacs'",
                                "pci=disable_acs_redir"]),
    ("iommu=force turns VT-d on", "iommu=force", ["does not turn VT-d on", "GART"]),
    ("DMA needs huge pages", "hugepages=4", ["DMA itself needs none"]),
    ("swiotlb= takes a size in MiB", "swiotlb=64M",
     ["misleading", "counts slabs of 2 KiB", "the rest is not read"]),
    # Tried: with either of them 6.12 stops before it prints anything.
    ("swiotlb alone does nothing", "swiotlb", ["misleading", "does not boot"]),
    ("coherent_pool alone does nothing", "coherent_pool", ["misleading", "does not boot"]),
    ("off means no ACS", "intel_iommu=off", ["what firmware enabled stays"]),
    ("off means no ACS, on AMD", "amd_iommu=off", ["ACS is enabled anyway"]),
    ("both ACS options count for one port",
     "pci=disable_acs_redir=00:02.0,config_acs=1@00:02.0",
     ["a function that config_acs= names too gets what config_acs= requests"]),
    ("interrupt remapping goes with DMA remapping", "intel_iommu=off",
     ["interrupt remapping stays as it is"]),
]
