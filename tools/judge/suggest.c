// SPDX-License-Identifier: GPL-2.0
#include "suggest.h"

#include "../machine/kind.h"
#include "domain.h"
#include "path.h"
#include "rules.h"

#define P(name)	(1u << IA_PROFILE_##name)

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
	struct ia_release release;
	bool intel;
	bool amd;
};

static bool wants(const struct work *w, unsigned int profiles)
{
	return profiles >> w->check->profile & 1;
}

static bool is_there(const struct work *w, const char *text)
{
	const struct ia_cmdline *line = &w->line.cmdline;
	size_t i;

	for (i = 0; i < line->count; i++) {
		if (!line->tokens[i].init && ia_is(line->tokens[i].text, text))
			return true;
	}
	return false;
}

/* What is there already is named all the same: the answer is to be complete. */
static void add(struct work *w, const char *text, const char *reason)
{
	struct ia_argument *argument = &w->out->add[w->out->nadd++];

	argument->text = text;
	argument->reason = !is_there(w, text) ? reason :
			   ia_format(w->check->machine->arena, "%s (there already)", reason);
}

static void note(struct work *w, const char *text)
{
	w->out->notes[w->out->nnotes++] = text;
}

static void drop(struct work *w, const char *text, const char *reason)
{
	w->out->drop[w->out->ndrop++] = (struct ia_argument){ text, reason };
}

static bool sets(const struct ia_lint_word *word, enum ia_setting setting, const char *state)
{
	return word->setting == setting && ia_is(word->state, state);
}

/* Why a word of the present command line is in the way, or NULL. */
static const char *in_the_way(const struct work *w, const struct ia_lint_word *word)
{
	if (wants(w, WANTS_IOMMU) &&
	    (sets(word, IA_SETTING_DMA_OFF, "on") ||
	     (w->intel && sets(word, IA_SETTING_VTD, "off")) ||
	     (w->amd && sets(word, IA_SETTING_AMD, "off"))))
		return "it switches the IOMMU off";
	if (wants(w, WANTS_IOMMU) && sets(word, IA_SETTING_INTREMAP, "off"))
		return "it switches interrupt remapping off";
	if (wants(w, WANTS_TRANSLATED) && sets(word, IA_SETTING_PASSTHROUGH, "on"))
		return "identity is no isolation";
	if (wants(w, WANTS_LAZY) && sets(word, IA_SETTING_STRICT, "on"))
		return "strict makes every unmap wait";
	if (wants(w, P(VM_MIXED)) &&
	    (word->setting == IA_SETTING_ACS_REDIR || word->setting == IA_SETTING_ACS_CONFIG))
		return "Linux switches ACS on by itself where no parameter speaks against it";
	return NULL;
}

static void look_at_line(struct work *w)
{
	size_t i;

	for (i = 0; i < w->line.count; i++) {
		const char *why = in_the_way(w, &w->line.words[i]);

		if (why)
			drop(w, w->line.words[i].text, why);
	}
}

/* Of two such tokens the kernel reads the last: the new one holds the old one's. */
static void add_acs(struct work *w, const char *token, const char *reason)
{
	size_t i;

	if (!token)
		return;
	add(w, token, reason);
	note(w, "what the ACS token costs in isolation: iommu-audit p2p");
	for (i = 0; i < w->line.count; i++) {
		const struct ia_lint_word *old = &w->line.words[i];
		size_t len = strcspn(token, "=") + 1;

		len += strcspn(token + len, "=") + 1;
		if (old->setting && !strncmp(old->text, token, len))
			drop(w, old->text, "the new token holds what it asks for");
	}
}

static size_t groups_with(const struct work *w, const char *def, const char *flush)
{
	const struct ia_machine *m = w->check->machine;
	size_t i, count = 0;

	for (i = 0; i < m->ngroups; i++) {
		if (ia_is(m->groups[i].def_text, def) &&
		    (!flush || ia_is(ia_record_get(m->groups[i].record, "flush"), flush)))
			count++;
	}
	return count;
}

