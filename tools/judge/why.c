// SPDX-License-Identifier: GPL-2.0
#include "why.h"

#include "../machine/kind.h"
#include "path.h"

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

/* Whether anybody asks if a function is kept apart: what is below it, or in its slot. */
static bool is_kept_apart(const struct ia_machine *m, const struct ia_device *device)
{
	return device->type == IA_PORT_ROOT_PORT || device->type == IA_PORT_DOWNSTREAM ||
	       ia_multifunction(m, device) == IA_YES;
}

/* What a quirk decides of the function, and of each port above it. */
static void find_quirks(const struct ia_machine *m, struct ia_why *why)
{
	const struct ia_prediction *prediction = ia_predict_own(m);
	const struct ia_addresses *path = &why->device->path;
	size_t room = 0, i;

	for (i = path->count + 1; i-- > 0;) {
		const struct ia_device *at = i == path->count ? why->device :
					     ia_machine_device(m, path->items[i]);
		const struct ia_predicted *one = at ? ia_predicted_of(prediction, at) : NULL;

		if (!one || one->isolation.by != IA_ISOLATED_BY_QUIRK ||
		    one->isolation.isolates == IA_FLAG_UNKNOWN ||
		    (at == why->device && !is_kept_apart(m, at)))
			continue;
		why->quirks = ia_grow(m->arena, why->quirks, why->nquirks, &room,
				      sizeof(*why->quirks));
		why->quirks[why->nquirks++] = one;
	}
}

static struct ia_reason alone(const struct ia_machine *m, const struct ia_why *why)
{
	const struct ia_prediction *prediction = ia_predict_own(m);
	const struct ia_predicted *one = ia_predicted_of(prediction, why->device);
	size_t i, ports = 0;

