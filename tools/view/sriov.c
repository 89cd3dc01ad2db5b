// SPDX-License-Identifier: GPL-2.0
#include "sriov.h"

#include <string.h>

#include "../base/escape.h"
#include "../machine/called.h"
#include "text.h"

static const char *const bounds[] = {
	[IA_PLAN_TOTAL] = NULL,
	[IA_PLAN_BARS] = "no room for the BARs of its VFs: iommu-audit check --profile sriov",
	[IA_PLAN_BUSES] = "the bridge above has no bus number for more",
	[IA_PLAN_OWNED] = "owned by user space, as by a guest: its VFs are not available to pods",
	[IA_PLAN_DRIVER] = "no driver is bound to it: sriov_numvfs refuses another number",
	[IA_PLAN_UNKNOWN] = "at most: whether there is room for them is not known",
};

/**
 * ia_sriov_name() - a resource for the VFs of a model, as both YAML files name it
 * @arena: the owner of the text
 * @model: its vendor and the device id of its PFs make the name
 */
const char *ia_sriov_name(struct ia_arena *arena, const struct ia_plan_model *model)
{
	return ia_format(arena, "vf_%04x_%04x", model->vendor, model->device);
}

/* Whether a PF has the VFs that the plan gives it, or more: fewer would cost somebody his. */
static bool has_enough(const struct ia_plan_pf *pf)
{
	return pf->now.known && pf->now.n >= pf->use;
}

/* VFs that are named where a number of VFs changes: the others are counted. */
#define SHOWN	4

/* VFs that drivers hold, or of them those that user space owns. */
static void add_held(const struct ia_page *page, const struct ia_plan_pf *pf, bool owned,
		     struct ia_buf *buf)
{
	size_t i, shown = 0, all = owned ? pf->nowned : pf->nheld;

	for (i = 0; i < pf->nheld && shown < SHOWN; i++) {
		if (owned && !ia_user_owned(pf->held[i]))
			continue;
		ia_buf_add(buf, "%s%s is bound to %s%s", shown++ ? ", " : ": ",
			   ia_machine_address(page->machine, pf->held[i]->address),
			   pf->held[i]->driver.text,
			   ia_user_owned(pf->held[i]) ? ", as for a guest" : "");
	}
	if (all > SHOWN)
		ia_buf_add(buf, " and %zu more", all - SHOWN);
}

/* VFs that are there and are not for pods. */
static const char *kept_text(const struct ia_page *page, const struct ia_plan_pf *pf)
{
	struct ia_buf buf = { .arena = page->arena };

	if (!pf->nowned)
		return NULL;
	ia_buf_add(&buf, "%zu of its VFs %s not for pods", pf->nowned,
		   pf->nowned == 1 ? "is" : "are");
	add_held(page, pf, true, &buf);
	return buf.text;
}

/* What the host does with a PF. */
static const char *use_text(const struct ia_page *page, const struct ia_plan_pf *pf)
{
	const struct ia_use *use = pf->used.use;
	const char *name = use && use->name.known ? use->name.text : "an interface";

	if (pf->used.state == IA_USE_SEEN && use->what == IA_USE_DEFAULT_ROUTE)
		return ia_format(page->arena, "carries the default route (%s)", name);
	if (pf->used.state == IA_USE_SEEN)
		return ia_format(page->arena, "is used by the host (%s)", name);
	if (pf->used.state == IA_USE_NETWORK_SEEN)
		return ia_format(page->arena, "carries routes of the host (%s)", name);
	return NULL;
}

