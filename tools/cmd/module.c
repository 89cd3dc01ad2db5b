// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <stdlib.h>

/* iommu-audit load [PATH]. */
enum ia_status ia_cmd_load(struct ia_run *run)
{
	const char *path = run->argc ? run->argv[0] : NULL;
	struct ia_problem problem;
	char *full = NULL;
	bool already, done;

	ia_read_context(&run->machine, run->reads, "");
	if (path) {
		/* libkmod wants to know where the file is, whatever the cwd. */
		full = realpath(path, NULL);
		path = full ? full : path;
	}
	done = ia_module_load(run->arena, path, ia_shown(&run->machine.kernel), &already,
			      &problem);
	if (!done) {
		free(full);
		return ia_cmd_fail(&problem);
	}
	free(full);
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
	ia_out_text(&run->out, IA_PLAIN, already ?
		    "The module iommu_audit was not loaded.\n" :
		    "Unloaded the module iommu_audit.\n");
	return IA_OK;
}
