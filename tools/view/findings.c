// SPDX-License-Identifier: GPL-2.0
#include "records.h"

#include <json-c/json.h>

/**
 * ia_json_finding() - a finding for programs
 * @finding: the finding
 */
struct json_object *ia_json_finding(const struct ia_finding *finding)
{
	struct json_object *object = json_object_new_object();

	ia_json_add(object, "id", finding->rule->id);
	ia_json_add(object, "verdict", ia_verdict_word(finding->verdict));
	ia_json_add(object, "title", finding->title);
	json_object_object_add(object, "evidence",
			       ia_json_texts(finding->evidence, finding->nevidence));
	ia_json_add_count(object, "evidence_left_out", finding->left_out);
	ia_json_add(object, "meaning", finding->meaning);
	ia_json_add(object, "change", finding->change);
	return object;
}

static struct json_object *counts(const struct ia_check *check)
{
	struct json_object *object = json_object_new_object();
	enum ia_verdict verdict;

	for (verdict = 0; verdict < IA_VERDICTS; verdict++)
		ia_json_add_count(object, ia_verdict_word(verdict), check->counts[verdict]);
	return object;
}

static struct json_object *works(const struct ia_check *check)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < IA_WORKS; i++) {
		struct json_object *object = json_object_new_object();

		ia_json_add(object, "id", check->works[i].word);
		ia_json_add(object, "name", check->works[i].name);
		ia_json_add(object, "answer", ia_answer_word(check->works[i].answer));
		ia_json_add(object, "reason", check->works[i].reason);
		json_object_array_add(list, object);
	}
	return list;
}

/**
 * ia_json_check() - an examination for programs
 * @check: the examination
 */
struct json_object *ia_json_check(const struct ia_check *check)
{
	const struct ia_profile *profile = &ia_profiles[check->profile];
	struct json_object *answer = ia_json_answer("iommu_audit check");
	struct json_object *findings = json_object_new_array();
	struct json_object *skipped = json_object_new_array();
	size_t i;

	ia_json_add(answer, "profile", profile->name);
	ia_json_add(answer, "summary", profile->summary);
	ia_json_add(answer, "settings", profile->settings);
	json_object_object_add(answer, "verdicts", counts(check));
	for (i = 0; i < check->nfindings; i++)
		json_object_array_add(findings, ia_json_finding(&check->findings[i]));
	json_object_object_add(answer, "findings", findings);
	for (i = 0; i < check->nskipped; i++)
		json_object_array_add(skipped, json_object_new_string(check->skipped[i]->id));
	json_object_object_add(answer, "not_applicable", skipped);
	ia_json_add(answer, "first_broken", profile->ordered && ia_check_first(check) ?
		    ia_check_first(check)->rule->id : NULL);
	json_object_object_add(answer, "works", works(check));
	return answer;
}