/* Who loses when the number of VFs of a PF changes, or who has them where it stays; or NULL. */
const char *ia_sriov_costs(const struct ia_page *page, const void *object)
{
	const struct ia_plan_pf *pf = object;
	struct ia_buf buf = { .arena = page->arena };
	const char *use = use_text(page, pf);

	if (!pf->use)
		return NULL;
	if (pf->now.known && pf->now.n == pf->use)
		return kept_text(page, pf);
	if (pf->now.known && pf->now.n)
		ia_buf_add(&buf, "all of its %llu %s go away first", (unsigned long long)pf->now.n,
			   pf->now.n == 1 ? "VF" : "VFs");
	else if (!pf->now.known)
		ia_buf_add(&buf, "how many VFs it has is not known: all of them go away first");
	add_held(page, pf, false, &buf);
	if (use)
		ia_buf_add(&buf, "%sit %s, and its link may go down meanwhile", buf.len ? "; " : "",
			   use);
	else if (ia_is_use_unknown(pf->used.state))
		ia_buf_add(&buf, "%swhether the host uses it was not seen", buf.len ? "; " : "");
	return buf.text;
}

/* Whether it fits, in a sentence. */
const char *ia_sriov_verdict(const struct ia_page *page, const void *object)
{
	const struct ia_sriov_plan *plan = object;
	const struct ia_plan_model *model = plan->chosen;
	size_t i, owned = 0;

	if (!model && plan->unseen)
		return ia_format(page->arena, "unknown: whether %s here can have VFs was not read",
				 ia_some(page->arena, plan->unseen, "NIC", "NICs"));
	if (!model)
		return "no NIC here can have VFs: none has SR-IOV, or the firmware has it off";
	for (i = 0; i < model->count; i++)
		owned += model->pfs[i].can ? model->pfs[i].nowned : 0;
	if (plan->fits == IA_NO)
		return ia_format(page->arena,
				 "does not fit: %zu VFs needed, %04x:%04x can have %zu%s",
				 plan->need, model->vendor, model->device, model->can, !owned ? "" :
				 ia_format(page->arena, ", and user space owns %zu, as for guests",
					   owned));
	return ia_format(page->arena, "%s: %zu VFs needed, %zu x %zu of %04x:%04x",
			 plan->fits == IA_YES ? "fits" : "may fit, room is not known", plan->need,
			 model->used, model->numvfs, model->vendor, model->device);
}

static const char *bound_of(const struct ia_page *page, const void *object)
{
	(void)page;
	return bounds[((const struct ia_plan_pf *)object)->bound];
}

/* The network interface of a PF, or what it is called else. */
static const char *name_of(const struct ia_page *page, const void *object)
{
	const struct ia_device *device = ((const struct ia_plan_pf *)object)->device;
	const struct ia_texts *names = ia_called_device(device, IA_CALLED_NETDEV);

	(void)page;
	return names && names->known && names->count ? names->items[0] : NULL;
}

static const char *vendor_of(const struct ia_page *page, const void *object)
{
	return ia_format(page->arena, "%04x", ((const struct ia_plan_model *)object)->vendor);
}

static const char *device_of(const struct ia_page *page, const void *object)
{
	return ia_format(page->arena, "%04x", ((const struct ia_plan_model *)object)->device);
}

static const char *vf_device_of(const struct ia_page *page, const void *object)
{
	const struct ia_plan_model *model = object;

	return model->vf_device.known ?
	       ia_format(page->arena, "%04x", (unsigned int)model->vf_device.n) : NULL;
}

static const struct ia_field device_fields[] = {
	IA_F(struct ia_device, address, NULL, ADDRESS, ""),
};

static const struct ia_answer device = { .about = "a function", IA_FIELDS(device_fields) };

static const struct ia_field pf_fields[] = {
	IA_F_POINTER(struct ia_plan_pf, device, "dev", &device, "the physical function"),
	IA_F_SENTENCE("netdev", name_of, "its network interface; null where none is known"),
	IA_F(struct ia_plan_pf, now, "now", NUMBER, "VFs that it has"),
	IA_F(struct ia_plan_pf, can, "can", COUNT,
	     "VFs that it can have; at most so many where bound is unknown"),
	IA_F_WORD(struct ia_plan_pf, bound, "bound", &ia_words_plan_bounds, "what bounds them"),
	IA_F_SENTENCE("why", bound_of, "the same in a sentence; null where it is totalvfs"),
	IA_F(struct ia_plan_pf, use, "use", COUNT, "VFs that the plan gives it"),
	IA_F_SENTENCE("costs", ia_sriov_costs,
		      "who loses by that change, or has VFs that stay his; null for nobody"),
};

