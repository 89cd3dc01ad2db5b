// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <errno.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/**
 * ia_diagnose() - say why the module's files cannot be read, and what to do
 * @arena: the owner of the text
 * @access: what was found
 * @problem: filled
 */
void ia_diagnose(struct ia_arena *arena, const struct ia_access *access,
		 struct ia_problem *problem)
{
	*problem = (struct ia_problem){ .status = IA_MISSING };
	if (!access->root) {
		problem->text = ia_format(arena,
					  "this needs root, to read %s\n"
					  "run:  sudo %s\n"
					  "or look at a snapshot that root took:  iommu-audit report --from FILE",
					  access->directory, access->command);
	} else if (!access->debugfs) {
		problem->text =
			"this kernel lacks debugfs: built without CONFIG_DEBUG_FS, or booted with debugfs=off\n"
			"boot a kernel that has it, as those of distributions do";
	} else if (!access->module && access->error == ENOENT) {
		problem->text =
			"the module iommu_audit is not loaded\n"
			"run:  sudo iommu-audit load";
	} else if (!access->mounted) {
		problem->text =
			"debugfs is not mounted\n"
			"run:  sudo mount -t debugfs none /sys/kernel/debug";
	} else if (access->error == EPERM && access->lockdown) {
		problem->text = ia_format(arena,
					  "the kernel is locked down and refuses %s: see /sys/kernel/security/lockdown\n"
					  "switch Secure Boot off in the firmware, or boot without lockdown= on the kernel command line",
					  access->directory);
	} else if (access->error == EPERM || access->error == EACCES) {
		problem->text = ia_format(arena,
					  "%s is refused although you are root: a container, a security policy, or debugfs=no-mount\n"
					  "run this on the host itself, outside of a container, and look at the audit log of SELinux or AppArmor",
					  access->directory);
	} else if (access->error == ENOENT) {
		problem->text = ia_format(arena,
					  "the module iommu_audit is loaded, but has no files in %s\n"
					  "see its messages:  sudo dmesg | grep iommu_audit",
					  access->directory);
	} else {
		problem->text = ia_format(arena, "%s: %s\nsee:  sudo dmesg | grep iommu_audit",
					  access->directory,
					  strerror(access->error));
	}
}

/**
 * ia_explain_load() - say why the module could not be loaded, and what to do
 * @arena: the owner of the text
 * @error: errno of the attempt
 * @lockdown: whether the kernel is locked down
 * @kernel: release of the running kernel
 * @path: the file that was to be loaded, or NULL for the installed module
 * @problem: filled
 */
void ia_explain_load(struct ia_arena *arena, int error, bool lockdown,
		     const char *kernel, const char *path, struct ia_problem *problem)
{
	const char *what = path ? path : IOMMU_AUDIT_MODULE;
	const char *why = "its signature is missing or not trusted";

	if (error == EPERM && lockdown)
		why = "it is locked down, and the signature is missing or not trusted";
	else if (error == EPERM || error == EACCES)
		why = "operation not permitted";
	*problem = (struct ia_problem){ .status = IA_MISSING };
	switch (error) {
	case ENOENT:
		if (path)
			problem->text = ia_format(arena, "%s: there is no such file", path);
		else
			problem->text = ia_format(arena,
						  "the module iommu_audit is not installed for kernel %s\n"
						  "run:  sudo dkms install iommu_audit -k %s      (after make dkms-install)\n"
						  "or:   sudo make install                    in its source, then: sudo depmod",
						  kernel, kernel);
		break;
	case EKEYREJECTED:
	case ENOKEY:
	case EPERM:
	case EACCES:
		problem->text = ia_format(arena,
					  "the kernel refuses %s: %s\n"
					  "with Secure Boot or lockdown= only signed modules load. DKMS signs with its own key; enrol it once:\n"
					  "  sudo mokutil --import /var/lib/dkms/mok.pub      (then reboot and confirm)\n"
					  "with neither: is this a container, or is kernel.modules_disabled set?",
					  what, why);
		break;
	case ENOEXEC:
	case EINVAL:
		problem->text = ia_format(arena,
					  "%s was not built for the running kernel %s\n"
					  "run:  sudo dkms install iommu_audit -k %s      or build it again and load that file",
					  what, kernel, kernel);
		break;
	case ECANCELED:
		problem->text =
			"a file of modprobe.d has an install command for iommu_audit, which iommu-audit does not run\n"
			"run:  sudo modprobe iommu_audit";
		break;
	default:
		problem->text = ia_format(arena,
					  "%s could not be loaded: %s\nsee:  sudo dmesg | tail",
					  what, strerror(error));
	}
}

/**
 * ia_explain_unload() - say why the module could not be unloaded
 * @arena: the owner of the text
 * @error: errno of the attempt
 * @problem: filled
 */
void ia_explain_unload(struct ia_arena *arena, int error,
		       struct ia_problem *problem)
{
	*problem = (struct ia_problem){ .status = IA_MISSING };
	if (error == EBUSY || error == EAGAIN)
		problem->text =
			"the module iommu_audit is in use: a program has one of its files open\n"
			"find it, close it, unload again:  "
			"sudo lsof +D /sys/kernel/debug/iommu_audit";
	else
		problem->text = ia_format(arena,
					  "the module iommu_audit could not be unloaded: %s\n"
					  "see:  sudo dmesg | tail", strerror(error));
}
