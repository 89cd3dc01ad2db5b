// SPDX-License-Identifier: GPL-2.0
#include "suggest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peers.h"
#include "rules.h"
#include "suggest_work.h"

/* Profiles by what they want of translation. */
#define WANTS_IOMMU	(P(BASELINE) | P(VFIO) | P(SRIOV) | P(GPU_SRIOV_RDMA) | P(VM_MIXED))
#define WANTS_IDENTITY	(P(GPU_SINGLE) | P(GPU_HOST_NIC))
#define WANTS_TRANSLATED (P(BASELINE) | P(GPU_SRIOV_RDMA) | P(VM_MIXED))
#define WANTS_LAZY	(P(GPU_SINGLE) | P(GPU_HOST_NIC) | P(GPU_SRIOV_RDMA) | P(INFERENCE))
#define WANTS_GPU	(P(GPU_SINGLE) | P(GPU_HOST_NIC) | P(GPU_SRIOV_RDMA) | P(INFERENCE))

static bool sets(const struct ia_lint_parameter *word, enum ia_setting setting,
		 enum ia_setting_value value)
{
	return word->setting == setting && word->to == value;
}

/* Whether a parameter of the present command line is in the way, and why. */
static bool in_the_way(const struct ia_suggest_work *w, const struct ia_lint_parameter *parameter,
		       enum ia_argument_reason *why)
{
	const struct {
		bool applies;
		enum ia_argument_reason reason;
	} reasons[] = {
		{ ia_suggest_wants(w, WANTS_IOMMU) &&
		  (sets(parameter, IA_SETTING_DMA_OFF, IA_SET_ON) ||
		   (w->intel && sets(parameter, IA_SETTING_VTD, IA_SET_OFF)) ||
		   (w->amd && sets(parameter, IA_SETTING_AMD, IA_SET_OFF))),
		  IA_ARGUMENT_IOMMU_OFF },
		{ ia_suggest_wants(w, WANTS_IOMMU) &&
		  sets(parameter, IA_SETTING_INTREMAP, IA_SET_OFF),
		  IA_ARGUMENT_INTREMAP_OFF },
		{ ia_suggest_wants(w, WANTS_TRANSLATED) &&
		  sets(parameter, IA_SETTING_PASSTHROUGH, IA_SET_ON), IA_ARGUMENT_IDENTITY },
		{ ia_suggest_wants(w, WANTS_LAZY) && sets(parameter, IA_SETTING_STRICT, IA_SET_ON),
		  IA_ARGUMENT_STRICT },
		{ ia_suggest_wants(w, P(VM_MIXED)) && (parameter->setting == IA_SETTING_ACS_REDIR ||
					    parameter->setting == IA_SETTING_ACS_CONFIG),
		  IA_ARGUMENT_ACS_OFF },
	};
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
		*why = reasons[i].reason;
		if (reasons[i].applies)
			return true;
	}
	return false;
}

static void look_at_line(struct ia_suggest_work *w)
{
	enum ia_argument_reason why;
	size_t i;

	for (i = 0; i < w->line->count; i++) {
		/* What a later word undoes is in nobody's way. */
		if (w->line->parameters[i].effect.code == IA_EFFECT_LATER)
			continue;
		if (in_the_way(w, &w->line->parameters[i], &why))
			ia_suggest_drop(w, &w->line->parameters[i], why);
	}
}

/* Of two such tokens the kernel reads the last: the new one holds the old one's. */
static void add_acs(struct ia_suggest_work *w, struct ia_acs_token token,
		    enum ia_argument_reason reason)
{
	enum ia_setting setting = token.parameter == IA_ACS_CONFIG ? IA_SETTING_ACS_CONFIG :
								    IA_SETTING_ACS_REDIR;
	size_t i;

	if (token.none) {
		ia_suggest_note(w, IA_SUGGESTION_NO_TOKEN, ia_arg_n(token.none));
		return;
	}
	if (reason != IA_ARGUMENT_APART)
		ia_suggest_note(w, IA_SUGGESTION_IMPACT);
	if (!ia_suggest_add(w, token.text, reason))
		return;
	for (i = 0; i < w->line->count; i++) {
		if (w->line->parameters[i].setting == setting)
			ia_suggest_drop(w, &w->line->parameters[i], IA_ARGUMENT_REPLACED);
	}
}

