// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"
#include "host.h"

/**
 * struct candidate - a function that has no partner yet
 * @device: the function
 * @id: what it is: vendor and device id, class
 * @serial: the serial number of its device; NULL when it has none, or none that
 *          is known
 * @place: its slot: root bus, then device and function of each bridge and of
 *         itself, which no other numbering of buses changes
 */
struct candidate {
	const struct ia_device *device;
	const char *id;
	const char *serial;
	const char *place;
};

/**
 * struct ia_side - the functions of one reading
 * @machine: the reading
 * @pairs: for each function its pair, or NULL while it has none
 * @list: the functions
 */
struct ia_side {
	const struct ia_machine *machine;
	struct ia_pair_of **pairs;
	struct candidate *list;
};

static const char *id_of(struct ia_arena *arena, const struct ia_device *d)
{
	return ia_format(arena, "%s:%s:%s", d->vendor_text, d->device_text, d->class_text);
}

static const char *serial_of(const struct ia_machine *m, const struct ia_device *d)
{
	const char *serial = ia_host_device(m, d, "serial");

	/* Zeros and ones are what a device says that was never given one. */
	return strcmp(serial, IOMMU_AUDIT_UNKNOWN) && serial[strspn(serial, "-0")] &&
	       serial[strspn(serial, "-f")] ? serial : NULL;
}

static const char *place_of(struct ia_arena *arena, const struct ia_device *d)
{
	struct ia_buf buf = { .arena = arena };
	ia_address top = d->hops_text ? d->path_text[0] : d->address;
	size_t i;

	ia_buf_add(&buf, "%x:%02x", ia_segment(top), ia_bus(top));
	for (i = 0; i < d->hops_text; i++)
		ia_buf_add(&buf, "/%02x", (unsigned int)(d->path_text[i] & 0xff));
	/* Without its path a function below a bridge has an address only. */
	if (!strcmp(ia_record_get(d->record, "path"), IOMMU_AUDIT_UNKNOWN))
		ia_buf_add(&buf, "?");
	ia_buf_add(&buf, "/%02x", (unsigned int)(d->address & 0xff));
	return buf.text;
}

static int by_id_and_place(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	if (!order)
		order = strcmp(x->place, y->place);
	if (order)
		return order;
	return x->device < y->device ? -1 : x->device > y->device;
}

static void open_side(struct ia_arena *arena, const struct ia_machine *m,
		      struct ia_side *side)
{
	size_t i;

	side->machine = m;
	side->pairs = ia_alloc(arena, m->ndevices, sizeof(*side->pairs));
	side->list = ia_alloc(arena, m->ndevices, sizeof(*side->list));
	for (i = 0; i < m->ndevices; i++)
		side->list[i] = (struct candidate){
			&m->devices[i], id_of(arena, &m->devices[i]),
			serial_of(m, &m->devices[i]),
			place_of(arena, &m->devices[i]),
		};
	if (m->ndevices)
		qsort(side->list, m->ndevices, sizeof(*side->list),
		      by_id_and_place);
}

static struct ia_pair_of **slot(const struct ia_side *side,
				const struct ia_device *d)
{
	return &side->pairs[d - side->machine->devices];
}

static void pair(struct ia_diff *diff, const struct ia_device *old,
		 const struct ia_device *now, enum ia_pair_how how)
{
	struct ia_pair_of *made = &diff->pairs[diff->npairs++];

	*made = (struct ia_pair_of){ .old = old, .now = now, .how = how };
	if (old)
		diff->by_old[old - diff->old->devices] = made;
	if (now)
		diff->by_now[now - diff->now->devices] = made;
}

/* VFs are found by their PF and their number, whatever their addresses are. */
static bool by_itself(const struct candidate *c)
{
	return c->device->pf_text == IA_NO_ADDRESS;
}

/* Root ports are where the board has them: one in another place is another one. */
static bool can_move(const struct candidate *c)
{
	return by_itself(c) && strcmp(c->device->type_text, "root_port");
}

static enum ia_pair_how in_place(const struct ia_device *a, const struct ia_device *b)
{
	return a->address == b->address ? IA_PAIR_SAME : IA_PAIR_RENUMBERED;
}

static bool other_serial(const struct candidate *a, const struct candidate *b)
{
	return a->serial && b->serial && strcmp(a->serial, b->serial);
}

