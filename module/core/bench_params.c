// SPDX-License-Identifier: GPL-2.0
#include "bench_params.h"

#include "text.h"

/* A limit of the contract as text. */
#define TEXT(limit)	TEXT_OF(limit)
#define TEXT_OF(limit)	#limit

/* As much of a value as a message repeats. */
#define SHOWN		40

/**
 * struct value - a part of the line that is being read
 * @at: where it is
 * @end: behind its last character
 */
struct value {
	const char *at;
	const char *end;
};

static size_t length(const struct value *value)
{
	return value->end - value->at;
}

static bool is_word(const struct value *value, const char *word)
{
	return strlen(word) == length(value) && !memcmp(value->at, word, length(value));
}

static bool take(struct value *value, char c)
{
	if (value->at == value->end || *value->at != c)
		return false;
	value->at++;
	return true;
}

static int digit(char c, unsigned int base)
{
	int found = c >= '0' && c <= '9' ? c - '0' :
		    c >= 'a' && c <= 'f' ? c - 'a' + 10 :
		    c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;

	return found < (int)base ? found : -1;
}

/* A number of at most 32 bits at the beginning of a value. */
static bool take_number(struct value *value, unsigned int base, u32 *number)
{
	const char *start = value->at;
	int next;

	*number = 0;
	while (value->at < value->end && (next = digit(*value->at, base)) >= 0) {
		if (*number > (~0U - next) / base)
			return false;
		*number = *number * base + next;
		value->at++;
	}
	return value->at > start;
}

static bool number_within(struct value value, u32 min, u32 max, u32 *number)
{
	return take_number(&value, 10, number) && !length(&value) &&
	       *number >= min && *number <= max;
}

static bool word_of(const struct value *value, const struct ia_word *words,
		    size_t count, unsigned int *found)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (is_word(value, words[i].text)) {
			*found = i;
			return true;
		}
	}
	return false;
}

static bool parse_dev(struct value value, struct ia_bench_params *params)
{
	u32 segment, bus, device, function;

	if (!take_number(&value, 16, &segment) || !take(&value, ':') ||
	    !take_number(&value, 16, &bus) || !take(&value, ':') ||
	    !take_number(&value, 16, &device) || !take(&value, '.') ||
	    !take_number(&value, 16, &function) || length(&value) ||
	    bus > 0xff || device > 0x1f || function > 7)
		return false;
	params->dev = ia_bdf(segment, bus, device << 3 | function);
	return true;
}

static bool parse_mode(struct value value, struct ia_bench_params *params)
{
	unsigned int found;

	if (!word_of(&value, ia_words_BENCH_MODES, IA_BENCH_MODES, &found))
		return false;
	params->mode = found;
	return true;
}

static bool parse_size(struct value value, struct ia_bench_params *params)
{
	return number_within(value, IOMMU_AUDIT_BENCH_MIN_SIZE,
			     IOMMU_AUDIT_BENCH_MAX_SIZE, &params->size);
}

static bool parse_segments(struct value value, struct ia_bench_params *params)
{
	return number_within(value, 1, IOMMU_AUDIT_BENCH_MAX_SEGMENTS,
			     &params->segments);
}

static bool parse_threads(struct value value, struct ia_bench_params *params)
{
	return number_within(value, 1, IOMMU_AUDIT_BENCH_MAX_THREADS,
			     &params->threads);
}

static bool add_cpus(struct ia_bench_params *params, u32 first, u32 last)
{
	if (first > last || last > 0xffff ||
	    last - first >= ARRAY_SIZE(params->cpus) - params->nr_cpus)
		return false;
	for (; first <= last; first++)
		params->cpus[params->nr_cpus++] = first;
	return true;
}

static bool parse_cpus(struct value value, struct ia_bench_params *params)
{
	u32 first, last;

	if (is_word(&value, IOMMU_AUDIT_NOT_APPLICABLE))
		return true;
	do {
		if (!take_number(&value, 10, &first))
			return false;
		last = first;
		if (take(&value, '-') && !take_number(&value, 10, &last))
			return false;
		if (!add_cpus(params, first, last))
			return false;
	} while (take(&value, ','));
	return !length(&value);
}

static bool parse_node(struct value value, struct ia_bench_params *params)
{
	u32 node;

	if (is_word(&value, IOMMU_AUDIT_NOT_APPLICABLE))
		return true;
	if (!number_within(value, 0, 0xffff, &node))
		return false;
	params->node = node;
	return true;
}

