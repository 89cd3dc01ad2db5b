// SPDX-License-Identifier: GPL-2.0
#include "../module/core/fault.c"

#include "check.h"

static size_t format_line(const void *record, char *buf, size_t size)
{
	return ia_line_format(record, buf, size);
}

static const struct ia_fault_unit dmar1 = {
	.vendor = IA_VENDOR_VTD,
	.name = "dmar1",
	.segment = 0x10,
	.watched = true,
	.interrupts = 3,
	.records = 12,
	.attributed = 11,
	.unattributed = 1,
	.overflows = 2,
};

static const struct ia_fault_unit ivhd0 = {
	.vendor = IA_VENDOR_AMD,
	.name = "ivhd0",
	.watched = true,
	.records = U64_MAX,
};

static const struct ia_fault read_fault = {
	.source = 0x0320,
	.reason = 6,
	.access = IA_ACCESS_READ,
	.pasid = IA_NO_PASID,
	.addr = 0xfffffffffffff000ULL,
};

static void check_unit(struct kunit *test, const struct ia_fault_unit *unit,
		       const char *expected)
{
	struct ia_fault_line line;

	ia_fault_fill_unit(&line, unit);
	ia_check_line(test, format_line, &line, expected);
}

static void test_unit_lines(struct kunit *test)
{
	struct ia_fault_unit unit = ivhd0;

	check_unit(test, &dmar1,
		   "unit=dmar1 interrupts=3 records=12 attributed=11 unattributed=1 overflows=2 unseen=0"
		   " inv_queue_errors=unknown inv_completion_errors=unknown inv_timeouts=unknown page_request_overflows=unknown");
	check_unit(test, &unit,
		   "unit=ivhd0 interrupts=0 records=18446744073709551615 attributed=0 unattributed=0 overflows=0 unseen=0"
		   " inv_queue_errors=unknown inv_completion_errors=- inv_timeouts=unknown page_request_overflows=unknown");
	unit.handlers_unseen = 5;
	check_unit(test, &unit,
		   "unit=ivhd0 interrupts=0 records=18446744073709551615 attributed=0 unattributed=0 overflows=0 unseen=5"
		   " inv_queue_errors=unknown inv_completion_errors=- inv_timeouts=unknown page_request_overflows=unknown");
	unit.interrupts_unknown = true;
	check_unit(test, &unit,
		   "unit=ivhd0 interrupts=unknown records=18446744073709551615 attributed=0 unattributed=0 overflows=0 unseen=unknown"
		   " inv_queue_errors=unknown inv_completion_errors=- inv_timeouts=unknown page_request_overflows=unknown");
	unit.watched = false;
	check_unit(test, &unit,
		   "unit=ivhd0 interrupts=unknown records=unknown attributed=unknown unattributed=unknown overflows=unknown unseen=unknown"
		   " inv_queue_errors=unknown inv_completion_errors=- inv_timeouts=unknown page_request_overflows=unknown");
}

/* What nobody watches for is unknown, what there cannot be is none. */
static void test_inval_figures(struct kunit *test)
{
	struct ia_fault_unit unit = ivhd0;

	unit.sees_inval = true;
	unit.inval[IA_INVAL_QUEUE] = 1;
	unit.inval[IA_INVAL_COMPLETION] = 2;
	unit.inval[IA_INVAL_TIMEOUT] = 3;
	unit.page_requests = IA_PAGE_REQUESTS_NONE;
	unit.watched = false;
	check_unit(test, &unit,
		   "unit=ivhd0 interrupts=unknown records=unknown attributed=unknown "
		   "unattributed=unknown overflows=unknown unseen=unknown inv_queue_errors=1 "
		   "inv_completion_errors=- inv_timeouts=3 page_request_overflows=-");
	unit.vendor = IA_VENDOR_VTD;
	unit.page_requests = IA_PAGE_REQUESTS_SEEN;
	unit.page_request_overflows = 4;
	check_unit(test, &unit,
		   "unit=ivhd0 interrupts=unknown records=unknown attributed=unknown "
		   "unattributed=unknown overflows=unknown unseen=unknown inv_queue_errors=1 "
		   "inv_completion_errors=2 inv_timeouts=3 page_request_overflows=4");
}

