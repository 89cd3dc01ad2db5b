// SPDX-License-Identifier: GPL-2.0
#include "path.h"

#include <string.h>

#include "../machine/kind.h"

/* So many functions of one device with the same paths are a line: VFs, not the ports of a NIC. */
#define FOLDED	5

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

static bool same_string(const struct ia_string *a, const struct ia_string *b)
{
	return a->known == b->known && (!a->known || !strcmp(a->text, b->text));
}

/* Whether the IOMMU does the same for both, and because of the same. */
static bool same_sender(const struct ia_device *a, const struct ia_device *b)
{
	return a == b || (a->domain == b->domain && a->default_domain == b->default_domain &&
			  same_string(&a->unit, &b->unit) && same_string(&a->driver, &b->driver));
}

static bool same_path(const struct ia_path *a, const struct ia_path *b)
{
	if (a->level != b->level || a->route != b->route || a->common != b->common ||
	    a->iommu != b->iommu || a->apart != b->apart ||
	    a->requests_up != b->requests_up || a->completions_up != b->completions_up ||
	    !ia_reason_same(&a->reason, &b->reason) || !same_sender(a->from, b->from))
		return false;
	/* Of a path within a device both are its own. */
	return a->route != IA_ROUTE_REDIRECTED || (a->enter == b->enter && a->leave == b->leave);
}

/* Whether a function is another one of a line, which no path tells from those. */
static bool is_alike(const struct ia_p2p_matrix *matrix, const struct ia_p2p_line *line,
		     size_t next)
{
	const struct ia_device *a = matrix->devices[line->first], *b = matrix->devices[next];
	const struct ia_path *within = ia_matrix_path(matrix, line->first, line->first + 1);
	size_t i, first = line->first;

	if (!a->above || a->above != b->above || ia_pci_id(a) != ia_pci_id(b))
		return false;
	for (i = 0; i < matrix->count; i++) {
		bool inside = i >= first && i < next;

		if (i != next &&
		    (!same_path(ia_matrix_path(matrix, next, i),
				inside ? within : ia_matrix_path(matrix, first, i)) ||
		     !same_path(ia_matrix_path(matrix, i, next),
				inside ? within : ia_matrix_path(matrix, i, first))))
			return false;
	}
	return true;
}

/**
 * ia_matrix_fold() - make one line of many VFs, which no path tells from each other
 * @arena: memory for them
 * @matrix: has its paths
 * @lines: set to its lines, each of one function or of several
 *
 * Return: how many.
 */
size_t ia_matrix_fold(struct ia_arena *arena, const struct ia_p2p_matrix *matrix,
		      struct ia_p2p_line **lines)
{
	size_t i, n = 0;

	*lines = ia_alloc(arena, matrix->count, sizeof(**lines));
	for (i = 0; i < matrix->count; i += (*lines)[n++].count) {
		struct ia_p2p_line line = { i, 1 };

		while (i + line.count < matrix->count && is_alike(matrix, &line, i + line.count))
			line.count++;
		if (line.count < FOLDED)
			line.count = 1;
		(*lines)[n] = line;
	}
	return n;
}

/**
 * ia_matrix_cell() - the path that a cell shows
 * @matrix: the matrix, with its paths
 * @from: the line of the sender
 * @to: the line of the target
 *
 * Return: of a line to itself the path from one of its functions to another; NULL for one
 * function to itself.
 */
const struct ia_path *ia_matrix_cell(const struct ia_p2p_matrix *matrix,
				     const struct ia_p2p_line *from, const struct ia_p2p_line *to)
{
	bool own = from->first == to->first;

	return own && from->count == 1 ? NULL :
	       ia_matrix_path(matrix, from->first, to->first + own);
}
