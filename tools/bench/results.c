// SPDX-License-Identifier: GPL-2.0
/* Results of the benchmark that were saved: where they are, what they hold. */
#include "../source/reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <json-c/json.h>

#include "../../include/uapi/iommu_audit.h"

#define SYSTEM_STATE	"/var/lib/iommu-audit"

/* What people get of a document's member, or "unknown". */
static const char *member(struct ia_arena *arena, struct json_object *root,
			  const char *key)
{
	const char *text = ia_document_text(arena, json_object_object_get(root, key));

	return text ? text : IOMMU_AUDIT_UNKNOWN;
}

static const char *read_run(struct ia_bench_set *set, struct json_object *item)
{
	struct json_object *arm;
	struct ia_bench_run *run;
	const char *wrong;

	if (!json_object_is_type(item, json_type_object))
		return "is not an object";
	arm = json_object_object_get(item, "arm");
	if (arm && (!ia_document_text(set->arena, arm) ||
		    !*ia_document_text(set->arena, arm)))
		return "has an \"arm\" that is no clean text";
	run = ia_bench_add(set, arm ? ia_document_text(set->arena, arm) : NULL);
	wrong = ia_document_records(set->arena, json_object_object_get(item, "records"),
				    &run->records);
	if (wrong)
		return ia_format(set->arena, "has \"records\", which %s", wrong);
	return ia_bench_join(set->arena, run);
}

static const char *read_runs(struct ia_bench_set *set, struct json_object *list)
{
	const char *wrong;
	size_t i;

	if (!json_object_is_type(list, json_type_array))
		return "is a benchmark result without \"runs\"";
	if (json_object_array_length(list) > IA_MAX_RUNS)
		return ia_format(set->arena, "is a benchmark result of more than %d runs",
				 IA_MAX_RUNS);
	for (i = 0; i < json_object_array_length(list); i++) {
		wrong = read_run(set, json_object_array_get_idx(list, i));
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
	struct json_object *value = json_object_object_get(root, key);
	int64_t n;

	if (!json_object_is_type(value, json_type_int))
		return false;
	n = json_object_get_int64(value);
	*count = n > 0 ? (size_t)n : 0;
	return n > 0 && (size_t)n <= most;
}

static const char *read_protocol(struct ia_bench_set *set, struct json_object *root)
{
	struct ia_protocol *p = ia_alloc(set->arena, 1, sizeof(*p));
	struct json_object *arms;
	size_t i;

	if (!json_object_is_type(root, json_type_object))
		return "is a benchmark result whose \"protocol\" is not an object";
	arms = json_object_object_get(root, "arms");
	if (!json_object_is_type(arms, json_type_array) ||
	    json_object_array_length(arms) != IA_PROTOCOL_ARMS)
		return "is a benchmark result whose protocol has not two \"arms\"";
	for (i = 0; i < IA_PROTOCOL_ARMS; i++) {
		p->arms[i] = ia_document_text(set->arena,
					      json_object_array_get_idx(arms, i));
		if (!p->arms[i] || !*p->arms[i])
			return "is a benchmark result with an arm that is no clean text";
	}
	p->dev = ia_document_text(set->arena, json_object_object_get(root, "dev"));
	p->asked = ia_document_text(set->arena, json_object_object_get(root, "asked"));
	if (!p->dev || !p->asked)
		return "is a benchmark result whose protocol lacks \"dev\" or \"asked\"";
	if (!read_count(root, "rounds", IA_MAX_ROUNDS, &p->rounds) ||
	    !read_count(root, "repeat", IA_MAX_VALUES, &p->repeat))
		return "is a benchmark result whose protocol has no valid \"rounds\" or \"repeat\"";
	set->protocol = p;
	return ia_protocol_wrong(set->arena, set);
}

static const char *read_object(struct ia_bench_set *set, struct json_object *root)
{
	const char *wrong = ia_document_kind(set->arena, root, "iommu_audit bench",
					     "benchmark result");
	struct json_object *protocol;

	if (!wrong)
		wrong = read_runs(set, json_object_object_get(root, "runs"));
	if (wrong)
		return wrong;
	set->name = member(set->arena, root, "name");
	set->time = member(set->arena, root, "time");
	set->tool = member(set->arena, root, "tool");
	if (json_object_object_get_ex(root, "protocol", &protocol))
		return read_protocol(set, protocol);
	return set->count ? NULL : "is a benchmark result without any run";
}

/**
 * ia_read_results() - read a file of results
 * @set: only its arena is set; filled
 * @path: the file
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_read_results(struct ia_bench_set *set, const char *path,
		     struct ia_problem *problem)
{
	struct json_object *root = ia_document_open(set->arena, path, problem);
	const char *wrong;

	if (!root)
		return false;
	wrong = read_object(set, root);
	json_object_put(root);
	if (wrong)
		problem->text = ia_format(set->arena, "%s %s", path, wrong);
	return !wrong;
}

static bool is_path(const char *name)
{
	size_t len = strlen(name);

	return strchr(name, '/') || (len > 5 && !strcmp(name + len - 5, ".json"));
}

/* The folder for this user's results, or NULL. */
static const char *own_state(struct ia_arena *arena, const char *root)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	if (*root)
		return ia_format(arena, "%s" SYSTEM_STATE, root);
	if (state && *state == '/')
		return ia_format(arena, "%s/iommu-audit", state);
	if (!geteuid())
		return SYSTEM_STATE;
	if (home && *home == '/')
		return ia_format(arena, "%s/.local/state/iommu-audit", home);
	return NULL;
}

