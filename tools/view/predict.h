/* SPDX-License-Identifier: GPL-2.0 */
/* predict.c, predict_text.c: groups that would be */
#ifndef IA_VIEW_PREDICT_H
#define IA_VIEW_PREDICT_H

#include "../machine/predict.h"
#include "answer.h"

/**
 * struct ia_predict_answer - groups that would be
 * @prediction: the groups
 * @kernel: the release that was asked for, else the machine's
 * @release: the same, read
 * @beyond: it is older or newer than those whose rules and tables were read
 * @with: parameters that were added, or NULL
 * @idle: none of them has to do with IOMMUs, ACS and the like
 * @off_by: the parameter that switches the IOMMU off, or NULL
 * @as_read: the control bits of ACS are those that were read
 * @groups: groups to show, in their order
 * @ngroups: number of @groups
 * @agree: groups that the kernel has just so
 * @alien: groups that are known, and the kernel's of the same functions are not
 */
struct ia_predict_answer {
	const struct ia_prediction *prediction;
	struct ia_string kernel;
	struct ia_release release;
	bool beyond;
	const char *with;
	bool idle;
	const char *off_by;
	bool as_read;
	const struct ia_predicted_group *groups;
	size_t ngroups;
	size_t agree;
	size_t alien;
};

/* predict.c */
extern const struct ia_answer ia_answer_predict;

/* predict_text.c */
const char *ia_predicted_cause(const struct ia_machine *machine, const struct ia_predicted *one);
const char *ia_predicted_text(const struct ia_machine *machine, const struct ia_predicted *one);
const char *ia_isolation_text(const struct ia_machine *machine, const struct ia_device *device,
			      const struct ia_isolation *isolation);
const char *ia_fact_text(const struct ia_machine *machine, enum ia_unknown_fact fact,
			 const struct ia_device *about);

/* Columns of its table. */
extern const struct ia_columns ia_predict_columns;

#endif /* IA_VIEW_PREDICT_H */
