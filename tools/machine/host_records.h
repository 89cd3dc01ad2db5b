/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the kernel tells of the host beside the module's files, key by key, as
 * ../../include/uapi/iommu_audit/records.h does for those. It is read from
 * sysfs and /boot, and is part of a snapshot. And what the tool requests of
 * the benchmark, which is part of a saved plan.
 */
#ifndef IA_MACHINE_HOST_RECORDS_H
#define IA_MACHINE_HOST_RECORDS_H

/* Alphabets that only the tool has a use for, as IOMMU_AUDIT_ALPHABETS. */
#define IA_HOST_ALPHABETS(A)							\
	A(SERIAL, "0-9a-f-", 23, 23, "a serial number as 00-11-22-33-44-55-66-77") \
	A(TIME, "0-9TZ:-", 20, 20, "a time as 2026-01-31T12:00:00Z")		\
	A(WORDS, " -~", 1, 4096, "words of a kernel command line, in ASCII")	\
	A(IFNAME, "A-Za-z0-9_.:@+-", 1, 64, "a name of letters, digits and _.:@+-, which somebody " \
	  "may have chosen")							\
	A(BOOT_FILE, "", 0, 0, "the path of a file")

/* Where the facts of a machine are from, as the words of enums.h. */
#define IA_HOST_MACHINE_SOURCES(X)						\
	X(MODULE, "module", "the module, and what the kernel tells beside it")	\
	X(SYSFS, "sysfs", "sysfs, configuration space and firmware's tables, without the module") \
	X(LSPCI, "lspci", "a hex dump of lspci")				\
	X(LSPCI_TEXT, "lspci-text", "the text of lspci")			\
	X(PROBE, "probe", "a machine as a public probe describes it")		\
	X(LSPCI_NAMES, "lspci-names",						\
	  "the text of lspci, ids by the names of this host's pci.ids")

/* Architectures, as uname -m has them. */
#define IA_HOST_ARCHES(X)							\
	X(X86, "x86_64", "x86-64")						\
	X(ARM64, "aarch64", "arm64")						\
	X(OTHER, "other", "one that this tool has no word for")

/* Whether a kernel turns VT-d on where no parameter says so: a choice of its configuration. */
#define IA_HOST_VTD_DEFAULTS(X)							\
	X(ON, "on", "CONFIG_INTEL_IOMMU_DEFAULT_ON")				\
	X(INTGPU_OFF, "intgpu_off",						\
	  "CONFIG_INTEL_IOMMU_DEFAULT_ON_INTGPU_OFF, a patch of Debian's: on, and integrated "	\
	  "GPUs are not translated")						\
	X(OFF, "off", "neither of them")					\
	X(NOT_BUILT, "not_built", "no CONFIG_INTEL_IOMMU: this kernel cannot drive VT-d")

/* The default domain of a kernel where no parameter says so: likewise. */
#define IA_HOST_DEFAULT_DOMAINS(X)						\
	X(PASSTHROUGH, "passthrough", "CONFIG_IOMMU_DEFAULT_PASSTHROUGH")	\
	X(LAZY, "lazy", "CONFIG_IOMMU_DEFAULT_DMA_LAZY")			\
	X(STRICT, "strict", "CONFIG_IOMMU_DEFAULT_DMA_STRICT")			\
	X(TRANSLATED, "translated", "none of them: before Linux 5.15 only the first one was there")

/* When a module can be loaded. */
#define IA_HOST_BOOT_STAGES(X)							\
	X(INITRAMFS, "initramfs", "while the initramfs is the root")		\
	X(ROOT, "root", "when the root file system is mounted")

/* Where a module is. */
#define IA_HOST_MODULE_PLACES(X)						\
	X(BUILT_IN, "built_in", "in the kernel itself")			\
	X(FILE, "file", "a file")						\
	X(MISSING, "missing", "nowhere")

/* What became of the initramfs when it was read. */
#define IA_HOST_INITRAMFS_STATES(X)						\
	X(READ, "read", "all of it was read")					\
	X(NONE, "none", "/boot has this kernel and no initramfs for it")	\
	X(NOT_FOUND, "not_found", "it is not where a distribution puts it")	\
	X(DENIED, "denied", "only root may read it")				\
	X(COMPRESSED, "compressed", "it is compressed in a way that is not read here") \
	X(BROKEN, "broken", "it ends too early, or is larger than what is read") \
	X(NO_LIBRARY, "no_library", "the library that unpacks it is not installed") \
	X(SEVERAL, "several", "several unified kernel images have this kernel")

