// SPDX-License-Identifier: GPL-2.0
#include "effective.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/* What a group is, for people. */
#define IDENTITY	"identity (passthrough)"
#define TRANSLATED	"translated"
#define LAZY		"lazy (DMA-FQ)"
#define STRICT		"strict (DMA)"
#define UNDECIDED	"strict or lazy: unknown"

/**
 * ia_met_word() - how an answer stands to what was asked, for programs
 * @met: how
 */
const char *ia_met_word(enum ia_met met)
{
	static const char *const words[] = {
		[IA_MET] = "yes",
		[IA_MET_NOT] = "no",
		[IA_MET_UNASKED] = "unasked",
		[IA_MET_UNKNOWN] = "unknown",
	};

	return words[met];
}

/**
 * ia_outcome_add() - append an outcome, for which nothing is asked yet
 * @effective: the list
 * @topic: what it is about, for programs
 * @about: the same for people
 */
struct ia_outcome *ia_outcome_add(struct ia_effective *effective, const char *topic,
				  const char *about)
{
	effective->items = ia_grow(effective->arena, effective->items, effective->count,
				   &effective->room, sizeof(*effective->items));
	effective->items[effective->count] = (struct ia_outcome){
		.topic = topic, .about = about, .met = IA_MET_UNASKED,
	};
	return &effective->items[effective->count++];
}

/* The names of the units in some state, or how many there are. */
static const char *units_in(const struct ia_view *view, const char *key, const char *value)
{
	const struct ia_records *units = &view->machine->files[IA_FILE_UNITS];
	struct ia_buf buf = { .arena = view->machine->arena };
	size_t i, n = 0;

	for (i = 0; i < units->count; i++) {
		if (strcmp(ia_record_get(&units->items[i], key), value))
			continue;
		if (n++ < 4)
			ia_buf_add(&buf, "%s%s", n > 1 ? ", " : "",
				   ia_record_get(&units->items[i], "unit"));
	}
	if (n > 4)
		ia_buf_add(&buf, " and %zu more", n - 4);
	return buf.text;
}

static const char *translation_got(const struct ia_view *view)
{
	struct ia_arena *arena = view->machine->arena;
	const char *unknown = units_in(view, "translation", IOMMU_AUDIT_UNKNOWN);

	switch (view->facts->translation) {
	case IA_TRANSLATION_ON:
		return ia_format(arena, "on: %s%s%s", units_in(view, "translation", "1"),
				 unknown ? "; unknown: " : "", unknown ? unknown : "");
	case IA_TRANSLATION_PARTLY:
		return ia_format(arena, "on: %s; off: %s", units_in(view, "translation", "1"),
				 units_in(view, "translation", "0"));
	case IA_TRANSLATION_OFF:
		return ia_format(arena, "off: %s", units_in(view, "translation", "0"));
	case IA_TRANSLATION_UNLISTED:
		return "on, by an IOMMU of another kind";
	case IA_TRANSLATION_NO_IOMMU:
		return "no IOMMU";
	case IA_TRANSLATION_UNKNOWN:
		break;
	}
	return IOMMU_AUDIT_UNKNOWN;
}

/* The word about translation that this machine's driver reads, or any of the two. */
static const struct ia_lint_word *translation_word(const struct ia_view *view)
{
	const struct ia_lint_word *stop = ia_lint_setting(view->lint, IA_SETTING_DMA_OFF);
	const struct ia_lint_word *vtd = ia_lint_setting(view->lint, IA_SETTING_VTD);
	const struct ia_lint_word *amd = ia_lint_setting(view->lint, IA_SETTING_AMD);

	switch (ia_view_vendor(view->machine)) {
	case IA_VENDOR_VTD:
		return stop ? stop : vtd;
	case IA_VENDOR_AMD:
		return stop ? stop : amd;
	default:
		return stop ? stop : vtd ? vtd : amd;
	}
}

static void gather_translation(const struct ia_view *view, struct ia_effective *effective)
{
	const struct ia_lint_word *word = translation_word(view);
	struct ia_outcome *outcome = ia_outcome_add(effective, "translation", "DMA remapping");
	enum ia_translation got = view->facts->translation;
	bool on = got == IA_TRANSLATION_ON || got == IA_TRANSLATION_UNLISTED;

	outcome->got = translation_got(view);
	outcome->because = ia_translation_why(view);
	if (!word)
		return;
	outcome->asked = ia_format(effective->arena, "%s (%s)",
				   word->setting == IA_SETTING_DMA_OFF ? "off" : word->state,
				   word->text);
	if (got == IA_TRANSLATION_UNKNOWN)
		outcome->met = IA_MET_UNKNOWN;
	else if (word->setting == IA_SETTING_DMA_OFF || !strcmp(word->state, "off"))
		outcome->met = on || got == IA_TRANSLATION_PARTLY ? IA_MET_NOT : IA_MET;
	else if (on && view->facts->unknown)
		outcome->met = IA_MET_UNKNOWN;
	else
		outcome->met = on ? IA_MET : IA_MET_NOT;
}

