// SPDX-License-Identifier: GPL-2.0
#include "lint.h"

#include <string.h>

#include "causes.h"
#include "label.h"
#include "text.h"

/* Functions that an outcome names before it says how many are left, and units. */
#define NAMED		6
#define NAMED_UNITS	4

static const char *const effects[] = {
	[IA_EFFECT_UNREAD] = "nothing reads it",
	[IA_EFFECT_NEWER] = "Linux {0}.{1} is the first that has it; here: nothing reads it",
	[IA_EFFECT_NEWER_RULE] = "Linux {0}.{1} is the first that has it; here: {2}",
	[IA_EFFECT_NEWER_PARAMETER] = "Linux {0}.{1} is the first that has it; here nothing reads it",
	[IA_EFFECT_NO_VALUE] = "has no value, so no kernel code reads it",
	[IA_EFFECT_OTHER_ARCH] = "kernels for {0} alone know it",
	[IA_EFFECT_NOT_BUILT] = "Debian builds this kernel without {0}",
	[IA_EFFECT_NOT_OF_MODULE] = "its module has no parameter of this name",
	[IA_EFFECT_NOT_KNOWN] = "no kernel reads a parameter of this name",
	[IA_EFFECT_STOPPED] = "not read: {0} stands in front of it",
	[IA_EFFECT_EMPTY] = "an empty value: nothing happens",
	[IA_EFFECT_FOR_INIT] = "stands behind \"--\": it goes to init, not to the kernel",
	[IA_EFFECT_LATER] = "undone by {0}, which comes later and wins",
	[IA_EFFECT_STAYS] = "undone by {0}, which cannot be unset",
	[IA_EFFECT_NO_IOMMU] = "undone by {0}, which stops every IOMMU",
	[IA_EFFECT_OVERFLOW] = "the kernel has room for {0} of these: logged as an overflow, and "
		"ignored",
};

static const char *const fates[] = {
	[IA_FATE_NONE] = "",
	[IA_FATE_INIT] = ": it goes to init, not to the kernel",
	[IA_FATE_INIT_LOGGED] = ": logged among the \"Unknown kernel command line parameters\", and "
		"handed to init",
	[IA_FATE_MODULE] = ": logged as an unknown parameter when the module is loaded, and ignored",
};

static const char *const notes[] = {
	[IA_NOTE_NOT_DEBIAN] = "this kernel is none of Debian's",
	[IA_NOTE_NOT_BUILT] = "Debian builds its kernels without {0}",
	[IA_NOTE_CONFIG] = "needs a kernel with {0}, which is not known",
	[IA_NOTE_BEGINNING] = "read as \"{0}\": only the beginning counts",
	[IA_NOTE_INSIDE] = "read as \"{0}\": it is looked for at each letter",
	[IA_NOTE_TRANSLATED_ONLY] = "with passthrough only for devices that are translated all the "
		"same",
	[IA_NOTE_INDEPENDENT] = "VT-d goes on translating DMA: the two are independent",
	[IA_NOTE_CONFIG_ACS_WINS] = "a function that config_acs= names too gets what that requests",
	[IA_NOTE_OTHER_VENDOR] = "harmless on this {0} machine",
	[IA_NOTE_BACKPORTS] = "Red Hat's kernels carry much of newer ones: this one may have it",
};

static const char *const wrongs[] = {
	[IA_ACS_RIGHT] = "",
	[IA_ACS_NO_FLAGS] = "no flags: write FLAGS@DEVICE",
	[IA_ACS_BAD_FLAG] = "flags are written with 0, 1 and x",
	[IA_ACS_MORE_FLAGS] = "there are seven flags: DT EC UF CR RR TB SV, SV the last",
	[IA_ACS_NO_DEVICE] = "no device",
	[IA_ACS_BAD_IDS] = "not of the form pci:vendor:device[:subvendor:subdevice]",
	[IA_ACS_BAD_PATH] = "not of the form [domain:]bus:dev.fn[/dev.fn]...",
};