static const struct ia_answer pf = { .about = "a PF in a plan", IA_FIELDS(pf_fields) };

static const struct ia_field model_fields[] = {
	IA_F_SENTENCE("vendor", vendor_of, "vendor id, as in sysfs"),
	IA_F_SENTENCE("device", device_of, "device id of the PFs"),
	IA_F_SENTENCE("vf_device", vf_device_of,
		      "device id of their VFs, sriov_vf_device of sysfs; null where not known"),
	IA_F(struct ia_plan_model, can, "can", COUNT, "VFs that they can have"),
	IA_F(struct ia_plan_model, numvfs, "numvfs", COUNT,
	     "VFs of each PF that the plan uses; 0 where it does not fit"),
	IA_F(struct ia_plan_model, fits, "fits", FLAG, "whether they have enough"),
	IA_F_OBJECTS(struct ia_plan_model, pfs, count, "pfs", &pf, "by address"),
};

static const struct ia_answer model = {
	.about = "PFs of which one selector takes the VFs", IA_FIELDS(model_fields),
};

static const struct ia_field fields[] = {
	IA_F(struct ia_sriov_plan, pods, "pods", COUNT, "pods that are to be served"),
	IA_F(struct ia_sriov_plan, per_pod, "vfs_per_pod", COUNT, "VFs of each"),
	IA_F(struct ia_sriov_plan, headroom, "headroom", COUNT, "percent of VFs beside them"),
	IA_F(struct ia_sriov_plan, need, "need", COUNT, "VFs that are needed"),
	IA_F(struct ia_sriov_plan, fits, "fits", FLAG, "whether there are enough of one kind"),
	IA_F_SENTENCE("verdict", ia_sriov_verdict, "the same in a sentence"),
	IA_F_POINTER(struct ia_sriov_plan, chosen, "chosen", &model,
		     "the PFs of the plan; null where nothing can have VFs"),
	IA_F_OBJECTS(struct ia_sriov_plan, models, count, "models", &model,
		     "all that can have VFs and was asked for"),
	IA_F_MACHINE,
};

enum { PF, NETDEV, IDS, NOW, CAN, USE, WHY };

static const struct ia_column columns[] = {
	[PF] = { "PF", 0, 0, .about = "the physical function" },
	[NETDEV] = { "NETDEV", 0, 2, .about = "its network interfaces" },
	[IDS] = { "PF → VF", 0, 1, .about = "ids of the PF and of its VFs", .name = "ids" },
	[NOW] = { "NOW", 0, 0, .about = "VFs enabled now" },
	[CAN] = { "CAN", 0, 0, .about = "VFs that it can have" },
	[USE] = { "USE", 0, 0, .about = "VFs of it that the plan uses" },
	[WHY] = { "", IA_COLUMN_WRAP, 1, .about = "why no more, or none", .name = "why" },
};

const struct ia_columns ia_sriov_columns = IA_COLUMNS(columns);

