// SPDX-License-Identifier: GPL-2.0
/* A value, written as the module does. */
#include "key_place.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

static void put_entry(struct ia_buf *buf, const struct ia_key *key, const struct ia_any_list *list,
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
			     const struct ia_any_list *list)
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
		return ia_key_left_out(key, record) ? IA_LEFT_OUT : IOMMU_AUDIT_UNKNOWN;
	switch (key->kind) {
	case IA_KEY_ADDRESS:
		ia_address_text(address, *IA_SEEN(ia_address, key, record), true);
		return ia_strndup(arena, address, strlen(address));
	case IA_KEY_FLAG:
	case IA_KEY_ENUM:
		return ia_word(key->words, *IA_SEEN(unsigned int, key, record));
	case IA_KEY_BITS:
		return bits_text(arena, key, IA_SEEN(struct ia_bits, key, record));
	case IA_KEY_TEXT:
		return IA_SEEN(struct ia_string, key, record)->text;
	case IA_KEY_PATH:
	case IA_KEY_INTS:
	case IA_KEY_TEXTS:
	case IA_KEY_MEMBERS:
	case IA_KEY_REGIONS:
		return list_text(arena, key, IA_SEEN(struct ia_any_list, key, record));
	default:
		return number_text(arena, key, IA_SEEN(struct ia_number, key, record)->n);
	}
}
