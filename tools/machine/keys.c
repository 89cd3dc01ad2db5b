// SPDX-License-Identifier: GPL-2.0
#include "machine.h"

#include <stdio.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/* What the last two columns of a list make of themselves. */
#define ALWAYS		.absent = IA_ABSENT_NEVER
#define DASH(when)	.absent = IA_ABSENT_DASH, .absent_when = when
#define NONE(when)	.absent = IA_ABSENT_NONE, .absent_when = when
#define OMIT(when)	.absent = IA_ABSENT_OMITTED, .absent_when = when
#define EITHER(when)	.absent = IA_ABSENT_EITHER, .absent_when = when
#define KNOWN		.unknown_when = NULL
#define UNKNOWN(when)	.unknown_when = when

/* And the columns KIND and arg. */
#define KIND_ADDRESS(arg)	IA_KEY_ADDRESS
#define KIND_INT(arg)		IA_KEY_INT
#define KIND_COUNT(arg)		IA_KEY_COUNT
#define KIND_HEX(arg)		IA_KEY_HEX, .digits = arg
#define KIND_SEGMENT(arg)	IA_KEY_SEGMENT
#define KIND_REVISION(arg)	IA_KEY_REVISION
#define KIND_MILLI(arg)		IA_KEY_MILLI
#define KIND_FLAG(arg)		IA_KEY_FLAG, .words = &ia_words_flags
#define KIND_ENUM(list)		IA_KEY_ENUM, .words = WORDS_##list
#define KIND_BITS(list)		IA_KEY_BITS, .words = WORDS_##list
#define KIND_TEXT(arg)		IA_KEY_TEXT
#define KIND_PATH(arg)		IA_KEY_PATH
#define KIND_INTS(arg)		IA_KEY_INTS
#define KIND_TEXTS(arg)		IA_KEY_TEXTS
#define KIND_MEMBERS(arg)	IA_KEY_MEMBERS
#define KIND_REGIONS(arg)	IA_KEY_REGIONS

#define WORDS_VENDORS		(&ia_words_vendors)
#define WORDS_DOMAINS		(&ia_words_domains)
#define WORDS_FLUSHES		(&ia_words_flushes)
#define WORDS_PORT_TYPES	(&ia_words_port_types)
#define WORDS_CAP_STATES	(&ia_words_cap_states)
#define WORDS_ACCESSES		(&ia_words_accesses)
#define WORDS_ACCURACIES	(&ia_words_accuracies)
#define WORDS_EVENT_KINDS	(&ia_words_event_kinds)
#define WORDS_REQUEST_PLACES	(&ia_words_request_places)
#define WORDS_BENCH_STATES	(&ia_words_bench_states)
#define WORDS_BENCH_MODES	(&ia_words_bench_modes)
#define WORDS_BENCH_DIRS	(&ia_words_bench_dirs)
#define WORDS_BENCH_OPS		(&ia_words_bench_ops)
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
#define RECORD	struct ia_group
static const struct ia_key group_keys[] = { IOMMU_AUDIT_GROUP(F) };
#undef RECORD
#define RECORD	struct ia_device
static const struct ia_key device_keys[] = { IOMMU_AUDIT_DEVICE(F) };
#undef RECORD
#define RECORD	struct ia_acs
static const struct ia_key acs_keys[] = { IOMMU_AUDIT_ACS(F) };
#undef RECORD
#define RECORD	struct ia_fault_unit
static const struct ia_key fault_unit_keys[] = { IOMMU_AUDIT_FAULT_UNIT(F) };
#undef RECORD
#define RECORD	struct ia_fault
static const struct ia_key fault_keys[] = { IOMMU_AUDIT_FAULT(F) };
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
#define RECORD	struct ia_numa
static const struct ia_key numa_keys[] = { IA_HOST_NUMA(F) };
#undef RECORD
#define RECORD	struct ia_hugepages
static const struct ia_key hugepages_keys[] = { IA_HOST_HUGEPAGES(F) };
#undef RECORD
#define RECORD	struct ia_config
static const struct ia_key config_keys[] = { IA_HOST_CONFIG(F) };
#undef RECORD
#define RECORD	struct ia_vfio
static const struct ia_key vfio_keys[] = { IA_HOST_VFIO(F) };
#undef RECORD
#define RECORD	struct ia_host_device
static const struct ia_key host_device_keys[] = { IA_HOST_DEVICE(F) };
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

