// SPDX-License-Identifier: GPL-2.0
/* What is asked of the module: options checked, and made a line of bench/run. */
#include "cmd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"

enum kind { WORD, SIZE, NUMBER, SECONDS, LIST };

static const struct {
	enum ia_option option;
	const char *key;
	enum kind kind;
	long least;	/* milliseconds, where it is a time */
	long most;
	const char *accepted;
} params[IA_ASKED] = {
	[IA_ASKED_MODE] = { IA_OPT_MODE, "mode", WORD, 0, 0, "single, sg or coherent" },
	[IA_ASKED_SIZE] = { IA_OPT_SIZE, "size", SIZE, IOMMU_AUDIT_BENCH_MIN_SIZE,
		IOMMU_AUDIT_BENCH_MAX_SIZE, "bytes, 64 to 4M; K and M stand for KiB and MiB" },
	[IA_ASKED_SEGMENTS] = { IA_OPT_SEGMENTS, "segments", NUMBER, 1,
		IOMMU_AUDIT_BENCH_MAX_SEGMENTS, "1 to 256" },
	[IA_ASKED_THREADS] = { IA_OPT_THREADS, "threads", NUMBER, 1,
		IOMMU_AUDIT_BENCH_MAX_THREADS, "1 to 256" },
	[IA_ASKED_CPUS] = { IA_OPT_CPUS, "cpus", LIST, 0, 0, "numbers and ranges, as 0,2,4-6" },
	[IA_ASKED_NODE] = { IA_OPT_NODE, "node", NUMBER, 0, 1023, "the number of a node" },
	[IA_ASKED_DIR] = { IA_OPT_DIR, "dir", WORD, 0, 0, "to, from or both" },
	[IA_ASKED_RING] = { IA_OPT_RING, "ring", NUMBER, 1, IOMMU_AUDIT_BENCH_MAX_RING,
		"1 to 16384" },
	[IA_ASKED_SECONDS] = { IA_OPT_SECONDS, "seconds", SECONDS, IOMMU_AUDIT_BENCH_MIN_MS,
		IOMMU_AUDIT_BENCH_MAX_MS, "0.01 to 60, at most three decimals" },
	[IA_ASKED_WARMUP] = { IA_OPT_WARMUP, "warmup", SECONDS, 0,
		IOMMU_AUDIT_BENCH_MAX_WARMUP_MS, "0 to 10, at most three decimals" },
};

/* Both sides of 32 pages, above which the kernel caches no I/O addresses. */
static const char *const sizes[] = {
	"4096", "16384", "65536", "131072", "262144", "1048576", "4194304", NULL,
};

static const char *const rings[] = { "1", "16", "256", "4096", "16384", NULL };

static bool is_word(const char *text, const char *accepted)
{
	size_t len = strlen(text);
	const char *hit = len && strcspn(text, " ,") == len ? strstr(accepted, text) : NULL;

	return hit && (hit == accepted || hit[-1] == ' ') &&
	       (!hit[len] || hit[len] == ',' || hit[len] == ' ') && strcmp(text, "or");
}

/* Return: the number, or -1. */
static long size_of(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	char number[16];
	long n;

	if (!digits || digits > 7 || (text[digits] && text[digits + 1]))
		return -1;
	memcpy(number, text, digits);
	number[digits] = '\0';
	n = ia_number(number);
	switch (text[digits]) {
	case '\0':
		return n;
	case 'K':
	case 'k':
		return n << 10;
	case 'M':
	case 'm':
		return n << 20;
	}
	return -1;
}

/* Return: milliseconds, or -1. */
static long milliseconds(const char *text)
{
	size_t whole = strspn(text, "0123456789"), digits = 0;
	long ms = 0, unit = 100;
	size_t i;

	if (!whole || whole > 5)
		return -1;
	for (i = 0; i < whole; i++)
		ms = ms * 10 + (text[i] - '0');
	ms *= 1000;
	if (!text[whole])
		return ms;
	digits = strspn(text + whole + 1, "0123456789");
	if (text[whole] != '.' || !digits || digits > 3 || text[whole + 1 + digits])
		return -1;
	for (i = 0; i < digits; i++, unit /= 10)
		ms += unit * (text[whole + 1 + i] - '0');
	return ms;
}

static bool is_list(const char *text)
{
	return *text >= '0' && *text <= '9' && !text[strspn(text, "0123456789,-")] &&
	       strlen(text) < 1024;
}

/**
 * ia_bench_ask() - check what the options ask of the module
 * @run: the invocation
 * @values: by enum ia_asked: what to write, or NULL for the module's default
 *
 * Return: IA_OK, or IA_USAGE after a message.
 */
enum ia_status ia_bench_ask(struct ia_run *run, const char **values)
{
	size_t i;

	for (i = 0; i < IA_ASKED; i++) {
		const char *text = run->options.value[params[i].option];
		long n = 0;

		values[i] = text;
		if (!text)
			continue;
		if (params[i].kind == SIZE)
			n = size_of(text);
		else if (params[i].kind == SECONDS)
			n = milliseconds(text);
		else if (params[i].kind == NUMBER)
			n = ia_number(text);
		else if (!(params[i].kind == LIST ? is_list(text) :
						    is_word(text, params[i].accepted)))
			n = -1;
		if (n < params[i].least || (params[i].most && n > params[i].most))
			return ia_cmd_usage("--%s %s: accepted is %s", params[i].key, text,
					    params[i].accepted);
		if (params[i].kind == SIZE)
			values[i] = ia_format(run->arena, "%ld", n);
	}
	return IA_OK;
}

/**
 * ia_bench_line() - a line for bench/run, without device and newline
 * @arena: the owner of the text
 * @values: as ia_bench_ask() filled them
 */
