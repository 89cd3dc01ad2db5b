// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include <json-c/json.h>

#include "../machine/kind.h"

enum { STEP, PORT, TYPE, ON, DOES };

static const struct ia_column columns[] = {
	[STEP] = { "WAY", 0, 0 },
	[PORT] = { "PORT", 0, 0 },
	[TYPE] = { "TYPE", 0, 2 },
	[ON] = { "ACS ON", 0, 0 },
	[DOES] = { "WHAT IT DOES", IA_COLUMN_WRAP, 0 },
};

/* A cell of the matrix, and what a row needs besides cells. */
#define CELL		5
#define ROW_HEAD	30
#define MOST_COLUMNS	32

static const struct {
	const char *word;
	const char *meaning;
	enum ia_state state;
} cells[] = {
	[IA_ROUTE_DIRECT] = { "sw", "direct, in a switch", IA_GOOD },
	[IA_ROUTE_BUS] = { "bus", "direct, on a conventional PCI bus", IA_PLAIN },
	[IA_ROUTE_REDIRECTED] = { "acs", "sent up to the root complex by ACS", IA_ATTENTION },
	[IA_ROUTE_ROOT] = { "root", "through the root complex, if that carries it", IA_PLAIN },
	[IA_ROUTE_INSIDE] = { "dev", "functions of one device", IA_PLAIN },
	[IA_ROUTE_UNKNOWN] = { "?", "unknown", IA_ATTENTION },
};

static const char *name(const struct ia_machine *m, const struct ia_device *d)
{
	return ia_format(m->arena, "%s %s", ia_machine_address(m, d->address),
			 ia_cmd_label(m, d));
}

static const char *bits(const struct ia_machine *m, const struct ia_hop *hop)
{
	if (!hop->acs)
		return "unknown";
	if (!hop->acs->present_text && hop->acs->cap_text.known)
		return "no ACS";
	return ia_acs_short(m->arena, ia_record_get(hop->acs->record, "ctl"), 0);
}

static void add_hop(struct ia_table *table, const struct ia_machine *m,
		    const struct ia_path *path, const struct ia_hop *hop)
{
	static const char *const steps[] = {
		[IA_HOP_UP] = "up", [IA_HOP_DOWN] = "down", [IA_HOP_REDIRECT] = "up",
		[IA_HOP_FORWARD] = "up",
		[IA_HOP_TURN] = "turn", [IA_HOP_BACK] = "down", [IA_HOP_UNKNOWN] = "?",
	};
	bool odd = hop->kind == IA_HOP_REDIRECT || hop->kind == IA_HOP_BACK ||
		   hop->kind == IA_HOP_UNKNOWN;
	long row = ia_table_row(table, -1);

	ia_table_set(table, row, STEP, IA_PLAIN, steps[hop->kind]);
	ia_table_set(table, row, PORT, IA_PLAIN, ia_machine_address(m, hop->port));
	ia_table_set(table, row, TYPE, IA_PLAIN, hop->type);
	ia_table_set(table, row, ON, IA_PLAIN, bits(m, hop));
	ia_table_set(table, row, DOES, odd ? IA_ATTENTION : IA_PLAIN,
		     ia_hop_text(m, path, hop));
}

static void print_way(struct ia_run *run, const struct ia_path *path)
{
	struct ia_table *table = ia_table_new(run->arena, columns,
					      sizeof(columns) / sizeof(*columns));
	size_t i;

	for (i = 0; i < path->nhops; i++)
		add_hop(table, &run->machine, path, &path->hops[i]);
	ia_out_text(&run->out, IA_PLAIN, "\n");
	if (path->nhops) {
		ia_table_print(&run->out, table);
		ia_out_text(&run->out, IA_PLAIN, "\n");
	}
}

static void paragraph(struct ia_run *run, const char *label, const char *text)
{
	ia_out_list(&run->out, label, &text, 1, IA_PLAIN);
}

static const char *way_back(struct ia_run *run, const struct ia_path *path)
{
	struct ia_path back;

	ia_path_find(&run->machine, path->to, path->from, &back);
	if (back.route == path->route && back.requests_up == path->requests_up)
		return ia_format(run->arena, "from %s to %s: the same",
				 ia_machine_address(&run->machine, path->to->address),
				 ia_machine_address(&run->machine, path->from->address));
	return ia_format(run->arena, "from %s to %s: %s",
			 ia_machine_address(&run->machine, path->to->address),
			 ia_machine_address(&run->machine, path->from->address),
			 ia_path_headline(&run->machine, &back));
}

static void print_change(struct ia_run *run, const struct ia_path *path)
{
	struct ia_path_change change;
	size_t i;

	ia_path_change(&run->machine, path, &change);
	if (change.token)
		paragraph(run, "Change    ", change.token);
	else if (change.reason)
		paragraph(run, "Change    ", change.reason);
	for (i = 0; i < change.nnotes; i++)
		paragraph(run, "          ", change.notes[i]);
	for (i = 0; i < change.nprice; i++)
		paragraph(run, i ? "          " : "Price     ", change.price[i]);
}

