// SPDX-License-Identifier: GPL-2.0
#include "facts.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/* A VF has the address of another slot's function, but no slot of its own. */
static bool multifunction(const struct ia_machine *m, ia_address address)
{
	ia_address fn;

	for (fn = 0; fn < 8; fn++) {
		ia_address other = ia_slot(address) << 3 | fn;
		const struct ia_device *device = ia_machine_device(m, other);

		if (other != address && device && device->pf_text == IA_NO_ADDRESS)
			return true;
	}
	return false;
}

static const struct ia_device *member(const struct ia_machine *m,
				      const struct ia_group *group, size_t i)
{
	const char *name = group->members_text[i];

	return ia_machine_device(m, ia_address_parse(name, strlen(name), NULL));
}

static bool is_conventional(const char *type)
{
	return !strcmp(type, "pcie_to_pci") || !strcmp(type, "pci_to_pcie") ||
	       !strcmp(type, "pci_bridge");
}

static bool together(const struct ia_device *a, const struct ia_device *b)
{
	return a && b && !ia_is_word(a->group_text) && !strcmp(a->group_text, b->group_text);
}

/* Bits that a port could have on for isolation and has not. */
static unsigned int missing(const struct ia_acs *acs)
{
	const struct ia_acs_set *ctl = acs->at_load_text.known ? &acs->at_load_text : &acs->ctl_text;

	if (!acs->present_text)
		return IA_ACS_ISOLATION;
	return acs->cap_text.bits & IA_ACS_ISOLATION & ~ctl->bits;
}

/*
 * pci_for_each_dma_alias(): requests from behind a bridge of conventional PCI
 * carry the bridge's requester id, so the IOMMU cannot tell who sent them.
 */
static bool tied_by_alias(const struct ia_machine *m, const struct ia_device *device,
			  struct ia_tie *tie)
{
	size_t count, i;
	const struct ia_acs *acs = ia_machine_acs(m, device->address, &count);

	for (i = 0; i < count; i++) {
		const struct ia_device *bridge = ia_machine_device(m, acs[i].port);

		if (acs[i].hop_text < 0 || !is_conventional(acs[i].type_text) ||
		    !together(bridge, device))
			continue;
		tie->rule = IA_TIE_BRIDGE;
		tie->with = bridge;
		tie->port = &acs[i];
		return true;
	}
	return false;
}

/*
 * pci_acs_path_enabled() up to the root: one port that does not isolate, and
 * all below it share the group of the bridge that is the nearest to each.
 */
static bool tied_by_path(const struct ia_machine *m, const struct ia_device *device,
			 struct ia_tie *tie)
{
	size_t count, i;
	const struct ia_acs *acs = ia_machine_acs(m, device->address, &count);
	const struct ia_device *nearest = NULL;

	for (i = 0; i < count; i++) {
		const struct ia_device *port = ia_machine_device(m, acs[i].port);

		if (acs[i].hop_text < 0)
			continue;
		if (!nearest)
			nearest = port;
		if (!together(nearest, device))
			return false;
		if (!together(port, device) ||
		    ia_acs_isolates(&acs[i], multifunction(m, acs[i].port)))
			continue;
		tie->rule = IA_TIE_PATH;
		tie->with = nearest;
		tie->port = &acs[i];
		tie->missing = missing(&acs[i]);
		return true;
	}
	return false;
}

/* The bits of a function itself, as far as isolation from its slot goes. */
static const struct ia_acs *own_acs(const struct ia_machine *m,
				    const struct ia_device *device)
{
	size_t count;
	const struct ia_acs *acs = ia_machine_acs(m, device->address, &count);

	return count && acs->hop_text < 0 ? acs : NULL;
}

static bool isolates_itself(const struct ia_machine *m, const struct ia_device *device)
{
	const struct ia_acs *own = own_acs(m, device);

	return own && ia_acs_isolates(own, true);
}

/*
 * get_pci_function_alias_group(): functions of one slot that do not isolate
 * themselves share the group of the first of them.
 */
static bool tied_by_slot(const struct ia_machine *m, const struct ia_device *device,
			 struct ia_tie *tie)
{
	ia_address fn;

	if (device->pf_text != IA_NO_ADDRESS || isolates_itself(m, device))
		return false;
	for (fn = 0; fn < 8; fn++) {
		ia_address address = ia_slot(device->address) << 3 | fn;
		const struct ia_device *other = ia_machine_device(m, address);

		if (address >= device->address || !together(other, device) ||
		    other->pf_text != IA_NO_ADDRESS || isolates_itself(m, other))
			continue;
		tie->rule = IA_TIE_SLOT;
		tie->with = other;
		tie->port = own_acs(m, device);
		tie->missing = tie->port ? missing(tie->port) : IA_ACS_ISOLATION;
		return true;
	}
	return false;
}

/**
 * ia_open_port() - find the nearest port above a function that does not isolate
 * @machine: a joined machine
 * @device: the function
 *
 * Return: the port, or NULL when none is known to be so.
 */
