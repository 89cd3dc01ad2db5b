// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"
#include "host.h"

static const struct ia_value_rule device_rules[] = {
	{ "default", "default_domain", "default domain", IA_CONCERN_HOST_DMA,
	  "none identity DMA-FQ DMA", { 0 }, {
		{ IA_WORSE, IOMMU_AUDIT_DOMAIN_IDENTITY,
		  "DMA of the host's own drivers reaches all memory; "
		  "what VFIO holds is translated all the same" },
		{ IA_WORSE, IOMMU_AUDIT_DOMAIN_DMA_FQ,
		  "an unmapped page can still be reached until the queue is flushed" },
		{ IA_WORSE, IOMMU_AUDIT_NONE, "no IOMMU keeps it from any memory" } } },
	{ "domain", "attached_domain", "attached domain", IA_CONCERN_PASSTHROUGH,
	  NULL, { 0 }, {
		{ IA_CHANGED, IOMMU_AUDIT_DOMAIN_UNMANAGED, "user space holds it" },
		{ IA_CHANGED, IOMMU_AUDIT_DOMAIN_BLOCKED, "it can reach no memory" } } },
	{ "driver", "driver", "driver", IA_CONCERN_PASSTHROUGH, NULL, { 0 }, {
		{ IA_CHANGED, IOMMU_AUDIT_NOT_APPLICABLE, "nothing drives it" } } },
	{ "flr", "flr", "function level reset", IA_CONCERN_PASSTHROUGH, "0 1", IA_YES_NO, {
		{ IA_WORSE, NULL,
		  "between two guests it can only be reset in ways that others may notice" } } },
	{ "untrusted", "untrusted", "untrusted", IA_CONCERN_HOST_DMA, NULL, IA_YES_NO, {
		{ IA_CHANGED, "1", "the kernel translates it strictly, whatever is asked for" },
		{ IA_CHANGED, "0", "the kernel trusts it as any other" } } },
	{ "numa", "numa_node", "NUMA node", IA_CONCERN_PASSTHROUGH, NULL, { 0 }, {
		{ IA_CHANGED, NULL, "memory and processors near to it are others" } } },
	{ "ats", "ats", "ATS", IA_CONCERN_P2P, "off on", { 0 }, {
		{ IA_WORSE, NULL,
		  "without translated requests Direct Translated keeps nothing at the switch" } } },
	{ "pri", "pri", "PRI", IA_CONCERN_PASSTHROUGH, NULL, { 0 }, { { 0 } } },
	{ "pasid", "pasid", "PASID", IA_CONCERN_PASSTHROUGH, NULL, { 0 }, { { 0 } } },
	{ "totalvfs", "totalvfs", "VFs it can have", IA_CONCERN_VFS, "#", { 0 }, {
		{ IA_WORSE, NULL, "firmware or driver gives it fewer" } } },
	{ "numvfs", "numvfs", "VFs", IA_CONCERN_VFS, "#", { 0 }, {
		{ IA_WORSE, NULL, "what used those VFs has none" } } },
};

static const struct ia_value_rule unit_rules[] = {
	{ "translation", "translation", "translation", IA_CONCERN_IOMMU, "0 1", IA_ON_OFF, {
		{ IA_WORSE, NULL, "no isolation, and VFIO gives nothing away" } } },
	{ "intremap", "interrupt_remapping", "interrupt remapping", IA_CONCERN_IOMMU,
	  "0 1", IA_ON_OFF, {
		{ IA_WORSE, NULL,
		  "a device can send any interrupt; "
		  "VFIO refuses unless unsafe interrupts are allowed" } } },
	{ "posted", "posted_interrupts", "posted interrupts", IA_CONCERN_IOMMU, "0 1", IA_YES_NO, {
		{ IA_WORSE, NULL, "interrupts of a guest's devices go through the host" } } },
	{ "caching_mode", "caching_mode", "caching mode", IA_CONCERN_IOMMU, NULL, IA_ON_OFF, {
		{ IA_CHANGED, "1", "the unit is emulated, and Linux is strict with it" } } },
	{ "version", "unit_version", "version of the unit", IA_CONCERN_IOMMU, NULL, { 0 },
	  { { 0 } } },
	{ "scope", "scope", "what the unit serves", IA_CONCERN_IOMMU, ",", { 0 }, { { 0 } } },
};

