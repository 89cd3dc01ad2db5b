/* SPDX-License-Identifier: GPL-2.0 */
/*
 * boot.c, multifunction.c, acs_control.c, isolation.c, predict.c, predict_own.c: the IOMMU groups
 * that a kernel makes of a machine, by the rules of its pci_device_group(), and why
 */
#ifndef IA_MACHINE_PREDICT_H
#define IA_MACHINE_PREDICT_H

#include "quirks.h"

/* What decides whether a function is kept apart: pci_acs_enabled(). */
#define IA_ISOLATIONS(X)							\
	X(NONE, NULL)								\
	X(QUIRK, "quirk")		/* of the kernel's table */		\
	X(CONVENTIONAL, "conventional_pci") /* no Express capability: never */	\
	X(BRIDGE, "bridge")		/* a type that never has ACS */		\
	X(NO_ACS, "no_acs")		/* it lacks the capability */		\
	X(BITS, "acs")			/* its control bits */			\
	X(SINGLE, "single_function")	/* no port, and alone in its slot: always */

/* What was not known where a group is unknown; and what it is called for people. */
#define IA_UNKNOWN_FACTS(X)							\
	X(NOTHING, NULL, NULL)							\
	X(PLACE, "place", "below which bridge {0} is")				\
	X(IDS, "ids", "the ids of {0}")						\
	X(TYPE, "type", "the Express type of {0}")				\
	X(ACS, "acs", "the ACS capability of {0}")				\
	X(CONTROL, "acs_control", "which bits of ACS are on at {0}")		\
	X(FIRMWARE, "firmware_bits", "which bits of ACS firmware leaves on at {0}") \
	X(LATE, "acs_in_time", "whether this kernel enables ACS at {0} before groups are made") \
	X(HELD, "held_bits",							\
	  "whether {0} takes bits of ACS that the kernel sets and that are off") \
	X(VERSION, "version", "whether this kernel has the quirk for {0}")	\
	X(PATCH, "patch", "whether this kernel carries the patch behind pcie_acs_override=, " \
	  "which names {0}")							\
	X(IVRS, "ivrs", "whether there is an IVRS table, which decides for {0}") \
	X(SUBSYSTEM, "subsystem", "the subsystem of {0}")			\
	X(ALIASES, "aliases", "which requester ids {0} uses")			\
	X(VMD, "vmd", "which VMD {0} is behind")				\
	X(VF, "virtual_function", "whether {0} is a virtual function")

/* By which rule of pci_device_group() a function joined a group. */
#define IA_GROUP_RULES(X)							\
	X(NONE, "none")			/* the group began with it */		\
	X(VMD, "dma_alias_of_vmd")	/* VMD speaks for all behind it */	\
	X(BRIDGE, "dma_alias_of_bridge") /* a bridge of conventional PCI speaks for it */ \
	X(PATH, "acs_path")		/* a port on the way up does not isolate */ \
	X(ALIAS, "dma_alias")		/* one uses the requester id of the other */ \
	X(SLOT, "multifunction")	/* functions of one slot, without isolation */

#define X(name, word)	IA_ISOLATED_BY_##name,
enum ia_isolated_by { IA_ISOLATIONS(X) };
#undef X
#define X(name, word, text)	IA_FACT_##name,
enum ia_unknown_fact { IA_UNKNOWN_FACTS(X) IA_UNKNOWN_FACT_COUNT };
#undef X
#define X(name, word)	IA_GROUP_RULE_##name,
enum ia_group_rule { IA_GROUP_RULES(X) };
#undef X

extern const struct ia_wordlist ia_words_isolations, ia_words_unknown_facts, ia_words_group_rules;

/**
 * struct ia_boot - a kernel, and what it is told, to predict groups of
 * @machine: the machine
 * @release: the kernel's version
 * @as_read: control bits of ACS count as they were read; else as the kernel would
 *           leave them when it boots with an IOMMU on
 * @was_off: no IOMMU was in use when the machine was read
 * @held: @as_read explains the groups that the kernel made, so a bit that it sets
 *        and that is off is one that the port does not take
 * @late: the kernel may enable ACS after functions are found: on arm64 before 7.0,
 *        where a device tree tells of the IOMMU
 * @redir: what pci=disable_acs_redir= asks
 * @config: what pci=config_acs= asks
 * @read_redir: what it asked of the kernel under which the machine was read
 * @read_config: likewise
 * @read_known: these two are known
 * @override: what pcie_acs_override= asks
 * @patched: the kernel reads that
 * @ivrs: firmware has an IVRS table, as it has where the IOMMU is AMD's
 */
