// SPDX-License-Identifier: GPL-2.0
#include "why.h"

#include <string.h>

/* Ports, or members, that a sentence names before it says how many are left. */
#define NAMED	8

static const char *name(const struct ia_view *view, const struct ia_device *device)
{
	return ia_machine_address(view->machine, device->address);
}

static const char *port_kind(const char *type)
{
	static const char *const kinds[][2] = {
		{ "root_port", "root port" },
		{ "upstream", "upstream port of a switch" },
		{ "downstream", "downstream port of a switch" },
		{ "pcie_to_pci", "PCIe-to-PCI bridge" },
		{ "pci_to_pcie", "PCI-to-PCIe bridge" },
		{ "pci_bridge", "PCI bridge" },
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!strcmp(type, kinds[i][0]))
			return kinds[i][1];
	}
	return "port";
}

static void add_bits(struct ia_buf *buf, unsigned int bits)
{
	unsigned int bit;

	for (bit = 0; bit < IA_ACS_BITS; bit++) {
		if (bits & 1u << bit)
			ia_buf_add(buf, " %s", ia_acs_words[bit]);
	}
}

/* "has no ACS capability" or "has ACS, but not all of it on. Missing: …" */
static void add_lack(struct ia_buf *buf, const struct ia_tie *tie)
{
	if (!tie->port || !tie->port->present_text)
		ia_buf_add(buf, "no ACS capability");
	else
		ia_buf_add(buf, "ACS, but not all of it on");
}

static const struct ia_tie *tie_of(const struct ia_share *share, const struct ia_device *device)
{
	size_t i;

	for (i = 0; i < share->nties; i++) {
		if (share->ties[i].device == device)
			return &share->ties[i];
	}
	return NULL;
}

static void add_tie(const struct ia_view *view, struct ia_buf *buf, const struct ia_tie *tie)
{
	const char *who = name(view, tie->device);
	const char *port;

	switch (tie->rule) {
	case IA_TIE_BRIDGE:
		ia_buf_add(buf, "%s is behind %s, a %s: what comes from behind it carries the bridge's "
			   "requester id, so the IOMMU cannot tell who sent it.", who,
			   name(view, tie->with), port_kind(tie->port->type_text));
		break;
	case IA_TIE_PATH:
		port = ia_machine_address(view->machine, tie->port->port);
		ia_buf_add(buf, "%s (%s above %s) has ", port, port_kind(tie->port->type_text), who);
		add_lack(buf, tie);
		ia_buf_add(buf, ": what %s sends to a neighbour could be answered below the IOMMU",
			   who);
		if (tie->with->address != tie->port->port)
			ia_buf_add(buf, ", so it joins the nearest bridge, %s",
				   name(view, tie->with));
		ia_buf_add(buf, ". Missing:");
		add_bits(buf, tie->missing);
		ia_buf_add(buf, ".");
		break;
	case IA_TIE_SLOT:
		ia_buf_add(buf, "%s and %s are functions of one slot, and %s has ", who,
			   name(view, tie->with), who);
		add_lack(buf, tie);
		ia_buf_add(buf, " to keep them apart. Missing:");
		add_bits(buf, tie->missing);
		ia_buf_add(buf, ".");
		break;
	case IA_TIE_NONE:
		break;
	}
}

static const char *chain_text(const struct ia_view *view, const struct ia_why *why)
{
	struct ia_buf buf = { .arena = view->machine->arena };
	size_t i;

	for (i = 0; i < why->nchain; i++) {
		ia_buf_add(&buf, "%s", i ? " " : "");
		add_tie(view, &buf, why->chain[i]);
	}
	return buf.text;
}

