// SPDX-License-Identifier: GPL-2.0
/* Rules about GPUs and the NICs beside them */
#include "rules.h"

#include <string.h>

#include "../machine/host.h"
#include "../machine/kind.h"
#include "path.h"

/* Below this a BAR shows a window of a GPU's memory and not all of it. */
#define LARGE_BAR_MIB	256

static const char *short_of(const struct ia_check *check, const struct ia_device *d)
{
	return ia_machine_address(check->machine, d->address);
}

/* Does the host have what the profile is about at all? */
IA_LOOK(devices)
{
	bool wants_nic = check->profile == IA_PROFILE_GPU_HOST_NIC ||
			 check->profile == IA_PROFILE_GPU_SRIOV_RDMA;
	size_t gpus = ia_check_count(check, IA_KIND_GPU), nics = ia_check_count(check, IA_KIND_NIC);

	if (wants_nic)
		ia_evidence(check, finding, "devices: GPUs: %zu, %s: %zu", gpus,
			    check->profile == IA_PROFILE_GPU_HOST_NIC ? "NICs" : "VFs of NICs",
			    nics);
	else
		ia_evidence(check, finding, "devices: GPUs: %zu", gpus);
	if (gpus && (nics || !wants_nic))
		return IA_PASS;
	if (!gpus)
		finding->title = "no GPU is here";
	else
		finding->title = check->profile == IA_PROFILE_GPU_HOST_NIC ?
				 "no NIC is here" : "no VF of a NIC is here";
	return IA_FAIL;
}

static void suggest_token(const struct ia_check *check, struct ia_finding *finding,
			  const struct ia_tally *tally)
{
	const char *reason, *token;

	token = ia_acs_token(check->machine, tally->ports, tally->nports,
			     &ia_acs_no_redirect, &reason);
	if (token)
		ia_say(check, &finding->change, "%s (its price: iommu-audit p2p)", token);
	else
		finding->change = reason;
}

static void show(const struct ia_check *check, struct ia_finding *finding,
		 const struct ia_path *path)
{
	ia_evidence(check, finding, "acs: %s → %s: %s", short_of(check, path->from),
		    short_of(check, path->to), ia_path_headline(check->machine, path));
}

/* Every two GPUs: do requests stay at a switch? */
IA_LOOK(gpu_p2p)
{
	struct ia_tally tally = { 0 };
	size_t i, j;

	for (i = 0; i < check->ndevices; i++) {
		for (j = 0; j < check->ndevices; j++) {
			struct ia_path path;

			if (i == j || ia_kind_of(check->devices[i]) != IA_KIND_GPU ||
			    ia_kind_of(check->devices[j]) != IA_KIND_GPU)
				continue;
			ia_path_find(check->machine, check->devices[i],
				     check->devices[j], &path);
			ia_tally_add(check->machine, &tally, &path);
			show(check, finding, &path);
		}
	}
	if (!tally.pairs)
		return IA_NO_VERDICT;
	if (tally.direct == tally.pairs)
		return IA_PASS;
	if (tally.redirected) {
		ia_say(check, &finding->title, "%zu of %zu ways between GPUs are sent up to the "
					       "root complex by ACS",
		       tally.redirected, tally.pairs);
		suggest_token(check, finding, &tally);
		return IA_FAIL;
	}
	ia_say(check, &finding->title, "%zu of %zu ways between GPUs stay at a switch; what "
				       "becomes of the others is not known",
	       tally.direct, tally.pairs);
	return IA_UNKNOWN;
}

static bool good_enough(const struct ia_path *path, bool ats)
{
	if (ia_path_stays(path))
		return true;
	return ats && path->translated_direct && !path->translated_blocked &&
	       !strcmp(ia_record_get(path->from->record, "ats"), "on");
}

/* The best way from a NIC to a GPU: a good one, else any redirected one. */
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
		ia_path_find(check->machine, nic, gpu, &path);
		if (!any || good_enough(&path, vfs) ||
		    (path.route == IA_ROUTE_REDIRECTED && found->route != path.route))
			*found = path;
		any = true;
		if (good_enough(&path, vfs))
			break;
	}
	return any;
}

