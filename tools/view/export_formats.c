// SPDX-License-Identifier: GPL-2.0
#include "export.h"

const struct ia_export_format ia_export_formats[] = {
	{ .name = "prometheus", .text = ia_export_prometheus },
	{ .name = "nfd", .expires = true, .text = ia_export_nfd },
};

const size_t ia_nexport_formats = sizeof(ia_export_formats) / sizeof(*ia_export_formats);
