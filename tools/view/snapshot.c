// SPDX-License-Identifier: GPL-2.0
#include "pages.h"

#include <string.h>

#include "../json/json.h"
#include "../judge/redact.h"
#include "../machine/baseline.h"

/* All records of a snapshot pass here. */
static struct json_object *values(const struct ia_redaction *how, enum ia_record_id id,
				  const void *record)
{
	void *copy;

	if (!how)
		return ia_json_values(id, record);
	copy = ia_alloc(how->arena, 1, ia_records[id].size);
	memcpy(copy, record, ia_records[id].size);
	ia_redact(how, id, copy);
	return ia_json_values(id, copy);
}

static void put_names(struct json_object *to, const struct ia_machine *m)
{
	struct json_object *names = ia_json_object();
	size_t i;

	for (i = 0; i < m->nnames; i++) {
		unsigned long long id = m->names[i].id;
		char key[32];

		if (id >> 32)
			snprintf(key, sizeof(key), "0x%04llx:0x%04llx", id >> 16 & 0xffff,
				 id & 0xffff);
		else
			snprintf(key, sizeof(key), "0x%06llx", id);
		ia_json_put_text(names, key, m->names[i].name);
	}
	ia_json_put(to, "names", names);
}

static void put_lists(struct json_object *to, const struct ia_redaction *how,
		      const struct ia_machine *m)
{
	size_t i, j;

	for (i = 0; i < ia_nrecord_lists; i++) {
		const struct ia_record_list *list = &ia_record_lists[i];
		size_t size = ia_records[list->id].size;
		struct json_object *records;
		const char *items;

		if (!list->name || m->absent[list->file])
			continue;
		items = *(const char *const *)((const char *)m + list->items);
		records = ia_json_list();
		for (j = 0; j < *(const size_t *)((const char *)m + list->count); j++)
			ia_json_append(records, values(how, list->id, items + j * size));
		ia_json_put(to, list->name, records);
	}
}

static void put_list(struct json_object *to, const struct ia_redaction *how, const char *name,
		     enum ia_record_id id, const void *items, size_t count)
{
	struct json_object *list = ia_json_list();
	const char *item = items;
	size_t i;

	for (i = 0; i < count; i++, item += ia_records[id].size)
		ia_json_append(list, values(how, id, item));
	ia_json_put(to, name, list);
}

static void put_host(struct json_object *to, const struct ia_redaction *how,
		     const struct ia_host *host, bool baseline)
{
	struct json_object *object = ia_json_object();

	ia_json_put(object, "numa", values(how, IA_RECORD_HOST_NUMA, &host->numa));
	put_list(object, how, "nodes", IA_RECORD_HOST_NODE, host->nodes, host->nnodes);
	put_list(object, how, "node_pages", IA_RECORD_HOST_NODE_PAGES, host->node_pages,
		 host->nnode_pages);
	ia_json_put(object, "limits", values(how, IA_RECORD_HOST_LIMITS, &host->limits));
	ia_json_put(object, "config", values(how, IA_RECORD_HOST_CONFIG, &host->config));
	ia_json_put(object, "vfio", host->has_vfio ?
		    values(how, IA_RECORD_HOST_VFIO, &host->vfio) : NULL);
	put_list(object, how, "hugepages", IA_RECORD_HOST_HUGEPAGES, host->hugepages,
		 host->nhugepages);
	ia_json_put(object, "boot", host->has_boot ?
		    values(how, IA_RECORD_HOST_NEXT_BOOT, &host->boot) : NULL);
	put_list(object, how, "modules", IA_RECORD_HOST_MODULE, host->modules, host->nmodules);
	put_list(object, how, "devices", IA_RECORD_HOST_DEVICE, host->devices, host->ndevices);
	if (host->nnames)
		put_list(object, how, "names", IA_RECORD_HOST_NAMES, host->names, host->nnames);
	ia_json_put(object, "platform",
		    values(how, IA_RECORD_HOST_PLATFORM, &host->platform));
	put_list(object, how, "firmware", IA_RECORD_HOST_FIRMWARE, host->firmware, host->nfirmware);
	if (!baseline) {
		ia_json_put(object, "usage", values(how, IA_RECORD_HOST_USAGE, &host->usage));
		put_list(object, how, "uses", IA_RECORD_HOST_USE, host->uses, host->nuses);
	}
	ia_json_put(to, "host", object);
}

/**
 * ia_snapshot_text() - everything that was read, as the text of a snapshot
 * @machine: the machine
 * @tool: version of this tool; a snapshot of a snapshot keeps the first one
 * @how: what to leave out; NULL to keep everything
 *
 * A file that the module does not have leaves its lists out.
 */
char *ia_snapshot_text(const struct ia_machine *machine, const char *tool,
		       const struct ia_redaction *how)
{
	struct ia_origin origin = {
		.tool = machine->tool.known ? machine->tool : ia_text_of(tool),
		.kernel = machine->kernel, .cmdline = machine->cmdline, .time = machine->time,
		.boot_id = machine->boot_id, .boottime_ns = machine->boottime_ns,
		.source = machine->source, .arch = machine->arch,
		.redacted = how || machine->redacted == IA_YES ? IA_YES : IA_NO,
		.baseline = machine->baseline == IA_YES ? IA_YES : IA_NO,
		.hidden = machine->hidden,
	};
	struct json_object *root = ia_json_answer_object("iommu_audit snapshot");

	if (!origin.hidden.known)
		origin.hidden = (struct ia_texts){ .known = true };
	if (how) {
		ia_redact(how, IA_RECORD_HOST_ORIGIN, &origin);
		ia_redact_hidden(machine, &origin.cmdline, &origin.hidden);
	}
	ia_json_put_values(root, IA_RECORD_HOST_ORIGIN, &origin);
	put_lists(root, how, machine);
	put_names(root, machine);
	if (machine->host.read)
		put_host(root, how, &machine->host, machine->baseline == IA_YES);
	return ia_json_as_page(machine->arena, root);
}
