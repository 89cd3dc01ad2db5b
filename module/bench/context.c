// SPDX-License-Identifier: GPL-2.0
/*
 * What a run is measured on, besides the function. No exported function tells
 * the command line, the clock source or the governor; files do, and read the
 * same on every kernel.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/utsname.h>

#include "../compat/compat.h"
#include "run.h"

#define CLOCK_FILE	"/sys/devices/system/clocksource/clocksource0/current_clocksource"
#define GOVERNOR_FILE	"/sys/devices/system/cpu/cpu%u/cpufreq/scaling_governor"

#define CLOCK_SERIES	16
#define CLOCK_READS	256

/* The first line of a file; empty when it is not there or cannot be read. */
static void read_line(const char *path, char *line, size_t size)
{
	struct file *file = filp_open(path, O_RDONLY, 0);
	ssize_t len = 0;
	loff_t pos = 0;

	line[0] = '\0';
	if (IS_ERR(file))
		return;
	/* kernel_read() complains in the kernel log about other files. */
	if (file->f_op->read_iter && !file->f_op->read)
		len = kernel_read(file, line, size - 1, &pos);
	line[len > 0 ? len : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	fput(file);
}

/* The least of several series: an interrupt does not belong to the clock. */
static u32 clock_cost(void)
{
	u64 begin, least = ~0ULL;
	unsigned int series, i;

	for (series = 0; series < CLOCK_SERIES; series++) {
		begin = ktime_get_mono_fast_ns();
		for (i = 1; i < CLOCK_READS; i++)
			ktime_get_mono_fast_ns();
		least = min(least, ktime_get_mono_fast_ns() - begin);
	}
	return (u32)(least + CLOCK_READS / 2) / CLOCK_READS;
}

/**
 * ia_bench_context_read() - look at the machine
 * @context: filled in, but for the device
 * @cpu: the CPU whose governor counts
 *
 * Context: process context, may sleep.
 */
void ia_bench_context_read(struct ia_bench_context *context, unsigned int cpu)
{
	char path[80];

	strscpy(context->kernel, init_utsname()->release, sizeof(context->kernel));
	context->module = IA_VERSION;
	read_line("/proc/cmdline", context->cmdline, sizeof(context->cmdline));
	read_line("/proc/sys/kernel/random/boot_id", context->boot_id,
		  sizeof(context->boot_id));
	read_line(CLOCK_FILE, context->clock, sizeof(context->clock));
	scnprintf(path, sizeof(path), GOVERNOR_FILE, cpu);
	read_line(path, context->governor, sizeof(context->governor));
	/* Without sysfs nothing is known of a governor. */
	if (!*context->clock)
		strscpy(context->governor, "unknown", sizeof(context->governor));
	context->virtualised = ia_compat_virtualised();
	context->clock_ns = clock_cost();
	context->time_ns = ktime_get_boottime_ns();
}
