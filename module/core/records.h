/* SPDX-License-Identifier: GPL-2.0 */
/*
 * records.c: one struct for each record of include/uapi/iommu_audit/records.h,
 * member by member as it is described there, and its layout for ia_record_format()
 */
#ifndef IA_CORE_RECORDS_H
#define IA_CORE_RECORDS_H

#include "../../include/uapi/iommu_audit/records.h"
#include "format.h"

/* The C type of each kind of value. IA_ABSENT and IA_UNKNOWN fit into each number. */
#define IA_C_ADDRESS(...)	u64
#define IA_C_INT(...)		int
#define IA_C_COUNT(...)		u64
#define IA_C_HEX(...)		u64
#define IA_C_ID(...)		u64
#define IA_C_SEGMENT(...)	int
#define IA_C_REVISION(...)	int
#define IA_C_MILLI(...)		int
#define IA_C_FLAG(...)		int
#define IA_C_ENUM(list)		IA_TYPE_##list
#define IA_C_BITS(...)		struct ia_bits
#define IA_C_PATH(...)		struct ia_bridges
#define IA_C_INTS(...)		struct ia_ints
#define IA_C_TEXTS(...)		const char *
#define IA_C_MEMBERS(...)	const char *
#define IA_C_REGIONS(...)	const char *
#define IA_MEMBER(member, key, KIND, arg, ...)	IA_C_##KIND(arg) member;

/* Texts that may vanish at any moment are copied into the record. */
#define IA_C_TEXT(...)		typeof(char[IA_NAME_SIZE])

struct ia_device {
	IOMMU_AUDIT_DEVICE(IA_MEMBER)
};

struct ia_event {
	IOMMU_AUDIT_EVENT(IA_MEMBER)
};

struct ia_requester {
	IOMMU_AUDIT_REQUESTER(IA_MEMBER)
};

#undef IA_C_TEXT

/* All others outlive it, or belong to it. */
#define IA_C_TEXT(...)		const char *

struct ia_identity {
	IOMMU_AUDIT_IDENTITY(IA_MEMBER)
};

struct ia_source {
	IOMMU_AUDIT_SOURCE(IA_MEMBER)
};

struct ia_monitor {
	IOMMU_AUDIT_MONITOR(IA_MEMBER)
};

struct ia_unit {
	IOMMU_AUDIT_UNIT(IA_MEMBER)
};

struct ia_register {
	IOMMU_AUDIT_REGISTER(IA_MEMBER)
};

struct ia_group {
	IOMMU_AUDIT_GROUP(IA_MEMBER)
};

struct ia_acs {
	IOMMU_AUDIT_ACS(IA_MEMBER)
};

struct ia_fault_unit_line {
	IOMMU_AUDIT_FAULT_UNIT(IA_MEMBER)
};

struct ia_fault_source_line {
	IOMMU_AUDIT_FAULT(IA_MEMBER)
};

struct ia_invalidation_line {
	IOMMU_AUDIT_INVALIDATION(IA_MEMBER)
};

struct ia_fault_other_line {
	IOMMU_AUDIT_FAULT_OTHER(IA_MEMBER)
};

struct ia_fault_record_line {
	IOMMU_AUDIT_FAULT_RECORD(IA_MEMBER)
};

struct ia_events_lost {
	IOMMU_AUDIT_EVENTS_LOST(IA_MEMBER)
};

struct ia_bench_state_line {
	IOMMU_AUDIT_BENCH_STATE(IA_MEMBER)
};

struct ia_bench_params_line {
	IOMMU_AUDIT_BENCH_PARAMS(IA_MEMBER)
};

struct ia_bench_context_line {
	IOMMU_AUDIT_BENCH_CONTEXT(IA_MEMBER)
};

struct ia_bench_op_line {
	IOMMU_AUDIT_BENCH_OP(IA_MEMBER)
};

struct ia_bench_bin_line {
	IOMMU_AUDIT_BENCH_BIN(IA_MEMBER)
};

extern const struct ia_record_layout ia_device_layout;
extern const struct ia_record_layout ia_event_layout;
extern const struct ia_record_layout ia_requester_layout;
extern const struct ia_record_layout ia_identity_layout;
extern const struct ia_record_layout ia_source_layout;
extern const struct ia_record_layout ia_monitor_layout;
extern const struct ia_record_layout ia_unit_layout;
extern const struct ia_record_layout ia_register_layout;
extern const struct ia_record_layout ia_group_layout;
extern const struct ia_record_layout ia_acs_layout;
extern const struct ia_record_layout ia_fault_unit_layout;
extern const struct ia_record_layout ia_fault_layout;
extern const struct ia_record_layout ia_invalidation_layout;
extern const struct ia_record_layout ia_fault_other_layout;
extern const struct ia_record_layout ia_fault_record_layout;
extern const struct ia_record_layout ia_events_lost_layout;
extern const struct ia_record_layout ia_bench_state_layout;
extern const struct ia_record_layout ia_bench_params_layout;
extern const struct ia_record_layout ia_bench_context_layout;
extern const struct ia_record_layout ia_bench_op_layout;
extern const struct ia_record_layout ia_bench_bin_layout;

#endif /* IA_CORE_RECORDS_H */
