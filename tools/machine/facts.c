// SPDX-License-Identifier: GPL-2.0
#include "facts.h"

#include <stdlib.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/**
 * ia_count_add() - count a word once more
 * @arena: where the list lives
 * @counts: the counts
 * @word: the word; kept by reference
 */
void ia_count_add(struct ia_arena *arena, struct ia_counts *counts,
		  const char *word)
{
	size_t i;

	for (i = 0; i < counts->count; i++) {
		if (!strcmp(counts->items[i].word, word)) {
			counts->items[i].count++;
			return;
		}
	}
	counts->items = ia_grow(arena, counts->items, counts->count,
				&counts->room, sizeof(*counts->items));
	counts->items[counts->count++] = (struct ia_count){ word, 1 };
}

/**
 * ia_count_of() - how often a word was counted
 * @counts: the counts
 * @word: the word
 */
size_t ia_count_of(const struct ia_counts *counts, const char *word)
{
	size_t i;

	for (i = 0; i < counts->count; i++) {
		if (!strcmp(counts->items[i].word, word))
			return counts->items[i].count;
	}
	return 0;
}

static int by_count(const void *a, const void *b)
{
	const struct ia_count *x = a, *y = b;
	bool last_x = ia_is_word(x->word), last_y = ia_is_word(y->word);

	if (last_x != last_y)
		return last_x - last_y;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return strcmp(x->word, y->word);
}

/**
 * ia_counts_sort() - put the most frequent words first
 * @counts: the counts
 */
void ia_counts_sort(struct ia_counts *counts)
{
	if (counts->count)
		qsort(counts->items, counts->count, sizeof(*counts->items),
		      by_count);
}

/**
 * ia_user_owned() - tell whether user space drives a device
 * @device: the device
 *
 * Either its driver is one that only hands it out, or what it is attached to
 * is nothing that the kernel's own DMA API would use and not its default.
 */
bool ia_user_owned(const struct ia_device *device)
{
	static const char *const words[] = {
		IOMMU_AUDIT_DOMAIN_UNMANAGED, IOMMU_AUDIT_DOMAIN_BLOCKED,
		IOMMU_AUDIT_DOMAIN_NESTED,
	};
	size_t i;

	if (strstr(device->driver_text, "vfio") ||
	    !strcmp(device->driver_text, "uio_pci_generic"))
		return true;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (!strcmp(device->domain_text, words[i]))
			return strcmp(device->def_text, device->domain_text);
	}
	return false;
}

static bool is(const struct ia_record *record, const char *key,
	       const char *value)
{
	return !strcmp(ia_record_get(record, key), value);
}

static const char *flag_word(const struct ia_record *record, const char *key)
{
	if (is(record, key, "1"))
		return "on";
	return is(record, key, "0") ? "off" : IOMMU_AUDIT_UNKNOWN;
}

static void gather_units(const struct ia_machine *m, struct ia_facts *f)
{
	const struct ia_records *units = &m->files[IA_FILE_UNITS];
	bool vtd = false, amd = false, other = false;
	size_t i;

	for (i = 0; i < units->count; i++) {
		const struct ia_record *unit = &units->items[i];
		const char *on = flag_word(unit, "translation");

		if (!strcmp(on, "on"))
			f->on++;
		else if (!strcmp(on, "off"))
			f->off++;
		else
			f->unknown++;
		ia_count_add(m->arena, &f->intremap, flag_word(unit, "intremap"));
		if (is(unit, "vendor", "vtd"))
			vtd = true;
		else if (is(unit, "vendor", "amd"))
			amd = true;
		else
			other = true;
	}
	if (vtd && !amd && !other)
		f->vendor = "Intel VT-d";
	else if (amd && !vtd && !other)
		f->vendor = "AMD-Vi";
	else
		f->vendor = "IOMMU of unknown vendor";
}

static enum ia_translation translation(const struct ia_machine *m,
				       const struct ia_facts *f)
{
	size_t i;

	if (f->on)
		return f->off ? IA_TRANSLATION_PARTLY : IA_TRANSLATION_ON;
	if (f->unknown)
		return IA_TRANSLATION_UNKNOWN;
	if (f->off)
		return IA_TRANSLATION_OFF;
	for (i = 0; i < m->ngroups; i++) {
		if (!ia_is_word(m->groups[i].domain_text))
			return IA_TRANSLATION_UNLISTED;
	}
	/* The tables may be there and unreadable: then nothing is settled. */
	for (i = 0; i < f->nblind; i++) {
		if (is(f->blind[i], "source", "units") &&
		    !is(f->blind[i], "method", "none"))
			return IA_TRANSLATION_UNKNOWN;
	}
	return IA_TRANSLATION_NO_IOMMU;
}

