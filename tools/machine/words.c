// SPDX-License-Identifier: GPL-2.0
#include "facts.h"

#include "../../include/uapi/iommu_audit.h"

#define WORD(name, word, text)	word,
#define ABOUT(name, word, text)	text,
#define STATES	IOMMU_AUDIT_UNKNOWN, IOMMU_AUDIT_NOT_APPLICABLE

#define ENUMERATION(list, name)							\
static const char *const name##_words[] = { STATES, IOMMU_AUDIT_##list(WORD) };	\
static const char *const name##_about[] = { NULL, NULL, IOMMU_AUDIT_##list(ABOUT) }; \
const struct ia_wordlist ia_words_##name = {						\
	name##_words, sizeof(name##_words) / sizeof(*name##_words), name##_about \
}

/* Not of the contract: facts.h, host_records.h. */
#define IOMMU_AUDIT_MODES(X)	IA_MODE_LIST(X)
#define IOMMU_AUDIT_MACHINE_SOURCES(X)	IA_HOST_MACHINE_SOURCES(X)
#define IOMMU_AUDIT_ARCHES(X)		IA_HOST_ARCHES(X)
#define IOMMU_AUDIT_VTD_DEFAULTS(X)	IA_HOST_VTD_DEFAULTS(X)
#define IOMMU_AUDIT_DEFAULT_DOMAINS(X)	IA_HOST_DEFAULT_DOMAINS(X)
#define IOMMU_AUDIT_VM_EXTENSIONS(X)	IA_HOST_VM_EXTENSIONS(X)
#define IOMMU_AUDIT_USES(X)		IA_HOST_USES(X)

#define IOMMU_AUDIT_BOOT_STAGES(X)	IA_HOST_BOOT_STAGES(X)
#define IOMMU_AUDIT_MODULE_PLACES(X)	IA_HOST_MODULE_PLACES(X)
#define IOMMU_AUDIT_INITRAMFS_STATES(X)	IA_HOST_INITRAMFS_STATES(X)
#define IOMMU_AUDIT_INITRAMFS_INITS(X)	IA_HOST_INITRAMFS_INITS(X)
#define IOMMU_AUDIT_PACKINGS(X)		IA_HOST_PACKINGS(X)

#define SET(list, name)								\
static const char *const name##_words[] = { IOMMU_AUDIT_##list(WORD) };		\
const struct ia_wordlist ia_words_##name = {						\
	name##_words, sizeof(name##_words) / sizeof(*name##_words), NULL	\
}

ENUMERATION(VENDORS, vendors);
ENUMERATION(DOMAINS, domains);
ENUMERATION(FLUSHES, flushes);
ENUMERATION(REMAP_MODES, remap_modes);
ENUMERATION(STAGES, stages);
ENUMERATION(TABLE_MODES, table_modes);
ENUMERATION(REMAP_REASONS, remap_reasons);
ENUMERATION(PORT_TYPES, port_types);
ENUMERATION(CAP_STATES, cap_states);
ENUMERATION(REGION_TYPES, region_types);
ENUMERATION(ACCESSES, accesses);
ENUMERATION(INVAL_ERRORS, inval_errors);
ENUMERATION(HYPERVISORS, hypervisors);
ENUMERATION(ACCURACIES, accuracies);
ENUMERATION(SOURCES, sources);
ENUMERATION(SOURCE_METHODS, source_methods);
ENUMERATION(MONITORS, monitors);
ENUMERATION(EVENT_KINDS, event_kinds);
ENUMERATION(REQUEST_PLACES, request_places);
ENUMERATION(RESET_METHODS, reset_methods);
ENUMERATION(BENCH_STATES, bench_states);
ENUMERATION(BENCH_MODES, bench_modes);
ENUMERATION(BENCH_DIRS, bench_dirs);
ENUMERATION(BENCH_OPS, bench_ops);
ENUMERATION(MACHINE_SOURCES, machine_sources);
ENUMERATION(ARCHES, arches);
ENUMERATION(VTD_DEFAULTS, vtd_defaults);
ENUMERATION(DEFAULT_DOMAINS, default_domains);
ENUMERATION(BOOT_STAGES, boot_stages);
ENUMERATION(MODULE_PLACES, module_places);
ENUMERATION(INITRAMFS_STATES, initramfs_states);
ENUMERATION(INITRAMFS_INITS, initramfs_inits);
ENUMERATION(PACKINGS, packings);
ENUMERATION(USES, uses);
ENUMERATION(VM_EXTENSIONS, vm_extensions);
ENUMERATION(MODES, modes);
SET(ACS_BITS, acs_bits);
SET(FEATURES, features);
SET(STATUSES, statuses);

static const char *const hooks_words[] = { IOMMU_AUDIT_HOOKS(WORD) };
static const char *const hooks_about[] = { IOMMU_AUDIT_HOOKS(ABOUT) };
const struct ia_wordlist ia_words_hooks = {
	hooks_words, sizeof(hooks_words) / sizeof(*hooks_words), hooks_about
};

static const char *const flags_words[] = { STATES, "0", "1" };
const struct ia_wordlist ia_words_flags = { flags_words, 4, NULL };

/**
 * ia_word() - the word for an enumerator
 * @words: the enumeration
 * @enumerator: any of it, its two states too
 */
const char *ia_word(const struct ia_wordlist *words, unsigned int enumerator)
{
	return words->words[enumerator < words->count ? enumerator : 0];
}

/**
 * ia_word_find() - the enumerator for a word
 * @words: the enumeration
 * @text: the word
 * @len: its length
 *
 * Return: the enumerator; 0, which is unknown, for any other word.
 */
unsigned int ia_word_find(const struct ia_wordlist *words, const char *text, size_t len)
{
	size_t i;

	for (i = 2; i < words->count; i++) {
		if (ia_is_word(words->words[i], text, len))
			return i;
	}
	return 0;
}