static const char *alone_text(const struct ia_view *view, const struct ia_device *device)
{
	const struct ia_machine *m = view->machine;
	size_t count, i, ports = 0;
	const struct ia_acs *acs = ia_machine_acs(m, device->address, &count);
	bool unknown = false;

	for (i = 0; i < count; i++) {
		ports += acs[i].hop_text >= 0;
		unknown |= acs[i].hop_text >= 0 && (!acs[i].cap_text.known || !acs[i].ctl_text.known);
	}
	if (!m->nacs)
		return "It is alone; of ACS nothing is known.";
	if (!ports)
		return "It is alone: on a root bus, with no port above it.";
	if (ia_open_port(m, device))
		return ia_format(m->arena, "It is alone, although %s above it does not isolate: the "
				 "kernel believes otherwise, by a quirk or a parameter, or the bits were "
				 "changed after the groups were made.",
				 ia_machine_address(m, ia_open_port(m, device)->port));
	if (unknown)
		return "It is alone; the bits of some port above it are not known.";
	return ports == 1 ?
	       "It is alone: the port above it has all of ACS on that isolation takes." :
	       "It is alone: no port above it lets requests turn round below the IOMMU.";
}

/* How the members that are not in the chain came here. */
static const char *others_text(const struct ia_view *view, const struct ia_why *why)
{
	static const char *const places[] = {
		[IA_TIE_NONE] = "beside",
		[IA_TIE_BRIDGE] = "behind",
		[IA_TIE_PATH] = "below",
		[IA_TIE_SLOT] = "in the slot of",
	};
	struct ia_buf buf = { .arena = view->machine->arena };
	size_t i, j, n = 0;

	for (i = 0; i < why->share.nties; i++) {
		const struct ia_tie *tie = &why->share.ties[i];

		for (j = 0; j < why->nchain && why->chain[j] != tie; j++)
			;
		if (j < why->nchain)
			continue;
		if (n++ >= NAMED)
			continue;
		ia_buf_add(&buf, "%s%s %s %s", buf.len ? ", " : "", name(view, tie->device),
			   places[tie->rule], name(view, tie->with));
	}
	if (n > NAMED)
		ia_buf_add(&buf, " and %zu more", n - NAMED);
	if (n)
		ia_buf_add(&buf, ": see 'iommu-audit why' of each.");
	if (why->share.loose > 1)
		ia_buf_add(&buf, "%s%zu members share it by no rule that the bits show: a DMA alias or "
			   "a quirk.", buf.len ? " " : "", why->share.loose);
	return buf.text;
}

/* Ports that isolate and have nothing below them in this group. */
static const char *good_ports(const struct ia_view *view, const struct ia_why *why)
{
	const struct ia_machine *m = view->machine;
	struct ia_buf buf = { .arena = m->arena };
	ia_address last = IA_NO_ADDRESS;
	size_t i, n = 0;

	for (i = 0; i < m->nacs; i++) {
		const struct ia_acs *acs = &m->acs[i];
		const struct ia_device *port = ia_machine_device(m, acs->port);

		if (acs->hop_text >= 0 || acs->port == last || !port || !acs->present_text ||
		    (strcmp(acs->type_text, "root_port") && strcmp(acs->type_text, "downstream")) ||
		    !strcmp(port->group_text, why->device->group_text) || !ia_acs_isolates(acs, true))
			continue;
		last = acs->port;
		if (n++ < NAMED)
			ia_buf_add(&buf, "%s%s", buf.len ? ", " : "",
				   ia_machine_address(m, acs->port));
	}
	return buf.text;
}

/* The token that switches on what a port can and does not. */
static void add_config(const struct ia_view *view, struct ia_buf *buf, const struct ia_tie *tie)
{
	unsigned int bits = tie->port->cap_text.bits & IA_ACS_ISOLATION;
	char address[IA_ADDRESS_SIZE];

	ia_buf_add(buf, "pci=config_acs=%s@%s switches on what is missing there%s. ",
		   ia_acs_flags_text(view->machine->arena, bits, bits),
		   ia_address_text(address, tie->port->port, true),
		   view->lint->release.known ? "" : ", on Linux 6.11 and newer");
}

