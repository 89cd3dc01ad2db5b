// SPDX-License-Identifier: GPL-2.0
/* What the benchmark reads of sysfs, and the one thing that it changes there. */
#include "sysfs.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "../source/reader.h"

static const char *type_path(struct ia_arena *arena, uint64_t group)
{
	return ia_format(arena, "/sys/kernel/iommu_groups/%llu/type", (unsigned long long)group);
}

/**
 * ia_group_type() - read the default domain type of a group
 * @arena: memory
 * @group: its number
 * @type: its type; unknown when sysfs has another word
 *
 * Return: 0, or an errno.
 */
int ia_group_type(struct ia_arena *arena, uint64_t group, enum ia_domain *type)
{
	const char *word;

	errno = 0;
	*type = IA_DOMAIN_UNKNOWN;
	word = ia_read_line(arena, &ia_root_system, type_path(arena, group));
	if (!word)
		return errno ? errno : ENODATA;
	*type = ia_word_find(&ia_words_domains, word, strlen(word));
	return 0;
}

/**
 * ia_group_switch() - change the default domain type of a group
 * @arena: memory
 * @group: its number
 * @type: the type
 *
 * Return: 0, or the errno of the kernel; EBADE when it said nothing, but the
 * type is another one than was written.
 */
int ia_group_switch(struct ia_arena *arena, uint64_t group, enum ia_domain type)
{
	int error = ia_kernel_write(type_path(arena, group), ia_word(&ia_words_domains, type));
	enum ia_domain now;

	if (!error)
		error = ia_group_type(arena, group, &now);
	if (error)
		return error;
	return now == type ? 0 : EBADE;
}

/* Puts the CPUs of a list of sysfs such as 0,2-3 into a set, or takes them out. */
static void change(struct ia_arena *arena, const char *name, bool in, cpu_set_t *cpus)
{
	const char *list = ia_read_line(arena, &ia_root_system,
					ia_format(arena, "/sys/devices/system/cpu/%s", name));
	char *end;

	while (list && *list >= '0' && *list <= '9') {
		long first = strtol(list, &end, 10), last = first;

		if (*end == '-')
			last = strtol(end + 1, &end, 10);
		for (; first <= last && first < CPU_SETSIZE; first++) {
			if (in)
				CPU_SET(first, cpus);
			else
				CPU_CLR(first, cpus);
		}
		list = end + (*end == ',');
	}
}

/**
 * ia_usable_cpus() - how many CPUs the module takes when none are named
 * @arena: memory
 *
 * Isolated CPUs are left to those that they are isolated for, and so are those that this process
 * may not run on.
 *
 * Return: their number; 1 when it cannot be told.
 */
long ia_usable_cpus(struct ia_arena *arena)
{
	cpu_set_t usable, own;

	CPU_ZERO(&usable);
	change(arena, "online", true, &usable);
	change(arena, "isolated", false, &usable);
	change(arena, "nohz_full", false, &usable);
	if (!sched_getaffinity(0, sizeof(own), &own))
		CPU_AND(&usable, &usable, &own);
	return CPU_COUNT(&usable) ? CPU_COUNT(&usable) : 1;
}
