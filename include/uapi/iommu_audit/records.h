/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The records of debugfs, key by key. All else follows from these lists: the
 * module's lines, the tool's structs and parser, its JSON, the ABI pages and
 * the JSON schema.
 *
 *	F(member, "key", KIND, arg, "unit", APPLIES, KNOWN, "what it is")
 *
 * member	name of the value in C; differs from the key where that is a
 *		word of C or of its headers
 * key		name of the value in every output; keys stand in a line in the
 *		order of the list
 * KIND, arg	what the value is:
 *		ADDRESS, 0	a PCI function, segment:bus:device.function
 *		INT, 0		a decimal number of at most 31 bits
 *		COUNT, 0	a decimal number of at most 64 bits
 *		HEX, n		a hexadecimal number of at least n digits
 *		ID, n		a hexadecimal number of n digits
 *		SEGMENT, 0	a PCI segment, four hexadecimal digits
 *		REVISION, 0	major.minor
 *		MILLI, 0	seconds with three decimals
 *		FLAG, 0		0 or 1
 *		ENUM, list	a word of IOMMU_AUDIT_<list> in enums.h
 *		BITS, list	the words of the bits that are set; "none"
 *				when that is no bit
 *		TEXT, list	a text of IOMMU_AUDIT_ALPHABETS
 *		PATH, 0		PCI functions, separated by slashes
 *		INTS, 0		decimal numbers
 *		TEXTS, list	texts of IOMMU_AUDIT_ALPHABETS
 *		MEMBERS, list	devices: PCI functions, and names of all others, as TEXTS
 *		REGIONS, 0	start-end:type, types as in REGION_TYPES
 *		Lists but PATH use commas; an empty one is "none".
 * unit		of a number, or ""
 * APPLIES	ALWAYS, or how it is written where it does not apply, and where
 *		that is: DASH("where"): "-", NONE("where"): "none",
 *		OMIT("where"): the key is left out, EITHER("where"): one of "-"
 *		and that
 * KNOWN	KNOWN, or UNKNOWN("when"): reads "unknown" then; VARIES() of one of
 *		them where nodes of the same hardware and software differ in it:
 *		a baseline leaves it out, and the whole record where it is the
 *		first key
 *
 * Each use of a list defines F and what it makes of APPLIES and KNOWN.
 *
 * To add a key: add its line here, at the end of its record, and fill the
 * member where the module makes the record. Keys are never renamed or re-used.
 */
#ifndef _UAPI_IOMMU_AUDIT_RECORDS_H
#define _UAPI_IOMMU_AUDIT_RECORDS_H

#include "enums.h"

/*
 * What a text may consist of:
 *
 *	A(NAME, "characters", least, most, "what it is")
 *
 * characters	as between the brackets of a regular expression; "" for whatever
 *		can be shown
 * least, most	bytes; 0 for no limit
 */
#define IOMMU_AUDIT_ALPHABETS(A)						\
	A(FREE, "", 0, 0, "a text")						\
	A(OWN, "", 0, 0, "a name that somebody chose")				\
	A(NAME, "A-Za-z0-9_.:@+-", 1, 64, "a name of letters, digits and _.:@+-") \
	A(SYSFS, "^/", 1, 255, "a name as sysfs has them, without a slash")	\
	A(RELEASE, "A-Za-z0-9_.:~^+-", 1, 64, "a release of letters, digits and _.:~^+-") \
	A(SCOPE, "!-+.-~-", 1, 0, "a scope of printable ASCII without a comma")	\
	A(CMDLINE, "", 0, 4194304, "a kernel command line of at most 4 MiB")	\
	A(UUID, "0-9a-f-", 36, 36, "a UUID")					\
	A(REGISTER, "A-Za-z0-9_ -", 1, 64, "a name of letters, digits, blanks, _ and -") \
	A(SIGNATURE, "A-Za-z0-9 _.:@+-", 1, 12, "up to 12 letters, digits, blanks and _.:@+-")

#define IA_WHEN_D3COLD	"the function is in D3cold or below a bridge that sleeps, and is not woken " \
			"for this"
#define IA_WHEN_NOT_OURS	"the module does not read files: iommu-audit does"
#define IA_WHEN_REMOVED	"the function is just being removed"
#define IA_WHEN_NO_REGS	"the registers could not be mapped or did not answer"
#define IA_WHEN_NO_INTREMAP	"interrupt remapping is off"
#define IA_WHEN_NO_INTREMAP_READ	"intremap is"
#define IA_SAYS_VIRTUALISED	"1 when the processor says that a hypervisor is there, 0 when " \
				"none shows itself"
#define IA_WHEN_UNSEEN	"no fault monitor watches the unit"
#define IA_WHEN_NO_INVAL "the monitor does not see it, as before Linux 5.15 on VT-d"

/* version: who speaks. Identified by "format". */
#define IOMMU_AUDIT_IDENTITY(F)							\
	F(format, "format", INT, 0, "", ALWAYS, KNOWN,				\
	  "version of the text format; it grows only when an older reader would misread") \
	F(module, "module", TEXT, RELEASE, "", ALWAYS, KNOWN,				\
	  "version of the module")						\
	F(kernel, "kernel", TEXT, RELEASE, "", ALWAYS, KNOWN,				\
	  "release of the running kernel")					\
	F(loaded_ns, "loaded_ns", COUNT, 0, "ns", ALWAYS, VARIES(KNOWN),		\
	  "when the module was loaded, CLOCK_BOOTTIME")				\
	F(virtualised, "virtualised", FLAG, 0, "", ALWAYS,			\
	  UNKNOWN("the processor does not say"), IA_SAYS_VIRTUALISED)		\
	F(hypervisor, "hypervisor", ENUM, HYPERVISORS, "", ALWAYS,		\
	  UNKNOWN("the kernel is built to look for none, or arm64 and not Xen"),	\
	  "what the kernel takes it for")					\
	F(signature, "signature", TEXT, SIGNATURE, "", DASH("none shows itself"),	\
	  UNKNOWN("it shows none, or one of other characters"),			\
	  "what the hypervisor calls itself: CPUID leaf 40000000h")		\
	F(privileged, "privileged", FLAG, 0, "", DASH("no hypervisor shows itself"), \
	  UNKNOWN("the kernel does not tell for this hypervisor"),		\
	  "this is Xen's initial domain or Hyper-V's root partition: the devices are the " \
	  "machine's, the IOMMUs are the hypervisor's") \
	F(limit, "limit", TEXT, FREE, "", DASH("no hypervisor shows itself"), KNOWN, \
	  "what no source and no monitor can see from inside")

