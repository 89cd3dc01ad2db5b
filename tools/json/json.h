/* SPDX-License-Identifier: GPL-2.0 */
/*
 * write.c, read.c: JSON, and described records in it. No other file calls
 * json-c.
 *
 * A number is a number, a flag a boolean, a list an array, a word of an
 * enumeration a string; hexadecimal numbers, which are ids and registers, are
 * strings as in text. A value that is not there is null. The member "unknown"
 * of its object names the keys whose value is unknown: a null that is not named
 * there does not apply. What a baseline leaves out is not even null: its key is missing.
 */
#ifndef IA_JSON_H
#define IA_JSON_H

#include "../machine/records.h"

struct json_object;

/* write.c: what is added to an object or a list belongs to it */
struct json_object *ia_json_object(void);
struct json_object *ia_json_answer_object(const char *kind);
struct json_object *ia_json_list(void);
void ia_json_append(struct json_object *list, struct json_object *item);
void ia_json_append_text(struct json_object *list, const char *text);
void ia_json_put(struct json_object *to, const char *key, struct json_object *value);
void ia_json_put_text(struct json_object *to, const char *key, const char *text);
void ia_json_put_count(struct json_object *to, const char *key, uint64_t n);
void ia_json_put_double(struct json_object *to, const char *key, double value);
void ia_json_put_flag(struct json_object *to, const char *key, bool value);
void ia_json_put_address(struct json_object *to, const char *key, ia_address address);
void ia_json_put_unknown(struct json_object *to, const char *key);
struct json_object *ia_json_string(const char *text);
struct json_object *ia_json_count(uint64_t n);
struct json_object *ia_json_double(double value);
struct json_object *ia_json_figure(double value);
struct json_object *ia_json_flag(bool value);
struct json_object *ia_json_address(ia_address address);
struct json_object *ia_json_bits(const struct ia_wordlist *words, const struct ia_bits *set);
struct json_object *ia_json_value(const struct ia_key *key, const void *record);
void ia_json_put_values(struct json_object *to, enum ia_record_id id, const void *record);
struct json_object *ia_json_values(enum ia_record_id id, const void *record);
char *ia_json_as_page(struct ia_arena *arena, struct json_object *object);
char *ia_json_as_line(struct ia_arena *arena, struct json_object *object);

/* read.c: texts are copied, nothing is borrowed from the document */
const char *ia_json_parse(struct ia_arena *arena, const char *text, size_t len,
			  struct json_object **root);
void ia_json_free(struct json_object *root);
bool ia_json_has(struct json_object *object, const char *key);
struct json_object *ia_json_member(struct json_object *object, const char *key);
bool ia_json_is_object(const struct json_object *value);
bool ia_json_is_list(const struct json_object *value);
size_t ia_json_length(const struct json_object *list);
struct json_object *ia_json_item(struct json_object *list, size_t i);
const char *ia_json_read_text(struct ia_arena *arena, struct json_object *value);
const char *ia_json_read_raw(struct ia_arena *arena, struct json_object *value);
bool ia_json_read_double(struct json_object *value, double *n);
bool ia_json_read_count(struct json_object *value, uint64_t *n);
enum ia_flag ia_json_read_flag(struct json_object *value);
const char *ia_json_each(struct json_object *object, void *to,
			 const char *(*take)(void *to, const char *key,
					     struct json_object *value));
const char *ia_json_read_record(struct ia_arena *arena, struct json_object *object,
				enum ia_record_id id, void *record);
const char *ia_json_read_records(struct ia_arena *arena, struct json_object *list,
				 enum ia_record_id id, void **records, size_t *count);

#endif /* IA_JSON_H */
