// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <json-c/json.h>

#include "../../include/uapi/iommu_audit.h"

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
		const char *name = ia_document_text(m->arena, value);

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
	const char *text = value ? ia_document_text(m->arena, value) : NULL;

	return text ? text : IOMMU_AUDIT_UNKNOWN;
}

/* Return: NULL, or what is wrong. Checks what it is before what it holds. */
static const char *read_object(struct ia_machine *m, struct json_object *root)
{
	struct json_object *files;
	enum ia_file file;
	const char *wrong = ia_document_kind(m->arena, root, "iommu_audit snapshot",
					     "snapshot");

	if (wrong)
		return wrong;
	files = json_object_object_get(root, "files");
	if (!json_object_is_type(files, json_type_object))
		return "is a snapshot without \"files\"";
	for (file = 0; file < IA_FILES; file++) {
		m->absent[file] = ia_file_optional(file) &&
			!json_object_object_get_ex(files, ia_file_names[file], NULL);
		if (m->absent[file])
			continue;
		wrong = ia_document_records(m->arena,
					    json_object_object_get(files, ia_file_names[file]),
					    &m->files[file]);
		if (wrong)
			return ia_format(m->arena, "is a snapshot whose file \"%s\" %s",
					 ia_file_names[file], wrong);
	}
	m->kernel_text = member(m, root, "kernel");
	m->cmdline_text = member(m, root, "cmdline");
	m->time_text = member(m, root, "time");
	m->boot_text = member(m, root, "boot_id");
	m->boottime_ns_text = member(m, root, "boottime_ns");
	m->tool_text = member(m, root, "tool");
	/* Snapshots of older tools have no record of the host. */
	if (json_object_object_get_ex(root, "host", &files)) {
		wrong = ia_document_records(m->arena, files, &m->host_text);
		if (wrong)
			return ia_format(m->arena, "is a snapshot whose \"host\" %s", wrong);
	}
	return read_names(m, json_object_object_get(root, "names"));
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
	struct json_object *root = ia_document_open(machine->arena, path, problem);
	const char *wrong;

	if (!root)
		return false;
	wrong = read_object(machine, root);
	json_object_put(root);
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
