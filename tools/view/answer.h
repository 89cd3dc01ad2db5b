/* SPDX-License-Identifier: GPL-2.0 */
/* answer.c: answers described once, for people and for programs */
#ifndef IA_VIEW_ANSWER_H
#define IA_VIEW_ANSWER_H

#include "../machine/machine.h"
#include "render.h"

struct ia_answer;

/**
 * struct ia_page - where an answer is shown
 * @out: the stream
 * @machine: the machine that it is about; joined
 * @arena: memory for texts
 */
struct ia_page {
	struct ia_out *out;
	const struct ia_machine *machine;
	struct ia_arena *arena;
};

enum ia_field_kind {
	IA_FIELD_TEXT,		/* const char *; NULL is null */
	IA_FIELD_COUNT,		/* size_t */
	IA_FIELD_U64,		/* uint64_t */
	IA_FIELD_DOUBLE,	/* double; NAN is null */
	IA_FIELD_FIGURE,	/* the same, to six digits: it was worked out of others */
	IA_FIELD_BOOL,		/* bool */
	IA_FIELD_WORD,		/* an enum and the words of all its enumerators; null for NULL */
	IA_FIELD_ENUM,		/* an enum that begins with its two states */
	IA_FIELD_FLAG,		/* enum ia_flag */
	IA_FIELD_NUMBER,	/* struct ia_number */
	IA_FIELD_SECONDS,	/* struct ia_number of ns, in seconds */
	IA_FIELD_STRING,	/* struct ia_string */
	IA_FIELD_BITS,		/* struct ia_bits and its words */
	IA_FIELD_ADDRESS,	/* ia_address */
	IA_FIELD_VALUE,		/* struct ia_value; null without a record */
	IA_FIELD_SENTENCE,	/* a text that a function makes of the object */
	IA_FIELD_COUNTS,	/* size_t for each enumerator: an object by word, zeros left out */
	IA_FIELD_RECORD,	/* a described record */
	IA_FIELD_OBJECT,	/* a struct that an answer describes */
};

enum ia_field_shape {
	IA_SHAPE_ONE,		/* the value itself */
	IA_SHAPE_POINTER,	/* a pointer to it; NULL is null */
	IA_SHAPE_LIST,		/* a pointer to an array of values */
	IA_SHAPE_ARRAY,		/* an array inside of the struct, of @count values */
	IA_SHAPE_INLINE,	/* the same, with the number of values in the struct */
};

/**
 * struct ia_field - a member of an answer
 * @key: its key in JSON; NULL: the members of the value, which is a record or an
 *       object, become members of this one, or the object is just this value
 * @kind: what the value is, or each item of a list
 * @shape: how the struct holds it
 * @optional: IA_SHAPE_POINTER without a key: NULL leaves its members out
 * @offset: where the struct holds it
 * @pointers: IA_SHAPE_LIST: its items are pointers to the values
 * @count: IA_SHAPE_LIST, IA_SHAPE_INLINE: where the number of items is, a size_t;
 *         IA_SHAPE_ARRAY: that number
 * @size: bytes of an item
 * @words: IA_FIELD_WORD, IA_FIELD_ENUM, IA_FIELD_BITS, IA_FIELD_COUNTS
 * @record: IA_FIELD_RECORD
 * @answer: IA_FIELD_OBJECT
 * @sentence: IA_FIELD_SENTENCE: makes the text, or returns NULL for null
 * @about: what it is
 */
struct ia_field {
	const char *key;
	enum ia_field_kind kind;
	enum ia_field_shape shape;
	bool pointers;
	bool optional;
	size_t offset;
	size_t count;
	size_t size;
	const struct ia_wordlist *words;
	enum ia_record_id record;
	const struct ia_answer *answer;
	const char *(*sentence)(const struct ia_page *page, const void *object);
	const char *about;
};

/**
 * struct ia_answer - all there is to say of an answer, or of an object in one
 * @kind: of an answer: what JSON says that it is, "iommu_audit check"
 * @about: what it is
 * @fields: its members, in their order
 * @count: number of @fields
 * @page: of an answer: writes it for people
 */
struct ia_answer {
	const char *kind;
	const char *about;
	const struct ia_field *fields;
	size_t count;
	void (*page)(const struct ia_page *page, const void *object);
};

/* The members "fields" and "count" of an answer */
#define IA_FIELDS(list)	.fields = list, .count = sizeof(list) / sizeof(*(list))

