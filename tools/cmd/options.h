/* SPDX-License-Identifier: GPL-2.0 */
/* options.c: every option of every command, and the one parser of them */
#ifndef IA_CMD_OPTIONS_H
#define IA_CMD_OPTIONS_H

#include "../base/memory.h"
#include "../base/status.h"

#include <stdbool.h>
#include <stdint.h>

/* In the order of the help. */
enum ia_option {
	IA_OPT_JSON,
	IA_OPT_FROM,
	IA_OPT_ROOT,
	IA_OPT_SOURCE,
	IA_OPT_OUTPUT,
	IA_OPT_COLUMNS,
	IA_OPT_HTML,
	IA_OPT_REDACT,
	IA_OPT_BASELINE,
	IA_OPT_WATCH,
	IA_OPT_INTERVAL,
	IA_OPT_SINCE,
	IA_OPT_INPUT,
	IA_OPT_LOG,
	IA_OPT_FOLLOW,
	IA_OPT_DEV,
	IA_OPT_KIND,
	IA_OPT_MATRIX,
	IA_OPT_PROFILE,
	IA_OPT_AGAINST,
	IA_OPT_RULE,
	IA_OPT_EXPLAIN,
	IA_OPT_FAIL_ON,
	IA_OPT_ONELINE,
	IA_OPT_NAGIOS,
	IA_OPT_QUIET,
	IA_OPT_VERBOSE,
	IA_OPT_EXPIRY,
	IA_OPT_FORMAT,
	IA_OPT_STEPS,
	IA_OPT_ROLE,
	IA_OPT_PODS,
	IA_OPT_VFS_PER_POD,
	IA_OPT_HEADROOM,
	IA_OPT_KERNEL,
	IA_OPT_PREDICT,
	IA_OPT_WITH,
	IA_OPT_MODE,
	IA_OPT_SIZE,
	IA_OPT_SEGMENTS,
	IA_OPT_THREADS,
	IA_OPT_CPUS,
	IA_OPT_NODE,
	IA_OPT_DIR,
	IA_OPT_RING,
	IA_OPT_SECONDS,
	IA_OPT_WARMUP,
	IA_OPT_SWEEP,
	IA_OPT_REPEAT,
	IA_OPT_SAVE,
	IA_OPT_DOMAINS,
	IA_OPT_NEXT,
	IA_OPT_VARY,
	IA_OPT_FAIL_IF_SLOWER,
	IA_OPT_FORCE,
	IA_OPT_COLOR,
	IA_OPT_NO_COLOR,
	IA_OPT_VERSION,
	IA_OPT_HELP,
	IA_OPTIONS
};

_Static_assert(IA_OPTIONS <= 64, "the options of a command are the bits of a number");

#define IA_OPT(name)	(UINT64_C(1) << IA_OPT_##name)
/* Both ways to say it, here and for the columns of tables. */
#define IA_OPT_COLORS	(IA_OPT(COLOR) | IA_OPT(NO_COLOR))
#define IA_OPT_TABLE	(IA_OPT(OUTPUT) | IA_OPT(COLUMNS))
/* What every command takes, and what those take that read a machine. */
#define IA_OPT_ALWAYS	(IA_OPT(VERSION) | IA_OPT(HELP))
#define IA_OPT_READ	(IA_OPT(JSON) | IA_OPT(FROM) | IA_OPT(ROOT) | IA_OPT(SOURCE) | \
			 IA_OPT_COLORS)
/* What the help puts last, behind what a command takes besides. */
#define IA_OPT_COMMON	(IA_OPT_READ | IA_OPT_ALWAYS)
/* What is requested of the module's benchmark. */
#define IA_OPT_REQUEST	(IA_OPT(MODE) | IA_OPT(SIZE) | IA_OPT(SEGMENTS) | IA_OPT(THREADS) |	\
			 IA_OPT(CPUS) | IA_OPT(NODE) | IA_OPT(DIR) | IA_OPT(RING) |		\
			 IA_OPT(SECONDS) | IA_OPT(WARMUP))

/* What the argument of an option is, for the completion. */
enum ia_takes {
	IA_TAKES_NOTHING,
	IA_TAKES_FILE,
	IA_TAKES_FOLDER,
	IA_TAKES_WORDS,		/* one of words */
	IA_TAKES_DEVICES,	/* a list, as all below */
	IA_TAKES_COLUMNS,
	IA_TAKES_KINDS,
	IA_TAKES_RULES,
	IA_TAKES_PROFILE,	/* one, as all below */
	IA_TAKES_FORMAT,
	IA_TAKES_PARAMETER,
	IA_TAKES_TEXT,		/* nothing that could be offered */
};

/**
 * struct ia_option_info - an option
 * @name: its name, without dashes
 * @argument: what its argument is called; NULL where it takes none
 * @summary: what it does, in a line
 * @details: all of it, for the man page; NULL where @summary is all
 * @takes: what its argument is
 * @words: with IA_TAKES_WORDS: which, with blanks between them
 * @letter: its letter, or 0
 * @list: what a list of its has between its parts, or 0: several are one list
 */
struct ia_option_info {
	const char *name;
	const char *argument;
	const char *summary;
	const char *details;
	enum ia_takes takes;
	const char *words;
	char letter;
	char list;
};

/**
 * struct ia_options - the options of one invocation
 * @value: by enum ia_option: NULL without the option, its argument with it,
 *         or "" where it takes none
 */
struct ia_options {
	const char *value[IA_OPTIONS];
};

enum ia_status ia_options_parse(struct ia_arena *arena,
				struct ia_options *options, int *argc,
				char ***argv, const char *command, uint64_t accepted);
enum ia_status ia_options_check(struct ia_arena *arena,
				const struct ia_options *options,
				const char *command, uint64_t accepted);
extern const struct ia_option_info ia_option_infos[IA_OPTIONS];

#endif /* IA_CMD_OPTIONS_H */
