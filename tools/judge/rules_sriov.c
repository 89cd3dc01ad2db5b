// SPDX-License-Identifier: GPL-2.0
/* Rules about the firmware and virtual functions */
#include "rules.h"

#include "../machine/events.h"

enum { FIRMWARE_OTHER = 1, FIRMWARE_NONE, FIRMWARE_UNSEEN };

/* The first link: without a table of the firmware no kernel finds an IOMMU. */
static bool judge_firmware(const struct ia_check *check, struct ia_finding *finding)
{
	ia_evidence_units(check, finding);
	if (check->machine->nunits)
		return ia_find(finding, PASSES);
	finding->fix = ia_around(check->machine);
	if (check->facts.translation == IA_TRANSLATION_NO_IOMMU)
		return ia_find(finding, FIRMWARE_NONE);
	return ia_find(finding, check->facts.translation == IA_TRANSLATION_UNLISTED ?
		       FIRMWARE_OTHER : FIRMWARE_UNSEEN);
}

const struct ia_rule ia_rule_firmware = {
	.id = "firmware",
	.title = "the firmware shows an IOMMU",
	.meaning = "Without a DMAR or IVRS table no kernel parameter brings an IOMMU. Symptom: /sys/kernel/iommu_groups is empty.",
	.background = "The kernel finds Intel's IOMMUs in the ACPI table DMAR and AMD's in IVRS; firmware leaves the table out where VT-d or AMD-Vi is off. Virtual and ARM IOMMUs are in other tables.",
	.sources = {
		"drivers/iommu/intel/dmar.c: dmar_table_init()",
		"drivers/iommu/amd/init.c: amd_iommu_detect()",
		"Intel VT-d specification 5.10, 8.1 DMA Remapping Reporting Structure",
	},
	.fix = "switch VT-d or AMD-Vi (often called IOMMU) and SR-IOV on in the firmware",
	.fixes = {
		[IA_AROUND_GUEST] = "a virtual IOMMU, which the hypervisor has to give this machine",
		[IA_AROUND_XEN] = "none here: Xen keeps the tables of the firmware from its initial domain, and has the IOMMUs itself",
	},
	.fail = P(SRIOV),
	.outcomes = {
		[FIRMWARE_OTHER] = {
			IA_PASS,
			"an IOMMU of another kind is in use, without DMAR or IVRS table",
			.brief = "an IOMMU without a DMAR or IVRS table",
		},
		[FIRMWARE_NONE] = { IA_FAIL, "the firmware shows no IOMMU" },
		[FIRMWARE_UNSEEN] = {
			IA_UNKNOWN, "the tables of the firmware could not be read",
		},
	},
	.judge_host = judge_firmware,
};

enum { CAPABLE_NONE = 1, CAPABLE_UNSEEN };

static bool judge_capable(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_facts *f = &check->facts;
	const struct ia_machine *m = check->machine;
	size_t i, unseen = 0;

	for (i = 0; i < f->npfs; i++)
		ia_evidence_record(finding, IA_RECORD_DEVICE, f->pfs[i].device,
				   ia_keys("dev", "driver", "numvfs", "totalvfs"));
	for (i = 0; i < m->ndevices; i++)
		unseen += ia_is_unknown(m->devices[i].totalvfs);
	return ia_find(finding, f->npfs ? PASSES : unseen ? CAPABLE_UNSEEN : CAPABLE_NONE,
		       ia_arg_n(m->ndevices), ia_arg_n(unseen));
}

const struct ia_rule ia_rule_sriov_capable = {
	.id = "sriov-capable",
	.title = "a function here can have VFs",
	.meaning = "A PF shows its VFs only when firmware left it room and SR-IOV on. Symptom: no sriov_totalvfs in sysfs.",
	.background = "The SR-IOV capability says how many VFs a PF can have (TotalVFs) and where their requester ids and BARs lie. The kernel reads it at probe.",
	.sources = {
		"drivers/pci/iov.c: pci_iov_init()",
		"PCI Express Base Specification 6.3, 9 Single Root I/O Virtualization and Sharing",
	},
	.fix = "switch SR-IOV on in the firmware, and in the card's own firmware",
	.fail = P(SRIOV),
	.outcomes = {
		[CAPABLE_NONE] = {
			IA_FAIL, "no function here can have VFs",
			.evidence = "devices: {0} functions, none with totalvfs above 0",
		},
		[CAPABLE_UNSEEN] = {
			IA_UNKNOWN, "whether a function here can have VFs cannot be seen",
			.evidence = "devices: {0} functions, {1} with totalvfs=unknown",
			.brief = "whether one can have VFs cannot be seen",
		},
	},
	.judge_host = judge_capable,
};

