/* SPDX-License-Identifier: GPL-2.0 */
/* answers.c: the list of all answers, which their JSON schemas follow from */
#ifndef IA_DESCRIBE_ANSWERS_H
#define IA_DESCRIBE_ANSWERS_H

#include "../view/answer.h"

/**
 * struct ia_named_answer - an answer, or a line of one
 * @name: of its JSON schema: what its kind says behind "iommu_audit "; answers of
 *        one name are forms of the same
 * @answer: its description
 */
struct ia_named_answer {
	const char *name;
	const struct ia_answer *answer;
};

extern const struct ia_named_answer ia_answers[];
extern const size_t ia_nanswers;

#endif /* IA_DESCRIBE_ANSWERS_H */