static void suggest_iommu(struct work *w)
{
	if (!wants(w, WANTS_IOMMU))
		return;
	if (w->intel)
		add(w, "intel_iommu=on", "VT-d on, whatever the kernel's default is");
	else if (w->amd)
		note(w, "AMD-Vi is on by default: amd_iommu=on is no value of it");
	else
		note(w, "the IOMMU here is neither VT-d nor AMD-Vi: neither driver's arguments "
			"are for it");
	if (w->check->facts.translation == IA_TRANSLATION_NO_IOMMU)
		note(w, "no IOMMU is seen here: switch VT-d or AMD-Vi on in the firmware first");
	/* x86 takes iommu.passthrough= from Linux 5.3 on, iommu.strict= from 5.15. */
	if (wants(w, WANTS_TRANSLATED) && groups_with(w, "identity", NULL))
		add(w, ia_release_from(w->release, 5, 3) ? "iommu.passthrough=0" : "iommu=nopt",
		    "identity is no isolation");
}

static void suggest_speed(struct work *w)
{
	bool off = w->check->facts.translation == IA_TRANSLATION_NO_IOMMU ||
		   w->check->facts.translation == IA_TRANSLATION_OFF;

	/* Where nothing translates, nothing is to be passed through. */
	if (wants(w, WANTS_IDENTITY) && (w->intel || w->amd) && !off)
		add(w, "iommu=pt",
		    "nothing to map where the host drives every device; the isolation goes");
	else if (wants(w, WANTS_LAZY) && groups_with(w, "DMA", "strict") &&
		 ia_release_from(w->release, 5, 15))
		add(w, "iommu.strict=0", "unmaps do not wait for the IOMMU");
}

static bool peers(const struct work *w, const struct ia_device *a,
		  const struct ia_device *b)
{
	enum ia_kind from = ia_kind_of(a), to = ia_kind_of(b);

	return a != b && to == IA_KIND_GPU && (from == IA_KIND_GPU ||
		(from == IA_KIND_NIC && !wants(w, P(GPU_SINGLE))));
}

static void tally_peers(const struct work *w, struct ia_tally *tally)
{
	const struct ia_check *check = w->check;
	struct ia_path path;
	size_t i, j;

	for (i = 0; i < check->ndevices; i++) {
		for (j = 0; j < check->ndevices; j++) {
			if (!peers(w, check->devices[i], check->devices[j]))
				continue;
			ia_path_find(check->machine, check->devices[i], check->devices[j],
				     &path);
			ia_tally_add(check->machine, tally, &path);
		}
	}
}

/* Ports that redirect between GPUs and their peers. */
static void suggest_direct(struct work *w)
{
	const struct ia_machine *m = w->check->machine;
	struct ia_tally tally = { 0 };
	const char *reason = NULL;

	if (!wants(w, WANTS_DIRECT))
		return;
	tally_peers(w, &tally);
	if (tally.redirected)
		add_acs(w, ia_acs_token(m, tally.ports, tally.nports, &ia_acs_no_redirect,
					&reason),
			"requests between peers stay at their switch; the ports isolate no "
			"more");
	if (reason)
		note(w, reason);
	if (tally.direct + tally.redirected < tally.pairs)
		note(w, "ways through the root complex are not changed by any argument: "
			"iommu-audit p2p --matrix");
}

/* Direct Translated at the ports above VFs and GPUs, where they have it. */
static void suggest_translated(struct work *w)
{
	static const struct ia_acs_bits direct = { .set = IA_ACS_DIRECT_TRANS };
	struct ia_tally tally = { 0 };
	const char *reason = NULL;
	size_t i, n = 0;

	if (!wants(w, P(GPU_SRIOV_RDMA)))
		return;
	tally_peers(w, &tally);
	for (i = 0; i < tally.nports; i++) {
		if (tally.ports[i]->cap_text.bits & ~tally.ports[i]->ctl_text.bits & IA_ACS_DIRECT_TRANS)
			tally.ports[n++] = tally.ports[i];
	}
	if (n)
		add_acs(w, ia_acs_token(w->check->machine, tally.ports, n, &direct, &reason),
			"what ATS has translated stays at its switch, and ACS stays on");
	if (reason)
		note(w, reason);
}

