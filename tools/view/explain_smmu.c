// SPDX-License-Identifier: GPL-2.0
/* Messages of Arm's SMMUs: what their events and fault registers say, and why they come. */
#include "explain_text.h"

#include "text.h"

#define UNITS	"'iommu-audit units'"
#define STREAM	\
	"the stream id names the device: for PCI it is the requester id, unless IORT or the device tree maps it"

static const struct ia_explain_text texts[] = {
	/* What events mean and why they come is made of their fields. */
	{ .message = IA_LOG_SMMU_RAW, NULL, { NULL }, STREAM },
	{ .message = IA_LOG_SMMU_EVENT, NULL, { NULL }, STREAM },
	{ .message = IA_LOG_SMMU_GFSR, NULL, { NULL }, STREAM },
	{ .message = IA_LOG_SMMU_CONTEXT, NULL, { NULL }, STREAM },
	{ .message = IA_LOG_SMMU_UNUSED,
		"The driver cannot use this SMMU, and gives up: nothing behind it is translated, and VFIO cannot assign those devices.",
		{
			"an emulator or a hypervisor that does not fill the SMMU's identification registers as hardware does",
			"an SMMU of the other byte order than this kernel",
		},
		NULL,
	},
	{ .message = IA_LOG_SMMU_WALK,
		"What the kernel's own walk of the page table found at the fault's address; 0 is nothing.",
		{ NULL },
		NULL,
	},
	{ .message = IA_LOG_SMMU_GLOBAL,
		"An SMMUv2 refused a request for which it has no context bank that works, or found an error of its own; the line GFSR beside it says which of the two.",
		{ NULL },
		"the line with GFSR",
	},
	{ .message = IA_LOG_SMMU_FSR,
		"The Fault Status Register of the context bank that the line before is about; the stream id is {6}.",
		{ NULL },
		NULL,
	},
	{ .message = IA_LOG_SMMU_FSYNR,
		"The syndrome of the fault in the lines before: what kind of request it was, and that the walk of the table ended at level {6} (PLVL).",
		{ NULL },
		NULL,
	},
	{ .message = IA_LOG_SMMU_DETAIL,
		"Continues the event before it: privilege, instruction or data, read or write, and the stage that refused.",
		{ NULL },
		NULL,
	},
	{ .message = IA_LOG_SMMU_GERROR,
		"An SMMUv3 reports an error of its own, not of a device (GERROR {4}).",
		{ NULL },
		NULL,
	},
	{ .message = IA_LOG_SMMU_COMMAND,
		"The SMMU did not finish, or did not take, a command.",
		{
			"a device that does not answer an ATS invalidation",
			"an SMMU whose clock or power is off",
			"a bug of the driver",
		},
		NULL,
	},
	{ .message = IA_LOG_SMMU_LOST,
		"The SMMU had more to report than its queue holds: some events or page requests are lost.",
		{ NULL },
		NULL,
	},
	{ .message = IA_LOG_SMMU_STREAM,
		"An SMMUv2 refused a device with stream id {4}, which no driver has set up, since unknown ones are blocked.",
		{
			"firmware or a bootloader left a device running",
			"the device tree lacks the device's iommus property",
		},
		"arm-smmu.disable_bypass=0 lets all such devices through, which gives up isolation",
	},
	{ .message = IA_LOG_SMMU_SIZE,
		"The registers of this SMMU take {4} bytes by its ID registers, and {5} by the device tree or ACPI. The kernel goes by the ID registers and only warns.",
		{
			"a wrong size in the device tree or the IORT table: harmless, unless faults follow",
		},
		NULL,
	},
	{ .message = IA_LOG_STREAM_MISSING,
		"The driver found no stream ID for its device and sends with 0x7f, which Tegra's SMMU is set up to pass through: its DMA is not translated, or is refused.",
		{
			"no iommus= in the device tree for it",
			"the SMMU is off, or its driver came up later than this one",
		},
		"'iommu-audit units'",
	},
	{ .message = IA_LOG_SMMU_UNIT,
		"An SMMU says what it can do: it is there and used.",
		{ NULL },
		"'iommu-audit units'",
	},
};

const struct ia_explain_table ia_explain_smmu = IA_EXPLAIN_TABLE(texts);

/* Why events come, by what they are about. */
enum kind {
	OTHER,
	PAGE,		/* of a translation: nothing is mapped there */
	PERMISSION,
	STREAM_ID,	/* the stream table does not have the stream */
	CONFIG,		/* its entry is wrong */
	PASID,
	ATS,
	FETCH,		/* memory of tables could not be read */
	CONFLICT,
	UNSUPPORTED,
};

