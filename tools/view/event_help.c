// SPDX-License-Identifier: GPL-2.0
/*
 * What an errno of a request for VFs means, by who refused it, and what to do.
 * Drivers share no list of their errnos: for those it is what known ones mean.
 */
#include "text.h"

#include <errno.h>
#include <string.h>

/* Facts of the PF that a cause can be completed with. */
enum detail {
	NOTHING,
	TOTAL,		/* how many VFs it can have */
	DRIVER,		/* which driver it has */
};

/* include/linux/errno.h: the kernel's own, unknown to user space. */
#define KERNEL_ENOTSUPP	524

#define KERNEL_LOG "check the kernel log for this function"

static const struct {
	enum detail detail;
	const char *cause;
	const char *next;
} helps[IA_REQUEST_CAUSES] = {
	[IA_REQUEST_CAUSE_ERRNO] = { NOTHING, NULL, KERNEL_LOG },

	/* drivers/pci/iov.c, sriov_numvfs_store(): kstrtou16() */
	[IA_REQUEST_CAUSE_SYSFS_EINVAL] = { NOTHING,
	  "what was written to sriov_numvfs is not a number from 0 to 65535",
	  "write a plain number" },
	/* the same: pci_sriov_get_totalvfs(); pci_sriov_set_totalvfs() lowers it */
	[IA_REQUEST_CAUSE_SYSFS_ERANGE] = { TOTAL,
	  "more VFs than the PF can have now, sriov_totalvfs",
	  "request no more than that; the driver may set a lower limit than the hardware, and "
	  "device firmware settings may raise the hardware limit" },
	/* the same: "%d VFs already enabled. Disable before enabling %d VFs" */
	[IA_REQUEST_CAUSE_SYSFS_EBUSY] = { NOTHING,
	  "VFs are already enabled, and their number cannot be changed in one step",
	  "write 0 first, which removes the existing VFs, then the new number" },
	/* the same: "no driver bound to device", "driver does not support SR-IOV" */
	[IA_REQUEST_CAUSE_SYSFS_ENOENT] = { DRIVER,
	  "the PF had no driver, or one that cannot enable VFs (no sriov_configure)",
	  "bind a driver that supports SR-IOV to the PF" },

	/* pci_sriov_configure_simple(), igb_disable_sriov(), igb_enable_sriov() */
	[IA_REQUEST_CAUSE_DRIVER_EPERM] = { NOTHING,
	  "usually VFs are assigned to guests; igb also fails without MSI-X",
	  "shut down the guests that use VFs, or detach them" },
	/* ice_set_per_vf_res(); github.com/openshift/sriov-network-operator/pull/1185 */
	[IA_REQUEST_CAUSE_DRIVER_ENOSPC] = { NOTHING,
	  "the device lacks resources for this many VFs, such as MSI-X vectors or queues",
	  "request fewer VFs, or free resources: fewer PF queues, no RDMA driver on the PF" },
	/* ice_check_sriov_allowed(): !ice_pf_state_is_nominal() */
	[IA_REQUEST_CAUSE_DRIVER_EBUSY] = { NOTHING,
	  "usually the device is not ready, e.g. in reset",
	  "try again in a moment" },
	/* i40e_pci_sriov_configure(): __I40E_VIRTCHNL_OP_PENDING */
	[IA_REQUEST_CAUSE_DRIVER_EAGAIN] = { NOTHING,
	  "usually another VF change is in progress",
	  "try again in a moment" },
	/* ice_check_sriov_allowed(), ice_pci_sriov_ena() */
	[IA_REQUEST_CAUSE_DRIVER_EOPNOTSUPP] = { NOTHING,
	  "the driver does not support it in the device's current mode, or not for this many VFs",
	  "check for a safe or recovery mode, a missing firmware package, or a lower limit" },
	/* i40e_pci_sriov_configure(): pci_vfs_assigned() */
	[IA_REQUEST_CAUSE_DRIVER_EINVAL] = { NOTHING,
	  "the driver rejects this now; i40e does so while VFs are assigned to guests",
	  "shut down the guests that use VFs, or request another number" },
	/* drivers/vfio/pci/vfio_pci.c, vfio_pci_sriov_configure() */
	[IA_REQUEST_CAUSE_DRIVER_ENOENT] = { DRIVER,
	  "vfio-pci enables VFs only with its parameter enable_sriov",
	  "write 1 to /sys/module/vfio_pci/parameters/enable_sriov" },
	/* igb_enable_sriov(): kcalloc() */
	[IA_REQUEST_CAUSE_DRIVER_ENOMEM] = { NOTHING,
	  "the driver could not allocate memory for this many VFs",
	  "request fewer VFs, or free memory" },
	/* pci_sriov_configure_simple(): !is_physfn */
	[IA_REQUEST_CAUSE_DRIVER_ENODEV] = { NOTHING,
	  "the function has no SR-IOV capability that the kernel uses",
	  "use a PF, and check whether SR-IOV is disabled in firmware" },

	/* pci_enable_sriov(): !is_physfn; sriov_enable(): the linked function is no PF */
	[IA_REQUEST_CAUSE_CORE_ENOSYS] = { NOTHING,
	  "the function is a VF, or has no SR-IOV capability that the kernel uses",
	  "use a PF, and check whether SR-IOV is disabled in firmware" },
	/* sriov_enable(): num_VFs is not 0; more than TotalVFs, or than InitialVFs */
	[IA_REQUEST_CAUSE_CORE_EINVAL] = { NOTHING,
	  "VFs are already enabled, or the number exceeds TotalVFs or InitialVFs",
	  "disable VFs first, and request no more than lspci -vv shows" },
	/* sriov_enable(): InitialVFs against TotalVFs; pci_setup_device() of a VF */
	[IA_REQUEST_CAUSE_CORE_EIO] = { NOTHING,
	  "InitialVFs and TotalVFs of the PF contradict each other, or a VF does not answer",
	  "compare both in lspci -vv; the device or its firmware is at fault: update it" },
	/* sriov_enable(), and Documentation/admin-guide/kernel-parameters.txt, pci= */
	[IA_REQUEST_CAUSE_CORE_ENOMEM] = { NOTHING,
	  "no space for the VFs: MMIO window or bus numbers",
	  "the kernel log says which. \"not enough MMIO resources\" or \"BARS not allocated\": "
	  "boot with pci=realloc, or enable \"Above 4G decoding\" in firmware. \"bus out of "
	  "range\": boot with pci=assign-busses, or use a slot whose port forwards ARI" },
	/* sriov_enable(): pci_get_slot() of the Function Dependency Link */
	[IA_REQUEST_CAUSE_CORE_ENODEV] = { NOTHING,
	  "the function that this one depends on (Function Dependency Link) is missing",
	  "it may be disabled in firmware, or removed" },

	/* drivers/pci/iov.c, sriov_numvfs_store(): "%d VFs requested; only %d enabled" */
	[IA_REQUEST_CAUSE_KEPT] = { NOTHING,
	  "the driver kept its VFs, usually because guests use them, and reported success",
	  KERNEL_LOG },
	[IA_REQUEST_CAUSE_FEWER] = { NOTHING,
	  "the driver enabled fewer VFs than requested, which the PCI core treats as success",
	  KERNEL_LOG },
	[IA_REQUEST_CAUSE_OTHERS] = { NOTHING,
	  "the driver kept a different number of VFs than requested, and reported success",
	  KERNEL_LOG },
};

