// SPDX-License-Identifier: GPL-2.0
#include "why.h"

#include "../machine/kind.h"
#include "causes.h"
#include "label.h"
#include "predict.h"
#include "text.h"

/* Functions that a sentence names before it says how many are left. */
#define NAMED	8

static const char *name(const struct ia_machine *m, const struct ia_device *device)
{
	return ia_machine_address(m, device->address);
}

static const char *port_kind(enum ia_port_type type)
{
	switch (type) {
	case IA_PORT_UPSTREAM:
		return "upstream port of a switch";
	case IA_PORT_DOWNSTREAM:
		return "downstream port of a switch";
	default:
		return ia_bridge_label(type) ?: "port";
	}
}

/* Names as many as a sentence has room for. */
static void add_name(struct ia_buf *buf, size_t i, const char *text)
{
	if (i < NAMED)
		ia_buf_add(buf, "%s%s", i ? ", " : "", text);
}

static void add_rest(struct ia_buf *buf, size_t count)
{
	if (count > NAMED)
		ia_buf_add(buf, " and %zu more", count - NAMED);
}

/* Why a function keeps nothing apart: after "has", or its whole kind. */
static const char *lack(const struct ia_machine *m, const struct ia_device *device)
{
	switch (ia_isolation_of(m, device)->by) {
	case IA_ISOLATED_BY_CONVENTIONAL:
		return "is conventional PCI, which has no ACS";
	case IA_ISOLATED_BY_BRIDGE:
		return "is a bridge to or from conventional PCI, which has no ACS";
	case IA_ISOLATED_BY_QUIRK:
		return "lets requests pass by a quirk of the kernel";
	case IA_ISOLATED_BY_BITS:
		return "has ACS, but not all of it is on";
	default:
		return "has no ACS capability";
	}
}

/* Bits that are there and off; without the capability there is nothing to list. */
static void add_missing(const struct ia_machine *m, struct ia_buf *buf,
			const struct ia_device *device, unsigned int missing)
{
	if (ia_isolation_of(m, device)->by == IA_ISOLATED_BY_BITS)
		ia_buf_add(buf, " Off: %s.", ia_bits_text(m->arena, missing));
}

static bool same_quirk(const struct ia_predicted *a, const struct ia_predicted *b)
{
	return a->isolation.quirk == b->isolation.quirk &&
	       a->isolation.isolates == b->isolation.isolates;
}

/* 00:1c.0 (8086:a110), 00:1c.1 (8086:a111) are taken to isolate by ...(): what the quirk knows */
static size_t add_quirk(const struct ia_machine *m, struct ia_buf *buf, const struct ia_why *why,
			size_t first)
{
	const struct ia_predicted *one = why->quirks[first];
	enum ia_acs_quirk_id id = one->isolation.quirk;
	size_t i;

	ia_buf_add(buf, "%s", buf->len ? " " : "");
	for (i = first; i < why->nquirks && same_quirk(one, why->quirks[i]); i++) {
		const struct ia_device *device = why->quirks[i]->device;

		add_name(buf, i - first, ia_format(m->arena, "%s (%04llx:%04llx)", name(m, device),
						   (unsigned long long)device->vendor.n,
						   (unsigned long long)device->device.n));
	}
	add_rest(buf, i - first);
	ia_buf_add(buf, " %s taken to %s by %s(): %s.", i - first == 1 ? "is" : "are",
		   one->isolation.isolates == IA_YES ? "isolate" : "let requests pass",
		   ia_acs_quirk_functions[id], ia_acs_quirk_texts[id]);
	return i;
}

static const char *quirks_text(const struct ia_machine *m, const struct ia_why *why)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i = 0;

	while (i < why->nquirks)
		i = add_quirk(m, &buf, why, i);
	return buf.text;
}

