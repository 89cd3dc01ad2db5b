// SPDX-License-Identifier: GPL-2.0
/*
 * A file that is written: one write() is one line, and returns when what it asks
 * for has been done. The open file keeps the module from being unloaded.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "debugfs.h"

static ssize_t command_write(struct file *file, const char __user *buf, size_t size, loff_t *pos)
{
	const struct ia_file *what = file_inode(file)->i_private;
	char *line;
	int ret;

	if (size > what->longest)
		return -E2BIG;
	line = memdup_user_nul(buf, size);
	if (IS_ERR(line))
		return PTR_ERR(line);
	ret = strlen(line) == size ? what->command(line) : -EINVAL;
	kfree(line);
	return ret ?: size;
}

const struct file_operations ia_command_fops = {
	.owner = THIS_MODULE,
	.write = command_write,
	.llseek = noop_llseek,
};
