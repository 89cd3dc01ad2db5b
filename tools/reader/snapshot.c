// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <json-c/json.h>

#include "../../include/uapi/iommu_audit.h"

static const char *text_of(struct ia_arena *arena, struct json_object *value)
{
	const char *text;
	size_t len;

	if (!json_object_is_type(value, json_type_string))
		return NULL;
	text = json_object_get_string(value);
	len = json_object_get_string_len(value);
	return ia_clean(text, len) ? ia_strndup(arena, text, len) : NULL;
}

/* Return: NULL, or what is wrong with a snapshot's list of records. */
static const char *read_records(struct ia_arena *arena,
				struct json_object *list,
				struct ia_records *records)
{
	size_t i;

	if (!json_object_is_type(list, json_type_array))
		return "is missing";
	for (i = 0; i < json_object_array_length(list); i++) {
		struct json_object *item = json_object_array_get_idx(list, i);
		struct ia_record *record;

		if (!json_object_is_type(item, json_type_object))
			return "holds something that is not a record";
		if (json_object_object_length(item) > IA_MAX_PAIRS)
			return "holds a record with too many keys";
		record = ia_records_add(arena, records);
		json_object_object_foreach(item, key, value) {
			const char *text = text_of(arena, value);

			if (!text || !ia_is_key(key, strlen(key)))
				return "holds a value that is not a clean text";
			ia_record_add(arena, record,
				      ia_strndup(arena, key, strlen(key)),
				      text);
		}
	}
	return NULL;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(ia_record_get(a, "id"), ia_record_get(b, "id"));
}

static const char *read_names(struct ia_machine *m, struct json_object *names)
{
	if (!names)
		return NULL;
	if (!json_object_is_type(names, json_type_object))
		return "\"names\" is not an object";
	json_object_object_foreach(names, key, value) {
		struct ia_record *record;
		const char *name = text_of(m->arena, value);

		if (!name || !ia_clean(key, strlen(key)))
			return "\"names\" holds what is not a clean text";
		record = ia_records_add(m->arena, &m->names);
		ia_record_add(m->arena, record, "id",
			      ia_strndup(m->arena, key, strlen(key)));
		ia_record_add(m->arena, record, "name", name);
	}
	if (m->names.count)
		qsort(m->names.items, m->names.count, sizeof(*m->names.items),
		      by_id);
	return NULL;
}

static const char *member(struct ia_machine *m, struct json_object *root,
			  const char *key)
{
	struct json_object *value = json_object_object_get(root, key);
	const char *text = value ? text_of(m->arena, value) : NULL;

	return text ? text : IOMMU_AUDIT_UNKNOWN;
}

/* Return: NULL, or what is wrong. Checks what it is before what it holds. */
static const char *read_object(struct ia_machine *m, struct json_object *root)
{
	struct json_object *kind, *format, *files;
	enum ia_file file;
	const char *wrong;
	int64_t n;

	if (!json_object_is_type(root, json_type_object) ||
	    !json_object_object_get_ex(root, "kind", &kind) ||
	    !json_object_is_type(kind, json_type_string))
		return "is JSON, but not an iommu_audit snapshot: it has no \"kind\"";
	if (strcmp(json_object_get_string(kind), "iommu_audit snapshot"))
		return ia_format(m->arena,
				 "is not a snapshot: its kind is \"%s\"; expected \"iommu_audit snapshot\"",
				 text_of(m->arena, kind) ?: "?");
	if (!json_object_object_get_ex(root, "format", &format) ||
	    !json_object_is_type(format, json_type_int))
		return "is a snapshot without a \"format\"";
	n = json_object_get_int64(format);
	if (n > IOMMU_AUDIT_FORMAT)
		return ia_format(m->arena,
				 "is a snapshot of format %lld, this iommu-audit reads format %d: update iommu-audit",
				 (long long)n, IOMMU_AUDIT_FORMAT);
	if (n < 1)
		return "is a snapshot of no valid format";
	files = json_object_object_get(root, "files");
	if (!json_object_is_type(files, json_type_object))
		return "is a snapshot without \"files\"";
	for (file = 0; file < IA_FILES; file++) {
		m->absent[file] = ia_file_optional(file) &&
			!json_object_object_get_ex(files, ia_file_names[file], NULL);
		if (m->absent[file])
			continue;
		wrong = read_records(m->arena,
				     json_object_object_get(files, ia_file_names[file]),
				     &m->files[file]);
		if (wrong)
			return ia_format(m->arena, "is a snapshot whose file \"%s\" %s",
					 ia_file_names[file], wrong);
	}
	m->kernel = member(m, root, "kernel");
	m->cmdline = member(m, root, "cmdline");
	m->time = member(m, root, "time");
	m->boot = member(m, root, "boot_id");
	m->boottime_ns = member(m, root, "boottime_ns");
	m->tool = member(m, root, "tool");
	/* Snapshots of older tools have no record of the host. */
	if (json_object_object_get_ex(root, "host", &files)) {
		wrong = read_records(m->arena, files, &m->host);
		if (wrong)
			return ia_format(m->arena, "is a snapshot whose \"host\" %s", wrong);
	}
	return read_names(m, json_object_object_get(root, "names"));
}