static bool parse_dir(struct value value, struct ia_bench_params *params)
{
	unsigned int found;

	if (!word_of(&value, ia_words_BENCH_DIRS, IA_BENCH_DIRS, &found))
		return false;
	params->dir = found;
	return true;
}

static bool parse_ring(struct value value, struct ia_bench_params *params)
{
	return number_within(value, 1, IOMMU_AUDIT_BENCH_MAX_RING, &params->ring);
}

/* Seconds with up to three decimals. */
static bool ms_within(struct value value, u32 min, u32 max, u32 *ms)
{
	const char *start;
	u32 whole, part = 0;
	int digits;

	if (!take_number(&value, 10, &whole) || whole > max / 1000)
		return false;
	if (take(&value, '.')) {
		start = value.at;
		if (!take_number(&value, 10, &part) || value.at - start > 3)
			return false;
		for (digits = value.at - start; digits < 3; digits++)
			part *= 10;
	}
	*ms = whole * 1000 + part;
	return !length(&value) && *ms >= min && *ms <= max;
}

static bool parse_seconds(struct value value, struct ia_bench_params *params)
{
	return ms_within(value, IOMMU_AUDIT_BENCH_MIN_MS,
			 IOMMU_AUDIT_BENCH_MAX_MS, &params->ms);
}

static bool parse_warmup(struct value value, struct ia_bench_params *params)
{
	return ms_within(value, 0, IOMMU_AUDIT_BENCH_MAX_WARMUP_MS,
			 &params->warmup_ms);
}

static const struct {
	const char *name;
	bool (*parse)(struct value value, struct ia_bench_params *params);
	const char *accepted;
} keys[] = {
	{ "dev", parse_dev, "a PCI address such as 0000:00:04.0" },
	{ "mode", parse_mode, "single, sg or coherent" },
	{ "size", parse_size, TEXT(IOMMU_AUDIT_BENCH_MIN_SIZE) " to "
	  TEXT(IOMMU_AUDIT_BENCH_MAX_SIZE) " bytes" },
	{ "segments", parse_segments, "1 to " TEXT(IOMMU_AUDIT_BENCH_MAX_SEGMENTS) },
	{ "threads", parse_threads, "1 to " TEXT(IOMMU_AUDIT_BENCH_MAX_THREADS) },
	{ "cpus", parse_cpus, "a list such as 0,2,4-6 of at most "
	  TEXT(IOMMU_AUDIT_BENCH_MAX_CPUS) " CPUs, or -" },
	{ "node", parse_node, "the number of a NUMA node, or -" },
	{ "dir", parse_dir, "to, from or both" },
	{ "ring", parse_ring, "1 to " TEXT(IOMMU_AUDIT_BENCH_MAX_RING) },
	{ "seconds", parse_seconds, "0.010 to 60.000, at most three decimals" },
	{ "warmup", parse_warmup, "0 to 10.000, at most three decimals" },
};

/* One key=value; @given has a bit for each key that was there before. */
static bool parse_pair(struct value pair, struct ia_bench_params *params,
		       unsigned int *given, struct ia_text *reason)
{
	struct value key = { pair.at, memchr(pair.at, '=', length(&pair)) };
	size_t i;

	for (i = 0; key.end && i < ARRAY_SIZE(keys); i++) {
		struct value value = { key.end + 1, pair.end };

		if (!is_word(&key, keys[i].name))
			continue;
		if (*given & 1U << i) {
			ia_text_printf(reason, "%s is given twice", keys[i].name);
			return false;
		}
		*given |= 1U << i;
		if (keys[i].parse(value, params))
			return true;
		ia_text_printf(reason, "%s=%.*s is not accepted: %s", keys[i].name,
			       length(&value) < SHOWN ? (int)length(&value) : SHOWN,
			       value.at, keys[i].accepted);
		return false;
	}
	ia_text_printf(reason, "%.*s is no parameter: the words before = are",
		       length(&pair) < SHOWN ? (int)length(&pair) : SHOWN, pair.at);
	for (i = 0; i < ARRAY_SIZE(keys); i++)
		ia_text_printf(reason, " %s", keys[i].name);
	return false;
}

