// SPDX-License-Identifier: GPL-2.0
/*
 * The one way from a record to its line. What the description says a value can be
 * (include/uapi/iommu_audit/records.h) is decided here, for all kinds alike; how
 * each kind is written follows, most of it in text.c.
 */
#include "format.h"

#include "../../include/uapi/iommu_audit.h"

/* What there is to write of a value. */
enum state {
	PRESENT,
	ABSENT,
	UNKNOWN,
	OMITTED,
};

static enum state state_of_int(int value)
{
	if (value >= 0)
		return PRESENT;
	return value == IA_ABSENT ? ABSENT : value == IA_OMITTED ? OMITTED : UNKNOWN;
}

/* All bits of a value that always applies may be set. */
static enum state state_of_u64(const struct ia_record_field *field, u64 value)
{
	if (value < (u64)IA_UNKNOWN)
		return PRESENT;
	if (value == (u64)IA_UNKNOWN)
		return UNKNOWN;
	return field->is_optional ? ABSENT : PRESENT;
}

/* An empty text is one only where nothing else could be meant. */
static enum state state_of_text(const struct ia_record_field *field, const char *text)
{
	if (text && *text)
		return PRESENT;
	if (field->is_optional || !text)
		return field->is_either ? OMITTED : ABSENT;
	return field->is_guessed ? UNKNOWN : PRESENT;
}

/* With room to spare a copy of a fixed length is the cheapest. */
static void put_word(struct ia_text *t, const struct ia_word *word)
{
	if (t->len + sizeof(word->text) < t->size) {
		memcpy(t->buf + t->len, word->text, sizeof(word->text));
		t->len += word->len;
	} else {
		ia_text_put(t, word->text, word->len);
	}
}

/* Every key but the first of a line has its space before it. */
static void put_key(struct ia_text *t, const struct ia_record_field *field)
{
	if (t->len)
		put_word(t, &field->key);
	else
		ia_text_put(t, field->key.text + 1, field->key.len - 1);
}

static enum state put_u64(struct ia_text *t, const struct ia_record_field *field, u64 value)
{
	enum state state = state_of_u64(field, value);

	if (state != PRESENT)
		return state;
	put_key(t, field);
	if (field->kind == IA_KIND_ADDRESS)
		ia_text_bdf(t, value);
	else if (field->kind == IA_KIND_COUNT)
		ia_text_u64(t, value);
	else
		ia_text_0x(t, value, field->digits);
	return PRESENT;
}

static enum state put_bits(struct ia_text *t, const struct ia_record_field *field,
			   const struct ia_bits *bits)
{
	unsigned int i;
	size_t first;
	u64 left;

	if (bits->set[1] >= (u64)IA_UNKNOWN)
		return bits->set[1] == (u64)IA_UNKNOWN ? UNKNOWN : ABSENT;
	put_key(t, field);
	first = t->len;
	for (i = 0; i < ARRAY_SIZE(bits->set); i++) {
		for (left = bits->set[i]; left; left &= left - 1) {
			if (t->len != first)
				ia_text_put(t, ",", 1);
			put_word(t, &field->words[64 * i + fls64(left & -left) - 1]);
		}
	}
	if (t->len == first)
		ia_text_puts(t, IOMMU_AUDIT_NONE);
	return PRESENT;
}

static enum state put_text(struct ia_text *t, const struct ia_record_field *field,
			   const char *text)
{
	enum state state = state_of_text(field, text);

	if (state == PRESENT) {
		put_key(t, field);
		ia_text_value(t, text);
	}
	return state;
}

static enum state put_list(struct ia_text *t, const struct ia_record_field *field,
			   const char *list)
{
	if (!list)
		return field->is_optional ? ABSENT : UNKNOWN;
	put_key(t, field);
	ia_text_value(t, *list ? list : IOMMU_AUDIT_NONE);
	return PRESENT;
}

static enum state put_path(struct ia_text *t, const struct ia_record_field *field,
			   const struct ia_bridges *path)
{
	int i;

	if (path->len <= 0)
		return path->len ? state_of_int(path->len) : ABSENT;
	if (path->len > IA_MAX_PATH)
		return UNKNOWN;
	put_key(t, field);
	for (i = path->len; i-- > 0;) {
		ia_text_bdf(t, (u64)path->segment << 16 | path->hops[i]);
		if (i)
			ia_text_put(t, "/", 1);
	}
	return PRESENT;
}

static enum state put_ints(struct ia_text *t, const struct ia_record_field *field,
			   const struct ia_ints *ints)
{
	int i;

	if (ints->count < 0)
		return state_of_int(ints->count);
	put_key(t, field);
	for (i = 0; i < ints->count; i++) {
		if (i)
			ia_text_put(t, ",", 1);
		ia_text_int(t, ints->at[i]);
	}
	if (!ints->count)
		ia_text_puts(t, IOMMU_AUDIT_NONE);
	return PRESENT;
}

/* Thousandths, as seconds. */
static void put_milli(struct ia_text *t, unsigned int value)
{
	char digits[] = { '.', '0' + value / 100 % 10, '0' + value / 10 % 10, '0' + value % 10 };

	ia_text_int(t, value / 1000);
	ia_text_put(t, digits, sizeof(digits));
}

