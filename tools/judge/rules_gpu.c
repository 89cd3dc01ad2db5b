// SPDX-License-Identifier: GPL-2.0
/* Rules about GPUs and the NICs beside them */
#include "rules.h"

#include "peers.h"

enum { DEVICES_NO_GPU = 1, DEVICES_NO_NIC, DEVICES_NO_VF, DEVICES_VF_UNSEEN, DEVICES_CLASS_UNSEEN };
enum { DEVICES_GPUS = 1, DEVICES_NICS, DEVICES_VFS };

/* Whether a NIC could be a VF: dumps do not say whose they are. */
static bool vfs_unseen(const struct ia_machine *m)
{
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		if (ia_kind_of(&m->devices[i]) == IA_KIND_NIC &&
		    m->devices[i].vf_of == IA_UNKNOWN_ADDRESS)
			return true;
	}
	return false;
}

/* Functions of which nobody knows what they are: a list may name their class in no known way. */
static size_t without_class(const struct ia_machine *m)
{
	size_t i, n = 0;

	for (i = 0; i < m->ndevices; i++)
		n += !ia_subclass(&m->devices[i]).known && !ia_is_bridge(&m->devices[i]);
	return n;
}

/* Does the host have what the profile is about at all? */
static bool judge_devices(const struct ia_check *check, struct ia_finding *finding)
{
	bool host_nic = check->profile == IA_PROFILE_GPU_HOST_NIC;
	bool wants_nic = host_nic || check->profile == IA_PROFILE_GPU_SRIOV_RDMA;
	size_t gpus = ia_check_count(check, IA_KIND_GPU), nics = ia_check_count(check, IA_KIND_NIC);

	bool unseen = wants_nic && !host_nic && !nics && vfs_unseen(check->machine);
	size_t classless = without_class(check->machine);

	ia_evidence_note(finding, !wants_nic || unseen ? DEVICES_GPUS :
			 host_nic ? DEVICES_NICS : DEVICES_VFS,
			 ia_arg_n(gpus), ia_arg_n(nics));
	if (classless && (!gpus || (host_nic && !nics)))
		return ia_find(finding, DEVICES_CLASS_UNSEEN, ia_arg_n(classless));
	if (!gpus)
		return ia_find(finding, DEVICES_NO_GPU);
	if (nics || !wants_nic)
		return ia_find(finding, PASSES);
	if (unseen)
		return ia_find(finding, DEVICES_VF_UNSEEN);
	return ia_find(finding, host_nic ? DEVICES_NO_NIC : DEVICES_NO_VF);
}

const struct ia_rule ia_rule_devices = {
	.id = "devices",
	.title = "the host has what this profile is about",
	.meaning = "The other rules of the profile are about these functions; without them there is nothing to judge.",
	.background = "A function's kind is the base class and subclass of its class code. The display of a management controller or of a hypervisor is a console and counts as no GPU.",
	.sources = {
		"PCI Code and ID Assignment Specification 1.19, 1 Class Codes",
		"include/linux/pci_ids.h",
		"drivers/pci/probe.c: pci_setup_device()",
	},
	.fix = "choose another profile, or look in iommu-audit devices for what is missing",
	.fail = GPUS,
	.outcomes = {
		[DEVICES_NO_GPU] = { IA_FAIL, "no GPU is here" },
		[DEVICES_NO_NIC] = { IA_FAIL, "no NIC is here" },
		[DEVICES_NO_VF] = { IA_FAIL, "no VF of a NIC is here" },
		[DEVICES_VF_UNSEEN] = {
			IA_UNKNOWN, "whether a NIC here is a VF cannot be seen",
		},
		[DEVICES_CLASS_UNSEEN] = {
			IA_UNKNOWN, "what {0} {0:function is|functions are} is not known: no class could be read there",
			.brief = "the class of {0} {0:function|functions} is not known",
		},
	},
	.notes = {
		[DEVICES_GPUS] = "devices: GPUs: {0}",
		[DEVICES_NICS] = "devices: GPUs: {0}, NICs: {1}",
		[DEVICES_VFS] = "devices: GPUs: {0}, VFs of NICs: {1}",
	},
	.judge_host = judge_devices,
};

