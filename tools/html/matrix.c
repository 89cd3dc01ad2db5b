// SPDX-License-Identifier: GPL-2.0
/* The paths between devices as a heat map: a word and a shade for each two of them. */
#include "report.h"

#include <string.h>

#include "../machine/kind.h"
#include "../view/label.h"
#include "../view/pages.h"
#include "../view/path_text.h"
#include "plot.h"

/*
 * Devices that are shown, those whose cells have their sentence with them, and those whose
 * cells have words and not signs.
 */
#define MOST		64
#define MOST_TIPS	24
#define MOST_WORDS	12
/* Different sentences that are listed. */
#define MOST_SENTENCES	200
/* Columns of the name of a device, which the table of devices has whole. */
#define LABEL		48
/* Width of a column, and the least of the names before them and of margins, in rem. */
#define WORDS_WIDE	6.35
#define SIGNS_WIDE	2.85
#define NAMES_WIDE	13.0

/**
 * struct heat - what is written
 * @html: the page
 * @m: the machine
 * @matrix: the paths
 * @lines: its rows
 * @nlines: number of @lines
 * @sentences: what is said of them, each once
 * @counts: by sentence: of how many paths
 * @examples: by sentence: the first of them
 * @nsentences: number of @sentences
 * @total: cards of the machine
 */
struct heat {
	struct ia_html *html;
	const struct ia_machine *m;
	struct ia_p2p_matrix matrix;
	struct ia_p2p_line *lines;
	size_t nlines;
	const char *sentences[MOST_SENTENCES];
	size_t counts[MOST_SENTENCES];
	const struct ia_path *examples[MOST_SENTENCES];
	size_t nsentences;
	size_t total;
};

static const char *const level_classes[] = {
	[IA_LEVEL_PIX] = "pix", [IA_LEVEL_PXB] = "pxb", [IA_LEVEL_PHB] = "phb",
	[IA_LEVEL_NODE] = "node", [IA_LEVEL_SYS] = "sys", [IA_LEVEL_FAR] = "far",
	[IA_LEVEL_UNKNOWN] = "far",
};

static const char *const handling_classes[] = {
	[IA_HANDLING_BYPASSED] = "past", [IA_HANDLING_TRANSLATED] = "translated",
	[IA_HANDLING_PASSED] = "passed", [IA_HANDLING_BLOCKED] = "blocked",
	[IA_HANDLING_UNKNOWN] = "unsure",
};

/* What the IOMMU does, in a small cell. */
static const char *const signs[] = {
	[IA_HANDLING_BYPASSED] = "=", [IA_HANDLING_TRANSLATED] = "T",
	[IA_HANDLING_PASSED] = "1:1", [IA_HANDLING_BLOCKED] = "×",
	[IA_HANDLING_UNKNOWN] = "?",
};

static bool dense(const struct heat *heat)
{
	return heat->nlines > MOST_WORDS;
}

static const char *class_of(const struct heat *heat, const struct ia_path *path)
{
	return ia_format(heat->html->arena, "%s %s", level_classes[path->level],
			 handling_classes[path->iommu]);
}

static const char *sentence_of(const struct heat *heat, const struct ia_path *path)
{
	return ia_format(heat->html->arena, "%s: %s. IOMMU: %s.", ia_level_word(path->level),
			 ia_path_headline(heat->m, path), ia_path_iommu(heat->m, path));
}

static const char *ends_of(const struct heat *heat, const struct ia_path *path)
{
	return ia_format(heat->html->arena, "%s → %s",
			 ia_machine_address(heat->m, path->from->address),
			 ia_machine_address(heat->m, path->to->address));
}

/*
 * Count the paths of a cell, of which one is given.
 *
 * Return: the number of its sentence, or MOST_SENTENCES when there are too many.
 */
static size_t number_of(struct heat *heat, const char *sentence, const struct ia_path *path,
			size_t paths)
{
	size_t i;

	for (i = 0; i < heat->nsentences && strcmp(heat->sentences[i], sentence) != 0; i++)
		;
	if (i == MOST_SENTENCES)
		return i;
	if (i == heat->nsentences) {
		heat->sentences[i] = sentence;
		heat->examples[i] = path;
		heat->nsentences++;
	}
	heat->counts[i] += paths;
	return i;
}

/* The switch hands the request over, and sends the completion up. */
static bool completes_up(const struct ia_path *path)
{
	return path->route == IA_ROUTE_REDIRECTED && !path->requests_up;
}

static const char *handling_text(const struct heat *heat, const struct ia_path *path)
{
	bool completion = completes_up(path);

	if (dense(heat))
		return ia_format(heat->html->arena, "%s%s",
				 completion ? "c↑" : path->requests_up ? "↑" : "",
				 signs[path->iommu]);
	return ia_format(heat->html->arena, "%s%s",
			 completion ? "completions ↑ " : path->requests_up ? "ACS ↑ " : "",
			 ia_handling_word(path->iommu));
}

