// SPDX-License-Identifier: GPL-2.0
#include "compare.h"

#include <stdlib.h>
#include <string.h>

#include "../base/distinct.h"
#include "../base/limits.h"

/* A value of a run's records, by its place. */
struct place {
	enum ia_record_id id;
	size_t offset;
};

#define PARAM(member)	{ IA_RECORD_BENCH_PARAMS, offsetof(struct ia_bench_params, member) }
#define CONTEXT(member)	{ IA_RECORD_BENCH_CONTEXT, offsetof(struct ia_bench_context, member) }

/* What configurations are there to differ in. */
static const struct place subject[] = {
	CONTEXT(domain), CONTEXT(default_domain), CONTEXT(flush),
};

/* What has to be the same for a difference to be of the above; --vary takes their keys. */
static const struct place same[] = {
	PARAM(device), CONTEXT(kernel), CONTEXT(module), CONTEXT(driver), CONTEXT(unit),
	CONTEXT(vendor), CONTEXT(device), CONTEXT(numa), CONTEXT(dma_mask),
	CONTEXT(virtualised), CONTEXT(governor), CONTEXT(clock),
};

/* Words of a command line that boot loaders put there, for the kernel's name. */
static const char *const loader[] = { "BOOT_IMAGE=", "initrd=" };

#define COUNT(array)	(sizeof(array) / sizeof(*(array)))

static const struct ia_key *key_at(const struct place *place)
{
	return ia_bench_key(place->id, place->offset);
}

static const void *record_at(const struct place *place, const struct ia_bench_result *run)
{
	return place->id == IA_RECORD_BENCH_PARAMS ? (const void *)&run->params : &run->context;
}

static bool equal(const struct place *place, const struct ia_bench_result *a,
		  const struct ia_bench_result *b)
{
	return ia_key_equal(key_at(place), record_at(place, a), record_at(place, b));
}

/* A value as an argument of a sentence. */
static struct ia_arg value(struct ia_arena *arena, const struct place *place,
			   const struct ia_bench_result *run)
{
	return ia_arg_text(ia_key_text(arena, key_at(place), record_at(place, run)));
}

static struct ia_arg word(const struct ia_wordlist *words, unsigned int enumerator)
{
	return ia_arg_text(ia_word(words, enumerator));
}

/* More are not looked for. */
static bool is_full(const struct ia_bench_comparison *c)
{
	return c->nproblems >= IA_MAX_PROBLEMS;
}

static struct ia_bench_problem *problem(struct ia_bench_comparison *c,
					enum ia_bench_problem_code code,
					const struct ia_bench_configuration *config,
					const struct ia_bench_configuration *other)
{
	struct ia_bench_problem *p;

	c->problems = ia_grow(c->arena, c->problems, c->nproblems, &c->room,
			      sizeof(*c->problems));
	p = &c->problems[c->nproblems++];
	*p = (struct ia_bench_problem){
		.code = code, .configuration = config->label, .other = other ? other->label : NULL,
	};
	return p;
}

/** ia_bench_cmdline() - the command line that a run was booted with, "" for none */
const char *ia_bench_cmdline(const struct ia_bench_result *run)
{
	return run->context.cmdline.known ? run->context.cmdline.text : "";
}

static const struct ia_bench_result *first_of(const struct ia_bench_configuration *config)
{
	return config->samples->run;
}

/**
 * ia_bench_has_word() - tell whether a text has a word
 * @text: words, separated by blanks
 * @word: the word
 * @len: its length
 */
bool ia_bench_has_word(const char *text, const char *word, size_t len)
{
	while (*(text += strspn(text, " "))) {
		size_t size = strcspn(text, " ");

		if (size == len && !strncmp(text, word, len))
			return true;
		text += size;
	}
	return false;
}

struct word {
	const char *text;
	size_t len;
};

/* Words of a text. */
struct words {
	struct word *items;
	size_t count;
	size_t room;
};

static int by_text(const void *a, const void *b)
{
	const struct word *x = a, *y = b;
	int less = memcmp(x->text, y->text, x->len < y->len ? x->len : y->len);

	return less ? less : x->len < y->len ? -1 : x->len > y->len;
}

static struct words split(struct ia_arena *arena, const char *text)
{
	struct words words = { 0 };

	while (*(text += strspn(text, " "))) {
		struct word word = { text, strcspn(text, " ") };

		words.items = ia_grow(arena, words.items, words.count, &words.room, sizeof(word));
		words.items[words.count++] = word;
		text += word.len;
	}
	return words;
}

static struct words sorted_words(struct ia_arena *arena, const char *text)
{
	struct words words = split(arena, text);

	if (words.count)
		qsort(words.items, words.count, sizeof(*words.items), by_text);
	return words;
}

