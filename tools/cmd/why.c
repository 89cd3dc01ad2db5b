// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include "../judge/why.h"
#include "../view/judge.h"

/* Members of the group that the first line names. */
#define NAMED	8
/* Columns of the labels. */
#define LABEL	"%-17s"

static const char *mates(struct ia_run *run, const struct ia_why *why)
{
	const struct ia_machine *m = &run->machine;
	struct ia_buf buf = { .arena = run->arena };
	char own[IA_ADDRESS_SIZE];
	size_t i, n = 0;

	ia_address_text(own, why->device->address, true);
	for (i = 0; i < why->group->count_text; i++) {
		if (!strcmp(why->group->members_text[i], own))
			continue;
		if (n++ < NAMED)
			ia_buf_add(&buf, "%s%s", n > 1 ? ", " : "",
				   ia_machine_member(m, why->group->members_text[i]));
	}
	if (n > NAMED)
		ia_buf_add(&buf, " and %zu more", n - NAMED);
	return buf.text;
}

static void print_head(struct ia_run *run, const struct ia_why *why)
{
	const struct ia_device *d = why->device;
	const char *items[3], *with = why->group ? mates(run, why) : NULL;
	enum ia_state state = ia_cmd_domain_state(d);

	items[0] = ia_format(run->arena, "%s %s", ia_machine_address(&run->machine, d->address),
			     ia_cmd_label(&run->machine, d));
	items[1] = !why->group ? "in no group" : with ?
		   ia_format(run->arena, "group %s with %s", d->group_text, with) :
		   ia_format(run->arena, "alone in group %s", d->group_text);
	items[2] = ia_format(run->arena, "attached %s, default %s", d->domain_text, d->def_text);
	ia_out_list(&run->out, "", items, 3, state);
	ia_out_text(&run->out, IA_PLAIN, "\n");
}

static void print_part(struct ia_run *run, const char *label, const char *text)
{
	if (text)
		ia_out_list(&run->out, ia_format(run->arena, LABEL " ", label), &text, 1, IA_PLAIN);
}

static const char *join(struct ia_run *run, const char *a, const char *b)
{
	return a && b ? ia_format(run->arena, "%s; %s.", a, b) :
	       a ? ia_format(run->arena, "%s.", a) : NULL;
}

static void print_text(struct ia_run *run, const struct ia_why *why)
{
	const struct ia_domain_why *domain = &why->domain;
	const char *change = join(run, domain->type.change,
				  domain->flush.change != domain->type.change ?
				  domain->flush.change : NULL);

	print_head(run, why);
	print_part(run, ia_format(run->arena, "Why %s", why->device->def_text),
		   join(run, domain->type.text, domain->flush.text));
	print_part(run, "To change it", change ? change : join(run, domain->flush.change, NULL));
	if (domain->attached.cause)
		print_part(run, ia_format(run->arena, "Why attached"),
			   join(run, domain->attached.text, domain->attached.change));
	print_part(run, "Why this group", why->group_text);
	print_part(run, "The others", why->others_text);
	print_part(run, "To split it", why->split_text);
	if (why->group)
		print_part(run, "Not known", IA_WHY_QUIRKS);
}

/**
 * ia_cmd_why() - iommu-audit why DEV
 * @run: the invocation
 */
enum ia_status ia_cmd_why(struct ia_run *run)
{
	struct ia_device **devices;
	struct ia_facts facts;
	struct ia_lint lint;
	struct ia_view view = { &run->machine, &facts, &lint };
	struct ia_why why;
	enum ia_status status;
	size_t count;

	if (!run->argc)
		return ia_cmd_usage("why needs the address of a PCI function: write 'iommu-audit why 03:00.0'");
	status = ia_cmd_read(run);
	if (!status)
		status = ia_cmd_devices(run, &devices, &count);
	if (status)
		return status;
	ia_facts_gather(&run->machine, &facts);
	ia_view_lint(&run->machine, &lint);
	ia_why_explain(&view, devices[0], &why);
	if (ia_opt(run, JSON))
		ia_json_print(&run->out, ia_json_why(&run->machine, &why));
	else
		print_text(run, &why);
	return IA_OK;
}
