// SPDX-License-Identifier: GPL-2.0
#include "attention.h"

#include <string.h>

#include "rules.h"

/* A finding about one function. */
static void set_function(const struct ia_machine *m, struct ia_attention *one,
			 const struct ia_device *device)
{
	one->functions = ia_alloc(m->arena, 1, sizeof(*one->functions));
	one->functions[one->nfunctions++] = device;
}

static void set_port(const struct ia_machine *m, struct ia_attention *one, ia_address port)
{
	ia_address *ports = ia_alloc(m->arena, 1, sizeof(*ports));

	*ports = port;
	one->ports = ports;
	one->nports = 1;
}

/* A source without an address is the unit itself, or one that only its unit tells from others. */
static bool is_same_source(const struct ia_fault *a, const struct ia_fault *b)
{
	if (a->source != b->source || ia_is_address(a->source))
		return a->source == b->source;
	return a->unit.known && b->unit.known && !strcmp(a->unit.text, b->unit.text);
}

/* Each source that faults now, with its most frequent reason: those of one stand together. */
static void add_faults(const struct ia_machine *m, const struct ia_faults *f,
		       struct ia_attentions *list)
{
	const struct ia_fault *before = NULL;
	size_t i;

	for (i = 0; i < f->count; i++) {
		struct ia_attention *one;

		if (!f->items[i].now || (before && is_same_source(before, f->items[i].fault)))
			continue;
		before = f->items[i].fault;
		one = ia_attention_add(m, list, IA_ATTENTION_FAULTS, IA_SEVERITY_BROKEN);
		one->fault = &f->items[i];
		one->unit = ia_machine_unit(m, &f->items[i].fault->unit);
		if (f->items[i].device)
			set_function(m, one, f->items[i].device);
	}
}

/* Invalidations that were refused, failed, or that no function answered. */
static void add_errors(const struct ia_machine *m, struct ia_attentions *list)
{
	size_t i;

	for (i = 0; i < m->nfault_units; i++) {
		const struct ia_fault_unit *unit = &m->fault_units[i];
		const struct ia_number *counts[] = {
			&unit->inv_queue_errors, &unit->inv_completion_errors, &unit->inv_timeouts,
		};
		struct ia_attention *one;
		uint64_t sum = 0;
		size_t j;

		for (j = 0; j < sizeof(counts) / sizeof(*counts); j++)
			sum += counts[j]->known ? counts[j]->n : 0;
		if (!sum)
			continue;
		one = ia_attention_add(m, list, IA_ATTENTION_ERRORS, IA_SEVERITY_BROKEN);
		one->unit = ia_machine_unit(m, &unit->unit);
		one->count = ia_number_of(sum);
		for (j = 0; j < m->ninvalidations; j++) {
			const struct ia_device *device =
				ia_machine_device(m, m->invalidations[j].requester);

			if (device && !one->nfunctions &&
			    ia_machine_unit(m, &m->invalidations[j].unit) == one->unit)
				set_function(m, one, device);
		}
	}
}

/* A unit whose registers not even the module could read is gone, or not what its table says. */
static void add_unread(const struct ia_machine *m, struct ia_attentions *list)
{
	size_t i;

	if (!ia_from_module(m) || m->identity.privileged == IA_YES)
		return;
	for (i = 0; i < m->nunits; i++) {
		if (!ia_is_value(m->units[i].translation))
			ia_attention_add(m, list, IA_ATTENTION_UNITS_UNREAD,
					 IA_SEVERITY_ATTENTION)->unit = &m->units[i];
	}
}

/* What no unit serves reaches all memory. Processors and bridges send no DMA of their own. */
static void add_uncovered(const struct ia_machine *m, struct ia_attentions *list)
{
	const struct ia_device **bare = ia_alloc(m->arena, m->ndevices, sizeof(*bare));
	struct ia_attention *one;
	size_t i, count = 0;

	for (i = 0; m->ngroups && i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		if (d->group.absent && ia_is_assignable(ia_kind_of(d)) &&
		    !ia_waits_for_driver(m, d))
			bare[count++] = d;
	}
	if (!count)
		return;
	one = ia_attention_add(m, list, IA_ATTENTION_UNCOVERED, IA_SEVERITY_ATTENTION);
	one->functions = bare;
	one->nfunctions = count;
}

static void add_drifts(const struct ia_machine *m, const struct ia_facts *f,
		       struct ia_attentions *list)
{
	size_t i;

	for (i = 0; i < f->ndrifts; i++) {
		struct ia_attention *one = ia_attention_add(m, list, IA_ATTENTION_DRIFT,
							    IA_SEVERITY_ATTENTION);
		const struct ia_device *port = ia_machine_device(m, f->drifts[i]->port);

		one->drift = f->drifts[i];
		set_port(m, one, f->drifts[i]->port);
		if (port)
			set_function(m, one, port);
	}
}

/* What a rule says of the host, where that is bad. */
static void add_rule(const struct ia_check *check, struct ia_attentions *list,
		     const struct ia_rule *rule, enum ia_attention_kind kind,
		     enum ia_severity severity)
{
	struct ia_finding *finding = ia_alloc(check->machine->arena, 1, sizeof(*finding));

	if (ia_rule_run(check, rule, finding) &&
	    (finding->verdict == IA_FAIL || finding->verdict == IA_WARN))
		ia_attention_add(check->machine, list, kind, severity)->rule = finding;
}

