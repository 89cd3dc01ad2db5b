// SPDX-License-Identifier: GPL-2.0
#include "explain_text.h"

#include <string.h>

#include "label.h"
#include "sentence.h"
#include "text.h"

/* Those of a message, and its address as /proc/iomem writes it. */
#define ARGS	(4 + IA_LOG_VALUES + 1)

static const struct ia_explain_text none;

/** ia_explain_text_of() - what a table says of a message; never NULL */
const struct ia_explain_text *ia_explain_text_of(const struct ia_explained *item)
{
	static const struct ia_explain_table *const tables[] = {
		&ia_explain_iommu, &ia_explain_smmu, &ia_explain_vfio, &ia_explain_pci,
		&ia_explain_other,
	};
	size_t i, j;

	for (i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		for (j = 0; j < tables[i]->count; j++) {
			if (tables[i]->texts[j].message == item->entry->said.how->message)
				return &tables[i]->texts[j];
		}
	}
	return &none;
}

static const char *hex(const struct ia_machine *m, const struct ia_number *n)
{
	return n->known ? ia_format(m->arena, "0x%llx", (unsigned long long)n->n) : "?";
}

/** ia_explain_fill() - a sentence of a table, with what the message has put in; or NULL */
const char *ia_explain_fill(const struct ia_machine *m, const struct ia_explained *item,
			    const char *template)
{
	const struct ia_log_said *said = &item->entry->said;
	struct ia_arg args[ARGS] = {
		ia_is_address(said->device) ? ia_arg_dev(said->device) : ia_arg_text("the device"),
		ia_is_address(said->other) ? ia_arg_dev(said->other) : ia_arg_text("another one"),
		ia_arg_text(hex(m, &said->address)), ia_arg_text(hex(m, &said->end)),
	};
	size_t i;

	if (!template)
		return NULL;
	for (i = 0; i < IA_LOG_VALUES; i++) {
		const struct ia_log_value *value = &said->values[i];

		args[4 + i] = value->text || !value->known ? ia_arg_text(value->text) :
							     ia_arg_n(value->n);
	}
	args[4 + IA_LOG_VALUES] = ia_arg_text(ia_format(m->arena, "%08llx",
							(unsigned long long)said->address.n));
	return ia_sentence(m, template, args, ARGS);
}

static const char *who(const struct ia_machine *m, const struct ia_log_said *said)
{
	return ia_is_address(said->device) ? ia_machine_address(m, said->device) : "a device";
}

static const char *vtd_fault(const struct ia_machine *m, const struct ia_log_said *said)
{
	const char *reason = said->name ? said->name : said->reason.known ?
			     "a reason that the specification does not have" :
			     "the next line has the reason";

	/* 11.4.15: T1 and T2 tell four types apart, and the kernel looks at T1 alone. */
	if (said->reason.known && said->reason.n == 0x05 && said->access == IA_ACCESS_READ)
		return ia_format(m->arena,
				 "VT-d refused a request by %s%s: %s. The kernel prints an atomic operation as DMA Read, and a plain read needs no write access.",
				 who(m, said), ia_explain_pasid(m, said), reason);
	return ia_format(m->arena, "VT-d refused %s by %s%s: %s.", ia_explain_access(said->access),
			 who(m, said), ia_explain_pasid(m, said), reason);
}

static const char *vtd_interrupt(const struct ia_machine *m, const struct ia_explained *item)
{
	const struct ia_log_said *said = &item->entry->said;

	if (item->sender == IA_LOG_SENDER_PIN)
		return ia_format(m->arena,
			"VT-d refused an interrupt with the source id %s, entry %s of the interrupt remapping table: %s. No function is known there: ids on such buses are those that the DMAR table gives to I/O APICs and HPETs.",
				 who(m, said), hex(m, &said->address),
				 said->name ? said->name : "the next line has the reason");
	return ia_format(m->arena,
		"VT-d refused an interrupt by %s, entry %s of the interrupt remapping table: %s.",
			 who(m, said), hex(m, &said->address),
			 said->name ? said->name : "the next line has the reason");
}

/*
 * 2.5.3: PR, a page is present; RW, PE and RZ mean something with PR alone, RW also without
 * I and TR. Units set RW for writes without PR as well, which the kernel goes by.
 */
