// SPDX-License-Identifier: GPL-2.0
#include "path_text.h"

#include "../judge/own_unit.h"
#include "../machine/kind.h"
#include "../machine/p2pdma.h"
#include "sentence.h"

/* A root port that gets back what it handed up needs Upstream Forwarding. */
static const char *forwarding(const struct ia_hop *hop)
{
	if (hop->type != IA_PORT_ROOT_PORT && hop->type != IA_PORT_DOWNSTREAM)
		return "forwards it";
	if (!hop->acs || !hop->acs->ctl.known)
		return "Upstream Forwarding unknown";
	if (hop->acs->ctl.bits & IA_ACS_UPSTREAM_FWD)
		return "UF on: forwards it upstream";
	return "UF off: behavior unknown";
}

/**
 * ia_hop_text() - what a port does with a request
 * @hop: a port of its path
 */
const char *ia_hop_text(const struct ia_hop *hop)
{
	const struct ia_path *path = hop->path;

	switch (hop->kind) {
	case IA_HOP_UP:
		if (path->route == IA_ROUTE_ROOT && hop->type == IA_PORT_ROOT_PORT)
			return "to the root complex";
		return "forwards it";
	case IA_HOP_FORWARD:
		return forwarding(hop);
	case IA_HOP_DOWN:
		return path->requests_up ? "forwards it, when it comes back" : "forwards it";
	case IA_HOP_REDIRECT:
		return "RR on: redirects requests upstream";
	case IA_HOP_TURN:
		return path->route == IA_ROUTE_BUS ? "shared bus: all devices see it" :
						     "routes it to the peer";
	case IA_HOP_BACK:
		return "CR on: redirects completions upstream";
	case IA_HOP_UNKNOWN:
		break;
	}
	if (hop->acs && hop->acs->ctl.bits & IA_ACS_EGRESS_CTRL)
		return "EC on: egress control vector unknown";
	return "not known";
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

/*
 * Why bits do not tell where a request goes.
 *
 * Return: NULL when they do.
 */
const char *ia_path_limit_text(const struct ia_machine *machine, const struct ia_path *path)
{
	static const char *const templates[] = {
		[IA_PATH_UNREADABLE] = "the ACS bits of {0} cannot be read",
		[IA_PATH_EGRESS] = "Egress Control is on at {0}: its egress control vector, which "
				   "is not read here, decides for each port",
		[IA_PATH_SILENT] = "a device without ACS does not say whether it routes requests "
				   "between its functions internally",
		[IA_PATH_QUIRK] = "no register says so, but the vendor confirmed to Linux that "
				  "this device isolates its functions",
		[IA_PATH_NO_PEERS] = "the device's ACS lacks Request Redirect, so it may not "
				     "route requests between its functions",
		[IA_PATH_OPEN] = "Request Redirect of the device itself is off: it may route "
				 "requests between its functions, but nothing says that it does",
		[IA_PATH_ROOT] = "no register says whether this root complex supports "
				 "peer-to-peer between root ports, or how fast",
		[IA_PATH_NO_SWITCH] = "{0} is not a switch, and more than one device is below it",
		[IA_PATH_PLACE] = "the bridges above {0} are unknown",
	};

	if (path->reason.code == IA_PATH_CLEAR)
		return NULL;
	return ia_sentence(machine, templates[path->reason.code], path->reason.args, 1);
}

/* Where a request goes, in a sentence. */
const char *ia_path_headline(const struct ia_machine *machine, const struct ia_path *path)
{
	const char *limit = ia_path_limit_text(machine, path);
	const char *at = path->common == IA_NO_ADDRESS ? "" :
			 ia_machine_address(machine, path->common);

	switch (path->route) {
	case IA_ROUTE_DIRECT:
		return ia_format(machine->arena, "direct, within the switch %s", at);
	case IA_ROUTE_BUS:
		return ia_format(machine->arena, "direct, over the conventional PCI bus below %s",
				 at);
	case IA_ROUTE_REDIRECTED:
		if (!path->requests_up)
			return ia_format(machine->arena,
					 "requests direct in the switch %s, completions "
					 "redirected to the root complex: %s",
					 at, redirect_ports(machine, path));
		return ia_format(machine->arena, "redirected to the root complex by ACS: %s",
				 redirect_ports(machine, path));
	case IA_ROUTE_ROOT:
		return ia_format(machine->arena,
				 "through the root complex, if it supports that: unknown, %s",
				 limit);
	case IA_ROUTE_INSIDE:
		if (path->requests_up)
			return "redirected upstream by the device's own Request Redirect";
		if (path->apart == IA_YES)
			return ia_format(machine->arena, "inside one device, which isolates its "
					 "functions: %s",
					 limit);
		return ia_format(machine->arena, "inside one device: unknown, %s", limit);
	default:
		return ia_format(machine->arena, "unknown: %s", limit);
	}
}

static const char *by_domain(const struct ia_machine *m, const struct ia_device *from)
{
	enum ia_domain used = ia_domain_of_path(m, from);
	const char *domain = ia_format(m->arena, "%s%s", ia_word(&ia_words_domains, used),
				       used == from->domain ? "" : ", the default");

	/* Its record of domains is the kernel's: what the hardware does, the register says. */
	if (from->unit.known && ia_is_served(m, from) == IA_NO)
		return ia_format(m->arena, "%s, the sender's unit, is off: addresses pass "
					   "untranslated and unchecked", from->unit.text);
	switch (used) {
	case IA_DOMAIN_IDENTITY:
		return ia_format(m->arena, "%s: addresses pass untranslated and unchecked",
				 domain);
	case IA_DOMAIN_DMA:
	case IA_DOMAIN_DMA_FQ:
		return ia_format(m->arena, "%s: translated; works only if the driver maps the "
					   "peer's BAR for the sender",
				 domain);
	case IA_DOMAIN_UNMANAGED:
	case IA_DOMAIN_NESTED:
		return ia_format(m->arena, "%s: translated by its owner's page table (%s); works "
					   "if that maps the peer's BAR",
				 domain, from->driver.known ? from->driver.text : "-");
	case IA_DOMAIN_BLOCKED:
		return "blocked by the IOMMU";
	case IA_DOMAIN_NONE:
		return "none covers the sender: addresses pass untranslated and unchecked";
	case IA_DOMAIN_UNKNOWN:
		return "effect on the request unknown: the sender's domain was not read";
	default:
		return ia_format(m->arena, "%s: effect on the request unknown", domain);
	}
}

/* What the IOMMU does with a request. */
const char *ia_path_iommu(const struct ia_machine *machine, const struct ia_path *path)
{
	const char *domain;

	if (ia_path_stays(path))
		return "bypassed: nothing is translated or checked, so the request must carry the "
		       "peer's bus address";
	if (path->route == IA_ROUTE_REDIRECTED && !path->requests_up)
		return "bypassed by the request; the completion is not translated";
	domain = by_domain(machine, path->from);
	if ((path->route == IA_ROUTE_REDIRECTED || path->requests_up) &&
	    path->apart != IA_FLAG_UNKNOWN)
		return domain;
	return ia_format(machine->arena, "if the request reaches it: %s", domain);
}

/*
 * What happens to requests with translated addresses.
 *
 * Return: NULL when the sender has no ATS or the path is not through a switch.
 */
const char *ia_path_translated(const struct ia_machine *machine, const struct ia_path *path)
{
	enum ia_cap_state ats = path->from->ats;
	struct ia_arg port;

	if (!path->enter || ats == IA_CAP_ABSENT)
		return NULL;
	if (ats == IA_CAP_UNKNOWN)
		return "whether the sender uses ATS is unknown";
	if (ats != IA_CAP_ON)
		return "the sender has ATS, but disabled: all its requests are untranslated";
	port = ia_arg_dev(path->enter->port);
	if (path->translated_blocked)
		return ia_sentence(machine, "ATS is on, but Translation Blocking at {0} blocks "
					    "translated requests",
				   &port, 1);
	if (path->translated_direct)
		return ia_sentence(machine, "ATS is on, and Direct Translated at {0} keeps "
					    "translated requests in the switch: direct",
				   &port, 1);
	if (path->requests_up)
		return ia_sentence(machine, "ATS is on; without Direct Translated at {0} "
					    "translated requests go upstream too",
				   &port, 1);
	return "ATS is on: translated requests take the same path";
}

/* Whether P2PDMA takes the way through the root complex, and why. */
static const char *through_root(const struct ia_machine *m, const struct ia_path *path)
{
	static const char *const templates[] = {
		[IA_P2PDMA_ZEN] = "P2PDMA allows this root complex: AMD, Zen or newer ({0} here, "
				  "[{1}])",
		[IA_P2PDMA_LISTED] = "P2PDMA allows this root complex: {0} here, [{1}], is in "
				     "this kernel's list of host bridges",
		[IA_P2PDMA_UNLISTED] = "P2PDMA refuses: {0} here, [{1}], is not in this kernel's "
				       "list of host bridges, and the CPU is not AMD Zen",
		[IA_P2PDMA_NOT_FIRST] = "P2PDMA refuses: this kernel allows root ports such as "
					"{0} here, [{1}], only at 00.0",
		[IA_P2PDMA_TWO_BRIDGES] = "P2PDMA refuses: {0} here, [{1}], is in this kernel's list "
					  "for ports of one host bridge only",
		[IA_P2PDMA_VERSION] = "whether P2PDMA allows this root complex is unknown: this "
				      "kernel's list of host bridges is not known for {0} here, "
				      "[{1}]",
		[IA_P2PDMA_PROCESSOR] = "P2PDMA allows this root complex on AMD Zen or newer "
					"only, which {0} here, [{1}], does not show",
		[IA_P2PDMA_HOST] = "whether P2PDMA allows this root complex is unknown: the first "
				   "function of its root bus is not known",
	};
	struct ia_p2pdma p2pdma = ia_p2pdma_find(m, path->from, path->to);
	struct ia_arg args[2] = { { 0 } };

	if (p2pdma.host) {
		args[0] = ia_arg_dev(p2pdma.host->address);
		args[1] = ia_arg_text(ia_pci_id_text(m->arena, p2pdma.host));
	}
	return ia_sentence(m, templates[p2pdma.reason], args, 2);
}

static bool unread(const struct ia_device *device)
{
	size_t i;

	for (i = 0; i < device->nports; i++) {
		if (!device->ports[i].ctl.known)
			return true;
	}
	return false;
}

/* What P2PDMA of the kernel makes of the two. */
const char *ia_path_linux(const struct ia_machine *machine, const struct ia_path *path)
{
	if (!machine->nacs)
		return "unknown without the ACS bits";
	if (machine->host.config.p2pdma == IA_NO)
		return "this kernel is built without P2PDMA (CONFIG_PCI_P2PDMA is not set): only "
		       "drivers that map peer memory themselves can do it";
	if (path->reason.code == IA_PATH_PLACE)
		return ia_format(machine->arena, "unknown: %s",
				 ia_path_limit_text(machine, path));
	if (path->common != IA_NO_ADDRESS && !path->nredirects &&
	    (unread(path->from) || unread(path->to)))
		return "unknown: the ACS bits of some ports cannot be read";
	if (path->common != IA_NO_ADDRESS && !path->nredirects)
		return "P2PDMA uses bus addresses: no port on the path redirects";
	return through_root(machine, path);
}

/**
 * ia_no_token_text() - why no kernel parameter changes the ACS bits of ports
 * @none: the reason
 *
 * Return: NULL when one does.
 */
const char *ia_no_token_text(enum ia_no_token none)
{
	static const char *const texts[] = {
		[IA_TOKEN_NO_RELEASE] = "the kernel version is unknown: disable_acs_redir= came "
					"with Linux 4.19, config_acs= with 6.11",
		[IA_TOKEN_NO_SET] = "this kernel has no parameter that enables ACS bits: "
				    "config_acs= came with Linux 6.11",
		[IA_TOKEN_TOO_OLD] = "this kernel has no parameter for it: disable_acs_redir= came "
				     "with Linux 4.19, config_acs= with 6.11",
		[IA_TOKEN_UNFIXED] = "none is reliable on this kernel: from Linux 6.11 until "
				     "commit 9cf8a952d57b (6.14.2, 6.12.23) a bit is cleared only "
				     "where firmware left it clear, disable_acs_redir= sets other "
				     "bits, and only the first port of a list is changed: update "
				     "the kernel first",
		[IA_TOKEN_OWNED] = "none: user space, as a guest, owns a device below these ports, "
				   "or below others of their switch, which a parameter would open "
				   "to the others there",
		[IA_TOKEN_ASYMMETRIC] = "this hardware must keep redirect on: for ConnectX-8 and "
					"Grace, NVIDIA requires Request Redirect at one end and "
					"Completion Redirect at the other, config_acs=xx110x1 and "
					"xx101x1: see the platform guide",
		[IA_TOKEN_NO_EFFECT] = "not possible by a parameter: a kernel quirk for these "
				       "ports would override it",
	};

	return texts[none];
}

/**
 * ia_token_note_text() - what to know about a kernel parameter that changes ACS bits
 * @note: which
 */
const char *ia_token_note_text(enum ia_token_note note)
{
	static const char *const texts[] = {
		[IA_NOTE_QUOTE] = "it contains a \";\": quote it in GRUB configuration and in "
				  "shells; of two such tokens the kernel uses only the last",
		[IA_NOTE_EVERY_BIT] = "every bit is spelled out: an x, or disable_acs_redir=, "
				      "would reset the other bits to what firmware left",
		[IA_NOTE_ONE_BY_ONE] = "from Linux 6.11 on, pci=config_acs= sets single bits",
		[IA_NOTE_OWN_ACS] = "the functions' own ACS redirects too, and Linux counts it: "
				    "its P2PDMA still uses the root complex",
	};

	return texts[note];
}

static const char *joined(const struct ia_machine *m, const struct ia_impact *impact)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i, count = impact->nbelow + impact->nvfs;

	for (i = 0; i < impact->nbelow; i++)
		ia_buf_add(&buf, "%s%s", i ? ", " : "",
			   ia_machine_address(m, impact->below[i]->address));
	if (impact->nvfs)
		ia_buf_add(&buf, "%s%zu %s", buf.len ? ", " : "", impact->nvfs,
			   impact->nvfs == 1 ? "VF" : "VFs");
	ia_buf_add(&buf, "%s the group of %s%s",
		   !count ? "nothing joins" : count > 1 ? " join" : " joins",
		   ia_machine_address(m, impact->port),
		   count > 1 ? ": they can only be assigned together" : "");
	return buf.text;
}

/**
 * ia_impact_text() - what a token costs in isolation
 * @machine: a joined machine
 * @impact: one of the costs
 */
const char *ia_impact_text(const struct ia_machine *machine, const struct ia_impact *impact)
{
	struct ia_arg ends[] = { ia_arg_dev(impact->path->from->address),
				 ia_arg_dev(impact->path->to->address) };
	struct ia_arg port = ia_arg_dev(impact->port);

	switch (impact->kind) {
	case IA_IMPACT_NONE:
		return ia_sentence(machine, "{0} does not isolate now either: its group stays as "
					    "it is",
				   &port, 1);
	case IA_IMPACT_JOIN:
		return joined(machine, impact);
	case IA_IMPACT_ONE_GROUP:
		return "the ports are functions of one slot: all of it becomes one group";
	case IA_IMPACT_REACH:
		break;
	}
	return ia_sentence(machine, "{0} and {1} can reach each other's memory past the IOMMU, "
				    "whatever the groups say: assign both to one owner, or neither",
			   ends, 2);
}