enum { VFS_LOST = 1, VFS_NONE, VFS_HELD, VFS_DRIVERLESS, NUMVFS_UNSEEN };

/*
 * Why none is enabled: sriov_numvfs_store() of drivers/pci/iov.c gives -ENOENT without a driver,
 * and so does vfio_pci_sriov_configure() without enable_sriov.
 */
static int why_none(const struct ia_facts *f)
{
	size_t i, held = 0;

	for (i = 0; i < f->npfs; i++) {
		const struct ia_device *device = f->pfs[i].device;

		if (ia_user_owned(device))
			held++;
		else if (!device->driver.absent)
			return VFS_NONE;
	}
	return held ? VFS_HELD : VFS_DRIVERLESS;
}

/* PFs that a write to sriov_numvfs gives VFs. */
static void mean_pfs(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_facts *f = &check->facts;
	size_t i;

	finding->devices = ia_alloc(check->machine->arena, f->npfs, sizeof(*finding->devices));
	for (i = 0; i < f->npfs; i++) {
		const struct ia_device *device = f->pfs[i].device;

		if (!ia_user_owned(device) && !device->driver.absent)
			finding->devices[finding->ndevices++] = device;
	}
}

static bool judge_numvfs(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_facts *f = &check->facts;
	size_t i, on = 0, lost = 0, unseen = 0;

	for (i = 0; i < f->npfs; i++) {
		const struct ia_pf *pf = &f->pfs[i];
		const struct ia_number *numvfs = &pf->device->numvfs;

		ia_evidence_noted(finding, IA_RECORD_DEVICE, pf->device,
				  ia_keys("dev", "numvfs", "totalvfs"), 1,
				  ia_arg_n(pf->listed));
		unseen += ia_is_unknown(*numvfs);
		on += numvfs->known && numvfs->n;
		lost += numvfs->known && pf->listed < numvfs->n;
	}
	if (!f->npfs)
		return false;
	if (!lost && !on && !unseen)
		mean_pfs(check, finding);
	/* Of a PF that is not known to have none, VFs may be among the functions that are there. */
	return ia_find(finding, lost ? VFS_LOST : unseen ? NUMVFS_UNSEEN :
				on ? PASSES : why_none(f),
		       ia_arg_n(unseen), ia_arg_n(f->npfs));
}

const struct ia_rule ia_rule_numvfs = {
	.id = "numvfs",
	.title = "VFs are enabled, and all of them are there",
	.meaning = "VFs are made by a write to sriov_numvfs, at every boot, by a tool or an operator. That does not look at the IOMMU. Symptom: ERANGE means beyond the limit, ENOSPC came from the driver (interrupts, mostly), EBUSY that some are there already.",
	.background = "A write to sriov_numvfs calls the driver of the PF, which sets VF Enable. To change the number it must go to 0 first.",
	.sources = {
		"drivers/pci/iov.c: sriov_numvfs_store()",
		"https://docs.kernel.org/PCI/pci-iov-howto.html",
	},
	.fix = "[echo N > /sys/bus/pci/devices/DEV/sriov_numvfs]",
	.fail = P(SRIOV),
	.outcomes = {
		[VFS_LOST] = {
			IA_FAIL, "VFs are enabled that the kernel does not have",
			.fix = "read the kernel log for why they were not added; a bus number too few is mended by pci=realloc or pci=assign-busses",
		},
		[VFS_NONE] = { IA_FAIL, "no VF is enabled" },
		[VFS_HELD] = {
			IA_FAIL, "no VF is enabled, and user space owns the PF",
			.fix = "none while a guest or DPDK has the PF: a write to its sriov_numvfs gives ENOENT",
		},
		[VFS_DRIVERLESS] = {
			IA_FAIL, "no VF is enabled, and no driver is bound to the PF",
			.fix = "bind the PF to its driver first: without one a write to its sriov_numvfs gives ENOENT",
		},
		[NUMVFS_UNSEEN] = {
			IA_UNKNOWN, "how many VFs {0} of {1} {1:PF|PFs} {0:has|have} cannot be seen",
			.fix = "cat /sys/bus/pci/devices/PF/sriov_numvfs on the machine itself",
			.brief = "the VF count of {0} of {1} {1:PF|PFs} cannot be seen",
		},
	},
	.notes = { [1] = ", {0} {0:VF|VFs} listed" },
	.judge_host = judge_numvfs,
};

