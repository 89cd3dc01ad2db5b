// SPDX-License-Identifier: GPL-2.0
/* Why messages come, where their fields, the address, the sender or other lines tell. */
#include "explain_text.h"

#include <string.h>

#include "text.h"

static bool in(const struct ia_explained *item, enum ia_log_place place)
{
	size_t i;

	for (i = 0; i < item->naddresses; i++) {
		if (item->addresses[i].place == place)
			return true;
	}
	return false;
}

enum extra {
	AT_REGION,
	AT_BAR,
	AT_MSI,
	AT_RESERVED,
	AT_RAM,
	NO_DOMAIN,
	IGD_EARLY,
	IGD_STOLEN,
	PIN_AT_BOOT,
	IR_XAPIC,
	IR_OPT_OUT,
	IR_NO_EIM,
	IR_OFF,
	IR_MODE,
	IR_CONFIG,
	UNMAPPED,
	NO_IVRS,
	OLD_ADDRESS,
	RESERVED_BITS,
	IRQ_FREED,
	IRQ_IOAPIC,
	IRQ_WRITTEN,
	OLD_KERNEL,
	NO_ANSWER,
	REFUSED_COMMAND,
	PRESENT,
	WINDOW_SMALL,
	WINDOW_VFS,
	WINDOW_LATER,
	WINDOW_BEFORE,
	WINDOW_FIRMWARE,
	WINDOW_RESIZED,
	WINDOW_IO,
	WINDOW_32,
	WINDOW_ROM,
	LINK_DOWN,
	LINK_PERHAPS,
	POWER_LOST,
	RESET_FAILED,
	IVRS_SEEN,
	IVRS_LACKS,
	IOAPIC_WRONG,
	IR_ERRATUM,
	BOUNCE_SIZE,
	BOUNCE_REACH,
	BOUNCE_GUEST,
};

