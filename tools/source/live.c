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

static bool file_says(struct ia_arena *arena, const struct ia_root *root,
		      const char *path, const char *word, bool without)
{
	char *text;
	size_t len;

	if (ia_slurp(arena, root, path, &text, &len))
		return without;
	return strstr(text, word);
}

/* Where a file of the module is. */
char *ia_debugfs_path(struct ia_arena *arena, const char *name)
{
	return ia_format(arena, DEBUGFS "/" IOMMU_AUDIT_DIR "/%s", name);
}

/**
 * ia_is_locked_down() - whether the kernel says that it is locked down
 * @arena: the owner of what is read
 * @root: the running system, or a tree
 */
bool ia_is_locked_down(struct ia_arena *arena, const struct ia_root *root)
{
	static const char path[] = "/sys/kernel/security/lockdown";

	return file_says(arena, root, path, "[integrity]", false) ||
	       file_says(arena, root, path, "[confidentiality]", false);
}

/**
 * ia_why_not() - say why a file of the module could not be read
 * @arena: the owner of the text
 * @root: the running system, or a tree
 * @command: the command line to repeat as root
 * @error: errno of the attempt
 * @problem: filled
 */
void ia_why_not(struct ia_arena *arena, const struct ia_root *root, const char *command,
		int error, struct ia_problem *problem)
{
	struct ia_access found = { .error = error, .command = command };

	/* What is not there for want of /proc is assumed to be fine. */
	found.root = !geteuid() || (root->kind == IA_ROOT_TREE && error != EACCES);
	found.module = ia_root_exists(root, "/sys/module/" IOMMU_AUDIT_MODULE);
	found.debugfs = file_says(arena, root, "/proc/filesystems",
				  "\tdebugfs\n", true);
	found.mounted = file_says(arena, root, "/proc/mounts", " debugfs ", true);
	found.lockdown = ia_is_locked_down(arena, root);
	found.directory = ia_format(arena, "%s" DEBUGFS "/" IOMMU_AUDIT_DIR,
				    root->name);
	ia_diagnose(arena, &found, problem);
}

/* What is not of its alphabet is not known, and in a tree it is refused. */
static struct ia_string line_of(struct ia_arena *arena, const struct ia_root *root,
				const char *path, enum ia_alphabet_id alphabet)
{
	const char *text = ia_read_line(arena, root, path);
	struct ia_string line = ia_text_in(alphabet, text);

	if (text && !line.known)
		ia_root_refuse(root, path, ia_alphabets[alphabet].about);
	return line;
}

/* Of the running system without /proc/sys, where nothing is found quickly. */
static struct ia_string release(struct ia_arena *arena, const struct ia_root *root)
{
	struct utsname name;

	if (root->kind == IA_ROOT_SYSTEM && !uname(&name))
		return ia_text_in(IA_ALPHABET_RELEASE,
				  ia_strndup(arena, name.release, strlen(name.release)));
	return line_of(arena, root, "/proc/sys/kernel/osrelease", IA_ALPHABET_RELEASE);
}

/* Likewise. */
static enum ia_arch architecture(struct ia_arena *arena, const struct ia_root *root)
{
	const char *text;
	struct utsname name;
	unsigned int arch;

	if (root->kind == IA_ROOT_SYSTEM && !uname(&name))
		text = name.machine;
	else
		text = ia_read_line(arena, root, "/proc/sys/kernel/arch");
	if (!text)
		return IA_ARCH_UNKNOWN;
	arch = ia_word_find(&ia_words_arches, text, strlen(text));
	return ia_is_value(arch) ? arch : IA_ARCH_OTHER;
}

/* The time, which tests hold still: SOURCE_DATE_EPOCH, where that is a number. */
static time_t clock_now(void)
{
	const char *fixed = getenv("SOURCE_DATE_EPOCH");
	char *end = NULL;
	time_t now = fixed ? (time_t)strtoll(fixed, &end, 10) : 0;

	return !end || end == fixed || *end ? time(NULL) : now;
}

/**
 * ia_age() - how long ago a machine was read, in ns
 * @machine: its time was kept, or is unknown
 *
 * Return: unknown as well where that is to come.
 */
struct ia_number ia_age(const struct ia_machine *machine)
{
	struct tm tm = { 0 };
	time_t then, now = clock_now();

	if (!machine->time.known || !strptime(machine->time.text, "%Y-%m-%dT%H:%M:%SZ", &tm))
		return (struct ia_number){ 0 };
	then = timegm(&tm);
	if (then > now)
		return (struct ia_number){ 0 };
	return ia_number_of((uint64_t)(now - then) * 1000000000);
}

/**
 * ia_read_context() - read what the kernel itself says of the machine
 * @machine: its kernel, architecture, command line, boot id and time are filled
 * @reads: IA_READ_BOOT, or the boot id stays unknown
 * @root: the running system, or a tree
 */
void ia_read_context(struct ia_machine *machine, unsigned int reads,
		     const struct ia_root *root)
{
	struct ia_arena *arena = machine->arena;
	time_t now = clock_now();
	char text[32];
	struct tm tm;

	if (gmtime_r(&now, &tm) && strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm))
		machine->time = ia_text_in(IA_ALPHABET_TIME,
					   ia_strndup(arena, text, strlen(text)));
	machine->kernel = release(arena, root);
	machine->arch = architecture(arena, root);
	machine->cmdline = line_of(arena, root, "/proc/cmdline", IA_ALPHABET_CMDLINE);
	if (reads & IA_READ_BOOT)
		machine->boot_id = line_of(arena, root, "/proc/sys/kernel/random/boot_id",
					   IA_ALPHABET_UUID);
}

