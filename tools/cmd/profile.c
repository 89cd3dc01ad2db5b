// SPDX-License-Identifier: GPL-2.0
/* What commands that judge by a profile share. */
#include "cmd.h"

#include <string.h>

#include "../view/check.h"
#include "../view/near.h"

static enum ia_status no_profile(struct ia_arena *arena, const char *name)
{
	struct ia_near near = { .word = name, .len = strlen(name) };
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < IA_PROFILES; i++) {
		ia_near_try(&near, ia_profiles[i].name);
		ia_buf_add(&buf, " %s", ia_profiles[i].name);
	}
	return ia_cmd_usage("%s\n--profile list says what each is for",
			    ia_unknown_text(arena, &near, "a profile", "profiles", buf.text));
}

/**
 * ia_cmd_profile() - the profile that --profile names
 * @run: the invocation
 * @profile: the profile; baseline without the option
 * @listed: set when the profiles were listed instead: nothing is left to do
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_profile(struct ia_run *run, enum ia_profile_id *profile,
			      bool *listed)
{
	const char *name = ia_opt(run, PROFILE);
	const struct ia_profile *found;

	*listed = name && !strcmp(name, "list");
	*profile = IA_PROFILE_BASELINE;
	if (*listed) {
		ia_cmd_settle(run);
		ia_profiles_show(&run->out, &run->machine, ia_opt(run, JSON));
	}
	if (*listed || !name)
		return IA_OK;
	found = ia_profile_find(name);
	if (!found)
		return no_profile(run->arena, name);
	*profile = found - ia_profiles;
	return IA_OK;
}

/**
 * ia_cmd_examine() - examine the machine, or what --dev names of it
 * @run: the invocation; its machine is read
 * @profile: the profile
 * @only: by the place of a rule in ia_rules, whether it is asked; NULL for all
 * @check: filled
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_examine(struct ia_run *run, enum ia_profile_id profile,
			      const bool *only, struct ia_check *check)
{
	const struct ia_device **devices = NULL;
	enum ia_status status;
	size_t count = 0;

	status = ia_cmd_read(run);
	if (!status)
		status = ia_cmd_chosen(run, &devices, &count);
	if (!status)
		ia_check_run_rules(&run->machine, profile, devices, count, only, check);
	return status;
}