/**
 * ia_results_find() - where a result is
 * @arena: the owner of the path
 * @root: prefix of all paths, "" for the running system
 * @name: a name, or a file: then it has a slash or ends in .json
 *
 * Names are looked for among one's own results, then among root's.
 */
const char *ia_results_find(struct ia_arena *arena, const char *root,
			    const char *name)
{
	const char *own = own_state(arena, root), *path = NULL;

	if (is_path(name))
		return name;
	if (own)
		path = ia_format(arena, "%s/%s.json", own, name);
	if (path && !access(path, F_OK))
		return path;
	if (!*root && !access(ia_format(arena, SYSTEM_STATE "/%s.json", name), F_OK))
		return ia_format(arena, SYSTEM_STATE "/%s.json", name);
	return path ? path : ia_format(arena, SYSTEM_STATE "/%s.json", name);
}

/* Makes every folder of a path. Return: 0 or an errno. */
static int make_folders(struct ia_arena *arena, const char *path)
{
	const char *slash = path;

	do {
		const char *folder;

		slash = strchrnul(slash + 1, '/');
		folder = ia_strndup(arena, path, slash - path);
		if (mkdir(folder, 0755) && errno != EEXIST)
			return errno;
	} while (*slash);
	return 0;
}

/* Whether a name of --save is one: nothing hidden, and no folder. */
static bool is_good(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash ? slash[1] : *name && *name != '.';
}

/* Whether a file can be put there. Return: 0 or an errno. */
static int check_place(struct ia_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *folder = slash ? ia_strndup(arena, path, slash - path + 1) : ".";
	struct stat there;

	if (!stat(path, &there) && !S_ISREG(there.st_mode))
		return S_ISDIR(there.st_mode) ? EISDIR : EEXIST;
	return access(folder, W_OK | X_OK) ? errno : 0;
}

/**
 * ia_results_place() - where a result is to be saved
 * @arena: the owner of the path
 * @root: prefix of all paths, "" for the running system
 * @name: a name, or a file, as for ia_results_find()
 * @problem: filled when this fails
 *
 * Makes the folder of the results when it is not there. What could not be saved
 * is refused here, before anything is measured.
 *
 * Return: the path, or NULL.
 */
const char *ia_results_place(struct ia_arena *arena, const char *root,
			     const char *name, struct ia_problem *problem)
{
	const char *own = own_state(arena, root), *path = name;
	int error = 0;

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
		path = ia_format(arena, "%s/%s.json", own, name);
		error = make_folders(arena, own);
	}
	if (!error)
		error = check_place(arena, path);
	if (!error)
		return path;
	problem->text = ia_format(arena, "%s: %s", path, strerror(error));
	return NULL;
}

/**
 * ia_results_exist() - tell whether there is a file
 * @path: as ia_results_place() returned it
 */
bool ia_results_exist(const char *path)
{
	return !access(path, F_OK);
}
