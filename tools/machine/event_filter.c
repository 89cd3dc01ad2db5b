// SPDX-License-Identifier: GPL-2.0
/*
 * Which events are wanted. Those about groups and domains do not name the PF,
 * and those of a new VF come before the first one that does: they are held
 * until then.
 */
#include "events.h"

#include <string.h>

/* A function needs few to be named; more are of functions that failed to be. */
#define MOST_HELD	64

static ia_address address_in(const struct ia_record *record, const char *key)
{
	const char *text = ia_record_get(record, key);

	return ia_address_parse(text, strlen(text), NULL);
}

static bool is_device(const struct ia_sieve *sieve, ia_address address)
{
	if (address == IA_NO_ADDRESS)
		return false;
	if (sieve->any_segment)
		return (address & 0xffff) == sieve->device;
	return address == sieve->device;
}

static bool is_vf(const struct ia_sieve *sieve, ia_address address)
{
	size_t i;

	for (i = 0; i < sieve->nvfs; i++) {
		if (sieve->vfs[i] == address)
			return true;
	}
	return false;
}

static void add_vf(struct ia_sieve *sieve, ia_address address)
{
	if (address == IA_NO_ADDRESS || is_vf(sieve, address))
		return;
	sieve->vfs = ia_grow(sieve->arena, sieve->vfs, sieve->nvfs,
			     &sieve->vfs_room, sizeof(*sieve->vfs));
	sieve->vfs[sieve->nvfs++] = address;
}

/**
 * ia_sieve_know() - take over which VFs there are
 * @sieve: the sieve
 * @machine: a joined machine
 */
void ia_sieve_know(struct ia_sieve *sieve, const struct ia_machine *machine)
{
	size_t i;

	for (i = 0; sieve->by_device && i < machine->ndevices; i++) {
		if (is_device(sieve, machine->devices[i].pf_text))
			add_vf(sieve, machine->devices[i].address);
	}
}

/**
 * ia_sieve_learn() - see whether an event names a VF
 * @sieve: the sieve
 * @record: the event
 */
void ia_sieve_learn(struct ia_sieve *sieve, const struct ia_record *record)
{
	if (sieve->by_device && is_device(sieve, address_in(record, "pf")))
		add_vf(sieve, address_in(record, "dev"));
}

static bool is_kind(const struct ia_sieve *sieve, const char *kind)
{
	size_t i;

	for (i = 0; i < sieve->nkinds; i++) {
		if (!strcmp(sieve->kinds[i], kind))
			return true;
	}
	return !sieve->kinds;
}

/* Whether only a later event tells if this one is of a VF. */
static bool is_early(const struct ia_record *record)
{
	const char *kind = ia_record_get(record, "kind");

	return !strcmp(kind, "group_add") || !strcmp(kind, "domain_attach");
}

static void add(struct ia_arena *arena, struct ia_events *to,
		const struct ia_record *record, uint64_t lost)
{
	to->items = ia_grow(arena, to->items, to->count, &to->room,
			    sizeof(*to->items));
	to->items[to->count++] = (struct ia_event_line){ record, lost };
}

static void hold(struct ia_sieve *sieve, const struct ia_record *record)
{
	if (sieve->nheld == MOST_HELD)
		sieve->nheld = 0;
	sieve->held = ia_grow(sieve->arena, sieve->held, sieve->nheld,
			      &sieve->held_room, sizeof(*sieve->held));
	sieve->held[sieve->nheld++] = *record;
}

/* It is known now what a function is: its events are shown, or dropped. */
static void release(struct ia_sieve *sieve, struct ia_arena *arena,
		    ia_address address, struct ia_events *to)
{
	size_t i, kept = 0;

	for (i = 0; i < sieve->nheld; i++) {
		struct ia_record *record;

		if (address_in(&sieve->held[i], "dev") != address) {
			sieve->held[kept++] = sieve->held[i];
			continue;
		}
		if (!is_vf(sieve, address))
			continue;
		record = ia_alloc(arena, 1, sizeof(*record));
		*record = sieve->held[i];
		add(arena, to, record, 0);
	}
	sieve->nheld = kept;
}

/* Events that are missing between the one before and this one. */
static uint64_t lost_before(struct ia_sieve *sieve,
			    const struct ia_record *record)
{
	struct ia_number seq = ia_figure_of(ia_record_get(record, "seq"));
	uint64_t next = sieve->next;

	if (!seq.known)
		return 0;
	sieve->next = seq.n + 1;
	return seq.n > next ? seq.n - next : 0;
}

/**
 * ia_sieve_push() - take the next event
 * @sieve: the sieve; starts with the first event that there ever was
 * @arena: owner of @to
 * @record: the event, or what a stream says that was lost; kept by reference
 * @to: what is wanted is appended: events, and how many are missing
 */
void ia_sieve_push(struct ia_sieve *sieve, struct ia_arena *arena,
		   const struct ia_record *record, struct ia_events *to)
{
	struct ia_number lost = ia_figure_of(ia_record_get(record, "lost"));
	ia_address device = address_in(record, "dev");
	uint64_t missing;

	if (lost.known && !ia_record_find(record, "kind")) {
		sieve->next += lost.n;
		add(arena, to, NULL, lost.n);
		return;
	}
	missing = lost_before(sieve, record);
	if (missing)
		add(arena, to, NULL, missing);
	if (!sieve->by_device) {
		if (is_kind(sieve, ia_record_get(record, "kind")))
			add(arena, to, record, 0);
		return;
	}
	ia_sieve_learn(sieve, record);
	if (!is_early(record))
		release(sieve, arena, device, to);
	if (!is_kind(sieve, ia_record_get(record, "kind")))
		return;
	if (is_device(sieve, device) || is_vf(sieve, device))
		add(arena, to, record, 0);
	else if (is_early(record))
		hold(sieve, record);
}
