// SPDX-License-Identifier: GPL-2.0
#include "peers.h"

#include <stdlib.h>
#include <string.h>

#include "../machine/kind.h"

/**
 * struct member - a function, and how many it reaches, or is reached by
 * @device: the function
 * @group: its group; those without one have that in common
 * @family: its PF's address, or its own
 * @asked: it is in question
 * @direct: functions of other groups and devices that it reaches past the IOMMU
 * @unknown: those of which that is not known
 *
 * Of both, [true] are those that are in question themselves.
 */
struct member {
	const struct ia_device *device;
	uint64_t group;
	ia_address family;
	bool asked;
	size_t direct[2];
	size_t unknown[2];
};

#define NO_GROUP	UINT64_MAX
#define UNKNOWN_GROUP	(UINT64_MAX - 1)

typedef int (*compare_fn)(const struct member *a, const struct member *b);

static struct member member_of(const struct ia_device *device, bool asked)
{
	return (struct member){
		.device = device,
		.group = device->group.known ? device->group.n :
			 device->group.absent ? NO_GROUP : UNKNOWN_GROUP,
		.family = ia_is_vf(device) ? device->vf_of : device->address,
		.asked = asked,
	};
}

static int order(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_nothing(const struct member *a, const struct member *b)
{
	(void)a;
	(void)b;
	return 0;
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

/*
 * Pairs of different groups and different devices: all pairs, but those of one
 * group and those of one device; but then those of both were taken off twice.
 */
static const struct {
	compare_fn compare;
	size_t factor;
} sums[] = {
	{ by_nothing, 1 }, { by_group, -1 }, { by_family, -1 }, { by_both, 1 },
};

#define SUMS	(sizeof(sums) / sizeof(*sums))

struct sorting {
	const struct member *members;
	compare_fn compare;
};

/* What a fork's functions are to each other: by class, then by the class of the other one. */
enum relation { NEITHER, DIRECT, UNKNOWN };

/**
 * struct place - a fork, as it is counted
 * @members: all functions, by number
 * @peers: room for the functions of a fork
 * @relations: row by row
 */
struct place {
	struct member *members;
	struct ia_peer *peers;
	enum relation relations[IA_FORK_CLASSES * IA_FORK_CLASSES];
};

static int compare_peers(const void *a, const void *b, void *data)
{
	const struct ia_peer *x = a, *y = b;
	const struct sorting *sorting = data;
	int first = sorting->compare(&sorting->members[x->number], &sorting->members[y->number]);

	return first ? first : order(x->branch, y->branch);
}

static enum relation relation_of(const struct ia_path *there, const struct ia_path *back)
{
	if (there->apart == IA_NO || back->apart == IA_NO)
		return DIRECT;
	return there->apart == IA_YES && back->apart == IA_YES ? NEITHER : UNKNOWN;
}

/* Return: whether any two classes of a fork have something to do with each other. */
static bool relate(struct place *place, const struct ia_fork *fork)
{
	size_t n = fork->nclasses, i, j;
	bool any = false;

	for (i = 0; i < n; i++) {
		for (j = 0; j < n; j++) {
			enum relation one = relation_of(&fork->paths[i * n + j],
							&fork->paths[j * n + i]);

			place->relations[i * n + j] = one;
			any |= one != NEITHER;
		}
	}
	return any;
}

/* Members of each class, and of them those that are in question. */
static void count_classes(const struct place *place, const struct ia_peer *peers, size_t count,
			  size_t nclasses, size_t counts[][2])
{
	size_t i;

	memset(counts, 0, nclasses * sizeof(*counts));
	for (i = 0; i < count; i++) {
		counts[peers[i].class][false]++;
		counts[peers[i].class][true] += place->members[peers[i].number].asked;
	}
}

static void add_partners(struct place *place, const struct ia_peer *peer, size_t nclasses,
			 size_t all[][2], size_t own[][2], size_t factor)
{
	const enum relation *relations = &place->relations[peer->class * nclasses];
	struct member *member = &place->members[peer->number];
	size_t i, k;

	for (i = 0; i < nclasses; i++) {
		for (k = 0; k < 2 && relations[i] != NEITHER; k++)
			*(relations[i] == DIRECT ? &member->direct[k] : &member->unknown[k]) +=
				factor * (all[i][k] - own[i][k]);
	}
}

static size_t run_of(const struct place *place, const struct ia_peer *peers, size_t count,
		     compare_fn compare)
{
	const struct member *first = &place->members[peers->number];
	size_t n = 1;

	while (n < count && !compare(first, &place->members[peers[n].number]))
		n++;
	return n;
}

/* Adds or takes off pairs of those that are the same in some respect, sorted by that. */
static void add_alike(struct place *place, const struct ia_peer *peers, size_t count,
		      size_t nclasses, size_t factor)
{
	size_t all[IA_FORK_CLASSES][2], own[IA_FORK_CLASSES][2], i, j, n;

	count_classes(place, peers, count, nclasses, all);
	for (i = 0; i < count; i += n) {
		for (n = 1; i + n < count && peers[i + n].branch == peers[i].branch; n++)
			;
		if (n == count)
			return;
		count_classes(place, &peers[i], n, nclasses, own);
		for (j = i; j < i + n; j++)
			add_partners(place, &peers[j], nclasses, all, own, factor);
	}
}

/* Counts the pairs of place->peers, by place->relations. */
static void count_peers(struct place *place, size_t count, size_t nclasses)
{
	struct ia_peer *peers = place->peers;
	size_t i, j, n;

	for (i = 0; i < SUMS; i++) {
		struct sorting sorting = { place->members, sums[i].compare };

		qsort_r(peers, count, sizeof(*peers), compare_peers, &sorting);
		for (j = 0; j < count; j += n) {
			n = run_of(place, &peers[j], count - j, sums[i].compare);
			add_alike(place, &peers[j], n, nclasses, sums[i].factor);
		}
	}
}

static void count_fork(void *to, const struct ia_fork *fork)
{
	struct place *place = to;
	size_t i;

	if (!relate(place, fork))
		return;
	for (i = 0; i < fork->count; i++)
		place->peers[i] = fork->peers[i];
	count_peers(place, fork->count, fork->nclasses);
}

/* Functions of one device, among which no port sees what they send each other. */
static void count_device(const struct ia_machine *m, struct place *place, const size_t *numbers,
			 size_t count)
{
	/* By whether the two keep themselves apart. */
	static const enum relation relations[] = { UNKNOWN, UNKNOWN, UNKNOWN, NEITHER };
	size_t i;

	for (i = 0; i < count; i++) {
		const struct ia_device *d = place->members[numbers[i]].device;

		place->peers[i] = (struct ia_peer){
			.device = d, .number = numbers[i], .branch = i,
			.class = ia_function_isolates(m, d) == IA_YES,
		};
	}
	for (i = 0; i < sizeof(relations) / sizeof(*relations); i++)
		place->relations[i] = relations[i];
	count_peers(place, count, 2);
}

/* Functions of one device are neighbours: all below one port, or of one slot of a root bus. */
static int by_device(const struct ia_device *a, const struct ia_device *b)
{
	size_t i;

	if (ia_is_unknown(a->path) || ia_is_unknown(b->path))
		return order(ia_is_unknown(a->path), ia_is_unknown(b->path));
	for (i = 0; i < a->path.count && i < b->path.count; i++) {
		if (a->path.items[i] != b->path.items[i])
			return order(a->path.items[i], b->path.items[i]);
	}
	if (a->path.count || b->path.count)
		return order(a->path.count, b->path.count);
	return order(a->address >> 3, b->address >> 3);
}

static int compare_places(const void *a, const void *b, void *members)
{
	const struct member *all = members;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	int first = by_device(all[x].device, all[y].device);

	return first ? first : order(x, y);
}

/* What ia_forks_visit() leaves out: functions of one device are not parted by any port. */
static void count_devices(const struct ia_machine *m, struct place *place, size_t count)
{
	size_t *numbers = ia_alloc(m->arena, count, sizeof(*numbers)), i, n;
	const struct member *all = place->members;

	for (i = 0; i < count; i++)
		numbers[i] = i;
	qsort_r(numbers, count, sizeof(*numbers), compare_places, place->members);
	for (i = 0; i < count; i += n) {
		const struct ia_device *first = all[numbers[i]].device;
		struct ia_path path;

		for (n = 1; i + n < count && !by_device(first, all[numbers[i + n]].device); n++)
			;
		if (n == 1 || ia_is_unknown(first->path))
			continue;
		ia_route_find(m, first, all[numbers[i + 1]].device, &path);
		if (path.route == IA_ROUTE_INSIDE || path.route == IA_ROUTE_ROOT)
			count_device(m, place, &numbers[i], n);
	}
}

/* Pairs of some functions of which one at least is in question. */
static size_t pairs_of(size_t count, size_t asked)
{
	size_t others = count - asked;

	return count * (count - 1) / 2 - (others ? others * (others - 1) / 2 : 0);
}

static int compare_members(const void *a, const void *b, void *compare)
{
	return (*(compare_fn *)compare)(a, b);
}

/* Pairs of different groups and different devices, wherever they are. */
static size_t pairs_apart(const struct ia_machine *m, const struct member *members, size_t count)
{
	struct member *copy = ia_alloc(m->arena, count, sizeof(*copy));
	size_t i, j, n, asked, pairs = 0;

	for (i = 0; i < count; i++)
		copy[i] = members[i];
	for (i = 0; i < SUMS && count; i++) {
		compare_fn compare = sums[i].compare;

		qsort_r(copy, count, sizeof(*copy), compare_members, &compare);
		for (j = 0; j < count; j += n) {
			asked = 0;
			for (n = 0; j + n < count && !compare(&copy[j], &copy[j + n]); n++)
				asked += copy[j + n].asked;
			pairs += sums[i].factor * pairs_of(n, asked);
		}
	}
	return pairs;
}

/* Whether a pair is an example of what is looked for, and the path that shows it. */
static bool is_sample(const struct ia_machine *m, const struct member *a, const struct member *b,
		      enum ia_flag apart, struct ia_path *path)
{
	if (a->group == b->group || a->family == b->family)
		return false;
	ia_route_find(m, a->device, b->device, path);
	if (path->apart == apart)
		return true;
	ia_route_find(m, b->device, a->device, path);
	return path->apart == apart;
}

/* The first pairs of a function, but those that an earlier one had already. */
static void take_samples(const struct ia_machine *m, const struct member *a,
			 const struct member *members, size_t count, struct ia_apart *apart)
{
	enum ia_flag wanted = apart->direct ? IA_NO : IA_FLAG_UNKNOWN;
	struct ia_path path;
	size_t i;

	for (i = 0; i < count && apart->nsamples < IA_EVIDENCE_LINES; i++) {
		const struct member *b = &members[i];

		if ((b->asked && b->device->address < a->device->address) ||
		    !is_sample(m, a, b, wanted, &path))
			continue;
		apart->samples[apart->nsamples][0] = path.from;
		apart->samples[apart->nsamples++][1] = path.to;
	}
}

/* Which functions are in the pairs: those in question, and the others. */
static void list_members(const struct ia_machine *m, const struct member *members, size_t count,
			 struct ia_apart *apart)
{
	size_t i;

	apart->from = ia_alloc(m->arena, count, sizeof(*apart->from));
	apart->to = ia_alloc(m->arena, count, sizeof(*apart->to));
	for (i = 0; i < count; i++) {
		const struct member *one = &members[i];

		if (one->asked && one->direct[false])
			apart->from[apart->nfrom++] = one->device;
		else if (!one->asked && one->direct[true])
			apart->to[apart->nto++] = one->device;
		else if (!one->asked && one->unknown[true])
			apart->nto_unknown++;
	}
}

/**
 * ia_apart_find() - find out whether functions reach others past the IOMMU
 * @machine: a joined machine
 * @devices: the functions in question
 * @count: number of @devices
 * @apart: filled
 *
 * Ports are none of the others, and functions of one group, or a PF and its VFs, are not
 * told apart: that they reach each other is no secret, or the PF's owner rules it.
 */
void ia_apart_find(const struct ia_machine *machine, const struct ia_device *const *devices,
		   size_t count, struct ia_apart *apart)
{
	bool *asked = ia_alloc(machine->arena, machine->ndevices, sizeof(*asked));
	const struct ia_device **all = ia_alloc(machine->arena, machine->ndevices, sizeof(*all));
	struct member *members = ia_alloc(machine->arena, machine->ndevices, sizeof(*members));
	struct place *place = ia_alloc(machine->arena, 1, sizeof(*place));
	size_t twice = 0, unknown_twice = 0, i, n = 0;

	*apart = (struct ia_apart){ 0 };
	for (i = 0; i < count; i++)
		asked[devices[i] - machine->devices] = true;
	for (i = 0; i < machine->ndevices; i++) {
		if (ia_is_bridge(&machine->devices[i]))
			continue;
		all[n] = &machine->devices[i];
		members[n++] = member_of(&machine->devices[i], asked[i]);
	}
	apart->pairs = pairs_apart(machine, members, n);
	if (!apart->pairs)
		return;
	place->members = members;
	place->peers = ia_alloc(machine->arena, n, sizeof(*place->peers));
	ia_forks_visit(machine, all, n, count_fork, place);
	count_devices(machine, place, n);
	/* Two that are both in question find each other. */
	for (i = 0; i < n; i++) {
		if (!members[i].asked)
			continue;
		apart->direct += members[i].direct[false];
		apart->unknown += members[i].unknown[false];
		twice += members[i].direct[true];
		unknown_twice += members[i].unknown[true];
	}
	apart->direct -= twice / 2;
	apart->unknown -= unknown_twice / 2;
	list_members(machine, members, n, apart);
	/* At most as many as there are samples have no other partner than an earlier one. */
	for (i = 0; i < n && apart->nsamples < IA_EVIDENCE_LINES; i++) {
		const size_t *found = apart->direct ? members[i].direct : members[i].unknown;

		if (members[i].asked && found[false])
			take_samples(machine, &members[i], members, n, apart);
	}
}
