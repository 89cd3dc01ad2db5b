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
	A(WORDS, " -~", 1, 4096, "words of a kernel command line, in ASCII")

/* What a snapshot says of itself, and of where it is from. */
#define IA_HOST_ORIGIN(F)							\
	F(tool, "tool", TEXT, RELEASE, "", ALWAYS, UNKNOWN("it was not kept"),	\
	  "version of the tool that read the machine")				\
	F(kernel, "kernel", TEXT, RELEASE, "", ALWAYS, UNKNOWN("it could not be read"), \
	  "release of the running kernel")					\
	F(cmdline, "cmdline", TEXT, CMDLINE, "", ALWAYS, UNKNOWN("it could not be read"), \
	  "the kernel's command line")						\
	F(time, "time", TEXT, TIME, "", ALWAYS, UNKNOWN("it was not kept"), "when it was read") \
	F(boot_id, "boot_id", TEXT, UUID, "", ALWAYS, UNKNOWN("it could not be read"), \
	  "as in /proc/sys/kernel/random/boot_id")				\
	F(boottime_ns, "boottime_ns", COUNT, 0, "ns", ALWAYS, UNKNOWN("it could not be read"), \
	  "CLOCK_BOOTTIME when it was read")

/* The NUMA nodes of the host. */
#define IA_HOST_NUMA(F)								\
	F(nodes, "nodes", INT, 0, "nodes", ALWAYS, UNKNOWN("sysfs has no list of nodes"), \
	  "NUMA nodes online")

/* One size of hugepages. */
#define IA_HOST_HUGEPAGES(F)							\
	F(size_kb, "size_kb", COUNT, 0, "KiB", ALWAYS, KNOWN, "size of a page")	\
	F(total, "total", COUNT, 0, "pages", ALWAYS, UNKNOWN("it could not be read"), \
	  "pages set aside")							\
	F(free, "free", COUNT, 0, "pages", ALWAYS, UNKNOWN("it could not be read"), \
	  "those of them that are free")

/* The configuration that the kernel was built with. */
#define IA_HOST_CONFIG(F)							\
	F(p2pdma, "p2pdma", FLAG, 0, "", ALWAYS, \
	  UNKNOWN("/boot has no configuration of this kernel"), \
	  "CONFIG_PCI_P2PDMA")

/* Parameters of VFIO's modules, where they are loaded. */
#define IA_HOST_VFIO(F)								\
	F(unsafe_interrupts, "unsafe_interrupts", FLAG, 0, "", ALWAYS,		\
	  UNKNOWN("vfio_iommu_type1 is not loaded"),				\
	  "allow_unsafe_interrupts of vfio_iommu_type1")			\
	F(noiommu, "noiommu", FLAG, 0, "", ALWAYS,				\
	  UNKNOWN("this kernel's VFIO has no such parameter"),			\
	  "enable_unsafe_noiommu_mode of vfio")

/* A PCI function. */
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
	F(serial, "serial", TEXT, SERIAL, "", DASH("it has no such capability, or is a VF"), \
	  UNKNOWN("configuration space could not be read, or it is in D3cold"),	\
	  "Device Serial Number capability, as lspci writes it")

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
	R(CONFIG, config, "the kernel's configuration")				\
	R(VFIO, vfio, "VFIO's module parameters")				\
	R(DEVICE, host_device, "a PCI function")				\
	R(BENCH_REQUEST, bench_request, "what is requested of the benchmark")

#endif /* IA_MACHINE_HOST_RECORDS_H */