static const char *const extras[] = {
	[AT_REGION] =
		"the address is in memory that firmware declares for a device (RMRR, IVMD): firmware or the device goes on using it, and this device's domain lacks it",
	[AT_BAR] =
		"the address is in a BAR, if it is a physical one: unmapped peer-to-peer DMA",
	[AT_MSI] =
		"the address is in the range of interrupts: a corrupted address, or an interrupt that is sent as a plain write",
	[AT_RESERVED] =
		"the address is in memory that firmware reserves, if it is a physical one: firmware set the device up to use it (a framebuffer, stolen memory) and declared no region for it",
	[AT_RAM] =
		"the address is in RAM, if it is a physical one: the device has physical addresses from before translation, from firmware or from a driver that bypasses the DMA API",
	[NO_DOMAIN] =
		"the kernel never allocates domain 0: the requester has no domain, since it is not set up yet, was detached from its domain, or uses a requester id that the kernel does not know (an alias)",
	[IGD_EARLY] =
		"the integrated GPU still scans out the framebuffer that firmware set up (00:02.0 is that GPU on Intel's platforms), by a physical address that no RMRR covers, while VT-d is switched on: this early no driver has given it an address. Mostly harmless, and over when the GPU's driver takes it",
	[IGD_STOLEN] =
		"the integrated GPU (00:02.0 on Intel's platforms) uses an address of its stolen memory, which firmware keeps below 4 GiB: firmware's framebuffer before its driver is loaded, or, in a guest, an address that the guest read from the GPU's registers",
	[PIN_AT_BOOT] =
		"firmware left a pin of an I/O APIC or a HPET unmasked, in compatibility format, when the kernel switched interrupt remapping on: harmless, if it comes once at boot",
	[IR_XAPIC] =
		"interrupt remapping is on, but in xAPIC mode, as another line of this log says",
	[IR_OPT_OUT] =
		"firmware opts out of x2APIC, as another line of this log says: intremap=no_x2apic_optout overrides it",
	[IR_NO_EIM] =
		"a VT-d unit lacks Extended Interrupt Mode, as another line of this log says",
	[IR_OFF] =
		"interrupt remapping is off: by firmware, intremap=off, amd_iommu=off or intel_iommu=off",
	[IR_MODE] =
		"interrupt remapping is on, but not in x2APIC mode: firmware opts out of it, or a unit cannot do it",
	[IR_CONFIG] =
		"a kernel without CONFIG_IRQ_REMAP",
	[UNMAPPED] =
		"the driver unmapped a buffer that the device still used, or gave it an address that it never mapped",
	[NO_IVRS] =
		"firmware of the device, or of the board, reads or writes without an entry of its own in the IVRS table: 'iommu=pt' hides that for devices of the host",
	[OLD_ADDRESS] =
		"a device that was in a guest, or was reset, and still uses its old addresses",
	[RESERVED_BITS] =
		"memory of the page table was overwritten, or the kernel uses a feature that the IOMMU lacks",
	[IRQ_FREED] =
		"the device sent an interrupt after its driver, or a guest's, gave the vector back, or before one was set up",
	[IRQ_IOAPIC] =
		"an I/O APIC, which has the requester id that the IVRS table gives it: firmware left a pin unmasked, or the table has another id",
	[OLD_KERNEL] =
		"this kernel was started by kexec or kdump, as another line of this log says, and the device still runs as the old one left it",
	[NO_ANSWER] =
		"a device did not answer an invalidation (ATS): it hangs, was reset, or lost power",
	[REFUSED_COMMAND] =
		"the unit refused a command in its invalidation queue: \"VT-d detected\" beside it says why",
	[PRESENT] =
		"the device sends addresses that are not from the DMA API, as a GPU does with those of its own memory before its driver has set it up",
	[WINDOW_SMALL] =
		"firmware made the window too small: \"Above 4G decoding\" or large MMIO is off",
	[WINDOW_VFS] =
		"VF BARs of a device whose firmware leaves no room for SR-IOV",
	[WINDOW_LATER] =
		"a device that was hot-plugged, or with resized BARs",
	[WINDOW_BEFORE] =
		"no room in the bridge window, as the line before says",
	[WINDOW_FIRMWARE] =
		"firmware did not set the BAR, and the kernel could not",
	[WINDOW_RESIZED] =
		"a driver wanted to make a BAR of this device larger (\"releasing\" in this log), and the windows above were made for the smaller one: where \"assigned\" follows, it has its old place back and works",
	[WINDOW_IO] =
		"there are 64 KiB of I/O ports, and each bridge asks for 4 KiB: many bridges or slots, as of virtual machines, use them up. Options for MMIO do not matter. Mostly harmless: few devices need I/O ports",
	[WINDOW_32] =
		"it has 32 bits, so it has to lie below 4 GiB, and the window above it has no room there: \"Above 4G decoding\" does not help it",
	[WINDOW_ROM] =
		"the window has no room for the expansion ROM beside the BARs: harmless, drivers mostly do without it",
	[LINK_DOWN] =
		"its link is down, or it was pulled out, as pciehp says in this log",
	[LINK_PERHAPS] =
		"its link is down, or it was pulled out",
	[POWER_LOST] =
		"it lost power (D3cold) and its port does not bring it back",
	[RESET_FAILED] =
		"a failed reset",
	[IVRS_SEEN] =
		"the IVRS table lacks an I/O APIC, or that of the southbridge, as another line of this log says",
	[IVRS_LACKS] =
		"the IVRS table lacks an I/O APIC, or that of the southbridge: a line just before it says which",
	[IOAPIC_WRONG] =
		"firmware that describes an I/O APIC wrongly, or not at all: another line says so then",
	[IR_ERRATUM] =
		"a chipset with an erratum: another line says so then",
	[BOUNCE_SIZE] =
		"a driver that does not ask dma_max_mapping_size() how large one mapping may be",
	[BOUNCE_REACH] =
		"a device that cannot reach all memory, without an IOMMU that translates for it",
	[BOUNCE_GUEST] =
		"a guest with encrypted memory, which bounces all DMA",
	[IRQ_WRITTEN] =
		"the MSI registers of the device were written by firmware, a guest or a program",
};

/* An interrupt has no address in memory. */
static size_t by_address(const struct ia_explained *item, const char **causes)
{
	static const struct {
		enum ia_log_place place;
		enum extra cause;
	} all[] = {
		{ IA_LOG_PLACE_RMRR, AT_REGION }, { IA_LOG_PLACE_REGION, AT_REGION },
		{ IA_LOG_PLACE_BAR, AT_BAR }, { IA_LOG_PLACE_MSI, AT_MSI },
		{ IA_LOG_PLACE_RESERVED, AT_RESERVED }, { IA_LOG_PLACE_NVS, AT_RESERVED },
		{ IA_LOG_PLACE_ACPI, AT_RESERVED }, { IA_LOG_PLACE_RAM, AT_RAM },
	};
	size_t i;

	if (ia_explain_has(&item->entry->said, IA_LOG_BIT_AMD_I))
		return 0;
	for (i = 0; i < sizeof(all) / sizeof(*all); i++) {
		if (in(item, all[i].place)) {
			causes[0] = extras[all[i].cause];
			return 1;
		}
	}
	return 0;
}

/*
 * What the flags leave of causes. pdom_id_alloc() and its predecessors give out domains
 * from 1 on.
 */