/*
 * Where ACS redirects, a kernel parameter may switch that off: one for all that the profile is
 * about, as of two the kernel reads the last alone.
 */
static bool redirected(const struct ia_check *check, struct ia_finding *finding,
		       unsigned int outcome, const struct ia_path_count *count, size_t n)
{
	struct ia_path_count all = *count;
	struct ia_acs_token token;
	size_t left;

	if (IA_WANTS_DIRECT >> check->profile & 1)
		ia_peers_wanted(check, &all);
	left = ia_ports_of_host(check->machine, all.ports, all.nports);
	token = ia_acs_token(check->machine, all.ports, left, &ia_acs_no_redirect);

	finding->no_token = token.none;
	return ia_find(finding, outcome, ia_arg_n(n), ia_arg_n(count->pairs),
		       ia_arg_text(token.text));
}

#define TOKEN_FIX	"at the cost of isolation, for devices below these ports could no longer go to different owners (iommu-audit p2p): {2} on the kernel command line"

enum { P2P_REDIRECTED = 1, P2P_TRANSLATED, P2P_UNSEEN };

#define PT_FIX	"iommu=pt, where all of this host has one owner: NVIDIA supports peer-to-peer of a host with translation off only; identity gives the isolation of the host's own devices away"

/* Paths from each to each other, as far as a finding has room for them. */
static void add_paths(struct ia_finding *finding, const struct ia_device **devices, size_t count)
{
	size_t i, j, room = IA_EVIDENCE_LINES;

	for (i = 0; i < count && room; i++) {
		for (j = 0; j < count && room; j++) {
			if (i == j)
				continue;
			ia_evidence_path(finding, IA_EVIDENCE_PATH, devices[i], devices[j]);
			room--;
		}
	}
	finding->left_out += count * (count - 1) - (IA_EVIDENCE_LINES - room);
}

/* Every two GPUs: do requests stay at a switch? */
static bool judge_gpu_p2p(const struct ia_check *check, struct ia_finding *finding)
{
	struct ia_arena *arena = check->machine->arena;
	struct ia_ends ends = {
		.devices = ia_alloc(arena, check->ndevices, sizeof(*ends.devices)),
		.sends = ia_alloc(arena, check->ndevices, sizeof(*ends.sends)),
	};
	struct ia_path_count count;
	size_t translated = 0, i;

	ends.receives = ends.sends;
	for (i = 0; i < check->ndevices; i++) {
		if (ia_kind_of(check->devices[i]) != IA_KIND_GPU)
			continue;
		translated += ia_sends_translated(check->devices[i]) != IA_NO;
		ends.sends[ends.count] = true;
		ends.devices[ends.count++] = check->devices[i];
	}
	if (ends.count < 2)
		return false;
	ia_path_count(check->machine, &ends, &count);
	add_paths(finding, ends.devices, ends.count);
	if (count.direct + count.bus == count.pairs)
		return translated ? ia_find(finding, P2P_TRANSLATED, ia_arg_n(translated),
					    ia_arg_n(ends.count)) :
				    ia_find(finding, PASSES);
	if (count.redirected)
		return redirected(check, finding, P2P_REDIRECTED, &count, count.redirected);
	return ia_find(finding, P2P_UNSEEN, ia_arg_n(count.direct + count.bus),
		       ia_arg_n(count.pairs));
}

