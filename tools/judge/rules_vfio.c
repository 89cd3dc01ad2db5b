// SPDX-License-Identifier: GPL-2.0
/* Rules about devices that are given away */
#include "rules.h"

#include <stdlib.h>
#include <string.h>

#include "../machine/cmdline.h"
#include "../machine/host.h"
#include "../machine/kind.h"
#include "path.h"

static const char *short_of(const struct ia_check *check, const struct ia_device *d)
{
	return ia_machine_address(check->machine, d->address);
}

/* Bound to a driver that VFIO would have to take the device from. */
static bool held_by_host(const struct ia_device *d)
{
	return !ia_is(d->driver_text, "-") && !strstr(d->driver_text, "vfio") &&
	       !ia_is(d->driver_text, "pcieport") && !ia_is(d->driver_text, "pci-stub");
}

/* Another function of the group that a driver of the host holds, or NULL. */
static const struct ia_device *in_the_way(const struct ia_check *check,
					  const struct ia_device *device)
{
	const struct ia_group *g = ia_machine_group(check->machine, device->group_text);
	size_t i;

	for (i = 0; g && i < g->count_text; i++) {
		const struct ia_device *other =
			ia_machine_device(check->machine,
					  ia_address_parse(g->members_text[i],
							   strlen(g->members_text[i]), NULL));

		if (other && other != device && held_by_host(other))
			return other;
	}
	return NULL;
}

/* VFIO gives a group away whole: no host driver may hold any part of it. */
IA_LOOK(group_viable)
{
	size_t i, bad = 0, none = 0;

	if (!check->ndevices)
		return IA_NO_VERDICT;
	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];
		const struct ia_device *other = in_the_way(check, d);

		none += ia_is(d->group_text, "none") || ia_is(d->group_text, "unknown");
		if (!other)
			continue;
		bad++;
		ia_evidence_keys(check, finding, IA_FILE_DEVICES, d->record, "dev",
				 "group", "driver", NULL);
		ia_evidence_keys(check, finding, IA_FILE_DEVICES, other->record, "dev",
				 "group", "driver", NULL);
		ia_say(check, &finding->title, "%s cannot be given away: %s of its group is "
					       "bound to %s",
		       short_of(check, d), short_of(check, other), other->driver_text);
	}
	if (bad > 1)
		ia_say(check, &finding->title, "%zu of %zu functions cannot be given away: a "
					       "driver of the host holds a part of their group",
		       bad, check->ndevices);
	if (bad)
		return IA_FAIL;
	if (none) {
		finding->title = "functions without a group cannot be given away";
		finding->change = "an IOMMU that is on, and that serves them";
		ia_evidence(check, finding, "devices: %zu of %zu functions have no group",
			    none, check->ndevices);
		return IA_FAIL;
	}
	for (i = 0; i < check->ndevices; i++)
		ia_evidence_keys(check, finding, IA_FILE_DEVICES, check->devices[i]->record,
				 "dev", "group", "driver", NULL);
	return IA_PASS;
}

/* What one owner left in a device is wiped by a reset, best by FLR. */
IA_LOOK(reset)
{
	size_t i, unknown = 0, without = 0;

	if (!check->ndevices)
		return IA_NO_VERDICT;
	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];
		const char *flr = ia_record_get(d->record, "flr");
		const char *methods = ia_host_device(check->machine, d, "reset");

		if (ia_is(flr, "1"))
			continue;
		ia_evidence(check, finding, "devices: dev=%s flr=%s; sysfs: reset_method=%s",
			    ia_record_get(d->record, "dev"), flr, methods);
		if (ia_is(methods, "none")) {
			without++;
			ia_say(check, &finding->title, "%s has no reset at all",
			       short_of(check, d));
		} else if (ia_is(methods, "unknown")) {
			unknown++;
		}
	}
	if (without)
		return IA_FAIL;
	if (unknown) {
		ia_say(check, &finding->title, "%zu of %zu functions have no FLR; whether they "
					       "have another reset cannot be seen",
		       unknown, check->ndevices);
		return IA_UNKNOWN;
	}
	if (!finding->nevidence)
		ia_evidence(check, finding, "devices: flr=1 on all of %s",
			    ia_counted(check, check->ndevices, "function"));
	return IA_PASS;
}