/* version: one per source of facts. Identified by "source". */
#define IOMMU_AUDIT_SOURCE(F)							\
	F(name, "source", ENUM, SOURCES, "", ALWAYS, KNOWN, "what it looks at")	\
	F(method, "method", ENUM, SOURCE_METHODS, "", ALWAYS, KNOWN, "how it looks") \
	F(accuracy, "accuracy", ENUM, ACCURACIES, "", ALWAYS, KNOWN,		\
	  "what its facts are worth")						\
	F(reason, "reason", TEXT, FREE, "", DASH("there is nothing to say"), KNOWN, \
	  "what it cannot see here and why")					\
	F(limit, "limit", TEXT, FREE, "", DASH("there is nothing to say"), KNOWN,	\
	  "what it cannot see anywhere")

/* version: one per monitor, which sees things as they happen. Identified by "monitor". */
#define IOMMU_AUDIT_MONITOR(F)							\
	F(name, "monitor", ENUM, MONITORS, "", ALWAYS, KNOWN, "what it sees")	\
	F(method, "method", BITS, HOOKS, "", ALWAYS, KNOWN, "the hooks that are active") \
	F(accuracy, "accuracy", ENUM, ACCURACIES, "", ALWAYS, KNOWN,		\
	  "what its facts are worth")						\
	F(reason, "reason", TEXT, FREE, "", DASH("there is nothing to say"), KNOWN, \
	  "what it cannot see here and why")					\
	F(limit, "limit", TEXT, FREE, "", DASH("there is nothing to say"), KNOWN,	\
	  "what it cannot see anywhere")					\
	F(missed, "missed", COUNT, 0, "times", ALWAYS, VARIES(KNOWN),			\
	  "times that a probe could not run its handler")			\
	F(since_ns, "since_ns", COUNT, 0, "ns", DASH("nothing speaks against its accuracy"), \
	  VARIES(KNOWN),								\
	  "since when its figures may be wrong as reason says, CLOCK_BOOTTIME; they stay so " \
	  "until the module is loaded again")

/* units: one DMA remapping unit of the DMAR or IVRS table. */
#define IOMMU_AUDIT_UNIT(F)							\
	F(unit, "unit", TEXT, NAME, "", ALWAYS, KNOWN,				\
	  "dmar<n> or ivhd<n>, as /sys/class/iommu has it")			\
	F(vendor, "vendor", ENUM, VENDORS, "", ALWAYS, KNOWN,			\
	  "whose register layout it has")					\
	F(segment, "segment", SEGMENT, 0, "", ALWAYS, KNOWN,			\
	  "PCI segment it serves")						\
	F(base, "base", HEX, 16, "", ALWAYS, KNOWN,				\
	  "physical address of its registers")					\
	F(version, "version", REVISION, 0, "", ALWAYS, UNKNOWN(IA_WHEN_NO_REGS), \
	  "VT-d: Version Register; AMD: revision of the capability block")	\
	F(translation, "translation", FLAG, 0, "", ALWAYS, UNKNOWN(IA_WHEN_NO_REGS), \
	  "DMA remapping is on: VT-d GSTS.TES, AMD Control Register IommuEn")	\
	F(intremap, "intremap", FLAG, 0, "", ALWAYS,				\
	  UNKNOWN("the registers, or on AMD the device table, could not be read"), \
	  "interrupt remapping is on: VT-d GSTS.IRES; AMD: an entry of the unit's device " \
	  "table has IV set and IntCtl \"remapped\"") \
	F(cap, "cap", HEX, 16, "", ALWAYS, UNKNOWN(IA_WHEN_NO_REGS),		\
	  "VT-d: Capability Register; AMD: Capability Header")			\
	F(ecap, "ecap", HEX, 16, "", ALWAYS, UNKNOWN(IA_WHEN_NO_REGS),		\
	  "VT-d: Extended Capability Register; AMD: Extended Feature Register")	\
	F(fault_regs, "fault_regs", INT, 0, "registers", OMIT("AMD-Vi"), UNKNOWN(IA_WHEN_NO_REGS), \
	  "number of Fault Recording Registers")				\
	F(event_entries, "event_entries", INT, 0, "entries", OMIT("VT-d"),		\
	  UNKNOWN(IA_WHEN_NO_REGS),						\
	  "size of the event log")						\
	F(scope, "scope", TEXTS, SCOPE, "", ALWAYS, KNOWN,				\
	  "what firmware says the unit serves: all; functions and bridges, with the path " \
	  "below them (0000:00:1c.0/00.0); ranges (AMD); ioapic<n>@ and hpet<n>@ their source " \
	  "id; acpi:<name>@ for devices of the namespace") \
	F(features, "features", BITS, FEATURES, "", ALWAYS, UNKNOWN(IA_WHEN_NO_REGS), \
	  "capability bits that are set, by their names in the specification")	\
	F(qi, "qi", FLAG, 0, "", OMIT("AMD-Vi"), UNKNOWN(IA_WHEN_NO_REGS),	\
	  "queued invalidation is on")						\
	F(caching_mode, "caching_mode", FLAG, 0, "", OMIT("AMD-Vi"), UNKNOWN(IA_WHEN_NO_REGS), \
	  "CM: the unit caches not-present entries (a sign of virtualisation; forces strict " \
	  "mode)") \
	F(mgaw, "mgaw", INT, 0, "bits", OMIT("AMD-Vi"), UNKNOWN(IA_WHEN_NO_REGS), \
	  "maximum guest address width")					\
	F(sagaw, "sagaw", INTS, 0, "bits", OMIT("AMD-Vi"), UNKNOWN(IA_WHEN_NO_REGS), \
	  "address widths of its page tables")					\
	F(domains, "domains", INT, 0, "domains", OMIT("AMD-Vi"),		\
	  UNKNOWN(IA_WHEN_NO_REGS ", or ND has a reserved value"),		\
	  "number of domain ids")						\
	F(posted, "posted", FLAG, 0, "", OMIT("AMD-Vi"), UNKNOWN(IA_WHEN_NO_REGS), \
	  "posted interrupts are supported")					\
	F(status, "status", BITS, STATUSES, "", ALWAYS, UNKNOWN(IA_WHEN_NO_REGS), \
	  "what is switched on, by names of the specification: VT-d: Global Status Register; " \
	  "AMD: low half of the IOMMU Control Register")			\
	F(ir_entries, "ir_entries", INT, 0, "entries", DASH(IA_WHEN_NO_INTREMAP), \
	  UNKNOWN(IA_WHEN_NO_INTREMAP_READ),					\
	  "size of the interrupt remapping table: VT-d: IRTA_REG.S; AMD, where each device has " \
	  "one: the largest, IntTabLen of the entries of the device table that remap") \
	F(x2apic, "x2apic", FLAG, 0, "", DASH(IA_WHEN_NO_INTREMAP),		\
	  UNKNOWN(IA_WHEN_NO_INTREMAP_READ),					\
	  "remapped interrupts have destinations of 32 bits: VT-d IRTA_REG.EIME, AMD Control " \
	  "Register XTEn") \
	F(posted_entries, "posted_irtes", INT, 0, "entries",			\
	  DASH("AMD-Vi, or interrupt remapping is off"),			\
	  VARIES(UNKNOWN("the registers or the table could not be read")),		\
	  "entries of the interrupt remapping table that post interrupts now (P and IM set)") \
	F(guest_apic, "guest_apic", ENUM, CAP_STATES, "",			\
	  DASH("VT-d, or the IOMMU lacks GASup or GAMSup"), UNKNOWN(IA_WHEN_NO_REGS), \
	  "interrupts to virtual APICs, AMD's posted ones: Control Register GAEn and GAMEn; how " \
	  "many there are is not told") \
	F(protected_memory, "protected", ENUM, CAP_STATES, "",		\
	  DASH("AMD-Vi, or a unit without PLMR and PHMR"), UNKNOWN(IA_WHEN_NO_REGS), \
	  "protected memory regions: PMEN_REG.PRS; firmware leaves them on, the kernel's driver " \
	  "switches them off") \
	F(regions, "regions", REGIONS, 0, "", ALWAYS, UNKNOWN(IA_WHEN_NO_REGS), \
	  "memory that the unit treats apart now: protected (VT-d, up to the limit in the " \
	  "register: the rest of the last block that hardware protects, no register tells), " \
	  "excluded (AMD)")

