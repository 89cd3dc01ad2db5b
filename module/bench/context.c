// SPDX-License-Identifier: GPL-2.0
/*
 * What a run is measured on, besides the function. The command line, the clock source, the
 * governor and the id of the boot are told in files only; iommu-audit reads them there.
 */
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/string.h>
#include <linux/utsname.h>

#include "../compat/compat.h"
#include "run.h"

#define CLOCK_SERIES	16
#define CLOCK_READS	256

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
 */
void ia_bench_context_read(struct ia_bench_context *context)
{
	strscpy(context->kernel, init_utsname()->release, sizeof(context->kernel));
	context->module = IA_VERSION;
	context->virtualised = ia_compat_virtualised();
	context->clock_ns = clock_cost();
	context->time_ns = ktime_get_boottime_ns();
}
