// SPDX-License-Identifier: GPL-2.0
#include "facts.h"
#include "kind.h"

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
	bool *shared;	/* NULL: parts of the chipset have a line each */
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

	if (d->pf && !ia_is_address(d->pf->vf_of))
		return d->pf;
	for (i = d->path.count; i-- > 0;) {
		p = ia_machine_device(m, d->path.items[i]);
		if (p && !ia_is_address(p->vf_of) && p->path.count < d->path.count)
			return p;
	}
	return NULL;
}

static bool alike(const struct ia_device *a, const struct ia_device *b)
{
	return a->domain == b->domain && a->default_domain == b->default_domain;
}

static bool alike_vfs(const struct ia_device *a, const struct ia_device *b)
{
	return alike(a, b) && a->vf_of == b->vf_of && a->driver.known == b->driver.known &&
	       (!a->driver.known || !strcmp(a->driver.text, b->driver.text));
}

/* By the place of a group in the machine: whether it holds more than parts of the chipset. */
static bool *find_shared(const struct ia_machine *m)
{
	bool *shared = ia_alloc(m->arena, m->ngroups, sizeof(*shared));
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		if (d->in_group && !ia_is_chipset(d))
			shared[d->in_group - m->groups] = true;
	}
	return shared;
}

/* A part of the board that shares its group with such parts alone, and has nothing of its own. */
static bool is_plain(const struct growth *g, const struct ia_device *d)
{
	if (!ia_is_chipset(d) || ia_is_bridge(d) || ia_user_owned(d))
		return false;
	if (d->nports && d->ports->port == d->address)
		return false;
	return !d->in_group || !g->shared[d->in_group - g->machine->groups];
}

/* How many from here on, in a row, differ in nothing that shows, or that anybody looks for. */
static size_t run(const struct growth *g, long first)
{
	const struct ia_device *devices = g->machine->devices, *one = &devices[first];
	bool vf = ia_is_address(one->vf_of);
	size_t count = 0;
	long i;

	if (!vf && !(g->shared && is_plain(g, one)))
		return 1;
	for (i = first; i >= 0 && g->places[i].first < 0; i = g->places[i].next) {
		const struct ia_device *d = &devices[i];

		if (vf ? !ia_is_address(d->vf_of) || !alike_vfs(one, d) :
			 !is_plain(g, d) || !alike(one, d) || !one->in_group != !d->in_group)
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
		if (same > (ia_is_address(node->device->vf_of) ? IA_TREE_VFS : IA_TREE_PARTS)) {
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

static int by_bus(const void *a, const void *b)
{
	const struct place *x = *(const struct place *const *)a;
	const struct place *y = *(const struct place *const *)b;

	if (x->bus != y->bus)
		return x->bus < y->bus ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* What hangs on no other function hangs on its root bus. */
static void emit_roots(struct growth *g, struct ia_arena *arena, size_t n)
{
	struct place **roots = ia_alloc(arena, n, sizeof(*roots));
	size_t i, j, count = 0;

	for (i = 0; i < n; i++) {
		if (g->places[i].parent < 0)
			roots[count++] = &g->places[i];
	}
	if (count)
		qsort(roots, count, sizeof(*roots), by_bus);
	for (i = 0; i < count; i = j) {
		struct ia_node *root = &g->nodes[g->count++];

		for (j = i + 1; j < count && roots[j]->bus == roots[i]->bus; j++)
			roots[j - 1]->next = roots[j] - g->places;
		root->parent = -1;
		root->segment = roots[i]->bus >> 8;
		root->bus = roots[i]->bus & 0xff;
		emit(g, roots[i] - g->places, root - g->nodes);
	}
}

/**
 * ia_tree_build() - put the functions in the order of the PCIe tree
 * @machine: a joined machine
 * @brief: one line for many parts of the chipset in a row, as for VFs
 * @count: number of lines
 *
 * Return: the lines, each after the one it hangs on. VFs hang on their PF.
 */
struct ia_node *ia_tree_build(const struct ia_machine *machine, bool brief, size_t *count)
{
	size_t n = machine->ndevices, i;
	struct growth g = { .machine = machine };

	g.shared = brief ? find_shared(machine) : NULL;
	g.places = ia_alloc(machine->arena, n, sizeof(*g.places));
	g.nodes = ia_alloc(machine->arena, 2 * n, sizeof(*g.nodes));
	for (i = 0; i < n; i++)
		g.places[i] = (struct place){ -1, -1, -1, -1, 0 };
	for (i = 0; i < n; i++) {
		const struct ia_device *d = &machine->devices[i];
		const struct ia_device *p = above(machine, d);
		struct place *place = &g.places[i], *up;

		place->bus = (d->path.count ? d->path.items[0] : d->address) >> 8;
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
	emit_roots(&g, machine->arena, n);
	*count = g.count;
	return g.nodes;
}
