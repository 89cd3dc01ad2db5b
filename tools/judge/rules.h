/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of this room share: the list of rules, and their helpers */
#ifndef IA_JUDGE_RULES_H
#define IA_JUDGE_RULES_H

#include "../machine/kind.h"
#include "check.h"
#include "own_unit.h"

/*
 * All rules, in the order of the answer; where a profile is a chain, the order
 * of its links. Each is one entry of the rules_*.c.
 */
#define IA_RULE_LIST(X)								\
	X(devices) X(firmware) X(command_line) X(parameters) X(iommu_on)	\
	X(covered) X(hardware) X(interrupt_remapping) X(protected_memory) \
	X(units_agree) X(groups) X(predicted)					\
	X(hugepages) X(memlock) X(address_width) X(cpu_interrupts)		\
	X(sriov_capable) X(vf_space) X(numvfs) X(vf_requests) X(vf_driver) X(vf_groups)	\
	X(in_use) X(group_viable) X(reset) X(reserved) X(bound) X(translated)		\
	X(not_strict) X(vfio_safe) X(peers_apart) X(numa_node)			\
	X(vfio_at_boot) X(survives_reboot) X(gpu_p2p) X(gpu_nic) X(gpu_vf) X(nic_near)	\
	X(large_bar) X(link) X(no_faults) X(no_inv_timeouts) X(acs_drift) X(seen)

#define X(name)	extern const struct ia_rule ia_rule_##name;
IA_RULE_LIST(X)
#undef X

/* Sets of profiles. */
#define P(name)	(1u << IA_PROFILE_##name)
#define EVERY	((1u << IA_PROFILES) - 1)
#define GPUS	(P(GPU_SINGLE) | P(GPU_HOST_NIC) | P(GPU_SRIOV_RDMA) | P(INFERENCE))
/* Profiles that assign devices. */
#define ASSIGNS	(P(VFIO) | P(SRIOV) | P(VM_MIXED))

/* Profiles whose peers are to reach each other past the root complex, without ATS. */
#define IA_WANTS_DIRECT	(P(GPU_SINGLE) | P(GPU_HOST_NIC))

/* The outcome of every rule that holds: its title is the rule's. */
#define PASSES	0

/* Choose an outcome: its number, and the arguments of its sentences. */
#define ia_find(finding, number, ...)						\
	((finding)->outcome = (struct ia_reason){				\
		.code = (number), .args = { __VA_ARGS__ } }, true)

/* Keys of a record, for evidence. */
#define ia_keys(...)								\
	({ static const char *const names[] = { __VA_ARGS__, NULL }; names; })

/* rule.c */
bool ia_rule_run(const struct ia_check *check, const struct ia_rule *rule,
		 struct ia_finding *finding);
bool ia_rule_ask(const struct ia_check *check, const struct ia_rule *rule,
		 const struct ia_device *device, struct ia_finding *finding);

/* devices.c: which functions are in question */
const struct ia_device **ia_devices_for(const struct ia_machine *machine,
					const struct ia_facts *facts,
					enum ia_profile_id profile, size_t *count);
size_t ia_check_count(const struct ia_check *check, enum ia_kind kind);
void ia_check_find_nics(struct ia_check *check);
bool ia_check_has_nic(const struct ia_check *check, uint64_t node);

/* narrow.c: what a check is about where somebody named functions */
bool ia_asks_group(const struct ia_check *check, const struct ia_group *group);
bool ia_asks_device(const struct ia_check *check, const struct ia_device *device);
size_t ia_count_groups(const struct ia_check *check);
void ia_check_narrow(struct ia_check *check);

/* Whether functions were read, and of none its group. */
static inline bool ia_groups_unseen(const struct ia_machine *machine)
{
	return machine->ndevices && !machine->ngroups &&
	       ia_is_unknown(machine->devices[0].group);
}

/* rules_iommu.c: who has the IOMMUs, where this kernel is not alone with the hardware */
enum ia_around { IA_AROUND_NOTHING, IA_AROUND_GUEST, IA_AROUND_XEN };
enum ia_around ia_around(const struct ia_machine *machine);
bool ia_is_of_some(const struct ia_check *check, const struct ia_rule *rule);
enum ia_flag ia_own_unit_does(const struct ia_check *check, const struct ia_rule *rule,
			      const struct ia_device *device);
enum ia_verdict ia_own_unit_judge(const struct ia_check *check, const struct ia_device *device,
				  struct ia_finding *finding);

/* own_unit.c */
void ia_count_behind(const struct ia_check *check, struct ia_finding *finding, ia_does_fn *does,
		     size_t *off, size_t *unseen);
bool ia_all_behind(const struct ia_check *check, ia_does_fn *does);

/* works.c */
void ia_works_judge(struct ia_check *check);

/* rules_apart.c */
bool ia_apart_judge(const struct ia_check *check, const struct ia_device *const *devices,
		    size_t count, struct ia_finding *finding);

/* rules_vfio.c */
bool ia_group_lets_go(const struct ia_finding *finding);

/* Why no binding gives a function to VFIO, whatever its driver. */
enum ia_kept {
	IA_KEPT_NOT, IA_KEPT_BRIDGE, IA_KEPT_IN_USE, IA_KEPT_VMD, IA_KEPT_RESERVED,
	IA_KEPT_UNSERVED, IA_KEPT_HOST,
};

bool ia_is_vfio_refused(const struct ia_machine *machine);
enum ia_kept ia_kept_from_vfio(const struct ia_check *check, const struct ia_device *device);

/* rules_limits.c */
struct ia_number ia_unit_width(const struct ia_unit *unit);

/* rules_space.c */
struct ia_number ia_vfs_with_bus(const struct ia_device *pf);

/* rules_predict.c */
bool ia_parted_by_override(const struct ia_machine *machine);
const struct ia_device *ia_parted_from(const struct ia_prediction *prediction,
				       const struct ia_device *device);

/* evidence.c */
struct ia_arg ia_arg_number(struct ia_number number);
struct ia_evidence *ia_evidence_add(struct ia_finding *finding, enum ia_evidence_kind kind);
void ia_evidence_record(struct ia_finding *finding, enum ia_record_id id, const void *record,
			const char *const *keys);
void ia_evidence_records(struct ia_finding *finding, enum ia_record_id id, const void *records,
			 size_t count, const char *const *keys);
void ia_evidence_path(struct ia_finding *finding, enum ia_evidence_kind kind,
		      const struct ia_device *from, const struct ia_device *to);
void ia_evidence_units(const struct ia_check *check, struct ia_finding *finding);
/* A note of the rule's, alone or behind the keys of a record. */
#define ia_evidence_note(finding, number, ...)					\
	(ia_evidence_add(finding, IA_EVIDENCE_NOTE)->note = (struct ia_reason){	\
		.code = (number), .args = { __VA_ARGS__ } })
#define ia_evidence_noted(finding, id_, record_, keys_, number, ...)		\
	(*ia_evidence_add(finding, IA_EVIDENCE_RECORD) = (struct ia_evidence){	\
		.kind = IA_EVIDENCE_RECORD, .id = id_, .record = record_,	\
		.keys = keys_, .rule = (finding)->rule,				\
		.note = { .code = (number), .args = { __VA_ARGS__ } } })

#endif /* IA_JUDGE_RULES_H */
