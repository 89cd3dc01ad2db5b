// SPDX-License-Identifier: GPL-2.0
#include "effective.h"

/* The parameter about translation that this machine's driver reads, or any of the two. */
static const struct ia_lint_parameter *translation_parameter(const struct ia_context *context)
{
	const struct ia_lint *lint = context->lint;
	const struct ia_lint_parameter *stop = ia_lint_setting(lint, IA_SETTING_DMA_OFF);
	const struct ia_lint_parameter *vtd = ia_lint_setting(lint, IA_SETTING_VTD);
	const struct ia_lint_parameter *amd = ia_lint_setting(lint, IA_SETTING_AMD);

	if (stop)
		return stop;
	switch (context->machine->vendor) {
	case IA_VENDOR_VTD:
		return vtd;
	case IA_VENDOR_AMD:
		return amd;
	default:
		return vtd ? vtd : amd;
	}
}

static enum ia_met translation_met(const struct ia_facts *f, bool wanted)
{
	bool on = f->translation == IA_TRANSLATION_ON || f->translation == IA_TRANSLATION_UNLISTED;

	if (f->translation == IA_TRANSLATION_UNKNOWN)
		return IA_MET_UNKNOWN;
	if (!wanted)
		return on || f->translation == IA_TRANSLATION_PARTLY ? IA_MET_NO : IA_MET_YES;
	if (on && f->unknown)
		return IA_MET_UNKNOWN;
	return on ? IA_MET_YES : IA_MET_NO;
}

static const enum ia_got translations[] = {
	[IA_TRANSLATION_ON] = IA_GOT_TRANSLATION_ON,
	[IA_TRANSLATION_PARTLY] = IA_GOT_TRANSLATION_PARTLY,
	[IA_TRANSLATION_OFF] = IA_GOT_TRANSLATION_OFF,
	[IA_TRANSLATION_UNLISTED] = IA_GOT_TRANSLATION_UNLISTED,
	[IA_TRANSLATION_NO_IOMMU] = IA_GOT_TRANSLATION_NO_IOMMU,
	[IA_TRANSLATION_UNKNOWN] = IA_GOT_TRANSLATION_UNKNOWN,
	[IA_TRANSLATION_UNUSED] = IA_GOT_TRANSLATION_OFF,
};

static void gather_translation(const struct ia_context *context, struct ia_effective *effective)
{
	const struct ia_lint_parameter *by = translation_parameter(context);
	struct ia_outcome *outcome = ia_outcome_add(effective, IA_TOPIC_TRANSLATION);
	bool wanted = by && by->setting != IA_SETTING_DMA_OFF && by->to != IA_SET_OFF;

	outcome->got.code = translations[context->facts->translation];
	outcome->because = ia_translation_why(context);
	if (!by)
		return;
	ia_outcome_request(effective, outcome, wanted ? IA_REQUEST_ON : IA_REQUEST_OFF, by);
	outcome->met = translation_met(context->facts, wanted);
}

/**
 * struct question - something that can be requested of all groups
 * @topic: what it is about; only groups that flush count for IA_TOPIC_FLUSH
 * @by: the parameter that requests, or NULL
 * @request: what it requests
 * @wanted: what a group then has to be
 * @undecided: what leaves the question open
 */
struct question {
	enum ia_topic topic;
	const struct ia_lint_parameter *by;
	enum ia_requested request;
	enum ia_got wanted;
	enum ia_got undecided;
};

/* The reason of a group's default that is asked about. */
static struct ia_because group_reason(const struct ia_context *context,
				      const struct ia_device *device, enum ia_topic topic)
{
	struct ia_domain_why why;

	ia_domain_explain(context, device, &why);
	return topic == IA_TOPIC_FLUSH ? why.flush : why.type;
}

