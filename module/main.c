// SPDX-License-Identifier: GPL-2.0
/*
 * iommu_audit: what the IOMMU is really doing, in /sys/kernel/debug/iommu_audit
 *
 * Here is the order in which the parts come up and go down, and nothing else.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>

#include "bench/bench.h"
#include "core/records.h"
#include "debugfs/debugfs.h"
#include "source/attachment.h"
#include "source/presence.h"
#include "source/source.h"

/* The benchmark asks, the sources answer, and neither knows the other. */
static const struct ia_bench_ask bench_ask = {
	.pin = ia_presence_pin,
	.unpin = ia_presence_unpin,
	.device = ia_device_read,
	.attached = ia_attachment_read_locked,
};

static void __init say_what_is_missing(void)
{
	struct ia_source units;

	ia_record_init(&ia_source_layout, &units);
	ia_units_describe(&units);
	if (*units.reason)
		pr_info("units: %s\n", units.reason);
}

static int __init iommu_audit_init(void)
{
	int ret;

	ret = ia_units_init();
	if (ret)
		return ret;
	ret = ia_events_init();
	if (ret)
		goto events_failed;
	ret = ia_event_pci_init();
	if (ret)
		goto event_pci_failed;
	ret = ia_faults_init();
	if (ret)
		goto faults_failed;
	ret = ia_bench_init(&bench_ask);
	if (ret)
		goto bench_failed;
	ia_events_start();
	ia_version_init();
	ret = ia_debugfs_init();
	if (ret) {
		pr_err("cannot create debugfs files (error %d): is debugfs off, or another instance loaded?\n",
		       ret);
		goto debugfs_failed;
	}
	say_what_is_missing();
	return 0;

debugfs_failed:
	ia_events_stop();
	ia_bench_exit();
bench_failed:
	ia_faults_exit();
faults_failed:
	ia_event_pci_exit();
event_pci_failed:
	ia_events_exit();
events_failed:
	ia_units_exit();
	return ret;
}

static void __exit iommu_audit_exit(void)
{
	ia_debugfs_exit();
	ia_events_stop();
	ia_bench_exit();
	ia_faults_exit();
	ia_event_pci_exit();
	ia_events_exit();
	ia_units_exit();
}

module_init(iommu_audit_init);
module_exit(iommu_audit_exit);

MODULE_DESCRIPTION("Audit of IOMMU domains, groups, units and ACS");
MODULE_LICENSE("GPL");
MODULE_VERSION(IA_VERSION);