/* Groups with a default mode, strict or identity for those that are known. */
static bool has_mode(const struct ia_suggest_work *w, enum ia_mode mode)
{
	return w->check->facts.modes[mode];
}

/* Why there is no IOMMU, where more than the command line decides. */
static void note_dead(struct ia_suggest_work *w)
{
	enum ia_translation translation = w->check->facts.translation;
	bool off = w->out->no_iommu || translation == IA_TRANSLATION_OFF ||
		   translation == IA_TRANSLATION_UNUSED;
	enum ia_around around = ia_around(w->check->machine);

	/* Nothing shows in Xen's initial domain whether Xen uses one. */
	if (around == IA_AROUND_XEN)
		ia_suggest_note(w, IA_SUGGESTION_XEN);
	else if (!off)
		return;
	else if (around == IA_AROUND_GUEST)
		ia_suggest_note(w, IA_SUGGESTION_GUEST);
	else if (w->intel && ia_suggest_has(w, "intel_iommu=on"))
		ia_suggest_note(w, IA_SUGGESTION_SET_ALREADY, ia_arg_text("intel_iommu=on"));
	else if (w->out->no_iommu)
		ia_suggest_note(w, IA_SUGGESTION_NO_IOMMU);
}

static void suggest_iommu(struct ia_suggest_work *w)
{
	if (!ia_suggest_wants(w, WANTS_IOMMU))
		return;
	if (w->intel && ia_around(w->check->machine) != IA_AROUND_XEN &&
	    (!w->out->no_iommu || ia_around(w->check->machine) == IA_AROUND_NOTHING))
		ia_suggest_add(w, "intel_iommu=on", IA_ARGUMENT_VTD_ON);
	else if (!w->intel && !w->smmu)
		ia_suggest_note(w, w->amd ? IA_SUGGESTION_AMD_ON :
			ia_lists_units(w->check->machine) ? IA_SUGGESTION_OTHER_VENDOR :
							    IA_SUGGESTION_VENDOR_UNKNOWN);
	note_dead(w);
	if (ia_parted_by_override(w->check->machine))
		ia_suggest_note(w, IA_SUGGESTION_OVERRIDE);
	/*
	 * x86, which alone has iommu=, takes iommu.passthrough= from Linux 5.3 on,
	 * iommu.strict= from 5.15.
	 */
	if (ia_suggest_wants(w, WANTS_TRANSLATED) && has_mode(w, IA_MODE_IDENTITY))
		ia_suggest_add(w, w->smmu || ia_release_from(w->line->release, 5, 3) ?
		    "iommu.passthrough=0" : "iommu=nopt", IA_ARGUMENT_TRANSLATE);
}

static void suggest_speed(struct ia_suggest_work *w)
{
	bool off = w->out->no_iommu || w->check->facts.translation == IA_TRANSLATION_OFF ||
		   w->check->facts.translation == IA_TRANSLATION_UNUSED;

	/* Where nothing translates, nothing is to be passed through. */
	if (ia_suggest_wants(w, WANTS_IDENTITY) && (w->intel || w->amd || w->smmu) && !off)
		ia_suggest_add(w, w->smmu ? "iommu.passthrough=1" : "iommu=pt", IA_ARGUMENT_PASS);
	else if (ia_suggest_wants(w, WANTS_LAZY) && has_mode(w, IA_MODE_STRICT) &&
		 (w->smmu || ia_release_from(w->line->release, 5, 15)))
		ia_suggest_add(w, "iommu.strict=0", IA_ARGUMENT_LAZY);
}

/* The port right above a device of a guest's keeps its bits, whatever that costs the host. */
static void note_owned(struct ia_suggest_work *w, const struct ia_device *device)
{
	if (device->path.count)
		ia_suggest_note(w, IA_SUGGESTION_OWNED,
				ia_arg_dev(device->path.items[device->path.count - 1]),
				ia_arg_dev(device->address));
}

