// SPDX-License-Identifier: GPL-2.0
#include "compare.h"

#include <stdlib.h>
#include <string.h>

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

static const char *cmdline(const struct ia_bench_result *run)
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

/* Words of a text, sorted. */
struct word {
	const char *text;
	size_t len;
};

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

static struct words sorted_words(struct ia_arena *arena, const char *text)
{
	struct words words = { 0 };

	while (*(text += strspn(text, " "))) {
		struct word word = { text, strcspn(text, " ") };

		words.items = ia_grow(arena, words.items, words.count, &words.room, sizeof(word));
		words.items[words.count++] = word;
		text += word.len;
	}
	if (words.count)
		qsort(words.items, words.count, sizeof(*words.items), by_text);
	return words;
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
	struct ia_buf buf = { .arena = arena };
	struct words words = sorted_words(arena, without);
	size_t i;

	while (*(cmdline += strspn(cmdline, " "))) {
		const struct word word = { cmdline, strcspn(cmdline, " ") };
		bool skip = words.count && bsearch(&word, words.items, words.count, sizeof(word),
						   by_text);
		size_t len = word.len;

		for (i = 0; i < COUNT(loader); i++)
			skip |= !strncmp(cmdline, loader[i], strlen(loader[i]));
		if (!skip)
			ia_buf_add(&buf, "%s%.*s", buf.len ? " " : "", (int)len, cmdline);
		cmdline += len;
	}
	return buf.text ? buf.text : "";
}

static bool same_words(struct ia_arena *arena, const struct ia_bench_result *a,
		       const struct ia_bench_result *b)
{
	return !*ia_bench_words(arena, cmdline(a), cmdline(b)) &&
	       !*ia_bench_words(arena, cmdline(b), cmdline(a));
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

/* Whether a run is in this like one before it: then all was said. */
static bool was_seen(const struct ia_bench_configuration *config, size_t n,
		     const struct place *place)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (equal(place, config->samples[i].run, config->samples[n].run))
			return true;
	}
	return false;
}

/* A label that says what was measured has to be true of every run. */
static void check_label(struct ia_bench_comparison *c,
			const struct ia_bench_configuration *config)
{
	static const struct place domain = CONTEXT(domain), line = CONTEXT(cmdline);
	size_t i;

	for (i = 0; i < config->count; i++) {
		const struct ia_bench_result *run = config->samples[i].run;
		const char *lacks;

		if (ia_is_value(config->domain) && run->context.domain != config->domain &&
		    !was_seen(config, i, &domain))
			problem(c, IA_BENCH_PROBLEM_OTHER_DOMAIN, config, NULL)->args[0] =
				word(&ia_words_domains, run->context.domain);
		if (!config->claim || was_seen(config, i, &line))
			continue;
		lacks = ia_bench_words(c->arena, config->claim, cmdline(run));
		if (*lacks)
			problem(c, IA_BENCH_PROBLEM_NOT_BOOTED, config, NULL)->args[0] =
				ia_arg_text(lacks);
	}
}