static void add_cause(const struct ia_machine *m, struct ia_buf *buf,
		      const struct ia_group_cause *cause)
{
	const char *who = name(m, cause->device), *with = name(m, cause->with);
	const struct ia_device *fault = cause->port ? ia_machine_device(m, cause->port->port) :
						      cause->with;
	const char *at = name(m, fault);

	switch (cause->rule) {
	case IA_GROUP_RULE_BRIDGE:
		ia_buf_add(buf,
			   "%s is behind %s, a %s: what comes from behind it carries the bridge's "
			   "requester id, so the IOMMU cannot tell who sent it.",
			   who, with, port_kind(cause->with->type));
		break;
	case IA_GROUP_RULE_VMD:
		ia_buf_add(buf,
			   "%s is behind %s, a VMD: all requests from behind it carry the VMD's "
			   "requester id, so the IOMMU cannot tell who sent them (%s()).",
			   who, with, ia_alias_quirk_functions[IA_ALIAS_QUIRK_VMD]);
		break;
	case IA_GROUP_RULE_ALIAS:
		ia_buf_add(buf, "%s and %s are DMA aliases: one sends requests with the other's "
			   "requester id (%s()).", who, with,
			   ia_alias_quirk_functions[cause->alias]);
		break;
	case IA_GROUP_RULE_PATH:
		ia_buf_add(buf, "%s (%s above %s) %s: what %s sends to a neighbour could be "
			   "answered below the IOMMU", at, port_kind(fault->type), who,
			   lack(m, fault), who);
		if (cause->with != fault)
			ia_buf_add(buf, ", so it joins the nearest bridge, %s", with);
		ia_buf_add(buf, ".");
		add_missing(m, buf, fault, cause->missing.bits);
		break;
	case IA_GROUP_RULE_SLOT:
		ia_buf_add(buf, "%s and %s are functions of one slot that nothing keeps apart: %s %s.",
			   who, with, who, lack(m, cause->device));
		add_missing(m, buf, cause->device, cause->missing.bits);
		break;
	case IA_GROUP_RULE_NONE:
		break;
	}
}

/* Whether a fact is in configuration space, of which others see the header alone. */
static bool root_reads(const struct ia_machine *m, enum ia_unknown_fact fact)
{
	return !ia_from_module(m) && (fact == IA_FACT_TYPE || fact == IA_FACT_ACS ||
				      fact == IA_FACT_CONTROL);
}

static const char *group_text(const struct ia_machine *m, const struct ia_why *why)
{
	static const char *const places[] = {
		[IA_MEMBERSHIP_NO_GROUP] = "It is in no group: no IOMMU of this kernel's serves it.",
		[IA_MEMBERSHIP_NO_DRIVER_YET] =
			"It is in no group until its first driver is bound.",
		[IA_MEMBERSHIP_NOT_KNOWN] = "Its group is not known here.",
		[IA_MEMBERSHIP_ALONE_ROOT_BUS] =
			"It is alone: on a root bus, with no port above it.",
		[IA_MEMBERSHIP_ALONE_QUIRK] = "It is alone: what the kernel knows of this "
			"hardware stands in for ACS.",
		[IA_MEMBERSHIP_ALONE_OVERRIDE] = "It is alone because pcie_acs_override= tells the "
			"kernel so: nothing shows that the hardware keeps it apart.",
		[IA_MEMBERSHIP_ALONE_OPEN] = "It is alone, although {0} above it isolates neither by "
			"its bits nor by a quirk of the kernel: the bits were changed after the "
			"groups were made, or this kernel is none of those whose quirks are known.",
		[IA_MEMBERSHIP_ALONE_ELSE] = "It is alone, although what was read would put it into "
			"another group: see 'iommu-audit groups --predict'.",
		[IA_MEMBERSHIP_ALONE_UNKNOWN] =
			"It is alone; what keeps it apart is not known here",
		[IA_MEMBERSHIP_ALONE_PORT] = "It is alone: the port above it has all of ACS on "
			"that isolation takes.",
		[IA_MEMBERSHIP_ALONE_PORTS] = "It is alone: no port above it lets requests turn "
			"round below the IOMMU.",
		[IA_MEMBERSHIP_JOINED] = NULL,
		[IA_MEMBERSHIP_FIRST] = "It is the first of this group; the others joined it.",
		[IA_MEMBERSHIP_UNEXPLAINED] = "No rule of the kernel's that follows from what was "
			"read: see 'iommu-audit groups --predict'.",
		[IA_MEMBERSHIP_UNREAD] = "What decides that is not known here",
	};
	const struct ia_predicted *one = ia_predicted_of(ia_predict_own(m), why->device);
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	for (i = 0; i < why->nchain; i++) {
		ia_buf_add(&buf, "%s", i ? " " : "");
		add_cause(m, &buf, &why->chain[i]);
	}
	if (buf.text)
		return buf.text;
	ia_buf_add(&buf, "%s", ia_reason_text(m, places, &why->membership));
	if (why->membership.code == IA_MEMBERSHIP_ALONE_UNKNOWN ||
	    why->membership.code == IA_MEMBERSHIP_UNREAD)
		ia_buf_add(&buf, ": %s%s.", ia_fact_text(m, one->fact, one->about),
			   root_reads(m, one->fact) ? ", which only root reads" : "");
	return buf.text;
}

