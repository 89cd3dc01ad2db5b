// SPDX-License-Identifier: GPL-2.0
#include "nodes.h"

#include <string.h>

#include "kind.h"

/* An IOMMU of AMD's is a PCI function, and in no group. */
#define CLASS_IOMMU	0x0806
#define CLASS_RAID	0x0104
/* Segments from here on are behind VMDs. */
#define FIRST_VMD_SEGMENT	0x10000

static size_t number_of(const struct ia_machine *m, ia_address address)
{
	const struct ia_device *device = ia_is_address(address) ?
					 ia_machine_device(m, address) : NULL;

	return device ? (size_t)(device - m->devices) : IA_NO_NODE;
}

/* A bridge of the path that is not listed leaves open what it does. */
static void find_above(const struct ia_machine *m, struct ia_group_node *node)
{
	const struct ia_device *d = node->device;

	node->above = IA_NO_NODE;
	if (d->above)
		node->above = (size_t)(d->above - m->devices);
	else if (d->path.count || (!d->path.absent && !d->path.known))
		node->place = IA_FACT_PLACE;
}

/* A function without a group while others have one is behind no IOMMU. */
static bool is_left_out(const struct ia_machine *m, const struct ia_device *d)
{
	if (ia_has_groups(m) && !ia_is_unknown(d->group))
		return d->group.absent;
	return ia_subclass(d).known && ia_subclass(d).n == CLASS_IOMMU;
}

/**
 * struct vmds - segments behind VMDs
 * @at: the VMDs that may have one, by their places in the machine
 * @count: number of @at
 * @bound: each of them has one: the driver took it
 * @segments: number of segments
 * @next: number of the next one
 */
struct vmds {
	size_t *at;
	size_t count;
	bool bound;
	size_t segments;
	size_t next;
};

static bool begins_segment(const struct ia_machine *m, size_t i)
{
	uint32_t segment = ia_segment(m->devices[i].address);

	return segment >= FIRST_VMD_SEGMENT &&
	       (!i || ia_segment(m->devices[i - 1].address) != segment);
}

static struct vmds find_vmds(const struct ia_machine *m)
{
	struct vmds vmds = {
		.at = ia_alloc(m->arena, m->ndevices, sizeof(*vmds.at)), .bound = true,
	};
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_string *driver = &m->devices[i].driver;

		if (ia_is_vmd(&m->devices[i]) && !driver->absent &&
		    (!driver->known || !strcmp(driver->text, "vmd"))) {
			vmds.at[vmds.count++] = i;
			vmds.bound &= driver->known;
		}
		vmds.segments += begins_segment(m, i);
	}
	return vmds;
}

/*
 * Segments behind VMDs are numbered as their driver finds these: vmd_find_free_domain().
 * One that has no root port shows nothing. Where there are as many segments as VMDs, each
 * has its own.
 */
static void find_speaker(const struct ia_machine *m, struct ia_group_node *nodes, size_t i,
			 struct vmds *vmds)
{
	struct ia_group_node *node = &nodes[i];
	const struct ia_host_device *host = node->device->host;
	size_t number;

	node->speaks = i;
	vmds->next += begins_segment(m, i);
	if (host && ia_is_address(host->dma_device)) {
		node->speaks = number_of(m, host->dma_device);
	} else if (ia_segment(node->device->address) >= FIRST_VMD_SEGMENT) {
		number = vmds->bound ? ia_segment(node->device->address) - FIRST_VMD_SEGMENT :
				       vmds->next - 1;
		node->speaks = number < vmds->count &&
			       (vmds->bound || vmds->count == vmds->segments) ?
			       vmds->at[number] : IA_NO_NODE;
	}
	if (node->speaks == IA_NO_NODE)
		node->place = IA_FACT_VMD;
}

