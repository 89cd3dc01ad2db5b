// SPDX-License-Identifier: GPL-2.0
/* devices, groups, acs, units, version, snapshot: what was read, as it was read. */
#include "cmd.h"

#include <string.h>

#include "../judge/redact.h"
#include "../view/pages.h"

/* The columns that were chosen of a table of records; iommu-audit lists them elsewhere. */
static enum ia_status choose(struct ia_run *run, const struct ia_record_table *table,
			     struct ia_chosen *chosen)
{
	const char *list = ia_cmd_wanted(run), *wrong;

	*chosen = (struct ia_chosen){ 0 };
	if (!list)
		return IA_OK;
	wrong = ia_columns_choose(run->arena, table, list, chosen);
	return wrong ? ia_cmd_usage("%s", wrong) : IA_OK;
}

static enum ia_status show(struct ia_run *run, const struct ia_answer *answer,
			   const void *object)
{
	ia_answer_show(&run->out, &run->machine, answer, object, ia_opt(run, JSON));
	return IA_OK;
}

/* iommu-audit devices [DEV...]. */
enum ia_status ia_cmd_list_devices(struct ia_run *run)
{
	struct ia_chosen chosen;
	struct ia_device_list list = { .chosen = &chosen };
	enum ia_status status;

	status = choose(run, &ia_device_table, &chosen);
	if (!status)
		status = ia_cmd_read(run);
	if (!status)
		status = ia_cmd_devices(run, &list.devices, &list.count);
	return status ? status : show(run, &ia_answer_devices, &list);
}

static void add_group(struct ia_run *run, struct ia_group_list *list,
		      const struct ia_group *group)
{
	struct ia_shared_group *to = &list->groups[list->count++];
	struct ia_share *share;

	to->group = group;
	if (group->devices.count < 2)
		return;
	share = ia_alloc(run->arena, 1, sizeof(*share));
	share->group = group;
	ia_share_explain(&run->machine, share);
	to->share = share;
}

/* The groups whose numbers are the arguments, or all. */
static enum ia_status wanted(struct ia_run *run, struct ia_group_list *list)
{
	const struct ia_machine *m = &run->machine;
	size_t i;

	list->groups = ia_alloc(run->arena, run->argc + m->ngroups, sizeof(*list->groups));
	for (i = 0; !run->argc && i < m->ngroups; i++)
		add_group(run, list, &m->groups[i]);
	for (i = 0; i < (size_t)run->argc; i++) {
		const struct ia_group *group;
		uint64_t number;

		if (!ia_cmd_number(run->argv[i], &number))
			return ia_cmd_usage("'%s' is not the number of a group, such as 7: "
					    "of a device, 'iommu-audit why DEV' names it",
					    run->argv[i]);
		group = ia_machine_group(m, number);
		if (!group)
			return ia_cmd_usage("no IOMMU group %s here: see 'iommu-audit groups'",
					    run->argv[i]);
		add_group(run, list, group);
	}
	return IA_OK;
}

/* iommu-audit groups [N...]; with --predict those that would be. */
enum ia_status ia_cmd_groups(struct ia_run *run)
{
	struct ia_chosen chosen;
	struct ia_group_list list = { .chosen = &chosen };
	enum ia_status status;

	if (ia_opt(run, PREDICT))
		return ia_cmd_predict(run);
	if (ia_opt(run, WITH) || ia_opt(run, KERNEL))
		return ia_cmd_usage("--with and --kernel need --predict: they do not change the actual groups");
	status = choose(run, &ia_group_table, &chosen);
	if (!status)
		status = ia_cmd_read(run);
	if (!status)
		status = wanted(run, &list);
	return status ? status : show(run, &ia_answer_groups, &list);
}

/* iommu-audit units. */
enum ia_status ia_cmd_units(struct ia_run *run)
{
	struct ia_chosen chosen;
	struct ia_unit_list list = { .chosen = &chosen };
	enum ia_status status;

	status = choose(run, &ia_unit_table, &chosen);
	if (!status)
		status = ia_cmd_read(run);
	if (status)
		return status;
	list.units = run->machine.units;
	list.count = run->machine.nunits;
	return show(run, &ia_answer_units, &list);
}

/* iommu-audit acs [DEV...]. */
enum ia_status ia_cmd_acs(struct ia_run *run)
{
	struct ia_acs_list list = { 0 };
	enum ia_status status;
	size_t i, j;

	status = ia_cmd_read(run);
	if (!status)
		status = ia_cmd_devices(run, &list.devices, &list.ndevices);
	if (status)
		return status;
	for (i = 0; i < list.ndevices; i++)
		list.nports += list.devices[i]->nports;
	list.ports = ia_alloc(run->arena, list.nports, sizeof(*list.ports));
	list.nports = 0;
	for (i = 0; i < list.ndevices; i++) {
		for (j = 0; j < list.devices[i]->nports; j++) {
			const struct ia_acs *acs = &list.devices[i]->ports[j];

			list.ports[list.nports++] =
				(struct ia_acs_row){ acs, ia_acs_drifted(acs) };
		}
	}
	return show(run, &ia_answer_acs, &list);
}

/*
 * iommu-audit version.
 *
 * Tells the tool's own version even when the module is not to be had.
 */
enum ia_status ia_cmd_version(struct ia_run *run)
{
	const struct ia_machine *m = &run->machine;
	enum ia_status status = ia_cmd_read(run);
	struct ia_version version = { .tool = IA_VERSION };

	if (!status)
		version = (struct ia_version){
			.tool = IA_VERSION, .identity = &m->identity,
			.sources = m->sources, .nsources = m->nsources,
			.monitors = m->monitors, .nmonitors = m->nmonitors,
		};
	show(run, &ia_answer_version, &version);
	return status;
}

/* iommu-audit snapshot [-o FILE]; - is standard output. */
enum ia_status ia_cmd_snapshot(struct ia_run *run)
{
	enum ia_status status = ia_cmd_will_write(run, ia_opt(run, OUTPUT));
	struct ia_redaction redaction = { .arena = run->arena };
	const char *text, *host = NULL;
	size_t len;

	if (!status && ia_opt(run, REDACT) && !ia_opt(run, FROM))
		host = ia_read_line(run->arena, &run->root, "/proc/sys/kernel/hostname");
	if (!status)
		status = ia_cmd_read(run);
	if (status)
		return status;
	ia_redact_host(&redaction, &run->machine, host);
	ia_redact_interfaces(&redaction, &run->machine);
	if (ia_opt(run, BASELINE))
		ia_redact_to_baseline(&run->machine);
	text = ia_snapshot_text(&run->machine, IA_VERSION,
				ia_opt(run, REDACT) ? &redaction : NULL);
	len = strlen(text);
	if (len > IA_MAX_FOREIGN)
		return ia_cmd_usage("the snapshot would be %zu MiB: of a file, at most %u MiB are read again",
				    len >> 20, IA_MAX_FOREIGN >> 20);
	return ia_cmd_write(run, text);
}