/* registers: one register of a unit, as it was read. Identified by "register". */
#define IOMMU_AUDIT_REGISTER(F)							\
	F(unit, "unit", TEXT, NAME, "", ALWAYS, VARIES(KNOWN), "as in units")		\
	F(name, "register", TEXT, REGISTER, "", ALWAYS, KNOWN,			\
	  "its name in the specification of the unit's vendor; those that the unit lacks, by " \
	  "its capabilities, are left out") \
	F(offset, "offset", HEX, 4, "bytes", ALWAYS, KNOWN,			\
	  "where it is, from the unit's base")					\
	F(bits, "bits", INT, 0, "bits", ALWAYS, KNOWN, "how wide it is")	\
	F(value, "value", HEX, 8, "", ALWAYS,					\
	  UNKNOWN(IA_WHEN_NO_REGS "; no other registers of the unit are listed then"), \
	  "what was in it")

/* groups: one IOMMU group that holds a PCI function, by number. */
#define IOMMU_AUDIT_GROUP(F)							\
	F(group, "group", INT, 0, "", ALWAYS, KNOWN,				\
	  "number in /sys/kernel/iommu_groups")					\
	F(domain, "domain", ENUM, DOMAINS, "", ALWAYS,				\
	  UNKNOWN("this kernel cannot tell"),					\
	  "type of the domain that its devices are attached to now, read under the group's mutex") \
	F(default_domain, "default", ENUM, DOMAINS, "", ALWAYS,			\
	  UNKNOWN("this kernel cannot tell"),					\
	  "type of its default domain; what the group's sysfs file \"type\" says") \
	F(devices, "devices", MEMBERS, SYSFS, "", ALWAYS, KNOWN,			\
	  "members; a PCI function by its address, any other device by its name") \
	F(reserved, "reserved", REGIONS, 0, "", ALWAYS,				\
	  UNKNOWN("they could not be read"),					\
	  "reserved regions, start-end:type, types as in sysfs")		\
	F(flush, "flush", ENUM, FLUSHES, "", DASH("the domain is not the DMA API's"), \
	  UNKNOWN("the kernel is older than 5.15, but for AMD up to 5.13"),	\
	  "when an unmapped address leaves the IOTLB")