/* Without its ids a function may have any fixup; those that have one are cards, and no VFs. */
static bool may_have_fixup(const struct ia_group_node *node)
{
	const struct ia_device *d = node->device;
	size_t i;

	if ((d->vendor.known && d->device.known) || d->path.absent || node->vf)
		return false;
	for (i = 0; d->vendor.known && i < ia_nalias_quirks; i++) {
		if (ia_alias_quirks[i].vendor == d->vendor.n)
			return true;
	}
	return !d->vendor.known;
}

/* The fixup of a function, and what AMD's firmware table adds on the same bus. */
static void find_aliases(const struct ia_boot *boot, struct ia_group_node *node)
{
	const struct ia_device *d = node->device;
	const struct ia_alias_quirk *quirk = ia_alias_quirk_of(d);
	enum ia_flag has = quirk ? ia_has_change(boot->release, quirk->since) : IA_NO;

	node->aliased = IA_NO;
	if (may_have_fixup(node)) {
		node->alias = IA_ALIAS_QUIRK_ANY;
		node->aliased = IA_FLAG_UNKNOWN;
	}
	if (has != IA_NO && quirk->id != IA_ALIAS_QUIRK_XLATE_ROOT &&
	    quirk->id != IA_ALIAS_QUIRK_NO_ALIAS) {
		node->alias = quirk->id;
		node->aliased = ia_alias_devfns(quirk, d, &node->devfns);
		if (has == IA_FLAG_UNKNOWN && node->aliased == IA_YES)
			node->aliased = IA_FLAG_UNKNOWN;
	}
	if (d->host && ia_is_address(d->host->ivrs_alias) &&
	    d->host->ivrs_alias >> 8 == d->address >> 8 && node->aliased != IA_FLAG_UNKNOWN) {
		unsigned int devfn = d->host->ivrs_alias & 0xff;

		node->devfns.bits[devfn >> 6] |= 1ULL << (devfn & 63);
		node->aliased = IA_YES;
		if (!node->alias)
			node->alias = IA_ALIAS_QUIRK_IVRS;
	}
}

/* A bridge, or what may be one: where neither type nor class is known, that may be anything. */
static bool is_blind(const struct ia_group_node *node)
{
	const struct ia_device *d = node->device;
	bool bridge = ia_is_bridge(d) || (!ia_is_value(d->type) && !ia_subclass(d).known);

	return bridge && (!d->host || ia_is_unknown(d->host->secondary));
}

/* Whether what is below a bridge may be in a group with others: a port up to the root is open. */
static bool is_open(const struct ia_boot *boot, const struct ia_group_node *nodes, size_t i)
{
	for (; i != IA_NO_NODE; i = nodes[i].above) {
		if (nodes[i].isolation.isolates != IA_YES || nodes[i].place ||
		    ia_bridge_speech(boot, &nodes[i]) != IA_SPEECH_PASSES)
			return true;
	}
	return false;
}

/* A VMD, or what may be one: without its ids nobody knows. */
static bool may_be_vmd(const struct ia_device *d)
{
	if (d->vendor.known && d->device.known)
		return ia_is_vmd(d);
	return !ia_subclass(d).known || ia_subclass(d).n == CLASS_RAID;
}

/* Functions of one kind that at worst are all in one group, tied to the first of them. */
static void tie(struct ia_group_node *nodes, size_t i, enum ia_unknown_fact fact, size_t *first)
{
	if (nodes[i].none)
		return;
	if (*first == IA_NO_NODE)
		*first = i;
	nodes[i].place = fact;
	nodes[i].beside = *first;
}

static void tie_segment(const struct ia_boot *boot, struct ia_group_node *nodes,
			size_t first, size_t end)
{
	size_t tied = IA_NO_NODE, i;
	bool placeless = false;

	for (i = first; i < end; i++)
		placeless |= nodes[i].place == IA_FACT_PLACE;
	for (i = first; placeless && i < end; i++) {
		if (nodes[i].place == IA_FACT_PLACE ||
		    (!nodes[i].place && is_blind(&nodes[i]) && is_open(boot, nodes, i)))
			tie(nodes, i, IA_FACT_PLACE, &tied);
	}
}