/* How an archive is compressed: what usr/gen_initramfs.sh of the kernel can take. */
#define IA_HOST_PACKINGS(X)							\
	X(NOT, "not", "it is not")						\
	X(GZIP, "gzip", "by gzip")						\
	X(ZSTD, "zstd", "by zstd")						\
	X(XZ, "xz", "by xz")							\
	X(LZMA, "lzma", "by lzma")						\
	X(LZ4, "lz4", "by lz4, in its legacy format")				\
	X(BZIP2, "bzip2", "by bzip2")						\
	X(LZO, "lzo", "by lzop")						\
	X(OTHER, "other", "by something that the kernel does not unpack")

/* What runs in an initramfs: it decides when modules that it was told to load are loaded. */
#define IA_HOST_INITRAMFS_INITS(X)						\
	X(TOOLS, "initramfs_tools", "the script of initramfs-tools")		\
	X(DRACUT, "dracut", "the script of dracut")				\
	X(DRACUT_SYSTEMD, "dracut_systemd", "systemd, with dracut")		\
	X(SYSTEMD, "systemd", "systemd, without dracut")			\
	X(MKINITCPIO, "mkinitcpio", "the script of mkinitcpio")		\
	X(OTHER, "other", "something else")

/* Instructions for virtual machines that the processors have, as Linux names them. */
#define IA_HOST_VM_EXTENSIONS(X)						\
	X(VMX, "vmx", "VT-x")							\
	X(SVM, "svm", "AMD-V")							\
	X(NONE, "none", "neither, or the firmware switched it off")

/* What the host itself does with a function. */
#define IA_HOST_USES(X)								\
	X(MOUNT, "mount", "a file system on it is mounted")			\
	X(SWAP, "swap", "swap is on it")					\
	X(HOLDER, "holder", "device-mapper, md or the like holds a disk of it")	\
	X(POOL, "pool", "a pool of ZFS, whose members only ZFS itself tells")	\
	X(REMOTE, "remote", "a file system or a disk that is reached over the network") \
	X(DEFAULT_ROUTE, "default_route", "an interface of it carries the default route") \
	X(MEMBER, "member", "an interface of it is a member of a bridge or a bond") \
	X(ROUTE, "route", "an interface of it has another route")		\
	X(CONSOLE, "console", "the console is on it")				\
	X(BOOT_VGA, "boot_vga", "the firmware's display at boot")

/* What a snapshot says of itself, and of where it is from. */
#define IA_HOST_ORIGIN(F)							\
	F(tool, "tool", TEXT, RELEASE, "", ALWAYS, UNKNOWN("it was not kept"),	\
	  "version of the tool that read the machine")				\
	F(kernel, "kernel", TEXT, RELEASE, "", ALWAYS, UNKNOWN("it could not be read"), \
	  "release of the running kernel")					\
	F(cmdline, "cmdline", TEXT, CMDLINE, "", ALWAYS, UNKNOWN("it could not be read"), \
	  "the kernel's command line")						\
	F(time, "time", TEXT, TIME, "", ALWAYS, VARIES(UNKNOWN("it was not kept")), \
	  "when it was read")							\
	F(boot_id, "boot_id", TEXT, UUID, "", ALWAYS, VARIES(UNKNOWN("it could not be read")), \
	  "as in /proc/sys/kernel/random/boot_id")				\
	F(boottime_ns, "boottime_ns", COUNT, 0, "ns", ALWAYS,			\
	  VARIES(UNKNOWN("it could not be read")),				\
	  "CLOCK_BOOTTIME when it was read")					\
	F(source, "source", ENUM, MACHINE_SOURCES, "", ALWAYS,			\
	  UNKNOWN("a newer tool wrote it"),					\
	  "where its facts are from, module where the key is missing; what only the module "	\
	  "sees is unknown from all others")					\
	F(arch, "arch", ENUM, ARCHES, "", ALWAYS,				\
	  UNKNOWN("it was not kept, or the tree does not tell: Linux before 6.1 has no "	\
		  "/proc/sys/kernel/arch"),					\
	  "architecture of the kernel")						\
	F(redacted, "redacted", FLAG, 0, "", ALWAYS, UNKNOWN("an older tool wrote it"),	\
	  "serial numbers, UUIDs, network addresses and names that somebody chose were left out") \
	F(baseline, "baseline", FLAG, 0, "", ALWAYS, UNKNOWN("an older tool wrote it"),	\
	  "it stands for all nodes of its hardware: what differs between them was left out") \
	F(hidden, "hidden", TEXTS, NAME, "", ALWAYS, UNKNOWN("an older tool wrote it"),	\
	  "parameters of the command line whose values were left out")

