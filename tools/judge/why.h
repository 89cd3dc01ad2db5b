/* SPDX-License-Identifier: GPL-2.0 */
/* why.c: why a device has its domain and its group */
#ifndef IA_JUDGE_WHY_H
#define IA_JUDGE_WHY_H

#include "domain.h"
#include "hardware.h"
#include "slots.h"
#include "split.h"

/* How a device came into its group; the words are JSON's. */
#define IA_MEMBERSHIPS(X)							\
	X(NO_GROUP, "no_group")						\
	X(NO_DRIVER_YET, "no_group")						\
	X(NOT_KNOWN, "unknown")						\
	X(ALONE_ROOT_BUS, "alone")					\
	X(ALONE_QUIRK, "alone")		/* by a quirk of the kernel */	\
	X(ALONE_OVERRIDE, "alone")	/* by a parameter, and not by the hardware */ \
	X(ALONE_OPEN, "alone")		/* port: although it does not isolate */ \
	X(ALONE_ELSE, "alone")		/* the prediction is another */ \
	X(ALONE_UNKNOWN, "alone")	/* bits of a port are not known */ \
	X(ALONE_PORT, "alone")						\
	X(ALONE_PORTS, "alone")						\
	X(JOINED, "joined")		/* the chain says by which rules */ \
	X(FIRST, "first")		/* the others joined it */	\
	X(UNEXPLAINED, "unexplained")	/* no rule that the bits show */ \
	X(UNREAD, "unexplained")	/* what decides was not read */

#define X(name, word)	IA_MEMBERSHIP_##name,
enum ia_membership { IA_MEMBERSHIPS(X) };
#undef X

extern const struct ia_wordlist ia_words_memberships;

/* What switches on what a port can. */
enum ia_switch {
	IA_SWITCH_NONE,
	IA_SWITCH_LEAVE_OUT,	/* parameter, port: if it names that */
	IA_SWITCH_CONFIG_ACS,	/* bits, port */
	IA_SWITCH_CONFIG_ACS_NEW, /* the same, where the kernel is not known */
};

/**
 * struct ia_why - why a device is where it is
 * @device: the device
 * @group: its group, or NULL
 * @domain: why it has its domain
 * @requesters: what the hardware does with each of its requester ids
 * @nrequesters: number of @requesters
 * @hardware: the worst of them against the domain
 * @share: why its group has its members
 * @membership: enum ia_membership
 * @chain: its own cause, then that of the function that it joined, and so on
 * @nchain: number of @chain
 * @others: causes of the other members
 * @nothers: number of @others
 * @split: what would part it from them
 * @at: the function that a parameter would have to keep apart, for IA_SPLIT_SLOT,
 *      IA_SPLIT_BITS and IA_SPLIT_PATH
 * @switches: enum ia_switch, for IA_SPLIT_PATH and IA_SPLIT_BITS
 * @nswitches: number of @switches
 * @quirks: functions of which a quirk decides, on the way from the device to the root
 * @nquirks: number of @quirks
 * @slots: where it would be alone, for IA_SPLIT_PATH
 * @tied: a function of the same card that it would share a group with below any port, for
 *        IA_SPLIT_PATH; NULL without one
 */
struct ia_why {
	const struct ia_device *device;
	const struct ia_group *group;
	struct ia_domain_why domain;
	const struct ia_requester **requesters;
	size_t nrequesters;
	enum ia_hardware hardware;
	struct ia_share share;
	struct ia_reason membership;
	struct ia_group_cause *chain;
	size_t nchain;
	const struct ia_group_cause **others;
	size_t nothers;
	enum ia_split split;
	const struct ia_device *at;
	struct ia_reason *switches;
	size_t nswitches;
	const struct ia_predicted **quirks;
	size_t nquirks;
	struct ia_free_slots slots;
	const struct ia_device *tied;
};

void ia_why_explain(const struct ia_context *context, const struct ia_device *device,
		    struct ia_why *why);

#endif /* IA_JUDGE_WHY_H */
