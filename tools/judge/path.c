// SPDX-License-Identifier: GPL-2.0
#include "path.h"

#include "../machine/kind.h"
#include "../machine/predict.h"

/*
 * What each bit does is said in the PCI Express Base Specification, chapter
 * "Access Control Services": P2P Request Redirect, P2P Completion Redirect and
 * P2P Egress Control act where a request or completion enters the switch and
 * would leave through another downstream port. A port that hands a request on
 * to the root anyway redirects nothing.
 */

/*
 * The bits of a port above a function, or of the function itself.
 *
 * Return: its record, or NULL.
 */
const struct ia_acs *ia_path_acs(const struct ia_device *device, ia_address port)
{
	size_t i;

	for (i = 0; i < device->nports; i++) {
		if (device->ports[i].port == port)
			return &device->ports[i];
	}
	return NULL;
}

static enum ia_port_type type_of(const struct ia_machine *m, const struct ia_device *device,
				 ia_address port)
{
	const struct ia_acs *acs = ia_path_acs(device, port);
	const struct ia_device *listed = acs ? NULL : ia_machine_device(m, port);

	if (acs)
		return acs->type;
	return listed ? listed->type : IA_PORT_UNKNOWN;
}

static void not_known(struct ia_path *path, enum ia_path_limit limit, ia_address port)
{
	path->route = IA_ROUTE_UNKNOWN;
	path->reason = (struct ia_reason){ limit, { ia_arg_dev(port) } };
}

static bool readable(const struct ia_acs *acs)
{
	return acs && acs->cap.known && acs->ctl.known;
}

/**
 * ia_sends_translated() - tell whether addresses that a device is given are those of the IOMMU
 * @device: who sends requests
 *
 * A peer's BAR that a driver maps with dma_map_resource() has an address then that no bridge
 * has in its windows (iova_reserve_pci_windows()): the request goes up to the root complex.
 * The kernel's P2PDMA gives bus addresses instead.
 */
enum ia_flag ia_sends_translated(const struct ia_device *device)
{
	switch (ia_domain_in_use(device)) {
	case IA_DOMAIN_UNKNOWN:
		return IA_FLAG_UNKNOWN;
	case IA_DOMAIN_NONE:
	case IA_DOMAIN_IDENTITY:
		return IA_NO;
	default:
		return IA_YES;
	}
}

/* What the kernel would make of the hardware; what a parameter makes it believe is none of that. */
static const struct ia_isolation *isolation_of(const struct ia_machine *m,
					       const struct ia_device *device)
{
	const struct ia_prediction *prediction = ia_predict_unforced(m) ?: ia_predict_own(m);

	return &ia_predicted_of(prediction, device)->isolation;
}

/*
 * Whether pci_acs_enabled() would be true of a function now: by the kernel's quirks, or by
 * its bits as they are, and not as they were when groups were made.
 */
static bool isolates(const struct ia_machine *m, const struct ia_device *device,
		     const struct ia_acs *own)
{
	const struct ia_isolation *isolation = isolation_of(m, device);

	if (isolation->by == IA_ISOLATED_BY_BITS || isolation->by == IA_ISOLATED_BY_NO_ACS)
		return readable(own) && own->present == IA_YES &&
		       !(IA_ACS_ISOLATION & own->cap.bits & ~own->ctl.bits);
	return isolation->isolates == IA_YES;
}

/**
 * ia_function_isolates() - tell whether a function keeps itself apart from others of its device
 * @machine: a joined machine, whose parameters do not count
 * @device: who sends requests to the others
 *
 * The kernel takes each VF for alone in its slot. Whether the device hands requests from one
 * function to another is not told by that, but by the VF's own ACS, or by the PF.
 *
 * Return: IA_YES where bits or the kernel's quirks show it; else nobody knows.
 */
enum ia_flag ia_function_isolates(const struct ia_machine *machine,
				  const struct ia_device *device)
{
	const struct ia_acs *own = ia_path_acs(device, device->address);

	if (!ia_is_vf(device) || isolation_of(machine, device)->by != IA_ISOLATED_BY_SINGLE)
		return isolates(machine, device, own) ? IA_YES : IA_FLAG_UNKNOWN;
	if (readable(own) && own->ctl.bits & IA_ACS_REQ_REDIR)
		return IA_YES;
	return device->pf ? ia_function_isolates(machine, device->pf) : IA_FLAG_UNKNOWN;
}

