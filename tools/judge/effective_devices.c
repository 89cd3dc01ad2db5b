// SPDX-License-Identifier: GPL-2.0
#include "effective.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../machine/kind.h"

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
	ia_outcome_request(effective, outcome, IA_REQUEST_NO_ATS, by);
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

static int by_id(const void *a, const void *b)
{
	const struct ia_device *x = *(const struct ia_device *const *)a;
	const struct ia_device *y = *(const struct ia_device *const *)b;
	uint32_t i = ia_pci_id(x), j = ia_pci_id(y);

	if (i != j)
		return i < j ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* All functions, those of one vendor and device together. */
static const struct ia_device **sorted(const struct ia_machine *m)
{
	const struct ia_device **devices = ia_alloc(m->arena, m->ndevices, sizeof(*devices));
	size_t i;

	for (i = 0; i < m->ndevices; i++)
		devices[i] = &m->devices[i];
	if (m->ndevices)
		qsort(devices, m->ndevices, sizeof(*devices), by_id);
	return devices;
}

/* Where those begin whose id is not less. */
static size_t first_of(const struct ia_device *const *devices, size_t count, uint32_t id)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (ia_pci_id(devices[middle]) < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void id_outcome(struct ia_effective *effective, const char *name, const char *id,
		       const struct ia_device *const *devices, size_t count)
{
	struct ia_outcome *outcome = ia_outcome_add(effective, IA_TOPIC_VFIO);
	size_t i, other = 0;

	outcome->requested = (struct ia_reason){
		.code = IA_REQUEST_VFIO, .args = { ia_arg_text(id), ia_arg_text(name) },
	};
	for (i = 0; i < count && ia_pci_id(devices[i]) == ia_pci_id(devices[0]); i++) {
		ia_outcome_device(effective, outcome, devices[i]);
		other += !is_vfio_pci(devices[i]);
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

/* Where the functions of an id begin; @count where there is none. */
static size_t find_id(const struct ia_device *const *devices, size_t count, const char *text)
{
	unsigned int vendor, model;
	uint32_t id;
	size_t i;

	if (sscanf(text, "%x:%x", &vendor, &model) != 2 || vendor > 0xffff || model > 0xffff)
		return count;
	id = vendor << 16 | model;
	i = first_of(devices, count, id);
	return i < count && ia_pci_id(devices[i]) == id ? i : count;
}

/**
 * ia_effective_vfio() - vfio_pci.ids= against the drivers of the devices
 * @context: a machine and its command line
 * @effective: the list to add to
 */
void ia_effective_vfio(const struct ia_context *context, struct ia_effective *effective)
{
	const struct ia_lint_parameter *by = ia_lint_setting(context->lint, IA_SETTING_VFIO_IDS);
	const struct ia_machine *m = context->machine;
	const struct ia_device **devices;
	struct ia_words ids;
	bool *told;
	size_t i;

	if (!by)
		return;
	devices = sorted(m);
	told = ia_alloc(m->arena, m->ndevices + 1, sizeof(*told));
	ia_words_split(m->arena, by->value, ',', &ids);
	for (i = 0; i < ids.count; i++) {
		size_t first = find_id(devices, m->ndevices, ids.items[i]);

		/* An id that comes again names the same functions. */
		if (!*ids.items[i] || (first < m->ndevices && told[first]))
			continue;
		told[first] = true;
		id_outcome(effective, by->token->name, ids.items[i], devices + first,
			   m->ndevices - first);
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
