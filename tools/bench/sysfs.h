/* SPDX-License-Identifier: GPL-2.0 */
/* sysfs.c: default domains of IOMMU groups, and the CPUs online */
#ifndef IA_BENCH_SYSFS_H
#define IA_BENCH_SYSFS_H

#include "../base/memory.h"
#include "../machine/value.h"

int ia_group_type(struct ia_arena *arena, uint64_t group, enum ia_domain *type);
int ia_group_switch(struct ia_arena *arena, uint64_t group, enum ia_domain type);
long ia_usable_cpus(struct ia_arena *arena);

#endif /* IA_BENCH_SYSFS_H */
