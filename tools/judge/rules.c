// SPDX-License-Identifier: GPL-2.0
#include "rules.h"

#define X(name)	&ia_rule_##name,
const struct ia_rule *const ia_rules[] = { IA_RULE_LIST(X) };
#undef X

const size_t ia_nrules = sizeof(ia_rules) / sizeof(*ia_rules);