/**
 * ia_root_isolates() - tell whether requests of a function get to the IOMMU at the root complex
 * @machine: a joined machine, whose parameters do not count
 * @device: who sends them; its ATS counts where the root port has Direct Translated on
 *
 * What is on a root bus itself is at the root complex, and a bridge of conventional PCI there
 * has nowhere else to hand requests to. A root port may: without ACS no bit shows that it
 * does not.
 */
enum ia_flag ia_root_isolates(const struct ia_machine *machine, const struct ia_device *device)
{
	const struct ia_device *top;
	const struct ia_acs *acs;

	if (ia_is_unknown(device->path))
		return IA_FLAG_UNKNOWN;
	if (!device->path.count)
		return IA_YES;
	top = ia_machine_device(machine, device->path.items[0]);
	if (!top)
		return IA_FLAG_UNKNOWN;
	if (ia_is_conventional(top->type))
		return IA_YES;
	acs = ia_path_acs(device, top->address);
	if (readable(acs) && acs->ctl.bits & IA_ACS_DIRECT_TRANS &&
	    !(acs->ctl.bits & IA_ACS_TRANS_BLK) &&
	    (device->ats == IA_CAP_ON || device->ats == IA_CAP_UNKNOWN))
		return IA_FLAG_UNKNOWN;
	return isolates(machine, top, acs) ? IA_YES : IA_FLAG_UNKNOWN;
}

/**
 * ia_switch_isolates() - tell whether a port of a switch hands all requests to the IOMMU
 * @machine: a joined machine, whose parameters do not count
 * @device: who sends them; its ATS counts where the port has Direct Translated on
 * @port: the port where they enter the switch, whose bits are known
 *
 * Translated requests that the port turns round get past the IOMMU, if there are any. What is
 * sent up and comes down again at a root port, the IOMMU has not seen either.
 */
enum ia_flag ia_switch_isolates(const struct ia_machine *machine,
				const struct ia_device *device, const struct ia_acs *port)
{
	unsigned int bits = port->ctl.bits;

	if (!(bits & IA_ACS_REQ_REDIR))
		return IA_NO;
	if (bits & IA_ACS_DIRECT_TRANS && !(bits & IA_ACS_TRANS_BLK)) {
		if (device->ats == IA_CAP_ON)
			return IA_NO;
		if (device->ats == IA_CAP_UNKNOWN)
			return IA_FLAG_UNKNOWN;
	}
	return ia_root_isolates(machine, device);
}

/* Both are below different ports of one switch: the bits of these decide. */
static void through_switch(const struct ia_machine *m, struct ia_path *path)
{
	ia_address in = path->from->path.items[path->shared];
	ia_address out = path->to->path.items[path->shared];

	path->enter = ia_path_acs(path->from, in);
	path->leave = ia_path_acs(path->to, out);
	if (!readable(path->enter) || !readable(path->leave)) {
		not_known(path, IA_PATH_UNREADABLE, readable(path->enter) ? out : in);
		return;
	}
	if (path->enter->ctl.bits & IA_ACS_EGRESS_CTRL) {
		not_known(path, IA_PATH_EGRESS, in);
		return;
	}
	path->requests_up = path->enter->ctl.bits & IA_ACS_REQ_REDIR;
	path->completions_up = path->leave->ctl.bits & IA_ACS_CMPLT_REDIR;
	path->translated_direct = path->requests_up &&
				  path->enter->ctl.bits & IA_ACS_DIRECT_TRANS;
	path->translated_blocked = path->enter->ctl.bits & IA_ACS_TRANS_BLK;
	path->route = path->requests_up || path->completions_up ?
		      IA_ROUTE_REDIRECTED : IA_ROUTE_DIRECT;
	path->apart = ia_switch_isolates(m, path->from, path->enter);
}

/* Whether two functions are of one slot of one bus. */
bool ia_same_slot(const struct ia_device *a, const struct ia_device *b)
{
	return a->address >> 3 == b->address >> 3;
}

/* Two functions behind one link: their own ACS says whether requests go up. */
static void inside(const struct ia_machine *m, struct ia_path *path)
{
	const struct ia_acs *own = ia_path_acs(path->from, path->from->address);

	path->route = IA_ROUTE_INSIDE;
	path->requests_up = readable(own) && own->ctl.bits & IA_ACS_REQ_REDIR;
	path->apart = ia_function_isolates(m, path->from);
	if (path->apart == IA_YES && !path->requests_up)
		path->reason.code = readable(own) && own->present == IA_YES ? IA_PATH_NO_PEERS :
									      IA_PATH_QUIRK;
	else if (!readable(own) || own->present != IA_YES)
		path->reason.code = IA_PATH_SILENT;
	else if (!path->requests_up)
		path->reason.code = IA_PATH_OPEN;
}

