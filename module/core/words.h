/* SPDX-License-Identifier: GPL-2.0 */
/* words.c: the enumerations of include/uapi/iommu_audit/enums.h, and their words */
#ifndef IA_CORE_WORDS_H
#define IA_CORE_WORDS_H

#include "../../include/uapi/iommu_audit/enums.h"
#include "types.h"

/*
 * What a value can be besides a value. Every number, flag, enumeration and length
 * of a list has these two, in the width of its type; so nothing reads as 0 that
 * nobody has filled in, see ia_record_init(). The third leaves out a key that is
 * otherwise written as absent.
 */
#define IA_ABSENT	(-1)
#define IA_UNKNOWN	(-2)
#define IA_OMITTED	(-3)

/**
 * struct ia_word - a short text with its length, to be written many times
 * @text: the text, terminated
 * @len: its length
 */
struct ia_word {
	char text[31];
	u8 len;
};

#define IA_WORD(string)	{ string, sizeof(string) - 1 }

#define IA_STATES(prefix)							\
	prefix##_OMITTED = IA_OMITTED, prefix##_UNKNOWN = IA_UNKNOWN,		\
	prefix##_ABSENT = IA_ABSENT

#define IA_DEFINE(name, ...)	IA_VENDOR_##name,
enum ia_vendor { IA_STATES(IA_VENDOR), IOMMU_AUDIT_VENDORS(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_DOMAIN_##name,
enum ia_domain { IA_STATES(IA_DOMAIN), IOMMU_AUDIT_DOMAINS(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_FLUSH_##name,
enum ia_flush { IA_STATES(IA_FLUSH), IOMMU_AUDIT_FLUSHES(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_REMAP_##name,
enum ia_remap_mode { IA_STATES(IA_REMAP), IOMMU_AUDIT_REMAP_MODES(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_STAGE_##name,
enum ia_stage { IA_STATES(IA_STAGE), IOMMU_AUDIT_STAGES(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_TABLES_##name,
enum ia_table_mode { IA_STATES(IA_TABLES), IOMMU_AUDIT_TABLE_MODES(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_REMAP_BY_##name,
enum ia_remap_reason {
	IA_STATES(IA_REMAP_BY), IOMMU_AUDIT_REMAP_REASONS(IA_DEFINE)
};

#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_PORT_##name,
enum ia_port_type { IA_STATES(IA_PORT), IOMMU_AUDIT_PORT_TYPES(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_CAP_##name,
enum ia_cap_state { IA_STATES(IA_CAP), IOMMU_AUDIT_CAP_STATES(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_REGION_##name,
enum ia_region_type { IA_STATES(IA_REGION), IOMMU_AUDIT_REGION_TYPES(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_ACCESS_##name,
enum ia_access_type { IA_STATES(IA_ACCESS), IOMMU_AUDIT_ACCESSES(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_INVAL_##name,
enum ia_inval_error {
	IA_STATES(IA_INVAL), IOMMU_AUDIT_INVAL_ERRORS(IA_DEFINE) IA_INVAL_ERRORS
};

#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_HYPERVISOR_##name,
enum ia_hypervisor { IA_STATES(IA_HYPERVISOR), IOMMU_AUDIT_HYPERVISORS(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_ACCURACY_##name,
enum ia_accuracy { IA_STATES(IA_ACCURACY), IOMMU_AUDIT_ACCURACIES(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_SOURCE_##name,
enum ia_source_name { IA_STATES(IA_SOURCE), IOMMU_AUDIT_SOURCES(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_METHOD_##name,
enum ia_source_method { IA_STATES(IA_METHOD), IOMMU_AUDIT_SOURCE_METHODS(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_MONITOR_##name,
enum ia_monitor_name { IA_STATES(IA_MONITOR), IOMMU_AUDIT_MONITORS(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_HOOK_##name,
enum ia_hook { IOMMU_AUDIT_HOOKS(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_EVENT_##name,
enum ia_event_kind { IA_STATES(IA_EVENT), IOMMU_AUDIT_EVENT_KINDS(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_REQUEST_##name,
enum ia_request_place { IA_STATES(IA_REQUEST), IOMMU_AUDIT_REQUEST_PLACES(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_RESET_##name,
enum ia_reset_method { IA_STATES(IA_RESET), IOMMU_AUDIT_RESET_METHODS(IA_DEFINE) };
#undef IA_DEFINE

#define IA_DEFINE(name, ...)	IA_BENCH_##name,
enum ia_bench_outcome { IOMMU_AUDIT_BENCH_STATES(IA_DEFINE) };
enum ia_bench_mode { IOMMU_AUDIT_BENCH_MODES(IA_DEFINE) IA_BENCH_MODES };
enum ia_bench_dir { IOMMU_AUDIT_BENCH_DIRS(IA_DEFINE) IA_BENCH_DIRS };
enum ia_bench_op_type { IOMMU_AUDIT_BENCH_OPS(IA_DEFINE) IA_BENCH_OPS };
#undef IA_DEFINE

/* Where the bits of a register begin in the list that they are part of. */
#define IA_ONE(...)	+ 1
enum {
	IA_AT_VTD_CAP = 0,
	IA_AT_VTD_ECAP = IA_AT_VTD_CAP IOMMU_AUDIT_VTD_CAP_BITS(IA_ONE),
	IA_AT_AMD_CAP = IA_AT_VTD_ECAP IOMMU_AUDIT_VTD_ECAP_BITS(IA_ONE),
	IA_AT_AMD_EFR = IA_AT_AMD_CAP IOMMU_AUDIT_AMD_CAP_BITS(IA_ONE),
	IA_AT_VTD_STATUS = 0,
	IA_AT_AMD_CONTROL = IA_AT_VTD_STATUS IOMMU_AUDIT_VTD_STATUS_BITS(IA_ONE),
};

#undef IA_ONE

/* For tables of ia_bits_add(). */
#define IA_NUMBER(name, word, bit)	bit,

/*
 * The C type of each list, and its words, by the value. A set of bits is one of
 * positions in its list: two registers may have the same bit.
 */
#define IA_TYPE_VENDORS		enum ia_vendor
#define IA_TYPE_DOMAINS		enum ia_domain
#define IA_TYPE_FLUSHES		enum ia_flush
#define IA_TYPE_REMAP_MODES	enum ia_remap_mode
#define IA_TYPE_STAGES		enum ia_stage
#define IA_TYPE_TABLE_MODES	enum ia_table_mode
#define IA_TYPE_REMAP_REASONS	enum ia_remap_reason
#define IA_TYPE_PORT_TYPES	enum ia_port_type
#define IA_TYPE_CAP_STATES	enum ia_cap_state
#define IA_TYPE_ACCESSES	enum ia_access_type
#define IA_TYPE_INVAL_ERRORS	enum ia_inval_error
#define IA_TYPE_HYPERVISORS	enum ia_hypervisor
#define IA_TYPE_ACCURACIES	enum ia_accuracy
#define IA_TYPE_SOURCES		enum ia_source_name
#define IA_TYPE_SOURCE_METHODS	enum ia_source_method
#define IA_TYPE_MONITORS	enum ia_monitor_name
#define IA_TYPE_EVENT_KINDS	enum ia_event_kind
#define IA_TYPE_REQUEST_PLACES	enum ia_request_place
#define IA_TYPE_RESET_METHODS	enum ia_reset_method
#define IA_TYPE_BENCH_STATES	enum ia_bench_outcome
#define IA_TYPE_BENCH_MODES	enum ia_bench_mode
#define IA_TYPE_BENCH_DIRS	enum ia_bench_dir
#define IA_TYPE_BENCH_OPS	enum ia_bench_op_type

extern const struct ia_word ia_words_VENDORS[];
extern const struct ia_word ia_words_DOMAINS[];
extern const struct ia_word ia_words_FLUSHES[];
extern const struct ia_word ia_words_REMAP_MODES[];
extern const struct ia_word ia_words_STAGES[];
extern const struct ia_word ia_words_TABLE_MODES[];
extern const struct ia_word ia_words_REMAP_REASONS[];
extern const struct ia_word ia_words_PORT_TYPES[];
extern const struct ia_word ia_words_CAP_STATES[];
extern const struct ia_word ia_words_REGION_TYPES[];
extern const struct ia_word ia_words_ACCESSES[];
extern const struct ia_word ia_words_INVAL_ERRORS[];
extern const struct ia_word ia_words_HYPERVISORS[];
extern const struct ia_word ia_words_ACCURACIES[];
extern const struct ia_word ia_words_SOURCES[];
extern const struct ia_word ia_words_SOURCE_METHODS[];
extern const struct ia_word ia_words_MONITORS[];
extern const struct ia_word ia_words_HOOKS[];
extern const struct ia_word ia_words_EVENT_KINDS[];
extern const struct ia_word ia_words_REQUEST_PLACES[];
extern const struct ia_word ia_words_RESET_METHODS[];
extern const struct ia_word ia_words_BENCH_STATES[];
extern const struct ia_word ia_words_BENCH_MODES[];
extern const struct ia_word ia_words_BENCH_DIRS[];
extern const struct ia_word ia_words_BENCH_OPS[];
extern const struct ia_word ia_words_ACS_BITS[];
extern const struct ia_word ia_words_FEATURES[];
extern const struct ia_word ia_words_STATUSES[];

const char *ia_word_of(const struct ia_word *words, int value);
enum ia_domain ia_domain_parse(const char *word);

#endif /* IA_CORE_WORDS_H */
