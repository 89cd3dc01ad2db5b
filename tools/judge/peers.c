// SPDX-License-Identifier: GPL-2.0
#include "peers.h"

#include <stdlib.h>

#include "rules.h"

/**
 * struct found - a port that redirects
 * @acs: its record, of the first function that has it
 * @order: when it was found
 */
struct found {
	const struct ia_acs *acs;
	size_t order;
};

/**
 * struct counting - what is counted at each fork
 * @machine: the machine
 * @ends: the functions
 * @count: the sums
 * @found: ports that redirect, some of them several times
 * @nfound: number of @found
 * @room: ports there is room for
 * @taken: by function: its ports up to this many from the root were looked at
 */
struct counting {
	const struct ia_machine *machine;
	const struct ia_ends *ends;
	struct ia_path_count *count;
	struct found *found;
	size_t nfound;
	size_t room;
	size_t *taken;
};

/* Functions of a class: those that send, and those that receive. */
struct ends_count {
	size_t send;
	size_t receive;
};

static void take(struct counting *c, const struct ia_acs *acs)
{
	if (!acs || acs->port == acs->device || !(acs->ctl.bits & IA_ACS_REDIRECTS))
		return;
	c->found = ia_grow(c->machine->arena, c->found, c->nfound, &c->room, sizeof(*c->found));
	c->found[c->nfound] = (struct found){ acs, c->nfound };
	c->nfound++;
}

static void take_port(struct counting *c, const struct ia_device *device, size_t i)
{
	take(c, ia_path_acs(device, device->path.items[i]));
}

/* For Linux all ports up to the common one count: from the first function up, to others down. */
static void take_ports(struct counting *c, const struct ia_fork *fork,
		       const struct ia_peer *peer, bool first)
{
	const struct ia_device *device = peer->device;
	size_t end = c->taken[peer->number], i;

	for (i = end; first && i-- > fork->shared;)
		take_port(c, device, i);
	if (first && fork->shared)
		take_port(c, device, fork->shared - 1);
	for (i = fork->shared; !first && i < end; i++)
		take_port(c, device, i);
	c->taken[peer->number] = fork->shared;
}

static void add_branch(const struct counting *c, const struct ia_fork *fork, size_t first,
		       size_t n, struct ends_count *sums)
{
	size_t i;

	for (i = 0; i < fork->nclasses; i++)
		sums[i] = (struct ends_count){ 0 };
	for (i = first; i < first + n; i++) {
		const struct ia_peer *peer = &fork->peers[i];

		sums[peer->class].send += c->ends->sends[peer->number];
		sums[peer->class].receive += c->ends->receives[peer->number];
	}
}

/* Counts the paths from a function into other branches. Return: whether ACS redirects some. */
static bool count_peer(struct counting *c, const struct ia_fork *fork, const struct ia_peer *peer,
		       const struct ends_count *all, const struct ends_count *own)
{
	size_t redirected = 0, i;

	for (i = 0; i < fork->nclasses; i++) {
		enum ia_route there = fork->paths[peer->class * fork->nclasses + i].route;
		enum ia_route back = fork->paths[i * fork->nclasses + peer->class].route;
		size_t to = c->ends->sends[peer->number] ? all[i].receive - own[i].receive : 0;
		size_t from = c->ends->receives[peer->number] ? all[i].send - own[i].send : 0;

		c->count->direct += there == IA_ROUTE_DIRECT ? to : 0;
		c->count->bus += there == IA_ROUTE_BUS ? to : 0;
		c->count->redirected += there == IA_ROUTE_REDIRECTED ? to : 0;
		redirected += there == IA_ROUTE_REDIRECTED ? to : 0;
		redirected += back == IA_ROUTE_REDIRECTED ? from : 0;
	}
	return redirected;
}

static size_t branch_size(const struct ia_fork *fork, size_t first)
{
	size_t n = 1;

	while (first + n < fork->count &&
	       fork->peers[first + n].branch == fork->peers[first].branch)
		n++;
	return n;
}

static void count_fork(void *to, const struct ia_fork *fork)
{
	struct counting *c = to;
	struct ends_count all[IA_FORK_CLASSES], own[IA_FORK_CLASSES];
	bool first = true;
	size_t i, j, n;

	if (!fork->shared)
		return;
	add_branch(c, fork, 0, fork->count, all);
	for (i = 0; i < fork->count; i += n) {
		n = branch_size(fork, i);
		add_branch(c, fork, i, n, own);
		for (j = i; j < i + n; j++) {
			if (!count_peer(c, fork, &fork->peers[j], all, own))
				continue;
			take_ports(c, fork, &fork->peers[j], first);
			first = false;
		}
	}
}

