// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "../../include/uapi/iommu_audit.h"

#define DEBUGFS "/sys/kernel/debug"

static bool file_says(struct ia_arena *arena, const char *root,
		      const char *path, const char *word)
{
	char *text;
	size_t len;

	if (ia_slurp(arena, ia_format(arena, "%s%s", root, path), &text, &len))
		return false;
	return strstr(text, word);
}

/**
 * ia_debugfs_path() - where a file of the module is
 * @arena: the owner of the text
 * @root: prefix of all paths, "" for the running system
 * @name: the file
 */
char *ia_debugfs_path(struct ia_arena *arena, const char *root,
		      const char *name)
{
	return ia_format(arena, "%s" DEBUGFS "/" IOMMU_AUDIT_DIR "/%s", root, name);
}

/**
 * ia_why_not() - say why a file of the module could not be read
 * @arena: the owner of the text
 * @root: prefix of all paths, "" for the running system
 * @command: the command line to repeat as root
 * @error: errno of the attempt
 * @problem: filled
 */
void ia_why_not(struct ia_arena *arena, const char *root, const char *command,
		int error, struct ia_problem *problem)
{
	struct ia_access found = { .error = error, .command = command };

	/* What is not there for want of /proc is assumed to be fine. */
	found.root = !geteuid() || (*root && error != EACCES);
	found.module = !access(ia_format(arena, "%s/sys/module/"
					 IOMMU_AUDIT_MODULE, root), F_OK);
	found.debugfs = file_says(arena, root, "/proc/filesystems",
				  "\tdebugfs\n");
	found.mounted = file_says(arena, root, "/proc/mounts", " debugfs ");
	found.lockdown = file_says(arena, root,
				   "/sys/kernel/security/lockdown",
				   "[integrity]") ||
			  file_says(arena, root,
				    "/sys/kernel/security/lockdown",
				    "[confidentiality]");
	found.directory = ia_format(arena, "%s" DEBUGFS "/" IOMMU_AUDIT_DIR,
				    root);
	ia_diagnose(arena, &found, problem);
}

/* Of the running system without /proc/sys, where nothing is found quickly. */
static const char *release(struct ia_arena *arena, const char *root)
{
	const char *text;
	struct utsname name;

	if (!*root && !uname(&name))
		return ia_strndup(arena, name.release, strlen(name.release));
	text = ia_read_line(arena,
			    ia_format(arena, "%s/proc/sys/kernel/osrelease", root));
	return text ? text : IOMMU_AUDIT_UNKNOWN;
}

static const char *id_of_boot(struct ia_arena *arena, const char *root)
{
	const char *text;

	text = ia_read_line(arena,
			    ia_format(arena, "%s/proc/sys/kernel/random/boot_id", root));
	return text ? text : IOMMU_AUDIT_UNKNOWN;
}

/**
 * ia_read_context() - read what the kernel itself says of the machine
 * @machine: its kernel, command line, boot id and time are filled
 * @reads: IA_READ_BOOT, or the boot id stays unknown
 * @root: prefix of all paths, "" for the running system
 */
void ia_read_context(struct ia_machine *machine, unsigned int reads,
		     const char *root)
{
	struct ia_arena *arena = machine->arena;
	const char *fixed = getenv("SOURCE_DATE_EPOCH");
	time_t now = fixed ? (time_t)strtoll(fixed, NULL, 10) : time(NULL);
	char text[32] = IOMMU_AUDIT_UNKNOWN;
	struct tm tm;

	if (gmtime_r(&now, &tm))
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	machine->time_text = ia_strndup(arena, text, strlen(text));
	machine->kernel_text = release(arena, root);
	machine->cmdline_text = ia_read_line(arena,
					ia_format(arena, "%s/proc/cmdline", root));
	if (!machine->cmdline_text)
		machine->cmdline_text = IOMMU_AUDIT_UNKNOWN;
	machine->boot_text = IOMMU_AUDIT_UNKNOWN;
	if (reads & IA_READ_BOOT)
		machine->boot_text = id_of_boot(arena, root);
}

