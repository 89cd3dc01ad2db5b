// SPDX-License-Identifier: GPL-2.0
#include "why.h"

#include "../judge/own_unit.h"
#include "../machine/kind.h"
#include "causes.h"
#include "label.h"
#include "predict.h"
#include "text.h"
#include "why_text.h"

#include <string.h>

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
		[IA_REMAP_NESTED] = "are translated by a guest page table and a host page table",
	};
	enum ia_hardware hardware = ia_hardware_judge(m, requester);
	const char *domain = ia_word(&ia_words_domains, requester->domain);
	const char *id = ia_machine_address(m, requester->requester);

	if (requester->mode == IA_REMAP_ABSENT)
		return;
	ia_buf_add(buf, "%s", buf->len ? " " : "");
	if (modes[requester->mode])
		ia_buf_add(buf, "Requests with requester ID %s %s", id, modes[requester->mode]);
	else
		ia_buf_add(buf, "What happens to requests with requester ID %s is unknown", id);
	if (ia_is_value(requester->reason))
		ia_buf_add(buf, " (%s)", ia_words_remap_reasons.about[requester->reason]);
	if (hardware == IA_HARDWARE_AGREES)
		ia_buf_add(buf, ", as its domain type implies");
	else if (hardware == IA_HARDWARE_DIFFERS)
		ia_buf_add(buf, ", but its domain is %s", domain);
	else if (hardware == IA_HARDWARE_OPEN)
		ia_buf_add(buf, ", which domain type %s allows", domain);
	ia_buf_add(buf, ".");
}

static const char *hardware_text(const struct ia_machine *m, const struct ia_why *why)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	for (i = 0; i < why->nrequesters && i < IA_WHY_NAMED; i++)
		add_requester(m, &buf, why->requesters[i]);
	if (why->nrequesters > IA_WHY_NAMED)
		ia_buf_add(&buf, " It has %zu more requester IDs.",
			   why->nrequesters - IA_WHY_NAMED);
	if (!why->nrequesters && why->device->unit.known &&
	    ia_is_served(m, why->device) == IA_NO)
		ia_buf_add(&buf, "Its IOMMU %s is off: requests pass untranslated and unchecked.",
			   why->device->unit.text);
	if (why->hardware == IA_HARDWARE_CRASHED)
		ia_buf_add(&buf, " This is a crash (kdump) kernel: devices that no driver has "
				 "claimed keep their old translation.");
	return buf.text;
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
			ia_why_add_name(&buf, n++, ia_why_name(m, group->members[i]->device));
	}
	ia_why_add_rest(&buf, n);
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
	return ia_why_group_text(page->machine, object);
}

static const char *hardware_of(const struct ia_page *page, const void *object)
{
	return hardware_text(page->machine, object);
}

static const char *others_of(const struct ia_page *page, const void *object)
{
	return ia_why_others_text(page->machine, object);
}

static const char *split_of(const struct ia_page *page, const void *object)
{
	return ia_why_split_text(page->machine, object);
}

static const char *quirks_of(const struct ia_page *page, const void *object)
{
	return ia_why_quirks_text(page->machine, object);
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
		  "how it came into its group: a stable identifier"),
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
		ia_why_add_name(&buf, n++, ia_is_address(one->address) ?
			 ia_machine_address(page->machine, one->address) : one->name);
	}
	ia_why_add_rest(&buf, n);
	return buf.text;
}

/**
 * ia_why_head() - what a function is and where, in three items
 * @page: what it is made for
 * @why: why it is there
 * @items: filled; room for IA_WHY_HEAD
 */
void ia_why_head(const struct ia_page *page, const struct ia_why *why, const char **items)
{
	const struct ia_device *d = why->device;
	const char *with = why->group ? mates(page, why) : NULL;

	items[0] = ia_format(page->arena, "%s %s", ia_why_name(page->machine, d),
			     ia_label(page->machine, d));
	items[1] = ia_is_unknown(d->group) ? "group unknown" :
		   !why->group ? "in no group" : with ?
		   ia_format(page->arena, "group %llu with %s", (unsigned long long)d->group.n,
			     with) :
		   ia_format(page->arena, "alone in group %llu", (unsigned long long)d->group.n);
	items[2] = d->domain == d->default_domain ?
		   ia_format(page->arena, "domain %s", ia_word(&ia_words_domains, d->domain)) :
		   ia_format(page->arena, "attached %s, default %s",
			     ia_word(&ia_words_domains, d->domain),
			     ia_word(&ia_words_domains, d->default_domain));
}

/* A sentence that begins with a word begins large; a parameter or an address stays as it is. */
static const char *begun(const struct ia_page *page, const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz");

	if (!len || (text[len] && !strchr(" ,;:.", text[len])))
		return text;
	if (text[len] == '.' && text[len + 1])
		return text;
	return ia_format(page->arena, "%c%s", *text - 'a' + 'A', text + 1);
}

