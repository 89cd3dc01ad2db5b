// SPDX-License-Identifier: GPL-2.0
#include <linux/dcache.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/utsname.h>

#include "../../include/uapi/iommu_audit.h"
#include "../bench/bench.h"
#include "../core/acs.h"
#include "../core/bench.h"
#include "../core/device.h"
#include "../core/event.h"
#include "../core/fault.h"
#include "../core/group.h"
#include "../core/unit.h"
#include "../core/version.h"
#include "../source/source.h"
#include "debugfs.h"

/* A formatter of core/ behind the pointer type that the table can hold. */
#define FORMAT(type)							\
static size_t format_##type(const void *record, char *buf, size_t size)	\
{									\
	return ia_##type##_format(record, buf, size);			\
}

FORMAT(source)
FORMAT(unit)
FORMAT(group)
FORMAT(device)
FORMAT(acs)
FORMAT(fault_line)
FORMAT(event)
FORMAT(bench_line)

static u64 loaded_ns;

static size_t format_identity(char *buf, size_t size)
{
	return ia_identity_format(IA_VERSION, init_utsname()->release, loaded_ns,
				  buf, size);
}

static const struct ia_file files[] = {
	{ IOMMU_AUDIT_FILE_VERSION, ia_version_snapshot, format_source, format_identity },
	{ IOMMU_AUDIT_FILE_UNITS, ia_units_snapshot, format_unit },
	{ IOMMU_AUDIT_FILE_GROUPS, ia_groups_snapshot, format_group },
	{ IOMMU_AUDIT_FILE_DEVICES, ia_devices_snapshot, format_device },
	{ IOMMU_AUDIT_FILE_ACS, ia_acs_snapshot, format_acs },
	{ IOMMU_AUDIT_FILE_FAULTS, ia_faults_snapshot, format_fault_line },
	{ IOMMU_AUDIT_FILE_FAULT_LOG, ia_fault_log_snapshot, format_fault_line },
	{ IOMMU_AUDIT_FILE_EVENTS, ia_events_snapshot, format_event },
	{ IOMMU_AUDIT_FILE_EVENTS_PIPE },
	{ IOMMU_AUDIT_FILE_VF_REQUESTS, ia_vf_requests_snapshot, format_event },
	{ IOMMU_AUDIT_FILE_BENCH_RUN, .command = ia_bench_run,
	  .longest = IOMMU_AUDIT_BENCH_MAX_LINE },
	{ IOMMU_AUDIT_FILE_BENCH_RESULT, ia_bench_snapshot, format_bench_line },
};

static struct dentry *directory;

/* The directory that a name belongs into, made for the first one. */
static struct dentry *folder_of(const char *name)
{
	const char *slash = strchr(name, '/');
	struct dentry *folder;
	char part[16];

	if (!slash)
		return directory;
	scnprintf(part, sizeof(part), "%.*s", (int)(slash - name), name);
	folder = debugfs_lookup(part, directory);
	if (!folder)
		return debugfs_create_dir(part, directory);
	/* It stays as long as the directory above it. */
	dput(folder);
	return folder;
}

static const struct file_operations *fops_of(const struct ia_file *file)
{
	if (file->command)
		return &ia_command_fops;
	return file->snapshot ? &ia_table_fops : &ia_pipe_fops;
}

static void create(const struct ia_file *file)
{
	debugfs_create_file(kbasename(file->name), file->command ? 0200 : 0400,
			    folder_of(file->name), (void *)file, fops_of(file));
}

/**
 * ia_debugfs_init() - make the directory and its files
 *
 * Every source is up already: a file can be opened the moment it exists.
 *
 * Return: 0 or a negative errno; -ENODEV without debugfs in this kernel,
 *         -EPERM when it is switched off (debugfs=off)
 */
int ia_debugfs_init(void)
{
	size_t i;

	loaded_ns = ktime_get_boottime_ns();
	directory = debugfs_create_dir(IOMMU_AUDIT_DIR, NULL);
	if (IS_ERR(directory))
		return PTR_ERR(directory);
	for (i = 0; i < ARRAY_SIZE(files); i++)
		create(&files[i]);
	return 0;
}

/**
 * ia_debugfs_exit() - remove the directory; waits for readers inside a call
 */
void ia_debugfs_exit(void)
{
	debugfs_remove_recursive(directory);
}
