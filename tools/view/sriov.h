/* SPDX-License-Identifier: GPL-2.0 */
/* sriov.c, sriov_files.c, sriov_formats.c: the answer of iommu-audit sriov plan */
#ifndef IA_VIEW_SRIOV_H
#define IA_VIEW_SRIOV_H

#include "../judge/sriov_plan.h"
#include "answer.h"

extern const struct ia_answer ia_answer_sriov_plan;

/**
 * struct ia_sriov_format - how a plan is written for people
 * @name: as --format takes it
 * @page: writes it
 * @refuses: why it cannot name a function, or NULL; NULL where it can name all
 * @by_operator: the plan is written by the SR-IOV network operator
 */
struct ia_sriov_format {
	const char *name;
	void (*page)(const struct ia_page *page, const void *object);
	const char *(*refuses)(const struct ia_device *device);
	bool by_operator;
};

extern const struct ia_sriov_format ia_sriov_formats[];
extern const size_t ia_nsriov_formats;

/* sriov.c */
void ia_sriov_text(const struct ia_page *page, const void *object);
const char *ia_sriov_costs(const struct ia_page *page, const void *object);
const char *ia_sriov_verdict(const struct ia_page *page, const void *object);
const char *ia_sriov_name(struct ia_arena *arena, const struct ia_plan_model *model);

/* sriov_files.c */
void ia_sriov_device_plugin(const struct ia_page *page, const void *object);
void ia_sriov_node_policy(const struct ia_page *page, const void *object);
const char *ia_sriov_not_plugin(const struct ia_device *device);
const char *ia_sriov_not_policy(const struct ia_device *device);

/* Columns of the plan. */
extern const struct ia_columns ia_sriov_columns;

#endif /* IA_VIEW_SRIOV_H */