static void check_one(struct ia_bench_comparison *c,
		      const struct ia_bench_configuration *config, const struct place *place)
{
	struct ia_bench_problem *p;
	size_t i;

	for (i = 1; i < config->count; i++) {
		if (was_seen(config, i, place))
			continue;
		p = problem(c, IA_BENCH_PROBLEM_MIXED, config, NULL);
		p->args[0] = ia_arg_text(key_at(place)->name);
		p->args[1] = value(c->arena, place, first_of(config));
		p->args[2] = value(c->arena, place, config->samples[i].run);
	}
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
	for (i = 1; i < config->count; i++) {
		if (!same_words(c->arena, config->samples[i].run, first_of(config))) {
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

/* Command lines may differ in what labels of command lines say, else freely. */
static void check_cmdline(struct ia_bench_comparison *c,
			  const struct ia_bench_configuration *a,
			  const struct ia_bench_configuration *b)
{
	const char *one = cmdline(first_of(a)), *other = cmdline(first_of(b));
	const char *more = ia_bench_words(c->arena, one, other);
	const char *less = ia_bench_words(c->arena, other, one);

	if (!has_claim(a) || !has_claim(b))
		return;
	if (a->claim)
		more = ia_bench_words(c->arena, more, a->claim);
	if (b->claim)
		less = ia_bench_words(c->arena, less, b->claim);
	if (*more || *less)
		problem(c, IA_BENCH_PROBLEM_MORE_THAN_LABELS, a, b)->args[0] =
			ia_arg_text(ia_format(c->arena, "%s%s%s", more,
					      *more && *less ? " " : "", less));
}

static bool differ(struct ia_bench_comparison *c, const struct ia_bench_result *a,
		   const struct ia_bench_result *b, unsigned int vary)
{
	size_t i;

	for (i = 0; i < COUNT(subject); i++) {
		if (!equal(&subject[i], a, b))
			return true;
	}
	for (i = 0; i < COUNT(same); i++) {
		if (vary >> i & 1 && !equal(&same[i], a, b))
			return true;
	}
	return !same_words(c->arena, a, b);
}

static bool is_same_run(const struct ia_bench_sample *a, const struct ia_bench_sample *b)
{
	const struct ia_number *one = &a->run->context.time_ns, *other = &b->run->context.time_ns;

	return one->known && other->known && one->n == other->n && a->boot == b->boot;
}

static bool share_a_run(const struct ia_bench_configuration *a,
			const struct ia_bench_configuration *b)
{
	size_t i, j;

	for (i = 0; i < a->count; i++) {
		for (j = 0; j < b->count; j++) {
			if (is_same_run(&a->samples[i], &b->samples[j]))
				return true;
		}
	}
	return false;
}

static void check_pair(struct ia_bench_comparison *c, const struct ia_bench_configuration *a,
		       const struct ia_bench_configuration *b, unsigned int vary)
{
	struct ia_bench_problem *p;
	size_t i;

	if (share_a_run(a, b)) {
		problem(c, IA_BENCH_PROBLEM_SAME_RUN, a, b);
		return;
	}
	for (i = 0; i < COUNT(same); i++) {
		if (!(vary >> i & 1))
			check_same(c, a, b, &same[i]);
	}
	check_cmdline(c, a, b);
	if (differ(c, first_of(a), first_of(b), vary))
		return;
	p = problem(c, IA_BENCH_PROBLEM_SAME_TWICE, a, b);
	p->args[0] = word(&ia_words_domains, first_of(a)->context.domain);
	p->args[1] = word(&ia_words_flushes, first_of(a)->context.flush);
}

/* Values that a configuration has of one request, where it has most. */
static size_t most_values(const struct ia_bench_comparison *c,
			  const struct ia_bench_configuration *config)
{
	size_t *counts = ia_alloc(c->arena, c->nrequests, sizeof(*counts)), most = 0, i;

	for (i = 0; i < config->count; i++) {
		size_t count = ++counts[config->samples[i].point];

		if (count > most)
			most = count;
	}
	return most;
}

/**
 * ia_bench_check() - find out why configurations should not be compared
 * @c: its configurations are filled; its problems will be
 * @vary: what is meant to differ, as ia_bench_vary() read it; domain, default,
 *        flush and the command line always are
 */
void ia_bench_check(struct ia_bench_comparison *c, unsigned int vary)
{
	size_t i, most;

	for (i = 0; i < c->count; i++) {
		const struct ia_bench_configuration *config = &c->configurations[i];

		most = most_values(c, config);
		if (most > IA_MAX_VALUES) {
			struct ia_bench_problem *p =
				problem(c, IA_BENCH_PROBLEM_TOO_MANY_RUNS, config, NULL);

			p->args[0] = ia_arg_n(most);
			p->args[1] = ia_arg_n(IA_MAX_VALUES);
		}
		check_label(c, config);
		check_inside(c, config);
	}
	for (i = 1; i < c->count; i++)
		check_pair(c, &c->configurations[0], &c->configurations[i], vary);
}