/* What becomes of a requester id: the mode, why, and what the kernel believes. */
static void add_requester(const struct ia_machine *m, struct ia_buf *buf,
			  const struct ia_requester *requester)
{
	static const char *const modes[] = {
		[IA_REMAP_UNKNOWN] = NULL,
		[IA_REMAP_OFF] = "pass: the IOMMU is off",
		[IA_REMAP_BLOCKED] = "are blocked",
		[IA_REMAP_PASSTHROUGH] = "pass untranslated",
		[IA_REMAP_TRANSLATED] = "are translated",
		[IA_REMAP_NESTED] = "are translated by a guest's page table and by a host's",
	};
	enum ia_hardware hardware = ia_hardware_judge(m, requester);
	const char *domain = ia_word(&ia_words_domains, requester->domain);
	const char *id = ia_machine_address(m, requester->requester);

	if (requester->mode == IA_REMAP_ABSENT)
		return;
	ia_buf_add(buf, "%s", buf->len ? " " : "");
	if (modes[requester->mode])
		ia_buf_add(buf, "Requests with id %s %s", id, modes[requester->mode]);
	else
		ia_buf_add(buf, "What becomes of requests with id %s cannot be seen", id);
	if (ia_is_value(requester->reason))
		ia_buf_add(buf, " (%s)", ia_words_remap_reasons.about[requester->reason]);
	if (hardware == IA_HARDWARE_AGREES)
		ia_buf_add(buf, ", as its domain says");
	else if (hardware == IA_HARDWARE_DIFFERS)
		ia_buf_add(buf, ", but its domain is %s", domain);
	else if (hardware == IA_HARDWARE_OPEN)
		ia_buf_add(buf, ", which a domain of type %s leaves open", domain);
	ia_buf_add(buf, ".");
}

static const char *hardware_text(const struct ia_machine *m, const struct ia_why *why)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	for (i = 0; i < why->nrequesters && i < NAMED; i++)
		add_requester(m, &buf, why->requesters[i]);
	if (why->nrequesters > NAMED)
		ia_buf_add(&buf, " It has %zu requester ids more.", why->nrequesters - NAMED);
	if (why->hardware == IA_HARDWARE_CRASHED)
		ia_buf_add(&buf, " This kernel was started by a crash: what no driver has used is "
				 "treated as before it.");
	return buf.text;
}

/* How the members that are not in the chain came here. */
static const char *others_text(const struct ia_machine *m, const struct ia_why *why)
{
	static const char *const places[] = {
		[IA_GROUP_RULE_NONE] = "beside",
		[IA_GROUP_RULE_VMD] = "behind",
		[IA_GROUP_RULE_BRIDGE] = "behind",
		[IA_GROUP_RULE_ALIAS] = "an alias of",
		[IA_GROUP_RULE_PATH] = "below",
		[IA_GROUP_RULE_SLOT] = "in the slot of",
	};
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	for (i = 0; i < why->nothers && i < NAMED; i++) {
		const struct ia_group_cause *one = why->others[i];

		add_name(&buf, i, ia_format(m->arena, "%s %s %s", name(m, one->device),
					    places[one->rule], name(m, one->with)));
	}
	add_rest(&buf, why->nothers);
	if (why->nothers == 1)
		ia_buf_add(&buf, ": see 'iommu-audit why %s'.", name(m, why->others[0]->device));
	else if (why->nothers)
		ia_buf_add(&buf, ": see 'iommu-audit why' for each.");
	if (why->share.unexplained > 1 && why->membership.code != IA_MEMBERSHIP_UNREAD)
		ia_buf_add(&buf, "%s%zu members share it by no rule that follows from what was read.",
			   buf.len ? " " : "", why->share.unexplained);
	return buf.text;
}