const struct ia_rule ia_rule_gpu_p2p = {
	.id = "gpu-p2p",
	.title = "requests between GPUs stay at a switch",
	.meaning = "ACS redirect sends them up to the root complex: slower, or not at all. iommu=pt does not change that, pcie_acs_override does not either, and IOMMU off leaves what firmware set. Under translation the address of a peer that a driver maps with dma_map_resource() is in no bridge's window, and the request goes up as well.",
	.background = "Requests with a peer's bus address turn at the lowest common switch where no port on the way redirects them. Behind a translating IOMMU a driver gives I/O virtual addresses, which no bridge window has.",
	.sources = {
		"drivers/pci/p2pdma.c: calc_map_type_and_dist(), in 5.10 upstream_bridge_distance()",
		"https://docs.kernel.org/driver-api/pci/p2pdma.html",
		"PCI Express Base Specification 6.3, 6.12 Access Control Services",
	},
	.fail = P(GPU_SINGLE),
	.warn = P(GPU_HOST_NIC),
	.outcomes = {
		[P2P_REDIRECTED] = {
			IA_FAIL,
			"{0} of {1} paths between GPUs are sent up to the root complex by ACS",
			.fix = TOKEN_FIX,
			.brief = "ACS sends {0} of {1} paths up to the root complex",
		},
		[P2P_TRANSLATED] = {
			IA_WARN,
			"{0} of {1} GPUs are translated: requests between them stay at a switch only where the driver gives bus addresses",
			.fix = PT_FIX,
			.brief = "{0} of {1} GPUs need bus addresses to stay direct",
		},
		[P2P_UNSEEN] = {
			IA_UNKNOWN,
			"{0} of {1} paths between GPUs stay at a switch; what becomes of the others is not known",
			.brief = "{0} of {1} paths stay at a switch, others unknown",
		},
	},
	.judge_host = judge_gpu_p2p,
};

/* Requests that were translated before they are sent, by ATS, carry the peer's address. */
static bool good_enough(const struct ia_path *path, bool ats)
{
	bool on = path->from->ats == IA_CAP_ON && !path->translated_blocked;

	return (ia_path_stays(path) && (on || ia_sends_translated(path->from) == IA_NO)) ||
	       (ats && path->translated_direct && on);
}

/* Of one class at a fork: the first NIC, and the first one in another branch than that. */
struct first {
	const struct ia_peer *first;
	const struct ia_peer *other;
};

/**
 * struct near - the NICs for GPUs
 * @machine: the machine
 * @ats: the NICs are VFs, which may use ATS
 * @devices: NICs, and behind them GPUs
 * @nnics: number of NICs
 * @ngpus: number of GPUs
 * @good: by GPU: the first NIC with a good path, or @nnics
 * @stays: by GPU: the first NIC whose requests a switch turns round, or @nnics
 * @redirected: by GPU: the first NIC with a redirected path, or @nnics
 */
struct near {
	const struct ia_machine *machine;
	bool ats;
	const struct ia_device **devices;
	size_t nnics;
	size_t ngpus;
	size_t *good;
	size_t *stays;
	size_t *redirected;
};

/* NICs of a class are looked at apart by ATS, and by whether they are translated. */
static void note_nic(struct first *firsts, const struct ia_peer *nic)
{
	struct first *at = &firsts[4 * nic->class + 2 * (nic->device->ats == IA_CAP_ON) +
				   (ia_sends_translated(nic->device) == IA_NO)];
	const struct ia_peer *before = at->first;

	if (!before || nic->number < before->number) {
		at->first = nic;
		if (before && before->branch != nic->branch)
			at->other = before;
	} else if (nic->branch != before->branch &&
		   (!at->other || nic->number < at->other->number)) {
		at->other = nic;
	}
}

static void note_least(size_t *least, size_t number)
{
	if (number < *least)
		*least = number;
}

static void match_gpu(const struct near *near, const struct ia_fork *fork,
		      const struct first *firsts, const struct ia_peer *gpu)
{
	size_t number = gpu->number - near->nnics, i;

	for (i = 0; i < 4 * fork->nclasses; i++) {
		const struct ia_peer *nic = firsts[i].first;
		struct ia_path path = fork->paths[i / 4 * fork->nclasses + gpu->class];

		if (nic && nic->branch == gpu->branch)
			nic = firsts[i].other;
		if (!nic)
			continue;
		path.from = nic->device;
		if (good_enough(&path, near->ats))
			note_least(&near->good[number], nic->number);
		if (ia_path_stays(&path))
			note_least(&near->stays[number], nic->number);
		if (path.route == IA_ROUTE_REDIRECTED)
			note_least(&near->redirected[number], nic->number);
	}
}

