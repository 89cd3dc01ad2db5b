// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include "../view/near.h"
#include "../view/suggest.h"

static enum ia_status show(struct ia_run *run, const struct ia_suggestion_format *format)
{
	struct ia_answer answer = ia_answer_suggestion;
	struct ia_suggestion suggestion;
	enum ia_profile_id profile;
	enum ia_status status;
	struct ia_check check;
	bool listed;

	status = ia_cmd_profile(run, &profile, &listed);
	if (!status && !listed)
		status = ia_cmd_examine(run, profile, NULL, &check);
	if (status || listed)
		return status;
	ia_suggest(&check, &suggestion);
	suggestion.role = ia_opt(run, ROLE);
	suggestion.dev = ia_opt(run, DEV);
	answer.page = ia_opt(run, STEPS) ? format->steps : format->page;
	ia_answer_show(&run->out, &run->machine, &answer, &suggestion, ia_opt(run, JSON));
	return IA_OK;
}

/* The name of a pool: a label of Kubernetes, of which a name is made. */
static bool is_role(const char *role)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	size_t len = strlen(role);

	return len && len < 64 && !role[strspn(role, "abcdefghijklmnopqrstuvwxyz0123456789-")] &&
	       strchr(letters, *role) && strchr(letters, role[len - 1]);
}

/* Options that only some formats have. Return: IA_OK, or the exit code after a message. */
static enum ia_status check_options(const struct ia_run *run, const char *name)
{
	const char *role = ia_opt(run, ROLE);

	if (name && ia_opt(run, JSON))
		return ia_cmd_usage("--format and --json exclude each other");
	if (role && (!name || strcmp(name, "machineconfig")))
		return ia_cmd_usage("--role goes with --format machineconfig");
	if (role && !is_role(role))
		return ia_cmd_usage("'%s' is not a valid name of a pool of nodes: a-z, 0-9 and -, "
				    "at most 63", role);
	if (ia_opt(run, STEPS) && (!name || !strcmp(name, "text")))
		return ia_cmd_usage("--steps needs a --format for a boot loader: grub, grubby, proxmox, systemd-boot or machineconfig");
	return IA_OK;
}

/* iommu-audit suggest. */
enum ia_status ia_cmd_suggest(struct ia_run *run)
{
	const char *name = ia_opt(run, FORMAT);
	struct ia_near near = { .word = name, .len = name ? strlen(name) : 0 };
	struct ia_buf names = { .arena = run->arena };
	bool list = name && !strcmp(name, "list");
	enum ia_status status = check_options(run, name);
	size_t i;

	if (status)
		return status;
	if (list)
		ia_cmd_settle(run);
	for (i = 0; i < ia_nsuggestion_formats; i++) {
		const struct ia_suggestion_format *format = &ia_suggestion_formats[i];

		if (list)
			ia_out_text(&run->out, IA_PLAIN,
				    ia_format(run->arena, "%s\n", format->name));
		else if (!name || !strcmp(name, format->name))
			return show(run, format);
		ia_near_try(&near, format->name);
		ia_buf_add(&names, " %s", format->name);
	}
	return list ? IA_OK : ia_cmd_usage("%s", ia_unknown_text(run->arena, &near, "a format",
								 "formats", names.text));
}