static const char *amd_fault(const struct ia_machine *m, const struct ia_log_said *said)
{
	const char *what = ia_explain_access(said->access), *why;

	if (ia_explain_has(said, IA_LOG_BIT_AMD_I)) {
		why = ia_explain_has(said, IA_LOG_BIT_AMD_PR) ?
			"its entry of the interrupt table forbids it" :
			"it has no entry in the interrupt table";
		return ia_format(m->arena, "AMD-Vi refused an interrupt by %s: %s.", who(m, said),
				 why);
	}
	if (ia_explain_has(said, IA_LOG_BIT_AMD_TR))
		what = "a translation request (ATS)";
	if (!ia_explain_has(said, IA_LOG_BIT_AMD_PR))
		why = "no page is mapped at that address";
	else if (ia_explain_has(said, IA_LOG_BIT_AMD_RZ))
		why = "a table entry has reserved bits set, or an invalid level";
	else if (ia_explain_has(said, IA_LOG_BIT_AMD_PE))
		why = "a page is mapped there, but not for such an access";
	else
		why = "bit PR says that a page is present, and no other bit what was wrong";
	what = ia_format(m->arena, "AMD-Vi refused %s by %s%s: %s.", what, who(m, said),
			 ia_explain_pasid(m, said), why);
	if (ia_explain_has(said, IA_LOG_BIT_AMD_PR) || ia_explain_has(said, IA_LOG_BIT_AMD_TR))
		return what;
	return ia_format(m->arena,
			 "%s (Read or write is by bit RW, which the specification defines for mapped pages alone.)",
			 what);
}

/* INVALID_DEVICE_REQUEST: bits 11:9 of the flags are its type, of which 101b is met most. */
static const char *amd_invalid(const struct ia_machine *m, const struct ia_log_said *said)
{
	unsigned int type = said->values[1].n >> 9 & 7;

	if (!said->values[1].known)
		return ia_format(m->arena,
			"%s sent a request that its device table entry does not allow.",
				 who(m, said));
	if (type == 5)
		return ia_format(m->arena,
			"%s wrote to the range of interrupts and EOI messages, which its device table entry does not allow (type 5: IntCtl is 00b).",
				 who(m, said));
	return ia_format(m->arena,
		"%s sent a request that its device table entry does not allow: type %u of INVALID_DEVICE_REQUEST in AMD's specification.",
			 who(m, said), type);
}

static const char *vtd_regs(const struct ia_machine *m, const struct ia_log_said *said)
{
	return ia_format(m->arena,
		"VT-d unit %s is there, architecture version %s. It translates addresses of %llu bits (MGAW); its features: %s. It does not say whether it is on.",
			 said->values[0].text, said->values[1].text,
			 (unsigned long long)said->size.n,
			 said->values[4].text ? said->values[4].text : "none");
}

/* dmar_fault() goes on to the fault records only where PPF is set. */
static const char *vtd_status(const struct ia_machine *m, const struct ia_log_said *said)
{
	bool queue = said->bits >> IA_LOG_BIT_VTD_IQE & 7;
	unsigned long long status = said->values[0].n;

	if (ia_explain_has(said, IA_LOG_BIT_VTD_PPF))
		return ia_format(m->arena,
			"A VT-d unit raised an interrupt because it refused something; its Fault Status Register was 0x%llx. The lines that follow name each fault, from record %llu on.%s",
				 status, status >> 8 & 0xff,
				 queue ? " It also has an invalidation error." : "");
	if (queue)
		return ia_format(m->arena,
			"A VT-d unit raised an interrupt because of its invalidations; its Fault Status Register was 0x%llx. It has refused no request, so no line with a fault follows.",
				 status);
	return ia_format(m->arena,
		"A VT-d unit raised an interrupt; its Fault Status Register was 0x%llx, in which no fault is recorded, so no line with one follows.",
			 status);
}

/* Lines that name one state alone: of power_up, D0 is the other; up to Linux 5.4 unknown. */
static const char *power_means(const struct ia_machine *m, const struct ia_log_said *said)
{
	const char *from = said->values[0].text, *to = said->values[1].text;

	if (!to && strstr(said->how->text, "currently in"))
		return ia_format(m->arena,
			"%s stays in %s though it was told to change its power state.",
				 who(m, said), from);
	to = to ? to : "D0";
	if (said->how->message == IA_LOG_REFUSED)
		return ia_format(m->arena, "%s stays in %s though it was told to change to %s.",
				 who(m, said), from, to);
	return ia_format(m->arena,
		"%s does not answer: configuration space reads all ones, so it cannot be %s %s from %s. It is off the bus.",
			 who(m, said), strcmp(to, "D0") ? "put to sleep in" : "woken to", to, from);
}

