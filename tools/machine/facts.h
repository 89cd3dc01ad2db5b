/* SPDX-License-Identifier: GPL-2.0 */
/* facts.c, isolation.c, pfs.c, tree.c: what a machine's records amount to */
#ifndef IA_MACHINE_FACTS_H
#define IA_MACHINE_FACTS_H

#include "events.h"
#include "faults.h"
#include "machine.h"

/* Whether DMA is translated, as far as the records tell. */
enum ia_translation {
	IA_TRANSLATION_NO_IOMMU,	/* no unit, and no device has a domain */
	IA_TRANSLATION_OFF,		/* units, all of them off */
	IA_TRANSLATION_ON,
	IA_TRANSLATION_PARTLY,		/* some units on, some off */
	IA_TRANSLATION_UNLISTED,	/* domains, but no unit in any table */
	IA_TRANSLATION_UNKNOWN,
};

/* Why devices share a group, as far as the ACS bits explain it. */
enum ia_share_reason {
	IA_SHARE_PORT,		/* ports above lack ACS, or have it off */
	IA_SHARE_CONVENTIONAL,	/* a conventional PCI bus: no ACS there */
	IA_SHARE_SLOT,		/* functions of one slot without ACS */
	IA_SHARE_UNKNOWN,
};

/* By which rule of pci_device_group() a function joined a group. */
enum ia_tie_rule {
	IA_TIE_NONE,
	IA_TIE_BRIDGE,		/* a bridge of conventional PCI speaks for it */
	IA_TIE_PATH,		/* a port on the way up does not isolate */
	IA_TIE_SLOT,		/* functions of one slot that do not isolate themselves */
};

/**
 * struct ia_count - how often a word occurs
 * @word: the word
 * @count: how often
 */
struct ia_count {
	const char *word;
	size_t count;
};

/**
 * struct ia_counts - how often each of some words occurs
 * @items: the words
 * @count: number of @items
 * @room: items there is room for
 */
struct ia_counts {
	struct ia_count *items;
	size_t count;
	size_t room;
};

/**
 * struct ia_tie - what brought a function into its group
 * @device: the function
 * @with: the function whose group it joined
 * @rule: by which rule
 * @port: the bridge or the port at fault; for IA_TIE_SLOT the function's own
 *        ACS, or NULL when it has none
 * @missing: the bits of isolation that are not on there
 */
struct ia_tie {
	const struct ia_device *device;
	const struct ia_device *with;
	enum ia_tie_rule rule;
	const struct ia_acs *port;
	unsigned int missing;
};

/**
 * struct ia_share - a group with more than one device
 * @group: the group
 * @reason: why
 * @ports: the ports without isolation, for the first two reasons
 * @nports: number of @ports
 * @ties: what brought the members here that joined another one
 * @nties: number of @ties
 * @loose: members without a tie: one, with which the group began, or more
 *         where aliases or quirks that cannot be read are the reason
 */
struct ia_share {
	const struct ia_group *group;
	enum ia_share_reason reason;
	const struct ia_acs **ports;
	size_t nports;
	struct ia_tie *ties;
	size_t nties;
	size_t loose;
};

/**
 * struct ia_pf - a physical function and its VFs
 * @device: the function
 * @groups: groups that its VFs are in
 * @alone: VFs that are alone in their group
 * @listed: VFs that are in the records
 * @drivers: those by their drivers, "-" for none
 * @last: the last request for VFs that was seen, or NULL
 */
struct ia_pf {
	const struct ia_device *device;
	size_t groups;
	size_t alone;
	size_t listed;
	struct ia_counts drivers;
	const struct ia_record *last;
};

/**
 * struct ia_facts - what the report says
 * @vendor: kind of IOMMU, in words
 * @translation: whether DMA is translated
 * @on: units that translate
 * @off: units that do not
 * @unknown: units of which this is not known
 * @intremap: units by interrupt remapping: "on", "off", "unknown"
 * @domains: devices by attached domain
 * @modes: groups by default: "identity", "lazy", "strict", "DMA" when it is
 *         unknown which of those two, or another type
 * @shares: groups with more than one device
 * @nshares: number of @shares
 * @owned: devices that user space owns
 * @nowned: number of @owned
 * @pfs: functions that can have VFs
 * @npfs: number of @pfs
 * @requests_blind: why requests for VFs are not seen, or NULL when they are
 * @dropped: events that the ring does not have any more
 * @drifts: ports whose ACS control bits changed since load, each once
 * @ndrifts: number of @drifts
 * @blind: lines of the file version that say what could not be seen
 * @nblind: number of @blind
 * @faults: what the units logged
 * @missing: values of devices and groups that are unknown, by key
 */
struct ia_facts {
	const char *vendor;
	enum ia_translation translation;
	size_t on;
	size_t off;
	size_t unknown;
	struct ia_counts intremap;
	struct ia_counts domains;
	struct ia_counts modes;
	struct ia_share *shares;
	size_t nshares;
	const struct ia_device **owned;
	size_t nowned;
	struct ia_pf *pfs;
	size_t npfs;
	const char *requests_blind;
	struct ia_number dropped;
	const struct ia_acs **drifts;
	size_t ndrifts;
	const struct ia_record **blind;
	size_t nblind;
	struct ia_faults faults;
	struct ia_counts missing;
};

/**
 * struct ia_node - one line of the PCIe tree
 * @parent: index of the line above in the tree, or -1 for a root bus
 * @device: the function; NULL for a root bus
 * @segment: of a root bus
 * @bus: of a root bus
 * @last: the last of the functions that this line stands for
 * @count: functions that this line stands for, mostly 1
 */
struct ia_node {
	long parent;
	const struct ia_device *device;
	uint32_t segment;
	unsigned int bus;
	const struct ia_device *last;
	size_t count;
};

/* More VFs than this that differ in nothing but their number are one line. */
#define IA_TREE_ALIKE	8

/* facts.c */
void ia_facts_gather(const struct ia_machine *machine, struct ia_facts *facts);
void ia_count_add(struct ia_arena *arena, struct ia_counts *counts,
		  const char *word);
size_t ia_count_of(const struct ia_counts *counts, const char *word);
void ia_counts_sort(struct ia_counts *counts);
bool ia_user_owned(const struct ia_device *device);

/* isolation.c */
void ia_share_explain(const struct ia_machine *machine, struct ia_share *share);
const char *ia_share_text(const struct ia_machine *machine,
			  const struct ia_share *share);
const char *ia_share_word(enum ia_share_reason reason);
bool ia_tie_find(const struct ia_machine *machine, const struct ia_device *device,
		 struct ia_tie *tie);
const struct ia_acs *ia_open_port(const struct ia_machine *machine,
				  const struct ia_device *device);
const char *ia_tie_word(enum ia_tie_rule rule);

/* pfs.c */
void ia_pfs_gather(const struct ia_machine *machine, struct ia_facts *facts);
bool ia_pfs_alike(const struct ia_machine *machine, const struct ia_pf *a,
		  const struct ia_pf *b);

/* tree.c */
struct ia_node *ia_tree_build(const struct ia_machine *machine, size_t *count);

#endif /* IA_MACHINE_FACTS_H */
