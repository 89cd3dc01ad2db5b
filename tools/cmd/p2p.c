// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../base/limits.h"
#include "../machine/kind.h"
#include "../view/label.h"
#include "../view/p2p.h"

static enum ia_status check_pair(struct ia_run *run, const struct ia_device **pair)
{
	const struct ia_machine *m = &run->machine;
	size_t i;

	for (i = 0; i < 2; i++) {
		pair[i] = ia_cmd_device(run, run->argv[i]);
		if (!pair[i])
			return IA_USAGE;
		if (ia_is_bridge(pair[i]))
			return ia_cmd_usage("%s is a port (%s): p2p is about the devices below",
					    ia_machine_address(m, pair[i]->address),
					    ia_label(m, pair[i]));
	}
	if (pair[0] == pair[1])
		return ia_cmd_usage("p2p takes two functions, and both are %s",
				    ia_machine_address(m, pair[0]->address));
	return IA_OK;
}

static enum ia_status one_pair(struct ia_run *run)
{
	const struct ia_machine *m = &run->machine;
	const struct ia_device *of[2];
	enum ia_status status = check_pair(run, of);
	struct ia_p2p_pair pair = { 0 };
	struct ia_path_fix fix;

	if (status)
		return status;
	ia_path_find(m, of[0], of[1], &pair.there.path);
	ia_path_find(m, of[1], of[0], &pair.back);
	ia_path_fix(m, &pair.there.path, &fix);
	pair.there.domain = of[0]->domain;
	pair.there.fix = fix.offered ? &fix : NULL;
	ia_answer_show(&run->out, m, &ia_answer_p2p_pair, &pair, ia_opt(run, JSON));
	return IA_OK;
}

static enum ia_status show_matrix(struct ia_run *run)
{
	struct ia_p2p_matrix matrix = { 0 };
	enum ia_status status = ia_cmd_chosen(run, &matrix.devices, &matrix.count);

	if (status)
		return status;
	if (matrix.count > IA_MAX_MATRIX)
		return ia_cmd_usage("--dev names %zu functions: a matrix has at most %d",
				    matrix.count, IA_MAX_MATRIX);
	if (!matrix.count)
		matrix.count = ia_cards_find(&run->machine, &matrix.devices);
	if (matrix.count > IA_MAX_MATRIX) {
		matrix.left_out = matrix.count - IA_MAX_MATRIX;
		matrix.count = IA_MAX_MATRIX;
	}
	ia_matrix_fill(&run->machine, &matrix);
	ia_answer_show(&run->out, &run->machine, &ia_answer_p2p_matrix, &matrix,
		       ia_opt(run, JSON));
	return IA_OK;
}

/* iommu-audit p2p A B, iommu-audit p2p --matrix. */
enum ia_status ia_cmd_p2p(struct ia_run *run)
{
	enum ia_status status;

	if (ia_opt(run, MATRIX) ? run->argc : run->argc != 2)
		return ia_cmd_usage("p2p takes two PCI functions, by address or by name, as in 'p2p 41:00.0 mlx5_0', or --matrix");
	if (ia_opt(run, DEV) && !ia_opt(run, MATRIX))
		return ia_cmd_usage("--dev chooses the devices of --matrix; without that write p2p A B");
	status = ia_cmd_read(run);
	if (status)
		return status;
	return ia_opt(run, MATRIX) ? show_matrix(run) : one_pair(run);
}
