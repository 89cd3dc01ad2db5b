// SPDX-License-Identifier: GPL-2.0
#include "effective.h"

/**
 * struct wish - what one option of pci= requests
 * @by: the option, or NULL when none requests
 * @requests: its requests
 * @over: the option whose requests win over these, or NULL
 */
struct wish {
	const struct ia_lint_parameter *by;
	struct ia_acs_requests requests;
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

static void read_wish(const struct ia_context *context, enum ia_setting setting,
		      struct wish *wish)
{
	*wish = (struct wish){ .by = ia_lint_setting(context->lint, setting) };
	if (wish->by)
		ia_acs_requests_parse(context->machine->arena, wish->by->value,
				      setting == IA_SETTING_ACS_REDIR, &wish->requests);
}

/* Whether one of the first requests names a function. */
static bool is_named(const struct ia_device *device, const struct wish *wish, size_t first)
{
	size_t i;

	for (i = 0; i < first; i++) {
		if (ia_pci_matches(&wish->requests.items[i].match, device))
			return true;
	}
	return false;
}

/* config_acs= begins with what firmware left: nothing of the other one is kept. */
static void blame_other(const struct ia_device *device, const struct wish *wish,
			struct ia_outcome *outcome)
{
	if (outcome->met != IA_MET_NO || !wish->over || !wish->over->by ||
	    !is_named(device, wish->over, wish->over->requests.count))
		return;
	outcome->because = ia_because(IA_BECAUSE_ACS_OTHER_OPTION, true);
	outcome->because.cause.args[0] = ia_arg_text(wish->over->by->text);
}

/* Nobody is left whom a request could be about. */
static void add_absent(const struct ia_machine *m, const struct ia_acs **acs,
		       struct ia_effective *effective, const struct wish *wish, size_t request)
{
	const struct ia_acs_request *asks = &wish->requests.items[request];
	struct ia_outcome *outcome = ia_outcome_add(effective, IA_TOPIC_ACS);
	size_t i;

	ia_outcome_request(outcome, IA_REQUEST_ACS, wish->by);
	outcome->met = IA_MET_NO;
	outcome->got = (struct ia_reason){
		.code = IA_GOT_ACS_NOBODY, .args = { ia_arg_text(asks->device) },
	};
	outcome->because = ia_because(IA_BECAUSE_ACS_NO_FUNCTION, true);
	for (i = 0; i < m->ndevices; i++) {
		if (!acs[i] || !ia_pci_matches(&asks->match, &m->devices[i]))
			continue;
		outcome->got.code = IA_GOT_ACS_NOT_READ;
		outcome->because = ia_because(IA_BECAUSE_ACS_OTHER_REQUEST, true);
		return;
	}
}

/* Of one list the first request that names a function counts: the others are none. */
static void request_outcomes(const struct ia_machine *m, const struct ia_acs **acs,
			     struct ia_effective *effective, const struct wish *wish,
			     size_t request)
{
	const struct ia_acs_request *asks = &wish->requests.items[request];
	size_t start = effective->count, i;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *device = &m->devices[i];
		struct ia_outcome one = { .topic = IA_TOPIC_ACS };

		/* A wildcard is meant for those that have it. */
		if (!acs[i] || (lacks_acs(acs[i]) && asks->match.by_ids) ||
		    !ia_pci_matches(&asks->match, device) || is_named(device, wish, request))
			continue;
		ia_outcome_request(&one, IA_REQUEST_ACS, wish->by);
		judge_port(acs[i], asks, &one);
		blame_other(device, wish, &one);
		ia_outcome_device(effective, ia_outcome_alike(effective, start, &one), device);
	}
	if (effective->count == start)
		add_absent(m, acs, effective, wish, request);
}

/**
 * ia_effective_acs() - pci=config_acs= and disable_acs_redir= against the ports
 * @context: a machine and its command line
 * @effective: the list to add to
 */
void ia_effective_acs(const struct ia_context *context, struct ia_effective *effective)
{
	const struct ia_acs **acs;
	struct wish wishes[2];
	size_t i, j;

	read_wish(context, IA_SETTING_ACS_REDIR, &wishes[0]);
	read_wish(context, IA_SETTING_ACS_CONFIG, &wishes[1]);
	if (!wishes[0].by && !wishes[1].by)
		return;
	wishes[0].over = &wishes[1];
	acs = acs_by_device(context->machine);
	for (i = 0; i < 2; i++) {
		for (j = 0; j < wishes[i].requests.count; j++)
			request_outcomes(context->machine, acs, effective, &wishes[i], j);
	}
}