static size_t amd_causes(const struct ia_log_said *said, const char **causes)
{
	size_t n = 0;

	if (ia_explain_has(said, IA_LOG_BIT_AMD_I)) {
		causes[n++] = extras[IRQ_FREED];
		causes[n++] = extras[IRQ_IOAPIC];
		causes[n++] = extras[IRQ_WRITTEN];
		return n;
	}
	if (said->values[0].known && !said->values[0].n && !ia_explain_has(said, IA_LOG_BIT_AMD_GN))
		causes[n++] = extras[NO_DOMAIN];
	if (ia_explain_has(said, IA_LOG_BIT_AMD_PR) && ia_explain_has(said, IA_LOG_BIT_AMD_RZ)) {
		causes[n++] = extras[RESERVED_BITS];
		return n;
	}
	if (ia_explain_has(said, IA_LOG_BIT_AMD_PR) && ia_explain_has(said, IA_LOG_BIT_AMD_PE)) {
		bool vfio = said->driver && !strcmp(said->driver, "vfio-pci");

		/* A guest's memory is mapped to be read, and written unless it is a ROM. */
		if (vfio)
			causes[n++] = extras[OLD_ADDRESS];
		if (!vfio || said->access == IA_ACCESS_WRITE)
			causes[n++] = vfio ? "the guest had the device write to a ROM" :
				ia_explain_wrong_direction[said->access == IA_ACCESS_WRITE ?
							   IA_ACCESS_WRITE : IA_ACCESS_READ];
		if (!vfio)
			causes[n++] = extras[OLD_ADDRESS];
		return n;
	}
	if (ia_explain_has(said, IA_LOG_BIT_AMD_PR)) {
		causes[n++] = extras[PRESENT];
		causes[n++] = extras[OLD_ADDRESS];
		return n;
	}
	causes[n++] = extras[UNMAPPED];
	causes[n++] = extras[NO_IVRS];
	causes[n++] = extras[OLD_ADDRESS];
	return n;
}

/* try_to_enable_x2apic(): remapping has to be on, and in x2APIC mode. */
static size_t x2apic_causes(const struct ia_explained *item, const char **causes)
{
	size_t n = 0;

	if (item->seen[IA_LOG_IR_OPT_OUT])
		causes[n++] = extras[IR_OPT_OUT];
	if (item->seen[IA_LOG_IR_NO_EIM])
		causes[n++] = extras[IR_NO_EIM];
	if (item->seen[IA_LOG_IR_XAPIC])
		causes[n++] = extras[IR_XAPIC];
	if (n)
		return n;
	causes[n++] = extras[IR_OFF];
	if (item->seen[IA_LOG_IR_OFF])
		return n;
	causes[n++] = extras[IR_MODE];
	causes[n++] = extras[IR_CONFIG];
	return n;
}

/* Firmware's framebuffer and stolen memory are below 4 GiB, by registers of 32 bits. */
static bool is_low(const struct ia_explained *item)
{
	const struct ia_log_said *said = &item->entry->said;

	return said->address.known && said->address.n >> 32 == 0;
}

static size_t vtd_causes(const struct ia_explained *item, const char **causes)
{
	const struct ia_log_said *said = &item->entry->said;
	bool igd = (item->sender == IA_LOG_SENDER_IGD ||
		    item->sender == IA_LOG_SENDER_PERHAPS_IGD) && is_low(item);
	const char *help = said->reason.known ? ia_fault_help(IA_VENDOR_VTD, said->reason.n) : NULL;
	size_t n = 0;

	if (item->sender == IA_LOG_SENDER_PIN) {
		causes[n++] = extras[PIN_AT_BOOT];
		return n;
	}
	if (igd && item->early)
		causes[n++] = extras[IGD_EARLY];
	if (item->seen[IA_LOG_VTD_COPIED] || item->seen[IA_LOG_VTD_NOT_COPIED])
		causes[n++] = extras[OLD_KERNEL];
	if (help)
		causes[n++] = help;
	if (igd && !item->early)
		causes[n++] = extras[IGD_STOLEN];
	return n;
}

/* Without PPF nothing was refused: the causes are those of the queue's errors. */
static size_t status_causes(const struct ia_log_said *said, const char **causes)
{
	size_t n = 0;

	if (ia_explain_has(said, IA_LOG_BIT_VTD_ITE))
		causes[n++] = extras[NO_ANSWER];
	if (ia_explain_has(said, IA_LOG_BIT_VTD_IQE))
		causes[n++] = extras[REFUSED_COMMAND];
	if (ia_explain_has(said, IA_LOG_BIT_VTD_ICE))
		causes[n++] = "a device answered an invalidation that was not pending";
	return n;
}

