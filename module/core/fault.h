/* SPDX-License-Identifier: GPL-2.0 */
/* fault.c: one DMA-remapping fault, whoever logged it, and the records about it */
#ifndef IA_CORE_FAULT_H
#define IA_CORE_FAULT_H

#include "inval.h"
#include "records.h"

/* No PASID, several that are counted together, no source id. */
#define IA_NO_PASID	0xffffffffU
#define IA_MANY_PASIDS	0xfffffffeU
#define IA_NO_SOURCE	0xffffffffU

/**
 * struct ia_fault - one record that a unit logged
 * @source: requester id (bus, device, function), or %IA_NO_SOURCE
 * @reason: VT-d fault reason or AMD event code; 0 when the record was gone
 *          before it could be read
 * @access: what the device tried
 * @pasid: PASID of the request, %IA_NO_PASID or %IA_MANY_PASIDS
 * @addr: address of the request; VT-d interrupt remapping: interrupt index
 */
struct ia_fault {
	u32 source;
	u16 reason;
	enum ia_access_type access;
	u32 pasid;
	u64 addr;
};

/* Whether a unit takes page requests. */
enum ia_page_requests {
	IA_PAGE_REQUESTS_UNSEEN,	/* it may, and nobody sees when it drops some */
	IA_PAGE_REQUESTS_NONE,
	IA_PAGE_REQUESTS_SEEN,
};

/**
 * struct ia_fault_unit - figures of one unit
 * @vendor: whose reasons its faults have
 * @name: its name, dmar<n> or ivhd<n>, for the module's life
 * @segment: PCI segment of its source ids
 * @watched: a fault monitor sees this unit; else the figures below are unknown
 * @interrupts: times the driver's handler was seen
 * @interrupts_unknown: the monitor does not see it, or not whose it is
 * @handlers_unseen: times that it ran and was not seen, as far as that is known
 * @records: records that the hardware logged, as far as seen
 * @attributed: those of @records that were read before they were gone
 * @unattributed: the others
 * @overflows: times the unit said that it had dropped faults
 * @sees_inval: a monitor sees errors of invalidation; else the next ones are unknown
 * @inval: errors of invalidation, by kind
 * @page_requests: whether the unit takes page requests, and overflows are seen
 * @page_request_overflows: times the unit said that it had dropped page requests
 */
struct ia_fault_unit {
	enum ia_vendor vendor;
	const char *name;
	u16 segment;
	bool watched;
	u64 interrupts;
	bool interrupts_unknown;
	u64 handlers_unseen;
	u64 records;
	u64 attributed;
	u64 unattributed;
	u64 overflows;
	bool sees_inval;
	u64 inval[IA_INVAL_ERRORS];
	enum ia_page_requests page_requests;
	u64 page_request_overflows;
};

/**
 * struct ia_fault_count - what one source did to one unit for one reason
 * @unit: position of the unit among those that are watched
 * @fault: the last such fault
 * @count: how many there were
 * @first_ns: time of the first one, CLOCK_BOOTTIME
 * @last_ns: time of the last one, CLOCK_BOOTTIME
 */
struct ia_fault_count {
	unsigned int unit;
	struct ia_fault fault;
	u64 count;
	u64 first_ns;
	u64 last_ns;
};

/**
 * struct ia_fault_record - one entry of the log of recent faults
 * @seq: number of the record since the module was loaded, from 0
 * @time_ns: when it was seen, CLOCK_BOOTTIME
 * @unit: position of the unit among those that are watched
 * @fault: the fault
 */
struct ia_fault_record {
	u64 seq;
	u64 time_ns;
	unsigned int unit;
	struct ia_fault fault;
};

/* Room for the names of an interrupt; more of them are cut. */
#define IA_IRQ_NAMES_SIZE	48

/*
 * One line of the file "faults": what record it is, and that record; and the text of
 * its irq_name.
 */
struct ia_fault_line {
	struct ia_line line;
	union {
		struct ia_fault_unit_line unit;
		struct ia_fault_source_line source;
		struct ia_invalidation_line invalidation;
		struct ia_fault_other_line other;
	};
	char irq_name[IA_IRQ_NAMES_SIZE];
};

const char *ia_fault_name(enum ia_vendor vendor, u16 reason);
void ia_fault_fill_unit(struct ia_fault_line *line, const struct ia_fault_unit *unit);
void ia_fault_fill_source(struct ia_fault_line *line, const struct ia_fault_unit *unit,
			  const struct ia_fault_count *count);
void ia_fault_fill_invalidation(struct ia_fault_line *line, const struct ia_fault_unit *unit,
				const struct ia_inval_count *count);
void ia_fault_fill_other(struct ia_fault_line *line, const struct ia_fault_count *other,
			 u32 places);
void ia_fault_fill_record(struct ia_fault_record_line *line, const struct ia_fault_unit *unit,
			  const struct ia_fault_record *record);

#endif /* IA_CORE_FAULT_H */