/* One PCI hierarchy has 256 buses: no path of bridges is longer. */
#define MAX_HOPS	256

/* Where a value is, and the states that all structs of values begin with. */
#define AT(type, key, record)	((type *)((char *)(record) + (key)->offset))
#define SEEN(type, key, record)	((const type *)((const char *)(record) + (key)->offset))

struct state {
	IA_STATE;
};

static bool is_enum(const struct ia_key *key)
{
	return key->kind == IA_KEY_ENUM || key->kind == IA_KEY_FLAG;
}

/* Make all values of a record unknown. */
void ia_record_clear(const struct ia_record_info *info, void *record)
{
	size_t i;

	memset(record, 0, info->size);
	for (i = 0; i < info->count; i++) {
		if (info->keys[i].kind == IA_KEY_ADDRESS)
			*AT(ia_address, &info->keys[i], record) = IA_UNKNOWN_ADDRESS;
	}
}

/**
 * ia_key_find() - look a key up by its name
 * @info: the record
 * @name: the name, not necessarily terminated
 * @len: its length
 *
 * Return: the key, or NULL.
 */
const struct ia_key *ia_key_find(const struct ia_record_info *info, const char *name,
				 size_t len)
{
	size_t i;

	for (i = 0; i < info->count; i++) {
		if (ia_is_word(info->keys[i].name, name, len))
			return &info->keys[i];
	}
	return NULL;
}

/*
 * Tell whether a record says nothing without a key.
 *
 * Return: true for its first one and for addresses, where each such record has them.
 */
bool ia_key_required(const struct ia_record_info *info, const struct ia_key *key)
{
	return !key->unknown_when && key->absent == IA_ABSENT_NEVER &&
	       (key == info->keys || key->kind == IA_KEY_ADDRESS);
}

/**
 * ia_key_known() - tell whether a value is known
 * @key: its key
 * @record: the struct that it is in
 */
bool ia_key_known(const struct ia_key *key, const void *record)
{
	if (key->kind == IA_KEY_ADDRESS)
		return ia_is_address(*SEEN(ia_address, key, record));
	if (is_enum(key))
		return ia_is_value(*SEEN(unsigned int, key, record));
	return SEEN(struct state, key, record)->known;
}

/**
 * ia_key_absent() - tell whether a value does not apply
 * @key: its key
 * @record: the struct that it is in
 */
bool ia_key_absent(const struct ia_key *key, const void *record)
{
	if (key->kind == IA_KEY_ADDRESS)
		return *SEEN(ia_address, key, record) == IA_NO_ADDRESS;
	if (is_enum(key))
		return *SEEN(unsigned int, key, record) == 1;
	return SEEN(struct state, key, record)->absent;
}

/* Make a value one that does not apply. */
void ia_key_set_absent(const struct ia_key *key, void *record)
{
	if (key->kind == IA_KEY_ADDRESS)
		*AT(ia_address, key, record) = IA_NO_ADDRESS;
	else if (is_enum(key))
		*AT(unsigned int, key, record) = 1;
	else
		AT(struct state, key, record)->absent = true;
}

static bool decimal(const char *text, size_t len, uint64_t max, uint64_t *n)
{
	size_t i;

	*n = 0;
	for (i = 0; i < len; i++) {
		unsigned int digit = (unsigned char)text[i] - '0';

		if (digit > 9 || *n > (max - digit) / 10)
			return false;
		*n = *n * 10 + digit;
	}
	return len;
}

static bool hexadecimal(const char *text, size_t len, uint64_t *n)
{
	size_t i;

	*n = 0;
	for (i = 0; i < len; i++) {
		int digit = ia_hex_digit(text[i]);

		if (digit < 0)
			return false;
		*n = *n << 4 | digit;
	}
	return len && len <= 16;
}

static bool prefixed(const char *text, size_t len, uint64_t *n)
{
	return len > 2 && text[0] == '0' && text[1] == 'x' &&
	       hexadecimal(text + 2, len - 2, n);
}