static void add_model(const struct ia_page *page, struct ia_table *table,
		      const struct ia_plan_model *of)
{
	const char *vf = vf_device_of(page, of);
	size_t i;

	for (i = 0; i < of->count; i++) {
		const struct ia_plan_pf *one = &of->pfs[i];
		const char *name = name_of(page, one);
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, PF, IA_PLAIN,
			     ia_machine_address(page->machine, one->device->address));
		ia_table_set(table, row, NETDEV, IA_PLAIN, name ? name : "-");
		ia_table_set(table, row, IDS, IA_PLAIN,
			     ia_format(page->arena, "%04x:%04x → %s", of->vendor, of->device,
				       vf ? vf : "unknown"));
		ia_table_set(table, row, NOW, IA_PLAIN, one->now.known ?
			     ia_format(page->arena, "%llu", (unsigned long long)one->now.n) :
			     "unknown");
		ia_table_set(table, row, CAN, one->bound ? IA_ATTENTION : IA_PLAIN,
			     ia_format(page->arena, "%zu", one->can));
		ia_table_set(table, row, USE, IA_PLAIN, one->use ?
			     ia_format(page->arena, "%zu", one->use) : "-");
		ia_table_set(table, row, WHY, IA_PLAIN, bounds[one->bound] ?: "");
	}
}

/* A comment of a shell, each line of it. */
static void show_comment(const struct ia_page *page, const char *text)
{
	size_t width = page->out->width;

	text = ia_escape_line(page->arena, text);
	while (*text) {
		size_t len = width > strlen("# ") ? ia_wrap_line(text, width - strlen("# "), true) :
						    strlen(text);

		ia_out_text(page->out, IA_ATTENTION,
			    ia_format(page->arena, "# %.*s\n", (int)len, text));
		text += len;
		text += strspn(text, " ");
	}
}

/* What is written on the host, where no operator does it. */
static void show_commands(const struct ia_page *page, const struct ia_plan_model *of)
{
	char address[IA_ADDRESS_SIZE];
	size_t i;

	ia_out_text(page->out, IA_PLAIN, "\n");
	for (i = 0; i < of->count; i++) {
		const struct ia_plan_pf *one = &of->pfs[i];
		bool enough = has_enough(one);
		const char *cost;

		if (!one->use)
			continue;
		cost = enough ? kept_text(page, one) : ia_sriov_costs(page, one);
		ia_address_text(address, one->device->address, true);
		if (cost)
			show_comment(page, ia_format(page->arena, "%s: %s", address, cost));
		if (enough)
			continue;
		/* sriov_numvfs_store() takes no number beside one that is there: -EBUSY. */
		if (!one->now.known || one->now.n)
			ia_out_text(page->out, IA_PLAIN,
				    ia_format(page->arena,
					      "echo 0 > /sys/bus/pci/devices/%s/sriov_numvfs\n",
					      address));
		ia_out_text(page->out, IA_PLAIN,
			    ia_format(page->arena,
				      "echo %zu > /sys/bus/pci/devices/%s/sriov_numvfs\n", one->use,
				      address));
	}
	ia_out_text(page->out, IA_PLAIN,
		    "\nSelectors for Kubernetes: --format device-plugin, --format node-policy\n");
}

/* The plan for people. */
void ia_sriov_text(const struct ia_page *page, const void *object)
{
	const struct ia_sriov_plan *plan = object;
	const char *const items[] = {
		ia_sriov_verdict(page, plan),
		ia_format(page->arena, "%zu %s x %zu%s", plan->pods,
			  plan->pods == 1 ? "pod" : "pods", plan->per_pod, !plan->headroom ? "" :
			  ia_format(page->arena, ", and %zu%% to spare", plan->headroom)),
	};
	struct ia_table *table = ia_table_new(page->arena, columns,
					      sizeof(columns) / sizeof(*columns));
	size_t i;

	ia_out_list(page->out, "", items, 2, plan->fits == IA_YES ? IA_GOOD :
		    plan->fits == IA_NO ? IA_BROKEN : IA_ATTENTION);
	for (i = 0; i < plan->count; i++)
		add_model(page, table, &plan->models[i]);
	if (!plan->count)
		return;
	ia_out_text(page->out, IA_PLAIN, "\n");
	ia_table_print(page->out, table);
	if (plan->fits != IA_NO)
		show_commands(page, plan->chosen);
}

const struct ia_answer ia_answer_sriov_plan = {
	"iommu_audit sriov", "VFs that pods need, against those that can be had",
	IA_FIELDS(fields), ia_sriov_text,
};