static const char *requests_text(struct ia_arena *arena, const char *value)
{
	struct ia_acs_requests requests;
	struct ia_buf buf = { .arena = arena };
	size_t i;

	ia_acs_requests_parse(arena, value, false, &requests);
	for (i = 0; i < requests.count; i++) {
		const struct ia_acs_request *one = &requests.items[i];
		unsigned int clears = one->mask & ~one->flags;

		ia_buf_add(&buf, "%s%s: ", i ? "; " : "", one->device);
		if (one->flags)
			ia_buf_add(&buf, "sets %s", ia_bits_text(arena, one->flags));
		if (clears)
			ia_buf_add(&buf, "%sclears %s", one->flags ? ", " : "",
				   ia_bits_text(arena, clears));
		if (!one->mask)
			ia_buf_add(&buf, "changes nothing");
	}
	return buf.text;
}

static const char *detail_text(struct ia_arena *arena, enum ia_detail detail, const char *value)
{
	struct ia_acs_requests requests;

	if (detail == IA_DETAIL_ACS_REQUESTS)
		return requests_text(arena, value);
	return wrongs[ia_acs_requests_parse(arena, value, detail == IA_DETAIL_REDIR_WRONG,
					    &requests)];
}

/* What the kernel does by the rule of a parameter. */
static const char *rule_text(struct ia_arena *arena, const struct ia_lint_parameter *one)
{
	const struct ia_parameter_rule *rule = one->rule;

	if (rule->log)
		return ia_format(arena, "logged as \"%.*s%s%s\", and ignored",
				 (int)strcspn(rule->log, "@"), rule->log,
				 ia_cmdline_brief(arena, one->logged),
				 strchr(rule->log, '@') + 1);
	return rule->detail ? ia_format(arena, "%s; %s",
					detail_text(arena, rule->detail,
						    one->value), rule->effect) :
			      rule->effect;
}

/**
 * ia_lint_effect_text() - what the kernel does with a parameter
 * @machine: for its memory
 * @parameter: the judged parameter
 *
 * Return: a sentence without its end, or NULL.
 */
const char *ia_lint_effect_text(const struct ia_machine *machine,
				const struct ia_lint_parameter *parameter)
{
	struct ia_reason effect = parameter->effect;
	const char *text;

	switch (effect.code) {
	case IA_EFFECT_NONE:
		return NULL;
	case IA_EFFECT_RULE:
		return rule_text(machine->arena, parameter);
	case IA_EFFECT_BARE:
		return parameter->entry->bare_effect;
	case IA_EFFECT_NEWER_RULE:
		effect.args[2] = ia_arg_text(rule_text(machine->arena, parameter));
		break;
	}
	text = ia_reason_text(machine, effects, &effect);
	return parameter->fate ? ia_format(machine->arena, "%s%s", text, fates[parameter->fate]) :
				 text;
}

static const char *notes_text(const struct ia_machine *m, const struct ia_lint_parameter *one)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	for (i = 0; i < one->nnotes; i++)
		ia_buf_add(&buf, "%s%s", i ? "; " : "",
			   ia_reason_text(m, notes, &one->notes[i]));
	return buf.text;
}

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
		return ia_format(m->arena, "off: %s", off);
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
	[IA_GOT_NO_GROUP] = "no group that it could be about",
	[IA_GOT_INTREMAP_ON] = "remapping on",
	[IA_GOT_INTREMAP_OFF] = "remapping off",
	[IA_GOT_INTREMAP_BOTH] = "on in some units, off in others",
	[IA_GOT_INTREMAP_SOME_ON] = "on in some units, unknown in others",
	[IA_GOT_INTREMAP_SOME_OFF] = "off in some units, unknown in others",
	[IA_GOT_UNKNOWN] = "unknown",
	[IA_GOT_NO_UNIT] = "no unit that could",
	[IA_GOT_ATS] = "on in {0} of {1} functions that can{2}",
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

/* For programs. */
static const char *effect_of(const struct ia_page *page, const void *object)
{
	return ia_lint_effect_text(page->machine, object);
}

