// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/* Bits that decide where a request for a peer goes: redirected or not. */
#define P2P_BITS	(IA_ACS_REQ_REDIR | IA_ACS_CMPLT_REDIR | IA_ACS_EGRESS_CTRL | \
			 IA_ACS_DIRECT_TRANS)

/* The bits of a port, from the first line that is about it. */
static const struct ia_acs *port_of(const struct ia_machine *m, ia_address port)
{
	size_t i;

	for (i = 0; i < m->nacs; i++) {
		if (m->acs[i].port == port)
			return &m->acs[i];
	}
	return NULL;
}

static const char *text(struct ia_arena *arena, const struct ia_acs *acs,
			const char *key)
{
	const char *list = ia_record_get(acs->record, key);

	return acs->present_text || ia_is_word(list) ? ia_acs_short(arena, list, 0) : list;
}

static void tell_isolation(struct ia_diff *diff, const struct ia_pair_of *p,
			   struct ia_change *change, unsigned int old,
			   unsigned int now)
{
	unsigned int lost = old & ~now & IA_ACS_ISOLATION;
	unsigned int won = now & ~old & IA_ACS_ISOLATION;

	change->rule = "acs";
	change->title = "ACS";
	change->concern = IA_CONCERN_ISOLATION;
	change->trend = lost ? IA_WORSE : won ? IA_BETTER : IA_CHANGED;
	change->meaning = NULL;
	if (lost)
		change->meaning = diff->same_boot ?
			"what is below is less isolated than its groups, made at boot, say" :
			"what is below can reach its neighbours past the IOMMU";
	ia_diff_add(diff, change, p);
}

static void tell_p2p(struct ia_diff *diff, const struct ia_pair_of *p,
		     struct ia_change *change, unsigned int old, unsigned int now)
{
	bool inside = !strcmp(p->now->type_text, "downstream");

	if (!((old ^ now) & P2P_BITS))
		return;
	change->rule = "p2p_route";
	change->title = "peer requests";
	change->concern = IA_CONCERN_P2P;
	change->trend = IA_CHANGED;
	change->meaning = "what a root complex does with requests between root ports "
			  "cannot be told";
	if (inside && (old ^ now) & IA_ACS_REQ_REDIR)
		change->meaning = now & IA_ACS_REQ_REDIR ?
			"they are sent up to the root complex instead of across the switch" :
			"they go across the switch instead of up to the root complex";
	else if (inside)
		change->meaning = "translated requests and completions take another way";
	ia_diff_add(diff, change, p);
}

static void compare(struct ia_diff *diff, const struct ia_pair_of *p)
{
	const struct ia_acs *old = port_of(diff->old, p->old->address);
	const struct ia_acs *now = port_of(diff->now, p->now->address);
	struct ia_change change = { 0 };

	if (!old || !now)
		return;
	if (old->cap_text.known && now->cap_text.known && old->cap_text.bits != now->cap_text.bits) {
		change.old = text(diff->arena, old, "cap");
		change.now = text(diff->arena, now, "cap");
		change.rule = "acs_capability";
		change.title = "ACS it can";
		change.concern = IA_CONCERN_ISOLATION;
		change.trend = old->cap_text.bits & ~now->cap_text.bits & IA_ACS_ISOLATION ?
			       IA_WORSE : IA_CHANGED;
		ia_diff_add(diff, &change, p);
	}
	change.old = text(diff->arena, old, "ctl");
	change.now = text(diff->arena, now, "ctl");
	if (!strcmp(change.old, change.now))
		return;
	if (old->ctl_text.known && now->ctl_text.known) {
		tell_isolation(diff, p, &change, old->ctl_text.bits, now->ctl_text.bits);
		tell_p2p(diff, p, &change, old->ctl_text.bits, now->ctl_text.bits);
		return;
	}
	change.rule = "acs";
	change.title = "ACS";
	change.concern = IA_CONCERN_ISOLATION;
	change.trend = IA_UNTOLD;
	ia_diff_add(diff, &change, p);
}

/**
 * ia_diff_acs() - tell what became of the ACS bits of every port
 * @diff: with pairs; what is found is added
 */
void ia_diff_acs(struct ia_diff *diff)
{
	size_t i;

	for (i = 0; i < diff->npairs; i++) {
		if (diff->pairs[i].old && diff->pairs[i].now)
			compare(diff, &diff->pairs[i]);
	}
}