/* What a port can and does not: a token, or the one that stands against it. */
static const char *switch_text(const struct ia_machine *m, const struct ia_reason *reason)
{
	static const char *const switches[] = {
		[IA_SWITCH_LEAVE_OUT] = "Leave {0} out, if that names {1}.",
		[IA_SWITCH_CONFIG_ACS] = "pci=config_acs={0}@{1} switches on what is off there.",
		[IA_SWITCH_CONFIG_ACS_NEW] = "pci=config_acs={0}@{1} switches on what is off there, "
			"on Linux 6.11 and newer.",
	};
	char address[IA_ADDRESS_SIZE];
	struct ia_reason shown = *reason;

	if (reason->code != IA_SWITCH_LEAVE_OUT) {
		unsigned int bits = reason->args[0].n;

		shown.args[0] = ia_arg_text(ia_acs_flags_text(m->arena, bits, bits));
		ia_address_text(address, reason->args[1].address, true);
		shown.args[1] = ia_arg_text(address);
	}
	return ia_reason_text(m, switches, &shown);
}

/* Behind what would really part them: what pcie_acs_override= is for, and what not. */
static const char *override_text(const struct ia_machine *m, const struct ia_device *at)
{
	if (ia_isolation_of(m, at)->by != IA_ISOLATED_BY_NO_ACS)
		return "";
	return " pcie_acs_override would change only what the kernel believes, not the hardware.";
}

static void add_switches(const struct ia_machine *m, const struct ia_why *why, struct ia_buf *buf)
{
	size_t i;

	for (i = 0; i < why->nswitches; i++)
		ia_buf_add(buf, "%s%s", i ? " " : "", switch_text(m, &why->switches[i]));
}

static const char *path_split_text(const struct ia_machine *m, const struct ia_why *why)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	add_switches(m, why, &buf);
	ia_buf_add(&buf, "%sAnother slot%s, below a port with ACS%s",
		   why->nswitches ? " " : "", ia_is_bridge(why->device) ? " for what is below it" : "",
		   why->ngood ? ": " : "; none here has all of it on");
	for (i = 0; i < why->ngood && i < NAMED; i++)
		add_name(&buf, i, name(m, why->good[i]));
	add_rest(&buf, why->ngood);
	ia_buf_add(&buf, "%s.%s", why->ngood ? "; not every port has a slot" : "",
		   override_text(m, why->at));
	if (why->tied)
		ia_buf_add(&buf, " It stays with %s in any slot: functions of one card, and neither "
			   "keeps itself apart by ACS.", name(m, why->tied));
	return buf.text;
}

static const char *bits_split_text(const struct ia_machine *m, const struct ia_why *why)
{
	struct ia_buf buf = { .arena = m->arena };

	add_switches(m, why, &buf);
	if (!buf.text)
		ia_buf_add(&buf, "No parameter is known to: the kernel itself switches on the ACS that "
			   "%s has, and some of it is off all the same.", name(m, why->at));
	return buf.text;
}

static const char *split_text(const struct ia_machine *m, const struct ia_why *why)
{
	switch (why->split) {
	case IA_SPLIT_NONE:
		break;
	case IA_SPLIT_UNSEEN:
		return "What holds them together is not known, so neither is what would part them.";
	case IA_SPLIT_BRIDGE:
		return "No parameter does: a PCIe card in another slot does.";
	case IA_SPLIT_ALIAS:
		return "No parameter does: the requester id is all that the IOMMU sees.";
	case IA_SPLIT_VMD:
		return "No parameter does: with VMD switched off in the firmware's set-up, each has a "
		       "requester id of its own.";
	case IA_SPLIT_SLOT:
		return ia_format(m->arena, "No parameter does: the functions of this device are not "
				 "built to be kept apart.%s", override_text(m, why->at));
	case IA_SPLIT_BITS:
		return bits_split_text(m, why);
	case IA_SPLIT_PATH:
		return path_split_text(m, why);
	}
	return NULL;
}

