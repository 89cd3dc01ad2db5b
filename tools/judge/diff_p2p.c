// SPDX-License-Identifier: GPL-2.0
#include "categories.h"

#include <string.h>

#include "../machine/kind.h"
#include "path.h"

/* How good a way is: not past the root complex, or past it. */
enum quality {
	UNTOLD,
	LONG,
	SHORT,
};

static enum quality quality(enum ia_route route)
{
	switch (route) {
	case IA_ROUTE_DIRECT:
	case IA_ROUTE_BUS:
		return SHORT;
	case IA_ROUTE_REDIRECTED:
	case IA_ROUTE_ROOT:
		return LONG;
	case IA_ROUTE_INSIDE:
	case IA_ROUTE_UNKNOWN:
		break;
	}
	return UNTOLD;
}

/* The functions whose ways to each other people pay for; VFs go the way of their PF. */
static bool in_question(const struct ia_pair_of *p)
{
	if (!p->old || !p->now || p->now->pf_text != IA_NO_ADDRESS)
		return false;
	return ia_is_card(ia_kind_of(p->now));
}

static void compare(struct ia_diff *diff, const struct ia_pair_of *a,
		    const struct ia_pair_of *b)
{
	struct ia_path old, now;
	struct ia_change change = {
		.rule = "p2p", .title = "way between peers",
		.concern = IA_CONCERN_P2P, .trend = IA_CHANGED, .peer = b,
	};
	enum quality was, is;

	ia_path_find(diff->old, a->old, b->old, &old);
	ia_path_find(diff->now, a->now, b->now, &now);
	if (old.route == now.route)
		return;
	was = quality(old.route);
	is = quality(now.route);
	change.old = ia_route_word(old.route);
	change.now = ia_route_word(now.route);
	if (was == UNTOLD || is == UNTOLD) {
		change.trend = IA_UNTOLD;
		change.meaning = now.reason ? now.reason : old.reason;
	} else if (is < was) {
		change.trend = IA_WORSE;
		change.meaning = "requests go up to the root complex: slower, and not on every "
				 "platform at all";
	} else if (is > was) {
		change.trend = IA_BETTER;
		change.meaning = "requests stay below the root complex";
	}
	ia_diff_add(diff, &change, a);
}

/**
 * ia_diff_p2p() - tell which GPUs, NICs and NVMe reach each other another way
 * @diff: with pairs; what is found is added
 */
void ia_diff_p2p(struct ia_diff *diff)
{
	const struct ia_pair_of **list = ia_alloc(diff->arena, diff->npairs, sizeof(*list));
	size_t count = 0, i, j;

	for (i = 0; i < diff->npairs; i++) {
		if (in_question(&diff->pairs[i]))
			list[count++] = &diff->pairs[i];
	}
	for (j = 0; j < count; j++) {
		for (i = 0; i < j; i++)
			compare(diff, list[i], list[j]);
	}
}
