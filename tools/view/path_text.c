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
		return "hands it on";
	if (!hop->acs || !hop->acs->ctl.known)
		return "its Upstream Forwarding is not known";
	if (hop->acs->ctl.bits & IA_ACS_UPSTREAM_FWD)
		return "UF on: sends it on up";
	return "UF off: what it does with it is not known";
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
	if (hop->acs && hop->acs->ctl.bits & IA_ACS_EGRESS_CTRL)
		return "EC on: its vector is not known";
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
		[IA_PATH_UNREADABLE] = "the ACS bits of {0} could not be read",
		[IA_PATH_EGRESS] = "Egress Control is on at {0}: its vector, which the module does "
				   "not read, decides for each port",
		[IA_PATH_SILENT] = "a device without ACS of its own does not tell whether it "
				   "answers its functions itself",
		[IA_PATH_QUIRK] = "no register tells, but Linux has it from the vendor that this "
				  "device keeps its functions apart",
		[IA_PATH_NO_PEERS] = "the device's ACS has no Request Redirect, without which it "
				     "must not hand requests from one function to another",
		[IA_PATH_OPEN] = "the device's own Request Redirect is off: it may answer its "
				 "functions itself, nothing says that it does",
		[IA_PATH_ROOT] = "no configuration register tells whether this root complex "
				 "carries requests from one port to another, nor how fast",
		[IA_PATH_NO_SWITCH] = "{0} is no switch, and not all that is below it is one "
				      "device",
		[IA_PATH_PLACE] = "which bridges are above {0} is not known",
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
				 limit);
	case IA_ROUTE_INSIDE:
		if (path->requests_up)
			return "sent up by the device's own Request Redirect";
		if (path->apart == IA_YES)
			return ia_format(machine->arena, "inside of one device, which keeps its functions apart: %s",
					 limit);
		return ia_format(machine->arena, "inside of one device: unknown, %s", limit);
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
		return ia_format(m->arena, "%s, that of the sender, is off: addresses pass as they "
					   "are, and nothing is checked", from->unit.text);
	switch (used) {
	case IA_DOMAIN_IDENTITY:
		return ia_format(m->arena, "%s: addresses pass as they are, and nothing is checked",
				 domain);
	case IA_DOMAIN_DMA:
	case IA_DOMAIN_DMA_FQ:
		return ia_format(m->arena, "%s: translated; it works only when the driver maps "
					   "the peer's BAR for the sender",
				 domain);
	case IA_DOMAIN_UNMANAGED:
	case IA_DOMAIN_NESTED:
		return ia_format(m->arena, "%s: translated by the table of its owner (%s); it "
					   "works when that maps the peer's BAR",
				 domain, from->driver.known ? from->driver.text : "-");
	case IA_DOMAIN_BLOCKED:
		return "blocked: the IOMMU blocks it";
	case IA_DOMAIN_NONE:
		return "none serves the sender: addresses pass as they are, and nothing is checked";
	default:
		return ia_format(m->arena, "%s: what it does with the request is not known",
				 domain);
	}
}

/* What the IOMMU does with a request. */
const char *ia_path_iommu(const struct ia_machine *machine, const struct ia_path *path)
{
	const char *domain;

	if (ia_path_stays(path))
		return "does not see it: nothing is translated or checked, so the request must "
		       "carry the peer's bus address";
	if (path->route == IA_ROUTE_REDIRECTED && !path->requests_up)
		return "does not see the request; the completion only passes by";
	domain = by_domain(machine, path->from);
	if ((path->route == IA_ROUTE_REDIRECTED || path->requests_up) &&
	    path->apart != IA_FLAG_UNKNOWN)
		return domain;
	return ia_format(machine->arena, "if the request gets there: %s", domain);
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
		return "whether the sender uses ATS is not known";
	if (ats != IA_CAP_ON)
		return "the sender has ATS, and it is off: all its requests are untranslated";
	port = ia_arg_dev(path->enter->port);
	if (path->translated_blocked)
		return ia_sentence(machine, "ATS is on, but Translation Blocking at {0} blocks "
					    "translated requests",
				   &port, 1);
	if (path->translated_direct)
		return ia_sentence(machine, "ATS is on, and Direct Translated at {0} lets "
					    "translated requests turn round in the switch: direct",
				   &port, 1);
	if (path->requests_up)
		return ia_sentence(machine, "ATS is on; without Direct Translated at {0} "
					    "translated requests go up too",
				   &port, 1);
	return "ATS is on: translated requests take the same path";
}

