// SPDX-License-Identifier: GPL-2.0
/* Rules about groups and ACS */
#include "rules.h"

#include <string.h>

/* Groups with more than one device: none of these can be given away alone. */
IA_LOOK(groups)
{
	const struct ia_facts *f = &check->facts;
	const struct ia_machine *m = check->machine;
	size_t i;

	if (!m->ngroups)
		return IA_NO_VERDICT;
	for (i = 0; i < f->nshares; i++)
		ia_evidence(check, finding, "groups: group=%s devices=%s (%s)",
			    f->shares[i].group->name_text,
			    ia_record_get(f->shares[i].group->record, "devices"),
			    ia_share_text(m, &f->shares[i]));
	if (f->nshares) {
		ia_say(check, &finding->title, "%zu of %zu groups %s more than one device",
		       f->nshares, m->ngroups, f->nshares == 1 ? "holds" : "hold");
		return IA_FAIL;
	}
	ia_evidence(check, finding, "groups: %s with one device each",
		    ia_counted(check, m->ngroups, "group"));
	return IA_PASS;
}

/* ACS that somebody changed since the module was loaded. */
IA_LOOK(acs_drift)
{
	const struct ia_facts *f = &check->facts;
	size_t i;

	if (!check->machine->nacs)
		return IA_NO_VERDICT;
	for (i = 0; i < f->ndrifts; i++)
		ia_evidence_keys(check, finding, IA_FILE_ACS, f->drifts[i]->record,
				 "port", "ctl", "ctl_at_load", NULL);
	if (f->ndrifts) {
		ia_say(check, &finding->title, "ACS changed since the module was loaded on %zu %s",
		       f->ndrifts, f->ndrifts == 1 ? "port" : "ports");
		return IA_FAIL;
	}
	ia_evidence(check, finding, "acs: ctl equals ctl_at_load on every port");
	return IA_PASS;
}
