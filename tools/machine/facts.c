// SPDX-License-Identifier: GPL-2.0
#include "facts.h"

#include <stdlib.h>
#include <string.h>

#include "cmdline.h"
#include "kind.h"

/*
 * Drivers that do nothing with a device but hand it to user space, or to a guest: pciback is
 * xen_pcibk_pci_driver of drivers/xen/xen-pciback/pci_stub.c, which holds what domU's get.
 */
static bool hands_out(const struct ia_device *device)
{
	return ia_is_for_programs(device) || ia_driver_kind(device) == IA_DRIVER_VFIO ||
	       (device->driver.known && !strcmp(device->driver.text, "pciback"));
}

/*
 * Tell whether user space drives a device.
 *
 * Either its driver is one that only hands it out, or what it is attached to
 * is nothing that the kernel's own DMA API would use and not its default.
 */
bool ia_user_owned(const struct ia_device *device)
{
	if (hands_out(device))
		return true;
	switch (device->domain) {
	case IA_DOMAIN_UNMANAGED:
	case IA_DOMAIN_BLOCKED:
	case IA_DOMAIN_NESTED:
		return device->default_domain != device->domain;
	default:
		return false;
	}
}

/**
 * ia_mode() - what the DMA API does with a group or a device by default
 * @default_domain: its default domain
 * @flush: when an unmapped address of it leaves the IOTLB
 */
enum ia_mode ia_mode(enum ia_domain default_domain, enum ia_flush flush)
{
	static const enum ia_mode modes[IA_DOMAIN_TYPES] = {
		[IA_DOMAIN_ABSENT] = IA_MODE_ABSENT,
		[IA_DOMAIN_NONE] = IA_MODE_NONE,
		[IA_DOMAIN_IDENTITY] = IA_MODE_IDENTITY,
		[IA_DOMAIN_DMA] = IA_MODE_DMA,
		[IA_DOMAIN_DMA_FQ] = IA_MODE_LAZY,
		[IA_DOMAIN_UNMANAGED] = IA_MODE_UNMANAGED,
		[IA_DOMAIN_BLOCKED] = IA_MODE_BLOCKED,
		[IA_DOMAIN_SVA] = IA_MODE_SVA,
		[IA_DOMAIN_PLATFORM] = IA_MODE_PLATFORM,
		[IA_DOMAIN_NESTED] = IA_MODE_NESTED,
	};

	if (default_domain == IA_DOMAIN_DMA && ia_is_value(flush))
		return flush == IA_FLUSH_LAZY ? IA_MODE_LAZY : IA_MODE_STRICT;
	return modes[default_domain];
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Linux calls them smmu3.0x0000000009050000, or smmu.*: each that a function names, once. */
static size_t count_smmus(const struct ia_machine *m)
{
	const char **names = ia_alloc(m->arena, m->ndevices, sizeof(*names));
	size_t i, n = 0, count = 0;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_string *unit = &m->devices[i].unit;

		if (unit->known && (!strncmp(unit->text, "smmu3.", 6) ||
				    !strncmp(unit->text, "smmu.", 5)))
			names[n++] = unit->text;
	}
	if (n)
		qsort(names, n, sizeof(*names), by_text);
	for (i = 0; i < n; i++)
		count += !i || strcmp(names[i], names[i - 1]);
	return count;
}

static void gather_units(const struct ia_machine *m, struct ia_facts *f)
{
	size_t i;

	f->vendor = m->vendor;
	f->smmus = m->nunits ? 0 : count_smmus(m);
	for (i = 0; i < m->nunits; i++) {
		const struct ia_unit *unit = &m->units[i];

		f->on += unit->translation == IA_YES;
		f->off += unit->translation == IA_NO;
		f->unknown += !ia_is_value(unit->translation);
		f->intremap[unit->intremap]++;
		if (!f->virtual_unit && (unit->caching_mode == IA_YES ||
					 ia_has_bit(&unit->features, IA_FEATURE_NP_CACHE)))
			f->virtual_unit = unit;
	}
}

/*
 * Without the module no status register says that units are off. But where the kernel
 * drives them functions are in groups: it is known of all that they are in none.
 */
static bool is_unused(const struct ia_machine *m)
{
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		if (!m->devices[i].group.absent)
			return false;
	}
	return !ia_from_module(m) && m->ndevices && m->identity.privileged != IA_YES;
}

static enum ia_translation translation(const struct ia_machine *m,
				       const struct ia_facts *f)
{
	size_t i;

	if (f->on)
		return f->off ? IA_TRANSLATION_PARTLY : IA_TRANSLATION_ON;
	if (f->unknown)
		return is_unused(m) ? IA_TRANSLATION_UNUSED : IA_TRANSLATION_UNKNOWN;
	if (f->off)
		return IA_TRANSLATION_OFF;
	for (i = 0; i < m->ngroups; i++) {
		/* Without the module the default tells that there is one. */
		if (m->groups[i].domain > IA_DOMAIN_NONE ||
		    (m->groups[i].domain == IA_DOMAIN_UNKNOWN &&
		     m->groups[i].default_domain > IA_DOMAIN_NONE))
			return IA_TRANSLATION_UNLISTED;
	}
	/* A hypervisor that keeps the IOMMUs to itself does not show what it does with them. */
	if (m->identity.privileged == IA_YES)
		return IA_TRANSLATION_UNKNOWN;
	/* The tables may be there and unreadable: then nothing is settled. */
	for (i = 0; i < f->nblind; i++) {
		if (f->blind[i]->name == IA_SOURCE_UNITS &&
		    f->blind[i]->method != IA_METHOD_NONE)
			return is_unused(m) ? IA_TRANSLATION_UNUSED : IA_TRANSLATION_UNKNOWN;
	}
	/* A dump of configuration space has neither tables nor groups. */
	return ia_lists_units(m) ? IA_TRANSLATION_NO_IOMMU : IA_TRANSLATION_UNKNOWN;
}