/* Leaves ports that open nothing of user space's, and says so of the first that does. */
static size_t keep_owned(struct ia_suggest_work *w, struct ia_path_count *count)
{
	const struct ia_machine *m = w->check->machine;
	const struct ia_device *owned = NULL;
	size_t i;

	for (i = 0; i < w->check->ndevices && !owned; i++) {
		if (ia_user_owned(w->check->devices[i]) &&
		    ia_is_peer_wanted(w->check, w->check->devices[i]))
			owned = w->check->devices[i];
	}
	for (i = 0; i < count->nports && !owned; i++)
		owned = ia_owned_near(m, count->ports[i]->port);
	if (owned)
		note_owned(w, owned);
	return ia_ports_of_host(m, count->ports, count->nports);
}

/* Ports that redirect between GPUs and their peers. */
static void suggest_direct(struct ia_suggest_work *w)
{
	struct ia_path_count count;
	struct ia_acs_token token;
	size_t left;

	if (!ia_suggest_wants(w, IA_WANTS_DIRECT))
		return;
	ia_peers_wanted(w->check, &count);
	left = keep_owned(w, &count);
	token = ia_acs_token(w->check->machine, count.ports, left, &ia_acs_no_redirect);
	if (count.redirected && (left || !count.nports))
		add_acs(w, token, IA_ARGUMENT_DIRECT);
	if (count.direct + count.bus + count.redirected < count.pairs)
		ia_suggest_note(w, IA_SUGGESTION_ROOT_COMPLEX);
}

/* Direct Translated at the ports above VFs and GPUs, where they have it. */
static void suggest_translated(struct ia_suggest_work *w)
{
	static const struct ia_acs_bits direct = { .set = IA_ACS_DIRECT_TRANS };
	struct ia_path_count count;
	size_t i, n = 0;

	if (!ia_suggest_wants(w, P(GPU_SRIOV_RDMA)))
		return;
	ia_peers_wanted(w->check, &count);
	for (i = 0; i < count.nports; i++) {
		if (count.ports[i]->cap.bits & ~count.ports[i]->ctl.bits & IA_ACS_DIRECT_TRANS)
			count.ports[n++] = count.ports[i];
	}
	count.nports = n;
	if (n)
		n = keep_owned(w, &count);
	if (n)
		add_acs(w, ia_acs_token(w->check->machine, count.ports, n, &direct),
			IA_ARGUMENT_DIRECT_TRANSLATED);
}

/* Whether a port lets requests of a function to one of another group past the IOMMU. */
static bool lets_past(const struct ia_suggest_work *w, const struct ia_device *from,
		      const struct ia_acs *port)
{
	const struct ia_machine *m = w->check->machine;
	struct ia_path path;
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *to = &m->devices[i];

		if (ia_is_bridge(to) || to == from || to->in_group == from->in_group ||
		    !(ia_asks_device(w->check, from) || ia_asks_device(w->check, to)))
			continue;
		ia_route_find(m, from, to, &path);
		if (path.enter == port && path.translated_direct && path.apart == IA_NO)
			return true;
	}
	return false;
}

/*
 * Direct Translated off where it opens what is in question. Nothing of the kernel switches it
 * on: it is firmware's, or that of a parameter, which is to go first.
 */
static void suggest_apart(struct ia_suggest_work *w)
{
	static const struct ia_acs_bits closed = { .clear = IA_ACS_DIRECT_TRANS };
	const struct ia_machine *m = w->check->machine;
	const struct ia_acs **ports = ia_alloc(m->arena, m->nacs, sizeof(*ports));
	size_t i, j, n = 0;

	if (!ia_suggest_wants(w, P(VFIO) | P(VM_MIXED)) ||
	    ia_lint_setting(w->line, IA_SETTING_ACS_CONFIG) ||
	    ia_lint_setting(w->line, IA_SETTING_ACS_REDIR))
		return;
	for (i = 0; i < m->nacs; i++) {
		const struct ia_acs *port = &m->acs[i];
		bool past = false;

		if (!(port->cap.bits & port->ctl.bits & IA_ACS_DIRECT_TRANS))
			continue;
		for (j = 0; j < m->ndevices && !past; j++)
			past = m->devices[j].path.count &&
			       ia_sends_translated(&m->devices[j]) == IA_YES &&
			       lets_past(w, &m->devices[j], port);
		if (past)
			ports[n++] = port;
	}
	if (n)
		add_acs(w, ia_acs_token(m, ports, n, &closed), IA_ARGUMENT_APART);
}