static void cell(struct heat *heat, const struct ia_p2p_line *from, const struct ia_p2p_line *to)
{
	const struct ia_path *path = ia_matrix_cell(&heat->matrix, from, to);
	struct ia_html *html = heat->html;
	const char *sentence;
	size_t number;

	if (!path) {
		ia_html_open(html, "td", "class", "self", NULL);
		ia_html_text(html, "–");
		ia_html_close(html);
		return;
	}
	sentence = sentence_of(heat, path);
	number = number_of(heat, sentence, path, from->count * (to->count - (from == to)));
	ia_html_open(html, "td", "class", class_of(heat, path), NULL);
	ia_html_open(html, number < MOST_SENTENCES ? "a" : "span", "href",
		     number < MOST_SENTENCES ? ia_format(html->arena, "#p2p-%zu", number + 1) :
					       NULL, NULL);
	ia_html_say(html, "b", ia_level_word(path->level));
	ia_html_span(html, "does", handling_text(heat, path));
	if (heat->nlines <= MOST_TIPS) {
		ia_html_open(html, "span", "class", "tip", NULL);
		ia_html_say(html, "strong", ends_of(heat, path));
		ia_html_text(html, " ");
		ia_html_text(html, sentence);
		ia_html_close(html);
	}
	ia_html_close(html);
	ia_html_close(html);
}

/* A long range of functions is a line of its own. */
static void put_addresses(struct heat *heat, const struct ia_p2p_line *line, const char *between)
{
	const struct ia_device *const *devices = &heat->matrix.devices[line->first];
	const char *first = ia_machine_address(heat->m, devices[0]->address);

	ia_html_span(heat->html, "address", line->count == 1 ? first :
		     ia_format(heat->html->arena, "%s%s%s", first, between,
			       ia_machine_address(heat->m, devices[line->count - 1]->address)));
}

static void head_of_row(struct heat *heat, const struct ia_p2p_line *line)
{
	const struct ia_device *d = heat->matrix.devices[line->first];
	const char *known = ia_known_as(heat->html->arena, d);
	struct ia_html *html = heat->html;

	ia_html_open(html, "th", "scope", "row", NULL);
	put_addresses(heat, line, " … ");
	if (line->count > 1) {
		ia_html_text(html, ia_format(html->arena, " %zu ×", line->count));
		known = NULL;
	}
	ia_html_text(html, " ");
	ia_html_text(html, ia_plot_cut(html->arena, ia_label(heat->m, d), LABEL));
	if (known || d->numa.known)
		ia_html_span(html, "quiet", ia_format(html->arena, "%s%s%s",
						      known ? known : "",
						      known && d->numa.known ? " · " : "",
						      d->numa.known ?
						      ia_format(html->arena, "NUMA node %llu",
								(unsigned long long)d->numa.n) :
						      ""));
	ia_html_close(html);
}

static void table(struct heat *heat)
{
	struct ia_html *html = heat->html;
	size_t i, j;

	ia_html_hint(html, NAMES_WIDE + (dense(heat) ? SIGNS_WIDE : WORDS_WIDE) *
		     (double)heat->nlines,
		     ia_format(html->arena, "%zu columns: scroll to the right for the last ones →",
			       heat->nlines));

	ia_html_open(html, "div", "class", "wide", "role", "region", "tabindex", "0",
		     "aria-label", "Peer-to-peer matrix", NULL);
	ia_html_open(html, "table", "class", dense(heat) ? "heat dense" : "heat", NULL);
	ia_html_say(html, "caption", "Rows send, columns receive");
	ia_html_open(html, "thead", NULL);
	ia_html_open(html, "tr", NULL);
	ia_html_open(html, "td", NULL);
	ia_html_close(html);
	for (j = 0; j < heat->nlines; j++) {
		ia_html_open(html, "th", "scope", "col", NULL);
		put_addresses(heat, &heat->lines[j], " …\u00a0");
		ia_html_close(html);
	}
	ia_html_close(html);
	ia_html_close(html);
	ia_html_open(html, "tbody", NULL);
	for (i = 0; i < heat->nlines; i++) {
		ia_html_open(html, "tr", NULL);
		head_of_row(heat, &heat->lines[i]);
		for (j = 0; j < heat->nlines; j++)
			cell(heat, &heat->lines[i], &heat->lines[j]);
		ia_html_close(html);
	}
	ia_html_close(html);
	ia_html_close(html);
	ia_html_close(html);
}

static void meaning(struct ia_html *html, const char *class, const char *word, const char *text)
{
	ia_html_open(html, "li", NULL);
	ia_html_open(html, "span", "class", ia_format(html->arena, "swatch %s", class), NULL);
	ia_html_text(html, word);
	ia_html_close(html);
	ia_html_text(html, " ");
	ia_html_text(html, text);
	ia_html_close(html);
}