/* Whether a text begins with a word by which boot loaders name the kernel. */
static bool is_loaders(const char *text)
{
	size_t i;

	for (i = 0; i < COUNT(loader); i++) {
		if (!strncmp(text, loader[i], strlen(loader[i])))
			return true;
	}
	return false;
}

static const char *words_but(struct ia_arena *arena, const char *cmdline,
			     const struct words *without)
{
	struct ia_buf buf = { .arena = arena };

	while (*(cmdline += strspn(cmdline, " "))) {
		const struct word word = { cmdline, strcspn(cmdline, " ") };

		if (!is_loaders(cmdline) &&
		    !(without->count && bsearch(&word, without->items, without->count,
						sizeof(word), by_text)))
			ia_buf_add(&buf, "%s%.*s", buf.len ? " " : "", (int)word.len, cmdline);
		cmdline += word.len;
	}
	return buf.text ? buf.text : "";
}

/**
 * ia_bench_words() - what one kernel command line has and another has not
 * @arena: the owner of the text
 * @cmdline: the one
 * @without: the other
 *
 * Words by which boot loaders name the kernel are left out.
 *
 * Return: the words, "" for none.
 */
const char *ia_bench_words(struct ia_arena *arena, const char *cmdline, const char *without)
{
	const struct words words = sorted_words(arena, without);

	return words_but(arena, cmdline, &words);
}

/**
 * ia_bench_sorted() - the words of a kernel command line, sorted, each once
 * @arena: the owner of the text
 * @cmdline: the line
 *
 * Return: the words but those by which boot loaders name the kernel: the same
 * text for lines that do not differ in a word.
 */
const char *ia_bench_sorted(struct ia_arena *arena, const char *cmdline)
{
	struct words words = sorted_words(arena, cmdline);
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < words.count; i++) {
		const struct word *word = &words.items[i];

		if (!is_loaders(word->text) && (!i || by_text(word, word - 1)))
			ia_buf_add(&buf, "%s%.*s", buf.len ? " " : "", (int)word->len,
				   word->text);
	}
	return buf.text ? buf.text : "";
}

/**
 * ia_bench_vary() - read what configurations may differ in
 * @arena: owner of a message
 * @text: keys of the context, separated by commas, or NULL
 * @vary: filled: a bit for each of the keys, by position
 * @problem: filled when it has other words
 */
bool ia_bench_vary(struct ia_arena *arena, const char *text, unsigned int *vary,
		   struct ia_problem *problem)
{
	struct ia_buf accepted = { .arena = arena };
	const char *p = text;
	size_t i;

	for (*vary = 0; p; p = *p ? p + 1 : NULL) {
		size_t len = strcspn(p, ",");

		for (i = 0; i < COUNT(same); i++) {
			if (ia_key_find(&ia_records[same[i].id], p, len) == key_at(&same[i]))
				break;
		}
		if (i == COUNT(same))
			break;
		*vary |= 1u << i;
		p += len;
	}
	if (!p)
		return true;
	for (i = 0; i < COUNT(same); i++)
		ia_buf_add(&accepted, " %s", key_at(&same[i])->name);
	return ia_bench_fail(arena, problem, IA_USAGE,
			     "--vary %s: accepted are, separated by commas:%s", text,
			     accepted.text);
}

static int by_value(const void *a, const void *b, const void *with)
{
	const struct place *place = with;

	return ia_key_order(key_at(place), record_at(place, a), record_at(place, b));
}

/* A list of runs that differ in one thing: where one is like another, all was said. */
static struct ia_distinct differing(struct ia_arena *arena, const struct place *place)
{
	return (struct ia_distinct){ .arena = arena, .order = by_value, .with = place };
}

/* A label of a domain has to be true of every run. */
static void check_domain(struct ia_bench_comparison *c,
			 const struct ia_bench_configuration *config)
{
	static const struct place place = CONTEXT(domain);
	struct ia_distinct seen = differing(c->arena, &place);
	size_t i;

	for (i = 0; i < config->count && !is_full(c); i++) {
		const struct ia_bench_result *run = config->samples[i].run;

		if (ia_distinct_add(&seen, run, NULL) && run->context.domain != config->domain)
			problem(c, IA_BENCH_PROBLEM_OTHER_DOMAIN, config, NULL)->args[0] =
				word(&ia_words_domains, run->context.domain);
	}
	ia_distinct_free(&seen);
}

/* And one of words of a command line. */
static void check_claim(struct ia_bench_comparison *c,
			const struct ia_bench_configuration *config)
{
	static const struct place place = CONTEXT(cmdline);
	struct ia_distinct seen = differing(c->arena, &place);
	size_t i;

	for (i = 0; i < config->count && !is_full(c); i++) {
		const struct ia_bench_result *run = config->samples[i].run;
		const char *lacks;

		if (!ia_distinct_add(&seen, run, NULL))
			continue;
		lacks = ia_bench_words(c->arena, config->claim, ia_bench_cmdline(run));
		if (*lacks)
			problem(c, IA_BENCH_PROBLEM_NOT_BOOTED, config, NULL)->args[0] =
				ia_arg_text(lacks);
	}
	ia_distinct_free(&seen);
}