static void test_inval_line(struct kunit *test)
{
	struct ia_inval_count count = {
		.error = IA_INVAL_TIMEOUT, .source = 0x0320,
		.count = 7, .first_ns = 1, .last_ns = 2,
	};
	struct ia_fault_line line;

	ia_fault_fill_invalidation(&line, &dmar1, &count);
	ia_check_line(test, format_line, &line,
		      "unit=dmar1 inv_error=timeout requester=0010:03:04.0 count=7 first_ns=1 last_ns=2");
	count.error = IA_INVAL_QUEUE;
	count.source = IA_NO_SOURCE;
	ia_fault_fill_invalidation(&line, &dmar1, &count);
	ia_check_line(test, format_line, &line,
		      "unit=dmar1 inv_error=queue requester=- count=7 first_ns=1 last_ns=2");
}

/* An index has an interrupt, which who knows fills in; AMD's reasons are others. */
static void test_interrupt_lines(struct kunit *test)
{
	struct ia_fault_count count = { .fault = read_fault, .count = 1 };
	struct ia_fault_line line;

	count.fault.reason = 0x26;
	ia_fault_fill_source(&line, &dmar1, &count);
	KUNIT_EXPECT_EQ(test, line.source.irq, IA_UNKNOWN);
	line.source.irq = 24;
	line.source.irq_name = "PCIe PME";
	ia_check_line(test, format_line, &line,
		      "unit=dmar1 source=0010:03:04.0 reason=0x26 name=\"Source id verification failed for interrupt\" access=read count=1 first_ns=0 last_ns=0 last_addr=0xfffffffffffff000 pasid=- irq=24 irq_name=\"PCIe PME\"");
	ia_fault_fill_source(&line, &ivhd0, &count);
	KUNIT_EXPECT_EQ(test, line.source.irq, IA_ABSENT);
	/* In the compatibility format a request names no entry. */
	count.fault.reason = 0x25;
	ia_fault_fill_source(&line, &dmar1, &count);
	KUNIT_EXPECT_EQ(test, line.source.irq, IA_ABSENT);
}

static void test_source_lines(struct kunit *test)
{
	struct ia_fault_count count = {
		.unit = 5, .fault = read_fault, .count = 7, .first_ns = 1000, .last_ns = U64_MAX,
	};
	struct ia_fault_line line;

	ia_fault_fill_source(&line, &dmar1, &count);
	ia_check_line(test, format_line, &line,
		      "unit=dmar1 source=0010:03:04.0 reason=0x06 name=\"PTE Read access is not set\" access=read count=7 first_ns=1000 last_ns=18446744073709551615 last_addr=0xfffffffffffff000 pasid=-");
	line.source.functions = "none";
	ia_check_line(test, format_line, &line,
		      "unit=dmar1 source=0010:03:04.0 reason=0x06 name=\"PTE Read access is not set\" access=read count=7 first_ns=1000 last_ns=18446744073709551615 last_addr=0xfffffffffffff000 pasid=- functions=none");
	count.fault = (struct ia_fault) {
		.source = IA_NO_SOURCE, .reason = 5, .access = IA_ACCESS_ABSENT, .pasid = 0,
	};
	ia_fault_fill_source(&line, &ivhd0, &count);
	ia_check_line(test, format_line, &line,
		      "unit=ivhd0 source=- reason=0x05 name=ILLEGAL_COMMAND_ERROR access=- count=7 first_ns=1000 last_ns=18446744073709551615 last_addr=0x0 pasid=0x00000");
}

static void test_other_line(struct kunit *test)
{
	/* The fault of this one means nothing, and does not show. */
	static const struct ia_fault_count other = {
		.fault = { .reason = 6 }, .count = 9, .first_ns = 10, .last_ns = 20,
	};
	struct ia_fault_line line;

	ia_fault_fill_other(&line, &other, 1536);
	ia_check_line(test, format_line, &line, "other=1536 count=9 first_ns=10 last_ns=20");
}