static bool in_space(const struct ia_explained *item)
{
	enum ia_log_message message = item->entry->said.how->message;

	return message == IA_LOG_NO_SPACE || message == IA_LOG_NOT_ASSIGNED;
}

/* NULL where it is as for any resource. */
static const char *space_means(const struct ia_machine *m, const struct ia_explained *item)
{
	const char *what = who(m, &item->entry->said);

	if (ia_explain_is_rom(item))
		return ia_format(m->arena, "The expansion ROM of %s has no address: the device works without it.",
				 what);
	if (item->resized)
		return ia_format(m->arena, "This resource of %s had no address at that moment: a driver had released BARs to make one larger.",
				 what);
	return NULL;
}

enum bounce_text { BOUNCE_NEVER, BOUNCE_SIZE, BOUNCE_SLOTS };

static const char *const bounce_texts[] = {
	[BOUNCE_NEVER] =
		"A transfer of {4} bytes is larger than one mapping of bounce buffers can be, which is 256 KiB whatever swiotlb= is: the transfer fails.",
	[BOUNCE_SIZE] =
		"No free run of bounce buffers is long enough for a transfer of {4} bytes: the transfer fails.",
	[BOUNCE_SLOTS] =
		"No free run of bounce buffers is long enough for a transfer of {4} bytes: the transfer fails. {6} of {5} slots of 2 KiB are in use.",
};

/* Older kernels do not say how many slots there are. */
static const char *bounce_means(const struct ia_machine *m, const struct ia_explained *item)
{
	const struct ia_log_said *said = &item->entry->said;
	enum bounce_text text = said->values[2].known ? BOUNCE_SLOTS : BOUNCE_SIZE;

	if (ia_explain_never_bounces(said))
		text = BOUNCE_NEVER;
	return ia_explain_fill(m, item, bounce_texts[text]);
}

/** ia_explain_means() - what a message says, in a sentence or two */
const char *ia_explain_means(const struct ia_machine *m, const struct ia_explained *item)
{
	const struct ia_log_said *said = &item->entry->said;

	if (in_space(item) && space_means(m, item))
		return space_means(m, item);
	switch (said->how->message) {
	case IA_LOG_VTD_FAULT:
		return vtd_fault(m, said);
	case IA_LOG_INACCESSIBLE:
	case IA_LOG_REFUSED:
		return power_means(m, said);
	case IA_LOG_VTD_STATUS:
		return vtd_status(m, said);
	case IA_LOG_VTD_INTERRUPT:
		return vtd_interrupt(m, item);
	case IA_LOG_VTD_REASON:
		return ia_format(m->arena, "The reason of the fault in the line before: %s.",
				 said->name ? said->name : "not a reason of the specification");
	case IA_LOG_AMD_IO_PAGE_FAULT:
		return amd_fault(m, said);
	case IA_LOG_AMD_INVALID:
		return amd_invalid(m, said);
	case IA_LOG_SMMU_RAW:
	case IA_LOG_SMMU_EVENT:
	case IA_LOG_SMMU_GFSR:
	case IA_LOG_SMMU_CONTEXT:
		return ia_explain_smmu_means(m, said);
	case IA_LOG_VTD_REGS:
		return vtd_regs(m, said);
	case IA_LOG_SWIOTLB_FULL:
		return bounce_means(m, item);
	default:
		return ia_explain_fill(m, item, ia_explain_text_of(item)->means);
	}
}

/*
 * A clause that needs the device, as a command that names it, goes where the message has
 * none: "; " parts clauses.
 */
static const char *without_device(const struct ia_machine *m, const char *text)
{
	struct ia_buf buf = { .arena = m->arena };
	const char *end, *device;

	for (; text; text = end ? end + 2 : NULL) {
		end = strstr(text, "; ");
		device = strstr(text, "{0}");
		if (device && (!end || device < end))
			continue;
		ia_buf_add(&buf, "%s%.*s", buf.len ? "; " : "",
			   (int)(end ? (size_t)(end - text) : strlen(text)), text);
	}
	return buf.len ? buf.text : NULL;
}