static bool parse_pairs(const char *line, struct ia_bench_params *params,
			unsigned int *given, struct ia_text *reason)
{
	struct value pair;

	for (;;) {
		line += strspn(line, " \t\n");
		if (!*line)
			return true;
		pair.at = line;
		line += strcspn(line, " \t\n");
		pair.end = line;
		if (!parse_pair(pair, params, given, reason))
			return false;
	}
}

/* The block of 2^n pages that holds so many bytes. */
static u64 block(u64 bytes, u32 page)
{
	u64 size = page;

	while (size < bytes)
		size <<= 1;
	return size;
}

/**
 * ia_bench_memory() - how much memory a run takes
 * @params: the run
 * @page: bytes in a page
 *
 * Return: bytes, in blocks of pages; no parameter is so large that this overflows
 */
u64 ia_bench_memory(const struct ia_bench_params *params, u32 page)
{
	return block(params->size / params->segments, page) * params->segments *
	       params->ring * params->threads;
}

/**
 * ia_bench_addresses() - how much of the address space of a device a run can take
 * @params: the run
 * @page: bytes in a page
 * @waiting: mappings whose addresses are not free yet, or not for others
 *
 * The kernel aligns addresses to the size of a mapping, and each segment to a page.
 *
 * Return: bytes
 */
u64 ia_bench_addresses(const struct ia_bench_params *params, u32 page, u64 waiting)
{
	u64 segments = block(params->size / params->segments, page) * params->segments;

	return block(segments, page) * ((u64)params->ring * params->threads + waiting);
}

static void check_together(const struct ia_bench_params *params, u32 page,
			   struct ia_text *reason)
{
	if (params->mode != IA_BENCH_SG && params->segments != 1)
		ia_text_printf(reason, "segments=%u is not accepted: 1 unless mode=sg",
			       params->segments);
	else if (params->size % params->segments ||
		 params->size / params->segments < IOMMU_AUDIT_BENCH_MIN_SIZE)
		ia_text_printf(reason,
			       "size=%u is not accepted: with segments=%u a multiple of it, at least "
			       TEXT(IOMMU_AUDIT_BENCH_MIN_SIZE) " bytes each",
			       params->size, params->segments);
	else if (params->mode == IA_BENCH_COHERENT && params->node != IA_ABSENT)
		ia_text_printf(reason, "node=%d is not accepted: - when mode=coherent",
			       params->node);
	else if (params->mode == IA_BENCH_COHERENT && params->dir != IA_BENCH_BOTH)
		ia_text_printf(reason, "dir=%s is not accepted: both when mode=coherent",
			       ia_word_of(ia_words_BENCH_DIRS, params->dir));
	else if (ia_bench_memory(params, page) > IOMMU_AUDIT_BENCH_MAX_MEMORY)
		ia_text_printf(reason,
			       "threads=%u ring=%u size=%u is not accepted: in pages they are %llu bytes, at most "
			       TEXT(IOMMU_AUDIT_BENCH_MAX_MEMORY),
			       params->threads, params->ring, params->size,
			       (unsigned long long)ia_bench_memory(params, page));
}

/**
 * ia_bench_parse() - read a line of bench/run
 * @line: the line, terminated, with or without a newline
 * @page: bytes in a page
 * @params: filled in, also with defaults; on an error partly
 * @reason: on an error, what is wrong and what is accepted
 * @size: bytes in @reason
 *
 * Return: 0 or -EINVAL
 */
int ia_bench_parse(const char *line, u32 page, struct ia_bench_params *params,
		   char *reason, size_t size)
{
	unsigned int given = 0;
	struct ia_text t;

	memset(params, 0, sizeof(*params));
	params->size = IOMMU_AUDIT_BENCH_DEFAULT_SIZE;
	params->segments = 1;
	params->node = IA_ABSENT;
	params->dir = IA_BENCH_BOTH;
	params->ring = 1;
	params->ms = IOMMU_AUDIT_BENCH_DEFAULT_MS;
	params->warmup_ms = IOMMU_AUDIT_BENCH_DEFAULT_WARMUP_MS;
	ia_text_init(&t, reason, size);
	if (!parse_pairs(line, params, &given, &t))
		return -EINVAL;
	if (!params->threads)
		params->threads = params->nr_cpus ? params->nr_cpus : 1;
	/* The first key of the table is the only one without a default. */
	if (!(given & 1))
		ia_text_printf(&t, "%s is missing: %s", keys[0].name, keys[0].accepted);
	else
		check_together(params, page, &t);
	return t.len ? -EINVAL : 0;
}