static enum state put_int(struct ia_text *t, const struct ia_record_field *field, int value)
{
	if (value < 0)
		return state_of_int(value);
	put_key(t, field);
	switch (field->kind) {
	case IA_KIND_ENUM:
		put_word(t, &field->words[value]);
		break;
	case IA_KIND_FLAG:
		ia_text_put(t, value ? "1" : "0", 1);
		break;
	case IA_KIND_SEGMENT:
		ia_text_hex(t, value, 4);
		break;
	case IA_KIND_REVISION:
		ia_text_int(t, value >> 8);
		ia_text_put(t, ".", 1);
		ia_text_int(t, value & 0xff);
		break;
	case IA_KIND_MILLI:
		put_milli(t, value);
		break;
	default:
		ia_text_int(t, value);
		break;
	}
	return PRESENT;
}

/* Writes a key and its value, if there is one. */
static enum state put_value(struct ia_text *t, const struct ia_record_field *field,
			    const void *value)
{
	switch (field->kind) {
	case IA_KIND_ADDRESS:
	case IA_KIND_COUNT:
	case IA_KIND_HEX:
		return put_u64(t, field, *(const u64 *)value);
	case IA_KIND_BITS:
		return put_bits(t, field, value);
	case IA_KIND_TEXT:
		return put_text(t, field, *(const char * const *)value);
	case IA_KIND_NAME:
		return put_text(t, field, value);
	case IA_KIND_TEXTS:
	case IA_KIND_MEMBERS:
	case IA_KIND_REGIONS:
		return put_list(t, field, *(const char * const *)value);
	case IA_KIND_PATH:
		return put_path(t, field, value);
	case IA_KIND_INTS:
		return put_ints(t, field, value);
	default:
		/* All others are an int. */
		return put_int(t, field, *(const int *)value);
	}
}

static void put_field(struct ia_text *t, const struct ia_record_field *field, const void *value)
{
	enum state state = put_value(t, field, value);

	if (state == PRESENT || state == OMITTED || (state == ABSENT && !field->absent))
		return;
	put_key(t, field);
	ia_text_puts(t, state == ABSENT ? field->absent : IOMMU_AUDIT_UNKNOWN);
}

/**
 * ia_record_format() - write the line of one record
 * @layout: what its values are
 * @record: the record
 * @buf: where the line goes, without a newline; may be NULL when @size is 0
 * @size: bytes in @buf
 *
 * Return: characters the whole line needs; the line was cut, and terminated, when
 *         this is not below @size
 */
size_t ia_record_format(const struct ia_record_layout *layout, const void *record, char *buf,
			size_t size)
{
	const struct ia_record_field *field;
	struct ia_text t;

	ia_text_init(&t, buf, size);
	for (field = layout->fields; field < layout->fields + layout->count; field++)
		put_field(&t, field, record + field->offset);
	return t.len;
}

/* The same for a record that says itself of what kind it is. */
size_t ia_line_format(const struct ia_line *line, char *buf, size_t size)
{
	return ia_record_format(line->layout, line + 1, buf, size);
}

/**
 * ia_record_init() - begin a record with values of which none is known
 * @layout: what its values are
 * @record: the record
 *
 * What is not filled in is left out or absent where it need not apply, else unknown.
 *
 * Context: any.
 */
void ia_record_init(const struct ia_record_layout *layout, void *record)
{
	const struct ia_record_field *field;

	/* IA_ABSENT in whatever is a number, or begins or ends with one. */
	memset(record, 0xff, layout->size);
	for (field = layout->fields; field < layout->fields + layout->count; field++) {
		void *value = record + field->offset;

		switch (field->kind) {
		case IA_KIND_ADDRESS:
		case IA_KIND_COUNT:
		case IA_KIND_HEX:
			if (!field->is_optional)
				*(u64 *)value = IA_UNKNOWN;
			break;
		case IA_KIND_NAME:
			*(char *)value = '\0';
			break;
		case IA_KIND_TEXT:
		case IA_KIND_TEXTS:
		case IA_KIND_MEMBERS:
		case IA_KIND_REGIONS:
			*(const char **)value = NULL;
			break;
		case IA_KIND_ENUM:
			if (field->is_either)
				*(int *)value = IA_OMITTED;
			break;
		}
	}
}

/* The same for a record that says itself of what kind it is, and stands behind that. */
void ia_line_init(struct ia_line *line, const struct ia_record_layout *layout)
{
	line->layout = layout;
	ia_record_init(layout, line + 1);
}

/**
 * ia_bits_add() - add the bits of a register to a set
 * @bits: the set, which is there
 * @position: of the first of them in the list of words
 * @value: the register
 * @numbers: which bit of it each position is
 * @count: how many
 */
void ia_bits_add(struct ia_bits *bits, unsigned int position, u64 value,
		 const u8 *numbers, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++, position++)
		bits->set[position / 64] |= (value >> numbers[i] & 1) << position % 64;
}