/* The NUMA nodes of the host. */
#define IA_HOST_NUMA(F)								\
	F(nodes, "nodes", INT, 0, "nodes", ALWAYS, UNKNOWN("sysfs has no list of nodes"), \
	  "NUMA nodes online")

/* One size of hugepages. */
#define IA_HOST_HUGEPAGES(F)							\
	F(size_kb, "size_kb", COUNT, 0, "KiB", ALWAYS, KNOWN, "size of a page")	\
	F(total, "total", COUNT, 0, "pages", ALWAYS, UNKNOWN("it could not be read"), \
	  "pages set aside")							\
	F(free, "free", COUNT, 0, "pages", ALWAYS, VARIES(UNKNOWN("it could not be read")), \
	  "those of them that are free")

/* A NUMA node, and its hugepages of a size. */
#define IA_HOST_NODE(F)								\
	F(node, "node", INT, 0, "", ALWAYS, KNOWN, "its number")		\
	F(cpus, "cpus", TEXT, FREE, "", DASH("it has none"), UNKNOWN("it could not be read"), \
	  "its CPUs, as 0-15,32-47")

#define IA_HOST_NODE_PAGES(F)							\
	F(node, "node", INT, 0, "", ALWAYS, KNOWN, "number of the NUMA node")	\
	F(size_kb, "size_kb", COUNT, 0, "KiB", ALWAYS, KNOWN, "size of a page")	\
	F(total, "total", COUNT, 0, "pages", ALWAYS, UNKNOWN("it could not be read"), \
	  "pages set aside on the node")					\
	F(free, "free", COUNT, 0, "pages", ALWAYS, VARIES(UNKNOWN("it could not be read")), \
	  "those of them that are free")

/* What guests and their devices come up against. */
#define IA_HOST_LIMITS(F)							\
	F(memlock_kb, "memlock_kb", COUNT, 0, "KiB", DASH("it is unlimited"),	\
	  VARIES(UNKNOWN("a tree does not tell")),					\
	  "RLIMIT_MEMLOCK, soft, of who ran this: of a process without CAP_IPC_LOCK, the memory " \
	  "that VFIO pins counts")						\
	F(memlock_default, "memlock_default", TEXT, FREE, "",			\
	  DASH("no file sets it: systemd has its own, 8M since version 240"),	\
	  UNKNOWN("a file could not be read"), "DefaultLimitMEMLOCK= of systemd") \
	F(cpu_bits, "cpu_bits", INT, 0, "bits", ALWAYS, UNKNOWN("/proc/cpuinfo does not tell"), \
	  "physical address bits of the CPUs")					\
	F(cpus, "cpus", INT, 0, "CPUs", ALWAYS, UNKNOWN("it could not be read"), \
	  "CPUs that are possible")						\
	F(apic_max, "apic_max", INT, 0, "", ALWAYS, UNKNOWN("/proc/cpuinfo does not tell"), \
	  "highest APIC id of a CPU that is online")

#define IA_IF_NO_KCONFIG	"no configuration of this kernel was found"

/* The configuration that the kernel was built with. */
#define IA_HOST_CONFIG(F)							\
	F(p2pdma, "p2pdma", FLAG, 0, "", ALWAYS, UNKNOWN(IA_IF_NO_KCONFIG), \
	  "CONFIG_PCI_P2PDMA")							\
	F(acs_override, "acs_override", FLAG, 0, "", ALWAYS,			\
	  UNKNOWN("the command line lacks pcie_acs_override=, or the kernel's symbols could not " \
		  "be read"),							\
	  "the kernel carries the patch behind pcie_acs_override=: it has a function " \
	  "pcie_acs_overrides")							\
	F(vtd, "vtd", ENUM, VTD_DEFAULTS, "", ALWAYS, UNKNOWN(IA_IF_NO_KCONFIG), \
	  "VT-d without a parameter")						\
	F(amd_vi, "amd_vi", FLAG, 0, "", ALWAYS, UNKNOWN(IA_IF_NO_KCONFIG),	\
	  "CONFIG_AMD_IOMMU")							\
	F(default_domain, "default_domain", ENUM, DEFAULT_DOMAINS, "", ALWAYS,	\
	  UNKNOWN(IA_IF_NO_KCONFIG), "default domain without a parameter")