	for (i = 0; i < why->device->nports; i++)
		ports += !ia_acs_is_own(&why->device->ports[i]);
	if (!one->known)
		return reason(IA_MEMBERSHIP_ALONE_UNKNOWN);
	if (one->at && prediction->groups[one->group].same == IA_NO)
		return (struct ia_reason){
			.code = IA_MEMBERSHIP_ALONE_OPEN, .args = { ia_arg_dev(one->at->address) },
		};
	if (one->group == IA_NO_GROUP || prediction->groups[one->group].same == IA_NO)
		return reason(IA_MEMBERSHIP_ALONE_ELSE);
	for (i = 0; i < why->nquirks; i++) {
		if (why->quirks[i]->isolation.quirk == IA_ACS_QUIRK_OVERRIDE)
			return reason(IA_MEMBERSHIP_ALONE_OVERRIDE);
	}
	if (why->nquirks && (why->quirks[why->nquirks - 1]->device != why->device ||
			     ia_multifunction(m, why->device) == IA_YES))
		return reason(IA_MEMBERSHIP_ALONE_QUIRK);
	if (!ports)
		return reason(IA_MEMBERSHIP_ALONE_ROOT_BUS);
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

/*
 * Whether a port would isolate with all of ACS that it has for that. The kernel switches
 * that on by itself: a bit that is off all the same is one that the port does not take.
 */
static bool parts(const struct ia_machine *m, const char *kernel, const struct ia_acs *port)
{
	unsigned int bits = port->cap.bits & IA_ACS_ISOLATION;
	const struct ia_device *device = ia_machine_device(m, port->port);
	char address[IA_ADDRESS_SIZE];
	struct ia_isolation isolation;
	struct ia_boot boot;

	ia_address_text(address, port->port, true);
	ia_boot_with(m, ia_format(m->arena, "pci=config_acs=%s@%s",
				  ia_acs_flags_text(m->arena, bits, bits), address), kernel, &boot);
	if (boot.held)
		return false;
	ia_isolation_find(&boot, device, port, &isolation);
	return isolation.isolates != IA_NO;
}

/* The ACS that would have to keep a function apart; NULL where no ACS could. */
static const struct ia_acs *acs_of(const struct ia_group_cause *cause)
{
	switch (cause->rule) {
	case IA_GROUP_RULE_PATH:
		return cause->port;
	case IA_GROUP_RULE_SLOT:
		return ia_own_acs(cause->device);
	default:
		return NULL;
	}
}

/* Parameters that switch on what the ports of the chain can and do not. */
static void find_switches(const struct ia_context *context, struct ia_why *why,
			  const struct ia_group_cause *causes, size_t count)
{
	const struct ia_lint *lint = context->lint;
	const struct ia_lint_parameter *redir = ia_lint_setting(lint, IA_SETTING_ACS_REDIR) ?:
						ia_lint_setting(lint, IA_SETTING_ACS_CONFIG);
	/* Where that is not known, one that has the parameter and its fix. */
	const char *kernel = lint->release.known ? NULL : "6.15";
	ia_address last = IA_NO_ADDRESS;
	size_t i;

	why->switches = ia_alloc(context->machine->arena, count, sizeof(*why->switches));
	for (i = 0; i < count; i++) {
		const struct ia_acs *acs = acs_of(&causes[i]);
		struct ia_reason one = { 0 };

		if (!acs || acs->present != IA_YES || acs->port == last)
			continue;
		last = acs->port;
		one.args[1] = ia_arg_dev(last);
		if (!redir && !parts(context->machine, kernel, acs)) {
			continue;
		} else if (redir) {
			one.code = IA_SWITCH_LEAVE_OUT;
			one.args[0] = ia_arg_text(redir->text);
		} else if (!lint->release.known || ia_release_from(lint->release, 6, 11)) {
			one.code = lint->release.known ? IA_SWITCH_CONFIG_ACS :
							 IA_SWITCH_CONFIG_ACS_NEW;
			one.args[0] = ia_arg_n(acs->cap.bits & IA_ACS_ISOLATION);
		} else {
			continue;
		}
		why->switches[why->nswitches++] = one;
	}
}

/* A function that it shares its group with below any port. */
static const struct ia_device *find_tied(const struct ia_machine *m, const struct ia_why *why)
{
	size_t i;

	for (i = 0; i < why->group->nfunctions; i++) {
		if (ia_are_tied(m, why->device, why->group->functions[i]))
			return why->group->functions[i];
	}
	return NULL;
}

static void find_split(const struct ia_context *context, struct ia_why *why)
{
	/* The group began with it: the others joined, and they would have to leave. */
	const struct ia_group_cause *cause = why->nchain ? why->chain : why->share.causes;
	size_t count = why->nchain ?: why->share.ncauses;
	const struct ia_machine *m = context->machine;

	why->split = IA_SPLIT_UNSEEN;
	if (!count)
		return;
	why->at = ia_split_at(m, cause);
	why->split = ia_split_by(m, cause);
	if (why->split == IA_SPLIT_PATH) {
		ia_free_slots_find(m, &why->slots);
		why->tied = find_tied(m, why);
	}
	if (why->split == IA_SPLIT_PATH || why->split == IA_SPLIT_BITS)
		find_switches(context, why, cause, count);
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
	find_quirks(m, why);
	if (!why->group) {
		why->membership = reason(ia_is_unknown(device->group) ? IA_MEMBERSHIP_NOT_KNOWN :
					 ia_waits_for_driver(m, device) ?
					 IA_MEMBERSHIP_NO_DRIVER_YET : IA_MEMBERSHIP_NO_GROUP);
		return;
	}
	if (why->group->devices.count < 2) {
		why->membership = alone(m, why);
		return;
	}
	why->share.group = why->group;
	ia_share_explain(m, &why->share);
	build_chain(m, why);
	find_others(m, why);
	find_split(context, why);
	why->membership = reason(why->nchain ? IA_MEMBERSHIP_JOINED :
			   why->share.ncauses ? IA_MEMBERSHIP_FIRST :
			   !ia_predicted_of(ia_predict_own(m), device)->known ?
						IA_MEMBERSHIP_UNREAD : IA_MEMBERSHIP_UNEXPLAINED);
}
