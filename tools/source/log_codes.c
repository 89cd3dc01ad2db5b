// SPDX-License-Identifier: GPL-2.0
/* Codes in a log: events of AMD's IOMMUs, reasons of VT-d's, and their bits. */
#include "log_scan.h"

#include <string.h>

#include "log_core.h"

/* Events with a number of their own; the names are those of iommu_print_event(). */
static const struct {
	const char *name;
	enum ia_log_message message;
	unsigned int code;
} events[] = {
	{ "ILLEGAL_DEV_TABLE_ENTRY", IA_LOG_AMD_ILLEGAL_ENTRY, 0x1 },
	{ "IO_PAGE_FAULT", IA_LOG_AMD_IO_PAGE_FAULT, 0x2 },
	{ "DEV_TAB_HARDWARE_ERROR", IA_LOG_AMD_DEV_TAB, 0x3 },
	{ "PAGE_TAB_HARDWARE_ERROR", IA_LOG_AMD_PAGE_TAB, 0x4 },
	{ "ILLEGAL_COMMAND_ERROR", IA_LOG_AMD_ILLEGAL_COMMAND, 0x5 },
	{ "COMMAND_HARDWARE_ERROR", IA_LOG_AMD_COMMAND, 0x6 },
	{ "IOTLB_INV_TIMEOUT", IA_LOG_AMD_IOTLB, 0x7 },
	{ "INVALID_DEVICE_REQUEST", IA_LOG_AMD_INVALID, 0x8 },
	{ "INVALID_PPR_REQUEST", IA_LOG_AMD_PPR, 0x9 },
	{ "RMP_PAGE_FAULT", IA_LOG_AMD_RMP, 0xd },
	{ "RMP_HW_ERROR", IA_LOG_AMD_RMP, 0xe },
	{ "UNKNOWN", IA_LOG_AMD_OTHER, 0 },
};

#define EVENTS	(sizeof(events) / sizeof(*events))