/* devices: one PCI function. */
#define IOMMU_AUDIT_DEVICE(F)							\
	F(address, "dev", ADDRESS, 0, "", ALWAYS, KNOWN,			\
	  "segment:bus:device.function")					\
	F(vendor, "vendor", ID, 4, "", ALWAYS, KNOWN, "Vendor ID")		\
	F(device, "device", ID, 4, "", ALWAYS, KNOWN, "Device ID")		\
	F(class_code, "class", ID, 6, "", ALWAYS, KNOWN, "Class Code, 24 bits") \
	F(driver, "driver", TEXT, SYSFS, "", DASH("no driver is bound"), KNOWN,	\
	  "bound driver")							\
	F(group, "group", INT, 0, "", NONE("it is behind no IOMMU"), UNKNOWN(IA_WHEN_REMOVED), \
	  "IOMMU group")							\
	F(domain, "domain", ENUM, DOMAINS, "", ALWAYS,				\
	  UNKNOWN(IA_WHEN_REMOVED ", or this kernel cannot tell"),		\
	  "as in groups, for this device; none without a group")		\
	F(default_domain, "default", ENUM, DOMAINS, "", ALWAYS,			\
	  UNKNOWN(IA_WHEN_REMOVED ", or this kernel cannot tell"),		\
	  "as in groups")							\
	F(unit, "unit", TEXT, NAME, "", NONE("no unit serves it"), UNKNOWN(IA_WHEN_REMOVED), \
	  "its IOMMU in /sys/class/iommu")					\
	F(numa, "numa", INT, 0, "", DASH("firmware gave none"), KNOWN,		\
	  "NUMA node")								\
	F(dma_mask, "dma_mask", HEX, 16, "", ALWAYS, KNOWN,			\
	  "highest bus address that its driver declared")			\
	F(untrusted, "untrusted", FLAG, 0, "", ALWAYS, KNOWN,			\
	  "the kernel distrusts it (below an external-facing port)")		\
	F(ats, "ats", ENUM, CAP_STATES, "",					\
	  DASH("it lacks the capability, or a quirk of the kernel has taken it away"), \
	  UNKNOWN(IA_WHEN_D3COLD), "Address Translation Services")		\
	F(pri, "pri", ENUM, CAP_STATES, "", DASH("it lacks the capability"),	\
	  UNKNOWN(IA_WHEN_D3COLD), "Page Request Interface; of a VF: its PF's, which it shares") \
	F(pasid, "pasid", ENUM, CAP_STATES, "", DASH("it lacks the capability"), \
	  UNKNOWN(IA_WHEN_D3COLD), "Process Address Space ID; of a VF: its PF's, which it shares") \
	F(flr, "flr", FLAG, 0, "", ALWAYS, UNKNOWN(IA_WHEN_D3COLD),		\
	  "it advertises Function Level Reset, in Device Capabilities or Advanced Features") \
	F(vf_of, "vf_of", ADDRESS, 0, "", DASH("it is no VF"), UNKNOWN(IA_WHEN_REMOVED), \
	  "PF of a VF")								\
	F(numvfs, "numvfs", INT, 0, "VFs", DASH("it lacks SR-IOV"), UNKNOWN(IA_WHEN_D3COLD), \
	  "VFs enabled now")							\
	F(totalvfs, "totalvfs", INT, 0, "VFs", DASH("it lacks SR-IOV"), UNKNOWN(IA_WHEN_D3COLD), \
	  "VFs that can be enabled")						\
	F(path, "path", PATH, 0, "", DASH("it is on a root bus"), UNKNOWN(IA_WHEN_REMOVED), \
	  "bridges from the root port down to the parent")			\
	F(type, "type", ENUM, PORT_TYPES, "", ALWAYS,				\
	  UNKNOWN("the specification did not have the type"),			\
	  "Device/Port Type")							\
	F(vf_index, "vf_index", INT, 0, "", DASH("it is no VF"), UNKNOWN(IA_WHEN_REMOVED), \
	  "number of a VF among those of its PF, from 0")			\
	F(flush, "flush", ENUM, FLUSHES, "", DASH("the domain is not the DMA API's"), \
	  UNKNOWN(IA_WHEN_REMOVED ", or as in groups"), "as in groups")

/* acs: a PCI function and a port between it and the root, or its own ACS. */
#define IOMMU_AUDIT_ACS(F)							\
	F(device, "dev", ADDRESS, 0, "", ALWAYS, KNOWN, "the function")		\
	F(hop, "hop", INT, 0, "", DASH("it is the function's own capability: port " \
				       "equals dev"), KNOWN, \
	  "0 for the nearest port above, and so on up")				\
	F(port, "port", ADDRESS, 0, "", ALWAYS, KNOWN, "the port")		\
	F(type, "type", ENUM, PORT_TYPES, "", ALWAYS,				\
	  UNKNOWN("the specification did not have the type"),			\
	  "Device/Port Type of the port")					\
	F(cap, "cap", BITS, ACS_BITS, "", ALWAYS, UNKNOWN(IA_WHEN_D3COLD),	\
	  "bits of the ACS Capability Register, in lspci's words; none without the capability " \
	  "or any bit") \
	F(ctl, "ctl", BITS, ACS_BITS, "", ALWAYS, UNKNOWN(IA_WHEN_D3COLD),	\
	  "bits of the ACS Control Register")					\
	F(ctl_at_load, "ctl_at_load", BITS, ACS_BITS, "", DASH("the port came later"), \
	  UNKNOWN("ctl has been ever since"),					\
	  "the same when the module was loaded, or when the port could first be asked after that") \
	F(present, "present", FLAG, 0, "", ALWAYS, UNKNOWN(IA_WHEN_D3COLD),	\
	  "the port has an ACS capability; one without a bit in cap is hard-wired, and isolates")

#define IA_WHEN_NO_MODE	"mode is"
#define IA_WHERE_NO_TRANSLATION	"it is not translated"

/* translations: a PCI function and a requester id of its requests. */
#define IOMMU_AUDIT_REQUESTER(F)						\
	F(device, "dev", ADDRESS, 0, "", ALWAYS, KNOWN, "the function")		\
	F(requester, "requester", ADDRESS, 0, "", ALWAYS, KNOWN,		\
	  "requester id that its requests may carry: its own, or that of a bridge, a neighbour or " \
	  "VMD in its place")							\
	F(unit, "unit", TEXT, NAME, "", NONE("no unit serves it"), UNKNOWN(IA_WHEN_REMOVED \
	  ", or nothing tells"), \
	  "as in devices; without a group the only unit that there is")		\
	F(domain, "domain", ENUM, DOMAINS, "", ALWAYS,				\
	  UNKNOWN(IA_WHEN_REMOVED ", or this kernel cannot tell"),		\
	  "as in devices: what the kernel believes when the tables are read")	\
	F(mode, "mode", ENUM, REMAP_MODES, "", DASH("there is no unit"),	\
	  UNKNOWN("reason says why"),						\
	  "what the hardware does with requests without a PASID, from its registers and tables") \
	F(stage, "stage", ENUM, STAGES, "", DASH("mode is not translated"),	\
	  UNKNOWN(IA_WHEN_NO_MODE), "which stage translates")			\
	F(tables, "tables", ENUM, TABLE_MODES, "", DASH("AMD-Vi, or nothing is translated"), \
	  UNKNOWN(IA_WHEN_NO_MODE), "Translation Table Mode of the unit")	\
	F(domain_id, "domain_id", INT, 0, "", DASH("nothing is looked up for it"), \
	  VARIES(UNKNOWN(IA_WHEN_NO_MODE)),						\
	  "Domain-ID that tags what the unit caches for it")			\
	F(width, "width", INT, 0, "bits", DASH(IA_WHERE_NO_TRANSLATION), UNKNOWN(IA_WHEN_NO_MODE), \
	  "width of the addresses that are translated; of a first stage for a nested one") \
	F(pasids, "pasids", INT, 0, "PASIDs", DASH("the unit is off"),		\
	  VARIES(UNKNOWN("reason says why")),						\
	  "PASIDs that have an entry, but for that of requests without a PASID")	\
	F(ats, "ats", FLAG, 0, "", DASH("the unit is off"), UNKNOWN(IA_WHEN_NO_MODE), \
	  "the unit answers its Translation Requests")				\
	F(reason, "reason", ENUM, REMAP_REASONS, "", DASH("there is nothing to say"), KNOWN, \
	  "why it is blocked or passes, or what is not known")