static enum ia_verdict beside_nic(const struct ia_check *check,
				  struct ia_finding *finding, bool vfs)
{
	struct ia_tally tally = { 0 };
	size_t i, good = 0;

	for (i = 0; i < check->ndevices; i++) {
		struct ia_path path = { 0 };

		if (ia_kind_of(check->devices[i]) != IA_KIND_GPU ||
		    !best(check, check->devices[i], vfs, &path))
			continue;
		ia_tally_add(check->machine, &tally, &path);
		good += good_enough(&path, vfs);
		show(check, finding, &path);
	}
	if (!tally.pairs)
		return IA_NO_VERDICT;
	if (good == tally.pairs)
		return IA_PASS;
	ia_say(check, &finding->title, "%zu of %zu GPUs have a %s that reaches them without the "
				       "root complex",
	       good, tally.pairs, vfs ? "VF" : "NIC");
	if (!tally.redirected)
		return IA_UNKNOWN;
	if (!vfs)
		suggest_token(check, finding, &tally);
	return IA_FAIL;
}

/* GPUDirect RDMA: the NIC reads and writes the GPU's memory. */
IA_LOOK(gpu_nic)
{
	return beside_nic(check, finding, false);
}

/* The same for VFs, that may use ATS instead of doing without ACS. */
IA_LOOK(gpu_vf)
{
	return beside_nic(check, finding, true);
}

static bool nic_on(const struct ia_check *check, const char *node)
{
	size_t i;

	for (i = 0; i < check->ndevices; i++) {
		if (ia_kind_of(check->devices[i]) == IA_KIND_NIC &&
		    !strcmp(ia_record_get(check->devices[i]->record, "numa"), node))
			return true;
	}
	return false;
}

IA_LOOK(near)
{
	size_t i, gpus = 0, far = 0, unknown = 0;

	if (!ia_check_count(check, IA_KIND_NIC) ||
	    !strcmp(ia_host_get(check->machine, IA_FACT_NUMA, "nodes"), "1"))
		return IA_NO_VERDICT;
	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];
		const char *node = ia_record_get(d->record, "numa");

		if (ia_kind_of(d) != IA_KIND_GPU)
			continue;
		gpus++;
		unknown += ia_number(node) < 0;
		far += ia_number(node) >= 0 && !nic_on(check, node);
		ia_evidence_keys(check, finding, IA_FILE_DEVICES, d->record, "dev", "numa",
				 NULL);
	}
	if (!gpus)
		return IA_NO_VERDICT;
	if (far) {
		ia_say(check, &finding->title, "%zu of %zu GPUs have no NIC on their NUMA node",
		       far, gpus);
		return IA_FAIL;
	}
	if (!unknown)
		return IA_PASS;
	finding->title = "on which NUMA node the GPUs are is not known";
	return IA_UNKNOWN;
}

IA_LOOK(large_bar)
{
	size_t i, gpus = 0, few = 0, unknown = 0;

	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];
		long size = ia_number(ia_host_device(check->machine, d, "bar_max_mib"));

		if (ia_kind_of(d) != IA_KIND_GPU)
			continue;
		gpus++;
		unknown += size < 0;
		few += size >= 0 && size <= LARGE_BAR_MIB;
		ia_evidence(check, finding, "sysfs: dev=%s, largest memory BAR: %s",
			    ia_record_get(d->record, "dev"), size < 0 ? "not known" :
			    ia_format(check->machine->arena, "%ld MiB", size));
	}
	if (!gpus)
		return IA_NO_VERDICT;
	if (few) {
		ia_say(check, &finding->title, "%zu of %zu GPUs show 256 MiB of their memory or "
					       "less",
		       few, gpus);
		return IA_FAIL;
	}
	if (!unknown)
		return IA_PASS;
	finding->title = "how much of their memory the GPUs show cannot be seen";
	return IA_UNKNOWN;
}
