/* SPDX-License-Identifier: GPL-2.0 */
/* own_unit.c: what the IOMMU of a function itself does */
#ifndef IA_JUDGE_OWN_UNIT_H
#define IA_JUDGE_OWN_UNIT_H

#include "../machine/machine.h"

typedef enum ia_flag ia_does_fn(const struct ia_machine *machine, const struct ia_device *device);
ia_does_fn ia_is_served, ia_is_remapped;

#endif /* IA_JUDGE_OWN_UNIT_H */
