// SPDX-License-Identifier: GPL-2.0
/*
 * What an errno of a request for VFs means, by who refused it, and what to do.
 * Drivers share no list of their errnos: for those it is what known ones mean.
 */
#include "../machine/events.h"

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

static const struct {
	const char *failed_in;
	int error;
	enum detail detail;
	const char *cause;
	const char *next;
} table[] = {
	/* drivers/pci/iov.c, sriov_numvfs_store(): kstrtou16() */
	{ "sysfs", EINVAL, NOTHING,
	  "what was written to sriov_numvfs is not a number from 0 to 65535",
	  "write a plain number" },
	/* the same: pci_sriov_get_totalvfs(); pci_sriov_set_totalvfs() lowers it */
	{ "sysfs", ERANGE, TOTAL,
	  "more VFs than the PF can have now, sriov_totalvfs",
	  "ask for no more; the driver may have set a lower limit than the hardware's, "
	  "and firmware settings of the device may raise that one" },
	/* the same: "%d VFs already enabled. Disable before enabling %d VFs" */
	{ "sysfs", EBUSY, NOTHING,
	  "VFs are enabled already, and their number cannot be changed in one step",
	  "write 0 first, which removes the VFs there are, then the new number" },
	/* the same: "no driver bound to device", "driver does not support SR-IOV" */
	{ "sysfs", ENOENT, DRIVER,
	  "the PF had no driver, or one that cannot enable VFs (no sriov_configure)",
	  "bind a driver to the PF that can" },

	/* pci_sriov_configure_simple(), igb_disable_sriov(), igb_enable_sriov() */
	{ "driver", EPERM, NOTHING,
	  "mostly: VFs are assigned to guests; igb also refuses when it has no MSI-X",
	  "shut down the guests that use VFs, or detach them" },
	/* ice_set_per_vf_res(); github.com/openshift/sriov-network-operator/pull/1185 */
	{ "driver", ENOSPC, NOTHING,
	  "the device has no resources left for so many VFs, such as MSI-X vectors or queues",
	  "ask for fewer VFs, or free some: fewer queues of the PF, no RDMA driver on it" },
	/* ice_check_sriov_allowed(): !ice_pf_state_is_nominal() */
	{ "driver", EBUSY, NOTHING,
	  "mostly: the device is not ready, as in a reset",
	  "try again in a moment" },
	/* i40e_pci_sriov_configure(): __I40E_VIRTCHNL_OP_PENDING */
	{ "driver", EAGAIN, NOTHING,
	  "mostly: another change of VFs is in progress",
	  "try again in a moment" },
	/* ice_check_sriov_allowed(), ice_pci_sriov_ena() */
	{ "driver", EOPNOTSUPP, NOTHING,
	  "the driver cannot do it in the mode that the device is in, or not for so many VFs",
	  "look for a safe or recovery mode, a missing firmware package, or a lower limit" },
	/* i40e_pci_sriov_configure(): pci_vfs_assigned() */
	{ "driver", EINVAL, NOTHING,
	  "the driver does not accept this now; i40e says so when VFs are assigned to guests",
	  "shut down the guests that use VFs, or ask for another number" },
	/* drivers/vfio/pci/vfio_pci.c, vfio_pci_sriov_configure() */
	{ "driver", ENOENT, DRIVER,
	  "vfio-pci enables VFs only with its parameter enable_sriov",
	  "write 1 to /sys/module/vfio_pci/parameters/enable_sriov" },
	/* igb_enable_sriov(): kcalloc() */
	{ "driver", ENOMEM, NOTHING,
	  "the driver got no memory for so many VFs",
	  "ask for fewer VFs, or free memory" },
	/* pci_sriov_configure_simple(): !is_physfn */
	{ "driver", ENODEV, NOTHING,
	  "the function has no SR-IOV capability that the kernel uses",
	  "ask a PF, and look whether firmware has switched SR-IOV off" },

	/* pci_enable_sriov(): !is_physfn; sriov_enable(): the linked function is no PF */
	{ "core", ENOSYS, NOTHING,
	  "the function is a VF, or has no SR-IOV capability that the kernel uses",
	  "ask a PF, and look whether firmware has switched SR-IOV off" },
	/* sriov_enable(): num_VFs is not 0; more than TotalVFs, or than InitialVFs */
	{ "core", EINVAL, NOTHING,
	  "VFs are enabled already, or these are more than TotalVFs or InitialVFs",
	  "disable VFs first, and ask for no more than lspci -vv says" },
	/* sriov_enable(): InitialVFs against TotalVFs; pci_setup_device() of a VF */
	{ "core", EIO, NOTHING,
	  "InitialVFs and TotalVFs of the PF contradict each other, or a VF does not answer",
	  "compare both in lspci -vv; it is the device or its firmware: update that" },
	/* sriov_enable(), and Documentation/admin-guide/kernel-parameters.txt, pci= */
	{ "core", ENOMEM, NOTHING,
	  "no room for the VFs: either their MMIO window or their bus numbers",
	  "the kernel log tells which. \"not enough MMIO resources\" or \"BARS not allocated\": "
	  "boot with pci=realloc, or let firmware place windows above 4 GiB. \"bus out of "
	  "range\": boot with pci=assign-busses, or use a slot whose port forwards ARI" },
	/* sriov_enable(): pci_get_slot() of the Function Dependency Link */
	{ "core", ENODEV, NOTHING,
	  "the function that this one depends on (Function Dependency Link) is not there",
	  "look why: it may be disabled in firmware, or removed" },
};

