/* SPDX-License-Identifier: GPL-2.0 */
/* p2p.c: the answers of iommu-audit p2p */
#ifndef IA_VIEW_P2P_H
#define IA_VIEW_P2P_H

#include "../judge/path.h"
#include "answer.h"

/**
 * struct ia_p2p_path - a path, and what would change it
 * @path: the path
 * @domain: what its sender is attached to
 * @fix: what would keep requests at their switch; NULL when nothing is to be said
 */
struct ia_p2p_path {
	struct ia_path path;
	enum ia_domain domain;
	const struct ia_path_fix *fix;
};

/**
 * struct ia_p2p_pair - two functions
 * @there: from the first one to the second one
 * @back: the other direction
 */
struct ia_p2p_pair {
	struct ia_p2p_path there;
	struct ia_path back;
};

extern const struct ia_answer ia_answer_p2p_pair, ia_answer_p2p_matrix;

/* Columns of the path of a pair. */
extern const struct ia_columns ia_path_columns;

#endif /* IA_VIEW_P2P_H */