/* The reason of a group's default that is asked about: its type or its flush. */
static struct ia_because group_reason(const struct ia_view *view, const struct ia_device *device,
				      bool flush)
{
	struct ia_domain_why why;

	ia_domain_explain(view, device, &why);
	return flush ? why.flush : why.type;
}

static const struct ia_device *first_device(const struct ia_machine *m,
					    const struct ia_group *group)
{
	size_t i;

	for (i = 0; i < group->count_text; i++) {
		const char *name = group->members_text[i];
		const struct ia_device *device =
			ia_machine_device(m, ia_address_parse(name, strlen(name), NULL));

		if (device)
			return device;
	}
	return NULL;
}

static const char *mode_words(const char *mode, bool flush)
{
	if (!strcmp(mode, IOMMU_AUDIT_DOMAIN_IDENTITY))
		return IDENTITY;
	if (!flush && (!strcmp(mode, IOMMU_AUDIT_FLUSH_LAZY) ||
		       !strcmp(mode, IOMMU_AUDIT_FLUSH_STRICT) ||
		       !strcmp(mode, IOMMU_AUDIT_DOMAIN_DMA)))
		return TRANSLATED;
	if (!strcmp(mode, IOMMU_AUDIT_FLUSH_LAZY))
		return LAZY;
	if (!strcmp(mode, IOMMU_AUDIT_FLUSH_STRICT))
		return STRICT;
	return !strcmp(mode, IOMMU_AUDIT_DOMAIN_DMA) ? UNDECIDED : mode;
}

/**
 * struct question - something that can be asked of all groups
 * @topic: what it is about, for programs
 * @about: the same for people
 * @flush: it is about flushing: only groups count that flush anything
 * @word: the word that asks, or NULL
 * @asked: for what, in a word
 * @wanted: what a group then has to be, as mode_words() says it
 * @undecided: what leaves the question open
 */
struct question {
	const char *topic;
	const char *about;
	bool flush;
	const struct ia_lint_word *word;
	const char *asked;
	const char *wanted;
	const char *undecided;
};

static struct ia_outcome *add_answer(struct ia_effective *effective, const struct question *q,
				     const char *got)
{
	struct ia_outcome *outcome = ia_outcome_add(effective, q->topic, q->about);

	outcome->got = got;
	if (!q->word)
		return outcome;
	outcome->asked = ia_format(effective->arena, "%s (%s)", q->asked, q->word->text);
	outcome->met = !strcmp(got, q->undecided) ? IA_MET_UNKNOWN :
		       !strcmp(got, q->wanted) ? IA_MET : IA_MET_NOT;
	return outcome;
}

/* Nothing that was asked for could be granted: there is no group, or none of that kind. */
static void add_nobody(const struct ia_view *view, struct ia_effective *effective,
		       const struct question *q)
{
	bool some = view->machine->ngroups > 0;
	struct ia_outcome *outcome = add_answer(effective, q, "no group that it could be about");

	if (some)
		outcome->met = IA_MET_UNKNOWN;
	outcome->because = (struct ia_because){
		.cause = "no_groups", .sure = true,
		.text = some ? "all groups are passed through" : "no IOMMU is in use",
	};
}

/* Groups by what they are and why. */
static void ask_groups(const struct ia_view *view, struct ia_effective *effective,
		       const struct question *q)
{
	const struct ia_machine *m = view->machine;
	size_t start = effective->count, i, j, total = 0;
	size_t *counts = ia_alloc(m->arena, m->ngroups + 1, sizeof(*counts));

	for (i = 0; i < m->ngroups; i++) {
		const struct ia_device *device = first_device(m, &m->groups[i]);
		struct ia_because because;
		const char *got;

		if (!device)
			continue;
		because = group_reason(view, device, q->flush);
		if (!because.cause)
			continue;
		got = mode_words(ia_domain_mode(device), q->flush);
		total++;
		for (j = start; j < effective->count; j++) {
			if (!strcmp(effective->items[j].got, got) &&
			    !strcmp(effective->items[j].because.text, because.text))
				break;
		}
		if (j == effective->count)
			add_answer(effective, q, got)->because = because;
		counts[j - start]++;
	}
	for (j = start; j < effective->count; j++)
		effective->items[j].got = ia_format(m->arena, "%s, %zu of %zu groups",
						    effective->items[j].got, counts[j - start],
						    total);
	if (q->word && effective->count == start)
		add_nobody(view, effective, q);
}