/**
 * ia_uptime() - nanoseconds of CLOCK_BOOTTIME: the clock that the module stamps faults with
 * @arena: memory to read them
 * @root: the running system, or a tree
 */
struct ia_number ia_uptime(struct ia_arena *arena, const struct ia_root *root)
{
	unsigned long long seconds, hundredths;
	struct timespec now;
	struct ia_string text;

	if (root->kind == IA_ROOT_SYSTEM) {
		if (clock_gettime(CLOCK_BOOTTIME, &now))
			return (struct ia_number){ 0 };
		return ia_number_of(now.tv_sec * 1000000000ULL + now.tv_nsec);
	}
	text = line_of(arena, root, "/proc/uptime", IA_ALPHABET_FREE);
	if (!text.known || sscanf(text.text, "%9llu.%2llu ", &seconds, &hundredths) != 2)
		return (struct ia_number){ 0 };
	return ia_number_of(seconds * 1000000000ULL + hundredths * 10000000ULL);
}

/* So many records of a file get their room at once, the others as they come. */
#define ROOM	4096

struct reading {
	struct ia_machine *machine;
	size_t lines;
	size_t room[IA_RECORDS];
};

/* Appends a record to its list of the machine. */
static void keep(void *to, const struct ia_record_list *list, const void *record)
{
	struct reading *reading = to;
	char *machine = (char *)reading->machine;
	void **items = (void **)(machine + list->items);
	size_t *count = (size_t *)(machine + list->count), size = ia_records[list->id].size;

	if (!*items) {
		reading->room[list->id] = reading->lines < ROOM ? reading->lines : ROOM;
		*items = ia_alloc(reading->machine->arena, reading->room[list->id], size);
	}
	*items = ia_grow(reading->machine->arena, *items, *count, &reading->room[list->id], size);
	memcpy((char *)*items + (*count)++ * size, record, size);
}

static size_t lines(const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	size_t count = 0;

	while (p < end && (p = memchr(p, '\n', end - p))) {
		count++;
		p++;
	}
	return count;
}

/**
 * ia_machine_parse() - read the text of a file of the module into its lists
 * @machine: its lists of that file are appended to; not joined
 * @file: the file
 * @text: its content, may be anything; becomes texts of records
 * @len: its length
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_machine_parse(struct ia_machine *machine, enum ia_file file, char *text, size_t len,
		      struct ia_problem *problem)
{
	struct reading reading = { .machine = machine, .lines = lines(text, len) };

	return ia_parse(machine->arena, file, text, len, keep, &reading, problem);
}

static bool read_file(struct ia_machine *machine, enum ia_file file,
		      const struct ia_root *root, const char *command, struct ia_problem *problem)
{
	struct ia_arena *arena = machine->arena;
	const char *path = ia_debugfs_path(arena, ia_file_names[file]);
	char *text;
	size_t len;
	int error = ia_slurp(arena, root, path, &text, &len);

	/* Others were there: then the module is loaded, and older than this file. */
	machine->absent[file] = error == -ENOENT && ia_file_optional(file);
	if (machine->absent[file])
		return true;
	if (error) {
		if (!ia_root_sound(root, problem))
			return false;
		ia_why_not(arena, root, command, -error, problem);
		return false;
	}
	if (ia_machine_parse(machine, file, text, len, problem))
		return true;
	problem->text = ia_format(arena, "%s%s: %s", root->name, path, problem->text);
	return false;
}

/**
 * ia_read_faults() - read once more what changes while faults come in
 * @machine: a machine that was read before; its arena may be another one now,
 *           its faults, versions and boot time are replaced
 * @root: the running system, or a tree
 * @command: the command line to repeat as root, for a message
 * @problem: filled when this fails
 *
 * Neither reads config space nor the names of devices again.
 *
 * Return: whether it worked; not when the module went away.
 */
bool ia_read_faults(struct ia_machine *machine, const struct ia_root *root,
		    const char *command, struct ia_problem *problem)
{
	static const enum ia_file files[] = { IA_FILE_VERSION, IA_FILE_FAULTS };
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		ia_machine_clear(machine, files[i]);
		if (!read_file(machine, files[i], root, command, problem))
			return false;
	}
	if (machine->nidentities)
		machine->identity = machine->identities[0];
	machine->boottime_ns = ia_uptime(machine->arena, root);
	return ia_root_sound(root, problem);
}

/**
 * ia_read_live() - read a machine from the module's files
 * @machine: an empty machine with an arena; filled and joined
 * @reads: IA_READ_*; files that are not read are left empty
 * @root: the running system, or a tree
 * @command: the command line to repeat as root, for a message
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_read_live(struct ia_machine *machine, unsigned int reads,
		  const struct ia_root *root, const char *command,
		  struct ia_problem *problem)
{
	enum ia_file file;

	machine->source = IA_FROM_MODULE;
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
	machine->boottime_ns = ia_uptime(machine->arena, root);
	ia_read_context(machine, reads, root);
	ia_machine_join(machine);
	ia_read_names(machine, root);
	ia_machine_name(machine);
	return ia_root_sound(root, problem);
}
