// SPDX-License-Identifier: GPL-2.0
#include "../module/core/words.c"

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

	KUNIT_EXPECT_STREQ(test, ia_word_of(ia_words_DOMAINS, row->domain), row->word);
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
	/* All of the list, and "unknown". */
	KUNIT_EXPECT_EQ(test, ARRAY_SIZE(words), ARRAY_SIZE(ia_words_DOMAINS) + 1);
	KUNIT_EXPECT_EQ(test, ia_domain_parse("dma"), IA_DOMAIN_UNKNOWN);
}

static void test_states(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, ia_word_of(ia_words_FLUSHES, IA_FLUSH_ABSENT), "-");
	KUNIT_EXPECT_STREQ(test, ia_word_of(ia_words_FLUSHES, IA_FLUSH_UNKNOWN), "unknown");
	KUNIT_EXPECT_STREQ(test, ia_word_of(ia_words_FLUSHES, IA_FLUSH_STRICT), "strict");
	KUNIT_EXPECT_STREQ(test, ia_word_of(ia_words_FLUSHES, IA_FLUSH_LAZY), "lazy");
}

/* The lists of a unit are those of its registers, one behind the other. */
static void test_registers(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, ia_words_FEATURES[IA_AT_VTD_CAP].text, "AFL");
	KUNIT_EXPECT_STREQ(test, ia_words_FEATURES[IA_AT_VTD_ECAP].text, "C");
	KUNIT_EXPECT_STREQ(test, ia_words_FEATURES[IA_AT_AMD_CAP].text, "IotlbSup");
	KUNIT_EXPECT_STREQ(test, ia_words_FEATURES[IA_AT_AMD_EFR].text, "PreFSup");
	KUNIT_EXPECT_STREQ(test, ia_words_STATUSES[IA_AT_VTD_STATUS].text, "TES");
	KUNIT_EXPECT_STREQ(test, ia_words_STATUSES[IA_AT_AMD_CONTROL].text, "IommuEn");
	/* Positions of struct ia_bits. */
	KUNIT_EXPECT_LT(test, ARRAY_SIZE(ia_words_FEATURES), 126u);
}

static const char * const port_types[] = {
	[IA_PORT_ENDPOINT] = "endpoint", [IA_PORT_LEGACY_ENDPOINT] = "legacy_endpoint",
	[IA_PORT_ROOT_PORT] = "root_port", [IA_PORT_UPSTREAM] = "upstream",
	[IA_PORT_DOWNSTREAM] = "downstream", [IA_PORT_PCIE_TO_PCI] = "pcie_to_pci",
	[IA_PORT_PCI_TO_PCIE] = "pci_to_pcie", [IA_PORT_RC_ENDPOINT] = "rc_endpoint",
	[IA_PORT_RC_EVENT_COLLECTOR] = "rc_event_collector", [IA_PORT_PCI] = "pci",
	[IA_PORT_PCI_BRIDGE] = "pci_bridge",
};

static void test_port_types(struct kunit *test)
{
	size_t i;

	KUNIT_EXPECT_EQ(test, ARRAY_SIZE(port_types), ARRAY_SIZE(ia_words_PORT_TYPES));
	for (i = 0; i < ARRAY_SIZE(port_types); i++)
		KUNIT_EXPECT_STREQ(test, ia_word_of(ia_words_PORT_TYPES, i), port_types[i]);
}

static struct kunit_case words_cases[] = {
	KUNIT_CASE_PARAM(test_word, words_gen_params),
	KUNIT_CASE(test_words_are_all),
	KUNIT_CASE(test_states),
	KUNIT_CASE(test_registers),
	KUNIT_CASE(test_port_types),
	{}
};

static struct kunit_suite words_suite = {
	.name = "iommu_audit_words",
	.test_cases = words_cases,
};

kunit_test_suite(words_suite);
