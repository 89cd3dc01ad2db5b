// SPDX-License-Identifier: GPL-2.0
/* Prints whether each cause of failure gets the message that helps with it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../source/reader.h"

static int failed;

static void check(const char *name, const struct ia_problem *problem,
		  const char *first, const char *second)
{
	if (problem->status == IA_MISSING && strstr(problem->text, first) &&
	    strstr(problem->text, second)) {
		printf("ok - %s\n", name);
		return;
	}
	printf("not ok - %s\n# %s: %s\n", name, name, problem->text);
	failed = 1;
}

static const struct {
	const char *name;
	struct ia_access access;
	const char *first;
	const char *second;
} reads[] = {
	{ "not root", { .error = EACCES, .debugfs = 1, .mounted = 1 },
	  "needs root", "sudo COMMAND" },
	{ "locked down", { .error = EPERM, .root = 1, .module = 1, .debugfs = 1,
	  .mounted = 1, .lockdown = 1 }, "locked down", "without lockdown=" },
	{ "refused to root", { .error = EPERM, .root = 1, .module = 1,
	  .debugfs = 1, .mounted = 1 }, "refused although you are root",
	  "container" },
	{ "input/output error", { .error = EIO, .root = 1, .module = 1,
	  .debugfs = 1, .mounted = 1 }, "Input/output error", "dmesg" },
};

static const struct {
	const char *name;
	int error;
	const char *path;
	const char *first;
	const char *second;
} loads[] = {
	{ "not installed", ENOENT, NULL, "not installed for kernel KERNEL",
	  "dkms install" },
	{ "no such file", ENOENT, "/x.ko", "/x.ko", "no such file" },
	{ "signature rejected", EKEYREJECTED, NULL, "Secure Boot", "mokutil" },
	{ "signature missing", ENOKEY, NULL, "signature is missing", "mokutil" },
	{ "not permitted", EPERM, NULL, "Secure Boot", "container" },
	{ "another kernel's", ENOEXEC, "/x.ko", "not built for the running kernel",
	  "dkms install" },
	{ "an install command of modprobe.d", ECANCELED, NULL, "has an install command for",
	  "sudo modprobe iommu_audit" },
	{ "no memory", ENOMEM, NULL, "could not be loaded", "dmesg" },
};

/**
 * main() - try them all
 */
int main(void)
{
	struct ia_arena arena = { 0 };
	struct ia_problem problem;
	size_t i;

	for (i = 0; i < sizeof(reads) / sizeof(*reads); i++) {
		struct ia_access access = reads[i].access;

		access.directory = "DIRECTORY";
		access.command = "COMMAND";
		ia_diagnose(&arena, &access, &problem);
		check(reads[i].name, &problem, reads[i].first, reads[i].second);
	}
	for (i = 0; i < sizeof(loads) / sizeof(*loads); i++) {
		ia_explain_load(&arena, loads[i].error, false, "KERNEL",
				loads[i].path, &problem);
		check(loads[i].name, &problem, loads[i].first, loads[i].second);
	}
	ia_explain_load(&arena, EPERM, true, "KERNEL", NULL, &problem);
	check("locked down, not signed", &problem, "it is locked down", "mokutil");
	ia_explain_unload(&arena, EAGAIN, &problem);
	check("in use", &problem, "in use", "lsof");
	ia_explain_unload(&arena, EPERM, &problem);
	check("unload not permitted", &problem, "could not be unloaded",
	      "not permitted");
	ia_arena_free(&arena);
	return failed;
}