/* Parameters of VFIO's modules, where they are loaded. */
#define IA_HOST_VFIO(F)								\
	F(unsafe_interrupts, "unsafe_interrupts", FLAG, 0, "", ALWAYS,		\
	  UNKNOWN("vfio_iommu_type1 is not loaded"),				\
	  "allow_unsafe_interrupts of vfio_iommu_type1")			\
	F(noiommu, "noiommu", FLAG, 0, "", ALWAYS,				\
	  UNKNOWN("this kernel's VFIO has no such parameter"),			\
	  "enable_unsafe_noiommu_mode of vfio")

#define IA_IF_NO_CONFIG	"configuration space could not be read, or it is in D3cold"
#define IA_IF_NO_EXTENDED	"extended configuration space could not be read, or it is in D3cold"

#define IA_IF_NO_LINK	"it has no PCIe link: conventional PCI, part of the root complex, or a VF"

/* A PCI function. What is not in its record of devices and the kernel's grouping asks for, last. */
#define IA_HOST_DEVICE(F)							\
	F(address, "dev", ADDRESS, 0, "", ALWAYS, KNOWN, "as in devices")	\
	F(resettable, "resettable", FLAG, 0, "", ALWAYS, UNKNOWN("it could not be read"), \
	  "the kernel has a way to reset it alone")				\
	F(reset, "reset", TEXTS, NAME, "", ALWAYS,					\
	  UNKNOWN("the kernel is older than 5.15, which does not name them"),	\
	  "reset methods, in the order in which they are tried")		\
	F(autoprobe, "autoprobe", FLAG, 0, "", DASH("it cannot have VFs"),	\
	  UNKNOWN("it could not be read"), "sriov_drivers_autoprobe")		\
	F(bar_max_mib, "bar_max_mib", COUNT, 0, "MiB", ALWAYS, UNKNOWN("it could not be read"), \
	  "size of its largest memory BAR")					\
	F(link_speed, "link_speed", INT, 0, "MT/s", DASH(IA_IF_NO_LINK),	\
	  VARIES(UNKNOWN(IA_IF_NO_CONFIG)),					\
	  "speed of its PCIe link, Link Status: of a port that leads " \
	  "down the link below, of all others that to the port above")		\
	F(link_speed_max, "link_speed_max", INT, 0, "MT/s", DASH(IA_IF_NO_LINK), \
	  UNKNOWN(IA_IF_NO_CONFIG),	\
	  "highest speed that this end of the link can, Link Capabilities") \
	F(link_width, "link_width", INT, 0, "lanes", DASH(IA_IF_NO_LINK),	\
	  UNKNOWN(IA_IF_NO_CONFIG), "width of the link; 0 where nothing is connected") \
	F(link_width_max, "link_width_max", INT, 0, "lanes", DASH(IA_IF_NO_LINK), \
	  UNKNOWN(IA_IF_NO_CONFIG), "greatest width that this end of it can")	\
	F(vf_offset, "vf_offset", INT, 0, "", DASH("it cannot have VFs"),	\
	  UNKNOWN(IA_IF_NO_EXTENDED), \
	  "First VF Offset: from its own requester id to that of its first VF; it may depend " \
	  "on the number of VFs")						\
	F(vf_stride, "vf_stride", INT, 0, "", DASH("it cannot have VFs"),	\
	  UNKNOWN(IA_IF_NO_EXTENDED), \
	  "VF Stride: from the requester id of a VF to that of the next")	\
	F(vf_hw_total, "vf_hw_total", INT, 0, "VFs", DASH("it cannot have VFs"), \
	  UNKNOWN(IA_IF_NO_EXTENDED),	\
	  "TotalVFs of its SR-IOV capability: its driver may allow fewer") \
	F(vf_bars, "vf_bars", INT, 0, "BARs", DASH("it cannot have VFs"),	\
	  UNKNOWN(IA_IF_NO_EXTENDED), "BARs that each of its VFs has")		\
	F(vf_bars_placed, "vf_bars_placed", INT, 0, "BARs", DASH("it cannot have VFs"), \
	  UNKNOWN("the kernel has no CONFIG_PCI_IOV, or no one looked"),	\
	  "those of them for which the kernel has found room, for all VFs that it can have") \
	F(vf_bar_kb, "vf_bar_kb", COUNT, 0, "KiB", DASH("it cannot have VFs"),	\
	  UNKNOWN("it could not be read, or the kernel gave up a BAR and forgot its size"), \
	  "memory that the BARs of one VF take; those of all VFs are placed at once") \
	F(window_kb, "window_kb", COUNT, 0, "KiB", DASH("it is no bridge"),	\
	  UNKNOWN("it could not be read"),	\
	  "window of a bridge for memory that is not prefetchable") \
	F(pref_window_kb, "pref_window_kb", COUNT, 0, "KiB", DASH("it is no bridge"), \
	  UNKNOWN("it could not be read"), "window of a bridge for prefetchable memory") \
	F(serial, "serial", TEXT, SERIAL, "", DASH("it has no such capability, or is a VF"), \
	  VARIES(UNKNOWN(IA_IF_NO_CONFIG)), "Device Serial Number capability, as lspci writes it") \
	F(revision, "revision", ID, 2, "", ALWAYS, UNKNOWN(IA_IF_NO_CONFIG), "Revision ID") \
	F(subclass, "subclass", ID, 4, "", DASH("its class code is known"),	\
	  UNKNOWN("nothing names it"), "Base Class and Sub-Class of a function whose class code " \
	  "is not known whole")							\
	F(subvendor, "subvendor", ID, 4, "", DASH("a bridge has none"), UNKNOWN(IA_IF_NO_CONFIG), \
	  "Subsystem Vendor ID")						\
	F(subdevice, "subdevice", ID, 4, "", DASH("a bridge has none"), UNKNOWN(IA_IF_NO_CONFIG), \
	  "Subsystem ID")							\
	F(multifunction, "multifunction", FLAG, 0, "", ALWAYS, UNKNOWN(IA_IF_NO_CONFIG), \
	  "bit 7 of Header Type, as the function itself has it")		\
	F(secondary, "secondary", ID, 2, "", DASH("it is no bridge"), UNKNOWN(IA_IF_NO_CONFIG), \
	  "Secondary Bus Number, also of a CardBus bridge")			\
	F(subordinate, "subordinate", ID, 2, "", DASH("it is no bridge"),	\
	  UNKNOWN(IA_IF_NO_CONFIG), "Subordinate Bus Number")			\
	F(spt_acs_cap, "spt_acs_cap", HEX, 8, "", DASH("it has no ACS capability"), \
	  UNKNOWN(IA_IF_NO_EXTENDED), "the doubleword 4 bytes into the ACS capability: of root " \
	  "ports of Sunrise Point and its successors, ACS Capability alone")	\
	F(spt_acs_ctl, "spt_acs_ctl", HEX, 8, "", DASH("it has no ACS capability"), \
	  UNKNOWN(IA_IF_NO_EXTENDED), "the doubleword 8 bytes into the ACS capability: of these " \
	  "ports ACS Control, of all others Egress Control Vector or nothing")	\
	F(dma_device, "dma_device", ADDRESS, 0, "", DASH("they carry its own"), \
	  UNKNOWN("the source does not tell to which VMD its segment belongs"),	\
	  "function whose requester id all of its requests carry: the VMD that it is behind") \
	F(ivrs_alias, "ivrs_alias", ADDRESS, 0, "", DASH("the table names none"), \
	  UNKNOWN("the IVRS table was not read"),				\
	  "requester id that the IVRS table gives for it, where that is another") \
	F(modules, "modules", TEXTS, NAME, "", ALWAYS,				\
	  UNKNOWN("the aliases of this kernel's modules were not read"),	\
	  "modules whose aliases match it, those in the kernel itself too")	\
	F(override, "override", TEXT, SYSFS, "", DASH("there is none"),		\
	  UNKNOWN("it was not read"), "driver_override of now: the next boot does not have it") \
	F(driverctl, "driverctl", TEXT, SYSFS, "", DASH("there is none"),	\
	  UNKNOWN("it was not read"), \
	  "driver that driverctl gives it at each boot: /etc/driverctl.d")	\
	F(name, "name", TEXT, FREE, "", ALWAYS,					\
	  UNKNOWN("only a dump that names functions tells"),			\
	  "what lspci called it where its dump was made")

