// SPDX-License-Identifier: GPL-2.0
/* What a run was measured on, as far as the module leaves it to files of /proc and sysfs. */
#include "module.h"

#include "../source/reader.h"

#define CLOCK	"/sys/devices/system/clocksource/clocksource0/current_clocksource"
#define GOVERNOR	"/sys/devices/system/cpu/cpu%llu/cpufreq/scaling_governor"

static void fill(struct ia_arena *arena, const char *path, enum ia_alphabet_id alphabet,
		 struct ia_string *text)
{
	if (!text->known && !text->absent)
		*text = ia_text_in(alphabet, ia_read_line(arena, &ia_root_system, path));
}

/* That of the first CPU in use. Where sysfs is, and names none, there is none. */
static void fill_governor(struct ia_arena *arena, struct ia_bench_result *run)
{
	struct ia_string *governor = &run->context.governor;
	const char *path;

	if (!run->params.cpus.count)
		return;
	path = ia_format(arena, GOVERNOR, (unsigned long long)run->params.cpus.items[0]);
	fill(arena, path, IA_ALPHABET_NAME, governor);
	if (!governor->known && run->context.clock.known)
		governor->absent = !ia_root_exists(&ia_root_system, path);
}

/**
 * ia_bench_context_fill() - add to a run what the module does not tell
 * @arena: the owner of texts
 * @run: a run that has just ended; what it has stays
 */
void ia_bench_context_fill(struct ia_arena *arena, struct ia_bench_result *run)
{
	struct ia_bench_context *context = &run->context;

	fill(arena, "/proc/cmdline", IA_ALPHABET_CMDLINE, &context->cmdline);
	fill(arena, "/proc/sys/kernel/random/boot_id", IA_ALPHABET_UUID, &context->boot_id);
	fill(arena, CLOCK, IA_ALPHABET_NAME, &context->clock);
	fill_governor(arena, run);
}
