// SPDX-License-Identifier: GPL-2.0
#include "../module/core/version.c"

#include "check.h"

struct identity {
	const char *module;
	const char *kernel;
	u64 loaded_ns;
};

static size_t format_identity(const void *record, char *buf, size_t size)
{
	const struct identity *id = record;

	return ia_identity_format(id->module, id->kernel, id->loaded_ns, buf,
				  size);
}

static size_t format_line(const void *record, char *buf, size_t size)
{
	return ia_source_format(record, buf, size);
}

static void test_identity(struct kunit *test)
{
	static const struct identity id = { "0.1.0", "6.12.107+deb13-amd64", 17 };
	static const struct identity odd = { "", "my kernel", U64_MAX };

	ia_check_line(test, format_identity, &id,
		      "format=1 module=0.1.0 kernel=6.12.107+deb13-amd64 loaded_ns=17");
	ia_check_line(test, format_identity, &odd,
		      "format=1 module=\"\" kernel=\"my kernel\" loaded_ns=18446744073709551615");
}

static void test_sources(struct kunit *test)
{
	static const struct {
		struct ia_source source;
		const char *line;
	} cases[] = {
		{ { "units", "dmar", IA_ACCURACY_EXACT, "", "" },
		  "source=units method=dmar accuracy=exact reason=- limit=-" },
		{ { "units", "none", IA_ACCURACY_NONE, "no DMAR and no IVRS table", "" },
		  "source=units method=none accuracy=none reason=\"no DMAR and no IVRS table\" "
		  "limit=-" },
		{ { "acs", "config_space", IA_ACCURACY_SNAPSHOT, "one", "two words" },
		  "source=acs method=config_space accuracy=snapshot reason=one "
		  "limit=\"two words\"" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		ia_check_line(test, format_line, &cases[i].source, cases[i].line);
}

static void test_taps(struct kunit *test)
{
	static const struct {
		struct ia_source monitor;
		const char *line;
	} cases[] = {
		{ { "vtd", "ratelimit_calls", IA_ACCURACY_EXACT, "", "", true, 0 },
		  "tap=vtd method=ratelimit_calls accuracy=exact reason=- limit=- missed=0" },
		{ { "amd", "event_log_timer", IA_ACCURACY_POLL, "", "a ring", true, ULONG_MAX },
		  "tap=amd method=event_log_timer accuracy=poll reason=- "
		  "limit=\"a ring\" missed=18446744073709551615" },
		{ { "amd", "none", IA_ACCURACY_NONE, "off", "", true, 7 },
		  "tap=amd method=none accuracy=none reason=off limit=- missed=7" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		ia_check_line(test, format_line, &cases[i].monitor, cases[i].line);
}

static struct kunit_case version_cases[] = {
	KUNIT_CASE(test_identity),
	KUNIT_CASE(test_sources),
	KUNIT_CASE(test_taps),
	{}
};

static struct kunit_suite version_suite = {
	.name = "iommu_audit_version",
	.test_cases = version_cases,
};

kunit_test_suite(version_suite);
