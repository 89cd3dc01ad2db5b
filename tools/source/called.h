/* SPDX-License-Identifier: GPL-2.0 */
/* called.c: from what is in /sys/devices to the PCI function that it is behind */
#ifndef IA_SOURCE_CALLED_H
#define IA_SOURCE_CALLED_H

#include "../machine/address.h"
#include "root.h"

ia_address ia_sysfs_function(const char *link);
size_t ia_nvme_paths(struct ia_arena *arena, const struct ia_root *root, const char *subsystem,
		     ia_address **paths);

#endif /* IA_SOURCE_CALLED_H */
