// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../view/assign.h"

/*
 * iommu-audit assign DEV...
 *
 * Return: IA_FINDINGS when one of them cannot be assigned, else IA_NOT_SEEN when it is not known of
 * one whether it can.
 */
enum ia_status ia_cmd_assign(struct ia_run *run)
{
	const struct ia_device **devices;
	struct ia_assign *all;
	enum ia_status status;
	size_t count, i;
	bool no = false, unknown = false;

	if (!run->argc)
		return ia_cmd_usage("assign needs a PCI function: write 'iommu-audit assign 03:00.0', or a name such as nvme0");
	status = ia_cmd_read(run);
	if (!status)
		status = ia_cmd_devices(run, &devices, &count);
	if (status)
		return status;
	all = ia_alloc(run->arena, count, sizeof(*all));
	for (i = 0; i < count; i++) {
		ia_assign_judge(&run->machine, devices[i], &all[i]);
		no |= all[i].answer == IA_ASSIGN_NO;
		unknown |= all[i].answer == IA_ASSIGN_UNKNOWN;
	}
	ia_assign_show(&run->out, &run->machine, all, count, ia_opt(run, JSON));
	return no ? IA_FINDINGS : unknown ? IA_NOT_SEEN : IA_OK;
}