/* On a bus all hear all. */
static void over_bus(struct ia_path *path)
{
	path->route = IA_ROUTE_BUS;
	path->apart = IA_NO;
}

/* The bus of a root complex that a function hangs on. */
static ia_address root_bus(const struct ia_device *device)
{
	return (device->path.count ? device->path.items[0] : device->address) >> 8;
}

/* No port in common: one host bridge, or two. */
static enum ia_level beyond(const struct ia_machine *m, const struct ia_path *path)
{
	const struct ia_number *a = &path->from->numa, *b = &path->to->numa;

	if (root_bus(path->from) == root_bus(path->to))
		return IA_LEVEL_PHB;
	if (m->host.numa.nodes.known && m->host.numa.nodes.n == 1)
		return IA_LEVEL_NODE;
	if (!a->known || !b->known)
		return IA_LEVEL_FAR;
	return a->n == b->n ? IA_LEVEL_NODE : IA_LEVEL_SYS;
}

/* Switches, each by its upstream port, and bridges to conventional PCI. */
static size_t bridges(const struct ia_machine *m, const struct ia_device *device, size_t from)
{
	size_t i, count = 0;

	for (i = from; i < device->path.count; i++) {
		enum ia_port_type type = type_of(m, device, device->path.items[i]);

		count += type == IA_PORT_UPSTREAM || ia_is_conventional(type);
	}
	return count;
}

/**
 * ia_route_at() - find where a request goes whose path is known to turn at a port
 * @machine: a joined machine
 * @from: who sends it
 * @to: whose memory it is for; another function
 * @shared: number of ports above both
 * @path: filled but for the level, the IOMMU, hops and redirects
 */
void ia_route_at(const struct ia_machine *machine, const struct ia_device *from,
		 const struct ia_device *to, size_t shared, struct ia_path *path)
{
	size_t below = from->path.count;
	enum ia_port_type type;

	*path = (struct ia_path){ .from = from, .to = to, .common = IA_NO_ADDRESS,
				  .shared = shared };
	if (ia_is_unknown(from->path) || ia_is_unknown(to->path)) {
		not_known(path, IA_PATH_PLACE, ia_is_unknown(from->path) ? from->address :
									   to->address);
		return;
	}
	if (!shared) {
		/* A root port's bits speak of other root ports, and not of what those do. */
		path->route = IA_ROUTE_ROOT;
		path->reason.code = IA_PATH_ROOT;
		path->apart = ia_root_isolates(machine, from);
		if (!from->path.count && !to->path.count && ia_same_slot(from, to) &&
		    path->apart == IA_YES)
			path->apart = ia_function_isolates(machine, from);
		return;
	}
	path->common = from->path.items[shared - 1];
	type = type_of(machine, from, path->common);
	if (type == IA_PORT_UNKNOWN)
		not_known(path, IA_PATH_UNREADABLE, path->common);
	else if (ia_is_conventional(type))
		over_bus(path);
	else if (shared == below && shared == to->path.count)
		inside(machine, path);
	else if (shared < below && shared < to->path.count && type == IA_PORT_UPSTREAM)
		through_switch(machine, path);
	else
		not_known(path, IA_PATH_NO_SWITCH, path->common);
}

static enum ia_level level_of(const struct ia_machine *m, const struct ia_path *path)
{
	if (path->reason.code == IA_PATH_PLACE)
		return IA_LEVEL_UNKNOWN;
	if (!path->shared)
		return beyond(m, path);
	return bridges(m, path->from, path->shared - 1) +
	       bridges(m, path->to, path->shared) > 1 ? IA_LEVEL_PXB : IA_LEVEL_PIX;
}

/**
 * ia_route_find() - find where a request goes, without the ports on its path
 * @machine: a joined machine
 * @from: who sends it
 * @to: whose memory it is for; another function
 * @path: filled but for hops and redirects
 */