#define IA_IF_NO_NAMES	"/sys/class could not be read, or a name has other characters"

/* What the kernel calls a PCI function, or what is driven through it. */
#define IA_HOST_NAMES(F)							\
	F(address, "dev", ADDRESS, 0, "", ALWAYS, KNOWN, "as in devices")	\
	F(netdev, "netdev", TEXTS, IFNAME, "", ALWAYS, VARIES(UNKNOWN(IA_IF_NO_NAMES)),	\
	  "network interfaces, of this network namespace alone")		\
	F(rdma, "rdma", TEXTS, NAME, "", ALWAYS, VARIES(UNKNOWN(IA_IF_NO_NAMES)), "RDMA devices") \
	F(block, "block", TEXTS, NAME, "", ALWAYS, VARIES(UNKNOWN(IA_IF_NO_NAMES)),	\
	  "disks, without their partitions; also behind a controller, and of NVMe through each " \
	  "path to them")							\
	F(nvme, "nvme", TEXTS, NAME, "", ALWAYS, VARIES(UNKNOWN(IA_IF_NO_NAMES)), \
	  "NVMe controllers")							\
	F(drm, "drm", TEXTS, NAME, "", ALWAYS, VARIES(UNKNOWN(IA_IF_NO_NAMES)),	\
	  "DRM devices, card0 and renderD128")					\
	F(slot, "slot", TEXTS, NAME, "", ALWAYS, UNKNOWN(IA_IF_NO_NAMES),	\
	  "physical slots that hold it, as in /sys/bus/pci/slots")		\
	F(sriov_vf_device, "sriov_vf_device", ID, 4, "", DASH("it neither has VFs nor is one"), \
	  UNKNOWN("it could not be read"), "device id of its VFs, of a VF that of its PF's") \
	F(slots_below, "slots_below", TEXTS, NAME, "", ALWAYS,			\
	  UNKNOWN("the bus below could not be read, or a name has other characters"), \
	  "of a bridge, physical slots on the bus below, also empty ones")

