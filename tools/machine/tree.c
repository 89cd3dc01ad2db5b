// SPDX-License-Identifier: GPL-2.0
#include "facts.h"

#include <stdlib.h>
#include <string.h>

/* One function while the tree grows: a list of children by index. */
struct place {
	long parent;
	long first;
	long last;
	long next;
	ia_address bus;
};

struct growth {
	const struct ia_machine *machine;
	struct place *places;
	struct ia_node *nodes;
	size_t count;
};

/*
 * The device above another one. Every step goes to a device with fewer bridges
 * above it, or from a VF to a PF, and nothing is below a VF: so there is no
 * cycle, whatever the records say.
 */
static const struct ia_device *above(const struct ia_machine *m,
				     const struct ia_device *d)
{
	const struct ia_device *p;
	size_t i;

	if (d->pf_text != IA_NO_ADDRESS) {
		p = ia_machine_device(m, d->pf_text);
		if (p && p->pf_text == IA_NO_ADDRESS)
			return p;
	}
	for (i = d->hops_text; i-- > 0;) {
		p = ia_machine_device(m, d->path_text[i]);
		if (p && p->pf_text == IA_NO_ADDRESS && p->hops_text < d->hops_text)
			return p;
	}
	return NULL;
}

static bool alike(const struct ia_device *a, const struct ia_device *b)
{
	return !strcmp(a->domain_text, b->domain_text) && !strcmp(a->def_text, b->def_text) &&
	       !strcmp(a->driver_text, b->driver_text) && a->pf_text == b->pf_text;
}

/* How many of the VFs from here on, in a row, differ in nothing that shows. */
static size_t run(const struct growth *g, long first)
{
	const struct ia_device *devices = g->machine->devices;
	size_t count = 0;
	long i;

	for (i = first; i >= 0; i = g->places[i].next) {
		if (devices[i].pf_text == IA_NO_ADDRESS || g->places[i].first >= 0 ||
		    !alike(&devices[first], &devices[i]))
			break;
		count++;
	}
	return count;
}

static void emit(struct growth *g, long first, long parent)
{
	const struct ia_device *devices = g->machine->devices;
	long i = first;

	while (i >= 0) {
		struct ia_node *node = &g->nodes[g->count];
		size_t same = run(g, i);

		node->parent = parent;
		node->device = &devices[i];
		node->count = 1;
		if (same > IA_TREE_ALIKE) {
			node->count = same;
			while (--same)
				i = g->places[i].next;
		}
		node->last = &devices[i];
		g->count++;
		emit(g, g->places[i].first, node - g->nodes);
		i = g->places[i].next;
	}
}

/**
 * ia_tree_build() - put the functions in the order of the PCIe tree
 * @machine: a joined machine
 * @count: number of lines
 *
 * Return: the lines, each after the one it hangs on. VFs hang on their PF.
 */
struct ia_node *ia_tree_build(const struct ia_machine *machine, size_t *count)
{
	size_t n = machine->ndevices, i;
	struct growth g = { .machine = machine };

	g.places = ia_alloc(machine->arena, n, sizeof(*g.places));
	g.nodes = ia_alloc(machine->arena, 2 * n, sizeof(*g.nodes));
	for (i = 0; i < n; i++)
		g.places[i] = (struct place){ -1, -1, -1, -1, 0 };
	for (i = 0; i < n; i++) {
		const struct ia_device *d = &machine->devices[i];
		const struct ia_device *p = above(machine, d);
		struct place *place = &g.places[i], *up;

		place->bus = (d->hops_text ? d->path_text[0] : d->address) >> 8;
		if (!p)
			continue;
		place->parent = p - machine->devices;
		up = &g.places[place->parent];
		if (up->last < 0)
			up->first = i;
		else
			g.places[up->last].next = i;
		up->last = i;
	}
	/* Devices are sorted, so those of one root bus come together, nearly. */
	for (i = 0; i < n; i++) {
		struct ia_node *root;
		ia_address bus = g.places[i].bus;
		long last = -1, first = -1;
		size_t j;

		if (g.places[i].parent >= 0 || g.places[i].last == -2)
			continue;
		for (j = i; j < n; j++) {
			if (g.places[j].parent >= 0 || g.places[j].bus != bus)
				continue;
			if (last < 0)
				first = j;
			else
				g.places[last].next = j;
			last = j;
		}
		root = &g.nodes[g.count++];
		root->parent = -1;
		root->segment = bus >> 8;
		root->bus = bus & 0xff;
		emit(&g, first, root - g.nodes);
		for (; first >= 0; first = g.places[first].next)
			g.places[first].last = -2;
	}
	*count = g.count;
	return g.nodes;
}
