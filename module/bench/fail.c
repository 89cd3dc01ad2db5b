// SPDX-License-Identifier: GPL-2.0
#include <linux/kernel.h>

#include "run.h"

/**
 * ia_bench_fail() - say why a run cannot go on
 * @run: the run; what was said first stays
 * @error: negative errno
 * @fmt: as for printf
 *
 * Return: @error
 */
int ia_bench_fail(struct ia_bench_run *run, int error, const char *fmt, ...)
{
	va_list args;

	if (*run->reason)
		return error;
	va_start(args, fmt);
	vscnprintf(run->reason, sizeof(run->reason), fmt, args);
	va_end(args);
	return error;
}
