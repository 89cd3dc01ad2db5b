/* SPDX-License-Identifier: GPL-2.0 */
/* host.c: what the kernel itself tells of the host, beside the module's files */
#ifndef IA_MACHINE_HOST_H
#define IA_MACHINE_HOST_H

#include "machine.h"

/*
 * The records of ia_machine.host. Every key may be missing or "unknown", and a
 * snapshot of an older tool has no record at all:
 *
 *	fact=numa nodes=			number of NUMA nodes online
 *	fact=hugepages size_kb= total= free=	one for each size
 *	fact=config p2pdma=			CONFIG_PCI_P2PDMA: y or n
 *	fact=vfio unsafe_interrupts= noiommu=	parameters of loaded modules
 *	dev= reset= autoprobe= bar_max_mib= serial=	one for each PCI function
 *
 * reset is a list of methods, "none", or "some" where the kernel is too old to
 * name them; autoprobe is 0 or 1 for functions that can have VFs, else "-";
 * bar_max_mib is the size of the largest memory BAR; serial is the number of
 * the Device Serial Number capability as lspci writes it, "-" without one.
 */
#define IA_HOST_FACT		"fact"
#define IA_FACT_NUMA		"numa"
#define IA_FACT_HUGEPAGES	"hugepages"
#define IA_FACT_CONFIG		"config"
#define IA_FACT_VFIO		"vfio"

/* host.c */
const char *ia_host_get(const struct ia_machine *machine, const char *fact,
			const char *key);
const char *ia_host_device(const struct ia_machine *machine,
			   const struct ia_device *device, const char *key);

#endif /* IA_MACHINE_HOST_H */
