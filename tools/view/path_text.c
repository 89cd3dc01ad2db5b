// SPDX-License-Identifier: GPL-2.0
#include "../judge/path.h"

#include <string.h>

#include "../machine/host.h"
#include "../machine/kind.h"

/**
 * ia_hop_word() - what a port does, as a word that programs can rely on
 * @kind: what it does
 */
const char *ia_hop_word(enum ia_hop_kind kind)
{
	static const char *const words[] = {
		[IA_HOP_UP] = "up",
		[IA_HOP_DOWN] = "down",
		[IA_HOP_REDIRECT] = "redirects",
		[IA_HOP_FORWARD] = "forwards",
		[IA_HOP_TURN] = "turns",
		[IA_HOP_BACK] = "redirects_completions",
		[IA_HOP_UNKNOWN] = "unknown",
	};

	return words[kind];
}

/* A root port that gets back what it handed up needs Upstream Forwarding. */
static const char *forwarding(const struct ia_hop *hop)
{
	if (strcmp(hop->type, "root_port") && strcmp(hop->type, "downstream"))
		return "hands it on";
	if (!hop->acs || !hop->acs->ctl_text.known)
		return "its Upstream Forwarding is not known";
	if (hop->acs->ctl_text.bits & IA_ACS_UPSTREAM_FWD)
		return "UF on: sends it on up";
	return "UF off: what it does with it is not known";
}

/**
 * ia_hop_text() - what a port does with a request
 * @machine: a joined machine
 * @path: the path
 * @hop: one of its ports
 */
const char *ia_hop_text(const struct ia_machine *machine, const struct ia_path *path,
			const struct ia_hop *hop)
{
	switch (hop->kind) {
	case IA_HOP_UP:
		if (path->route == IA_ROUTE_ROOT && !strcmp(hop->type, "root_port"))
			return "to the root complex";
		return "hands it on";
	case IA_HOP_FORWARD:
		return forwarding(hop);
	case IA_HOP_DOWN:
		return path->requests_up ? "hands it on, when it comes back" : "hands it on";
	case IA_HOP_REDIRECT:
		return "RR on: sends requests up";
	case IA_HOP_TURN:
		return path->route == IA_ROUTE_BUS ? "below it: one bus, all hear all" :
						     "turns it round";
	case IA_HOP_BACK:
		return "CR on: sends completions up";
	case IA_HOP_UNKNOWN:
		break;
	}
	if (hop->acs && hop->acs->ctl_text.bits & IA_ACS_EGRESS_CTRL)
		return "EC on: its vector is not known";
	return ia_format(machine->arena, "not known");
}

static const char *redirect_ports(const struct ia_machine *m, const struct ia_path *path)
{
	struct ia_buf buf = { .arena = m->arena };

	if (path->requests_up)
		ia_buf_add(&buf, "P2P Request Redirect at %s",
			   ia_machine_address(m, path->enter->port));
	if (path->completions_up)
		ia_buf_add(&buf, "%sP2P Completion Redirect at %s", buf.len ? ", " : "",
			   ia_machine_address(m, path->leave->port));
	return buf.text;
}

/**
 * ia_path_headline() - where a request goes, in a sentence
 * @machine: a joined machine
 * @path: the path
 */
const char *ia_path_headline(const struct ia_machine *machine,
			     const struct ia_path *path)
{
	const char *at = path->common == IA_NO_ADDRESS ? "" :
			 ia_machine_address(machine, path->common);

	switch (path->route) {
	case IA_ROUTE_DIRECT:
		return ia_format(machine->arena, "direct, turned round in the switch %s", at);
	case IA_ROUTE_BUS:
		return ia_format(machine->arena, "direct, over the conventional PCI bus below %s",
				 at);
	case IA_ROUTE_REDIRECTED:
		if (!path->requests_up)
			return ia_format(machine->arena,
					 "requests direct in the switch %s, completions sent up to the root complex: %s",
					 at, redirect_ports(machine, path));
		return ia_format(machine->arena, "sent up to the root complex by ACS: %s",
				 redirect_ports(machine, path));
	case IA_ROUTE_ROOT:
		return ia_format(machine->arena,
				 "through the root complex, if that carries it: unknown, %s",
				 path->reason);
	case IA_ROUTE_INSIDE:
		if (path->requests_up)
			return "sent up by the device's own Request Redirect";
		return ia_format(machine->arena, "inside of one device: unknown, %s",
				 path->reason);
	case IA_ROUTE_UNKNOWN:
		break;
	}
	return ia_format(machine->arena, "unknown: %s", path->reason);
}

