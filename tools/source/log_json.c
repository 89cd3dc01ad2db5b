// SPDX-License-Identifier: GPL-2.0
/*
 * A log that is JSON: of "journalctl -o json", one object a line, or -o json-pretty, one after
 * the other, and of "dmesg --json", one document. It becomes the lines of -o short-monotonic,
 * one for each object, so that all else reads one form. -o json-sse and -o json-seq only
 * put something in front of each object. Programs that log objects (zap, logrus, zerolog,
 * container runtimes) have the line in another member; an object without any stays as it is.
 */
#include "log.h"

#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"
#include "../json/json.h"

/* More than a line, since an object has many fields beside the message. */
#define MOST	(16 * IA_MAX_LOG_LINE)

/* Journald writes a message that is no UTF-8, or has control characters, as its bytes. */
static char *bytes(struct ia_arena *arena, struct json_object *list)
{
	size_t i, len = ia_json_length(list);
	char *text;
	uint64_t n;

	if (len > IA_MAX_LOG_LINE)
		len = IA_MAX_LOG_LINE;
	text = ia_alloc(arena, len + 1, 1);
	for (i = 0; i < len; i++)
		text[i] = ia_json_read_count(ia_json_item(list, i), &n) && n && n < 256 ? n : '?';
	return text;
}

static const char *message_of(struct ia_arena *arena, struct json_object *value)
{
	if (ia_json_is_list(value))
		return bytes(arena, value);
	return ia_json_read_raw(arena, value);
}

/* A line for each object, also where it has no message: lines keep their numbers. */
static void add(struct ia_buf *buf, const char *stamp, const char *text)
{
	size_t len;

	for (; text && *text; text += len + !!text[len]) {
		len = strcspn(text, "\n");
		ia_buf_add(buf, "%s%.*s", stamp, (int)len, text);
		/* What follows is of the same record, and has no time of its own. */
		stamp = "\n";
	}
	ia_buf_add(buf, "\n");
}

/* [    1.234567]; "+" where the time is of another clock */
static const char *journal_stamp(struct ia_arena *arena, struct json_object *object)
{
	const char *key = "_SOURCE_MONOTONIC_TIMESTAMP";
	const char *us = ia_json_read_text(arena, ia_json_member(object, key));
	size_t len = us ? strlen(us) : 0;

	if (!len || len > 15 || strspn(us, "0123456789") != len)
		return "[+0.0] ";
	if (len <= 6)
		return ia_format(arena, "[0.%06llu] ", strtoull(us, NULL, 10));
	return ia_format(arena, "[%.*s.%s] ", (int)(len - 6), us, us + len - 6);
}

/* The member that has the line; NULL where none has. */
static const char *member_of(struct json_object *object)
{
	static const char *const names[] = { "MESSAGE", "msg", "message", "log" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (ia_json_has(object, names[i]))
			return names[i];
	}
	return NULL;
}

static bool add_object(struct ia_buf *buf, const char *text, size_t len)
{
	struct ia_arena arena = { 0 };
	struct json_object *object;
	bool good = len <= MOST;

	/* It is taken out, since a document ends where its text does. */
	good = good && !ia_json_parse(&arena, ia_strndup(&arena, text, len), len, &object);
	if (good) {
		const char *name = member_of(object);

		if (name)
			add(buf, journal_stamp(&arena, object),
			    message_of(&arena, ia_json_member(object, name)));
		ia_json_free(object);
		good = name;
	}
	ia_arena_free(&arena);
	return good;
}

/* dmesg prints the time as a number with a point; json-c has it as a double. */
static bool add_dmesg(struct ia_arena *arena, struct ia_buf *buf, const char *text, size_t len)
{
	struct json_object *root, *list;
	bool good;
	size_t i;

	if (ia_json_parse(arena, text, len, &root))
		return false;
	list = ia_json_is_object(root) ? ia_json_member(root, "dmesg") : NULL;
	good = ia_json_is_list(list);
	for (i = 0; good && i < ia_json_length(list); i++) {
		struct json_object *item = ia_json_item(list, i);
		double seconds;

		if (!ia_json_is_object(item))
			continue;
		add(buf, ia_json_read_double(ia_json_member(item, "time"), &seconds) &&
		    seconds >= 0 && seconds < 1e9 ?
		    ia_format(arena, "[%.6f] ", seconds) : "[+0.0] ",
		    message_of(arena, ia_json_member(item, "msg")));
	}
	ia_json_free(root);
	return good;
}

/* Where an object begins in a line; NULL where none does. */
static const char *object_in(const char *text, const char *end)
{
	static const char sse[] = "data: ";

	if (text < end && *text == '\036')
		text++;
	if ((size_t)(end - text) > strlen(sse) && !strncmp(text, sse, strlen(sse)))
		text += strlen(sse);
	return text < end && *text == '{' ? text : NULL;
}

/* Behind the object that begins here: with its line, or where a line is "}" alone. */
static const char *object_end(const char *object, const char *line_end, const char *end)
{
	const char *p = line_end, *next;

	if (line_end - object > 1)
		return line_end;
	for (; p < end && p - object < MOST; p = next) {
		next = memchr(p + 1, '\n', end - p - 1);
		next = next ? next : end;
		if (next - p == 2 && p[1] == '}')
			return next;
	}
	return line_end;
}

/**
 * ia_log_json() - make lines of a log that is JSON
 * @arena: owner of what is made
 * @text: the log, terminated; replaced where it is JSON
 * @len: its length; likewise
 *
 * Lines between objects stay, as "-- No entries --" of journalctl.
 */
void ia_log_json(struct ia_arena *arena, const char **text, size_t *len)
{
	const char *p = *text, *end = p + *len, *object;
	struct ia_buf buf = { .arena = arena };
	bool found = false;

	while (p < end && strchr(" \t\r\n", *p) && *p)
		p++;
	if (!object_in(p, end))
		return;
	if (add_dmesg(arena, &buf, p, end - p)) {
		*text = buf.text ? buf.text : "";
		*len = buf.len;
		return;
	}
	while (p < end) {
		const char *line_end = memchr(p, '\n', end - p);

		line_end = line_end ? line_end : end;
		object = object_in(p, line_end);
		if (object) {
			const char *behind = object_end(object, line_end, end);

			if (add_object(&buf, object, behind - object)) {
				found = true;
				p = behind + (behind < end);
				continue;
			}
		}
		ia_buf_add(&buf, "%.*s\n", (int)(line_end - p), p);
		p = line_end + (line_end < end);
	}
	if (!found)
		return;
	*text = buf.text;
	*len = buf.len;
}
