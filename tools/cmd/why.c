// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../view/why.h"

/* iommu-audit why DEV. */
enum ia_status ia_cmd_why(struct ia_run *run)
{
	const struct ia_device **devices;
	struct ia_facts facts;
	struct ia_context context = { &run->machine, &facts, NULL };
	struct ia_why why;
	enum ia_status status;
	size_t count;

	if (!run->argc)
		return ia_cmd_usage("why needs the address of a PCI function: write 'iommu-audit why 03:00.0'");
	status = ia_cmd_read(run);
	if (!status)
		status = ia_cmd_devices(run, &devices, &count);
	if (status)
		return status;
	ia_facts_gather(&run->machine, &facts);
	context.lint = ia_lint_machine(&run->machine);
	ia_why_explain(&context, devices[0], &why);
	ia_why_show(&run->out, &run->machine, &why, ia_opt(run, JSON));
	return IA_OK;
}