/* What the next boot of this kernel begins with. */
#define IA_HOST_NEXT_BOOT(F)							\
	F(initramfs, "initramfs", ENUM, INITRAMFS_STATES, "", ALWAYS,		\
	  UNKNOWN("a newer tool wrote it"), "whether the initramfs of this kernel could be read") \
	F(init, "init", ENUM, INITRAMFS_INITS, "", ALWAYS,			\
	  UNKNOWN("the initramfs was not read, or by an older tool"), "what runs in it") \
	F(path, "path", TEXT, BOOT_FILE, "", DASH("none was found"), KNOWN, "its file") \
	F(first, "first", TEXTS, NAME, "", ALWAYS, UNKNOWN("the initramfs was not read"), \
	  "modules that it loads before it looks for devices, in their order: "	\
	  "rd.driver.pre= in etc/cmdline.d, or MODULES of mkinitcpio")		\
	F(early, "early", TEXTS, NAME, "", ALWAYS, UNKNOWN("the initramfs was not read"), \
	  "modules that it loads beside those of devices: modules-load.d of systemd") \
	F(last, "last", TEXTS, NAME, "", ALWAYS, UNKNOWN("the initramfs was not read"), \
	  "modules that it loads after those of devices: conf/modules of initramfs-tools") \
	F(late, "late", TEXTS, NAME, "", ALWAYS, UNKNOWN("the files could not be read"), \
	  "modules that the system loads beside those of devices: /etc/modules, modules-load.d") \
	F(packing, "packing", ENUM, PACKINGS, "", DASH("none was found"),	\
	  UNKNOWN("it was not read, or a newer tool wrote it"),		\
	  "how its last archive is compressed")					\
	F(cmdline, "cmdline", TEXT, CMDLINE, "", DASH("it is no unified kernel image with one"), \
	  KNOWN, "kernel command line of a unified kernel image, which it boots with")

#define IA_IF_NO_FILES	"the files could not be read"