/* What of the command line switches IOMMUs off. */
static void add_switches(const struct ia_machine *m, struct ia_attention *one)
{
	const struct ia_lint *lint = ia_lint_machine(m);
	enum ia_vendor vendor = ia_is_value(m->vendor) ? m->vendor : m->processor;
	const struct ia_lint_parameter *off[] = {
		ia_lint_sets(lint, IA_SETTING_DMA_OFF, IA_SET_ON),
		vendor == IA_VENDOR_AMD ? NULL : ia_lint_sets(lint, IA_SETTING_VTD, IA_SET_OFF),
		vendor == IA_VENDOR_VTD ? NULL :
			ia_lint_sets(lint, IA_SETTING_AMD, IA_SET_OFF),
	};
	size_t i;

	one->parameters = ia_alloc(m->arena, sizeof(off) / sizeof(*off), sizeof(*one->parameters));
	for (i = 0; m->cmdline.known && i < sizeof(off) / sizeof(*off); i++) {
		if (off[i])
			one->parameters[one->nparameters++] = off[i];
	}
}

/* Nothing shows what the IOMMUs do, but somebody asked the kernel to leave them off. */
static void add_told_off(const struct ia_machine *m, struct ia_attentions *list)
{
	struct ia_attention one = { .kind = IA_ATTENTION_IOMMU_OFF };

	add_switches(m, &one);
	if (!one.nparameters)
		return;
	one.severity = IA_SEVERITY_ATTENTION;
	*ia_attention_add(m, list, one.kind, one.severity) = one;
}

/* In a guest that no unit is there is for its host to change, and nothing that broke. */
static void add_off(const struct ia_check *check, struct ia_attentions *list)
{
	const struct ia_machine *m = check->machine;
	bool partly = check->facts.translation == IA_TRANSLATION_PARTLY;

	if (m->identity.privileged == IA_YES &&
	    check->facts.translation == IA_TRANSLATION_UNKNOWN) {
		ia_attention_add(m, list, IA_ATTENTION_XEN, IA_SEVERITY_ATTENTION);
		return;
	}
	add_rule(check, list, &ia_rule_iommu_on,
		 partly ? IA_ATTENTION_UNITS_OFF : IA_ATTENTION_IOMMU_OFF,
		 partly || ia_around(m) == IA_AROUND_GUEST ? IA_SEVERITY_ATTENTION :
							      IA_SEVERITY_BROKEN);
	if (list->count && !partly)
		add_switches(m, &list->items[list->count - 1]);
	else if (!list->count && check->facts.translation == IA_TRANSLATION_UNKNOWN && !m->ngroups)
		add_told_off(m, list);
}

/*
 * Whether interrupts are remapped matters to who assigns devices. Where no unit tells, the command
 * line may: nothing forces intremap=off back on.
 */
static void add_intremap(const struct ia_check *check, struct ia_attentions *list)
{
	const struct ia_machine *m = check->machine;
	const struct ia_lint_parameter *off;
	struct ia_attention *one;
	size_t had = list->count;

	if (check->facts.translation == IA_TRANSLATION_NO_IOMMU)
		return;
	add_rule(check, list, &ia_rule_interrupt_remapping, IA_ATTENTION_INTREMAP,
		 IA_SEVERITY_ATTENTION);
	if (!m->cmdline.known || list->count > had || check->facts.intremap[IA_YES])
		return;
	off = ia_lint_sets(ia_lint_machine(m), IA_SETTING_INTREMAP, IA_SET_OFF);
	if (!off)
		return;
	one = ia_attention_add(m, list, IA_ATTENTION_INTREMAP, IA_SEVERITY_ATTENTION);
	one->parameters = ia_alloc(m->arena, 1, sizeof(*one->parameters));
	one->parameters[one->nparameters++] = off;
}

/* Broken ones first, and otherwise in the order in which they were found. */
static void sort(struct ia_attentions *list)
{
	size_t i, j;

	for (i = 1; i < list->count; i++) {
		struct ia_attention one = list->items[i];

		for (j = i; j && list->items[j - 1].severity > one.severity; j--)
			list->items[j] = list->items[j - 1];
		list->items[j] = one;
	}
}

/**
 * ia_attention_gather() - find what of a machine deserves attention
 * @machine: a joined machine
 * @facts: what its records amount to
 * @list: filled; lives as long as the machine
 *
 * Parts of the chipset, a port with the only device below it, what nobody assigns and what VFIO
 * has on purpose are facts, and what is not known is no finding.
 */
void ia_attention_gather(const struct ia_machine *machine, const struct ia_facts *facts,
			 struct ia_attentions *list)
{
	struct ia_check check;

	*list = (struct ia_attentions){ .assigns = ia_attention_assigns(machine, facts) };
	ia_check_run(machine, IA_PROFILE_BASELINE, NULL, 0, &check);
	add_off(&check, list);
	add_faults(machine, &facts->faults, list);
	add_rule(&check, list, &ia_rule_hardware, IA_ATTENTION_HARDWARE, IA_SEVERITY_BROKEN);
	add_rule(&check, list, &ia_rule_protected_memory, IA_ATTENTION_PROTECTED,
		 IA_SEVERITY_BROKEN);
	add_errors(machine, list);
	add_unread(machine, list);
	if (list->assigns)
		add_intremap(&check, list);
	add_uncovered(machine, list);
	add_drifts(machine, facts, list);
	ia_attention_overrides(machine, list);
	ia_attention_shares(machine, facts, list);
	ia_attention_vfio(&check, list);
	ia_attention_ids(machine, facts, list);
	ia_attention_tokens(machine, list);
	sort(list);
}