/* The group that it would be in, and why. */
static const char *predicted_text(const struct ia_machine *m, const struct ia_prediction *p,
				  const struct ia_device *device)
{
	const struct ia_predicted *one = ia_predicted_of(p, device);
	const struct ia_predicted_group *group;
	struct ia_buf buf = { .arena = m->arena };
	const char *reason;
	size_t i, n = 0;

	if (one->group == IA_NO_GROUP)
		return NULL;
	group = &p->groups[one->group];
	reason = ia_predicted_text(m, one);
	if (group->count < 2)
		return "It would be alone in its group.";
	ia_buf_add(&buf, one->known ? "It would share a group with " :
				      "It may share a group with ");
	for (i = 0; i < group->count; i++) {
		if (group->members[i] != one)
			add_name(&buf, n++, name(m, group->members[i]->device));
	}
	add_rest(&buf, n);
	ia_buf_add(&buf, reason ? "; %s." : ".", reason);
	return buf.text;
}

/* Where nothing has a group. */
static const char *would_be_text(const struct ia_machine *m, const struct ia_why *why)
{
	return ia_has_groups(m) ? NULL : predicted_text(m, ia_predict_own(m), why->device);
}

/* Where a parameter alone keeps it apart. */
static const char *unforced_text(const struct ia_machine *m, const struct ia_why *why)
{
	const struct ia_prediction *p = why->membership.code == IA_MEMBERSHIP_ALONE_OVERRIDE ?
					ia_predict_unforced(m) : NULL;

	return p ? predicted_text(m, p, why->device) : NULL;
}

/* For programs. */
static const char *unforced_of(const struct ia_page *page, const void *object)
{
	return unforced_text(page->machine, object);
}

static const char *would_be_of(const struct ia_page *page, const void *object)
{
	return would_be_text(page->machine, object);
}

static const char *group_of(const struct ia_page *page, const void *object)
{
	return group_text(page->machine, object);
}

static const char *hardware_of(const struct ia_page *page, const void *object)
{
	return hardware_text(page->machine, object);
}

static const char *others_of(const struct ia_page *page, const void *object)
{
	return others_text(page->machine, object);
}

static const char *split_of(const struct ia_page *page, const void *object)
{
	return split_text(page->machine, object);
}

static const char *quirks_of(const struct ia_page *page, const void *object)
{
	return quirks_text(page->machine, object);
}

static const struct ia_field machine_fields[] = {
	IA_F(struct ia_machine, kernel, "kernel", STRING, "release of the running kernel"),
	IA_F(struct ia_machine, cmdline, "cmdline", STRING, "its command line"),
};

static const struct ia_answer machine = { .about = "the machine", IA_FIELDS(machine_fields) };

static const struct ia_field number_fields[] = {
	IA_F(struct ia_device, group, "group", NUMBER, "its group; null when it is in none"),
};

static const struct ia_answer number = { .about = "a group", IA_FIELDS(number_fields) };

static const struct ia_field member_fields[] = {
	IA_F(struct ia_member, name, NULL, TEXT, ""),
};

static const struct ia_answer member = { .about = "a device", IA_FIELDS(member_fields) };

static const struct ia_field function_fields[] = {
	IA_F(struct ia_device, address, NULL, ADDRESS, ""),
};

static const struct ia_answer function = { .about = "a function", IA_FIELDS(function_fields) };

static const struct ia_field port_fields[] = {
	IA_F(struct ia_acs, port, NULL, ADDRESS, ""),
};

static const struct ia_answer port = { .about = "a port", IA_FIELDS(port_fields) };

static const struct ia_field cause_fields[] = {
	IA_F_POINTER(struct ia_group_cause, device, "dev", &function, "the member"),
	IA_F_POINTER(struct ia_group_cause, with, "joined", &function,
		     "the member whose group it joined"),
	IA_F_WORD(struct ia_group_cause, rule, "rule", &ia_words_group_rules, "by which rule"),
	IA_F_POINTER(struct ia_group_cause, port, "port", &port,
		     "the bridge or port at fault; null for other rules than those of bridge and "
		     "path"),
	IA_F_BITS(struct ia_group_cause, missing, "missing", &ia_words_acs_bits,
		  "the ACS bits of isolation that are not on there"),
};

static const struct ia_answer cause = {
	.about = "what brought a member into the group", IA_FIELDS(cause_fields),
};

