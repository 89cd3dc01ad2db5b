/* SPDX-License-Identifier: GPL-2.0 */
/* report.c, report_lines.c, report_facts.c, report_vfs.c, report_tree.c: the parts of the report */
#ifndef IA_VIEW_REPORT_H
#define IA_VIEW_REPORT_H

#include "facts.h"
#include "text.h"

/**
 * struct ia_report_line - a fact of the report that is no finding
 * @label: what it is about; NULL: it goes on with the line before
 * @under: it says more of the line before
 * @items: what there is to say
 * @count: number of @items
 * @state: colour of the first of them
 */
struct ia_report_line {
	const char *label;
	bool under;
	const char **items;
	size_t count;
	enum ia_state state;
};

/**
 * struct ia_report_lines - the facts of the report that are no findings, however it is shown
 * @arena: memory for them
 * @lines: the facts
 * @count: number of @lines
 * @room: lines there is room for
 */
struct ia_report_lines {
	struct ia_arena *arena;
	struct ia_report_line *lines;
	size_t count;
	size_t room;
};

/* report.c */
const char *ia_iommu_text(struct ia_arena *arena, const struct ia_facts *f, enum ia_state *state);
const char *ia_intremap_text(struct ia_arena *arena, const struct ia_facts *f);

/* report_lines.c */
void ia_report_lines(const struct ia_page *page, const struct ia_report *report,
		     struct ia_report_lines *lines);
bool ia_report_is_dead(const struct ia_facts *facts);

/* report_facts.c: what is neither a figure nor a finding */
struct ia_report_line *ia_report_line(struct ia_report_lines *lines, const char *label,
				      const char *const *items, size_t count);
const char *ia_report_origin(const struct ia_page *page, const struct ia_report *report);
void ia_report_assigned(const struct ia_page *page, const struct ia_facts *facts,
			struct ia_report_lines *lines);
void ia_report_shared(const struct ia_facts *facts, struct ia_report_lines *lines);
void ia_report_unseen(const struct ia_page *page, const struct ia_facts *facts,
		      struct ia_report_lines *lines);

/* report_vfs.c */
void ia_report_vfs(const struct ia_page *page, const struct ia_facts *facts,
		   struct ia_report_lines *lines);

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
