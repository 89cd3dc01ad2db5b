// SPDX-License-Identifier: GPL-2.0
#include "../module/core/event.c"

#include "check.h"

static size_t format_line(const void *record, char *buf, size_t size)
{
	return ia_event_format(record, buf, size);
}

#define VF								\
	.seq = 7, .time_ns = 1234567890123ULL, .address = 0x10480,	\
	.group = 15, .domain = IA_DOMAIN_DMA_FQ, .pf = 0x10400,	\
	.vf_index = 3, .pid = 212, .task = "sh", .driver = "igbvf"
#define DEV								\
	.address = 0x12340800, .group = IA_NO_NUMBER,			\
	.domain = IA_DOMAIN_NONE, .pf = IA_NO_ADDRESS,			\
	.vf_index = IA_NO_NUMBER, .task = "a task", .driver = "nvme"

#define VF_LINE(kind)							\
	"seq=7 time_ns=1234567890123 kind=" kind " dev=0001:04:10.0 "	\
	"group=15 domain=DMA-FQ"
#define DEV_LINE(kind)							\
	"seq=0 time_ns=0 kind=" kind " dev=1234:08:00.0 group=none domain=none"
#define OF_PF	" pf=0001:04:00.0 vf_index=3"
#define BY_SH	" task=sh pid=212"
#define BY_TASK	" task=\"a task\" pid=0"

