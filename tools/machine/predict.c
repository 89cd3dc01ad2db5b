// SPDX-License-Identifier: GPL-2.0
/*
 * pci_device_group() and what it calls: drivers/iommu/iommu.c, and
 * pci_for_each_dma_alias() of drivers/pci/search.c
 */
#include "predict.h"

#include "nodes.h"

#define X(name, word)	word,
static const char *const isolations[] = { IA_ISOLATIONS(X) };
static const char *const group_rules[] = { IA_GROUP_RULES(X) };
#undef X
#define X(name, word, text)	word,
static const char *const unknown_facts[] = { IA_UNKNOWN_FACTS(X) };
#undef X

#define COUNT(words)	(sizeof(words) / sizeof(*(words)))

const struct ia_wordlist ia_words_isolations = { isolations, COUNT(isolations), NULL };
const struct ia_wordlist ia_words_group_rules = { group_rules, COUNT(group_rules), NULL };
const struct ia_wordlist ia_words_unknown_facts = { unknown_facts, COUNT(unknown_facts), NULL };

/**
 * struct walk - groups as they come to be
 * @boot: the kernel
 * @nodes: all functions
 * @count: number of @nodes
 * @worst: what is not known is taken for what puts most together; else for the contrary
 * @unsure: something that is not known was asked
 * @out: by node: its group, and how it came there
 * @ngroups: number of groups
 * @united: by group: a group that is one with it, or itself
 * @at: the node that a group is looked for now
 */
struct walk {
	const struct ia_boot *boot;
	const struct ia_group_node *nodes;
	size_t count;
	bool worst;
	bool unsure;
	struct ia_predicted *out;
	size_t ngroups;
	size_t *united;
	size_t at;
};

/* Where the search for a group ended: whose group it is, and what tied that to the node. */
struct found {
	size_t node;
	enum ia_alias_quirk_id alias;
};

/* What is not known goes one way in one walk, and the other way in the other. */
static bool doubt(struct walk *w, enum ia_unknown_fact fact, size_t about)
{
	struct ia_predicted *out = &w->out[w->at];

	w->unsure = true;
	if (!out->fact) {
		out->fact = fact;
		out->about = w->nodes[about].device;
	}
	return w->worst;
}

static bool isolates(struct walk *w, size_t i)
{
	const struct ia_isolation *isolation = &w->nodes[i].isolation;

	if (isolation->isolates == IA_FLAG_UNKNOWN)
		return !doubt(w, isolation->fact, i);
	return isolation->isolates == IA_YES;
}

/* pci_acs_path_enabled() up to the root. Return: the first that does not isolate. */
static size_t open_port(struct walk *w, size_t i)
{
	while (i != IA_NO_NODE && isolates(w, i))
		i = w->nodes[i].above;
	return i;
}

static bool uses(struct walk *w, size_t i, unsigned int devfn)
{
	const struct ia_group_node *node = &w->nodes[i];

	if (node->aliased == IA_FLAG_UNKNOWN)
		return doubt(w, IA_FACT_ALIASES, i);
	return node->aliased == IA_YES && ia_devfn_in(&node->devfns, devfn);
}

/* pci_devs_are_dma_aliases() of two on one bus. Return: by which quirk. */
static enum ia_alias_quirk_id are_aliases(struct walk *w, size_t a, size_t b)
{
	if (uses(w, a, w->nodes[b].device->address & 0xff))
		return w->nodes[a].alias;
	return uses(w, b, w->nodes[a].device->address & 0xff) ? w->nodes[b].alias :
								IA_ALIAS_QUIRK_NONE;
}

static bool has_group(const struct walk *w, size_t i)
{
	return w->out[i].group != IA_NO_GROUP;
}

static bool find_slot(struct walk *w, size_t i, struct ia_devfns *seen, struct found *found);

