// SPDX-License-Identifier: GPL-2.0
/* The PCIe tree: nested lists, with a frame around what shares a group. */
#include "report.h"

#include <string.h>

#include "../machine/called.h"
#include "../view/pages.h"
#include "../view/report.h"
#include "why.h"

/* Colours of groups, in turn. */
#define COLORS		8
/* Lists within each other: what is deeper is shown as deep as this. */
#define DEEPEST		24
/* NUMA nodes that a root bus names. */
#define NUMA_NAMED	16

/**
 * struct grove - the tree while it is written
 * @page: what it is made for
 * @nodes: its lines
 * @count: number of @nodes
 * @ends: for each line the one behind all that hangs on it
 * @frames: for each line the group that all of them are in, with other functions; or NULL
 * @colors: by place in the list of groups: a colour + 1, or 0
 * @used: colours that were given
 * @domains: a domain of some function is known; a column of unknowns hides what is
 * @reasons: why functions are where they are
 */
struct grove {
	const struct ia_page *page;
	const struct ia_node *nodes;
	size_t count;
	size_t *ends;
	const struct ia_group **frames;
	unsigned char *colors;
	unsigned int used;
	bool domains;
	struct ia_html_reasons reasons;
};

/* A group of several devices, of which a frame can be drawn. */
static const struct ia_group *shared(const struct ia_node *node)
{
	const struct ia_group *group = node->device ? node->device->in_group : NULL;

	if (!group || group->devices.count < 2 || node->last->in_group != group)
		return NULL;
	return group;
}

/* From the last line to the first: what hangs on a line stands behind it. */
static void find_frames(struct grove *g)
{
	size_t i, j;

	for (i = g->count; i-- > 0;) {
		g->frames[i] = shared(&g->nodes[i]);
		for (j = i + 1; j < g->count && g->nodes[j].parent >= (long)i; j = g->ends[j]) {
			if (g->frames[j] != g->frames[i])
				g->frames[i] = NULL;
		}
		g->ends[i] = j;
	}
}

/* A class for the colour of a group, which is the same wherever its members are. */
static const char *color(struct grove *g, const struct ia_group *group)
{
	unsigned char *at = group ? &g->colors[group - g->page->machine->groups] : NULL;

	if (!at || group->devices.count < 2)
		return NULL;
	if (!*at)
		*at = g->used++ % COLORS + 1;
	return ia_format(g->page->arena, "k%u", *at - 1u);
}

/* What the functions of a root bus say of their NUMA nodes; NULL where none says anything. */
static const char *numa(const struct grove *g, size_t root)
{
	struct ia_buf buf = { .arena = g->page->arena };
	uint64_t seen[NUMA_NAMED];
	size_t i, j, n = 0;

	for (i = root + 1; i < g->ends[root]; i++) {
		const struct ia_number *node = &g->nodes[i].device->numa;

		for (j = 0; j < n && seen[j] != node->n; j++)
			;
		if (!node->known || j < n)
			continue;
		if (n == NUMA_NAMED)
			break;
		ia_buf_add(&buf, "%s%llu", n ? ", " : "", (unsigned long long)node->n);
		seen[n++] = node->n;
	}
	return n ? ia_format(g->page->arena, "NUMA node%s %s%s", n > 1 ? "s" : "", buf.text,
			     i < g->ends[root] ? " …" : "") : NULL;
}

static void put_chip(struct ia_html *html, const char *class, const char *text)
{
	if (text)
		ia_html_span(html, class, text);
}

/* The name of a group where it is a number; without one the same word as everywhere. */
static void put_group(struct ia_html *html, struct grove *g, const struct ia_node *node)
{
	const struct ia_device *d = node->device;
	const char *text = ia_tree_group(g->page->machine, node);
	const char *own = color(g, shared(node));

	ia_html_open(html, "span", "class", own ? ia_format(html->arena, "grp %s", own) : "grp",
		     NULL);
	ia_html_text(html, d->group.known ? ia_format(html->arena, "group %s", text) :
		     d->group.absent ? "no group" : "unknown");
	ia_html_close(html);
}

/* That there is no ACS, or that it is off, is what people look for; bits are for those who do. */
static bool is_short(const char *acs)
{
	return !strcmp(acs, "no ACS") || !strcmp(acs, "ACS off");
}

static bool any_domain(const struct ia_machine *m)
{
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		if (m->devices[i].domain != IA_DOMAIN_UNKNOWN ||
		    m->devices[i].default_domain != IA_DOMAIN_UNKNOWN)
			return true;
	}
	return false;
}

/* What is attached, which only the module sees, or the default. */
static void put_domain(struct ia_html *html, const struct ia_machine *m,
		       const struct ia_device *d)
{
	bool module = ia_from_module(m);
	const char *def = ia_word(&ia_words_domains, d->default_domain);

	ia_html_open(html, "span", "class", module ? ia_html_state(ia_domain_state(d)) : NULL,
		     NULL);
	ia_html_text(html, module ? ia_word(&ia_words_domains, d->domain) : def);
	if (module && d->domain != d->default_domain)
		put_chip(html, "quiet", ia_format(html->arena, " default %s", def));
	ia_html_close(html);
}

