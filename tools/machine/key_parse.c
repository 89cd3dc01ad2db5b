// SPDX-License-Identifier: GPL-2.0
/* The text of a value, read. */
#include "key_place.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/* One PCI hierarchy has 256 buses: no path of bridges is longer. */
#define MAX_HOPS	256

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
		       struct ia_any_list *list)
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
		*IA_AT(ia_address, key, record) = ia_address_parse(text, len, NULL);
		return ia_is_address(*IA_AT(ia_address, key, record));
	case IA_KEY_FLAG:
	case IA_KEY_ENUM:
		*IA_AT(unsigned int, key, record) = ia_word_find(key->words, text, len);
		return *IA_AT(unsigned int, key, record) ||
		       (key->kind == IA_KEY_ENUM && is_name(text, len));
	case IA_KEY_BITS:
		return parse_bits(key, text, IA_AT(struct ia_bits, key, record));
	case IA_KEY_TEXT:
		*IA_AT(struct ia_string, key, record) = ia_text_of(text);
		return true;
	case IA_KEY_PATH:
	case IA_KEY_INTS:
	case IA_KEY_TEXTS:
	case IA_KEY_MEMBERS:
	case IA_KEY_REGIONS:
		return parse_list(arena, key, text, IA_AT(struct ia_any_list, key, record));
	default:
		n = IA_AT(struct ia_number, key, record);
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