/* Two numbers with a mark between them, as one: the first in the higher bits. */
static bool revision(const char *text, size_t len, uint64_t *n)
{
	const char *dot = memchr(text, '.', len);
	uint64_t major, minor;

	if (!dot || !decimal(text, dot - text, 0xff, &major) ||
	    !decimal(dot + 1, len - (dot + 1 - text), 0xff, &minor))
		return false;
	*n = major << 8 | minor;
	return true;
}

static bool milli(const char *text, size_t len, uint64_t *n)
{
	uint64_t fraction;

	if (len < 5 || text[len - 4] != '.' ||
	    !decimal(text, len - 4, INT32_MAX, n) ||
	    !decimal(text + len - 3, 3, 999, &fraction))
		return false;
	*n = *n * 1000 + fraction;
	return true;
}

static bool number(const struct ia_key *key, const char *text, size_t len, uint64_t *n)
{
	switch (key->kind) {
	case IA_KEY_INT:
		return decimal(text, len, INT32_MAX, n);
	case IA_KEY_COUNT:
		return decimal(text, len, UINT64_MAX, n);
	case IA_KEY_HEX:
		return prefixed(text, len, n);
	case IA_KEY_SEGMENT:
		return len <= 8 && hexadecimal(text, len, n);
	case IA_KEY_REVISION:
		return revision(text, len, n);
	case IA_KEY_MILLI:
		return milli(text, len, n);
	default:
		return false;
	}
}

/* What a later version may write where this one does not know the word. */
static bool is_name(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		char c = text[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '_' && c != '-')
			return false;
	}
	return len && len <= 32;
}

static bool region(const char *text, size_t len, struct ia_region *region)
{
	const char *colon = memchr(text, ':', len);
	const char *dash = colon ? memchr(text, '-', colon - text) : NULL;
	size_t rest;

	if (!dash || !prefixed(text, dash - text, &region->start) ||
	    !prefixed(dash + 1, colon - dash - 1, &region->end) ||
	    region->end < region->start)
		return false;
	rest = len - (colon + 1 - text);
	region->type = ia_word_find(&ia_words_region_types, colon + 1, rest);
	return region->type || is_name(colon + 1, rest);
}

/* Reads one entry of a list to where it belongs. Return: whether it is one. */
static bool entry(struct ia_arena *arena, const struct ia_key *key, const char *text,
		  size_t len, void *to, size_t i)
{
	struct ia_member *member;
	ia_address *address;

	switch (key->kind) {
	case IA_KEY_PATH:
		address = &((ia_address *)to)[i];
		*address = ia_address_parse(text, len, NULL);
		return ia_is_address(*address);
	case IA_KEY_INTS:
		return decimal(text, len, INT32_MAX, &((uint64_t *)to)[i]);
	case IA_KEY_TEXTS:
		((const char **)to)[i] = ia_strndup(arena, text, len);
		return len;
	case IA_KEY_MEMBERS:
		member = &((struct ia_member *)to)[i];
		member->address = ia_address_parse(text, len, NULL);
		member->name = ia_strndup(arena, text, len);
		return len;
	case IA_KEY_REGIONS:
		return region(text, len, &((struct ia_region *)to)[i]);
	default:
		return false;
	}
}

/* What the structs of all lists have in common. */
struct list {
	IA_STATE;
	size_t count;
	const void *items;
};

static size_t entry_size(const struct ia_key *key)
{
	switch (key->kind) {
	case IA_KEY_PATH:
		return sizeof(ia_address);
	case IA_KEY_INTS:
		return sizeof(uint64_t);
	case IA_KEY_TEXTS:
		return sizeof(const char *);
	case IA_KEY_MEMBERS:
		return sizeof(struct ia_member);
	default:
		return sizeof(struct ia_region);
	}
}

static bool parse_list(struct ia_arena *arena, const struct ia_key *key, const char *text,
		       struct list *list)
{
	char mark = key->kind == IA_KEY_PATH ? '/' : ',';
	size_t count = 1, i;
	const char *p;
	void *items;

