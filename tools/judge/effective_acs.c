// SPDX-License-Identifier: GPL-2.0
#include "effective.h"

#include <stdlib.h>

#include "../machine/quirks.h"

#define NOBODY	SIZE_MAX

/**
 * struct wish - what one option of pci= requests
 * @by: the option, or NULL when none requests
 * @requests: its requests
 * @sorted: the same by what they name, and then in the order of the option
 * @most_steps: steps of the longest path among them
 * @claims: by function: the first request that names it, or NOBODY
 * @meets: by request, of those that name the same the first: some function with ACS is named
 * @first: by request: of those that name the same the first
 * @over: the option whose requests win over these, or NULL
 */
struct wish {
	const struct ia_lint_parameter *by;
	struct ia_acs_requests requests;
	const struct ia_acs_request **sorted;
	size_t most_steps;
	size_t *claims;
	bool *meets;
	size_t *first;
	const struct wish *over;
};

/* The ACS of each device: its own line, or that of a device below it; NULL without. */
static const struct ia_acs **acs_by_device(const struct ia_machine *m)
{
	const struct ia_acs **acs = ia_alloc(m->arena, m->ndevices + 1, sizeof(*acs));
	size_t i;

	for (i = 0; i < m->nacs; i++) {
		const struct ia_device *port = ia_machine_device(m, m->acs[i].port);

		if (port && !acs[port - m->devices])
			acs[port - m->devices] = &m->acs[i];
	}
	return acs;
}

/* A port whose capabilities could not be read may have it. */
static bool lacks_acs(const struct ia_acs *acs)
{
	return acs->present != IA_YES && acs->cap.known;
}

static struct ia_because about_bits(enum ia_because_code cause, bool sure, unsigned int bits)
{
	struct ia_because because = ia_because(cause, sure);

	because.cause.args[0] = ia_arg_n(bits);
	return because;
}

/* Fills everything of an outcome but the ports that it is about. */
static void judge_port(const struct ia_acs *acs, const struct ia_acs_request *request,
		       struct ia_outcome *outcome)
{
	unsigned int can = acs->present == IA_YES ? acs->cap.bits : 0;
	unsigned int differs = (acs->ctl.bits ^ request->flags) & request->mask & can;
	unsigned int cannot = request->mask & request->flags & ~can;

	outcome->met = IA_MET_NO;
	if (lacks_acs(acs)) {
		outcome->got.code = IA_GOT_NO_ACS;
		outcome->because = ia_because(IA_BECAUSE_NO_ACS, true);
		return;
	}
	if (!acs->ctl.known) {
		outcome->got.code = IA_GOT_UNKNOWN;
		outcome->because = ia_because(IA_BECAUSE_ACS_UNREAD, false);
		outcome->met = IA_MET_UNKNOWN;
		return;
	}
	outcome->got = (struct ia_reason){
		.code = IA_GOT_ACS, .args = { ia_arg_n(acs->ctl.bits) },
	};
	if (differs) {
		outcome->because = about_bits(ia_acs_drifted(acs) ? IA_BECAUSE_ACS_DRIFTED :
						   IA_BECAUSE_ACS_CHANGED, true, differs);
		return;
	}
	outcome->met = IA_MET_YES;
	outcome->because = cannot ? about_bits(IA_BECAUSE_ACS_CANNOT, true, cannot) :
				    ia_because(IA_BECAUSE_AS_REQUESTED, true);
}

static int order(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* By what they name. */
static int by_match(const struct ia_pci_match *a, const struct ia_pci_match *b)
{
	int less = order(a->by_ids, b->by_ids);
	size_t i;

	if (!less && a->by_ids)
		less = order(a->vendor, b->vendor);
	if (!less && a->by_ids)
		less = order(a->device, b->device);
	if (less || a->by_ids)
		return less;
	less = order(a->root, b->root);
	if (!less)
		less = order(a->nsteps, b->nsteps);
	for (i = 0; !less && i < a->nsteps; i++)
		less = order(a->steps[i], b->steps[i]);
	return less;
}

static int in_option(const void *a, const void *b)
{
	const struct ia_acs_request *x = *(const struct ia_acs_request *const *)a;
	const struct ia_acs_request *y = *(const struct ia_acs_request *const *)b;
	int less = by_match(&x->match, &y->match);

	return less ? less : x < y ? -1 : x > y;
}

/* The first request of a wish that names just this. Return: its number, or NOBODY. */
static size_t find(const struct wish *wish, const struct ia_pci_match *match)
{
	size_t low = 0, high = wish->requests.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_match(&wish->sorted[middle]->match, match) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == wish->requests.count || by_match(&wish->sorted[low]->match, match))
		return NOBODY;
	return wish->sorted[low] - wish->requests.items;
}

