// SPDX-License-Identifier: GPL-2.0
#include "../module/core/event.c"

#include "check.h"

#define VF_LINE(kind)							\
	"seq=7 time_ns=1234567890123 kind=" kind " dev=0001:04:10.0 "	\
	"group=15 domain=DMA-FQ"
#define DEV_LINE(kind)							\
	"seq=0 time_ns=0 kind=" kind " dev=1234:08:00.0 group=none domain=none"
#define OF_PF	" pf=0001:04:00.0 vf_index=3"
#define BY_SH	" task=sh pid=212"
#define BY_TASK	" task=\"a task\" pid=0"

static void fill_vf(struct ia_event *event)
{
	event->seq = 7;
	event->time_ns = 1234567890123ULL;
	event->device = 0x10480;
	event->group = 15;
	event->domain = IA_DOMAIN_DMA_FQ;
	event->pf = 0x10400;
	event->vf_index = 3;
}

static void fill_dev(struct ia_event *event)
{
	event->seq = 0;
	event->time_ns = 0;
	event->device = 0x12340800;
	event->domain = IA_DOMAIN_NONE;
	event->pid = 0;
	strscpy(event->task, "a task", sizeof(event->task));
}

/* Events of functions: what they say is up to who fills them in. */
static const struct function_row {
	const char *line;
	enum ia_event_kind kind;
	void (*fill)(struct ia_event *event);
	const char *driver;
	const char *task;
} functions[] = {
	{ VF_LINE("baseline") " driver=igbvf" OF_PF, IA_EVENT_BASELINE, fill_vf, "igbvf", "" },
	{ VF_LINE("baseline") " driver=-" OF_PF, IA_EVENT_BASELINE, fill_vf, "-", "" },
	{ VF_LINE("vf_add") OF_PF BY_SH, IA_EVENT_VF_ADD, fill_vf, "", "sh" },
	{ VF_LINE("vf_del") OF_PF BY_SH, IA_EVENT_VF_DEL, fill_vf, "", "sh" },
	{ VF_LINE("vf_bind") " driver=igbvf" OF_PF BY_SH, IA_EVENT_VF_BIND, fill_vf, "igbvf",
	  "sh" },
	{ VF_LINE("vf_unbind") " driver=igbvf" OF_PF BY_SH, IA_EVENT_VF_UNBIND, fill_vf, "igbvf",
	  "sh" },
	{ VF_LINE("vf_bind_failed") " driver=igbvf" OF_PF BY_SH, IA_EVENT_VF_BIND_FAILED, fill_vf,
	  "igbvf", "sh" },
	{ DEV_LINE("dev_add") BY_TASK, IA_EVENT_DEV_ADD, fill_dev, "", "a task" },
	{ DEV_LINE("dev_del") BY_TASK, IA_EVENT_DEV_DEL, fill_dev, "", "a task" },
	{ DEV_LINE("dev_bind") " driver=nvme" BY_TASK, IA_EVENT_DEV_BIND, fill_dev, "nvme",
	  "a task" },
	{ DEV_LINE("dev_unbind") " driver=nvme" BY_TASK, IA_EVENT_DEV_UNBIND, fill_dev, "nvme",
	  "a task" },
	{ DEV_LINE("dev_bind_failed") " driver=nvme" BY_TASK, IA_EVENT_DEV_BIND_FAILED, fill_dev,
	  "nvme", "a task" },
};

static void describe_function(const struct function_row *row, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s, driver=%s",
		 ia_word_of(ia_words_EVENT_KINDS, row->kind), row->driver);
}

KUNIT_ARRAY_PARAM(functions, functions, describe_function);

static void test_function(struct kunit *test)
{
	const struct function_row *row = test->param_value;
	struct ia_event event;

	ia_event_init(&event, row->kind);
	row->fill(&event);
	strscpy(event.driver, row->driver, sizeof(event.driver));
	strscpy(event.task, row->task, sizeof(event.task));
	if (*row->task)
		event.pid = row->fill == fill_vf ? 212 : 0;
	ia_check_record(test, &ia_event_layout, &event, row->line);
}

static void test_unknown(struct kunit *test)
{
	struct ia_event event;

	ia_event_init(&event, IA_EVENT_BASELINE);
	ia_check_record(test, &ia_event_layout, &event,
			"seq=unknown time_ns=unknown kind=baseline dev=unknown group=none domain=-");
	event.seq = 0;
	event.time_ns = 0;
	event.device = 0;
	event.group = IA_UNKNOWN;
	event.domain = IA_DOMAIN_UNKNOWN;
	event.pf = IA_UNKNOWN;
	event.vf_index = IA_UNKNOWN;
	ia_check_record(test, &ia_event_layout, &event,
			"seq=0 time_ns=0 kind=baseline dev=0000:00:00.0 group=unknown domain=unknown pf=unknown vf_index=unknown");
}

