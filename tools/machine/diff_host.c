// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"
#include "host.h"

/* Keys of the host's records about functions. */
static const struct ia_value_rule device_rules[] = {
	{ "reset", "reset_methods", "reset methods", IA_CONCERN_PASSTHROUGH, ",", { 0 },
	  { { 0 } } },
	{ "autoprobe", "autoprobe", "drivers for new VFs", IA_CONCERN_VFS, NULL, IA_ON_OFF, {
		{ IA_CHANGED, "0", "new VFs get no driver by themselves" },
		{ IA_CHANGED, "1", "new VFs get the host's driver by themselves" } } },
	{ "bar_max_mib", "largest_bar", "largest BAR in MiB", IA_CONCERN_P2P, "#", { 0 }, {
		{ IA_WORSE, NULL, "peers reach less of its memory at a time" } } },
};

/**
 * struct fact_rule - a fact about the whole host
 * @fact: its record
 * @rule: its key, and what a change means
 */
struct fact_rule {
	const char *fact;
	struct ia_value_rule rule;
};

static const struct fact_rule fact_rules[] = {
	{ IA_FACT_NUMA, { "nodes", "numa_nodes", "NUMA nodes", IA_CONCERN_SOFTWARE, NULL,
		{ 0 }, { { 0 } } } },
	{ IA_FACT_CONFIG, { "p2pdma", "p2pdma", "PCI_P2PDMA in the kernel", IA_CONCERN_P2P,
		"n y", { 0 }, {
		{ IA_WORSE, NULL,
		  "no driver of this kernel hands out a device's memory to another" } } } },
};

#define COUNT(rules)	(sizeof(rules) / sizeof(*(rules)))

static void tell_devices(struct ia_diff *diff)
{
	size_t i, j;

	for (i = 0; i < diff->npairs; i++) {
		const struct ia_pair_of *p = &diff->pairs[i];

		/* VFs come in hundreds, and all of a PF are alike. */
		if (!p->old || !p->now || p->now->pf_text != IA_NO_ADDRESS)
			continue;
		for (j = 0; j < COUNT(device_rules); j++)
			ia_diff_value(diff, &device_rules[j],
				      ia_host_device(diff->old, p->old, device_rules[j].key),
				      ia_host_device(diff->now, p->now, device_rules[j].key),
				      p, NULL);
	}
}

/* The total of one size of hugepages, or "0" when there is no such size. */
static const char *hugepages(const struct ia_machine *m, const char *size)
{
	size_t i;

	for (i = 0; i < m->host_text.count; i++) {
		const struct ia_record *r = &m->host_text.items[i];

		if (!strcmp(ia_record_get(r, IA_HOST_FACT), IA_FACT_HUGEPAGES) &&
		    !strcmp(ia_record_get(r, "size_kb"), size))
			return ia_record_get(r, "total");
	}
	return "0";
}

static void tell_hugepages(struct ia_diff *diff)
{
	static const struct ia_value_rule rule = {
		"total", "hugepages", "hugepages", IA_CONCERN_PASSTHROUGH, "#", { 0 }, {
		{ IA_WORSE, NULL, "guests and DPDK that ask for them get fewer" } },
	};
	const struct ia_machine *sides[] = { diff->old, diff->now };
	size_t side, i;

	for (side = 0; side < COUNT(sides); side++) {
		const struct ia_records *host = &sides[side]->host_text;

		for (i = 0; i < host->count; i++) {
			const char *size = ia_record_find(&host->items[i], "size_kb");

			/* Sizes that both have were told of the old one. */
			if (!size || (side && strcmp(hugepages(diff->old, size), "0")))
				continue;
			ia_diff_value(diff, &rule, hugepages(diff->old, size),
				      hugepages(diff->now, size), NULL,
				      ia_format(diff->arena, "of %s KiB", size));
		}
	}
}

/**
 * ia_diff_host() - tell what became of the facts that the kernel itself tells
 * @diff: with pairs; what is found is added
 *
 * A snapshot of an older tool has none of them; then only that is told.
 */
void ia_diff_host(struct ia_diff *diff)
{
	struct ia_change blind = {
		.rule = "host", .title = "facts of the host",
		.concern = IA_CONCERN_SOFTWARE, .trend = IA_UNTOLD,
		.old = diff->old->host_text.count ? "known" : IOMMU_AUDIT_UNKNOWN,
		.now = diff->now->host_text.count ? "known" : IOMMU_AUDIT_UNKNOWN,
		.meaning = "reset methods, hugepages and BARs are not in one of the two",
	};
	size_t i;

	if (strcmp(blind.old, blind.now)) {
		ia_diff_add(diff, &blind, NULL);
		return;
	}
	tell_devices(diff);
	tell_hugepages(diff);
	for (i = 0; i < COUNT(fact_rules); i++)
		ia_diff_value(diff, &fact_rules[i].rule,
			      ia_host_get(diff->old, fact_rules[i].fact,
					  fact_rules[i].rule.key),
			      ia_host_get(diff->now, fact_rules[i].fact,
					  fact_rules[i].rule.key), NULL, "the host");
}