void ia_route_find(const struct ia_machine *machine, const struct ia_device *from,
		   const struct ia_device *to, struct ia_path *path)
{
	size_t shared = 0;

	while (shared < from->path.count && shared < to->path.count &&
	       from->path.items[shared] == to->path.items[shared])
		shared++;
	ia_route_at(machine, from, to, shared, path);
	path->level = level_of(machine, path);
	path->iommu = ia_path_handling(machine, path);
}

static void add_hop(const struct ia_machine *m, struct ia_path *path,
		    const struct ia_device *device, size_t i, enum ia_hop_kind kind)
{
	ia_address port = device->path.items[i];

	path->hops[path->nhops++] = (struct ia_hop){
		port, type_of(m, device, port), ia_path_acs(device, port), kind, path,
	};
}

/* What a port above the sender does; @i is its place in the sender's path. */
static enum ia_hop_kind up(const struct ia_path *path, size_t i)
{
	if (i != path->shared || !path->enter)
		return IA_HOP_UP;
	if (path->requests_up)
		return IA_HOP_REDIRECT;
	return path->route == IA_ROUTE_UNKNOWN && path->reason.code == IA_PATH_EGRESS ?
	       IA_HOP_UNKNOWN : IA_HOP_UP;
}

static enum ia_hop_kind turn(const struct ia_path *path)
{
	if (path->route == IA_ROUTE_INSIDE || path->reason.code == IA_PATH_UNREADABLE ||
	    path->reason.code == IA_PATH_EGRESS)
		return IA_HOP_UNKNOWN;
	return path->requests_up ? IA_HOP_UP : IA_HOP_TURN;
}

static enum ia_hop_kind down(const struct ia_path *path, size_t i)
{
	return i == path->shared && path->completions_up ? IA_HOP_BACK : IA_HOP_DOWN;
}

/* Bits that could not be read leave open what their port does. */
static void doubt(struct ia_path *path, size_t turn)
{
	if (path->reason.code != IA_PATH_UNREADABLE)
		return;
	if (turn && !readable(path->enter))
		path->hops[turn - 1].kind = IA_HOP_UNKNOWN;
	if (turn + 1 < path->nhops && !readable(path->leave))
		path->hops[turn + 1].kind = IA_HOP_UNKNOWN;
}

/* Up from one function and down to the other, the common port once. */
static void add_hops(const struct ia_machine *m, struct ia_path *path)
{
	const struct ia_device *from = path->from, *to = path->to;
	size_t i;

	path->hops = ia_alloc(m->arena, 2 * from->path.count + to->path.count,
			      sizeof(*path->hops));
	for (i = from->path.count; i-- > path->shared;)
		add_hop(m, path, from, i, up(path, i));
	if (path->shared)
		add_hop(m, path, from, path->shared - 1, turn(path));
	/* What is sent up passes the ports above the switch as well. */
	for (i = path->shared - 1; path->route == IA_ROUTE_REDIRECTED && i-- > 0;)
		add_hop(m, path, from, i, IA_HOP_FORWARD);
	for (i = path->shared; i < to->path.count; i++)
		add_hop(m, path, to, i, down(path, i));
	doubt(path, from->path.count - path->shared);
}

static void add_redirect(struct ia_path *path, const struct ia_acs *acs)
{
	if (acs && acs->ctl.bits & IA_ACS_REDIRECTS)
		path->redirects[path->nredirects++] = acs;
}

/* For Linux the common port counts too, and the devices' own ACS. */
static void add_redirects(const struct ia_machine *m, struct ia_path *path)
{
	const struct ia_device *from = path->from, *to = path->to;
	size_t i;

	path->redirects = ia_alloc(m->arena, from->path.count + to->path.count + 2,
				   sizeof(*path->redirects));
	add_redirect(path, ia_path_acs(from, from->address));
	for (i = from->path.count; i-- > path->shared;)
		add_redirect(path, ia_path_acs(from, from->path.items[i]));
	if (path->shared)
		add_redirect(path, ia_path_acs(from, path->common));
	for (i = path->shared; i < to->path.count; i++)
		add_redirect(path, ia_path_acs(to, to->path.items[i]));
	add_redirect(path, ia_path_acs(to, to->address));
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
	ia_route_find(machine, from, to, path);
	add_hops(machine, path);
	add_redirects(machine, path);
}

/* Tell whether a request gets along without the root complex. */
bool ia_path_stays(const struct ia_path *path)
{
	return path->route == IA_ROUTE_DIRECT || path->route == IA_ROUTE_BUS;
}
