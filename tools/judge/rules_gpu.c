// SPDX-License-Identifier: GPL-2.0
/* Rules about GPUs and the NICs beside them */
#include "rules.h"

enum { DEVICES_NO_GPU = 1, DEVICES_NO_NIC, DEVICES_NO_VF };
enum { DEVICES_GPUS = 1, DEVICES_NICS, DEVICES_VFS };

/* Does the host have what the profile is about at all? */
static bool judge_devices(const struct ia_check *check, struct ia_finding *finding)
{
	bool host_nic = check->profile == IA_PROFILE_GPU_HOST_NIC;
	bool wants_nic = host_nic || check->profile == IA_PROFILE_GPU_SRIOV_RDMA;
	size_t gpus = ia_check_count(check, IA_KIND_GPU), nics = ia_check_count(check, IA_KIND_NIC);

	ia_evidence_note(finding, !wants_nic ? DEVICES_GPUS : host_nic ? DEVICES_NICS : DEVICES_VFS,
			 ia_arg_n(gpus), ia_arg_n(nics));
	if (!gpus)
		return ia_find(finding, DEVICES_NO_GPU);
	if (nics || !wants_nic)
		return ia_find(finding, PASSES);
	return ia_find(finding, host_nic ? DEVICES_NO_NIC : DEVICES_NO_VF);
}

const struct ia_rule ia_rule_devices = {
	.id = "devices",
	.title = "the host has what this profile is about",
	.meaning = "The other rules of the profile are about these functions; without them there is nothing to judge.",
	.fix = "choose another profile, or look in iommu-audit devices for what is missing",
	.fail = GPUS,
	.outcomes = {
		[DEVICES_NO_GPU] = { IA_FAIL, "no GPU is here" },
		[DEVICES_NO_NIC] = { IA_FAIL, "no NIC is here" },
		[DEVICES_NO_VF] = { IA_FAIL, "no VF of a NIC is here" },
	},
	.notes = {
		[DEVICES_GPUS] = "devices: GPUs: {0}",
		[DEVICES_NICS] = "devices: GPUs: {0}, NICs: {1}",
		[DEVICES_VFS] = "devices: GPUs: {0}, VFs of NICs: {1}",
	},
	.judge_host = judge_devices,
};

/* Where ACS redirects, a kernel parameter may switch that off. */
static bool redirected(const struct ia_check *check, struct ia_finding *finding,
		       unsigned int outcome, const struct ia_path_count *count, size_t n)
{
	struct ia_acs_token token = ia_acs_token(check->machine, count->ports, count->nports,
						 &ia_acs_no_redirect);

	finding->no_token = token.none;
	return ia_find(finding, outcome, ia_arg_n(n), ia_arg_n(count->pairs),
		       ia_arg_text(token.text));
}

#define TOKEN_FIX	"{2} (its isolation impact: iommu-audit p2p)"

enum { P2P_REDIRECTED = 1, P2P_UNSEEN };

/* Every two GPUs: do requests stay at a switch? */
static bool judge_gpu_p2p(const struct ia_check *check, struct ia_finding *finding)
{
	struct ia_path_count count = { 0 };
	size_t i, j;

	for (i = 0; i < check->ndevices; i++) {
		for (j = 0; j < check->ndevices; j++) {
			const struct ia_device *from = check->devices[i], *to = check->devices[j];

			if (i == j || ia_kind_of(from) != IA_KIND_GPU ||
			    ia_kind_of(to) != IA_KIND_GPU)
				continue;
			ia_path_count_add(check->machine, &count, from, to);
			ia_evidence_path(finding, IA_EVIDENCE_PATH, from, to);
		}
	}
	if (!count.pairs)
		return false;
	if (count.direct == count.pairs)
		return ia_find(finding, PASSES);
	if (count.redirected)
		return redirected(check, finding, P2P_REDIRECTED, &count, count.redirected);
	return ia_find(finding, P2P_UNSEEN, ia_arg_n(count.direct), ia_arg_n(count.pairs));
}

