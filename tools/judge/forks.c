// SPDX-License-Identifier: GPL-2.0
#include "peers.h"

#include <stdlib.h>

#include "../machine/kind.h"

struct walk {
	const struct ia_machine *machine;
	ia_fork_visit visit;
	void *to;
	struct ia_path paths[IA_FORK_CLASSES * IA_FORK_CLASSES];
};

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Functions below one port are neighbours then; those of which nobody knows the place are last. */
static int by_path(const void *a, const void *b)
{
	const struct ia_peer *x = a, *y = b;
	const struct ia_device *d = x->device, *e = y->device;
	size_t i;

	if (ia_is_unknown(d->path) != ia_is_unknown(e->path))
		return ia_is_unknown(d->path) ? 1 : -1;
	for (i = 0; i < least(d->path.count, e->path.count); i++) {
		if (d->path.items[i] != e->path.items[i])
			return d->path.items[i] < e->path.items[i] ? -1 : 1;
	}
	if (d->path.count != e->path.count)
		return d->path.count < e->path.count ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/*
 * Whether all functions of a class go the same way: ends here, unreadable, bits, no place;
 * and whether the IOMMU sees it: at the root complex by what is known of the root port, at a
 * switch by ATS too, where that matters there or at the root port.
 */
static size_t class_of(const struct ia_machine *m, const struct ia_device *device, size_t shared)
{
	const struct ia_acs *acs;
	enum ia_flag apart;
	unsigned int bits;

	if (ia_is_unknown(device->path))
		return IA_FORK_CLASSES - 1;
	if (shared == device->path.count)
		return 0;
	if (!shared)
		return 1 + (ia_root_isolates(m, device) == IA_YES);
	acs = ia_path_acs(device, device->path.items[shared]);
	if (!acs || !acs->cap.known || !acs->ctl.known)
		return 1;
	bits = acs->ctl.bits;
	apart = ia_switch_isolates(m, device, acs);
	return 2 + !!(bits & IA_ACS_CMPLT_REDIR) + 2 * !!(bits & IA_ACS_EGRESS_CTRL) +
	       4 * !!(bits & IA_ACS_REQ_REDIR) + 8 * !!(bits & IA_ACS_DIRECT_TRANS) +
	       16 * !!(bits & IA_ACS_TRANS_BLK) +
	       32 * (apart == IA_NO) + 64 * (apart == IA_YES);
}

/*
 * On a conventional bus each function that is right on it is a branch of its own, and so is one
 * of which nobody knows the place.
 */
static size_t next_branch(const struct ia_fork *fork, size_t i, bool bus)
{
	const struct ia_device *first = fork->peers[i].device;
	size_t n = 1;

	if (ia_is_unknown(first->path) || (first->path.count == fork->shared && bus))
		return 1;
	while (i + n < fork->count) {
		const struct ia_device *other = fork->peers[i + n].device;

		if (ia_is_unknown(other->path))
			break;
		if (first->path.count == fork->shared ? other->path.count != fork->shared :
		    other->path.items[fork->shared] != first->path.items[fork->shared])
			break;
		n++;
	}
	return n;
}

static bool is_bus(const struct ia_machine *m, const struct ia_fork *fork)
{
	struct ia_path path;

	ia_route_at(m, fork->peers[0].device, fork->peers[1].device, fork->shared, &path);
	return path.route == IA_ROUTE_BUS;
}

/* Numbers the classes that are there, and finds the paths between them. */
static void classify(struct walk *walk, struct ia_fork *fork)
{
	const struct ia_device *firsts[IA_FORK_CLASSES];
	size_t numbers[IA_FORK_CLASSES] = { 0 }, i, j;

	for (i = 0; i < fork->count; i++) {
		struct ia_peer *peer = &fork->peers[i];
		size_t *number = &numbers[class_of(walk->machine, peer->device, fork->shared)];

		if (!*number) {
			firsts[fork->nclasses] = peer->device;
			*number = ++fork->nclasses;
		}
		peer->class = *number - 1;
	}
	for (i = 0; i < fork->nclasses; i++) {
		for (j = 0; j < fork->nclasses; j++)
			ia_route_at(walk->machine, firsts[i], firsts[j], fork->shared,
				    &walk->paths[i * fork->nclasses + j]);
	}
	fork->paths = walk->paths;
}

/* The first and the last one of a range share what all of it shares. */
static size_t shared_by(const struct ia_peer *peers, size_t count, size_t from)
{
	const struct ia_device *a = peers[0].device, *b = peers[count - 1].device;

	while (from < a->path.count && from < b->path.count &&
	       a->path.items[from] == b->path.items[from])
		from++;
	return from;
}

/* Forks further down come first. No path has more than 256 ports. */
static void visit_range(struct walk *walk, struct ia_peer *peers, size_t count, size_t shared)
{
	struct ia_fork fork = { .peers = peers, .count = count };
	size_t i, n, branch = 0;
	bool bus;

	if (count < 2)
		return;
	fork.shared = shared_by(peers, count, shared);
	bus = is_bus(walk->machine, &fork);
	for (i = 0; i < count; i += n) {
		n = next_branch(&fork, i, bus);
		if (peers[i].device->path.count > fork.shared)
			visit_range(walk, peers + i, n, fork.shared + 1);
	}
	for (i = 0; i < count; branch++) {
		for (n = next_branch(&fork, i, bus); n; n--)
			peers[i++].branch = branch;
	}
	classify(walk, &fork);
	walk->visit(walk->to, &fork);
}

/**
 * ia_forks_visit() - go to every place where paths between functions part
 * @machine: a joined machine
 * @devices: the functions
 * @count: number of @devices
 * @visit: is called for each place, for those further down first
 * @to: for @visit
 *
 * Two functions part at one place only, in two branches of it; but functions of
 * one device, which no port sees, part at none. The work grows with the number
 * of functions and the length of their paths.
 */
void ia_forks_visit(const struct ia_machine *machine, const struct ia_device *const *devices,
		    size_t count, ia_fork_visit visit, void *to)
{
	struct ia_peer *peers = ia_alloc(machine->arena, count, sizeof(*peers));
	struct walk *walk = ia_alloc(machine->arena, 1, sizeof(*walk));
	size_t i;

	walk->machine = machine;
	walk->visit = visit;
	walk->to = to;
	for (i = 0; i < count; i++)
		peers[i] = (struct ia_peer){ .device = devices[i], .number = i };
	if (count)
		qsort(peers, count, sizeof(*peers), by_path);
	visit_range(walk, peers, count, 0);
}
