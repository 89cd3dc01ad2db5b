// SPDX-License-Identifier: GPL-2.0
#include "p2p.h"

#include "label.h"
#include "path_text.h"
#include "text.h"

#define X(name, word)	word,
static const char *const route_words[] = { IA_ROUTE_LIST(X) };
static const char *const hop_words[] = { IA_HOP_LIST(X) };
#undef X
static const struct ia_wordlist routes = { route_words, IA_ROUTES, NULL };
static const struct ia_wordlist hops = { hop_words, IA_HOP_UNKNOWN + 1, NULL };

enum { STEP, PORT, TYPE, ON, DOES };

static const struct ia_column columns[] = {
	[STEP] = { "PATH", 0, 0, .about = "up, across or down", .name = "step" },
	[PORT] = { "PORT", 0, 0, .about = "the port" },
	[TYPE] = { "TYPE", 0, 2, .about = "its type" },
	[ON] = { "ACS ON", 0, 0, .about = "bits of ACS that are on", .name = "acs" },
	[DOES] = { "WHAT IT DOES", IA_COLUMN_WRAP, 0,
		.about = "what the port does with the request", .name = "does" },
};

const struct ia_columns ia_path_columns = IA_COLUMNS(columns);

/* A cell of the matrix, and what a row needs besides cells. */
#define CELL		9
#define ROW_HEAD	30
#define MOST_COLUMNS	32

static const char *name(const struct ia_machine *m, const struct ia_device *d)
{
	return ia_format(m->arena, "%s %s", ia_machine_address(m, d->address), ia_label(m, d));
}

static const char *bits(const struct ia_machine *m, const struct ia_hop *hop)
{
	if (!hop->acs)
		return "unknown";
	if (hop->acs->present != IA_YES && hop->acs->cap.known)
		return "no ACS";
	return ia_acs_text(m->arena, &hop->acs->ctl, 0);
}

static void add_hop(struct ia_table *table, const struct ia_machine *m, const struct ia_hop *hop)
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
	ia_table_set(table, row, TYPE, IA_PLAIN, ia_type_text(hop->type));
	ia_table_set(table, row, ON, IA_PLAIN, bits(m, hop));
	ia_table_set(table, row, DOES, odd ? IA_ATTENTION : IA_PLAIN, ia_hop_text(hop));
}

static void print_hops(const struct ia_page *page, const struct ia_path *path)
{
	struct ia_table *table = ia_table_new(page->arena, columns,
					      sizeof(columns) / sizeof(*columns));
	size_t i;

	for (i = 0; i < path->nhops; i++)
		add_hop(table, page->machine, &path->hops[i]);
	ia_out_text(page->out, IA_PLAIN, "\n");
	if (path->nhops) {
		ia_table_print(page->out, table);
		ia_out_text(page->out, IA_PLAIN, "\n");
	}
}

static void paragraph(const struct ia_page *page, const char *label, const char *text)
{
	if (text)
		ia_out_list(page->out, label, &text, 1, IA_PLAIN);
}

static const char *way_back(const struct ia_page *page, const struct ia_p2p_pair *pair)
{
	const struct ia_machine *m = page->machine;
	const struct ia_path *path = &pair->there.path, *back = &pair->back;
	bool same = back->route == path->route && back->requests_up == path->requests_up;

	return ia_format(page->arena, "from %s to %s: %s",
			 ia_machine_address(m, back->from->address),
			 ia_machine_address(m, back->to->address),
			 same ? "the same" : ia_path_headline(m, back));
}

static void print_fix(const struct ia_page *page, const struct ia_path_fix *fix)
{
	size_t i;

	paragraph(page, "Fix       ", fix->token.text ? fix->token.text :
					 ia_no_token_text(fix->token.none));
	for (i = 0; i < fix->nnotes; i++)
		paragraph(page, "          ", ia_token_note_text(fix->notes[i]));
	for (i = 0; i < fix->nimpact; i++)
		paragraph(page, i ? "          " : "Isolation ",
			  ia_impact_text(page->machine, &fix->impact[i]));
}