static void gather_sources(const struct ia_machine *m, struct ia_facts *f)
{
	size_t i;

	f->blind = ia_alloc(m->arena, m->nsources, sizeof(*f->blind));
	for (i = 0; i < m->nsources; i++) {
		if (m->sources[i].accuracy == IA_ACCURACY_NONE || m->sources[i].reason.known)
			f->blind[f->nblind++] = &m->sources[i];
	}
}

/* A row of counts for each key of a record, of values that are unknown. */
struct tally {
	enum ia_record_id id;
	size_t *counts;
};

static struct tally tally_of(const struct ia_machine *m, enum ia_record_id id)
{
	return (struct tally){
		id, ia_alloc(m->arena, ia_records[id].count, sizeof(size_t)),
	};
}

static void count_missing(struct tally *tally, const void *record)
{
	const struct ia_record_info *info = &ia_records[tally->id];
	size_t i;

	for (i = 0; i < info->count; i++)
		tally->counts[i] += ia_key_unknown(&info->keys[i], record);
}

static void add_missing(const struct tally *tally, struct ia_facts *f)
{
	const struct ia_record_info *info = &ia_records[tally->id];
	size_t i;

	for (i = 0; i < info->count; i++) {
		if (tally->counts[i])
			f->missing[f->nmissing++] = (struct ia_missing){
				tally->id, &info->keys[i], tally->counts[i],
			};
	}
}

static int by_missing(const void *a, const void *b)
{
	const struct ia_missing *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	/* By record, then in the order of its keys. */
	return x->record != y->record ? (x->record < y->record ? -1 : 1) :
	       x->key < y->key ? -1 : x->key > y->key;
}

static void gather_missing(const struct ia_machine *m, struct ia_facts *f)
{
	struct tally groups = tally_of(m, IA_RECORD_GROUP);
	struct tally devices = tally_of(m, IA_RECORD_DEVICE);
	struct tally acs = tally_of(m, IA_RECORD_ACS);
	size_t i;

	for (i = 0; i < m->ngroups; i++)
		count_missing(&groups, &m->groups[i]);
	for (i = 0; i < m->ndevices; i++)
		count_missing(&devices, &m->devices[i]);
	for (i = 0; i < m->nacs; i++)
		count_missing(&acs, &m->acs[i]);
	f->missing = ia_alloc(m->arena, ia_records[IA_RECORD_GROUP].count +
			      ia_records[IA_RECORD_DEVICE].count +
			      ia_records[IA_RECORD_ACS].count, sizeof(*f->missing));
	add_missing(&groups, f);
	add_missing(&devices, f);
	add_missing(&acs, f);
	qsort(f->missing, f->nmissing, sizeof(*f->missing), by_missing);
}

static void gather_groups(const struct ia_machine *m, struct ia_facts *f)
{
	size_t i;

	f->shares = ia_alloc(m->arena, m->ngroups, sizeof(*f->shares));
	for (i = 0; i < m->ngroups; i++) {
		const struct ia_group *group = &m->groups[i];

		f->modes[ia_mode(group->default_domain, group->flush)]++;
		if (group->devices.count < 2 || ia_group_devices(m, group) < 2)
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

		f->domains[device->domain]++;
		if (ia_user_owned(device))
			f->owned[f->nowned++] = device;
	}
}

static int by_port(const void *a, const void *b)
{
	const struct ia_acs *x = *(const struct ia_acs *const *)a;
	const struct ia_acs *y = *(const struct ia_acs *const *)b;

	if (x->port != y->port)
		return x->port < y->port ? -1 : 1;
	return x < y ? -1 : x > y;
}

static int by_place(const void *a, const void *b)
{
	const struct ia_acs *x = *(const struct ia_acs *const *)a;
	const struct ia_acs *y = *(const struct ia_acs *const *)b;

	return x < y ? -1 : x > y;
}

/* A port has a record for each function below it: the first one stands for all. */
static void gather_drifts(const struct ia_machine *m, struct ia_facts *f)
{
	size_t i, all = 0;

	f->drifts = ia_alloc(m->arena, m->nacs, sizeof(*f->drifts));
	for (i = 0; i < m->nacs; i++) {
		if (ia_acs_drifted(&m->acs[i]))
			f->drifts[all++] = &m->acs[i];
	}
	if (!all)
		return;
	qsort(f->drifts, all, sizeof(*f->drifts), by_port);
	for (i = 0; i < all; i++) {
		if (!i || f->drifts[i]->port != f->drifts[f->ndrifts - 1]->port)
			f->drifts[f->ndrifts++] = f->drifts[i];
	}
	qsort(f->drifts, f->ndrifts, sizeof(*f->drifts), by_place);
}

/**
 * ia_waits_for_driver() - tell whether a function without a group may get one with a driver
 * @machine: the machine
 * @device: a function of it
 *
 * On arm64 Linux before 6.15 looks for the IOMMU of a function when a driver is bound to it
 * for the first time: in really_probe(), of_dma_configure() or acpi_dma_configure().
 */
bool ia_waits_for_driver(const struct ia_machine *machine, const struct ia_device *device)
{
	struct ia_release release =
		ia_release_parse(machine->kernel.known ? machine->kernel.text : NULL);

	return ia_machine_arch(machine) == IA_ARCH_ARM64 && release.known &&
	       !ia_release_from(release, 6, 15) && device->group.absent && device->driver.absent;
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
	gather_missing(machine, facts);
}
