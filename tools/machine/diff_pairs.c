// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"
#include "kind.h"

/**
 * struct candidate - a function that may have a partner
 * @device: the function
 * @id: what it is: class, vendor and device id
 * @serial: the serial number of its device; NULL when it has none, or none that
 *          is known
 */
struct candidate {
	const struct ia_device *device;
	uint64_t id;
	const char *serial;
};

/**
 * struct list - some of the candidates, sorted
 * @items: the candidates
 * @count: number of @items
 * @free: by place: that one, or one behind it with only such between that have a partner
 *
 * A function that found its partner keeps it, so that @free is followed once for each.
 */
struct list {
	const struct candidate **items;
	size_t count;
	size_t *free;
};

/**
 * struct side - the functions of one reading
 * @machine: the reading
 * @pairs: for each function its pair, or NULL while it has none
 * @candidates: the functions
 * @all: by what they are and by slot
 * @children: those that are no VF, by the bridge above and their place below it
 * @models: those that are no VF, by what they are, and of these those without a
 *          serial number first
 */
struct side {
	const struct ia_machine *machine;
	struct ia_pair_of **pairs;
	struct candidate *candidates;
	struct list all;
	struct list children;
	struct list models;
};

static int order(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static uint64_t id_of(const struct ia_device *d)
{
	return d->class_code.n << 32 | d->vendor.n << 16 | d->device.n;
}

/* Zeros and ones are what a device says that was never given a number. */
static const char *serial_of(const struct ia_device *d)
{
	const char *serial = d->host && d->host->serial.known ? d->host->serial.text : NULL;

	return serial && serial[strspn(serial, "-0")] && serial[strspn(serial, "-f")] ?
	       serial : NULL;
}

/*
 * A slot: root bus, then device and function of each bridge and of the function,
 * which no other numbering of buses changes. Without its path a function below a
 * bridge has an address only.
 */
static int by_slot(const struct ia_device *a, const struct ia_device *b)
{
	ia_address top_a = a->path.count ? a->path.items[0] : a->address;
	ia_address top_b = b->path.count ? b->path.items[0] : b->address;
	int less = order(top_a >> 8, top_b >> 8);
	size_t i;

	if (!less)
		less = order(ia_is_unknown(a->path), ia_is_unknown(b->path));
	if (!less)
		less = order(a->path.count, b->path.count);
	for (i = 0; !less && i < a->path.count; i++)
		less = order(a->path.items[i] & 0xff, b->path.items[i] & 0xff);
	return less ? less : order(a->address & 0xff, b->address & 0xff);
}

typedef int (*comparison)(const struct candidate *a, const struct candidate *b);

static int by_id(const struct candidate *a, const struct candidate *b)
{
	return order(a->id, b->id);
}

static int by_id_and_slot(const struct candidate *a, const struct candidate *b)
{
	int less = by_id(a, b);

	return less ? less : by_slot(a->device, b->device);
}

/* All functions of a device have one number; those of a switch have one, too. */
static int by_serial(const struct candidate *a, const struct candidate *b)
{
	int less = strcmp(a->serial, b->serial);

	if (!less)
		less = by_id(a, b);
	return less ? less : order(a->device->address & 7, b->device->address & 7);
}

static int by_bridge(const struct candidate *a, const struct candidate *b)
{
	int less = order(a->device->above->address, b->device->above->address);

	return less ? less : order(a->device->address & 0xff, b->device->address & 0xff);
}

static int by_vf(const struct candidate *a, const struct candidate *b)
{
	int less = order(a->device->vf_of, b->device->vf_of);

	if (!less)
		less = order(a->device->vf_index.known, b->device->vf_index.known);
	return less ? less : order(a->device->vf_index.n, b->device->vf_index.n);
}

static int in_list(const void *a, const void *b, void *compare)
{
	const struct candidate *x = *(const struct candidate *const *)a;
	const struct candidate *y = *(const struct candidate *const *)b;
	int less = (*(comparison *)compare)(x, y);

	return less ? less : order(x->device->address, y->device->address);
}

/* Those without a number may be any of their kind. */
static int by_model(const struct candidate *a, const struct candidate *b)
{
	int less = by_id(a, b);

	if (!less)
		less = order(!!a->serial, !!b->serial);
	return less || !a->serial ? less : strcmp(a->serial, b->serial);
}

static int by_bridge_and_id(const struct candidate *a, const struct candidate *b)
{
	int less = by_bridge(a, b);

	return less ? less : by_id(a, b);
}

static int by_child(const struct candidate *a, const struct candidate *b)
{
	int less = by_bridge(a, b);

	return less ? less : by_model(a, b);
}

/* VFs are found by their PF and their number, whatever their addresses are. */
static bool is_vf(const struct candidate *c)
{
	return ia_is_vf(c->device);
}

static bool is_no_vf(const struct candidate *c)
{
	return !is_vf(c);
}

static bool is_child(const struct candidate *c)
{
	return c->device->above && !is_vf(c);
}

static bool is_numbered(const struct candidate *c)
{
	return c->serial;
}

static struct list pick(struct ia_arena *arena, const struct side *side,
			bool (*wanted)(const struct candidate *), comparison compare)
{
	struct list list = {
		.items = ia_alloc(arena, side->machine->ndevices, sizeof(*list.items)),
		.free = ia_alloc(arena, side->machine->ndevices + 1, sizeof(*list.free)),
	};
	size_t i;

	for (i = 0; i < side->machine->ndevices; i++) {
		if (!wanted || wanted(&side->candidates[i]))
			list.items[list.count++] = &side->candidates[i];
	}
	if (list.count)
		qsort_r(list.items, list.count, sizeof(*list.items), in_list, &compare);
	for (i = 0; i <= list.count; i++)
		list.free[i] = i;
	return list;
}

/* Where those begin that are not less than @key. */
static size_t first(const struct list *list, const struct candidate *key, comparison compare)
{
	size_t low = 0, high = list->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(list->items[middle], key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void open_side(struct ia_arena *arena, const struct ia_machine *m, struct side *side)
{
	size_t i;

	*side = (struct side){
		.machine = m, .pairs = ia_alloc(arena, m->ndevices, sizeof(*side->pairs)),
		.candidates = ia_alloc(arena, m->ndevices, sizeof(*side->candidates)),
	};
	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		side->candidates[i] = (struct candidate){ d, id_of(d), serial_of(d) };
	}
	side->all = pick(arena, side, NULL, by_id_and_slot);
	side->children = pick(arena, side, is_child, by_child);
	side->models = pick(arena, side, is_no_vf, by_model);
}

static struct ia_pair_of *pair_at(const struct side *side, const struct ia_device *d)
{
	return d ? side->pairs[d - side->machine->devices] : NULL;
}

static void pair(struct ia_diff *diff, const struct ia_device *old,
		 const struct ia_device *now, enum ia_pair_how how)
{
	struct ia_pair_of *made = &diff->pairs[diff->npairs++];

	*made = (struct ia_pair_of){ .old = old, .now = now, .is = now ? now : old, .how = how };
	if (old)
		diff->by_old[old - diff->old->devices] = made;
	if (now)
		diff->by_now[now - diff->now->devices] = made;
}

/* Root ports are where the board has them: one in another place is another one. */
static bool can_move(const struct candidate *c)
{
	return !is_vf(c) && c->device->type != IA_PORT_ROOT_PORT;
}

static enum ia_pair_how in_place(const struct ia_device *a, const struct ia_device *b)
{
	return a->address == b->address ? IA_PAIR_SAME : IA_PAIR_RENUMBERED;
}

static bool other_serial(const struct candidate *a, const struct candidate *b)
{
	return a->serial && b->serial && strcmp(a->serial, b->serial);
}

/* How many of a sorted list are the same as the one at @i. */
static size_t alike(const struct list *list, size_t i)
{
	size_t n = 1;

	while (i + n < list->count && !by_serial(list->items[i], list->items[i + n]))
		n++;
	return n;
}

/* The only ones on both sides with this number. */
static void pair_serials(struct ia_diff *diff, const struct side *old, const struct side *now)
{
	struct list olds = pick(diff->arena, old, is_numbered, by_serial);
	struct list nows = pick(diff->arena, now, is_numbered, by_serial);
	size_t i = 0, j = 0;

	while (i < olds.count && j < nows.count) {
		const struct candidate *a = olds.items[i], *b = nows.items[j];
		size_t nolds = alike(&olds, i), nnows = alike(&nows, j);
		int less = by_serial(a, b);

		if (!less && nolds == 1 && nnows == 1 && !is_vf(a) && !is_vf(b))
			pair(diff, a->device, b->device, by_slot(a->device, b->device) ?
			     IA_PAIR_MOVED : in_place(a->device, b->device));
		i += less <= 0 ? nolds : 0;
		j += less >= 0 ? nnows : 0;
	}
}

static void pair_slots(struct ia_diff *diff, const struct side *old, const struct side *now)
{
	size_t i = 0, j = 0;

	while (i < old->all.count && j < now->all.count) {
		const struct candidate *a = old->all.items[i], *b = now->all.items[j];
		int less = by_id_and_slot(a, b);

		if (!less && !is_vf(a) && !is_vf(b) && !pair_at(old, a->device) &&
		    !pair_at(now, b->device))
			pair(diff, a->device, b->device, other_serial(a, b) ?
			     IA_PAIR_REPLACED : in_place(a->device, b->device));
		i += less <= 0;
		j += less >= 0;
	}
}

static bool has_partner(const struct side *side, const struct ia_device *d)
{
	const struct ia_pair_of *found = pair_at(side, d);

	return found && found->how != IA_PAIR_INCONCLUSIVE;
}

/* The first one from a place on that has no partner. */
static size_t next_free(const struct side *side, const struct list *list, size_t from)
{
	size_t i = from, next;

	while (i < list->count && (list->free[i] != i || has_partner(side, list->items[i]->device)))
		i = list->free[i] != i ? list->free[i] : i + 1;
	for (; from < i; from = next) {
		next = list->free[from] != from ? list->free[from] : from + 1;
		list->free[from] = i;
	}
	return i;
}

/*
 * Return: how many functions without a partner are from @key's place on the same
 * as that, but no more than 2; the first one in @one.
 */
static size_t count_free(const struct side *side, const struct list *list,
			 const struct candidate *key, comparison compare,
			 const struct candidate **one)
{
	size_t i = next_free(side, list, first(list, key, compare)), n = 0;

	while (n < 2 && i < list->count && !compare(list->items[i], key)) {
		if (!n++)
			*one = list->items[i];
		i = next_free(side, list, i + 1);
	}
	return n;
}

/* The function that is where @a was, seen from the bridge above. */
static const struct candidate *child(const struct side *now, const struct ia_device *bridge,
				     const struct candidate *a)
{
	struct ia_device place = { .above = bridge, .address = a->device->address };
	struct candidate key = { .device = &place, .id = a->id };
	const struct candidate *b = NULL;

	if (!a->serial) {
		count_free(now, &now->children, &key, by_bridge_and_id, &b);
		return b;
	}
	/* One without a number, else one with the same. */
	if (count_free(now, &now->children, &key, by_child, &b))
		return b;
	key.serial = a->serial;
	count_free(now, &now->children, &key, by_child, &b);
	return b;
}

/* A bridge in another slot took with it what is below. */
static bool pair_children(struct ia_diff *diff, const struct side *old, const struct side *now)
{
	bool any = false;
	size_t i;

	for (i = 0; i < old->children.count; i++) {
		const struct candidate *a = old->children.items[i], *b;
		const struct ia_pair_of *bridge = pair_at(old, a->device->above);

		if (!bridge || !bridge->now || pair_at(old, a->device))
			continue;
		b = child(now, bridge->now, a);
		if (!b)
			continue;
		pair(diff, a->device, b->device, IA_PAIR_MOVED);
		any = true;
	}
	return any;
}

/*
 * Return: how many functions without a partner may be @like, but no more than 2;
 * one of them in @one. Those with another serial number may not.
 */
static size_t left(const struct side *side, const struct candidate *like,
		   const struct candidate **one)
{
	struct candidate bare = { .device = like->device, .id = like->id };
	const struct candidate *other;
	size_t n;

	if (!like->serial)
		return count_free(side, &side->models, like, by_id, one);
	n = count_free(side, &side->models, &bare, by_model, one);
	if (n < 2)
		n += count_free(side, &side->models, like, by_model, n ? &other : one);
	return n < 2 ? n : 2;
}

/* The only one of its kind that left its slot, and the only one in a new one. */
static bool pair_unique(struct ia_diff *diff, const struct side *old, const struct side *now)
{
	const struct candidate *a, *b;
	bool any = false;
	size_t i;

	for (i = 0; i < old->all.count; i++) {
		const struct candidate *c = old->all.items[i];

		if (pair_at(old, c->device) || !can_move(c) ||
		    left(now, c, &b) != 1 || left(old, b, &a) != 1)
			continue;
		pair(diff, a->device, b->device, IA_PAIR_MOVED);
		any = true;
	}
	return any;
}

static void pair_vfs(struct ia_diff *diff, const struct side *old, const struct side *now)
{
	struct list vfs = pick(diff->arena, now, is_vf, by_vf);
	size_t i, j;

	for (i = 0; i < diff->old->ndevices; i++) {
		const struct ia_device *a = &diff->old->devices[i];
		const struct ia_pair_of *pf = ia_is_vf(a) ? pair_at(old, a->pf) : NULL;
		struct ia_device like = { .vf_index = a->vf_index };
		const struct candidate key = { .device = &like };

		if (!pf || !pf->now)
			continue;
		like.vf_of = pf->now->address;
		j = next_free(now, &vfs, first(&vfs, &key, by_vf));
		if (j < vfs.count && !by_vf(vfs.items[j], &key))
			pair(diff, a, vfs.items[j]->device, pf->how == IA_PAIR_REPLACED ?
			     in_place(a, vfs.items[j]->device) : pf->how);
	}
}

static void pair_rest(struct ia_diff *diff, const struct side *side, const struct side *other,
		      enum ia_pair_how how)
{
	const struct candidate *unused;
	size_t i;

	for (i = 0; i < side->all.count; i++) {
		const struct candidate *c = side->all.items[i];

		if (pair_at(side, c->device))
			continue;
		pair(diff, how == IA_PAIR_REMOVED ? c->device : NULL,
		     how == IA_PAIR_REMOVED ? NULL : c->device,
		     can_move(c) && left(other, c, &unused) ? IA_PAIR_INCONCLUSIVE : how);
	}
}

static int by_address(const void *a, const void *b)
{
	const struct ia_pair_of *x = a, *y = b;
	int less = order(x->is->address, y->is->address);

	return less ? less : !x->now - !y->now;
}

/* Pairs in the order of addresses, and who sits at an old address now. */
static void finish(struct ia_diff *diff)
{
	size_t i;

	if (diff->npairs)
		qsort(diff->pairs, diff->npairs, sizeof(*diff->pairs), by_address);
	for (i = 0; i < diff->npairs; i++) {
		struct ia_pair_of *p = &diff->pairs[i];
		const struct ia_device *heir = p->old ?
			ia_machine_device(diff->now, p->old->address) : NULL;

		if (p->old)
			diff->by_old[p->old - diff->old->devices] = p;
		if (p->now)
			diff->by_now[p->now - diff->now->devices] = p;
		p->taken = heir && heir != p->now;
	}
}

/**
 * ia_diff_pair() - find out which function of one reading is which of the other
 * @diff: its two machines are set; pairs are filled
 *
 * A function is the same when what it is and its serial number are the same,
 * and no other one has that number. Else it is when what it is and its slot are
 * the same; bus numbers do not matter. With other serial numbers one replaced
 * the other there. What is left is the same when it is below the same bridge at
 * the same place, or the only one of its kind that is left on both sides and no
 * root port, unless their numbers differ. Of several alike that changed their
 * slots nothing is claimed.
 */
void ia_diff_pair(struct ia_diff *diff)
{
	size_t room = diff->old->ndevices + diff->now->ndevices;
	struct side old, now;
	size_t i;

	diff->pairs = ia_alloc(diff->arena, room, sizeof(*diff->pairs));
	open_side(diff->arena, diff->old, &old);
	open_side(diff->arena, diff->now, &now);
	diff->by_old = old.pairs;
	diff->by_now = now.pairs;
	pair_serials(diff, &old, &now);
	pair_slots(diff, &old, &now);
	for (i = 0; i < IA_MAX_MOVES; i++) {
		if (!pair_children(diff, &old, &now) && !pair_unique(diff, &old, &now))
			break;
	}
	pair_vfs(diff, &old, &now);
	pair_rest(diff, &old, &now, IA_PAIR_REMOVED);
	pair_rest(diff, &now, &old, IA_PAIR_ADDED);
	finish(diff);
}