static void pair_page(const struct ia_page *page, const void *object)
{
	const struct ia_p2p_pair *pair = object;
	const struct ia_path *path = &pair->there.path;
	const struct ia_machine *m = page->machine;

	paragraph(page, "", ia_format(page->arena, "%s → %s", name(m, path->from),
				      name(m, path->to)));
	paragraph(page, "", ia_path_headline(m, path));
	paragraph(page, "", ia_format(page->arena, "%s: %s", ia_level_word(path->level),
				      ia_level_meaning(path->level)));
	print_hops(page, path);
	paragraph(page, "Back      ", way_back(page, pair));
	paragraph(page, "IOMMU     ", ia_path_iommu(m, path));
	paragraph(page, "ATS       ", ia_path_translated(m, path));
	paragraph(page, "Linux     ", ia_path_linux(m, path));
	if (pair->there.fix)
		print_fix(page, pair->there.fix);
	paragraph(page, "Machine   ", ia_guest_text(page->arena, m));
}

/* What the cells of a matrix use. */
struct legend {
	bool levels[IA_LEVELS];
	bool routes[IA_ROUTES];
};

static void add_cell(const struct ia_page *page, struct ia_table *table, long row, size_t column,
		     const struct ia_path *path, struct legend *seen)
{
	const char *level;
	struct ia_mark mark;

	if (!path) {
		ia_table_set(table, row, column, IA_PLAIN, "-");
		return;
	}
	level = ia_level_word(path->level);
	mark = ia_route_mark(path->route);
	seen->levels[path->level] = true;
	seen->routes[path->route] = true;
	ia_table_set(table, row, column, mark.state,
		     mark.word ? ia_format(page->arena, "%s %s", level, mark.word) : level);
}

/* The lines of a matrix as they are shown. */
struct lines {
	const struct ia_p2p_matrix *matrix;
	struct ia_p2p_line *items;
	size_t count;
};

/* Of a line that several functions share, the first and the last, and how many they are. */
static const char *line_name(const struct ia_page *page, const struct lines *lines,
			     const struct ia_p2p_line *line)
{
	const struct ia_device *const *devices = &lines->matrix->devices[line->first];
	const struct ia_machine *m = page->machine;

	if (line->count == 1)
		return name(m, devices[0]);
	return ia_format(page->arena, "%s … %s %zu × %s",
			 ia_machine_address(m, devices[0]->address),
			 ia_machine_address(m, devices[line->count - 1]->address), line->count,
			 ia_label(m, devices[0]));
}

/* As many columns as fit; the others follow in a table of their own. */
static void print_block(const struct ia_page *page, const struct lines *lines,
			size_t first, size_t ncolumns, struct legend *seen)
{
	struct ia_column *heads = ia_alloc(page->arena, ncolumns + 2, sizeof(*heads));
	struct ia_table *table;
	size_t i, j;

	heads[0] = (struct ia_column){ .title = "", .flags = IA_COLUMN_RIGHT };
	heads[1] = (struct ia_column){ .title = "FROM, TO", .flags = IA_COLUMN_CUT };
	for (j = 0; j < ncolumns; j++)
		heads[j + 2].title = ia_format(page->arena, "%zu", first + j + 1);
	table = ia_table_new(page->arena, heads, ncolumns + 2);
	for (i = 0; i < lines->count; i++) {
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, 0, IA_PLAIN, ia_format(page->arena, "%zu", i + 1));
		ia_table_set(table, row, 1, IA_PLAIN, line_name(page, lines, &lines->items[i]));
		for (j = 0; j < ncolumns; j++)
			add_cell(page, table, row, j + 2,
				 ia_matrix_cell(lines->matrix, &lines->items[i],
						&lines->items[first + j]), seen);
	}
	ia_table_print(page->out, table);
	ia_out_text(page->out, IA_PLAIN, "\n");
}

