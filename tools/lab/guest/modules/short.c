// SPDX-License-Identifier: GPL-2.0
/*
 * Memory is short just when who loads iommu_audit makes a file or a directory in
 * debugfs: the kernel's fault injection refuses the next allocation of the task,
 * which is that of the entry's name. failslab/ignore-gfp-wait has to be off, or it
 * refuses none that may wait.
 *
 *	at=N		which one, from 1
 *	seen		how many there were when it was loaded last
 */
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/string.h>

static unsigned int at;
static const struct task_struct *loader;
static unsigned int seen;
module_param(seen, uint, 0444);

static int set_at(const char *value, const struct kernel_param *kp)
{
	loader = NULL;
	return param_set_uint(value, kp);
}

static const struct kernel_param_ops at_ops = {
	.set = set_at,
	.get = param_get_uint,
};
module_param_cb(at, &at_ops, &at, 0644);

static int made(struct kprobe *probe, struct pt_regs *regs)
{
	const char *name = (const char *)regs_get_kernel_argument(regs, 0);

	/* insmod of busybox tries twice to load what was refused. */
	if (!strcmp(name, "iommu_audit")) {
		loader = current;
		seen = 0;
	}
	if (current == loader && ++seen == at)
		current->fail_nth = 1;
	return 0;
}

static struct kprobe file_probe = {
	.symbol_name = "debugfs_create_file",
	.pre_handler = made,
};

static struct kprobe dir_probe = {
	.symbol_name = "debugfs_create_dir",
	.pre_handler = made,
};

static struct kprobe *probes[] = { &file_probe, &dir_probe };

static int __init short_init(void)
{
	return register_kprobes(probes, ARRAY_SIZE(probes));
}

static void __exit short_exit(void)
{
	unregister_kprobes(probes, ARRAY_SIZE(probes));
}

module_init(short_init);
module_exit(short_exit);
MODULE_DESCRIPTION("Refuses memory to who makes a file in debugfs");
MODULE_LICENSE("GPL");
