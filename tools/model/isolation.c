// SPDX-License-Identifier: GPL-2.0
#include "facts.h"

#include <string.h>

/* A VF has the address of another slot's function, but no slot of its own. */
static bool multifunction(const struct ia_machine *m, ia_address address)
{
	ia_address fn;

	for (fn = 0; fn < 8; fn++) {
		ia_address other = ia_slot(address) << 3 | fn;
		const struct ia_device *device = ia_machine_device(m, other);

		if (other != address && device && device->pf == IA_NO_ADDRESS)
			return true;
	}
	return false;
}

static const struct ia_device *member(const struct ia_machine *m,
				      const struct ia_group *group, size_t i)
{
	const char *name = group->members[i];

	return ia_machine_device(m, ia_address_parse(name, strlen(name), NULL));
}

static bool is_conventional(const struct ia_acs *port)
{
	return !strcmp(port->type, "pcie_to_pci") ||
	       !strcmp(port->type, "pci_to_pcie") ||
	       !strcmp(port->type, "pci_bridge");
}

/*
 * The nearest port above a device that lets its requests past the IOMMU. Linux
 * puts what is below such a port in the port's own group, so a port of another
 * group is not the reason, whatever its bits are now. What is below a bridge
 * to conventional PCI shares a group with or without the bridge.
 */
static const struct ia_acs *open_port(const struct ia_machine *m,
				      const struct ia_device *device)
{
	size_t count, i;
	const struct ia_acs *acs = ia_machine_acs(m, device->address, &count);

	for (i = 0; i < count; i++) {
		const struct ia_device *port = ia_machine_device(m, acs[i].port);

		if (acs[i].hop < 0 ||
		    ia_acs_isolates(&acs[i], multifunction(m, acs[i].port)))
			continue;
		if (is_conventional(&acs[i]) ||
		    (port && !strcmp(port->group, device->group)))
			return &acs[i];
	}
	return NULL;
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

static bool has_own_acs(const struct ia_machine *m,
			const struct ia_device *device)
{
	size_t count;
	const struct ia_acs *acs = ia_machine_acs(m, device->address, &count);

	return count && acs->hop < 0 && ia_acs_isolates(acs, true);
}

static enum ia_share_reason relation(const struct ia_machine *m,
				     const struct ia_group *group)
{
	const struct ia_device *a = NULL, *b;
	enum ia_share_reason reason = IA_SHARE_UNKNOWN;
	size_t i;

	/* Without any line on ACS, nothing can be said of what lacks it. */
	if (!m->nacs)
		return IA_SHARE_UNKNOWN;
	/* Members are in the order of their addresses: neighbours suffice. */
	for (i = 0; i < group->count; i++, a = b) {
		b = member(m, group, i);
		if (!a || !b)
			continue;
		if (a->pf == IA_NO_ADDRESS && b->pf == IA_NO_ADDRESS &&
		    ia_slot(a->address) == ia_slot(b->address) &&
		    !(has_own_acs(m, a) && has_own_acs(m, b)))
			return IA_SHARE_SLOT;
		if (b->pf != IA_NO_ADDRESS &&
		    (b->pf == a->address || b->pf == a->pf))
			reason = IA_SHARE_VF;
	}
	return reason;
}

/**
 * ia_share_explain() - find out why the devices of a group share it
 * @machine: a joined machine
 * @share: its group is set; the rest is filled
 *
 * Only what the bits say: what the kernel believes of a device, by a quirk or
 * a parameter, cannot be read, and then the reason stays unknown.
 */
void ia_share_explain(const struct ia_machine *machine, struct ia_share *share)
{
	const struct ia_group *group = share->group;
	size_t i;

	share->ports = ia_alloc(machine->arena, group->count,
				sizeof(*share->ports));
	for (i = 0; i < group->count; i++) {
		const struct ia_device *device = member(machine, group, i);
		const struct ia_acs *port;

		port = device ? open_port(machine, device) : NULL;
		if (port)
			add_port(share, port);
	}
	if (!share->nports) {
		share->reason = relation(machine, group);
		return;
	}
	share->reason = IA_SHARE_CONVENTIONAL;
	for (i = 0; i < share->nports; i++) {
		if (!is_conventional(share->ports[i]))
			share->reason = IA_SHARE_PORT;
	}
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
		[IA_SHARE_VF] = "virtual_functions",
		[IA_SHARE_UNKNOWN] = "unknown",
	};

	return words[reason];
}

static void add_ports(const struct ia_machine *m, const struct ia_share *share,
		      struct ia_buf *buf, bool partly)
{
	const char *intro = partly ? "ACS not all on at " : "no ACS on ";
	size_t i;

	for (i = 0; i < share->nports; i++) {
		const struct ia_acs *port = share->ports[i];

		if (!port->cap.bits == partly || is_conventional(port))
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
	case IA_SHARE_VF:
		return "virtual functions without ACS";
	case IA_SHARE_UNKNOWN:
		return "reason unknown";
	}
	return buf.text;
}