static const struct ia_field group_fields[] = {
	IA_F_WORD(struct ia_why, membership.code, "membership", &ia_words_memberships,
		  "how it came into its group: a word that stays the same"),
	IA_F_OBJECTS(struct ia_why, share.causes, share.ncauses, "group_causes", &cause,
		     "what brought each member here, by the rules of pci_device_group()"),
	IA_F(struct ia_why, share.unexplained, "unexplained", COUNT,
	     "members that no rule explains: one, with which the group began, or more where the "
	     "prediction is another"),
	IA_F_SENTENCE("group_text", group_of, "how it came into its group"),
	IA_F_SENTENCE("others_text", others_of,
		      "how the other members did; null when there is nothing to add"),
	IA_F_SENTENCE("split_text", split_of,
		      "what would part it from the others; null when it is alone"),
	IA_F_SENTENCE("predicted_text", would_be_of,
		      "the group that it would be in with an IOMMU on; null where there are "
		      "groups"),
	IA_F_SENTENCE("unforced_text", unforced_of,
		      "the group that it would be in without pcie_acs_override=; null where that does "
		      "not keep it apart"),
	IA_F_SENTENCE("quirks", quirks_of,
		      "quirks of the kernel that decide of it and of the ports above; null "
		      "without"),
	IA_F_WORD(struct ia_why, hardware, "hardware", &ia_words_hardwares,
		  "what the hardware does with its requests, against its domain; the worst of "
		  "its requester ids; null without a domain or an IOMMU"),
	IA_F_RECORD_POINTERS(struct ia_why, requesters, nrequesters, "translations", REQUESTER,
			     "what the hardware does with each of its requester ids"),
	IA_F_SENTENCE("hardware_text", hardware_of,
		      "the same as a sentence; null when there is nothing to say"),
	IA_F_MACHINE,
};

static const struct ia_answer group = { .about = "why it is in its group",
					IA_FIELDS(group_fields) };

static const struct ia_field why_fields[] = {
	IA_F_POINTER(struct ia_why_answer, machine, NULL, &machine, ""),
	IA_F_RECORD(struct ia_why_answer, device, "device", DEVICE, "the function"),
	IA_F_POINTER(struct ia_why_answer, device, NULL, &number, ""),
	IA_F_OBJECTS(struct ia_why_answer, members, nmembers, "members", &member,
		     "of its group, itself among them"),
	IA_F_ENUM(struct ia_why_answer, mode, "mode", &ia_words_modes,
		  "its default domain: identity, lazy, strict, DMA when which of the two is "
		  "not known, none, or another type"),
	IA_F_POINTER(struct ia_why_answer, type, "type", &ia_answer_because,
		     "why its default is identity or translated"),
	IA_F_POINTER(struct ia_why_answer, flush, "flush", &ia_answer_because,
		     "why that is strict or lazy; null where nothing is flushed"),
	IA_F_POINTER(struct ia_why_answer, attached, "attached", &ia_answer_because,
		     "why it is attached to another domain; null when it is not"),
	IA_F_POINTER(struct ia_why_answer, why, NULL, &group, ""),
	IA_F_OBJECT(struct ia_why_answer, next, "next_boot", &ia_answer_next,
		    "which driver takes it at the next boot"),
	IA_F_OBJECT(struct ia_why_answer, reach, "resets", &ia_answer_reach,
		    "how it can be reset, and what goes with it"),
};

/* For people. */
static const char *mates(const struct ia_page *page, const struct ia_why *why)
{
	const struct ia_members *members = &why->group->devices;
	struct ia_buf buf = { .arena = page->arena };
	size_t i, n = 0;

	for (i = 0; i < members->count; i++) {
		const struct ia_member *one = &members->items[i];

		if (one->address == why->device->address)
			continue;
		add_name(&buf, n++, ia_is_address(one->address) ?
			 ia_machine_address(page->machine, one->address) : one->name);
	}
	add_rest(&buf, n);
	return buf.text;
}

