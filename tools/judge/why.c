// SPDX-License-Identifier: GPL-2.0
#include "why.h"

#define X(name, word)	word,
static const char *const memberships[] = { IA_MEMBERSHIPS(X) };
#undef X

const struct ia_wordlist ia_words_memberships = {
	memberships, sizeof(memberships) / sizeof(*memberships), NULL,
};

static struct ia_reason reason(enum ia_membership code)
{
	return (struct ia_reason){ .code = code };
}

static struct ia_reason alone(const struct ia_machine *m, const struct ia_device *device)
{
	const struct ia_acs *open;
	bool unknown = false;
	size_t i, ports = 0;

	for (i = 0; i < device->nports; i++) {
		const struct ia_acs *acs = &device->ports[i];

		if (ia_acs_is_own(acs))
			continue;
		ports++;
		unknown |= !acs->cap.known || !acs->ctl.known;
	}
	if (!m->nacs)
		return reason(IA_MEMBERSHIP_ALONE_NO_ACS);
	if (!ports)
		return reason(IA_MEMBERSHIP_ALONE_ROOT_BUS);
	open = ia_open_port(m, device);
	if (open)
		return (struct ia_reason){
			.code = IA_MEMBERSHIP_ALONE_OPEN, .args = { ia_arg_dev(open->port) },
		};
	if (unknown)
		return reason(IA_MEMBERSHIP_ALONE_UNKNOWN);
	return reason(ports == 1 ? IA_MEMBERSHIP_ALONE_PORT : IA_MEMBERSHIP_ALONE_PORTS);
}

/* Each leads to another member; more steps than causes would go in circles. */
static void build_chain(const struct ia_machine *m, struct ia_why *why)
{
	const struct ia_device *device = why->device;
	struct ia_group_cause cause;
	size_t room = 0;

	while (why->nchain < why->share.ncauses && ia_group_cause_find(m, device, &cause)) {
		why->chain = ia_grow(m->arena, why->chain, why->nchain, &room,
				     sizeof(*why->chain));
		why->chain[why->nchain++] = cause;
		device = cause.with;
	}
}

/* A chain goes up and to the first of a slot: it is never long. */
static bool in_chain(const struct ia_why *why, const struct ia_device *device)
{
	size_t i;

	for (i = 0; i < why->nchain; i++) {
		if (why->chain[i].device == device)
			return true;
	}
	return false;
}

static void find_others(const struct ia_machine *m, struct ia_why *why)
{
	size_t i;

	why->others = ia_alloc(m->arena, why->share.ncauses, sizeof(*why->others));
	for (i = 0; i < why->share.ncauses; i++) {
		if (!in_chain(why, why->share.causes[i].device))
			why->others[why->nothers++] = &why->share.causes[i];
	}
}

/* Ports that isolate and have nothing below them in this group. */
static void find_good_ports(const struct ia_machine *m, struct ia_why *why)
{
	size_t i, room = 0;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *port = &m->devices[i];
		const struct ia_acs *acs = port->ports;

		if (!port->nports || !ia_acs_is_own(acs) || acs->present != IA_YES ||
		    (acs->type != IA_PORT_ROOT_PORT && acs->type != IA_PORT_DOWNSTREAM) ||
		    port->in_group == why->group || !ia_acs_isolates(acs, true))
			continue;
		why->good = ia_grow(m->arena, why->good, why->ngood, &room, sizeof(*why->good));
		why->good[why->ngood++] = port;
	}
}

/* Parameters that switch on what the ports of the chain can and do not. */
static void find_switches(const struct ia_context *context, struct ia_why *why)
{
	const struct ia_lint *lint = context->lint;
	const struct ia_lint_parameter *redir = ia_lint_setting(lint, IA_SETTING_ACS_REDIR);
	ia_address last = IA_NO_ADDRESS;
	size_t i;

	why->switches = ia_alloc(context->machine->arena, why->nchain, sizeof(*why->switches));
	for (i = 0; i < why->nchain; i++) {
		const struct ia_group_cause *cause = &why->chain[i];
		struct ia_reason one = { 0 };

		if (cause->rule != IA_GROUP_RULE_PATH || cause->port->present != IA_YES ||
		    cause->port->port == last)
			continue;
		last = cause->port->port;
		one.args[1] = ia_arg_dev(last);
		if (redir) {
			one.code = IA_SWITCH_LEAVE_OUT;
			one.args[0] = ia_arg_text(redir->text);
		} else if (!lint->release.known || ia_release_from(lint->release, 6, 11)) {
			one.code = lint->release.known ? IA_SWITCH_CONFIG_ACS :
							 IA_SWITCH_CONFIG_ACS_NEW;
			one.args[0] = ia_arg_n(cause->port->cap.bits & IA_ACS_ISOLATION);
		} else {
			continue;
		}
		why->switches[why->nswitches++] = one;
	}
}

static void find_split(const struct ia_context *context, struct ia_why *why)
{
	const struct ia_group_cause *cause = why->nchain ? why->chain : NULL;

	/* The group began with it: the others joined, and they would have to leave. */
	if (!cause && why->share.ncauses)
		cause = why->share.causes;
	why->split = IA_SPLIT_UNSEEN;
	if (!cause)
		return;
	if (cause->rule == IA_GROUP_RULE_BRIDGE) {
		why->split = IA_SPLIT_BRIDGE;
	} else if (cause->rule == IA_GROUP_RULE_SLOT) {
		why->split = IA_SPLIT_SLOT;
	} else {
		why->split = IA_SPLIT_PATH;
		find_switches(context, why);
		find_good_ports(context->machine, why);
	}
}

static void find_requesters(const struct ia_machine *m, struct ia_why *why)
{
	size_t i, room = 0;

	for (i = 0; i < m->ntranslations; i++) {
		const struct ia_requester *requester = &m->translations[i];
		enum ia_hardware hardware;

		if (requester->device != why->device->address)
			continue;
		hardware = ia_hardware_judge(m, requester);
		why->requesters = ia_grow(m->arena, why->requesters, why->nrequesters, &room,
					  sizeof(*why->requesters));
		why->requesters[why->nrequesters++] = requester;
		if (hardware > why->hardware)
			why->hardware = hardware;
	}
	/* A module that is older, or a function that came behind its list. */
	if (why->group && !why->nrequesters)
		why->hardware = IA_HARDWARE_UNKNOWN;
	if (why->hardware == IA_HARDWARE_DIFFERS && ia_hardware_crashed(m))
		why->hardware = IA_HARDWARE_CRASHED;
}

/**
 * ia_why_explain() - find out why a device is where it is
 * @context: a machine and its command line
 * @device: the device
 * @why: filled
 */
void ia_why_explain(const struct ia_context *context, const struct ia_device *device,
		    struct ia_why *why)
{
	const struct ia_machine *m = context->machine;

	*why = (struct ia_why){ .device = device, .group = device->in_group };
	ia_domain_explain(context, device, &why->domain);
	find_requesters(m, why);
	if (!why->group) {
		why->membership = reason(IA_MEMBERSHIP_NO_GROUP);
		return;
	}
	if (why->group->devices.count < 2) {
		why->membership = alone(m, device);
		return;
	}
	why->share.group = why->group;
	ia_share_explain(m, &why->share);
	build_chain(m, why);
	find_others(m, why);
	find_split(context, why);
	why->membership = reason(why->nchain ? IA_MEMBERSHIP_JOINED :
			   why->share.ncauses ? IA_MEMBERSHIP_FIRST :
						IA_MEMBERSHIP_UNEXPLAINED);
}
