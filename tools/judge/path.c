// SPDX-License-Identifier: GPL-2.0
#include "path.h"

#include <string.h>

#include "../machine/kind.h"

/*
 * What each bit does is said in the PCI Express Base Specification, chapter
 * "Access Control Services": P2P Request Redirect, P2P Completion Redirect and
 * P2P Egress Control act where a request or completion enters the switch and
 * would leave through another downstream port. A port that hands a request on
 * to the root anyway redirects nothing.
 */
#define REDIRECTS	(IA_ACS_REQ_REDIR | IA_ACS_CMPLT_REDIR | IA_ACS_EGRESS_CTRL)

/**
 * ia_route_word() - a route as a word that programs can rely on
 * @route: the route
 */
const char *ia_route_word(enum ia_route route)
{
	static const char *const words[] = {
		[IA_ROUTE_DIRECT] = "direct",
		[IA_ROUTE_BUS] = "conventional_pci",
		[IA_ROUTE_REDIRECTED] = "redirected",
		[IA_ROUTE_ROOT] = "root_complex",
		[IA_ROUTE_INSIDE] = "same_device",
		[IA_ROUTE_UNKNOWN] = "unknown",
	};

	return words[route];
}

static const struct ia_acs *acs_of(const struct ia_machine *m,
				   const struct ia_device *device, ia_address port)
{
	size_t count, i;
	const struct ia_acs *acs = ia_machine_acs(m, device->address, &count);

	for (i = 0; i < count; i++) {
		if (acs[i].port == port)
			return &acs[i];
	}
	return NULL;
}

static void add_hop(const struct ia_machine *m, struct ia_path *path,
		    const struct ia_device *device, size_t i,
		    enum ia_hop_kind kind)
{
	struct ia_hop *hop = &path->hops[path->nhops++];
	const struct ia_device *port = ia_machine_device(m, device->path_text[i]);

	hop->port = device->path_text[i];
	hop->acs = acs_of(m, device, hop->port);
	hop->type = hop->acs ? hop->acs->type_text : port ? port->type_text : "unknown";
	hop->kind = kind;
}

/* Up from one function and down to the other, the common port once. */
static void add_hops(const struct ia_machine *m, struct ia_path *path, size_t shared)
{
	size_t i;

	path->hops = ia_alloc(m->arena, 2 * path->from->hops_text + path->to->hops_text,
			      sizeof(*path->hops));
	for (i = path->from->hops_text; i-- > shared;)
		add_hop(m, path, path->from, i, IA_HOP_UP);
	if (shared)
		add_hop(m, path, path->from, shared - 1, IA_HOP_TURN);
	for (i = shared; i < path->to->hops_text; i++)
		add_hop(m, path, path->to, i, IA_HOP_DOWN);
}

static void add_redirect(struct ia_path *path, const struct ia_acs *acs)
{
	if (acs && acs->ctl_text.bits & REDIRECTS)
		path->redirects[path->nredirects++] = acs;
}

/* For Linux the common port counts too, and the devices' own ACS. */
static void add_redirects(const struct ia_machine *m, struct ia_path *path)
{
	size_t i;

	path->redirects = ia_alloc(m->arena, path->nhops + 2, sizeof(*path->redirects));
	add_redirect(path, acs_of(m, path->from, path->from->address));
	for (i = 0; i < path->nhops; i++)
		add_redirect(path, path->hops[i].acs);
	add_redirect(path, acs_of(m, path->to, path->to->address));
}

static void not_known(struct ia_path *path, const char *reason)
{
	path->route = IA_ROUTE_UNKNOWN;
	path->reason = reason;
}

static bool readable(const struct ia_acs *acs)
{
	return acs && acs->cap_text.known && acs->ctl_text.known;
}

/* What is sent up passes the ports above the switch as well. */
static void add_climb(const struct ia_machine *m, struct ia_path *path, size_t shared)
{
	size_t turn = path->from->hops_text - shared, above = shared - 1;
	size_t tail = path->nhops - turn - 1;

	memmove(&path->hops[turn + 1 + above], &path->hops[turn + 1],
		tail * sizeof(*path->hops));
	path->nhops = turn + 1;
	while (above-- > 0)
		add_hop(m, path, path->from, above, IA_HOP_FORWARD);
	path->nhops += tail;
}