#define KERNEL_LOG "see what the kernel log says of this function"

static const char *error_name(struct ia_arena *arena, int error)
{
	const char *name = NULL;

	if (error == KERNEL_ENOTSUPP)
		return "ENOTSUPP";
#if __GLIBC_PREREQ(2, 32)
	name = strerrorname_np(error);
#endif
	return name ? name : ia_format(arena, "errno %d", error);
}

static const char *detailed(const struct ia_machine *m,
			    const struct ia_record *record, enum detail detail,
			    const char *cause)
{
	const char *text = ia_record_get(record, "dev");
	const struct ia_device *d =
		ia_machine_device(m, ia_address_parse(text, strlen(text), NULL));

	if (d && detail == TOTAL && d->totalvfs_text >= 0)
		return ia_format(m->arena, "%s: %ld", cause, d->totalvfs_text);
	if (d && detail == DRIVER)
		return ia_format(m->arena, "%s; now it has %s", cause,
				 strcmp(d->driver_text, "-") ? d->driver_text : "no driver");
	return cause;
}

static void explain_error(const struct ia_machine *m, int error,
			  struct ia_request *request)
{
	const char *failed_in = ia_record_get(request->record, "failed_in");
	size_t i;

	request->end = IA_REQUEST_FAILED;
	request->error = error_name(m->arena, error);
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if (table[i].error == error &&
		    !strcmp(table[i].failed_in, failed_in))
			break;
	}
	if (i < sizeof(table) / sizeof(*table)) {
		request->cause = detailed(m, request->record, table[i].detail,
					  table[i].cause);
		request->next = table[i].next;
		return;
	}
	/* Of an arena: what strerror() returns may be written anew by the next one. */
	request->cause = ia_format(m->arena, "%s", error == KERNEL_ENOTSUPP ?
				   "Operation is not supported" : strerror(error));
	request->next = KERNEL_LOG;
}

/**
 * ia_request_explain() - work out how a request for VFs ended, and why
 * @machine: a joined machine
 * @record: an event of this kind
 * @request: filled
 */
void ia_request_explain(const struct ia_machine *machine,
			const struct ia_record *record,
			struct ia_request *request)
{
	struct ia_number asked = ia_figure_of(ia_record_get(record, "requested"));
	struct ia_number result = ia_figure_of(ia_record_get(record, "result"));
	long error = ia_number(ia_record_get(record, "errno"));

	*request = (struct ia_request){ record, IA_REQUEST_UNKNOWN, NULL, NULL, NULL };
	if (error > 0)
		explain_error(machine, error, request);
	if (error || !asked.known || !result.known)
		return;
	request->end = asked.n == result.n ? IA_REQUEST_DONE : IA_REQUEST_OTHER;
	if (request->end == IA_REQUEST_DONE)
		return;
	/* drivers/pci/iov.c, sriov_numvfs_store(): "%d VFs requested; only %d enabled" */
	if (!asked.n)
		request->cause = "the driver kept its VFs, mostly because guests use them, "
				 "and reported success";
	else if (result.n < asked.n)
		request->cause = "the driver enabled fewer VFs than it was asked for, "
				 "which the PCI core takes for success";
	else
		request->cause = "the driver kept other VFs than it was asked for, "
				 "and reported success";
	request->next = KERNEL_LOG;
}
