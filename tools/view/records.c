// SPDX-License-Identifier: GPL-2.0
#include "records.h"

#include <string.h>

#include <json-c/json.h>

#include "../../include/uapi/iommu_audit.h"

static const struct {
	enum ia_file file;
	const char *key;
	char mark;
} lists[] = {
	{ IA_FILE_UNITS, "scope", ',' },
	{ IA_FILE_UNITS, "features", ',' },
	{ IA_FILE_UNITS, "sagaw", ',' },
	{ IA_FILE_GROUPS, "devices", ',' },
	{ IA_FILE_GROUPS, "reserved", ',' },
	{ IA_FILE_DEVICES, "path", '/' },
	{ IA_FILE_ACS, "cap", ',' },
	{ IA_FILE_ACS, "ctl", ',' },
	{ IA_FILE_ACS, "ctl_at_load", ',' },
};

/**
 * ia_json_answer() - the start of every answer
 * @kind: which answer it is, "iommu_audit ..."
 */
struct json_object *ia_json_answer(const char *kind)
{
	struct json_object *answer = json_object_new_object();

	json_object_object_add(answer, "format",
			       json_object_new_int(IOMMU_AUDIT_FORMAT));
	json_object_object_add(answer, "kind", json_object_new_string(kind));
	return answer;
}

/**
 * ia_json_add() - add a text to an object
 * @to: the object
 * @key: its key
 * @text: the text; null is added for NULL
 */
void ia_json_add(struct json_object *to, const char *key, const char *text)
{
	json_object_object_add(to, key, text ? json_object_new_string(text) : NULL);
}

/**
 * ia_json_add_count() - add a number to an object
 * @to: the object
 * @key: its key
 * @count: the number
 */
void ia_json_add_count(struct json_object *to, const char *key, size_t count)
{
	json_object_object_add(to, key, json_object_new_int64((int64_t)count));
}

/**
 * ia_json_add_address() - add the address of a function to an object
 * @to: the object
 * @key: its key
 * @address: the address, with its segment; null is added for IA_NO_ADDRESS
 */
void ia_json_add_address(struct json_object *to, const char *key, ia_address address)
{
	char text[IA_ADDRESS_SIZE];

	ia_json_add(to, key, address == IA_NO_ADDRESS ? NULL :
		    ia_address_text(text, address, true));
}

/**
 * ia_json_texts() - a list of texts
 * @items: the texts
 * @count: number of @items
 */
struct json_object *ia_json_texts(const char *const *items, size_t count)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < count; i++)
		json_object_array_add(list, json_object_new_string(items[i]));
	return list;
}

static struct json_object *split(const char *list, char mark)
{
	struct json_object *items = json_object_new_array();

	for (;; list++) {
		size_t len = strchrnul(list, mark) - list;

		json_object_array_add(items, json_object_new_string_len(list, len));
		list += len;
		if (!*list)
			return items;
	}
}

static struct json_object *convert(enum ia_file file, const char *key,
				   const char *value)
{
	size_t i;

	if (!strcmp(value, IOMMU_AUDIT_NOT_APPLICABLE))
		return NULL;
	for (i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		if (lists[i].file != file || strcmp(lists[i].key, key))
			continue;
		if (!strcmp(value, IOMMU_AUDIT_UNKNOWN))
			break;
		if (!strcmp(value, IOMMU_AUDIT_NONE))
			return json_object_new_array();
		return split(value, lists[i].mark);
	}
	return json_object_new_string(value);
}

/**
 * ia_json_record() - a record for programs
 * @record: the record
 * @file: the file it is of
 *
 * Return: an object with all its keys. Values are the module's texts, lists
 * are arrays, "-" is null.
 */
struct json_object *ia_json_record(const struct ia_record *record,
				   enum ia_file file)
{
	struct json_object *object = json_object_new_object();
	size_t i;

	for (i = 0; i < record->count; i++)
		json_object_object_add(object, record->keys->names[i],
				       convert(file, record->keys->names[i],
					       record->values[i]));
	return object;
}

/**
 * ia_json_as_read() - records unchanged, to be read back
 * @records: the records
 */
struct json_object *ia_json_as_read(const struct ia_records *records)
{
	struct json_object *list = json_object_new_array();
	size_t i, j;

	for (i = 0; i < records->count; i++) {
		const struct ia_record *record = &records->items[i];
		struct json_object *object = json_object_new_object();

		for (j = 0; j < record->count; j++)
			json_object_object_add(object, record->keys->names[j],
					       json_object_new_string(record->values[j]));
		json_object_array_add(list, object);
	}
	return list;
}

/**
 * ia_json_snapshot() - everything that was read, unchanged
 * @machine: the machine
 * @tool: version of this tool; a snapshot of a snapshot keeps the first one
 */
struct json_object *ia_json_snapshot(const struct ia_machine *machine,
				     const char *tool)
{
	struct json_object *root = ia_json_answer("iommu_audit snapshot");
	struct json_object *names = json_object_new_object();
	struct json_object *files = json_object_new_object();
	enum ia_file file;
	size_t i;

	ia_json_add(root, "tool", machine->tool_text ? machine->tool_text : tool);
	ia_json_add(root, "module", ia_machine_identity(machine, "module"));
	ia_json_add(root, "kernel", machine->kernel_text);
	ia_json_add(root, "cmdline", machine->cmdline_text);
	ia_json_add(root, "time", machine->time_text);
	ia_json_add(root, "boot_id", machine->boot_text);
	ia_json_add(root, "boottime_ns", machine->boottime_ns_text);
	for (i = 0; i < machine->names.count; i++)
		ia_json_add(names, ia_record_get(&machine->names.items[i], "id"),
			    ia_record_get(&machine->names.items[i], "name"));
	json_object_object_add(root, "names", names);
	for (file = 0; file < IA_FILES; file++) {
		if (!machine->absent[file])
			json_object_object_add(files, ia_file_names[file],
					       ia_json_as_read(&machine->files[file]));
	}
	json_object_object_add(root, "files", files);
	if (machine->host_text.count)
		json_object_object_add(root, "host", ia_json_as_read(&machine->host_text));
	return root;
}
