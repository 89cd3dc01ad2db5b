// SPDX-License-Identifier: GPL-2.0
/* The text of a value, read. */
#include "key_place.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/* One PCI hierarchy has 256 buses: no path of bridges is longer. */
#define MAX_HOPS	256

/* The text of a value, its key, and who owns what it becomes. */
struct token {
	struct ia_arena *arena;
	const struct ia_key *key;
	const char *text;
	size_t len;
};

/* Whether a token is a word, given as a literal. */
#define IS(t, word)	((t)->len == sizeof(word) - 1 && !memcmp((t)->text, word, (t)->len))

/* Where a character is, or the end. Values are too short for a call of memchr() to pay. */
static const char *find(const char *text, const char *end, char c)
{
	while (text < end && *text != c)
		text++;
	return text;
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

/* The number that a text begins with, as 1f. Return: where it ends, or NULL without one. */
static const char *hexadecimal(const char *text, uint64_t *n)
{
	const char *p = text;
	int digit;

	*n = 0;
	for (digit = ia_hex_digit(*p); digit >= 0; digit = ia_hex_digit(*++p))
		*n = *n << 4 | digit;
	return p > text && p <= text + 16 ? p : NULL;
}

/* Likewise as 0x1f. */
static const char *prefixed(const char *text, uint64_t *n)
{
	return text[0] == '0' && text[1] == 'x' ? hexadecimal(text + 2, n) : NULL;
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

static bool read_int(const struct token *t, void *to)
{
	struct ia_number *n = to;

	n->known = decimal(t->text, t->len, INT32_MAX, &n->n);
	return n->known;
}

static bool read_count(const struct token *t, void *to)
{
	struct ia_number *n = to;

	n->known = decimal(t->text, t->len, UINT64_MAX, &n->n);
	return n->known;
}

static bool read_hex(const struct token *t, void *to)
{
	struct ia_number *n = to;

	n->known = prefixed(t->text, &n->n) == t->text + t->len &&
		   (!t->key->exact || t->len == strlen("0x") + t->key->digits);
	return n->known;
}

static bool read_segment(const struct token *t, void *to)
{
	struct ia_number *n = to;

	n->known = t->len <= 8 && hexadecimal(t->text, &n->n) == t->text + t->len;
	return n->known;
}

static bool read_revision(const struct token *t, void *to)
{
	struct ia_number *n = to;

	n->known = revision(t->text, t->len, &n->n);
	return n->known;
}

static bool read_milli(const struct token *t, void *to)
{
	struct ia_number *n = to;

	n->known = milli(t->text, t->len, &n->n);
	return n->known;
}

static bool read_address(const struct token *t, void *to)
{
	ia_address *address = to;

	*address = ia_address_parse(t->text, t->len, NULL);
	return ia_is_address(*address);
}

static bool read_flag(const struct token *t, void *to)
{
	unsigned int *enumerator = to;

	*enumerator = ia_word_find(t->key->words, t->text, t->len);
	return *enumerator;
}

static bool read_enum(const struct token *t, void *to)
{
	return read_flag(t, to) || is_name(t->text, t->len);
}

/*
 * The word of a set that a text begins with. They come in the order of the set:
 * it is looked for from *position on, and that is where it is then. Return: where
 * it ends, or NULL without one.
 */
static const char *find_bit(const struct ia_wordlist *words, const char *text, size_t *position)
{
	size_t i, at = *position;

	for (i = 0; i < words->count; i++, at++) {
		const char *end;

		if (at >= words->count)
			at = 0;
		end = ia_word_end(words->words[at], text);
		if (end && (!*end || *end == ',')) {
			*position = at;
			return end;
		}
	}
	return NULL;
}

static bool read_bits(const struct token *t, void *to)
{
	const char *text = t->text, *end = text + t->len;
	struct ia_bits *set = to;
	size_t position = 0;

	set->known = IS(t, IOMMU_AUDIT_NONE);
	if (set->known)
		return true;
	for (;; text++) {
		const char *stop = find_bit(t->key->words, text, &position);

		if (stop) {
			*(position < 64 ? &set->bits : &set->more) |= 1ULL << position % 64;
			position++;
		} else {
			stop = find(text, end, ',');
			if (!is_name(text, stop - text))
				return false;
		}
		text = stop;
		if (text == end)
			break;
	}
	/* Of a later version, when none of its words is known here: that is not "none". */
	set->known = set->bits || set->more;
	return true;
}

static bool read_text(const struct token *t, void *to)
{
	struct ia_string *string = to;

	*string = ia_text_of(t->text);
	return ia_alphabet_fits(t->key->alphabet, t->text, t->len);
}

static bool read_int_entry(const struct token *t, void *to)
{
	return decimal(t->text, t->len, INT32_MAX, to);
}

static bool read_text_entry(const struct token *t, void *to)
{
	const char **text = to;

	*text = ia_strndup(t->arena, t->text, t->len);
	return ia_alphabet_fits(t->key->alphabet, t->text, t->len);
}

static bool read_member(const struct token *t, void *to)
{
	struct ia_member *member = to;

	member->address = ia_address_parse(t->text, t->len, NULL);
	member->name = ia_strndup(t->arena, t->text, t->len);
	return ia_is_address(member->address) ||
	       ia_alphabet_fits(t->key->alphabet, t->text, t->len);
}

static bool read_region(const struct token *t, void *to)
{
	struct ia_region *region = to;
	const char *p;
	size_t len;

	p = prefixed(t->text, &region->start);
	if (!p || *p != '-')
		return false;
	p = prefixed(p + 1, &region->end);
	if (!p || *p != ':' || region->end < region->start)
		return false;
	p++;
	len = t->text + t->len - p;
	region->type = ia_word_find(&ia_words_region_types, p, len);
	return region->type || is_name(p, len);
}

static bool read_list(const struct token *t, void *to);

/*
 * What is expected, NULL for what its alphabet says, and how it is read; of lists,
 * also what stands between their entries, and how long an entry is and how it is
 * read.
 */
static const struct kind {
	const char *expected;
	bool (*read)(const struct token *t, void *to);
	char mark;
	size_t entry_size;
	bool (*read_entry)(const struct token *t, void *to);
} kinds[] = {
	[IA_KEY_ADDRESS] = { "a PCI address", read_address },
	[IA_KEY_INT] = { "a number", read_int },
	[IA_KEY_COUNT] = { "a number", read_count },
	[IA_KEY_HEX] = { "a hexadecimal number", read_hex },
	[IA_KEY_SEGMENT] = { "a PCI segment", read_segment },
	[IA_KEY_REVISION] = { "a revision as 1.0", read_revision },
	[IA_KEY_MILLI] = { "seconds as 0.300", read_milli },
	[IA_KEY_FLAG] = { "0 or 1", read_flag },
	[IA_KEY_ENUM] = { "a word", read_enum },
	[IA_KEY_BITS] = { "a list of words", read_bits },
	[IA_KEY_TEXT] = { NULL, read_text },
	[IA_KEY_PATH] = { "at most 256 PCI addresses with slashes between them", read_list,
			  '/', sizeof(ia_address), read_address },
	[IA_KEY_INTS] = { "numbers with commas between them", read_list,
			  ',', sizeof(uint64_t), read_int_entry },
	[IA_KEY_TEXTS] = { "words with commas between them", read_list,
			   ',', sizeof(const char *), read_text_entry },
	[IA_KEY_MEMBERS] = { "devices with commas between them", read_list,
			     ',', sizeof(struct ia_member), read_member },
	[IA_KEY_REGIONS] = { "regions as 0x0-0xfff:reserved", read_list,
			     ',', sizeof(struct ia_region), read_region },
};

static bool read_list(const struct token *t, void *to)
{
	const struct kind *kind = &kinds[t->key->kind];
	const char *p = t->text, *end = p + t->len, *mark;
	struct token entry = *t;
	struct ia_any_list *list = to;
	size_t count = 1, i;
	char *items;

	list->known = true;
	if (IS(t, IOMMU_AUDIT_NONE))
		return true;
	for (mark = find(p, end, kind->mark); mark < end; mark = find(mark + 1, end, kind->mark))
		count++;
	if (t->key->kind == IA_KEY_PATH && count > MAX_HOPS)
		return false;
	items = ia_alloc(t->arena, count, kind->entry_size);
	for (i = 0; i < count; i++) {
		entry.text = p;
		mark = find(p, end, kind->mark);
		entry.len = mark - p;
		if (!kind->read_entry(&entry, items + i * kind->entry_size))
			return false;
		p = mark + 1;
	}
	list->count = count;
	list->items = items;
	return true;
}

/**
 * ia_key_parse() - read a value from its text
 * @arena: owner of lists and of a message
 * @key: its key
 * @text: as the module writes it, without quotes, terminated; a text is kept by
 *        reference
 * @len: its length
 * @record: the struct to put it into; its values are unknown so far
 *
 * A word of an enumeration that is not known here is unknown: a later version
 * may have more of them.
 *
 * Return: NULL, or what was expected instead.
 */
const char *ia_key_parse(struct ia_arena *arena, const struct ia_key *key,
			 const char *text, size_t len, void *record)
{
	const struct token token = { arena, key, text, len };

	if (IS(&token, IOMMU_AUDIT_UNKNOWN))
		return NULL;
	if ((key->absent == IA_ABSENT_NONE && IS(&token, IOMMU_AUDIT_NONE)) ||
	    (key->absent != IA_ABSENT_NEVER && IS(&token, IOMMU_AUDIT_NOT_APPLICABLE))) {
		ia_key_set_absent(key, record);
		return NULL;
	}
	if (kinds[key->kind].read(&token, IA_AT(void, key, record)))
		return NULL;
	return kinds[key->kind].expected ?: key->alphabet->about;
}
