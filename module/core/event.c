// SPDX-License-Identifier: GPL-2.0
#include "event.h"

/* Begin an event that says nothing but its kind, in any context. */
void ia_event_init(struct ia_event *event, enum ia_event_kind kind)
{
	ia_record_init(&ia_event_layout, event);
	event->kind = kind;
}

/**
 * ia_vf_request_failed_in() - who refused a write to sriov_numvfs
 * @request: the request, complete but for @failed_in
 * @core_error: error number of the pci_enable_sriov() that the driver made
 *              meanwhile, 0 when there was none or it succeeded
 * @total: VFs that may be asked for, pci_sriov_get_totalvfs()
 * @configurable: whether a driver was bound that has sriov_configure()
 *
 * The checks of sriov_numvfs_store() in drivers/pci/iov.c, in their order; what
 * passes them all goes to the driver. VFs that exist are either the number
 * that is asked for, which is no error, or in the way.
 *
 * Return: the place, %IA_REQUEST_ABSENT for a request that did not fail
 */
enum ia_request_place ia_vf_request_failed_in(const struct ia_event *request,
					      int core_error, int total,
					      bool configurable)
{
	if (!request->error)
		return IA_REQUEST_ABSENT;
	if (core_error == request->error)
		return IA_REQUEST_CORE;
	if (request->requested == IA_UNKNOWN ||
	    (request->error == ERANGE && request->requested > total) ||
	    (request->error == ENOENT && !configurable) ||
	    (request->error == EBUSY && request->requested && request->result))
		return IA_REQUEST_SYSFS;
	return IA_REQUEST_DRIVER;
}

/**
 * ia_reset_enter() - a reset of a function tries a method
 * @methods: what it has tried, with @used and @trying absent in the beginning
 * @method: the method; of one that uses another, the outer one counts
 */
void ia_reset_enter(struct ia_reset_methods *methods, enum ia_reset_method method)
{
	if (!methods->depth++)
		methods->trying = method;
}

/**
 * ia_reset_leave() - the method that was entered last returns
 * @methods: what was tried
 * @ret: 0 or a negative errno; -ENOTTY is that of a method that declines, behind which
 *	 the next one is tried: __pci_reset_function_locked()
 */
void ia_reset_leave(struct ia_reset_methods *methods, int ret)
{
	if (!--methods->depth && ret != -ENOTTY)
		methods->used = methods->trying;
}

/**
 * ia_reset_used() - the method that a reset of a function is owed to
 * @methods: what it has tried
 * @ret: what it returned
 *
 * Return: absent where every method declined, unknown where another one than those
 * that are seen did something
 */
enum ia_reset_method ia_reset_used(const struct ia_reset_methods *methods, int ret)
{
	if (methods->used != IA_RESET_ABSENT)
		return methods->used;
	return ret == -ENOTTY ? IA_RESET_ABSENT : IA_RESET_UNKNOWN;
}