static void check_one(struct ia_bench_comparison *c,
		      const struct ia_bench_configuration *config, const struct place *place)
{
	struct ia_distinct seen = differing(c->arena, place);
	struct ia_bench_problem *p;
	size_t i;

	for (i = 0; i < config->count && !is_full(c); i++) {
		if (!ia_distinct_add(&seen, config->samples[i].run, NULL) || !i)
			continue;
		p = problem(c, IA_BENCH_PROBLEM_MIXED, config, NULL);
		p->args[0] = ia_arg_text(key_at(place)->name);
		p->args[1] = value(c->arena, place, first_of(config));
		p->args[2] = value(c->arena, place, config->samples[i].run);
	}
	ia_distinct_free(&seen);
}

static bool same_words(const struct ia_bench_configuration *config,
		       const struct ia_bench_sample *sample)
{
	return !strcmp(config->samples->words, sample->words);
}

/* All runs of one have to be of one thing, whatever configurations may differ in. */
static void check_inside(struct ia_bench_comparison *c,
			 const struct ia_bench_configuration *config)
{
	size_t i;

	for (i = 0; i < COUNT(subject); i++)
		check_one(c, config, &subject[i]);
	for (i = 0; i < COUNT(same); i++)
		check_one(c, config, &same[i]);
	for (i = 1; i < config->count && !is_full(c); i++) {
		if (!same_words(config, &config->samples[i])) {
			problem(c, IA_BENCH_PROBLEM_MIXED_CMDLINE, config, NULL);
			return;
		}
	}
}

/* The first runs speak for all: check_inside() saw that. */
static void check_same(struct ia_bench_comparison *c, const struct ia_bench_configuration *a,
		       const struct ia_bench_configuration *b, const struct place *place)
{
	struct ia_bench_problem *p;

	if (equal(place, first_of(a), first_of(b)))
		return;
	p = problem(c, IA_BENCH_PROBLEM_DIFFERS, a, b);
	p->args[0] = ia_arg_text(key_at(place)->name);
	p->args[1] = value(c->arena, place, first_of(a));
	p->args[2] = value(c->arena, place, first_of(b));
}

static bool has_claim(const struct ia_bench_configuration *config)
{
	return config->claim || ia_is_value(config->domain);
}

static int by_word(const void *a, const void *b, const void *with)
{
	(void)with;
	return by_text(a, b);
}

/* The words of a text, in their order, each where it is first. */
static const char *each_once(struct ia_arena *arena, const char *text)
{
	struct ia_distinct seen = { .arena = arena, .order = by_word };
	struct words words = split(arena, text);
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < words.count; i++) {
		const struct word *word = &words.items[i];

		if (ia_distinct_add(&seen, word, NULL))
			ia_buf_add(&buf, "%s%.*s", buf.len ? " " : "", (int)word->len,
				   word->text);
	}
	ia_distinct_free(&seen);
	return buf.text ? buf.text : "";
}

/* The first configuration, as the others are compared with it. */
struct first {
	const struct ia_bench_configuration *config;
	const char *more;		/* words that its label does not say */
	struct words words;
	struct ia_distinct runs;	/* whose time is known */
};

/* What a message says of words: no more than a screen of them. */
#define MOST_QUOTED	500

/* Command lines may differ in what labels of command lines say, else freely. */
static void check_cmdline(struct ia_bench_comparison *c, const struct first *first,
			  const struct ia_bench_configuration *b)
{
	const struct ia_bench_configuration *a = first->config;
	const char *more, *less, *both;

	if (!has_claim(a) || !has_claim(b))
		return;
	more = ia_bench_words(c->arena, first->more, ia_bench_cmdline(first_of(b)));
	less = words_but(c->arena, ia_bench_cmdline(first_of(b)), &first->words);
	if (b->claim)
		less = ia_bench_words(c->arena, less, b->claim);
	if (!*more && !*less)
		return;
	both = ia_format(c->arena, "%s%s%s", more, *more && *less ? " " : "", less);
	if (strlen(both) > MOST_QUOTED)
		both = ia_format(c->arena, "%.*s...", MOST_QUOTED, both);
	problem(c, IA_BENCH_PROBLEM_MORE_THAN_LABELS, a, b)->args[0] = ia_arg_text(both);
}