/* get_pci_alias_group() */
static bool find_alias(struct walk *w, size_t i, struct ia_devfns *seen, struct found *found)
{
	unsigned int devfn = w->nodes[i].device->address & 0xff;
	enum ia_alias_quirk_id alias;
	size_t other;

	if (ia_devfn_in(seen, devfn))
		return false;
	seen->bits[devfn >> 6] |= 1ULL << (devfn & 63);
	found->node = i;
	if (has_group(w, i))
		return true;
	if (!w->nodes[i].bus_aliased)
		return false;
	for (other = w->nodes[i].first; other < w->nodes[i].end; other++) {
		alias = other == i ? IA_ALIAS_QUIRK_NONE : are_aliases(w, i, other);
		if (alias && (find_alias(w, other, seen, found) ||
			      find_slot(w, other, seen, found))) {
			found->alias = alias;
			return true;
		}
	}
	return false;
}

/* get_pci_function_alias_group() */
static bool find_slot(struct walk *w, size_t i, struct ia_devfns *seen, struct found *found)
{
	const struct ia_group_node *nodes = w->nodes;
	ia_address slot = ia_slot(nodes[i].device->address);
	size_t other = i;

	if (nodes[i].multifunction == IA_NO || isolates(w, i))
		return false;
	if (nodes[i].multifunction == IA_FLAG_UNKNOWN && !doubt(w, IA_FACT_VF, i))
		return false;
	while (other > nodes[i].first && ia_slot(nodes[other - 1].device->address) == slot)
		other--;
	for (; other < nodes[i].end && ia_slot(nodes[other].device->address) == slot; other++) {
		if (other != i && !isolates(w, other) && find_alias(w, other, seen, found))
			return true;
	}
	return false;
}

static void join(struct walk *w, enum ia_group_rule rule, size_t with, size_t at)
{
	struct ia_predicted *out = &w->out[w->at];

	out->rule = rule;
	out->with = w->nodes[with].device;
	if (at != IA_NO_NODE) {
		out->at = w->nodes[at].device;
		out->fault = w->nodes[at].isolation;
	}
	out->group = w->out[with].group;
}

static bool aliases_below(struct walk *w, size_t bridge)
{
	switch (ia_bridge_speech(w->boot, &w->nodes[bridge])) {
	case IA_SPEECH_ALIASES:
		return true;
	case IA_SPEECH_UNKNOWN:
		return doubt(w, ia_is_value(w->nodes[bridge].device->type) ? IA_FACT_VERSION :
									     IA_FACT_TYPE, bridge);
	default:
		return false;
	}
}

/*
 * pci_for_each_dma_alias() with get_pci_alias_or_group(). Return: the group was found;
 * else @last is the function that speaks for this one.
 */
static bool join_by_topology(struct walk *w, size_t i, size_t *last)
{
	size_t bridge;

	*last = i;
	if (w->nodes[i].speaks != i && w->nodes[i].speaks != IA_NO_NODE) {
		*last = w->nodes[i].speaks;
		if (has_group(w, *last)) {
			join(w, IA_GROUP_RULE_VMD, *last, *last);
			return true;
		}
	}
	for (bridge = w->nodes[*last].above; bridge != IA_NO_NODE;
	     bridge = w->nodes[bridge].above) {
		if (ia_bridge_speech(w->boot, &w->nodes[bridge]) == IA_SPEECH_STOPS)
			break;
		if (!aliases_below(w, bridge))
			continue;
		*last = bridge;
		if (has_group(w, bridge)) {
			join(w, IA_GROUP_RULE_BRIDGE, bridge, bridge);
			return true;
		}
	}
	return false;
}

/* The next bridge up as long as some port between it and the root does not isolate. */
static bool join_by_path(struct walk *w, size_t *last)
{
	size_t bridge, open;

	for (bridge = w->nodes[*last].above; bridge != IA_NO_NODE;
	     bridge = w->nodes[bridge].above) {
		open = open_port(w, bridge);
		if (open == IA_NO_NODE)
			break;
		*last = bridge;
		if (has_group(w, bridge)) {
			join(w, IA_GROUP_RULE_PATH, bridge, open);
			return true;
		}
	}
	return false;
}

