// SPDX-License-Identifier: GPL-2.0
#include "peers.h"

#include <stdlib.h>

#include "../machine/kind.h"

/*
 * Where a request goes depends on the ports above the two functions and on
 * nothing else, as far as it is told here: two functions of one device are left
 * out. So paths are followed once for each two ports, and functions counted:
 * thousands of VFs have few ports.
 */

/**
 * struct member - a function below a port
 * @device: the function
 * @group: its group; those without one have that in common
 * @family: its PF's address, or its own
 * @asked: it is in question
 */
struct member {
	const struct ia_device *device;
	uint64_t group;
	ia_address family;
	bool asked;
};

/**
 * struct port - the functions below a port, without ports in between
 * @members: the functions, by group
 * @count: number of @members
 * @asked: those that are in question
 * @direct: some of them reach others, or others them, past the IOMMU
 */
struct port {
	const struct member *members;
	size_t count;
	size_t asked;
	bool direct;
};

#define NO_GROUP	UINT64_MAX
#define UNKNOWN_GROUP	(UINT64_MAX - 1)

static struct member member_of(const struct ia_device *device, bool asked)
{
	return (struct member){
		device, device->group.known ? device->group.n :
			device->group.absent ? NO_GROUP : UNKNOWN_GROUP,
		ia_is_vf(device) ? device->vf_of : device->address, asked,
	};
}