enum next_text { NEXT_NEVER_BOUNCES, NEXT_BOUNCE, NEXT_IOAPIC, NEXT_SOUTHBRIDGE, NEXT_LOW };

/* parse_ivrs_ioapic(): "[ID]=" is taken by all kernels, "=ID@" from 6.2 on. */
static const char *const next_texts[] = {
	[NEXT_NEVER_BOUNCES] =
		"a newer driver or kernel; an IOMMU that translates needs no bounce buffers for addresses",
	[NEXT_BOUNCE] =
		"'iommu-audit lint' on swiotlb=; an IOMMU that translates needs no bounce buffers for addresses",
	[NEXT_IOAPIC] =
		"a newer firmware, or ivrs_ioapic[{4}]=BUS:DEV.FN (from Linux 6.2 on also ivrs_ioapic={4}@BUS:DEV.FN); VFIO needs interrupt remapping",
	[NEXT_SOUTHBRIDGE] =
		"a newer firmware, or ivrs_ioapic[ID]=00:14.0 (from Linux 6.2 on also ivrs_ioapic=ID@00:14.0); VFIO needs interrupt remapping",
	[NEXT_LOW] =
		"fewer VFs or devices below that bridge, or another slot; pci=realloc; options of firmware for MMIO below 4 GiB (MMIOL, PCI hole)",
};

/* NULL where the table has it. */
static const char *next_of_fields(const struct ia_log_said *said)
{
	if (said->how->message == IA_LOG_SWIOTLB_FULL)
		return next_texts[ia_explain_never_bounces(said) ? NEXT_NEVER_BOUNCES :
								   NEXT_BOUNCE];
	if (said->how->message == IA_LOG_AMD_IR_TABLE)
		return next_texts[said->values[0].known ? NEXT_IOAPIC : NEXT_SOUTHBRIDGE];
	return NULL;
}

/** ia_explain_next() - what tells more, or NULL */
const char *ia_explain_next(const struct ia_machine *m, const struct ia_explained *item)
{
	const char *next = next_of_fields(&item->entry->said) ?: ia_explain_text_of(item)->next;

	if (item->sender == IA_LOG_SENDER_PIN)
		return ia_format(m->arena, "%s; %s",
				 "the lines \"IOAPIC id\" and \"HPET id\" of DMAR-IR name the unit",
				 "'iommu-audit faults' shows whether it comes again");
	if (in_space(item) && (strstr(item->entry->text, "[io ") || ia_explain_is_rom(item)))
		next = NULL;
	else if (in_space(item) && item->resized)
		next = "\"Resizable BAR\" in firmware; \"assigned\" of that BAR further down";
	else if (in_space(item) && ia_explain_is_low(item))
		next = next_texts[NEXT_LOW];
	if (item->entry->said.how->message == IA_LOG_INACCESSIBLE && item->entry->said.driver &&
	    strcmp(item->entry->said.driver, "vfio-pci"))
		next = "what came just before: pciehp, AER, a reset";
	if (next && !ia_is_address(item->entry->said.device))
		next = without_device(m, next);
	return ia_explain_fill(m, item, next);
}

