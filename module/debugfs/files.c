// SPDX-License-Identifier: GPL-2.0
#include <linux/dcache.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "../../include/uapi/iommu_audit.h"
#include "../bench/bench.h"
#include "../core/records.h"
#include "../source/source.h"
#include "debugfs.h"

/* A file without a layout has records of several kinds, each with its own. */
static const struct ia_file files[] = {
	{ IOMMU_AUDIT_FILE_VERSION, ia_version_snapshot },
	{ IOMMU_AUDIT_FILE_UNITS, ia_units_snapshot, &ia_unit_layout },
	{ IOMMU_AUDIT_FILE_REGISTERS, ia_registers_snapshot, &ia_register_layout },
	{ IOMMU_AUDIT_FILE_GROUPS, ia_groups_snapshot, &ia_group_layout },
	{ IOMMU_AUDIT_FILE_DEVICES, ia_devices_snapshot, &ia_device_layout },
	{ IOMMU_AUDIT_FILE_ACS, ia_acs_snapshot, &ia_acs_layout },
	{ IOMMU_AUDIT_FILE_TRANSLATIONS, ia_translations_snapshot, &ia_requester_layout },
	{ IOMMU_AUDIT_FILE_FAULTS, ia_faults_snapshot },
	{ IOMMU_AUDIT_FILE_FAULT_LOG, ia_fault_log_snapshot, &ia_fault_record_layout },
	{ IOMMU_AUDIT_FILE_EVENTS, ia_events_snapshot, &ia_event_layout },
	{ IOMMU_AUDIT_FILE_EVENTS_PIPE },
	{ IOMMU_AUDIT_FILE_VF_REQUESTS, ia_vf_requests_snapshot, &ia_event_layout },
	{ IOMMU_AUDIT_FILE_BENCH_RUN, .command = ia_bench_run,
	  .longest = IOMMU_AUDIT_BENCH_MAX_LINE },
	{ IOMMU_AUDIT_FILE_BENCH_RESULT, ia_bench_snapshot },
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

static int create(const struct ia_file *file)
{
	struct dentry *folder = folder_of(file->name);

	if (!IS_ERR(folder))
		folder = debugfs_create_file(kbasename(file->name), file->command ? 0200 : 0400,
					     folder, (void *)file, fops_of(file));
	return PTR_ERR_OR_ZERO(folder);
}

/**
 * ia_debugfs_exit() - remove the directory; waits for readers inside a call
 */
void ia_debugfs_exit(void)
{
	debugfs_remove_recursive(directory);
}

/**
 * ia_debugfs_init() - make the directory and its files
 *
 * Every source is up already: a file can be opened the moment it exists.
 *
 * A file that is missing would look like an older module, so that is an error,
 * unlike for most users of debugfs.
 *
 * Return: 0 or a negative errno; -ENODEV without debugfs in this kernel,
 *         -EPERM when it is switched off (debugfs=off)
 */
int ia_debugfs_init(void)
{
	size_t i;
	int ret;

	directory = debugfs_create_dir(IOMMU_AUDIT_DIR, NULL);
	if (IS_ERR(directory))
		return PTR_ERR(directory);
	for (i = 0; i < ARRAY_SIZE(files); i++) {
		ret = create(&files[i]);
		if (ret) {
			ia_debugfs_exit();
			return ret;
		}
	}
	return 0;
}
