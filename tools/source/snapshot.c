// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <stdio.h>
#include <string.h>

#include "../base/limits.h"
#include "../json/json.h"
#include "../machine/baseline.h"

/* Reads a number of so many digits, and goes behind it; where there is none nothing is done. */
static bool read_hex(const char **text, size_t digits, uint64_t *n)
{
	const char *p = *text;
	size_t i;

	if (*p++ != '0' || *p++ != 'x')
		return false;
	for (*n = 0, i = 0; i < digits; i++) {
		int digit = ia_hex_digit(p[i]);

		if (digit < 0)
			return false;
		*n = *n << 4 | (unsigned int)digit;
	}
	*text = p + digits;
	return true;
}

/* "0x8086:0x10c9" is a model, "0x020000" a class. Return: whether it is one of these. */
static bool read_id(const char *text, uint64_t *id)
{
	uint64_t vendor, device, class_code;

	if (read_hex(&text, 6, &class_code) && !*text) {
		*id = ia_class_id(class_code);
		return true;
	}
	if (!read_hex(&text, 4, &vendor) || *text++ != ':' || !read_hex(&text, 4, &device) ||
	    *text)
		return false;
	*id = ia_model_id(vendor, device);
	return true;
}

struct names {
	struct ia_machine *machine;
	size_t room;
};

static const char *take_name(void *to, const char *key, struct json_object *value)
{
	struct names *names = to;
	struct ia_machine *m = names->machine;
	const char *name = ia_json_read_text(m->arena, value);
	uint64_t id;

	if (!name)
		return "\"names\" holds what is not a clean text";
	if (!read_id(key, &id))
		return "\"names\" holds what is no PCI id";
	m->names = ia_grow(m->arena, m->names, m->nnames, &names->room, sizeof(*m->names));
	m->names[m->nnames++] = (struct ia_name){ id, name };
	return NULL;
}

static const char *read_names(struct ia_machine *m, struct json_object *names)
{
	struct names to = { m, 0 };

	if (!names)
		return NULL;
	if (!ia_json_is_object(names))
		return "\"names\" is not an object";
	return ia_json_each(names, &to, take_name);
}

/* Return: NULL, or what is wrong. */
static const char *read_origin(struct ia_machine *m, struct json_object *root)
{
	struct ia_origin origin;
	const char *wrong = ia_json_read_record(m->arena, root, IA_RECORD_HOST_ORIGIN, &origin);

	if (wrong)
		return ia_format(m->arena, "is a snapshot that %s", wrong);
	if (origin.hidden.count > IA_MAX_HIDDEN)
		return ia_format(m->arena, "is a snapshot whose \"hidden\" names more than %u parameters",
				 IA_MAX_HIDDEN);
	m->tool = origin.tool;
	m->kernel = origin.kernel;
	m->cmdline = origin.cmdline;
	m->time = origin.time;
	m->boot_id = origin.boot_id;
	m->boottime_ns = origin.boottime_ns;
	m->arch = origin.arch;
	m->redacted = origin.redacted;
	m->baseline = origin.baseline;
	m->hidden = origin.hidden;
	/* Tools that had no other source did not name it. */
	m->source = ia_json_has(root, "source") ? origin.source : IA_FROM_MODULE;
	return NULL;
}

/* A file that an older module lacked: none of its lists is there. */
static bool has_file(struct json_object *root, enum ia_file file)
{
	size_t i;

	for (i = 0; i < ia_nrecord_lists; i++) {
		const struct ia_record_list *list = &ia_record_lists[i];

		if (list->file == file && list->name && ia_json_member(root, list->name))
			return true;
	}
	return false;
}

/* Return: NULL, or what is wrong. */
static const char *read_lists(struct ia_machine *m, struct json_object *root)
{
	size_t i;

	for (i = 0; i < ia_nrecord_lists; i++) {
		const struct ia_record_list *list = &ia_record_lists[i];
		struct json_object *records;
		const char *wrong;

		if (!list->name)
			continue;
		records = ia_json_member(root, list->name);
		if (!records && ia_file_optional(list->file)) {
			m->absent[list->file] = !has_file(root, list->file);
			continue;
		}
		wrong = ia_json_read_records(m->arena, records, list->id,
					     (void **)((char *)m + list->items),
					     (size_t *)((char *)m + list->count));
		if (wrong)
			return ia_format(m->arena, "is a snapshot whose \"%s\" %s", list->name,
					 wrong);
	}
	return NULL;
}

