// SPDX-License-Identifier: GPL-2.0
/* Linux 6.9: "PM: runtime: Simplify pm_runtime_get_if_active() usage" */
#include <linux/pm_runtime.h>

int probe(struct device *dev);
int probe(struct device *dev)
{
	return pm_runtime_get_if_active(dev);
}