/* faults: figures of one unit. Identified by "interrupts". */
#define IOMMU_AUDIT_FAULT_UNIT(F)						\
	F(unit, "unit", TEXT, NAME, "", ALWAYS, VARIES(KNOWN), "as in units")		\
	F(interrupts, "interrupts", COUNT, 0, "times", ALWAYS,			\
	  UNKNOWN("the fault monitor does not see it"),				\
	  "times that the driver's fault handler ran")				\
	F(records, "records", COUNT, 0, "records", ALWAYS, UNKNOWN(IA_WHEN_UNSEEN), \
	  "faults that the hardware logged, as far as the monitor sees (see version)") \
	F(attributed, "attributed", COUNT, 0, "records", ALWAYS, UNKNOWN(IA_WHEN_UNSEEN), \
	  "those of them that could be read")					\
	F(unattributed, "unattributed", COUNT, 0, "records", ALWAYS, UNKNOWN(IA_WHEN_UNSEEN), \
	  "those that were gone before they could be read")			\
	F(overflows, "overflows", COUNT, 0, "times", ALWAYS, UNKNOWN(IA_WHEN_UNSEEN), \
	  "times that the hardware said that it had dropped faults, or (AMD) that its log was " \
	  "found full; how many were dropped, nothing tells")			\
	F(unseen, "unseen", COUNT, 0, "times", ALWAYS,				\
	  UNKNOWN("the fault monitor does not see the handler"),		\
	  "times that the driver's fault handler ran unseen, as far as the kernel's count of " \
	  "its interrupts tells; what it handled then is not in records")	\
	F(inv_queue_errors, "inv_queue_errors", COUNT, 0, "times", ALWAYS,	\
	  UNKNOWN(IA_WHEN_NO_INVAL),						\
	  "times that an invalidation was refused: VT-d: Invalidation Queue Errors that the " \
	  "driver cleared; AMD: ILLEGAL_COMMAND_ERROR and COMMAND_HARDWARE_ERROR in records") \
	F(inv_completion_errors, "inv_completion_errors", COUNT, 0, "times",	\
	  DASH("the unit is AMD-Vi"),						\
	  UNKNOWN(IA_WHEN_NO_INVAL),						\
	  "Invalidation Completion Errors that the driver cleared")		\
	F(inv_timeouts, "inv_timeouts", COUNT, 0, "times", ALWAYS, UNKNOWN(IA_WHEN_NO_INVAL), \
	  "times that functions did not answer when they were to invalidate their ATC (ATS): " \
	  "VT-d: Invalidation Time-out Errors that the driver cleared, each of which may stand " \
	  "for several requests; AMD: IOTLB_INV_TIMEOUT in records")		\
	F(page_request_overflows, "page_request_overflows", COUNT, 0, "times",	\
	  DASH("the unit takes no page requests"),				\
	  UNKNOWN("the monitor does not see it, or the registers did not answer"), \
	  "times that the unit said that it had dropped page requests, as far as the driver " \
	  "noticed; how many were dropped, nothing tells")

/* faults: one per unit, error of invalidation and function. Identified by "inv_error". */
#define IOMMU_AUDIT_INVALIDATION(F)						\
	F(unit, "unit", TEXT, NAME, "", ALWAYS, VARIES(KNOWN), "as in units")		\
	F(error, "inv_error", ENUM, INVAL_ERRORS, "", ALWAYS, KNOWN, "what went wrong") \
	F(requester, "requester", ADDRESS, 0, "", DASH("the hardware does not name it"), KNOWN, \
	  "requester id of the function that was to invalidate its ATC")	\
	F(count, "count", COUNT, 0, "times", ALWAYS, KNOWN, "how often")	\
	F(first_ns, "first_ns", COUNT, 0, "ns", ALWAYS, KNOWN,			\
	  "the first one, CLOCK_BOOTTIME")					\
	F(last_ns, "last_ns", COUNT, 0, "ns", ALWAYS, KNOWN,			\
	  "the last one, CLOCK_BOOTTIME")

#define IA_IF_NO_INDEX	"it is no fault of VT-d's interrupt remapping, or one that names no entry"

/* faults: one per unit, source, reason, access and PASID. Identified by "source". */
#define IOMMU_AUDIT_FAULT(F)							\
	F(unit, "unit", TEXT, NAME, "", ALWAYS, VARIES(KNOWN), "as in units")		\
	F(source, "source", ADDRESS, 0, "", DASH("the event has none"), KNOWN,	\
	  "requester id")							\
	F(reason, "reason", HEX, 2, "", ALWAYS, KNOWN,				\
	  "VT-d: fault reason; AMD-Vi: event code")				\
	F(name, "name", TEXT, FREE, "", ALWAYS,					\
	  UNKNOWN("the specification does not have the reason"), "its name")	\
	F(access, "access", ENUM, ACCESSES, "", DASH("the record does not say"), KNOWN, \
	  "what the device tried")						\
	F(count, "count", COUNT, 0, "faults", ALWAYS, KNOWN, "how often")	\
	F(first_ns, "first_ns", COUNT, 0, "ns", ALWAYS, KNOWN,			\
	  "the first one, CLOCK_BOOTTIME")					\
	F(last_ns, "last_ns", COUNT, 0, "ns", ALWAYS, KNOWN,			\
	  "the last one, CLOCK_BOOTTIME")					\
	F(last_addr, "last_addr", HEX, 1, "", ALWAYS, KNOWN,			\
	  "address of the last one; for interrupt remapping faults the index of the interrupt") \
	F(pasid, "pasid", ID, 5, "", DASH("the request had none"),		\
	  UNKNOWN("the source has faults of too many kinds: all further ones with this reason " \
		  "and access are counted here"),				\
	  "Process Address Space ID")						\
	F(functions, "functions", MEMBERS, SYSFS, "", OMIT("the requester id is that of a function, " \
	  "and of no other, or the event has none"), KNOWN, \
	  "the functions that are there now and whose requests carry the requester id, as behind " \
	  "a bridge to conventional PCI; none when there is none")		\
	F(irq, "irq", INT, 0, "", OMIT(IA_IF_NO_INDEX),				\
	  UNKNOWN("no driver has requested an interrupt with that index now"),	\
	  "the Linux interrupt whose remapping entry has the index last_addr now; when the " \
	  "verification of the source failed, it is another function's")		\
	F(irq_name, "irq_name", TEXT, FREE, "", OMIT(IA_IF_NO_INDEX),		\
	  UNKNOWN("as irq"), "its names, as in /proc/interrupts")

