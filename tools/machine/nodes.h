/* SPDX-License-Identifier: GPL-2.0 */
/* nodes.c: functions as the kernel's grouping looks at them */
#ifndef IA_MACHINE_NODES_H
#define IA_MACHINE_NODES_H

#include "predict.h"

#define IA_NO_NODE	SIZE_MAX

/**
 * struct ia_group_node - what the grouping asks a function
 * @device: the function
 * @above: the bridge above it, IA_NO_NODE on a root bus
 * @speaks: pci_real_dma_dev(): whose requester id it uses, mostly itself
 * @first: the first function of its bus
 * @end: behind the last one
 * @multifunction: it is one of several
 * @vf: it is known to be a virtual one
 * @alias: its fixup of DMA aliases
 * @devfns: what that adds
 * @aliased: it adds any; unknown where that depends on what nobody read
 * @bus_aliased: some function of its bus is, or may be, so
 * @isolation: whether it is kept apart
 * @none: no IOMMU takes it
 * @place: what is not known of where it is
 * @beside: then a function that may be in one group with it, or itself
 */
struct ia_group_node {
	const struct ia_device *device;
	size_t above;
	size_t speaks;
	size_t first;
	size_t end;
	enum ia_flag multifunction;
	bool vf;
	enum ia_alias_quirk_id alias;
	struct ia_devfns devfns;
	enum ia_flag aliased;
	bool bus_aliased;
	struct ia_isolation isolation;
	bool none;
	enum ia_unknown_fact place;
	size_t beside;
};

/* What a bridge does with requester ids from below: pci_for_each_dma_alias(). */
enum ia_bridge_speech {
	IA_SPEECH_PASSES,
	IA_SPEECH_ALIASES,
	IA_SPEECH_STOPS,	/* the IOMMU is below it */
	IA_SPEECH_UNKNOWN,
};

struct ia_group_node *ia_group_nodes(const struct ia_boot *boot);
enum ia_bridge_speech ia_bridge_speech(const struct ia_boot *boot,
				       const struct ia_group_node *bridge);

#endif /* IA_MACHINE_NODES_H */
