// SPDX-License-Identifier: GPL-2.0
/* Faults of SMMUv3. Its event queue is not followed yet. */
#include "../core/records.h"
#include "faults.h"

/**
 * ia_fault_smmu_describe() - how well faults of SMMUv3 can be seen
 * @monitor: filled in
 */
void ia_fault_smmu_describe(struct ia_monitor *monitor)
{
	monitor->name = IA_MONITOR_SMMUV3;
	monitor->method = IA_BITS_OF(0);
	monitor->accuracy = IA_ACCURACY_NONE;
	monitor->reason = "the event queue of SMMUv3 is not watched yet";
	monitor->missed = 0;
}