/* VFs and NICs may come later; without a GPU these profiles are about nothing. */
static bool lacks_gpu(const struct ia_suggest_work *w)
{
	return ia_suggest_wants(w, WANTS_GPU) && !ia_check_count(w->check, IA_KIND_GPU);
}

/* Whether there are hugepages, and as many as were asked for. */
static bool has_hugepages(const struct ia_suggest_work *w)
{
	size_t i;

	for (i = 0; i < w->check->nfindings; i++) {
		if (w->check->findings[i].rule == &ia_rule_hugepages)
			return w->check->findings[i].verdict == IA_PASS;
	}
	return false;
}

static void suggest_all(struct ia_suggest_work *w)
{
	look_at_line(w);
	suggest_iommu(w);
	suggest_speed(w);
	suggest_direct(w);
	suggest_translated(w);
	suggest_apart(w);
	ia_suggest_binding(w);
	if (ia_suggest_wants(w, P(VFIO)) && !has_hugepages(w))
		ia_suggest_note(w, IA_SUGGESTION_HUGEPAGES);
	if (ia_suggest_wants(w, P(SRIOV) | P(GPU_SRIOV_RDMA)))
		ia_suggest_note(w, IA_SUGGESTION_NUMVFS);
	ia_suggest_found(w);
}

/**
 * ia_suggest() - work out kernel arguments for a profile
 * @check: an examination of the machine under that profile
 * @suggestion: filled; lives as long as the machine
 *
 * Only what the machine's vendor and kernel know; nothing is applied.
 */
void ia_suggest(const struct ia_check *check, struct ia_suggestion *suggestion)
{
	const struct ia_machine *m = check->machine;
	struct ia_suggest_work w = {
		.check = check, .out = suggestion,
		.intel = check->facts.vendor == IA_VENDOR_VTD,
		.amd = check->facts.vendor == IA_VENDOR_AMD,
		.smmu = ia_machine_arch(m) == IA_ARCH_ARM64,
	};

	*suggestion = (struct ia_suggestion){
		.profile = &ia_profiles[check->profile], .vendor = check->facts.vendor,
		.no_iommu = check->facts.translation == IA_TRANSLATION_NO_IOMMU,
		.kernel = m->kernel,
	};
	/* Some of the machine, some of each finding, and of each function two. */
	suggestion->notes = ia_alloc(m->arena, IA_SUGGESTION_NOTES + ia_nrules + 3 * m->ndevices,
				     sizeof(*suggestion->notes));
	/* Without a unit the vendor of the host bridge says whose IOMMU it would be. */
	if (suggestion->vendor == IA_VENDOR_ABSENT && m->ndevices &&
	    (suggestion->no_iommu || check->facts.translation == IA_TRANSLATION_UNUSED ||
	     !ia_lists_units(m))) {
		w.intel = m->devices[0].vendor.n == IA_PCI_VENDOR_INTEL;
		w.amd = m->devices[0].vendor.n == IA_PCI_VENDOR_AMD;
		if (!suggestion->no_iommu)
			suggestion->guess = w.intel ? IA_VENDOR_VTD :
					    w.amd ? IA_VENDOR_AMD : IA_VENDOR_UNKNOWN;
	}
	if (lacks_gpu(&w)) {
		ia_suggest_note(&w, IA_SUGGESTION_NO_GPU);
		return;
	}
	w.line = ia_lint_machine(m);
	suggestion->drop = ia_alloc(m->arena, 2 * w.line->count + 1, sizeof(*suggestion->drop));
	suggestion->bind = ia_alloc(m->arena, m->ndevices, sizeof(*suggestion->bind));
	suggest_all(&w);
}
