/* SPDX-License-Identifier: GPL-2.0 */
/* group.c: the lists of a group's record */
#ifndef IA_CORE_GROUP_H
#define IA_CORE_GROUP_H

#include "records.h"

void ia_group_add_region(struct ia_text *t, u64 start, u64 length,
			 enum ia_region_type type);

#endif /* IA_CORE_GROUP_H */
