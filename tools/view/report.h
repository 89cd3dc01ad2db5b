/* SPDX-License-Identifier: GPL-2.0 */
/* report.c, report_facts.c, report_vfs.c, report_tree.c: the parts of the report */
#ifndef IA_VIEW_REPORT_H
#define IA_VIEW_REPORT_H

#include "facts.h"
#include "text.h"

/* report.c */
const char *ia_iommu_text(struct ia_arena *arena, const struct ia_facts *f, enum ia_state *state);
const char *ia_intremap_text(struct ia_arena *arena, const struct ia_facts *f);

/* report_facts.c: what is neither a figure nor a finding */
const char *ia_report_origin(const struct ia_page *page, const struct ia_report *report);
void ia_report_assigned(const struct ia_page *page, const struct ia_facts *facts);
void ia_report_shared(const struct ia_page *page, const struct ia_facts *facts);
void ia_report_unseen(const struct ia_page *page, const struct ia_facts *facts);

/* report_vfs.c */
void ia_report_vfs(const struct ia_page *page, const struct ia_facts *facts);

/* report_tree.c */
const char *ia_tree_acs(const struct ia_machine *m, const struct ia_device *d);
const char *ia_tree_what(const struct ia_machine *m, const struct ia_node *node);
const char *ia_tree_address(const struct ia_machine *m, const struct ia_node *node);
const char *ia_tree_group(const struct ia_machine *m, const struct ia_node *node);
const char *ia_tree_bus(const struct ia_node *first);
struct ia_table *ia_report_tree(const struct ia_machine *machine, bool chosen);

/* Columns of the tree. */
extern const struct ia_columns ia_tree_columns;

#endif /* IA_VIEW_REPORT_H */
