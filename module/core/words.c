// SPDX-License-Identifier: GPL-2.0
#include "words.h"

#include "../../include/uapi/iommu_audit.h"

#define WORD(name, word, ...)	IA_WORD(word),
#define WORDS(list)	\
	const struct ia_word ia_words_##list[] = { IOMMU_AUDIT_##list(WORD) }

WORDS(VENDORS);
WORDS(DOMAINS);
WORDS(FLUSHES);
WORDS(REMAP_MODES);
WORDS(STAGES);
WORDS(TABLE_MODES);
WORDS(REMAP_REASONS);
WORDS(PORT_TYPES);
WORDS(CAP_STATES);
WORDS(REGION_TYPES);
WORDS(ACCESSES);
WORDS(INVAL_ERRORS);
WORDS(HYPERVISORS);
WORDS(ACCURACIES);
WORDS(SOURCES);
WORDS(SOURCE_METHODS);
WORDS(MONITORS);
WORDS(HOOKS);
WORDS(EVENT_KINDS);
WORDS(REQUEST_PLACES);
WORDS(RESET_METHODS);
WORDS(BENCH_STATES);
WORDS(BENCH_MODES);
WORDS(BENCH_DIRS);
WORDS(BENCH_OPS);
WORDS(ACS_BITS);
WORDS(FEATURES);
WORDS(STATUSES);

/* The word for a value of a list, also for one that is unknown or absent. */
const char *ia_word_of(const struct ia_word *words, int value)
{
	if (value >= 0)
		return words[value].text;
	return value == IA_UNKNOWN ? IOMMU_AUDIT_UNKNOWN : IOMMU_AUDIT_NOT_APPLICABLE;
}

/* The domain type for a word of sysfs's group "type" file; a newline ends it. */
enum ia_domain ia_domain_parse(const char *word)
{
	size_t len = strcspn(word, "\n");
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ia_words_DOMAINS); i++) {
		if (ia_words_DOMAINS[i].len == len &&
		    !memcmp(ia_words_DOMAINS[i].text, word, len))
			return i;
	}
	return IA_DOMAIN_UNKNOWN;
}
