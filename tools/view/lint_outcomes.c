// SPDX-License-Identifier: GPL-2.0
/* What a command line requests against what is there */
#include "lint.h"

#include "causes.h"
#include "text.h"

/* Functions that an outcome names before it says how many are left, and units. */
#define NAMED		6
#define NAMED_UNITS	4

/* The names of the units in some state; NULL for none. */
static const char *units_in(const struct ia_machine *m, enum ia_flag state)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i, n = 0;

	for (i = 0; i < m->nunits; i++) {
		if (m->units[i].translation == state && n++ < NAMED_UNITS)
			ia_buf_add(&buf, "%s%s", n > 1 ? ", " : "", m->units[i].unit.text);
	}
	if (n > NAMED_UNITS)
		ia_buf_add(&buf, " and %zu more", n - NAMED_UNITS);
	return buf.text;
}

static const char *translation_text(const struct ia_machine *m, enum ia_got got)
{
	const char *on = units_in(m, IA_YES), *off = units_in(m, IA_NO);
	const char *unknown = units_in(m, IA_FLAG_UNKNOWN);

	switch (got) {
	case IA_GOT_TRANSLATION_ON:
		return unknown ? ia_format(m->arena, "on: %s; unknown: %s", on, unknown) :
				 ia_format(m->arena, "on: %s", on);
	case IA_GOT_TRANSLATION_PARTLY:
		return ia_format(m->arena, "on: %s; off: %s", on, off);
	default:
		/* Without a unit it is off where no group has a domain that translates. */
		return off ? ia_format(m->arena, "off: %s", off) : "off";
	}
}

static const char *const gots[] = {
	[IA_GOT_TRANSLATION_UNLISTED] = "on, by an IOMMU of another kind",
	[IA_GOT_TRANSLATION_NO_IOMMU] = "no IOMMU",
	[IA_GOT_TRANSLATION_UNKNOWN] = "unknown",
	[IA_GOT_IDENTITY] = "identity (passthrough)",
	[IA_GOT_TRANSLATED] = "translated",
	[IA_GOT_STRICT] = "strict (DMA)",
	[IA_GOT_LAZY] = "lazy (DMA-FQ)",
	[IA_GOT_UNDECIDED] = "strict or lazy: unknown",
	[IA_GOT_DOMAIN] = "{0}",
	[IA_GOT_NO_GROUP] = "no group that it could apply to",
	[IA_GOT_INTREMAP_ON] = "remapping on",
	[IA_GOT_INTREMAP_OFF] = "remapping off",
	[IA_GOT_INTREMAP_BOTH] = "on in some units, off in others",
	[IA_GOT_INTREMAP_SOME_ON] = "on in some units, unknown in others",
	[IA_GOT_INTREMAP_SOME_OFF] = "off in some units, unknown in others",
	[IA_GOT_UNKNOWN] = "unknown",
	[IA_GOT_NO_UNIT] = "no unit supports it",
	[IA_GOT_ATS] = "on in {0} of {1} functions that support it{2}",
	[IA_GOT_NO_FUNCTION] = "no function {0}",
	[IA_GOT_ACS] = "{0} on",
	[IA_GOT_NO_ACS] = "no ACS",
	[IA_GOT_ACS_NOT_READ] = "{0}: not read",
	[IA_GOT_ACS_NOBODY] = "{0}: no such function with ACS",
};

static const char *const requests[] = {
	[IA_REQUEST_ON] = "on ({0})",
	[IA_REQUEST_OFF] = "off ({0})",
	[IA_REQUEST_PASSTHROUGH] = "passthrough ({0})",
	[IA_REQUEST_TRANSLATED] = "translated ({0})",
	[IA_REQUEST_STRICT] = "strict ({0})",
	[IA_REQUEST_LAZY] = "lazy ({0})",
	[IA_REQUEST_INTREMAP_ON] = "remapping on ({0})",
	[IA_REQUEST_INTREMAP_OFF] = "remapping off ({0})",
	[IA_REQUEST_ACS] = "{0}",
	[IA_REQUEST_NO_ATS] = "none ({0})",
	[IA_REQUEST_VFIO] = "vfio-pci for {0} ({1})",
};

/* The functions of an outcome, with their drivers where it is about those. */
static const char *devices_text(const struct ia_machine *m, const struct ia_outcome *o)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	for (i = 0; i < o->ndevices && i < NAMED; i++) {
		const struct ia_device *device = o->devices[i];

		ia_buf_add(&buf, "%s%s", i ? ", " : "", ia_machine_address(m, device->address));
		if (o->got.code == IA_GOT_DRIVERS)
			ia_buf_add(&buf, ": %s",
				   device->driver.known ? device->driver.text : "no driver");
	}
	if (o->ndevices > NAMED)
		ia_buf_add(&buf, " and %zu more", o->ndevices - NAMED);
	return buf.text;
}

