// SPDX-License-Identifier: GPL-2.0
#include "sriov_plan.h"

#include "rules.h"

#define X(name, word)	word,
static const char *const bounds[] = { IA_PLAN_BOUNDS(X) };
#undef X

const struct ia_wordlist ia_words_plan_bounds = {
	bounds, sizeof(bounds) / sizeof(*bounds), NULL,
};

static bool can_have_vfs(const struct ia_device *device)
{
	return device->totalvfs.known && device->totalvfs.n;
}

/* Who has VFs of a PF, and what the host does with the PF itself. */
static void find_held(const struct ia_machine *m, struct ia_plan_pf *pf)
{
	size_t i;

	ia_used(m, pf->device, &pf->used);
	pf->held = ia_alloc(m->arena, m->ndevices, sizeof(*pf->held));
	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *vf = &m->devices[i];

		if (vf->pf != pf->device || !vf->driver.known)
			continue;
		pf->held[pf->nheld++] = vf;
		pf->nowned += ia_user_owned(vf);
	}
}

/**
 * ia_sriov_most() - VFs of a PF that the SR-IOV network operator takes at most
 * @pf: the function
 *
 * MlxMaxVFs in pkg/webhook/validate.go of the operator: its webhook refuses a policy with more.
 * Of Intel it takes what sriov_totalvfs says.
 *
 * Return: the number, or SIZE_MAX where it sets none.
 */
size_t ia_sriov_most(const struct ia_device *pf)
{
	return pf->vendor.n == IA_PCI_VENDOR_MELLANOX ? 128 : SIZE_MAX;
}

/*
 * Who makes the VFs. sriov_numvfs_store() of drivers/pci/iov.c refuses another number than the
 * one that is there where the PF has no driver: -ENOENT. So does vfio_pci_sriov_configure()
 * without enable_sriov; with it the VFs are for whom the PF was given to.
 */
static void bound_by_driver(struct ia_plan_pf *pf)
{
	if (ia_user_owned(pf->device)) {
		pf->bound = IA_PLAN_OWNED;
		pf->can = 0;
	} else if (pf->device->driver.absent) {
		pf->bound = IA_PLAN_DRIVER;
		pf->can = pf->now.known ? pf->now.n : 0;
	}
}

/* Whether nothing changes by so many VFs. */
static bool stays(const struct ia_plan_pf *pf, size_t vfs)
{
	return pf->now.known && pf->now.n == vfs;
}

/* As sriov_enable() asks: first for the BARs of all VFs, then for the bus of the last. */
static struct ia_plan_pf judge(const struct ia_machine *m, const struct ia_device *device,
			       bool by_operator)
{
	const struct ia_host_device *h = device->host;
	struct ia_number buses = ia_vfs_with_bus(device);
	struct ia_plan_pf pf = {
		.device = device, .now = device->numvfs, .can = device->totalvfs.n,
	};

	if (h && h->vf_bars.known && h->vf_bars_placed.known &&
	    h->vf_bars_placed.n < h->vf_bars.n) {
		pf.bound = IA_PLAN_BARS;
		pf.can = 0;
	} else if (buses.known && buses.n < pf.can) {
		pf.bound = IA_PLAN_BUSES;
		pf.can = buses.n;
	}
	bound_by_driver(&pf);
	/* What it has now has room, and a BAR that the kernel gave up reads as none. */
	if (!pf.bound && !stays(&pf, pf.can) &&
	    (!h || !h->vf_bars.known || !h->vf_bars.n || !h->vf_bars_placed.known || !buses.known))
		pf.bound = IA_PLAN_UNKNOWN;
	if (by_operator && pf.can > ia_sriov_most(device))
		pf.can = ia_sriov_most(device);
	find_held(m, &pf);
	return pf;
}

/* Of so many VFs, those that pods can have: a guest keeps his where enough are there. */
static size_t free_of(const struct ia_plan_pf *pf, size_t vfs)
{
	size_t others;

	if (!pf->nowned || !pf->now.known || pf->now.n < vfs)
		return vfs;
	others = pf->nowned < pf->now.n ? pf->now.n - pf->nowned : 0;
	return others < vfs ? others : vfs;
}

/*
 * Whether somebody loses by so many VFs: another number takes all away that are there, and
 * drivers of PFs may take the link down for it.
 */
static bool costs(const struct ia_plan_pf *pf, size_t vfs)
{
	return !stays(pf, vfs) &&
	       (pf->nheld || ia_is_used(pf->used.state) || pf->used.state == IA_USE_NETWORK_SEEN);
}

/* The device id of a PF's VFs, as sysfs tells, or as one that is there has it. */
static struct ia_number vf_device(const struct ia_machine *m, const struct ia_device *pf)
{
	size_t i;

	if (pf->names && pf->names->sriov_vf_device.known)
		return pf->names->sriov_vf_device;
	for (i = 0; i < m->ndevices; i++) {
		if (m->devices[i].vf_of == pf->address && m->devices[i].device.known)
			return m->devices[i].device;
	}
	return (struct ia_number){ 0 };
}

