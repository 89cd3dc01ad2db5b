// SPDX-License-Identifier: GPL-2.0
#include "suggest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../machine/use.h"
#include "lint.h"
#include "peers.h"
#include "rules.h"

/* Profiles by what they want of translation. */
#define WANTS_IOMMU	(P(BASELINE) | P(VFIO) | P(SRIOV) | P(GPU_SRIOV_RDMA) | P(VM_MIXED))
#define WANTS_IDENTITY	(P(GPU_SINGLE) | P(GPU_HOST_NIC))
#define WANTS_TRANSLATED (P(BASELINE) | P(GPU_SRIOV_RDMA) | P(VM_MIXED))
#define WANTS_LAZY	(P(GPU_SINGLE) | P(GPU_HOST_NIC) | P(GPU_SRIOV_RDMA) | P(INFERENCE))
#define WANTS_DIRECT	(P(GPU_SINGLE) | P(GPU_HOST_NIC))
#define WANTS_GPU	(P(GPU_SINGLE) | P(GPU_HOST_NIC) | P(GPU_SRIOV_RDMA) | P(INFERENCE))

struct work {
	const struct ia_check *check;
	struct ia_suggestion *out;
	struct ia_lint line;
	bool intel;
	bool amd;
	bool smmu;
};

static bool wants(const struct work *w, unsigned int profiles)
{
	return profiles >> w->check->profile & 1;
}

/* Whether the line says it already, in these words or in others. */
static bool is_there(const struct work *w, const char *text)
{
	struct ia_lint_target target = ia_lint_target_of(w->check->machine);
	const struct ia_cmdline *line = &w->line.cmdline;
	const struct ia_lint_parameter *wanted, *decides;
	struct ia_lint alone;
	size_t i;

	ia_lint_line(&alone, w->check->machine->arena, text, &target);
	wanted = alone.count == 1 ? alone.parameters : NULL;
	decides = wanted && wanted->setting ? ia_lint_setting(&w->line, wanted->setting) : NULL;
	if (decides && decides->to == wanted->to &&
	    (wanted->to != IA_SET_VALUE || !strcmp(decides->value, wanted->value)))
		return true;
	for (i = 0; i < line->count; i++) {
		if (!line->tokens[i].init && !strcmp(line->tokens[i].text, text))
			return true;
	}
	return false;
}

/* Return: whether it is to be added, and not there already. */
static bool add(struct work *w, const char *text, enum ia_argument_reason reason)
{
	struct ia_argument argument = { .text = text, .token = text, .reason = reason };

	if (is_there(w, text)) {
		w->out->have[w->out->nhave++] = argument;
		return false;
	}
	w->out->add[w->out->nadd++] = argument;
	return true;
}

#define note(w, number, ...)							\
	((w)->out->notes[(w)->out->nnotes++] = (struct ia_reason){		\
		.code = (number), .args = { __VA_ARGS__ } })

static void drop(struct work *w, const struct ia_lint_parameter *parameter,
		 enum ia_argument_reason reason)
{
	bool part = strcmp(parameter->text, parameter->token->text);

	w->out->drop[w->out->ndrop++] = (struct ia_argument){
		.text = parameter->text, .token = parameter->token->text, .reason = reason,
		.part = part,
	};
}

static bool sets(const struct ia_lint_parameter *word, enum ia_setting setting,
		 enum ia_setting_value value)
{
	return word->setting == setting && word->to == value;
}