enum { REQUEST_FAILED = 1, REQUESTS_FAILED, REQUEST_VAGUE, REQUEST_DROPPED, REQUEST_BLIND };

/* How the last request for VFs of each PF ended. */
struct requests {
	size_t seen;
	size_t failed;
	size_t vague;
};

/* The first request that went wrong stands for the others, which have their evidence. */
static void judge_request(const struct ia_request *request, struct requests *requests,
			  struct ia_finding *finding)
{
	requests->seen++;
	if (request->end == IA_REQUEST_DONE)
		return;
	ia_evidence_record(finding, IA_RECORD_EVENT, request->event,
			   ia_keys("dev", "via", "requested", "result", "errno", "failed_in"));
	if (request->end == IA_REQUEST_UNKNOWN)
		requests->vague++;
	else if (!requests->failed++)
		finding->request = request;
}

static bool judge_requests(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_facts *f = &check->facts;
	struct requests requests = { 0 };
	struct ia_arg all = ia_arg_n(f->npfs);
	size_t i;

	if (!f->npfs)
		return false;
	if (f->requests) {
		ia_evidence_add(finding, IA_EVIDENCE_REQUESTS)->requests = f->requests;
		return ia_find(finding, REQUEST_BLIND);
	}
	for (i = 0; i < f->npfs; i++) {
		if (f->pfs[i].last)
			judge_request(f->pfs[i].last, &requests, finding);
	}
	if (requests.failed)
		return ia_find(finding, requests.failed > 1 ? REQUESTS_FAILED : REQUEST_FAILED,
			       ia_arg_dev(finding->request->event->device),
			       ia_arg_n(requests.failed),
			       all);
	if (requests.vague)
		return ia_find(finding, REQUEST_VAGUE);
	if (requests.seen < f->npfs && (!f->dropped.known || f->dropped.n))
		return ia_find(finding, REQUEST_DROPPED, ia_arg_n(f->npfs - requests.seen), all);
	return ia_find(finding, PASSES, ia_arg_n(requests.seen), all);
}

/* How a request ended, why, and what to do about it is that of iommu-audit events. */
const struct ia_rule ia_rule_vf_requests = {
	.id = "vf-requests",
	.title = "the last request for VFs gave what was requested",
	.meaning = "sysfs shows how many VFs there are, not that somebody requested others and was refused. Symptom: fewer VFs than planned, and a unit or an operator that tries again and again.",
	.background = "sriov_numvfs_store() hands the number to sriov_configure() of the PF's driver, and what that returns is the result of the write. Nothing keeps it but a log line of some drivers.",
	.sources = {
		"drivers/pci/iov.c: sriov_numvfs_store()",
		"drivers/pci/iov.c: pci_enable_sriov()",
		"https://docs.kernel.org/PCI/pci-iov-howto.html",
	},
	.fix = "iommu-audit events --kind vf_request has the cause and the next step of each",
	.warn = P(SRIOV),
	.outcomes = {
		[PASSES] = {
			IA_PASS,
			.evidence = "events: last requests for {0} of {1} PFs, none went wrong",
		},
		[REQUEST_FAILED] = { IA_FAIL, "{0}" },
		[REQUESTS_FAILED] = {
			IA_FAIL,
			"the last request for VFs went wrong on {1} of {2} PFs, first {0}",
			.fix = "iommu-audit events --kind vf_request has the cause and the next step of each",
			.brief = "went wrong on {1} of {2} PFs, first {0}",
		},
		[REQUEST_VAGUE] = {
			IA_UNKNOWN, "how the last request for VFs ended cannot be seen",
		},
		[REQUEST_DROPPED] = {
			IA_UNKNOWN, "how the last request for VFs ended cannot be seen",
			.evidence = "events: the ring dropped some, and has no request for {0} of {1} PFs",
		},
		[REQUEST_BLIND] = {
			IA_UNKNOWN, "how requests for VFs ended cannot be seen",
		},
	},
	.judge_host = judge_requests,
};

