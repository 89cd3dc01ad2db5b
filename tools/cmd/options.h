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
	IA_OPT_HTML,
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
	IA_OPT_NO_COLOR,
	IA_OPT_VERSION,
	IA_OPT_HELP,
	IA_OPTIONS
};

_Static_assert(IA_OPTIONS <= 64, "the options of a command are the bits of a number");

#define IA_OPT(name)	(UINT64_C(1) << IA_OPT_##name)
/* What every command takes, and what those take that read a machine. */
#define IA_OPT_ALWAYS	(IA_OPT(VERSION) | IA_OPT(HELP))
#define IA_OPT_READ	(IA_OPT(JSON) | IA_OPT(FROM) | IA_OPT(ROOT) | IA_OPT(SOURCE) | \
			 IA_OPT(NO_COLOR))
/* What the help puts last, behind what a command takes besides. */
#define IA_OPT_COMMON	(IA_OPT_READ | IA_OPT_ALWAYS)
/* What is requested of the module's benchmark. */
#define IA_OPT_REQUEST	(IA_OPT(MODE) | IA_OPT(SIZE) | IA_OPT(SEGMENTS) | IA_OPT(THREADS) |	\
			 IA_OPT(CPUS) | IA_OPT(NODE) | IA_OPT(DIR) | IA_OPT(RING) |		\
			 IA_OPT(SECONDS) | IA_OPT(WARMUP))

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
const char *ia_option_name(int option);
const char *ia_option_argument(int option);
const char *ia_option_summary(int option);
char ia_option_letter(int option);

#endif /* IA_CMD_OPTIONS_H */