static void print_legend(const struct ia_page *page, const struct legend *seen)
{
	const char *items[IA_LEVELS + IA_ROUTES];
	size_t i, n = 0;

	for (i = 0; i < IA_LEVELS; i++) {
		if (seen->levels[i])
			items[n++] = ia_format(page->arena, "%s %s", ia_level_word(i),
					       ia_level_meaning(i));
	}
	for (i = 0; i < IA_ROUTES; i++) {
		struct ia_mark mark = ia_route_mark(i);

		if (seen->routes[i] && mark.word)
			items[n++] = ia_format(page->arena, "%s %s", mark.word, mark.meaning);
	}
	ia_out_list(page->out, "", items, n, IA_PLAIN);
}

static void matrix_page(const struct ia_page *page, const void *object)
{
	const struct ia_p2p_matrix *matrix = object;
	struct lines lines = { .matrix = matrix };
	size_t width = MOST_COLUMNS, first;
	struct legend seen = { 0 };

	if (matrix->count < 2) {
		ia_out_text(page->out, IA_PLAIN,
			    "Fewer than two GPUs, NICs and NVMe drives here: choose devices with "
			    "--dev.\n");
		return;
	}
	if (page->out->width)
		width = page->out->width > ROW_HEAD + CELL ?
			(page->out->width - ROW_HEAD) / CELL : 1;
	lines.count = ia_matrix_fold(page->arena, matrix, &lines.items);
	for (first = 0; first < lines.count; first += width)
		print_block(page, &lines, first, lines.count - first < width ?
			    lines.count - first : width, &seen);
	print_legend(page, &seen);
	if (lines.count < matrix->count)
		paragraph(page, "", ia_matrix_folded_text());
	if (matrix->left_out)
		ia_out_text(page->out, IA_ATTENTION,
			    ia_format(page->arena,
				      "The first %zu of %zu GPUs, NICs and NVMe: choose others with --dev.\n",
				      matrix->count, matrix->count + matrix->left_out));
	paragraph(page, "Machine: ", ia_guest_text(page->arena, page->machine));
}

static const char *headline(const struct ia_page *page, const void *object)
{
	return ia_path_headline(page->machine, object);
}

static const char *limit(const struct ia_page *page, const void *object)
{
	return ia_path_limit_text(page->machine, object);
}

static const char *iommu(const struct ia_page *page, const void *object)
{
	return ia_path_iommu(page->machine, &((const struct ia_p2p_path *)object)->path);
}

static const char *translated(const struct ia_page *page, const void *object)
{
	return ia_path_translated(page->machine, &((const struct ia_p2p_path *)object)->path);
}

static const char *by_linux(const struct ia_page *page, const void *object)
{
	return ia_path_linux(page->machine, &((const struct ia_p2p_path *)object)->path);
}

static const char *hop_text(const struct ia_page *page, const void *object)
{
	(void)page;
	return ia_hop_text(object);
}

static const char *no_token(const struct ia_page *page, const void *object)
{
	(void)page;
	return ia_no_token_text(((const struct ia_path_fix *)object)->token.none);
}

static const char *note(const struct ia_page *page, const void *object)
{
	(void)page;
	return ia_token_note_text(*(const enum ia_token_note *)object);
}

static const char *impact(const struct ia_page *page, const void *object)
{
	return ia_impact_text(page->machine, object);
}

static const struct ia_field address_fields[] = {
	IA_F(struct ia_device, address, NULL, ADDRESS, "the function"),
};

static const struct ia_answer address = { NULL, "a function", IA_FIELDS(address_fields), NULL };

static const struct ia_field path_fields[] = {
	IA_F_POINTER(struct ia_path, from, "from", &address, "who sends it"),
	IA_F_POINTER(struct ia_path, to, "to", &address, "whose memory it is for"),
	IA_F_WORD(struct ia_path, route, "route", &routes, "where it goes"),
	IA_F_WORD(struct ia_path, level, "topology", &ia_words_levels,
		  "distance, as in nvidia-smi topo: PIX at most one switch or bridge to "
		  "conventional PCI, PXB several of them, PHB a host bridge, NODE two host "
		  "bridges of a NUMA node, SYS two NUMA nodes, NODE? two host bridges whose NUMA "
		  "nodes are unknown"),
	IA_F_WORD(struct ia_path, iommu, "iommu_does", &ia_words_handlings,
		  "what the IOMMU does with the request: bypassed, it does not see it; unknown "
		  "also where nothing shows that the request gets there"),
	IA_F(struct ia_path, common, "common", ADDRESS, "the nearest port above both"),
	IA_F_SENTENCE("answer", headline, "where it goes, in a sentence"),
	IA_F_SENTENCE("reason", limit, "why the route is not known"),
};

