// SPDX-License-Identifier: GPL-2.0
#include "../module/core/domain.c"

#include "check.h"

/* The words of include/uapi/iommu_audit.h. */
static const struct word_case {
	enum ia_domain domain;
	const char *word;
} words[] = {
	{ IA_DOMAIN_NONE, "none" },
	{ IA_DOMAIN_UNKNOWN, "unknown" },
	{ IA_DOMAIN_IDENTITY, "identity" },
	{ IA_DOMAIN_DMA, "DMA" },
	{ IA_DOMAIN_DMA_FQ, "DMA-FQ" },
	{ IA_DOMAIN_UNMANAGED, "unmanaged" },
	{ IA_DOMAIN_BLOCKED, "blocked" },
	{ IA_DOMAIN_SVA, "SVA" },
	{ IA_DOMAIN_PLATFORM, "platform" },
	{ IA_DOMAIN_NESTED, "nested" },
};

KUNIT_ARRAY_PARAM_DESC(words, words, word);

static void test_word(struct kunit *test)
{
	const struct word_case *row = test->param_value;
	char line[32];
	size_t cut;

	KUNIT_EXPECT_STREQ(test, ia_domain_name(row->domain), row->word);
	KUNIT_EXPECT_EQ(test, ia_domain_parse(row->word), row->domain);
	snprintf(line, sizeof(line), "%s\n", row->word);
	KUNIT_EXPECT_EQ(test, ia_domain_parse(line), row->domain);
	snprintf(line, sizeof(line), "%sx", row->word);
	KUNIT_EXPECT_EQ(test, ia_domain_parse(line), IA_DOMAIN_UNKNOWN);
	for (cut = 0; cut < strlen(row->word); cut++) {
		snprintf(line, sizeof(line), "%.*s", (int)cut, row->word);
		/* DMA is the beginning of DMA-FQ. */
		if (strcmp(line, "DMA"))
			KUNIT_EXPECT_EQ(test, ia_domain_parse(line), IA_DOMAIN_UNKNOWN);
	}
}

static void test_words_are_all(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, ARRAY_SIZE(words), ARRAY_SIZE(domain_names));
	KUNIT_EXPECT_EQ(test, ia_domain_parse("dma"), IA_DOMAIN_UNKNOWN);
}

static void test_flush(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, ia_flush_name(IA_FLUSH_NOT_APPLICABLE), "-");
	KUNIT_EXPECT_STREQ(test, ia_flush_name(IA_FLUSH_UNKNOWN), "unknown");
	KUNIT_EXPECT_STREQ(test, ia_flush_name(IA_FLUSH_STRICT), "strict");
	KUNIT_EXPECT_STREQ(test, ia_flush_name(IA_FLUSH_LAZY), "lazy");
}

static struct kunit_case domain_cases[] = {
	KUNIT_CASE_PARAM(test_word, words_gen_params),
	KUNIT_CASE(test_words_are_all),
	KUNIT_CASE(test_flush),
	{}
};

static struct kunit_suite domain_suite = {
	.name = "iommu_audit_domain",
	.test_cases = domain_cases,
};

kunit_test_suite(domain_suite);
