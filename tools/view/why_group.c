// SPDX-License-Identifier: GPL-2.0
/* How a function came into its group. */
#include "why_text.h"

#include "causes.h"
#include "label.h"
#include "predict.h"
#include "text.h"

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

/* Why a function keeps nothing apart: after "has", or its whole kind. */
static const char *lack(const struct ia_machine *m, const struct ia_device *device)
{
	switch (ia_isolation_of(m, device)->by) {
	case IA_ISOLATED_BY_CONVENTIONAL:
		return "is conventional PCI, which has no ACS";
	case IA_ISOLATED_BY_BRIDGE:
		return "is a bridge to or from conventional PCI, which has no ACS";
	case IA_ISOLATED_BY_QUIRK:
		return "lets requests pass, by a kernel quirk";
	case IA_ISOLATED_BY_BITS:
		return "has ACS, but not all required bits are enabled";
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

		ia_why_add_name(buf, i - first,
				ia_format(m->arena, "%s (%04llx:%04llx)", ia_why_name(m, device),
					  (unsigned long long)device->vendor.n,
					  (unsigned long long)device->device.n));
	}
	ia_why_add_rest(buf, i - first);
	ia_buf_add(buf, " %s taken to %s by %s(): %s.", i - first == 1 ? "is" : "are",
		   one->isolation.isolates == IA_YES ? "isolate" : "let requests pass",
		   ia_acs_quirk_functions[id], ia_acs_quirk_texts[id]);
	return i;
}

/* Quirks that decide of it and of the ports above; NULL without one. */
const char *ia_why_quirks_text(const struct ia_machine *m, const struct ia_why *why)
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
	const char *who = ia_why_name(m, cause->device), *with = ia_why_name(m, cause->with);
	const struct ia_device *fault = cause->port ? ia_machine_device(m, cause->port->port) :
						      cause->with;
	const char *at = ia_why_name(m, fault);

	switch (cause->rule) {
	case IA_GROUP_RULE_BRIDGE:
		ia_buf_add(buf,
			   "%s is behind %s, a %s: requests from behind it carry the bridge's "
			   "requester ID, so the IOMMU cannot tell which device sent them.",
			   who, with, port_kind(cause->with->type));
		break;
	case IA_GROUP_RULE_VMD:
		ia_buf_add(buf,
			   "%s is behind %s, a VMD: all requests from behind it carry the VMD's "
			   "requester ID, so the IOMMU cannot tell which device sent them (%s()).",
			   who, with, ia_alias_quirk_functions[IA_ALIAS_QUIRK_VMD]);
		break;
	case IA_GROUP_RULE_ALIAS:
		ia_buf_add(buf, "%s and %s are DMA aliases: one sends requests with the other's "
			   "requester ID (%s()).", who, with,
			   ia_alias_quirk_functions[cause->alias]);
		break;
	case IA_GROUP_RULE_PATH:
		ia_buf_add(buf, "%s (%s above %s) %s: peer-to-peer requests from %s may be routed "
			   "without reaching the IOMMU", at, port_kind(fault->type), who,
			   lack(m, fault), who);
		if (cause->with != fault)
			ia_buf_add(buf, ", so it joins the nearest bridge, %s", with);
		ia_buf_add(buf, ".");
		add_missing(m, buf, fault, cause->missing.bits);
		break;
	case IA_GROUP_RULE_SLOT:
		ia_buf_add(buf, "%s and %s are functions of one slot without isolation between "
			   "them: %s %s.",
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

/* How it came into its group. */
const char *ia_why_group_text(const struct ia_machine *m, const struct ia_why *why)
{
	static const char *const places[] = {
		[IA_MEMBERSHIP_NO_GROUP] = "It is in no group: no IOMMU driver of this kernel "
			"covers it.",
		[IA_MEMBERSHIP_NO_DRIVER_YET] =
			"It is in no group until its first driver is bound.",
		[IA_MEMBERSHIP_NOT_KNOWN] = "Its group is unknown.",
		[IA_MEMBERSHIP_ALONE_ROOT_BUS] =
			"It is alone: on a root bus, with no port above it.",
		[IA_MEMBERSHIP_ALONE_QUIRK] = "It is alone: a kernel quirk for this hardware "
			"stands in for ACS.",
		[IA_MEMBERSHIP_ALONE_OVERRIDE] = "It is alone because of pcie_acs_override=: "
			"nothing shows that the hardware isolates it.",
		[IA_MEMBERSHIP_ALONE_OPEN] = "It is alone, although {0} above it isolates neither "
			"by ACS nor by a known kernel quirk: the ACS bits were changed after the "
			"groups were made, or this kernel has quirks that are not known here.",
		[IA_MEMBERSHIP_ALONE_ELSE] = "It is alone, although by the facts read here it "
			"should share a group: see 'iommu-audit groups --predict'.",
		[IA_MEMBERSHIP_ALONE_UNKNOWN] =
			"It is alone; what isolates it is unknown",
		[IA_MEMBERSHIP_ALONE_PORT] = "It is alone: the port above it has all required ACS "
			"bits enabled.",
		[IA_MEMBERSHIP_ALONE_PORTS] = "It is alone: no port above it routes peer-to-peer "
			"requests below the IOMMU.",
		[IA_MEMBERSHIP_JOINED] = NULL,
		[IA_MEMBERSHIP_FIRST] = "It is the first device of this group; the others joined "
			"it.",
		[IA_MEMBERSHIP_UNEXPLAINED] = "No kernel rule explains it from the facts read "
			"here: see 'iommu-audit groups --predict'.",
		[IA_MEMBERSHIP_UNREAD] = "What decides that is unknown",
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
			   root_reads(m, one->fact) ? ", which only root can read" : "");
	return buf.text;
}

/* How the members that are not in the chain came here. */
const char *ia_why_others_text(const struct ia_machine *m, const struct ia_why *why)
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

	for (i = 0; i < why->nothers && i < IA_WHY_NAMED; i++) {
		const struct ia_group_cause *one = why->others[i];

		ia_why_add_name(&buf, i,
				ia_format(m->arena, "%s %s %s", ia_why_name(m, one->device),
					  places[one->rule], ia_why_name(m, one->with)));
	}
	ia_why_add_rest(&buf, why->nothers);
	if (why->nothers == 1)
		ia_buf_add(&buf, ": see 'iommu-audit why %s'.",
			   ia_why_name(m, why->others[0]->device));
	else if (why->nothers)
		ia_buf_add(&buf, ": see 'iommu-audit why' for each.");
	if (why->share.unexplained > 1 && why->membership.code != IA_MEMBERSHIP_UNREAD)
		ia_buf_add(&buf, "%sNo kernel rule explains why %zu members share it.",
			   buf.len ? " " : "", why->share.unexplained);
	return buf.text;
}