/* All functions of a device have one number; those of a switch have one, too. */
static bool same_serial(const struct candidate *a, const struct candidate *b)
{
	return a->serial && b->serial && !strcmp(a->serial, b->serial) &&
	       !strcmp(a->id, b->id) &&
	       !((a->device->address ^ b->device->address) & 7);
}

/* Return: the only function with this number, or NULL. */
static const struct candidate *numbered(const struct ia_side *side,
					const struct candidate *c)
{
	const struct candidate *found = NULL;
	size_t i;

	for (i = 0; i < side->machine->ndevices; i++) {
		if (!same_serial(&side->list[i], c))
			continue;
		if (found)
			return NULL;
		found = &side->list[i];
	}
	return found;
}

static void pair_serials(struct ia_diff *diff, const struct ia_side *old,
			 const struct ia_side *now)
{
	size_t i;

	for (i = 0; i < diff->old->ndevices; i++) {
		const struct candidate *a = &old->list[i], *b;

		if (!a->serial || !by_itself(a) || !numbered(old, a))
			continue;
		b = numbered(now, a);
		if (b && by_itself(b))
			pair(diff, a->device, b->device, strcmp(a->place, b->place) ?
			     IA_PAIR_MOVED : in_place(a->device, b->device));
	}
}

static void pair_places(struct ia_diff *diff, const struct ia_side *old,
			const struct ia_side *now)
{
	size_t i = 0, j = 0;

	while (i < diff->old->ndevices && j < diff->now->ndevices) {
		const struct candidate *a = &old->list[i], *b = &now->list[j];
		int order = strcmp(a->id, b->id);

		if (!order)
			order = strcmp(a->place, b->place);
		if (!order && by_itself(a) && by_itself(b) && !*slot(old, a->device) &&
		    !*slot(now, b->device))
			pair(diff, a->device, b->device, other_serial(a, b) ?
			     IA_PAIR_REPLACED : in_place(a->device, b->device));
		i += order <= 0;
		j += order >= 0;
	}
}

/* A bridge in another slot took with it what is below. */
static bool pair_children(struct ia_diff *diff, const struct ia_side *old,
			  const struct ia_side *now)
{
	bool any = false;
	size_t i, j;

	for (i = 0; i < diff->old->ndevices; i++) {
		const struct candidate *a = &old->list[i];
		const struct ia_device *above = ia_machine_above(diff->old, a->device);
		struct ia_pair_of *bridge = above ? *slot(old, above) : NULL;

		if (!bridge || !bridge->now || *slot(old, a->device) || !by_itself(a))
			continue;
		for (j = 0; j < diff->now->ndevices; j++) {
			const struct candidate *b = &now->list[j];

			if (*slot(now, b->device) || strcmp(a->id, b->id) || other_serial(a, b) ||
			    (a->device->address ^ b->device->address) & 0xff ||
			    ia_machine_above(diff->now, b->device) != bridge->now)
				continue;
			pair(diff, a->device, b->device, IA_PAIR_MOVED);
			any = true;
			break;
		}
	}
	return any;
}

static bool has_partner(const struct ia_side *side, const struct ia_device *d)
{
	const struct ia_pair_of *found = *slot(side, d);

	return found && found->how != IA_PAIR_UNTOLD;
}

/* Return: how many functions without a partner may be @like; one of them in @one. */
static size_t left(const struct ia_side *side, const struct candidate *like,
		   const struct candidate **one)
{
	size_t i, n = 0;

	for (i = 0; i < side->machine->ndevices; i++) {
		const struct candidate *c = &side->list[i];

		if (has_partner(side, c->device) || !by_itself(c) ||
		    strcmp(c->id, like->id) || other_serial(c, like))
			continue;
		*one = c;
		n++;
	}
	return n;
}

/* The only one of its kind that left its slot, and the only one in a new one. */
static bool pair_unique(struct ia_diff *diff, const struct ia_side *old,
			const struct ia_side *now)
{
	const struct candidate *a, *b;
	bool any = false;
	size_t i;

	for (i = 0; i < diff->old->ndevices; i++) {
		const struct candidate *c = &old->list[i];

		if (*slot(old, c->device) || !can_move(c) ||
		    left(now, c, &b) != 1 || left(old, b, &a) != 1)
			continue;
		pair(diff, a->device, b->device, IA_PAIR_MOVED);
		any = true;
	}
	return any;
}

