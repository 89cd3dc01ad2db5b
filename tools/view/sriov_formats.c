// SPDX-License-Identifier: GPL-2.0
#include "sriov.h"

const struct ia_sriov_format ia_sriov_formats[] = {
	{ .name = "text", .page = ia_sriov_text },
	{
		.name = "device-plugin", .page = ia_sriov_device_plugin,
		.refuses = ia_sriov_not_plugin,
	},
	{
		.name = "node-policy", .page = ia_sriov_node_policy,
		.refuses = ia_sriov_not_policy, .by_operator = true,
	},
};

const size_t ia_nsriov_formats = sizeof(ia_sriov_formats) / sizeof(*ia_sriov_formats);
