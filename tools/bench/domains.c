// SPDX-License-Identifier: GPL-2.0
/* bench --domains: the same device in one default domain after the other. */
#include "switch.h"

#include <errno.h>
#include <string.h>

#include "../base/escape.h"
#include "sysfs.h"

/* More are not there to switch to. */
#define MOST_DOMAINS	3
/* PCI-to-PCI bridges: the driver of their ports leaves the group alone. */
#define SUBCLASS_PCI_BRIDGE	0x0604

static const char *word_of(enum ia_domain domain)
{
	return ia_word(&ia_words_domains, domain);
}

/* Those that sysfs takes for the type of a group. */
static bool is_type(enum ia_domain domain)
{
	return domain == IA_DOMAIN_IDENTITY || domain == IA_DOMAIN_DMA ||
	       domain == IA_DOMAIN_DMA_FQ;
}

static bool parse(struct ia_arena *arena, const char *list, enum ia_domain *domains,
		  size_t *count, struct ia_problem *problem)
{
	size_t i;

	for (*count = 0;; list++) {
		size_t len = strchrnul(list, ',') - list;
		enum ia_domain domain = ia_word_find(&ia_words_domains, list, len);

		if (!is_type(domain))
			return ia_bench_fail(arena, problem, IA_USAGE,
					     "--domains: '%.*s' is none of identity, DMA (strict) and DMA-FQ (lazy)",
					     (int)len, list);
		for (i = 0; i < *count; i++) {
			if (domains[i] == domain)
				return ia_bench_fail(arena, problem, IA_USAGE,
						     "--domains: %s is there twice",
						     word_of(domain));
		}
		domains[(*count)++] = domain;
		list += len;
		if (!*list)
			break;
	}
	return *count > 1 ||
	       ia_bench_fail(arena, problem, IA_USAGE,
			     "--domains needs two or three of identity, DMA and DMA-FQ, separated by commas");
}

/* Drivers of the group other than those of bridges, which map nothing. */
static bool check_drivers(struct ia_arena *arena, const struct ia_device *device,
			  struct ia_problem *problem)
{
	const struct ia_group *group = device->in_group;
	struct ia_buf buf = { .arena = arena };
	char address[IA_ADDRESS_SIZE];
	size_t i;

	for (i = 0; group && i < group->nfunctions; i++) {
		const struct ia_device *d = group->functions[i];

		if (!d->driver.known || d->class_code.n >> 8 == SUBCLASS_PCI_BRIDGE)
			continue;
		ia_buf_add(&buf, "\n  echo %s >/sys/bus/pci/drivers/%s/unbind",
			   ia_address_text(address, d->address, true),
			   ia_escape_shell(arena, d->driver.text));
	}
	if (!buf.len)
		return true;
	return ia_bench_fail(arena, problem, IA_MISSING,
			     "the kernel switches the default domain of group %llu only when none of its devices has a driver\n"
			     "when nothing needs them, take the drivers away as root, measure again, and write the same addresses to 'bind':%s\n"
			     "or compare kernel command lines instead, with the driver in place:  iommu-audit bench plan",
			     (unsigned long long)device->group.n, buf.text);
}

static bool check_group(struct ia_bench_job *job, struct ia_problem *problem)
{
	struct ia_arena *arena = job->set->arena;
	const struct ia_device *device = job->device;
	unsigned long long group = device->group.n;
	enum ia_domain type;
	int error = device->group.known ? ia_group_type(arena, group, &type) : ENODEV;
	char address[IA_ADDRESS_SIZE];

	if (error)
		return ia_bench_fail(arena, problem, IA_MISSING,
				     "%s has no default domain to switch (%s: %s): is an IOMMU there, and on?",
				     ia_address_text(address, device->address, true),
				     device->group.known ? ia_format(arena, "group %llu", group) : "no group",
				     strerror(error));
	if (!is_type(type))
		return ia_bench_fail(arena, problem, IA_MISSING,
				     "the default domain of group %llu is %s, which cannot be restored afterwards",
				     group, word_of(type));
	job->before = type;
	return true;
}

/**
 * ia_bench_domains() - put the runs of --domains on the list
 * @job: the list; its device is set
 * @list: the domains, as given
 * @requests: what is requested, step by step
 * @rounds: how often each domain is measured
 * @problem: filled when this fails
 *
 * Domains take turns, so that what drifts does so for all of them.
 */
bool ia_bench_domains(struct ia_bench_job *job, const char *list,
		      const struct ia_bench_requests *requests, size_t rounds,
		      struct ia_problem *problem)
{
	struct ia_arena *arena = job->set->arena;
	enum ia_domain domains[MOST_DOMAINS + 1];
	size_t count, i, j, k;

	if (!parse(arena, list, domains, &count, problem) ||
	    !check_drivers(arena, job->device, problem) || !check_group(job, problem))
		return false;
	for (i = 0; i < rounds; i++) {
		for (j = 0; j < count; j++) {
			for (k = 0; k < requests->count; k++)
				ia_bench_step(job, word_of(domains[j]), domains[j],
					      &requests->items[k]);
		}
	}
	return true;
}
