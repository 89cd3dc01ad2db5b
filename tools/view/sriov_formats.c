// SPDX-License-Identifier: GPL-2.0
#include "sriov.h"

const struct ia_sriov_format ia_sriov_formats[] = {
	{ "text", ia_sriov_text },
	{ "device-plugin", ia_sriov_device_plugin },
	{ "node-policy", ia_sriov_node_policy },
};

const size_t ia_nsriov_formats = sizeof(ia_sriov_formats) / sizeof(*ia_sriov_formats);