/* faults: what found no place of its own, the last line. Identified by "other". */
#define IOMMU_AUDIT_FAULT_OTHER(F)						\
	F(places, "other", INT, 0, "records", ALWAYS, VARIES(KNOWN),			\
	  "all places for a unit, source, reason, access and PASID; they, or those of a source, " \
	  "are taken")								\
	F(count, "count", COUNT, 0, "faults", ALWAYS, KNOWN,			\
	  "faults that found none")						\
	F(first_ns, "first_ns", COUNT, 0, "ns", ALWAYS, KNOWN,			\
	  "the first one, CLOCK_BOOTTIME")					\
	F(last_ns, "last_ns", COUNT, 0, "ns", ALWAYS, KNOWN,			\
	  "the last one, CLOCK_BOOTTIME")

/* fault_log: one of the last faults that could be read, the oldest first. */
#define IOMMU_AUDIT_FAULT_RECORD(F)						\
	F(seq, "seq", COUNT, 0, "", ALWAYS, VARIES(KNOWN),				\
	  "number since the module was loaded, from 0")				\
	F(time_ns, "time_ns", COUNT, 0, "ns", ALWAYS, KNOWN,			\
	  "when it was seen, CLOCK_BOOTTIME")					\
	F(unit, "unit", TEXT, NAME, "", ALWAYS, KNOWN, "as in units")		\
	F(source, "source", ADDRESS, 0, "", DASH("the event has none"), KNOWN,	\
	  "as in faults")							\
	F(reason, "reason", HEX, 2, "", ALWAYS, KNOWN, "as in faults")		\
	F(name, "name", TEXT, FREE, "", ALWAYS,					\
	  UNKNOWN("the specification does not have the reason"), "as in faults") \
	F(access, "access", ENUM, ACCESSES, "", DASH("the record does not say"), KNOWN, \
	  "as in faults")							\
	F(addr, "addr", HEX, 1, "", ALWAYS, KNOWN,				\
	  "address of the request; for interrupt remapping faults the index of the interrupt") \
	F(pasid, "pasid", ID, 5, "", DASH("the request had none"), KNOWN,	\
	  "as in faults")

#define IA_IF_NOT_SAID	"events of this kind do not say it"

/*
 * events, events_pipe, vf_requests: something that happened. Identified by
 * "seq". vf_requests holds the last vf_request of each PF.
 */
#define IOMMU_AUDIT_EVENT(F)							\
	F(seq, "seq", COUNT, 0, "", ALWAYS, VARIES(KNOWN),				\
	  "number since the module was loaded, from 0")				\
	F(time_ns, "time_ns", COUNT, 0, "ns", ALWAYS, KNOWN,			\
	  "when it was seen, CLOCK_BOOTTIME")					\
	F(kind, "kind", ENUM, EVENT_KINDS, "", ALWAYS, KNOWN, "what happened")	\
	F(device, "dev", ADDRESS, 0, "", ALWAYS, KNOWN,				\
	  "the function; the PF of a vf_request")				\
	F(group, "group", INT, 0, "", NONE("it has no group"), UNKNOWN(IA_WHEN_REMOVED), \
	  "its IOMMU group")							\
	F(domain, "domain", ENUM, DOMAINS, "", DASH(IA_IF_NOT_SAID),		\
	  UNKNOWN("this kernel cannot tell, or the probe that sees it is missing"), \
	  "what it is attached to after the event, as in devices")		\
	F(old_domain, "old_domain", ENUM, DOMAINS, "", OMIT(IA_IF_NOT_SAID),	\
	  UNKNOWN("it comes back to the domain of its group, as after a reset"), \
	  "domain_attach: what it was attached to before; none when that was nothing, as for " \
	  "a function that joins a group") \
	F(driver, "driver", TEXT, SYSFS, "", EITHER(IA_IF_NOT_SAID \
	  ", or no driver was bound"), KNOWN, \
	  "the driver that is bound, unbound or refused; baseline: the driver that was bound") \
	F(pf, "pf", ADDRESS, 0, "", OMIT("it is no VF"), UNKNOWN(IA_WHEN_REMOVED), \
	  "PF of a VF")								\
	F(vf_index, "vf_index", INT, 0, "", OMIT("it is no VF"), UNKNOWN(IA_WHEN_REMOVED), \
	  "number of the VF among those of its PF, from 0")			\
	F(via, "via", ENUM, REQUEST_PLACES, "", OMIT(IA_IF_NOT_SAID), KNOWN,	\
	  "sysfs: somebody wrote to sriov_numvfs; driver: the PF's driver asked by itself") \
	F(requested, "requested", INT, 0, "VFs", OMIT(IA_IF_NOT_SAID),		\
	  UNKNOWN("what was written is no number"),				\
	  "VFs that were requested, 0 to disable them")				\
	F(old_numvfs, "old_numvfs", INT, 0, "VFs", OMIT(IA_IF_NOT_SAID), KNOWN,	\
	  "VFs that were enabled before")					\
	F(result, "result", INT, 0, "VFs", OMIT(IA_IF_NOT_SAID), KNOWN,		\
	  "VFs that are enabled after it")					\
	F(error, "errno", INT, 0, "", OMIT(IA_IF_NOT_SAID),			\
	  UNKNOWN("reset: the kernel's function of a bus reset returns nothing"), \
	  "0, or the error number that it failed with")				\
	F(failed_in, "failed_in", ENUM, REQUEST_PLACES, "", EITHER(IA_IF_NOT_SAID \
	  ", or it did not fail"), KNOWN, \
	  "who refused: sysfs (the PCI core's checks before the driver is asked), driver (its " \
	  "sriov_configure method), core (pci_enable_sriov())") \
	F(started_ns, "started_ns", COUNT, 0, "ns", OMIT(IA_IF_NOT_SAID), KNOWN, \
	  "when it was requested or began, CLOCK_BOOTTIME; time_ns is when it was over") \
	F(task, "task", TEXT, OWN, "", OMIT(IA_IF_NOT_SAID), KNOWN,		\
	  "name of the task that did it")					\
	F(pid, "pid", INT, 0, "", OMIT(IA_IF_NOT_SAID), KNOWN, "its thread id")	\
	F(pasid, "pasid", HEX, 5, "", OMIT(IA_IF_NOT_SAID), KNOWN,		\
	  "Process Address Space ID; domain and old_domain are its own then")	\
	F(method, "method", ENUM, RESET_METHODS, "",				\
	  EITHER(IA_IF_NOT_SAID ", or the function had no method that could be used"), \
	  UNKNOWN("the probe that sees it is missing, or the kernel has a way of its own"), \
	  "reset: how; where several were tried, the last one")

