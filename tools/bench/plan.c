// SPDX-License-Identifier: GPL-2.0
#include "plan.h"

#include <string.h>

#include "../source/reader.h"
#include "compare.h"

/* Words that settle the default domain of a device without exceptions. */
static const struct {
	const char *word;
	enum ia_domain domain;
} effects[] = {
	{ "iommu=pt", IA_DOMAIN_IDENTITY },
	{ "iommu.passthrough=1", IA_DOMAIN_IDENTITY },
	{ "iommu.strict=1", IA_DOMAIN_DMA },
	{ "intel_iommu=strict", IA_DOMAIN_DMA },
	{ "amd_iommu=fullflush", IA_DOMAIN_DMA },
	{ "iommu.strict=0", IA_DOMAIN_DMA_FQ },
};

/** ia_plan_boots() - boots that a plan takes */
size_t ia_plan_boots(const struct ia_bench_plan *plan)
{
	return plan->rounds * IA_PLAN_CONFIGURATIONS;
}

/** ia_plan_done() - boots that were measured, of a set with a plan */
size_t ia_plan_done(const struct ia_bench_set *set)
{
	return set->count / set->plan->repeat;
}

/** ia_plan_is_done() - tell whether all boots were measured */
bool ia_plan_is_done(const struct ia_bench_set *set)
{
	return ia_plan_done(set) == ia_plan_boots(set->plan);
}

/**
 * ia_plan_due() - the configuration of a boot
 * @set: a set with a plan
 * @boot: which boot, from 0
 */
const char *ia_plan_due(const struct ia_bench_set *set, size_t boot)
{
	return set->plan->configurations[boot % IA_PLAN_CONFIGURATIONS];
}

/** ia_plan_letter() - the short name of a configuration of a plan */
const char *ia_plan_letter(const struct ia_bench_plan *plan, const char *configuration)
{
	return strcmp(configuration, plan->configurations[0]) ? "B" : "A";
}

static const char *cmdline(const struct ia_machine *machine)
{
	return machine->cmdline.known ? machine->cmdline.text : "";
}

/* What the command line lacks of a configuration. */
static const char *missing(const struct ia_bench_set *set, const char *configuration,
			   const struct ia_machine *machine)
{
	return ia_bench_words(set->arena, configuration, cmdline(machine));
}

/* What it has of the other configuration. */
static const char *excess(const struct ia_bench_set *set, const char *configuration,
			  const struct ia_machine *machine)
{
	const struct ia_bench_plan *p = set->plan;
	const char *other = p->configurations[!strcmp(p->configurations[0], configuration)];
	const char *own = ia_bench_words(set->arena, other, configuration);
	const char *absent = ia_bench_words(set->arena, own, cmdline(machine));

	return ia_bench_words(set->arena, own, absent);
}

/**
 * ia_plan_is_booted() - whether this boot is the first one of a plan
 * @set: a set with a plan
 * @machine: this machine
 *
 * Of a plan of which a boot was measured, this boot is that one.
 */
bool ia_plan_is_booted(const struct ia_bench_set *set, const struct ia_machine *machine)
{
	const char *due = ia_plan_due(set, 0);

	return !set->count && !*missing(set, due, machine) && !*excess(set, due, machine);
}

/* The domain that words ask for; passing through wins, whatever is said of flushing. */
static enum ia_domain domain_of(const char *configuration)
{
	size_t i;

	for (i = 0; i < sizeof(effects) / sizeof(*effects); i++) {
		if (ia_bench_has_word(configuration, effects[i].word, strlen(effects[i].word)))
			return effects[i].domain;
	}
	return IA_DOMAIN_UNKNOWN;
}

static bool is_of(const struct ia_bench_result *run, const char *configuration)
{
	return run->configuration && !strcmp(run->configuration, configuration);
}

/**
 * ia_plan_wrong() - see whether runs are those of their plan
 * @arena: the owner of messages
 * @set: a set with a plan
 *
 * Return: NULL, or what is wrong.
 */
const char *ia_plan_wrong(struct ia_arena *arena, const struct ia_bench_set *set)
{
	const struct ia_bench_plan *p = set->plan;
	size_t i;

	if (set->count % p->repeat || ia_plan_done(set) > ia_plan_boots(p))
		return ia_format(arena, "has %zu runs, which is no part of its plan",
				 set->count);
	for (i = 0; i < set->count; i++) {
		if (!is_of(&set->runs[i], ia_plan_due(set, i / p->repeat)))
			return ia_format(arena, "has a run that its plan has not: number %zu",
					 i + 1);
	}
	return NULL;
}

