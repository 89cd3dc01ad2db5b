// SPDX-License-Identifier: GPL-2.0
#include "event.h"

#include "../../include/uapi/iommu_audit.h"

/* Parts of a line that some kinds have and others have not. */
enum {
	HAS_DOMAIN = 1,
	HAS_OLD_DOMAIN = 2,
	HAS_DRIVER = 4,
	HAS_VF = 8,
	HAS_REQUEST = 16,
	HAS_TASK = 32,
};

/* Kinds that VFs and other functions have in common begin with whose it is. */
static const struct {
	bool prefixed;
	const char *name;
	unsigned int has;
} kinds[] = {
	[IA_EVENT_BASELINE] = { false, "baseline", HAS_DOMAIN | HAS_DRIVER | HAS_VF },
	[IA_EVENT_REQUEST] = { false, "vf_request", HAS_REQUEST | HAS_TASK },
	[IA_EVENT_ADD] = { true, "add", HAS_DOMAIN | HAS_VF | HAS_TASK },
	[IA_EVENT_DEL] = { true, "del", HAS_DOMAIN | HAS_VF | HAS_TASK },
	[IA_EVENT_BIND] = { true, "bind", HAS_DOMAIN | HAS_DRIVER | HAS_VF | HAS_TASK },
	[IA_EVENT_UNBIND] = { true, "unbind", HAS_DOMAIN | HAS_DRIVER | HAS_VF | HAS_TASK },
	[IA_EVENT_BIND_FAILED] = { true, "bind_failed",
				   HAS_DOMAIN | HAS_DRIVER | HAS_VF | HAS_TASK },
	[IA_EVENT_GROUP_ADD] = { false, "group_add", HAS_TASK },
	[IA_EVENT_GROUP_DEL] = { false, "group_del", HAS_TASK },
	[IA_EVENT_ATTACH] = { false, "domain_attach",
			      HAS_DOMAIN | HAS_OLD_DOMAIN | HAS_TASK },
};

static const char * const place_names[] = {
	[IA_REQUEST_NOWHERE] = IOMMU_AUDIT_NOT_APPLICABLE,
	[IA_REQUEST_SYSFS] = "sysfs",
	[IA_REQUEST_DRIVER] = "driver",
	[IA_REQUEST_CORE] = "core",
};

static void put_u64(struct ia_text *t, const char *key, u64 value)
{
	ia_text_printf(t, "%s%llu", key, (unsigned long long)value);
}

static void put_word(struct ia_text *t, const char *key, const char *word)
{
	ia_text_puts(t, key);
	ia_text_puts(t, word);
}

static void put_kind(struct ia_text *t, const struct ia_event *event)
{
	const char *whose = event->pf == IA_NO_ADDRESS ? "dev_" : "vf_";

	put_word(t, " kind=", kinds[event->kind].prefixed ? whose : "");
	ia_text_puts(t, kinds[event->kind].name);
}

static void put_request(struct ia_text *t, const struct ia_vf_request *request)
{
	put_word(t, " via=", place_names[request->via]);
	ia_text_number(t, " requested=", request->requested, IOMMU_AUDIT_NOT_APPLICABLE);
	ia_text_number(t, " old_numvfs=", request->before, IOMMU_AUDIT_NOT_APPLICABLE);
	ia_text_number(t, " result=", request->after, IOMMU_AUDIT_NOT_APPLICABLE);
	ia_text_number(t, " errno=", request->error, IOMMU_AUDIT_NOT_APPLICABLE);
	put_word(t, " failed_in=", place_names[request->failed_in]);
	put_u64(t, " started_ns=", request->started_ns);
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
 * Return: the place, %IA_REQUEST_NOWHERE for a request that did not fail
 */
enum ia_request_place ia_vf_request_failed_in(const struct ia_vf_request *request,
					      int core_error, int total,
					      bool configurable)
{
	if (!request->error)
		return IA_REQUEST_NOWHERE;
	if (core_error == request->error)
		return IA_REQUEST_CORE;
	if (request->requested == IA_UNKNOWN_NUMBER ||
	    (request->error == ERANGE && request->requested > total) ||
	    (request->error == ENOENT && !configurable) ||
	    (request->error == EBUSY && request->requested && request->after))
		return IA_REQUEST_SYSFS;
	return IA_REQUEST_DRIVER;
}

/**
 * ia_event_format() - write the line of one event
 * @event: the event
 * @buf: where the line goes, without a newline
 * @size: bytes in @buf
 *
 * Return: characters the whole line needs; the line was cut when this is not
 *         below @size
 */
size_t ia_event_format(const struct ia_event *event, char *buf, size_t size)
{
	unsigned int has = kinds[event->kind].has;
	struct ia_text t;

	ia_text_init(&t, buf, size);
	put_u64(&t, "seq=", event->seq);
	put_u64(&t, " time_ns=", event->time_ns);
	put_kind(&t, event);
	ia_text_address(&t, " dev=", event->address);
	ia_text_number(&t, " group=", event->group, IOMMU_AUDIT_NONE);
	put_word(&t, " domain=", has & HAS_DOMAIN ? ia_domain_name(event->domain) :
						    IOMMU_AUDIT_NOT_APPLICABLE);
	if (has & HAS_OLD_DOMAIN)
		put_word(&t, " old_domain=", ia_domain_name(event->old_domain));
	if (has & HAS_DRIVER)
		ia_text_name(&t, " driver=", event->driver, IOMMU_AUDIT_NOT_APPLICABLE);
	if (has & HAS_VF && event->pf != IA_NO_ADDRESS) {
		ia_text_address(&t, " pf=", event->pf);
		ia_text_number(&t, " vf_index=", event->vf_index, IOMMU_AUDIT_NOT_APPLICABLE);
	}
	if (has & HAS_REQUEST)
		put_request(&t, &event->request);
	if (has & HAS_TASK) {
		ia_text_name(&t, " task=", event->task, IOMMU_AUDIT_NOT_APPLICABLE);
		ia_text_number(&t, " pid=", event->pid, IOMMU_AUDIT_NOT_APPLICABLE);
	}
	return t.len;
}

/**
 * ia_event_lost_format() - write the line that stands for events that a reader
 *			    has missed
 * @lost: how many
 * @buf: where the line goes, without a newline
 * @size: bytes in @buf
 *
 * Return: as ia_event_format()
 */
size_t ia_event_lost_format(u64 lost, char *buf, size_t size)
{
	struct ia_text t;

	ia_text_init(&t, buf, size);
	put_u64(&t, "lost=", lost);
	return t.len;
}
