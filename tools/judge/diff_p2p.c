// SPDX-License-Identifier: GPL-2.0
#include "categories.h"

#include <stdlib.h>

#include "../base/limits.h"
#include "../machine/kind.h"
#include "path.h"

/* How good a path is: not past the root complex, or past it. */
enum quality {
	INCONCLUSIVE,
	LONG,
	SHORT,
};

/*
 * Routes as enumerators of a key, which begin with the two states that are no
 * value; the records are the places of an array.
 */
enum { ROUTE_STATES = 2 };

static const struct {
	enum quality quality;
	unsigned int value;
} routes[] = {
	[IA_ROUTE_DIRECT] = { SHORT, ROUTE_STATES + IA_ROUTE_DIRECT },
	[IA_ROUTE_BUS] = { SHORT, ROUTE_STATES + IA_ROUTE_BUS },
	[IA_ROUTE_REDIRECTED] = { LONG, ROUTE_STATES + IA_ROUTE_REDIRECTED },
	[IA_ROUTE_ROOT] = { LONG, ROUTE_STATES + IA_ROUTE_ROOT },
	[IA_ROUTE_INSIDE] = { INCONCLUSIVE, ROUTE_STATES + IA_ROUTE_INSIDE },
	[IA_ROUTE_UNKNOWN] = { INCONCLUSIVE, 0 },
};

/* In the order of the routes, the two states first. */
#define X(name, word)	word,
static const char *const route_words[] = { "unknown", "-", IA_ROUTE_LIST(X) };
#undef X

static const struct ia_wordlist route_list = {
	route_words, sizeof(route_words) / sizeof(*route_words), NULL
};

static const struct ia_key route_key = {
	.name = "route", .kind = IA_KEY_ENUM, .words = &route_list,
};

/**
 * struct card - a GPU, NIC or NVMe, whose paths to others people pay for
 * @pair: it, in both readings
 * @old: the first bridge on the path to it, or itself on a root bus, in the old one
 * @now: likewise in the new one
 * @top: the one of the two to sort by
 */
struct card {
	const struct ia_pair_of *pair;
	ia_address old;
	ia_address now;
	ia_address top;
};

/* VFs go the path of their PF. */
static bool in_question(const struct ia_pair_of *p)
{
	return p->old && p->now && !ia_is_vf(p->now) && ia_is_card(ia_kind_of(p->now));
}

static ia_address top_of(const struct ia_device *d)
{
	return d->path.count ? d->path.items[0] : d->address;
}

static int by_top(const void *a, const void *b)
{
	const struct card *x = a, *y = b;

	if (x->top != y->top)
		return x->top < y->top ? -1 : 1;
	return x->pair < y->pair ? -1 : x->pair > y->pair;
}

static void compare(struct ia_diff *diff, const struct ia_pair_of *a,
		    const struct ia_pair_of *b)
{
	struct ia_change change = {
		.rule = IA_DIFF_P2P, .trend = IA_TREND_CHANGED, .peer = b,
	};
	struct ia_path old, now, *limit;
	enum quality was, is;

	ia_route_find(diff->old, a->old, b->old, &old);
	ia_route_find(diff->now, a->now, b->now, &now);
	if (old.route == IA_ROUTE_UNKNOWN && now.route == IA_ROUTE_UNKNOWN)
		ia_diff_untold(diff, IA_DIFF_P2P, IA_UNTOLD_BOTH, a);
	if (old.route == now.route)
		return;
	was = routes[old.route].quality;
	is = routes[now.route].quality;
	change.old = (struct ia_value){ &route_key, &routes[old.route].value };
	change.now = (struct ia_value){ &route_key, &routes[now.route].value };
	if (was == INCONCLUSIVE || is == INCONCLUSIVE) {
		change.trend = IA_TREND_INCONCLUSIVE;
		change.note = IA_DIFF_NOTE_PATH_LIMIT;
		limit = ia_alloc(diff->arena, 1, sizeof(*limit));
		*limit = now.reason.code ? now : old;
		change.detail = limit;
		change.alike = (uint64_t)limit->reason.code << 56 ^ limit->reason.args[0].address;
	} else if (is != was) {
		change.trend = is < was ? IA_TREND_WORSE : IA_TREND_BETTER;
	}
	ia_diff_add(diff, &change, a);
}

/* Whether all that paths depend on is the same in both readings. */
static bool is_as_before(const struct ia_device *old, const struct ia_device *now)
{
	size_t i;

	if (old->path.count != now->path.count)
		return false;
	for (i = 0; i < old->path.count; i++) {
		const struct ia_acs *a = ia_path_acs(old, old->path.items[i]);
		const struct ia_acs *b = ia_path_acs(now, now->path.items[i]);

		if (old->path.items[i] != now->path.items[i] || !a || !b || a->type != b->type ||
		    a->cap.known != b->cap.known || a->ctl.known != b->ctl.known ||
		    a->ctl.bits != b->ctl.bits)
			return false;
	}
	return true;
}

/* Each two of them would be too much: where anything differs, nothing is claimed. */
static void tell_many(struct ia_diff *diff, const struct card *cards, size_t count, bool old)
{
	const struct ia_change change = {
		.rule = IA_DIFF_P2P, .trend = IA_TREND_INCONCLUSIVE,
		.note = IA_DIFF_NOTE_MANY_PEERS, .alike = cards->top << 1 | old,
	};
	bool same = true;
	size_t i;

	for (i = 0; i < count && same; i++)
		same = is_as_before(cards[i].pair->old, cards[i].pair->now);
	for (i = 0; i < count && !same; i++) {
		if (old || cards[i].old != cards[i].now)
			ia_diff_add(diff, &change, cards[i].pair);
	}
}

/* Cards below one root port in a reading; those of the old one are not told again. */
static void compare_below(struct ia_diff *diff, const struct card *cards, size_t count, bool old)
{
	size_t i, j;

	if (count > IA_MAX_PEERS) {
		tell_many(diff, cards, count, old);
		return;
	}
	for (i = 0; i < count; i++) {
		for (j = 0; j < i; j++) {
			if (old || cards[j].old != cards[i].old)
				compare(diff, cards[j].pair, cards[i].pair);
		}
	}
}

static void compare_all(struct ia_diff *diff, struct card *cards, size_t count, bool old)
{
	size_t i, n;

	for (i = 0; i < count; i++)
		cards[i].top = old ? cards[i].old : cards[i].now;
	if (count)
		qsort(cards, count, sizeof(*cards), by_top);
	for (i = 0; i < count; i += n) {
		for (n = 1; i + n < count && cards[i + n].top == cards[i].top; n++)
			;
		/* On a root bus each is the top of itself. */
		if (n > 1)
			compare_below(diff, &cards[i], n, old);
	}
}

/**
 * ia_diff_p2p() - tell which GPUs, NICs and NVMe reach each other another way
 * @diff: with pairs; what is found is added
 *
 * Only cards below the same root port in one of the readings can: the path
 * between all others leads past the root complex in both. So the effort grows
 * with the number of cards, and with the square only of those below one port.
 */
void ia_diff_p2p(struct ia_diff *diff)
{
	struct card *cards = ia_alloc(diff->arena, diff->npairs, sizeof(*cards));
	size_t count = 0, i;

	for (i = 0; i < diff->npairs; i++) {
		const struct ia_pair_of *p = &diff->pairs[i];

		if (in_question(p))
			cards[count++] = (struct card){
				.pair = p, .old = top_of(p->old), .now = top_of(p->now),
			};
	}
	compare_all(diff, cards, count, true);
	compare_all(diff, cards, count, false);
}
