// SPDX-License-Identifier: GPL-2.0
#include "commands.h"

#include "../cmd/commands.h"
#include "../judge/parameters.h"
#include "../judge/rules.h"
#include "../view/glossary.h"
#include "../view/sriov.h"
#include "../view/suggest.h"

static const char *const operands[] = {
	[IA_OPERANDS_NONE] = NULL, [IA_OPERANDS_DEVICE] = "devices",
	[IA_OPERANDS_GROUP] = "groups", [IA_OPERANDS_FILE] = "files",
	[IA_OPERANDS_RESULT] = "results", [IA_OPERANDS_COMMAND] = "commands",
	[IA_OPERANDS_WORD] = "words", [IA_OPERANDS_PARAMETER] = "parameters",
	[IA_OPERANDS_TEXT] = "text",
};

static const char *const takes[] = {
	[IA_TAKES_NOTHING] = NULL, [IA_TAKES_FILE] = "files", [IA_TAKES_FOLDER] = "folders",
	[IA_TAKES_WORDS] = "words", [IA_TAKES_DEVICES] = "devices",
	[IA_TAKES_COLUMNS] = "columns", [IA_TAKES_KINDS] = "kinds", [IA_TAKES_RULES] = "rules",
	[IA_TAKES_PROFILE] = "profiles", [IA_TAKES_FORMAT] = "formats",
	[IA_TAKES_PARAMETER] = "parameters", [IA_TAKES_TEXT] = "text",
};

static struct json_object *describe_option(const struct ia_command *command, int i)
{
	const struct ia_own *own = ia_command_own(command, i);
	const struct ia_option_info *info = &ia_option_infos[i];
	struct json_object *object = ia_json_object();
	char letter[2] = { info->letter }, list[2] = { info->list };

	ia_json_put_text(object, "name", info->name);
	ia_json_put_text(object, "letter", info->letter ? letter : NULL);
	ia_json_put_text(object, "argument", own ? own->argument : info->argument);
	ia_json_put_text(object, "summary", own ? own->summary : info->summary);
	ia_json_put_text(object, "details", own ? NULL : info->details);
	ia_json_put_text(object, "takes", takes[own && own->takes ? own->takes : info->takes]);
	ia_json_put_text(object, "words", info->words);
	ia_json_put_text(object, "list", info->list ? list : NULL);
	ia_json_put_flag(object, "common", IA_OPT_COMMON >> i & 1);
	return object;
}

static struct json_object *describe_exit(const struct ia_exit *code)
{
	struct json_object *object = ia_json_object();

	ia_json_put_count(object, "code", code->code);
	ia_json_put_text(object, "when", code->when);
	return object;
}

static struct json_object *describe_example(const struct ia_example *example)
{
	struct json_object *object = ia_json_object();

	ia_json_put_text(object, "line", example->line);
	ia_json_put_text(object, "says", example->says);
	return object;
}

static struct json_object *texts(const char *const *list, size_t most)
{
	struct json_object *json = ia_json_list();
	size_t i;

	for (i = 0; i < most && list[i]; i++)
		ia_json_append_text(json, list[i]);
	return json;
}

static struct json_object *describe_command(const struct ia_command *command)
{
	struct json_object *object = ia_json_object(), *options = ia_json_list();
	struct json_object *examples = ia_json_list(), *exits = ia_json_list();
	uint64_t accepted = command->options | IA_OPT_ALWAYS;
	size_t i;

	ia_json_put_text(object, "name", command->name);
	ia_json_put_text(object, "operands", command->operands);
	ia_json_put(object, "forms", texts(command->forms, IA_MAX_FORMS));
	ia_json_put_text(object, "summary", command->summary);
	ia_json_put_text(object, "about", command->about);
	ia_json_put(object, "details", texts(command->details, IA_MAX_DETAILS));
	ia_json_put_text(object, "takes", operands[command->takes]);
	ia_json_put_text(object, "words", command->words);
	for (i = 0; i < IA_OPTIONS; i++) {
		if (accepted >> i & 1)
			ia_json_append(options, describe_option(command, i));
	}
	ia_json_put(object, "options", options);
	for (i = 0; i < IA_MAX_EXAMPLES && command->examples[i].line; i++)
		ia_json_append(examples, describe_example(&command->examples[i]));
	ia_json_put(object, "examples", examples);
	for (i = 0; i < IA_MAX_EXITS && command->exits[i].when; i++)
		ia_json_append(exits, describe_exit(&command->exits[i]));
	ia_json_put(object, "exits", exits);
	return object;
}

