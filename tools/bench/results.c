// SPDX-License-Identifier: GPL-2.0
/* Results of the benchmark that were saved: where they are, what they hold. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/limits.h"
#include "../base/path.h"
#include "../json/json.h"
#include "../source/reader.h"
#include "../view/message.h"
#include "answer.h"

#define FILE_END	".json"
#define SYSTEM_STATE	"/var/lib/iommu-audit"

/* A text that has to be there. Return: it, or NULL where it is none of its alphabet. */
static const char *text_in(struct ia_arena *arena, enum ia_alphabet_id id,
			   struct json_object *value)
{
	const char *text = ia_json_read_text(arena, value);

	return text && ia_text_in(id, text).known ? text : NULL;
}

static const char *read_ops(struct ia_arena *arena, struct json_object *list,
			    struct ia_bench_result *run)
{
	struct ia_bench_op *ops;
	const char *wrong;
	void *items;
	size_t count;

	wrong = ia_json_read_records(arena, list, IA_RECORD_BENCH_OP, &items, &count);
	if (wrong)
		return ia_format(arena, "\"ops\" %s", wrong);
	if (count != IA_BENCH_SIDES)
		return "\"ops\" are not map and unmap";
	ops = items;
	memcpy(run->ops, ops, sizeof(run->ops));
	return NULL;
}

static const char *read_record(struct ia_arena *arena, struct json_object *item,
			       const char *key, enum ia_record_id id, void *record)
{
	const char *wrong = ia_json_read_record(arena, ia_json_member(item, key), id, record);

	return wrong ? ia_format(arena, "\"%s\" %s", key, wrong) : NULL;
}

static const char *read_run(struct ia_bench_set *set, struct json_object *item)
{
	struct ia_bench_result *run = ia_bench_add(set);
	struct ia_arena *arena = set->arena;
	struct json_object *label;
	const char *wrong, *text;
	void *bins = NULL;

	if (!ia_json_is_object(item))
		return "is not an object";
	label = ia_json_member(item, "configuration");
	text = text_in(arena, IA_ALPHABET_WORDS, label);
	if (label && !text)
		return ia_format(arena, "its \"configuration\" is not %s",
				 ia_alphabets[IA_ALPHABET_WORDS].about);
	if (label)
		run->configuration = text;
	wrong = read_record(arena, item, "params", IA_RECORD_BENCH_PARAMS, &run->params);
	if (!wrong)
		wrong = read_record(arena, item, "context", IA_RECORD_BENCH_CONTEXT, &run->context);
	if (!wrong)
		wrong = read_ops(arena, ia_json_member(item, "ops"), run);
	if (wrong)
		return wrong;
	wrong = ia_json_read_records(arena, ia_json_member(item, "histogram"), IA_RECORD_BENCH_BIN,
				     &bins, &run->nbins);
	if (wrong)
		return ia_format(arena, "\"histogram\" %s", wrong);
	run->bins = bins;
	return ia_bench_join(run);
}

static const char *read_runs(struct ia_bench_set *set, struct json_object *list)
{
	const char *wrong;
	size_t i;

	if (!ia_json_is_list(list))
		return "is a benchmark result without \"runs\"";
	if (ia_json_length(list) > IA_MAX_RUNS)
		return ia_format(set->arena, "is a benchmark result of more than %d runs",
				 IA_MAX_RUNS);
	for (i = 0; i < ia_json_length(list); i++) {
		wrong = read_run(set, ia_json_item(list, i));
		if (wrong)
			return ia_format(set->arena,
					 "is a benchmark result whose run %zu is wrong: %s",
					 i + 1, wrong);
	}
	return NULL;
}

static bool read_count(struct json_object *root, const char *key, size_t most,
		       size_t *count)
{
	uint64_t n;

	if (!ia_json_read_count(ia_json_member(root, key), &n))
		return false;
	*count = n;
	return n && n <= most;
}