static const struct ia_log_template templates[] = {
#define EVENT(name)								\
	{ IA_LOG_AMD_##name, "AMD-Vi: Event logged [", "iommu_print_event()", ALL, NULL }
	EVENT(ILLEGAL_ENTRY),
	{ IA_LOG_AMD_IO_PAGE_FAULT, "AMD-Vi: Event logged [IO_PAGE_FAULT",
	  "amd_iommu_report_page_fault()", ALL, NULL },
	EVENT(DEV_TAB), EVENT(PAGE_TAB), EVENT(ILLEGAL_COMMAND), EVENT(COMMAND), EVENT(IOTLB),
	EVENT(INVALID), EVENT(PPR), EVENT(RMP), EVENT(RMP), EVENT(OTHER),
#undef EVENT
};

/* "KEY=VALUE" in any order, parted by blanks or commas. */
static void read_keys(const char *text, struct ia_log_said *said, uint64_t *flags, bool *has_flags)
{
	uint64_t n;

	while (*text && *text != ']') {
		const char *key = text, *value;

		text += strcspn(text, " =,]");
		if (*text != '=') {
			text += !!*text && *text != ']';
			continue;
		}
		value = text + 1;
		if (!strncmp(key, "device=", 7))
			ia_log_device(value, &said->device, &said->segment);
		else if ((!strncmp(key, "address=", 8) || !strncmp(key, "gpa=", 4) ||
			  !strncmp(key, "spa=", 4)) && ia_log_hex(value, &n))
			said->address = ia_number_of(n);
		else if (!strncmp(key, "flags=", 6) && ia_log_hex(value, flags))
			*has_flags = true;
		else if (!strncmp(key, "domain=", 7) && ia_log_hex(value, &n))
			said->values[0] = (struct ia_log_value){ .known = true, .n = n };
		else if (!strncmp(key, "pasid=", 6) && ia_log_hex(value, &n))
			said->values[2] = (struct ia_log_value){ .known = true, .n = n };
		text = value + strcspn(value, " ,]");
	}
}

/* Flags of a request, 2.5: bits 8:0 are GN NX US I PR RW PE RZ TR, where an event has them. */
static void amd_flags(unsigned int code, uint64_t flags, struct ia_log_said *said)
{
	enum ia_core_access access = ia_core_amd_access(code, flags);

	if (access != IA_CORE_NO_ACCESS) {
		said->access = access == IA_CORE_READ ? IA_ACCESS_READ : IA_ACCESS_WRITE;
		/* GN: what stands in place of the domain's number is a PASID. */
		if (flags & 1 && said->values[2].known)
			said->pasid = ia_number_of(said->values[2].n);
		else if (flags & 1 && said->values[0].known)
			said->pasid = ia_number_of(said->values[0].n);
	}
	if (code != 0x1 && code != 0x2 && code != 0xd)
		return;
	said->bits = (flags & 0x1ff) << IA_LOG_BIT_AMD_GN;
	said->has_bits = true;
}

/*
 * A function that dev_printk() names is that of the event, but where the IOMMU's own
 * function speaks, which gives the event's with "device=".
 */
static const char *behind_device(const struct ia_log_scan *scan, struct ia_log_said *said)
{
	const char *text = scan->text;
	static const char unit[] = "iommu ivhd";

	if (scan->device) {
		said->device = scan->address;
		said->segment = scan->segment;
		if (scan->driver_len)
			said->driver = ia_strndup(scan->arena, scan->driver, scan->driver_len);
		return scan->device + strspn(scan->device, " ");
	}
	if (!strncmp(text, unit, strlen(unit)) && strstr(text, ": "))
		return strstr(text, ": ") + 2;
	return text;
}

static const char *behind(const char *start, const char *text)
{
	const char *end = ia_word_end(start, text);

	return end ? end + strspn(end, " ") : text;
}

/**
 * ia_log_amd_event() - read an event of an AMD IOMMU
 * @scan: the line
 * @said: filled, where it is one
 *
 * Whole, as amd_iommu_report_page_fault() and iommu_print_event() print it, or from the
 * event's name on: up to Linux 4.18 the line before has "Event logged [".
 *
 * Return: whether it is one.
 */
bool ia_log_amd_event(const struct ia_log_scan *scan, struct ia_log_said *said)
{
	struct ia_log_said found = {
		.device = IA_NO_ADDRESS, .other = IA_NO_ADDRESS,
		.access = IA_ACCESS_ABSENT, .pasid = { .absent = true },
	};
	const char *text = behind_device(scan, &found);
	bool has_flags = false;
	uint64_t flags = 0;
	size_t i, len;

	text = behind("Event logged [", behind("AMD-Vi:", text));
	len = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
	for (i = 0; i < EVENTS; i++) {
		if (ia_is_word(events[i].name, text, len) && text[len] == ' ')
			break;
	}
	if (i == EVENTS || !strchr(text, '='))
		return false;
	read_keys(text + len, &found, &flags, &has_flags);
	found.how = &templates[i];
	found.reason = ia_number_of(events[i].code);
	found.name = events[i].name;
	if (has_flags) {
		found.values[1] = (struct ia_log_value){ .known = true, .n = flags };
		amd_flags(events[i].code, flags, &found);
	}
	*said = found;
	return true;
}

static void vtd_access(struct ia_log_said *said)
{
	const char *kind = said->values[0].text;

	if (!kind)
		return;
	if (strstr(kind, "Read"))
		said->access = IA_ACCESS_READ;
	else if (strstr(kind, "Write"))
		said->access = IA_ACCESS_WRITE;
}

/* Fault Status Register, 11.4.4.9: bits 7:0; the index of the first record is in 15:8. */
static void vtd_status(struct ia_log_said *said)
{
	said->bits = (said->values[0].n & 0xff) << IA_LOG_BIT_VTD_PFO;
	said->has_bits = true;
}

/* "dmar0: reg_base_addr ... cap ... ecap ...": the width of addresses and the features. */
static void vtd_unit(struct ia_arena *arena, struct ia_log_said *said)
{
	struct ia_bits features = { .known = true };
	struct ia_buf buf = { .arena = arena };
	uint64_t cap = said->values[2].n, ecap = said->values[3].n;
	unsigned int bit;

	features.bits = ia_core_vtd_features(cap, ecap, &features.more);
	for (bit = 0; bit < IA_FEATURES; bit++) {
		if (ia_has_bit(&features, bit))
			ia_buf_add(&buf, "%s%s", buf.len ? " " : "", ia_words_features.words[bit]);
	}
	said->size = ia_number_of(ia_core_vtd_mgaw(cap));
	said->values[4] = (struct ia_log_value){ .known = buf.len, .text = buf.text };
}

/**
 * ia_log_decode() - what the codes of a line mean
 * @arena: owner of texts
 * @said: what a template found; completed
 */
void ia_log_decode(struct ia_arena *arena, struct ia_log_said *said)
{
	switch (said->how->message) {
	case IA_LOG_VTD_FAULT:
		vtd_access(said);
		if (said->reason.known)
			said->name = ia_core_vtd_reason(said->reason.n);
		break;
	case IA_LOG_VTD_INTERRUPT:
	case IA_LOG_VTD_REASON:
		if (said->reason.known)
			said->name = ia_core_vtd_reason(said->reason.n);
		break;
	case IA_LOG_VTD_STATUS:
		vtd_status(said);
		break;
	case IA_LOG_VTD_REGS:
		vtd_unit(arena, said);
		break;
	default:
		ia_log_decode_smmu(said);
		break;
	}
}