static void print_path(struct ia_run *run, const struct ia_path *path)
{
	const struct ia_machine *m = &run->machine;
	const char *translated = ia_path_translated(m, path);

	paragraph(run, "", ia_format(run->arena, "%s → %s", name(m, path->from),
				     name(m, path->to)));
	paragraph(run, "", ia_path_headline(m, path));
	print_way(run, path);
	paragraph(run, "Back      ", way_back(run, path));
	paragraph(run, "IOMMU     ", ia_path_iommu(m, path));
	if (translated)
		paragraph(run, "ATS       ", translated);
	paragraph(run, "Linux     ", ia_path_linux(m, path));
	print_change(run, path);
}

static struct json_object *json_hop(const struct ia_machine *m, const struct ia_path *path,
				    const struct ia_hop *hop)
{
	struct json_object *object = json_object_new_object();

	ia_json_add_address(object, "port", hop->port);
	ia_json_add(object, "type", hop->type);
	ia_json_add(object, "does", ia_hop_word(hop->kind));
	ia_json_add(object, "text", ia_hop_text(m, path, hop));
	json_object_object_add(object, "acs", hop->acs ?
			       ia_json_record(hop->acs->record, IA_FILE_ACS) : NULL);
	return object;
}

static struct json_object *json_change(const struct ia_machine *m,
				       const struct ia_path *path)
{
	struct json_object *object;
	struct ia_path_change change;

	ia_path_change(m, path, &change);
	if (!change.token && !change.reason)
		return NULL;
	object = json_object_new_object();
	ia_json_add(object, "token", change.token);
	ia_json_add(object, "reason", change.reason);
	json_object_object_add(object, "notes", ia_json_texts(change.notes, change.nnotes));
	json_object_object_add(object, "price", ia_json_texts(change.price, change.nprice));
	return object;
}

static struct json_object *json_path(const struct ia_machine *m,
				     const struct ia_path *path, bool whole)
{
	struct json_object *object = json_object_new_object();
	struct json_object *hops = json_object_new_array();
	size_t i;

	ia_json_add_address(object, "from", path->from->address);
	ia_json_add_address(object, "to", path->to->address);
	ia_json_add(object, "route", ia_route_word(path->route));
	ia_json_add_address(object, "common", path->common);
	ia_json_add(object, "answer", ia_path_headline(m, path));
	ia_json_add(object, "reason", path->reason);
	if (!whole) {
		json_object_put(hops);
		return object;
	}
	for (i = 0; i < path->nhops; i++)
		json_object_array_add(hops, json_hop(m, path, &path->hops[i]));
	json_object_object_add(object, "hops", hops);
	ia_json_add(object, "domain", path->from->domain_text);
	ia_json_add(object, "iommu", ia_path_iommu(m, path));
	ia_json_add(object, "ats", ia_path_translated(m, path));
	ia_json_add(object, "linux", ia_path_linux(m, path));
	json_object_object_add(object, "change", json_change(m, path));
	return object;
}

static enum ia_status check_pair(struct ia_run *run, const struct ia_device **pair)
{
	const struct ia_machine *m = &run->machine;
	size_t i;

	for (i = 0; i < 2; i++) {
		pair[i] = ia_cmd_device(run, run->argv[i]);
		if (!pair[i])
			return IA_USAGE;
		if (ia_is_bridge_type(pair[i]->type_text))
			return ia_cmd_usage("%s is a port (%s): p2p is about the devices below",
					    ia_machine_address(m, pair[i]->address),
					    ia_cmd_label(m, pair[i]));
	}
	if (pair[0] == pair[1])
		return ia_cmd_usage("p2p takes two functions, and both are %s",
				    ia_machine_address(m, pair[0]->address));
	return IA_OK;
}

static enum ia_status one_pair(struct ia_run *run)
{
	const struct ia_device *pair[2];
	struct json_object *answer;
	enum ia_status status = check_pair(run, pair);
	struct ia_path path;

	if (status)
		return status;
	ia_path_find(&run->machine, pair[0], pair[1], &path);
	if (!ia_opt(run, JSON)) {
		print_path(run, &path);
		return IA_OK;
	}
	answer = ia_json_answer("iommu_audit p2p");
	json_object_object_add(answer, "path", json_path(&run->machine, &path, true));
	ia_path_find(&run->machine, pair[1], pair[0], &path);
	json_object_object_add(answer, "back", json_path(&run->machine, &path, false));
	ia_json_print(&run->out, answer);
	return IA_OK;
}

/* GPUs, NICs and NVMe; VFs only where somebody asks for them. */
static size_t usual(struct ia_run *run, const struct ia_device ***devices)
{
	const struct ia_machine *m = &run->machine;
	size_t i, count = 0;

	*devices = ia_alloc(run->arena, m->ndevices, sizeof(**devices));
	for (i = 0; i < m->ndevices; i++) {
		if (!ia_is_vf(&m->devices[i]) && ia_is_card(ia_kind_of(&m->devices[i])))
			(*devices)[count++] = &m->devices[i];
	}
	return count;
}

