/* SPDX-License-Identifier: GPL-2.0 */
/* Judging: rules over a machine, and the profiles that choose among them */
#ifndef IA_JUDGE_CHECK_H
#define IA_JUDGE_CHECK_H

#include "../machine/facts.h"
#include "path.h"
#include "reason.h"

struct ia_check;
struct ia_lint_parameter;

enum ia_verdict {
	IA_PASS,
	IA_WARN,
	IA_FAIL,
	IA_UNKNOWN,
	IA_VERDICTS
};

/* From the worst to the best: what can be acted on comes first. */
extern const enum ia_verdict ia_worst_first[IA_VERDICTS];
/* The same for who only hears of the worst: what cannot be seen may be a failure. */
extern const enum ia_verdict ia_gravest_first[IA_VERDICTS];

/* What a host is wanted for; the order is that of ia_profiles. */
enum ia_profile_id {
	IA_PROFILE_BASELINE,
	IA_PROFILE_VFIO,
	IA_PROFILE_SRIOV,
	IA_PROFILE_GPU_SINGLE,
	IA_PROFILE_GPU_HOST_NIC,
	IA_PROFILE_GPU_SRIOV_RDMA,
	IA_PROFILE_VM_MIXED,
	IA_PROFILE_INFERENCE,
	IA_PROFILES
};

/**
 * struct ia_profile - what a host is wanted for
 * @name: as --profile takes it
 * @summary: what it is for, in a line
 * @settings: the settings that fit it, and why
 * @ordered: its rules are links of a chain: the first broken one is to be mended first
 */
struct ia_profile {
	const char *name;
	const char *summary;
	const char *settings;
	bool ordered;
};

/* What a line of evidence refers to. */
enum ia_evidence_kind {
	IA_EVIDENCE_RECORD,	/* keys of a record, and a note of the rule's behind them */
	IA_EVIDENCE_NOTE,	/* a note of the rule's */
	IA_EVIDENCE_OUTCOME,	/* the evidence of the outcome's own */
	IA_EVIDENCE_PATH,	/* the path from one function to another */
	IA_EVIDENCE_PAIR,	/* the same, with their groups */
	IA_EVIDENCE_SHARE,	/* a group with more than one device, and why */
	IA_EVIDENCE_FAULTS,	/* why faults are not seen */
	IA_EVIDENCE_REQUESTS,	/* why requests for VFs are not seen */
	IA_EVIDENCE_PARAMETER,	/* a parameter of the command line */
	IA_EVIDENCE_FACT,	/* what a prediction depends on and is not known */
	IA_EVIDENCE_MISSING,	/* a key whose value is unknown in some records */
};

/**
 * struct ia_evidence - something that a finding rests on
 * @kind: what it refers to
 * @rule: whose notes and outcomes @note is one of
 * @id: kind of @record
 * @record: a record
 * @keys: those keys of it that matter; ends with NULL
 * @note: a note or an outcome of the rule's by its number; 0 for no note
 * @path: two functions
 * @share: a group
 * @faults: the faults
 * @requests: what is not seen of requests for VFs
 * @parameter: a parameter
 * @missing: a key
 * @predicted: a function whose group is not known
 */
struct ia_evidence {
	enum ia_evidence_kind kind;
	const struct ia_rule *rule;
	enum ia_record_id id;
	const void *record;
	const char *const *keys;
	struct ia_reason note;
	const struct ia_device *path[2];
	const struct ia_share *share;
	const struct ia_faults *faults;
	enum ia_unseen requests;
	const struct ia_lint_parameter *parameter;
	const struct ia_missing *missing;
	const struct ia_predicted *predicted;
};

/* Evidence that a finding has before it only says how much more there is. */
#define IA_EVIDENCE_LINES	6

/**
 * struct ia_finding - what a rule says of a machine
 * @rule: the rule; its id names the finding
 * @verdict: what it comes to, under the profile
 * @outcome: which of the rule's outcomes, and what its sentences name
 * @several: it is that of {0} of {1} things, and not of one or of the host
 * @named: it is that of functions that somebody named, whatever holds of the others
 * @fix: number of one of the rule's fixes; 0 for that of the outcome
 * @no_token: why the fix that would help is none
 * @request: the last request for VFs, of which the outcome tells
 * @devices: the functions that have the outcome; NULL where the host was judged
 * @ndevices: number of @devices
 * @evidence: what it rests on
 * @nevidence: number of @evidence
 * @left_out: evidence that would have been too much
 */
struct ia_finding {
	const struct ia_rule *rule;
	enum ia_verdict verdict;
	struct ia_reason outcome;
	bool several;
	bool named;
	unsigned int fix;
	enum ia_no_token no_token;
	const struct ia_request *request;
	const struct ia_device **devices;
	size_t ndevices;
	struct ia_evidence evidence[IA_EVIDENCE_LINES];
	size_t nevidence;
	size_t left_out;
};

