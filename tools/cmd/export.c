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

/* The largest number of seconds of --expiry, a year, and how many there are without it. */
#define MOST_EXPIRY	(366 * 24 * 60 * 60)
#define USUAL_EXPIRY	(30 * 60)

/* A number of seconds, minutes, hours or days. */
static bool read_duration(const char *text, uint64_t *seconds)
{
	static const struct {
		char unit;
		unsigned int seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 60 * 60 }, { 'd', 24 * 60 * 60 } };
	size_t len = strlen(text), i;
	uint64_t n;

	for (i = 0; len && i < sizeof(units) / sizeof(*units); i++) {
		if (text[len - 1] != units[i].unit)
			continue;
		if (len > sizeof("999999999") ||
		    !ia_cmd_number(strndupa(text, len - 1), &n))
			return false;
		*seconds = n * units[i].seconds;
		return *seconds && *seconds <= MOST_EXPIRY;
	}
	return false;
}

/* How long what a format says may be believed. */
static enum ia_status read_expiry(const struct ia_run *run, const struct ia_export_format *format,
				  uint64_t *seconds)
{
	const char *text = ia_opt(run, EXPIRY);

	*seconds = USUAL_EXPIRY;
	if (!text)
		return IA_OK;
	if (!format->expires)
		return ia_cmd_usage("--expiry is for export nfd: %s has none", format->name);
	if (read_duration(text, seconds))
		return IA_OK;
	return ia_cmd_usage("'%s' is not a value of --expiry: write a number and s, m, h or d, as 30m, up to 366d",
			    text);
}

/* iommu-audit export FORMAT [-o FILE]; - is standard output. */
enum ia_status ia_cmd_export(struct ia_run *run)
{
	const struct ia_export_format *format;
	struct ia_export *export;
	enum ia_status status;
	uint64_t seconds;

	if (!run->argc)
		return ia_cmd_usage("export needs a format: iommu-audit export prometheus, or nfd");
	format = find(run->argv[0]);
	if (!format)
		return no_format(run, run->argv[0]);
	/* Whoever collects it is another user than root. */
	run->saves_for = IA_SAVE_FOR_SERVICES;
	status = read_expiry(run, format, &seconds);
	if (!status)
		status = ia_cmd_will_write(run, ia_opt(run, OUTPUT));
	if (!status)
		status = ia_cmd_read(run);
	if (status)
		return status;
	export = ia_alloc(run->arena, 1, sizeof(*export));
	ia_export_gather(&run->machine, IA_VERSION, export);
	if (export->collected.known)
		export->expires = ia_number_of(export->collected.n + seconds);
	return ia_cmd_write(run, format->text(run->arena, export));
}
