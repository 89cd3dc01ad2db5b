// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

/* iommu-audit load [PATH]. */
enum ia_status ia_cmd_load(struct ia_run *run)
{
	const char *path = run->argc ? run->argv[0] : NULL;
	struct ia_problem problem;
	bool already;

	ia_read_context(&run->machine, run->reads, &ia_root_system);
	/* libkmod wants to know where the file is, whatever the cwd. */
	if (path)
		path = ia_full_path(run->arena, path);
	if (!ia_module_load(run->arena, path, ia_shown(&run->machine.kernel), &already, &problem))
		return ia_cmd_fail(&problem);
	ia_cmd_settle(run);
	ia_out_text(&run->out, IA_PLAIN, already ?
		    "The module iommu_audit was loaded already.\n" :
		    "Loaded the module iommu_audit.\n");
	return IA_OK;
}

/* iommu-audit unload. */
enum ia_status ia_cmd_unload(struct ia_run *run)
{
	struct ia_problem problem;
	bool already;

	if (!ia_module_unload(run->arena, &already, &problem))
		return ia_cmd_fail(&problem);
	ia_cmd_settle(run);
	ia_out_text(&run->out, IA_PLAIN, already ?
		    "The module iommu_audit was not loaded.\n" :
		    "Unloaded the module iommu_audit.\n");
	return IA_OK;
}