static const char *const bit_texts[] = {
	[IA_LOG_BIT_AMD_GN] = "GN: with a PASID, or a guest's address",
	[IA_LOG_BIT_AMD_NX] = "NX: to execute",
	[IA_LOG_BIT_AMD_US] = "US: as user",
	[IA_LOG_BIT_AMD_I] = "I: an interrupt",
	[IA_LOG_BIT_AMD_PR] = "PR: a page is present",
	[IA_LOG_BIT_AMD_RW] = "RW: a write",
	[IA_LOG_BIT_AMD_PE] = "PE: no permission",
	[IA_LOG_BIT_AMD_RZ] = "RZ: reserved bits or an invalid level in a table",
	[IA_LOG_BIT_AMD_TR] = "TR: a translation request",
	[IA_LOG_BIT_VTD_PFO] = "PFO: faults were lost, the registers were full",
	[IA_LOG_BIT_VTD_PPF] = "PPF: faults are recorded",
	[IA_LOG_BIT_VTD_AFO] = "AFO: the advanced log overflowed",
	[IA_LOG_BIT_VTD_APF] = "APF: the advanced log has faults",
	[IA_LOG_BIT_VTD_IQE] = "IQE: an error of the invalidation queue",
	[IA_LOG_BIT_VTD_ICE] = "ICE: an invalidation completion that was not pending",
	[IA_LOG_BIT_VTD_ITE] = "ITE: a device did not answer an invalidation",
	[IA_LOG_BIT_VTD_PRO] = "PRO: page requests were lost",
	[IA_LOG_BIT_SMMU_STALL] = "STALL: the request waits",
	[IA_LOG_BIT_SMMU_PNU] = "PnU: privileged",
	[IA_LOG_BIT_SMMU_IND] = "InD: an instruction fetch",
	[IA_LOG_BIT_SMMU_RNW] = "RnW: a read",
	[IA_LOG_BIT_SMMU_S2] = "S2: stage 2",
	[IA_LOG_BIT_SMMU_CD] = "CLASS: while a context descriptor was fetched",
	[IA_LOG_BIT_SMMU_TT] = "CLASS: while a table was walked",
	[IA_LOG_BIT_SMMU_IN] = "CLASS: by the address itself",
	[IA_LOG_BIT_SMMU_CMDQ_ERR] = "CMDQ_ERR: a command was wrong, or timed out",
	[IA_LOG_BIT_SMMU_EVTQ_ABT] = "EVTQ_ABT_ERR: a write to the event queue was aborted",
	[IA_LOG_BIT_SMMU_PRIQ_ABT] = "PRIQ_ABT_ERR: a write to the PRI queue was aborted",
	[IA_LOG_BIT_SMMU_MSI_CMDQ] = "MSI_CMDQ_ABT_ERR: an MSI of the command queue was aborted",
	[IA_LOG_BIT_SMMU_MSI_EVTQ] = "MSI_EVTQ_ABT_ERR: an MSI of the event queue was aborted",
	[IA_LOG_BIT_SMMU_MSI_PRIQ] = "MSI_PRIQ_ABT_ERR: an MSI of the PRI queue was aborted",
	[IA_LOG_BIT_SMMU_MSI_GERROR] = "MSI_GERROR_ABT_ERR: an MSI of GERROR was aborted",
	[IA_LOG_BIT_SMMU_SFM] = "SFM_ERR: Service Failure Mode, the SMMU has stopped",
	[IA_LOG_BIT_GFSR_ICF] = "ICF: the context bank of the stream cannot be used",
	[IA_LOG_BIT_GFSR_USF] = "USF: no stream entry matches",
	[IA_LOG_BIT_GFSR_SMCF] = "SMCF: several stream entries match",
	[IA_LOG_BIT_GFSR_UCBF] = "UCBF: the stream has a context bank that is not there",
	[IA_LOG_BIT_GFSR_UCIF] = "UCIF: a context bank with an interrupt that is not there",
	[IA_LOG_BIT_GFSR_CAF] = "CAF: a wrong access to the SMMU's registers",
	[IA_LOG_BIT_GFSR_EF] = "EF: an external abort",
	[IA_LOG_BIT_GFSR_PF] = "PF: permission",
	[IA_LOG_BIT_GFSR_UUT] = "UUT: a transaction that the SMMU does not support",
	[IA_LOG_BIT_GFSR_MULTI] = "MULTI: others came before this was read",
	[IA_LOG_BIT_FSR_TF] = "TF: no page is mapped",
	[IA_LOG_BIT_FSR_AFF] = "AFF: the access flag is clear",
	[IA_LOG_BIT_FSR_PF] = "PF: no permission",
	[IA_LOG_BIT_FSR_EF] = "EF: an external abort",
	[IA_LOG_BIT_FSR_TLBMCF] = "TLBMCF: several TLB entries match",
	[IA_LOG_BIT_FSR_TLBLKF] = "TLBLKF: a TLB entry could not be locked",
	[IA_LOG_BIT_FSR_ASF] = "ASF: the address is too wide",
	[IA_LOG_BIT_FSR_UUT] = "UUT: a transaction that the SMMU does not support",
	[IA_LOG_BIT_FSR_SS] = "SS: the request waits",
	[IA_LOG_BIT_FSR_MULTI] = "MULTI: others came before this was read",
	[IA_LOG_BIT_FSYNR_WNR] = "WNR: a write",
	[IA_LOG_BIT_FSYNR_PNU] = "PNU: privileged",
	[IA_LOG_BIT_FSYNR_IND] = "IND: an instruction fetch",
	[IA_LOG_BIT_FSYNR_PTWF] = "PTWF: while a table was walked",
};

