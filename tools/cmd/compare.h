/* SPDX-License-Identifier: GPL-2.0 */
/* compare.c: what bench and compare share */
#ifndef IA_CMD_COMPARE_H
#define IA_CMD_COMPARE_H

#include "../bench/compare.h"
#include "cmd.h"

enum ia_status ia_cmd_judge(struct ia_run *run, const struct ia_bench_comparison *c);
enum ia_status ia_cmd_compare_sets(struct ia_run *run, const struct ia_bench_set *const *sets,
				   size_t count, const unsigned int *vary);

#endif /* IA_CMD_COMPARE_H */