/* Whether P2PDMA takes the way through the root complex, and why. */
static const char *through_root(const struct ia_machine *m, const struct ia_path *path)
{
	static const char *const templates[] = {
		[IA_P2PDMA_ZEN] = "P2PDMA takes the way through this root complex: AMD, Zen or "
				  "newer ({0} here, [{1}])",
		[IA_P2PDMA_LISTED] = "P2PDMA takes the way through this root complex: {0} here, "
				     "[{1}], is in this kernel's list of host bridges",
		[IA_P2PDMA_UNLISTED] = "P2PDMA refuses: {0} here, [{1}], is not in this kernel's "
				       "list of host bridges, and the processor is no AMD Zen",
		[IA_P2PDMA_NOT_FIRST] = "P2PDMA refuses: of root ports such as {0} here, [{1}], this "
					"kernel takes one at 00.0 only",
		[IA_P2PDMA_TWO_BRIDGES] = "P2PDMA refuses: {0} here, [{1}], is in this kernel's list "
					  "for ports of one host bridge only",
		[IA_P2PDMA_VERSION] = "whether P2PDMA takes the way through this root complex is not "
				      "known: the list of host bridges of this kernel was not read "
				      "for {0} here, [{1}]",
		[IA_P2PDMA_PROCESSOR] = "P2PDMA takes the way through this root complex on AMD Zen "
					"or newer only, which {0} here, [{1}], does not tell",
		[IA_P2PDMA_HOST] = "whether P2PDMA takes the way through this root complex is not "
				   "known: the first function of its root bus is not",
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
		return "not known without the ACS bits";
	if (machine->host.config.p2pdma == IA_NO)
		return "this kernel is built without P2PDMA (CONFIG_PCI_P2PDMA is not set): only "
		       "drivers that map peers themselves can do it";
	if (path->reason.code == IA_PATH_PLACE)
		return ia_format(machine->arena, "not known: %s",
				 ia_path_limit_text(machine, path));
	if (path->common != IA_NO_ADDRESS && !path->nredirects &&
	    (unread(path->from) || unread(path->to)))
		return "not known: the ACS bits of some ports could not be read";
	if (path->common != IA_NO_ADDRESS && !path->nredirects)
		return "P2PDMA uses bus addresses: no port of the path redirects";
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
		[IA_TOKEN_NO_RELEASE] = "the kernel's version is not known: disable_acs_redir= "
					"came with Linux 4.19, config_acs= with 6.11",
		[IA_TOKEN_NO_SET] = "this kernel has no parameter that switches ACS bits on: "
				    "config_acs= came with Linux 6.11",
		[IA_TOKEN_TOO_OLD] = "this kernel has no parameter for it: disable_acs_redir= came "
				     "with Linux 4.19, config_acs= with 6.11",
		[IA_TOKEN_UNFIXED] = "none that is sure on this kernel: from Linux 6.11 until commit "
				     "9cf8a952d57b (6.14.2, 6.12.23) a bit goes off only where "
				     "firmware left it off, disable_acs_redir= switches others on, "
				     "and of a list only the first port is set: update the kernel "
				     "first",
		[IA_TOKEN_OWNED] = "none: user space, as a guest, owns a device below these ports, "
				   "or below others of their switch, which a parameter would open "
				   "to the others there",
		[IA_TOKEN_ASYMMETRIC] = "redirect off is not what this hardware wants: for ConnectX-8 "
					"and Grace NVIDIA asks for Request Redirect at one end and "
					"Completion Redirect at the other, config_acs=xx110x1 and "
					"xx101x1: see the guide of the platform",
		[IA_TOKEN_NO_EFFECT] = "no parameter does it: a boot with one would not leave the "
				       "ports as wanted, by a quirk of the kernel for them",
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
		[IA_NOTE_QUOTE] = "it holds a \";\": quote it in GRUB's configuration and in "
				  "shells; of two such tokens the kernel reads the last one only",
		[IA_NOTE_EVERY_BIT] = "every bit is written out: an x, and disable_acs_redir=, "
				      "would set the other bits back to what firmware left",
		[IA_NOTE_ONE_BY_ONE] = "the bits can be chosen one by one from Linux 6.11 on, with "
				       "pci=config_acs=",
		[IA_NOTE_OWN_ACS] = "the ACS of the functions themselves redirects too, and Linux "
				    "counts it: its P2PDMA keeps to the root complex",
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
		   count > 1 ? ": these can be assigned only together" : "");
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
		return ia_sentence(machine, "{0} does not isolate even now: its group stays as it "
					    "is",
				   &port, 1);
	case IA_IMPACT_JOIN:
		return joined(machine, impact);
	case IA_IMPACT_ONE_GROUP:
		return "the ports are functions of one slot: all of this becomes one group";
	case IA_IMPACT_REACH:
		break;
	}
	return ia_sentence(machine, "{0} and {1} can reach each other's memory past the IOMMU, "
				    "whatever the groups say: assign both to one owner, or neither "
				    "to anybody",
			   ends, 2);
}
