// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>

MODULE_DESCRIPTION("KUnit tests of the pure code of iommu_audit");
MODULE_LICENSE("GPL");
