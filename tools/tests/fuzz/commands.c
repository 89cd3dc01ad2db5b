// SPDX-License-Identifier: GPL-2.0
/*
 * The commands that read a machine, on one that is in memory: the linker gives
 * their calls of ia_from_read() to this file, and those that would take from
 * this process for good what the next input needs.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "../../base/confine.h"
#include "../../base/privilege.h"
#include "../../view/suggest.h"

/* What --from and the arguments of diff name. */
#define GIVEN	"./given"
#define FIXED	"./fixed"

typeof(ia_from_read) __wrap_ia_from_read;
typeof(ia_privilege_keep) __wrap_ia_privilege_keep;
typeof(ia_confine_begin) __wrap_ia_confine_begin;

static const struct ia_machine *given;

/**
 * __wrap_ia_from_read() - the machine in memory, or the one to compare it with
 * @machine: filled
 * @path: which of them
 * @problem: filled for any other
 *
 * Return: whether it is one of them.
 */
bool __wrap_ia_from_read(struct ia_machine *machine, const char *path,
			 struct ia_problem *problem)
{
	struct ia_arena *arena = machine->arena;

	if (strcmp(path, GIVEN) && strcmp(path, FIXED)) {
		*problem = (struct ia_problem){ .status = IA_PARSE, .text = "no such machine" };
		return false;
	}
	*machine = strcmp(path, GIVEN) ? *fuzz_machine() : *given;
	machine->arena = arena;
	/* What is worked out of it lives in the arena of this run. */
	machine->memo = ia_alloc(arena, 1, sizeof(*machine->memo));
	return true;
}

/* A process may give up its power once. */
void __wrap_ia_privilege_keep(unsigned int privileges)
{
	(void)privileges;
}

/* Likewise its files: as on a kernel without Landlock. */
struct ia_confines __wrap_ia_confine_begin(void)
{
	return (struct ia_confines){ .rules = -1 };
}

static char *content(const char *path, size_t *len)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;
	ssize_t n;

	if (!file)
		fuzz_broken("cannot read %s", path);
	n = getdelim(&text, &room, '\0', file);
	fclose(file);
	*len = n < 0 ? 0 : n;
	return text;
}

/**
 * fuzz_machine() - a machine that stays the same: a recorded one
 *
 * Return: it, read at the first call and kept.
 */
const struct ia_machine *fuzz_machine(void)
{
	static struct ia_arena arena;
	static struct ia_machine machine = { .arena = &arena };
	struct ia_problem problem;
	size_t len;
	char *text;

	if (machine.ndevices)
		return &machine;
	text = content(FUZZ_MACHINE, &len);
	if (!ia_from_parse(&machine, FUZZ_MACHINE, text, len, &problem))
		fuzz_broken("%s", problem.text);
	free(text);
	return &machine;
}

/**
 * fuzz_run() - run a command on a machine, and check all that it says
 * @machine: the machine, joined
 * @command: its function
 * @options: its options, with neither --json nor --from
 * @argc: number of arguments
 * @argv: arguments
 * @look: what it prints to
 */
enum ia_status fuzz_run(const struct ia_machine *machine, fuzz_command command,
			const struct ia_options *options, int argc, char **argv,
			enum fuzz_look look)
{
	struct ia_arena arena = { 0 };
	struct ia_run run = {
		.arena = &arena,
		.machine = { .arena = &arena },
		.root = ia_root_system,
		.command = "fuzz",
		.line = "iommu-audit fuzz",
		.options = *options,
		.argc = argc,
		.argv = argv,
	};
	enum ia_status status;

	given = machine;
	run.options.value[IA_OPT_FROM] = GIVEN;
	if (look == FUZZ_JSON)
		run.options.value[IA_OPT_JSON] = "";
	fuzz_out_open(&run.out, &arena, look);
	status = command(&run);
	fuzz_out_close(&run.out, "answer", status == IA_USAGE ? FUZZ_PIPE : look);
	ia_arena_free(&arena);
	return status;
}

static char *address(struct ia_arena *arena, const struct ia_device *device)
{
	char text[IA_ADDRESS_SIZE];

	ia_address_text(text, device->address, true);
	return ia_strndup(arena, text, strlen(text));
}

/* One call of a command; 0 for an option that it is not given. */
struct call {
	fuzz_command command;
	enum ia_option option;
	const char *value;
	const char *argument;
};

#define DEVICE	"device"	/* one of its functions */
#define TWO	"two"		/* two of them */
#define ANY	"any"		/* any profile, and any format where that is the option */