const char *ia_bench_line(struct ia_arena *arena, const char *const *values)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < IA_ASKED; i++) {
		if (values[i])
			ia_buf_add(&buf, " %s=%s", params[i].key, values[i]);
	}
	return buf.text ? buf.text : "";
}

static long time_in(const char *line, const char *key, long usual)
{
	const char *hit = strstr(line, key);
	size_t len;
	char text[16] = "";

	if (!hit)
		return usual;
	hit += strlen(key);
	len = strcspn(hit, " ");
	if (len < sizeof(text))
		memcpy(text, hit, len);
	return milliseconds(text) < 0 ? usual : milliseconds(text);
}

/**
 * ia_bench_ms() - how long a run takes
 * @line: as ia_bench_line() made it
 *
 * Return: milliseconds, with the warm-up.
 */
unsigned long ia_bench_ms(const char *line)
{
	return time_in(line, " seconds=", IOMMU_AUDIT_BENCH_DEFAULT_MS) +
	       time_in(line, " warmup=", IOMMU_AUDIT_BENCH_DEFAULT_WARMUP_MS);
}

static long number_or(const char *value, long usual)
{
	return value ? ia_number(value) : usual;
}

/* Why the module would not take it, as far as sizes say, or NULL. */
static const char *misfit(struct ia_arena *arena, const char *const *values)
{
	long size = number_or(values[IA_ASKED_SIZE], IOMMU_AUDIT_BENCH_DEFAULT_SIZE);
	long segments = number_or(values[IA_ASKED_SEGMENTS], 1);
	long buffer = 4096;

	if (size % segments || size / segments < IOMMU_AUDIT_BENCH_MIN_SIZE)
		return ia_format(arena, "it cannot be divided into %ld segments of %d bytes or more",
				 segments, IOMMU_AUDIT_BENCH_MIN_SIZE);
	/* Buffers are powers of two of pages. */
	while (buffer < size / segments)
		buffer *= 2;
	if (buffer * segments * number_or(values[IA_ASKED_RING], 1) *
	    number_or(values[IA_ASKED_THREADS], 1) <= IOMMU_AUDIT_BENCH_MAX_MEMORY)
		return NULL;
	return ia_format(arena, "it takes more than %d MiB", IOMMU_AUDIT_BENCH_MAX_MEMORY >> 20);
}

/* 1, 2, 4 … up to the CPUs there are, and that number. */
static const char *const *thread_counts(struct ia_run *run)
{
	long cpus = ia_online_cpus(run->arena, ia_cmd_root(run)), n;
	const char **steps = ia_alloc(run->arena, 16, sizeof(*steps));
	size_t count = 0;

	if (cpus > IOMMU_AUDIT_BENCH_MAX_THREADS)
		cpus = IOMMU_AUDIT_BENCH_MAX_THREADS;
	for (n = 1; n < cpus; n *= 2)
		steps[count++] = ia_format(run->arena, "%ld", n);
	steps[count] = ia_format(run->arena, "%ld", cpus);
	return steps;
}

/**
 * ia_bench_ladder() - the lines for bench/run of a sweep
 * @run: the invocation
 * @values: as ia_bench_ask() filled them
 * @lines: the lines; one without --sweep
 * @count: number of @lines
 *
 * Steps that the module would not take are left out.
 *
 * Return: IA_OK, or IA_USAGE after a message.
 */
enum ia_status ia_bench_ladder(struct ia_run *run, const char *const *values,
			       const char ***lines, size_t *count)
{
	const char *what = ia_opt(run, SWEEP), *why, *step[IA_ASKED];
	const char *const *ladder = NULL;
	enum ia_asked swept = IA_ASKED_SIZE;
	size_t room = 0;

	*lines = ia_grow(run->arena, NULL, 0, &room, sizeof(**lines));
	**lines = ia_bench_line(run->arena, values);
	*count = 1;
	if (!what)
		return IA_OK;
	if (!strcmp(what, "size")) {
		ladder = sizes;
	} else if (!strcmp(what, "threads")) {
		ladder = thread_counts(run);
		swept = IA_ASKED_THREADS;
	} else if (!strcmp(what, "ring")) {
		ladder = rings;
		swept = IA_ASKED_RING;
	} else {
		return ia_cmd_usage("--sweep %s: accepted is size, threads or ring", what);
	}
	if (values[swept])
		return ia_cmd_usage("--sweep %s and --%s exclude each other", what, what);
	memcpy(step, values, sizeof(step));
	for (*count = 0; *ladder; ladder++) {
		step[swept] = *ladder;
		*lines = ia_grow(run->arena, *lines, *count, &room, sizeof(**lines));
		why = misfit(run->arena, step);
		if (!why)
			(*lines)[(*count)++] = ia_bench_line(run->arena, step);
		else
			fprintf(stderr, "iommu-audit: %s %s left out: %s\n", what, *ladder, why);
	}
	return *count ? IA_OK : ia_cmd_usage("--sweep %s: no step is left", what);
}

/**
 * ia_bench_count() - check a number of repeats
 * @text: as given, or NULL
 * @what: what it counts, for a message
 * @usual: what it is when not given
 * @most: the most there may be
 * @count: filled
 *
 * Return: IA_OK, or IA_USAGE after a message.
 */
enum ia_status ia_bench_count(const char *text, const char *what, size_t usual,
			      size_t most, size_t *count)
{
	long n = text ? ia_number(text) : (long)usual;

	*count = n > 0 ? (size_t)n : 0;
	if (n > 0 && (size_t)n <= most)
		return IA_OK;
	return ia_cmd_usage("--repeat %s: accepted is 1 to %zu, the number of %s", text,
			    most, what);
}
