// SPDX-License-Identifier: GPL-2.0
/* Rules about the firmware and virtual functions */
#include "rules.h"

#include <string.h>

#include "../machine/events.h"
#include "../machine/host.h"
#include "../machine/kind.h"

/* The first link: without a table of the firmware no kernel finds an IOMMU. */
IA_LOOK(firmware)
{
	const struct ia_machine *m = check->machine;

	ia_evidence_units(check, finding);
	if (m->files[IA_FILE_UNITS].count)
		return IA_PASS;
	if (check->facts.translation == IA_TRANSLATION_NO_IOMMU) {
		finding->title = "the firmware shows no IOMMU";
		return IA_FAIL;
	}
	if (check->facts.translation == IA_TRANSLATION_UNLISTED) {
		finding->title = "an IOMMU of another kind is in use, without DMAR or IVRS table";
		return IA_PASS;
	}
	finding->title = "the tables of the firmware could not be read";
	return IA_UNKNOWN;
}

IA_LOOK(sriov_capable)
{
	const struct ia_facts *f = &check->facts;
	size_t i;

	for (i = 0; i < f->npfs; i++)
		ia_evidence_keys(check, finding, IA_FILE_DEVICES, f->pfs[i].device->record,
				 "dev", "driver", "numvfs", "totalvfs", NULL);
	if (f->npfs)
		return IA_PASS;
	finding->title = "no function here can have VFs";
	ia_evidence(check, finding, "devices: %zu functions, none with totalvfs above 0",
		    check->machine->ndevices);
	return IA_FAIL;
}

IA_LOOK(numvfs)
{
	const struct ia_facts *f = &check->facts;
	size_t i, on = 0, lost = 0;

	if (!f->npfs)
		return IA_NO_VERDICT;
	for (i = 0; i < f->npfs; i++) {
		const struct ia_pf *pf = &f->pfs[i];

		ia_evidence(check, finding, "devices: dev=%s numvfs=%s totalvfs=%ld, %zu VFs "
					    "listed",
			    ia_record_get(pf->device->record, "dev"),
			    ia_record_get(pf->device->record, "numvfs"),
			    pf->device->totalvfs_text, pf->listed);
		on += pf->device->numvfs_text > 0;
		lost += pf->device->numvfs_text > 0 && pf->listed < (size_t)pf->device->numvfs_text;
	}
	if (lost) {
		finding->title = "VFs are enabled that the kernel does not have";
		finding->change = "read the kernel log for why they were not added; a bus number "
				  "too few is mended by pci=realloc or pci=assign-busses";
		return IA_FAIL;
	}
	if (on)
		return IA_PASS;
	finding->title = "no VF is enabled";
	return IA_FAIL;
}

/* The first request that went wrong stands for the others, which have their evidence. */
static void say_request(const struct ia_check *check, struct ia_finding *finding,
			const struct ia_request *request)
{
	const char *dev = ia_machine_member(check->machine,
					    ia_record_get(request->record, "dev"));

	ia_say(check, &finding->title, "%s: %s", dev,
	       ia_request_text(check->machine->arena, request));
	if (request->cause)
		ia_say(check, &finding->meaning, "%s: %s. %s", dev, request->cause,
		       finding->rule->meaning);
	if (request->next)
		ia_say(check, &finding->change, "%s: %s", dev, request->next);
}

IA_LOOK(vf_requests)
{
	const struct ia_facts *f = &check->facts;
	struct ia_request request;
	size_t i, asked = 0, bad = 0, vague = 0;

	if (!f->npfs)
		return IA_NO_VERDICT;
	if (f->requests_blind) {
		finding->title = "how requests for VFs ended cannot be seen";
		ia_evidence(check, finding, "events: %s", f->requests_blind);
		return IA_UNKNOWN;
	}
	for (i = 0; i < f->npfs; i++) {
		if (!f->pfs[i].last)
			continue;
		asked++;
		ia_request_explain(check->machine, f->pfs[i].last, &request);
		if (request.end == IA_REQUEST_DONE)
			continue;
		ia_evidence_keys(check, finding, ia_requests_file(check->machine),
				 request.record, "dev", "via", "requested", "result",
				 "errno", "failed_in", NULL);
		if (request.end == IA_REQUEST_UNKNOWN)
			vague++;
		else if (!bad++)
			say_request(check, finding, &request);
	}
	if (bad > 1) {
		ia_say(check, &finding->title, "the last request for VFs went wrong on %zu of %zu "
					       "PFs, first %s", bad, f->npfs, finding->title);
		finding->change = finding->rule->change;
	}
	if (bad)
		return IA_FAIL;
	finding->title = "how the last request for VFs ended cannot be seen";
	if (vague)
		return IA_UNKNOWN;
	if (asked < f->npfs && (!f->dropped.known || f->dropped.n)) {
		ia_evidence(check, finding, "events: the ring dropped some, and has no request "
					    "for %zu of %zu PFs", f->npfs - asked, f->npfs);
		return IA_UNKNOWN;
	}
	finding->title = finding->rule->title;
	ia_evidence(check, finding, "events: last requests for %zu of %zu PFs, none went wrong",
		    asked, f->npfs);
	return IA_PASS;
}

IA_LOOK(vf_driver)
{
	const struct ia_machine *m = check->machine;
	size_t i, vfs = 0, without = 0;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];
		const struct ia_device *pf = ia_machine_device(m, d->pf_text);

		if (d->pf_text == IA_NO_ADDRESS)
			continue;
		vfs++;
		if (!ia_is(d->driver_text, "-"))
			continue;
		without++;
		ia_evidence(check, finding, "devices: dev=%s driver=- vf_of=%s; sysfs: "
					    "sriov_drivers_autoprobe=%s",
			    ia_record_get(d->record, "dev"), ia_record_get(d->record, "vf_of"),
			    pf ? ia_host_device(m, pf, "autoprobe") : "unknown");
	}
	if (!vfs)
		return IA_NO_VERDICT;
	if (!without) {
		ia_evidence(check, finding, "devices: %zu VFs, none with driver=-", vfs);
		return IA_PASS;
	}
	ia_say(check, &finding->title, "%zu of %zu VFs have no driver", without, vfs);
	return IA_FAIL;
}

IA_LOOK(vf_groups)
{
	const struct ia_facts *f = &check->facts;
	size_t i, vfs = 0, bad = 0;

	for (i = 0; i < f->npfs; i++) {
		const struct ia_pf *pf = &f->pfs[i];

		vfs += pf->listed;
		if (!pf->listed)
			continue;
		bad += pf->alone < pf->listed;
		ia_evidence(check, finding, "groups: VFs of %s: %zu, %zu of them alone in their "
					    "group",
			    ia_record_get(pf->device->record, "dev"), pf->listed, pf->alone);
	}
	if (!vfs)
		return IA_NO_VERDICT;
	if (!bad)
		return IA_PASS;
	finding->title = "VFs share groups";
	if (!check->machine->ngroups) {
		finding->title = "no VF has a group: no IOMMU is in use";
		finding->change = "switch the IOMMU on first: see iommu-on";
	}
	return IA_FAIL;
}