static const struct call calls[] = {
	{ .command = ia_cmd_report },
	{ ia_cmd_report, IA_OPT_HTML, "-", NULL },
	{ ia_cmd_report, IA_OPT_HTML, "-", NULL },
	{ .command = ia_cmd_list_devices },
	{ .command = ia_cmd_list_devices, .argument = DEVICE },
	{ .command = ia_cmd_groups },
	{ ia_cmd_groups, IA_OPT_PREDICT, "", NULL },
	{ ia_cmd_predict, IA_OPT_KERNEL, "6.12", NULL },
	{ ia_cmd_predict, IA_OPT_WITH, "pcie_acs_override=downstream,multifunction "
	  "pci=config_acs=x10x@pci:0:0;1@0000:00:01.0", NULL },
	{ .command = ia_cmd_acs },
	{ .command = ia_cmd_why, .argument = DEVICE },
	{ .command = ia_cmd_why, .argument = DEVICE },
	{ .command = ia_cmd_assign, .argument = TWO },
	{ .command = ia_cmd_p2p, .argument = TWO },
	{ .command = ia_cmd_p2p, .argument = TWO },
	{ .command = ia_cmd_p2p, IA_OPT_MATRIX, "" },
	{ ia_cmd_check, IA_OPT_PROFILE, ANY, NULL },
	{ ia_cmd_check, IA_OPT_PROFILE, ANY, NULL },
	{ ia_cmd_check, IA_OPT_PROFILE, ANY, NULL },
	{ ia_cmd_suggest, IA_OPT_PROFILE, ANY, NULL },
	{ ia_cmd_suggest, IA_OPT_FORMAT, ANY, NULL },
	{ ia_cmd_suggest, IA_OPT_FORMAT, ANY, NULL },
	{ ia_cmd_check, IA_OPT_AGAINST, FIXED, NULL },
	{ .command = ia_cmd_lint },
	{ ia_cmd_lint, IA_OPT_KERNEL, "5.10", NULL },
	{ ia_cmd_lint, IA_OPT_KERNEL, "6.12.107+deb13-amd64", NULL },
	{ .command = ia_cmd_faults },
	{ ia_cmd_faults, IA_OPT_LOG, "", NULL },
	{ ia_cmd_faults, IA_OPT_SINCE, FIXED, NULL },
	{ ia_cmd_faults, IA_OPT_SINCE, GIVEN, NULL },
	{ .command = ia_cmd_events },
	{ .command = ia_cmd_units },
	{ .command = ia_cmd_version },
	{ .command = ia_cmd_diff, .argument = GIVEN },
	{ .command = ia_cmd_diff, .argument = FIXED },
};

#define CALLS	(sizeof(calls) / sizeof(*calls))

static void make_call(const struct ia_machine *m, const struct call *call, uint32_t choice,
		      enum fuzz_look look)
{
	struct ia_arena arena = { 0 };
	struct ia_options options = { 0 };
	char *argv[2] = { (char *)call->argument, NULL };
	int argc = !!call->argument;

	if (argc && strcmp(call->argument, GIVEN) && strcmp(call->argument, FIXED)) {
		if (!m->ndevices)
			return;
		argc = strcmp(call->argument, TWO) ? 1 : 2;
		argv[0] = address(&arena, &m->devices[choice % m->ndevices]);
		argv[1] = address(&arena, &m->devices[choice / 64 % m->ndevices]);
	}
	if (call->value)
		options.value[call->option] = call->value;
	if (call->value && !strcmp(call->value, ANY))
		options.value[IA_OPT_PROFILE] = ia_profiles[choice % IA_PROFILES].name;
	if (call->option == IA_OPT_FORMAT) {
		options.value[IA_OPT_FORMAT] =
			ia_suggestion_formats[choice / 16 % ia_nsuggestion_formats].name;
		look = look == FUZZ_JSON ? FUZZ_PIPE : look;
	}
	fuzz_run(m, call->command, &options, argc, argv, look);
	ia_arena_free(&arena);
}

/**
 * fuzz_commands() - run some of all commands on a machine
 * @machine: the machine, joined
 * @choice: chooses them, and what they print to
 * @count: how many
 *
 * All of them take so long that a fuzzer would hardly get anywhere; over many inputs
 * every one has its turn.
 */
void fuzz_commands(const struct ia_machine *machine, uint32_t choice, size_t count)
{
	size_t i;

	fuzz_stderr_open();
	for (i = 0; i < count; i++, choice = choice * 1664525 + 1013904223) {
		const struct call *call = &calls[(choice >> 8) % CALLS];

		make_call(machine, call, choice >> 12, choice >> 30);
	}
	fuzz_stderr_close("a message");
}
