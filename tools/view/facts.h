/* SPDX-License-Identifier: GPL-2.0 */
/* report.c, report_*.c, faults.c, events.c: the answers about facts */
#ifndef IA_VIEW_FACTS_H
#define IA_VIEW_FACTS_H

#include "../judge/attention.h"
#include "../machine/events.h"
#include "../machine/facts.h"
#include "answer.h"

/* How the machine was read: this one, now; files below --root; --from. */
enum ia_reading {
	IA_READING_LIVE,
	IA_READING_TREE,
	IA_READING_FILE,
};

/**
 * struct ia_report - a machine in brief
 * @kernel: its release
 * @cmdline: its command line
 * @devices: number of functions
 * @groups: number of groups
 * @facts: what its records amount to
 * @findings: what of it deserves attention
 * @reading: how it was read
 * @time: when that was
 * @age: how long ago, in ns
 */
struct ia_report {
	struct ia_string kernel;
	struct ia_string cmdline;
	size_t devices;
	size_t groups;
	struct ia_facts facts;
	struct ia_attentions findings;
	enum ia_reading reading;
	struct ia_string time;
	struct ia_number age;
};

/**
 * struct ia_fault_page - faults, and how they are shown
 * @faults: the faults
 * @since: what the new ones are new since, in words; NULL without
 * @brief: leave out units and explanations
 * @lines: most lines of the table; 0 for all
 * @log: the last faults one by one, for that answer
 * @nlog: number of @log
 */
struct ia_fault_page {
	const struct ia_faults *faults;
	const char *since;
	bool brief;
	size_t lines;
	const struct ia_fault_record *log;
	size_t nlog;
};

/**
 * struct ia_event_page - how events are shown
 * @json: one object a line
 * @follows: they come in pages whose columns have to be at the same places,
 *           and how long ago they were does not stay true
 * @titled: whether a page before had the headings
 */
struct ia_event_page {
	bool json;
	bool follows;
	bool titled;
};

/* report.c */
extern const struct ia_answer ia_answer_report, ia_answer_share;

/* faults.c */
extern const struct ia_answer ia_answer_faults, ia_answer_fault_log, ia_answer_faults_member;

/* events.c */
extern const struct ia_answer ia_answer_event, ia_answer_request, ia_answer_lost,
	ia_answer_not_seen;
bool ia_events_not_seen(const struct ia_page *page, bool json);
void ia_events_show(const struct ia_page *page, struct ia_event_page *how,
		    const struct ia_events *events);

/* Columns of the tables of events.c and faults.c. */
extern const struct ia_columns ia_event_columns, ia_fault_columns, ia_fault_unit_columns,
	ia_fault_log_columns;

#endif /* IA_VIEW_FACTS_H */
