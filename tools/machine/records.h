/* SPDX-License-Identifier: GPL-2.0 */
/*
 * records.c, alphabet.c, keys.c, key_parse.c, key_text.c: the records of the contract and of
 * the host as C structs, and the tables of their keys
 */
#ifndef IA_MACHINE_RECORDS_H
#define IA_MACHINE_RECORDS_H

#include "../../include/uapi/iommu_audit/records.h"
#include "../base/memory.h"
#include "host_records.h"
#include "value.h"

/* The C type of each kind of value. */
#define IA_TYPE_ADDRESS(arg)	ia_address
#define IA_TYPE_INT(arg)	struct ia_number
#define IA_TYPE_COUNT(arg)	struct ia_number
#define IA_TYPE_HEX(arg)	struct ia_number
#define IA_TYPE_ID(arg)		struct ia_number
#define IA_TYPE_SEGMENT(arg)	struct ia_number
#define IA_TYPE_REVISION(arg)	struct ia_number
#define IA_TYPE_MILLI(arg)	struct ia_number
#define IA_TYPE_FLAG(arg)	enum ia_flag
#define IA_TYPE_ENUM(list)	IA_TYPE_##list
#define IA_TYPE_BITS(list)	struct ia_bits
#define IA_TYPE_TEXT(arg)	struct ia_string
#define IA_TYPE_PATH(arg)	struct ia_addresses
#define IA_TYPE_INTS(arg)	struct ia_numbers
#define IA_TYPE_TEXTS(arg)	struct ia_texts
#define IA_TYPE_MEMBERS(arg)	struct ia_members
#define IA_TYPE_REGIONS(arg)	struct ia_regions

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
#define IA_TYPE_MACHINE_SOURCES	enum ia_machine_source
#define IA_TYPE_ARCHES		enum ia_arch
#define IA_TYPE_VTD_DEFAULTS	enum ia_vtd_default
#define IA_TYPE_DEFAULT_DOMAINS	enum ia_default_domain
#define IA_TYPE_BOOT_STAGES	enum ia_module_stage
#define IA_TYPE_MODULE_PLACES	enum ia_module_place
#define IA_TYPE_INITRAMFS_STATES enum ia_initramfs_state
#define IA_TYPE_INITRAMFS_INITS	enum ia_initramfs_init
#define IA_TYPE_PACKINGS	enum ia_packing
#define IA_TYPE_USES		enum ia_use_kind
#define IA_TYPE_VM_EXTENSIONS	enum ia_vm_extension

/* The members of a record's struct: its values, in the order of their keys. */
#define IA_MEMBER(member, key, kind, arg, unit, applies, known, text)	\
	IA_TYPE_##kind(arg) member;

/*
 * The records, by the names of the lists. Devices, groups and ACS have members
 * of their own behind the values: machine.h.
 */
struct ia_identity { IOMMU_AUDIT_IDENTITY(IA_MEMBER) };
struct ia_source { IOMMU_AUDIT_SOURCE(IA_MEMBER) };
struct ia_monitor { IOMMU_AUDIT_MONITOR(IA_MEMBER) };
struct ia_unit { IOMMU_AUDIT_UNIT(IA_MEMBER) };
struct ia_register { IOMMU_AUDIT_REGISTER(IA_MEMBER) };
struct ia_requester { IOMMU_AUDIT_REQUESTER(IA_MEMBER) };
struct ia_fault_unit { IOMMU_AUDIT_FAULT_UNIT(IA_MEMBER) };
struct ia_fault { IOMMU_AUDIT_FAULT(IA_MEMBER) };
struct ia_invalidation { IOMMU_AUDIT_INVALIDATION(IA_MEMBER) };
struct ia_fault_other { IOMMU_AUDIT_FAULT_OTHER(IA_MEMBER) };
struct ia_fault_record { IOMMU_AUDIT_FAULT_RECORD(IA_MEMBER) };
struct ia_event { IOMMU_AUDIT_EVENT(IA_MEMBER) };
struct ia_events_lost { IOMMU_AUDIT_EVENTS_LOST(IA_MEMBER) };
struct ia_bench_state { IOMMU_AUDIT_BENCH_STATE(IA_MEMBER) };
struct ia_bench_params { IOMMU_AUDIT_BENCH_PARAMS(IA_MEMBER) };
struct ia_bench_context { IOMMU_AUDIT_BENCH_CONTEXT(IA_MEMBER) };
struct ia_bench_op { IOMMU_AUDIT_BENCH_OP(IA_MEMBER) };
struct ia_bench_bin { IOMMU_AUDIT_BENCH_BIN(IA_MEMBER) };

