/* SPDX-License-Identifier: GPL-2.0 */
/* split.c: what would part a device from its group */
#ifndef IA_JUDGE_SPLIT_H
#define IA_JUDGE_SPLIT_H

#include "../machine/share.h"

/* What would part a device from its group. */
enum ia_split {
	IA_SPLIT_NONE,		/* it is alone */
	IA_SPLIT_UNSEEN,	/* what glues them cannot be seen */
	IA_SPLIT_BRIDGE,
	IA_SPLIT_ALIAS,
	IA_SPLIT_VMD,
	IA_SPLIT_SLOT,		/* its functions have no ACS */
	IA_SPLIT_BITS,		/* they have: what the switches say */
	IA_SPLIT_PATH,		/* what the switches say, or another slot */
};

const struct ia_device *ia_split_at(const struct ia_machine *machine,
				    const struct ia_group_cause *cause);
enum ia_split ia_split_by(const struct ia_machine *machine, const struct ia_group_cause *cause);
bool ia_is_of_vmd(const struct ia_machine *machine, const struct ia_device *device);
bool ia_are_tied(const struct ia_machine *machine, const struct ia_device *a,
		 const struct ia_device *b);
enum ia_split ia_split_from(const struct ia_machine *machine, const struct ia_device *device,
			    const struct ia_device *other);

#endif /* IA_JUDGE_SPLIT_H */