static const char *note_of(const struct ia_page *page, const void *object)
{
	return notes_text(page->machine, object);
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

static const struct ia_field token_fields[] = {
	IA_F(struct ia_token, text, "token", TEXT, "as it stands on the line"),
};

static const struct ia_answer token = { .about = "a token", IA_FIELDS(token_fields) };

static const struct ia_field parameter_fields[] = {
	IA_F_POINTER(struct ia_lint_parameter, token, NULL, &token, ""),
	IA_F(struct ia_lint_parameter, text, "parameter", TEXT,
	     "one word of it, with the name of its parameter"),
	IA_F_WORD(struct ia_lint_parameter, verdict, "verdict", &ia_words_lint_verdicts,
		  "what becomes of it"),
	IA_F_SENTENCE("effect", effect_of, "what the kernel does with it"),
	IA_F_SENTENCE("note", note_of, "what else is to be known"),
	IA_F(struct ia_lint_parameter, meant, "meant", TEXT, "what was probably meant"),
	IA_F(struct ia_lint_parameter, source, "source", TEXT,
	     "the function of the kernel, or the document, where that was read; null when no "
	     "kernel knows the name"),
};

static const struct ia_answer parameter = {
	.about = "a parameter that matters, and what becomes of it", IA_FIELDS(parameter_fields),
};

static const struct ia_field line_fields[] = {
	IA_F(struct ia_lint, kernel, "kernel", STRING,
	     "whose rules these are; those of a new kernel when it is unknown"),
	IA_F(struct ia_lint, cmdline.length, "length", COUNT, "of the command line in bytes"),
	IA_F(struct ia_lint, cut, "cut", BOOL, "it is longer than what x86 keeps"),
	IA_F_COUNTS(struct ia_lint, counts, "counts", &ia_words_lint_verdicts,
		    "parameters by verdict"),
	IA_F_OBJECTS(struct ia_lint, parameters, count, "parameters", &parameter,
		     "those that matter, in the order of the line"),
};

static const struct ia_answer line = { .about = "a command line", IA_FIELDS(line_fields) };

static const struct ia_field device_fields[] = {
	IA_F(struct ia_device, address, NULL, ADDRESS, ""),
};

static const struct ia_answer device = { .about = "a function", IA_FIELDS(device_fields) };

static const struct ia_field outcome_fields[] = {
	IA_F_WORD(struct ia_outcome, topic, "topic", &ia_words_topics, "what it is about"),
	IA_F_SENTENCE("requested", request_of, "null when nothing requests"),
	IA_F_SENTENCE("got", got_of, "what is there"),
	IA_F_WORD(struct ia_outcome, got.code, "state", &ia_words_gots,
		  "what is there: a word that stays the same"),
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

static const struct ia_answer effective = {
	.about = "what the line requests against what is there", IA_FIELDS(effective_fields),
};

static const struct ia_field lint_fields[] = {
	IA_F_POINTER(struct ia_lint_answer, lint, NULL, &line, ""),
	IA_F_POINTER(struct ia_lint_answer, effective, "effective", &effective,
		     "what it requests against what is there; null for a line, or a kernel, "
		     "that is not the machine's own"),
	IA_F_MACHINE,
};

/* For people. */
#define NOTHING	"No parameter about IOMMUs, ACS, SR-IOV, VFIO, swiotlb or interrupt remapping"

#define UNREAD	"The kernel command line is not known: iommu-audit lint \"LINE\" judges one"

enum { PARAMETER, VERDICT, EFFECT };

static const struct ia_column parameter_columns[] = {
	[PARAMETER] = { "", IA_COLUMN_WRAP, 0 },
	[VERDICT] = { "", 0, 0 },
	[EFFECT] = { "", IA_COLUMN_WRAP, 0 },
};

enum { REQUESTED, GOT, WHY };

static const struct ia_column outcome_columns[] = {
	[REQUESTED] = { "REQUESTED", IA_COLUMN_WRAP, 0 },
	[GOT] = { "GOT", IA_COLUMN_WRAP, 0 },
	[WHY] = { "WHY", IA_COLUMN_WRAP, 1 },
};

static enum ia_state state_of(enum ia_lint_verdict verdict)
{
	switch (verdict) {
	case IA_LINT_OK:
		return IA_GOOD;
	case IA_LINT_DEPRECATED:
	case IA_LINT_MISLEADING:
		return IA_ATTENTION;
	default:
		return IA_BROKEN;
	}
}

static const char *effect_line(const struct ia_page *page, const struct ia_lint_parameter *one)
{
	const char *effect = ia_lint_effect_text(page->machine, one);
	const char *note = notes_text(page->machine, one);
	struct ia_buf buf = { .arena = page->arena };

	ia_buf_add(&buf, "%s", effect ? effect : "");
	if (note)
		ia_buf_add(&buf, "%s%s", buf.len ? " · " : "", note);
	if (one->meant)
		ia_buf_add(&buf, " · meant: %s", one->meant);
	return buf.text;
}

static void show_parameters(const struct ia_page *page, const struct ia_lint *lint)
{
	const size_t count = sizeof(parameter_columns) / sizeof(*parameter_columns);
	struct ia_table *table = ia_table_new(page->arena, parameter_columns, count);
	size_t i;

	for (i = 0; i < lint->count; i++) {
		const struct ia_lint_parameter *one = &lint->parameters[i];
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, PARAMETER, IA_PLAIN, one->text);
		ia_table_set(table, row, VERDICT, state_of(one->verdict),
			     ia_lint_verdict_word(one->verdict));
		ia_table_set(table, row, EFFECT, IA_PLAIN, effect_line(page, one));
	}
	ia_out_text(page->out, IA_PLAIN, "\n");
	ia_table_print(page->out, table);
}

/* Whether the machine's own line is asked for, and nobody read it. */
static bool is_unread(const struct ia_page *page, const struct ia_lint_answer *answer)
{
	return answer->effective && !page->machine->cmdline.known;
}

static void show_head(const struct ia_page *page, const struct ia_lint_answer *answer)
{
	const struct ia_lint *lint = answer->lint;
	size_t unmet = answer->effective ? answer->effective->unmet : 0;
	const char *items[IA_LINT_VERDICTS + 4];
	size_t n = 0, verdict;

	items[n++] = is_unread(page, answer) ? UNREAD : !lint->count ? NOTHING :
		     ia_format(page->arena, "%zu of %zu %s ok", lint->counts[IA_LINT_OK],
			       lint->count, lint->count == 1 ? "parameter" : "parameters");
	for (verdict = IA_LINT_OK + 1; verdict < IA_LINT_VERDICTS; verdict++) {
		if (lint->counts[verdict])
			items[n++] = ia_format(page->arena, "%zu %s", lint->counts[verdict],
					       ia_lint_verdict_word(verdict));
	}
	if (unmet)
		items[n++] = ia_format(page->arena, "%zu not as requested", unmet);
	if (lint->cut)
		items[n++] = ia_format(page->arena, "%zu bytes: x86 keeps the first %d",
				       lint->cmdline.length, IA_CMDLINE_SIZE - 1);
	items[n++] = lint->release.known ?
		     ia_format(page->arena, "rules of kernel %s", lint->kernel.text) :
		     "kernel not known, rules of a new one";
	ia_out_list(page->out, "", items, n, lint->findings || unmet ? IA_BROKEN :
		    is_unread(page, answer) ? IA_ATTENTION : IA_GOOD);
}

static void show_outcomes(const struct ia_page *page, const struct ia_effective *from)
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

static void show(const struct ia_page *page, const void *object)
{
	const struct ia_lint_answer *answer = object;
	const char *guest = ia_guest_text(page->arena, page->machine);

	show_head(page, answer);
	if (answer->effective && guest)
		ia_out_list(page->out, "Machine: ", &guest, 1, IA_PLAIN);
	if (answer->lint->count)
		show_parameters(page, answer->lint);
	if (answer->effective && answer->effective->count)
		show_outcomes(page, answer->effective);
}

const struct ia_answer ia_answer_lint = {
	"iommu_audit lint", "a kernel command line, judged", IA_FIELDS(lint_fields), show,
};
