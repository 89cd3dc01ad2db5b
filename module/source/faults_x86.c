// SPDX-License-Identifier: GPL-2.0
#include "fault_irq.h"
#include "faults.h"

/* That of invalidation is called by the one of VT-d, which starts and stops before it. */
const struct ia_fault_monitor ia_fault_monitors[] = {
	{
		.check = ia_fault_vtd_check,
		.start = ia_fault_vtd_start,
		.stop = ia_fault_vtd_stop,
		.look = ia_fault_vtd_prove,
		.complete = ia_fault_irqs,
		.describe = ia_fault_vtd_describe,
	},
	{
		.check = ia_fault_amd_check,
		.start = ia_fault_amd_start,
		.stop = ia_fault_amd_stop,
		.look = ia_fault_amd_sample,
		.describe = ia_fault_amd_describe,
	},
	{
		.check = ia_fault_inval_check,
		.start = ia_fault_inval_start,
		.stop = ia_fault_inval_stop,
		.describe = ia_fault_inval_describe,
	},
	{}
};
