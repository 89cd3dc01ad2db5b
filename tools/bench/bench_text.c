// SPDX-License-Identifier: GPL-2.0
#include "bench.h"

#include <math.h>
#include <string.h>

#include "../machine/faults.h"

/* Three digits that count, and the unit that leaves the fewest before them. */
static const char *scaled(struct ia_arena *arena, double value,
			  const char *const *units, size_t count)
{
	size_t i = 0;

	if (isnan(value))
		return "unknown";
	while (i + 1 < count && value >= 999.5) {
		value /= 1000;
		i++;
	}
	return ia_format(arena, "%.*f%s", !i || value >= 99.95 ? 0 :
			 value >= 9.995 ? 1 : 2, value, units[i]);
}

/**
 * ia_bench_ns() - a time for people
 * @arena: the owner of the text
 * @ns: nanoseconds, or NAN
 */
const char *ia_bench_ns(struct ia_arena *arena, double ns)
{
	static const char *const units[] = { " ns", " µs", " ms", " s" };

	return scaled(arena, ns, units, sizeof(units) / sizeof(*units));
}

/**
 * ia_bench_rate() - how often in a second, for people
 * @arena: the owner of the text
 * @per_second: the rate, or NAN
 */
const char *ia_bench_rate(struct ia_arena *arena, double per_second)
{
	static const char *const units[] = { "", " k", " M", " G" };

	return scaled(arena, per_second, units, sizeof(units) / sizeof(*units));
}

/**
 * ia_bench_size() - a size for people
 * @arena: the owner of the text
 * @bytes: the size, as the module wrote it
 */
const char *ia_bench_size(struct ia_arena *arena, const char *bytes)
{
	long n = ia_number(bytes);

	if (n <= 0)
		return bytes;
	if (n % (1 << 20) == 0)
		return ia_format(arena, "%ld MiB", n >> 20);
	if (n % (1 << 10) == 0)
		return ia_format(arena, "%ld KiB", n >> 10);
	return ia_format(arena, "%ld B", n);
}

/**
 * ia_bench_value() - a metric's value for people
 * @arena: the owner of the text
 * @metric: which
 * @value: its value, or NAN
 */
const char *ia_bench_value(struct ia_arena *arena, enum ia_metric metric,
			   double value)
{
	return ia_metrics[metric].rate ? ia_bench_rate(arena, value) :
					 ia_bench_ns(arena, value);
}

/**
 * ia_bench_percent() - a share for people
 * @arena: the owner of the text
 * @share: 1 for all of it, or NAN
 */
const char *ia_bench_percent(struct ia_arena *arena, double share)
{
	if (isnan(share))
		return "-";
	return ia_format(arena, "%.*f %%", share < 0.1 ? 1 : 0, share * 100);
}

static void add_if(struct ia_buf *buf, const struct ia_record *record,
		   const char *key, const char *usual)
{
	const char *value = ia_record_get(record, key);

	if (!strcmp(value, usual))
		return;
	ia_buf_add(buf, " · %s %s", key, value);
}

/**
 * ia_bench_asked() - what was asked for, for people
 * @arena: the owner of the text
 * @run: a joined run
 *
 * Segments, CPUs, node, direction and ring are left out where they are those
 * that a run has by itself.
 */
const char *ia_bench_asked(struct ia_arena *arena, const struct ia_bench_run *run)
{
	const struct ia_record *asked = run->asked;
	const char *threads = ia_record_get(asked, "threads");
	struct ia_buf buf = { .arena = arena };

	ia_buf_add(&buf, "%s · %s · %s %s", ia_record_get(asked, "mode"),
		   ia_bench_size(arena, ia_record_get(asked, "size")), threads,
		   strcmp(threads, "1") ? "threads" : "thread");
	add_if(&buf, asked, "segments", "1");
	add_if(&buf, asked, "node", "-");
	add_if(&buf, asked, "dir", "both");
	add_if(&buf, asked, "ring", "1");
	return buf.text;
}
