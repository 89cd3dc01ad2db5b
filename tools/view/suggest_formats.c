// SPDX-License-Identifier: GPL-2.0
#include "suggest.h"

const struct ia_suggestion_format ia_suggestion_formats[] = {
	{ "text", ia_suggest_text, NULL },
	{ "grub", ia_suggest_grub, ia_steps_grub },
	{ "grubby", ia_suggest_grubby, ia_steps_grubby },
	{ "proxmox", ia_suggest_proxmox, ia_steps_proxmox },
	{ "systemd-boot", ia_suggest_systemd_boot, ia_steps_systemd_boot },
	{ "machineconfig", ia_suggest_machineconfig, ia_steps_machineconfig },
};

const size_t ia_nsuggestion_formats =
	sizeof(ia_suggestion_formats) / sizeof(*ia_suggestion_formats);