static void match(void *to, const struct ia_fork *fork)
{
	const struct near *near = to;
	struct first firsts[4 * IA_FORK_CLASSES] = { { 0 } };
	size_t i;

	for (i = 0; i < fork->count && fork->shared; i++) {
		if (fork->peers[i].number < near->nnics)
			note_nic(firsts, &fork->peers[i]);
	}
	for (i = 0; i < fork->count && fork->shared; i++) {
		if (fork->peers[i].number >= near->nnics)
			match_gpu(near, fork, firsts, &fork->peers[i]);
	}
}

static void gather_near(const struct ia_check *check, struct near *near)
{
	size_t i;

	for (i = 0; i < check->ndevices; i++) {
		if (ia_kind_of(check->devices[i]) == IA_KIND_NIC &&
		    ia_is_vf(check->devices[i]) == near->ats)
			near->devices[near->nnics++] = check->devices[i];
	}
	for (i = 0; i < check->ndevices; i++) {
		if (ia_kind_of(check->devices[i]) == IA_KIND_GPU)
			near->devices[near->nnics + near->ngpus++] = check->devices[i];
	}
	for (i = 0; i < near->ngpus; i++) {
		near->good[i] = near->nnics;
		near->stays[i] = near->nnics;
		near->redirected[i] = near->nnics;
	}
}

/* The best path from a NIC to each GPU: the first good one, else the first redirected one. */
static struct ia_path *best(const struct ia_check *check, bool vfs, size_t *count)
{
	struct ia_arena *arena = check->machine->arena;
	struct near near = {
		.machine = check->machine, .ats = vfs,
		.devices = ia_alloc(arena, check->ndevices, sizeof(*near.devices)),
		.good = ia_alloc(arena, check->ndevices, sizeof(*near.good)),
		.stays = ia_alloc(arena, check->ndevices, sizeof(*near.stays)),
		.redirected = ia_alloc(arena, check->ndevices, sizeof(*near.redirected)),
	};
	struct ia_path *paths;
	size_t i;

	gather_near(check, &near);
	*count = near.nnics ? near.ngpus : 0;
	paths = ia_alloc(arena, *count, sizeof(*paths));
	ia_forks_visit(check->machine, near.devices, near.nnics + *count, match, &near);
	for (i = 0; i < *count; i++) {
		size_t nic = near.good[i] < near.nnics ? near.good[i] :
			     near.stays[i] < near.nnics ? near.stays[i] :
			     near.redirected[i] < near.nnics ? near.redirected[i] : 0;

		ia_route_find(check->machine, near.devices[nic], near.devices[near.nnics + i],
			      &paths[i]);
	}
	return paths;
}

enum { NIC_REDIRECTED = 1, NIC_TRANSLATED, NIC_UNSEEN };

