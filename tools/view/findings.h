/* SPDX-License-Identifier: GPL-2.0 */
/* findings.c: what rules say, in sentences */
#ifndef IA_VIEW_FINDINGS_H
#define IA_VIEW_FINDINGS_H

#include "../judge/check.h"

const char *ia_finding_title(const struct ia_machine *machine, const struct ia_finding *finding);
const char *ia_finding_brief(const struct ia_machine *machine, const struct ia_finding *finding);
const char *ia_finding_meaning(const struct ia_machine *machine,
			       const struct ia_finding *finding);
const char *ia_finding_fix(const struct ia_machine *machine, const struct ia_finding *finding);
const char *ia_evidence_text(const struct ia_machine *machine,
			     const struct ia_evidence *evidence);

#endif /* IA_VIEW_FINDINGS_H */