static const struct {
	unsigned int code;
	enum kind kind;
	const char *means;
} events[] = {
	{ 0x01, UNSUPPORTED, "a kind of transaction that the SMMU does not support" },
	{ 0x02, STREAM_ID, "its stream id is not in the stream table" },
	{ 0x03, FETCH, "the SMMU could not read its stream table" },
	{ 0x04, CONFIG, "the stream table entry is not valid" },
	{ 0x05, ATS, "a translation request (ATS), which this stream may not send" },
	{ 0x06, PASID, "the stream may not be used with the PASID, or without one, as it was" },
	{ 0x07, ATS, "a translated request (ATS), which this stream may not send" },
	{ 0x08, PASID, "its PASID (SubstreamID) is beyond the table of the stream" },
	{ 0x09, FETCH, "the SMMU could not read a context descriptor" },
	{ 0x0a, PASID, "the context descriptor is not valid" },
	{ 0x0b, FETCH, "an external abort while the SMMU read a page table" },
	{ 0x10, PAGE, "no page is mapped at that address" },
	{ 0x11, PAGE, "the address is wider than the tables or the SMMU allow" },
	{ 0x12, PERMISSION, "the access flag of the page is clear" },
	{ 0x13, PERMISSION, "a page is mapped there, but not for such an access" },
	{ 0x20, CONFLICT, "several entries of the TLB match" },
	{ 0x21, CONFLICT, "several cached configurations match" },
	{ 0x25, FETCH, "the SMMU could not read the table of a VM (VMS)" },
};

#define EVENTS	(sizeof(events) / sizeof(*events))

enum why {
	NO_WHY, UNMAPPED, LEFT_ON, WRONG_STREAM, ABORT_OF_MEMORY, NO_DRIVER, KERNEL_BUG,
	OVERWRITTEN, PASID_RELEASED, PASID_WANTED, ATS_ON, ATS_WITHOUT, WRONG_WIDTH,
	MISSED_INVALIDATION, NOT_SUPPORTED, OTHER_DIRECTION, PRIVILEGED, BROKEN_SMMU,
	REFUSED_COMMAND, QUEUE_ABORT, MSI_ABORT, WRONG_DT, WRONG_SETUP, SECURE_REGISTERS
};

static const char *const why_texts[] = {
	[UNMAPPED] =
		"the driver unmapped a buffer that the device still used, or gave it an address that it never mapped",
	[LEFT_ON] = "firmware or a bootloader left the device running",
	[WRONG_STREAM] =
		"firmware (IORT, device tree) does not name the device, or gives it another stream id than it sends",
	[ABORT_OF_MEMORY] =
		"memory or the bus answers the SMMU's own read with an error: look for RAS errors (GHES, EDAC) in the same log",
	/* arm_smmu_init_l2_strtab() gives a part of the table to known streams alone. */
	[NO_DRIVER] =
		"the device runs without a driver that set it up: a two-level table has entries of known devices alone",
	[KERNEL_BUG] = "a bug of the kernel, or an SMMU that does not take what it wrote",
	[OVERWRITTEN] = "memory of the table was overwritten, or is another kernel's (kexec, kdump)",
	[PASID_RELEASED] =
		"the device uses a PASID that was never bound, or that was released while it still used it",
	[PASID_WANTED] =
		"the device sends requests without a PASID where its domain wants one, or the other way round",
	[ATS_ON] =
		"ATS is on in the device and not in its stream table entry (EATS): firmware, a guest or a driver switched it on",
	[ATS_WITHOUT] =
		"the device sends requests marked as translated without ATS, by a fault or to get past the SMMU",
	[WRONG_WIDTH] =
		"firmware (IORT, device tree) describes the SMMU's coherency or address width wrongly",
	[MISSED_INVALIDATION] = "an invalidation that the driver missed, or an erratum of the SMMU",
	[NOT_SUPPORTED] =
		"a device that sends what this SMMU cannot pass on, such as an atomic operation",
	[OTHER_DIRECTION] = "the driver mapped the buffer for the other direction of the transfer",
	[PRIVILEGED] =
		"the mapping is for privileged requests, or not to execute, and the request was another",
	[BROKEN_SMMU] =
		"the SMMU found a fault of its hardware: devices behind it do not work any more",
	[REFUSED_COMMAND] =
		"a command that the SMMU does not know, could not read, or that a device did not answer (ATS): \"CMDQ error\" beside it says which",
	[QUEUE_ABORT] = "memory of a queue does not take the SMMU's writes",
	[MSI_ABORT] =
		"the interrupt controller does not take the SMMU's MSIs: firmware gives it a wrong address or device id",
	[WRONG_DT] =
		"the device tree lacks the device's iommus property, or has another stream id there",
	[WRONG_SETUP] =
		"the driver, or firmware that owns part of the SMMU, set the stream up wrongly",
	[SECURE_REGISTERS] =
		"software accessed registers of the SMMU that it may not, as those kept for secure firmware",
};