struct ia_origin { IA_HOST_ORIGIN(IA_MEMBER) };
struct ia_numa { IA_HOST_NUMA(IA_MEMBER) };
struct ia_hugepages { IA_HOST_HUGEPAGES(IA_MEMBER) };
struct ia_numa_node { IA_HOST_NODE(IA_MEMBER) };
struct ia_node_pages { IA_HOST_NODE_PAGES(IA_MEMBER) };
struct ia_limits { IA_HOST_LIMITS(IA_MEMBER) };
struct ia_config { IA_HOST_CONFIG(IA_MEMBER) };
struct ia_vfio { IA_HOST_VFIO(IA_MEMBER) };
struct ia_next_boot { IA_HOST_NEXT_BOOT(IA_MEMBER) };
struct ia_module { IA_HOST_MODULE(IA_MEMBER) };
struct ia_host_device { IA_HOST_DEVICE(IA_MEMBER) };
struct ia_host_names { IA_HOST_NAMES(IA_MEMBER) };
struct ia_platform { IA_HOST_PLATFORM(IA_MEMBER) };
struct ia_device_firmware { IA_HOST_FIRMWARE(IA_MEMBER) };
struct ia_usage { IA_HOST_USAGE(IA_MEMBER) };
struct ia_use { IA_HOST_USE(IA_MEMBER) };
struct ia_bench_request { IA_HOST_BENCH_REQUEST(IA_MEMBER) };

/* By the names of IOMMU_AUDIT_RECORDS, then of IA_HOST_RECORDS. */
enum ia_record_id {
#define R(list, name, file, mark, about)	IA_RECORD_##list,
	IOMMU_AUDIT_RECORDS(R)
#undef R
#define R(list, name, about)	IA_RECORD_HOST_##list,
	IA_HOST_RECORDS(R)
#undef R
	IA_RECORDS
};

enum ia_key_kind {
	IA_KEY_ADDRESS,
	IA_KEY_INT,
	IA_KEY_COUNT,
	IA_KEY_HEX,
	IA_KEY_SEGMENT,
	IA_KEY_REVISION,
	IA_KEY_MILLI,
	IA_KEY_FLAG,
	IA_KEY_ENUM,
	IA_KEY_BITS,
	IA_KEY_TEXT,
	IA_KEY_PATH,
	IA_KEY_INTS,
	IA_KEY_TEXTS,
	IA_KEY_MEMBERS,
	IA_KEY_REGIONS,
};

enum ia_alphabet_id {
#define A(name, chars, least, most, about)	IA_ALPHABET_##name,
	IOMMU_AUDIT_ALPHABETS(A)
	IA_HOST_ALPHABETS(A)
#undef A
	IA_ALPHABETS
};

/**
 * struct ia_alphabet - what a text consists of
 * @name: of the alphabet
 * @chars: as between the brackets of a regular expression; "" for all that is clean
 * @least: bytes that it has at least
 * @most: bytes that it has at most; 0 for no limit
 * @about: what such a text is
 */
struct ia_alphabet {
	const char *name;
	const char *chars;
	size_t least;
	size_t most;
	const char *about;
};

/* How text shows that a value does not apply. */
enum ia_absent_form {
	IA_ABSENT_NEVER,	/* it always applies */
	IA_ABSENT_DASH,		/* "-" */
	IA_ABSENT_NONE,		/* "none" */
	IA_ABSENT_OMITTED,	/* the key is left out */
	IA_ABSENT_EITHER,	/* "-", or the key is left out */
};

