// SPDX-License-Identifier: GPL-2.0
/* What the kernel command line asks for, and nobody gets */
#include "attention.h"

#include <stdio.h>
#include <string.h>

#include "../machine/kind.h"
#include "effective.h"

#define OVERRIDE	"pcie_acs_override"

/* Vendor and device of "id:1000:0072" behind its "id:", or of an entry of ids=. */
static bool names_id(const char *text, const struct ia_device *device)
{
	unsigned int vendor, model;

	return sscanf(text, "%x:%x", &vendor, &model) == 2 && vendor <= 0xffff &&
	       model <= 0xffff && device->vendor.known && device->device.known &&
	       ia_pci_id(device) == (vendor << 16 | model);
}

/**
 * ia_attention_meant() - tell whether ids= of vfio-pci on the command line name a function
 * @machine: the machine
 * @device: a function of it
 */
bool ia_attention_meant(const struct ia_machine *machine, const struct ia_device *device)
{
	const struct ia_lint_parameter *by;
	struct ia_words ids;
	size_t i;

	if (!machine->cmdline.known)
		return false;
	by = ia_lint_setting(ia_lint_machine(machine), IA_SETTING_VFIO_IDS);
	if (!by)
		return false;
	ia_words_split(machine->arena, by->value, ',', &ids);
	for (i = 0; i < ids.count; i++) {
		if (names_id(ids.items[i], device))
			return true;
	}
	return false;
}

static struct ia_attention *add_one(const struct ia_machine *m, struct ia_attentions *list,
				    enum ia_attention_kind kind,
				    const struct ia_lint_parameter *parameter)
{
	struct ia_attention *one = ia_attention_add(m, list, kind, IA_SEVERITY_ATTENTION);
	const struct ia_lint *lint = ia_lint_machine(m);

	one->functions = ia_alloc(m->arena, m->ndevices, sizeof(*one->functions));
	one->parameters = ia_alloc(m->arena, lint->count, sizeof(*one->parameters));
	one->parameters[one->nparameters++] = parameter;
	return one;
}

/**
 * ia_attention_ids() - find functions that ids= name for vfio-pci, and that it does not have
 * @machine: the machine
 * @facts: what its records amount to
 * @list: what was found so far
 */
void ia_attention_ids(const struct ia_machine *machine, const struct ia_facts *facts,
		      struct ia_attentions *list)
{
	struct ia_effective effective = { .arena = machine->arena };
	struct ia_context context = { machine, facts, NULL };
	const struct ia_lint_parameter *by;
	size_t i, j;

	if (!machine->cmdline.known)
		return;
	context.lint = ia_lint_machine(machine);
	by = ia_lint_setting(context.lint, IA_SETTING_VFIO_IDS);
	ia_effective_vfio(&context, &effective);
	for (i = 0; i < effective.count; i++) {
		const struct ia_outcome *outcome = &effective.items[i];
		struct ia_attention *one = NULL;

		for (j = 0; j < outcome->ndevices && outcome->met == IA_MET_NO; j++) {
			const struct ia_device *d = outcome->devices[j];

			if (ia_is_unknown(d->driver) ||
			    ia_driver_kind(d) == IA_DRIVER_VFIO)
				continue;
			if (!one) {
				one = add_one(machine, list, IA_ATTENTION_NOT_BOUND, by);
				one->entry = outcome->requested.args[0].text;
			}
			one->functions[one->nfunctions++] = d;
		}
	}
}

/* Functions of an id that are isolated without the patch: what it says of them changes nothing. */
static void add_entry(const struct ia_machine *m, const struct ia_prediction *without,
		      const struct ia_lint_parameter *parameter, const char *word,
		      struct ia_attentions *list)
{
	const struct ia_device **named = ia_alloc(m->arena, m->ndevices, sizeof(*named));
	struct ia_attention *one;
	size_t i, count = 0;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		if (!names_id(word + 3, d))
			continue;
		if (ia_predicted_of(without, d)->isolation.isolates != IA_YES)
			return;
		named[count++] = d;
	}
	if (!count)
		return;
	one = add_one(m, list, IA_ATTENTION_TOKEN, parameter);
	one->entry = word;
	one->functions = named;
	one->nfunctions = count;
}

static void add_entries(const struct ia_machine *m, const struct ia_lint_parameter *parameter,
			struct ia_attentions *list)
{
	const struct ia_prediction *without = ia_predict_unforced(m);
	const char *value = strchr(parameter->token->text, '=');
	struct ia_words words;
	size_t i;

	if (!without || !value)
		return;
	ia_words_split(m->arena, value + 1, ',', &words);
	for (i = 0; i < words.count; i++) {
		if (!strncmp(words.items[i], "id:", 3))
			add_entry(m, without, parameter, words.items[i], list);
	}
}

/* A display that the host gave away: what keeps the host's drivers off it matters. */
static bool gives_display(const struct ia_machine *m)
{
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		if (ia_kind_of(&m->devices[i]) == IA_KIND_GPU && ia_user_owned(&m->devices[i]))
			return true;
	}
	return false;
}

/*
 * Whether a word does nothing of what it asks for. One that works and has a better name, or that a
 * later one overrules, does no harm: lint says so.
 */
static bool is_ignored(const struct ia_lint_parameter *one)
{
	switch (one->verdict) {
	case IA_LINT_SILENT:
	case IA_LINT_LOGGED:
	case IA_LINT_VERSION:
	case IA_LINT_NEEDS_PATCH:
		return true;
	default:
		return ia_lint_of_display(one) && one->verdict == IA_LINT_MISLEADING;
	}
}

/**
 * ia_attention_tokens() - find words of the command line that do nothing
 * @machine: the machine
 * @list: what was found so far
 *
 * Those about the host's display are one finding, and only where the host gave a display away;
 * so are all that are about IOMMUs and what hangs on them.
 */
void ia_attention_tokens(const struct ia_machine *machine, struct ia_attentions *list)
{
	const struct ia_lint *lint;
	struct ia_attention *one;
	bool display;
	size_t i, pass;

	if (!machine->cmdline.known)
		return;
	lint = ia_lint_machine(machine);
	if (lint->too_old)
		return;
	for (i = 0; i < lint->count; i++) {
		if (lint->parameters[i].entry &&
		    !strcmp(lint->parameters[i].entry->name, OVERRIDE))
			add_entries(machine, &lint->parameters[i], list);
	}
	display = gives_display(machine);
	for (pass = 0; pass <= display; pass++) {
		for (i = 0, one = NULL; i < lint->count; i++) {
			const struct ia_lint_parameter *parameter = &lint->parameters[i];

			if (!is_ignored(parameter) || ia_lint_of_display(parameter) != pass)
				continue;
			if (!one)
				one = add_one(machine, list, IA_ATTENTION_TOKEN, parameter);
			else
				one->parameters[one->nparameters++] = parameter;
		}
	}
}