#define LAST_LINE(kind)							\
	"seq=18446744073709551615 time_ns=18446744073709551615 kind=" kind \
	" dev=0000:01:01.0 group=0 "

static void check_attached(struct kunit *test, enum ia_event_kind kind, enum ia_domain from,
			   enum ia_domain to, const char *expected)
{
	struct ia_event event;

	ia_event_init(&event, kind);
	event.seq = U64_MAX;
	event.time_ns = U64_MAX;
	event.device = 0x0108;
	event.group = 0;
	event.domain = to;
	event.old_domain = from;
	event.pid = 1;
	strscpy(event.task, "-", sizeof(event.task));
	ia_check_record(test, &ia_event_layout, &event, expected);
}

static void test_groups_and_domains(struct kunit *test)
{
	check_attached(test, IA_EVENT_GROUP_ADD, IA_DOMAIN_ABSENT, IA_DOMAIN_ABSENT,
		       LAST_LINE("group_add") "domain=- task=- pid=1");
	check_attached(test, IA_EVENT_GROUP_DEL, IA_DOMAIN_ABSENT, IA_DOMAIN_ABSENT,
		       LAST_LINE("group_del") "domain=- task=- pid=1");
	check_attached(test, IA_EVENT_DOMAIN_ATTACH, IA_DOMAIN_NONE, IA_DOMAIN_IDENTITY,
		       LAST_LINE("domain_attach") "domain=identity old_domain=none task=- pid=1");
	check_attached(test, IA_EVENT_DOMAIN_ATTACH, IA_DOMAIN_DMA, IA_DOMAIN_UNMANAGED,
		       LAST_LINE("domain_attach") "domain=unmanaged old_domain=DMA task=- pid=1");
}

#define REQUEST_LINE(outcome)						\
	"seq=0 time_ns=0 kind=vf_request dev=0000:01:00.0 group=8 domain=- " \
	outcome " task=sh pid=5"

static void test_requests(struct kunit *test)
{
	struct ia_event event;

	ia_event_init(&event, IA_EVENT_VF_REQUEST);
	event.seq = 0;
	event.time_ns = 0;
	event.device = 0x0100;
	event.group = 8;
	event.pid = 5;
	strscpy(event.task, "sh", sizeof(event.task));
	event.via = IA_REQUEST_SYSFS;
	event.failed_in = IA_REQUEST_CORE;
	event.requested = 120;
	event.old_numvfs = 0;
	event.result = 2;
	event.error = ENOMEM;
	event.started_ns = 99;
	ia_check_record(test, &ia_event_layout, &event,
			REQUEST_LINE("via=sysfs requested=120 old_numvfs=0 "
				     "result=2 errno=12 failed_in=core started_ns=99"));
	event.via = IA_REQUEST_DRIVER;
	event.failed_in = IA_REQUEST_ABSENT;
	event.requested = IA_UNKNOWN;
	event.error = 0;
	ia_check_record(test, &ia_event_layout, &event,
			REQUEST_LINE("via=driver requested=unknown old_numvfs=0 "
				     "result=2 errno=0 failed_in=- started_ns=99"));
}

static void test_lost(struct kunit *test)
{
	static const struct ia_events_lost some = { 1200 }, most = { U64_MAX };

	ia_check_record(test, &ia_events_lost_layout, &some, "lost=1200");
	ia_check_record(test, &ia_events_lost_layout, &most, "lost=18446744073709551615");
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
		{ 8, 8, 0, 0, 8, true, IA_REQUEST_ABSENT },
		{ 8, 4, 0, 0, 8, true, IA_REQUEST_ABSENT },
		{ 0, 0, 0, 0, 8, true, IA_REQUEST_ABSENT },
		/* What is written is no number, or has more than 16 bits. */
		{ IA_UNKNOWN, 0, EINVAL, 0, 8, true, IA_REQUEST_SYSFS },
		{ IA_UNKNOWN, 0, ERANGE, 0, 8, true, IA_REQUEST_SYSFS },
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
		struct ia_event request = {
			.requested = cases[i].requested,
			.result = cases[i].after,
			.error = cases[i].error,
		};

		KUNIT_EXPECT_EQ_MSG(test, ia_vf_request_failed_in(&request,
								  cases[i].core_error,
								  cases[i].total,
								  cases[i].configurable),
				    cases[i].place, "case %zu", i);
	}
}