static const char *by_domain(const struct ia_machine *m, const struct ia_device *from)
{
	const char *domain = from->domain_text;

	if (!strcmp(domain, "identity"))
		return "identity: addresses pass as they are, and nothing is checked";
	if (!strcmp(domain, "DMA") || !strcmp(domain, "DMA-FQ"))
		return ia_format(m->arena, "%s: translated; it works only when the driver maps "
					   "the peer's BAR for the sender",
				 domain);
	if (!strcmp(domain, "unmanaged") || !strcmp(domain, "nested"))
		return ia_format(m->arena, "%s: translated by the table of its owner (%s); it "
					   "works when that maps the peer's BAR",
				 domain, from->driver_text);
	if (!strcmp(domain, "blocked"))
		return "blocked: refused";
	if (!strcmp(domain, "none"))
		return "none serves the sender: addresses pass as they are, and nothing is checked";
	return ia_format(m->arena, "%s: what it does with the request is not known", domain);
}

/**
 * ia_path_iommu() - what the IOMMU does with a request
 * @machine: a joined machine
 * @path: the path
 */
const char *ia_path_iommu(const struct ia_machine *machine, const struct ia_path *path)
{
	const char *domain;

	switch (path->route) {
	case IA_ROUTE_DIRECT:
	case IA_ROUTE_BUS:
		return "does not see it: nothing is translated or checked, so the request must "
		       "carry the peer's bus address";
	case IA_ROUTE_REDIRECTED:
		if (!path->requests_up)
			return "does not see the request; the completion only passes by";
		break;
	default:
		break;
	}
	domain = by_domain(machine, path->from);
	if (path->route == IA_ROUTE_REDIRECTED || path->requests_up)
		return domain;
	return ia_format(machine->arena, "if the request gets there: %s", domain);
}

/**
 * ia_path_translated() - what happens to requests with translated addresses
 * @machine: a joined machine
 * @path: the path
 *
 * Return: NULL when the sender has no ATS or the way is not through a switch.
 */
const char *ia_path_translated(const struct ia_machine *machine,
			       const struct ia_path *path)
{
	const char *ats = ia_record_get(path->from->record, "ats");
	const char *port;

	if (!path->enter || !strcmp(ats, "-"))
		return NULL;
	if (!strcmp(ats, "unknown"))
		return "whether the sender uses ATS is not known";
	if (strcmp(ats, "on"))
		return "the sender has ATS, and it is off: all its requests are untranslated";
	port = ia_machine_address(machine, path->enter->port);
	if (path->translated_blocked)
		return ia_format(machine->arena, "ATS is on, but Translation Blocking at %s "
						 "refuses translated requests",
				 port);
	if (path->translated_direct)
		return ia_format(machine->arena, "ATS is on, and Direct Translated at %s lets "
						 "translated requests turn round in the switch: "
						 "direct",
				 port);
	if (path->requests_up)
		return ia_format(machine->arena, "ATS is on; without Direct Translated at %s "
						 "translated requests go up too",
				 port);
	return "ATS is on: translated requests go the same way";
}

static const char *host_bridge(const struct ia_machine *m, const struct ia_device *device)
{
	ia_address bus = (device->hops_text ? device->path_text[0] : device->address) & ~UINT64_C(0xff);
	const struct ia_device *first = ia_machine_device(m, bus);

	if (!first)
		return "that device is not known here";
	return ia_format(m->arena, "%s here, [%s:%s]", ia_machine_address(m, first->address),
			 ia_device_id(first, "vendor"), ia_device_id(first, "device"));
}

/**
 * ia_path_linux() - what P2PDMA of the kernel makes of the two
 * @machine: a joined machine
 * @path: the path
 */
const char *ia_path_linux(const struct ia_machine *machine, const struct ia_path *path)
{
	if (!machine->nacs)
		return "not known without the ACS bits";
	if (!strcmp(ia_host_get(machine, IA_FACT_CONFIG, "p2pdma"), "n"))
		return "this kernel is built without P2PDMA (CONFIG_PCI_P2PDMA is not set): only "
		       "drivers that map peers themselves can do it";
	if (path->common != IA_NO_ADDRESS && !path->nredirects)
		return "P2PDMA uses bus addresses: no port of the way redirects";
	return ia_format(machine->arena,
			 "P2PDMA allows it only through a root complex it knows: AMD Zen, or a list of host bridges by the first device of the root bus (%s)",
			 host_bridge(machine, path->from));
}
