// SPDX-License-Identifier: GPL-2.0
/* The facts of a node, as they enter the table of its class. */
#include "class.h"

#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"
#include "../machine/cmdline.h"
#include "../machine/faults.h"
#include "../machine/kind.h"
#include "redact.h"

#define NONE	"none"

/**
 * struct gathering - a node while it is read
 * @class: what its facts enter
 * @m: the node
 * @key: what the facts are about that are being told
 * @subject: the same for people
 */
struct gathering {
	struct ia_class *class;
	const struct ia_machine *m;
	const char *key;
	const char *subject;
};

static void tell(void *to, enum ia_diff_rule rule, const struct ia_key *key, const void *record)
{
	struct gathering *g = to;
	struct ia_class_fact *fact = ia_class_fact(g->class, rule, g->key, g->subject,
						   IA_LISTED_NOBODY);
	const char *text;

	if (ia_key_unknown(key, record)) {
		ia_class_lacks(g->class, fact);
		return;
	}
	text = ia_key_text(g->m->arena, key, record);
	ia_class_knows(g->class, fact, text, text);
}

/* Whether a node knows facts of a kind at all: without, none of them would be missed. */
static void tell_whether(struct gathering *g, enum ia_diff_rule rule, bool knows)
{
	struct ia_class_fact *fact = ia_class_fact(g->class, rule, "", NULL, IA_LISTED_NOBODY);

	if (knows)
		ia_class_knows(g->class, fact, "", "known");
	else
		ia_class_lacks(g->class, fact);
}

static void about(struct gathering *g, const char *key, const char *subject)
{
	g->key = key;
	g->subject = subject;
}

/* The path of device and function numbers from the root bus, which other bus numbers leave. */
static const char *slot(const struct ia_machine *m, const struct ia_device *d)
{
	struct ia_buf buf = { .arena = m->arena };
	ia_address top = d->path.count ? d->path.items[0] : d->address;
	size_t i;

	if (ia_is_vf(d) && d->pf && d->vf_index.known)
		return ia_format(m->arena, "%s vf%llu", slot(m, d->pf),
				 (unsigned long long)d->vf_index.n);
	ia_buf_add(&buf, "%06llx", (unsigned long long)(top >> 8));
	for (i = 0; i < d->path.count; i++)
		ia_buf_add(&buf, "/%02x", (unsigned int)(d->path.items[i] & 0xff));
	ia_buf_add(&buf, "/%02x", (unsigned int)(d->address & 0xff));
	return buf.text;
}

static const char *where(const struct ia_machine *m, ia_address address)
{
	char text[IA_ADDRESS_SIZE];

	return ia_format(m->arena, "%s", ia_address_text(text, address, true));
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *joined(struct ia_arena *arena, const char **items, size_t count)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	if (count)
		qsort(items, count, sizeof(*items), by_text);
	for (i = 0; i < count; i++)
		ia_buf_add(&buf, "%s%s", i ? " " : "", items[i]);
	return count ? buf.text : NONE;
}

/* A group is who is in it; it is told of the first one of them. */
static void gather_group(struct gathering *g, const char *const *slots, const struct ia_device *d)
{
	const struct ia_group *group = d->in_group;
	struct ia_class_fact *fact;
	const char **keys, **shown;
	size_t i, n = 0;

	if (ia_is_unknown(d->group) || (d->group.known && !group)) {
		fact = ia_class_fact(g->class, IA_DIFF_GROUP, g->key, g->subject, IA_LISTED_NOBODY);
		ia_class_lacks(g->class, fact);
		return;
	}
	keys = ia_alloc(g->m->arena, group ? group->nfunctions : 0, sizeof(*keys));
	shown = ia_alloc(g->m->arena, group ? group->nfunctions : 0, sizeof(*shown));
	for (i = 0; group && i < group->nfunctions; i++) {
		const struct ia_device *other = group->functions[i];

		if (other->address < d->address)
			return;
		keys[n] = slots[other - g->m->devices];
		shown[n++] = where(g->m, other->address);
	}
	fact = ia_class_fact(g->class, IA_DIFF_GROUP, g->key, g->subject, IA_LISTED_NOBODY);
	ia_class_knows(g->class, fact, joined(g->m->arena, keys, n),
		       joined(g->m->arena, shown, n));
}