/* A module that could drive a function, or vfio_pci, and what modprobe is told of it. */
#define IA_HOST_MODULE(F)							\
	F(module, "module", TEXT, NAME, "", ALWAYS, KNOWN, "its name, with underscores") \
	F(stage, "stage", ENUM, BOOT_STAGES, "", ALWAYS, UNKNOWN("a newer tool wrote it"), \
	  "where this is configured")						\
	F(place, "place", ENUM, MODULE_PLACES, "", ALWAYS, UNKNOWN(IA_IF_NO_FILES), \
	  "whether it is there")						\
	F(blacklist, "blacklist", FLAG, 0, "", ALWAYS, UNKNOWN(IA_IF_NO_FILES),	\
	  "blacklist in modprobe.d: aliases do not load it")			\
	F(install, "install", TEXT, FREE, "", DASH("there is none"), UNKNOWN(IA_IF_NO_FILES), \
	  "what modprobe runs instead of loading it")				\
	F(options, "options", TEXT, FREE, "", DASH("there are none"), UNKNOWN(IA_IF_NO_FILES), \
	  "its options in modprobe.d")						\
	F(pre, "pre", TEXTS, NAME, "", ALWAYS, UNKNOWN(IA_IF_NO_FILES),	\
	  "modules that a softdep loads before it")

#define IA_IF_NO_DMI	"/sys/class/dmi could not be read, or has no such text"
#define IA_IF_NO_CPUINFO	"/proc/cpuinfo does not tell"

/* Board, firmware and processors of the host. No serial number. */
#define IA_HOST_PLATFORM(F)							\
	F(system_vendor, "system_vendor", TEXT, FREE, "", ALWAYS, UNKNOWN(IA_IF_NO_DMI), \
	  "who made the system")						\
	F(product, "product", TEXT, FREE, "", ALWAYS, UNKNOWN(IA_IF_NO_DMI), "its name") \
	F(board_vendor, "board_vendor", TEXT, FREE, "", ALWAYS, UNKNOWN(IA_IF_NO_DMI), \
	  "who made the board")							\
	F(board, "board", TEXT, FREE, "", ALWAYS, UNKNOWN(IA_IF_NO_DMI), "its name") \
	F(bios_vendor, "bios_vendor", TEXT, FREE, "", ALWAYS, UNKNOWN(IA_IF_NO_DMI), \
	  "who made the firmware")						\
	F(bios_version, "bios_version", TEXT, FREE, "", ALWAYS, UNKNOWN(IA_IF_NO_DMI), \
	  "its version")							\
	F(bios_date, "bios_date", TEXT, FREE, "", ALWAYS, UNKNOWN(IA_IF_NO_DMI), "its date") \
	F(bios_release, "bios_release", TEXT, FREE, "", ALWAYS, UNKNOWN(IA_IF_NO_DMI), \
	  "its release, which not every firmware has")				\
	F(cpu_vendor, "cpu_vendor", TEXT, FREE, "", ALWAYS, UNKNOWN(IA_IF_NO_CPUINFO), \
	  "vendor_id of the first processor")					\
	F(cpu_model, "cpu_model", TEXT, FREE, "", ALWAYS, UNKNOWN(IA_IF_NO_CPUINFO), \
	  "its model name")							\
	F(microcode, "microcode", TEXT, FREE, "", DASH("only x86 has it"),	\
	  UNKNOWN(IA_IF_NO_CPUINFO), "revision of its microcode")		\
	F(vm_extension, "vm_extension", ENUM, VM_EXTENSIONS, "", DASH("only x86 has it"), \
	  UNKNOWN(IA_IF_NO_CPUINFO), "instructions for virtual machines")	\
	F(kvm, "kvm", FLAG, 0, "", ALWAYS, UNKNOWN("/dev could not be read"), \
	  "there is a /dev/kvm")

/* Firmware of a function, where sysfs has its version. */
#define IA_HOST_FIRMWARE(F)							\
	F(address, "dev", ADDRESS, 0, "", ALWAYS, KNOWN, "as in devices")	\
	F(name, "name", TEXT, FREE, "", ALWAYS, VARIES(UNKNOWN("it could not be shown")), \
	  "RDMA device or NVMe controller")					\
	F(version, "version", TEXT, FREE, "", ALWAYS, UNKNOWN("it could not be read"), \
	  "fw_ver of an RDMA device, firmware_rev of an NVMe controller")