static void pair_vfs(struct ia_diff *diff, const struct ia_side *old,
		     const struct ia_side *now)
{
	size_t i, j;

	for (i = 0; i < diff->old->ndevices; i++) {
		const struct ia_device *a = &diff->old->devices[i], *b;
		struct ia_pair_of *pf = ia_diff_of_old(diff, a->pf_text);

		if (a->pf_text == IA_NO_ADDRESS || !pf || !pf->now)
			continue;
		for (j = 0; j < diff->now->ndevices; j++) {
			b = &diff->now->devices[j];
			if (b->pf_text != pf->now->address || *slot(now, b) || *slot(old, a) ||
			    strcmp(ia_record_get(a->record, "vf_index"),
				   ia_record_get(b->record, "vf_index")))
				continue;
			pair(diff, a, b, pf->how == IA_PAIR_REPLACED ? in_place(a, b) : pf->how);
		}
	}
}

static void pair_rest(struct ia_diff *diff, const struct ia_side *side,
		      const struct ia_side *other, enum ia_pair_how how)
{
	const struct ia_machine *m = side->machine;
	const struct candidate *unused;
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		const struct candidate *c = &side->list[i];
		enum ia_pair_how now = how;

		if (*slot(side, c->device))
			continue;
		if (can_move(c) && left(other, c, &unused))
			now = IA_PAIR_UNTOLD;
		pair(diff, how == IA_PAIR_WENT ? c->device : NULL,
		     how == IA_PAIR_WENT ? NULL : c->device, now);
	}
}

static int by_address(const void *a, const void *b)
{
	const struct ia_pair_of *x = a, *y = b;
	ia_address p = x->now ? x->now->address : x->old->address;
	ia_address q = y->now ? y->now->address : y->old->address;

	if (p != q)
		return p < q ? -1 : 1;
	return !x->now - !y->now;
}

/* Pairs in the order of addresses, and who sits at an old address now. */
static void finish(struct ia_diff *diff)
{
	size_t i;

	if (diff->npairs)
		qsort(diff->pairs, diff->npairs, sizeof(*diff->pairs), by_address);
	for (i = 0; i < diff->npairs; i++) {
		struct ia_pair_of *p = &diff->pairs[i];

		if (p->old)
			diff->by_old[p->old - diff->old->devices] = p;
		if (p->now)
			diff->by_now[p->now - diff->now->devices] = p;
	}
	for (i = 0; i < diff->npairs; i++) {
		struct ia_pair_of *p = &diff->pairs[i];
		const struct ia_device *heir = p->old ?
			ia_machine_device(diff->now, p->old->address) : NULL;

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
	struct ia_side old, now;

	diff->pairs = ia_alloc(diff->arena, room, sizeof(*diff->pairs));
	open_side(diff->arena, diff->old, &old);
	open_side(diff->arena, diff->now, &now);
	diff->by_old = old.pairs;
	diff->by_now = now.pairs;
	pair_serials(diff, &old, &now);
	pair_places(diff, &old, &now);
	while (pair_children(diff, &old, &now) || pair_unique(diff, &old, &now))
		;
	pair_vfs(diff, &old, &now);
	pair_rest(diff, &old, &now, IA_PAIR_WENT);
	pair_rest(diff, &now, &old, IA_PAIR_CAME);
	finish(diff);
}

static struct ia_pair_of *pair_at(const struct ia_machine *m,
				  struct ia_pair_of *const *pairs,
				  ia_address address)
{
	const struct ia_device *d = address == IA_NO_ADDRESS ? NULL :
				    ia_machine_device(m, address);

	return d ? pairs[d - m->devices] : NULL;
}

/**
 * ia_diff_of_old() - the pair of a function
 * @diff: with pairs
 * @address: where the function was
 *
 * Return: the pair, or NULL when there was no such function.
 */
struct ia_pair_of *ia_diff_of_old(const struct ia_diff *diff, ia_address address)
{
	return pair_at(diff->old, diff->by_old, address);
}

/**
 * ia_diff_of_now() - the pair of a function
 * @diff: with pairs
 * @address: where the function is
 *
 * Return: the pair, or NULL when there is no such function.
 */
struct ia_pair_of *ia_diff_of_now(const struct ia_diff *diff, ia_address address)
{
	return pair_at(diff->now, diff->by_now, address);
}
