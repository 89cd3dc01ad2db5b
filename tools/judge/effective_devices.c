// SPDX-License-Identifier: GPL-2.0
#include "effective.h"

#include <stdio.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/**
 * ia_effective_ats() - pci=noats against the devices
 * @view: a machine and its command line
 * @effective: the list to add to
 */
void ia_effective_ats(const struct ia_view *view, struct ia_effective *effective)
{
	const struct ia_machine *m = view->machine;
	const struct ia_lint_word *word = ia_lint_setting(view->lint, IA_SETTING_ATS);
	struct ia_outcome *outcome;
	size_t i, on = 0, can = 0, unknown = 0;

	if (!word)
		return;
	for (i = 0; i < m->ndevices; i++) {
		const char *ats = ia_record_get(m->devices[i].record, "ats");

		on += !strcmp(ats, "on");
		can += !strcmp(ats, "on") || !strcmp(ats, "off");
		unknown += !strcmp(ats, IOMMU_AUDIT_UNKNOWN);
	}
	outcome = ia_outcome_add(effective, "ats", "ATS");
	outcome->asked = ia_format(m->arena, "none (%s)", word->text);
	outcome->got = ia_format(m->arena, "on in %zu of %zu functions that can%s", on, can,
				 !unknown ? "" :
				 ia_format(m->arena, ", unknown in %zu", unknown));
	outcome->met = on ? IA_MET_NOT : unknown ? IA_MET_UNKNOWN : IA_MET;
	outcome->because = (struct ia_because){
		.cause = on || unknown ? "unknown" : "asked", .sure = !on && !unknown,
		.text = on ? "something switched it on all the same" :
			unknown ? "the configuration space of some could not be read" : "as asked",
	};
}

static bool is_wanted(const struct ia_device *device, const char *id)
{
	unsigned int vendor, model;

	return sscanf(id, "%x:%x", &vendor, &model) == 2 &&
	       vendor == ia_function_id(device, "vendor") &&
	       model == ia_function_id(device, "device");
}

static void id_outcome(const struct ia_view *view, struct ia_effective *effective,
		       const char *asked, const char *id)
{
	const struct ia_machine *m = view->machine;
	struct ia_outcome *outcome = ia_outcome_add(effective, "vfio_ids", "VFIO");
	struct ia_buf got = { .arena = m->arena };
	size_t i, found = 0, other = 0;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *device = &m->devices[i];

		if (!is_wanted(device, id))
			continue;
		if (found++ < IA_OUTCOME_NAMED)
			ia_buf_add(&got, "%s%s: %s", found > 1 ? ", " : "",
				   ia_machine_address(m, device->address),
				   ia_is_word(device->driver_text) ? "no driver" : device->driver_text);
		other += strcmp(device->driver_text, "vfio-pci") != 0;
	}
	if (found > IA_OUTCOME_NAMED)
		ia_buf_add(&got, " and %zu more", found - IA_OUTCOME_NAMED);
	outcome->asked = ia_format(m->arena, "vfio-pci for %s (%s)", id, asked);
	outcome->got = found ? got.text : ia_format(m->arena, "no function %s", id);
	outcome->met = found && !other ? IA_MET : IA_MET_NOT;
	outcome->because = (struct ia_because){ .sure = found && !other };
	outcome->because.cause = !found ? "no_device" : other ? "other_driver" : "asked";
	outcome->because.text = !found ? "no such device here" : !other ? "as asked" :
		"vfio-pci was not loaded, or another driver was there before it";
	outcome->because.change = found && other ?
		"load vfio-pci in the initramfs, before the other driver" : NULL;
}

/**
 * ia_effective_vfio() - vfio_pci.ids= against the drivers of the devices
 * @view: a machine and its command line
 * @effective: the list to add to
 */
void ia_effective_vfio(const struct ia_view *view, struct ia_effective *effective)
{
	const struct ia_lint_word *word = ia_lint_setting(view->lint, IA_SETTING_VFIO_IDS);
	struct ia_words ids;
	size_t i;

	if (!word)
		return;
	ia_words_split(view->machine->arena, word->state, ',', &ids);
	for (i = 0; i < ids.count; i++) {
		if (*ids.items[i])
			id_outcome(view, effective, word->token->name, ids.items[i]);
	}
}

/**
 * ia_effective_attached() - devices that are attached to another domain than
 * the default one that a command line can ask for
 * @view: a machine and its command line
 * @effective: the list to add to
 */
void ia_effective_attached(const struct ia_view *view, struct ia_effective *effective)
{
	const struct ia_machine *m = view->machine;
	struct ia_outcome_names *names = ia_alloc(m->arena, m->ndevices + 1, sizeof(*names));
	size_t start = effective->count, i;

	for (i = 0; i < m->ndevices; i++) {
		struct ia_outcome one = {
			.topic = "attached_domain",
			.about = "attached domain",
			.got = m->devices[i].domain_text,
			.met = IA_MET_UNASKED,
		};
		struct ia_domain_why why;

		ia_domain_explain(view, &m->devices[i], &why);
		if (!why.attached.cause)
			continue;
		one.because = why.attached;
		ia_outcome_name(m, &names[ia_outcome_alike(effective, start, &one)],
				m->devices[i].address);
	}
	ia_outcome_put_names(effective, start, names);
}