/* A value: IA_F(struct, member, "key", TEXT, "what it is") */
#define IA_F(type, member, key_, kind_, about_)					\
	{ .key = key_, .kind = IA_FIELD_##kind_, .offset = offsetof(type, member), .about = about_ }
/* A word: an enum of the judge and the list of its words, or one of records.h (ENUM) */
#define IA_F_WORD(type, member, key_, words_, about_)				\
	{ .key = key_, .kind = IA_FIELD_WORD, .offset = offsetof(type, member),	\
	  .words = words_, .about = about_ }
#define IA_F_ENUM(type, member, key_, words_, about_)				\
	{ .key = key_, .kind = IA_FIELD_ENUM, .offset = offsetof(type, member),	\
	  .words = words_, .about = about_ }
#define IA_F_BITS(type, member, key_, words_, about_)				\
	{ .key = key_, .kind = IA_FIELD_BITS, .offset = offsetof(type, member),	\
	  .words = words_, .about = about_ }
#define IA_F_COUNTS(type, member, key_, words_, about_)				\
	{ .key = key_, .kind = IA_FIELD_COUNTS, .offset = offsetof(type, member), \
	  .words = words_, .about = about_ }
#define IA_F_SENTENCE(key_, function, about_)					\
	{ .key = key_, .kind = IA_FIELD_SENTENCE, .sentence = function, .about = about_ }
/* Inside of the struct, or behind a pointer in it */
#define IA_F_OBJECT(type, member, key_, answer_, about_)			\
	{ .key = key_, .kind = IA_FIELD_OBJECT, .offset = offsetof(type, member), \
	  .answer = answer_, .about = about_ }
#define IA_F_POINTER(type, member, key_, answer_, about_)			\
	{ .key = key_, .kind = IA_FIELD_OBJECT, .shape = IA_SHAPE_POINTER,	\
	  .offset = offsetof(type, member), .answer = answer_, .about = about_ }
#define IA_F_RECORD(type, member, key_, id, about_)				\
	{ .key = key_, .kind = IA_FIELD_RECORD, .shape = IA_SHAPE_POINTER,	\
	  .offset = offsetof(type, member), .record = IA_RECORD_##id, .about = about_ }
/* Lists: an array behind a pointer, and its length in another member */
#define IA_LIST_(type, member, count_)						\
	.shape = IA_SHAPE_LIST, .offset = offsetof(type, member),		\
	.count = offsetof(type, count_), .size = sizeof(*((type *)0)->member)
#define IA_F_LIST(type, member, count_, key_, kind_, about_)			\
	{ .key = key_, .kind = IA_FIELD_##kind_, IA_LIST_(type, member, count_), .about = about_ }
#define IA_F_OBJECTS(type, member, count_, key_, answer_, about_)		\
	{ .key = key_, .kind = IA_FIELD_OBJECT, IA_LIST_(type, member, count_),	\
	  .answer = answer_, .about = about_ }
#define IA_F_RECORDS(type, member, count_, key_, id, about_)			\
	{ .key = key_, .kind = IA_FIELD_RECORD, IA_LIST_(type, member, count_),	\
	  .record = IA_RECORD_##id, .about = about_ }
/* The same where the array is inside of the struct */
#define IA_F_INLINE(type, member, count_, key_, answer_, about_)		\
	{ .key = key_, .kind = IA_FIELD_OBJECT, .shape = IA_SHAPE_INLINE,	\
	  .offset = offsetof(type, member), .count = offsetof(type, count_),	\
	  .size = sizeof(*((type *)0)->member), .answer = answer_, .about = about_ }
#define IA_F_INLINE_POINTERS(type, member, count_, key_, answer_, about_)	\
	{ .key = key_, .kind = IA_FIELD_OBJECT, .shape = IA_SHAPE_INLINE,	\
	  .offset = offsetof(type, member), .count = offsetof(type, count_),	\
	  .size = sizeof(*((type *)0)->member), .answer = answer_,		\
	  .about = about_, .pointers = true }
/* The same where the items of the array are pointers */
#define IA_F_OBJECT_POINTERS(type, member, count_, key_, answer_, about_)	\
	{ .key = key_, .kind = IA_FIELD_OBJECT, IA_LIST_(type, member, count_),	\
	  .answer = answer_, .about = about_, .pointers = true }
#define IA_F_RECORD_POINTERS(type, member, count_, key_, id, about_)		\
	{ .key = key_, .kind = IA_FIELD_RECORD, IA_LIST_(type, member, count_),	\
	  .record = IA_RECORD_##id, .about = about_, .pointers = true }
/* An array inside of the struct */
#define IA_F_ARRAY(type, member, key_, answer_, about_)				\
	{ .key = key_, .kind = IA_FIELD_OBJECT, .shape = IA_SHAPE_ARRAY,	\
	  .offset = offsetof(type, member), .size = sizeof(*((type *)0)->member), \
	  .count = sizeof(((type *)0)->member) / sizeof(*((type *)0)->member),	\
	  .answer = answer_, .about = about_ }

/* answer.c */
struct json_object *ia_answer_json(const struct ia_page *page, const struct ia_answer *answer,
				   const void *object);
void ia_answer_show(struct ia_out *out, const struct ia_machine *machine,
		    const struct ia_answer *answer, const void *object, bool json);
void ia_answer_line(struct ia_out *out, const struct ia_machine *machine,
		    const struct ia_answer *answer, const void *object);

#endif /* IA_VIEW_ANSWER_H */
