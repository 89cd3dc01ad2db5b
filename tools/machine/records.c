// SPDX-License-Identifier: GPL-2.0
/* The descriptions of all records, made from their lists. */
#include "machine.h"

#include "../../include/uapi/iommu_audit.h"

/* What the last two columns of a list make of themselves. */
#define ALWAYS		.absent = IA_ABSENT_NEVER
#define DASH(when)	.absent = IA_ABSENT_DASH, .absent_when = when
#define NONE(when)	.absent = IA_ABSENT_NONE, .absent_when = when
#define OMIT(when)	.absent = IA_ABSENT_OMITTED, .absent_when = when
#define EITHER(when)	.absent = IA_ABSENT_EITHER, .absent_when = when
#define KNOWN		.unknown_when = NULL
#define UNKNOWN(when)	.unknown_when = when
#define VARIES(known)	.varies = true, known

/* And the columns KIND and arg. */
#define KIND_ADDRESS(arg)	IA_KEY_ADDRESS
#define KIND_INT(arg)		IA_KEY_INT
#define KIND_COUNT(arg)		IA_KEY_COUNT
#define KIND_HEX(arg)		IA_KEY_HEX, .digits = arg
#define KIND_ID(arg)		IA_KEY_HEX, .digits = arg, .exact = true
#define KIND_SEGMENT(arg)	IA_KEY_SEGMENT
#define KIND_REVISION(arg)	IA_KEY_REVISION
#define KIND_MILLI(arg)		IA_KEY_MILLI
#define KIND_FLAG(arg)		IA_KEY_FLAG, .words = &ia_words_flags
#define KIND_ENUM(list)		IA_KEY_ENUM, .words = WORDS_##list
#define KIND_BITS(list)		IA_KEY_BITS, .words = WORDS_##list
#define KIND_TEXT(list)		IA_KEY_TEXT, .alphabet = &ia_alphabets[IA_ALPHABET_##list]
#define KIND_PATH(arg)		IA_KEY_PATH
#define KIND_INTS(arg)		IA_KEY_INTS
#define KIND_TEXTS(list)	IA_KEY_TEXTS, .alphabet = &ia_alphabets[IA_ALPHABET_##list]
#define KIND_MEMBERS(list)	IA_KEY_MEMBERS, .alphabet = &ia_alphabets[IA_ALPHABET_##list]
#define KIND_REGIONS(arg)	IA_KEY_REGIONS

#define WORDS_VENDORS		(&ia_words_vendors)
#define WORDS_DOMAINS		(&ia_words_domains)
#define WORDS_FLUSHES		(&ia_words_flushes)
#define WORDS_REMAP_MODES	(&ia_words_remap_modes)
#define WORDS_STAGES		(&ia_words_stages)
#define WORDS_TABLE_MODES	(&ia_words_table_modes)
#define WORDS_REMAP_REASONS	(&ia_words_remap_reasons)
#define WORDS_PORT_TYPES	(&ia_words_port_types)
#define WORDS_CAP_STATES	(&ia_words_cap_states)
#define WORDS_ACCESSES		(&ia_words_accesses)
#define WORDS_INVAL_ERRORS	(&ia_words_inval_errors)
#define WORDS_HYPERVISORS	(&ia_words_hypervisors)
#define WORDS_ACCURACIES	(&ia_words_accuracies)
#define WORDS_SOURCES		(&ia_words_sources)
#define WORDS_SOURCE_METHODS	(&ia_words_source_methods)
#define WORDS_MONITORS		(&ia_words_monitors)
#define WORDS_HOOKS		(&ia_words_hooks)
#define WORDS_EVENT_KINDS	(&ia_words_event_kinds)
#define WORDS_REQUEST_PLACES	(&ia_words_request_places)
#define WORDS_RESET_METHODS	(&ia_words_reset_methods)
#define WORDS_BENCH_STATES	(&ia_words_bench_states)
#define WORDS_BENCH_MODES	(&ia_words_bench_modes)
#define WORDS_BENCH_DIRS	(&ia_words_bench_dirs)
#define WORDS_BENCH_OPS		(&ia_words_bench_ops)
#define WORDS_MACHINE_SOURCES	(&ia_words_machine_sources)
#define WORDS_ARCHES		(&ia_words_arches)
#define WORDS_VTD_DEFAULTS	(&ia_words_vtd_defaults)
#define WORDS_DEFAULT_DOMAINS	(&ia_words_default_domains)
#define WORDS_BOOT_STAGES	(&ia_words_boot_stages)
#define WORDS_MODULE_PLACES	(&ia_words_module_places)
#define WORDS_INITRAMFS_STATES	(&ia_words_initramfs_states)
#define WORDS_INITRAMFS_INITS	(&ia_words_initramfs_inits)
#define WORDS_PACKINGS	(&ia_words_packings)
#define WORDS_VM_EXTENSIONS	(&ia_words_vm_extensions)
#define WORDS_USES		(&ia_words_uses)
#define WORDS_ACS_BITS		(&ia_words_acs_bits)
#define WORDS_FEATURES		(&ia_words_features)
#define WORDS_STATUSES		(&ia_words_statuses)