/* Firmware keeps memory mapped for such a device (RMRR): VFIO refuses it. */
IA_LOOK(reserved)
{
	size_t i, bad = 0;

	if (!check->ndevices)
		return IA_NO_VERDICT;
	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];
		const struct ia_group *g = ia_machine_group(check->machine, d->group_text);
		const char *at = g ? ia_record_get(g->record, "reserved") : "";

		/* "direct" and not "direct-relaxable", which VFIO tolerates. */
		while ((at = strstr(at, ":direct"))) {
			at += strlen(":direct");
			if (*at == '\0' || *at == ',')
				break;
		}
		if (!at)
			continue;
		bad++;
		ia_evidence_keys(check, finding, IA_FILE_GROUPS, g->record, "group",
				 "reserved", "devices", NULL);
		ia_say(check, &finding->title, "firmware keeps memory mapped for %s: VFIO "
					       "refuses it",
		       short_of(check, d));
	}
	if (bad)
		return IA_FAIL;
	ia_evidence(check, finding, "groups: functions in question: %zu, no region of type direct",
		    check->ndevices);
	return IA_PASS;
}

IA_LOOK(bound)
{
	size_t i, bad = 0;

	if (!check->ndevices)
		return IA_NO_VERDICT;
	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];

		bad += !ia_user_owned(d);
		ia_evidence_keys(check, finding, IA_FILE_DEVICES, d->record, "dev",
				 "driver", "domain", NULL);
	}
	if (!bad)
		return IA_PASS;
	ia_say(check, &finding->title, "%zu of %zu functions are not bound to vfio-pci",
	       bad, check->ndevices);
	return IA_FAIL;
}

/* No-IOMMU mode and allow_unsafe_interrupts take the protection away again. */
IA_LOOK(vfio_safe)
{
	const struct ia_machine *m = check->machine;
	const char *noiommu = ia_host_get(m, IA_FACT_VFIO, "noiommu");
	const char *unsafe = ia_host_get(m, IA_FACT_VFIO, "unsafe_interrupts");
	size_t i, bare = 0, owned = 0;
	bool remapped;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		if (!strstr(d->driver_text, "vfio"))
			continue;
		owned++;
		if (!ia_is(d->domain_text, "none"))
			continue;
		bare++;
		ia_evidence_keys(check, finding, IA_FILE_DEVICES, d->record, "dev",
				 "driver", "domain", NULL);
	}
	if (!owned)
		return IA_NO_VERDICT;
	if (bare) {
		finding->title = "user space drives devices that no IOMMU translates";
		return IA_FAIL;
	}
	ia_evidence(check, finding,
		    "sysfs: vfio enable_unsafe_noiommu_mode=%s, vfio_iommu_type1 allow_unsafe_interrupts=%s",
		    noiommu, unsafe);
	/* Where interrupts are remapped, nothing unsafe is left to allow. */
	remapped = ia_count_of(&check->facts.intremap, "on") &&
		   check->facts.intremap.count == 1;
	if (ia_is(noiommu, "Y") || (ia_is(unsafe, "Y") && !remapped)) {
		finding->title = "VFIO was told to allow what is not safe";
		return IA_FAIL;
	}
	if (remapped && !ia_is(unsafe, "N"))
		finding->title = "interrupts are remapped, so there is nothing unsafe to allow";
	if (remapped || ia_is(unsafe, "N"))
		return IA_PASS;
	finding->title = "whether VFIO was told to allow unsafe interrupts cannot be seen";
	return IA_UNKNOWN;
}

IA_LOOK(numa)
{
	const char *text = ia_host_get(check->machine, IA_FACT_NUMA, "nodes");
	long nodes = ia_number(text);
	size_t i, without = 0;

	if (!check->ndevices || nodes == 1)
		return IA_NO_VERDICT;
	for (i = 0; i < check->ndevices; i++) {
		if (ia_number(ia_record_get(check->devices[i]->record, "numa")) >= 0)
			continue;
		without++;
		ia_evidence_keys(check, finding, IA_FILE_DEVICES,
				 check->devices[i]->record, "dev", "numa", NULL);
	}
	ia_evidence(check, finding, "sysfs: NUMA nodes online: %s", text);
	if (!without)
		return IA_PASS;
	ia_say(check, &finding->title, "%zu of %zu functions have no NUMA node", without,
	       check->ndevices);
	return nodes < 0 ? IA_UNKNOWN : IA_FAIL;
}