/* Of permissions: by_permission(). */
static const enum why whys[][3] = {
	[PAGE] = { UNMAPPED, LEFT_ON, WRONG_STREAM },
	[STREAM_ID] = { WRONG_STREAM, NO_DRIVER },
	[CONFIG] = { KERNEL_BUG, OVERWRITTEN },
	[PASID] = { PASID_RELEASED, PASID_WANTED },
	[ATS] = { ATS_ON, ATS_WITHOUT },
	[FETCH] = { ABORT_OF_MEMORY, WRONG_WIDTH },
	[CONFLICT] = { MISSED_INVALIDATION },
	[UNSUPPORTED] = { NOT_SUPPORTED },
};

static size_t add(enum kind kind, const char **causes)
{
	size_t i;

	for (i = 0; i < 3 && whys[kind][i] != NO_WHY; i++)
		causes[i] = why_texts[whys[kind][i]];
	return i;
}

static size_t by_permission(const struct ia_log_said *said, const char **causes)
{
	if (said->access == IA_ACCESS_READ || said->access == IA_ACCESS_WRITE)
		causes[0] = ia_explain_wrong_direction[said->access];
	else
		causes[0] = why_texts[OTHER_DIRECTION];
	causes[1] = why_texts[PRIVILEGED];
	return 2;
}

/* GERROR: what follows from its bits; the driver prints a line for most of them. */
static size_t by_gerror(const struct ia_log_said *said, const char **causes)
{
	size_t n = 0;

	if (ia_explain_has(said, IA_LOG_BIT_SMMU_SFM))
		causes[n++] = why_texts[BROKEN_SMMU];
	if (ia_explain_has(said, IA_LOG_BIT_SMMU_CMDQ_ERR))
		causes[n++] = why_texts[REFUSED_COMMAND];
	if (said->bits >> IA_LOG_BIT_SMMU_EVTQ_ABT & 3)
		causes[n++] = why_texts[QUEUE_ABORT];
	if (said->bits >> IA_LOG_BIT_SMMU_MSI_CMDQ & 0xf)
		causes[n++] = why_texts[MSI_ABORT];
	return n;
}

static size_t by_gfsr(const struct ia_log_said *said, const char **causes)
{
	size_t n = 0;

	if (ia_explain_has(said, IA_LOG_BIT_GFSR_USF)) {
		causes[n++] = why_texts[LEFT_ON];
		causes[n++] = why_texts[WRONG_DT];
	}
	if (said->bits >> IA_LOG_BIT_GFSR_ICF & 1 || said->bits >> IA_LOG_BIT_GFSR_SMCF & 7)
		causes[n++] = why_texts[WRONG_SETUP];
	if (ia_explain_has(said, IA_LOG_BIT_GFSR_CAF))
		causes[n++] = why_texts[SECURE_REGISTERS];
	if (ia_explain_has(said, IA_LOG_BIT_GFSR_EF))
		causes[n++] = why_texts[ABORT_OF_MEMORY];
	return n;
}

/* This early there is hardly a driver that could have unmapped something. */
static size_t by_early_page(const char **causes)
{
	causes[0] = why_texts[LEFT_ON];
	causes[1] = why_texts[WRONG_STREAM];
	causes[2] = why_texts[UNMAPPED];
	return 3;
}

static size_t by_fsr(const struct ia_log_said *said, bool early, const char **causes)
{
	if (early && ia_explain_has(said, IA_LOG_BIT_FSR_TF))
		return by_early_page(causes);
	if (ia_explain_has(said, IA_LOG_BIT_FSR_TF) || ia_explain_has(said, IA_LOG_BIT_FSR_ASF))
		return add(PAGE, causes);
	if (ia_explain_has(said, IA_LOG_BIT_FSR_PF))
		return by_permission(said, causes);
	if (ia_explain_has(said, IA_LOG_BIT_FSR_EF))
		return add(FETCH, causes);
	if (said->bits >> IA_LOG_BIT_FSR_TLBMCF & 3)
		return add(CONFLICT, causes);
	return ia_explain_has(said, IA_LOG_BIT_FSR_UUT) ? add(UNSUPPORTED, causes) : 0;
}

