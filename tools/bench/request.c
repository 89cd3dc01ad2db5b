// SPDX-License-Identifier: GPL-2.0
/* What is requested of the module: options checked, and made a line of bench/run. */
#include "bench.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"
#include "../view/message.h"
#include "sysfs.h"

#define INFO	(&ia_records[IA_RECORD_HOST_BENCH_REQUEST])

/* What numbers are accepted; milliseconds, where it is a time. */
static const struct {
	size_t offset;
	uint64_t least;
	uint64_t most;
} limits[] = {
#define LIMIT(member, ...)	{ offsetof(struct ia_bench_request, member), __VA_ARGS__ }
	LIMIT(size, IOMMU_AUDIT_BENCH_MIN_SIZE, IOMMU_AUDIT_BENCH_MAX_SIZE),
	LIMIT(segments, 1, IOMMU_AUDIT_BENCH_MAX_SEGMENTS),
	LIMIT(threads, 1, IOMMU_AUDIT_BENCH_MAX_THREADS),
	LIMIT(node, 0, 1023),
	LIMIT(ring, 1, IOMMU_AUDIT_BENCH_MAX_RING),
	LIMIT(seconds, IOMMU_AUDIT_BENCH_MIN_MS, IOMMU_AUDIT_BENCH_MAX_MS),
	LIMIT(warmup, 0, IOMMU_AUDIT_BENCH_MAX_WARMUP_MS),
};

/* Both sides of 32 pages, above which the kernel caches no I/O addresses. */
static const uint64_t sizes[] = { 4096, 16384, 65536, 131072, 262144, 1048576, 4194304, 0 };
static const uint64_t rings[] = { 1, 16, 256, 4096, 16384, 0 };

/** ia_bench_request_clear() - leave all of a request to the module */
void ia_bench_request_clear(struct ia_bench_request *request)
{
	size_t i;

	ia_record_clear(INFO, request);
	for (i = 0; i < INFO->count; i++)
		ia_key_set_absent(&INFO->keys[i], request);
}

static const char *words_text(struct ia_arena *arena, const struct ia_wordlist *words)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	/* The two states come first, and are no words. */
	for (i = 2; i < words->count; i++)
		ia_buf_add(&buf, "%s%s", i == 2 ? "" : i + 1 < words->count ? ", " : " or ",
			   words->words[i]);
	return buf.text;
}

/* As an option takes it: "4M", "0.01". */
static const char *limit_text(struct ia_arena *arena, const struct ia_key *key, uint64_t n)
{
	unsigned long long value = n;

	if (key->kind == IA_KEY_MILLI)
		return ia_format(arena, "%.4g", (double)n / 1000);
	if (n && n % (1 << 20) == 0)
		return ia_format(arena, "%lluM", value >> 20);
	return ia_format(arena, "%llu", value);
}

static const char *accepted(struct ia_arena *arena, const struct ia_key *key, size_t limit)
{
	const char *least, *most;

	if (key->kind == IA_KEY_ENUM)
		return words_text(arena, key->words);
	if (key->kind == IA_KEY_INTS)
		return ia_format(arena, "numbers and ranges, as 0,2,4-6, %d CPUs at most",
				 IOMMU_AUDIT_BENCH_MAX_CPUS);
	if (key->offset == offsetof(struct ia_bench_request, node))
		return "the number of a node";
	least = limit_text(arena, key, limits[limit].least);
	most = limit_text(arena, key, limits[limit].most);
	if (key->offset == offsetof(struct ia_bench_request, size))
		return ia_format(arena, "bytes, %s to %s; K and M stand for KiB and MiB",
				 least, most);
	return ia_format(arena, "%s to %s%s", least, most,
			 key->kind == IA_KEY_MILLI ? ", at most three decimals" : "");
}

/* Reads digits. Return: how many there are; 0 also for more than a number holds. */
static size_t digits(const char *text, uint64_t *n)
{
	size_t len;

	for (*n = 0, len = 0; text[len] >= '0' && text[len] <= '9'; len++)
		*n = *n * 10 + (text[len] - '0');
	return len < 10 ? len : 0;
}

static bool size_of(const char *text, uint64_t *n)
{
	size_t len = digits(text, n);
	const char *unit = text + len;

	if (*unit == 'K' || *unit == 'k')
		*n <<= 10;
	else if (*unit == 'M' || *unit == 'm')
		*n <<= 20;
	else
		return len && !*unit;
	return len && !unit[1];
}

static bool milliseconds(const char *text, uint64_t *n)
{
	size_t len = digits(text, n), rest, i;
	uint64_t fraction;

	if (!len)
		return false;
	*n *= 1000;
	if (!text[len])
		return true;
	rest = digits(text + len + 1, &fraction);
	for (i = rest; i < 3; i++)
		fraction *= 10;
	*n += fraction;
	return text[len] == '.' && rest && rest <= 3 && !text[len + 1 + rest];
}

