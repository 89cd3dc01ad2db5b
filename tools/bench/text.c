// SPDX-License-Identifier: GPL-2.0
#include "run.h"

#include <math.h>

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
 * @bytes: the size
 */
const char *ia_bench_size(struct ia_arena *arena, uint64_t bytes)
{
	unsigned long long n = bytes;

	if (n && n % (1 << 20) == 0)
		return ia_format(arena, "%llu MiB", n >> 20);
	if (n && n % (1 << 10) == 0)
		return ia_format(arena, "%llu KiB", n >> 10);
	return ia_format(arena, "%llu B", n);
}

/**
 * ia_bench_value() - a metric's value for people
 * @arena: the owner of the text
 * @metric: which
 * @value: its value, or NAN
 */
const char *ia_bench_value(struct ia_arena *arena, enum ia_bench_metric metric,
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

static void add_unless(struct ia_buf *buf, const char *key, const struct ia_number *value,
		       uint64_t usual)
{
	if (value->known && value->n != usual)
		ia_buf_add(buf, " · %s %llu", key, (unsigned long long)value->n);
}

/**
 * ia_bench_request_text() - what was requested, for people
 * @arena: the owner of the text
 * @request: of a joined run
 *
 * Segments, CPUs, node, direction and ring are left out where they are those
 * that a run has by itself.
 */
const char *ia_bench_request_text(struct ia_arena *arena,
				  const struct ia_bench_request *request)
{
	unsigned long long threads = request->threads.n;
	struct ia_buf buf = { .arena = arena };

	ia_buf_add(&buf, "%s · %s · %llu %s", ia_word(&ia_words_bench_modes, request->mode),
		   ia_bench_size(arena, request->size.n), threads,
		   threads == 1 ? "thread" : "threads");
	add_unless(&buf, "segments", &request->segments, 1);
	/* Nodes are numbered from 0, and there is one only when it was requested. */
	add_unless(&buf, "node", &request->node, UINT64_MAX);
	if (request->dir != IA_BENCH_DIR_BOTH)
		ia_buf_add(&buf, " · dir %s", ia_word(&ia_words_bench_dirs, request->dir));
	add_unless(&buf, "ring", &request->ring, 1);
	return buf.text;
}
