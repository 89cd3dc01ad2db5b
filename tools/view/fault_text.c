// SPDX-License-Identifier: GPL-2.0
#include "text.h"

#include "../../include/uapi/iommu_audit.h"

/** ia_faults_span() - the time that the sums are about */
const char *ia_faults_span(struct ia_arena *arena, const struct ia_faults *faults)
{
	struct ia_number span = ia_number_minus(faults->now, faults->loaded);

	if (!span.known)
		return "since load";
	return ia_format(arena, "in %s since load", ia_duration(arena, span));
}

/** ia_fault_of() - the part of a fault of the log that is described as one of a source */
struct ia_fault ia_fault_of(const struct ia_fault_record *record)
{
	return (struct ia_fault){
		.unit = record->unit, .source = record->source, .reason = record->reason,
		.name = record->name, .last_addr = record->addr,
	};
}

/**
 * ia_fault_source() - who sent the request
 * @machine: a joined machine
 * @fault: the fault; NULL for those that found no place of their own
 *
 * Return: an address, or the unit where the fault is the unit's own.
 */
const char *ia_fault_source(const struct ia_machine *machine, const struct ia_fault *fault)
{
	if (!fault)
		return "others";
	return ia_is_address(fault->source) ? ia_machine_address(machine, fault->source) :
					      ia_text(&fault->unit);
}

/* A requester id that no function has for itself: a bridge's, a neighbour's. */
static const char *behind(struct ia_arena *arena, const struct ia_machine *machine,
			  const struct ia_members *functions)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < functions->count; i++)
		ia_buf_add(&buf, "%s%s", i ? ", " : "one of ",
			   ia_machine_member(machine, &functions->items[i]));
	return buf.text;
}

/** ia_fault_what() - what a source is, in a few words */
const char *ia_fault_what(struct ia_arena *arena, const struct ia_machine *machine,
			  const struct ia_fault_status *status)
{
	if (!status->fault)
		return "(any)";
	if (status->fault->functions.count)
		return behind(arena, machine, &status->fault->functions);
	if (status->device)
		return ia_label(machine, status->device);
	return ia_is_address(status->fault->source) ? "(function no longer present)" :
						      "(the unit itself)";
}

/** ia_fault_reason() - a reason by name, by its number where it has none */
const char *ia_fault_reason(struct ia_arena *arena, const struct ia_fault *fault)
{
	if (!fault)
		return "sources and reasons beyond the module's table";
	if (fault->name.known)
		return fault->name.text;
	if (!fault->reason.known)
		return "reason unknown";
	return ia_format(arena, "reason 0x%02llx", (unsigned long long)fault->reason.n);
}

/*
 * Where a request went: an address; for VT-d interrupt remapping (7.1.4) the
 * number of the interrupt, which is what the unit reports in its place, and which
 * interrupt of Linux that is.
 */
const char *ia_fault_address(struct ia_arena *arena, const struct ia_fault_status *status)
{
	const struct ia_fault *fault = status->fault;
	const char *irq = "";
	bool interrupt;

	if (!fault)
		return IOMMU_AUDIT_NOT_APPLICABLE;
	if (!fault->last_addr.known)
		return IOMMU_AUDIT_UNKNOWN;
	interrupt = status->vendor == IA_VENDOR_VTD && fault->reason.n >= 0x20 &&
		    fault->reason.n <= 0x2f;
	if (interrupt && fault->irq.known)
		irq = ia_format(arena, " (IRQ %s %s)", ia_number_text(arena, fault->irq),
				ia_text(&fault->irq_name));
	return ia_format(arena, "%s0x%llx%s", interrupt ? "interrupt " : "",
			 (unsigned long long)fault->last_addr.n, irq);
}

