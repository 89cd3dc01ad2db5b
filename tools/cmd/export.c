// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include "../view/export.h"
#include "../view/near.h"

static enum ia_status no_format(struct ia_run *run, const char *name)
{
	struct ia_near near = { .word = name, .len = strlen(name) };
	struct ia_buf names = { .arena = run->arena };
	size_t i;

	for (i = 0; i < ia_nexport_formats; i++) {
		ia_near_try(&near, ia_export_formats[i].name);
		ia_buf_add(&names, " %s", ia_export_formats[i].name);
	}
	return ia_cmd_usage("%s", ia_unknown_text(run->arena, &near, "a format", "formats",
						  names.text));
}

static const struct ia_export_format *find(const char *name)
{
	size_t i;

	for (i = 0; i < ia_nexport_formats; i++) {
		if (!strcmp(ia_export_formats[i].name, name))
			return &ia_export_formats[i];
	}
	return NULL;
}

/* iommu-audit export FORMAT [-o FILE]; - is standard output. */
enum ia_status ia_cmd_export(struct ia_run *run)
{
	const struct ia_export_format *format;
	struct ia_export *export;
	enum ia_status status;

	if (!run->argc)
		return ia_cmd_usage("export needs a format: iommu-audit export prometheus");
	format = find(run->argv[0]);
	if (!format)
		return no_format(run, run->argv[0]);
	/* Whoever collects it is another user than root. */
	run->saves_for = IA_SAVE_FOR_SERVICES;
	status = ia_cmd_will_write(run, ia_opt(run, OUTPUT));
	if (!status)
		status = ia_cmd_read(run);
	if (status)
		return status;
	export = ia_alloc(run->arena, 1, sizeof(*export));
	ia_export_gather(&run->machine, IA_VERSION, export);
	return ia_cmd_write(run, format->text(run->arena, export));
}