static void show_head(const struct ia_page *page, const struct ia_why *why)
{
	const struct ia_device *d = why->device;
	const char *items[3], *with = why->group ? mates(page, why) : NULL;

	items[0] = ia_format(page->arena, "%s %s", name(page->machine, d),
			     ia_label(page->machine, d));
	items[1] = ia_is_unknown(d->group) ? "group unknown" :
		   !why->group ? "in no group" : with ?
		   ia_format(page->arena, "group %llu with %s", (unsigned long long)d->group.n,
			     with) :
		   ia_format(page->arena, "alone in group %llu", (unsigned long long)d->group.n);
	items[2] = ia_format(page->arena, "attached %s, default %s",
			     ia_word(&ia_words_domains, d->domain),
			     ia_word(&ia_words_domains, d->default_domain));
	ia_out_list(page->out, "", items, 3, ia_domain_state(d));
	ia_out_text(page->out, IA_PLAIN, "\n");
}

static void show_part(const struct ia_page *page, const char *label, const char *text)
{
	if (text)
		ia_out_list(page->out, ia_format(page->arena, "%-17s ", label), &text, 1, IA_PLAIN);
}

static void show_hardware(const struct ia_page *page, const struct ia_why *why)
{
	const char *text = hardware_text(page->machine, why);

	if (text)
		ia_out_list(page->out, "In hardware       ", &text, 1,
			    why->hardware == IA_HARDWARE_DIFFERS ? IA_BROKEN :
			    why->hardware == IA_HARDWARE_UNKNOWN ? IA_ATTENTION : IA_PLAIN);
}

/* One sentence of two, of which either may be missing. */
static const char *join(const struct ia_page *page, const char *a, const char *b)
{
	if (a && b)
		return ia_format(page->arena, "%s; %s.", a, b);
	return a || b ? ia_format(page->arena, "%s.", a ? a : b) : NULL;
}

static void show(const struct ia_page *page, const void *object)
{
	const struct ia_why_answer *answer = object;
	const struct ia_why *why = answer->why;
	const struct ia_domain_why *domain = &why->domain;
	const struct ia_machine *m = page->machine;
	const char *fix = ia_fix_text(m, &domain->type.fix);

	show_head(page, why);
	show_part(page, ia_format(page->arena, "Why %s",
				  ia_word(&ia_words_domains, why->device->default_domain)),
		  join(page, ia_cause_text(m, &domain->type.cause),
		       ia_cause_text(m, &domain->flush.cause)));
	/* Both have the file of sysfs for a fix where nothing explains either. */
	show_part(page, "To change it",
		  join(page, fix, ia_reason_same(&domain->flush.fix, &domain->type.fix) ? NULL :
		       ia_fix_text(m, &domain->flush.fix)));
	show_part(page, "Why attached", join(page, ia_cause_text(m, &domain->attached.cause),
					     ia_fix_text(m, &domain->attached.fix)));
	show_hardware(page, why);
	show_part(page, "Why this group", group_text(m, why));
	show_part(page, "With an IOMMU on", would_be_text(m, why));
	show_part(page, "Without that", unforced_text(m, why));
	show_part(page, "The others", others_text(m, why));
	show_part(page, "To split it", split_text(m, why));
	show_part(page, "At the next boot", ia_next_text(m, &answer->next));
	show_part(page, "Quirks", quirks_text(m, why));
	if (!ia_is_bridge(why->device))
		show_part(page, "Resets", ia_reach_text(m, &answer->reach));
	show_part(page, "Machine", ia_guest_text(m->arena, m));
}

const struct ia_answer ia_answer_why = {
	"iommu_audit why", "why a device is where it is", IA_FIELDS(why_fields), show,
};

static const struct ia_because *given(const struct ia_because *because)
{
	return because->cause.code ? because : NULL;
}

/* Writes the reasons for where a device is. */
void ia_why_show(struct ia_out *out, const struct ia_machine *of, const struct ia_why *why,
		 bool json)
{
	const struct ia_device *device = why->device;
	struct ia_why_answer answer = {
		.machine = of,
		.why = why,
		.device = device,
		.members = why->group ? why->group->devices.items : NULL,
		.nmembers = why->group ? why->group->devices.count : 0,
		.mode = ia_mode(device->default_domain, device->flush),
		.type = given(&why->domain.type),
		.flush = given(&why->domain.flush),
		.attached = given(&why->domain.attached),
	};

	ia_next_judge(of, device, &answer.next);
	ia_reach_find(of, device, &answer.reach);
	ia_answer_show(out, of, &ia_answer_why, &answer, json);
}
