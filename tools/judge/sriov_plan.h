/* SPDX-License-Identifier: GPL-2.0 */
/* sriov_plan.c: VFs that pods need, against those that this machine can have */
#ifndef IA_JUDGE_SRIOV_PLAN_H
#define IA_JUDGE_SRIOV_PLAN_H

#include "../machine/kind.h"
#include "../machine/machine.h"
#include "../machine/use.h"

/* What bounds the VFs of a PF: enumerator, and its word in JSON. */
#define IA_PLAN_BOUNDS(X)							\
	X(TOTAL, "totalvfs")		/* what the device and its driver allow */ \
	X(BARS, "no-bar-space")		/* no room for the BARs of its VFs */	\
	X(BUSES, "no-bus-numbers")	/* the others have no bus number */	\
	X(OWNED, "owned-by-user-space")	/* a guest or a program has the PF itself */ \
	X(DRIVER, "no-driver")		/* nobody is there to make any */	\
	X(UNKNOWN, "unknown")		/* whether there is room could not be seen */

#define X(name, word)	IA_PLAN_##name,
enum ia_plan_bound { IA_PLAN_BOUNDS(X) };
#undef X

extern const struct ia_wordlist ia_words_plan_bounds;

/**
 * struct ia_plan_pf - a physical function in a plan
 * @device: the function
 * @now: VFs that it has
 * @can: VFs that it can have; at most so many where @bound is unknown
 * @bound: what bounds them
 * @use: VFs that the plan gives it; 0 for none
 * @held: VFs that a driver holds, which go away when their number changes
 * @nheld: number of @held
 * @nowned: of @held, those that user space owns: while their number stays, they are not free
 * @used: what the host does with the function itself
 */
struct ia_plan_pf {
	const struct ia_device *device;
	struct ia_number now;
	size_t can;
	enum ia_plan_bound bound;
	size_t use;
	const struct ia_device **held;
	size_t nheld;
	size_t nowned;
	struct ia_used used;
};

/**
 * struct ia_plan_model - PFs of which one selector takes the VFs
 * @vendor: as in sysfs
 * @device: of the PFs
 * @vf_device: of their VFs
 * @subclass: Base Class and Sub-Class of the PFs: of one id a port may be Ethernet or InfiniBand
 * @pfs: the PFs, by address
 * @count: number of @pfs
 * @can: VFs that they can have
 * @numvfs: VFs of each PF that the plan uses
 * @used: PFs that the plan uses
 * @fits: whether they have enough
 */
struct ia_plan_model {
	unsigned int vendor;
	unsigned int device;
	struct ia_number vf_device;
	struct ia_number subclass;
	struct ia_plan_pf *pfs;
	size_t count;
	size_t can;
	size_t numvfs;
	size_t used;
	enum ia_flag fits;
};

/**
 * struct ia_sriov_plan - VFs for pods
 * @pods: how many pods
 * @per_pod: VFs of each
 * @headroom: percent of VFs that are to be free beside them
 * @by_operator: the SR-IOV network operator writes their number, and takes not every one
 * @need: VFs that are needed
 * @models: what can have VFs, in the order of their first PFs
 * @count: number of @models
 * @chosen: the model of the plan, or NULL where nothing can have VFs
 * @unseen: network controllers of which it is not known whether they can have VFs
 * @fits: whether that has enough
 */
struct ia_sriov_plan {
	size_t pods;
	size_t per_pod;
	size_t headroom;
	bool by_operator;
	size_t need;
	struct ia_plan_model *models;
	size_t count;
	const struct ia_plan_model *chosen;
	size_t unseen;
	enum ia_flag fits;
};

size_t ia_sriov_most(const struct ia_device *pf);
void ia_sriov_plan(const struct ia_machine *machine, const struct ia_device **chosen, size_t count,
		   struct ia_sriov_plan *plan);

#endif /* IA_JUDGE_SRIOV_PLAN_H */