static void add_cell(const struct ia_machine *m, struct ia_table *table, long row,
		     size_t column, const struct ia_device *from,
		     const struct ia_device *to, bool *seen)
{
	struct ia_path path;

	if (from == to) {
		ia_table_set(table, row, column, IA_PLAIN, "-");
		return;
	}
	ia_path_find(m, from, to, &path);
	seen[path.route] = true;
	ia_table_set(table, row, column, cells[path.route].state, cells[path.route].word);
}

/* As many columns as fit; the others follow in a table of their own. */
static void print_block(struct ia_run *run, const struct ia_device **devices,
			size_t count, size_t first, size_t ncolumns, bool *seen)
{
	struct ia_column *heads = ia_alloc(run->arena, ncolumns + 2, sizeof(*heads));
	struct ia_table *table;
	size_t i, j;

	heads[0] = (struct ia_column){ "", IA_COLUMN_RIGHT, 0 };
	heads[1] = (struct ia_column){ "FROM, TO", IA_COLUMN_CUT, 0 };
	for (j = 0; j < ncolumns; j++)
		heads[j + 2].title = ia_format(run->arena, "%zu", first + j + 1);
	table = ia_table_new(run->arena, heads, ncolumns + 2);
	for (i = 0; i < count; i++) {
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, 0, IA_PLAIN, ia_format(run->arena, "%zu", i + 1));
		ia_table_set(table, row, 1, IA_PLAIN, name(&run->machine, devices[i]));
		for (j = 0; j < ncolumns; j++)
			add_cell(&run->machine, table, row, j + 2, devices[i],
				 devices[first + j], seen);
	}
	ia_table_print(&run->out, table);
	ia_out_text(&run->out, IA_PLAIN, "\n");
}

static void print_matrix(struct ia_run *run, const struct ia_device **devices,
			 size_t count)
{
	const char *items[sizeof(cells) / sizeof(*cells)];
	bool seen[sizeof(cells) / sizeof(*cells)] = { 0 };
	size_t width = MOST_COLUMNS, first, i, n = 0;

	if (run->out.width)
		width = run->out.width > ROW_HEAD + CELL ?
			(run->out.width - ROW_HEAD) / CELL : 1;
	for (first = 0; first < count; first += width)
		print_block(run, devices, count, first,
			    count - first < width ? count - first : width, seen);
	for (i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
		if (seen[i])
			items[n++] = ia_format(run->arena, "%s %s", cells[i].word,
					       cells[i].meaning);
	}
	ia_out_list(&run->out, "", items, n, IA_PLAIN);
}

static void json_matrix(struct ia_run *run, const struct ia_device **devices,
			size_t count)
{
	struct json_object *answer = ia_json_answer("iommu_audit p2p");
	struct json_object *list = json_object_new_array();
	size_t i, j;

	for (i = 0; i < count; i++) {
		for (j = 0; j < count; j++) {
			struct ia_path path;

			if (devices[i] == devices[j])
				continue;
			ia_path_find(&run->machine, devices[i], devices[j], &path);
			json_object_array_add(list, json_path(&run->machine, &path, false));
		}
	}
	json_object_object_add(answer, "paths", list);
	ia_json_print(&run->out, answer);
}

static enum ia_status matrix(struct ia_run *run)
{
	const struct ia_device **devices;
	enum ia_status status;
	size_t count;

	status = ia_cmd_chosen(run, &devices, &count);
	if (status)
		return status;
	if (!count)
		count = usual(run, &devices);
	if (ia_opt(run, JSON)) {
		json_matrix(run, devices, count);
		return IA_OK;
	}
	if (count < 2) {
		ia_out_text(&run->out, IA_PLAIN,
			    "Fewer than two GPUs, NICs and NVMe here: choose devices with --dev.\n");
		return IA_OK;
	}
	print_matrix(run, devices, count);
	return IA_OK;
}

/**
 * ia_cmd_p2p() - iommu-audit p2p A B, iommu-audit p2p --matrix
 * @run: the invocation
 */
enum ia_status ia_cmd_p2p(struct ia_run *run)
{
	enum ia_status status;

	if (ia_opt(run, MATRIX) ? run->argc : run->argc != 2)
		return ia_cmd_usage("p2p takes two PCI functions, as in 'p2p 41:00.0 c1:00.0', or --matrix");
	if (ia_opt(run, DEV) && !ia_opt(run, MATRIX))
		return ia_cmd_usage("--dev chooses the devices of --matrix; without that write p2p A B");
	status = ia_cmd_read_host(run);
	if (status)
		return status;
	return ia_opt(run, MATRIX) ? matrix(run) : one_pair(run);
}