static void claim(struct wish *wish, size_t device, const struct ia_pci_match *match, bool meets)
{
	size_t found = find(wish, match);

	if (found == NOBODY)
		return;
	wish->meets[found] |= meets;
	if (found < wish->claims[device])
		wish->claims[device] = found;
}

/* Whatever can name a function: its ids, all of a vendor or all; its place from each bridge. */
static void claim_device(struct wish *wish, const struct ia_machine *m, size_t number, bool meets,
			 unsigned int *steps)
{
	const struct ia_device *device = &m->devices[number], *at;
	struct ia_pci_match match = { .by_ids = true };
	size_t i;

	wish->claims[number] = NOBODY;
	for (i = 0; i < 4; i++) {
		match.vendor = i & 1 ? device->vendor.n : 0;
		match.device = i & 2 ? device->device.n : 0;
		claim(wish, number, &match, meets);
	}
	match = (struct ia_pci_match){ .steps = steps };
	for (at = device; at && match.nsteps <= wish->most_steps; at = at->above) {
		match.root = at->address;
		claim(wish, number, &match, meets);
		steps[match.nsteps++] = at->address & 0xff;
	}
}

/* No path has more bridges: what is named with more is not there. */
#define MOST_STEPS	256

static void sort_requests(struct ia_arena *arena, struct wish *wish)
{
	size_t count = wish->requests.count, i;

	wish->sorted = ia_alloc(arena, count, sizeof(*wish->sorted));
	wish->first = ia_alloc(arena, count, sizeof(*wish->first));
	for (i = 0; i < count; i++) {
		const struct ia_acs_request *one = &wish->requests.items[i];

		wish->sorted[i] = one;
		if (one->match.nsteps > wish->most_steps)
			wish->most_steps = one->match.nsteps;
	}
	if (wish->most_steps > MOST_STEPS)
		wish->most_steps = MOST_STEPS;
	qsort(wish->sorted, count, sizeof(*wish->sorted), in_option);
	for (i = 0; i < count; i++) {
		size_t number = wish->sorted[i] - wish->requests.items;
		bool again = i && !by_match(&wish->sorted[i - 1]->match, &wish->sorted[i]->match);

		wish->first[number] = again ?
			wish->first[wish->sorted[i - 1] - wish->requests.items] : number;
	}
}

static void read_wish(const struct ia_context *context, enum ia_setting setting,
		      const struct ia_acs **acs, struct wish *wish)
{
	const struct ia_machine *m = context->machine;
	unsigned int steps[MOST_STEPS + 1];
	size_t i;

	*wish = (struct wish){ .by = ia_lint_setting(context->lint, setting) };
	if (!wish->by)
		return;
	ia_acs_requests_parse(m->arena, wish->by->value, setting == IA_SETTING_ACS_REDIR,
			      &wish->requests);
	sort_requests(m->arena, wish);
	wish->claims = ia_alloc(m->arena, m->ndevices, sizeof(*wish->claims));
	wish->meets = ia_alloc(m->arena, wish->requests.count, sizeof(*wish->meets));
	for (i = 0; i < m->ndevices; i++)
		claim_device(wish, m, i, acs[i], steps);
}

/* config_acs= begins with what firmware left: nothing of the other one is kept. */
static void blame_other(struct ia_arena *arena, size_t device, const struct wish *wish,
			struct ia_outcome *outcome)
{
	const char *other;

	if (outcome->met != IA_MET_NO || !wish->over || !wish->over->by ||
	    wish->over->claims[device] == NOBODY)
		return;
	other = ia_cmdline_brief(arena, wish->over->by->text);
	outcome->because = ia_because(IA_BECAUSE_ACS_OTHER_OPTION, true);
	outcome->because.cause.args[0] = ia_arg_text(other);
}

