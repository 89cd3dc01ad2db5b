// SPDX-License-Identifier: GPL-2.0
/* What the groups that a kernel made tell of it; and those of other boots of its machine */
#include "predict.h"

/*
 * What a kernel carries that nobody names shows in the groups that it made, where
 * they come out with the patch and not without, or the other way round.
 */
static enum ia_flag patched_by_groups(const struct ia_boot *boot)
{
	struct ia_boot with = *boot, without = *boot;
	size_t differ_with, differ_without;

	with.patched = IA_YES;
	without.patched = IA_NO;
	differ_with = ia_predict(&with)->ndiffer;
	differ_without = ia_predict(&without)->ndiffer;
	if (!differ_with && differ_without)
		return IA_YES;
	return differ_with && !differ_without ? IA_NO : IA_FLAG_UNKNOWN;
}

static void boot_of(const struct ia_machine *machine, struct ia_boot *boot)
{
	ia_boot_read(machine, boot);
	if (!ia_is_value(boot->patched) && boot->override.given && boot->as_read)
		boot->patched = patched_by_groups(boot);
}

/* The groups of a joined machine as it was read, found once. */
const struct ia_prediction *ia_predict_own(const struct ia_machine *machine)
{
	if (!machine->memo->own) {
		struct ia_boot boot;

		boot_of(machine, &boot);
		machine->memo->own = ia_predict(&boot);
	}
	return machine->memo->own;
}

/*
 * The groups of a machine without pcie_acs_override=, found once. Return: NULL where that
 * parameter is not given, or the kernel does not read it.
 */
const struct ia_prediction *ia_predict_unforced(const struct ia_machine *machine)
{
	struct ia_boot boot = ia_predict_own(machine)->boot;

	if (!boot.override.given || boot.patched == IA_NO)
		return NULL;
	boot.override.given = false;
	if (!machine->memo->unforced)
		machine->memo->unforced = ia_predict(&boot);
	return machine->memo->unforced;
}

/**
 * ia_boot_with() - a kernel that a machine could be booted with
 * @machine: a joined machine
 * @with: parameters to add to its command line, or NULL
 * @kernel: another kernel's release, or NULL
 * @boot: filled; without either the kernel that it was read under
 */
void ia_boot_with(const struct ia_machine *machine, const char *with, const char *kernel,
		  struct ia_boot *boot)
{
	const struct ia_prediction *own = ia_predict_own(machine);

	*boot = own->boot;
	if (!with && !kernel)
		return;
	/* Where the bits explain the groups, a bit that is off is one that is not taken. */
	boot->held = ia_has_groups(machine) && !own->ndiffer && !own->nunknown;
	ia_boot_change(boot, with, kernel);
}