	list->known = true;
	if (!strcmp(text, IOMMU_AUDIT_NONE))
		return true;
	for (p = text; *p; p++)
		count += *p == mark;
	if (key->kind == IA_KEY_PATH && count > MAX_HOPS)
		return false;
	items = ia_alloc(arena, count, entry_size(key));
	for (i = 0, p = text; i < count; i++) {
		size_t len = strchrnul(p, mark) - p;

		if (!entry(arena, key, p, len, items, i))
			return false;
		p += len + 1;
	}
	list->count = count;
	list->items = items;
	return true;
}

static bool parse_bits(const struct ia_key *key, const char *text, struct ia_bits *set)
{
	set->known = true;
	if (!strcmp(text, IOMMU_AUDIT_NONE))
		return true;
	for (;;) {
		size_t len = strchrnul(text, ',') - text;
		unsigned int position;

		if (ia_bit_find(key->words, text, len, &position)) {
			if (position < 64)
				set->bits |= 1ULL << position;
			else
				set->more |= 1ULL << (position - 64);
		} else if (!is_name(text, len)) {
			return false;
		}
		if (!text[len])
			return true;
		text += len + 1;
	}
}

static bool parse_known(struct ia_arena *arena, const struct ia_key *key, const char *text,
			void *record)
{
	size_t len = strlen(text);
	struct ia_number *n;

	switch (key->kind) {
	case IA_KEY_ADDRESS:
		*AT(ia_address, key, record) = ia_address_parse(text, len, NULL);
		return ia_is_address(*AT(ia_address, key, record));
	case IA_KEY_FLAG:
	case IA_KEY_ENUM:
		*AT(unsigned int, key, record) = ia_word_find(key->words, text, len);
		return *AT(unsigned int, key, record) ||
		       (key->kind == IA_KEY_ENUM && is_name(text, len));
	case IA_KEY_BITS:
		return parse_bits(key, text, AT(struct ia_bits, key, record));
	case IA_KEY_TEXT:
		*AT(struct ia_string, key, record) = ia_text_of(text);
		return true;
	case IA_KEY_PATH:
	case IA_KEY_INTS:
	case IA_KEY_TEXTS:
	case IA_KEY_MEMBERS:
	case IA_KEY_REGIONS:
		return parse_list(arena, key, text, AT(struct list, key, record));
	default:
		n = AT(struct ia_number, key, record);
		n->known = number(key, text, len, &n->n);
		return n->known;
	}
}

static const char *expected(const struct ia_key *key)
{
	static const char *const kinds[] = {
		[IA_KEY_ADDRESS] = "a PCI address",
		[IA_KEY_INT] = "a number", [IA_KEY_COUNT] = "a number",
		[IA_KEY_HEX] = "a hexadecimal number", [IA_KEY_SEGMENT] = "a PCI segment",
		[IA_KEY_REVISION] = "a revision as 1.0", [IA_KEY_MILLI] = "seconds as 0.300",
		[IA_KEY_FLAG] = "0 or 1", [IA_KEY_ENUM] = "a word",
		[IA_KEY_BITS] = "a list of words", [IA_KEY_TEXT] = "a text",
		[IA_KEY_PATH] = "at most 256 PCI addresses with slashes between them",
		[IA_KEY_INTS] = "numbers with commas between them",
		[IA_KEY_TEXTS] = "words with commas between them",
		[IA_KEY_MEMBERS] = "devices with commas between them",
		[IA_KEY_REGIONS] = "regions as 0x0-0xfff:reserved",
	};

	return kinds[key->kind];
}

/**
 * ia_key_parse() - read a value from its text
 * @arena: owner of lists and of a message
 * @key: its key
 * @text: as the module writes it, without quotes; a text is kept by reference
 * @record: the struct to put it into; its values are unknown so far
 *
 * A word of an enumeration that is not known here is unknown: a later version
 * may have more of them.
 *
 * Return: NULL, or what was expected instead.
 */
const char *ia_key_parse(struct ia_arena *arena, const struct ia_key *key,
			 const char *text, void *record)
{
	if (!strcmp(text, IOMMU_AUDIT_UNKNOWN))
		return NULL;
	if ((key->absent == IA_ABSENT_NONE && !strcmp(text, IOMMU_AUDIT_NONE)) ||
	    (key->absent != IA_ABSENT_NEVER && !strcmp(text, IOMMU_AUDIT_NOT_APPLICABLE))) {
		ia_key_set_absent(key, record);
		return NULL;
	}
	return parse_known(arena, key, text, record) ? NULL : expected(key);
}

