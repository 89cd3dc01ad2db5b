// SPDX-License-Identifier: GPL-2.0
#include "explain.h"

#include "explain_text.h"
#include "text.h"

/* Messages of which a page shows no more. */
#define SHOWN	200

static const char *means_of(const struct ia_page *page, const void *object)
{
	return ia_explain_means(page->machine, object);
}

static const char *bits_of(const struct ia_page *page, const void *object)
{
	return ia_explain_bits(page->machine, object);
}

static const char *next_of(const struct ia_page *page, const void *object)
{
	return ia_explain_next(page->machine, object);
}

static const char *device_of(const struct ia_page *page, const void *object)
{
	return ia_explain_device(page->machine, object);
}

static const char *origin_of(const struct ia_page *page, const void *object)
{
	const struct ia_explained *item = object;

	return ia_explain_origin(page->machine, item->entry->said.how);
}

static const char *subject_of(const struct ia_page *page, const void *object)
{
	const struct ia_explained *item = object;

	(void)page;
	return ia_words_log_subjects.words[ia_log_subject(item->entry->said.how->message)];
}

static const char *weight_of(const struct ia_page *page, const void *object)
{
	const struct ia_explained *item = object;

	(void)page;
	return ia_words_log_weights.words[ia_log_weight(item->entry->said.how->message)];
}

static const char *message_of(const struct ia_page *page, const void *object)
{
	const struct ia_explained *item = object;

	(void)page;
	return ia_words_log_messages.words[item->entry->said.how->message];
}

static const char *access_of(const struct ia_page *page, const void *object)
{
	const struct ia_explained *item = object;
	enum ia_access_type access = item->entry->said.access;

	(void)page;
	return ia_is_value(access) ? ia_word(&ia_words_accesses, access) : NULL;
}

/* For programs: numbered, in one text. */
static const char *causes_of(const struct ia_page *page, const void *object)
{
	const char *causes[IA_EXPLAIN_MOST];
	size_t i, n = ia_explain_causes(page->machine, object, causes);
	struct ia_buf buf = { .arena = page->arena };

	for (i = 0; i < n; i++)
		ia_buf_add(&buf, "%s%zu. %s", i ? " " : "", i + 1, causes[i]);
	return buf.text;
}

static const char *range_of(const struct ia_page *page, const void *object)
{
	const struct ia_explained_address *at = object;

	return at->range ? ia_format(page->arena, "0x%llx-0x%llx",
				     (unsigned long long)at->range->start,
				     (unsigned long long)at->range->end) : NULL;
}

static const char *at_of(const struct ia_page *page, const void *object)
{
	const struct ia_explained_address *at = object;

	return ia_format(page->arena, "0x%llx", (unsigned long long)at->address);
}

static const struct ia_field address_fields[] = {
	IA_F_SENTENCE("address", at_of, "where the request went, in hexadecimal"),
	IA_F_WORD(struct ia_explained_address, place, "place", &ia_words_log_places,
		  "what is there, if it is a physical address; unknown without a memory map"),
	IA_F_SENTENCE("range", range_of, "the range that says so; null for none"),
};

static const struct ia_answer address = { .about = "an address", IA_FIELDS(address_fields) };

static const struct ia_field entry_fields[] = {
	IA_F(struct ia_log_entry, text, "text", TEXT,
	     "the line, without what stands in front of the message; of several the first one"),
	IA_F(struct ia_log_entry, line, "line", COUNT, "its number"),
	IA_F(struct ia_log_entry, count, "count", COUNT,
	     "lines that say the same, but for the address"),
	IA_F(struct ia_log_entry, said.device, "dev", ADDRESS,
	     "the function that it is about; segment 0000 where none is written"),
	IA_F(struct ia_log_entry, said.driver, "driver", TEXT,
	     "what stands in front of the function: its driver, or pci"),
	IA_F(struct ia_log_entry, said.reason, "reason", NUMBER,
	     "fault reason of VT-d, code of an event of AMD-Vi or an SMMU"),
	IA_F(struct ia_log_entry, said.name, "reason_name", TEXT, "its name"),
	IA_F(struct ia_log_entry, said.pasid, "pasid", NUMBER, "of the request"),
	IA_F(struct ia_log_entry, said.error, "errno", NUMBER,
	     "errno of the line, without its sign"),
	IA_F(struct ia_log_entry, more, "more_addresses", BOOL,
	     "there were more addresses than are listed"),
};

