// SPDX-License-Identifier: GPL-2.0
/* The ACS of each function, and its control bits when the kernel makes groups */
#include "isolation.h"

/*
 * The ACS of each device, by its place: its own line, or that of a device below it; NULL
 * where no line tells of it.
 */
const struct ia_acs **ia_acs_by_device(const struct ia_machine *machine)
{
	const struct ia_acs **acs = ia_alloc(machine->arena, machine->ndevices + 1, sizeof(*acs));
	size_t i;

	for (i = 0; i < machine->nacs; i++) {
		const struct ia_acs *one = &machine->acs[i];
		const struct ia_device *port = ia_machine_device(machine, one->port);

		if (port && (!acs[port - machine->devices] || ia_acs_is_own(one)))
			acs[port - machine->devices] = one;
	}
	return acs;
}

/*
 * Lines are there for whatever has the capability, and for each port above something;
 * but for the module, also for a function of which that is not known.
 */
static bool acs_was_read(const struct ia_machine *m)
{
	size_t i;

	if (ia_is_value(m->source) && m->source != IA_FROM_MODULE)
		return true;
	for (i = 0; i < m->nsources; i++) {
		if (m->sources[i].name == IA_SOURCE_ACS)
			return m->sources[i].accuracy != IA_ACCURACY_NONE;
	}
	return m->nacs;
}

enum ia_flag ia_acs_is_there(const struct ia_machine *m, const struct ia_acs *acs)
{
	if (!acs)
		return acs_was_read(m) ? IA_NO : IA_FLAG_UNKNOWN;
	if (ia_is_value(acs->present))
		return acs->present;
	/* Older modules do not tell a capability without a bit from none. */
	return acs->cap.known ? IA_NO : IA_FLAG_UNKNOWN;
}

/* Subsystem ids are not in the records of devices, and so not in ia_pci_matches(). */
static enum ia_flag matches(const struct ia_pci_match *match, const struct ia_device *device)
{
	const struct ia_host_device *host = device->host;

	if (!ia_pci_matches(match, device))
		return IA_NO;
	if (!match->by_ids || (!match->subvendor && !match->subdevice))
		return IA_YES;
	if (!host || (!host->subvendor.known && !host->subvendor.absent))
		return IA_FLAG_UNKNOWN;
	return (!match->subvendor || match->subvendor == host->subvendor.n) &&
	       (!match->subdevice || match->subdevice == host->subdevice.n) ? IA_YES : IA_NO;
}

/*
 * The first request of a list that names a function. What the kernel does not
 * understand ends the list, and before the fix of config_acs= the second request
 * does, as its flags are not read. Return: whether one does.
 */
static enum ia_flag request_for(const struct ia_acs_requests *requests, enum ia_flag all,
				const struct ia_device *device,
				const struct ia_acs_request **request)
{
	bool ended = false;
	size_t i;

	for (i = 0; i < requests->count && !requests->items[i].wrong; i++) {
		enum ia_flag fits = matches(&requests->items[i].match, device);

		*request = &requests->items[i];
		if (fits != IA_NO)
			return ended ? IA_FLAG_UNKNOWN : fits;
		if (all == IA_NO && requests->items[i].mask)
			break;
		ended |= all == IA_FLAG_UNKNOWN && requests->items[i].mask;
	}
	return IA_NO;
}

/* What a parameter or the kernel sets, whatever was known of it. */
void ia_acs_force(struct ia_acs_control *control, unsigned int on, unsigned int off)
{
	control->on = (control->on & ~off) | on;
	control->off = (control->off & ~on) | off;
}

/* What nobody read of what firmware leaves on. */
static void forget(struct ia_acs_control *control, unsigned int bits,
		   const struct ia_acs_control *firmware)
{
	control->on = (control->on & ~bits) | (firmware->on & bits);
	control->off = (control->off & ~bits) | (firmware->off & bits);
}

/* config_acs= came with 6.11, and disable_acs_redir= became a case of it. */
static enum ia_flag has_config_acs(struct ia_release release)
{
	if (!release.known)
		return IA_FLAG_UNKNOWN;
	if (ia_release_from(release, 6, 11))
		return IA_YES;
	return release.backported ? IA_FLAG_UNKNOWN : IA_NO;
}