/**
 * struct ia_rule_outcome - one of the answers of a rule; its sentences are templates
 * @verdict: what it comes to; IA_FAIL becomes IA_WARN where the profile says so
 * @title: the answer, of one thing or of the host; NULL for the rule's
 * @several: the answer when {0} of {1} things have this outcome; NULL for @title
 *           of the first of them
 * @evidence: a line of evidence, with the arguments of @several, or of @title
 *            where the host was judged; may be NULL
 * @fix: what mends it; NULL for the rule's
 * @brief: @title in half a line, for a page on which the name of the rule stands before it;
 *         NULL for @title
 * @briefs: the same of @several
 *
 * What stands in brackets in a fix is a command for one function, with DEV in its place: it is
 * shown for each function meant.
 */
struct ia_rule_outcome {
	enum ia_verdict verdict;
	const char *title;
	const char *several;
	const char *evidence;
	const char *fix;
	const char *brief;
	const char *briefs;
};

#define IA_RULE_OUTCOMES	20
#define IA_RULE_NOTES		4
#define IA_RULE_SOURCES		4
#define IA_RULE_FIXES		11

/**
 * struct ia_rule - one rule: what it is called, what it says, and how it judges
 * @id: its name, for people and programs
 * @title: what holds when it passes
 * @named: what holds then of functions that somebody named; NULL where @title is true of them,
 *	   or is of the host whoever was named
 * @brief: both in half a line; NULL for these
 * @meaning: why it matters
 * @background: what is behind it, in the kernel and in the specifications
 * @sources: where that can be read: files and functions of the kernel, sections, addresses
 * @fix: the smallest change that mends it
 * @fail: profiles of which it is a condition; a bit for each enum ia_profile_id
 * @warn: profiles in which breaking it deserves attention and no more
 * @outcomes: what it can say, by number, more important ones first; 0 is a pass
 * @notes: what its evidence says, by number; there is no 0
 * @fixes: other fixes, by number; there is no 0
 * @everything: @judge_device is for all functions where nobody named some
 * @in_use_too: @judge_device is also for functions in question that the host uses, and where
 *		nobody named them it is a warning as long as there are others
 * @all_evidence: of several things the evidence of all counts, whatever their outcome
 * @applies: when not NULL, whether there is anything to judge
 * @judge_host: judges the host
 * @judge_device: or judges one function
 * @judge_group: or one group
 * @judge_pf: or one function that can have VFs
 *
 * Whichever of them it has chooses the outcome with ia_find() and adds evidence.
 * It returns false where there is nothing to judge. Of several things the worst
 * outcome is that of the finding.
 */
struct ia_rule {
	const char *id;
	const char *title;
	const char *named;
	const char *brief;
	const char *meaning;
	const char *background;
	const char *sources[IA_RULE_SOURCES];
	const char *fix;
	unsigned int fail;
	unsigned int warn;
	struct ia_rule_outcome outcomes[IA_RULE_OUTCOMES];
	const char *notes[IA_RULE_NOTES];
	const char *fixes[IA_RULE_FIXES];
	bool everything;
	bool in_use_too;
	bool all_evidence;
	bool (*applies)(const struct ia_check *check);
	bool (*judge_host)(const struct ia_check *check, struct ia_finding *finding);
	bool (*judge_device)(const struct ia_check *check, const struct ia_device *device,
			     struct ia_finding *finding);
	bool (*judge_group)(const struct ia_check *check, const struct ia_group *group,
			    struct ia_finding *finding);
	bool (*judge_pf)(const struct ia_check *check, const struct ia_pf *pf,
			 struct ia_finding *finding);
};

/* What works on a host as it is: X(NAME, "id", "name"). */
#define IA_WORK_LIST(X)							\
	X(P2P, "gpudirect_p2p", "GPUDirect P2P")			\
	X(SRIOV, "sriov_assignment", "SR-IOV assignment")		\
	X(VFIO, "vfio_passthrough", "VFIO passthrough")			\
	X(ISOLATION, "device_isolation", "device isolation")

#define X(name, word, text)	IA_WORK_##name,
enum ia_work_id { IA_WORK_LIST(X) IA_WORKS };
#undef X

