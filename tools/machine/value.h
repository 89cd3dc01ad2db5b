/* SPDX-License-Identifier: GPL-2.0 */
/* Values that may not be known, and enumerations from the lists of the contract */
#ifndef IA_MACHINE_VALUE_H
#define IA_MACHINE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../include/uapi/iommu_audit/enums.h"
#include "address.h"
#include "host_records.h"

/*
 * Each value is in one of three states: known; absent, where it does not apply;
 * or unknown. What is all zeros is unknown, so that nothing which was not said
 * looks like a zero. The value itself means something only when it is known.
 * An unknown one may have been left out: of a baseline, see baseline.h.
 */
#define IA_STATE	bool known; bool absent; bool left_out

/* A number; its unit stands in the description of its key. */
struct ia_number {
	IA_STATE;
	uint64_t n;
};

/* A text, for people or to be repeated: never compared to decide something. */
struct ia_string {
	IA_STATE;
	const char *text;
};

/* Bit n is the n-th entry of its list; @more holds those from 64 on. */
struct ia_bits {
	IA_STATE;
	uint64_t bits;
	uint64_t more;
};

/* Numbers in the order in which they were written. */
struct ia_numbers {
	IA_STATE;
	size_t count;
	const uint64_t *items;
};

struct ia_texts {
	IA_STATE;
	size_t count;
	const char *const *items;
};

struct ia_addresses {
	IA_STATE;
	size_t count;
	const ia_address *items;
};

/* A device of a group: @address is IA_NO_ADDRESS unless it is a PCI function. */
struct ia_member {
	ia_address address;
	const char *name;
};

struct ia_members {
	IA_STATE;
	size_t count;
	const struct ia_member *items;
};

/*
 * Enumerations begin with the two states that are no value, so that an enum
 * that is all zeros is unknown.
 */
#define IA_ENUM(NAME)	IA_##NAME##_UNKNOWN, IA_##NAME##_ABSENT

#define IA_ITEM(prefix, name)	IA_##prefix##_##name

