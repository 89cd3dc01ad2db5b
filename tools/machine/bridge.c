// SPDX-License-Identifier: GPL-2.0
/* Typed records made of those that are keys and values. */
#include "bridge.h"

#include <stdlib.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/**
 * ia_bridge_fill() - read the values of a typed record
 * @arena: owner of lists and of a message
 * @id: which record
 * @from: its keys and values
 * @to: its struct
 *
 * Return: NULL, or what is wrong with a value.
 */
const char *ia_bridge_fill(struct ia_arena *arena, enum ia_record_id id,
			   const struct ia_record *from, void *to)
{
	const struct ia_record_info *info = &ia_records[id];
	size_t i, at = 0;

	ia_record_clear(info, to);
	for (i = 0; i < info->count; i++) {
		const struct ia_key *key = &info->keys[i];
		const char *text = ia_record_find(from, key->name), *wrong;

		(void)at;
		if (!text) {
			if (key->absent < IA_ABSENT_OMITTED)
				continue;
			text = IOMMU_AUDIT_NOT_APPLICABLE;
		}
		wrong = ia_key_parse(arena, key, text, to);
		if (wrong)
			return ia_format(arena, "%s: %s=%s, and %s was expected",
					 info->file ? info->file : info->name,
					 key->name, text, wrong);
	}
	return NULL;
}

/* Lines of one kind, told from the others of the file by their mark. */
static const char *gather(struct ia_machine *m, enum ia_file file, enum ia_record_id id,
			  void **items, size_t *count)
{
	const struct ia_records *records = &m->files[file];
	const struct ia_record_info *info = &ia_records[id];
	const char *wrong = NULL;
	size_t i;

	*items = ia_alloc(m->arena, records->count, info->size);
	for (i = 0; i < records->count && !wrong; i++) {
		const struct ia_record *record = &records->items[i];

		if (ia_record_find(record, info->mark) &&
		    !(id == IA_RECORD_FAULT && !strcmp(ia_record_get(record, "source"), "other")))
			wrong = ia_bridge_fill(m->arena, id, record,
					       (char *)*items + (*count)++ * info->size);
	}
	return wrong;
}

static enum ia_flag yes_no(const char *text)
{
	if (*text == 'y' || *text == 'Y' || *text == '1')
		return IA_YES;
	return *text == 'n' || *text == 'N' || *text == '0' ? IA_NO : IA_FLAG_UNKNOWN;
}

static void host_fact(struct ia_machine *m, const struct ia_record *r)
{
	const char *fact = ia_record_get(r, "fact");
	struct ia_host *h = &m->host;

	if (!strcmp(fact, "numa")) {
		ia_bridge_fill(m->arena, IA_RECORD_HOST_NUMA, r, &h->numa);
	} else if (!strcmp(fact, "hugepages")) {
		ia_bridge_fill(m->arena, IA_RECORD_HOST_HUGEPAGES, r,
			       &h->hugepages[h->nhugepages++]);
	} else if (!strcmp(fact, "config")) {
		h->config.p2pdma = yes_no(ia_record_get(r, "p2pdma"));
	} else if (!strcmp(fact, "vfio")) {
		h->has_vfio = true;
		h->vfio.unsafe_interrupts = yes_no(ia_record_get(r, "unsafe_interrupts"));
		h->vfio.noiommu = yes_no(ia_record_get(r, "noiommu"));
	}
}

static void host_device(struct ia_machine *m, const struct ia_record *r)
{
	struct ia_host_device *d = &m->host.devices[m->host.ndevices++];
	const char *reset = ia_record_get(r, "reset");

	ia_bridge_fill(m->arena, IA_RECORD_HOST_DEVICE, r, d);
	d->resettable = !strcmp(reset, "none") ? IA_NO :
			!strcmp(reset, "unknown") ? IA_FLAG_UNKNOWN : IA_YES;
	if (!strcmp(reset, "some"))
		d->reset = (struct ia_texts){ 0 };
}

static void bridge_host(struct ia_machine *m)
{
	const struct ia_records *host = &m->host_text;
	size_t i;

	m->host.read = host->count;
	m->host.hugepages = ia_alloc(m->arena, host->count, sizeof(*m->host.hugepages));
	m->host.devices = ia_alloc(m->arena, host->count, sizeof(*m->host.devices));
	for (i = 0; i < host->count; i++) {
		if (ia_record_find(&host->items[i], "dev"))
			host_device(m, &host->items[i]);
		else
			host_fact(m, &host->items[i]);
	}
}

static struct ia_text text(const char *value)
{
	if (!value || !strcmp(value, IOMMU_AUDIT_UNKNOWN))
		return (struct ia_text){ 0 };
	return ia_text_of(value);
}

/**
 * ia_bridge_host() - read the typed facts of the host, and what a device has of them
 * @m: a joined machine
 */
void ia_bridge_host(struct ia_machine *m)
{
	size_t i, j = 0;

	bridge_host(m);
	for (i = 0; i < m->ndevices; i++) {
		for (j = 0; j < m->host.ndevices; j++) {
			if (m->host.devices[j].address == m->devices[i].address)
				m->devices[i].host = &m->host.devices[j];
		}
	}
}

/**
 * ia_bridge() - make the typed records of a machine but for what is joined
 * @m: a machine whose files are filled
 *
 * Return: NULL, or what is wrong with a value.
 */
const char *ia_bridge(struct ia_machine *m)
{
	static const struct {
		enum ia_file file;
		enum ia_record_id id;
		size_t items;
		size_t count;
	} lists[] = {
#define LIST(file, id, member)	{ IA_FILE_##file, IA_RECORD_##id,	\
		offsetof(struct ia_machine, member), offsetof(struct ia_machine, n##member) }
		LIST(VERSION, SOURCE, sources),
		LIST(VERSION, MONITOR, monitors),
		LIST(UNITS, UNIT, units),
		LIST(FAULTS, FAULT_UNIT, fault_units),
		LIST(FAULTS, FAULT, faults),
		LIST(FAULT_LOG, FAULT_RECORD, fault_log),
		LIST(EVENTS, EVENT, events),
		LIST(VF_REQUESTS, EVENT, vf_requests),
	};
	const char *wrong = NULL;
	size_t i;

	if (m->files[IA_FILE_VERSION].count)
		wrong = ia_bridge_fill(m->arena, IA_RECORD_IDENTITY,
				       &m->files[IA_FILE_VERSION].items[0], &m->identity);
	for (i = 0; i < sizeof(lists) / sizeof(*lists) && !wrong; i++)
		wrong = gather(m, lists[i].file, lists[i].id,
			       (void **)((char *)m + lists[i].items),
			       (size_t *)((char *)m + lists[i].count));
	m->kernel = text(m->kernel_text);
	m->cmdline = text(m->cmdline_text);
	m->time = text(m->time_text);
	m->boot_id = text(m->boot_text);
	m->tool = text(m->tool_text);
	if (text(m->boottime_ns_text).known)
		m->boottime_ns = ia_number_of(strtoull(m->boottime_ns_text, NULL, 10));
	for (i = 0; i < m->files[IA_FILE_FAULTS].count && !wrong; i++) {
		const struct ia_record *r = &m->files[IA_FILE_FAULTS].items[i];

		if (strcmp(ia_record_get(r, "source"), "other"))
			continue;
		m->fault_other = ia_alloc(m->arena, 1, sizeof(*m->fault_other));
		m->nfault_other = 1;
		wrong = ia_bridge_fill(m->arena, IA_RECORD_FAULT_OTHER, r, m->fault_other);
	}
	return wrong;
}
