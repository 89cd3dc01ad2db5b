// SPDX-License-Identifier: GPL-2.0
/* What the IOMMU of a function itself does, whatever the others do */
#include "rules.h"

/* In no group and behind no unit, none does anything for it. */
static enum ia_flag without_unit(const struct ia_device *device)
{
	return device->unit.absent && device->group.absent ? IA_NO : IA_FLAG_UNKNOWN;
}

/**
 * ia_is_served() - tell whether the unit of a function translates
 * @machine: a joined machine, whose units are looked up by their names
 * @device: the function; in no group and behind no unit it is not served
 *
 * Others may be off: with igfx_off, or by quirk_iommu_igfx(), the kernel leaves out units that
 * serve graphics alone (init_no_remapping_devices() of drivers/iommu/intel/iommu.c).
 */
enum ia_flag ia_is_served(const struct ia_machine *machine, const struct ia_device *device)
{
	const struct ia_unit *unit = ia_machine_unit(machine, &device->unit);

	return unit ? unit->translation : without_unit(device);
}

/**
 * ia_is_remapped() - tell whether the unit of a function remaps its interrupts
 * @machine: a joined machine, whose units are looked up by their names
 * @device: the function; in no group and behind no unit they are not
 *
 * An MSI is a write of the function's own, which its unit remaps or does not: the kernel asks
 * each function of a group (iommu_group_has_isolated_msi() of drivers/iommu/iommu.c), whose
 * domain is that of its unit.
 */
enum ia_flag ia_is_remapped(const struct ia_machine *machine, const struct ia_device *device)
{
	const struct ia_unit *unit = ia_machine_unit(machine, &device->unit);

	return unit ? unit->intremap : without_unit(device);
}

/**
 * ia_count_behind() - count functions in question by what their own units do
 * @check: whose functions
 * @finding: gets those as evidence of which it is no yes
 * @does: ia_is_served() or ia_is_remapped()
 * @off: how many are behind no unit that does it
 * @unseen: of how many that is not known
 */
void ia_count_behind(const struct ia_check *check, struct ia_finding *finding, ia_does_fn *does,
		     size_t *off, size_t *unseen)
{
	size_t i;

	*off = 0;
	*unseen = 0;
	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];
		enum ia_flag flag = does(check->machine, d);

		*off += flag == IA_NO;
		*unseen += flag == IA_FLAG_UNKNOWN;
		if (flag != IA_YES)
			ia_evidence_record(finding, IA_RECORD_DEVICE, d,
					   ia_keys("dev", "unit", "group"));
	}
}

/**
 * ia_all_behind() - tell whether functions that somebody named are all behind units that do it
 * @check: whose functions
 * @does: ia_is_served() or ia_is_remapped()
 *
 * Return: false also where nobody named one: then the others count as well.
 */
bool ia_all_behind(const struct ia_check *check, ia_does_fn *does)
{
	size_t i;

	for (i = 0; i < check->ndevices; i++) {
		if (does(check->machine, check->devices[i]) != IA_YES)
			return false;
	}
	return check->chosen && check->ndevices;
}
