/* SPDX-License-Identifier: GPL-2.0 */
/* fault_page.c, watch.c: what "faults" and "faults --watch" show */
#ifndef IA_CMD_FAULTS_H
#define IA_CMD_FAULTS_H

#include "cmd.h"

/**
 * struct ia_fault_page - one page of faults
 * @machine: whose they are
 * @faults: the faults
 * @since: what the new ones are new since, in words; NULL without
 * @brief: leave out units and explanations
 * @lines: most lines of the table; 0 for all
 */
struct ia_fault_page {
	const struct ia_machine *machine;
	const struct ia_faults *faults;
	const char *since;
	bool brief;
	size_t lines;
};

/* fault_page.c */
void ia_faults_page(struct ia_out *out, const struct ia_fault_page *page);

/* watch.c */
enum ia_status ia_faults_watch(struct ia_run *run);

#endif /* IA_CMD_FAULTS_H */
