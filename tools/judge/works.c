// SPDX-License-Identifier: GPL-2.0
#include "rules.h"

#include "../machine/kind.h"
#include "path.h"

typedef enum ia_verdict (*look_fn)(const struct ia_check *check,
				   struct ia_finding *finding);

/* Ask a rule about one function, or about the host. */
static enum ia_verdict ask(const struct ia_check *check, look_fn look,
			   const struct ia_device *device, const char **title)
{
	struct ia_check about = *check;
	struct ia_finding finding = { 0 };
	enum ia_verdict verdict;

	about.devices = &device;
	about.ndevices = device ? 1 : 0;
	verdict = look(&about, &finding);
	if (finding.title)
		*title = finding.title;
	return verdict;
}

/* Conditions of every assignment. Return: IA_PASS, or what stands against it. */
static enum ia_verdict host_ready(const struct ia_check *check, const char **reason)
{
	static const look_fn looks[] = { ia_look_iommu_on, ia_look_intremap };
	enum ia_verdict worst = IA_PASS;
	size_t i;

	for (i = 0; i < sizeof(looks) / sizeof(*looks); i++) {
		const char *title = "";
		enum ia_verdict verdict = ask(check, looks[i], NULL, &title);

		if (verdict == IA_FAIL || (verdict == IA_UNKNOWN && worst == IA_PASS)) {
			*reason = title;
			worst = verdict;
		}
		if (verdict == IA_FAIL)
			break;
	}
	return worst;
}

static void answer(struct ia_check *check, enum ia_work_id id, enum ia_verdict verdict,
		   const char *reason)
{
	check->works[id].answer = verdict;
	check->works[id].reason = reason;
}

static bool is_peer(const struct ia_device *device)
{
	enum ia_kind kind = ia_kind_of(device);

	return kind == IA_KIND_GPU || kind == IA_KIND_NIC;
}

/* Ways between a GPU and another GPU or a NIC. */
static void judge_p2p(struct ia_check *check)
{
	const struct ia_machine *m = check->machine;
	size_t i, j, pairs = 0, direct = 0, redirected = 0;

	for (i = 0; i < m->ndevices; i++) {
		for (j = 0; j < m->ndevices; j++) {
			const struct ia_device *a = &m->devices[i], *b = &m->devices[j];
			struct ia_path path;

			if (i == j || !is_peer(a) || ia_kind_of(b) != IA_KIND_GPU ||
			    ia_is_vf(a) || ia_is_vf(b))
				continue;
			ia_path_find(m, a, b, &path);
			pairs++;
			direct += path.route == IA_ROUTE_DIRECT;
			redirected += path.route == IA_ROUTE_REDIRECTED;
		}
	}
	if (!pairs)
		answer(check, IA_WORK_P2P, IA_FAIL, "no GPU with another GPU or a NIC beside it");
	else if (direct)
		answer(check, IA_WORK_P2P, IA_PASS,
		       ia_format(m->arena, "%zu of %zu ways to a GPU stay at a switch", direct,
				 pairs));
	else if (redirected)
		answer(check, IA_WORK_P2P, IA_UNKNOWN,
		       ia_format(m->arena, "ACS sends %zu of %zu ways to a GPU up to the root "
					   "complex, which carries them or not, and slower",
				 redirected, pairs));
	else
		answer(check, IA_WORK_P2P, IA_UNKNOWN,
		       ia_format(m->arena, "none of %zu ways to a GPU is through a switch alone, "
					   "and no register tells what a root complex carries",
				 pairs));
}

/* Return: whether VFIO could hand the function out as it is; else why not. */
static enum ia_verdict assignable(const struct ia_check *check,
				  const struct ia_device *device, const char **reason)
{
	static const look_fn looks[] = {
		ia_look_group_viable, ia_look_reserved, ia_look_reset,
	};
	enum ia_verdict worst = IA_PASS;
	size_t i;

	for (i = 0; i < sizeof(looks) / sizeof(*looks); i++) {
		enum ia_verdict verdict = ask(check, looks[i], device, reason);

		if (verdict == IA_FAIL)
			return verdict;
		if (verdict == IA_UNKNOWN)
			worst = verdict;
	}
	return worst;
}

