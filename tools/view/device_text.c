// SPDX-License-Identifier: GPL-2.0
#include "text.h"

#include "../../include/uapi/iommu_audit.h"

/** ia_vendor_text() - the name of an IOMMU */
const char *ia_vendor_text(enum ia_vendor vendor)
{
	return ia_is_value(vendor) ? ia_words_vendors.about[vendor] : "IOMMU of unknown vendor";
}

/** ia_group_text() - the group of a device as the module writes it */
const char *ia_group_text(struct ia_arena *arena, const struct ia_device *device)
{
	return device->group.absent ? IOMMU_AUDIT_NONE : ia_number_text(arena, device->group);
}