/*
 * Older kernels number resources: "BAR 9". enum of include/linux/pci.h: 6 is the ROM; with
 * CONFIG_PCI_IOV 7 to 12 are VF BARs and 13 to 15 a bridge's windows, without it 7 to 9 are
 * those windows. VF BARs are memory, and a bridge's first window is I/O.
 */
static const char *resource_text(const struct ia_machine *m, const struct ia_explained *item)
{
	const struct ia_log_said *said = &item->entry->said;
	static const char *const windows[] = { "I/O", "memory", "prefetchable memory" };
	bool io = strstr(item->entry->text, "[io ");
	uint64_t n = said->values[0].n;

	if (ia_log_subject(said->how->message) != IA_LOG_SUBJECT_SPACE ||
	    !strstr(said->how->text, "BAR %d") || n < 6 || n > 15)
		return NULL;
	if (n == 6)
		return "BAR 6 is the expansion ROM";
	if (io)
		return ia_format(m->arena, "BAR %llu is the bridge's I/O window",
				 (unsigned long long)n);
	if (n == 8 || n == 9)
		return ia_format(m->arena,
			"BAR %llu is VF BAR %llu, of SR-IOV (the function itself works without), or, of a bridge on a kernel without CONFIG_PCI_IOV, its %s window",
				 (unsigned long long)n, (unsigned long long)n - 7, windows[n - 7]);
	if (n < 13)
		return ia_format(m->arena, "BAR %llu is VF BAR %llu, of SR-IOV: the function itself works without",
				 (unsigned long long)n, (unsigned long long)n - 7);
	return ia_format(m->arena, "BAR %llu is the bridge's %s window", (unsigned long long)n,
			 windows[n - 13]);
}

static const char *error_text(const struct ia_machine *m, uint64_t n)
{
	const struct ia_log_error *error = ia_log_error(n);

	if (!error)
		return ia_format(m->arena, "errno %llu", (unsigned long long)n);
	return ia_format(m->arena, "errno %u is %s%s%s", error->n, error->name,
			 error->text ? ": " : "", error->text ? error->text : "");
}

/** ia_explain_bits() - the bits that a message decodes, or NULL */
const char *ia_explain_bits(const struct ia_machine *m, const struct ia_explained *item)
{
	const struct ia_log_said *said = &item->entry->said;
	struct ia_buf buf = { .arena = m->arena };
	unsigned int bit;

	if (resource_text(m, item))
		return resource_text(m, item);
	if (said->reason.known && said->how->message != IA_LOG_AMD_OTHER)
		ia_buf_add(&buf, "%s 0x%02llx%s%s", ia_log_subject(said->how->message) ==
			   IA_LOG_SUBJECT_AMD || ia_log_subject(said->how->message) ==
			   IA_LOG_SUBJECT_SMMU ? "event" : "reason",
			   (unsigned long long)said->reason.n, said->name ? " " : "",
			   said->name ? said->name : "");
	for (bit = 0; bit < IA_LOG_BIT_COUNT; bit++) {
		if (said->has_bits && ia_explain_has(said, bit))
			ia_buf_add(&buf, "%s%s", buf.len ? "; " : "", bit_texts[bit]);
	}
	if (said->how->message == IA_LOG_SMMU_FSYNR && said->access == IA_ACCESS_READ)
		ia_buf_add(&buf, "%s%s", buf.len ? "; " : "", "WNR is clear: a read");
	if (said->error.known)
		ia_buf_add(&buf, "%s%s", buf.len ? "; " : "", error_text(m, said->error.n));
	if (said->has_bits && !said->bits && said->how->message != IA_LOG_SMMU_FSYNR)
		ia_buf_add(&buf, "%sno bit is set", buf.len ? "; " : "");
	return buf.text;
}