static enum ia_got group_got(const struct ia_device *device, enum ia_topic topic)
{
	static const enum ia_got flushes[IA_MODES] = {
		[IA_MODE_LAZY] = IA_GOT_LAZY,
		[IA_MODE_STRICT] = IA_GOT_STRICT,
		[IA_MODE_DMA] = IA_GOT_UNDECIDED,
	};
	static const enum ia_got types[IA_MODES] = {
		[IA_MODE_UNKNOWN] = IA_GOT_UNKNOWN,
		[IA_MODE_IDENTITY] = IA_GOT_IDENTITY,
		[IA_MODE_LAZY] = IA_GOT_TRANSLATED,
		[IA_MODE_STRICT] = IA_GOT_TRANSLATED,
		[IA_MODE_DMA] = IA_GOT_TRANSLATED,
	};
	enum ia_mode mode = ia_mode(device->default_domain, device->flush);

	return (topic == IA_TOPIC_FLUSH ? flushes : types)[mode];
}

static void answer(const struct ia_effective *effective, const struct question *q,
		   struct ia_outcome *outcome)
{
	if (!q->by)
		return;
	ia_outcome_request(effective, outcome, q->request, q->by);
	outcome->met = outcome->got.code == q->undecided ? IA_MET_UNKNOWN :
		       outcome->got.code == q->wanted ? IA_MET_YES : IA_MET_NO;
}

/* Nothing that was requested could be granted: there is no group, or none of that kind. */
static void add_nobody(const struct ia_context *context, struct ia_effective *effective,
		       const struct question *q)
{
	struct ia_outcome *outcome = ia_outcome_add(effective, q->topic);
	bool some = context->machine->ngroups > 0;

	outcome->got.code = IA_GOT_NO_GROUP;
	answer(effective, q, outcome);
	if (some)
		outcome->met = IA_MET_UNKNOWN;
	outcome->because = ia_because(some ? IA_BECAUSE_ALL_IDENTITY : IA_BECAUSE_NO_IOMMU, true);
}

/* Groups by what they are and why. */
static void ask_groups(const struct ia_context *context, struct ia_effective *effective,
		       const struct question *q)
{
	const struct ia_machine *m = context->machine;
	size_t start = effective->count, i, total = 0;

	for (i = 0; i < m->ngroups; i++) {
		const struct ia_group *group = &m->groups[i];
		struct ia_outcome one = { .topic = q->topic, .met = IA_MET_UNREQUESTED };

		if (!group->nfunctions)
			continue;
		one.because = group_reason(context, group->functions[0], q->topic);
		if (!one.because.cause.code)
			continue;
		one.got.code = group_got(group->functions[0], q->topic);
		if (!one.got.code)
			one.got = (struct ia_reason){
				.code = IA_GOT_DOMAIN,
				.args = { ia_arg_n(group->functions[0]->default_domain) },
			};
		answer(effective, q, &one);
		total++;
		ia_outcome_alike(effective, start, &one)->groups++;
	}
	for (i = start; i < effective->count; i++)
		effective->items[i].all_groups = total;
	if (q->by && effective->count == start)
		add_nobody(context, effective, q);
}

static void gather_domains(const struct ia_context *context, struct ia_effective *effective)
{
	const struct ia_lint_parameter *pt =
		ia_lint_setting(context->lint, IA_SETTING_PASSTHROUGH);
	const struct ia_lint_parameter *strict = ia_lint_setting(context->lint, IA_SETTING_STRICT);
	bool on = pt && pt->to == IA_SET_ON;
	struct question question = {
		.topic = IA_TOPIC_DEFAULT, .by = pt,
		.request = on ? IA_REQUEST_PASSTHROUGH : IA_REQUEST_TRANSLATED,
		.wanted = on ? IA_GOT_IDENTITY : IA_GOT_TRANSLATED,
		.undecided = IA_GOT_UNKNOWN,
	};

	ask_groups(context, effective, &question);
	on = strict && strict->to == IA_SET_ON;
	question = (struct question){
		.topic = IA_TOPIC_FLUSH, .by = strict,
		.request = on ? IA_REQUEST_STRICT : IA_REQUEST_LAZY,
		.wanted = on ? IA_GOT_STRICT : IA_GOT_LAZY,
		.undecided = IA_GOT_UNDECIDED,
	};
	ask_groups(context, effective, &question);
}

