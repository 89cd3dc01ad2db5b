// SPDX-License-Identifier: GPL-2.0
#include "events.h"

#include <errno.h>

/*
 * The monitor that sees events.
 *
 * Return: the monitor, or NULL.
 */
const struct ia_monitor *ia_events_monitor(const struct ia_machine *machine)
{
	size_t i;

	for (i = 0; i < machine->nmonitors; i++) {
		const struct ia_monitor *monitor = &machine->monitors[i];

		if (monitor->name == IA_MONITOR_EVENTS)
			return monitor;
	}
	return NULL;
}

/* How much is seen of events. */
enum ia_unseen ia_events_unseen(const struct ia_machine *machine)
{
	const struct ia_monitor *monitor = ia_events_monitor(machine);

	if (machine->baseline == IA_YES)
		return IA_UNSEEN_LEFT_OUT;
	if (machine->absent[IA_FILE_EVENTS])
		return ia_from_module(machine) ? IA_UNSEEN_OLD_MODULE : IA_UNSEEN_NO_MODULE;
	if (!monitor)
		return IA_UNSEEN_UNSAID;
	if (monitor->accuracy == IA_ACCURACY_NONE)
		return IA_UNSEEN;
	return monitor->reason.known ? IA_UNSEEN_PARTLY : IA_SEEN;
}

/*
 * Whether requests for VFs are seen.
 *
 * Those through sysfs are when their hook is among the active ones, or the
 * module has nothing to say of what it lacks.
 */
enum ia_unseen ia_requests_unseen(const struct ia_machine *machine)
{
	enum ia_unseen unseen = ia_events_unseen(machine);
	const struct ia_bits *hooks;

	if (unseen != IA_UNSEEN_PARTLY)
		return unseen;
	hooks = &ia_events_monitor(machine)->method;
	return ia_has_bit(hooks, IA_HOOK_SRIOV_NUMVFS_STORE) ? IA_SEEN : unseen;
}

/**
 * ia_requests() - where the last request for VFs of each PF is
 * @machine: the machine
 * @count: number of events there
 *
 * Return: the events; an older module has requests among all others.
 */
const struct ia_event *ia_requests(const struct ia_machine *machine, size_t *count)
{
	bool old = machine->absent[IA_FILE_VF_REQUESTS];

	*count = old ? machine->nevents : machine->nvf_requests;
	return old ? machine->events : machine->vf_requests;
}

static enum ia_request_cause cause_of(enum ia_request_place place, int error)
{
	static const struct {
		enum ia_request_place place;
		int error;
		enum ia_request_cause cause;
	} causes[] = {
#define CAUSE(place, error)	{ IA_PLACE_##place, error, IA_REQUEST_CAUSE_##place##_##error }
		CAUSE(SYSFS, EINVAL), CAUSE(SYSFS, ERANGE),
		CAUSE(SYSFS, EBUSY), CAUSE(SYSFS, ENOENT),
		CAUSE(DRIVER, EPERM), CAUSE(DRIVER, ENOSPC), CAUSE(DRIVER, EBUSY),
		CAUSE(DRIVER, EAGAIN), CAUSE(DRIVER, EOPNOTSUPP), CAUSE(DRIVER, EINVAL),
		CAUSE(DRIVER, ENOENT), CAUSE(DRIVER, ENOMEM), CAUSE(DRIVER, ENODEV),
		CAUSE(CORE, ENOSYS), CAUSE(CORE, EINVAL), CAUSE(CORE, EIO),
		CAUSE(CORE, ENOMEM), CAUSE(CORE, ENODEV),
#undef CAUSE
	};
	size_t i;

	for (i = 0; i < sizeof(causes) / sizeof(*causes); i++) {
		if (causes[i].place == place && causes[i].error == error)
			return causes[i].cause;
	}
	return IA_REQUEST_CAUSE_ERRNO;
}

/**
 * ia_request_explain() - work out how a request for VFs ended, and why
 * @machine: a joined machine
 * @event: an event of this kind
 * @request: filled
 */
void ia_request_explain(const struct ia_machine *machine, const struct ia_event *event,
			struct ia_request *request)
{
	*request = (struct ia_request){
		.event = event, .device = ia_machine_device(machine, event->device),
	};
	if (event->error.known && event->error.n) {
		request->end = IA_REQUEST_FAILED;
		request->cause = cause_of(event->failed_in, event->error.n);
		return;
	}
	if (!event->error.known || !event->requested.known || !event->result.known)
		return;
	request->end = IA_REQUEST_DONE;
	if (event->requested.n == event->result.n)
		return;
	request->end = IA_REQUEST_OTHER;
	request->cause = !event->requested.n ? IA_REQUEST_CAUSE_KEPT :
			 event->result.n < event->requested.n ? IA_REQUEST_CAUSE_FEWER :
								IA_REQUEST_CAUSE_OTHERS;
}