/* Parameters that switch on what the ports of the chain can and do not. */
static void add_switches(const struct ia_view *view, struct ia_buf *buf, const struct ia_why *why)
{
	const struct ia_lint_word *redir = ia_lint_setting(view->lint, IA_SETTING_ACS_REDIR);
	bool old = view->lint->release.known && !ia_release_from(view->lint->release, 6, 11);
	ia_address last = IA_NO_ADDRESS;
	size_t i;

	for (i = 0; i < why->nchain; i++) {
		const struct ia_tie *tie = why->chain[i];

		if (tie->rule != IA_TIE_PATH || !tie->port->present_text || tie->port->port == last)
			continue;
		last = tie->port->port;
		if (redir)
			ia_buf_add(buf, "Leave %s out, if that names %s. ", redir->text,
				   ia_machine_address(view->machine, last));
		else if (!old)
			add_config(view, buf, tie);
	}
}

static void add_path_split(const struct ia_view *view, struct ia_buf *buf,
			   const struct ia_why *why)
{
	const char *ports = good_ports(view, why);

	add_switches(view, buf, why);
	ia_buf_add(buf, "%s", ports ? ia_format(view->machine->arena, "Another slot, below a port "
						"with ACS: %s. ", ports) :
		   "Another slot, below a port with ACS; none here has all of it on. ");
	ia_buf_add(buf, "pcie_acs_override would change only what the kernel believes, not the "
		   "hardware.");
}

static const char *split_text(const struct ia_view *view, const struct ia_why *why)
{
	struct ia_buf buf = { .arena = view->machine->arena };
	const struct ia_tie *tie = why->nchain ? why->chain[0] : NULL;

	/* The group began with it: the others joined, and they would have to leave. */
	if (!tie && why->share.nties)
		tie = &why->share.ties[0];
	if (!tie)
		return "What glues them cannot be seen, so neither can what would part them.";
	switch (tie->rule) {
	case IA_TIE_BRIDGE:
		ia_buf_add(&buf, "No parameter does: a PCIe card in another slot does.");
		break;
	case IA_TIE_PATH:
		add_path_split(view, &buf, why);
		break;
	case IA_TIE_SLOT:
		ia_buf_add(&buf, "No parameter does: the functions of this device are not built to be "
			   "kept apart. pcie_acs_override would change only what the kernel believes.");
		break;
	case IA_TIE_NONE:
		break;
	}
	return buf.text;
}

static void build_chain(const struct ia_view *view, struct ia_why *why)
{
	const struct ia_tie *tie = tie_of(&why->share, why->device);

	why->chain = ia_alloc(view->machine->arena, why->share.nties + 1, sizeof(*why->chain));
	/* Each leads to another member; more steps than ties would go in circles. */
	while (tie && why->nchain < why->share.nties) {
		why->chain[why->nchain++] = tie;
		tie = tie_of(&why->share, tie->with);
	}
}

/**
 * ia_why_explain() - find out why a device is where it is
 * @view: a machine and its command line
 * @device: the device
 * @why: filled
 */
void ia_why_explain(const struct ia_view *view, const struct ia_device *device,
		    struct ia_why *why)
{
	*why = (struct ia_why){
		.device = device,
		.group = ia_machine_group(view->machine, device->group_text),
	};
	ia_domain_explain(view, device, &why->domain);
	if (!why->group) {
		why->group_text = "It is in no group: no IOMMU serves it.";
		return;
	}
	if (why->group->count_text < 2) {
		why->group_text = alone_text(view, device);
		return;
	}
	why->share.group = why->group;
	ia_share_explain(view->machine, &why->share);
	build_chain(view, why);
	why->group_text = why->nchain ? chain_text(view, why) :
		why->share.nties ? "It is the first of this group; the others joined it." :
		"No rule that the bits show: a DMA alias, a quirk, or what a parameter makes the kernel "
		"believe.";
	why->others_text = others_text(view, why);
	why->split_text = split_text(view, why);
}