/* vfio-pci.ids= means every card of an id: only where VFIO is to have them all. */
static void suggest_ids(struct work *w)
{
	const struct ia_machine *m = w->check->machine;
	struct ia_buf ids = { .arena = m->arena };
	size_t i, j;

	if (!wants(w, P(VFIO)))
		return;
	for (i = 0; i < w->check->ndevices; i++) {
		const struct ia_device *d = w->check->devices[i];
		const char *id = ia_format(m->arena, "%s:%s", ia_device_id(d, "vendor"),
					   ia_device_id(d, "device"));

		if ((!w->check->chosen && !ia_user_owned(d)) ||
		    (ids.text && strstr(ids.text, id)))
			continue;
		for (j = 0; j < m->ndevices; j++) {
			const struct ia_device *other = &m->devices[j];

			if (ia_is(ia_device_id(other, "vendor"), ia_device_id(d, "vendor")) &&
			    ia_is(ia_device_id(other, "device"), ia_device_id(d, "device")) &&
			    !ia_user_owned(other) && !ia_check_asks(w->check, other))
				break;
		}
		if (j < m->ndevices)
			note(w, ia_format(m->arena, "not every %s here is for VFIO, so bind it "
						    "by address: driverctl set-override %s "
						    "vfio-pci",
					  id, ia_record_get(d->record, "dev")));
		else
			ia_buf_add(&ids, "%s%s", ids.len ? "," : "vfio-pci.ids=", id);
		if (w->out->nnotes >= IA_MAX_ARGUMENTS - 2)
			break;
	}
	if (ids.len)
		add(w, ids.text, "vfio-pci takes them at boot, if it comes before their driver");
}

/* VFs and NICs may come later; without a GPU these profiles are about nothing. */
static bool lacks_gpu(const struct work *w)
{
	return wants(w, WANTS_GPU) && !ia_check_count(w->check, IA_KIND_GPU);
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
	struct work w = {
		.check = check, .out = suggestion,
		.release = ia_release_parse(check->machine->kernel_text),
		.intel = ia_is(check->facts.vendor, "Intel VT-d"),
		.amd = ia_is(check->facts.vendor, "AMD-Vi"),
	};

	*suggestion = (struct ia_suggestion){ 0 };
	/* Without a unit the vendor of the host bridge says whose IOMMU it would be. */
	if (check->facts.translation == IA_TRANSLATION_NO_IOMMU && check->machine->ndevices) {
		const char *vendor = ia_device_id(&check->machine->devices[0], "vendor");

		w.intel = ia_is(vendor, "8086");
		w.amd = ia_is(vendor, "1022");
	}
	if (lacks_gpu(&w)) {
		note(&w, "no GPU is here that this profile could be about");
		return;
	}
	ia_view_lint(check->machine, &w.line);
	suggestion->drop = ia_alloc(check->machine->arena, 2 * w.line.count + 1,
				    sizeof(*suggestion->drop));
	look_at_line(&w);
	suggest_iommu(&w);
	suggest_speed(&w);
	suggest_direct(&w);
	suggest_translated(&w);
	suggest_ids(&w);
	if (wants(&w, P(VFIO)))
		note(&w, "hugepages for the guests: default_hugepagesz=1G hugepagesz=1G "
			 "hugepages=N, "
			 "with N by their memory");
	if (wants(&w, P(SRIOV) | P(GPU_SRIOV_RDMA)))
		note(&w, "no argument makes VFs: sriov_numvfs is written at every boot");
}
