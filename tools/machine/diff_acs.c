// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

/* Bits that decide where a request for a peer goes: redirected or not. */
#define P2P_BITS	(IA_ACS_REQ_REDIR | IA_ACS_CMPLT_REDIR | IA_ACS_EGRESS_CTRL | \
			 IA_ACS_DIRECT_TRANS)

static const struct ia_key cap_key = {
	.name = "cap", .kind = IA_KEY_BITS, .words = &ia_words_acs_bits,
	.offset = offsetof(struct ia_acs, cap),
};

static const struct ia_key ctl_key = {
	.name = "ctl", .kind = IA_KEY_BITS, .words = &ia_words_acs_bits,
	.offset = offsetof(struct ia_acs, ctl),
};

/* For each function the first record that is about it as a port. */
static const struct ia_acs **ports_of(struct ia_arena *arena, const struct ia_machine *m)
{
	const struct ia_acs **ports = ia_alloc(arena, m->ndevices, sizeof(*ports));
	size_t i;

	for (i = 0; i < m->nacs; i++) {
		const struct ia_device *d = ia_machine_device(m, m->acs[i].port);

		if (d && !ports[d - m->devices])
			ports[d - m->devices] = &m->acs[i];
	}
	return ports;
}

static void tell_isolation(struct ia_diff *diff, const struct ia_pair_of *p,
			   struct ia_change *change, uint64_t old, uint64_t now)
{
	change->rule = IA_DIFF_ACS;
	change->trend = old & ~now & IA_ACS_ISOLATION ? IA_TREND_WORSE :
			now & ~old & IA_ACS_ISOLATION ? IA_TREND_BETTER : IA_TREND_CHANGED;
	change->note = change->trend == IA_TREND_WORSE && diff->same_boot ?
		       IA_DIFF_NOTE_GROUPS_OF_BOOT : IA_DIFF_NOTE_NONE;
	ia_diff_add(diff, change, p);
}

static void tell_p2p(struct ia_diff *diff, const struct ia_pair_of *p,
		     struct ia_change *change, uint64_t old, uint64_t now)
{
	if (!((old ^ now) & P2P_BITS))
		return;
	change->rule = IA_DIFF_P2P_ROUTE;
	change->trend = IA_TREND_CHANGED;
	change->note = IA_DIFF_NOTE_NONE;
	if (p->now->type == IA_PORT_DOWNSTREAM)
		change->note = !((old ^ now) & IA_ACS_REQ_REDIR) ? IA_DIFF_NOTE_TRANSLATED :
			       now & IA_ACS_REQ_REDIR ? IA_DIFF_NOTE_UP : IA_DIFF_NOTE_ACROSS;
	ia_diff_add(diff, change, p);
}

static void compare(struct ia_diff *diff, const struct ia_pair_of *p,
		    const struct ia_acs *old, const struct ia_acs *now)
{
	struct ia_change capability = {
		.rule = IA_DIFF_ACS_CAPABILITY, .trend = IA_TREND_CHANGED,
		.old = { &cap_key, old }, .now = { &cap_key, now },
	};
	struct ia_change control = {
		.rule = IA_DIFF_ACS, .trend = IA_TREND_INCONCLUSIVE,
		.old = { &ctl_key, old }, .now = { &ctl_key, now },
	};

	if (ia_is_unknown(old->cap) || ia_is_unknown(now->cap))
		ia_diff_untold(diff, IA_DIFF_ACS_CAPABILITY, ia_is_unknown(old->cap) ?
			       ia_is_unknown(now->cap) ? IA_UNTOLD_BOTH : IA_UNTOLD_OLD :
			       IA_UNTOLD_NEW, p);
	if (ia_diff_tells_nothing(diff, IA_DIFF_ACS, &ctl_key, old, now, p))
		return;
	if (old->cap.known && now->cap.known && old->cap.bits != now->cap.bits) {
		if (old->cap.bits & ~now->cap.bits & IA_ACS_ISOLATION)
			capability.trend = IA_TREND_WORSE;
		ia_diff_add(diff, &capability, p);
	}
	if (ia_key_equal(&ctl_key, old, now))
		return;
	if (old->ctl.known && now->ctl.known) {
		tell_isolation(diff, p, &control, old->ctl.bits, now->ctl.bits);
		tell_p2p(diff, p, &control, old->ctl.bits, now->ctl.bits);
		return;
	}
	ia_diff_add(diff, &control, p);
}

/* The facts of a port. */
void ia_diff_tell_acs(const struct ia_acs *acs, ia_diff_take take, void *to)
{
	take(to, IA_DIFF_ACS_CAPABILITY, &cap_key, acs);
	take(to, IA_DIFF_ACS, &ctl_key, acs);
}

/**
 * ia_diff_acs() - tell what became of the ACS bits of every port
 * @diff: with pairs; what is found is added
 */
void ia_diff_acs(struct ia_diff *diff)
{
	const struct ia_acs **before = ports_of(diff->arena, diff->old);
	const struct ia_acs **after = ports_of(diff->arena, diff->now);
	size_t i;

	for (i = 0; i < diff->npairs; i++) {
		const struct ia_pair_of *p = &diff->pairs[i];
		const struct ia_acs *old = p->old ? before[p->old - diff->old->devices] : NULL;
		const struct ia_acs *now = p->now ? after[p->now - diff->now->devices] : NULL;

		if (old && now)
			compare(diff, p, old, now);
	}
}
