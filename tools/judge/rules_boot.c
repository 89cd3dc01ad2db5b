// SPDX-License-Identifier: GPL-2.0
/* Rules about what is left of all this after the next boot */
#include "rules.h"

#include "next_boot.h"

enum {
	BOOT_OTHER = 1, BOOT_NO_IDS, BOOT_STALE, BOOT_BUILT_IN, BOOT_NONE, BOOT_KEPT_AWAY,
	BOOT_OPEN, BOOT_UNSEEN,
};

static unsigned int outcome_of(const struct ia_next_driver *next)
{
	switch (next->answer) {
	case IA_NEXT_VFIO:
		return PASSES;
	case IA_NEXT_NONE:
		return next->why.code == IA_NEXT_BECAUSE_KEPT_AWAY ? BOOT_KEPT_AWAY : BOOT_NONE;
	case IA_NEXT_OPEN:
		return BOOT_OPEN;
	case IA_NEXT_OTHER:
		return next->why.code == IA_NEXT_BECAUSE_BUILT_IN ? BOOT_BUILT_IN :
		       next->why.code == IA_NEXT_BECAUSE_STALE ? BOOT_STALE :
		       next->why.code == IA_NEXT_BECAUSE_NO_IDS ||
		       next->why.code == IA_NEXT_BECAUSE_DRIVERCTL ? BOOT_NO_IDS : BOOT_OTHER;
	default:
		return BOOT_UNSEEN;
	}
}

static void add_module(const struct ia_check *check, struct ia_finding *finding, const char *name)
{
	enum ia_module_stage stage;

	for (stage = IA_BOOT_STAGE_INITRAMFS; stage <= IA_BOOT_STAGE_ROOT; stage++) {
		const struct ia_module *module = ia_machine_module(check->machine, name, stage);

		if (module)
			ia_evidence_record(finding, IA_RECORD_HOST_MODULE, module,
					   ia_keys("module", "stage", "place", "blacklist",
						   "options", "pre"));
	}
}

/* Of functions that vfio-pci has now, and of those that something gives to it. */
static bool judge_at_boot(const struct ia_check *check, const struct ia_device *device,
			  struct ia_finding *finding)
{
	struct ia_next_driver next;
	size_t i;

	ia_next_judge(check->machine, device, &next);
	if (ia_driver_kind(device) != IA_DRIVER_VFIO && !next.wanted)
		return false;
	if (device->host)
		ia_evidence_record(finding, IA_RECORD_HOST_DEVICE, device->host,
				   ia_keys("dev", "modules", "driverctl", "override"));
	add_module(check, finding, "vfio_pci");
	for (i = 0; device->host && i < device->host->modules.count && i < IA_EVIDENCE_LINES; i++)
		add_module(check, finding, device->host->modules.items[i]);
	return ia_find(finding, outcome_of(&next), ia_arg_dev(device->address), next.why.args[0]);
}