static void put_row(struct ia_html *html, struct grove *g, const struct ia_node *node)
{
	const struct ia_machine *m = g->page->machine;
	const struct ia_device *d = node->device;
	const char *address = ia_tree_address(m, node), *what = ia_tree_what(m, node);
	bool one = node->count == 1;
	const char *acs = one && !ia_is_address(d->vf_of) ? ia_tree_acs(m, d) : NULL;
	const char *why = ia_format(html->arena, "w-%s", ia_machine_address(m, d->address));
	const struct ia_texts *slot = one ? ia_called_device(d, IA_CALLED_SLOT) : NULL;

	ia_html_open(html, "div", "class", "row", "tabindex", "0", "role", "group", "aria-label",
		     ia_format(html->arena, "%s %s", address, what), "aria-describedby", why, NULL);
	ia_html_open(html, "span", "class", "who", NULL);
	ia_html_span(html, "address", address);
	ia_html_text(html, ia_format(html->arena, " %s", what));
	put_chip(html, "known", one ? ia_known_as(html->arena, d) : NULL);
	if (slot && slot->count)
		put_chip(html, "known", ia_format(html->arena, "slot %s", slot->items[0]));
	if (acs)
		put_chip(html, is_short(acs) ? "mark" : "acs", acs);
	ia_html_close(html);
	if (g->domains)
		put_domain(html, m, d);
	put_group(html, g, node);
	ia_html_span(html, d->driver.known ? "driver" : "driver quiet",
		     d->driver.known ? d->driver.text : d->driver.absent ? "no driver" :
								      "driver unknown");
	ia_html_close(html);
	ia_html_why(html, &g->reasons, why, node);
}

/* The frame goes on where the one above or below is of the same group. */
static const char *frame_class(struct grove *g, size_t i, bool again, bool more)
{
	if (!g->frames[i] || (g->nodes[i].parent >= 0 &&
			      g->frames[g->nodes[i].parent] == g->frames[i]))
		return NULL;
	return ia_format(g->page->arena, "frame %s%s%s", color(g, g->frames[i]),
			 again ? " again" : "", more ? " more" : "");
}

static void put_list(struct ia_html *html, struct grove *g, size_t first, size_t end,
		     unsigned int depth)
{
	size_t i, last = first;

	ia_html_open(html, "ul", "class", depth > DEEPEST ? "flat" : NULL, NULL);
	for (i = first; i < end; last = i, i = g->ends[i]) {
		size_t next = g->ends[i];

		ia_html_open(html, "li", "class",
			     frame_class(g, i, i > first && g->frames[last] == g->frames[i],
					 next < end && g->frames[next] == g->frames[i]), NULL);
		put_row(html, g, &g->nodes[i]);
		if (next > i + 1)
			put_list(html, g, i + 1, next, depth + 1);
		ia_html_close(html);
	}
	ia_html_close(html);
}

static void put_bus(struct ia_html *html, struct grove *g, size_t root)
{
	const struct ia_node *node = &g->nodes[root];
	const char *nodes = numa(g, root);

	ia_html_open(html, "details", "class", "bus", "open", "", NULL);
	ia_html_open(html, "summary", NULL);
	ia_html_open(html, "h3", NULL);
	ia_html_span(html, "address", ia_tree_address(g->page->machine, node));
	ia_html_text(html, ia_format(html->arena, " %s", ia_tree_bus(node + 1)));
	if (nodes)
		ia_html_span(html, "numa", nodes);
	ia_html_close(html);
	ia_html_close(html);
	put_list(html, g, root + 1, g->ends[root], 1);
	ia_html_close(html);
}

static void put_heads(struct ia_html *html, const struct grove *g)
{
	ia_html_open(html, "div", "class", "row heads", "aria-hidden", "true", NULL);
	ia_html_say(html, "span", "Function");
	if (g->domains)
		ia_html_say(html, "span", ia_from_module(g->page->machine) ? "Domain" :
									     "Default domain");
	ia_html_say(html, "span", "Group");
	ia_html_say(html, "span", "Driver");
	ia_html_close(html);
}

/**
 * ia_html_tree() - the section of the PCIe tree
 * @html: the page
 * @page: the machine that it is about
 * @facts: what its records amount to
 */
void ia_html_tree(struct ia_html *html, const struct ia_page *page, const struct ia_facts *facts)
{
	const struct ia_machine *m = page->machine;
	struct grove g = { .page = page };
	size_t i;

	g.nodes = ia_tree_build(m, false, &g.count);
	g.ends = ia_alloc(html->arena, g.count, sizeof(*g.ends));
	g.frames = ia_alloc(html->arena, g.count, sizeof(*g.frames));
	g.colors = ia_alloc(html->arena, m->ngroups, sizeof(*g.colors));
	g.domains = any_domain(m);
	find_frames(&g);
	ia_html_reasons(&g.reasons, page, facts);
	ia_html_section(html, "tree", "PCIe tree");
	ia_html_say(html, "p", "A frame holds devices of one IOMMU group, which can only be assigned "
		    "together. Rest on a line, or go to it with Tab, to see why it is where it is.");
	if (m->ndevices && !m->nacs)
		ia_html_unseen(html, "ACS of ports");
	if (m->ndevices && !g.domains)
		ia_html_unseen(html, "domains");
	ia_html_open(html, "div", "class", g.domains ? "tree" : "tree plain", NULL);
	put_heads(html, &g);
	for (i = 0; i < g.count; i = g.ends[i])
		put_bus(html, &g, i);
	ia_html_close(html);
}