static void add(const struct ia_machine *m, struct ia_sriov_plan *plan,
		const struct ia_device *device)
{
	struct ia_number subclass = ia_subclass(device);
	struct ia_plan_model *model;
	size_t i;

	for (i = 0; i < plan->count; i++) {
		model = &plan->models[i];
		if (model->vendor == device->vendor.n && model->device == device->device.n &&
		    model->subclass.known == subclass.known && model->subclass.n == subclass.n)
			break;
	}
	model = &plan->models[i];
	if (i == plan->count) {
		plan->count++;
		*model = (struct ia_plan_model){
			.vendor = device->vendor.n, .device = device->device.n,
			.subclass = subclass,
			.pfs = ia_alloc(m->arena, m->ndevices, sizeof(*model->pfs)),
		};
	}
	if (!model->vf_device.known)
		model->vf_device = vf_device(m, device);
	model->pfs[model->count] = judge(m, device, plan->by_operator);
	model->can += model->pfs[model->count++].can;
}

/* Which PFs a plan takes: those that are not sure too, and those somebody loses by. */
enum { UNSURE = 1, COSTLY = 2 };

static bool is_able(const struct ia_plan_pf *pf, size_t vfs, unsigned int too)
{
	/* Without a driver there is no number but the one that it has. */
	if (pf->bound == IA_PLAN_DRIVER && !stays(pf, vfs))
		return false;
	return pf->can >= vfs && (too & UNSURE || pf->bound != IA_PLAN_UNKNOWN) &&
	       (too & COSTLY || !costs(pf, vfs));
}

/* VFs for pods, of all PFs that can have so many. */
static size_t all_free(const struct ia_plan_model *model, size_t vfs, unsigned int too)
{
	size_t i, n = 0;

	for (i = 0; i < model->count; i++)
		n += is_able(&model->pfs[i], vfs, too) ? free_of(&model->pfs[i], vfs) : 0;
	return n;
}

/*
 * A policy gives all PFs that it selects one number of VFs: the least that is enough, so
 * that their load is spread. Return: whether there is one.
 */
static bool spread(struct ia_plan_model *model, size_t need, unsigned int too)
{
	size_t vfs, most = 0, got = 0, i;

	for (i = 0; i < model->count; i++) {
		if (model->pfs[i].can > most)
			most = model->pfs[i].can;
	}
	for (vfs = 1; vfs <= most && all_free(model, vfs, too) < need; vfs++)
		;
	if (vfs > most)
		return false;
	model->numvfs = vfs;
	for (i = 0; i < model->count && got < need; i++) {
		struct ia_plan_pf *pf = &model->pfs[i];

		if (!is_able(pf, vfs, too) || !free_of(pf, vfs))
			continue;
		got += free_of(pf, vfs);
		pf->use = vfs;
		model->used++;
	}
	return true;
}

static void fit(struct ia_plan_model *model, size_t need)
{
	model->fits = IA_NO;
	/* What is sure comes before what costs nobody anything. */
	if (spread(model, need, 0) || spread(model, need, COSTLY))
		model->fits = IA_YES;
	else if (spread(model, need, UNSURE) || spread(model, need, UNSURE | COSTLY))
		model->fits = IA_FLAG_UNKNOWN;
}

/* What fits is better than what may, and that than what does not, where the most is best. */
static bool is_better(const struct ia_plan_model *a, const struct ia_plan_model *b)
{
	int x = a->fits == IA_YES ? 2 : a->fits == IA_FLAG_UNKNOWN;
	int y = b->fits == IA_YES ? 2 : b->fits == IA_FLAG_UNKNOWN;

	return x != y ? x > y : !x && a->can > b->can;
}

/**
 * ia_sriov_plan() - plan VFs for pods
 * @machine: a joined machine
 * @chosen: the PFs that are asked for, all with SR-IOV
 * @count: number of @chosen; 0 for all network controllers
 * @plan: pods, VFs of each, headroom and who writes are given; the others are filled
 */
void ia_sriov_plan(const struct ia_machine *machine, const struct ia_device **chosen, size_t count,
		   struct ia_sriov_plan *plan)
{
	size_t i;

	plan->need = (plan->pods * plan->per_pod * (100 + plan->headroom) + 99) / 100;
	plan->fits = IA_NO;
	plan->models = ia_alloc(machine->arena, machine->ndevices + 1, sizeof(*plan->models));
	for (i = 0; i < count; i++)
		add(machine, plan, chosen[i]);
	for (i = 0; !count && i < machine->ndevices; i++) {
		const struct ia_device *device = &machine->devices[i];

		if (ia_kind_of(device) != IA_KIND_NIC)
			continue;
		if (can_have_vfs(device))
			add(machine, plan, device);
		plan->unseen += ia_is_unknown(device->totalvfs);
	}
	if (plan->unseen && !plan->count)
		plan->fits = IA_FLAG_UNKNOWN;
	for (i = 0; i < plan->count; i++) {
		fit(&plan->models[i], plan->need);
		if (!plan->chosen || is_better(&plan->models[i], plan->chosen))
			plan->chosen = &plan->models[i];
	}
	if (plan->chosen)
		plan->fits = plan->chosen->fits;
}
