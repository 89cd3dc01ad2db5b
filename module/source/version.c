// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/kernel.h>

#include "../core/version.h"
#include "records.h"
#include "source.h"

static void (* const describe[])(struct ia_source *source) = {
	ia_units_describe,
	ia_attachment_describe,
	ia_devices_describe,
	ia_acs_describe,
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
	size_t i;

	for (i = 0; records && i < ARRAY_SIZE(describe); i++) {
		struct ia_source *source = ia_records_add(records);

		if (!source) {
			ia_records_free(records);
			records = NULL;
			break;
		}
		describe[i](source);
	}
	return records ?: ERR_PTR(-ENOMEM);
}
