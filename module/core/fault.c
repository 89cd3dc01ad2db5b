// SPDX-License-Identifier: GPL-2.0
#include "fault.h"
#include "amd_event.h"
#include "text.h"
#include "vtd_fault.h"

#include "../../include/uapi/iommu_audit.h"

static const char * const access_names[] = {
	[IA_ACCESS_NONE] = IOMMU_AUDIT_NOT_APPLICABLE,
	[IA_ACCESS_READ] = "read",
	[IA_ACCESS_WRITE] = "write",
	[IA_ACCESS_ATOMIC] = "atomic",
};

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

static void put_unit(struct ia_text *t, const struct ia_fault_unit *unit)
{
	ia_text_printf(t, "unit=%s%u",
		       unit->vendor == IA_VENDOR_VTD ? "dmar" : "ivhd",
		       unit->index);
}

static void put_fault(struct ia_text *t, const struct ia_fault_unit *unit,
		      const struct ia_fault *fault)
{
	ia_text_printf(t, " source=");
	if (fault->source == IA_NO_SOURCE)
		ia_text_printf(t, IOMMU_AUDIT_NOT_APPLICABLE);
	else
		ia_text_bdf(t, (u32)unit->segment << 16 | (fault->source & 0xffff));
	ia_text_printf(t, " reason=0x%02x name=", fault->reason);
	ia_text_value(t, ia_fault_name(unit->vendor, fault->reason));
	ia_text_printf(t, " access=%s", access_names[fault->access]);
}

static void put_pasid(struct ia_text *t, const struct ia_fault *fault)
{
	if (fault->pasid == IA_NO_PASID)
		ia_text_printf(t, " pasid=" IOMMU_AUDIT_NOT_APPLICABLE);
	else
		ia_text_printf(t, " pasid=0x%05x", fault->pasid);
}

static void put_figures(struct ia_text *t, const struct ia_fault_unit *unit)
{
	if (!unit->watched) {
		ia_text_puts(t, " interrupts=unknown records=unknown attributed=unknown unattributed=unknown overflows=unknown");
		return;
	}
	if (unit->interrupts_unknown)
		ia_text_puts(t, " interrupts=" IOMMU_AUDIT_UNKNOWN);
	else
		ia_text_printf(t, " interrupts=%llu", (unsigned long long)unit->interrupts);
	ia_text_printf(t, " records=%llu attributed=%llu unattributed=%llu overflows=%llu",
		       (unsigned long long)unit->records,
		       (unsigned long long)unit->attributed,
		       (unsigned long long)unit->unattributed,
		       (unsigned long long)unit->overflows);
}

static void put_times(struct ia_text *t, const struct ia_fault_count *count)
{
	ia_text_printf(t, " count=%llu first_ns=%llu last_ns=%llu",
		       (unsigned long long)count->count,
		       (unsigned long long)count->first_ns,
		       (unsigned long long)count->last_ns);
}

/**
 * ia_fault_line_format() - write one line of "faults" or "fault_log"
 * @line: what to write
 * @buf: where the line goes, without a newline
 * @size: bytes in @buf
 *
 * Return: characters the whole line needs; the line was cut when this is not
 *         below @size
 */
size_t ia_fault_line_format(const struct ia_fault_line *line, char *buf,
			    size_t size)
{
	const struct ia_fault *fault = &line->record.fault;
	struct ia_text t;

	ia_text_init(&t, buf, size);
	switch (line->kind) {
	case IA_FAULT_LINE_UNIT:
		put_unit(&t, &line->unit);
		put_figures(&t, &line->unit);
		break;
	case IA_FAULT_LINE_COUNT:
		fault = &line->count.fault;
		put_unit(&t, &line->unit);
		put_fault(&t, &line->unit, fault);
		put_times(&t, &line->count);
		ia_text_printf(&t, " last_addr=0x%llx", (unsigned long long)fault->addr);
		put_pasid(&t, fault);
		break;
	case IA_FAULT_LINE_OTHER:
		ia_text_printf(&t, "unit=other source=other reason=other");
		put_times(&t, &line->count);
		break;
	case IA_FAULT_LINE_RECORD:
		ia_text_printf(&t, "seq=%llu time_ns=%llu ",
			       (unsigned long long)line->record.seq,
			       (unsigned long long)line->record.time_ns);
		put_unit(&t, &line->unit);
		put_fault(&t, &line->unit, fault);
		ia_text_printf(&t, " addr=0x%llx", (unsigned long long)fault->addr);
		put_pasid(&t, fault);
		break;
	}
	return t.len;
}