static int by_port(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	if (x->acs->port != y->acs->port)
		return x->acs->port < y->acs->port ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static int by_order(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	return x->order < y->order ? -1 : 1;
}

/* Each port once, in the order in which they were found. */
static void list_ports(struct counting *c)
{
	size_t i, n = 0;

	if (!c->nfound)
		return;
	qsort(c->found, c->nfound, sizeof(*c->found), by_port);
	for (i = 0; i < c->nfound; i++) {
		if (!n || c->found[n - 1].acs->port != c->found[i].acs->port)
			c->found[n++] = c->found[i];
	}
	qsort(c->found, n, sizeof(*c->found), by_order);
	c->count->ports = ia_alloc(c->machine->arena, n, sizeof(*c->count->ports));
	for (i = 0; i < n; i++)
		c->count->ports[i] = c->found[i].acs;
	c->count->nports = n;
}

/**
 * ia_path_count() - count the paths between functions
 * @machine: a joined machine
 * @ends: the functions
 * @count: filled
 */
void ia_path_count(const struct ia_machine *machine, const struct ia_ends *ends,
		   struct ia_path_count *count)
{
	struct counting c = {
		.machine = machine, .ends = ends, .count = count,
		.taken = ia_alloc(machine->arena, ends->count, sizeof(*c.taken)),
	};
	size_t i, senders = 0, receivers = 0, both = 0;

	*count = (struct ia_path_count){ 0 };
	for (i = 0; i < ends->count; i++) {
		senders += ends->sends[i];
		receivers += ends->receives[i];
		both += ends->sends[i] && ends->receives[i];
		c.taken[i] = ends->devices[i]->path.count;
	}
	count->pairs = senders * receivers - both;
	ia_forks_visit(machine, ends->devices, ends->count, count_fork, &c);
	list_ports(&c);
}

/**
 * ia_path_count_some() - count paths that were chosen
 * @machine: a joined machine
 * @paths: the paths
 * @npaths: number of @paths
 * @count: filled
 */
void ia_path_count_some(const struct ia_machine *machine, const struct ia_path *paths,
			size_t npaths, struct ia_path_count *count)
{
	struct counting c = { .machine = machine, .count = count };
	size_t i, j;

	*count = (struct ia_path_count){ .pairs = npaths };
	for (i = 0; i < npaths; i++) {
		struct ia_path path;

		count->direct += paths[i].route == IA_ROUTE_DIRECT;
		count->bus += paths[i].route == IA_ROUTE_BUS;
		if (paths[i].route != IA_ROUTE_REDIRECTED)
			continue;
		count->redirected++;
		ia_path_find(machine, paths[i].from, paths[i].to, &path);
		for (j = 0; j < path.nredirects; j++)
			take(&c, path.redirects[j]);
	}
	list_ports(&c);
}

/**
 * ia_is_peer_wanted() - tell whether a function is to reach GPUs by a profile
 * @check: an examination under that profile
 * @device: the function
 */
bool ia_is_peer_wanted(const struct ia_check *check, const struct ia_device *device)
{
	enum ia_kind kind = ia_kind_of(device);

	return kind == IA_KIND_GPU ||
	       (kind == IA_KIND_NIC && check->profile != IA_PROFILE_GPU_SINGLE);
}

/**
 * ia_peers_wanted() - count the paths to GPUs that a profile is about
 * @check: an examination under that profile
 * @count: filled; its ports are those of one parameter, whoever names it
 *
 * What user space owns is none of the host's peers.
 */
void ia_peers_wanted(const struct ia_check *check, struct ia_path_count *count)
{
	struct ia_arena *arena = check->machine->arena;
	struct ia_ends ends = {
		.devices = check->devices, .count = check->ndevices,
		.sends = ia_alloc(arena, check->ndevices, sizeof(*ends.sends)),
		.receives = ia_alloc(arena, check->ndevices, sizeof(*ends.receives)),
	};
	size_t i;

	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];
		bool owned = IA_WANTS_DIRECT >> check->profile & 1 && ia_user_owned(d);

		ends.sends[i] = !owned && ia_is_peer_wanted(check, d);
		ends.receives[i] = !owned && ia_kind_of(d) == IA_KIND_GPU;
	}
	ia_path_count(check->machine, &ends, count);
}
