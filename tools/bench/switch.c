// SPDX-License-Identifier: GPL-2.0
/* The default domain of a group, switched and restored. */
#include "switch.h"

#include <errno.h>
#include <string.h>

#include "../view/message.h"
#include "sysfs.h"

/* What an errno of a group's type means. */
static const struct {
	int error;
	const char *meaning;
} meanings[] = {
	{ EACCES, "this kernel cannot switch at all (Linux can since 5.11), or refuses it to this user; "
		"compare across reboots:  iommu-audit bench plan" },
	{ EINVAL, "this kernel does not know it (DMA-FQ: since Linux 5.15), "
		"or this device must not have it "
		"(identity is refused to untrusted devices, and devices with quirks have one type), "
		"or the group has several devices (Linux 6.1 and before); "
		"'sudo dmesg' may say which" },
	{ EPERM, "a device of the group has a driver, or user space owns it" },
	{ EBUSY, "a device of the group has a driver, or its domain is not the default one" },
	{ ENOMEM, "the kernel had no memory for it" },
	{ EBADE, "the kernel accepted it, and did something else" },
};

/**
 * ia_bench_switch() - switch the group of the device
 * @job: the list
 * @domain: to which default domain
 * @problem: filled when this fails
 */
bool ia_bench_switch(struct ia_bench_job *job, enum ia_domain domain,
		     struct ia_problem *problem)
{
	struct ia_arena *arena = job->set->arena;
	const char *meaning = "see 'sudo dmesg'";
	unsigned long long group = job->device->group.n;
	int error = ia_group_switch(arena, group, domain);
	size_t i;

	job->switched |= !error;
	if (!error)
		return true;
	for (i = 0; i < sizeof(meanings) / sizeof(*meanings); i++) {
		if (meanings[i].error == error)
			meaning = meanings[i].meaning;
	}
	return ia_bench_fail(arena, problem, IA_MISSING,
			     "group %llu cannot be switched to %s: %s\n%s", group,
			     ia_word(&ia_words_domains, domain), strerror(error), meaning);
}

/**
 * ia_bench_not_restored() - say how to give the group its default domain back by hand
 * @job: the list
 * @error: errno that it failed with
 * @problem: filled
 *
 * Return: false, for the caller to return.
 */
bool ia_bench_not_restored(const struct ia_bench_job *job, int error, struct ia_problem *problem)
{
	const char *before = ia_word(&ia_words_domains, job->before);
	unsigned long long group = job->device->group.n;

	return ia_bench_fail(job->set->arena, problem, IA_MISSING,
			     "group %llu could NOT be given back its default domain %s: %s\n"
			     "run:  echo %s | sudo tee /sys/kernel/iommu_groups/%llu/type", group,
			     before, strerror(error), before, group);
}

/**
 * ia_bench_restore() - give the group its default domain back
 * @job: the list; nothing is done for one that does not switch
 * @problem: filled when this fails
 */
bool ia_bench_restore(struct ia_bench_job *job, struct ia_problem *problem)
{
	struct ia_arena *arena = job->set->arena;
	unsigned long long group = job->device->group.n;
	const char *before = ia_word(&ia_words_domains, job->before);
	enum ia_domain now;
	int error;

	if (!ia_is_value(job->before))
		return true;
	error = ia_group_type(arena, group, &now);
	/* A kernel that refused the first switch would refuse this one too. */
	if (!error && now == job->before && !job->switched)
		return true;
	if (error || now != job->before)
		error = ia_group_switch(arena, group, job->before);
	if (!error) {
		ia_message("group %llu is %s again, as before", group, before);
		return true;
	}
	return ia_bench_not_restored(job, error, problem);
}
