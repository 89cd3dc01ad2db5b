/* SPDX-License-Identifier: GPL-2.0 */
/* assign.c, assign_slots.c: whether a device can be given to a virtual machine, and what with */
#ifndef IA_JUDGE_ASSIGN_H
#define IA_JUDGE_ASSIGN_H

#include "check.h"
#include "next_boot.h"
#include "reach.h"
#include "slots.h"

/* May it be assigned: X(NAME, "word of JSON") */
#define IA_ASSIGN_ANSWERS(X)							\
	X(YES, "yes")								\
	X(CAVEATS, "caveats")							\
	X(NO, "no")								\
	X(UNKNOWN, "unknown")	/* a condition that cannot be seen */

#define X(name, word)	IA_ASSIGN_##name,
enum ia_assign_answer { IA_ASSIGN_ANSWERS(X) IA_ASSIGN_COUNT };
#undef X

/**
 * struct ia_findings - some findings of a check
 * @items: in the order of the rules
 * @count: number of @items
 */
struct ia_findings {
	const struct ia_finding **items;
	size_t count;
};

/**
 * struct ia_functions - some functions, by address
 * @items: the functions
 * @count: number of @items
 */
struct ia_functions {
	const struct ia_device **items;
	size_t count;
};

/**
 * struct ia_guest_limits - what a guest with the device comes up against
 * @iommu_bits: address bits that its unit translates; absent where that is no VT-d
 * @cpu_bits: physical address bits of the CPUs
 * @direct: firmware keeps memory mapped for it
 * @huge_free_kb: free hugepages of all sizes
 * @node: its NUMA node
 * @nodes: NUMA nodes of the host
 */
struct ia_guest_limits {
	struct ia_number iommu_bits;
	struct ia_number cpu_bits;
	enum ia_flag direct;
	struct ia_number huge_free_kb;
	struct ia_number node;
	struct ia_number nodes;
};

/**
 * struct ia_assign - whether a device can be assigned
 * @machine: whose it is
 * @device: the device
 * @check: the profile vfio, of this device alone: all verdicts are from there, but for one
 * @apart: the rule peers-apart, of it and @along
 * @answer: what they come to
 * @bound: VFIO has it already
 * @against: findings that fail, but for what @bind mends
 * @settings: settings of the host that a guest wants
 * @caveats: those that deserve attention, and the rest of a group that has to be let go of
 * @unsure: conditions that cannot be seen
 * @unseen: what else cannot be seen
 * @along: functions of its group that go with it: all but bridges
 * @board: those of @along that are parts of the board: no guest has a use for them
 * @stay: bridges of its group
 * @vfs: its VFs, which end when it is given away
 * @reset: how it can be reset, and what with
 * @peers: functions of other groups that it or @along reach past the IOMMU, or that reach these
 * @unserved: no IOMMU is on for it
 * @peers_unknown: how many there are of which that is not known
 * @uses: what the host does with it and with @along
 * @nuses: number of @uses
 * @next: which driver takes it at the next boot
 * @limits: what a guest comes up against
 * @wants_slot: something another slot would end
 * @slots: free ones below ports that isolate, where it is to be moved
 * @bind: functions to be bound to vfio-pci, in that order; none unless the answer is a yes
 * @release: those of @board that a driver of the host has to let go of
 * @end: of @uses, those that have to end before
 * @nend: number of @end
 */
struct ia_assign {
	const struct ia_machine *machine;
	const struct ia_device *device;
	struct ia_check check;
	enum ia_assign_answer answer;
	bool bound;
	struct ia_check apart;
	struct ia_findings against;
	struct ia_findings settings;
	struct ia_findings caveats;
	struct ia_findings unsure;
	struct ia_findings unseen;
	struct ia_functions along;
	struct ia_functions board;
	struct ia_functions stay;
	struct ia_functions vfs;
	struct ia_reach reset;
	struct ia_functions peers;
	bool unserved;
	size_t peers_unknown;
	const struct ia_use **uses;
	size_t nuses;
	struct ia_next_driver next;
	struct ia_guest_limits limits;
	bool wants_slot;
	struct ia_free_slots slots;
	struct ia_functions bind;
	struct ia_functions release;
	const struct ia_use **end;
	size_t nend;
};

/* assign.c */
void ia_assign_judge(const struct ia_machine *machine, const struct ia_device *device,
		     struct ia_assign *assign);

/* assign_slots.c */
void ia_assign_find_slots(struct ia_assign *assign);

#endif /* IA_JUDGE_ASSIGN_H */