#define X(name, word, text)	IA_ITEM(VENDOR, name),
enum ia_vendor { IA_ENUM(VENDOR), IOMMU_AUDIT_VENDORS(X) };
#undef X
#define X(name, word, text)	IA_ITEM(DOMAIN, name),
enum ia_domain { IA_ENUM(DOMAIN), IOMMU_AUDIT_DOMAINS(X) IA_DOMAIN_TYPES };
#undef X
#define X(name, word, text)	IA_ITEM(FLUSH, name),
enum ia_flush { IA_ENUM(FLUSH), IOMMU_AUDIT_FLUSHES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(REMAP, name),
enum ia_remap_mode { IA_ENUM(REMAP), IOMMU_AUDIT_REMAP_MODES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(STAGE, name),
enum ia_stage { IA_ENUM(STAGE), IOMMU_AUDIT_STAGES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(TABLES, name),
enum ia_table_mode { IA_ENUM(TABLES), IOMMU_AUDIT_TABLE_MODES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(REMAP_BY, name),
enum ia_remap_reason { IA_ENUM(REMAP_BY), IOMMU_AUDIT_REMAP_REASONS(X) };
#undef X
#define X(name, word, text)	IA_ITEM(PORT, name),
enum ia_port_type { IA_ENUM(PORT), IOMMU_AUDIT_PORT_TYPES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(CAP, name),
enum ia_cap_state { IA_ENUM(CAP), IOMMU_AUDIT_CAP_STATES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(REGION, name),
enum ia_region_type { IA_ENUM(REGION), IOMMU_AUDIT_REGION_TYPES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(ACCESS, name),
enum ia_access_type { IA_ENUM(ACCESS), IOMMU_AUDIT_ACCESSES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(INVAL, name),
enum ia_inval_error { IA_ENUM(INVAL), IOMMU_AUDIT_INVAL_ERRORS(X) };
#undef X
#define X(name, word, text)	IA_ITEM(HYPERVISOR, name),
enum ia_hypervisor { IA_ENUM(HYPERVISOR), IOMMU_AUDIT_HYPERVISORS(X) };
#undef X
#define X(name, word, text)	IA_ITEM(ACCURACY, name),
enum ia_accuracy { IA_ENUM(ACCURACY), IOMMU_AUDIT_ACCURACIES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(SOURCE, name),
enum ia_source_name { IA_ENUM(SOURCE), IOMMU_AUDIT_SOURCES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(METHOD, name),
enum ia_source_method { IA_ENUM(METHOD), IOMMU_AUDIT_SOURCE_METHODS(X) };
#undef X
#define X(name, word, text)	IA_ITEM(MONITOR, name),
enum ia_monitor_name { IA_ENUM(MONITOR), IOMMU_AUDIT_MONITORS(X) };
#undef X
#define X(name, word, text)	IA_ITEM(EVENT, name),
enum ia_event_kind { IA_ENUM(EVENT), IOMMU_AUDIT_EVENT_KINDS(X) IA_EVENT_KINDS };
#undef X
#define X(name, word, text)	IA_ITEM(PLACE, name),
enum ia_request_place { IA_ENUM(PLACE), IOMMU_AUDIT_REQUEST_PLACES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(RESET_BY, name),
enum ia_reset_method { IA_ENUM(RESET_BY), IOMMU_AUDIT_RESET_METHODS(X) };
#undef X
#define X(name, word, text)	IA_ITEM(BENCH_STATE, name),
enum ia_bench_outcome { IA_ENUM(BENCH_STATE), IOMMU_AUDIT_BENCH_STATES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(BENCH_MODE, name),
enum ia_bench_mode { IA_ENUM(BENCH_MODE), IOMMU_AUDIT_BENCH_MODES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(BENCH_DIR, name),
enum ia_bench_dir { IA_ENUM(BENCH_DIR), IOMMU_AUDIT_BENCH_DIRS(X) };
#undef X
#define X(name, word, text)	IA_ITEM(BENCH_OP, name),
enum ia_bench_op_type { IA_ENUM(BENCH_OP), IOMMU_AUDIT_BENCH_OPS(X) };
#undef X

#define X(name, word, text)	IA_ITEM(FROM, name),
enum ia_machine_source { IA_ENUM(FROM), IA_HOST_MACHINE_SOURCES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(ARCH, name),
enum ia_arch { IA_ENUM(ARCH), IA_HOST_ARCHES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(VTD_DEFAULT, name),
enum ia_vtd_default { IA_ENUM(VTD_DEFAULT), IA_HOST_VTD_DEFAULTS(X) };
#undef X
#define X(name, word, text)	IA_ITEM(DEFAULT_DOMAIN, name),
enum ia_default_domain { IA_ENUM(DEFAULT_DOMAIN), IA_HOST_DEFAULT_DOMAINS(X) };
#undef X
#define X(name, word, text)	IA_ITEM(VM, name),
enum ia_vm_extension { IA_ENUM(VM), IA_HOST_VM_EXTENSIONS(X) };
#undef X
#define X(name, word, text)	IA_ITEM(USE, name),
enum ia_use_kind { IA_ENUM(USE), IA_HOST_USES(X) };
#undef X

#define X(name, word, text)	IA_ITEM(BOOT_STAGE, name),
enum ia_module_stage { IA_ENUM(BOOT_STAGE), IA_HOST_BOOT_STAGES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(MODULE, name),
enum ia_module_place { IA_ENUM(MODULE), IA_HOST_MODULE_PLACES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(INITRAMFS, name),
enum ia_initramfs_state { IA_ENUM(INITRAMFS), IA_HOST_INITRAMFS_STATES(X) };
#undef X
#define X(name, word, text)	IA_ITEM(INIT, name),
enum ia_initramfs_init { IA_ENUM(INIT), IA_HOST_INITRAMFS_INITS(X) };
#undef X
#define X(name, word, text)	IA_ITEM(PACKING, name),
enum ia_packing { IA_ENUM(PACKING), IA_HOST_PACKINGS(X) IA_PACKINGS };
#undef X

/* A flag: 0 and 1 in text, false and true in JSON. */
enum ia_flag { IA_ENUM(FLAG), IA_NO, IA_YES };

/* Positions in sets of bits. */
#define X(name, word, bit)	IA_ITEM(ACS_BIT, name),
enum ia_acs_bit { IOMMU_AUDIT_ACS_BITS(X) IA_ACS_BITS };
#undef X
#define X(name, word, bit)	IA_ITEM(FEATURE, name),
enum ia_feature { IOMMU_AUDIT_FEATURES(X) IA_FEATURES };
#undef X
#define X(name, word, bit)	IA_ITEM(STATUS, name),
enum ia_unit_status { IOMMU_AUDIT_STATUSES(X) IA_STATUSES };
#undef X

/* Positions of the hooks that a monitor has. */
#define X(name, word, text)	IA_ITEM(HOOK, name),
enum ia_hook { IOMMU_AUDIT_HOOKS(X) };
#undef X

struct ia_region {
	uint64_t start;
	uint64_t end;
	enum ia_region_type type;
};

struct ia_regions {
	IA_STATE;
	size_t count;
	const struct ia_region *items;
};

/**
 * struct ia_wordlist - the words of an enumeration or of a set of bits
 * @words: by enumerator, the two states first; of a set, by position
 * @count: number of @words
 * @about: what each means; NULL for bits of registers
 */
struct ia_wordlist {
	const char *const *words;
	size_t count;
	const char *const *about;
};

/* words.c */
extern const struct ia_wordlist ia_words_vendors, ia_words_domains, ia_words_flushes,
	ia_words_remap_modes, ia_words_stages, ia_words_table_modes, ia_words_remap_reasons,
	ia_words_port_types, ia_words_cap_states, ia_words_region_types, ia_words_accesses,
	ia_words_accuracies, ia_words_hypervisors, ia_words_sources, ia_words_source_methods,
	ia_words_monitors, ia_words_inval_errors, ia_words_hooks, ia_words_event_kinds,
	ia_words_request_places, ia_words_reset_methods,
	ia_words_bench_states, ia_words_bench_modes, ia_words_bench_dirs,
	ia_words_bench_ops, ia_words_machine_sources, ia_words_arches, ia_words_flags,
	ia_words_vtd_defaults, ia_words_default_domains, ia_words_boot_stages,
	ia_words_module_places, ia_words_initramfs_states, ia_words_initramfs_inits,
	ia_words_packings, ia_words_uses, ia_words_vm_extensions,
	ia_words_acs_bits, ia_words_features,
	ia_words_statuses;

/* Whether an enumerator is a value and not one of the two states. */
#define ia_is_value(enumerator)	((enumerator) > 1)
/* Whether a value neither is known nor does not apply. */
#define ia_is_unknown(value)	(!(value).known && !(value).absent)

static inline struct ia_number ia_number_of(uint64_t n)
{
	return (struct ia_number){ .known = true, .n = n };
}

static inline struct ia_string ia_text_of(const char *text)
{
	return (struct ia_string){ .known = text, .text = text };
}

/* A text as the module writes it: "-" and "unknown" for the two states. */
static inline const char *ia_shown(const struct ia_string *text)
{
	return text->known ? text->text : text->absent ? "-" : "unknown";
}

/* Whether a set is known to hold the bit at a position. */
static inline bool ia_has_bit(const struct ia_bits *set, unsigned int position)
{
	return set->known &&
	       (position < 64 ? set->bits >> position : set->more >> (position - 64)) & 1;
}

/*
 * Whether a text, not necessarily terminated, is a word. Words are short, and
 * differ early on.
 */
static inline bool ia_is_word(const char *word, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (!word[i] || word[i] != text[i])
			return false;
	}
	return !word[len];
}

/* Where a word ends that a text, terminated, begins with; NULL when it does not. */
static inline const char *ia_word_end(const char *word, const char *text)
{
	for (; *word; word++, text++) {
		if (*word != *text)
			return NULL;
	}
	return text;
}

const char *ia_word(const struct ia_wordlist *words, unsigned int enumerator);
unsigned int ia_word_find(const struct ia_wordlist *words, const char *text, size_t len);

#endif /* IA_MACHINE_VALUE_H */