/* Return: NULL, or what is wrong. */
static const char *read_host(struct ia_machine *m, struct json_object *from)
{
	struct ia_host *host = &m->host;
	struct json_object *vfio = ia_json_member(from, "vfio");
	struct json_object *boot = ia_json_member(from, "boot");
	const char *wrong;

	if (!ia_json_is_object(from))
		return "is not an object";
	host->read = true;
	host->has_vfio = vfio;
	host->has_boot = boot;
	wrong = ia_json_read_record(m->arena, ia_json_member(from, "numa"), IA_RECORD_HOST_NUMA,
				    &host->numa);
	if (!wrong)
		wrong = ia_json_read_record(m->arena, ia_json_member(from, "config"),
					    IA_RECORD_HOST_CONFIG, &host->config);
	if (!wrong && vfio)
		wrong = ia_json_read_record(m->arena, vfio, IA_RECORD_HOST_VFIO, &host->vfio);
	if (!wrong)
		wrong = ia_json_read_records(m->arena, ia_json_member(from, "hugepages"),
					     IA_RECORD_HOST_HUGEPAGES, (void **)&host->hugepages,
					     &host->nhugepages);
	if (!wrong && ia_json_member(from, "limits"))
		wrong = ia_json_read_record(m->arena, ia_json_member(from, "limits"),
					    IA_RECORD_HOST_LIMITS, &host->limits);
	if (!wrong && ia_json_member(from, "nodes"))
		wrong = ia_json_read_records(m->arena, ia_json_member(from, "nodes"),
					     IA_RECORD_HOST_NODE, (void **)&host->nodes,
					     &host->nnodes);
	if (!wrong && ia_json_member(from, "node_pages"))
		wrong = ia_json_read_records(m->arena, ia_json_member(from, "node_pages"),
					     IA_RECORD_HOST_NODE_PAGES, (void **)&host->node_pages,
					     &host->nnode_pages);
	if (!wrong && boot)
		wrong = ia_json_read_record(m->arena, boot, IA_RECORD_HOST_NEXT_BOOT, &host->boot);
	if (!wrong && boot)
		wrong = ia_json_read_records(m->arena, ia_json_member(from, "modules"),
					     IA_RECORD_HOST_MODULE, (void **)&host->modules,
					     &host->nmodules);
	if (!wrong)
		wrong = ia_json_read_records(m->arena, ia_json_member(from, "devices"),
					     IA_RECORD_HOST_DEVICE, (void **)&host->devices,
					     &host->ndevices);
	if (!wrong && ia_json_has(from, "names"))
		wrong = ia_json_read_records(m->arena, ia_json_member(from, "names"),
					     IA_RECORD_HOST_NAMES, (void **)&host->names,
					     &host->nnames);
	if (!wrong && ia_json_has(from, "platform"))
		wrong = ia_json_read_record(m->arena, ia_json_member(from, "platform"),
					    IA_RECORD_HOST_PLATFORM, &host->platform);
	if (!wrong && ia_json_has(from, "firmware"))
		wrong = ia_json_read_records(m->arena, ia_json_member(from, "firmware"),
					     IA_RECORD_HOST_FIRMWARE, (void **)&host->firmware,
					     &host->nfirmware);
	if (!wrong && ia_json_has(from, "usage"))
		wrong = ia_json_read_record(m->arena, ia_json_member(from, "usage"),
					    IA_RECORD_HOST_USAGE, &host->usage);
	if (!wrong && ia_json_has(from, "uses"))
		wrong = ia_json_read_records(m->arena, ia_json_member(from, "uses"),
					     IA_RECORD_HOST_USE, (void **)&host->uses,
					     &host->nuses);
	return wrong;
}

/**
 * ia_snapshot_take() - read a machine from a snapshot
 * @m: an empty machine with an arena; filled, not joined
 * @root: the document; what it is, is checked before what it holds
 *
 * Return: NULL, or what is wrong.
 */
const char *ia_snapshot_take(struct ia_machine *m, struct json_object *root)
{
	struct json_object *host = ia_json_member(root, "host");
	const char *wrong = ia_document_kind(m->arena, root, "iommu_audit snapshot",
					     "snapshot");

	if (!wrong)
		wrong = read_lists(m, root);
	if (!wrong)
		wrong = read_origin(m, root);
	if (wrong)
		return wrong;
	/* Snapshots of older tools have no record of the host. */
	wrong = host ? read_host(m, host) : NULL;
	if (wrong)
		return ia_format(m->arena, "is a snapshot whose \"host\" %s", wrong);
	/* So what is missing reads as left out, and what it should not have is not used. */
	if (m->baseline == IA_YES)
		ia_baseline_leave_out(m);
	return read_names(m, ia_json_member(root, "names"));
}
