/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of this room share: the looks of the rules, and their helpers */
#ifndef IA_CHECK_RULES_H
#define IA_CHECK_RULES_H

#include "check.h"

#define IA_LOOK(name)	enum ia_verdict ia_look_##name(const struct ia_check *check, \
						       struct ia_finding *finding)

/* choose.c: which functions are in question */
void ia_check_choose(struct ia_check *check);

/* works.c */
void ia_works_judge(struct ia_check *check);

/* evidence.c */
void ia_evidence_keys(const struct ia_check *check, struct ia_finding *finding,
		      enum ia_file file, const struct ia_record *record, ...);
void ia_say(const struct ia_check *check, const char **text, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* rules_iommu.c */
IA_LOOK(iommu_on);
IA_LOOK(covered);
IA_LOOK(intremap);
IA_LOOK(translated);
IA_LOOK(not_strict);
IA_LOOK(faults);
IA_LOOK(seen);

/* rules_groups.c */
IA_LOOK(groups);
IA_LOOK(acs_drift);

#endif /* IA_CHECK_RULES_H */