static bool lists_equal(const struct ia_key *key, const struct list *a, const struct list *b)
{
	size_t i;

	if (a->count != b->count)
		return false;
	for (i = 0; i < a->count; i++) {
		const struct ia_region *x, *y;

		switch (key->kind) {
		case IA_KEY_TEXTS:
			if (strcmp(((const char *const *)a->items)[i],
				   ((const char *const *)b->items)[i]))
				return false;
			break;
		case IA_KEY_MEMBERS:
			if (strcmp(((const struct ia_member *)a->items)[i].name,
				   ((const struct ia_member *)b->items)[i].name))
				return false;
			break;
		case IA_KEY_REGIONS:
			x = &((const struct ia_region *)a->items)[i];
			y = &((const struct ia_region *)b->items)[i];
			if (x->start != y->start || x->end != y->end || x->type != y->type)
				return false;
			break;
		default:
			if (((const uint64_t *)a->items)[i] != ((const uint64_t *)b->items)[i])
				return false;
		}
	}
	return true;
}

/**
 * ia_key_equal() - compare the values of one key in two records
 * @key: the key
 * @a: a record's struct
 * @b: another one's
 *
 * Return: whether they are in the same state and, where known, the same.
 */
bool ia_key_equal(const struct ia_key *key, const void *a, const void *b)
{
	const struct ia_bits *x, *y;

	if (ia_key_known(key, a) != ia_key_known(key, b) ||
	    ia_key_absent(key, a) != ia_key_absent(key, b))
		return false;
	if (!ia_key_known(key, a))
		return true;
	switch (key->kind) {
	case IA_KEY_ADDRESS:
		return *SEEN(ia_address, key, a) == *SEEN(ia_address, key, b);
	case IA_KEY_FLAG:
	case IA_KEY_ENUM:
		return *SEEN(unsigned int, key, a) == *SEEN(unsigned int, key, b);
	case IA_KEY_BITS:
		x = SEEN(struct ia_bits, key, a);
		y = SEEN(struct ia_bits, key, b);
		return x->bits == y->bits && x->more == y->more;
	case IA_KEY_TEXT:
		return !strcmp(SEEN(struct ia_string, key, a)->text,
			       SEEN(struct ia_string, key, b)->text);
	case IA_KEY_PATH:
	case IA_KEY_INTS:
	case IA_KEY_TEXTS:
	case IA_KEY_MEMBERS:
	case IA_KEY_REGIONS:
		return lists_equal(key, SEEN(struct list, key, a), SEEN(struct list, key, b));
	default:
		return SEEN(struct ia_number, key, a)->n == SEEN(struct ia_number, key, b)->n;
	}
}

static uint64_t text_digest(const char *text)
{
	uint64_t digest = 0xcbf29ce484222325ULL;

	for (; *text; text++)
		digest = (digest ^ (unsigned char)*text) * 0x100000001b3ULL;
	return digest;
}

/**
 * ia_key_digest() - a number for a value
 * @key: its key
 * @record: the struct that it is in
 *
 * Return: of an enumeration the enumerator, of what is known a number, an
 * address or the first 64 bits of a set as it is; else a number that is the same
 * for equal values.
 */
uint64_t ia_key_digest(const struct ia_key *key, const void *record)
{
	if (key->kind == IA_KEY_FLAG || key->kind == IA_KEY_ENUM)
		return *SEEN(unsigned int, key, record);
	if (!ia_key_known(key, record))
		return ia_key_absent(key, record);
	switch (key->kind) {
	case IA_KEY_ADDRESS:
		return *SEEN(ia_address, key, record);
	case IA_KEY_BITS:
		return SEEN(struct ia_bits, key, record)->bits;
	case IA_KEY_TEXT:
		return text_digest(SEEN(struct ia_string, key, record)->text);
	case IA_KEY_PATH:
	case IA_KEY_INTS:
	case IA_KEY_TEXTS:
	case IA_KEY_MEMBERS:
	case IA_KEY_REGIONS:
		return SEEN(struct list, key, record)->count;
	default:
		return SEEN(struct ia_number, key, record)->n;
	}
}

