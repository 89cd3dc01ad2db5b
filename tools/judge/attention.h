/* SPDX-License-Identifier: GPL-2.0 */
/* attention*.c: what of a machine deserves somebody's attention; all else are facts */
#ifndef IA_JUDGE_ATTENTION_H
#define IA_JUDGE_ATTENTION_H

#include "check.h"
#include "lint.h"

/*
 * What deserves attention: X(NAME, "word in JSON"). Broken ones are first, then what is to be
 * looked at. What stands in the members of the finding is behind each.
 */
#define IA_ATTENTION_KINDS(X)							\
	X(IOMMU_OFF, "iommu-off")	/* no IOMMU translates: rule */		\
	X(UNITS_OFF, "units-off")	/* some units do not: rule */		\
	X(FAULTS, "faults-now")		/* of one source: fault, functions */	\
	X(HARDWARE, "hardware-differs")	/* from what the kernel believes: rule */ \
	X(PROTECTED, "protected-memory") /* left on: rule */			\
	X(ERRORS, "unit-errors")	/* of invalidation: unit, invalidation */ \
	X(UNITS_UNREAD, "units-unread")	/* registers that cannot be read: unit */ \
	X(XEN, "xen")			/* has the IOMMUs */			\
	X(INTREMAP, "interrupt-remapping") /* not for devices to assign: rule */ \
	X(UNCOVERED, "uncovered")	/* endpoints behind no unit: functions */ \
	X(DRIFT, "acs-drift")		/* of one port: port, functions */	\
	X(OVERRIDE, "override-isolation") /* group kept apart by belief: functions, against */ \
	X(SHARED, "shared-group")	/* share, functions */			\
	X(HELD, "group-held")		/* of functions at VFIO, by drivers of against */ \
	X(RESERVED, "reserved-memory")	/* that VFIO cannot take: functions, rule */ \
	X(PEERS, "untranslated-peers")	/* functions reach against past the IOMMU */ \
	X(NOT_BOUND, "vfio-ids-not-bound") /* of one id: functions, parameters */ \
	X(TOKEN, "token-ignored")	/* parameters, functions of an id */

#define X(name, word)	IA_ATTENTION_##name,
enum ia_attention_kind { IA_ATTENTION_KINDS(X) IA_ATTENTION_KINDS_COUNT };
#undef X

/* How bad it is: X(NAME, "word"). */
#define IA_SEVERITIES(X)							\
	X(BROKEN, "broken")		/* something does not work, or is not protected, now */ \
	X(ATTENTION, "attention")	/* to look at: it may not be what was wanted */

#define X(name, word)	IA_SEVERITY_##name,
enum ia_severity { IA_SEVERITIES(X) };
#undef X

extern const struct ia_wordlist ia_words_attention, ia_words_severities;

/**
 * struct ia_attention - something that deserves attention
 * @kind: what
 * @severity: how bad it is
 * @functions: functions that it is about; none where it is about the machine
 * @nfunctions: number of @functions
 * @against: other functions that they are not kept apart from
 * @nagainst: number of @against
 * @ports: ports that do not isolate them, or whose ACS changed
 * @nports: number of @ports
 * @drift: ACS of the port that changed, or NULL
 * @parameters: of the command line that it is about, or that decide it
 * @nparameters: number of @parameters
 * @entry: of the value of the first of @parameters, what it is about; NULL for all of it
 * @group: the group that it is about, or NULL
 * @share: why its devices share it, for a shared group
 * @fault: the most frequent fault of the source, or NULL
 * @unit: the unit that it is about, or NULL
 * @count: how often, of errors
 * @rule: what a rule says of it, where it is a rule's, or NULL
 */
struct ia_attention {
	enum ia_attention_kind kind;
	enum ia_severity severity;
	const struct ia_device **functions;
	size_t nfunctions;
	const struct ia_device **against;
	size_t nagainst;
	const ia_address *ports;
	size_t nports;
	const struct ia_acs *drift;
	const struct ia_lint_parameter **parameters;
	size_t nparameters;
	const char *entry;
	const struct ia_group *group;
	const struct ia_share *share;
	const struct ia_fault_status *fault;
	const struct ia_unit *unit;
	struct ia_number count;
	const struct ia_finding *rule;
};

/**
 * struct ia_attentions - all that deserves attention, broken things first
 * @items: the findings
 * @count: number of @items
 * @room: findings there is room for
 * @assigns: this host is plainly set up to assign devices
 */
struct ia_attentions {
	struct ia_attention *items;
	size_t count;
	size_t room;
	bool assigns;
};

/* attention.c */
void ia_attention_gather(const struct ia_machine *machine, const struct ia_facts *facts,
			 struct ia_attentions *list);

/* attention_list.c */
struct ia_attention *ia_attention_add(const struct ia_machine *machine, struct ia_attentions *list,
				      enum ia_attention_kind kind, enum ia_severity severity);

/* attention_assign.c: what matters because devices are assigned */
bool ia_attention_assigns(const struct ia_machine *machine, const struct ia_facts *facts);
void ia_attention_overrides(const struct ia_machine *machine, struct ia_attentions *list);
bool ia_attention_shared(const struct ia_machine *machine, const struct ia_share *share,
			 bool assigns);
void ia_attention_shares(const struct ia_machine *machine, const struct ia_facts *facts,
			 struct ia_attentions *list);

/* attention_vfio.c: of devices that VFIO has */
void ia_attention_vfio(const struct ia_check *check, struct ia_attentions *list);

/* attention_line.c: what the command line asks for, and nobody gets */
void ia_attention_ids(const struct ia_machine *machine, const struct ia_facts *facts,
		      struct ia_attentions *list);
void ia_attention_tokens(const struct ia_machine *machine, struct ia_attentions *list);
bool ia_attention_meant(const struct ia_machine *machine, const struct ia_device *device);

#endif /* IA_JUDGE_ATTENTION_H */