/* Nanoseconds of CLOCK_BOOTTIME: the clock that the module stamps faults with. */
static const char *boottime(struct ia_arena *arena, const char *root)
{
	unsigned long long seconds, hundredths;
	struct timespec now;
	const char *text;

	if (!*root) {
		if (clock_gettime(CLOCK_BOOTTIME, &now))
			return IOMMU_AUDIT_UNKNOWN;
		return ia_format(arena, "%llu", now.tv_sec * 1000000000ULL +
						now.tv_nsec);
	}
	text = ia_read_line(arena, ia_format(arena, "%s/proc/uptime", root));
	if (!text || sscanf(text, "%9llu.%2llu ", &seconds, &hundredths) != 2)
		return IOMMU_AUDIT_UNKNOWN;
	return ia_format(arena, "%llu", seconds * 1000000000ULL +
					hundredths * 10000000ULL);
}

static bool read_file(struct ia_machine *machine, enum ia_file file,
		      const char *root, const char *command, struct ia_problem *problem)
{
	struct ia_arena *arena = machine->arena;
	const char *path = ia_debugfs_path(arena, root, ia_file_names[file]), *wrong;
	char *text;
	size_t len;
	int error = ia_slurp(arena, path, &text, &len);

	/* Others were there: then the module is loaded, and older than this file. */
	machine->absent[file] = error == -ENOENT && ia_file_optional(file);
	if (machine->absent[file])
		return true;
	if (error) {
		ia_why_not(arena, root, command, -error, problem);
		return false;
	}
	wrong = ia_parse(arena, ia_file_names[file], text, len, &machine->files[file]);
	if (!wrong)
		return true;
	*problem = (struct ia_problem){
		.status = IA_PARSE,
		.text = ia_format(arena, "%s: %s", path, wrong),
	};
	/* Nothing is broken: the two are not of one age. */
	if (strstr(wrong, "update iommu-audit"))
		problem->status = IA_MISSING;
	return false;
}

/**
 * ia_read_faults() - read once more what changes while faults come in
 * @machine: a machine that was read before; its arena may be another one now,
 *           its faults, versions and boot time are replaced
 * @root: prefix of all paths, "" for the running system
 * @command: the command line to repeat as root, for a message
 * @problem: filled when this fails
 *
 * Neither reads config space nor the names of devices again.
 *
 * Return: whether it worked; not when the module went away.
 */
bool ia_read_faults(struct ia_machine *machine, const char *root,
		    const char *command, struct ia_problem *problem)
{
	static const enum ia_file files[] = { IA_FILE_VERSION, IA_FILE_FAULTS };
	size_t i, j;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		struct ia_records *records = &machine->files[files[i]];

		*records = (struct ia_records){ 0 };
		if (!read_file(machine, files[i], root, command, problem))
			return false;
		for (j = 0; files[i] == IA_FILE_FAULTS && j < records->count; j++) {
			if (ia_record_find(&records->items[j], "unit"))
				continue;
			*problem = (struct ia_problem){
				.status = IA_PARSE,
				.text = "faults: a line without unit=",
			};
			return false;
		}
	}
	machine->boottime_ns_text = boottime(machine->arena, root);
	return true;
}

/**
 * ia_read_live() - read a machine from the module's files
 * @machine: an empty machine with an arena; filled and joined
 * @reads: IA_READ_*; files that are not read are left empty
 * @root: prefix of all paths, "" for the running system
 * @command: the command line to repeat as root, for a message
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_read_live(struct ia_machine *machine, unsigned int reads,
		  const char *root, const char *command,
		  struct ia_problem *problem)
{
	const char *wrong;
	enum ia_file file;

	for (file = 0; file < IA_FILES; file++) {
		if (reads & IA_READ(file) &&
		    !read_file(machine, file, root, command, problem))
			return false;
	}
	/* A module without the last requests has them among all events. */
	if (machine->absent[IA_FILE_VF_REQUESTS] && !(reads & IA_READ(IA_FILE_EVENTS)) &&
	    !read_file(machine, IA_FILE_EVENTS, root, command, problem))
		return false;
	/* Right behind the faults, whose ages are counted from here. */
	machine->boottime_ns_text = boottime(machine->arena, root);
	ia_read_context(machine, reads, root);
	wrong = ia_machine_join(machine);
	if (wrong) {
		*problem = (struct ia_problem){ .status = IA_PARSE,
						.text = wrong };
		return false;
	}
	ia_read_names(machine, root);
	ia_machine_name(machine);
	return true;
}
