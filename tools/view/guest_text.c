// SPDX-License-Identifier: GPL-2.0
#include "answer.h"
#include "text.h"

/* Xen's and Hyper-V's own words for who drives the devices; a known word of the list else. */
static const char *where(struct ia_arena *arena, const struct ia_identity *id)
{
	if (id->privileged == IA_YES)
		return id->hypervisor == IA_HYPERVISOR_HYPERV ? "root partition of Hyper-V" :
								"initial domain of Xen";
	if (ia_is_value(id->hypervisor) && id->hypervisor != IA_HYPERVISOR_OTHER)
		return ia_format(arena, "virtual, %s", ia_words_hypervisors.about[id->hypervisor]);
	if (id->signature.known)
		return ia_format(arena, "virtual, hypervisor \"%s\"", id->signature.text);
	return "virtual";
}

/**
 * ia_guest_text() - the hypervisor around a machine, and what is not seen for it
 * @arena: memory for the text
 * @machine: the machine
 *
 * Return: the text, or NULL when no hypervisor shows itself, or the module does not tell
 */
const char *ia_guest_text(struct ia_arena *arena, const struct ia_machine *machine)
{
	const struct ia_identity *id = &machine->identity;

	if (id->virtualised != IA_YES &&
	    (!ia_is_value(id->hypervisor) || id->hypervisor == IA_HYPERVISOR_NONE))
		return NULL;
	return id->limit.known ? ia_format(arena, "%s: %s", where(arena, id), id->limit.text) :
				 where(arena, id);
}

/* The same, as a sentence of an answer. */
const char *ia_guest_of(const struct ia_page *page, const void *object)
{
	(void)object;
	return ia_guest_text(page->arena, page->machine);
}