/* Bits that a parameter gave the function when the machine was read, and not firmware. */
static unsigned int meddled(const struct ia_asked *a)
{
	const struct ia_machine *m = a->boot->machine;
	struct ia_release release = ia_release_parse(m->kernel.known ? m->kernel.text : NULL);
	enum ia_flag extended = has_config_acs(release);
	enum ia_flag fixed = ia_has_change(release, IA_CHANGE_CONFIG_ACS_FIX);
	const struct ia_acs_request *request;
	unsigned int bits = 0;

	if (request_for(&a->boot->read_redir, IA_YES, a->device, &request) != IA_NO)
		bits |= extended == IA_NO || fixed == IA_YES ? IA_ACS_REDIRECT : IA_ACS_ALL;
	if (extended != IA_NO &&
	    request_for(&a->boot->read_config, IA_YES, a->device, &request) != IA_NO)
		bits |= fixed == IA_YES ? request->mask : IA_ACS_ALL;
	return bits;
}

/*
 * What firmware left, where no parameter meddled: with no IOMMU in use the kernel adds
 * nothing, and otherwise a bit that is off was off before.
 */
static struct ia_acs_control firmware_control(const struct ia_asked *a)
{
	const struct ia_bits *read = a->acs->ctl_at_load.known ? &a->acs->ctl_at_load :
								 &a->acs->ctl;
	struct ia_acs_control control = { 0 };
	unsigned int left;

	if (!read->known || !a->boot->read_known)
		return control;
	left = IA_ACS_ALL & ~meddled(a);
	control.off = left & ~read->bits;
	if (a->boot->was_off)
		control.on = left & read->bits;
	return control;
}

/* pci_disable_acs_redir() of the kernels that have no config_acs= */
static enum ia_flag configure_before(const struct ia_asked *a,
				     const struct ia_acs_requests *requests, bool redirect,
				     struct ia_acs_control *control)
{
	const struct ia_acs_request *request;
	enum ia_flag named = redirect ? request_for(requests, IA_YES, a->device, &request) : IA_NO;

	if (named == IA_YES)
		ia_acs_force(control, 0, IA_ACS_REDIRECT);
	return named;
}

/* What two kernels may make of it, one of which it is. */
static void keep_both(struct ia_acs_control *control, const struct ia_acs_control *one,
		      const struct ia_acs_control *other)
{
	control->on = one->on & other->on;
	control->off = one->off & other->off;
}

/* __pci_config_acs() */
static enum ia_flag configure_since(const struct ia_asked *a,
				    const struct ia_acs_requests *requests, bool redirect,
				    const struct ia_acs_control *firmware,
				    struct ia_acs_control *control)
{
	enum ia_flag fixed = ia_has_change(a->boot->release, IA_CHANGE_CONFIG_ACS_FIX);
	const struct ia_acs_request *request;
	struct ia_acs_control now = *control, before = *control;
	enum ia_flag named = request_for(requests, redirect ? IA_YES : fixed, a->device, &request);

	if (named != IA_YES)
		return named;
	/* What is not named is what firmware left, and what is named is as it is named. */
	forget(&now, IA_ACS_ALL & ~request->mask, firmware);
	ia_acs_force(&now, request->flags & request->mask, request->mask & ~request->flags);
	/* Before the fix the other way round: and disable_acs_redir= sets all that it spares. */
	forget(&before, request->mask, firmware);
	ia_acs_force(&before, redirect ? IA_ACS_ALL & ~IA_ACS_REDIRECT :
					 request->flags & request->mask, 0);
	if (fixed == IA_FLAG_UNKNOWN)
		keep_both(control, &now, &before);
	else
		*control = fixed == IA_YES ? now : before;
	return IA_YES;
}

static enum ia_flag configure(const struct ia_asked *a, const struct ia_acs_requests *requests,
			      bool redirect, const struct ia_acs_control *firmware,
			      struct ia_acs_control *control)
{
	enum ia_flag has = has_config_acs(a->boot->release);
	struct ia_acs_control since = *control, before = *control;
	enum ia_flag named;