/* Both are below different ports of one switch: the bits of these decide. */
static void through_switch(const struct ia_machine *m, struct ia_path *path,
			   size_t shared)
{
	struct ia_hop *in = &path->hops[path->from->hops_text - shared - 1];
	struct ia_hop *turn = in + 1, *out = in + 2;

	path->enter = in->acs;
	path->leave = out->acs;
	if (!readable(in->acs) || !readable(out->acs)) {
		in->kind = readable(in->acs) ? IA_HOP_UP : IA_HOP_UNKNOWN;
		out->kind = readable(out->acs) ? IA_HOP_DOWN : IA_HOP_UNKNOWN;
		turn->kind = IA_HOP_UNKNOWN;
		not_known(path, ia_format(m->arena, "the ACS bits of %s could not be read",
					  ia_machine_address(m, readable(in->acs) ?
							     out->port : in->port)));
		return;
	}
	if (in->acs->ctl_text.bits & IA_ACS_EGRESS_CTRL) {
		in->kind = IA_HOP_UNKNOWN;
		turn->kind = IA_HOP_UNKNOWN;
		not_known(path, ia_format(m->arena,
					  "Egress Control is on at %s: its vector, which the module does not read, decides for each port",
					  ia_machine_address(m, in->port)));
		return;
	}
	path->requests_up = in->acs->ctl_text.bits & IA_ACS_REQ_REDIR;
	path->completions_up = out->acs->ctl_text.bits & IA_ACS_CMPLT_REDIR;
	path->translated_direct = path->requests_up &&
				  in->acs->ctl_text.bits & IA_ACS_DIRECT_TRANS;
	path->translated_blocked = in->acs->ctl_text.bits & IA_ACS_TRANS_BLK;
	path->route = path->requests_up || path->completions_up ?
		      IA_ROUTE_REDIRECTED : IA_ROUTE_DIRECT;
	if (path->requests_up) {
		in->kind = IA_HOP_REDIRECT;
		turn->kind = IA_HOP_UP;
	}
	if (path->completions_up)
		out->kind = IA_HOP_BACK;
	if (path->route == IA_ROUTE_REDIRECTED)
		add_climb(m, path, shared);
}

/* Two functions behind one link: their own ACS says whether requests go up. */
static void inside(const struct ia_machine *m, struct ia_path *path)
{
	const struct ia_acs *own = acs_of(m, path->from, path->from->address);

	path->hops[0].kind = IA_HOP_UNKNOWN;
	path->route = IA_ROUTE_INSIDE;
	if (!readable(own) || !own->present_text) {
		path->reason = "a device without ACS of its own does not tell whether it answers "
			       "its functions itself";
		return;
	}
	path->requests_up = own->ctl_text.bits & IA_ACS_REQ_REDIR;
	if (!path->requests_up)
		path->reason = "the device's own Request Redirect is off: it may answer its "
			       "functions itself, nothing says that it does";
}

/* The root port's bits speak of other root ports, and not of what those do. */
static void through_root(struct ia_path *path)
{
	path->route = IA_ROUTE_ROOT;
	path->reason = "no configuration register tells whether this root complex carries "
		       "requests from one port to another, nor how fast";
}

/**
 * ia_path_find() - follow a request from one function to another
 * @machine: a joined machine
 * @from: who sends it
 * @to: whose memory it is for; another function
 * @path: filled; lives as long as the machine
 */
void ia_path_find(const struct ia_machine *machine, const struct ia_device *from,
		  const struct ia_device *to, struct ia_path *path)
{
	size_t shared = 0;
	const char *type;

	*path = (struct ia_path){ .from = from, .to = to, .common = IA_NO_ADDRESS };
	while (shared < from->hops_text && shared < to->hops_text &&
	       from->path_text[shared] == to->path_text[shared])
		shared++;
	add_hops(machine, path, shared);
	if (shared)
		path->common = from->path_text[shared - 1];
	add_redirects(machine, path);
	if (!shared) {
		through_root(path);
		return;
	}
	type = path->hops[from->hops_text - shared].type;
	if (ia_is_conventional(type))
		path->route = IA_ROUTE_BUS;
	else if (shared == from->hops_text && shared == to->hops_text)
		inside(machine, path);
	else if (shared < from->hops_text && shared < to->hops_text && !strcmp(type, "upstream"))
		through_switch(machine, path, shared);
	else
		not_known(path, ia_format(machine->arena,
					  "%s is no switch, and not all that is below it is one device",
					  ia_machine_address(machine, path->common)));
}
