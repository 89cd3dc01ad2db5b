// SPDX-License-Identifier: GPL-2.0
#include "predict.h"

#include "causes.h"
#include "label.h"
#include "sentence.h"
#include "text.h"

static const char *name(const struct ia_machine *m, const struct ia_device *device)
{
	return ia_machine_address(m, device->address);
}

/**
 * ia_fact_text() - what is not known
 * @machine: a joined machine
 * @fact: what it is
 * @about: of which function
 */
const char *ia_fact_text(const struct ia_machine *machine, enum ia_unknown_fact fact,
			 const struct ia_device *about)
{
#define X(name, word, text)	text,
	static const char *const facts[] = { IA_UNKNOWN_FACTS(X) };
#undef X
	struct ia_reason reason = { .code = fact };

	if (about)
		reason.args[0] = ia_arg_dev(about->address);
	if (fact == IA_FACT_IDS && ia_source_lacks_ids(machine))
		return ia_format(machine->arena, "%s, which lspci -nn prints",
				 ia_reason_text(machine, facts, &reason));
	return ia_reason_text(machine, facts, &reason);
}

/**
 * ia_isolation_text() - whether the kernel takes a function for kept apart, and why
 * @machine: a joined machine
 * @device: the function
 * @isolation: what was found of it
 */
const char *ia_isolation_text(const struct ia_machine *machine, const struct ia_device *device,
			      const struct ia_isolation *isolation)
{
	switch (isolation->by) {
	case IA_ISOLATED_BY_QUIRK:
		return ia_format(machine->arena, "%04llx:%04llx: %s()",
				 (unsigned long long)device->vendor.n,
				 (unsigned long long)device->device.n,
				 ia_acs_quirk_functions[isolation->quirk]);
	case IA_ISOLATED_BY_CONVENTIONAL:
		return "conventional PCI";
	case IA_ISOLATED_BY_BRIDGE:
		return "a bridge, which never isolates";
	case IA_ISOLATED_BY_NO_ACS:
		return "no ACS capability";
	case IA_ISOLATED_BY_BITS:
		if (isolation->isolates == IA_YES)
			return "ACS on";
		return ia_format(machine->arena, "ACS without %s",
				 ia_bits_text(machine->arena, isolation->missing));
	case IA_ISOLATED_BY_SINGLE:
		return "alone in its slot";
	case IA_ISOLATED_BY_NONE:
		break;
	}
	return NULL;
}

/* What keeps a function apart that begins a group, where that is no bit of its own. */
static const char *apart_text(const struct ia_machine *machine, const struct ia_predicted *one)
{
	if (one->isolation.by != IA_ISOLATED_BY_QUIRK || one->isolation.isolates != IA_YES)
		return NULL;
	return ia_format(machine->arena, "kept apart by %s()",
			 ia_acs_quirk_functions[one->isolation.quirk]);
}

/**
 * ia_predicted_cause() - why a function joined the group that it would be in
 * @machine: a joined machine
 * @one: what becomes of it; its group is known
 *
 * Return: what is said of the function behind "is", or of several of the same cause behind
 * "are"; NULL for a function with which a group begins, but for one that a quirk keeps apart.
 */
const char *ia_predicted_cause(const struct ia_machine *machine, const struct ia_predicted *one)
{
	const char *with, *why;

	if (!one->with)
		return apart_text(machine, one);
	with = name(machine, one->with);
	switch (one->rule) {
	case IA_GROUP_RULE_VMD:
		return ia_format(machine->arena, "behind VMD %s", with);
	case IA_GROUP_RULE_BRIDGE:
		return ia_format(machine->arena, "behind %s, whose requester id is used", with);
	case IA_GROUP_RULE_PATH:
		/* Of a port whose ids are not known it may be a quirk or its bits: all the same. */
		why = ia_isolation_text(machine, one->at, &one->fault);
		return ia_format(machine->arena, why ? "below %s: %s" : "below %s",
				 name(machine, one->at), why);
	case IA_GROUP_RULE_ALIAS:
		return ia_format(machine->arena, "aliased to %s: %s()", with,
				 ia_alias_quirk_functions[one->alias]);
	case IA_GROUP_RULE_SLOT:
		why = ia_isolation_text(machine, one->device, &one->isolation);
		return ia_format(machine->arena, why ? "in the slot of %s: %s" : "in the slot of %s",
				 with, why);
	case IA_GROUP_RULE_NONE:
		break;
	}
	return NULL;
}

/**
 * ia_predicted_text() - why a function joined the group that it would be in, as a sentence
 * @machine: a joined machine
 * @one: what becomes of it
 *
 * Return: NULL for a function with which a group begins, but for one that a quirk keeps apart.
 */
const char *ia_predicted_text(const struct ia_machine *machine, const struct ia_predicted *one)
{
	const char *cause;

	if (!one->known)
		return ia_format(machine->arena, "unknown: %s",
				 ia_fact_text(machine, one->fact, one->about));
	cause = ia_predicted_cause(machine, one);
	return cause ? ia_format(machine->arena, "%s is %s", name(machine, one->device), cause) :
		       NULL;
}
