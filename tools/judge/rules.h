/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of this room share: the looks of the rules, and their helpers */
#ifndef IA_JUDGE_RULES_H
#define IA_JUDGE_RULES_H

#include <string.h>

#include "../machine/kind.h"
#include "check.h"

/* The head of a rule's function: struct ia_rule has what it does. */
#define IA_LOOK(name)	enum ia_verdict ia_look_##name(const struct ia_check *check, \
						       struct ia_finding *finding)

static inline bool ia_is(const char *a, const char *b)
{
	return !strcmp(a, b);
}

/* choose.c: which functions are in question */
void ia_check_choose(struct ia_check *check);
size_t ia_check_count(const struct ia_check *check, enum ia_kind kind);
bool ia_check_asks(const struct ia_check *check, const struct ia_device *device);

/* works.c */
void ia_works_judge(struct ia_check *check);

/* evidence.c */
void ia_evidence_keys(const struct ia_check *check, struct ia_finding *finding,
		      enum ia_file file, const struct ia_record *record, ...);
void ia_evidence_units(const struct ia_check *check, struct ia_finding *finding);
const char *ia_counted(const struct ia_check *check, size_t count, const char *what);
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

/* rules_vfio.c */
IA_LOOK(group_viable);
IA_LOOK(reset);
IA_LOOK(reserved);
IA_LOOK(bound);
IA_LOOK(vfio_safe);
IA_LOOK(numa);
IA_LOOK(hugepages);
IA_LOOK(survives);
IA_LOOK(apart);

/* rules_sriov.c */
IA_LOOK(firmware);
IA_LOOK(sriov_capable);
IA_LOOK(numvfs);
IA_LOOK(vf_requests);
IA_LOOK(vf_driver);
IA_LOOK(vf_groups);

/* rules_line.c */
IA_LOOK(line_on);
IA_LOOK(parameters);

/* rules_gpu.c */
IA_LOOK(devices);
IA_LOOK(gpu_p2p);
IA_LOOK(gpu_nic);
IA_LOOK(gpu_vf);
IA_LOOK(near);
IA_LOOK(large_bar);

#endif /* IA_JUDGE_RULES_H */
