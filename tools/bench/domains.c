// SPDX-License-Identifier: GPL-2.0
/* bench --domains: the same device in one default domain after the other. */
#include "cmd.h"

#include <errno.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/* More are not there to switch to. */
#define MOST_DOMAINS	3

static bool is_type(const char *word)
{
	return !strcmp(word, IOMMU_AUDIT_DOMAIN_IDENTITY) ||
	       !strcmp(word, IOMMU_AUDIT_DOMAIN_DMA) ||
	       !strcmp(word, IOMMU_AUDIT_DOMAIN_DMA_FQ);
}

static enum ia_status parse(struct ia_run *run, const char **words, size_t *count)
{
	const char *list = ia_opt(run, DOMAINS);
	size_t i;

	for (*count = 0;; list++) {
		size_t len = strchrnul(list, ',') - list;
		const char *word = ia_strndup(run->arena, list, len);

		if (!is_type(word))
			return ia_cmd_usage("--domains: '%s' is none of identity, DMA (strict) and DMA-FQ (lazy)",
					    word);
		for (i = 0; i < *count; i++) {
			if (!strcmp(words[i], word))
				return ia_cmd_usage("--domains: %s is there twice", word);
		}
		words[(*count)++] = word;
		list += len;
		if (!*list)
			break;
	}
	if (*count < 2)
		return ia_cmd_usage("--domains needs two or three of identity, DMA and DMA-FQ, separated by commas");
	return IA_OK;
}

/* Drivers of the group other than those of bridges, which map nothing. */
static enum ia_status check_drivers(struct ia_run *run, const char *group)
{
	struct ia_machine *m = &run->machine;
	struct ia_buf buf = { .arena = run->arena };
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		if (strcmp(d->group_text, group) || !strcmp(d->driver_text, "pcieport") ||
		    !strcmp(d->driver_text, IOMMU_AUDIT_NOT_APPLICABLE))
			continue;
		ia_buf_add(&buf, "\n  echo %s >/sys/bus/pci/drivers/%s/unbind",
			   ia_bench_dev(run->arena, d), d->driver_text);
	}
	if (!buf.len)
		return IA_OK;
	fprintf(stderr,
		"iommu-audit: the kernel switches the default domain of group %s only when none of its devices has a driver\n"
		"when nothing needs them, take the drivers away as root, measure again, and write the same addresses to 'bind':%s\n"
		"or compare kernel command lines instead, with the driver in place:  iommu-audit bench plan\n",
		group, buf.text);
	return IA_MISSING;
}

static enum ia_status check_group(struct ia_bench_job *job)
{
	int error = ia_group_type(job->run->arena, ia_cmd_root(job->run), job->group,
				  &job->before);

	if (error)
		fprintf(stderr, "iommu-audit: %s has no default domain to switch (group %s: %s): is an IOMMU there, and on?\n",
			job->dev, job->group, strerror(error));
	else if (!is_type(job->before))
		fprintf(stderr, "iommu-audit: the default domain of group %s is %s, which cannot be restored afterwards\n",
			job->group, job->before);
	else
		return IA_OK;
	job->before = NULL;
	return IA_MISSING;
}

/**
 * ia_bench_domains() - put the runs of --domains on the list
 * @job: the list; its device is set
 * @lines: for bench/run, one for each step of a sweep
 * @nlines: number of @lines
 * @rounds: how often each domain is measured
 *
 * Domains take turns, so that what drifts does so for all of them.
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_bench_domains(struct ia_bench_job *job, const char *const *lines,
				size_t nlines, size_t rounds)
{
	const char *words[MOST_DOMAINS + 1];
	enum ia_status status;
	size_t count, i, j, k;

	status = parse(job->run, words, &count);
	if (!status)
		status = check_drivers(job->run, job->group);
	if (!status)
		status = check_group(job);
	for (i = 0; !status && i < rounds; i++) {
		for (j = 0; j < count; j++) {
			for (k = 0; k < nlines; k++)
				ia_bench_plan_run(job, words[j], words[j], lines[k]);
		}
	}
	return status;
}

/**
 * ia_bench_switch() - switch the group of the device
 * @job: the list
 * @domain: to which default domain
 *
 * Return: 0, or an errno.
 */
int ia_bench_switch(struct ia_bench_job *job, const char *domain)
{
	int error = ia_group_switch(job->run->arena, ia_cmd_root(job->run), job->group, domain);

	job->switched |= !error;
	return error;
}

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
 * ia_bench_switch_failed() - say why a group could not be switched
 * @job: the list
 * @domain: to which default domain
 * @error: errno
 *
 * Return: IA_MISSING.
 */
enum ia_status ia_bench_switch_failed(struct ia_bench_job *job, const char *domain,
				      int error)
{
	const char *meaning = "see 'sudo dmesg'";
	size_t i;

	for (i = 0; i < sizeof(meanings) / sizeof(*meanings); i++) {
		if (meanings[i].error == error)
			meaning = meanings[i].meaning;
	}
	fprintf(stderr, "iommu-audit: group %s cannot be switched to %s: %s\n%s\n",
		job->group, domain, strerror(error), meaning);
	return IA_MISSING;
}

/**
 * ia_bench_restore() - give the group its default domain back
 * @job: the list; nothing is done for one that does not switch
 *
 * Return: IA_OK, or IA_MISSING after a message.
 */
enum ia_status ia_bench_restore(struct ia_bench_job *job)
{
	const char *now;
	int error;

	if (!job->before)
		return IA_OK;
	error = ia_group_type(job->run->arena, ia_cmd_root(job->run), job->group, &now);
	/* A kernel that refused the first switch would refuse this one too. */
	if (!error && !strcmp(now, job->before) && !job->switched)
		return IA_OK;
	if (error || strcmp(now, job->before))
		error = ia_bench_switch(job, job->before);
	if (!error) {
		fprintf(stderr, "iommu-audit: group %s is %s again, as before\n",
			job->group, job->before);
		return IA_OK;
	}
	fprintf(stderr, "iommu-audit: group %s could NOT be given back its default domain %s: %s\n"
		"run:  echo %s | sudo tee /sys/kernel/iommu_groups/%s/type\n",
		job->group, job->before, strerror(error), job->before, job->group);
	return IA_MISSING;
}