/* What was looked at to find uses: what none is known of is not in use, where all of it was. */
#define IA_HOST_USAGE(F)							\
	F(storage, "storage", FLAG, 0, "", ALWAYS,				\
	  VARIES(UNKNOWN("mounts and swap of the whole host were not read, as in a container")), \
	  "mounts, swap and what disks are part of were read")			\
	F(network, "network", FLAG, 0, "", ALWAYS,				\
	  VARIES(UNKNOWN("routes of the host's network namespace were not read, as in a "	\
			 "container")),						\
	  "routes, bridges and bonds were read; of --root, what /proc shows") \
	F(console, "console", FLAG, 0, "", ALWAYS, VARIES(UNKNOWN("consoles could not be read")), \
	  "consoles and the display at boot were read")

/* A use of a function by the host. */
#define IA_HOST_USE(F)								\
	F(address, "dev", ADDRESS, 0, "", ALWAYS,				\
	  VARIES(UNKNOWN("nothing shows which function it is on: ZFS, a tunnel, or over the "	\
			 "network")),						\
	  "as in devices")							\
	F(what, "what", ENUM, USES, "", ALWAYS, UNKNOWN("a newer tool wrote it"), "what it is") \
	F(name, "name", TEXT, OWN, "", DASH("it has none"),			\
	  UNKNOWN("its name could not be shown"),				\
	  "disk, partition, interface or pool")					\
	F(path, "path", TEXT, OWN, "", DASH("it has none"),			\
	  UNKNOWN("its name could not be shown"),				\
	  "where it is mounted, or what is above it")

#define IA_IF_NOT_GIVEN	"it is left to the module"

/* What a line for bench/run asks for; the device stands beside it. */
#define IA_HOST_BENCH_REQUEST(F)						\
	F(mode, "mode", ENUM, BENCH_MODES, "", DASH(IA_IF_NOT_GIVEN), KNOWN, "what is timed") \
	F(size, "size", INT, 0, "bytes", DASH(IA_IF_NOT_GIVEN), KNOWN, "of one mapping") \
	F(segments, "segments", INT, 0, "entries", DASH(IA_IF_NOT_GIVEN), KNOWN, \
	  "entries of a scatter list that a mapping is divided into")		\
	F(threads, "threads", INT, 0, "threads", DASH(IA_IF_NOT_GIVEN), KNOWN,	\
	  "threads that map")							\
	F(cpus, "cpus", INTS, 0, "", DASH(IA_IF_NOT_GIVEN), KNOWN,		\
	  "CPUs that they run on, by number")					\
	F(node, "node", INT, 0, "", DASH(IA_IF_NOT_GIVEN), KNOWN,		\
	  "NUMA node of the memory; else each thread has it near its CPU")	\
	F(dir, "dir", ENUM, BENCH_DIRS, "", DASH(IA_IF_NOT_GIVEN), KNOWN,	\
	  "direction of the mappings")						\
	F(ring, "ring", INT, 0, "mappings", DASH(IA_IF_NOT_GIVEN), KNOWN,	\
	  "mappings that each thread keeps")					\
	F(seconds, "seconds", MILLI, 0, "s", DASH(IA_IF_NOT_GIVEN), KNOWN, "length of a run") \
	F(warmup, "warmup", MILLI, 0, "s", DASH(IA_IF_NOT_GIVEN), KNOWN,	\
	  "what goes before it uncounted")

#define IA_HOST_RECORDS(R)							\
	R(ORIGIN, origin, "what a snapshot says of itself")			\
	R(NUMA, numa, "NUMA nodes")						\
	R(HUGEPAGES, hugepages, "a size of hugepages")				\
	R(NODE, numa_node, "a NUMA node")					\
	R(NODE_PAGES, node_pages, "hugepages of a size on a NUMA node")		\
	R(LIMITS, limits, "what guests and their devices come up against")	\
	R(CONFIG, config, "the kernel's configuration")				\
	R(VFIO, vfio, "VFIO's module parameters")				\
	R(NEXT_BOOT, next_boot, "what the next boot begins with")		\
	R(MODULE, module, "a module, and what modprobe is told of it")		\
	R(DEVICE, host_device, "a PCI function")				\
	R(NAMES, host_names, "what the kernel calls a PCI function")		\
	R(PLATFORM, platform, "board, firmware and processors of the host")	\
	R(FIRMWARE, device_firmware, "firmware of a PCI function")			\
	R(USAGE, usage, "what was looked at to find uses")			\
	R(USE, use, "a use of a PCI function by the host")			\
	R(BENCH_REQUEST, bench_request, "what is requested of the benchmark")

#endif /* IA_MACHINE_HOST_RECORDS_H */
