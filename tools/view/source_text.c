// SPDX-License-Identifier: GPL-2.0
/* Where a machine was read, and what that does not show. */
#include "text.h"

/* Whether configuration space was read behind the header only where root could. */
static bool lacks_root(const struct ia_machine *m)
{
	size_t i;

	for (i = 0; i < m->nsources; i++) {
		if (m->sources[i].name == IA_SOURCE_DEVICES)
			return m->sources[i].reason.known;
	}
	return false;
}

/** ia_source_lacks_ids() - tell whether a text of lspci has names alone, without -n and -nn */
bool ia_source_lacks_ids(const struct ia_machine *machine)
{
	size_t i;

	if (machine->source != IA_FROM_LSPCI_TEXT)
		return machine->source == IA_FROM_LSPCI_NAMES;
	for (i = 0; i < machine->ndevices && !machine->devices[i].vendor.known; i++)
		;
	return i == machine->ndevices;
}

/* A text that was taken without -v, or without root. */
static bool lacks_types(const struct ia_machine *machine)
{
	size_t i;

	for (i = 0; i < machine->ndevices && !ia_is_value(machine->devices[i].type); i++)
		;
	return machine->source != IA_FROM_PROBE && i == machine->ndevices;
}

/**
 * ia_source_lacks() - what a machine lacks that was not read from the module
 * @machine: the machine
 * @lines: filled; room for IA_SOURCE_LACKS
 *
 * Return: how many lines; none of one that was.
 */
size_t ia_source_lacks(const struct ia_machine *machine, const char **lines)
{
	size_t n = 0;

	switch (machine->source) {
	case IA_FROM_SYSFS:
		lines[n++] = "sudo iommu-audit load  adds what devices are attached to now, status "
			     "registers, the tables that the hardware follows, faults and events";
		if (lacks_root(machine))
			lines[n++] = "root (sudo) adds ACS, types of ports, ATS, PRI, PASID, FLR and the "
				     "tables of firmware";
		break;
	case IA_FROM_LSPCI:
	case IA_FROM_LSPCI_TEXT:
	case IA_FROM_LSPCI_NAMES:
	case IA_FROM_PROBE:
		lines[n++] = "domains, registers of IOMMUs, faults, events and what else it does not "
			     "carry are unknown";
		if (ia_source_lacks_ids(machine))
			lines[n++] = "lspci -nn tells ids, by which quirks of the kernel go";
		if (lacks_types(machine))
			lines[n++] = "sudo lspci -vvvnn tells types of ports, ACS, and what is below "
				     "which bridge";
		break;
	default:
		break;
	}
	return n;
}

/**
 * ia_source_next() - say how to see what only the module records, where it was not used
 * @out: where to
 * @machine: the machine
 * @log: another command, that tells of it what the kernel printed, or NULL
 */
void ia_source_next(struct ia_out *out, const struct ia_machine *machine, const char *log)
{
	const char *const items[] = {
		"sudo iommu-audit load, on the host itself: recorded from then on", log,
	};

	if (!ia_from_module(machine))
		ia_out_list(out, "Next: ", items, log ? 2 : 1, IA_PLAIN);
}

/** ia_source_text() - where a machine was read; NULL for the module */
const char *ia_source_text(const struct ia_machine *machine)
{
	if (!ia_is_value(machine->source) || ia_from_module(machine))
		return NULL;
	return machine->source == IA_FROM_SYSFS && lacks_root(machine) ?
	       "sysfs, without the module and without root" :
	       machine->source == IA_FROM_SYSFS ? "sysfs, without the module" :
	       ia_words_machine_sources.about[machine->source];
}