enum { VF_UNDRIVEN = 1, VF_DRIVER_UNSEEN };

static bool judge_vf_driver(const struct ia_check *check, const struct ia_device *device,
			    struct ia_finding *finding)
{
	const struct ia_host_device *pf = device->pf ? device->pf->host : NULL;

	(void)check;
	if (!ia_is_vf(device))
		return false;
	if (ia_is_unknown(device->driver))
		return ia_find(finding, VF_DRIVER_UNSEEN);
	if (!device->driver.absent)
		return ia_find(finding, PASSES);
	ia_evidence_noted(finding, IA_RECORD_DEVICE, device, ia_keys("dev", "driver", "vf_of"), 1,
			  ia_arg_text(ia_word(&ia_words_flags, pf ? pf->autoprobe :
								   IA_FLAG_UNKNOWN)));
	return ia_find(finding, VF_UNDRIVEN);
}

const struct ia_rule ia_rule_vf_driver = {
	.id = "vf-driver",
	.title = "every VF has a driver",
	.meaning = "A VF nobody drives is of use to nobody. Symptom: no network device for the CNI, no /dev/vfio/N for a VM.",
	.background = "With sriov_drivers_autoprobe at 1 a new VF is matched against drivers as any device is; at 0 only a driver_override or a bind by hand gives it one.",
	.sources = {
		"drivers/pci/iov.c: sriov_drivers_autoprobe_store()",
		"drivers/pci/pci-driver.c: pci_device_can_probe()",
		"https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-bus-pci",
	},
	.fix = "load the VF's driver, or bind the VF to vfio-pci; sriov_drivers_autoprobe=0 keeps drivers away on purpose",
	.warn = P(SRIOV),
	.outcomes = {
		[PASSES] = {
			IA_PASS, .evidence = "devices: {1} {1:VF|VFs}, none with driver=-",
		},
		[VF_UNDRIVEN] = {
			IA_FAIL, .several = "{0} of {1} VFs have no driver",
		},
		[VF_DRIVER_UNSEEN] = {
			IA_UNKNOWN, .several = "the drivers of {0} of {1} VFs cannot be seen",
		},
	},
	.notes = { [1] = "; sysfs: sriov_drivers_autoprobe={0}" },
	.everything = true,
	.judge_device = judge_vf_driver,
};

enum { VFS_SHARE = 1, VFS_NO_GROUP, VFS_UNSEEN };

static bool judge_vf_groups(const struct ia_check *check, const struct ia_pf *pf,
			    struct ia_finding *finding)
{
	if (!pf->listed)
		return false;
	ia_evidence_note(finding, 1, ia_arg_dev(pf->device->address), ia_arg_n(pf->listed),
			 ia_arg_n(pf->alone));
	if (pf->alone == pf->listed)
		return ia_find(finding, PASSES);
	if (ia_is_unknown(pf->device->group))
		return ia_find(finding, VFS_UNSEEN);
	return ia_find(finding, check->machine->ngroups ? VFS_SHARE : VFS_NO_GROUP);
}

const struct ia_rule ia_rule_vf_groups = {
	.id = "vf-groups",
	.title = "every VF is alone in its group",
	.meaning = "VFs of one group go to one owner. Symptom: VFIO refuses the second VM. ACS of the ports above the PF decides: Linux switches on what the hardware has, whatever the BIOS says.",
	.background = "VFs are functions of one device: Linux asks ACS of each of them, and of every port above, before it gives them groups of their own.",
	.sources = {
		"drivers/iommu/iommu.c: get_pci_function_alias_group()",
		"drivers/pci/pci.c: pci_acs_path_enabled()",
		"PCI Express Base Specification 6.3, 6.12 Access Control Services",
	},
	.fix = "a slot below ports with ACS",
	.fail = P(SRIOV),
	.outcomes = {
		[VFS_SHARE] = { IA_FAIL, "VFs share groups" },
		[VFS_NO_GROUP] = {
			IA_FAIL, "no VF has a group: no IOMMU is in use",
			.fix = "switch the IOMMU on first: see iommu-on",
		},
		[VFS_UNSEEN] = { IA_UNKNOWN, "the groups of VFs are not known" },
	},
	.notes = { [1] = "groups: VFs of {0}: {1}, {2} of them alone in their group" },
	.all_evidence = true,
	.judge_pf = judge_vf_groups,
};