static void test_functions(struct kunit *test)
{
	static const struct {
		struct ia_event event;
		const char *line;
	} cases[] = {
		{ { VF, .kind = IA_EVENT_BASELINE },
		  VF_LINE("baseline") " driver=igbvf" OF_PF },
		{ { VF, .kind = IA_EVENT_ADD },
		  VF_LINE("vf_add") OF_PF BY_SH },
		{ { VF, .kind = IA_EVENT_DEL },
		  VF_LINE("vf_del") OF_PF BY_SH },
		{ { VF, .kind = IA_EVENT_BIND },
		  VF_LINE("vf_bind") " driver=igbvf" OF_PF BY_SH },
		{ { VF, .kind = IA_EVENT_UNBIND },
		  VF_LINE("vf_unbind") " driver=igbvf" OF_PF BY_SH },
		{ { VF, .kind = IA_EVENT_BIND_FAILED },
		  VF_LINE("vf_bind_failed") " driver=igbvf" OF_PF BY_SH },
		{ { DEV, .kind = IA_EVENT_ADD },
		  DEV_LINE("dev_add") BY_TASK },
		{ { DEV, .kind = IA_EVENT_DEL },
		  DEV_LINE("dev_del") BY_TASK },
		{ { DEV, .kind = IA_EVENT_BIND },
		  DEV_LINE("dev_bind") " driver=nvme" BY_TASK },
		{ { DEV, .kind = IA_EVENT_UNBIND },
		  DEV_LINE("dev_unbind") " driver=nvme" BY_TASK },
		{ { DEV, .kind = IA_EVENT_BIND_FAILED },
		  DEV_LINE("dev_bind_failed") " driver=nvme" BY_TASK },
		/* What could not be told. */
		{ { .kind = IA_EVENT_BASELINE, .address = 0, .group = IA_UNKNOWN_NUMBER,
		    .domain = IA_DOMAIN_UNKNOWN, .pf = IA_UNKNOWN_ADDRESS,
		    .vf_index = IA_UNKNOWN_NUMBER },
		  "seq=0 time_ns=0 kind=baseline dev=0000:00:00.0 group=unknown "
		  "domain=unknown driver=- pf=unknown vf_index=unknown" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		ia_check_line(test, format_line, &cases[i].event, cases[i].line);
}

#define LAST_LINE(kind)							\
	"seq=18446744073709551615 time_ns=18446744073709551615 kind=" kind \
	" dev=0000:01:01.0 group=0 "

static void test_groups_and_domains(struct kunit *test)
{
	struct ia_event event = {
		.seq = U64_MAX, .time_ns = U64_MAX, .kind = IA_EVENT_GROUP_ADD,
		.address = 0x0108, .group = 0, .domain = IA_DOMAIN_IDENTITY,
		.old_domain = IA_DOMAIN_NONE, .pf = IA_NO_ADDRESS, .pid = 1,
	};

	ia_check_line(test, format_line, &event,
		      LAST_LINE("group_add") "domain=- task=- pid=1");
	event.kind = IA_EVENT_GROUP_DEL;
	ia_check_line(test, format_line, &event,
		      LAST_LINE("group_del") "domain=- task=- pid=1");
	event.kind = IA_EVENT_ATTACH;
	ia_check_line(test, format_line, &event,
		      LAST_LINE("domain_attach") "domain=identity old_domain=none task=- pid=1");
	event.domain = IA_DOMAIN_UNMANAGED;
	event.old_domain = IA_DOMAIN_DMA;
	ia_check_line(test, format_line, &event,
		      LAST_LINE("domain_attach") "domain=unmanaged old_domain=DMA task=- pid=1");
}

#define REQUEST_LINE(outcome)						\
	"seq=0 time_ns=0 kind=vf_request dev=0000:01:00.0 group=8 domain=- " \
	outcome " task=sh pid=5"

static void test_requests(struct kunit *test)
{
	struct ia_event event = {
		.kind = IA_EVENT_REQUEST, .address = 0x0100, .group = 8,
		.pf = IA_NO_ADDRESS, .task = "sh", .pid = 5,
		.request = {
			.via = IA_REQUEST_SYSFS, .failed_in = IA_REQUEST_CORE,
			.requested = 120, .before = 0, .after = 2, .error = ENOMEM,
			.started_ns = 99,
		},
	};

	ia_check_line(test, format_line, &event,
		      REQUEST_LINE("via=sysfs requested=120 "
				   "old_numvfs=0 result=2 errno=12 failed_in=core started_ns=99"));
	event.request.via = IA_REQUEST_DRIVER;
	event.request.failed_in = IA_REQUEST_NOWHERE;
	event.request.requested = IA_UNKNOWN_NUMBER;
	event.request.error = 0;
	ia_check_line(test, format_line, &event,
		      REQUEST_LINE("via=driver requested=unknown "
				   "old_numvfs=0 result=2 errno=0 failed_in=- started_ns=99"));
}

static size_t format_lost(const void *record, char *buf, size_t size)
{
	return ia_event_lost_format(*(const u64 *)record, buf, size);
}

static void test_lost(struct kunit *test)
{
	static const u64 some = 1200, most = U64_MAX;

	ia_check_line(test, format_lost, &some, "lost=1200");
	ia_check_line(test, format_lost, &most, "lost=18446744073709551615");
}

/* Each check of sriov_numvfs_store(), and errors that look like it elsewhere. */
static void test_failed_in(struct kunit *test)
{
	static const struct {
		int requested;
		int after;
		int error;
		int core_error;
		int total;
		bool configurable;
		enum ia_request_place place;
	} cases[] = {
		{ 8, 8, 0, 0, 8, true, IA_REQUEST_NOWHERE },
		{ 8, 4, 0, 0, 8, true, IA_REQUEST_NOWHERE },
		{ 0, 0, 0, 0, 8, true, IA_REQUEST_NOWHERE },
		/* What is written is no number, or has more than 16 bits. */
		{ IA_UNKNOWN_NUMBER, 0, EINVAL, 0, 8, true, IA_REQUEST_SYSFS },
		{ IA_UNKNOWN_NUMBER, 0, ERANGE, 0, 8, true, IA_REQUEST_SYSFS },
		{ 9, 0, ERANGE, 0, 8, true, IA_REQUEST_SYSFS },
		{ 9, 8, ERANGE, 0, 8, false, IA_REQUEST_SYSFS },
		{ 8, 0, ERANGE, 0, 8, true, IA_REQUEST_DRIVER },
		{ 8, 0, ENOENT, 0, 8, false, IA_REQUEST_SYSFS },
		{ 0, 8, ENOENT, 0, 8, false, IA_REQUEST_SYSFS },
		{ 8, 0, ENOENT, 0, 8, true, IA_REQUEST_DRIVER },
		{ 4, 8, EBUSY, 0, 8, true, IA_REQUEST_SYSFS },
		{ 4, 0, EBUSY, 0, 8, true, IA_REQUEST_DRIVER },
		/* Disabling is for the driver to refuse. */
		{ 0, 8, EBUSY, 0, 8, true, IA_REQUEST_DRIVER },
		{ 0, 8, EPERM, 0, 8, true, IA_REQUEST_DRIVER },
		{ 8, 0, EINVAL, 0, 8, true, IA_REQUEST_DRIVER },
		{ 8, 0, ENOSPC, 0, 8, true, IA_REQUEST_DRIVER },
		{ 8, 0, ENOMEM, ENOMEM, 8, true, IA_REQUEST_CORE },
		{ 8, 0, EINVAL, EINVAL, 8, true, IA_REQUEST_CORE },
		/* The driver made another error of the core's. */
		{ 8, 0, EIO, ENOMEM, 8, true, IA_REQUEST_DRIVER },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct ia_vf_request request = {
			.requested = cases[i].requested,
			.after = cases[i].after,
			.error = cases[i].error,
		};

		KUNIT_EXPECT_EQ_MSG(test, ia_vf_request_failed_in(&request,
								  cases[i].core_error,
								  cases[i].total,
								  cases[i].configurable),
				    cases[i].place, "case %zu", i);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(test_functions),
	KUNIT_CASE(test_groups_and_domains),
	KUNIT_CASE(test_requests),
	KUNIT_CASE(test_lost),
	KUNIT_CASE(test_failed_in),
	{}
};

static struct kunit_suite suite = {
	.name = "iommu_audit_event",
	.test_cases = cases,
};

kunit_test_suite(suite);
