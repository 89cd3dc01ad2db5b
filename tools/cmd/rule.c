// SPDX-License-Identifier: GPL-2.0
/* Rules that the command line names. */
#include "cmd.h"

#include <string.h>

#include "../base/near.h"
#include "../view/check.h"
#include "../view/near.h"

/* Return: the place of a rule in ia_rules, or ia_nrules after a message. */
static size_t find(struct ia_arena *arena, const char *name, size_t len)
{
	struct ia_near near = { .word = name, .len = len };
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < ia_nrules; i++) {
		const char *id = ia_rules[i]->id;

		if (strlen(id) == len && !strncmp(id, name, len))
			return i;
		ia_near_try(&near, id);
		ia_buf_add(&buf, " %s", id);
	}
	ia_cmd_usage("%s", ia_unknown_text(arena, &near, "a rule", "rules", buf.text));
	return i;
}

/* A rule that the profile does not have would say nothing, and look as if it passed. */
static enum ia_status is_elsewhere(struct ia_run *run, const struct ia_rule *rule,
				   enum ia_profile_id profile)
{
	struct ia_buf buf = { .arena = run->arena };
	size_t i;

	for (i = 0; i < IA_PROFILES; i++) {
		if ((rule->fail | rule->warn) >> i & 1)
			ia_buf_add(&buf, "%s%s", buf.len ? ", " : "", ia_profiles[i].name);
	}
	return ia_cmd_usage("profile %s does not have the rule %s; --profile: %s",
			    ia_profiles[profile].name, rule->id, buf.text);
}

/**
 * ia_cmd_rules() - the rules that --rule names
 * @run: the invocation
 * @profile: the profile that has to have each of them; NULL for any
 * @only: set to which of ia_rules they are, or to NULL without the option
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_rules(struct ia_run *run, const enum ia_profile_id *profile, bool **only)
{
	const char *text = ia_opt(run, RULE);

	*only = NULL;
	if (!text)
		return IA_OK;
	if (!strcmp(text, "list"))
		return ia_cmd_usage("'check --explain list' lists the rules");
	*only = ia_alloc(run->arena, ia_nrules, sizeof(**only));
	for (;; text++) {
		size_t len = strcspn(text, ","), i = find(run->arena, text, len);

		if (i == ia_nrules)
			return IA_USAGE;
		if (profile && !((ia_rules[i]->fail | ia_rules[i]->warn) >> *profile & 1))
			return is_elsewhere(run, ia_rules[i], *profile);
		(*only)[i] = true;
		text += len;
		if (!*text)
			return IA_OK;
	}
}

/**
 * ia_cmd_explain_rule() - what is behind the rule that --explain names
 * @run: the invocation; no machine is read
 *
 * What other options ask for would not be done: that is said.
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_explain_rule(struct ia_run *run)
{
	const uint64_t takes = IA_OPT(EXPLAIN) | IA_OPT(JSON) | IA_OPT_COLORS | IA_OPT_ALWAYS;
	const char *name = ia_opt(run, EXPLAIN);
	size_t option, i = 0, count = ia_nrules;

	for (option = 0; option < IA_OPTIONS; option++) {
		if (run->options.value[option] && !(takes >> option & 1))
			return ia_cmd_usage("--explain prints the background of a rule and reads no machine: it excludes --%s",
					    ia_option_infos[option].name);
	}
	ia_cmd_settle(run);
	/* Prose like that of help, and no facts that somebody greps a line of. */
	run->out.width = run->out.width ?: 80;
	if (strcmp(name, "all") && strcmp(name, "list")) {
		i = find(run->arena, name, strlen(name));
		if (i == ia_nrules)
			return IA_USAGE;
		count = 1;
	}
	ia_rules_show(&run->out, &run->machine, &ia_rules[i], count, strcmp(name, "list"),
		      ia_opt(run, JSON));
	return IA_OK;
}