/** ia_faults_unseen() - why nothing can be said of the faults, or NULL when something can */
const char *ia_faults_unseen(struct ia_arena *arena, const struct ia_faults *faults)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	switch (faults->unseen) {
	case IA_SEEN:
	case IA_UNSEEN_PARTLY:
		return NULL;
	case IA_UNSEEN_OLD_MODULE:
		return "the module predates fault counting; update it";
	case IA_UNSEEN_LEFT_OUT:
		return "a baseline leaves faults out";
	case IA_UNSEEN_NO_MODULE:
		return "only the module records faults, and it was not used here";
	case IA_UNSEEN_UNSAID:
		return "the module does not say how it monitors faults";
	case IA_UNSEEN:
		break;
	}
	for (i = 0; i < faults->nmonitors; i++)
		ia_buf_add(&buf, "%s%s", i ? "; " : "", ia_text(&faults->monitors[i]->reason));
	return buf.text;
}

static bool is_zero(struct ia_number figure)
{
	return figure.known && !figure.n;
}

/** ia_faults_lost() - what was not seen, in a few words, since load or another reading */
const char *ia_faults_lost(struct ia_arena *arena, const struct ia_faults *faults,
			   const struct ia_fault_sums *sums)
{
	struct ia_buf buf = { .arena = arena };

	if (sums->complete)
		return "0 lost";
	ia_buf_add(&buf, "counts are a lower bound:");
	if (!is_zero(sums->overflows))
		ia_buf_add(&buf, " hardware dropped faults %s times,",
			   ia_number_text(arena, sums->overflows));
	if (!is_zero(sums->unattributed))
		ia_buf_add(&buf, " %s unattributed,", ia_number_text(arena, sums->unattributed));
	if (!is_zero(sums->missed))
		ia_buf_add(&buf, " %s probe hits missed,", ia_number_text(arena, sums->missed));
	if (!sums->records.known)
		ia_buf_add(&buf, " record count unknown,");
	if (faults->unwatched)
		ia_buf_add(&buf, " %s,", ia_some(arena, faults->unwatched, "unit is not monitored",
						 "units are not monitored"));
	if (faults->unseen)
		ia_buf_add(&buf, " no fault monitor is active,");
	else if (!faults->exact)
		ia_buf_add(&buf, " the fault monitor may miss faults,");
	buf.text[buf.len - 1] = '\0';
	return buf.text;
}

/** ia_since_text() - why two readings do not belong together; the earlier one is the subject */
const char *ia_since_text(enum ia_since since)
{
	static const char *const texts[] = {
		[IA_SINCE_OLD_MODULE_NOW] = "cannot be used here: this reading's module predates "
					    "fault counting",
		[IA_SINCE_OLD_MODULE_THEN] = "has no fault data: its module predates fault "
			"counting",
		[IA_SINCE_NO_MODULE_NOW] = "cannot be used here: this was read without the "
					   "module, and only the module counts faults",
		[IA_SINCE_NO_MODULE_THEN] = "has no fault data: it was taken without the module",
		[IA_SINCE_BASELINE] = "cannot be used here: a baseline has no faults in it",
		[IA_SINCE_OTHER_BOOT] = "is from another boot or machine: the counters were reset "
			"since",
		[IA_SINCE_LATER] = "is the newer of the two, or from another boot",
		[IA_SINCE_OTHER_LOAD] = "is from an earlier load of the module: the counters were "
			"reset since",
		[IA_SINCE_RELOADED] = "has counters that were reset: the module was reloaded since",
		[IA_SINCE_BOOT_UNKNOWN] = "does not say which boot it is from: it cannot be "
			"compared",
	};

	return texts[since];
}

/**
 * ia_fault_line() - a source and its reason in a line
 * @m: a joined machine
 * @status: the source and reason
 */
const char *ia_fault_line(const struct ia_machine *m, const struct ia_fault_status *status)
{
	bool driver = status->device && status->device->driver.known;

	return ia_format(m->arena, "%s%s%s ×%llu \"%s\", last %s",
			 ia_fault_source(m, status->fault), driver ? " " : "",
			 driver ? status->device->driver.text : "",
			 (unsigned long long)status->count.n,
			 ia_fault_reason(m->arena, status->fault), ia_ago(m->arena, status->age));
}