static const struct ia_answer entry = { .about = "a message", IA_FIELDS(entry_fields) };

static const struct ia_field item_fields[] = {
	IA_F_SENTENCE("message", message_of, "what it says: a stable identifier"),
	IA_F_SENTENCE("subject", subject_of, "what it is about"),
	IA_F_SENTENCE("weight", weight_of, "normal, attention or broken"),
	IA_F_POINTER(struct ia_explained, entry, NULL, &entry, ""),
	IA_F_SENTENCE("access", access_of, "what the request wanted"),
	IA_F_SENTENCE("means", means_of, "what it says, in words"),
	IA_F_SENTENCE("decoded", bits_of, "codes and bits, in words"),
	IA_F_SENTENCE("device", device_of, "the function, with what is known of it"),
	IA_F(struct ia_explained, group, "group", NUMBER, "its IOMMU group"),
	IA_F(struct ia_explained, missing, "missing", BOOL, "the machine has no such function"),
	IA_F_INLINE(struct ia_explained, addresses, naddresses, "addresses", &address,
		    "the first addresses of these lines"),
	IA_F_SENTENCE("causes", causes_of, "why that happens, the most usual first"),
	IA_F_SENTENCE("next", next_of, "what tells more"),
	IA_F_SENTENCE("origin", origin_of, "the function that prints it, and in which kernels"),
};

static const struct ia_answer item = {
	.about = "lines that say the same, explained", IA_FIELDS(item_fields),
};

static const struct ia_field strange_fields[] = {
	IA_F(struct ia_log_strange, line, "line", COUNT, "its number"),
	IA_F(struct ia_log_strange, text, "text", TEXT, "the line"),
};

static const struct ia_answer strange = {
	.about = "a line that is not known", IA_FIELDS(strange_fields),
};

static const struct ia_field log_fields[] = {
	IA_F(struct ia_log, lines, "lines", COUNT, "lines of the log that are not empty"),
	IA_F(struct ia_log, known, "known", COUNT, "those that are known"),
	IA_F(struct ia_log, unknown, "unknown_lines", COUNT,
	     "those that seem to be about IOMMUs and are not known; the rest is about others"),
	IA_F(struct ia_log, left_out, "left_out", COUNT, "known ones that there was no room for"),
	IA_F(struct ia_log, kernel, "kernel", TEXT, "the kernel that wrote it, if it says so"),
	IA_F_OBJECTS(struct ia_log, strange, nstrange, "strange", &strange,
		     "the first of those that are not known"),
};

static const struct ia_answer log_answer = { .about = "a log", IA_FIELDS(log_fields) };

static const char *const owner_notes[] = {
	[IA_LOG_OWNER_NOBODY] = NULL,
	[IA_LOG_OWNER_NAMED] = NULL,
	[IA_LOG_OWNER_SAME] = NULL,
	[IA_LOG_OWNER_MAYBE] =
		"Nothing here says whose log it is. Functions are shown as this host has them, which may be wrong; addresses are not looked up. '--source auto' says that it is this host's, --from names another machine.",
	[IA_LOG_OWNER_OTHER] =
		"The log is of another host, or of another boot than this one: nothing is said of this host. --from names a snapshot of the other one.",
};

static void paragraph(const struct ia_page *page, const char *label, const char *text,
		      enum ia_state state)
{
	if (text)
		ia_out_list(page->out, label, &text, 1, state);
}

static const enum ia_state states[] = {
	[IA_LOG_CONTEXT_WEIGHT] = IA_PLAIN, [IA_LOG_NORMAL_WEIGHT] = IA_GOOD,
	[IA_LOG_ATTENTION_WEIGHT] = IA_ATTENTION, [IA_LOG_BROKEN_WEIGHT] = IA_BROKEN,
};