static void gather_sources(const struct ia_machine *m, struct ia_facts *f)
{
	const struct ia_records *version = &m->files[IA_FILE_VERSION];
	size_t i;

	f->blind = ia_alloc(m->arena, version->count, sizeof(*f->blind));
	for (i = 0; i < version->count; i++) {
		const struct ia_record *source = &version->items[i];

		if (!ia_record_find(source, "source"))
			continue;
		if (is(source, "accuracy", "none") || !is(source, "reason", "-"))
			f->blind[f->nblind++] = source;
	}
}

static const char *mode_of(const struct ia_group *group)
{
	const char *flush = ia_record_get(group->record, "flush");

	if (!strcmp(group->def_text, IOMMU_AUDIT_DOMAIN_DMA_FQ))
		return "lazy";
	if (!strcmp(group->def_text, IOMMU_AUDIT_DOMAIN_DMA))
		return ia_is_word(flush) ? group->def_text : flush;
	return group->def_text;
}

static void count_missing(const struct ia_machine *m, struct ia_facts *f,
			  const struct ia_record *record, const char *of)
{
	size_t i;

	for (i = 0; i < record->count; i++) {
		const char *value = record->values[i];

		/* Most values differ in their first letter: no call for those. */
		if (*value == *IOMMU_AUDIT_UNKNOWN &&
		    !strcmp(value, IOMMU_AUDIT_UNKNOWN))
			ia_count_add(m->arena, &f->missing,
				     ia_format(m->arena, "%s %s", of,
					       record->keys->names[i]));
	}
}

static void gather_groups(const struct ia_machine *m, struct ia_facts *f)
{
	size_t i;

	f->shares = ia_alloc(m->arena, m->ngroups, sizeof(*f->shares));
	for (i = 0; i < m->ngroups; i++) {
		const struct ia_group *group = &m->groups[i];

		count_missing(m, f, group->record, "group");
		ia_count_add(m->arena, &f->modes, mode_of(group));
		if (group->count_text < 2)
			continue;
		f->shares[f->nshares].group = group;
		ia_share_explain(m, &f->shares[f->nshares++]);
	}
}

static void gather_devices(const struct ia_machine *m, struct ia_facts *f)
{
	size_t i;

	f->owned = ia_alloc(m->arena, m->ndevices, sizeof(*f->owned));
	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *device = &m->devices[i];

		count_missing(m, f, device->record, "device");
		ia_count_add(m->arena, &f->domains, device->domain_text);
		if (ia_user_owned(device))
			f->owned[f->nowned++] = device;
	}
}

static void gather_drifts(const struct ia_machine *m, struct ia_facts *f)
{
	size_t i, j;

	f->drifts = ia_alloc(m->arena, m->nacs, sizeof(*f->drifts));
	for (i = 0; i < m->nacs; i++) {
		const struct ia_acs *acs = &m->acs[i];

		count_missing(m, f, acs->record, "acs");
		if (!ia_acs_drifted(acs))
			continue;
		for (j = 0; j < f->ndrifts; j++) {
			if (f->drifts[j]->port == acs->port)
				break;
		}
		if (j == f->ndrifts)
			f->drifts[f->ndrifts++] = acs;
	}
}

/**
 * ia_facts_gather() - work out what the report says
 * @machine: a joined machine
 * @facts: filled; lives as long as the machine
 */
void ia_facts_gather(const struct ia_machine *machine, struct ia_facts *facts)
{
	memset(facts, 0, sizeof(*facts));
	gather_sources(machine, facts);
	gather_units(machine, facts);
	gather_groups(machine, facts);
	gather_devices(machine, facts);
	ia_pfs_gather(machine, facts);
	gather_drifts(machine, facts);
	ia_faults_gather(machine, &facts->faults);
	facts->translation = translation(machine, facts);
	ia_counts_sort(&facts->domains);
	ia_counts_sort(&facts->modes);
	ia_counts_sort(&facts->intremap);
	ia_counts_sort(&facts->missing);
}