const struct ia_rule ia_rule_gpu_p2p = {
	.id = "gpu-p2p",
	.title = "requests between GPUs stay at a switch",
	.meaning = "ACS redirect sends them up to the root complex: slower, or not at all. iommu=pt does not change that, pcie_acs_override does not either, and IOMMU off leaves what firmware set.",
	.fail = P(GPU_SINGLE),
	.warn = P(GPU_HOST_NIC),
	.outcomes = {
		[P2P_REDIRECTED] = {
			IA_FAIL,
			"{0} of {1} paths between GPUs are sent up to the root complex by ACS",
			.fix = TOKEN_FIX,
		},
		[P2P_UNSEEN] = {
			IA_UNKNOWN,
			"{0} of {1} paths between GPUs stay at a switch; what becomes of the others is not known",
		},
	},
	.judge_host = judge_gpu_p2p,
};

/* VFs may use ATS instead of doing without ACS. */
static bool good_enough(const struct ia_path *path, bool ats)
{
	return ia_path_stays(path) ||
	       (ats && path->translated_direct && !path->translated_blocked &&
		path->from->ats == IA_CAP_ON);
}

/* The best path from a NIC to a GPU: a good one, else any redirected one. */
static bool best(const struct ia_check *check, const struct ia_device *gpu, bool vfs,
		 struct ia_path *found)
{
	bool any = false;
	size_t i;

	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *nic = check->devices[i];
		struct ia_path path;

		if (ia_kind_of(nic) != IA_KIND_NIC || ia_is_vf(nic) != vfs)
			continue;
		ia_route_find(check->machine, nic, gpu, &path);
		if (!any || good_enough(&path, vfs) ||
		    (path.route == IA_ROUTE_REDIRECTED && found->route != path.route))
			*found = path;
		any = true;
		if (good_enough(&path, vfs))
			break;
	}
	return any;
}

enum { NIC_REDIRECTED = 1, NIC_UNSEEN };

static bool beside_nic(const struct ia_check *check, struct ia_finding *finding, bool vfs)
{
	struct ia_path_count count = { 0 };
	size_t i, good = 0;

	for (i = 0; i < check->ndevices; i++) {
		struct ia_path path;

		if (ia_kind_of(check->devices[i]) != IA_KIND_GPU ||
		    !best(check, check->devices[i], vfs, &path))
			continue;
		ia_path_count_add(check->machine, &count, path.from, path.to);
		good += good_enough(&path, vfs);
		ia_evidence_path(finding, IA_EVIDENCE_PATH, path.from, path.to);
	}
	if (!count.pairs)
		return false;
	if (good == count.pairs)
		return ia_find(finding, PASSES);
	if (!count.redirected)
		return ia_find(finding, NIC_UNSEEN, ia_arg_n(good), ia_arg_n(count.pairs));
	if (!vfs)
		return redirected(check, finding, NIC_REDIRECTED, &count, good);
	return ia_find(finding, NIC_REDIRECTED, ia_arg_n(good), ia_arg_n(count.pairs));
}

/* GPUDirect RDMA: the NIC reads and writes the GPU's memory. */
static bool judge_gpu_nic(const struct ia_check *check, struct ia_finding *finding)
{
	return beside_nic(check, finding, false);
}

#define GPU_NIC	"{0} of {1} GPUs have a NIC that reaches them without the root complex"

const struct ia_rule ia_rule_gpu_nic = {
	.id = "gpu-nic",
	.title = "each GPU has a NIC that reaches it without the root complex",
	.meaning = "GPUDirect RDMA wants NIC and GPU below one switch; through the root complex it is slower, or does not work.",
	.fail = P(GPU_HOST_NIC),
	.outcomes = {
		[NIC_REDIRECTED] = { IA_FAIL, GPU_NIC, .fix = TOKEN_FIX },
		[NIC_UNSEEN] = { IA_UNKNOWN, GPU_NIC },
	},
	.judge_host = judge_gpu_nic,
};

static bool judge_gpu_vf(const struct ia_check *check, struct ia_finding *finding)
{
	return beside_nic(check, finding, true);
}

#define GPU_VF	"{0} of {1} GPUs have a VF that reaches them without the root complex"