static const char *read_plan(struct ia_bench_set *set, struct json_object *root)
{
	struct ia_arena *arena = set->arena;
	struct ia_bench_plan *p = ia_alloc(arena, 1, sizeof(*p));
	struct json_object *list;
	const char *text;
	size_t i;

	if (!ia_json_is_object(root))
		return "is a benchmark result whose \"plan\" is not an object";
	list = ia_json_member(root, "configurations");
	if (!ia_json_is_list(list) || ia_json_length(list) != IA_PLAN_CONFIGURATIONS)
		return "is a benchmark result whose plan has not two \"configurations\"";
	for (i = 0; i < IA_PLAN_CONFIGURATIONS; i++) {
		text = text_in(arena, IA_ALPHABET_WORDS, ia_json_item(list, i));
		if (!text)
			return ia_format(arena,
					 "is a benchmark result whose plan has a configuration that is not %s",
					 ia_alphabets[IA_ALPHABET_WORDS].about);
		p->configurations[i] = text;
	}
	text = ia_json_read_text(arena, ia_json_member(root, "dev"));
	p->device = text ? ia_address_parse(text, strlen(text), NULL) : IA_NO_ADDRESS;
	if (!ia_is_address(p->device))
		return "is a benchmark result whose plan lacks a \"dev\" that is a PCI address";
	text = read_record(arena, root, "requested", IA_RECORD_HOST_BENCH_REQUEST, &p->request);
	if (!text)
		text = ia_bench_request_wrong(arena, &p->request);
	if (text)
		return ia_format(arena, "is a benchmark result with a plan in which %s", text);
	if (!read_count(root, "rounds", IA_MAX_ROUNDS, &p->rounds) ||
	    !read_count(root, "repeat", IA_MAX_VALUES, &p->repeat))
		return "is a benchmark result whose plan has no valid \"rounds\" or \"repeat\"";
	set->plan = p;
	return ia_plan_wrong(arena, set);
}

/* What a file says of itself; what it does not say is unknown. Return: NULL, or what is wrong. */
static const char *read_about(struct ia_arena *arena, struct json_object *root, const char *key,
			      enum ia_alphabet_id id, struct ia_string *to)
{
	struct json_object *value = ia_json_member(root, key);

	if (value)
		*to = ia_text_of(text_in(arena, id, value));
	if (to->known || !value)
		return NULL;
	return ia_format(arena, "is a benchmark result whose \"%s\" is not %s", key,
			 ia_alphabets[id].about);
}

static const char *read_object(void *to, struct json_object *root)
{
	struct ia_bench_set *set = to;
	const char *wrong = ia_document_kind(set->arena, root, ia_bench_saved.kind,
					     "benchmark result");
	struct ia_string name = { 0 }, tool = { 0 };
	struct json_object *plan;

	if (!wrong)
		wrong = read_runs(set, ia_json_member(root, "runs"));
	if (!wrong)
		wrong = read_about(set->arena, root, "name", IA_ALPHABET_FREE, &name);
	if (!wrong)
		wrong = read_about(set->arena, root, "time", IA_ALPHABET_TIME, &set->time);
	if (!wrong)
		wrong = read_about(set->arena, root, "tool", IA_ALPHABET_RELEASE, &tool);
	if (wrong)
		return wrong;
	set->name = ia_shown(&name);
	set->tool = ia_shown(&tool);
	plan = ia_json_member(root, "plan");
	if (plan)
		return read_plan(set, plan);
	return set->count ? NULL : "is a benchmark result without any run";
}

/**
 * ia_bench_new() - an empty set of runs
 * @machine: where they are measured; read
 * @name: what it is called, or its file
 * @tool: version of this tool
 */
struct ia_bench_set *ia_bench_new(const struct ia_machine *machine, const char *name,
				  const char *tool)
{
	struct ia_bench_set *set = ia_alloc(machine->arena, 1, sizeof(*set));

	set->arena = machine->arena;
	set->name = ia_bench_name(machine->arena, name);
	set->time = machine->time;
	set->tool = tool;
	return set;
}

/**
 * ia_bench_parse_results() - read the text of a file of results
 * @set: only its arena is set; filled
 * @path: the file, for messages
 * @text: its content, terminated; may be anything
 * @len: its length
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_bench_parse_results(struct ia_bench_set *set, const char *path, const char *text,
			    size_t len, struct ia_problem *problem)
{
	return ia_document_parse(set->arena, path, text, len, read_object, set, problem);
}

/**
 * ia_bench_read() - read a file of results
 * @set: only its arena is set; filled
 * @root: where its path begins
 * @path: the file
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_bench_read(struct ia_bench_set *set, const struct ia_root *root, const char *path,
		   struct ia_problem *problem)
{
	return ia_document_read(set->arena, root, path, read_object, set, problem);
}

/**
 * ia_bench_save() - save runs, whole or not at all
 * @machine: where they were measured
 * @set: the runs
 * @path: where to
 * @problem: filled when this fails
 *
 * Return: whether it worked; that is said.
 */