/* Numbers and ranges, as one number after the other. */
static bool list_of(struct ia_arena *arena, const char *text, struct ia_numbers *list)
{
	uint64_t *items = ia_alloc(arena, IOMMU_AUDIT_BENCH_MAX_CPUS, sizeof(*items));
	uint64_t first, last;
	size_t count = 0, len;

	for (;; text++) {
		len = digits(text, &first);
		if (!len)
			return false;
		text += len;
		last = first;
		if (*text == '-') {
			len = digits(text + 1, &last);
			if (!len || last < first)
				return false;
			text += 1 + len;
		}
		for (; first <= last; first++) {
			if (count == IOMMU_AUDIT_BENCH_MAX_CPUS)
				return false;
			items[count++] = first;
		}
		if (*text != ',')
			break;
	}
	*list = (struct ia_numbers){ .known = true, .count = count, .items = items };
	return !*text;
}

/* Reads a value as options have it. Return: whether it is one, within its limits. */
static bool set(struct ia_arena *arena, const struct ia_key *key, const char *text,
		size_t limit, struct ia_bench_request *request)
{
	void *at = (char *)request + key->offset;
	uint64_t n;

	if (key->kind == IA_KEY_ENUM) {
		*(unsigned int *)at = ia_word_find(key->words, text, strlen(text));
		return ia_key_known(key, request);
	}
	if (key->kind == IA_KEY_INTS)
		return list_of(arena, text, at);
	if (key->kind == IA_KEY_MILLI ? !milliseconds(text, &n) :
	    key->offset == offsetof(struct ia_bench_request, size) ? !size_of(text, &n) :
	    !digits(text, &n) || text[digits(text, &n)])
		return false;
	*(struct ia_number *)at = ia_number_of(n);
	return n >= limits[limit].least && n <= limits[limit].most;
}

static size_t limit_of(const struct ia_key *key)
{
	size_t limit = 0;

	while (limit + 1 < sizeof(limits) / sizeof(*limits) && limits[limit].offset != key->offset)
		limit++;
	return limit;
}

/**
 * ia_bench_request_set() - request something
 * @arena: owner of a message
 * @request: where it goes
 * @name: its key, which is the name of an option, too
 * @text: as given
 * @problem: filled when it is not accepted
 */
bool ia_bench_request_set(struct ia_arena *arena, struct ia_bench_request *request,
			  const char *name, const char *text, struct ia_problem *problem)
{
	const struct ia_key *key = ia_key_find(INFO, name, strlen(name));

	if (set(arena, key, text, limit_of(key), request))
		return true;
	return ia_bench_fail(arena, problem, IA_USAGE, "--%s %s: accepted is %s", name, text,
			     accepted(arena, key, limit_of(key)));
}

/**
 * ia_bench_request_wrong() - see whether options could have requested that
 * @arena: owner of a message
 * @request: a request that was read from a file
 *
 * Return: NULL, or what is wrong.
 */
const char *ia_bench_request_wrong(struct ia_arena *arena, const struct ia_bench_request *request)
{
	struct ia_bench_request again;
	size_t i;

	for (i = 0; i < INFO->count; i++) {
		const struct ia_key *key = &INFO->keys[i];
		const char *text = ia_key_text(arena, key, request);

		if (ia_key_known(key, request) && !set(arena, key, text, limit_of(key), &again))
			return ia_format(arena, "\"%s\" is %s; accepted is %s", key->name, text,
					 accepted(arena, key, limit_of(key)));
	}
	return NULL;
}

/**
 * ia_bench_line() - a line for bench/run, without device and newline
 * @arena: the owner of the text
 * @request: what is requested
 *
 * Return: each value with a blank before it.
 */
const char *ia_bench_line(struct ia_arena *arena, const struct ia_bench_request *request)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < INFO->count; i++) {
		if (ia_key_known(&INFO->keys[i], request))
			ia_buf_add(&buf, " %s=%s", INFO->keys[i].name,
				   ia_key_text(arena, &INFO->keys[i], request));
	}
	return buf.text ? buf.text : "";
}

static uint64_t value_or(const struct ia_number *value, uint64_t usual)
{
	return value->known ? value->n : usual;
}

/** ia_bench_ms() - how many milliseconds a run takes, with its warm-up */
unsigned long ia_bench_ms(const struct ia_bench_request *request)
{
	return value_or(&request->seconds, IOMMU_AUDIT_BENCH_DEFAULT_MS) +
	       value_or(&request->warmup, IOMMU_AUDIT_BENCH_DEFAULT_WARMUP_MS);
}

