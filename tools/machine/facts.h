/* SPDX-License-Identifier: GPL-2.0 */
/* facts.c, pfs.c, tree.c: what a machine's records amount to */
#ifndef IA_MACHINE_FACTS_H
#define IA_MACHINE_FACTS_H

#include "events.h"
#include "faults.h"
#include "machine.h"
#include "share.h"

/* Whether DMA is translated, as far as the records tell. */
enum ia_translation {
	IA_TRANSLATION_NO_IOMMU,	/* no unit, and no device has a domain */
	IA_TRANSLATION_OFF,		/* units, all of them off */
	IA_TRANSLATION_ON,
	IA_TRANSLATION_PARTLY,		/* some units on, some off */
	IA_TRANSLATION_UNLISTED,	/* domains, but no unit in any table */
	IA_TRANSLATION_UNKNOWN,
	IA_TRANSLATION_UNUSED,		/* units, and no function is in a group */
};

/*
 * What the DMA API does with devices by default: a type of domain, those of the
 * DMA API told apart by when an unmapped address leaves the IOTLB. IA_MODE_DMA
 * is one of the two, and it is not known which.
 */
#define IA_MODE_LIST(X)				\
	X(NONE, "none", NULL)			\
	X(IDENTITY, "identity", NULL)		\
	X(LAZY, "lazy", NULL)			\
	X(STRICT, "strict", NULL)		\
	X(DMA, "DMA", NULL)			\
	X(UNMANAGED, "unmanaged", NULL)		\
	X(BLOCKED, "blocked", NULL)		\
	X(SVA, "SVA", NULL)			\
	X(PLATFORM, "platform", NULL)		\
	X(NESTED, "nested", NULL)

#define X(name, word, text)	IA_ITEM(MODE, name),
enum ia_mode { IA_ENUM(MODE), IA_MODE_LIST(X) IA_MODES };
#undef X

extern const struct ia_wordlist ia_words_modes;

/* How often a name occurs; NULL is none. */
struct ia_name_count {
	const char *name;
	size_t count;
};

/* In how many records the value of a key is unknown. */
struct ia_missing {
	enum ia_record_id record;
	const struct ia_key *key;
	size_t count;
};

/**
 * struct ia_pf - a physical function and its VFs
 * @device: the function
 * @groups: groups that its VFs are in
 * @alone: VFs that are alone in their group
 * @listed: VFs that are in the records
 * @drivers: those by their drivers, the most frequent one first
 * @ndrivers: number of @drivers
 * @last: the last request for VFs that was seen, or NULL
 */
struct ia_pf {
	const struct ia_device *device;
	size_t groups;
	size_t alone;
	size_t listed;
	struct ia_name_count *drivers;
	size_t ndrivers;
	const struct ia_request *last;
};

/**
 * struct ia_facts - what the report says
 * @vendor: of the IOMMUs; absent without a unit, unknown when they differ
 * @translation: whether DMA is translated
 * @on: units that translate
 * @off: units that do not
 * @unknown: units of which this is not known
 * @smmus: SMMUs that serve a function, where no unit is read
 * @intremap: units by enum ia_flag: interrupt remapping
 * @virtual_unit: a unit that wants every mapping made known, as virtual ones do, or NULL
 * @domains: devices by attached domain, enum ia_domain
 * @modes: groups by default, enum ia_mode
 * @shares: groups with more than one device
 * @nshares: number of @shares
 * @owned: devices that user space owns
 * @nowned: number of @owned
 * @pfs: functions that can have VFs, by address
 * @npfs: number of @pfs
 * @requests: whether requests for VFs are seen
 * @dropped: events that the ring does not have any more
 * @drifts: ports whose ACS control bits changed since load, each once
 * @ndrifts: number of @drifts
 * @blind: sources that do not see everything
 * @nblind: number of @blind
 * @faults: what the units logged
 * @missing: keys whose value is unknown somewhere, the most frequent one first
 * @nmissing: number of @missing
 */
struct ia_facts {
	enum ia_vendor vendor;
	enum ia_translation translation;
	size_t on;
	size_t off;
	size_t unknown;
	size_t smmus;
	size_t intremap[IA_YES + 1];
	const struct ia_unit *virtual_unit;
	size_t domains[IA_DOMAIN_TYPES];
	size_t modes[IA_MODES];
	struct ia_share *shares;
	size_t nshares;
	const struct ia_device **owned;
	size_t nowned;
	struct ia_pf *pfs;
	size_t npfs;
	enum ia_unseen requests;
	struct ia_number dropped;
	const struct ia_acs **drifts;
	size_t ndrifts;
	const struct ia_source **blind;
	size_t nblind;
	struct ia_faults faults;
	struct ia_missing *missing;
	size_t nmissing;
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
#define IA_TREE_VFS	8
/* The same of parts of the chipset, of which there are a few on every root bus. */
#define IA_TREE_PARTS	3

/* facts.c */
void ia_facts_gather(const struct ia_machine *machine, struct ia_facts *facts);
enum ia_mode ia_mode(enum ia_domain default_domain, enum ia_flush flush);
bool ia_user_owned(const struct ia_device *device);
bool ia_waits_for_driver(const struct ia_machine *machine, const struct ia_device *device);

/* pfs.c */
void ia_pfs_gather(const struct ia_machine *machine, struct ia_facts *facts);
bool ia_pfs_alike(const struct ia_pf *a, const struct ia_pf *b);

/* tree.c */
struct ia_node *ia_tree_build(const struct ia_machine *machine, bool brief, size_t *count);

#endif /* IA_MACHINE_FACTS_H */