/** ia_errno_text() - the name of an errno of the kernel's */
const char *ia_errno_text(struct ia_arena *arena, int error)
{
	const char *name = NULL;

	if (error == KERNEL_ENOTSUPP)
		return "ENOTSUPP";
#if __GLIBC_PREREQ(2, 32)
	name = strerrorname_np(error);
#endif
	return name ? name : ia_format(arena, "errno %d", error);
}

/** ia_request_error() - the name of the errno that a request failed with; NULL without */
const char *ia_request_error(struct ia_arena *arena, const struct ia_request *request)
{
	return request->end == IA_REQUEST_FAILED ?
	       ia_errno_text(arena, request->event->error.n) : NULL;
}

/** ia_request_cause() - why a request did not give what was requested; NULL when it did */
const char *ia_request_cause(struct ia_arena *arena, const struct ia_request *request)
{
	const struct ia_device *d = request->device;
	const char *cause = helps[request->cause].cause;
	int error = request->event->error.n;

	/* Of an arena: what strerror() returns may be written anew by the next one. */
	if (request->cause == IA_REQUEST_CAUSE_ERRNO)
		return ia_format(arena, "%s", error == KERNEL_ENOTSUPP ?
				 "Operation is not supported" : strerror(error));
	if (d && helps[request->cause].detail == TOTAL && d->totalvfs.known)
		return ia_format(arena, "%s: %llu", cause, (unsigned long long)d->totalvfs.n);
	if (d && helps[request->cause].detail == DRIVER)
		return ia_format(arena, "%s; now it has %s", cause,
				 d->driver.known ? d->driver.text : "no driver");
	return cause;
}

/** ia_request_next() - what to do about a request that did not give what was requested */
const char *ia_request_next(const struct ia_request *request)
{
	return helps[request->cause].next;
}
