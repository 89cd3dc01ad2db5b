// SPDX-License-Identifier: GPL-2.0
/* What is at an address: by e820 and BARs in the log, and by the machine. */
#include "explain.h"

/* Where ranges lie in each other, the one that says most of an address. */
static const unsigned char order[] = {
	[IA_LOG_PLACE_RMRR] = 9, [IA_LOG_PLACE_REGION] = 8, [IA_LOG_PLACE_MSI] = 7,
	[IA_LOG_PLACE_HT] = 7, [IA_LOG_PLACE_BAR] = 6, [IA_LOG_PLACE_NVS] = 5,
	[IA_LOG_PLACE_ACPI] = 5, [IA_LOG_PLACE_PERSISTENT] = 4, [IA_LOG_PLACE_RESERVED] = 3,
	[IA_LOG_PLACE_BUFFER] = 3,
	[IA_LOG_PLACE_RAM] = 3, [IA_LOG_PLACE_WINDOW] = 2, [IA_LOG_PLACE_OTHER] = 1,
	[IA_LOG_PLACE_COUNT] = 0,
};

static bool is_memory(enum ia_log_place place)
{
	return place == IA_LOG_PLACE_RAM;
}

static void add(struct ia_explain *explain, struct ia_log_range range)
{
	explain->has_map |= is_memory(range.place);
	explain->has_bars |= range.place == IA_LOG_PLACE_BAR;
	ia_log_range_add(explain->machine->arena, &explain->ranges, range);
}

static void add_context(struct ia_explain *explain, const struct ia_log_entry *entry)
{
	const struct ia_log_said *said = &entry->said;
	const char *name = said->values[0].text;
	struct ia_log_range range = {
		.start = said->address.n, .end = said->end.n, .device = said->device,
		.line = entry->line,
	};

	if (!said->address.known || !said->end.known)
		return;
	switch (said->how->message) {
	case IA_LOG_MAP:
		/* "BIOS-e820: [mem ...] usable"; of /proc/iomem there is one text. */
		name = said->values[1].text ? said->values[1].text : name;
		range.place = ia_log_place_of(name);
		range.name = name;
		break;
	case IA_LOG_BAR:
	case IA_LOG_ASSIGNED:
		if (!said->kind || !ia_word_end("mem", said->kind))
			return;
		range.place = IA_LOG_PLACE_BAR;
		range.name = "BAR";
		break;
	case IA_LOG_WINDOW:
		if (!said->kind || !ia_word_end("mem", said->kind))
			return;
		range.place = IA_LOG_PLACE_WINDOW;
		range.name = "bridge window";
		break;
	default:
		return;
	}
	add(explain, range);
}

static enum ia_log_place of_region(enum ia_region_type type)
{
	return type == IA_REGION_MSI ? IA_LOG_PLACE_MSI : IA_LOG_PLACE_REGION;
}

static void add_groups(struct ia_explain *explain)
{
	const struct ia_machine *m = explain->machine;
	size_t i, j;

	for (i = 0; i < m->ngroups; i++) {
		for (j = 0; j < m->groups[i].reserved.count; j++) {
			const struct ia_region *region = &m->groups[i].reserved.items[j];

			add(explain, (struct ia_log_range){
				region->start, region->end, of_region(region->type), IA_NO_ADDRESS,
				ia_word(&ia_words_region_types, region->type), 0,
			});
		}
	}
}

/**
 * ia_explain_ranges() - collect what is known of addresses
 * @explain: filled; its log, machine and owner are there
 * @ranges: those that were read of the machine
 */
void ia_explain_ranges(struct ia_explain *explain, const struct ia_log_ranges *ranges)
{
	const struct ia_log *log = explain->log;
	size_t i;

	for (i = 0; i < log->ncontext; i++)
		add_context(explain, &log->context[i]);
	for (i = 0; i < log->count; i++) {
		const struct ia_log_said *said = &log->entries[i].said;

		if (said->how->message == IA_LOG_RMRR && said->address.known && said->end.known)
			add(explain, (struct ia_log_range){
				said->address.n, said->end.n, IA_LOG_PLACE_RMRR, IA_NO_ADDRESS,
				"RMRR", log->entries[i].line,
			});
	}
	/* Memory of this host says nothing of a line that may be of another one. */
	if (explain->owner != IA_LOG_OWNER_NAMED && explain->owner != IA_LOG_OWNER_SAME)
		return;
	add_groups(explain);
	for (i = 0; i < ranges->count; i++)
		add(explain, ranges->items[i]);
}

/* 11.4 of the VT-d, 2.1.2 of AMD's specification: ranges that no table has to name. */
static enum ia_log_place of_architecture(const struct ia_log_said *said, uint64_t address)
{
	enum ia_log_subject subject = ia_log_subject(said->how->message);

	if ((subject == IA_LOG_SUBJECT_VTD || subject == IA_LOG_SUBJECT_AMD) &&
	    address >= 0xfee00000 && address <= 0xfeefffff)
		return IA_LOG_PLACE_MSI;
	if (subject == IA_LOG_SUBJECT_AMD && address >= 0xfd00000000 && address <= 0xffffffffff)
		return IA_LOG_PLACE_HT;
	return IA_LOG_PLACE_UNKNOWN;
}

/*
 * Whether a page is mapped at the address, so that it is one of the device's domain: what
 * has that number as a physical address then says something of one to one mappings alone.
 * VT-d's reasons for a page do not tell one that lacks a permission from one that is not there.
 */
static bool is_mapped(const struct ia_log_said *said)
{
	switch (said->how->message) {
	case IA_LOG_AMD_IO_PAGE_FAULT:
		/* PR alone does not say what was refused. */
		return said->has_bits && said->bits >> IA_LOG_BIT_AMD_PR & 1 &&
		       said->bits >> IA_LOG_BIT_AMD_PE & 1 &&
		       !(said->bits >> IA_LOG_BIT_AMD_I & 1);
	case IA_LOG_SMMU_RAW:
	case IA_LOG_SMMU_EVENT:
		return said->reason.known && (said->reason.n == 0x12 || said->reason.n == 0x13);
	case IA_LOG_SMMU_CONTEXT:
		return said->bits >> IA_LOG_BIT_FSR_PF & 1;
	default:
		return false;
	}
}

/**
 * ia_explain_address() - what is at an address
 * @explain: what is known of addresses
 * @said: the message that has it
 * @address: the address
 */
struct ia_explained_address ia_explain_address(const struct ia_explain *explain,
					       const struct ia_log_said *said, uint64_t address)
{
	struct ia_explained_address at = {
		.address = address, .place = of_architecture(said, address),
	};
	size_t i;

	if (at.place)
		return at;
	for (i = 0; i < explain->ranges.count; i++) {
		const struct ia_log_range *range = &explain->ranges.items[i];

		if (address >= range->start && address <= range->end &&
		    order[range->place] > (at.range ? order[at.range->place] : 0))
			at.range = range;
	}
	if (is_mapped(said) && (!at.range || order[at.range->place] < order[IA_LOG_PLACE_REGION])) {
		at.range = NULL;
		at.place = IA_LOG_PLACE_IOVA;
	} else if (at.range) {
		at.place = at.range->place;
	} else if (explain->has_map) {
		at.place = IA_LOG_PLACE_NOTHING;
	}
	return at;
}
