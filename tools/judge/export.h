/* SPDX-License-Identifier: GPL-2.0 */
/* export.c: what goes to other programs, worked out once for every format */
#ifndef IA_JUDGE_EXPORT_H
#define IA_JUDGE_EXPORT_H

#include "overview.h"

/**
 * struct ia_export_fault - faults of one source for one reason, whatever their PASID
 * @fault: the first record of them
 * @count: how many
 * @first_ns: when the first one came
 */
struct ia_export_fault {
	const struct ia_fault *fault;
	uint64_t count;
	uint64_t first_ns;
};

/**
 * struct ia_export - what is exported of a machine
 * @machine: the machine
 * @tool: version of the tool that exports
 * @facts: what its records amount to
 * @overview: all profiles
 * @enabled: whether DMA is translated by any unit
 * @devices: functions by attached and by default domain, enum ia_domain
 * @groups: groups; unknown where it is not known of a function whether it is in one
 * @shared_groups: groups with more than one device, likewise
 * @acs_changed: ports whose ACS control bits changed since load; unknown where that is not
 *               known of one of them
 * @faults: the first IA_MAX_FAULT_SERIES of them, those seen first before the others: what has
 *          a place keeps it as long as the module is loaded
 * @nfaults: number of @faults
 * @faults_other: faults that are not in @faults; unknown where no faults are seen
 * @faults_capped: whether there are kinds of faults that are not in @faults, likewise
 * @collected: when the machine was read, in seconds since 1970
 * @loaded: when the module was loaded, likewise
 * @expires: until when it may be believed, likewise; unknown where nobody said that
 */
struct ia_export {
	const struct ia_machine *machine;
	const char *tool;
	const struct ia_facts *facts;
	struct ia_overview overview;
	enum ia_flag enabled;
	size_t devices[IA_DOMAIN_TYPES][IA_DOMAIN_TYPES];
	struct ia_number groups;
	struct ia_number shared_groups;
	struct ia_number acs_changed;
	struct ia_export_fault *faults;
	size_t nfaults;
	struct ia_number faults_other;
	enum ia_flag faults_capped;
	struct ia_number collected;
	struct ia_number loaded;
	struct ia_number expires;
};

void ia_export_gather(const struct ia_machine *machine, const char *tool,
		      struct ia_export *export);

#endif /* IA_JUDGE_EXPORT_H */