static void print_item(const struct ia_page *page, const struct ia_explained *one)
{
	const struct ia_log_entry *from = one->entry;
	enum ia_log_weight weight = ia_log_weight(from->said.how->message);
	const char *causes[IA_EXPLAIN_MOST], *text = from->text;
	size_t i, n = ia_explain_causes(page->machine, one, causes);

	ia_out_text(page->out, IA_PLAIN, "\n");
	if (from->count > 1)
		text = ia_format(page->arena, "%s (and %s like it)", text,
				 ia_some(page->arena, from->count - 1, "line", "lines"));
	paragraph(page, ia_format(page->arena, "%zu: ", from->line), text, states[weight]);
	paragraph(page, "  means    ", means_of(page, one), IA_PLAIN);
	paragraph(page, "  decoded  ", bits_of(page, one), IA_PLAIN);
	paragraph(page, "  device   ", device_of(page, one), IA_PLAIN);
	for (i = 0; i < one->naddresses; i++)
		paragraph(page, i ? "           " : "  address  ",
			  ia_explain_place(page->machine, one, &one->addresses[i]), IA_PLAIN);
	if (one->naddresses && from->more)
		paragraph(page, "           ", "… and others", IA_PLAIN);
	for (i = 0; i < n; i++)
		paragraph(page, i ? "           " : "  causes   ",
			  ia_format(page->arena, "%zu. %s", i + 1, causes[i]), IA_PLAIN);
	paragraph(page, "  next     ", next_of(page, one), IA_PLAIN);
	paragraph(page, "  printed  ", origin_of(page, one), IA_PLAIN);
}

static void print_page(const struct ia_page *page, const void *object)
{
	const struct ia_explain *explain = object;
	const struct ia_log *log = explain->log;
	const char *head[3];
	size_t i, n = 0;

	head[n++] = ia_some(page->arena, log->lines, "line", "lines");
	head[n++] = ia_format(page->arena, "%zu explained", log->known);
	if (log->unknown)
		head[n++] = ia_format(page->arena, "%zu about IOMMUs not known", log->unknown);
	ia_out_list(page->out, "", head, n, explain->faults ? IA_BROKEN : IA_PLAIN);
	paragraph(page, "", owner_notes[explain->owner], IA_ATTENTION);
	if (!log->known)
		paragraph(page, "",
			  "No line here is one that this tool knows of DMAR, AMD-Vi, SMMU, VFIO, SR-IOV, BAR space, resets, ACS or SVA.",
			  IA_PLAIN);
	for (i = 0; i < explain->count && i < SHOWN; i++)
		print_item(page, &explain->items[i]);
	if (explain->count > SHOWN || log->left_out)
		paragraph(page, "",
			  ia_format(page->arena,
				    "… and %zu more messages that differ, %zu lines not kept: --json has what was kept",
				    explain->count > SHOWN ? explain->count - SHOWN : 0,
				    log->left_out), IA_ATTENTION);
	if (!log->nstrange)
		return;
	ia_out_text(page->out, IA_PLAIN, "\n");
	for (i = 0; i < log->nstrange; i++)
		paragraph(page, ia_format(page->arena, "not known  %zu: ", log->strange[i].line),
			  log->strange[i].text, IA_ATTENTION);
	if (log->unknown > log->nstrange)
		paragraph(page, "", ia_format(page->arena, "… and %zu more",
					      log->unknown - log->nstrange), IA_ATTENTION);
}

static const struct ia_field fields[] = {
	IA_F_MACHINE,
	IA_F_WORD(struct ia_explain, owner, "log_of", &ia_words_log_owners,
		  "whose log it is; of another host nothing is said of devices"),
	IA_F_POINTER(struct ia_explain, log, NULL, &log_answer, ""),
	IA_F(struct ia_explain, faults, "broken", COUNT,
	     "messages that say that something is broken"),
	IA_F_OBJECTS(struct ia_explain, items, count, "messages", &item,
		     "in the order of the log"),
};

const struct ia_answer ia_answer_explain = {
	.kind = "iommu_audit explain", .about = "a kernel log, explained",
	IA_FIELDS(fields), .page = print_page,
};