/* events_pipe: what a reader has missed. Identified by "lost". */
#define IOMMU_AUDIT_EVENTS_LOST(F)						\
	F(lost, "lost", COUNT, 0, "events", ALWAYS, KNOWN,			\
	  "events between the line before and the line after it")

/* bench/result: what became of the last write to bench/run. Identified by "state". */
#define IOMMU_AUDIT_BENCH_STATE(F)						\
	F(state, "state", ENUM, BENCH_STATES, "", ALWAYS, KNOWN,		\
	  "what became of the last write to bench/run")				\
	F(error, "error", INT, 0, "", ALWAYS, KNOWN,				\
	  "errno of the write, 0 when there was none")				\
	F(reason, "reason", TEXT, FREE, "", DASH("there is nothing to say"), KNOWN, \
	  "what was wrong, and what is accepted")				\
	F(attempt, "attempt", COUNT, 0, "", ALWAYS, KNOWN,			\
	  "number of this write since the module was loaded, from 1; 0 before the first one. " \
	  "A write that found another run on is not counted")

/* bench/result: what was requested, defaults filled in. Identified by "mode". */
#define IOMMU_AUDIT_BENCH_PARAMS(F)						\
	F(device, "dev", ADDRESS, 0, "", ALWAYS, KNOWN, "as in devices")	\
	F(mode, "mode", ENUM, BENCH_MODES, "", ALWAYS, KNOWN, "as in run")	\
	F(size, "size", INT, 0, "bytes", ALWAYS, KNOWN, "as in run")		\
	F(segments, "segments", INT, 0, "entries", ALWAYS, KNOWN, "as in run")	\
	F(threads, "threads", INT, 0, "threads", ALWAYS, KNOWN, "as in run")	\
	F(cpus, "cpus", INTS, 0, "", ALWAYS, KNOWN,				\
	  "the CPUs in use, by number")						\
	F(node, "node", INT, 0, "", DASH("each thread has memory near its CPU"), KNOWN, \
	  "as in run")								\
	F(dir, "dir", ENUM, BENCH_DIRS, "", ALWAYS, KNOWN, "as in run")		\
	F(ring, "ring", INT, 0, "mappings", ALWAYS, KNOWN, "as in run")		\
	F(seconds, "seconds", MILLI, 0, "s", ALWAYS, KNOWN, "as in run")	\
	F(warmup, "warmup", MILLI, 0, "s", ALWAYS, KNOWN, "as in run")		\
	F(elapsed_ns, "elapsed_ns", COUNT, 0, "ns", ALWAYS, KNOWN,		\
	  "time in which operations counted: of each slice, from the begin of its first " \
	  "thread to the end of its last one") \
	F(attempt, "attempt", COUNT, 0, "", ALWAYS, KNOWN,			\
	  "number of the write; that of the first record when the figures are those of the " \
	  "last write")								\
	F(nodes, "nodes", INTS, 0, "", ALWAYS, UNKNOWN("mode=coherent: the DMA API allocates"), \
	  "NUMA nodes that the buffers are on, wherever they were asked for")

/* bench/result: what it was measured on. Identified by "kernel". */
#define IOMMU_AUDIT_BENCH_CONTEXT(F)						\
	F(kernel, "kernel", TEXT, RELEASE, "", ALWAYS, KNOWN, "release of the kernel") \
	F(module, "module", TEXT, RELEASE, "", ALWAYS, KNOWN, "version of the module") \
	F(cmdline, "cmdline", TEXT, CMDLINE, "", ALWAYS, UNKNOWN(IA_WHEN_NOT_OURS),	\
	  "the kernel's command line")						\
	F(driver, "driver", TEXT, SYSFS, "", DASH("no driver is bound"), KNOWN,	\
	  "as in devices")							\
	F(group, "group", INT, 0, "", NONE("it is behind no IOMMU"), UNKNOWN(IA_WHEN_REMOVED), \
	  "as in devices")							\
	F(domain, "domain", ENUM, DOMAINS, "", ALWAYS, UNKNOWN("this kernel cannot tell"), \
	  "attached during the whole run")					\
	F(default_domain, "default", ENUM, DOMAINS, "", ALWAYS,			\
	  UNKNOWN("this kernel cannot tell"), "as in devices")			\
	F(flush, "flush", ENUM, FLUSHES, "", DASH("the domain is not the DMA API's"), \
	  UNKNOWN("as in groups"), "as in devices, during the whole run")	\
	F(unit, "unit", TEXT, NAME, "", NONE("no unit serves it"), UNKNOWN(IA_WHEN_REMOVED), \
	  "as in devices")							\
	F(vendor, "vendor", ID, 4, "", ALWAYS, KNOWN, "as in devices")		\
	F(device, "device", ID, 4, "", ALWAYS, KNOWN, "as in devices")		\
	F(numa, "numa", INT, 0, "", DASH("firmware gave none"), KNOWN, "as in devices") \
	F(dma_mask, "dma_mask", HEX, 16, "", ALWAYS, KNOWN, "as in devices")	\
	F(virtualised, "virtualised", FLAG, 0, "", ALWAYS,			\
	  UNKNOWN("the processor does not say"), IA_SAYS_VIRTUALISED)		\
	F(governor, "governor", TEXT, NAME, "", DASH("there is none"), UNKNOWN(IA_WHEN_NOT_OURS), \
	  "CPU frequency governor of the first CPU in use")			\
	F(clock, "clock", TEXT, NAME, "", ALWAYS, UNKNOWN(IA_WHEN_NOT_OURS),	\
	  "the kernel's clock source")						\
	F(clock_ns, "clock_ns", INT, 0, "ns", ALWAYS, KNOWN,			\
	  "mean cost of reading the clock once, measured before the run; part of every figure " \
	  "below") \
	F(time_ns, "time_ns", COUNT, 0, "ns", ALWAYS, KNOWN,			\
	  "begin of the run, CLOCK_BOOTTIME")					\
	F(boot_id, "boot_id", TEXT, UUID, "", ALWAYS, UNKNOWN(IA_WHEN_NOT_OURS),	\
	  "as in /proc/sys/kernel/random/boot_id")

