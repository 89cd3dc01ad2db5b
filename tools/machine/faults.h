/* SPDX-License-Identifier: GPL-2.0 */
/* faults.c, fault_since.c: what was logged, by whom, and how much of it was seen */
#ifndef IA_MACHINE_FAULTS_H
#define IA_MACHINE_FAULTS_H

#include "machine.h"

#define IA_SECOND	1000000000ULL
/* A device whose last fault is younger than this "faults now". */
#define IA_FAULT_NOW	(10 * IA_SECOND)

/* How much is seen of what happens. */
enum ia_unseen {
	IA_SEEN,
	IA_UNSEEN_PARTLY,	/* the monitor says what is not */
	IA_UNSEEN,		/* no monitor is active; they say why */
	IA_UNSEEN_UNSAID,	/* the module does not say how it looks */
	IA_UNSEEN_OLD_MODULE,	/* the module is older than this */
	IA_UNSEEN_LEFT_OUT,	/* of a baseline */
	IA_UNSEEN_NO_MODULE,	/* only the module sees it, and this was read without */
};

/**
 * struct ia_fault_status - how a count of faults stands
 * @fault: the record; NULL for those that found no place of their own
 * @vendor: whose reasons the unit has
 * @device: the function with this source id; NULL when there is none now
 * @count: how many
 * @first: when the first one came, in ns of boot time
 * @last: when the last one came
 * @age: ns from @last until this was read
 * @span: ns from @first until this was read
 * @fresh: how many came after another reading, see ia_faults_since(); absent without
 * @per_second: @count over @span; NAN where that is none, or not known
 * @fresh_per_second: @fresh over the time between the readings, likewise
 * @total: of all records of the same source
 * @now: the last one came less than IA_FAULT_NOW ago
 */
struct ia_fault_status {
	const struct ia_fault *fault;
	enum ia_vendor vendor;
	const struct ia_device *device;
	struct ia_number count;
	struct ia_number first;
	struct ia_number last;
	struct ia_number age;
	struct ia_number span;
	struct ia_number fresh;
	double per_second;
	double fresh_per_second;
	uint64_t total;
	bool now;
};

/**
 * struct ia_fault_sums - figures of all units together
 * @records: records that the hardware logged, as far as seen
 * @unattributed: those that were gone before they could be read
 * @overflows: times a unit said that it had dropped faults
 * @missed: times a probe was not run when it should have been
 * @complete: not a single fault was lost
 */
struct ia_fault_sums {
	struct ia_number records;
	struct ia_number unattributed;
	struct ia_number overflows;
	struct ia_number missed;
	bool complete;
};

/**
 * struct ia_faults - everything that is known of a machine's faults
 * @unseen: how much is seen: all, or nothing and why
 * @seen: it is not nothing
 * @exact: every active monitor sees every record
 * @monitors: the fault monitors for this machine's units
 * @nmonitors: number of @monitors
 * @unwatched: units whose fault registers or event log cannot be read
 * @units: figures of the units, as the machine has them
 * @nunits: number of @units
 * @invalidations: errors of invalidation, as the machine has them
 * @ninvalidations: number of @invalidations
 * @items: by source and reason, the source with most faults first
 * @count: number of @items
 * @other: faults that found no place of their own, or NULL
 * @sums: since the module was loaded
 * @fresh: since another reading, see ia_faults_since(); NULL without
 * @elapsed: ns between the two readings; absent without
 * @now: boot time of this reading, in ns
 * @loaded: boot time at which the module was loaded, in ns
 * @first: when the first fault came
 */
struct ia_faults {
	enum ia_unseen unseen;
	bool seen;
	bool exact;
	const struct ia_monitor **monitors;
	size_t nmonitors;
	size_t unwatched;
	const struct ia_fault_unit *units;
	size_t nunits;
	const struct ia_invalidation *invalidations;
	size_t ninvalidations;
	struct ia_fault_status *items;
	size_t count;
	struct ia_fault_status *other;
	struct ia_fault_sums sums;
	struct ia_fault_sums *fresh;
	struct ia_number elapsed;
	struct ia_number now;
	struct ia_number loaded;
	struct ia_number first;
};

/* Why two readings do not belong together. */
enum ia_since {
	IA_SINCE_OK,
	IA_SINCE_OLD_MODULE_NOW,	/* the module of the later one counts no faults */
	IA_SINCE_OLD_MODULE_THEN,	/* that of the earlier one */
	IA_SINCE_NO_MODULE_NOW,		/* the later one was read without the module */
	IA_SINCE_NO_MODULE_THEN,	/* the earlier one was */
	IA_SINCE_BASELINE,		/* one of the two is a baseline */
	IA_SINCE_OTHER_BOOT,
	IA_SINCE_LATER,			/* the one that was to be earlier is later */
	IA_SINCE_OTHER_LOAD,
	IA_SINCE_RELOADED,		/* counters did not go on */
	IA_SINCE_BOOT_UNKNOWN,
};

/* faults.c */
struct ia_number ia_number_minus(struct ia_number a, struct ia_number b);
double ia_per_second(struct ia_number count, struct ia_number ns);
void ia_faults_gather(const struct ia_machine *machine, struct ia_faults *faults);
void ia_faults_complete(const struct ia_faults *faults, struct ia_fault_sums *sums);

/* fault_since.c */
enum ia_since ia_faults_since(const struct ia_machine *machine, struct ia_faults *faults,
			      const struct ia_machine *then, const struct ia_faults *before);

#endif /* IA_MACHINE_FAULTS_H */