#define COUNT(rules)	(sizeof(rules) / sizeof(*(rules)))

static bool is(const char *a, const char *b)
{
	return !strcmp(a, b);
}

static void compare(struct ia_diff *diff, const struct ia_value_rule *rule,
		    const struct ia_record *old, const struct ia_record *now,
		    const struct ia_pair_of *device, const char *subject)
{
	ia_diff_value(diff, rule, ia_record_get(old, rule->key),
		      ia_record_get(now, rule->key), device, subject);
}

/* What is attached follows the default, but where user space steps in. */
static bool follows(const struct ia_device *d)
{
	return is(d->domain_text, d->def_text);
}

static void compare_device(struct ia_diff *diff, const struct ia_pair_of *p)
{
	size_t i;

	for (i = 0; i < COUNT(device_rules); i++) {
		if (is(device_rules[i].key, "domain") && follows(p->old) &&
		    follows(p->now))
			continue;
		compare(diff, &device_rules[i], p->old->record, p->now->record, p,
			NULL);
	}
}

/* Another card in the same slot: what rests on the slot stays as it was. */
static void tell_replaced(struct ia_diff *diff, const struct ia_pair_of *p)
{
	struct ia_change change = {
		.rule = "replaced", .title = "replaced", .concern = IA_CONCERN_DEVICES,
		.trend = IA_CHANGED,
		.old = ia_host_device(diff->old, p->old, "serial"),
		.now = ia_host_device(diff->now, p->now, "serial"),
		.meaning = "another one of the same kind, by its serial number",
	};

	ia_diff_add(diff, &change, p);
}

static void tell_place(struct ia_diff *diff, const struct ia_pair_of *p)
{
	struct ia_change change = {
		.concern = IA_CONCERN_PASSTHROUGH,
		.trend = p->taken ? IA_WORSE : IA_CHANGED,
		.meaning = p->taken ?
			"the old address is another function's now: "
			"what names it by address means the wrong one" :
			"what names it by address has to follow",
	};

	if (p->how == IA_PAIR_MOVED) {
		change.rule = "moved";
		change.title = change.rule;
		if (p->old->address == p->now->address)
			change.meaning = "the bridges above it are others";
	} else if (p->old->address != p->now->address) {
		change.rule = "renumbered";
		change.title = change.rule;
	} else {
		return;
	}
	ia_diff_add(diff, &change, p);
}

/* A VF that came or went with the number of VFs is told by that number. */
static bool told_by_pf(const struct ia_diff *diff, const struct ia_pair_of *p)
{
	const struct ia_pair_of *pf;

	if (p->old && p->old->pf_text != IA_NO_ADDRESS)
		pf = ia_diff_of_old(diff, p->old->pf_text);
	else if (p->now && p->now->pf_text != IA_NO_ADDRESS)
		pf = ia_diff_of_now(diff, p->now->pf_text);
	else
		return false;
	return pf && (!pf->old || !pf->now || pf->old->numvfs_text != pf->now->numvfs_text);
}

static void tell_presence(struct ia_diff *diff, const struct ia_pair_of *p)
{
	static const struct ia_change changes[] = {
		[IA_PAIR_CAME] = { .rule = "came", .title = "came",
			.concern = IA_CONCERN_DEVICES, .trend = IA_CHANGED },
		[IA_PAIR_WENT] = { .rule = "went", .title = "went",
			.concern = IA_CONCERN_DEVICES, .trend = IA_WORSE,
			.meaning = "it is not there any more" },
		[IA_PAIR_UNTOLD] = { .rule = "which", .title = "which is which",
			.concern = IA_CONCERN_DEVICES, .trend = IA_UNTOLD,
			.meaning = "alike, and in other slots: none can be told from the other" },
	};

	if (!told_by_pf(diff, p))
		ia_diff_add(diff, &changes[p->how], p);
}

