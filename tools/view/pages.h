/* SPDX-License-Identifier: GPL-2.0 */
/*
 * devices.c, groups.c, acs.c, units.c, version.c, snapshot.c: what was read, as
 * it was read
 */
#ifndef IA_VIEW_PAGES_H
#define IA_VIEW_PAGES_H

#include "../machine/facts.h"
#include "answer.h"
#include "columns.h"
#include "label.h"

struct ia_device_list {
	const struct ia_device **devices;
	size_t count;
	const struct ia_chosen *chosen;
};

/* @share is NULL for a group of one device. */
struct ia_shared_group {
	const struct ia_group *group;
	const struct ia_share *share;
};

struct ia_group_list {
	struct ia_shared_group *groups;
	size_t count;
	const struct ia_chosen *chosen;
};

struct ia_unit_list {
	const struct ia_unit *units;
	size_t count;
	const struct ia_chosen *chosen;
};

struct ia_acs_row {
	const struct ia_acs *acs;
	bool drifted;
};

struct ia_acs_list {
	const struct ia_device **devices;
	size_t ndevices;
	struct ia_acs_row *ports;
	size_t nports;
};

/* @identity is NULL when the module is not there. */
struct ia_version {
	const char *tool;
	const struct ia_identity *identity;
	const struct ia_source *sources;
	size_t nsources;
	const struct ia_monitor *monitors;
	size_t nmonitors;
};

extern const struct ia_answer ia_answer_device, ia_answer_devices, ia_answer_groups,
	ia_answer_acs, ia_answer_units, ia_answer_version;

const char *ia_known_as(struct ia_arena *arena, const struct ia_device *d);
struct ia_redaction;

char *ia_snapshot_text(const struct ia_machine *machine, const char *tool,
		       const struct ia_redaction *how);

/* Columns of acs.c and version.c. */
extern const struct ia_columns ia_acs_columns, ia_source_columns, ia_monitor_columns;

#endif /* IA_VIEW_PAGES_H */