static void gather_device(struct gathering *g, const char *const *slots, const struct ia_device *d)
{
	struct ia_arena *arena = g->m->arena;
	const char *id = ia_format(arena, "%04llx:%04llx", (unsigned long long)d->vendor.n,
				   (unsigned long long)d->device.n);
	const char *text = ia_format(arena, "%s %06llx", id,
				     (unsigned long long)d->class_code.n);
	struct ia_class_fact *fact;

	about(g, ia_format(arena, "%s %s", slots[d - g->m->devices], text),
	      where(g->m, d->address));
	/* VFs come and go with a number of their PF. */
	if (!ia_is_vf(d)) {
		fact = ia_class_fact(g->class, IA_DIFF_PRESENT, g->key, g->subject, IA_LISTED_ALL);
		ia_class_knows(g->class, fact, text, id);
	}
	ia_diff_tell_device(d, tell, g);
	gather_group(g, slots, d);
}

static void gather_acs(struct gathering *g, const char *const *slots)
{
	const struct ia_device *last = NULL;
	size_t i;

	for (i = 0; i < g->m->nacs; i++) {
		const struct ia_acs *acs = &g->m->acs[i];
		const struct ia_device *port = ia_machine_device(g->m, acs->port);

		if (!port || port == last)
			continue;
		last = port;
		about(g, slots[port - g->m->devices], where(g->m, port->address));
		ia_diff_tell_acs(acs, tell, g);
	}
}

static void gather_units(struct gathering *g)
{
	bool lists = ia_lists_units(g->m);
	size_t i;

	tell_whether(g, IA_DIFF_UNIT, lists);
	if (lists)
		ia_class_mark(g->class, &g->class->listed[IA_LISTED_UNITS]);
	for (i = 0; i < g->m->nunits; i++) {
		const struct ia_unit *unit = &g->m->units[i];
		struct ia_class_fact *fact;

		about(g, ia_format(g->m->arena, "%u %04llx %llx", unit->vendor,
				   (unsigned long long)unit->segment.n,
				   (unsigned long long)unit->base.n), unit->unit.text);
		if (lists) {
			fact = ia_class_fact(g->class, IA_DIFF_UNIT, g->key, g->subject,
					     IA_LISTED_UNITS);
			ia_class_knows(g->class, fact, "there", "there");
		}
		ia_diff_tell_unit(unit, tell, g);
	}
}

static void gather_pages(struct gathering *g)
{
	size_t i;

	tell_whether(g, IA_DIFF_HUGEPAGES, g->m->host.read);
	for (i = 0; i < g->m->host.nhugepages; i++) {
		const struct ia_hugepages *pages = &g->m->host.hugepages[i];
		const char *size = ia_format(g->m->arena, "%llu KiB",
					     (unsigned long long)pages->size_kb.n);

		about(g, size, size);
		ia_diff_tell_hugepages(pages, tell, g);
	}
}

static void hide(struct ia_class *class, const char *name)
{
	const char **items;
	size_t i;

	for (i = 0; i < class->hidden.count; i++) {
		if (!strcmp(class->hidden.items[i], name))
			return;
	}
	if (class->hidden.count == IA_MAX_HIDDEN)
		return;
	items = ia_alloc(class->arena, class->hidden.count + 1, sizeof(*items));
	for (i = 0; i < class->hidden.count; i++)
		items[i] = class->hidden.items[i];
	items[i] = ia_strndup(class->arena, name, strlen(name));
	class->hidden = (struct ia_texts){ .known = true, .count = i + 1, .items = items };
}

static int by_name(const void *a, const void *b)
{
	const struct ia_token *x = *(const struct ia_token *const *)a;
	const struct ia_token *y = *(const struct ia_token *const *)b;
	int less = strcmp(x->name, y->name);

	return less ? less : x < y ? -1 : x > y;
}