/*
 * What nobody knows the place of is, at worst, below all bridges of its segment of which
 * nobody knows what is below them, or behind all VMDs.
 */
static void tie_places(const struct ia_boot *boot, struct ia_group_node *nodes, size_t count)
{
	size_t vmd = IA_NO_NODE, first, end, i;
	bool placeless = false;

	for (first = 0; first < count; first = end) {
		for (end = first; end < count && ia_segment(nodes[end].device->address) ==
						 ia_segment(nodes[first].device->address); end++)
			placeless |= nodes[end].place == IA_FACT_VMD;
		tie_segment(boot, nodes, first, end);
	}
	for (i = 0; placeless && i < count; i++) {
		if (nodes[i].place == IA_FACT_VMD ||
		    (!nodes[i].place && may_be_vmd(nodes[i].device)))
			tie(nodes, i, IA_FACT_VMD, &vmd);
	}
}

/* Functions of one bus stand in a row, by their addresses. */
static void tie_buses(struct ia_group_node *nodes, size_t count)
{
	size_t first, end, i;

	for (first = 0; first < count; first = end) {
		bool aliased = false;

		for (end = first; end < count && nodes[end].device->address >> 8 ==
						 nodes[first].device->address >> 8; end++)
			aliased |= nodes[end].aliased != IA_NO;
		for (i = first; i < end; i++) {
			nodes[i].first = first;
			nodes[i].end = end;
			nodes[i].bus_aliased = aliased;
		}
	}
}

/** ia_group_nodes() - all functions of a machine, by their places in it */
struct ia_group_node *ia_group_nodes(const struct ia_boot *boot)
{
	const struct ia_machine *m = boot->machine;
	const struct ia_acs **acs = ia_acs_by_device(m);
	struct ia_group_node *nodes = ia_alloc(m->arena, m->ndevices + 1, sizeof(*nodes));
	struct vmds vmds = find_vmds(m);
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		struct ia_group_node *node = &nodes[i];

		node->device = &m->devices[i];
		node->multifunction = ia_multifunction(m, node->device);
		node->vf = ia_taken_for_vf(m, node->device) == IA_YES;
		node->none = is_left_out(m, node->device);
		find_above(m, node);
		find_speaker(m, nodes, i, &vmds);
		find_aliases(boot, node);
		ia_isolation_find(boot, node->device, acs[i], &node->isolation);
	}
	tie_places(boot, nodes, m->ndevices);
	tie_buses(nodes, m->ndevices);
	return nodes;
}

/**
 * ia_bridge_speech() - whose requester id requests have that come through a bridge
 * @boot: the kernel
 * @bridge: the bridge
 */
enum ia_bridge_speech ia_bridge_speech(const struct ia_boot *boot,
				       const struct ia_group_node *bridge)
{
	const struct ia_alias_quirk *quirk = ia_alias_quirk_of(bridge->device);
	enum ia_flag no_alias = IA_NO;

	if (quirk && quirk->id == IA_ALIAS_QUIRK_XLATE_ROOT)
		return IA_SPEECH_STOPS;
	if (quirk && quirk->id == IA_ALIAS_QUIRK_NO_ALIAS)
		no_alias = ia_has_change(boot->release, quirk->since);
	switch (bridge->device->type) {
	case IA_PORT_PCIE_TO_PCI:
		if (no_alias == IA_FLAG_UNKNOWN)
			return IA_SPEECH_UNKNOWN;
		return no_alias == IA_YES ? IA_SPEECH_PASSES : IA_SPEECH_ALIASES;
	case IA_PORT_PCI:
	case IA_PORT_PCI_BRIDGE:
	case IA_PORT_PCI_TO_PCIE:
		return IA_SPEECH_ALIASES;
	default:
		return ia_is_value(bridge->device->type) ? IA_SPEECH_PASSES : IA_SPEECH_UNKNOWN;
	}
}
