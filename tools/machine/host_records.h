/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the kernel tells of the host beside the module's files, key by key, as
 * ../../include/uapi/iommu_audit/records.h does for those. It is read from
 * sysfs and /boot, and is part of a snapshot.
 */
#ifndef IA_MACHINE_HOST_RECORDS_H
#define IA_MACHINE_HOST_RECORDS_H

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
	F(p2pdma, "p2pdma", FLAG, 0, "", ALWAYS, UNKNOWN("/boot has no configuration of this kernel"), \
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
	F(reset, "reset", TEXTS, 0, "", ALWAYS,					\
	  UNKNOWN("the kernel is older than 5.15, which does not name them"),	\
	  "reset methods, in the order in which they are tried")		\
	F(autoprobe, "autoprobe", FLAG, 0, "", DASH("it cannot have VFs"),	\
	  UNKNOWN("it could not be read"), "sriov_drivers_autoprobe")		\
	F(bar_max_mib, "bar_max_mib", COUNT, 0, "MiB", ALWAYS, UNKNOWN("it could not be read"), \
	  "size of its largest memory BAR")					\
	F(serial, "serial", TEXT, 0, "", DASH("it has no such capability, or is a VF"), \
	  UNKNOWN("configuration space could not be read, or it is in D3cold"),	\
	  "Device Serial Number capability, as lspci writes it")

#define IA_HOST_RECORDS(R)							\
	R(NUMA, numa, "NUMA nodes")						\
	R(HUGEPAGES, hugepages, "a size of hugepages")				\
	R(CONFIG, config, "the kernel's configuration")				\
	R(VFIO, vfio, "VFIO's module parameters")				\
	R(DEVICE, host_device, "a PCI function")

#endif /* IA_MACHINE_HOST_RECORDS_H */