static int order(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static ia_address port_above(const struct ia_device *device, size_t i)
{
	return i < device->path.count ? device->path.items[i] : 0;
}

/* By root port, then by the port right above. */
static int by_port(const struct member *a, const struct member *b)
{
	const struct ia_device *x = a->device, *y = b->device;
	int roots = order(port_above(x, 0), port_above(y, 0));

	if (roots || !x->path.count || !y->path.count)
		return roots ? roots : order(x->path.count, y->path.count);
	return order(x->path.items[x->path.count - 1], y->path.items[y->path.count - 1]);
}

static int by_group(const struct member *a, const struct member *b)
{
	return order(a->group, b->group);
}

static int by_family(const struct member *a, const struct member *b)
{
	return order(a->family, b->family);
}

static int by_both(const struct member *a, const struct member *b)
{
	int groups = by_group(a, b);

	return groups ? groups : by_family(a, b);
}

typedef int (*compare_fn)(const struct member *a, const struct member *b);

static int compare_by(const void *a, const void *b, void *compare)
{
	return (*(compare_fn *)compare)(a, b);
}

static void sort(struct member *members, size_t count, compare_fn compare)
{
	qsort_r(members, count, sizeof(*members), compare_by, &compare);
}

static int by_port_and_group(const struct member *a, const struct member *b)
{
	int ports = by_port(a, b);

	return ports ? ports : by_group(a, b);
}

/* Pairs of some functions of which one at least is in question. */
static size_t pairs_of(size_t count, size_t asked)
{
	size_t others = count - asked;

	return count * (count - 1) / 2 - (others ? others * (others - 1) / 2 : 0);
}

static size_t count_asked(const struct member *members, size_t count)
{
	size_t i, asked = 0;

	for (i = 0; i < count; i++)
		asked += members[i].asked;
	return asked;
}

/* How many members from the first one on are the same in this respect. */
static size_t run_of(const struct member *members, size_t count, compare_fn compare)
{
	size_t n = 1;

	while (n < count && !compare(members, &members[n]))
		n++;
	return n;
}

/* Pairs of members that are the same in some respect. */
static size_t pairs_alike(struct member *members, size_t count, compare_fn compare)
{
	size_t i, n, pairs = 0;

	sort(members, count, compare);
	for (i = 0; i < count; i += n) {
		n = run_of(&members[i], count - i, compare);
		pairs += pairs_of(n, count_asked(&members[i], n));
	}
	return pairs;
}

/* Pairs of different groups and different devices; changes the order of members. */
static size_t pairs_apart(struct member *members, size_t count)
{
	if (!count)
		return 0;
	return pairs_of(count, count_asked(members, count)) -
	       pairs_alike(members, count, by_family) -
	       pairs_alike(members, count, by_group) +
	       pairs_alike(members, count, by_both);
}

/* Pairs with a member of each of two ports; those of one group do not count. */
static size_t pairs_between(const struct port *a, const struct port *b)
{
	size_t pairs = a->asked * b->count + b->asked * a->count - a->asked * b->asked;
	size_t i = 0, j = 0;

	while (i < a->count && j < b->count) {
		int groups = by_group(&a->members[i], &b->members[j]);
		size_t n, m, x, y;

		if (groups) {
			i += groups < 0;
			j += groups > 0;
			continue;
		}
		n = run_of(&a->members[i], a->count - i, by_group);
		m = run_of(&b->members[j], b->count - j, by_group);
		x = count_asked(&a->members[i], n);
		y = count_asked(&b->members[j], m);
		pairs -= x * m + y * n - x * y;
		i += n;
		j += m;
	}
	return pairs;
}

static size_t pairs_below(const struct ia_machine *m, const struct port *port)
{
	struct member *copy = ia_alloc(m->arena, port->count, sizeof(*copy));
	size_t i;

	for (i = 0; i < port->count; i++)
		copy[i] = port->members[i];
	return pairs_apart(copy, port->count);
}

static void count_pair(const struct ia_machine *m, struct port *a, struct port *b,
		       struct ia_apart *apart)
{
	const struct member *from = a->members, *to = &b->members[a == b];
	struct ia_path there, back;
	size_t pairs;

	if (!a->asked && !b->asked)
		return;
	ia_route_find(m, from->device, to->device, &there);
	ia_route_find(m, to->device, from->device, &back);
	if (!ia_path_stays(&there) && !ia_path_stays(&back) &&
	    there.route != IA_ROUTE_UNKNOWN && back.route != IA_ROUTE_UNKNOWN)
		return;
	pairs = a == b ? pairs_below(m, a) : pairs_between(a, b);
	if (!ia_path_stays(&there) && !ia_path_stays(&back)) {
		apart->unknown += pairs;
		return;
	}
	apart->direct += pairs;
	a->direct |= pairs != 0;
	b->direct |= pairs != 0;
}

/* The ports of functions, sorted as those are. */
static struct port *ports_of(const struct ia_machine *m, const struct member *members,
			     size_t count, size_t *nports)
{
	struct port *ports = ia_alloc(m->arena, count, sizeof(*ports));
	size_t i, n;

	*nports = 0;
	for (i = 0; i < count; i += n) {
		n = run_of(&members[i], count - i, by_port);
		ports[(*nports)++] = (struct port){
			&members[i], n, count_asked(&members[i], n), false,
		};
	}
	return ports;
}

/* How many ports from the first one on are below one root port; 0 on a root bus. */
static size_t ports_below_root(const struct port *ports, size_t count)
{
	const struct ia_device *first = ports->members->device;
	size_t n = 0;

	while (n < count && first->path.count &&
	       port_above(ports[n].members->device, 0) == port_above(first, 0))
		n++;
	return n;
}

static bool is_sample(const struct ia_machine *m, const struct member *a, const struct member *b,
		      struct ia_path *path)
{
	if (a->group == b->group || a->family == b->family)
		return false;
	ia_route_find(m, a->device, b->device, path);
	if (ia_path_stays(path))
		return true;
	ia_route_find(m, b->device, a->device, path);
	return ia_path_stays(path);
}

/* The first pairs of a function, but those that an earlier one had already. */
static void take_samples(const struct ia_machine *m, const struct ia_device *device,
			 const bool *asked, struct ia_apart *apart)
{
	struct member a = member_of(device, true);
	struct ia_path path;
	size_t i;

	for (i = 0; i < m->ndevices && apart->nsamples < IA_EVIDENCE_LINES; i++) {
		const struct ia_device *other = &m->devices[i];
		struct member b = member_of(other, asked[i]);

		if (ia_is_bridge_type(other->type) || !is_sample(m, &a, &b, &path) ||
		    (b.asked && other->address < device->address))
			continue;
		apart->samples[apart->nsamples][0] = path.from;
		apart->samples[apart->nsamples++][1] = path.to;
	}
}

static void find_samples(const struct ia_machine *m, const struct port *ports, size_t nports,
			 const struct ia_device *const *devices, size_t count, const bool *asked,
			 struct ia_apart *apart)
{
	bool *direct = ia_alloc(m->arena, m->ndevices, sizeof(*direct));
	size_t i, j;

	for (i = 0; i < nports; i++) {
		for (j = 0; j < ports[i].count; j++)
			direct[ports[i].members[j].device - m->devices] = ports[i].direct;
	}
	for (i = 0; i < count && apart->nsamples < IA_EVIDENCE_LINES; i++) {
		if (direct[devices[i] - m->devices])
			take_samples(m, devices[i], asked, apart);
	}
}

/**
 * ia_apart_find() - find out whether functions reach others past the IOMMU
 * @machine: a joined machine
 * @devices: the functions in question
 * @count: number of @devices
 * @apart: filled
 *
 * Ports are none of the others, and functions of one group or one device are
 * not told apart: that they reach each other is no secret, or no port sees it.
 */
void ia_apart_find(const struct ia_machine *machine, const struct ia_device *const *devices,
		   size_t count, struct ia_apart *apart)
{
	bool *asked = ia_alloc(machine->arena, machine->ndevices, sizeof(*asked));
	struct member *members = ia_alloc(machine->arena, machine->ndevices, sizeof(*members));
	size_t i, j, nports, n = 0;
	struct port *ports;

	*apart = (struct ia_apart){ 0 };
	for (i = 0; i < count; i++)
		asked[devices[i] - machine->devices] = true;
	for (i = 0; i < machine->ndevices; i++) {
		if (!ia_is_bridge_type(machine->devices[i].type))
			members[n++] = member_of(&machine->devices[i], asked[i]);
	}
	apart->pairs = pairs_apart(members, n);
	if (!apart->pairs)
		return;
	sort(members, n, by_port_and_group);
	ports = ports_of(machine, members, n, &nports);
	for (i = 0; i < nports; i++) {
		n = ports_below_root(&ports[i], nports - i);
		for (j = i; j < i + n; j++) {
			if (i != j || ports[i].count > 1)
				count_pair(machine, &ports[i], &ports[j], apart);
		}
	}
	find_samples(machine, ports, nports, devices, count, asked, apart);
}

static void count_peers(const struct ia_machine *m, const struct port *a, const struct port *b,
			struct ia_peers *peers)
{
	struct ia_path path;
	/* Here those that are in question are GPUs; the others are NICs. */
	size_t pairs = a == b ? a->asked * (a->count - 1) : a->count * b->asked;

	if (!pairs)
		return;
	ia_route_find(m, a->members->device, b->members[a == b].device, &path);
	peers->direct += path.route == IA_ROUTE_DIRECT ? pairs : 0;
	peers->redirected += path.route == IA_ROUTE_REDIRECTED ? pairs : 0;
}

/**
 * ia_peers_find() - count the paths to GPUs, from other GPUs and from NICs
 * @machine: a joined machine
 * @peers: filled
 */
void ia_peers_find(const struct ia_machine *machine, struct ia_peers *peers)
{
	struct member *members = ia_alloc(machine->arena, machine->ndevices, sizeof(*members));
	size_t i, j, nports, gpus, n = 0;
	struct port *ports;

	*peers = (struct ia_peers){ 0 };
	for (i = 0; i < machine->ndevices; i++) {
		const struct ia_device *d = &machine->devices[i];
		enum ia_kind kind = ia_kind_of(d);

		if (!ia_is_vf(d) && (kind == IA_KIND_GPU || kind == IA_KIND_NIC))
			members[n++] = member_of(d, kind == IA_KIND_GPU);
	}
	gpus = count_asked(members, n);
	peers->pairs = n ? gpus * (n - 1) : 0;
	sort(members, n, by_port_and_group);
	ports = ports_of(machine, members, n, &nports);
	for (i = 0; i < nports; i++) {
		n = ports_below_root(&ports[i], nports - i);
		for (j = i; j < i + n; j++) {
			count_peers(machine, &ports[i], &ports[j], peers);
			if (i != j)
				count_peers(machine, &ports[j], &ports[i], peers);
		}
	}
}
