// SPDX-License-Identifier: GPL-2.0
#include "judge.h"

#include <string.h>

#include <json-c/json.h>

#include "records.h"

static void add_bool(struct json_object *to, const char *key, bool value)
{
	json_object_object_add(to, key, json_object_new_boolean(value));
}

static struct json_object *because(const struct ia_because *from)
{
	struct json_object *object;

	if (!from->cause)
		return NULL;
	object = json_object_new_object();
	ia_json_add(object, "cause", from->cause);
	ia_json_add(object, "text", from->text);
	ia_json_add(object, "change", from->change);
	add_bool(object, "sure", from->sure);
	return object;
}

static struct json_object *word(const struct ia_lint_word *from)
{
	struct json_object *object = json_object_new_object();

	ia_json_add(object, "token", from->token->text);
	ia_json_add(object, "word", from->text);
	ia_json_add(object, "verdict", ia_lint_verdict_word(from->verdict));
	ia_json_add(object, "effect", from->effect);
	ia_json_add(object, "note", from->note);
	ia_json_add(object, "meant", from->meant);
	ia_json_add(object, "source", from->source);
	return object;
}

static struct json_object *outcomes(const struct ia_effective *effective)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < effective->count; i++) {
		const struct ia_outcome *from = &effective->items[i];
		struct json_object *object = json_object_new_object();

		ia_json_add(object, "topic", from->topic);
		ia_json_add(object, "asked", from->asked);
		ia_json_add(object, "got", from->got);
		ia_json_add(object, "met", ia_met_word(from->met));
		json_object_object_add(object, "why", because(&from->because));
		json_object_array_add(list, object);
	}
	return list;
}

/**
 * ia_json_lint() - a judged command line for programs
 * @lint: the line
 * @effective: what became of it, or NULL when it is no machine's own
 */
struct json_object *ia_json_lint(const struct ia_lint *lint,
				 const struct ia_effective *effective)
{
	struct json_object *answer = ia_json_answer("iommu_audit lint");
	struct json_object *list = json_object_new_array();
	struct json_object *counts = json_object_new_object();
	size_t i;

	ia_json_add(answer, "kernel", lint->kernel);
	ia_json_add_count(answer, "length", lint->cmdline.length);
	add_bool(answer, "cut", lint->cut);
	for (i = 0; i < IA_LINT_VERDICTS; i++)
		ia_json_add_count(counts, ia_lint_verdict_word(i), lint->counts[i]);
	json_object_object_add(answer, "counts", counts);
	for (i = 0; i < lint->count; i++)
		json_object_array_add(list, word(&lint->words[i]));
	json_object_object_add(answer, "words", list);
	json_object_object_add(answer, "effective", effective ? outcomes(effective) : NULL);
	return answer;
}

static struct json_object *tie(const struct ia_tie *from)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	unsigned int bit;

	ia_json_add_address(object, "dev", from->device->address);
	ia_json_add_address(object, "joined", from->with->address);
	ia_json_add(object, "rule", ia_tie_word(from->rule));
	if (from->rule != IA_TIE_SLOT)
		ia_json_add_address(object, "port", from->port->port);
	else
		json_object_object_add(object, "port", NULL);
	for (bit = 0; bit < IA_ACS_BITS; bit++) {
		if (from->missing & 1u << bit)
			json_object_array_add(list, json_object_new_string(ia_acs_words[bit]));
	}
	json_object_object_add(object, "missing", list);
	return object;
}

/**
 * ia_json_why() - why a device is where it is, for programs
 * @machine: the machine
 * @why: the reasons
 */
struct json_object *ia_json_why(const struct ia_machine *machine, const struct ia_why *why)
{
	struct json_object *answer = ia_json_answer("iommu_audit why");
	struct json_object *members = json_object_new_array();
	struct json_object *list = json_object_new_array();
	size_t i;

	ia_json_add(answer, "kernel", machine->kernel_text);
	ia_json_add(answer, "cmdline", machine->cmdline_text);
	json_object_object_add(answer, "device",
			       ia_json_record(why->device->record, IA_FILE_DEVICES));
	ia_json_add(answer, "group", why->group ? why->group->name_text : NULL);
	for (i = 0; why->group && i < why->group->count_text; i++)
		json_object_array_add(members, json_object_new_string(why->group->members_text[i]));
	json_object_object_add(answer, "members", members);
	ia_json_add(answer, "mode", ia_domain_mode(why->device));
	json_object_object_add(answer, "type", because(&why->domain.type));
	json_object_object_add(answer, "flush", because(&why->domain.flush));
	json_object_object_add(answer, "attached", because(&why->domain.attached));
	for (i = 0; i < why->share.nties; i++)
		json_object_array_add(list, tie(&why->share.ties[i]));
	json_object_object_add(answer, "ties", list);
	ia_json_add_count(answer, "without_a_tie", why->share.loose);
	ia_json_add(answer, "group_text", why->group_text);
	ia_json_add(answer, "others_text", why->others_text);
	ia_json_add(answer, "split_text", why->split_text);
	ia_json_add(answer, "quirks", IA_WHY_QUIRKS);
	return answer;
}