static void judge_assignment(struct ia_check *check, enum ia_work_id id, bool vfs)
{
	const struct ia_machine *m = check->machine;
	size_t i, count = 0, good = 0, unknown = 0;
	const char *reason = "", *first = NULL;
	enum ia_verdict ready = host_ready(check, &reason);

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];
		const char *why = "";
		enum ia_verdict verdict;

		if (ia_kind_of(d) == IA_KIND_BRIDGE || ia_kind_of(d) == IA_KIND_OTHER ||
		    ia_is_vf(d) != vfs)
			continue;
		count++;
		verdict = assignable(check, d, &why);
		good += verdict == IA_PASS;
		unknown += verdict == IA_UNKNOWN;
		if (verdict != IA_PASS && !first)
			first = why;
	}
	if (ready != IA_PASS)
		answer(check, id, ready, reason);
	else if (!count)
		answer(check, id, IA_FAIL, vfs ? check->facts.npfs ? "no VF is enabled" :
		       "no function here can have VFs" : "no GPU, NIC or NVMe is here");
	else if (good)
		answer(check, id, IA_PASS,
		       ia_format(m->arena, "%zu of %zu %s can be given away%s%s", good, count,
				 vfs ? "VFs" : "GPUs, NICs and NVMe",
				 first ? "; not the others: " : "", first ? first : ""));
	else
		answer(check, id, unknown ? IA_UNKNOWN : IA_FAIL, first);
}

/* Nobody reaches what is not his: translation, groups and ports together. */
static void judge_isolation(struct ia_check *check)
{
	static const look_fn looks[] = {
		ia_look_iommu_on, ia_look_covered, ia_look_translated, ia_look_groups,
	};
	const char *reason = "every group holds one device and is translated";
	enum ia_verdict worst = IA_PASS;
	struct ia_check all = *check;
	struct ia_finding finding = { 0 };
	size_t i;

	for (i = 0; i < sizeof(looks) / sizeof(*looks) && worst != IA_FAIL; i++) {
		const char *title = "";
		enum ia_verdict verdict = ask(check, looks[i], NULL, &title);

		if (verdict != IA_FAIL && !(verdict == IA_UNKNOWN && worst == IA_PASS))
			continue;
		worst = verdict;
		reason = title;
	}
	if (worst == IA_PASS) {
		all.profile = IA_PROFILE_BASELINE;
		ia_check_choose(&all);
		worst = ia_look_apart(&all, &finding);
		if (worst == IA_FAIL || worst == IA_UNKNOWN)
			reason = finding.title;
		else
			worst = IA_PASS;
	}
	answer(check, IA_WORK_ISOLATION, worst, reason);
}

/**
 * ia_works_judge() - judge what works on a host as it is
 * @check: an examination with facts; its works are filled
 */
void ia_works_judge(struct ia_check *check)
{
	static const struct ia_work works[IA_WORKS] = {
		[IA_WORK_P2P] = { "GPUDirect P2P", "gpudirect_p2p", IA_UNKNOWN, "" },
		[IA_WORK_SRIOV] = { "SR-IOV assignment", "sriov_assignment", IA_UNKNOWN, "" },
		[IA_WORK_VFIO] = { "VFIO passthrough", "vfio_passthrough", IA_UNKNOWN, "" },
		[IA_WORK_ISOLATION] = { "device isolation", "device_isolation", IA_UNKNOWN, "" },
	};

	memcpy(check->works, works, sizeof(works));
	judge_p2p(check);
	judge_assignment(check, IA_WORK_SRIOV, true);
	judge_assignment(check, IA_WORK_VFIO, false);
	judge_isolation(check);
}
