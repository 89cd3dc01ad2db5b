// SPDX-License-Identifier: GPL-2.0
/* Rules about the IOMMUs themselves */
#include "rules.h"

#include <string.h>

static void list_units(const struct ia_check *check, struct ia_finding *finding,
		       const char *key)
{
	const struct ia_records *units = &check->machine->files[IA_FILE_UNITS];
	size_t i;

	for (i = 0; i < units->count; i++)
		ia_evidence_keys(check, finding, IA_FILE_UNITS, &units->items[i],
				 "unit", key, NULL);
}

static void turn_on(const struct ia_check *check, struct ia_finding *finding)
{
	if (ia_is(check->facts.vendor, "AMD-Vi"))
		ia_say(check, &finding->change,
		       "take amd_iommu=off and iommu=off off the kernel command line; AMD-Vi is on by default");
	else if (ia_is(check->facts.vendor, "Intel VT-d"))
		finding->change = "intel_iommu=on on the kernel command line";
	else
		ia_say(check, &finding->change,
		       "switch VT-d or AMD-Vi on in the firmware; Intel may need intel_iommu=on too");
}

/* Is an IOMMU on? Status registers say so; log lines only echo parameters. */
IA_LOOK(iommu_on)
{
	const struct ia_facts *f = &check->facts;

	list_units(check, finding, "translation");
	if (!check->machine->files[IA_FILE_UNITS].count)
		ia_evidence_units(check, finding);
	turn_on(check, finding);
	switch (f->translation) {
	case IA_TRANSLATION_UNLISTED:
		finding->title = "an IOMMU is in use that no DMAR or IVRS table lists";
		ia_evidence(check, finding, "groups: %s with a domain",
			    ia_counted(check, check->machine->ngroups, "group"));
		return IA_PASS;
	case IA_TRANSLATION_ON:
		if (!f->unknown)
			return IA_PASS;
		ia_say(check, &finding->title, "%zu of %zu IOMMUs translate, the others cannot "
					       "be seen",
		       f->on, f->on + f->unknown);
		return IA_UNKNOWN;
	case IA_TRANSLATION_PARTLY:
		finding->title = "some IOMMUs are off";
		return IA_FAIL;
	case IA_TRANSLATION_OFF:
		finding->title = "the IOMMUs are there, and off";
		return IA_FAIL;
	case IA_TRANSLATION_NO_IOMMU:
		finding->title = "no IOMMU is in use";
		return IA_FAIL;
	case IA_TRANSLATION_UNKNOWN:
		break;
	}
	finding->title = "whether an IOMMU translates cannot be seen";
	return IA_UNKNOWN;
}

static bool has_groups(const struct ia_check *check)
{
	return check->machine->ngroups;
}

/* AMD's IOMMUs are PCI functions themselves, which nothing has to translate. */
static bool is_iommu(const struct ia_device *device)
{
	return ia_is(device->class_text, "0x080600");
}

/* A function without a group, where others have one, is served by no unit. */
IA_LOOK(covered)
{
	const struct ia_machine *m = check->machine;
	size_t i, unknown = 0, bare = 0;

	if (!has_groups(check))
		return IA_NO_VERDICT;
	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		if (ia_is(d->group_text, "unknown"))
			unknown++;
		if (!ia_is(d->group_text, "none") || is_iommu(d))
			continue;
		bare++;
		ia_evidence_keys(check, finding, IA_FILE_DEVICES, d->record,
				 "dev", "group", "unit", NULL);
	}
	if (bare) {
		ia_say(check, &finding->title, "%zu of %zu PCI functions have no IOMMU",
		       bare, m->ndevices);
		return IA_FAIL;
	}
	ia_evidence(check, finding, "devices: %zu functions, none without an IOMMU that needs one",
		    m->ndevices);
	if (!unknown)
		return IA_PASS;
	finding->title = "the groups of some functions cannot be seen";
	return IA_UNKNOWN;
}

/* Is interrupt remapping on? It is independent of DMA remapping. */
IA_LOOK(intremap)
{
	const struct ia_counts *c = &check->facts.intremap;

	if (check->facts.translation == IA_TRANSLATION_NO_IOMMU) {
		finding->title = "no IOMMU, so nothing remaps interrupts";
		ia_evidence_units(check, finding);
		turn_on(check, finding);
		return IA_FAIL;
	}
	list_units(check, finding, "intremap");
	if (ia_count_of(c, "off")) {
		finding->title = "interrupt remapping is off";
		return IA_FAIL;
	}
	if (ia_count_of(c, "on") && c->count == 1)
		return IA_PASS;
	finding->title = "whether interrupts are remapped cannot be seen";
	if (!c->count)
		ia_evidence_units(check, finding);
	return IA_UNKNOWN;
}