bool ia_bench_save(const struct ia_machine *machine, const struct ia_bench_set *set,
		   const char *path, struct ia_problem *problem)
{
	struct ia_page page = { .machine = machine, .arena = set->arena };
	const char *text = ia_json_as_page(set->arena, ia_answer_json(&page, &ia_bench_saved, set));

	if (!ia_save(set->arena, path, text, IA_SAVE_FOR_OWNER, problem))
		return false;
	ia_message("saved as %s", path);
	return true;
}

/**
 * ia_bench_name() - what a result is called
 * @arena: the owner of the text
 * @path: its file, or its name
 */
const char *ia_bench_name(struct ia_arena *arena, const char *path)
{
	const char *base = ia_last_part(path);
	size_t len = strlen(base);

	return ia_strndup(arena, base, ia_ends_in(base, FILE_END) ? len - strlen(FILE_END) : len);
}

static bool is_path(const char *name)
{
	return !strcmp(name, "-") || strchr(name, '/') || ia_ends_in(name, FILE_END);
}

/* The folder for this user's results, or NULL. */
static const char *own_state(struct ia_arena *arena)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	if (state && *state == '/')
		return ia_format(arena, "%s/iommu-audit", state);
	if (!geteuid())
		return SYSTEM_STATE;
	if (home && *home == '/')
		return ia_format(arena, "%s/.local/state/iommu-audit", home);
	return NULL;
}

/**
 * ia_bench_exists() - tell whether there is a file
 * @path: as ia_bench_place() returned it
 */
bool ia_bench_exists(const char *path)
{
	return ia_root_exists(&ia_root_named, path);
}

/**
 * ia_bench_find() - where a result is
 * @arena: the owner of the path
 * @root: where the machine is read; then where the path begins
 * @name: a name, or a file: then it has a slash or ends in .json, or is -, standard input
 *
 * Names are looked for among one's own results, then among root's; in a tree,
 * among root's.
 */
const char *ia_bench_find(struct ia_arena *arena, const struct ia_root **root, const char *name)
{
	const char *own = own_state(arena), *path;

	if (is_path(name)) {
		*root = &ia_root_named;
		return name;
	}
	path = ia_format(arena, SYSTEM_STATE "/%s" FILE_END, name);
	if ((*root)->kind == IA_ROOT_TREE)
		return path;
	*root = &ia_root_named;
	own = own ? ia_format(arena, "%s/%s" FILE_END, own, name) : path;
	return ia_bench_exists(own) || !ia_bench_exists(path) ? own : path;
}

/* Whether a name of --save is one: it can be shown, nothing hidden, and no folder. */
static bool is_good(const char *name)
{
	const char *slash = strrchr(name, '/');

	return ia_clean(name, strlen(name)) && strcmp(name, "-") &&
	       (slash ? slash[1] : *name && *name != '.');
}

/**
 * ia_bench_place() - where a result is to be saved
 * @arena: the owner of the path
 * @name: a name, or a file, as for ia_bench_find()
 * @problem: filled when this fails
 *
 * Makes the folder of the results when it is not there. What could not be saved
 * is refused here, before anything is measured.
 *
 * Return: the path, or NULL.
 */
const char *ia_bench_place(struct ia_arena *arena, const char *name,
			   struct ia_problem *problem)
{
	const char *own = own_state(arena), *path = name;
	int error;

	*problem = (struct ia_problem){ .status = IA_WRITE };
	if (!is_good(name)) {
		problem->status = IA_USAGE;
		problem->text = ia_format(arena, "--save '%s': write a name, or a file as ./NAME.json",
					  name);
		return NULL;
	}
	if (!is_path(name)) {
		if (!own) {
			problem->text = "neither HOME nor XDG_STATE_HOME says where results go: "
					"name a file, as ./NAME.json";
			return NULL;
		}
		path = ia_format(arena, "%s/%s" FILE_END, own, name);
		error = ia_save_folder(arena, own);
		if (error) {
			problem->text = ia_format(arena, "%s: %s", own, strerror(error));
			return NULL;
		}
	}
	return ia_save_check(arena, &ia_root_system, path, problem) ? path : NULL;
}