static const char *got_text(const struct ia_machine *m, const struct ia_outcome *o)
{
	struct ia_reason got = o->got;
	const char *text;

	switch (got.code) {
	case IA_GOT_TRANSLATION_ON:
	case IA_GOT_TRANSLATION_PARTLY:
	case IA_GOT_TRANSLATION_OFF:
		return translation_text(m, got.code);
	case IA_GOT_DRIVERS:
		return devices_text(m, o);
	case IA_GOT_DOMAIN:
		got.args[0] = ia_arg_text(ia_word(&ia_words_domains, got.args[0].n));
		break;
	case IA_GOT_ACS:
		got.args[0] = ia_arg_text(ia_bits_text(m->arena, got.args[0].n));
		break;
	case IA_GOT_ATS:
		got.args[2] = ia_arg_text(!got.args[2].n ? "" :
					  ia_sentence(m, ", unknown in {0}", &got.args[2], 1));
		break;
	}
	text = ia_reason_text(m, gots, &got);
	if (o->ndevices)
		return ia_format(m->arena, "%s: %s", devices_text(m, o), text);
	return o->all_groups ? ia_format(m->arena, "%s, %zu of %zu groups", text, o->groups,
					 o->all_groups) : text;
}

static const char *got_of(const struct ia_page *page, const void *object)
{
	return got_text(page->machine, object);
}

static const char *request_of(const struct ia_page *page, const void *object)
{
	return ia_reason_text(page->machine, requests,
			      &((const struct ia_outcome *)object)->requested);
}

static const struct ia_field device_fields[] = {
	IA_F(struct ia_device, address, NULL, ADDRESS, ""),
};

static const struct ia_answer device = { .about = "a function", IA_FIELDS(device_fields) };

static const struct ia_field outcome_fields[] = {
	IA_F_WORD(struct ia_outcome, topic, "topic", &ia_words_topics, "what it is about"),
	IA_F_SENTENCE("requested", request_of, "null when nothing requests"),
	IA_F_SENTENCE("got", got_of, "what is there"),
	IA_F_WORD(struct ia_outcome, got.code, "state", &ia_words_gots,
		  "what is there: a stable identifier"),
	IA_F(struct ia_outcome, groups, "groups", COUNT,
	     "groups in that state; 0 when it is not about groups"),
	IA_F(struct ia_outcome, all_groups, "all_groups", COUNT,
	     "of how many groups; 0 when it is not about groups"),
	IA_F_WORD(struct ia_outcome, met, "met", &ia_words_mets,
		  "how what is there stands to what was requested"),
	IA_F_OBJECT_POINTERS(struct ia_outcome, devices, ndevices, "devices", &device,
			     "functions that it is about; none when it is about the machine or "
			     "groups"),
	IA_F_OBJECT(struct ia_outcome, because, "why", &ia_answer_because, "why"),
};

static const struct ia_answer outcome = {
	.about = "what was, or could have been, requested against what is there",
	IA_FIELDS(outcome_fields),
};

static const struct ia_field effective_fields[] = {
	IA_F(struct ia_effective, unmet, "unmet", COUNT, "outcomes that are not as requested"),
	IA_F_OBJECTS(struct ia_effective, items, count, "outcomes", &outcome, "each of them"),
};

const struct ia_answer ia_answer_effective = {
	.about = "what the line requests against what is there", IA_FIELDS(effective_fields),
};

enum { REQUESTED, GOT, WHY };

static const struct ia_column outcome_columns[] = {
	[REQUESTED] = { "REQUESTED", IA_COLUMN_WRAP, 0, .about = "what the command line asks for" },
	[GOT] = { "GOT", IA_COLUMN_WRAP, 0, .about = "what is there" },
	[WHY] = { "WHY", IA_COLUMN_WRAP, 1, .about = "why" },
};

const struct ia_columns ia_outcome_columns = IA_COLUMNS(outcome_columns);

/**
 * ia_lint_outcomes_show() - print what a machine's own line requests against what is there
 * @page: where
 * @from: its outcomes, of which there are some
 */
void ia_lint_outcomes_show(const struct ia_page *page, const struct ia_effective *from)
{
	static const char *const about[] = {
		[IA_TOPIC_TRANSLATION] = "DMA remapping",
		[IA_TOPIC_DEFAULT] = "default domain",
		[IA_TOPIC_FLUSH] = "IOTLB",
		[IA_TOPIC_ATTACHED] = "attached domain",
		[IA_TOPIC_INTREMAP] = "interrupts",
		[IA_TOPIC_ACS] = "ACS",
		[IA_TOPIC_ATS] = "ATS",
		[IA_TOPIC_VFIO] = "VFIO",
	};
	static const enum ia_state states[] = {
		[IA_MET_YES] = IA_GOOD,
		[IA_MET_NO] = IA_BROKEN,
		[IA_MET_UNREQUESTED] = IA_PLAIN,
		[IA_MET_UNKNOWN] = IA_ATTENTION,
	};
	struct ia_table *table = ia_table_new(page->arena, outcome_columns,
					      sizeof(outcome_columns) / sizeof(*outcome_columns));
	size_t i;

	for (i = 0; i < from->count; i++) {
		const struct ia_outcome *one = &from->items[i];
		const char *requested = ia_reason_text(page->machine, requests, &one->requested);
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, REQUESTED, IA_PLAIN,
			     ia_format(page->arena, "%s: %s", about[one->topic],
				       requested ? requested :
				       page->machine->cmdline.known ? "-" : "unknown"));
		ia_table_set(table, row, GOT, states[one->met], got_text(page->machine, one));
		ia_table_set(table, row, WHY, IA_PLAIN,
			     ia_cause_text(page->machine, &one->because.cause));
	}
	ia_out_text(page->out, IA_PLAIN, "\n");
	ia_table_print(page->out, table);
}