/* Return: NULL, or what is wrong. */
static const char *read_text(struct ia_machine *m, const char *text, size_t len)
{
	struct json_tokener *tokener;
	struct json_object *root;
	enum json_tokener_error error;
	const char *wrong;
	size_t end;

	if (!len)
		return "is empty";
	if (len > INT_MAX - 1)
		return "is too large";
	tokener = json_tokener_new();
	root = json_tokener_parse_ex(tokener, text, len);
	error = json_tokener_get_error(tokener);
	end = json_tokener_get_parse_end(tokener);
	json_tokener_free(tokener);
	if (error == json_tokener_continue)
		return "is cut in the middle: take the snapshot again, or copy it again";
	if (error != json_tokener_success)
		return ia_format(m->arena, "is not JSON: %s at byte %zu",
				 json_tokener_error_desc(error), end);
	if (strspn(text + end, " \t\r\n") != len - end)
		wrong = ia_format(m->arena, "is not JSON: more text after its end, at byte %zu",
				  end);
	else
		wrong = read_object(m, root);
	json_object_put(root);
	return wrong;
}

/**
 * ia_read_snapshot() - read a machine from a snapshot
 * @machine: an empty machine with an arena; filled and joined
 * @path: the snapshot
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_read_snapshot(struct ia_machine *machine, const char *path,
		      struct ia_problem *problem)
{
	const char *wrong;
	char *text;
	size_t len;
	int error = ia_slurp(machine->arena, path, &text, &len);

	*problem = (struct ia_problem){ .status = IA_PARSE };
	if (error) {
		problem->text = ia_format(machine->arena, "%s: %s", path,
					  strerror(-error));
		return false;
	}
	wrong = read_text(machine, text, len);
	if (wrong) {
		problem->text = ia_format(machine->arena, "%s %s", path, wrong);
		return false;
	}
	wrong = ia_machine_join(machine);
	if (wrong) {
		problem->text = ia_format(machine->arena, "%s: %s", path, wrong);
		return false;
	}
	ia_machine_name(machine);
	return true;
}

static bool write_all(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		text += n;
		len -= n;
	}
	return true;
}

/**
 * ia_save() - write a file so that it is there whole or not at all
 * @arena: the owner of messages
 * @path: the file; replaced when it exists
 * @text: its new content
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_save(struct ia_arena *arena, const char *path, const char *text,
	     struct ia_problem *problem)
{
	char *temp = ia_format(arena, "%s.XXXXXX", path);
	mode_t mask = umask(0);
	int fd, error;

	umask(mask);
	fd = mkstemp(temp);
	if (fd >= 0) {
		if (write_all(fd, text, strlen(text)) &&
		    !fchmod(fd, 0666 & ~mask) && !fsync(fd) &&
		    !rename(temp, path)) {
			close(fd);
			return true;
		}
		error = errno;
		close(fd);
		unlink(temp);
	} else {
		error = errno;
	}
	*problem = (struct ia_problem){
		.status = IA_WRITE,
		.text = ia_format(arena, "%s: %s", path, strerror(error)),
	};
	return false;
}