static void put_entry(struct ia_buf *buf, const struct ia_key *key, const struct list *list,
		      size_t i)
{
	char address[IA_ADDRESS_SIZE];
	const struct ia_region *r;

	switch (key->kind) {
	case IA_KEY_PATH:
		ia_buf_add(buf, "%s", ia_address_text(address,
						      ((const ia_address *)list->items)[i], true));
		break;
	case IA_KEY_INTS:
		ia_buf_add(buf, "%llu",
			   (unsigned long long)((const uint64_t *)list->items)[i]);
		break;
	case IA_KEY_TEXTS:
		ia_buf_add(buf, "%s", ((const char *const *)list->items)[i]);
		break;
	case IA_KEY_MEMBERS:
		ia_buf_add(buf, "%s", ((const struct ia_member *)list->items)[i].name);
		break;
	default:
		r = &((const struct ia_region *)list->items)[i];
		ia_buf_add(buf, "0x%016llx-0x%016llx:%s", (unsigned long long)r->start,
			   (unsigned long long)r->end, ia_word(&ia_words_region_types, r->type));
	}
}

static const char *list_text(struct ia_arena *arena, const struct ia_key *key,
			     const struct list *list)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	if (!list->count)
		return IOMMU_AUDIT_NONE;
	for (i = 0; i < list->count; i++) {
		if (i)
			ia_buf_add(&buf, "%s", key->kind == IA_KEY_PATH ? "/" : ",");
		put_entry(&buf, key, list, i);
	}
	return buf.text;
}

static const char *bits_text(struct ia_arena *arena, const struct ia_key *key,
			     const struct ia_bits *set)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < key->words->count; i++) {
		if (ia_has_bit(set, i))
			ia_buf_add(&buf, "%s%s", buf.len ? "," : "", key->words->words[i]);
	}
	return buf.len ? buf.text : IOMMU_AUDIT_NONE;
}

static const char *number_text(struct ia_arena *arena, const struct ia_key *key, uint64_t n)
{
	unsigned long long value = n;

	switch (key->kind) {
	case IA_KEY_HEX:
		return ia_format(arena, "0x%0*llx", key->digits, value);
	case IA_KEY_SEGMENT:
		return ia_format(arena, "%04llx", value);
	case IA_KEY_REVISION:
		return ia_format(arena, "%llu.%llu", value >> 8, value & 0xff);
	case IA_KEY_MILLI:
		return ia_format(arena, "%llu.%03llu", value / 1000, value % 1000);
	default:
		return ia_format(arena, "%llu", value);
	}
}

/**
 * ia_key_text() - write a value as the module does, without quotes
 * @arena: the owner of the text
 * @key: its key
 * @record: the struct that it is in
 */
const char *ia_key_text(struct ia_arena *arena, const struct ia_key *key,
			const void *record)
{
	char address[IA_ADDRESS_SIZE];

	if (ia_key_absent(key, record))
		return key->absent == IA_ABSENT_NONE ? IOMMU_AUDIT_NONE :
						       IOMMU_AUDIT_NOT_APPLICABLE;
	if (!ia_key_known(key, record))
		return IOMMU_AUDIT_UNKNOWN;
	switch (key->kind) {
	case IA_KEY_ADDRESS:
		ia_address_text(address, *SEEN(ia_address, key, record), true);
		return ia_strndup(arena, address, strlen(address));
	case IA_KEY_FLAG:
	case IA_KEY_ENUM:
		return ia_word(key->words, *SEEN(unsigned int, key, record));
	case IA_KEY_BITS:
		return bits_text(arena, key, SEEN(struct ia_bits, key, record));
	case IA_KEY_TEXT:
		return SEEN(struct ia_string, key, record)->text;
	case IA_KEY_PATH:
	case IA_KEY_INTS:
	case IA_KEY_TEXTS:
	case IA_KEY_MEMBERS:
	case IA_KEY_REGIONS:
		return list_text(arena, key, SEEN(struct list, key, record));
	default:
		return number_text(arena, key, SEEN(struct ia_number, key, record)->n);
	}
}
