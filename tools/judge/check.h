/* SPDX-License-Identifier: GPL-2.0 */
/* Judging: rules over a machine, and the profiles that choose among them */
#ifndef IA_JUDGE_H
#define IA_JUDGE_H

#include "../machine/facts.h"

enum ia_verdict {
	IA_PASS,
	IA_WARN,
	IA_FAIL,
	IA_UNKNOWN,
	IA_VERDICTS,
	IA_NO_VERDICT = IA_VERDICTS	/* the rule does not apply here */
};

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

/**
 * struct ia_finding - what a rule says of a machine
 * @rule: the rule; its id names the finding
 * @verdict: never IA_NO_VERDICT in the list of findings
 * @title: the answer, in a line
 * @evidence: what it rests on, a line each: "FILE: key=value ..."
 * @nevidence: number of @evidence
 * @room: lines there is room for
 * @left_out: lines that would have been too many
 * @meaning: what the answer means
 * @change: the smallest change that mends it; NULL unless it warns or fails
 */
struct ia_finding {
	const struct ia_rule *rule;
	enum ia_verdict verdict;
	const char *title;
	const char **evidence;
	size_t nevidence;
	size_t room;
	size_t left_out;
	const char *meaning;
	const char *change;
};

/* What works on a host as it is. */
enum ia_work_id {
	IA_WORK_P2P,
	IA_WORK_SRIOV,
	IA_WORK_VFIO,
	IA_WORK_ISOLATION,
	IA_WORKS
};

/**
 * struct ia_work - whether something works on a host as it is
 * @name: what
 * @word: as programs can rely on it
 * @answer: IA_PASS for yes, IA_FAIL for no, IA_UNKNOWN
 * @reason: why
 */
struct ia_work {
	const char *name;
	const char *word;
	enum ia_verdict answer;
	const char *reason;
};

/**
 * struct ia_check - a machine under examination
 * @machine: the machine
 * @facts: what its records amount to
 * @profile: what it is wanted for
 * @devices: the functions in question, in the order of their addresses
 * @ndevices: number of @devices
 * @chosen: they were named by somebody
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
	const struct ia_device **devices;
	size_t ndevices;
	bool chosen;
	struct ia_finding *findings;
	size_t nfindings;
	const struct ia_rule **skipped;
	size_t nskipped;
	size_t counts[IA_VERDICTS];
	struct ia_work works[IA_WORKS];
};

/**
 * struct ia_rule - one rule
 * @id: its name, for people and programs
 * @title: what holds when it passes
 * @meaning: why it matters
 * @change: what mends it, unless @look says better
 * @fail: profiles of which it is a condition; a bit for each enum ia_profile_id
 * @warn: profiles in which breaking it deserves attention and no more
 * @look: fills title, evidence and change; returns the verdict, IA_FAIL when
 *        the rule is broken: that becomes IA_WARN by @warn
 */
struct ia_rule {
	const char *id;
	const char *title;
	const char *meaning;
	const char *change;
	unsigned int fail;
	unsigned int warn;
	enum ia_verdict (*look)(const struct ia_check *check,
				struct ia_finding *finding);
};

/* rules.c */
extern const struct ia_rule ia_rules[];
extern const size_t ia_nrules;

/* profiles.c */
extern const struct ia_profile ia_profiles[IA_PROFILES];
const struct ia_profile *ia_profile_find(const char *name);

/* check.c */
void ia_check_run(const struct ia_machine *machine, enum ia_profile_id profile,
		  const struct ia_device *const *devices, size_t ndevices,
		  struct ia_check *check);
const char *ia_verdict_word(enum ia_verdict verdict);
const char *ia_answer_word(enum ia_verdict answer);
const struct ia_finding *ia_check_first(const struct ia_check *check);

/* evidence.c */
void ia_evidence(const struct ia_check *check, struct ia_finding *finding,
		 const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif /* IA_JUDGE_H */