#define F(member_, key, kind_, arg, unit_, applies, unknown, about_)	\
	{ .name = key, .kind = KIND_##kind_(arg),				\
	  .offset = offsetof(RECORD, member_), .unit = unit_, applies, unknown, \
	  .about = about_ },

#define RECORD	struct ia_identity
static const struct ia_key identity_keys[] = { IOMMU_AUDIT_IDENTITY(F) };
#undef RECORD
#define RECORD	struct ia_source
static const struct ia_key source_keys[] = { IOMMU_AUDIT_SOURCE(F) };
#undef RECORD
#define RECORD	struct ia_monitor
static const struct ia_key monitor_keys[] = { IOMMU_AUDIT_MONITOR(F) };
#undef RECORD
#define RECORD	struct ia_unit
static const struct ia_key unit_keys[] = { IOMMU_AUDIT_UNIT(F) };
#undef RECORD
#define RECORD	struct ia_register
static const struct ia_key register_keys[] = { IOMMU_AUDIT_REGISTER(F) };
#undef RECORD
#define RECORD	struct ia_group
static const struct ia_key group_keys[] = { IOMMU_AUDIT_GROUP(F) };
#undef RECORD
#define RECORD	struct ia_device
static const struct ia_key device_keys[] = { IOMMU_AUDIT_DEVICE(F) };
#undef RECORD
#define RECORD	struct ia_acs
static const struct ia_key acs_keys[] = { IOMMU_AUDIT_ACS(F) };
#undef RECORD
#define RECORD	struct ia_requester
static const struct ia_key requester_keys[] = { IOMMU_AUDIT_REQUESTER(F) };
#undef RECORD
#define RECORD	struct ia_fault_unit
static const struct ia_key fault_unit_keys[] = { IOMMU_AUDIT_FAULT_UNIT(F) };
#undef RECORD
#define RECORD	struct ia_fault
static const struct ia_key fault_keys[] = { IOMMU_AUDIT_FAULT(F) };
#undef RECORD
#define RECORD	struct ia_invalidation
static const struct ia_key invalidation_keys[] = { IOMMU_AUDIT_INVALIDATION(F) };
#undef RECORD
#define RECORD	struct ia_fault_other
static const struct ia_key fault_other_keys[] = { IOMMU_AUDIT_FAULT_OTHER(F) };
#undef RECORD
#define RECORD	struct ia_fault_record
static const struct ia_key fault_record_keys[] = { IOMMU_AUDIT_FAULT_RECORD(F) };
#undef RECORD
#define RECORD	struct ia_event
static const struct ia_key event_keys[] = { IOMMU_AUDIT_EVENT(F) };
#undef RECORD
#define RECORD	struct ia_events_lost
static const struct ia_key events_lost_keys[] = { IOMMU_AUDIT_EVENTS_LOST(F) };
#undef RECORD
#define RECORD	struct ia_bench_state
static const struct ia_key bench_state_keys[] = { IOMMU_AUDIT_BENCH_STATE(F) };
#undef RECORD
#define RECORD	struct ia_bench_params
static const struct ia_key bench_params_keys[] = { IOMMU_AUDIT_BENCH_PARAMS(F) };
#undef RECORD
#define RECORD	struct ia_bench_context
static const struct ia_key bench_context_keys[] = { IOMMU_AUDIT_BENCH_CONTEXT(F) };
#undef RECORD
#define RECORD	struct ia_bench_op
static const struct ia_key bench_op_keys[] = { IOMMU_AUDIT_BENCH_OP(F) };
#undef RECORD
#define RECORD	struct ia_bench_bin
static const struct ia_key bench_bin_keys[] = { IOMMU_AUDIT_BENCH_BIN(F) };
#undef RECORD
#define RECORD	struct ia_origin
static const struct ia_key origin_keys[] = { IA_HOST_ORIGIN(F) };
#undef RECORD
#define RECORD	struct ia_numa
static const struct ia_key numa_keys[] = { IA_HOST_NUMA(F) };
#undef RECORD
#define RECORD	struct ia_hugepages
static const struct ia_key hugepages_keys[] = { IA_HOST_HUGEPAGES(F) };
#undef RECORD
#define RECORD	struct ia_numa_node
static const struct ia_key numa_node_keys[] = { IA_HOST_NODE(F) };
#undef RECORD
#define RECORD	struct ia_node_pages
static const struct ia_key node_pages_keys[] = { IA_HOST_NODE_PAGES(F) };
#undef RECORD
#define RECORD	struct ia_limits
static const struct ia_key limits_keys[] = { IA_HOST_LIMITS(F) };
#undef RECORD
#define RECORD	struct ia_config
static const struct ia_key config_keys[] = { IA_HOST_CONFIG(F) };
#undef RECORD
#define RECORD	struct ia_vfio
static const struct ia_key vfio_keys[] = { IA_HOST_VFIO(F) };
#undef RECORD
#define RECORD	struct ia_next_boot
static const struct ia_key next_boot_keys[] = { IA_HOST_NEXT_BOOT(F) };
#undef RECORD
#define RECORD	struct ia_module
static const struct ia_key module_keys[] = { IA_HOST_MODULE(F) };
#undef RECORD
#define RECORD	struct ia_host_device
static const struct ia_key host_device_keys[] = { IA_HOST_DEVICE(F) };
#undef RECORD
#define RECORD	struct ia_host_names
static const struct ia_key host_names_keys[] = { IA_HOST_NAMES(F) };
#undef RECORD
#define RECORD	struct ia_platform
static const struct ia_key platform_keys[] = { IA_HOST_PLATFORM(F) };
#undef RECORD
#define RECORD	struct ia_device_firmware
static const struct ia_key device_firmware_keys[] = { IA_HOST_FIRMWARE(F) };
#undef RECORD
#define RECORD	struct ia_usage
static const struct ia_key usage_keys[] = { IA_HOST_USAGE(F) };
#undef RECORD
#define RECORD	struct ia_use
static const struct ia_key use_keys[] = { IA_HOST_USE(F) };
#undef RECORD
#define RECORD	struct ia_bench_request
static const struct ia_key bench_request_keys[] = { IA_HOST_BENCH_REQUEST(F) };
#undef RECORD
#undef F

#define KEYS(name)	name##_keys, sizeof(name##_keys) / sizeof(*name##_keys), \
			sizeof(struct ia_##name)

const struct ia_record_info ia_records[IA_RECORDS] = {
#define R(list, name, file, mark, about)	\
	[IA_RECORD_##list] = { #name, IOMMU_AUDIT_FILE_##file, mark, about, KEYS(name) },
	IOMMU_AUDIT_RECORDS(R)
#undef R
#define R(list, name, about)	\
	[IA_RECORD_HOST_##list] = { #name, NULL, NULL, about, KEYS(name) },
	IA_HOST_RECORDS(R)
#undef R
};