/* How text shows a value that was left out of a baseline. */
#define IA_LEFT_OUT	"left out"

/**
 * struct ia_key - all there is to say of a key
 * @name: the key in text and in JSON
 * @kind: what its values are
 * @digits: IA_KEY_HEX: least number of digits
 * @exact: IA_KEY_HEX: also the most
 * @words: IA_KEY_ENUM, IA_KEY_FLAG and IA_KEY_BITS: the words
 * @alphabet: IA_KEY_TEXT, IA_KEY_TEXTS and IA_KEY_MEMBERS: what a text consists of
 * @offset: where the value is in the record's struct
 * @unit: unit of a number, or ""
 * @absent: how text shows that it does not apply
 * @absent_when: where that is, or NULL
 * @unknown_when: when it is unknown, or NULL when it never is
 * @varies: nodes of the same hardware and software differ in it: baselines leave it out
 * @about: what it is
 */
struct ia_key {
	const char *name;
	enum ia_key_kind kind;
	unsigned char digits;
	bool exact;
	const struct ia_wordlist *words;
	const struct ia_alphabet *alphabet;
	size_t offset;
	const char *unit;
	enum ia_absent_form absent;
	const char *absent_when;
	const char *unknown_when;
	bool varies;
	const char *about;
};

/**
 * struct ia_record_info - a record and its keys
 * @name: of the record, in JSON and in documentation
 * @file: the file of debugfs that it is in; NULL for records of the host
 * @mark: a key that tells it from the other records of the file
 * @about: what it is
 * @keys: its keys, in their order
 * @count: number of @keys
 * @size: of its struct
 */
struct ia_record_info {
	const char *name;
	const char *file;
	const char *mark;
	const char *about;
	const struct ia_key *keys;
	size_t count;
	size_t size;
};

/**
 * struct ia_value - a value where it stands
 * @key: its key, or one made for a member of another struct
 * @record: that struct; NULL where the value does not apply
 */
struct ia_value {
	const struct ia_key *key;
	const void *record;
};

/*
 * Whether a record says nothing without a key: its first one, and addresses,
 * where each such record has them.
 */
static inline bool ia_key_required(const struct ia_record_info *info, const struct ia_key *key)
{
	return (key == info->keys || key->kind == IA_KEY_ADDRESS) &&
	       !key->unknown_when && key->absent == IA_ABSENT_NEVER;
}

/* records.c */
extern const struct ia_record_info ia_records[IA_RECORDS];

/* alphabet.c */
extern const struct ia_alphabet ia_alphabets[IA_ALPHABETS];
bool ia_alphabet_fits(const struct ia_alphabet *alphabet, const char *text, size_t len);
struct ia_string ia_text_in(enum ia_alphabet_id id, const char *text);

/* keys.c */
void ia_record_clear(const struct ia_record_info *info, void *record);
void ia_record_fill(const struct ia_record_info *info, void *record, const void *from);
const struct ia_key *ia_key_find(const struct ia_record_info *info, const char *name,
				 size_t len);
bool ia_key_known(const struct ia_key *key, const void *record);
bool ia_key_absent(const struct ia_key *key, const void *record);
bool ia_key_unknown(const struct ia_key *key, const void *record);
bool ia_key_left_out(const struct ia_key *key, const void *record);
void ia_key_leave_out(const struct ia_key *key, void *record);
void ia_key_set_absent(const struct ia_key *key, void *record);
int ia_key_order(const struct ia_key *key, const void *a, const void *b);
bool ia_key_equal(const struct ia_key *key, const void *a, const void *b);
uint64_t ia_key_digest(const struct ia_key *key, const void *record);

/* key_parse.c */
const char *ia_key_parse(struct ia_arena *arena, const struct ia_key *key,
			 const char *text, size_t len, void *record);

/* key_text.c */
const char *ia_key_text(struct ia_arena *arena, const struct ia_key *key,
			const void *record);

#endif /* IA_MACHINE_RECORDS_H */
