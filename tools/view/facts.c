// SPDX-License-Identifier: GPL-2.0
#include "records.h"

#include <string.h>

#include <json-c/json.h>

static struct json_object *text(const char *value)
{
	return strcmp(value, "-") ? json_object_new_string(value) : NULL;
}

static struct json_object *address(ia_address value)
{
	char buf[IA_ADDRESS_SIZE];

	return json_object_new_string(ia_address_text(buf, value, true));
}

static struct json_object *counts(const struct ia_counts *from)
{
	struct json_object *object = json_object_new_object();
	size_t i;

	for (i = 0; i < from->count; i++)
		ia_json_add_count(object, from->items[i].word, from->items[i].count);
	return object;
}

/**
 * ia_json_share() - a group with more than one device, and why
 * @share: the explained group
 */
struct json_object *ia_json_share(const struct ia_share *share)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	size_t i;

	json_object_object_add(object, "group", text(share->group->name_text));
	for (i = 0; i < share->group->count_text; i++)
		json_object_array_add(list, text(share->group->members_text[i]));
	json_object_object_add(object, "devices", list);
	json_object_object_add(object, "reason",
			       text(ia_share_word(share->reason)));
	list = json_object_new_array();
	for (i = 0; i < share->nports; i++)
		json_object_array_add(list, address(share->ports[i]->port));
	json_object_object_add(object, "ports", list);
	return object;
}

static struct json_object *owned(const struct ia_facts *f)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < f->nowned; i++) {
		struct json_object *object = json_object_new_object();

		json_object_object_add(object, "dev", address(f->owned[i]->address));
		json_object_object_add(object, "driver", text(f->owned[i]->driver_text));
		json_object_object_add(object, "domain", text(f->owned[i]->domain_text));
		json_object_object_add(object, "default", text(f->owned[i]->def_text));
		json_object_array_add(list, object);
	}
	return list;
}

static struct json_object *pfs(const struct ia_machine *m,
			       const struct ia_facts *f)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < f->npfs; i++) {
		const struct ia_pf *pf = &f->pfs[i];
		struct json_object *object = json_object_new_object();

		json_object_object_add(object, "dev", address(pf->device->address));
		json_object_object_add(object, "driver", text(pf->device->driver_text));
		json_object_object_add(object, "numvfs", pf->device->numvfs_text < 0 ?
				       text("unknown") :
				       json_object_new_int64(pf->device->numvfs_text));
		ia_json_add_count(object, "totalvfs", pf->device->totalvfs_text);
		ia_json_add_count(object, "groups", pf->groups);
		ia_json_add_count(object, "alone_in_group", pf->alone);
		json_object_object_add(object, "vf_drivers", counts(&pf->drivers));
		json_object_object_add(object, "last_request", pf->last ?
				       ia_json_request(m, pf->last) : NULL);
		json_object_array_add(list, object);
	}
	return list;
}

static struct json_object *drifts(const struct ia_facts *f)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < f->ndrifts; i++) {
		struct json_object *object =
			ia_json_record(f->drifts[i]->record, IA_FILE_ACS);

		json_object_object_del(object, "dev");
		json_object_object_del(object, "hop");
		json_object_array_add(list, object);
	}
	return list;
}

/**
 * ia_json_report() - the report for programs
 * @machine: a joined machine
 * @facts: what was worked out of it
 */
struct json_object *ia_json_report(const struct ia_machine *machine,
				   const struct ia_facts *facts)
{
	static const char *const words[] = {
		[IA_TRANSLATION_NO_IOMMU] = "no_iommu",
		[IA_TRANSLATION_OFF] = "off",
		[IA_TRANSLATION_ON] = "on",
		[IA_TRANSLATION_PARTLY] = "partly",
		[IA_TRANSLATION_UNLISTED] = "unlisted_iommu",
		[IA_TRANSLATION_UNKNOWN] = "unknown",
	};
	struct json_object *report = ia_json_answer("iommu_audit report");
	struct json_object *units = json_object_new_object();
	struct json_object *list;
	size_t i;

	json_object_object_add(report, "kernel", text(machine->kernel_text));
	json_object_object_add(report, "cmdline", text(machine->cmdline_text));
	json_object_object_add(report, "vendor",
			       machine->files[IA_FILE_UNITS].count ?
			       text(facts->vendor) : NULL);
	json_object_object_add(report, "translation",
			       text(words[facts->translation]));
	ia_json_add_count(units, "on", facts->on);
	ia_json_add_count(units, "off", facts->off);
	ia_json_add_count(units, "unknown", facts->unknown);
	json_object_object_add(report, "units", units);
	json_object_object_add(report, "interrupt_remapping",
			       counts(&facts->intremap));
	ia_json_add_count(report, "devices", machine->ndevices);
	ia_json_add_count(report, "groups", machine->ngroups);
	json_object_object_add(report, "domains", counts(&facts->domains));
	json_object_object_add(report, "default_modes", counts(&facts->modes));
	list = json_object_new_array();
	for (i = 0; i < facts->nshares; i++)
		json_object_array_add(list, ia_json_share(&facts->shares[i]));
	json_object_object_add(report, "shared_groups", list);
	json_object_object_add(report, "user_owned", owned(facts));
	json_object_object_add(report, "virtual_functions", pfs(machine, facts));
	json_object_object_add(report, "vf_requests_not_seen_because",
			       facts->requests_blind ?
			       text(facts->requests_blind) : NULL);
	json_object_object_add(report, "events_dropped", facts->dropped.known ?
			       json_object_new_uint64(facts->dropped.n) : text("unknown"));
	json_object_object_add(report, "acs_drift", drifts(facts));
	list = json_object_new_array();
	for (i = 0; i < facts->nblind; i++)
		json_object_array_add(list, ia_json_record(facts->blind[i],
							   IA_FILE_VERSION));
	json_object_object_add(report, "not_fully_seen", list);
	json_object_object_add(report, "faults",
			       ia_json_faults(machine->arena, &facts->faults,
					      false));
	json_object_object_add(report, "unknown_values", counts(&facts->missing));
	return report;
}
