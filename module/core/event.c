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