static bool differ(const struct ia_bench_configuration *a, const struct ia_bench_configuration *b,
		   unsigned int vary)
{
	size_t i;

	for (i = 0; i < COUNT(subject); i++) {
		if (!equal(&subject[i], first_of(a), first_of(b)))
			return true;
	}
	for (i = 0; i < COUNT(same); i++) {
		if (vary >> i & 1 && !equal(&same[i], first_of(a), first_of(b)))
			return true;
	}
	return !same_words(a, b->samples);
}

/* Runs by when and in which boot they were made. */
static int by_time(const void *a, const void *b, const void *with)
{
	const struct ia_bench_sample *x = a, *y = b;
	uint64_t one = x->run->context.time_ns.n, other = y->run->context.time_ns.n;

	(void)with;
	if (one != other)
		return one < other ? -1 : 1;
	return x->boot < y->boot ? -1 : x->boot > y->boot;
}

static bool shares_a_run(const struct first *first, const struct ia_bench_configuration *b)
{
	size_t i;

	for (i = 0; i < b->count; i++) {
		if (b->samples[i].run->context.time_ns.known &&
		    ia_distinct_has(&first->runs, &b->samples[i]))
			return true;
	}
	return false;
}

static void check_pair(struct ia_bench_comparison *c, const struct first *first,
		       const struct ia_bench_configuration *b, unsigned int vary)
{
	const struct ia_bench_configuration *a = first->config;
	struct ia_bench_problem *p;
	size_t i;

	if (shares_a_run(first, b)) {
		problem(c, IA_BENCH_PROBLEM_SAME_RUN, a, b);
		return;
	}
	for (i = 0; i < COUNT(same); i++) {
		if (!(vary >> i & 1))
			check_same(c, a, b, &same[i]);
	}
	check_cmdline(c, first, b);
	if (differ(a, b, vary))
		return;
	p = problem(c, IA_BENCH_PROBLEM_SAME_TWICE, a, b);
	p->args[0] = word(&ia_words_domains, first_of(a)->context.domain);
	p->args[1] = word(&ia_words_flushes, first_of(a)->context.flush);
}

/* Every other configuration is compared with the first one. */
static void check_pairs(struct ia_bench_comparison *c, unsigned int vary)
{
	const struct ia_bench_configuration *a = c->configurations;
	struct first first = {
		.config = a,
		.more = each_once(c->arena, ia_bench_words(c->arena, ia_bench_cmdline(first_of(a)),
							   a->claim ? a->claim : "")),
		.words = sorted_words(c->arena, ia_bench_cmdline(first_of(a))),
		.runs = { .arena = c->arena, .order = by_time },
	};
	size_t i;

	for (i = 0; i < a->count; i++) {
		if (a->samples[i].run->context.time_ns.known)
			ia_distinct_add(&first.runs, &a->samples[i], NULL);
	}
	for (i = 1; i < c->count && !is_full(c); i++)
		check_pair(c, &first, &c->configurations[i], vary);
	ia_distinct_free(&first.runs);
}

/*
 * Values that a configuration has of one request, where it has most.
 * @counts: a zero for each request, before and after
 */
static size_t most_values(const struct ia_bench_configuration *config, size_t *counts)
{
	size_t most = 0, i;

	for (i = 0; i < config->count; i++) {
		size_t count = ++counts[config->samples[i].point];

		if (count > most)
			most = count;
	}
	for (i = 0; i < config->count; i++)
		counts[config->samples[i].point] = 0;
	return most;
}

/* Whether there are more runs of one kind than statistics are made for. */
static void check_count(struct ia_bench_comparison *c,
			const struct ia_bench_configuration *config, size_t *counts)
{
	size_t most = most_values(config, counts);
	struct ia_bench_problem *p;

	if (most <= IA_MAX_VALUES)
		return;
	p = problem(c, IA_BENCH_PROBLEM_TOO_MANY_RUNS, config, NULL);
	p->args[0] = ia_arg_n(most);
	p->args[1] = ia_arg_n(IA_MAX_VALUES);
}

/**
 * ia_bench_check() - find out why configurations should not be compared
 * @c: its configurations are filled; its problems will be, the first
 *     IA_MAX_PROBLEMS of them
 * @vary: what is meant to differ, as ia_bench_vary() read it; domain, default,
 *        flush and the command line always are
 */
void ia_bench_check(struct ia_bench_comparison *c, unsigned int vary)
{
	size_t *counts = ia_alloc(c->arena, c->nrequests, sizeof(*counts)), i;

	for (i = 0; i < c->count && !is_full(c); i++) {
		const struct ia_bench_configuration *config = &c->configurations[i];

		check_count(c, config, counts);
		if (ia_is_value(config->domain))
			check_domain(c, config);
		if (config->claim)
			check_claim(c, config);
		check_inside(c, config);
	}
	check_pairs(c, vary);
	if (is_full(c))
		c->nproblems = IA_MAX_PROBLEMS;
}