/* Why the module would not take it, as far as sizes say, or NULL. */
static const char *misfit(struct ia_arena *arena, const struct ia_bench_request *request)
{
	uint64_t size = value_or(&request->size, IOMMU_AUDIT_BENCH_DEFAULT_SIZE);
	uint64_t segments = value_or(&request->segments, 1), buffer = 4096;

	if (size % segments || size / segments < IOMMU_AUDIT_BENCH_MIN_SIZE)
		return ia_format(arena, "it cannot be divided into %llu segments of %d bytes or more",
				 (unsigned long long)segments, IOMMU_AUDIT_BENCH_MIN_SIZE);
	/* Buffers are powers of two of pages. */
	while (buffer < size / segments)
		buffer *= 2;
	if (buffer * segments * value_or(&request->ring, 1) * value_or(&request->threads, 1) <=
	    IOMMU_AUDIT_BENCH_MAX_MEMORY)
		return NULL;
	return ia_format(arena, "it takes more than %d MiB", IOMMU_AUDIT_BENCH_MAX_MEMORY >> 20);
}

/* 1, 2, 4 … up to the CPUs there are, and that number. */
static const uint64_t *thread_counts(struct ia_arena *arena)
{
	uint64_t cpus = ia_usable_cpus(arena), n;
	uint64_t *steps = ia_alloc(arena, 16, sizeof(*steps));
	size_t count = 0;

	if (cpus > IOMMU_AUDIT_BENCH_MAX_THREADS)
		cpus = IOMMU_AUDIT_BENCH_MAX_THREADS;
	for (n = 1; n < cpus; n *= 2)
		steps[count++] = n;
	steps[count] = cpus;
	return steps;
}

/**
 * ia_bench_sweep() - what a sweep requests, step by step
 * @arena: owner of the steps and of a message
 * @what: what is swept, as given; NULL for one step
 * @request: what is requested besides
 * @steps: filled
 * @problem: filled when this fails
 *
 * Steps that the module would not take are left out, which is said.
 */
bool ia_bench_sweep(struct ia_arena *arena, const char *what,
		    const struct ia_bench_request *request, struct ia_bench_requests *steps,
		    struct ia_problem *problem)
{
	const struct ia_key *key = what ? ia_key_find(INFO, what, strlen(what)) : NULL;
	const uint64_t *ladder = NULL;
	size_t room = 0;

	steps->items = ia_grow(arena, NULL, 0, &room, sizeof(*steps->items));
	steps->items[0] = *request;
	steps->count = 1;
	if (!what)
		return true;
	if (key && key->offset == offsetof(struct ia_bench_request, size))
		ladder = sizes;
	else if (key && key->offset == offsetof(struct ia_bench_request, ring))
		ladder = rings;
	else if (key && key->offset == offsetof(struct ia_bench_request, threads))
		ladder = thread_counts(arena);
	else
		return ia_bench_fail(arena, problem, IA_USAGE,
				     "--sweep %s: accepted is size, threads or ring", what);
	if (ia_key_known(key, request))
		return ia_bench_fail(arena, problem, IA_USAGE,
				     "--sweep %s and --%s exclude each other", what, what);
	for (steps->count = 0; *ladder; ladder++) {
		struct ia_bench_request step = *request;
		const char *why;

		*(struct ia_number *)((char *)&step + key->offset) = ia_number_of(*ladder);
		why = misfit(arena, &step);
		if (why) {
			ia_message("%s %llu left out: %s", what, (unsigned long long)*ladder, why);
			continue;
		}
		steps->items = ia_grow(arena, steps->items, steps->count, &room,
				       sizeof(*steps->items));
		steps->items[steps->count++] = step;
	}
	return steps->count || ia_bench_fail(arena, problem, IA_USAGE,
					     "--sweep %s: no step remains", what);
}

/**
 * ia_bench_repeat() - check a number of repeats
 * @arena: owner of a message
 * @text: as given, or NULL
 * @what: what it counts, for a message
 * @usual: what it is when not given
 * @most: the most there may be
 * @count: filled
 * @problem: filled when it is not accepted
 */
bool ia_bench_repeat(struct ia_arena *arena, const char *text, const char *what,
		     size_t usual, size_t most, size_t *count, struct ia_problem *problem)
{
	uint64_t n = usual;

	if (text && (!digits(text, &n) || text[digits(text, &n)]))
		n = 0;
	*count = n;
	if (n && n <= most)
		return true;
	return ia_bench_fail(arena, problem, IA_USAGE,
			     "--repeat %s: accepted is 1 to %zu, the number of %s", text, most,
			     what);
}