const struct ia_acs *ia_open_port(const struct ia_machine *machine,
				  const struct ia_device *device)
{
	size_t count, i;
	const struct ia_acs *acs = ia_machine_acs(machine, device->address, &count);

	for (i = 0; i < count; i++) {
		if (acs[i].hop_text >= 0 &&
		    !ia_acs_isolates(&acs[i], multifunction(machine, acs[i].port)))
			return &acs[i];
	}
	return NULL;
}

/**
 * ia_tie_find() - find out whose group a function joined, and by which rule
 * @machine: a joined machine
 * @device: the function
 * @tie: filled
 *
 * The rules of the kernel's pci_device_group(), in its order. What the kernel
 * believes by its table of quirks, or by a parameter, cannot be read; a rule is
 * named only where the groups agree with it.
 *
 * Return: whether a rule explains it; not for a function whose group began
 * with it, and not for one that an alias or a quirk brought there.
 */
bool ia_tie_find(const struct ia_machine *machine, const struct ia_device *device,
		 struct ia_tie *tie)
{
	*tie = (struct ia_tie){ .device = device };
	/* Without any line on ACS, nothing can be said of what lacks it. */
	return machine->nacs && (tied_by_alias(machine, device, tie) ||
				 tied_by_path(machine, device, tie) ||
				 tied_by_slot(machine, device, tie));
}

static void add_port(struct ia_share *share, const struct ia_acs *port)
{
	size_t i;

	for (i = 0; i < share->nports; i++) {
		if (share->ports[i]->port == port->port)
			return;
	}
	share->ports[share->nports++] = port;
}

/**
 * ia_share_explain() - find out why the devices of a group share it
 * @machine: a joined machine
 * @share: its group is set; the rest is filled
 */
void ia_share_explain(const struct ia_machine *machine, struct ia_share *share)
{
	const struct ia_group *group = share->group;
	bool path = false, slot = false;
	size_t i;

	share->ports = ia_alloc(machine->arena, group->count_text, sizeof(*share->ports));
	share->ties = ia_alloc(machine->arena, group->count_text, sizeof(*share->ties));
	for (i = 0; i < group->count_text; i++) {
		const struct ia_device *device = member(machine, group, i);
		struct ia_tie *tie = &share->ties[share->nties];

		if (!device || !ia_tie_find(machine, device, tie)) {
			share->loose++;
			continue;
		}
		share->nties++;
		if (tie->rule == IA_TIE_SLOT)
			slot = true;
		else
			add_port(share, tie->port);
		path |= tie->rule == IA_TIE_PATH;
	}
	if (share->nports)
		share->reason = path ? IA_SHARE_PORT : IA_SHARE_CONVENTIONAL;
	else
		share->reason = slot ? IA_SHARE_SLOT : IA_SHARE_UNKNOWN;
}

/**
 * ia_share_word() - the reason as a word that programs can rely on
 * @reason: the reason
 */
const char *ia_share_word(enum ia_share_reason reason)
{
	static const char *const words[] = {
		[IA_SHARE_PORT] = "port_without_acs",
		[IA_SHARE_CONVENTIONAL] = "conventional_pci",
		[IA_SHARE_SLOT] = "multifunction_without_acs",
		[IA_SHARE_UNKNOWN] = "unknown",
	};

	return words[reason];
}

/**
 * ia_tie_word() - a rule as a word that programs can rely on
 * @rule: the rule
 */
const char *ia_tie_word(enum ia_tie_rule rule)
{
	static const char *const words[] = {
		[IA_TIE_NONE] = "none",
		[IA_TIE_BRIDGE] = "dma_alias_of_bridge",
		[IA_TIE_PATH] = "acs_path",
		[IA_TIE_SLOT] = "multifunction",
	};

	return words[rule];
}

static void add_ports(const struct ia_machine *m, const struct ia_share *share,
		      struct ia_buf *buf, bool partly)
{
	const char *intro = partly ? "ACS not all on at " : "no ACS on ";
	size_t i;

	for (i = 0; i < share->nports; i++) {
		const struct ia_acs *port = share->ports[i];

		if (!port->cap_text.bits == partly || is_conventional(port->type_text))
			continue;
		ia_buf_add(buf, "%s%s", intro, ia_machine_address(m, port->port));
		intro = ", ";
	}
}

/**
 * ia_share_text() - the reason in words
 * @machine: a joined machine
 * @share: an explained group
 */
const char *ia_share_text(const struct ia_machine *machine,
			  const struct ia_share *share)
{
	struct ia_buf buf = { .arena = machine->arena };

	switch (share->reason) {
	case IA_SHARE_PORT:
		add_ports(machine, share, &buf, false);
		if (buf.len) {
			struct ia_buf off = { .arena = machine->arena };

			add_ports(machine, share, &off, true);
			if (off.len)
				ia_buf_add(&buf, "; %s", off.text);
			break;
		}
		add_ports(machine, share, &buf, true);
		break;
	case IA_SHARE_CONVENTIONAL:
		ia_buf_add(&buf, "conventional PCI below %s",
			   ia_machine_address(machine, share->ports[0]->port));
		break;
	case IA_SHARE_SLOT:
		return "multifunction without ACS";
	case IA_SHARE_UNKNOWN:
		return "reason unknown";
	}
	return buf.text;
}
