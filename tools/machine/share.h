/* SPDX-License-Identifier: GPL-2.0 */
/* share.c: why devices share an IOMMU group that the kernel made */
#ifndef IA_MACHINE_SHARE_H
#define IA_MACHINE_SHARE_H

#include "predict.h"

/* Why devices share a group: enumerator, and its word in JSON. */
#define IA_SHARE_REASONS(X)							\
	X(PORT, "port_without_acs")		/* ports above lack ACS, or have it off */ \
	X(CONVENTIONAL, "conventional_pci")	/* a conventional PCI bus: no ACS there */ \
	X(SLOT, "multifunction_without_acs")	/* functions of one slot without ACS */ \
	X(ALIAS, "dma_alias")			/* one uses the requester id of another */ \
	X(UNKNOWN, "unknown")

#define X(name, word)	IA_SHARE_##name,
enum ia_share_reason { IA_SHARE_REASONS(X) };
#undef X

extern const struct ia_wordlist ia_words_share_reasons;

/**
 * struct ia_group_cause - what brought a function into its group
 * @device: the function
 * @with: the function whose group it joined
 * @rule: by which rule
 * @port: the bridge or the port at fault, or NULL
 * @missing: the bits of isolation that are not on there, or at the function itself
 * @alias: the quirk, for IA_GROUP_RULE_ALIAS
 */
struct ia_group_cause {
	const struct ia_device *device;
	const struct ia_device *with;
	enum ia_group_rule rule;
	const struct ia_acs *port;
	struct ia_bits missing;
	enum ia_alias_quirk_id alias;
};

/**
 * struct ia_share - a group with more than one device
 * @group: the group
 * @reason: why
 * @ports: the ports without isolation, for the first two reasons, by address
 * @nports: number of @ports
 * @causes: what brought the members here that joined another one
 * @ncauses: number of @causes
 * @unexplained: members without a cause: one, with which the group began, or
 *               more where the prediction puts them elsewhere
 */
struct ia_share {
	const struct ia_group *group;
	enum ia_share_reason reason;
	const struct ia_acs **ports;
	size_t nports;
	struct ia_group_cause *causes;
	size_t ncauses;
	size_t unexplained;
};

size_t ia_group_devices(const struct ia_machine *machine, const struct ia_group *group);
void ia_share_explain(const struct ia_machine *machine, struct ia_share *share);
bool ia_share_by_vmd(const struct ia_share *share);
bool ia_group_cause_find(const struct ia_machine *machine, const struct ia_device *device,
			 struct ia_group_cause *cause);
bool ia_acs_is_conventional(const struct ia_acs *acs);
const struct ia_acs *ia_own_acs(const struct ia_device *device);
const struct ia_isolation *ia_isolation_of(const struct ia_machine *machine,
					   const struct ia_device *device);
bool ia_port_isolates(const struct ia_machine *machine, const struct ia_acs *port);

#endif /* IA_MACHINE_SHARE_H */