static size_t list_domain(const struct ia_check *check, struct ia_finding *finding,
			  const char *domain)
{
	const struct ia_machine *m = check->machine;
	size_t i, count = 0;

	for (i = 0; i < m->ngroups; i++) {
		if (!ia_is(m->groups[i].domain_text, domain))
			continue;
		count++;
		ia_evidence_keys(check, finding, IA_FILE_GROUPS, m->groups[i].record,
				 "group", "domain", "default", "devices", NULL);
	}
	return count;
}

/* Identity means no isolation at all for a device that the host drives. */
IA_LOOK(translated)
{
	const struct ia_counts *domains = &check->facts.domains;
	size_t identity;

	if (!has_groups(check))
		return IA_NO_VERDICT;
	identity = list_domain(check, finding, "identity");
	if (identity) {
		ia_say(check, &finding->title, "%zu of %zu groups are identity: not translated",
		       identity, check->machine->ngroups);
		return IA_FAIL;
	}
	ia_evidence(check, finding, "groups: %zu groups, none with domain=identity",
		    check->machine->ngroups);
	if (!ia_count_of(domains, "unknown"))
		return IA_PASS;
	finding->title = "what some devices are attached to cannot be seen";
	return IA_UNKNOWN;
}

/* Strict costs an IOTLB invalidation for every unmap. */
IA_LOOK(not_strict)
{
	const struct ia_machine *m = check->machine;
	size_t i, strict = 0, unknown = 0;

	if (!has_groups(check))
		return IA_NO_VERDICT;
	for (i = 0; i < m->ngroups; i++) {
		const struct ia_group *g = &m->groups[i];
		const char *flush = ia_record_get(g->record, "flush");

		unknown += ia_is(g->def_text, "DMA") && ia_is(flush, "unknown");
		if (!ia_is(g->def_text, "DMA") || !ia_is(flush, "strict"))
			continue;
		strict++;
		ia_evidence_keys(check, finding, IA_FILE_GROUPS, g->record, "group",
				 "default", "flush", "devices", NULL);
	}
	if (strict) {
		ia_say(check, &finding->title, "%zu of %zu groups are strict: every unmap waits "
					       "for the IOMMU",
		       strict, m->ngroups);
		return IA_FAIL;
	}
	ia_evidence(check, finding, "groups: %zu groups, none with flush=strict",
		    m->ngroups);
	if (!unknown)
		return IA_PASS;
	finding->title = "whether unmaps wait cannot be seen";
	return IA_UNKNOWN;
}

/* A source whose last fault is seconds old, or faults of the past. */
IA_LOOK(faults)
{
	const struct ia_faults *f = &check->facts.faults;
	const struct ia_machine *m = check->machine;
	const char *blind = ia_faults_blind(m->arena, f);
	const struct ia_fault_item *worst = f->items;
	bool now = false;
	size_t i;

	if (check->facts.translation == IA_TRANSLATION_NO_IOMMU)
		return IA_NO_VERDICT;
	for (i = 0; i < f->count; i++) {
		/* The first of those that fault now, else the most frequent one. */
		if (f->items[i].now && !now)
			worst = &f->items[i];
		now |= f->items[i].now;
		ia_evidence_keys(check, finding, IA_FILE_FAULTS, f->items[i].record,
				 "unit", "source", "reason", "name", "access",
				 "count", NULL);
	}
	if (f->count) {
		ia_say(check, &finding->title, "%s: %s",
		       now ? "devices fault now" : "DMA was refused since the module was loaded",
		       ia_format(m->arena, "%s ×%llu, last %s",
				 ia_fault_source(m, worst->record),
				 (unsigned long long)worst->count.n,
				 ia_ago(m->arena, worst->age)));
		return now ? IA_FAIL : IA_WARN;
	}
	if (blind) {
		ia_evidence(check, finding, "version: %s", blind);
		finding->title = "whether DMA was refused cannot be seen";
			return IA_UNKNOWN;
	}
	for (i = 0; i < f->nunits; i++)
		ia_evidence_keys(check, finding, IA_FILE_FAULTS, f->units[i], "unit",
				 "records", "unattributed", "overflows", NULL);
	if (ia_faults_complete(f, &f->sums))
		return IA_PASS;
	finding->title = "no fault was counted, and not all of them could be seen";
	return IA_UNKNOWN;
}

/* What the module cannot see on this kernel, nobody can judge. */
IA_LOOK(seen)
{
	const struct ia_facts *f = &check->facts;
	size_t i;

	for (i = 0; i < f->nblind; i++)
		ia_evidence_keys(check, finding, IA_FILE_VERSION, f->blind[i], "source",
				 "method", "accuracy", "reason", NULL);
	if (f->nblind || f->missing.count) {
		for (i = 0; i < f->missing.count; i++)
			ia_evidence(check, finding, "%s: unknown in %zu records",
				    f->missing.items[i].word, f->missing.items[i].count);
		finding->title = "this kernel cannot tell everything";
		return IA_UNKNOWN;
	}
	ia_evidence(check, finding, "version: every source is exact");
	return IA_PASS;
}