IA_LOOK(hugepages)
{
	const struct ia_records *host = &check->machine->host_text;
	bool known = false, some = false;
	size_t i;

	for (i = 0; i < host->count; i++) {
		const struct ia_record *r = &host->items[i];
		long total = ia_number(ia_record_get(r, "total"));

		if (!ia_is(ia_record_get(r, IA_HOST_FACT), IA_FACT_HUGEPAGES))
			continue;
		ia_evidence(check, finding, "sysfs: hugepages of %s kB: total=%s free=%s",
			    ia_record_get(r, "size_kb"), ia_record_get(r, "total"),
			    ia_record_get(r, "free"));
		known |= total >= 0;
		some |= total > 0;
	}
	if (some)
		return IA_PASS;
	if (known) {
		finding->title = "no hugepages are set aside";
		return IA_FAIL;
	}
	finding->title = "whether hugepages are set aside cannot be seen";
	ia_evidence(check, finding, "%s", host->count ? "sysfs: no hugepages there" :
		    "no facts about the host were recorded");
	return IA_UNKNOWN;
}

static bool bound_by_line(const struct ia_machine *m, const struct ia_cmdline *line,
			  const struct ia_device *d)
{
	const struct ia_token *token = ia_cmdline_last(line, "vfio-pci.ids");
	const char *id = ia_format(m->arena, "%s:%s", ia_device_id(d, "vendor"), ia_device_id(d,
		"device"));

	return token && token->value && strcasestr(token->value, id);
}

/* What binds a device at boot may be in many places; the line is one of them. */
IA_LOOK(survives)
{
	const struct ia_machine *m = check->machine;
	struct ia_cmdline line;
	size_t i, owned = 0, open = 0, vfs = 0;

	ia_cmdline_parse(m->arena, m->cmdline_text, &line);
	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];

		vfs += ia_is_vf(d);
		if (!strstr(d->driver_text, "vfio"))
			continue;
		owned++;
		open += !bound_by_line(m, &line, d);
	}
	if (!owned && !vfs)
		return IA_NO_VERDICT;
	if (open)
		ia_evidence(check, finding, "command line: no vfio-pci.ids= for %zu of %zu "
					    "functions that VFIO holds",
			    open, owned);
	if (vfs)
		ia_evidence(check, finding, "devices: %zu VFs, made by a write to sysfs that no "
					    "reboot repeats by itself",
			    vfs);
	if (open || vfs) {
		finding->title = "whether this comes back after a reboot cannot be seen";
		return IA_UNKNOWN;
	}
	ia_evidence(check, finding, "command line: vfio-pci.ids= names all of %s",
		    ia_counted(check, owned, "function"));
	return IA_PASS;
}

/* A PF and its VFs: what goes on inside of a device no port can see. */
static bool one_device(const struct ia_device *a, const struct ia_device *b)
{
	return (ia_is_vf(a) && (a->pf_text == b->pf_text || a->pf_text == b->address)) ||
	       b->pf_text == a->address;
}

/* A group is no proof: ports without redirect let neighbours past the IOMMU. */
IA_LOOK(apart)
{
	const struct ia_machine *m = check->machine;
	size_t i, j, direct = 0, unknown = 0, pairs = 0;

	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];

		if (ia_is_bridge_type(d->type_text))
			continue;
		for (j = 0; j < m->ndevices; j++) {
			const struct ia_device *other = &m->devices[j];
			struct ia_path path;

			/* A pair once; the same group is no secret to anybody. */
			if (other == d || one_device(d, other) ||
			    ia_is(other->group_text, d->group_text) || ia_is_bridge_type(other->type_text))
				continue;
			if (other->address < d->address && ia_check_asks(check, other))
				continue;
			ia_path_find(m, d, other, &path);
			pairs++;
			unknown += path.route == IA_ROUTE_UNKNOWN;
			if (path.route != IA_ROUTE_DIRECT && path.route != IA_ROUTE_BUS)
				continue;
			direct++;
			ia_evidence(check, finding, "acs: %s (group %s) and %s (group %s): %s",
				    short_of(check, d), d->group_text, short_of(check, other),
				    other->group_text, ia_path_headline(m, &path));
		}
	}
	if (!pairs)
		return IA_NO_VERDICT;
	if (direct) {
		ia_say(check, &finding->title, "%s in different groups %s each other past the IOMMU",
		       ia_counted(check, direct, "pair"), direct == 1 ? "reaches" : "reach");
		return IA_FAIL;
	}
	ia_evidence(check, finding, "acs: %s, none direct, %zu unknown",
		    ia_counted(check, pairs, "pair"), unknown);
	if (!unknown)
		return IA_PASS;
	finding->title = "whether devices reach each other past the IOMMU cannot be seen";
	return IA_UNKNOWN;
}