struct ia_boot {
	const struct ia_machine *machine;
	struct ia_release release;
	bool as_read;
	bool was_off;
	bool held;
	bool late;
	struct ia_acs_requests redir;
	struct ia_acs_requests config;
	struct ia_acs_requests read_redir;
	struct ia_acs_requests read_config;
	bool read_known;
	struct ia_acs_override override;
	enum ia_flag patched;
	enum ia_flag ivrs;
};

/**
 * struct ia_isolation - whether the kernel takes a function for kept apart
 * @isolates: it does; IA_FLAG_UNKNOWN where @fact is not known
 * @by: what decides
 * @quirk: which, for IA_ISOLATED_BY_QUIRK
 * @missing: bits of isolation that are not on
 * @fact: what is not known
 */
struct ia_isolation {
	enum ia_flag isolates;
	enum ia_isolated_by by;
	enum ia_acs_quirk_id quirk;
	unsigned int missing;
	enum ia_unknown_fact fact;
};

/**
 * struct ia_predicted - what becomes of a function
 * @device: the function
 * @group: its group, counted from 0; IA_NO_GROUP where no IOMMU takes it
 * @known: the group has the same members whatever is not known
 * @rule: by which rule it joined
 * @with: the function whose group it joined
 * @at: the port or bridge at fault, for the rules of bridge, path and VMD
 * @fault: whether that is kept apart
 * @alias: the quirk, for IA_GROUP_RULE_ALIAS
 * @isolation: of the function itself
 * @fact: what is not known that its group depends on
 * @about: of which function
 */
struct ia_predicted {
	const struct ia_device *device;
	size_t group;
	bool known;
	enum ia_group_rule rule;
	const struct ia_device *with;
	const struct ia_device *at;
	struct ia_isolation fault;
	enum ia_alias_quirk_id alias;
	struct ia_isolation isolation;
	enum ia_unknown_fact fact;
	const struct ia_device *about;
};

#define IA_NO_GROUP	SIZE_MAX

/**
 * struct ia_predicted_group - a group that would be
 * @members: its functions
 * @count: number of @members
 * @known: they are known
 * @kernel: the kernel's group of the first of them, or NULL
 * @same: the kernel's group has the same functions; unknown where there is none to compare
 */
struct ia_predicted_group {
	const struct ia_predicted **members;
	size_t count;
	bool known;
	const struct ia_group *kernel;
	enum ia_flag same;
};

/**
 * struct ia_prediction - the groups that would be
 * @boot: of which kernel
 * @functions: by the place of their device in the machine
 * @groups: by their first function
 * @ngroups: number of @groups
 * @nunknown: functions whose group is not known
 * @ndiffer: groups that the kernel made otherwise
 */
struct ia_prediction {
	struct ia_boot boot;
	struct ia_predicted *functions;
	struct ia_predicted_group *groups;
	size_t ngroups;
	size_t nunknown;
	size_t ndiffer;
};

/* boot.c */
void ia_boot_read(const struct ia_machine *machine, struct ia_boot *boot);
void ia_boot_change(struct ia_boot *boot, const char *with, const char *kernel);
bool ia_has_groups(const struct ia_machine *machine);

/* multifunction.c */
enum ia_flag ia_taken_for_vf(const struct ia_machine *machine, const struct ia_device *device);
enum ia_flag ia_multifunction(const struct ia_machine *machine, const struct ia_device *device);

/* acs_control.c */
const struct ia_acs **ia_acs_by_device(const struct ia_machine *machine);
void ia_acs_after(const struct ia_boot *boot, const struct ia_device *device,
		  const struct ia_acs *acs, unsigned int *on, unsigned int *off);

/* isolation.c */
void ia_isolation_find(const struct ia_boot *boot, const struct ia_device *device,
		       const struct ia_acs *acs, struct ia_isolation *isolation);

/* predict.c */
const struct ia_prediction *ia_predict(const struct ia_boot *boot);
const struct ia_predicted *ia_predicted_of(const struct ia_prediction *prediction,
					   const struct ia_device *device);

/* predict_own.c */
const struct ia_prediction *ia_predict_own(const struct ia_machine *machine);
const struct ia_prediction *ia_predict_unforced(const struct ia_machine *machine);
void ia_boot_with(const struct ia_machine *machine, const char *with, const char *kernel,
		  struct ia_boot *boot);

#endif /* IA_MACHINE_PREDICT_H */