/* A kernel whose __pci_config_acs() has its mask the wrong way round does not do as it is told. */
static void blame_kernel(const struct ia_lint *lint, struct ia_outcome *outcome)
{
	enum ia_flag fixed = ia_has_change(lint->release, IA_CHANGE_CONFIG_ACS_FIX);

	if (outcome->because.cause.code != IA_BECAUSE_ACS_CHANGED || fixed == IA_YES ||
	    !ia_release_from(lint->release, 6, 11))
		return;
	outcome->because.cause.code = IA_BECAUSE_ACS_UNFIXED;
	outcome->because.sure = fixed == IA_NO;
}

/* Nobody is left whom a request could be about. */
static void add_absent(struct ia_effective *effective, const struct wish *wish, size_t request)
{
	const struct ia_acs_request *asks = &wish->requests.items[request];
	struct ia_outcome *outcome = ia_outcome_add(effective, IA_TOPIC_ACS);

	ia_outcome_request(effective, outcome, IA_REQUEST_ACS, wish->by);
	outcome->met = IA_MET_NO;
	outcome->got = (struct ia_reason){
		.code = IA_GOT_ACS_NOBODY, .args = { ia_arg_text(asks->device) },
	};
	outcome->because = ia_because(IA_BECAUSE_ACS_NO_FUNCTION, true);
	if (wish->meets[wish->first[request]]) {
		outcome->got.code = IA_GOT_ACS_NOT_READ;
		outcome->because = ia_because(IA_BECAUSE_ACS_OTHER_REQUEST, true);
	}
}

/* The functions of each request: of one list the first that names a function counts. */
struct claimed {
	size_t *first;
	size_t *next;
};

static struct claimed sort_claims(const struct ia_machine *m, const struct wish *wish)
{
	struct claimed of = {
		.first = ia_alloc(m->arena, wish->requests.count, sizeof(*of.first)),
		.next = ia_alloc(m->arena, m->ndevices, sizeof(*of.next)),
	};
	size_t i;

	for (i = 0; i < wish->requests.count; i++)
		of.first[i] = NOBODY;
	for (i = m->ndevices; i-- > 0;) {
		if (wish->claims[i] == NOBODY)
			continue;
		of.next[i] = of.first[wish->claims[i]];
		of.first[wish->claims[i]] = i;
	}
	return of;
}

static void request_outcomes(const struct ia_context *context, const struct ia_acs **acs,
			     struct ia_effective *effective, const struct wish *wish,
			     const struct claimed *claimed, size_t request)
{
	const struct ia_acs_request *asks = &wish->requests.items[request];
	const struct ia_machine *m = context->machine;
	size_t start = effective->count, i;

	for (i = claimed->first[request]; i != NOBODY; i = claimed->next[i]) {
		struct ia_outcome one = { .topic = IA_TOPIC_ACS };

		/* A wildcard is meant for those that have it. */
		if (!acs[i] || (lacks_acs(acs[i]) && asks->match.by_ids))
			continue;
		ia_outcome_request(effective, &one, IA_REQUEST_ACS, wish->by);
		judge_port(acs[i], asks, &one);
		blame_kernel(context->lint, &one);
		blame_other(m->arena, i, wish, &one);
		ia_outcome_device(effective, ia_outcome_alike(effective, start, &one),
				  &m->devices[i]);
	}
	if (effective->count == start)
		add_absent(effective, wish, request);
}

/**
 * ia_effective_acs() - pci=config_acs= and disable_acs_redir= against the ports
 * @context: a machine and its command line
 * @effective: the list to add to
 */
void ia_effective_acs(const struct ia_context *context, struct ia_effective *effective)
{
	const struct ia_acs **acs = acs_by_device(context->machine);
	struct wish wishes[2];
	struct claimed claimed;
	size_t i, j;

	read_wish(context, IA_SETTING_ACS_REDIR, acs, &wishes[0]);
	read_wish(context, IA_SETTING_ACS_CONFIG, acs, &wishes[1]);
	wishes[0].over = &wishes[1];
	for (i = 0; i < 2; i++) {
		if (!wishes[i].by)
			continue;
		claimed = sort_claims(context->machine, &wishes[i]);
		for (j = 0; j < wishes[i].requests.count; j++)
			request_outcomes(context, acs, effective, &wishes[i], &claimed,
					 j);
	}
}
