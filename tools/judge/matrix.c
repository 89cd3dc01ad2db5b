// SPDX-License-Identifier: GPL-2.0
#include "path.h"

#include "../machine/kind.h"

/**
 * ia_cards_find() - find the functions whose paths to each other people ask about
 * @machine: a joined machine
 * @devices: filled with GPUs, NICs and NVMe; no VFs, of which there may be hundreds
 *
 * Return: how many.
 */
size_t ia_cards_find(const struct ia_machine *machine, const struct ia_device ***devices)
{
	size_t i, count = 0;

	*devices = ia_alloc(machine->arena, machine->ndevices, sizeof(**devices));
	for (i = 0; i < machine->ndevices; i++) {
		const struct ia_device *d = &machine->devices[i];

		if (!ia_is_vf(d) && ia_is_card(ia_kind_of(d)))
			(*devices)[count++] = d;
	}
	return count;
}

/**
 * ia_matrix_fill() - find the paths of functions to each other
 * @machine: a joined machine
 * @matrix: has its functions; its paths are filled, row by row
 */
void ia_matrix_fill(const struct ia_machine *machine, struct ia_p2p_matrix *matrix)
{
	size_t i, j;

	matrix->npaths = 0;
	matrix->paths = ia_alloc(machine->arena, matrix->count * matrix->count,
				 sizeof(*matrix->paths));
	for (i = 0; i < matrix->count; i++) {
		for (j = 0; j < matrix->count; j++) {
			if (i != j)
				ia_route_find(machine, matrix->devices[i], matrix->devices[j],
					      &matrix->paths[matrix->npaths++]);
		}
	}
}

/**
 * ia_matrix_path() - the path between two functions of a matrix
 * @matrix: the matrix, with its paths
 * @from: place of the sender among its functions
 * @to: place of the target
 *
 * Return: NULL for a function to itself.
 */
const struct ia_path *ia_matrix_path(const struct ia_p2p_matrix *matrix, size_t from, size_t to)
{
	return from == to ? NULL :
	       &matrix->paths[from * (matrix->count - 1) + to - (to > from)];
}