#define RESET_LINE(outcome)						\
	"seq=0 time_ns=700 kind=reset dev=0000:01:00.0 group=8 domain=- " outcome

static void test_reset(struct kunit *test)
{
	struct ia_event event;

	ia_event_init(&event, IA_EVENT_RESET);
	event.seq = 0;
	event.time_ns = 700;
	event.device = 0x0100;
	event.group = 8;
	event.pid = 5;
	strscpy(event.task, "sh", sizeof(event.task));
	event.error = 0;
	event.started_ns = 99;
	event.method = IA_RESET_FLR;
	ia_check_record(test, &ia_event_layout, &event,
			RESET_LINE("errno=0 started_ns=99 task=sh pid=5 method=flr"));
	event.method = IA_RESET_UNKNOWN;
	ia_check_record(test, &ia_event_layout, &event,
			RESET_LINE("errno=0 started_ns=99 task=sh pid=5 method=unknown"));
	event.method = IA_RESET_ABSENT;
	event.error = ENOTTY;
	ia_check_record(test, &ia_event_layout, &event,
			RESET_LINE("errno=25 started_ns=99 task=sh pid=5 method=-"));
}

/*
 * What __pci_reset_function_locked() tries, as calls: a method is entered, and returns
 * what stands behind it; 1 stands for one that is still under way when the next begins.
 */
static const struct reset_row {
	const char *name;
	struct {
		enum ia_reset_method method;
		int ret;
	} calls[4];
	size_t count;
	int ret;
	enum ia_reset_method used;
} reset_rows[] = {
	{ "the first one does it", { { IA_RESET_FLR, 0 } }, 1, 0, IA_RESET_FLR },
	{ "the second one, the first declines",
	  { { IA_RESET_DEVICE_SPECIFIC, -ENOTTY }, { IA_RESET_PM, 0 } }, 2, 0, IA_RESET_PM },
	{ "the first one fails, which ends it",
	  { { IA_RESET_DEVICE_SPECIFIC, -ENOTTY }, { IA_RESET_FLR, -ETIMEDOUT } }, 2,
	  -ETIMEDOUT, IA_RESET_FLR },
	{ "all decline", { { IA_RESET_FLR, -ENOTTY }, { IA_RESET_BUS, -ENOTTY } }, 2,
	  -ENOTTY, IA_RESET_ABSENT },
	{ "none was seen", { }, 0, 0, IA_RESET_UNKNOWN },
	{ "one that is not seen fails", { { IA_RESET_FLR, -ENOTTY } }, 1, -EINVAL,
	  IA_RESET_UNKNOWN },
	{ "a quirk uses FLR", { { IA_RESET_DEVICE_SPECIFIC, 1 }, { IA_RESET_FLR, 0 } }, 2, 0,
	  IA_RESET_DEVICE_SPECIFIC },
	{ "a quirk uses FLR, which declines",
	  { { IA_RESET_DEVICE_SPECIFIC, 1 }, { IA_RESET_FLR, -ENOTTY } }, 2, 0,
	  IA_RESET_DEVICE_SPECIFIC },
	{ "a CXL bus", { { IA_RESET_CXL_BUS, 1 }, { IA_RESET_BUS, 0 } }, 2, 0,
	  IA_RESET_CXL_BUS },
};

KUNIT_ARRAY_PARAM_DESC(resets, reset_rows, name);

static void test_reset_method(struct kunit *test)
{
	const struct reset_row *row = test->param_value;
	struct ia_reset_methods methods = {
		.trying = IA_RESET_ABSENT, .used = IA_RESET_ABSENT,
	};
	size_t i;

	for (i = 0; i < row->count; i++) {
		ia_reset_enter(&methods, row->calls[i].method);
		if (row->calls[i].ret <= 0)
			ia_reset_leave(&methods, row->calls[i].ret);
	}
	/* The outer one returns what the reset does. */
	if (methods.depth)
		ia_reset_leave(&methods, row->ret);
	KUNIT_EXPECT_EQ(test, methods.depth, 0);
	KUNIT_EXPECT_EQ(test, ia_reset_used(&methods, row->ret), row->used);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(test_reset_method, resets_gen_params),
	KUNIT_CASE(test_reset),
	KUNIT_CASE_PARAM(test_function, functions_gen_params),
	KUNIT_CASE(test_unknown),
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