/* pci_device_group() */
static void group_of(struct walk *w, size_t i)
{
	struct ia_devfns seen = { 0 };
	struct found found = { .node = IA_NO_NODE };
	size_t last;

	w->at = i;
	if (join_by_topology(w, i, &last) || join_by_path(w, &last))
		return;
	if (find_alias(w, last, &seen, &found)) {
		join(w, IA_GROUP_RULE_ALIAS, found.node, IA_NO_NODE);
	} else if (find_slot(w, last, &seen, &found)) {
		join(w, found.alias ? IA_GROUP_RULE_ALIAS : IA_GROUP_RULE_SLOT, found.node,
		     IA_NO_NODE);
	} else {
		w->out[i].group = w->ngroups++;
	}
	w->out[i].alias = found.alias;
}

static size_t union_of(const struct walk *w, size_t group)
{
	while (w->united[group] != group) {
		w->united[group] = w->united[w->united[group]];
		group = w->united[group];
	}
	return group;
}

/* What has no place may be in one group with others like it, and these with theirs. */
static void unite(struct walk *w)
{
	size_t *number = ia_alloc(w->boot->machine->arena, w->ngroups + 1, sizeof(*number));
	size_t i, group, count = 0;

	w->united = ia_alloc(w->boot->machine->arena, w->ngroups + 1, sizeof(*w->united));
	for (i = 0; i < w->ngroups; i++) {
		w->united[i] = i;
		number[i] = IA_NO_GROUP;
	}
	for (w->at = 0; w->at < w->count; w->at++) {
		const struct ia_group_node *node = &w->nodes[w->at];

		if (node->place && has_group(w, w->at) && has_group(w, node->beside) &&
		    doubt(w, node->place, w->at))
			w->united[union_of(w, w->out[w->at].group)] =
				union_of(w, w->out[node->beside].group);
	}
	for (i = 0; i < w->count; i++) {
		if (!has_group(w, i))
			continue;
		group = union_of(w, w->out[i].group);
		if (number[group] == IA_NO_GROUP)
			number[group] = count++;
		w->out[i].group = number[group];
	}
	w->ngroups = count;
}

/* Functions of the host in the order of their buses, then VFs, whose driver asks for them. */
static void walk(struct walk *w)
{
	bool late = false;
	size_t i;

	w->out = ia_alloc(w->boot->machine->arena, w->count + 1, sizeof(*w->out));
	for (i = 0; i < w->count; i++) {
		w->out[i].device = w->nodes[i].device;
		w->out[i].isolation = w->nodes[i].isolation;
		w->out[i].group = IA_NO_GROUP;
	}
	for (i = 0; i < w->count; i++)
		late |= w->nodes[i].vf;
	for (i = 0; i < w->count; i++) {
		if (!w->nodes[i].none && !w->nodes[i].vf)
			group_of(w, i);
	}
	for (i = 0; late && i < w->count; i++) {
		if (!w->nodes[i].none && w->nodes[i].vf)
			group_of(w, i);
	}
	unite(w);
}

static void gather(const struct walk *w, struct ia_prediction *p)
{
	struct ia_arena *arena = w->boot->machine->arena;
	size_t i;

	p->functions = w->out;
	p->ngroups = w->ngroups;
	p->groups = ia_alloc(arena, w->ngroups + 1, sizeof(*p->groups));
	for (i = 0; i < w->count; i++) {
		if (has_group(w, i))
			p->groups[w->out[i].group].count++;
	}
	for (i = 0; i < w->ngroups; i++) {
		p->groups[i].members = ia_alloc(arena, p->groups[i].count,
						sizeof(*p->groups[i].members));
		p->groups[i].count = 0;
		p->groups[i].known = true;
	}
	for (i = 0; i < w->count; i++) {
		struct ia_predicted_group *group;

		if (!has_group(w, i))
			continue;
		group = &p->groups[w->out[i].group];
		group->members[group->count++] = &w->out[i];
	}
}