static void legend(struct heat *heat)
{
	bool redirected = false, completed = false, unknown = false;
	struct ia_html *html = heat->html;
	size_t i;

	for (i = 0; i < heat->matrix.npaths; i++) {
		redirected |= heat->matrix.paths[i].requests_up;
		completed |= completes_up(&heat->matrix.paths[i]);
		unknown |= heat->matrix.paths[i].level == IA_LEVEL_UNKNOWN;
	}
	ia_html_open(html, "div", "class", "legend", NULL);
	ia_html_open(html, "ul", "aria-label", "What lies between two devices", NULL);
	for (i = 0; i < IA_LEVELS; i++) {
		if (i != IA_LEVEL_UNKNOWN || unknown)
			meaning(html, level_classes[i], ia_level_word(i), ia_level_meaning(i));
	}
	ia_html_close(html);
	ia_html_open(html, "ul", "aria-label", "What the IOMMU does with a request", NULL);
	for (i = 0; i < IA_HANDLINGS; i++)
		meaning(html, ia_format(html->arena, "pix %s", handling_classes[i]),
			dense(heat) ? ia_format(html->arena, "%s %s", signs[i],
						ia_handling_word(i)) : ia_handling_word(i),
			ia_handling_meaning(i));
	if (redirected)
		meaning(html, "sys", dense(heat) ? "↑" : "ACS ↑",
			"sent up to the root complex by ACS Request Redirect");
	if (completed)
		meaning(html, "sys", dense(heat) ? "c↑" : "completions ↑",
			"the request goes straight to the device, and only the completion up, by ACS Completion Redirect");
	ia_html_close(html);
	ia_html_close(html);
}

static void sentences(struct heat *heat)
{
	struct ia_html *html = heat->html;
	size_t i, told = 0;

	ia_html_open(html, "details", NULL);
	ia_html_say(html, "summary", ia_format(html->arena, "The paths in words (%zu kinds)",
					       heat->nsentences));
	ia_html_open(html, "ul", "class", "paths", NULL);
	for (i = 0; i < heat->nsentences; i++) {
		told += heat->counts[i];
		ia_html_open(html, "li", "id", ia_format(html->arena, "p2p-%zu", i + 1), NULL);
		ia_html_say(html, "strong", ends_of(heat, heat->examples[i]));
		if (heat->counts[i] > 1)
			ia_html_text(html, ia_format(html->arena, " and %zu more",
						     heat->counts[i] - 1));
		ia_html_text(html, " ");
		ia_html_text(html, heat->sentences[i]);
		ia_html_close(html);
	}
	ia_html_close(html);
	if (told < heat->matrix.npaths)
		ia_html_say(html, "p", ia_format(html->arena,
						 "%zu more paths are not told here: iommu-audit p2p A B does.",
						 heat->matrix.npaths - told));
	ia_html_close(html);
}

static const enum ia_kind kinds[] = { IA_KIND_GPU, IA_KIND_NIC, IA_KIND_NVME };

/* GPUs first, then NICs, then NVMe; those that were chosen stay in the order of addresses. */
static void choose(struct heat *heat, const struct ia_device **cards)
{
	bool *chosen = ia_alloc(heat->html->arena, heat->total, sizeof(*chosen));
	size_t k, i, n = 0;

	for (k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		for (i = 0; i < heat->total && n < MOST; i++) {
			if (ia_kind_of(cards[i]) == kinds[k]) {
				chosen[i] = true;
				n++;
			}
		}
	}
	heat->matrix.devices = ia_alloc(heat->html->arena, n, sizeof(*heat->matrix.devices));
	for (i = 0; i < heat->total; i++) {
		if (chosen[i])
			heat->matrix.devices[heat->matrix.count++] = cards[i];
	}
	heat->matrix.left_out = heat->total - n;
}

/* Write the section of the paths between GPUs, NICs and NVMe of a joined machine. */
void ia_html_matrix(struct ia_html *html, const struct ia_machine *machine)
{
	struct heat heat = { .html = html, .m = machine };
	const struct ia_device **cards;

	heat.total = ia_cards_find(machine, &cards);
	ia_html_section(html, "p2p", "Peer to peer");
	if (heat.total < 2) {
		ia_html_say(html, "p", "Fewer than two GPUs, NICs and NVMe: there are no paths between them.");
		return;
	}
	choose(&heat, cards);
	ia_matrix_fill(machine, &heat.matrix);
	heat.nlines = ia_matrix_fold(html->arena, &heat.matrix, &heat.lines);
	ia_html_say(html, "p",
		    "What lies between two devices, in the words of nvidia-smi topo -m, and what the IOMMU does with a request from one to the other.");
	if (heat.matrix.left_out)
		ia_html_unseen(html, ia_format(html->arena,
					       "%zu of %zu GPUs, NICs and NVMe are left out here; GPUs were taken first, then NICs. iommu-audit p2p --matrix --dev A,B shows those you name.",
					       heat.matrix.left_out, heat.total));
	if (heat.nlines < heat.matrix.count)
		ia_html_say(html, "p", ia_matrix_folded_text());
	table(&heat);
	legend(&heat);
	sentences(&heat);
}
