// SPDX-License-Identifier: GPL-2.0
#include "answers.h"

#include "../bench/answer.h"
#include "../view/assign.h"
#include "../view/check.h"
#include "../view/class.h"
#include "../view/diff.h"
#include "../view/explain.h"
#include "../view/facts.h"
#include "../view/lint.h"
#include "../view/p2p.h"
#include "../view/pages.h"
#include "../view/predict.h"
#include "../view/sriov.h"
#include "../view/suggest.h"
#include "../view/why.h"

const struct ia_named_answer ia_answers[] = {
	{ "report", &ia_answer_report },
	{ "devices", &ia_answer_devices },
	{ "groups", &ia_answer_groups },
	{ "predicted_groups", &ia_answer_predict },
	{ "acs", &ia_answer_acs },
	{ "units", &ia_answer_units },
	{ "version", &ia_answer_version },
	{ "faults", &ia_answer_faults },
	{ "fault_log", &ia_answer_fault_log },
	{ "events", &ia_answer_event },
	{ "events", &ia_answer_request },
	{ "events", &ia_answer_lost },
	{ "events", &ia_answer_not_seen },
	{ "lint", &ia_answer_lint },
	{ "explain", &ia_answer_explain },
	{ "why", &ia_answer_why },
	{ "p2p", &ia_answer_p2p_pair },
	{ "p2p", &ia_answer_p2p_matrix },
	{ "check", &ia_answer_check },
	{ "overview", &ia_answer_overview },
	{ "profiles", &ia_answer_profiles },
	{ "assign", &ia_answer_assign },
	{ "rules", &ia_answer_rules },
	{ "suggest", &ia_answer_suggestion },
	{ "sriov", &ia_answer_sriov_plan },
	{ "diff", &ia_answer_diff },
	{ "class", &ia_answer_class },
	{ "bench", &ia_bench_shown },
	{ "compare", &ia_bench_compared },
};

const size_t ia_nanswers = sizeof(ia_answers) / sizeof(*ia_answers);