static const struct ia_record *same_unit(const struct ia_records *units,
					 const struct ia_record *unit)
{
	size_t i;

	for (i = 0; i < units->count; i++) {
		const struct ia_record *other = &units->items[i];

		if (is(ia_record_get(other, "vendor"), ia_record_get(unit, "vendor")) &&
		    is(ia_record_get(other, "segment"), ia_record_get(unit, "segment")) &&
		    is(ia_record_get(other, "base"), ia_record_get(unit, "base")))
			return other;
	}
	return NULL;
}

static void tell_units(struct ia_diff *diff)
{
	const struct ia_records *old = &diff->old->files[IA_FILE_UNITS];
	const struct ia_records *now = &diff->now->files[IA_FILE_UNITS];
	struct ia_change change = { .concern = IA_CONCERN_IOMMU };
	size_t i, j;

	for (i = 0; i < old->count; i++) {
		const struct ia_record *unit = same_unit(now, &old->items[i]);

		change.subject = ia_record_get(&old->items[i], "unit");
		for (j = 0; unit && j < COUNT(unit_rules); j++)
			compare(diff, &unit_rules[j], &old->items[i], unit, NULL,
				change.subject);
		if (unit)
			continue;
		change.rule = "unit went";
		change.title = change.rule;
		change.trend = IA_WORSE;
		change.meaning = "what it served has no IOMMU";
		ia_diff_add(diff, &change, NULL);
	}
	for (i = 0; i < now->count; i++) {
		if (same_unit(old, &now->items[i]))
			continue;
		change.rule = "unit came";
		change.title = change.rule;
		change.trend = IA_BETTER;
		change.meaning = NULL;
		change.subject = ia_record_get(&now->items[i], "unit");
		ia_diff_add(diff, &change, NULL);
	}
}

static void parameters(struct ia_arena *arena, const char *line, struct ia_words *words)
{
	struct ia_cmdline cmdline;
	size_t i;

	ia_cmdline_parse(arena, line, &cmdline);
	words->items = ia_alloc(arena, cmdline.count, sizeof(*words->items));
	words->count = cmdline.count;
	for (i = 0; i < cmdline.count; i++)
		words->items[i] = cmdline.tokens[i].text;
}

static void tell_software(struct ia_diff *diff)
{
	const struct ia_machine *old = diff->old, *now = diff->now;
	struct ia_change change = { .concern = IA_CONCERN_SOFTWARE };
	const struct {
		const char *rule, *title, *old, *now;
	} values[] = {
		{ "kernel", "kernel", old->kernel_text, now->kernel_text },
		{ "cmdline", "command line", old->cmdline_text, now->cmdline_text },
		{ "module", "module", ia_machine_identity(old, "module"),
		  ia_machine_identity(now, "module") },
	};
	size_t i;

	for (i = 0; i < COUNT(values); i++) {
		if (is(values[i].old, values[i].now))
			continue;
		change.rule = values[i].rule;
		change.title = values[i].title;
		change.old = values[i].old;
		change.now = values[i].now;
		change.trend = is(change.old, IOMMU_AUDIT_UNKNOWN) ||
			       is(change.now, IOMMU_AUDIT_UNKNOWN) ?
			       IA_UNTOLD : IA_CHANGED;
		if (is(change.rule, "cmdline") && change.trend == IA_CHANGED) {
			struct ia_words before, after;

			parameters(diff->arena, change.old, &before);
			parameters(diff->arena, change.now, &after);
			ia_diff_items(diff->arena, &change, &before, &after);
			change.meaning = is(change.old, change.now) ?
				"the same parameters, in another order" : NULL;
		}
		ia_diff_add(diff, &change, NULL);
	}
}

/**
 * ia_diff_values() - tell what single values became, by tables of rules
 * @diff: with pairs; what is found is added
 */
void ia_diff_values(struct ia_diff *diff)
{
	size_t i;

	tell_units(diff);
	for (i = 0; i < diff->npairs; i++) {
		const struct ia_pair_of *p = &diff->pairs[i];

		if (!p->old || !p->now) {
			tell_presence(diff, p);
			continue;
		}
		if (p->how == IA_PAIR_REPLACED)
			tell_replaced(diff, p);
		tell_place(diff, p);
		compare_device(diff, p);
	}
	tell_software(diff);
}