const struct ia_rule ia_rule_gpu_vf = {
	.id = "gpu-vf",
	.title = "each GPU has a VF that reaches it without the root complex",
	.meaning = "With ACS on, which keeps tenants apart, only ATS with Direct Translated stays at the switch.",
	.fix = "ATS on the VFs and Direct Translated (DT) at the ports above them: iommu-audit p2p VF GPU",
	.fail = P(GPU_SRIOV_RDMA),
	.outcomes = {
		[NIC_REDIRECTED] = { IA_FAIL, GPU_VF },
		[NIC_UNSEEN] = { IA_UNKNOWN, GPU_VF },
	},
	.judge_host = judge_gpu_vf,
};

static bool nic_on(const struct ia_check *check, uint64_t node)
{
	size_t i;

	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];

		if (ia_kind_of(d) == IA_KIND_NIC && d->numa.known && d->numa.n == node)
			return true;
	}
	return false;
}

enum { NEAR_FAR = 1, NEAR_UNSEEN };

static bool judge_near(const struct ia_check *check, const struct ia_device *device,
		       struct ia_finding *finding)
{
	if (ia_kind_of(device) != IA_KIND_GPU)
		return false;
	ia_evidence_record(finding, IA_RECORD_DEVICE, device, ia_keys("dev", "numa"));
	if (!device->numa.known)
		return ia_find(finding, NEAR_UNSEEN);
	return ia_find(finding, nic_on(check, device->numa.n) ? PASSES : NEAR_FAR);
}

static bool near_applies(const struct ia_check *check)
{
	const struct ia_number *nodes = &check->machine->host.numa.nodes;

	return ia_check_count(check, IA_KIND_NIC) && !(nodes->known && nodes->n == 1);
}

const struct ia_rule ia_rule_nic_near = {
	.id = "nic-near",
	.title = "each GPU has a NIC on its NUMA node",
	.meaning = "Across sockets every transfer crosses the processors' own link.",
	.fix = "a slot of the GPU's socket for the NIC",
	.warn = P(GPU_HOST_NIC) | P(GPU_SRIOV_RDMA),
	.outcomes = {
		[NEAR_FAR] = {
			IA_FAIL, .several = "{0} of {1} GPUs have no NIC on their NUMA node",
		},
		[NEAR_UNSEEN] = {
			IA_UNKNOWN, "on which NUMA node the GPUs are is not known",
		},
	},
	.all_evidence = true,
	.applies = near_applies,
	.judge_device = judge_near,
};

/* Below this a BAR shows a window of a GPU's memory and not all of it. */
#define LARGE_BAR_MIB	256

enum { BAR_SMALL = 1, BAR_UNSEEN };

static bool judge_bar(const struct ia_check *check, const struct ia_device *device,
		      struct ia_finding *finding)
{
	struct ia_number size = { 0 };

	(void)check;
	if (ia_kind_of(device) != IA_KIND_GPU)
		return false;
	if (device->host)
		size = device->host->bar_max_mib;
	ia_evidence_noted(finding, IA_RECORD_DEVICE, device, ia_keys("dev"), size.known ? 1 : 2,
			  ia_arg_n(size.n));
	if (!size.known)
		return ia_find(finding, BAR_UNSEEN);
	return ia_find(finding, size.n > LARGE_BAR_MIB ? PASSES : BAR_SMALL);
}

const struct ia_rule ia_rule_large_bar = {
	.id = "large-bar",
	.title = "GPUs show more than 256 MiB of their memory",
	.meaning = "Peers reach only what the BAR shows.",
	.fix = "Above 4G Decoding and Resizable BAR in the firmware",
	.warn = GPUS,
	.outcomes = {
		[BAR_SMALL] = {
			IA_FAIL,
			.several = "{0} of {1} GPUs show 256 MiB of their memory or less",
		},
		[BAR_UNSEEN] = {
			IA_UNKNOWN, "how much of their memory the GPUs show cannot be seen",
		},
	},
	.notes = {
		[1] = "; sysfs: largest memory BAR: {0} MiB",
		[2] = "; sysfs: largest memory BAR: not known",
	},
	.all_evidence = true,
	.judge_device = judge_bar,
};
