// SPDX-License-Identifier: GPL-2.0
#include "faults.h"

const struct ia_fault_monitor ia_fault_monitors[] = {
	{ .describe = ia_fault_smmu_describe },
	{}
};