/* All that a line says of each parameter, in the order of the line. */
static void gather_parameters(struct gathering *g)
{
	struct ia_arena *arena = g->m->arena;
	const struct ia_token **tokens;
	struct ia_cmdline line;
	size_t i, j, n = 0;

	tell_whether(g, IA_DIFF_CMDLINE, g->m->cmdline.known);
	if (!g->m->cmdline.known)
		return;
	ia_class_mark(g->class, &g->class->listed[IA_LISTED_PARAMETERS]);
	ia_cmdline_parse(arena, g->m->cmdline.text, &line);
	tokens = ia_alloc(arena, line.count, sizeof(*tokens));
	for (i = 0; i < line.count; i++) {
		if (!line.tokens[i].init)
			tokens[n++] = &line.tokens[i];
	}
	if (n)
		qsort(tokens, n, sizeof(*tokens), by_name);
	for (i = 0; i < n; i = j) {
		struct ia_buf buf = { .arena = arena };
		struct ia_class_fact *fact;

		for (j = i; j < n && !strcmp(tokens[j]->name, tokens[i]->name); j++)
			ia_buf_add(&buf, "%s%s", j > i ? " " : "", tokens[j]->text);
		fact = ia_class_fact(g->class, IA_DIFF_PARAMETER, tokens[i]->name, tokens[i]->name,
				     IA_LISTED_PARAMETERS);
		ia_class_knows(g->class, fact, buf.text, buf.text);
	}
	for (i = 0; i < g->m->hidden.count; i++)
		hide(g->class, g->m->hidden.items[i]);
}

/* How many there are is a node's own; that there are any is not. */
static void gather_faults(struct gathering *g)
{
	struct ia_class_fact *fact = ia_class_fact(g->class, IA_DIFF_FAULTS, "", NULL,
						   IA_LISTED_NOBODY);
	struct ia_faults faults;
	const char *text;

	ia_faults_gather(g->m, &faults);
	text = faults.sums.records.n ? "some" : NONE;
	if (faults.unseen != IA_SEEN || !faults.sums.records.known)
		ia_class_lacks(g->class, fact);
	else
		ia_class_knows(g->class, fact, text, text);
}

static void gather_hardware(struct ia_class *class, struct ia_class_node *node,
			    const struct ia_platform *platform)
{
	const struct ia_string *const parts[] = {
		&platform->product, &platform->board, &platform->cpu_model,
	};
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (parts[i]->known)
			node->hardware[i] = ia_strndup(class->arena, parts[i]->text,
						       strlen(parts[i]->text));
	}
}

/**
 * ia_class_gather() - take the facts of a node
 * @class: what they enter
 * @name: what the node is called; stays
 * @machine: the node, joined; nothing of it is needed afterwards
 */
void ia_class_gather(struct ia_class *class, const char *name, struct ia_machine *machine)
{
	struct gathering g = { .class = class, .m = machine };
	const char **slots = ia_alloc(machine->arena, machine->ndevices, sizeof(*slots));
	size_t i;

	class->nodes = ia_grow(class->arena, class->nodes, class->nnodes, &class->room,
			       sizeof(*class->nodes));
	class->nodes[class->nnodes] = (struct ia_class_node){ .name = name };
	gather_hardware(class, &class->nodes[class->nnodes++], &machine->host.platform);
	ia_class_mark(class, &class->listed[IA_LISTED_ALL]);
	ia_redact_values(machine);
	for (i = 0; i < machine->ndevices; i++)
		slots[i] = slot(machine, &machine->devices[i]);
	for (i = 0; i < machine->ndevices; i++)
		gather_device(&g, slots, &machine->devices[i]);
	gather_acs(&g, slots);
	gather_units(&g);
	gather_pages(&g);
	about(&g, "", NULL);
	ia_diff_tell_host(machine, tell, &g);
	ia_diff_tell_platform(machine, tell, &g);
	ia_diff_tell_software(machine, tell, &g);
	for (i = 0; i < machine->host.nfirmware; i++) {
		const struct ia_device *d = ia_machine_device(machine,
							      machine->host.firmware[i].address);

		if (!d)
			continue;
		about(&g, slots[d - machine->devices], where(machine, d->address));
		ia_diff_tell_firmware(&machine->host.firmware[i], tell, &g);
	}
	gather_parameters(&g);
	gather_faults(&g);
}
