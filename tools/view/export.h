/* SPDX-License-Identifier: GPL-2.0 */
/* export_*.c: what other programs take, each in its own format */
#ifndef IA_VIEW_EXPORT_H
#define IA_VIEW_EXPORT_H

#include "../judge/export.h"

/**
 * struct ia_export_format - a format of export
 * @name: as export takes it
 * @expires: it says until when it holds
 * @text: writes it; every text in it is escaped
 */
struct ia_export_format {
	const char *name;
	bool expires;
	const char *(*text)(struct ia_arena *arena, const struct ia_export *export);
};

extern const struct ia_export_format ia_export_formats[];
extern const size_t ia_nexport_formats;

struct ia_series;

/**
 * struct ia_metric - a metric for Prometheus
 * @name: its name
 * @type: counter or gauge
 * @labels: names of its labels, with commas between them; NULL for none
 * @help: what it is
 * @missing: when it has no series; NULL for a metric that is always there
 * @most: how many series it can have, for people
 * @write: adds its series
 */
struct ia_metric {
	const char *name;
	const char *type;
	const char *labels;
	const char *help;
	const char *missing;
	const char *most;
	void (*write)(struct ia_series *series, const struct ia_export *export);
};

/* export_prometheus.c */
extern const struct ia_metric ia_export_metrics[];
extern const size_t ia_nexport_metrics;
const char *ia_export_prometheus(struct ia_arena *arena, const struct ia_export *export);

/* export_nfd.c */
const char *ia_export_nfd(struct ia_arena *arena, const struct ia_export *export);

#endif /* IA_VIEW_EXPORT_H */
