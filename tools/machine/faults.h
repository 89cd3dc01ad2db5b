/* SPDX-License-Identifier: GPL-2.0 */
/* faults.c, fault_*.c: what was logged, by whom, and why */
#ifndef IA_MACHINE_FAULTS_H
#define IA_MACHINE_FAULTS_H

#include <stdint.h>

#include "machine.h"

#define IA_SECOND	1000000000ULL
/* A device whose last fault is younger than this "faults now". */
#define IA_FAULT_NOW	(10 * IA_SECOND)

/* Whose fault reasons a number belongs to. */
enum ia_fault_vendor {
	IA_FAULT_OF_NOBODY,
	IA_FAULT_OF_VTD,
	IA_FAULT_OF_AMD,
};

/**
 * struct ia_fault_item - one line of the file faults: a source and a reason
 * @record: all its keys
 * @device: the function with this source id; NULL when there is none now
 * @address: the source id, or IA_NO_ADDRESS
 * @help: what the reason usually means and what to look at next, or NULL
 * @count: how many
 * @first: when the first one came, in ns of boot time
 * @last: when the last one came
 * @age: ns from @last until this was read
 * @fresh: how many of them came after another reading, see ia_faults_since()
 * @total: of all lines of the same source
 * @now: the last one came less than IA_FAULT_NOW ago
 */
struct ia_fault_item {
	const struct ia_record *record;
	const struct ia_device *device;
	ia_address address;
	const char *help;
	struct ia_number count;
	struct ia_number first;
	struct ia_number last;
	struct ia_number age;
	struct ia_number fresh;
	uint64_t total;
	bool now;
};

/**
 * struct ia_fault_sums - figures of all units together
 * @records: records that the hardware logged, as far as seen
 * @unattributed: those that were gone before they could be read
 * @overflows: times a unit said that it had dropped faults
 * @missed: times a probe was not run when it should have been
 */
struct ia_fault_sums {
	struct ia_number records;
	struct ia_number unattributed;
	struct ia_number overflows;
	struct ia_number missed;
};

/**
 * struct ia_faults - everything that is known of a machine's faults
 * @absent: the module is older than fault counting
 * @blind: no tap is active: what was not counted is not known
 * @exact: every active tap sees every record
 * @taps: lines of the file version about the taps of this machine's units
 * @ntaps: number of @taps
 * @unwatched: units whose fault registers or event log cannot be read
 * @units: lines of the file faults about units
 * @nunits: number of @units
 * @items: its other lines, the source with most faults first
 * @count: number of @items
 * @sums: since the module was loaded
 * @fresh: since another reading, see ia_faults_since()
 * @elapsed: ns between the two readings
 * @now: boot time of this reading, in ns
 * @loaded: boot time at which the module was loaded, in ns
 * @first: when the first fault came
 */
struct ia_faults {
	bool absent;
	bool blind;
	bool exact;
	const struct ia_record **taps;
	size_t ntaps;
	size_t unwatched;
	const struct ia_record **units;
	size_t nunits;
	struct ia_fault_item *items;
	size_t count;
	struct ia_fault_sums sums;
	struct ia_fault_sums fresh;
	struct ia_number elapsed;
	struct ia_number now;
	struct ia_number loaded;
	struct ia_number first;
};

/* faults.c */
enum ia_fault_vendor ia_fault_vendor(const struct ia_record *record);
long ia_fault_code(const struct ia_record *record);
struct ia_number ia_figure_of(const char *value);
struct ia_number ia_figure_minus(struct ia_number a, struct ia_number b);
void ia_faults_gather(const struct ia_machine *machine,
		      struct ia_faults *faults);

/* fault_since.c */
const char *ia_faults_since(const struct ia_machine *machine,
			    struct ia_faults *faults,
			    const struct ia_machine *then,
			    const struct ia_faults *before);

/* fault_text.c */
const char *ia_duration(struct ia_arena *arena, struct ia_number ns);
const char *ia_faults_span(struct ia_arena *arena, const struct ia_faults *faults);
const char *ia_ago(struct ia_arena *arena, struct ia_number ns);
const char *ia_boottime(struct ia_arena *arena, struct ia_number ns);
const char *ia_rate(struct ia_arena *arena, struct ia_number count,
		    struct ia_number ns);
const char *ia_figure_text(struct ia_arena *arena, struct ia_number figure);
const char *ia_fault_source(const struct ia_machine *machine,
			    const struct ia_record *record);
const char *ia_fault_reason(struct ia_arena *arena,
			    const struct ia_record *record);
const char *ia_fault_address(struct ia_arena *arena,
			     const struct ia_record *record, const char *key);
const char *ia_faults_blind(struct ia_arena *arena,
			    const struct ia_faults *faults);
const char *ia_faults_lost(struct ia_arena *arena,
			   const struct ia_faults *faults,
			   const struct ia_fault_sums *sums);
bool ia_faults_complete(const struct ia_faults *faults,
			const struct ia_fault_sums *sums);

/* fault_help.c */
const char *ia_fault_help(enum ia_fault_vendor vendor, unsigned long reason);

#endif /* IA_MACHINE_FAULTS_H */