const struct ia_rule ia_rule_vfio_at_boot = {
	.id = "vfio-at-boot",
	.title = "vfio-pci has its functions after the next boot too",
	.brief = "vfio-pci takes them at the next boot too",
	.meaning = "Drivers of the kernel itself come first, then modules of the initramfs, then those of the system. All modules that match a function are loaded: vfio-pci gets it where it has its ids and is loaded before. This is about the same kernel; rules of udev and scripts are not looked at.",
	.background = "Modules are loaded by their aliases in no order that one can rely on. A softdep, an override or a list of modules that is loaded earlier lets vfio-pci be first.",
	.sources = {
		"drivers/pci/pci-driver.c: pci_match_device()",
		"https://man7.org/linux/man-pages/man5/modprobe.d.5.html",
		"https://gitlab.com/driverctl/driverctl",
	},
	.fix = "softdep DRIVER pre: vfio-pci in modprobe.d, beside options vfio-pci ids=; then make the initramfs anew (update-initramfs -u, dracut -f)",
	.warn = P(VFIO) | P(VM_MIXED),
	.outcomes = {
		[BOOT_OTHER] = {
			IA_FAIL, "{1} takes {0} at the next boot: nothing loads vfio-pci before it",
			"other drivers take {0} of {1} functions at the next boot: nothing loads vfio-pci before",
			.brief = "{1} takes {0}: it is loaded first",
			.briefs = "other drivers take {0} of {1}: loaded first",
		},
		[BOOT_NO_IDS] = {
			IA_FAIL, "{1} takes {0} at the next boot: nothing gives it to vfio-pci then",
			"other drivers take {0} of {1} functions at the next boot: nothing gives them to vfio-pci then",
			.fix = "options vfio-pci ids=VENDOR:DEVICE and softdep DRIVER pre: vfio-pci in modprobe.d, then a new initramfs; where others have the same ids: [driverctl set-override DEV vfio-pci]",
			.brief = "{1} takes {0}: no id or override set",
			.briefs = "other drivers take {0} of {1}: no ids set",
		},
		[BOOT_STALE] = {
			IA_FAIL, "{1} takes {0} at the next boot: the initramfs has an older modprobe.d",
			"other drivers take {0} of {1} functions at the next boot: the initramfs has an older modprobe.d",
			.fix = "make the initramfs anew: update-initramfs -u, dracut -f",
			.brief = "{1} takes {0}: initramfs out of date",
			.briefs = "other drivers take {0} of {1}: old initramfs",
		},
		[BOOT_BUILT_IN] = {
			IA_FAIL, "{1} takes {0} at the next boot: it is part of the kernel itself",
			"drivers of the kernel itself take {0} of {1} functions at the next boot",
			.fix = "a driver that is built in lets go later in each boot: [driverctl set-override DEV vfio-pci]",
			.brief = "{1}, built in, takes {0}",
			.briefs = "built-in drivers take {0} of {1} functions",
		},
		[BOOT_NONE] = {
			IA_FAIL, "no driver takes {0} at the next boot: nothing loads vfio-pci",
			"no driver takes {0} of {1} functions at the next boot: nothing loads vfio-pci",
			.fix = "vfio-pci in a file of /etc/modules-load.d",
			.brief = "no driver takes {0}: vfio-pci is not loaded",
			.briefs = "{0} of {1} get no driver: vfio-pci is not loaded",
		},
		[BOOT_KEPT_AWAY] = {
			IA_FAIL, "no driver takes {0} at the next boot: driverctl's override is \"none\"",
			"no driver takes {0} of {1} functions at the next boot: driverctl's override is \"none\"",
			.fix = "[driverctl set-override DEV vfio-pci]",
			.brief = "no driver takes {0}: override is \"none\"",
			.briefs = "{0} of {1} get no driver: override is \"none\"",
		},
		[BOOT_OPEN] = {
			IA_FAIL, "{1} or vfio-pci takes {0} at the next boot: nothing orders them",
			"whether vfio-pci takes {0} of {1} functions at the next boot, nothing orders",
			.brief = "{1} or vfio-pci takes {0}: no order",
			.briefs = "no order between drivers for {0} of {1}",
		},
		[BOOT_UNSEEN] = {
			IA_UNKNOWN, "which driver takes a function at the next boot cannot be seen",
			"which driver takes {0} of {1} functions at the next boot cannot be seen",
			.brief = "the driver at the next boot cannot be seen",
			.briefs = "driver of {0} of {1} functions cannot be seen",
		},
	},
	.judge_device = judge_at_boot,
};

enum { REBOOT_UNSEEN = 1 };

/* VFs are made anew by whoever made them, and of that no trace is looked for. */
static bool judge_reboot(const struct ia_check *check, struct ia_finding *finding)
{
	size_t i, owned = 0, open = 0, vfs = 0;

	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];
		struct ia_next_driver next;

		vfs += ia_is_vf(d);
		if (ia_driver_kind(d) != IA_DRIVER_VFIO)
			continue;
		ia_next_judge(check->machine, d, &next);
		owned++;
		open += next.answer != IA_NEXT_VFIO;
	}
	if (!owned && !vfs)
		return false;
	if (open)
		ia_evidence_note(finding, 1, ia_arg_n(open), ia_arg_n(owned));
	if (vfs)
		ia_evidence_note(finding, 2, ia_arg_n(vfs));
	return ia_find(finding, open || vfs ? REBOOT_UNSEEN : PASSES, ia_arg_n(owned));
}

const struct ia_rule ia_rule_survives_reboot = {
	.id = "survives-reboot",
	.title = "this comes back after a reboot",
	.meaning = "Bindings and VFs are made anew at every boot. Bindings are what vfio-at-boot is about; VFs are made by udev, a unit or an operator, none of which is looked at here. Bus numbers can change with the firmware.",
	.background = "driver_override and sriov_numvfs are state of the running kernel. Nothing of it is kept but by what writes it again at the next boot.",
	.sources = {
		"drivers/pci/iov.c: sriov_numvfs_store()",
		"drivers/pci/pci-driver.c: pci_match_device()",
		"https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-bus-pci",
	},
	.warn = P(VFIO) | P(SRIOV),
	.outcomes = {
		[PASSES] = {
			IA_PASS,
			.evidence = "vfio-at-boot: vfio-pci takes all of {0} {0:function|functions}",
		},
		[REBOOT_UNSEEN] = {
			IA_UNKNOWN, "whether this comes back after a reboot cannot be seen",
			.brief = "what comes back after a reboot cannot be seen",
		},
	},
	.notes = {
		[1] = "vfio-at-boot: not known to take {0} of {1} functions that VFIO holds",
		[2] = "devices: {0} {0:VF|VFs}, made by a write to sysfs that no reboot repeats by itself",
	},
	.judge_host = judge_reboot,
};
