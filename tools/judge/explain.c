// SPDX-License-Identifier: GPL-2.0
#include "explain.h"

#include <string.h>

#include "../machine/kind.h"

#define BLANKS	" \t\r\n"

#define X(name, word, text)	word,
static const char *const owners[] = { IA_LOG_OWNERS(X) };
#undef X
#define X(name, word, text)	text,
static const char *const owner_texts[] = { IA_LOG_OWNERS(X) };
#undef X

const struct ia_wordlist ia_words_log_owners = {
	owners, sizeof(owners) / sizeof(*owners), owner_texts,
};

static const struct ia_log_entry *context(const struct ia_log *log, enum ia_log_message message,
					  ia_address device)
{
	size_t i;

	for (i = 0; i < log->ncontext; i++) {
		const struct ia_log_said *said = &log->context[i].said;

		if (said->how->message == message && said->device == device)
			return &log->context[i];
	}
	return NULL;
}

/* Whether ids that the log has of a function are other ones than the machine's. */
static bool other_ids(const struct ia_log_entry *entry, const struct ia_device *device)
{
	unsigned long long vendor = 0, id = 0;
	const char *text = entry->said.values[0].text;
	size_t i;

	if (!text || !device->vendor.known || !device->device.known || strlen(text) != 9)
		return false;
	for (i = 0; i < 4; i++) {
		vendor = vendor << 4 | (ia_hex_digit(text[i]) & 0xf);
		id = id << 4 | (ia_hex_digit(text[5 + i]) & 0xf);
	}
	return vendor != device->vendor.n || id != device->device.n;
}

/* A reader of the log cuts blanks off its end, where loaders often leave one. */
static bool same_words(const char *a, const char *b)
{
	for (;;) {
		size_t len;

		a += strspn(a, BLANKS);
		b += strspn(b, BLANKS);
		len = strcspn(a, BLANKS);
		if (len != strcspn(b, BLANKS) || strncmp(a, b, len))
			return false;
		if (!len)
			return true;
		a += len;
		b += len;
	}
}

/*
 * A line has no name of its host. Nothing is said of a device of this host unless the
 * log may be its own: by its kernel, its command line, and what it says of functions.
 */
static enum ia_log_owner owner_of(const struct ia_log *log, const struct ia_machine *m)
{
	bool same = false;
	size_t i;

	if (log->kernel && m->kernel.known) {
		if (strcmp(log->kernel, m->kernel.text))
			return IA_LOG_OWNER_OTHER;
	}
	if (log->cmdline && m->cmdline.known) {
		if (!same_words(log->cmdline, m->cmdline.text))
			return IA_LOG_OWNER_OTHER;
		same = log->kernel && m->kernel.known;
	}
	for (i = 0; i < log->ncontext; i++) {
		const struct ia_log_said *said = &log->context[i].said;
		const struct ia_device *device;

		if (said->how->message != IA_LOG_IDS || !said->segment)
			continue;
		device = ia_machine_device(m, said->device);
		if (device && other_ids(&log->context[i], device))
			return IA_LOG_OWNER_OTHER;
	}
	if (same)
		return IA_LOG_OWNER_SAME;
	for (i = 0; i < log->count; i++) {
		const struct ia_log_said *said = &log->entries[i].said;

		if (ia_is_address(said->device) && !ia_machine_device(m, said->device))
			return IA_LOG_OWNER_OTHER;
	}
	return IA_LOG_OWNER_MAYBE;
}

static void about_device(const struct ia_explain *explain, struct ia_explained *item)
{
	const struct ia_log_said *said = &item->entry->said;
	const struct ia_log_entry *found;

	if (!ia_is_address(said->device))
		return;
	found = context(explain->log, IA_LOG_IDS, said->device);
	if (found)
		item->ids = found->said.values[0].text;
	item->resized = context(explain->log, IA_LOG_RELEASING, said->device);
	found = context(explain->log, IA_LOG_GROUP, said->device);
	if (found)
		item->group = ia_number_of(found->said.values[0].n);
	if (explain->owner == IA_LOG_OWNER_NOBODY || explain->owner == IA_LOG_OWNER_OTHER)
		return;
	item->perhaps = explain->owner == IA_LOG_OWNER_MAYBE;
	item->device = ia_machine_device(explain->machine, said->device);
	item->missing = !item->device;
	if (item->device && item->device->group.known)
		item->group = item->device->group;
}

