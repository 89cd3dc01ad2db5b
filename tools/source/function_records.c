// SPDX-License-Identifier: GPL-2.0
/*
 * A machine's records of its functions, once each of them is read: what follows from others,
 * as the type of a port from that of the one above, and a line of ACS for each port on the way.
 */
#include "config.h"

#include <stdlib.h>

static int by_address(const void *a, const void *b)
{
	const struct ia_function *x = a, *y = b;

	return x->device.address < y->device.address ? -1 :
						       x->device.address > y->device.address;
}

/**
 * ia_functions_sort() - sort functions by their addresses
 * @functions: sorted, for ia_functions_find()
 * @count: how many
 */
void ia_functions_sort(struct ia_function *functions, size_t count)
{
	if (count)
		qsort(functions, count, sizeof(*functions), by_address);
}

/**
 * ia_functions_find() - look for a function
 * @functions: sorted by ia_functions_sort()
 * @count: how many
 * @address: what is looked for
 *
 * Return: it, or NULL, as for what is no address.
 */
struct ia_function *ia_functions_find(struct ia_function *functions, size_t count,
				      ia_address address)
{
	struct ia_function key = { .device.address = address };

	return count && ia_is_address(address) ?
	       bsearch(&key, functions, count, sizeof(key), by_address) : NULL;
}

static struct ia_function *above(struct ia_function *functions, size_t count,
				 const struct ia_function *f)
{
	const struct ia_addresses *path = &f->device.path;

	return path->count ? ia_functions_find(functions, count, path->items[path->count - 1]) :
			     NULL;
}

static bool leads_down(enum ia_port_type type)
{
	return type == IA_PORT_ROOT_PORT || type == IA_PORT_DOWNSTREAM ||
	       type == IA_PORT_PCI_TO_PCIE;
}

/*
 * A port of a switch that says to be what it cannot be below its parent is the other
 * one, as for set_pcie_port_type() of Linux. Parents come before what is below them.
 */
static void correct_type(struct ia_function *functions, size_t count, struct ia_function *f)
{
	const struct ia_function *parent = above(functions, count, f);
	enum ia_port_type *type = &f->device.type;

	if (!parent)
		return;
	if (*type == IA_PORT_DOWNSTREAM && leads_down(parent->device.type))
		*type = IA_PORT_UPSTREAM;
	else if (*type == IA_PORT_UPSTREAM && parent->device.type == IA_PORT_UPSTREAM)
		*type = IA_PORT_DOWNSTREAM;
}

static int by_depth(const void *a, const void *b)
{
	const struct ia_function *x = *(struct ia_function *const *)a;
	const struct ia_function *y = *(struct ia_function *const *)b;

	if (x->device.path.count != y->device.path.count)
		return x->device.path.count < y->device.path.count ? -1 : 1;
	return by_address(x, y);
}

static void correct_types(struct ia_arena *arena, struct ia_function *functions, size_t count)
{
	struct ia_function **order = ia_alloc(arena, count, sizeof(*order));
	size_t i;

	for (i = 0; i < count; i++)
		order[i] = &functions[i];
	if (count)
		qsort(order, count, sizeof(*order), by_depth);
	for (i = 0; i < count; i++)
		correct_type(functions, count, order[i]);
}

/* What a function shares with its PF, and what counts on a root bus only. */
static void complete(struct ia_function *functions, size_t count, struct ia_function *f)
{
	const struct ia_function *pf = ia_functions_find(functions, count, f->device.vf_of);
	struct ia_device *d = &f->device;

	if (ia_is_address(d->vf_of)) {
		d->pri = pf ? pf->device.pri : IA_CAP_UNKNOWN;
		d->pasid = pf ? pf->device.pasid : IA_CAP_UNKNOWN;
		f->host.serial = (struct ia_string){ .absent = true };
		f->host.link_speed = (struct ia_number){ .absent = true };
		f->host.link_speed_max = f->host.link_speed;
		f->host.link_width = f->host.link_speed;
		f->host.link_width_max = f->host.link_speed;
	}
	if (d->flr != IA_YES && d->path.absent)
		d->flr = f->af_flr == IA_YES ? IA_YES : f->af_flr == IA_NO ? d->flr : f->af_flr;
	else if (d->flr == IA_NO && !d->path.known && f->af_flr != IA_NO)
		d->flr = IA_FLAG_UNKNOWN;
	f->own.type = d->type;
}

static struct ia_acs line(const struct ia_function *f, const struct ia_function *port,
			  ia_address address, size_t hop)
{
	struct ia_acs acs;

	if (port) {
		acs = port->own;
	} else {
		ia_record_clear(&ia_records[IA_RECORD_ACS], &acs);
		acs.port = address;
	}
	acs.device = f->device.address;
	acs.hop = ia_number_of(hop);
	return acs;
}

/* A record for each port above a function, and for its own capability unless it has none. */
static void put_acs(struct ia_machine *m, struct ia_function *functions, size_t count,
		    const struct ia_function *f)
{
	const struct ia_addresses *path = &f->device.path;
	size_t hop;

	if (f->own.present != IA_NO)
		m->acs[m->nacs++] = f->own;
	for (hop = 0; hop < path->count; hop++) {
		ia_address port = path->items[path->count - 1 - hop];

		m->acs[m->nacs++] = line(f, ia_functions_find(functions, count, port), port, hop);
	}
}

/**
 * ia_functions_take() - make a machine's records of its functions
 * @machine: its devices and its acs are filled, and the devices of its host where @machine
 *           has host.read set; not joined
 * @functions: all of them, each with its path; sorted here, and completed with what
 *             follows from another one: the types of ports that cannot be what they
 *             say, and what a VF shares with its PF
 * @count: how many
 */
void ia_functions_take(struct ia_machine *machine, struct ia_function *functions, size_t count)
{
	struct ia_arena *arena = machine->arena;
	size_t i, lines = count;

	ia_functions_sort(functions, count);
	correct_types(arena, functions, count);
	for (i = 0; i < count; i++) {
		complete(functions, count, &functions[i]);
		lines += functions[i].device.path.count;
	}
	machine->devices = ia_alloc(arena, count, sizeof(*machine->devices));
	machine->acs = ia_alloc(arena, lines, sizeof(*machine->acs));
	machine->ndevices = count;
	machine->nacs = 0;
	for (i = 0; i < count; i++) {
		machine->devices[i] = functions[i].device;
		put_acs(machine, functions, count, &functions[i]);
	}
	if (!machine->host.read)
		return;
	machine->host.devices = ia_alloc(arena, count, sizeof(*machine->host.devices));
	machine->host.ndevices = count;
	for (i = 0; i < count; i++)
		machine->host.devices[i] = functions[i].host;
}
