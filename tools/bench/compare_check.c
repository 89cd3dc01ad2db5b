// SPDX-License-Identifier: GPL-2.0
#include "compare.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/* What arms are there to differ in. */
static const char *const subject[] = { "domain", "default", "flush" };

/* What has to be the same for a difference to be of the above. */
static const char *const same[] = {
	"dev", "kernel", "module", "driver", "unit", "vendor", "device", "numa",
	"dma_mask", "virtualised", "governor", "clock",
};

/* Words of a command line that boot loaders put there, for the kernel's name. */
static const char *const loader[] = { "BOOT_IMAGE=", "initrd=" };

#define COUNT(array)	(sizeof(array) / sizeof(*(array)))

static void problem(struct ia_comparison *c, const char *text)
{
	size_t i;

	for (i = 0; i < c->nproblems; i++) {
		if (!strcmp(c->problems[i], text))
			return;
	}
	c->problems = ia_grow(c->arena, c->problems, c->nproblems, &c->room,
			      sizeof(*c->problems));
	c->problems[c->nproblems++] = text;
}

static const char *get(const struct ia_bench_run *run, const char *key)
{
	return ia_record_get(strcmp(key, "dev") ? run->context : run->asked, key);
}

static const char *cmdline(const struct ia_bench_run *run)
{
	return ia_record_get(run->context, "cmdline");
}

/**
 * ia_compare_words() - what one kernel command line has and another has not
 * @arena: the owner of the text
 * @cmdline: the one
 * @without: the other
 *
 * Words by which boot loaders name the kernel are left out.
 *
 * Return: the words, "" for none.
 */
const char *ia_compare_words(struct ia_arena *arena, const char *cmdline,
			     const char *without)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	while (*(cmdline += strspn(cmdline, " "))) {
		size_t len = strcspn(cmdline, " ");
		bool skip = ia_bench_word(without, cmdline, len);

		for (i = 0; i < COUNT(loader); i++)
			skip |= !strncmp(cmdline, loader[i], strlen(loader[i]));
		if (!skip)
			ia_buf_add(&buf, "%s%.*s", buf.len ? " " : "", (int)len, cmdline);
		cmdline += len;
	}
	return buf.text ? buf.text : "";
}

static bool same_words(struct ia_arena *arena, const char *a, const char *b)
{
	return !*ia_compare_words(arena, a, b) && !*ia_compare_words(arena, b, a);
}

static bool in_list(const char *list, const char *word)
{
	size_t len = strlen(word);

	while (list && *list) {
		size_t size = strcspn(list, ",");

		if (size == len && !strncmp(list, word, len))
			return true;
		list += size + (list[size] == ',');
	}
	return false;
}

static bool is_domain(const char *label)
{
	return !strcmp(label, IOMMU_AUDIT_DOMAIN_IDENTITY) ||
	       !strcmp(label, IOMMU_AUDIT_DOMAIN_DMA) ||
	       !strcmp(label, IOMMU_AUDIT_DOMAIN_DMA_FQ);
}

/* Whether a label is words of a command line. */
static bool is_cmdline(const struct ia_arm *arm)
{
	return arm->claim && !is_domain(arm->claim);
}

/**
 * ia_compare_vary() - check what arms may differ in
 * @arena: the owner of the text
 * @vary: keys of the context, separated by commas, or NULL
 *
 * Return: NULL, or the keys there are when it has others.
 */
const char *ia_compare_vary(struct ia_arena *arena, const char *vary)
{
	struct ia_buf buf = { .arena = arena };
	size_t i, known = 0, given = vary ? 1 : 0;
	const char *p;

	for (p = vary; p && *p; p++)
		given += *p == ',';
	for (i = 0; i < COUNT(same); i++) {
		known += in_list(vary, same[i]);
		ia_buf_add(&buf, " %s", same[i]);
	}
	return known == given ? NULL : buf.text;
}

/* A label that says what was measured has to be true of every run. */
static void check_label(struct ia_comparison *c, const struct ia_arm *arm)
{
	const char *claim = arm->claim, *lacks;
	size_t i;

	for (i = 0; claim && i < arm->count; i++) {
		const struct ia_bench_run *run = arm->runs[i];

		if (is_domain(claim) && strcmp(get(run, "domain"), claim))
			problem(c, ia_format(c->arena,
					     "%s: a run measured domain %s, not what its label says",
					     arm->label, get(run, "domain")));
		if (!is_cmdline(arm))
			continue;
		lacks = ia_compare_words(c->arena, claim, cmdline(run));
		if (*lacks)
			problem(c, ia_format(c->arena,
					     "%s: a run was booted without %s",
					     arm->label, lacks));
	}
}

static void check_one(struct ia_comparison *c, const struct ia_arm *arm, const char *key)
{
	const char *first = get(arm->runs[0], key);
	size_t i;

	for (i = 1; i < arm->count; i++) {
		if (strcmp(get(arm->runs[i], key), first))
			problem(c, ia_format(c->arena,
					     "%s: its runs are not of one thing: %s is %s and %s",
					     arm->label, key, first, get(arm->runs[i], key)));
	}
}

