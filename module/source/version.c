// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/timekeeping.h>
#include <linux/utsname.h>

#include "../../include/uapi/iommu_audit.h"
#include "../compat/compat.h"
#include "../core/hypervisor.h"
#include "../core/records.h"
#include "faults.h"
#include "records.h"
#include "source.h"

/* One line of the file "version". */
struct ia_version_line {
	struct ia_line line;
	union {
		struct ia_identity identity;
		struct ia_source source;
		struct ia_monitor monitor;
	};
};

static void (* const sources[])(struct ia_source *source) = {
	ia_units_describe,
	ia_attachment_describe,
	ia_devices_describe,
	ia_acs_describe,
	ia_translations_describe,
};

static u64 loaded_ns;
static char signature[IA_SIGNATURE_LEN + 1];

static struct ia_version_line *add(struct ia_records *records,
				   const struct ia_record_layout *layout)
{
	struct ia_version_line *line = ia_records_add(records);

	if (line)
		ia_line_init(&line->line, layout);
	return line;
}

/* Whatever is read in here is what the hypervisor shows. */
static void add_guest(struct ia_identity *identity)
{
	identity->virtualised = ia_compat_virtualised();
	identity->hypervisor = ia_compat_hypervisor();
	identity->privileged = ia_compat_privileged();
	if (identity->hypervisor == IA_HYPERVISOR_NONE)
		return;
	identity->signature = *signature ? signature : IOMMU_AUDIT_UNKNOWN;
	identity->limit = identity->privileged == 1 ? IA_GUEST_ELSEWHERE :
			  identity->virtualised == IA_UNKNOWN ? IA_GUEST_PERHAPS :
								IA_GUEST_SHOWN;
}

static int add_identity(struct ia_records *records)
{
	struct ia_version_line *line = add(records, &ia_identity_layout);

	if (!line)
		return -ENOMEM;
	line->identity.format = IOMMU_AUDIT_FORMAT;
	line->identity.module = IA_VERSION;
	line->identity.kernel = init_utsname()->release;
	line->identity.loaded_ns = loaded_ns;
	add_guest(&line->identity);
	return 0;
}

static int add_monitor(struct ia_records *records, void (*describe)(struct ia_monitor *monitor))
{
	struct ia_version_line *line = add(records, &ia_monitor_layout);

	if (!line)
		return -ENOMEM;
	describe(&line->monitor);
	return 0;
}

static int add_lines(struct ia_records *records)
{
	const struct ia_fault_monitor *monitor;
	struct ia_version_line *line;
	int ret = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sources); i++) {
		line = add(records, &ia_source_layout);
		if (!line)
			return -ENOMEM;
		sources[i](&line->source);
	}
	for (monitor = ia_fault_monitors; !ret && monitor->describe; monitor++)
		ret = add_monitor(records, monitor->describe);
	return ret ?: add_monitor(records, ia_events_describe);
}

/**
 * ia_version_snapshot() - who speaks, every source of facts, and how well it can see
 *
 * Context: process context, may sleep.
 * Return: records of struct ia_version_line, or an ERR_PTR()
 */
struct ia_records *ia_version_snapshot(void)
{
	struct ia_records *records =
		ia_records_new(sizeof(struct ia_version_line),
			       2 + ARRAY_SIZE(sources), NULL);

	if (!records)
		return ERR_PTR(-ENOMEM);
	return ia_records_finish(records, add_identity(records) ?: add_lines(records));
}

/* The module is there: everything it follows is followed from now on. */
void ia_version_init(void)
{
	loaded_ns = ktime_get_boottime_ns();
	if (!ia_compat_signature(signature))
		*signature = '\0';
}
