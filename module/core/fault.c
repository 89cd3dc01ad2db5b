// SPDX-License-Identifier: GPL-2.0
#include "fault.h"

#include "../../include/uapi/iommu_audit.h"
#include "amd_event.h"
#include "vtd_fault.h"

/**
 * ia_fault_name() - the name of a fault reason
 * @vendor: whose reason it is
 * @reason: VT-d fault reason or AMD event code
 *
 * Return: a string that lives as long as the code; "unknown" for a code that
 *         the specification does not have, or that could not be read
 */
const char *ia_fault_name(enum ia_vendor vendor, u16 reason)
{
	const char *name = vendor == IA_VENDOR_VTD ? ia_vtd_fault_name(reason) :
						     ia_amd_event_name(reason);

	return name ? name : IOMMU_AUDIT_UNKNOWN;
}

static u64 address_of(const struct ia_fault_unit *unit, u32 source)
{
	if (source == IA_NO_SOURCE)
		return IA_ABSENT;
	return (u32)unit->segment << 16 | (source & 0xffff);
}

static u64 source_of(const struct ia_fault_unit *unit, const struct ia_fault *fault)
{
	return address_of(unit, fault->source);
}

static u64 pasid_of(const struct ia_fault *fault)
{
	if (fault->pasid == IA_MANY_PASIDS)
		return IA_UNKNOWN;
	return fault->pasid == IA_NO_PASID ? (u64)IA_ABSENT : fault->pasid;
}

static u64 inval_of(const struct ia_fault_unit *unit, enum ia_inval_error error)
{
	return unit->sees_inval ? unit->inval[error] : (u64)IA_UNKNOWN;
}

static u64 page_request_overflows(const struct ia_fault_unit *unit)
{
	switch (unit->page_requests) {
	case IA_PAGE_REQUESTS_NONE:
		return IA_ABSENT;
	case IA_PAGE_REQUESTS_SEEN:
		return unit->page_request_overflows;
	default:
		return IA_UNKNOWN;
	}
}

/* The figures of one unit; those of one that nobody watches are unknown. */
void ia_fault_fill_unit(struct ia_fault_line *line, const struct ia_fault_unit *unit)
{
	struct ia_fault_unit_line *record = &line->unit;

	ia_line_init(&line->line, &ia_fault_unit_layout);
	record->unit = unit->name;
	record->inv_queue_errors = inval_of(unit, IA_INVAL_QUEUE);
	if (unit->vendor == IA_VENDOR_VTD)
		record->inv_completion_errors = inval_of(unit, IA_INVAL_COMPLETION);
	record->inv_timeouts = inval_of(unit, IA_INVAL_TIMEOUT);
	record->page_request_overflows = page_request_overflows(unit);
	if (!unit->watched)
		return;
	if (!unit->interrupts_unknown) {
		record->interrupts = unit->interrupts;
		record->unseen = unit->handlers_unseen;
	}
	record->records = unit->records;
	record->attributed = unit->attributed;
	record->unattributed = unit->unattributed;
	record->overflows = unit->overflows;
}

/* What one source did to one unit for one reason. */
void ia_fault_fill_source(struct ia_fault_line *line, const struct ia_fault_unit *unit,
			  const struct ia_fault_count *count)
{
	struct ia_fault_source_line *record = &line->source;
	const struct ia_fault *fault = &count->fault;

	ia_line_init(&line->line, &ia_fault_layout);
	record->unit = unit->name;
	record->source = source_of(unit, fault);
	record->reason = fault->reason;
	record->name = ia_fault_name(unit->vendor, fault->reason);
	record->access = fault->access;
	record->count = count->count;
	record->first_ns = count->first_ns;
	record->last_ns = count->last_ns;
	record->last_addr = fault->addr;
	record->pasid = pasid_of(fault);
	if (unit->vendor != IA_VENDOR_VTD || !ia_vtd_fault_has_index(fault->reason))
		return;
	record->irq = IA_UNKNOWN;
	record->irq_name = IOMMU_AUDIT_UNKNOWN;
}

/* What went wrong when one function was to forget translations. */
void ia_fault_fill_invalidation(struct ia_fault_line *line, const struct ia_fault_unit *unit,
				const struct ia_inval_count *count)
{
	struct ia_invalidation_line *record = &line->invalidation;

	ia_line_init(&line->line, &ia_invalidation_layout);
	record->unit = unit->name;
	record->error = count->error;
	record->requester = address_of(unit, count->source);
	record->count = count->count;
	record->first_ns = count->first_ns;
	record->last_ns = count->last_ns;
}

/* What found none of so many places. */
void ia_fault_fill_other(struct ia_fault_line *line, const struct ia_fault_count *other,
			 u32 places)
{
	struct ia_fault_other_line *record = &line->other;

	ia_line_init(&line->line, &ia_fault_other_layout);
	record->places = places;
	record->count = other->count;
	record->first_ns = other->first_ns;
	record->last_ns = other->last_ns;
}

/* One entry of the log of recent faults. */
void ia_fault_fill_record(struct ia_fault_record_line *line, const struct ia_fault_unit *unit,
			  const struct ia_fault_record *record)
{
	const struct ia_fault *fault = &record->fault;

	ia_record_init(&ia_fault_record_layout, line);
	line->seq = record->seq;
	line->time_ns = record->time_ns;
	line->unit = unit->name;
	line->source = source_of(unit, fault);
	line->reason = fault->reason;
	line->name = ia_fault_name(unit->vendor, fault->reason);
	line->access = fault->access;
	line->addr = fault->addr;
	line->pasid = pasid_of(fault);
}
