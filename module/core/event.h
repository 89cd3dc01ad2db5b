/* SPDX-License-Identifier: GPL-2.0 */
/* event.c: one thing that happened to a PCI function, and its line */
#ifndef IA_CORE_EVENT_H
#define IA_CORE_EVENT_H

#include "domain.h"
#include "text.h"

#define IA_EVENT_NAME_SIZE	32
/* TASK_COMM_LEN of Linux. */
#define IA_EVENT_TASK_SIZE	16

/**
 * enum ia_event_kind - what happened
 * @IA_EVENT_BASELINE: a VF was there when the module was loaded
 * @IA_EVENT_REQUEST: somebody asked for VFs, or to disable them
 * @IA_EVENT_ADD: a function appeared
 * @IA_EVENT_DEL: a function is about to disappear
 * @IA_EVENT_BIND: a driver was bound
 * @IA_EVENT_UNBIND: a driver is about to be unbound
 * @IA_EVENT_BIND_FAILED: a driver was tried, and refused the function
 * @IA_EVENT_GROUP_ADD: the function was put into an IOMMU group
 * @IA_EVENT_GROUP_DEL: the function was taken out of its IOMMU group
 * @IA_EVENT_ATTACH: the function was attached to a domain
 */
enum ia_event_kind {
	IA_EVENT_BASELINE,
	IA_EVENT_REQUEST,
	IA_EVENT_ADD,
	IA_EVENT_DEL,
	IA_EVENT_BIND,
	IA_EVENT_UNBIND,
	IA_EVENT_BIND_FAILED,
	IA_EVENT_GROUP_ADD,
	IA_EVENT_GROUP_DEL,
	IA_EVENT_ATTACH,
};

/**
 * enum ia_request_place - a place on the way of a request for VFs
 * @IA_REQUEST_NOWHERE: none
 * @IA_REQUEST_SYSFS: the PCI core behind the attribute sriov_numvfs
 * @IA_REQUEST_DRIVER: the PF's driver
 * @IA_REQUEST_CORE: the PCI core behind pci_enable_sriov()
 */
enum ia_request_place {
	IA_REQUEST_NOWHERE,
	IA_REQUEST_SYSFS,
	IA_REQUEST_DRIVER,
	IA_REQUEST_CORE,
};

/**
 * struct ia_vf_request - a request for VFs and what became of it
 * @via: where it was made: %IA_REQUEST_SYSFS or %IA_REQUEST_DRIVER
 * @failed_in: where it failed
 * @requested: VFs asked for, %IA_UNKNOWN_NUMBER when that was no number
 * @before: VFs that were enabled before
 * @after: VFs that are enabled after it
 * @error: error number, not negative; 0 for none
 * @started_ns: when it was made, CLOCK_BOOTTIME
 */
struct ia_vf_request {
	enum ia_request_place via;
	enum ia_request_place failed_in;
	int requested;
	int before;
	int after;
	int error;
	u64 started_ns;
};

/**
 * struct ia_event - one event
 * @seq: its number since the module was loaded, from 0
 * @time_ns: when it was seen, CLOCK_BOOTTIME
 * @kind: what happened
 * @address: the function; the PF of a request
 * @group: its IOMMU group, or %IA_NO_NUMBER
 * @domain: what it is attached to after the event
 * @old_domain: %IA_EVENT_ATTACH: what it was attached to before
 * @pf: the PF of a VF, %IA_NO_ADDRESS for any other function
 * @vf_index: number of a VF, from 0, or %IA_UNKNOWN_NUMBER
 * @pid: thread that did it
 * @task: name of that thread
 * @driver: driver that an event about a driver is about, or ""
 * @request: %IA_EVENT_REQUEST: the request
 */
struct ia_event {
	u64 seq;
	u64 time_ns;
	enum ia_event_kind kind;
	u64 address;
	int group;
	enum ia_domain domain;
	enum ia_domain old_domain;
	u64 pf;
	int vf_index;
	int pid;
	char task[IA_EVENT_TASK_SIZE];
	union {
		char driver[IA_EVENT_NAME_SIZE];
		struct ia_vf_request request;
	};
};

enum ia_request_place ia_vf_request_failed_in(const struct ia_vf_request *request,
					      int core_error, int total,
					      bool configurable);
size_t ia_event_format(const struct ia_event *event, char *buf, size_t size);
size_t ia_event_lost_format(u64 lost, char *buf, size_t size);

#endif /* IA_CORE_EVENT_H */