/* All runs of an arm have to be of one thing, whatever arms may differ in. */
static void check_inside(struct ia_comparison *c, const struct ia_arm *arm)
{
	size_t i;

	for (i = 0; i < COUNT(subject); i++)
		check_one(c, arm, subject[i]);
	for (i = 0; i < COUNT(same); i++)
		check_one(c, arm, same[i]);
	for (i = 1; i < arm->count; i++) {
		if (!same_words(c->arena, cmdline(arm->runs[i]), cmdline(arm->runs[0])))
			problem(c, ia_format(c->arena,
					     "%s: its runs are not of one thing: their kernel command lines differ",
					     arm->label));
	}
}

/* The first runs speak for all: check_inside() saw that. */
static void check_same(struct ia_comparison *c, const struct ia_arm *a,
		       const struct ia_arm *b, const char *key)
{
	const char *one = get(a->runs[0], key), *other = get(b->runs[0], key);

	if (strcmp(one, other))
		problem(c, ia_format(c->arena, "%s is %s in %s and %s in %s", key, one, a->label,
				     other, b->label));
}

/* Command lines may differ in what labels of command lines say, else freely. */
static void check_cmdline(struct ia_comparison *c, const struct ia_arm *a,
			  const struct ia_arm *b)
{
	const char *one = cmdline(a->runs[0]), *other = cmdline(b->runs[0]);
	const char *more = ia_compare_words(c->arena, one, other);
	const char *less = ia_compare_words(c->arena, other, one);

	if (!a->claim || !b->claim)
		return;
	if (is_cmdline(a))
		more = ia_compare_words(c->arena, more, a->claim);
	if (is_cmdline(b))
		less = ia_compare_words(c->arena, less, b->claim);
	if (*more || *less)
		problem(c, ia_format(c->arena,
				     "%s and %s differ in more than their labels say: %s%s%s",
				     a->label, b->label, more, *more && *less ? " " : "",
				     less));
}

static bool differ(struct ia_comparison *c, const struct ia_bench_run *a,
		   const struct ia_bench_run *b, const char *vary)
{
	size_t k;

	for (k = 0; k < COUNT(subject); k++) {
		if (strcmp(get(a, subject[k]), get(b, subject[k])))
			return true;
	}
	for (k = 0; k < COUNT(same); k++) {
		if (in_list(vary, same[k]) && strcmp(get(a, same[k]), get(b, same[k])))
			return true;
	}
	return !same_words(c->arena, cmdline(a), cmdline(b));
}

static bool is_same_run(const struct ia_bench_run *a, const struct ia_bench_run *b)
{
	return !ia_is_word(get(a, "time_ns")) &&
	       !strcmp(get(a, "time_ns"), get(b, "time_ns")) &&
	       !strcmp(ia_bench_boot(a), ia_bench_boot(b));
}

static void check_pair(struct ia_comparison *c, const struct ia_arm *a,
		       const struct ia_arm *b, const char *vary)
{
	size_t i, j, k;

	for (i = 0; i < a->count; i++) {
		for (j = 0; j < b->count; j++) {
			if (is_same_run(a->runs[i], b->runs[j])) {
				problem(c, ia_format(c->arena,
						     "%s and %s hold the same run",
						     a->label, b->label));
				return;
			}
		}
	}
	for (k = 0; k < COUNT(same); k++) {
		if (!in_list(vary, same[k]))
			check_same(c, a, b, same[k]);
	}
	check_cmdline(c, a, b);
	if (!differ(c, a->runs[0], b->runs[0], vary))
		problem(c, ia_format(c->arena,
				     "%s and %s measured the same thing twice: domain %s, flush %s, one kernel command line",
				     a->label, b->label, get(a->runs[0], "domain"),
				     get(a->runs[0], "flush")));
}

/* Values that an arm has of one point, where it has most. */
static size_t most_values(const struct ia_arm *arm)
{
	size_t most = 0, count, i, j;

	for (i = 0; i < arm->count; i++) {
		count = 0;
		for (j = 0; j < arm->count; j++)
			count += !strcmp(arm->runs[i]->point, arm->runs[j]->point);
		if (count > most)
			most = count;
	}
	return most;
}

/**
 * ia_compare_check() - find out why arms should not be compared
 * @c: its arms are filled; its problems will be
 * @vary: keys of the context that are meant to differ, separated by commas,
 *        or NULL; domain, default, flush and the command line always are
 */
void ia_compare_check(struct ia_comparison *c, const char *vary)
{
	size_t i;

	for (i = 0; i < c->narms; i++) {
		if (most_values(&c->arms[i]) > IA_MAX_VALUES)
			problem(c, ia_format(c->arena,
					     "%s has %zu runs of one kind; at most %d can be compared",
					     c->arms[i].label, most_values(&c->arms[i]),
					     IA_MAX_VALUES));
		check_label(c, &c->arms[i]);
		check_inside(c, &c->arms[i]);
	}
	for (i = 1; i < c->narms; i++)
		check_pair(c, &c->arms[0], &c->arms[i], vary);
}