	if (has == IA_NO)
		return configure_before(a, requests, redirect, control);
	named = configure_since(a, requests, redirect, firmware, &since);
	if (has == IA_YES) {
		*control = since;
		return named;
	}
	configure_before(a, requests, redirect, &before);
	keep_both(control, &since, &before);
	return named;
}

/* Whether a parameter names the function: all that it takes for Sunrise Point's ports. */
enum ia_flag ia_acs_is_named(const struct ia_asked *a)
{
	struct ia_acs_control any = { 0 };
	enum ia_flag redir = configure(a, &a->boot->redir, true, &any, &any);
	enum ia_flag config = configure(a, &a->boot->config, false, &any, &any);

	if (config == IA_YES && has_config_acs(a->boot->release) != IA_YES)
		config = IA_FLAG_UNKNOWN;
	if (redir == IA_YES || config == IA_YES)
		return IA_YES;
	return redir == IA_NO && config == IA_NO ? IA_NO : IA_FLAG_UNKNOWN;
}

/*
 * A bit that the kernel set when it booted and that is off: either the port does not
 * take it, or somebody cleared it.
 */
static void doubt_held(const struct ia_asked *a, struct ia_acs_control *control,
		       struct ia_isolation *isolation)
{
	const struct ia_bits *read = a->acs->ctl_at_load.known ? &a->acs->ctl_at_load :
								 &a->acs->ctl;
	unsigned int stuck = a->acs->cap.bits & IA_ACS_ISOLATION & ~read->bits;

	if (!read->known || !ia_has_groups(a->boot->machine) || !(stuck & control->on))
		return;
	if (a->boot->held)
		control->off |= stuck;
	else
		isolation->fact = IA_FACT_HELD;
	control->on &= ~stuck;
}

/* The control bits when groups are made. */
struct ia_acs_control ia_acs_control_of(const struct ia_asked *a, struct ia_isolation *isolation)
{
	const struct ia_bits *read = a->acs->ctl_at_load.known ? &a->acs->ctl_at_load :
								 &a->acs->ctl;
	struct ia_acs_control control = { 0 }, firmware;
	enum ia_flag redir, config;

	isolation->fact = IA_FACT_CONTROL;
	if (a->boot->as_read && read->known)
		return (struct ia_acs_control){ read->bits, IA_ACS_ALL & ~read->bits };
	firmware = firmware_control(a);
	control = firmware;
	isolation->fact = IA_FACT_FIRMWARE;
	if (a->boot->late) {
		control.off = 0;
		isolation->fact = IA_FACT_LATE;
	} else {
		ia_acs_force(&control, a->acs->cap.bits & IA_ACS_ISOLATION, 0);
	}
	doubt_held(a, &control, isolation);
	redir = configure(a, &a->boot->redir, true, &firmware, &control);
	config = configure(a, &a->boot->config, false, &firmware, &control);
	if (redir == IA_FLAG_UNKNOWN || config == IA_FLAG_UNKNOWN) {
		isolation->fact = IA_FACT_SUBSYSTEM;
		control = (struct ia_acs_control){ 0 };
	}
	return control;
}

/**
 * ia_acs_after() - the control bits of a port when a kernel has booted
 * @boot: the kernel
 * @device: the port
 * @acs: its ACS, with a capability that is known
 * @on: bits that are known to be on then
 * @off: bits that are known to be off
 */
void ia_acs_after(const struct ia_boot *boot, const struct ia_device *device,
		  const struct ia_acs *acs, unsigned int *on, unsigned int *off)
{
	struct ia_asked a = { boot, device, acs, IA_YES };
	struct ia_isolation isolation = { 0 };
	struct ia_acs_control control = ia_acs_control_of(&a, &isolation);

	/* A parameter that names one of these takes redirection away, and does nothing else. */
	if (!boot->as_read && ia_acs_is_spt(device)) {
		control.on = acs->cap.bits & IA_ACS_ISOLATION;
		control.off = IA_ACS_ALL & ~control.on;
		if (ia_acs_is_named(&a) == IA_YES)
			ia_acs_force(&control, 0, IA_ACS_REDIRECT);
	}
	*on = control.on;
	*off = control.off;
}
