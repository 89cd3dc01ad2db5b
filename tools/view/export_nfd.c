// SPDX-License-Identifier: GPL-2.0
/*
 * A feature file for the local source of Node Feature Discovery: key=value, names and values fit
 * for labels of Kubernetes. What is unknown, or known of some only, is left out.
 */
#include "export.h"

#include <inttypes.h>
#include <time.h>

#include "check_text.h"

/* Before each name: files of others are in the same folder, and names of all are one space. */
#define PREFIX	"iommu-audit."

static void add(struct ia_buf *buf, const char *name, const char *value)
{
	if (value)
		ia_buf_add(buf, PREFIX "%s=%s\n", name, value);
}

static void add_number(struct ia_buf *buf, const char *name, struct ia_number number)
{
	if (number.known)
		add(buf, name, ia_format(buf->arena, "%" PRIu64, number.n));
}

static const char *truth(bool yes)
{
	return yes ? "true" : "false";
}

/* Whether all units do it; NULL where that is not known of one, or there is none. */
static const char *of_units(const size_t *counts)
{
	if (counts[IA_FLAG_UNKNOWN] || !(counts[IA_NO] + counts[IA_YES]))
		return NULL;
	return truth(!counts[IA_NO]);
}

/* Whether DMA is translated; where that is not known of a unit, it is not known of the machine. */
static const char *enabled_text(const struct ia_export *e)
{
	if (e->facts->translation == IA_TRANSLATION_PARTLY)
		return "partly";
	return e->facts->unknown || !ia_is_value(e->enabled) ? NULL : truth(e->enabled == IA_YES);
}

/* What the DMA API does with every group; "mixed" where that differs between them. */
static const char *mode_text(const struct ia_facts *facts)
{
	static const char *const words[] = {
		[IA_MODE_IDENTITY] = "identity", [IA_MODE_LAZY] = "lazy",
		[IA_MODE_STRICT] = "strict",
	};
	const char *found = NULL;
	size_t i;

	for (i = 0; i < IA_MODES; i++) {
		if (!facts->modes[i])
			continue;
		if (i >= sizeof(words) / sizeof(*words) || !words[i])
			return NULL;
		found = found ? "mixed" : words[i];
	}
	return found;
}

/* What can have VFs, how many there could be and how many there are, where all of that is known. */
static void add_vfs(struct ia_buf *buf, const struct ia_export *e)
{
	struct ia_number total = ia_number_of(0), enabled = total;
	const struct ia_machine *m = e->machine;
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		if (ia_is_unknown(m->devices[i].totalvfs))
			return;
	}
	for (i = 0; i < e->facts->npfs; i++) {
		const struct ia_device *pf = e->facts->pfs[i].device;

		total.n += pf->totalvfs.n;
		enabled.known &= pf->numvfs.known;
		enabled.n += pf->numvfs.n;
	}
	add(buf, "sriov.capable", truth(e->facts->npfs));
	add_number(buf, "sriov.total-vfs", total);
	add_number(buf, "sriov.vfs", enabled);
}

static const char *work_text(const struct ia_work *work)
{
	static const char *const words[] = {
		[IA_PASS] = "pass", [IA_WARN] = "partly", [IA_FAIL] = "fail",
	};

	return work->answer == IA_UNKNOWN || ia_work_is_absent(work) ? NULL : words[work->answer];
}

static const char *profile_text(const struct ia_overview_row *row)
{
	static const char *const words[] = {
		[IA_OVERVIEW_YES] = "pass", [IA_OVERVIEW_PARTLY] = "partly",
		[IA_OVERVIEW_NO] = "fail", [IA_OVERVIEW_NOTHING] = NULL,
	};

	return row->answer == IA_OVERVIEW_UNKNOWN ? NULL : words[row->answer];
}

/* When the features are too old to be believed. */
static void add_expiry(struct ia_buf *buf, struct ia_number expires)
{
	char text[sizeof("2023-11-14T22:13:20Z")];
	time_t when = expires.n;
	struct tm tm;

	if (expires.known && gmtime_r(&when, &tm) &&
	    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm))
		ia_buf_add(buf, "# +expiry-time=%s\n", text);
}

/**
 * ia_export_nfd() - a feature file for Node Feature Discovery
 * @arena: memory for the text
 * @e: what is exported
 */
const char *ia_export_nfd(struct ia_arena *arena, const struct ia_export *e)
{
	static const char *const works[] = {
		[IA_WORK_P2P] = "gpudirect-p2p", [IA_WORK_SRIOV] = "sriov-assignment",
		[IA_WORK_VFIO] = "vfio-passthrough", [IA_WORK_ISOLATION] = "device-isolation",
	};
	const struct ia_overview_row *rows = e->overview.rows;
	struct ia_buf buf = { .arena = arena };
	size_t i;

	add_expiry(&buf, e->expires);
	add(&buf, "module", truth(ia_from_module(e->machine)));
	add(&buf, "enabled", enabled_text(e));
	add(&buf, "interrupt-remapping", of_units(e->facts->intremap));
	add(&buf, "default-domain", mode_text(e->facts));
	add_number(&buf, "groups", e->groups);
	add_number(&buf, "shared-groups", e->shared_groups);
	add_number(&buf, "acs-changed-ports", e->acs_changed);
	add_vfs(&buf, e);
	for (i = 0; i < IA_WORKS; i++)
		add(&buf, works[i], work_text(&rows[IA_PROFILE_BASELINE].check.works[i]));
	for (i = 0; i < IA_PROFILES; i++)
		add(&buf, ia_format(arena, "profile.%s", rows[i].profile->name),
		    profile_text(&rows[i]));
	return buf.text;
}