static const struct record_row {
	const char *name;
	enum ia_vendor vendor;
	struct ia_fault fault;
	const char *line;
} records[] = {
	{ "VT-d", IA_VENDOR_VTD, { 0xffff, 0x85, IA_ACCESS_WRITE, 0xfffff, 0x1000 },
	  "seq=18 time_ns=99 unit=unit4 source=0001:ff:1f.7 reason=0x85 name=\"SM: Write or AtomicOp not allowed\" "
	  "access=write addr=0x1000 pasid=0xfffff" },
	{ "VT-d, of an interrupt", IA_VENDOR_VTD, { 8, 0x22, IA_ACCESS_ABSENT, IA_NO_PASID, 0xabc },
	  "seq=18 time_ns=99 unit=unit4 source=0001:00:01.0 reason=0x22 "
	  "name=\"IRTE not present\" access=- addr=0xabc pasid=-" },
	{ "VT-d, no reason", IA_VENDOR_VTD, { 8, 0xff, IA_ACCESS_ATOMIC, 1, 0 },
	  "seq=18 time_ns=99 unit=unit4 source=0001:00:01.0 reason=0xff "
	  "name=unknown access=atomic addr=0x0 pasid=0x00001" },
	{ "AMD", IA_VENDOR_AMD, { 8, 2, IA_ACCESS_READ, IA_NO_PASID, 0x1234 },
	  "seq=18 time_ns=99 unit=unit4 source=0001:00:01.0 reason=0x02 "
	  "name=IO_PAGE_FAULT access=read addr=0x1234 pasid=-" },
	{ "AMD, no event", IA_VENDOR_AMD, { 8, 0xf, IA_ACCESS_ABSENT, IA_NO_PASID, 1 },
	  "seq=18 time_ns=99 unit=unit4 source=0001:00:01.0 reason=0x0f "
	  "name=unknown access=- addr=0x1 pasid=-" },
};

KUNIT_ARRAY_PARAM_DESC(records, records, name);

static void test_record_line(struct kunit *test)
{
	const struct record_row *row = test->param_value;
	struct ia_fault_unit unit = { .vendor = row->vendor, .name = "unit4", .segment = 1 };
	struct ia_fault_record record = { .seq = 18, .time_ns = 99, .fault = row->fault };
	struct ia_fault_record_line line;

	ia_fault_fill_record(&line, &unit, &record);
	ia_check_record(test, &ia_fault_record_layout, &line, row->line);
}

/* Whatever the code, there is a name; the vendors have their own. */
static void test_names(struct kunit *test)
{
	unsigned int reason;

	for (reason = 0; reason < 0x200; reason++) {
		const char *vtd = ia_vtd_fault_name(reason);
		const char *amd = ia_amd_event_name(reason);

		KUNIT_EXPECT_STREQ(test, ia_fault_name(IA_VENDOR_VTD, reason),
				   vtd ?: "unknown");
		KUNIT_EXPECT_STREQ(test, ia_fault_name(IA_VENDOR_AMD, reason),
				   amd ?: "unknown");
	}
	KUNIT_EXPECT_STREQ(test, ia_fault_name(IA_VENDOR_VTD, 2),
			   "Context entry not present");
	KUNIT_EXPECT_STREQ(test, ia_fault_name(IA_VENDOR_AMD, 2), "IO_PAGE_FAULT");
}

static struct kunit_case fault_cases[] = {
	KUNIT_CASE(test_unit_lines),
	KUNIT_CASE(test_inval_figures),
	KUNIT_CASE(test_inval_line),
	KUNIT_CASE(test_interrupt_lines),
	KUNIT_CASE(test_source_lines),
	KUNIT_CASE(test_other_line),
	KUNIT_CASE_PARAM(test_record_line, records_gen_params),
	KUNIT_CASE(test_names),
	{}
};

static struct kunit_suite fault_suite = {
	.name = "iommu_audit_fault",
	.test_cases = fault_cases,
};

kunit_test_suite(fault_suite);