/* Whether two walks made the same group of some functions. */
static bool same_members(const struct walk *best, const struct ia_prediction *of_best,
			 const struct walk *worst, const struct ia_predicted_group *group)
{
	size_t number = best->out[group->members[0] - worst->out].group, i;

	if (of_best->groups[number].count != group->count)
		return false;
	for (i = 1; i < group->count; i++) {
		if (best->out[group->members[i] - worst->out].group != number)
			return false;
	}
	return true;
}

/* Somebody of a group that is not known asked for what is not known. */
static void spread_fact(const struct ia_predicted_group *group, struct ia_predicted *out)
{
	const struct ia_predicted *source = NULL;
	size_t i;

	for (i = 0; i < group->count && !source; i++) {
		if (group->members[i]->fact)
			source = group->members[i];
	}
	for (i = 0; source && i < group->count; i++) {
		struct ia_predicted *one = &out[group->members[i] - out];

		if (!one->fact) {
			one->fact = source->fact;
			one->about = source->about;
		}
	}
}

/*
 * What is not known is taken for the one and for the other: groups that come out the
 * same are known all the same.
 */
static void compare_walks(const struct walk *best, const struct walk *worst,
			  struct ia_prediction *p)
{
	struct ia_prediction of_best = { 0 };
	size_t i;

	gather(best, &of_best);
	for (i = 0; i < p->ngroups; i++) {
		p->groups[i].known = same_members(best, &of_best, worst, &p->groups[i]);
		if (!p->groups[i].known)
			spread_fact(&p->groups[i], p->functions);
	}
}

/* Functions whose group nobody read count neither way, and devices that are none do not. */
static void compare_kernel(struct ia_predicted_group *group)
{
	bool differs = false;
	size_t i, grouped = 0;

	for (i = 0; i < group->count; i++) {
		const struct ia_group *other = group->members[i]->device->in_group;

		if (!other)
			continue;
		grouped++;
		if (!group->kernel)
			group->kernel = other;
		differs |= other != group->kernel;
	}
	if (!group->known || !group->kernel)
		return;
	group->same = differs || group->kernel->nfunctions != grouped ? IA_NO : IA_YES;
}

static void sum_up(struct ia_prediction *p, size_t count)
{
	size_t i;

	for (i = 0; i < p->ngroups; i++) {
		compare_kernel(&p->groups[i]);
		p->ndiffer += p->groups[i].same == IA_NO;
	}
	for (i = 0; i < count; i++) {
		struct ia_predicted *one = &p->functions[i];

		one->known = one->group == IA_NO_GROUP || p->groups[one->group].known;
		p->nunknown += !one->known;
		if (one->known)
			one->fact = IA_FACT_NOTHING;
	}
}

/**
 * ia_predict() - find the groups that a kernel would make
 * @boot: the kernel, its machine and its parameters
 *
 * Return: the groups; they live as long as the machine.
 */
const struct ia_prediction *ia_predict(const struct ia_boot *boot)
{
	const struct ia_machine *m = boot->machine;
	struct ia_prediction *p = ia_alloc(m->arena, 1, sizeof(*p));
	struct walk best = { .count = m->ndevices };
	struct walk worst = { .count = m->ndevices, .worst = true };

	p->boot = *boot;
	best.boot = &p->boot;
	worst.boot = &p->boot;
	best.nodes = ia_group_nodes(boot);
	worst.nodes = best.nodes;
	walk(&best);
	if (best.unsure) {
		walk(&worst);
		gather(&worst, p);
		compare_walks(&best, &worst, p);
	} else {
		gather(&best, p);
	}
	sum_up(p, m->ndevices);
	return p;
}

/** ia_predicted_of() - what becomes of a function of the machine */
const struct ia_predicted *ia_predicted_of(const struct ia_prediction *prediction,
					   const struct ia_device *device)
{
	return &prediction->functions[device - prediction->boot.machine->devices];
}