/* bench/result: one operation. Identified by "op". */
#define IOMMU_AUDIT_BENCH_OP(F)							\
	F(op, "op", ENUM, BENCH_OPS, "", ALWAYS, KNOWN, "what was timed")	\
	F(ops, "ops", COUNT, 0, "operations", ALWAYS, KNOWN, "operations counted") \
	F(ops_per_s, "ops_per_s", COUNT, 0, "1/s", ALWAYS, KNOWN,		\
	  "ops of all threads together, divided by elapsed_ns (dirtying the memory and " \
	  "keeping count included)") \
	F(mean_ns, "mean_ns", COUNT, 0, "ns", ALWAYS, KNOWN, "exact")		\
	F(min_ns, "min_ns", COUNT, 0, "ns", ALWAYS, KNOWN, "exact")		\
	F(p50_ns, "p50_ns", COUNT, 0, "ns", ALWAYS, KNOWN,			\
	  "the value that half of all do not exceed: the middle of its range in the " \
	  "histogram, less than 0.8 % off") \
	F(p90_ns, "p90_ns", COUNT, 0, "ns", ALWAYS, KNOWN, "likewise 90 %")	\
	F(p99_ns, "p99_ns", COUNT, 0, "ns", ALWAYS, KNOWN, "likewise 99 %")	\
	F(p999_ns, "p999_ns", COUNT, 0, "ns", ALWAYS, KNOWN, "likewise 99.9 %")	\
	F(max_ns, "max_ns", COUNT, 0, "ns", ALWAYS, KNOWN, "exact")

/* bench/result: a range of the histogram that is not empty. Identified by "hist". */
#define IOMMU_AUDIT_BENCH_BIN(F)						\
	F(op, "hist", ENUM, BENCH_OPS, "", ALWAYS, KNOWN, "what was timed")	\
	F(from_ns, "from_ns", COUNT, 0, "ns", ALWAYS, KNOWN,			\
	  "first value of the range")						\
	F(to_ns, "to_ns", COUNT, 0, "ns", ALWAYS, KNOWN,			\
	  "first value behind it")						\
	F(count, "count", COUNT, 0, "operations", ALWAYS, KNOWN, "operations")

/*
 * All records:
 *
 *	R(LIST, name, FILE, "mark", "what it is")
 *
 * name is that of the record's struct in C and of its JSON; FILE the file of
 * debugfs, IOMMU_AUDIT_FILE_*, or the first of several; mark a key that tells
 * its lines from those of the other records in the file.
 */
#define IOMMU_AUDIT_RECORDS(R)							\
	R(IDENTITY, identity, VERSION, "format", "who speaks")			\
	R(SOURCE, source, VERSION, "source", "how well a source of facts sees")	\
	R(MONITOR, monitor, VERSION, "monitor", "what sees things as they happen")	\
	R(UNIT, unit, UNITS, "unit", "a DMA remapping unit of the DMAR or IVRS table") \
	R(REGISTER, register, REGISTERS, "register", "a register of a unit")	\
	R(GROUP, group, GROUPS, "group", "an IOMMU group that holds a PCI function") \
	R(DEVICE, device, DEVICES, "dev", "a PCI function")			\
	R(ACS, acs, ACS, "dev", "a PCI function and a port between it and the root, or its " \
				"own ACS capability") \
	R(REQUESTER, requester, TRANSLATIONS, "requester", \
		"a PCI function, a requester id of its requests, and what becomes of them") \
	R(FAULT_UNIT, fault_unit, FAULTS, "interrupts", "figures of a unit")	\
	R(FAULT, fault, FAULTS, "source", "a unit, source, reason, access and PASID") \
	R(INVALIDATION, invalidation, FAULTS, "inv_error", \
		"an error of invalidation of a unit and a function") \
	R(FAULT_OTHER, fault_other, FAULTS, "other", "faults that found no place of their own") \
	R(FAULT_RECORD, fault_record, FAULT_LOG, "seq", \
		"one of the last 1024 faults that could be read") \
	R(EVENT, event, EVENTS, "seq", "something that happened")		\
	R(EVENTS_LOST, events_lost, EVENTS_PIPE, "lost", \
		"what a reader of events_pipe has missed") \
	R(BENCH_STATE, bench_state, BENCH_RESULT, "state", \
		"what became of the last write to bench/run") \
	R(BENCH_PARAMS, bench_params, BENCH_RESULT, "mode", \
		"what was requested, defaults filled in") \
	R(BENCH_CONTEXT, bench_context, BENCH_RESULT, "kernel", "what it was measured on") \
	R(BENCH_OP, bench_op, BENCH_RESULT, "op", "durations of one operation") \
	R(BENCH_BIN, bench_bin, BENCH_RESULT, "hist", "a range of a histogram that is not empty")

#endif /* _UAPI_IOMMU_AUDIT_RECORDS_H */