static struct json_object *describe_task(const struct ia_task *task)
{
	struct json_object *object = ia_json_object(), *commands = ia_json_list();
	size_t i;

	ia_json_put_text(object, "title", task->title);
	for (i = 0; i < task->count; i++)
		ia_json_append(commands, describe_command(&task->commands[i]));
	ia_json_put(object, "commands", commands);
	return object;
}

/* All commands, by task. */
struct json_object *ia_describe_tasks(void)
{
	struct json_object *list = ia_json_list();
	struct ia_task tasks[IA_TASKS];
	size_t i;

	ia_tasks(tasks);
	for (i = 0; i < IA_TASKS; i++)
		ia_json_append(list, describe_task(&tasks[i]));
	return list;
}

/* Exit codes of all commands. */
struct json_object *ia_describe_exits(void)
{
	struct json_object *list = ia_json_list();
	size_t i;

	for (i = 0; i < ia_nexits; i++)
		ia_json_append(list, describe_exit(&ia_exits[i]));
	return list;
}

static struct json_object *describe_term(const struct ia_term *term)
{
	struct json_object *object = ia_json_object();

	ia_json_put_text(object, "name", term->name);
	ia_json_put_text(object, "meaning", term->meaning);
	ia_json_put_text(object, "source", term->source);
	return object;
}

/* The terms of all pages, by field. */
struct json_object *ia_describe_glossary(void)
{
	struct json_object *list = ia_json_list();
	size_t i, j;

	for (i = 0; i < ia_nglossary; i++) {
		struct json_object *object = ia_json_object(), *terms = ia_json_list();

		ia_json_put_text(object, "title", ia_glossary[i].title);
		for (j = 0; j < ia_glossary[i].count; j++)
			ia_json_append(terms, describe_term(&ia_glossary[i].terms[j]));
		ia_json_put(object, "terms", terms);
		ia_json_append(list, object);
	}
	return list;
}

/* Words that arguments consist of, by what ia_describe_tasks() says of these. */
struct json_object *ia_describe_words(void)
{
	struct json_object *object = ia_json_object(), *profiles = ia_json_list();
	struct json_object *rules = ia_json_list(), *kinds = ia_json_list();
	struct json_object *parameters = ia_json_list(), *suggest = ia_json_list();
	struct json_object *sriov = ia_json_list();
	enum ia_event_kind kind;
	size_t i;

	for (i = 0; i < IA_PROFILES; i++)
		ia_json_append_text(profiles, ia_profiles[i].name);
	for (i = 0; i < ia_nrules; i++)
		ia_json_append_text(rules, ia_rules[i]->id);
	for (kind = IA_EVENT_ABSENT + 1; kind < IA_EVENT_KINDS; kind++)
		ia_json_append_text(kinds, ia_word(&ia_words_event_kinds, kind));
	for (i = 0; i < ia_parameters_count; i++)
		ia_json_append_text(parameters, ia_parameters[i].name);
	for (i = 0; i < ia_nsuggestion_formats; i++)
		ia_json_append_text(suggest, ia_suggestion_formats[i].name);
	for (i = 0; i < ia_nsriov_formats; i++)
		ia_json_append_text(sriov, ia_sriov_formats[i].name);
	ia_json_put(object, "profiles", profiles);
	ia_json_put(object, "rules", rules);
	ia_json_put(object, "kinds", kinds);
	ia_json_put(object, "parameters", parameters);
	ia_json_put(object, "formats suggest", suggest);
	ia_json_put(object, "formats sriov", sriov);
	return object;
}