/* One sentence of two, of which either may be missing. */
static const char *join(const struct ia_page *page, const char *a, const char *b)
{
	if (a && b)
		return begun(page, ia_format(page->arena, "%s; %s.", a, b));
	return a || b ? begun(page, ia_format(page->arena, "%s.", a ? a : b)) : NULL;
}

static enum ia_state hardware_state(const struct ia_why *why)
{
	return why->hardware == IA_HARDWARE_DIFFERS ? IA_BROKEN :
	       why->hardware == IA_HARDWARE_UNKNOWN ? IA_ATTENTION : IA_PLAIN;
}

/**
 * ia_why_parts() - the answer in parts, each about one thing
 * @page: what it is made for
 * @answer: the answer
 * @parts: filled; room for IA_WHY_PARTS
 *
 * Return: number of parts that have something to say.
 */
size_t ia_why_parts(const struct ia_page *page, const struct ia_why_answer *answer,
		    struct ia_why_part *parts)
{
	const struct ia_why *why = answer->why;
	const struct ia_domain_why *domain = &why->domain;
	const struct ia_machine *m = page->machine;
	const char *fix = ia_fix_text(m, &domain->type.fix);
	/* Both have the file of sysfs for a fix where nothing explains either. */
	const char *flush = ia_reason_same(&domain->flush.fix, &domain->type.fix) ? NULL :
			    ia_fix_text(m, &domain->flush.fix);
	const struct ia_why_part all[IA_WHY_PARTS] = {
		{ why->device->default_domain == IA_DOMAIN_UNKNOWN ? "Domain unknown" :
		  ia_format(page->arena, "Why %s",
			    ia_word(&ia_words_domains, why->device->default_domain)),
		  join(page, ia_cause_text(m, &domain->type.cause),
		       ia_cause_text(m, &domain->flush.cause)), IA_PLAIN },
		{ "To change it", join(page, fix, flush), IA_PLAIN },
		{ "Why attached", join(page, ia_cause_text(m, &domain->attached.cause),
				       ia_fix_text(m, &domain->attached.fix)), IA_PLAIN },
		{ "In hardware", hardware_text(m, why), hardware_state(why) },
		{ "Why this group", ia_why_group_text(m, why), IA_PLAIN },
		{ "With an IOMMU on", would_be_text(m, why), IA_PLAIN },
		{ "Without that", unforced_text(m, why), IA_PLAIN },
		{ "The others", ia_why_others_text(m, why), IA_PLAIN },
		{ "To split it", ia_why_split_text(m, why), IA_PLAIN },
		{ "At the next boot", ia_next_text(m, &answer->next), IA_PLAIN },
		{ "Quirks", ia_why_quirks_text(m, why), IA_PLAIN },
		{ "Resets", ia_is_bridge(why->device) ? NULL : ia_reach_text(m, &answer->reach),
		  IA_PLAIN },
		{ "Machine", ia_guest_text(m->arena, m), IA_PLAIN },
	};
	size_t i, n = 0;

	for (i = 0; i < IA_WHY_PARTS; i++) {
		if (all[i].text)
			parts[n++] = all[i];
	}
	return n;
}

static void show(const struct ia_page *page, const void *object)
{
	const struct ia_why_answer *answer = object;
	struct ia_why_part parts[IA_WHY_PARTS];
	const char *items[IA_WHY_HEAD];
	size_t i, n = ia_why_parts(page, answer, parts);

	ia_why_head(page, answer->why, items);
	ia_out_list(page->out, "", items, IA_WHY_HEAD, ia_domain_state(answer->device));
	ia_out_text(page->out, IA_PLAIN, "\n");
	for (i = 0; i < n; i++)
		ia_out_list(page->out, ia_format(page->arena, "%-17s ", parts[i].label),
			    &parts[i].text, 1, parts[i].state);
}

const struct ia_answer ia_answer_why = {
	"iommu_audit why", "why a device is where it is", IA_FIELDS(why_fields), show,
};

static const struct ia_because *given(const struct ia_because *because)
{
	return because->cause.code ? because : NULL;
}

/**
 * ia_why_fill() - all that why answers about a function
 * @of: the machine
 * @why: why the function is where it is
 * @answer: filled
 */
void ia_why_fill(const struct ia_machine *of, const struct ia_why *why,
		 struct ia_why_answer *answer)
{
	const struct ia_device *device = why->device;

	*answer = (struct ia_why_answer){
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
	ia_next_judge(of, device, &answer->next);
	ia_reach_find(of, device, &answer->reach);
}

/* Writes the reasons for where a device is. */
void ia_why_show(struct ia_out *out, const struct ia_machine *of, const struct ia_why *why,
		 bool json)
{
	struct ia_why_answer answer;

	ia_why_fill(of, why, &answer);
	ia_answer_show(out, of, &ia_answer_why, &answer, json);
}