static bool beside_nic(const struct ia_check *check, struct ia_finding *finding, bool vfs)
{
	size_t i, npaths, good = 0, stay = 0;
	const struct ia_path *paths = best(check, vfs, &npaths);
	struct ia_path_count count;

	if (!npaths)
		return false;
	for (i = 0; i < npaths; i++) {
		good += good_enough(&paths[i], vfs);
		stay += ia_path_stays(&paths[i]) && !good_enough(&paths[i], vfs);
		ia_evidence_path(finding, IA_EVIDENCE_PATH, paths[i].from, paths[i].to);
	}
	ia_path_count_some(check->machine, paths, npaths, &count);
	if (good == count.pairs)
		return ia_find(finding, PASSES);
	if (!count.redirected && good + stay == count.pairs)
		return ia_find(finding, NIC_TRANSLATED, ia_arg_n(stay), ia_arg_n(count.pairs));
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
	.brief = "each GPU has a NIC that reaches it directly",
	.meaning = "GPUDirect RDMA wants NIC and GPU below one switch; through the root complex it is slower, or does not work.",
	.background = "GPUDirect RDMA has the NIC read and write the GPU's BAR. It stays below a switch under the same conditions as between GPUs.",
	.sources = {
		"drivers/pci/p2pdma.c: calc_map_type_and_dist(), in 5.10 upstream_bridge_distance()",
		"https://docs.kernel.org/driver-api/pci/p2pdma.html",
		"https://docs.nvidia.com/cuda/gpudirect-rdma/",
	},
	.fail = P(GPU_HOST_NIC),
	.outcomes = {
		[NIC_REDIRECTED] = {
			IA_FAIL, GPU_NIC, .fix = TOKEN_FIX,
			.brief = "{0} of {1} GPUs have a NIC that reaches them",
		},
		[NIC_TRANSLATED] = {
			IA_WARN,
			"the NICs of {0} of {1} GPUs are translated: requests stay at a switch only where the driver gives bus addresses",
			.fix = PT_FIX,
			.brief = "NICs of {0} of {1} GPUs need bus addresses",
		},
		[NIC_UNSEEN] = {
			IA_UNKNOWN, GPU_NIC,
			.brief = "{0} of {1} GPUs have one, others unknown",
		},
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
	.brief = "each GPU has a VF that reaches it directly",
	.meaning = "With ACS on, which keeps tenants apart, only ATS with Direct Translated stays at the switch.",
	.background = "A VF with ATS asks the IOMMU for the address first and sends translated requests, which ACS Direct Translated lets turn at the switch while all others go up.",
	.sources = {
		"drivers/pci/ats.c: pci_enable_ats()",
		"PCI Express Base Specification 6.3, 6.12 Access Control Services",
		"PCI Express Base Specification 6.3, 10 Address Translation Services",
	},
	.fix = "ATS on the VFs and Direct Translated (DT) at the ports above them: iommu-audit p2p VF GPU",
	.fail = P(GPU_SRIOV_RDMA),
	.outcomes = {
		[NIC_REDIRECTED] = {
			IA_FAIL, GPU_VF,
			.brief = "{0} of {1} GPUs have a VF that reaches them",
		},
		[NIC_TRANSLATED] = {
			IA_FAIL,
			"the VFs of {0} of {1} GPUs are translated, without ATS: requests stay at a switch only where the driver gives bus addresses",
			.brief = "VFs of {0} of {1} GPUs are translated, no ATS",
		},
		[NIC_UNSEEN] = {
			IA_UNKNOWN, GPU_VF,
			.brief = "{0} of {1} GPUs have one, others unknown",
		},
	},
	.judge_host = judge_gpu_vf,
};

enum { NEAR_FAR = 1, NEAR_UNSEEN };

static bool judge_near(const struct ia_check *check, const struct ia_device *device,
		       struct ia_finding *finding)
{
	if (ia_kind_of(device) != IA_KIND_GPU)
		return false;
	ia_evidence_record(finding, IA_RECORD_DEVICE, device, ia_keys("dev", "numa"));
	if (!device->numa.known)
		return ia_find(finding, NEAR_UNSEEN);
	return ia_find(finding, ia_check_has_nic(check, device->numa.n) ? PASSES : NEAR_FAR);
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
	.background = "A transfer between a GPU and a NIC on two sockets crosses the link between processors; NCCL and MPI choose NICs by that distance.",
	.sources = {
		"drivers/pci/pci-sysfs.c: numa_node_show()",
		"https://docs.kernel.org/driver-api/pci/p2pdma.html",
		"https://docs.nvidia.com/cuda/gpudirect-rdma/",
	},
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
	.background = "A peer reaches what the BAR shows. Resizable BAR and Above 4G Decoding in the firmware, and windows of the bridges above that are large enough, decide how much that is.",
	.sources = {
		"drivers/pci/rebar.c, in older kernels setup-res.c: pci_resize_resource()",
		"PCI Express Base Specification 6.3, 7.8.6 Resizable BAR Extended Capability",
	},
	.fix = "Above 4G Decoding and Resizable BAR in the firmware",
	.warn = GPUS,
	.outcomes = {
		[BAR_SMALL] = {
			IA_FAIL,
			.several = "{0} of {1} GPUs show 256 MiB of their memory or less",
			.briefs = "{0} of {1} GPUs show 256 MiB or less",
		},
		[BAR_UNSEEN] = {
			IA_UNKNOWN, "how much of their memory the GPUs show cannot be seen",
			.brief = "how much GPUs show cannot be seen",
		},
	},
	.notes = {
		[1] = "; sysfs: largest memory BAR: {0} MiB",
		[2] = "; sysfs: largest memory BAR: not known",
	},
	.all_evidence = true,
	.judge_device = judge_bar,
};
