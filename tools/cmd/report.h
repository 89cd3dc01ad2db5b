/* SPDX-License-Identifier: GPL-2.0 */
/* report.c, report_faults.c, report_vfs.c: the parts of the report */
#ifndef IA_CMD_REPORT_H
#define IA_CMD_REPORT_H

#include "cmd.h"

/* Groups, devices or ports that one kind of finding shows. */
#define IA_FINDING_LINES	8

/* Columns of the findings. */
enum {
	IA_FINDING_MARK,
	IA_FINDING_HEADLINE,
	IA_FINDING_EVIDENCE,
	IA_FINDING_HINT,
};

/* report.c */
void ia_report_finding(struct ia_table *table, const char *mark,
		       enum ia_state state, const char *headline,
		       const char *evidence, const char *hint);

/* report_faults.c */
void ia_report_faults(struct ia_run *run, const struct ia_facts *facts);
void ia_report_faulting(const struct ia_machine *m, const struct ia_faults *f,
			struct ia_table *table);

/* report_vfs.c */
void ia_report_vfs(struct ia_run *run, const struct ia_facts *facts);

#endif /* IA_CMD_REPORT_H */