/* Why something works or does not: the code of its reason. */
enum ia_work_reason {
	IA_WORKS_BY_RULE,	/* what a rule says: the finding beside it */
	IA_WORKS_NO_PAIR,	/* no GPU with a peer */
	IA_WORKS_DIRECT,	/* {0} of {1} paths stay at a switch */
	IA_WORKS_REDIRECTED,	/* ACS sends {0} of {1} paths up */
	IA_WORKS_TRANSLATED,	/* {0} of {1} paths would stay there, but senders are translated */
	IA_WORKS_FAR,		/* none of {0} paths is through a switch alone */
	IA_WORKS_NO_CARD,	/* no GPU, NIC or NVMe */
	IA_WORKS_NO_VF,		/* VFs could be enabled */
	IA_WORKS_VFS_UNSEEN,	/* VFs may be enabled */
	IA_WORKS_NO_PF,		/* nothing here can have VFs */
	IA_WORKS_VFS,		/* {0} of {1} VFs can be assigned, {2} more with all of their
				 * group, of {3} it is not known; the finding says why not all
				 */
	IA_WORKS_CARDS,		/* likewise functions */
	IA_WORKS_APART,		/* every group holds one device and is translated */
	IA_WORKS_APART_NAMED,	/* the same of the groups of functions that were named */
};

/**
 * struct ia_assignable - functions that one would assign
 * @count: how many
 * @good: those that VFIO could take as they are
 * @along: those that it could take when drivers of the host let go of the rest of their group
 * @used: those that the host uses
 * @unknown: those of which that is not known
 */
struct ia_assignable {
	size_t count;
	size_t good;
	size_t along;
	size_t used;
	size_t unknown;
};

/**
 * struct ia_work - whether something works on a host as it is
 * @id: what
 * @answer: IA_PASS for yes, IA_WARN for partly, IA_FAIL for no, IA_UNKNOWN
 * @off: it is no for everything, as the IOMMU or interrupt remapping is off
 * @reason: enum ia_work_reason
 * @of: where functions were counted
 * @finding: the rule that @reason is about; its rule is NULL when it is about none
 */
struct ia_work {
	enum ia_work_id id;
	enum ia_verdict answer;
	bool off;
	struct ia_reason reason;
	struct ia_assignable of;
	struct ia_finding finding;
};

/**
 * struct ia_held - functions of a group that drivers of the host hold
 * @first: one of them, or NULL
 * @second: another one, or NULL
 */
struct ia_held {
	const struct ia_device *first;
	const struct ia_device *second;
};

/**
 * struct ia_check - a machine under examination
 * @machine: the machine
 * @facts: what its records amount to
 * @profile: what it is wanted for
 * @only: by the place of a rule in ia_rules, whether it is asked; NULL for all of the profile
 * @devices: the functions in question, each once
 * @ndevices: number of @devices
 * @wanted: with those that nobody named and the host uses, which are not in question for VFIO
 * @nwanted: number of @wanted
 * @asked: by the place of a function in the machine: it is in question
 * @chosen: they were named by somebody
 * @held: what the host holds of each group, by the group's place in the machine
 * @nic_nodes: NUMA nodes of the NICs among @devices, sorted; a node for each NIC
 * @nnic_nodes: number of @nic_nodes
 * @findings: in the order of the rules
 * @nfindings: number of @findings
 * @skipped: rules of the profile that do not apply here
 * @nskipped: number of @skipped
 * @counts: findings by verdict
 * @works: what works here, by enum ia_work_id
 */
struct ia_check {
	const struct ia_machine *machine;
	struct ia_facts facts;
	enum ia_profile_id profile;
	const bool *only;
	const struct ia_device **devices;
	size_t ndevices;
	const struct ia_device **wanted;
	size_t nwanted;
	bool *asked;
	bool chosen;
	struct ia_held *held;
	uint64_t *nic_nodes;
	size_t nnic_nodes;
	struct ia_finding *findings;
	size_t nfindings;
	const struct ia_rule **skipped;
	size_t nskipped;
	size_t counts[IA_VERDICTS];
	struct ia_work works[IA_WORKS];
};

/* rules.c */
extern const struct ia_rule *const ia_rules[];
extern const size_t ia_nrules;

/* profiles.c */
extern const struct ia_profile ia_profiles[IA_PROFILES];
const struct ia_profile *ia_profile_find(const char *name);

/* check.c */
void ia_check_run(const struct ia_machine *machine, enum ia_profile_id profile,
		  const struct ia_device *const *devices, size_t ndevices,
		  struct ia_check *check);
void ia_check_run_rules(const struct ia_machine *machine, enum ia_profile_id profile,
			const struct ia_device *const *devices, size_t ndevices,
			const bool *only, struct ia_check *check);
void ia_check_run_facts(const struct ia_machine *machine, const struct ia_facts *facts,
			enum ia_profile_id profile, const bool *only, struct ia_check *check);
const struct ia_finding *ia_check_first(const struct ia_check *check);

#endif /* IA_JUDGE_CHECK_H */
