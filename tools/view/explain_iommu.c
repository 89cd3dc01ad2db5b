// SPDX-License-Identifier: GPL-2.0
/* Messages of VT-d, AMD-Vi and interrupt remapping. */
#include "explain_text.h"

#define FAULTS	\
	"'iommu-audit faults' counts what a running host refuses, by device and reason; 'iommu-audit why {0}' says which domain the device has"
#define UNITS	"'iommu-audit units' shows the units and what they do now"

static const struct ia_explain_text texts[IA_LOG_MESSAGE_COUNT] = {
	/* Means of faults are made of their fields. */
	[IA_LOG_VTD_FAULT] = {
		NULL,
		{ NULL },
		FAULTS,
	},
	[IA_LOG_VTD_INTERRUPT] = {
		NULL,
		{ NULL },
		FAULTS,
	},
	[IA_LOG_VTD_REASON] = {
		NULL,
		{ NULL },
		"the line before it names the device and the address",
	},
	[IA_LOG_VTD_STATUS] = {
		NULL,
		{ NULL },
		"'iommu-audit faults' on a running host",
	},
	[IA_LOG_SUPPRESSED] = {
		"{5} more lines of {4}() were not printed: the kernel limits how many it prints in a time. What is printed is a sample, not a count.",
		{ NULL },
		"'iommu-audit faults' counts all of them, also those that are not printed",
	},
	[IA_LOG_VTD_DUMP] = {
		"Part of the dump of table entries that a kernel with CONFIG_DMAR_DEBUG prints after a fault: the entries that the unit used for that address.",
		{ NULL },
		NULL,
	},
	[IA_LOG_VTD_IQE] = {
		"A VT-d unit refused a command in its invalidation queue (reason {4}) and stopped taking commands; the kernel clears the error and goes on.",
		{
			"the kernel sent a descriptor that this unit does not know, or with reserved bits set",
			"an erratum of the unit, or firmware that describes it wrongly",
			"memory of the queue was overwritten",
			"all ones (reason f, SID ffff): the unit does not answer any more, as when it lost power over a suspend",
		},
		"the lines QI HEAD and QI PRIOR show the descriptor; 'iommu-audit faults' lists invalidation errors",
	},
	[IA_LOG_VTD_ITE] = {
		"A device did not answer a device-TLB invalidation (ATS) in time; {4} is its requester id (bus in the high byte, device and function in the low one), or 0 where the unit does not say.",
		{
			"the device was reset, unplugged or powered down while ATS was on",
			"a device or a switch with a broken ATS, which newer firmware or pci=noats avoids",
			"a hung device: look for PCIe errors (AER) beside it",
			"all ones (reason f, SID ffff): the unit does not answer any more, as when it lost power over a suspend",
		},
		"ATS of each device: 'iommu-audit devices'",
	},
	[IA_LOG_VTD_ICE] = {
		"An invalidation completion came from a device or with a tag that nobody waited for; the requester id is {4}.",
		{
			"a device with a broken ATS",
			"a device that was reset while an invalidation was under way",
			"all ones (reason f, SID ffff): the unit does not answer any more, as when it lost power over a suspend",
		},
		"ATS of each device: 'iommu-audit devices'",
	},
	[IA_LOG_VTD_QI] = {
		"Belongs to an error of the invalidation queue: the descriptor that the unit stopped at, the one before it, or that the error was cleared.",
		{ NULL },
		"the line with \"VT-d detected\" says which error",
	},
	[IA_LOG_VTD_PARAMETER] = {
		"The kernel read intel_iommu=on. It is an echo of the parameter, printed before any hardware was looked at: it does not say that VT-d works.",
		{ NULL },
		"\"Intel(R) Virtualization Technology for Directed I/O\" in the same log says that it does; "
		UNITS,
	},
	[IA_LOG_VTD_PARAMETER_OFF] = {
		"The kernel read intel_iommu=off: VT-d does not translate, unless firmware or tboot forces it. VFIO cannot assign devices.",
		{
			"intel_iommu=off on the command line",
		},
		"'iommu-audit lint' judges the command line",
	},
	[IA_LOG_VTD_ON] = {
		"VT-d is on: its units were set up and translate. Whether a device is translated or passed through is a matter of its domain.",
		{ NULL },
		UNITS,
	},
	[IA_LOG_VTD_WIDTH] = {
		"The DMAR table gives the platform {4} bits of physical address.",
		{ NULL },
		NULL,
	},
	[IA_LOG_VTD_UNIT] = {
		"An entry of the DMAR table, as firmware made it. It says that there is a unit, not that it is on.",
		{ NULL },
		UNITS,
	},
	[IA_LOG_VTD_ANDD] = {
		"The DMAR table names a device of ACPI that is no PCI function and uses DMA, such as a UART or an I2C controller of the chipset: {5}, number 0x{4} in the table (ANDD). It says nothing of a unit.",
		{ NULL },
		NULL,
	},
	[IA_LOG_VTD_REGS] = {
		NULL,
		{ NULL },
		UNITS,
	},
	[IA_LOG_VTD_NONE] = {
		"The DMAR table has no such entry ({4}); most machines lack ATSR and SATC, and many have no RMRR. \"No DMAR devices found\" however means that there is no VT-d unit to use.",
		{ NULL },
		UNITS,
	},
	[IA_LOG_TABLE] = {
		"Firmware has a table that describes IOMMUs (DMAR: VT-d, IVRS: AMD-Vi, IORT: Arm). It does not say that they are on.",
		{ NULL },
		UNITS,
	},
	[IA_LOG_IDENTITY] = {
		"VT-d says how a device is mapped: a region one to one for firmware, or a domain of its own kind. Only old kernels say so.",
		{ NULL },
		"'iommu-audit why {0}'",
	},
	[IA_LOG_BOUNCE] = {
		"VT-d could not bounce a transfer of an untrusted device through pages of its own: the transfer fails.",
		{
			"no bounce buffer was left (swiotlb=)",
		},
		"'iommu-audit lint' on swiotlb=",
	},
	[IA_LOG_AMD_DUMP] = {
		"Part of the IVRS table as amd_iommu_dump prints it, or a device that it names by its ACPI id.",
		{ NULL },
		UNITS,
	},
	[IA_LOG_MAP_WIDTH] = {
		"A user of VFIO, or a driver, wanted address {2} mapped; the VT-d unit translates addresses of {5} bits only, so the mapping fails (EFAULT, or EINVAL in later kernels).",
		{
			"a program that chooses IOVAs above what a client CPU's VT-d can do (39 bits are 512 GiB)",
			"a guest whose BARs or memory lie above that: fewer physical address bits for its CPU mend it",
			"a guest's virtual IOMMU of 39 bits: aw_bits=48 of QEMU",
		},
		"MGAW in 'iommu-audit units --json'",
	},
	[IA_LOG_NOT_SET_UP] = {
		"The DMA API of {4} does not go through its IOMMU: the default domain could not be used for it.",
		{
			"the device was given to VFIO while a driver was bound",
			"the IOMMU driver refused its default domain",
		},
		"'iommu-audit devices'",
	},
	[IA_LOG_RMRR] = {
		"Firmware asks that a device may always reach {2}-{3}: an RMRR. The kernel maps it one to one for the devices that the table names.",
		{ NULL },
		"'iommu-audit groups --json' has the reserved regions of each group",
	},
	[IA_LOG_RMRR_OUTSIDE] = {
		"Firmware declares an RMRR at {2}-{3} in memory that its own memory map does not reserve. The kernel uses it all the same and taints itself.",
		{
			"a bug of the firmware, most often about the integrated GPU's stolen memory",
		},
		"mostly harmless; a newer firmware mends it",
	},
	[IA_LOG_RMRR_BROKEN] = {
		"An RMRR of the DMAR table cannot be right; the kernel ignores it or works around it.",
		{
			"a bug of the firmware",
		},
		"a newer firmware mends it",
	},
	[IA_LOG_RMRR_LOCKED] = {
		"VFIO was refused {0}: firmware keeps using memory of this device (an RMRR), and a guest's domain would not have it. Linux up to 6.5 says so only on VT-d; later kernels speak of a 1:1 mapping. USB controllers and graphics are exempt.",
		{
			"HPE ProLiant and similar servers declare RMRRs for NICs and HBAs, for their management controller",
			"a firmware option (\"shared memory\", HPSA/iLO features) that can be switched off for the slot",
		},
		"'iommu-audit why {0}' shows the region; switch the option off in firmware. Patches that ignore RMRRs risk corruption",
	},
	[IA_LOG_RMRR_RELAXED] = {
		"This kernel carries a patch that treats each RMRR as relaxable, so VFIO takes devices that firmware still uses. Mainline has no such switch.",
		{
			"relax_rmrr, as Proxmox and others build it in",
		},
		"firmware may go on writing where a guest's memory is: corruption is possible",
	},
	[IA_LOG_DMAR_BROKEN] = {
		"The DMAR table is wrong, and VT-d stays off, or a unit of it ({2}) is not used.",
		{
			"a bug of the firmware, or VT-d half disabled in it",
		},
		"switch VT-d on in firmware, or update it",
	},
	[IA_LOG_VTD_SM] = {
		"The kernel read sm_on or sm_off: scalable mode, which PASIDs and SVA need, is wanted or not. Whether units have it, the line does not say.",
		{ NULL },
		"SM in the STATUS of 'iommu-audit units'",
	},
	[IA_LOG_VTD_FEATURE] = {
		"The VT-d units of this machine differ in {4}; the kernel then uses it only where all units have it.",
		{
			"usual on client machines, where the graphics unit has fewer features",
		},
		UNITS,
	},
	[IA_LOG_VTD_FORCED] = {
		"VT-d is on although no parameter asks for it: firmware sets the DMA opt-in flag (external ports that untrusted devices may be plugged into), or tboot was used.",
		{ NULL },
		"'iommu-audit why DEV' says which domain a device has for that",
	},
	[IA_LOG_VTD_GFX] = {
		"The integrated GPU is not translated by VT-d: by a quirk of this chipset, or by igfx_off.",
		{
			"a chipset whose graphics and VT-d do not work together",
			"intel_iommu=igfx_off",
		},
		"such a GPU cannot be assigned to a guest; 'iommu-audit why DEV'",
	},
	[IA_LOG_VTD_GFX_KEPT] = {
		"For this GPU the kernel does not switch translation off again when it shuts down or suspends: a quirk. It says nothing about whether the GPU is translated.",
		{ NULL },
		NULL,
	},
	[IA_LOG_VTD_STRICT] = {
		"This kernel runs as a guest on an emulated IOMMU (caching mode), so it does not batch invalidations: domains are strict.",
		{ NULL },
		NULL,
	},
	[IA_LOG_VTD_NO_SVM] = {
		"Unit {4} cannot share a process's page tables with devices: incompatible {5}. SVA stays off for what is behind it.",
		{
			"CPUs and unit differ in 1 GiB pages or in five levels of page tables",
		},
		UNITS,
	},
	[IA_LOG_VTD_KDUMP] = {
		"Translation or interrupt remapping was on before this kernel started: firmware left it on, or this is a kernel behind kexec or kdump.",
		{
			"firmware with pre-boot DMA protection",
			"kexec",
		},
		NULL,
	},
	[IA_LOG_VTD_COPIED] = {
		"This kernel was started by kexec or kdump while unit {4} translated, and it took over its tables: devices that still run keep their old mappings until their drivers start them anew.",
		{ NULL },
		NULL,
	},
	[IA_LOG_VTD_NOT_COPIED] = {
		"This kernel was started by kexec or kdump while unit {4} translated, and it could not take its tables over: devices that still run are refused, and faults follow.",
		{
			"memory of the old tables was overwritten, or the old kernel used another mode (scalable, legacy)",
		},
		"faults behind this line are of devices that the old kernel left running; a crash kernel with intel_iommu=off avoids it where its devices take it",
	},
	[IA_LOG_VTD_PTE_SET] = {
		"The kernel was to map page {4} of a domain, and it is mapped already: the mapping is overwritten. Two users have the same address, so data may go to the wrong place.",
		{
			"a bug of the kernel, or of a driver that uses a domain beside the DMA API",
			"a mapping that was not taken away when its buffer was given back",
		},
		"the trace behind it names the caller; try another kernel",
	},
	[IA_LOG_VTD_MODE] = {
		"How the kernel sends invalidations to unit {4}.",
		{ NULL },
		UNITS,
	},
	[IA_LOG_OPTION] = {
		"The kernel does not know the word '{4}' in intel_iommu= or amd_iommu=, and ignores it.",
		{
			"a typing error, or a word that another parameter takes",
			"a word of a newer kernel",
		},
		"'iommu-audit lint' says what was meant",
	},
	[IA_LOG_IR_ON] = {
		"Interrupt remapping is on: VFIO can assign devices without allow_unsafe_interrupts.",
		{ NULL },
		"'iommu-audit units'",
	},
	[IA_LOG_IR_X2APIC] = {
		"Interrupt remapping is on, and in x2APIC mode: VFIO can assign devices without allow_unsafe_interrupts, and CPUs can have APIC ids of 255 and above.",
		{ NULL },
		"'iommu-audit units'",
	},
	[IA_LOG_IR_XAPIC] = {
		"Interrupt remapping is on, in xAPIC mode: VFIO can assign devices without allow_unsafe_interrupts, but the kernel cannot use x2APIC, nor CPUs with APIC ids of 255 and above.",
		{ NULL },
		"'iommu-audit units'",
	},
	[IA_LOG_IR_PREPARED] = {
		"The kernel is about to switch interrupt remapping on, in x2APIC mode. \"Enabled IRQ remapping\" says that it is on.",
		{ NULL },
		NULL,
	},
	[IA_LOG_IR_OFF] = {
		"Interrupt remapping is off. A device may then send any interrupt, VFIO refuses to assign devices without allow_unsafe_interrupts=1, and CPUs with APIC ids of 255 and above cannot be used.",
		{
			"firmware that describes an I/O APIC wrongly, or not at all (the line before says so)",
			"a chipset with an erratum",
			"intremap=off, or an option in firmware",
		},
		"'iommu-audit check --profile vfio'; a newer firmware mends the table",
	},
	[IA_LOG_IR_ERRATUM] = {
		"Interrupt remapping is off: the chipset has an erratum with it, and the kernel does not use it there. A device may send any interrupt, VFIO refuses to assign devices without allow_unsafe_interrupts=1, and CPUs with APIC ids of 255 and above cannot be used.",
		{
			"an early revision of Intel's 5500, 5520 or X58 chipset, whose firmware does not switch interrupt remapping off by itself",
		},
		"a newer firmware only switches it off too; another board has it. 'iommu-audit check --profile vfio'",
	},
	[IA_LOG_IR_NO_IOAPIC] = {
		"No VT-d unit of the DMAR table claims I/O APIC {4}, so its interrupts could not be remapped: the kernel leaves interrupt remapping off for the whole machine.",
		{
			"a bug of the firmware: the DMAR table has another id for this I/O APIC than the MADT",
			"the DMAR table was replaced, as custom firmware and bootloaders do",
		},
		"compare the lines \"IOAPIC id\" beside it with /sys/firmware/acpi/tables/APIC; update firmware. VFIO needs interrupt remapping",
	},
	[IA_LOG_IR_OPT_OUT] = {
		"Firmware asks that x2APIC stays off; the kernel obeys unless intremap=no_x2apic_optout is given. Interrupt remapping itself is not affected.",
		{
			"an option of the firmware (\"x2APIC opt-out\")",
		},
		"with more than 255 APIC ids it has to be overridden",
	},
	[IA_LOG_IR_NO_EIM] = {
		"A VT-d unit lacks extended interrupt mode, so interrupt remapping runs in xAPIC mode and x2APIC stays off: CPUs with APIC ids of 255 and above cannot be used. Remapping itself is not affected.",
		{
			"usual for a guest's virtual VT-d (QEMU: eim=on adds it), and for old hardware",
		},
		UNITS,
	},
	[IA_LOG_IR_PLACE] = {
		"Which unit remaps the interrupts of an I/O APIC or HPET, by the DMAR table.",
		{ NULL },
		NULL,
	},
	[IA_LOG_X2APIC_OFF] = {
		"x2APIC stays off, since interrupt remapping is off or not in x2APIC mode: CPUs with APIC ids of 255 and above cannot be used.",
		{ NULL },
		"'iommu-audit check --profile vfio'",
	},
	[IA_LOG_AMD_IO_PAGE_FAULT] = {
		NULL,
		{ NULL },
		FAULTS,
	},
	[IA_LOG_AMD_ILLEGAL_ENTRY] = {
		"The IOMMU found bits in the device table entry of {0} that may not be set.",
		{
			"a bug of the kernel, or an erratum of the IOMMU",
			"memory of the table was overwritten",
		},
		"the lines DTE show the entry; try another kernel",
	},
	[IA_LOG_AMD_DEV_TAB] = {
		"The IOMMU could not read the device table from memory for {0}.",
		{
			"a memory error, or a corrupted table address",
		},
		"look for machine checks in the same log",
	},
	[IA_LOG_AMD_PAGE_TAB] = {
		"The IOMMU could not read a page table of {0} from memory.",
		{
			"a memory error, or a corrupted table",
		},
		"look for machine checks in the same log",
	},
	[IA_LOG_AMD_ILLEGAL_COMMAND] = {
		"The IOMMU does not know a command that the kernel gave it; it stops taking commands.",
		{
			"a bug of the kernel, or a command that this IOMMU lacks",
		},
		"the lines CMD show the command; try another kernel",
	},
	[IA_LOG_AMD_COMMAND] = {
		"The IOMMU could not read its command buffer from memory.",
		{
			"a memory error",
		},
		"look for machine checks in the same log",
	},
	[IA_LOG_AMD_IOTLB] = {
		"{0} did not answer an invalidation of its own TLB (ATS) in time. Lines \"Completion-Wait loop timed out\" follow from it.",
		{
			"the device hangs, was reset or lost power while ATS was on: look at what happened to it just before",
			"a GPU whose ATS is broken: the kernel has a list of those (quirk_amd_harvest_no_ats()); pci=noats avoids it",
			"a bad link or riser: look for PCIe errors (AER)",
		},
		"ATS of the device: 'iommu-audit devices'; how it can be reset: 'iommu-audit check --profile vfio --dev {0}'",
	},
	[IA_LOG_AMD_INVALID] = {
		NULL,
		{
			"firmware of the platform sends it at boot: then it is harmless, and comes once or a few times",
			"a device that sends translated requests (ATS) or interrupts that its entry does not allow",
		},
		FAULTS,
	},
	[IA_LOG_AMD_PPR] = {
		"{0} sent a page request (PRI) that the IOMMU does not allow it.",
		{
			"PRI is on in the device but not for it in the IOMMU",
			"a device that misbehaves",
		},
		"PRI of the device: 'iommu-audit devices'",
	},
	[IA_LOG_AMD_RMP] = {
		"SEV-SNP's reverse map refused an access: the page belongs to a guest, or is not in the state that the access needs.",
		{
			"a device of the host was given memory of a confidential guest",
			"a bug of the kernel",
		},
		NULL,
	},
	[IA_LOG_AMD_OTHER] = {
		"The IOMMU logged an event that this kernel has no name for; the four words are its entry of the event log.",
		{
			"a newer IOMMU than the kernel knows",
		},
		NULL,
	},
	[IA_LOG_AMD_UNATTACHED] = {
		"A device sent a request while it was attached to no domain.",
		{
			"it was being bound, unbound or reset",
		},
		NULL,
	},
	[IA_LOG_AMD_WAIT] = {
		"The IOMMU did not finish a command within the kernel's patience (100 ms in current kernels). Mostly it waits for a device that does not answer an invalidation.",
		{
			"a device that hangs, with IOTLB_INV_TIMEOUT naming it beside this line",
			"a GPU after a failed reset: passing it to a guest twice, or after suspend",
			"firmware or microcode: an IOMMU that hangs by itself",
		},
		"look for IOTLB_INV_TIMEOUT and for resets just before it",
	},
	[IA_LOG_AMD_LOST] = {
		"The IOMMU logged more than the kernel read: some events or page requests are lost. The kernel starts the log anew.",
		{
			"a device whose requests are refused without end, as other lines show",
		},
		"'iommu-audit faults'",
	},
	[IA_LOG_AMD_OFF] = {
		"The kernel read amd_iommu=off: AMD-Vi does not translate, and VFIO cannot assign devices.",
		{
			"amd_iommu=off on the command line",
		},
		"'iommu-audit lint' judges the command line",
	},
	[IA_LOG_AMD_IR_TABLE] = {
		"The IVRS table lacks an I/O APIC, or the one of the southbridge, so the kernel leaves interrupt remapping off.",
		{
			"a bug of the firmware",
		},
		"a newer firmware, or ivrs_ioapic=ID@BUS:DEV.FN; VFIO needs interrupt remapping",
	},
	[IA_LOG_AMD_UNIT] = {
		"AMD-Vi says what an IOMMU can do or how it was set up. It is there and used.",
		{ NULL },
		UNITS,
	},
	[IA_LOG_AMD_LAZY] = {
		"Invalidations are lazy: an unmapped buffer stays reachable for its device for some milliseconds, until many are flushed at once.",
		{ NULL },
		"iommu.strict=1 (amd_iommu=fullflush on old kernels) flushes at once",
	},
	[IA_LOG_AMD_COUNTERS_OFF] = {
		"The performance counters of the IOMMU do not keep what is written to them, so the kernel leaves them off: perf has no events amd_iommu_*. Translation of DMA is not affected.",
		{
			"counters that firmware locks, or that are powered down at that moment",
		},
		"harmless, unless those counters are wanted",
	},
	[IA_LOG_AMD_IGNORED] = {
		"The IOMMU driver could not set {0} up and ignores it: its DMA is not translated, or is blocked, by what its table entry holds.",
		{
			"the IVRS table does not name the device",
		},
		"'iommu-audit why {0}'",
	},
	[IA_LOG_AMD_SNP] = {
		"Memory encryption decides here: {4}. The line says what is left off for it.",
		{ NULL },
		UNITS,
	},
	[IA_LOG_AMD_IVRS] = {
		"The IVRS table, or a unit of it, cannot be used: AMD-Vi stays off for that.",
		{
			"a bug of the firmware",
		},
		"a newer firmware",
	},
	[IA_LOG_AMD_V2] = {
		"Whether this machine's IOMMUs take PASIDs and page requests (GPU compute with shared memory on old kernels). That they do not is no error.",
		{ NULL },
		UNITS,
	},
	[IA_LOG_AMD_V2_DRIVER] = {
		"The module amd_iommu_v2 is loaded: its greeting, which it prints on any machine before it looks for an IOMMU. It does not say that there is one.",
		{ NULL },
		"the line behind it, or 'iommu-audit units'",
	},
	[IA_LOG_DOMAIN_TYPE] = {
		"The default domain of devices is {4}: Translated means that drivers get IOVAs, Passthrough that they use physical addresses. A driver, a quirk or the group may change it for a device.",
		{ NULL },
		"'iommu-audit why DEV'",
	},
	[IA_LOG_FLUSH] = {
		"When an unmapped address leaves the IOTLB: at once (strict), or later, many at a time (lazy).",
		{ NULL },
		"'iommu-audit devices' shows DMA (strict) and DMA-FQ (lazy)",
	},
	[IA_LOG_DIRECT] = {
		"VFIO was refused {0}: firmware declares memory of this device (VT-d: RMRR, AMD-Vi: IVMD) that has to stay mapped one to one, and a guest's domain would not have it (Linux 6.6 on; before, VT-d spoke of an RMRR requirement).",
		{
			"servers declare such memory for NICs and HBAs, for their management controller (HPE: \"HP Shared Memory\")",
			"firmware that lists a whole bus",
		},
		"'iommu-audit groups --json' has the regions (type direct); switch the feature off in firmware for that slot. No kernel parameter changes it",
	},
	[IA_LOG_DMA_BITS] = {
		"The device ran out of addresses below 4 GiB and uses {4}-bit ones from now on.",
		{
			"many or large mappings, as by GPUs and storage",
		},
		"harmless, but for devices that truncate addresses: then faults follow",
	},
	[IA_LOG_SWIOTLB_FULL] = {
		"No bounce buffer is left for a transfer of {4} bytes: the transfer fails.",
		{
			"a device that cannot reach all memory, without an IOMMU that translates for it",
			"a guest with encrypted memory, which bounces all DMA",
			"swiotlb= that is too small",
		},
		"'iommu-audit lint' on swiotlb=; an IOMMU that translates needs no bounce buffers for addresses",
	},
	[IA_LOG_SWIOTLB] = {
		"Bounce buffers are set aside, for devices that cannot reach all memory and for those that are not trusted.",
		{ NULL },
		NULL,
	},
	[IA_LOG_UNTRUSTED] = {
		"A device at an external port is not trusted, and its driver wants another domain than such a device may have: it is not used.",
		{ NULL },
		"'iommu-audit why {0}'",
	},
};

/** ia_explain_iommu() - what is said of a message of these subjects; NULL for all others */
const struct ia_explain_text *ia_explain_iommu(enum ia_log_message message)
{
	return texts[message].means || texts[message].next ? &texts[message] : NULL;
}
