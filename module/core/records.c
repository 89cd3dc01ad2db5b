// SPDX-License-Identifier: GPL-2.0
#include "records.h"

#include "../../include/uapi/iommu_audit.h"

/* What the description says of a kind, for the table. */
#define ARG_ADDRESS(...)
#define ARG_INT(...)
#define ARG_COUNT(...)
#define ARG_HEX(arg)		.digits = (arg),
#define ARG_ID(arg)		.digits = (arg),
#define ARG_SEGMENT(...)
#define ARG_REVISION(...)
#define ARG_MILLI(...)
#define ARG_FLAG(...)
#define ARG_ENUM(list)		.words = ia_words_##list,
#define ARG_BITS(list)		.words = ia_words_##list,
#define ARG_TEXT(...)
#define ARG_PATH(...)
#define ARG_INTS(...)
#define ARG_TEXTS(...)
#define ARG_MEMBERS(...)
#define ARG_REGIONS(...)

/* What always applies and was not filled in is not known. */
#define ALWAYS			.absent = IOMMU_AUDIT_UNKNOWN,
#define DASH(...)		.absent = IOMMU_AUDIT_NOT_APPLICABLE, .is_optional = true,
#define NONE(...)		.absent = IOMMU_AUDIT_NONE, .is_optional = true,
#define OMIT(...)		.is_optional = true,
#define EITHER(...)		DASH() .is_either = true,
#define KNOWN
#define UNKNOWN(...)		.is_guessed = true,
#define VARIES(known)		known

/* Wider ones there are none of. */
#define IA_KIND_ID		IA_KIND_HEX

#define FIELD(member, name, KIND, arg, unit, applies, known, ...) {	\
	.key = IA_WORD(" " name "="),					\
	.kind = IA_KIND_##KIND, .offset = offsetof(RECORD, member),	\
	ARG_##KIND(arg) applies known					\
},

#define LAYOUT(name, list)						\
static const struct ia_record_field name##_fields[] = { IOMMU_AUDIT_##list(FIELD) };	\
const struct ia_record_layout ia_##name##_layout = {				\
	name##_fields, ARRAY_SIZE(name##_fields), sizeof(RECORD)		\
}

/* Texts that are part of the record. */
#define IA_KIND_TEXT IA_KIND_NAME

#define RECORD struct ia_device
LAYOUT(device, DEVICE);
#undef RECORD

#define RECORD struct ia_event
LAYOUT(event, EVENT);
#undef RECORD

#define RECORD struct ia_requester
LAYOUT(requester, REQUESTER);
#undef RECORD

#undef IA_KIND_TEXT

#define RECORD struct ia_identity
LAYOUT(identity, IDENTITY);
#undef RECORD

#define RECORD struct ia_source
LAYOUT(source, SOURCE);
#undef RECORD

#define RECORD struct ia_monitor
LAYOUT(monitor, MONITOR);
#undef RECORD

#define RECORD struct ia_unit
LAYOUT(unit, UNIT);
#undef RECORD

#define RECORD struct ia_register
LAYOUT(register, REGISTER);
#undef RECORD

#define RECORD struct ia_group
LAYOUT(group, GROUP);
#undef RECORD

#define RECORD struct ia_acs
LAYOUT(acs, ACS);
#undef RECORD

#define RECORD struct ia_fault_unit_line
LAYOUT(fault_unit, FAULT_UNIT);
#undef RECORD

#define RECORD struct ia_fault_source_line
LAYOUT(fault, FAULT);
#undef RECORD

#define RECORD struct ia_invalidation_line
LAYOUT(invalidation, INVALIDATION);
#undef RECORD

#define RECORD struct ia_fault_other_line
LAYOUT(fault_other, FAULT_OTHER);
#undef RECORD

#define RECORD struct ia_fault_record_line
LAYOUT(fault_record, FAULT_RECORD);
#undef RECORD

#define RECORD struct ia_events_lost
LAYOUT(events_lost, EVENTS_LOST);
#undef RECORD

#define RECORD struct ia_bench_state_line
LAYOUT(bench_state, BENCH_STATE);
#undef RECORD

#define RECORD struct ia_bench_params_line
LAYOUT(bench_params, BENCH_PARAMS);
#undef RECORD

#define RECORD struct ia_bench_context_line
LAYOUT(bench_context, BENCH_CONTEXT);
#undef RECORD

#define RECORD struct ia_bench_op_line
LAYOUT(bench_op, BENCH_OP);
#undef RECORD

#define RECORD struct ia_bench_bin_line
LAYOUT(bench_bin, BENCH_BIN);
#undef RECORD