/* Space for a resource: I/O ports and ROMs are apart from memory. */
static size_t space_causes(const struct ia_explained *item, const char **causes)
{
	bool assigned = item->entry->said.how->message == IA_LOG_NOT_ASSIGNED;
	size_t n = 0;

	if (strstr(item->entry->text, "[io ")) {
		causes[n++] = extras[WINDOW_IO];
	} else if (ia_explain_is_rom(item)) {
		causes[n++] = extras[WINDOW_ROM];
	} else if (item->resized) {
		causes[n++] = extras[WINDOW_RESIZED];
	} else if (assigned) {
		causes[n++] = extras[WINDOW_BEFORE];
		causes[n++] = extras[WINDOW_FIRMWARE];
	} else {
		causes[n++] = extras[ia_explain_is_low(item) ? WINDOW_32 : WINDOW_SMALL];
		causes[n++] = extras[WINDOW_VFS];
		causes[n++] = extras[WINDOW_LATER];
	}
	return n;
}

/* Of AMD's driver check_ioapic_information() alone prints it, where IVRS lacks an I/O APIC. */
static size_t remapping_causes(const struct ia_explained *item, const char **causes)
{
	size_t n = 0;

	if (!strncmp(item->entry->said.how->text, "AMD-Vi", strlen("AMD-Vi"))) {
		causes[n++] = extras[item->seen[IA_LOG_AMD_IR_TABLE] ? IVRS_SEEN : IVRS_LACKS];
		return n;
	}
	causes[n++] = extras[IOAPIC_WRONG];
	causes[n++] = extras[IR_ERRATUM];
	causes[n++] = "intremap=off, or an option in firmware";
	return n;
}

static size_t bounce_causes(const struct ia_log_said *said, const char **causes)
{
	size_t n = 0;

	if (ia_explain_never_bounces(said))
		causes[n++] = extras[BOUNCE_SIZE];
	causes[n++] = extras[BOUNCE_REACH];
	causes[n++] = extras[BOUNCE_GUEST];
	if (!ia_explain_never_bounces(said))
		causes[n++] = "swiotlb= that is too small";
	return n;
}

static size_t power_causes(const struct ia_explained *item, const char **causes)
{
	bool down = item->seen[IA_LOG_SLOT_DOWN];
	size_t n = 0;

	if (down)
		causes[n++] = extras[LINK_DOWN];
	causes[n++] = extras[POWER_LOST];
	causes[n++] = extras[RESET_FAILED];
	if (!down)
		causes[n++] = extras[LINK_PERHAPS];
	return n;
}

static size_t by_kind(const struct ia_explained *item, const char **causes)
{
	const struct ia_log_said *said = &item->entry->said;

	switch (said->how->message) {
	case IA_LOG_VTD_FAULT:
	case IA_LOG_VTD_INTERRUPT:
	case IA_LOG_VTD_REASON:
		return vtd_causes(item, causes);
	case IA_LOG_VTD_STATUS:
		return status_causes(said, causes);
	case IA_LOG_AMD_IO_PAGE_FAULT:
		return amd_causes(said, causes);
	case IA_LOG_NO_SPACE:
	case IA_LOG_NOT_ASSIGNED:
		return space_causes(item, causes);
	case IA_LOG_INACCESSIBLE:
		return power_causes(item, causes);
	case IA_LOG_IR_OFF:
		return remapping_causes(item, causes);
	case IA_LOG_SWIOTLB_FULL:
		return bounce_causes(said, causes);
	case IA_LOG_X2APIC_OFF:
		return x2apic_causes(item, causes);
	default:
		return ia_explain_smmu_causes(said, item->early, causes);
	}
}

/* With an errno in the line, its cause alone; without one each, with its name. */
static size_t by_error(const struct ia_machine *m, const struct ia_explained *item,
		       const char **causes)
{
	const struct ia_explain_error *errors = ia_explain_text_of(item)->errors;
	const struct ia_number *said = &item->entry->said.error;
	size_t i, n = 0;

	for (i = 0; i < IA_EXPLAIN_ERRORS && errors[i].cause; i++) {
		const char *cause = ia_explain_fill(m, item, errors[i].cause);

		if (!said->known)
			causes[n++] = ia_format(m->arena, "%s: %s", ia_log_error(errors[i].n)->name,
						cause);
		else if (said->n == errors[i].n)
			causes[n++] = cause;
	}
	return n;
}

/**
 * ia_explain_causes() - why a message may have come
 * @m: the machine, for its memory
 * @item: the message
 * @causes: IA_EXPLAIN_MOST texts, the most usual first
 *
 * Return: how many there are.
 */
size_t ia_explain_causes(const struct ia_machine *m, const struct ia_explained *item,
			 const char **causes)
{
	const struct ia_explain_text *text = ia_explain_text_of(item);
	size_t i, n = by_address(item, causes);

	n += by_kind(item, causes + n);
	n += by_error(m, item, causes + n);
	for (i = 0; i < IA_EXPLAIN_CAUSES && text->causes[i]; i++)
		causes[n++] = ia_explain_fill(m, item, text->causes[i]);
	return n;
}