/* "[8086:46d4] type 00 class 0x030000" */
static bool is_gpu_of_intel(const struct ia_log_entry *ids)
{
	const char *text = ids->said.values[0].text;

	return text && ia_word_end("8086:", text) && ids->said.values[2].n >> 16 == 0x03;
}

/* Built-in drivers come up in the first seconds; modules of GPUs, from an initramfs, after. */
#define EARLY_SECONDS	2
#define IGD_ADDRESS	(2 << 3)
/* f0-ff: buses that firmware puts into DMAR's scopes for what is no function. */
#define PIN_BUS		0xf0

static void about_sender(const struct ia_explain *explain, struct ia_explained *item)
{
	const struct ia_log_said *said = &item->entry->said;
	const struct ia_device *device = item->device;
	const struct ia_log_entry *ids = context(explain->log, IA_LOG_IDS, said->device);

	item->early = item->entry->uptime.known && item->entry->uptime.n < EARLY_SECONDS;
	if (!ia_is_address(said->device))
		return;
	if (said->how->message == IA_LOG_VTD_INTERRUPT) {
		if (!device && !ids && ia_bus(said->device) >= PIN_BUS)
			item->sender = IA_LOG_SENDER_PIN;
	} else if (said->how->message == IA_LOG_VTD_FAULT) {
		if (device && !item->perhaps && ia_subclass(device).known && device->vendor.known) {
			if (ia_subclass(device).n >> 8 == IA_PCI_BASE_DISPLAY &&
			    device->vendor.n == IA_PCI_VENDOR_INTEL &&
			    said->device == IGD_ADDRESS)
				item->sender = IA_LOG_SENDER_IGD;
		} else if (said->device == IGD_ADDRESS) {
			if (!ids)
				item->sender = IA_LOG_SENDER_PERHAPS_IGD;
			else if (is_gpu_of_intel(ids))
				item->sender = IA_LOG_SENDER_IGD;
		}
	}
}

/* An address that is looked up: an index of an interrupt is none, nor a register's base. */
static bool has_addresses(enum ia_log_message message)
{
	switch (message) {
	case IA_LOG_VTD_FAULT:
	case IA_LOG_AMD_IO_PAGE_FAULT:
	case IA_LOG_AMD_PAGE_TAB:
	case IA_LOG_AMD_DEV_TAB:
	case IA_LOG_AMD_INVALID:
	case IA_LOG_AMD_PPR:
	case IA_LOG_SMMU_RAW:
	case IA_LOG_SMMU_EVENT:
	case IA_LOG_SMMU_CONTEXT:
	case IA_LOG_MAP_FAILED:
		return true;
	default:
		return false;
	}
}

/**
 * ia_explain_log() - tell what the messages of a log are about
 * @explain: filled
 * @machine: a machine, or an empty one; its arena owns what is made
 * @named: somebody said that the log is this machine's
 * @log: the log
 * @ranges: what addresses are on that machine
 */
void ia_explain_log(struct ia_explain *explain, const struct ia_machine *machine, bool named,
		    const struct ia_log *log, const struct ia_log_ranges *ranges)
{
	bool *seen = ia_alloc(machine->arena, IA_LOG_MESSAGE_COUNT, sizeof(*seen));
	size_t i, j;

	*explain = (struct ia_explain){
		.log = log, .machine = machine, .count = log->count,
		.items = ia_alloc(machine->arena, log->count + 1, sizeof(*explain->items)),
		.owner = named ? IA_LOG_OWNER_NAMED : !machine->ndevices ? IA_LOG_OWNER_NOBODY :
			 owner_of(log, machine),
	};
	ia_explain_ranges(explain, ranges);
	for (i = 0; i < log->count; i++)
		seen[log->entries[i].said.how->message] = true;
	for (i = 0; i < log->count; i++) {
		struct ia_explained *item = &explain->items[i];
		const struct ia_log_entry *entry = &log->entries[i];

		item->entry = entry;
		item->seen = seen;
		about_device(explain, item);
		about_sender(explain, item);
		explain->faults += ia_log_weight(entry->said.how->message) == IA_LOG_BROKEN_WEIGHT;
		if (!has_addresses(entry->said.how->message))
			continue;
		item->naddresses = entry->naddresses;
		for (j = 0; j < entry->naddresses; j++)
			item->addresses[j] = ia_explain_address(explain, &entry->said,
								entry->addresses[j]);
	}
}