/* Whether a parameter of the present command line is in the way, and why. */
static bool in_the_way(const struct work *w, const struct ia_lint_parameter *parameter,
		       enum ia_argument_reason *why)
{
	const struct {
		bool applies;
		enum ia_argument_reason reason;
	} reasons[] = {
		{ wants(w, WANTS_IOMMU) &&
		  (sets(parameter, IA_SETTING_DMA_OFF, IA_SET_ON) ||
		   (w->intel && sets(parameter, IA_SETTING_VTD, IA_SET_OFF)) ||
		   (w->amd && sets(parameter, IA_SETTING_AMD, IA_SET_OFF))),
		  IA_ARGUMENT_IOMMU_OFF },
		{ wants(w, WANTS_IOMMU) && sets(parameter, IA_SETTING_INTREMAP, IA_SET_OFF),
		  IA_ARGUMENT_INTREMAP_OFF },
		{ wants(w, WANTS_TRANSLATED) &&
		  sets(parameter, IA_SETTING_PASSTHROUGH, IA_SET_ON), IA_ARGUMENT_IDENTITY },
		{ wants(w, WANTS_LAZY) && sets(parameter, IA_SETTING_STRICT, IA_SET_ON),
		  IA_ARGUMENT_STRICT },
		{ wants(w, P(VM_MIXED)) && (parameter->setting == IA_SETTING_ACS_REDIR ||
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

static void look_at_line(struct work *w)
{
	enum ia_argument_reason why;
	size_t i;

	for (i = 0; i < w->line.count; i++) {
		if (in_the_way(w, &w->line.parameters[i], &why))
			drop(w, &w->line.parameters[i], why);
	}
}

/* Of two such tokens the kernel reads the last: the new one holds the old one's. */
static void add_acs(struct work *w, struct ia_acs_token token, enum ia_argument_reason reason)
{
	enum ia_setting setting = token.parameter == IA_ACS_CONFIG ? IA_SETTING_ACS_CONFIG :
								    IA_SETTING_ACS_REDIR;
	size_t i;

	if (token.none) {
		note(w, IA_SUGGESTION_NO_TOKEN, ia_arg_n(token.none));
		return;
	}
	note(w, IA_SUGGESTION_IMPACT);
	if (!add(w, token.text, reason))
		return;
	for (i = 0; i < w->line.count; i++) {
		if (w->line.parameters[i].setting == setting)
			drop(w, &w->line.parameters[i], IA_ARGUMENT_REPLACED);
	}
}

/* Groups with a default mode, strict or identity for those that are known. */
static bool has_mode(const struct work *w, enum ia_mode mode)
{
	return w->check->facts.modes[mode];
}

/* Why there is no IOMMU, where more than the command line decides. */
static void note_dead(struct work *w)
{
	enum ia_translation translation = w->check->facts.translation;
	bool off = w->out->no_iommu || translation == IA_TRANSLATION_OFF ||
		   translation == IA_TRANSLATION_UNUSED;
	enum ia_around around = ia_around(w->check->machine);

	/* Nothing shows in Xen's initial domain whether Xen uses one. */
	if (around == IA_AROUND_XEN)
		note(w, IA_SUGGESTION_XEN);
	else if (!off)
		return;
	else if (around == IA_AROUND_GUEST)
		note(w, IA_SUGGESTION_GUEST);
	else if (w->intel && is_there(w, "intel_iommu=on"))
		note(w, IA_SUGGESTION_SET_ALREADY, ia_arg_text("intel_iommu=on"));
	else if (w->out->no_iommu)
		note(w, IA_SUGGESTION_NO_IOMMU);
}

static void suggest_iommu(struct work *w)
{
	if (!wants(w, WANTS_IOMMU))
		return;
	if (w->intel && ia_around(w->check->machine) != IA_AROUND_XEN &&
	    (!w->out->no_iommu || ia_around(w->check->machine) == IA_AROUND_NOTHING))
		add(w, "intel_iommu=on", IA_ARGUMENT_VTD_ON);
	else if (!w->intel && !w->smmu)
		note(w, w->amd ? IA_SUGGESTION_AMD_ON :
			ia_lists_units(w->check->machine) ? IA_SUGGESTION_OTHER_VENDOR :
							    IA_SUGGESTION_VENDOR_UNKNOWN);
	note_dead(w);
	if (ia_parted_by_override(w->check->machine))
		note(w, IA_SUGGESTION_OVERRIDE);
	/*
	 * x86, which alone has iommu=, takes iommu.passthrough= from Linux 5.3 on,
	 * iommu.strict= from 5.15.
	 */
	if (wants(w, WANTS_TRANSLATED) && has_mode(w, IA_MODE_IDENTITY))
		add(w, w->smmu || ia_release_from(w->line.release, 5, 3) ?
		    "iommu.passthrough=0" : "iommu=nopt", IA_ARGUMENT_TRANSLATE);
}

static void suggest_speed(struct work *w)
{
	bool off = w->out->no_iommu || w->check->facts.translation == IA_TRANSLATION_OFF ||
		   w->check->facts.translation == IA_TRANSLATION_UNUSED;

	/* Where nothing translates, nothing is to be passed through. */
	if (wants(w, WANTS_IDENTITY) && (w->intel || w->amd || w->smmu) && !off)
		add(w, w->smmu ? "iommu.passthrough=1" : "iommu=pt", IA_ARGUMENT_PASS);
	else if (wants(w, WANTS_LAZY) && has_mode(w, IA_MODE_STRICT) &&
		 (w->smmu || ia_release_from(w->line.release, 5, 15)))
		add(w, "iommu.strict=0", IA_ARGUMENT_LAZY);
}

static bool sends(const struct work *w, const struct ia_device *device)
{
	enum ia_kind kind = ia_kind_of(device);

	return kind == IA_KIND_GPU || (kind == IA_KIND_NIC && !wants(w, P(GPU_SINGLE)));
}

/* Paths to GPUs, from their peers. */
static void count_peers(const struct work *w, struct ia_path_count *count)
{
	const struct ia_check *check = w->check;
	struct ia_arena *arena = check->machine->arena;
	struct ia_ends ends = {
		.devices = check->devices, .count = check->ndevices,
		.sends = ia_alloc(arena, check->ndevices, sizeof(*ends.sends)),
		.receives = ia_alloc(arena, check->ndevices, sizeof(*ends.receives)),
	};
	size_t i;

	/* What user space owns is none of the host's peers. */
	for (i = 0; i < check->ndevices; i++) {
		bool owned = wants(w, WANTS_DIRECT) && ia_user_owned(check->devices[i]);

		ends.sends[i] = !owned && sends(w, check->devices[i]);
		ends.receives[i] = !owned && ia_kind_of(check->devices[i]) == IA_KIND_GPU;
	}
	ia_path_count(check->machine, &ends, count);
}

/* The port right above a device of a guest's keeps its bits, whatever that costs the host. */
static void note_owned(struct work *w, const struct ia_device *device)
{
	if (device->path.count)
		note(w, IA_SUGGESTION_OWNED,
		     ia_arg_dev(device->path.items[device->path.count - 1]),
		     ia_arg_dev(device->address));
}

/* Leaves ports that open nothing of user space's, and says so of the first that does. */
static size_t keep_owned(struct work *w, struct ia_path_count *count)
{
	const struct ia_machine *m = w->check->machine;
	const struct ia_device *owned = NULL;
	size_t i;

	for (i = 0; i < w->check->ndevices && !owned; i++) {
		if (ia_user_owned(w->check->devices[i]) && sends(w, w->check->devices[i]))
			owned = w->check->devices[i];
	}
	for (i = 0; i < count->nports && !owned; i++)
		owned = ia_owned_near(m, count->ports[i]->port);
	if (owned)
		note_owned(w, owned);
	return ia_ports_of_host(m, count->ports, count->nports);
}

/* Ports that redirect between GPUs and their peers. */
static void suggest_direct(struct work *w)
{
	struct ia_path_count count;
	size_t left;

	if (!wants(w, WANTS_DIRECT))
		return;
	count_peers(w, &count);
	left = keep_owned(w, &count);
	if (count.redirected && (left || !count.nports))
		add_acs(w, ia_acs_advice(w->check->machine, count.ports, left),
			IA_ARGUMENT_DIRECT);
	if (count.direct + count.bus + count.redirected < count.pairs)
		note(w, IA_SUGGESTION_ROOT_COMPLEX);
}

/* Direct Translated at the ports above VFs and GPUs, where they have it. */
static void suggest_translated(struct work *w)
{
	static const struct ia_acs_bits direct = { .set = IA_ACS_DIRECT_TRANS };
	struct ia_path_count count;
	size_t i, n = 0;

	if (!wants(w, P(GPU_SRIOV_RDMA)))
		return;
	count_peers(w, &count);
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

/**
 * struct id - a vendor and a device
 * @id: both
 * @others: some functions of this id are not for VFIO
 * @named: it is among the ids already
 */
struct id {
	uint32_t id;
	bool others;
	bool named;
};

static int by_id(const void *a, const void *b)
{
	uint32_t x = ((const struct id *)a)->id, y = ((const struct id *)b)->id;

	return x < y ? -1 : x > y;
}

/* Whether the host uses a function, or another one of its group. */
static bool is_used(const struct ia_machine *m, const struct ia_device *device)
{
	struct ia_used used;

	ia_used_with(m, device, &used);
	return ia_is_used(used.state);
}

/* All ids of the machine, each once. */
static struct id *ids_of(const struct ia_check *check, const bool *meant, size_t *count)
{
	const struct ia_machine *m = check->machine;
	struct id *ids = ia_alloc(m->arena, m->ndevices, sizeof(*ids));
	size_t i, n = 0;

	for (i = 0; i < m->ndevices; i++)
		ids[i] = (struct id){ ia_pci_id(&m->devices[i]),
				      !ia_user_owned(&m->devices[i]) && !meant[i], false };
	qsort(ids, m->ndevices, sizeof(*ids), by_id);
	for (i = 0; i < m->ndevices; i++) {
		if (n && ids[n - 1].id == ids[i].id)
			ids[n - 1].others |= ids[i].others;
		else
			ids[n++] = ids[i];
	}
	*count = n;
	return ids;
}

static struct ia_arg full_address(const struct work *w, ia_address address)
{
	char text[IA_ADDRESS_SIZE];

	return ia_arg_text(ia_format(w->check->machine->arena, "%s",
				     ia_address_text(text, address, true)));
}

/*
 * Begins a list with the ids that the line has, and marks them as named. Return: false for
 * one with more than a vendor and a device in it, which stays as it is.
 */
static bool keep_ids(const struct work *w, const struct ia_lint_parameter *old, struct id *ids,
		     size_t count, struct ia_buf *list)
{
	const char *value = strchr(old->text, '=');
	unsigned int vendor, device;
	struct ia_words words;
	size_t i;
	int end;

	ia_words_split(w->check->machine->arena, value ? value + 1 : NULL, ',', &words);
	for (i = 0; i < words.count; i++) {
		struct id key, *id;

		end = 0;
		if (sscanf(words.items[i], "%x:%x%n", &vendor, &device, &end) != 2 ||
		    words.items[i][end] || vendor > 0xffff || device > 0xffff)
			return false;
		key.id = vendor << 16 | device;
		id = bsearch(&key, ids, count, sizeof(*ids), by_id);
		if (id)
			id->named = true;
		ia_buf_add(list, "%s%04x:%04x", i ? "," : "vfio-pci.ids=", vendor, device);
	}
	return true;
}

/* What goes along with a function that somebody named, and what stands against giving it away. */
static void note_along(struct work *w, const struct ia_device *device, bool *meant)
{
	const struct ia_machine *m = w->check->machine;
	const struct ia_group *group = device->in_group;
	struct ia_buf others = { .arena = m->arena };
	struct ia_group_cause cause;
	struct ia_used used;
	bool vmd = false;
	size_t i;

	ia_used_with(m, device, &used);
	if (ia_is_use_unknown(used.state))
		note(w, IA_SUGGESTION_USE_UNKNOWN, ia_arg_dev(device->address));
	for (i = 0; group && i < group->nfunctions; i++) {
		const struct ia_device *d = group->functions[i];

		vmd |= ia_group_cause_find(m, d, &cause) && cause.rule == IA_GROUP_RULE_VMD;
		if (d == device || ia_is_bridge(d))
			continue;
		meant[d - m->devices] = true;
		if (!w->check->asked[d - m->devices])
			ia_buf_add(&others, "%s%s", others.len ? ", " : "",
				   ia_machine_address(m, d->address));
	}
	if (others.len)
		note(w, IA_SUGGESTION_ALONG, ia_arg_text(others.text),
		     ia_arg_dev(device->address));
	if (vmd)
		note(w, IA_SUGGESTION_VMD, ia_arg_dev(device->address));
	if (group && group->has_direct)
		note(w, IA_SUGGESTION_RESERVED, ia_arg_dev(device->address));
}

/*
 * Those in question, and of named ones all of their group: VFIO takes that whole. What the
 * host uses is never meant.
 */
static bool *find_meant(struct work *w)
{
	const struct ia_check *check = w->check;
	bool *meant = ia_alloc(check->machine->arena, check->machine->ndevices, sizeof(*meant));
	size_t i;

	for (i = 0; i < check->machine->ndevices; i++)
		meant[i] = check->asked[i] && !ia_is_bridge(&check->machine->devices[i]);
	for (i = 0; check->chosen && i < check->ndevices && w->out->nnotes < IA_MAX_NOTES - 12;
	     i++) {
		const struct ia_device *d = check->devices[i];

		if (ia_is_bridge(d))
			note(w, IA_SUGGESTION_BRIDGE, ia_arg_dev(d->address));
		else if (is_used(check->machine, d))
			note(w, IA_SUGGESTION_IN_USE, ia_arg_dev(d->address));
		else
			note_along(w, d, meant);
	}
	for (i = 0; i < check->machine->ndevices; i++)
		meant[i] &= !is_used(check->machine, &check->machine->devices[i]);
	return meant;
}

/* vfio-pci.ids= means every card of an id: only where VFIO is to have them all. */
static void suggest_ids(struct work *w)
{
	const struct ia_lint_parameter *old = ia_lint_setting(&w->line, IA_SETTING_VFIO_IDS);
	struct ia_arena *arena = w->check->machine->arena;
	struct ia_buf list = { .arena = arena };
	const struct ia_machine *m = w->check->machine;
	size_t i, count, more = 0;
	struct id *ids;
	bool *meant;

	if (!wants(w, P(VFIO)))
		return;
	meant = find_meant(w);
	ids = ids_of(w->check, meant, &count);
	if (old && !keep_ids(w, old, ids, count, &list))
		return;
	for (i = 0; i < m->ndevices && w->out->nnotes < IA_MAX_NOTES - 8; i++) {
		const struct ia_device *d = &m->devices[i];
		const struct id key = { .id = ia_pci_id(d) };
		struct id *id = bsearch(&key, ids, count, sizeof(*ids), by_id);

		if (!meant[i] || (!w->check->chosen && !ia_user_owned(d)) || id->named)
			continue;
		id->named = !id->others;
		more += !id->others;
		if (id->others)
			note(w, IA_SUGGESTION_NOT_EVERY, ia_arg_text(ia_pci_id_text(arena, d)),
			     full_address(w, d->address));
		else
			ia_buf_add(&list, "%s%s", list.len ? "," : "vfio-pci.ids=",
				   ia_pci_id_text(arena, d));
	}
	if (!list.len)
		return;
	/* Of two, vfio-pci reads the last. */
	if (add(w, list.text, IA_ARGUMENT_IDS) && old)
		drop(w, old, IA_ARGUMENT_REPLACED);
}

/* VFs and NICs may come later; without a GPU these profiles are about nothing. */
static bool lacks_gpu(const struct work *w)
{
	return wants(w, WANTS_GPU) && !ia_check_count(w->check, IA_KIND_GPU);
}

static void suggest_all(struct work *w)
{
	look_at_line(w);
	suggest_iommu(w);
	suggest_speed(w);
	suggest_direct(w);
	suggest_translated(w);
	suggest_ids(w);
	if (wants(w, P(VFIO)))
		note(w, IA_SUGGESTION_HUGEPAGES);
	if (wants(w, P(SRIOV) | P(GPU_SRIOV_RDMA)))
		note(w, IA_SUGGESTION_NUMVFS);
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
	struct work w = {
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
		note(&w, IA_SUGGESTION_NO_GPU);
		return;
	}
	ia_lint_machine(m, &w.line);
	suggestion->drop = ia_alloc(m->arena, 2 * w.line.count + 1, sizeof(*suggestion->drop));
	suggest_all(&w);
}