/**
 * ia_explain_smmu_causes() - why an SMMU reports something, by what it reports
 * @said: the message
 * @early: it came before drivers of devices are loaded
 * @causes: filled, three at most
 *
 * Return: how many there are.
 */
size_t ia_explain_smmu_causes(const struct ia_log_said *said, bool early, const char **causes)
{
	size_t i;

	switch (said->how->message) {
	case IA_LOG_SMMU_RAW:
	case IA_LOG_SMMU_EVENT:
		for (i = 0; said->reason.known && i < EVENTS; i++) {
			if (events[i].code != said->reason.n)
				continue;
			return events[i].kind == PERMISSION ? by_permission(said, causes) :
							      add(events[i].kind, causes);
		}
		return 0;
	case IA_LOG_SMMU_GERROR:
		return by_gerror(said, causes);
	case IA_LOG_SMMU_GFSR:
		return by_gfsr(said, causes);
	case IA_LOG_SMMU_CONTEXT:
		return by_fsr(said, early, causes);
	default:
		return 0;
	}
}

static const char *event_means(const struct ia_machine *m, const struct ia_log_said *said)
{
	const char *name = said->name ? said->name : "an event that this tool has no name for";
	const struct ia_log_value *sid = said->how->message == IA_LOG_SMMU_RAW ?
					 &said->values[1] : &said->values[2];
	const char *stream = "", *meaning = NULL;
	size_t i;

	for (i = 0; said->reason.known && i < EVENTS; i++) {
		if (events[i].code == said->reason.n)
			meaning = events[i].means;
	}
	if (sid->known)
		stream = ia_format(m->arena, " by stream 0x%llx", (unsigned long long)sid->n);
	if (said->reason.known && said->reason.n == 0x24)
		return ia_format(m->arena, "%s%s: a hint of the SMMU that a page may be wanted soon.",
				 name, stream);
	return ia_format(m->arena, "The SMMU refused %s%s%s: %s%s%s.",
			 ia_explain_access(said->access), stream, ia_explain_pasid(m, said), name,
			 meaning ? ", " : "", meaning ? meaning : "");
}

static const char *gfsr_means(const struct ia_machine *m, const struct ia_log_said *said)
{
	unsigned long long stream = said->values[4].n;

	if (ia_explain_has(said, IA_LOG_BIT_GFSR_USF))
		return ia_format(m->arena,
			"An SMMUv2 refused a request of a device: no entry of the SMMU matches its stream id 0x%llx (GFSYNR1).",
				 stream);
	if (said->bits >> IA_LOG_BIT_GFSR_ICF & 1 || said->bits >> IA_LOG_BIT_GFSR_SMCF & 7 ||
	    ia_explain_has(said, IA_LOG_BIT_GFSR_UUT))
		return ia_format(m->arena,
			"An SMMUv2 refused a request of a device, with the stream id 0x%llx (GFSYNR1).",
				 stream);
	return ia_format(m->arena,
		"An SMMUv2 reports a global fault; GFSR is 0x%llx, GFSYNR1 0x%llx. It may be of a device or of the SMMU.",
			 (unsigned long long)said->values[0].n,
			 (unsigned long long)said->values[2].n);
}

static const char *context_means(const struct ia_machine *m, const struct ia_log_said *said)
{
	const char *why = ia_explain_has(said, IA_LOG_BIT_FSR_TF) ? "no page is mapped there" :
		ia_explain_has(said, IA_LOG_BIT_FSR_PF) ?
			"a page is mapped there, but not for such an access" :
		ia_explain_has(said, IA_LOG_BIT_FSR_AFF) ? "the access flag of the page is clear" :
		ia_explain_has(said, IA_LOG_BIT_FSR_ASF) ? "the address is too wide" :
		ia_explain_has(said, IA_LOG_BIT_FSR_EF) ? "an external abort" :
		"the bits of FSR say why";

	return ia_format(m->arena,
		"An SMMUv2 refused %s by %s to 0x%llx, in context bank %llu: %s.",
			 ia_explain_access(said->access), said->values[4].known ?
			 ia_format(m->arena, "stream 0x%llx",
				   (unsigned long long)said->values[4].n) : "a device",
			 (unsigned long long)said->address.n,
			 (unsigned long long)said->values[3].n, why);
}

/** ia_explain_smmu_means() - what an event or a fault register of an SMMU says */
const char *ia_explain_smmu_means(const struct ia_machine *m, const struct ia_log_said *said)
{
	switch (said->how->message) {
	case IA_LOG_SMMU_GFSR:
		return gfsr_means(m, said);
	case IA_LOG_SMMU_CONTEXT:
		return context_means(m, said);
	default:
		return event_means(m, said);
	}
}