static bool has_feature(const struct ia_machine *m, enum ia_feature feature)
{
	size_t i;

	for (i = 0; i < m->nunits; i++) {
		if (ia_has_bit(&m->units[i].features, feature))
			return true;
	}
	return false;
}

static struct ia_because intremap_why(const struct ia_context *context,
				      const struct ia_lint_parameter *by, bool on)
{
	bool wanted = by && by->to == IA_SET_ON;
	struct ia_because why;

	if (by && wanted == on) {
		why = ia_because(IA_BECAUSE_REQUESTED, true);
		why.cause.args[0] = ia_arg_text(by->text);
		return why;
	}
	if (on)
		return by ? ia_because(IA_BECAUSE_INTREMAP_ON, false) :
			    ia_because(IA_BECAUSE_INTREMAP_DEFAULT, true);
	if (context->machine->vendor == IA_VENDOR_VTD &&
	    !has_feature(context->machine, IA_FEATURE_IR))
		return ia_because(IA_BECAUSE_INTREMAP_NO_HARDWARE, true);
	why = ia_because(IA_BECAUSE_INTREMAP_OFF, false);
	why.fix.code = IA_FIX_INTREMAP;
	return why;
}

static enum ia_got intremap_got(size_t on, size_t off, size_t unknown)
{
	if (on && off)
		return IA_GOT_INTREMAP_BOTH;
	if (on)
		return unknown ? IA_GOT_INTREMAP_SOME_ON : IA_GOT_INTREMAP_ON;
	if (off)
		return unknown ? IA_GOT_INTREMAP_SOME_OFF : IA_GOT_INTREMAP_OFF;
	return unknown ? IA_GOT_UNKNOWN : IA_GOT_NO_UNIT;
}

static void gather_intremap(const struct ia_context *context, struct ia_effective *effective)
{
	const struct ia_lint_parameter *by = ia_lint_setting(context->lint, IA_SETTING_INTREMAP);
	const size_t *counts = context->facts->intremap;
	size_t on = counts[IA_YES], off = counts[IA_NO], unknown = counts[IA_FLAG_UNKNOWN];
	bool units = context->machine->nunits, wanted = !by || by->to == IA_SET_ON;
	struct ia_outcome *outcome;

	if (!units && !by)
		return;
	outcome = ia_outcome_add(effective, IA_TOPIC_INTREMAP);
	outcome->got.code = intremap_got(on, off, unknown);
	if (!units)
		outcome->because = ia_translation_why(context);
	else if (!on && !off)
		outcome->because = ia_because(IA_BECAUSE_UNITS_UNREAD, false);
	else
		outcome->because = intremap_why(context, by, on && !(off && wanted));
	if (!by)
		return;
	ia_outcome_request(effective, outcome,
			   wanted ? IA_REQUEST_INTREMAP_ON : IA_REQUEST_INTREMAP_OFF, by);
	if (wanted ? off || !units : on)
		outcome->met = IA_MET_NO;
	else
		outcome->met = unknown ? IA_MET_UNKNOWN : IA_MET_YES;
}

/**
 * ia_effective_gather() - compare what was requested with what is there
 * @context: a machine and its command line
 * @effective: filled
 */
void ia_effective_gather(const struct ia_context *context, struct ia_effective *effective)
{
	size_t i;

	*effective = (struct ia_effective){ .arena = context->machine->arena };
	gather_translation(context, effective);
	gather_domains(context, effective);
	ia_effective_attached(context, effective);
	gather_intremap(context, effective);
	ia_effective_acs(context, effective);
	ia_effective_ats(context, effective);
	ia_effective_vfio(context, effective);
	for (i = 0; i < effective->count; i++)
		effective->unmet += effective->items[i].met == IA_MET_NO;
}