static void gather_domains(const struct ia_view *view, struct ia_effective *effective)
{
	const struct ia_lint_word *pt = ia_lint_setting(view->lint, IA_SETTING_PASSTHROUGH);
	const struct ia_lint_word *strict = ia_lint_setting(view->lint, IA_SETTING_STRICT);
	bool on = pt && !strcmp(pt->state, "on");
	struct question question = {
		.topic = "default_domain", .about = "default domain", .word = pt,
		.asked = on ? "passthrough" : "translated", .wanted = on ? IDENTITY : TRANSLATED,
		.undecided = IOMMU_AUDIT_UNKNOWN,
	};

	ask_groups(view, effective, &question);
	on = strict && !strcmp(strict->state, "on");
	question = (struct question){
		.topic = "invalidation", .about = "IOTLB", .flush = true, .word = strict,
		.asked = on ? "strict" : "lazy", .wanted = on ? STRICT : LAZY,
		.undecided = UNDECIDED,
	};
	ask_groups(view, effective, &question);
}

static bool has_feature(const struct ia_view *view, const char *feature)
{
	const struct ia_records *units = &view->machine->files[IA_FILE_UNITS];
	struct ia_words words;
	size_t i, j;

	for (i = 0; i < units->count; i++) {
		ia_words_split(view->machine->arena, ia_record_get(&units->items[i], "features"),
			       ',', &words);
		for (j = 0; j < words.count; j++) {
			if (!strcmp(words.items[j], feature))
				return true;
		}
	}
	return false;
}

static struct ia_because intremap_why(const struct ia_view *view, const struct ia_lint_word *word,
				      bool on)
{
	if (word && !strcmp(word->state, "on") == on)
		return (struct ia_because){
			.cause = "asked", .sure = true,
			.text = ia_format(view->machine->arena, "%s asks for it", word->text),
		};
	if (on)
		return (struct ia_because){
			.cause = "default", .sure = !word,
			.text = word ? "the kernel's log says why" :
				"on by default, whether DMA is translated or not",
		};
	if (ia_view_vendor(view->machine) == IA_VENDOR_VTD && !has_feature(view, "IR"))
		return (struct ia_because){
			.cause = "no_hardware", .sure = true,
			.text = "no unit can remap interrupts (no IR in its extended capabilities)",
		};
	return (struct ia_because){
		.cause = "unknown",
		.text = "firmware can opt out of it, and so does a CPU without what it needs: the "
			"kernel's log says why",
		.change = "the firmware's set-up of VT-d or AMD-Vi; intremap=no_x2apic_optout",
	};
}

/* Of how many units it is on, off and unknown, in words. */
static const char *intremap_got(size_t on, size_t off, size_t unknown)
{
	if (on && off)
		return "on in some units, off in others";
	if (on)
		return unknown ? "on in some units, unknown in others" : "remapping on";
	if (off)
		return unknown ? "off in some units, unknown in others" : "remapping off";
	return unknown ? IOMMU_AUDIT_UNKNOWN : "no unit that could";
}

static void gather_intremap(const struct ia_view *view, struct ia_effective *effective)
{
	const struct ia_lint_word *word = ia_lint_setting(view->lint, IA_SETTING_INTREMAP);
	const struct ia_counts *counts = &view->facts->intremap;
	struct ia_outcome *outcome;
	size_t on = ia_count_of(counts, "on"), off = ia_count_of(counts, "off");
	size_t unknown = ia_count_of(counts, IOMMU_AUDIT_UNKNOWN);
	bool wanted = !word || !strcmp(word->state, "on");

	if (!counts->count && !word)
		return;
	outcome = ia_outcome_add(effective, "interrupt_remapping", "interrupts");
	outcome->got = intremap_got(on, off, unknown);
	if (!counts->count)
		outcome->because = ia_translation_why(view);
	else if (!on && !off)
		outcome->because = (struct ia_because){
			.cause = "unknown", .text = "the registers of the units could not be read",
		};
	else
		outcome->because = intremap_why(view, word, on && !(off && wanted));
	if (!word)
		return;
	outcome->asked = ia_format(effective->arena, "remapping %s (%s)", word->state,
				   word->text);
	if (wanted ? off || !counts->count : on)
		outcome->met = IA_MET_NOT;
	else
		outcome->met = unknown ? IA_MET_UNKNOWN : IA_MET;
}

/**
 * ia_effective_gather() - compare what was asked for with what is there
 * @view: a machine and its command line
 * @effective: filled
 */
void ia_effective_gather(const struct ia_view *view, struct ia_effective *effective)
{
	size_t i;

	*effective = (struct ia_effective){ .arena = view->machine->arena };
	gather_translation(view, effective);
	gather_domains(view, effective);
	ia_effective_attached(view, effective);
	gather_intremap(view, effective);
	ia_effective_acs(view, effective);
	ia_effective_ats(view, effective);
	ia_effective_vfio(view, effective);
	for (i = 0; i < effective->count; i++)
		effective->unmet += effective->items[i].met == IA_MET_NOT;
}
