// SPDX-License-Identifier: GPL-2.0
#include "effective.h"

#include <stdio.h>
#include <string.h>

/**
 * ia_effective_ats() - pci=noats against the devices
 * @context: a machine and its command line
 * @effective: the list to add to
 */
void ia_effective_ats(const struct ia_context *context, struct ia_effective *effective)
{
	const struct ia_machine *m = context->machine;
	const struct ia_lint_parameter *by = ia_lint_setting(context->lint, IA_SETTING_ATS);
	struct ia_outcome *outcome;
	size_t i, on = 0, can = 0, unknown = 0;

	if (!by)
		return;
	for (i = 0; i < m->ndevices; i++) {
		on += m->devices[i].ats == IA_CAP_ON;
		can += ia_is_value(m->devices[i].ats);
		unknown += m->devices[i].ats == IA_CAP_UNKNOWN;
	}
	outcome = ia_outcome_add(effective, IA_TOPIC_ATS);
	ia_outcome_request(outcome, IA_REQUEST_NO_ATS, by);
	outcome->got = (struct ia_reason){
		.code = IA_GOT_ATS, .args = { ia_arg_n(on), ia_arg_n(can), ia_arg_n(unknown) },
	};
	outcome->met = on ? IA_MET_NO : unknown ? IA_MET_UNKNOWN : IA_MET_YES;
	outcome->because = ia_because(on ? IA_BECAUSE_ATS_ON : unknown ? IA_BECAUSE_SOME_UNREAD :
				      IA_BECAUSE_AS_REQUESTED, !on && !unknown);
}

static bool is_vfio_pci(const struct ia_device *device)
{
	return device->driver.known && !strcmp(device->driver.text, "vfio-pci");
}

static void id_outcome(const struct ia_context *context, struct ia_effective *effective,
		       const char *name, const char *id)
{
	const struct ia_machine *m = context->machine;
	struct ia_outcome *outcome = ia_outcome_add(effective, IA_TOPIC_VFIO);
	unsigned int vendor, model;
	size_t i, other = 0;

	outcome->requested = (struct ia_reason){
		.code = IA_REQUEST_VFIO, .args = { ia_arg_text(id), ia_arg_text(name) },
	};
	for (i = 0; sscanf(id, "%x:%x", &vendor, &model) == 2 && i < m->ndevices; i++) {
		const struct ia_device *device = &m->devices[i];

		if (device->vendor.n != vendor || device->device.n != model)
			continue;
		ia_outcome_device(effective, outcome, device);
		other += !is_vfio_pci(device);
	}
	outcome->got.code = IA_GOT_DRIVERS;
	outcome->met = IA_MET_YES;
	outcome->because = ia_because(IA_BECAUSE_AS_REQUESTED, true);
	if (!outcome->ndevices) {
		outcome->got = (struct ia_reason){
			.code = IA_GOT_NO_FUNCTION, .args = { ia_arg_text(id) },
		};
		outcome->met = IA_MET_NO;
		outcome->because = ia_because(IA_BECAUSE_NO_DEVICE, false);
	} else if (other) {
		outcome->met = IA_MET_NO;
		outcome->because = ia_because(IA_BECAUSE_OTHER_DRIVER, false);
		outcome->because.fix.code = IA_FIX_VFIO_FIRST;
	}
}

/**
 * ia_effective_vfio() - vfio_pci.ids= against the drivers of the devices
 * @context: a machine and its command line
 * @effective: the list to add to
 */
void ia_effective_vfio(const struct ia_context *context, struct ia_effective *effective)
{
	const struct ia_lint_parameter *by = ia_lint_setting(context->lint, IA_SETTING_VFIO_IDS);
	struct ia_words ids;
	size_t i;

	if (!by)
		return;
	ia_words_split(context->machine->arena, by->value, ',', &ids);
	for (i = 0; i < ids.count; i++) {
		if (*ids.items[i])
			id_outcome(context, effective, by->token->name, ids.items[i]);
	}
}

/**
 * ia_effective_attached() - devices that are attached to another domain than
 * the default one that a command line can request
 * @context: a machine and its command line
 * @effective: the list to add to
 */
void ia_effective_attached(const struct ia_context *context, struct ia_effective *effective)
{
	const struct ia_machine *m = context->machine;
	size_t start = effective->count, i;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *device = &m->devices[i];
		struct ia_outcome one = {
			.topic = IA_TOPIC_ATTACHED,
			.met = IA_MET_UNREQUESTED,
			.got = { .code = IA_GOT_DOMAIN, .args = { ia_arg_n(device->domain) } },
		};
		struct ia_domain_why why;

		ia_domain_explain(context, device, &why);
		if (!why.attached.cause.code)
			continue;
		one.because = why.attached;
		ia_outcome_device(effective, ia_outcome_alike(effective, start, &one), device);
	}
}
