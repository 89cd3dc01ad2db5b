// SPDX-License-Identifier: GPL-2.0
#include "hardware.h"

#include "../machine/cmdline.h"

#define X(name, word)	word,
static const char *const words[] = { IA_HARDWARES(X) };
#undef X

const struct ia_wordlist ia_words_hardwares = { words, sizeof(words) / sizeof(*words), NULL };

/* Without pass-through in every unit, the kernel maps all memory 1:1 instead. */
static bool maps_identity(const struct ia_machine *m)
{
	size_t i;

	for (i = 0; i < m->nunits; i++) {
		if (m->units[i].vendor == IA_VENDOR_VTD &&
		    !ia_has_bit(&m->units[i].features, IA_FEATURE_PT))
			return true;
	}
	return false;
}

static enum ia_hardware agrees(bool same)
{
	return same ? IA_HARDWARE_AGREES : IA_HARDWARE_DIFFERS;
}

/**
 * ia_hardware_judge() - whether the hardware does what a domain stands for
 * @machine: the machine
 * @requester: what it does with a requester id
 *
 * Return: never IA_HARDWARE_CRASHED: what that makes of a difference, the caller knows
 */
enum ia_hardware ia_hardware_judge(const struct ia_machine *machine,
				   const struct ia_requester *requester)
{
	if (requester->domain == IA_DOMAIN_NONE || requester->mode == IA_REMAP_ABSENT)
		return IA_HARDWARE_NONE;
	if (requester->domain == IA_DOMAIN_UNKNOWN || requester->mode == IA_REMAP_UNKNOWN)
		return IA_HARDWARE_UNKNOWN;
	switch (requester->domain) {
	case IA_DOMAIN_IDENTITY:
		return agrees(requester->mode == IA_REMAP_PASSTHROUGH ||
			      requester->mode == IA_REMAP_OFF ||
			      (requester->mode == IA_REMAP_TRANSLATED && maps_identity(machine)));
	case IA_DOMAIN_DMA:
	case IA_DOMAIN_DMA_FQ:
	case IA_DOMAIN_UNMANAGED:
		return agrees(requester->mode == IA_REMAP_TRANSLATED);
	case IA_DOMAIN_BLOCKED:
		return agrees(requester->mode == IA_REMAP_BLOCKED);
	case IA_DOMAIN_NESTED:
		return agrees(requester->mode == IA_REMAP_NESTED);
	default:
		return IA_HARDWARE_OPEN;
	}
}

/*
 * Whether this kernel was started by a crash: then units go on with the old tables until a
 * driver uses a function. The kernel that crashed tells it where its memory is described.
 */
bool ia_hardware_crashed(const struct ia_machine *machine)
{
	struct ia_cmdline line;

	if (!machine->cmdline.known)
		return false;
	ia_cmdline_parse(machine->arena, machine->cmdline.text, &line);
	return ia_cmdline_last(&line, "elfcorehdr");
}
