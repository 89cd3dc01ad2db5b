// SPDX-License-Identifier: GPL-2.0
/* check --oneline and --nagios: who reads them knows one line and an exit code, and no more. */
#include "cmd.h"

#include <string.h>

/* States of Nagios, which are its exit codes. */
enum nagios { NAGIOS_OK, NAGIOS_WARNING, NAGIOS_CRITICAL, NAGIOS_UNKNOWN };

/* Whether getopt_long() may take a word as this option: no other begins with the two letters. */
static bool is_option(const char *word, const char *name)
{
	size_t len;

	if (strncmp(word, "--", 2))
		return false;
	word += 2;
	len = strcspn(word, "=");
	return len >= 2 && !strncmp(word, name, len);
}

/**
 * ia_cmd_plugin() - who reads the answer, as far as the command line can be told before it is read
 * @argc: number of arguments
 * @argv: arguments; a mistake in them is part of the answer too
 */
enum ia_plugin ia_cmd_plugin(int argc, char **argv)
{
	enum ia_plugin plugin = IA_PLUGIN_NONE;
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		if (is_option(argv[i], ia_option_infos[IA_OPT_NAGIOS].name))
			return IA_PLUGIN_NAGIOS;
		if (is_option(argv[i], ia_option_infos[IA_OPT_ONELINE].name))
			plugin = IA_PLUGIN_ONELINE;
	}
	return plugin;
}

/*
 * Options that do not go together with a line.
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_plugin_refuse(const struct ia_run *run)
{
	static const enum ia_option others[] = {
		IA_OPT_JSON, IA_OPT_QUIET, IA_OPT_VERBOSE, IA_OPT_OUTPUT, IA_OPT_COLUMNS,
	};
	const char *name = run->plugin == IA_PLUGIN_NAGIOS ? "nagios" : "oneline";
	const char *profile = ia_opt(run, PROFILE), *on = ia_opt(run, FAIL_ON);
	size_t i;

	if (!run->plugin)
		return IA_OK;
	if (ia_opt(run, NAGIOS) && ia_opt(run, ONELINE))
		return ia_cmd_usage("--oneline and --nagios are two forms of one answer: choose one");
	for (i = 0; i < sizeof(others) / sizeof(*others); i++) {
		if (run->options.value[others[i]])
			return ia_cmd_usage("--%s cannot be combined with --%s", name,
					    ia_option_infos[others[i]].name);
	}
	if (profile && (!strcmp(profile, "all") || !strcmp(profile, "list")))
		return ia_cmd_usage("--%s is for one profile: it excludes --profile %s", name,
				    profile);
	if (on && run->plugin == IA_PLUGIN_NAGIOS)
		return ia_cmd_usage("--nagios has a state for each verdict: it excludes --fail-on");
	if (on && !strcmp(on, "fail"))
		return ia_cmd_usage("--oneline never takes what is unknown as good: it excludes --fail-on fail");
	return IA_OK;
}

/**
 * ia_cmd_plugin_end() - see that the line was written: without an answer, why there is none
 * @run: the invocation, for --oneline or --nagios
 * @status: how it ended; help and version are an answer, but none of the host
 */
void ia_cmd_plugin_end(struct ia_run *run, enum ia_status status)
{
	const struct ia_messages *kept = &run->kept;

	if (!run->out.arena)
		ia_out_open(&run->out, run->arena, IA_COLOR_NEVER);
	if (!run->answered && status)
		ia_plugin_problem(&run->out, run->plugin, kept->text.len ?
				   kept->text.text + kept->last : "no answer");
	if (run->answered && kept->text.len)
		ia_plugin_more(&run->out, run->plugin, kept->text.text);
}

/**
 * ia_cmd_plugin_code() - the exit code for who reads the answer
 * @run: the invocation
 * @status: how it ended; at the end of memory nothing was answered
 */
int ia_cmd_plugin_code(const struct ia_run *run, enum ia_status status)
{
	bool nagios = run->plugin == IA_PLUGIN_NAGIOS;

	if (!run->plugin)
		return status;
	if (!run->answered && status <= IA_FINDINGS)
		return nagios ? (int)NAGIOS_UNKNOWN : (int)IA_NOT_SEEN;
	switch (status) {
	case IA_OK:
		return NAGIOS_OK;
	case IA_FINDINGS:
		return nagios ? (int)NAGIOS_CRITICAL : (int)IA_FINDINGS;
	case IA_WARNED:
		return nagios ? (int)NAGIOS_WARNING : (int)IA_FINDINGS;
	default:
		return nagios ? (int)NAGIOS_UNKNOWN : (int)status;
	}
}