/** ia_explain_device() - the function that a message is about, or NULL */
const char *ia_explain_device(const struct ia_machine *m, const struct ia_explained *item)
{
	const struct ia_log_said *said = &item->entry->said;
	struct ia_buf buf = { .arena = m->arena };
	const struct ia_device *device = item->device;

	if (!ia_is_address(said->device))
		return said->driver;
	ia_buf_add(&buf, "%s", ia_machine_address(m, said->device));
	if (device)
		ia_buf_add(&buf, "%s %s", item->perhaps ? ", on this host" : "",
			   ia_label(m, device));
	if (device && device->vendor.known && device->device.known)
		ia_buf_add(&buf, " [%04llx:%04llx]", (unsigned long long)device->vendor.n,
			   (unsigned long long)device->device.n);
	else if (item->ids)
		ia_buf_add(&buf, " [%s]", item->ids);
	if (item->missing)
		ia_buf_add(&buf, ", which this machine does not have");
	if (said->driver)
		ia_buf_add(&buf, ", driver %s in the log", said->driver);
	if (device && device->driver.known)
		ia_buf_add(&buf, ", driver %s now", device->driver.text);
	if (item->group.known)
		ia_buf_add(&buf, ", group %llu", (unsigned long long)item->group.n);
	return buf.text;
}

static const char *const place_texts[] = {
	[IA_LOG_PLACE_UNKNOWN] =
		"not known: the log has no memory map, and it is not known whose it is",
	[IA_LOG_PLACE_RAM] = "RAM",
	[IA_LOG_PLACE_RESERVED] = "reserved by firmware",
	[IA_LOG_PLACE_ACPI] = "ACPI tables",
	[IA_LOG_PLACE_NVS] = "ACPI NVS",
	[IA_LOG_PLACE_BUFFER] =
		"not memory: the gap after the end of RAM that the kernel keeps free of MMIO",
	[IA_LOG_PLACE_PERSISTENT] = "persistent memory",
	[IA_LOG_PLACE_RMRR] = "an RMRR of the DMAR table",
	[IA_LOG_PLACE_REGION] = "a reserved region of a group",
	[IA_LOG_PLACE_BAR] = "a BAR",
	[IA_LOG_PLACE_WINDOW] = "in a bridge window, in no BAR that is known",
	[IA_LOG_PLACE_MSI] = "the range of interrupts (MSI)",
	[IA_LOG_PLACE_HT] = "AMD's HyperTransport range, which is not memory",
	[IA_LOG_PLACE_IOVA] =
		"an IOVA of the device's domain, since a page is mapped there; physical memory at the same address is unrelated",
	[IA_LOG_PLACE_OTHER] = "something else",
	[IA_LOG_PLACE_NOTHING] =
		"not RAM or anything else known: an IOVA that a driver was given, or not an address",
};

/**
 * ia_explain_place() - what is at an address, as a physical one
 * @m: the machine, for its memory
 * @item: the message
 * @at: the address
 */
const char *ia_explain_place(const struct ia_machine *m, const struct ia_explained *item,
			     const struct ia_explained_address *at)
{
	const struct ia_log_range *range = at->range;
	struct ia_buf buf = { .arena = m->arena };

	ia_buf_add(&buf, "0x%llx: %s", (unsigned long long)at->address, place_texts[at->place]);
	if (!range)
		return buf.text;
	if (ia_is_address(range->device))
		ia_buf_add(&buf, " of %s%s", ia_machine_address(m, range->device),
			   range->device == item->entry->said.device ? " itself" : "");
	ia_buf_add(&buf, ", 0x%llx-0x%llx", (unsigned long long)range->start,
		   (unsigned long long)range->end);
	if (range->name && at->place != IA_LOG_PLACE_RMRR)
		ia_buf_add(&buf, " \"%s\"", range->name);
	if (range->line)
		ia_buf_add(&buf, " (line %zu)", range->line);
	else
		ia_buf_add(&buf, " (of this machine)");
	return buf.text;
}

/** ia_explain_origin() - which function prints a message, and in which kernels */
const char *ia_explain_origin(const struct ia_machine *m, const struct ia_log_template *how)
{
	struct ia_buf buf = { .arena = m->arena };
	unsigned int kernel;

	if (how->program)
		return ia_format(m->arena, "%s, %s", how->origin, how->program);
	ia_buf_add(&buf, "%s", how->origin);
	if (!how->kernels)
		ia_buf_add(&buf, "%s", ", from a kernel older or other than 5.10 to 7.3");
	else if (how->kernels != (1u << IA_LOG_KERNEL_COUNT) - 1)
		for (kernel = 0; kernel < IA_LOG_KERNEL_COUNT; kernel++) {
			if (how->kernels >> kernel & 1)
				ia_buf_add(&buf, "%s%s", how->kernels & ((1u << kernel) - 1) ?
					   ", " : ", worded so in Linux ",
					   ia_words_log_kernels.words[kernel]);
		}
	return buf.text;
}
