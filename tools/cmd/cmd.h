/* SPDX-License-Identifier: GPL-2.0 */
/* The commands of iommu-audit */
#ifndef IA_CMD_H
#define IA_CMD_H

#include "../base/privilege.h"
#include "../judge/categories.h"
#include "../judge/check.h"
#include "../judge/path.h"
#include "../machine/facts.h"
#include "../source/reader.h"
#include "../view/label.h"
#include "../view/message.h"
#include "../view/plugin.h"
#include "../view/render.h"
#include "options.h"

/**
 * struct ia_run - one invocation
 * @arena: memory of the run
 * @root: where the machine is read: the running system, or --root
 * @machine: filled by ia_cmd_read()
 * @out: the answer
 * @command: name of the command
 * @needs_module: without the module it has nothing to say
 * @reads: what the command reads of the running system, IA_READ_*
 * @later: what of root's power it needs once the machine is read, IA_MAY_*
 * @other: another file that it reads, then with IA_MAY_OPEN; or NULL
 * @writes: a file that it writes, then with IA_MAY_SAVE; or NULL
 * @plugin: who reads the answer of check
 * @kept: messages, where only the answer is read
 * @answered: the line for who reads it was written
 * @saves_for: who may read that, where it is new
 * @line: the whole command line, to be repeated
 * @options: its options, to be asked with ia_opt()
 * @argc: number of arguments after the command
 * @argv: those arguments
 */
struct ia_run {
	struct ia_arena *arena;
	struct ia_root root;
	struct ia_machine machine;
	struct ia_out out;
	const char *command;
	bool needs_module;
	unsigned int reads;
	unsigned int later;
	const char *other;
	const char *writes;
	enum ia_plugin plugin;
	struct ia_messages kept;
	bool answered;
	enum ia_save_for saves_for;
	const char *line;
	struct ia_options options;
	int argc;
	char **argv;
};

/* The argument of an option, "" for one that takes none, NULL without it. */
#define ia_opt(run, name)	((run)->options.value[IA_OPT_##name])

enum ia_choice {
	IA_CHOICE_AUTO,
	IA_CHOICE_MODULE,
	IA_CHOICE_SYSFS,
};

/* choice.c */
bool ia_cmd_choice(const struct ia_run *run, enum ia_choice *choice);
bool ia_cmd_has_module(const struct ia_run *run);
bool ia_cmd_color(const struct ia_run *run, enum ia_color *color);

/* common.c */
enum ia_status ia_cmd_read(struct ia_run *run);
enum ia_status ia_cmd_read_other(struct ia_run *run, struct ia_machine *machine);
enum ia_status ia_cmd_fail(const struct ia_problem *problem);
enum ia_status ia_cmd_usage(const char *fmt, ...)
	__attribute__((format(printf, 1, 2)));
enum ia_status ia_cmd_will_html(struct ia_run *run);
enum ia_status ia_cmd_will_write(struct ia_run *run, const char *path);
enum ia_status ia_cmd_write(struct ia_run *run, const char *text);
enum ia_status ia_cmd_input_twice(void);
bool ia_cmd_number(const char *text, uint64_t *number);

/* columns.c */
const char *ia_cmd_wanted(const struct ia_run *run);
enum ia_status ia_cmd_columns(struct ia_run *run, bool *listed);

/* device.c */
struct ia_device *ia_cmd_device(struct ia_run *run, const char *text);
enum ia_status ia_cmd_chosen(struct ia_run *run, const struct ia_device ***devices,
			     size_t *count);
enum ia_status ia_cmd_devices(struct ia_run *run, const struct ia_device ***devices,
			      size_t *count);

/* privilege.c */
void ia_cmd_may(const struct ia_run *run, unsigned int privileges);
void ia_cmd_may_read(const struct ia_run *run);
void ia_cmd_confine(const struct ia_run *run, const char *const *paths, size_t count);
void ia_cmd_settle(const struct ia_run *run);

/* profile.c */
enum ia_status ia_cmd_profile(struct ia_run *run, enum ia_profile_id *profile,
			      bool *listed);
enum ia_status ia_cmd_examine(struct ia_run *run, enum ia_profile_id profile,
			      const bool *only, struct ia_check *check);

/* rule.c */
enum ia_status ia_cmd_rules(struct ia_run *run, const enum ia_profile_id *profile, bool **only);
enum ia_status ia_cmd_explain_rule(struct ia_run *run);

/* plugin.c */
enum ia_plugin ia_cmd_plugin(int argc, char **argv);
enum ia_status ia_cmd_plugin_refuse(const struct ia_run *run);
void ia_cmd_plugin_end(struct ia_run *run, enum ia_status status);
int ia_cmd_plugin_code(const struct ia_run *run, enum ia_status status);

/* diff.c */
enum ia_status ia_cmd_against(struct ia_run *run, const char *path,
			      enum ia_profile_id profile, struct ia_diff_answer *answer);

/* class.c */
enum ia_status ia_cmd_class(struct ia_run *run);

/* one file per command; records.c has those that show records, module.c load and unload */
enum ia_status ia_cmd_report(struct ia_run *run);
enum ia_status ia_cmd_list_devices(struct ia_run *run);
enum ia_status ia_cmd_groups(struct ia_run *run);
enum ia_status ia_cmd_predict(struct ia_run *run);
enum ia_status ia_cmd_acs(struct ia_run *run);
enum ia_status ia_cmd_p2p(struct ia_run *run);
enum ia_status ia_cmd_check(struct ia_run *run);
enum ia_status ia_cmd_assign(struct ia_run *run);
enum ia_status ia_cmd_suggest(struct ia_run *run);
enum ia_status ia_cmd_sriov(struct ia_run *run);
enum ia_status ia_cmd_why(struct ia_run *run);
enum ia_status ia_cmd_lint(struct ia_run *run);
enum ia_status ia_cmd_explain(struct ia_run *run);
enum ia_status ia_cmd_faults(struct ia_run *run);
enum ia_status ia_cmd_events(struct ia_run *run);
enum ia_status ia_cmd_units(struct ia_run *run);
enum ia_status ia_cmd_diff(struct ia_run *run);
enum ia_status ia_cmd_snapshot(struct ia_run *run);
enum ia_status ia_cmd_export(struct ia_run *run);
enum ia_status ia_cmd_bench(struct ia_run *run);
enum ia_status ia_cmd_compare(struct ia_run *run);
enum ia_status ia_cmd_load(struct ia_run *run);
enum ia_status ia_cmd_unload(struct ia_run *run);
enum ia_status ia_cmd_version(struct ia_run *run);

#endif /* IA_CMD_H */
