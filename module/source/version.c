// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/kernel.h>

#include "../core/version.h"
#include "faults.h"
#include "records.h"
#include "source.h"

static void (* const describe[])(struct ia_source *source) = {
	ia_units_describe,
	ia_attachment_describe,
	ia_devices_describe,
	ia_acs_describe,
	ia_fault_vtd_describe,
	ia_fault_amd_describe,
	ia_events_describe,
};

/**
 * ia_version_snapshot() - every source of facts, and how well it can see
 *
 * Context: process context, may sleep.
 * Return: records of struct ia_source, or an ERR_PTR()
 */
struct ia_records *ia_version_snapshot(void)
{
	struct ia_records *records = ia_records_new(sizeof(struct ia_source),
						    ARRAY_SIZE(describe), NULL);
	int ret = records ? 0 : -ENOMEM;
	struct ia_source *source;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(describe) && !ret; i++) {
		source = ia_records_add(records);
		if (source)
			describe[i](source);
		else
			ret = -ENOMEM;
	}
	return ia_records_finish(records, ret);
}