/**
 * ia_plan_add() - give a set a plan
 * @set: a set without runs
 * @plan: the plan; its configurations are as given
 * @problem: filled when these cannot be compared
 */
bool ia_plan_add(struct ia_bench_set *set, const struct ia_bench_plan *plan,
		 struct ia_problem *problem)
{
	const char *const *given = plan->configurations;
	struct ia_bench_plan *p = ia_alloc(set->arena, 1, sizeof(*p));
	size_t i;

	*p = *plan;
	for (i = 0; i < IA_PLAN_CONFIGURATIONS; i++) {
		if (given[i][strspn(given[i], " ")] == '\0')
			return ia_bench_fail(set->arena, problem, IA_USAGE,
					     "bench plan: a configuration is words of a kernel command line, as \"iommu=pt\"");
		/* What no file of results may hold, and no boot loader's line. */
		if (!ia_text_in(IA_ALPHABET_WORDS, given[i]).known)
			return ia_bench_fail(set->arena, problem, IA_USAGE,
					     "bench plan: '%s' is not %s", given[i],
					     ia_alphabets[IA_ALPHABET_WORDS].about);
		p->configurations[i] = given[i];
	}
	if (!*ia_bench_words(set->arena, given[0], given[1]) &&
	    !*ia_bench_words(set->arena, given[1], given[0]))
		return ia_bench_fail(set->arena, problem, IA_USAGE,
				     "bench plan: both configurations are the same command line: %s",
				     given[0]);
	set->plan = p;
	return true;
}

/* Whether the command line is the one that is due, in a boot of its own. */
static bool check_boot(const struct ia_bench_set *set, const struct ia_machine *machine,
		       const char *due, struct ia_problem *problem)
{
	const char *lacks = missing(set, due, machine), *more = excess(set, due, machine);
	const char *letter = ia_plan_letter(set->plan, due);
	struct ia_bench_result here = { .context.boot_id = machine->boot_id };
	size_t i;

	for (i = 0; i < set->count; i++) {
		if (ia_bench_same_boot(&set->runs[i], &here))
			return ia_bench_fail(set->arena, problem, IA_MISSING,
					     "not measured: this boot was measured already; boot %zu of %zu is due, configuration %s, %s: reboot with it",
					     ia_plan_done(set) + 1, ia_plan_boots(set->plan),
					     letter, due);
	}
	if (*lacks || *more)
		return ia_bench_fail(set->arena, problem, IA_MISSING,
				     "not measured: configuration %s is due, %s; this boot %s%s%s%s%s\nset the kernel command line and reboot; 'iommu-audit bench plan' told how",
				     letter, due, *lacks ? "lacks " : "", lacks,
				     *lacks && *more ? ", and " : "",
				     *more ? "has too much: " : "", more);
	return true;
}

/* Whether the device is attached to what the command line settles, as in earlier boots. */
static bool check_domain(const struct ia_bench_set *set, const struct ia_device *device,
			 const char *due, struct ia_problem *problem)
{
	const char *letter = ia_plan_letter(set->plan, due);
	const char *attached = ia_word(&ia_words_domains, device->domain);
	enum ia_domain domain = domain_of(due);
	char address[IA_ADDRESS_SIZE];
	size_t i;

	ia_address_text(address, set->plan->device, true);
	if (ia_is_value(domain) && device->domain != domain)
		return ia_bench_fail(set->arena, problem, IA_MISSING,
				     "not measured: configuration %s was booted, %s, but %s is attached to %s, not to %s: the kernel made an exception, or took back what was requested\nsee 'iommu-audit devices' and 'sudo dmesg'; --force measures it anyway",
				     letter, due, address, attached,
				     ia_word(&ia_words_domains, domain));
	for (i = 0; i < set->count; i++) {
		enum ia_domain then = set->runs[i].context.domain;

		if (is_of(&set->runs[i], due) && then != device->domain)
			return ia_bench_fail(set->arena, problem, IA_MISSING,
					     "not measured: %s is attached to %s; in an earlier boot of configuration %s it was %s: --force measures it anyway",
					     address, attached, letter,
					     ia_word(&ia_words_domains, then));
	}
	return true;
}

/**
 * ia_plan_ready() - see whether the machine is what is due
 * @set: a set with a plan that is not done
 * @machine: this machine, its boot id read
 * @device: the device
 * @problem: filled when it is not
 */
bool ia_plan_ready(const struct ia_bench_set *set, const struct ia_machine *machine,
		   const struct ia_device *device, struct ia_problem *problem)
{
	const char *due = ia_plan_due(set, ia_plan_done(set));

	return check_boot(set, machine, due, problem) &&
	       check_domain(set, device, due, problem);
}