static const struct ia_answer path_answer = {
	NULL, "a path", IA_FIELDS(path_fields), NULL,
};

static const struct ia_field hop_fields[] = {
	IA_F(struct ia_hop, port, "port", ADDRESS, "where it is"),
	IA_F_ENUM(struct ia_hop, type, "type", &ia_words_port_types, "its type"),
	IA_F_WORD(struct ia_hop, kind, "does", &hops, "what it does"),
	IA_F_SENTENCE("text", hop_text, "the same in words"),
	IA_F_RECORD(struct ia_hop, acs, "acs", ACS, "its bits"),
};

static const struct ia_answer hop_answer = {
	NULL, "a port on a path", IA_FIELDS(hop_fields), NULL,
};

static const struct ia_field note_fields[] = { IA_F_SENTENCE(NULL, note, "a note") };
static const struct ia_answer note_answer = { NULL, "a note", IA_FIELDS(note_fields), NULL };
static const struct ia_field impact_fields[] = { IA_F_SENTENCE(NULL, impact, "a cost") };
static const struct ia_answer impact_answer = { NULL, "a cost", IA_FIELDS(impact_fields), NULL };

static const struct ia_field fix_fields[] = {
	IA_F(struct ia_path_fix, token.text, "token", TEXT, "for the kernel command line"),
	IA_F_SENTENCE("reason", no_token, "why there is no token"),
	IA_F_INLINE(struct ia_path_fix, notes, nnotes, "notes", &note_answer,
		    "what to know about the token"),
	IA_F_OBJECTS(struct ia_path_fix, impact, nimpact, "isolation_impact", &impact_answer,
		     "what it costs in isolation"),
};

static const struct ia_answer fix_answer = {
	NULL, "what would keep the request at its switch", IA_FIELDS(fix_fields), NULL,
};

static const struct ia_field there_fields[] = {
	IA_F_OBJECT(struct ia_p2p_path, path, NULL, &path_answer, "the path"),
	IA_F_OBJECTS(struct ia_p2p_path, path.hops, path.nhops, "hops", &hop_answer,
		     "the ports, up and then down"),
	IA_F_ENUM(struct ia_p2p_path, domain, "domain", &ia_words_domains,
		  "what the sender is attached to"),
	IA_F_SENTENCE("iommu", iommu, "what the IOMMU does with the request"),
	IA_F_SENTENCE("ats", translated, "what ATS changes"),
	IA_F_SENTENCE("linux", by_linux, "what P2PDMA of the kernel makes of the two"),
	IA_F_POINTER(struct ia_p2p_path, fix, "fix", &fix_answer,
		     "what would keep the request at its switch"),
};

static const struct ia_answer there_answer = {
	NULL, "the path of a request", IA_FIELDS(there_fields), NULL,
};

static const struct ia_field pair_fields[] = {
	IA_F_OBJECT(struct ia_p2p_pair, there, "path", &there_answer,
		    "from the first to the second"),
	IA_F_OBJECT(struct ia_p2p_pair, back, "back", &path_answer, "the other direction"),
	IA_F_MACHINE,
};

const struct ia_answer ia_answer_p2p_pair = {
	"iommu_audit p2p", "the path between two functions", IA_FIELDS(pair_fields), pair_page,
};

static const struct ia_field matrix_fields[] = {
	IA_F_OBJECTS(struct ia_p2p_matrix, paths, npaths, "paths", &path_answer,
		     "of each function to each other"),
	IA_F(struct ia_p2p_matrix, left_out, "left_out", COUNT,
	     "functions that there is no room for: their paths are in no list"),
	IA_F_MACHINE,
};

const struct ia_answer ia_answer_p2p_matrix = {
	"iommu_audit p2p", "the paths between functions", IA_FIELDS(matrix_fields), matrix_page,
};
