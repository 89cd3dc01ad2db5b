// SPDX-License-Identifier: GPL-2.0
#include "pages.h"

#include "../machine/called.h"

static const char *domain(const struct ia_page *page, const void *record, enum ia_state *state)
{
	const struct ia_device *d = record;

	(void)page;
	*state = ia_domain_state(d);
	return ia_word(&ia_words_domains, d->domain);
}

static const char *vfs(const struct ia_page *page, const void *record, enum ia_state *state)
{
	const struct ia_device *d = record;

	(void)state;
	if (ia_is_address(d->vf_of))
		return d->vf_index.known ?
		       ia_format(page->arena, "VF %llu of %s", (unsigned long long)d->vf_index.n,
				 ia_machine_address(page->machine, d->vf_of)) :
		       ia_format(page->arena, "VF of %s",
				 ia_machine_address(page->machine, d->vf_of));
	if (!d->totalvfs.known)
		return d->totalvfs.absent ? "-" : "unknown";
	return ia_format(page->arena, "%s/%llu", !d->numvfs.known ? "unknown" :
			 ia_format(page->arena, "%llu", (unsigned long long)d->numvfs.n),
			 (unsigned long long)d->totalvfs.n);
}

static const char *name(const struct ia_page *page, const void *record, enum ia_state *state)
{
	(void)state;
	return ia_label(page->machine, record);
}

static const char *called(const struct ia_page *page, const void *record, enum ia_called_as as)
{
	const struct ia_texts *list = ia_called_device(record, as);
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	for (i = 0; i < list->count; i++)
		ia_buf_add(&buf, "%s%s", i ? " " : "", list->items[i]);
	return buf.text ? buf.text : list->known ? "-" : "unknown";
}

static const char *netdev(const struct ia_page *page, const void *record, enum ia_state *state)
{
	(void)state;
	return called(page, record, IA_CALLED_NETDEV);
}

static const char *rdma(const struct ia_page *page, const void *record, enum ia_state *state)
{
	(void)state;
	return called(page, record, IA_CALLED_RDMA);
}

static const char *block(const struct ia_page *page, const void *record, enum ia_state *state)
{
	(void)state;
	return called(page, record, IA_CALLED_BLOCK);
}

static const char *nvme(const struct ia_page *page, const void *record, enum ia_state *state)
{
	(void)state;
	return called(page, record, IA_CALLED_NVME);
}

static const char *drm(const struct ia_page *page, const void *record, enum ia_state *state)
{
	(void)state;
	return called(page, record, IA_CALLED_DRM);
}

static const char *slot(const struct ia_page *page, const void *record, enum ia_state *state)
{
	(void)state;
	return called(page, record, IA_CALLED_SLOT);
}

/**
 * ia_known_as() - what people call a function
 * @arena: memory for the text
 * @d: the function itself and not its slot; NVMe by its disks, and by its controller without any
 *
 * Return: its names, or NULL without one.
 */
const char *ia_known_as(struct ia_arena *arena, const struct ia_device *d)
{
	struct ia_buf buf = { .arena = arena };
	enum ia_called_as as;
	size_t i;

	for (as = 0; as < IA_CALLED_SLOT; as++) {
		const struct ia_texts *list = ia_called_device(d, as);

		for (i = 0; i < list->count &&
		     (as != IA_CALLED_NVME || !ia_called_device(d, IA_CALLED_BLOCK)->count); i++)
			ia_buf_add(&buf, "%s%s", buf.len ? " " : "", list->items[i]);
	}
	return buf.text;
}

static const char *known_as(const struct ia_page *page, const void *record, enum ia_state *state)
{
	(void)state;
	return ia_known_as(page->arena, record);
}

static const char *vf_device(const struct ia_page *page, const void *record, enum ia_state *state)
{
	const struct ia_device *d = record;
	const struct ia_number *id = d->names ? &d->names->sriov_vf_device : NULL;

	(void)state;
	return id && id->known ? ia_format(page->arena, "0x%04llx", (unsigned long long)id->n) :
	       id && id->absent ? "-" : "unknown";
}

static const struct ia_record_column columns[] = {
	{ { "DEV", 0, .drop = 0 }, "dev", NULL, NULL },
	{ { "GROUP", IA_COLUMN_RIGHT, .drop = 0 }, "group", NULL, NULL },
	{ { "DOMAIN", 0, .drop = 0 }, "domain", domain, NULL },
	{ { "DEFAULT", 0, .drop = 3 }, "default", NULL, NULL },
	{ { "UNIT", 0, .drop = 4 }, "unit", NULL, NULL },
	{ { "DRIVER", 0, .drop = 1 }, "driver", NULL, NULL },
	{ { "NUMA", IA_COLUMN_RIGHT, .drop = 8 }, "numa", NULL, NULL },
	{ { "ATS", 0, .drop = 5 }, "ats", NULL, NULL },
	{ { "PRI", 0, .drop = 9 }, "pri", NULL, NULL },
	{ { "PASID", 0, .drop = 9 }, "pasid", NULL, NULL },
	{ { "FLR", IA_COLUMN_RIGHT, .drop = 7 }, "flr", NULL, NULL },
	{ { "VFS", 0, .drop = 6 }, NULL, vfs, "VFs enabled and possible, or which VF it is" },
	{ { "KNOWN AS", IA_COLUMN_WRAP | IA_COLUMN_IF_ANY, .drop = 2 }, NULL, known_as,
	  "its network interfaces, RDMA devices, disks and DRM devices" },
	{ { "NETDEV", IA_COLUMN_CHOSEN, .drop = 0 }, NULL, netdev, "network interfaces" },
	{ { "RDMA", IA_COLUMN_CHOSEN, .drop = 0 }, NULL, rdma, "RDMA devices" },
	{ { "BLOCK", IA_COLUMN_CHOSEN, .drop = 0 }, NULL, block, "disks" },
	{ { "NVME", IA_COLUMN_CHOSEN, .drop = 0 }, NULL, nvme, "NVMe controllers" },
	{ { "DRM", IA_COLUMN_CHOSEN, .drop = 0 }, NULL, drm, "DRM devices" },
	{ { "SLOT", IA_COLUMN_CHOSEN, .drop = 0 }, NULL, slot, "physical slot" },
	{ { "SRIOV_VF_DEVICE", IA_COLUMN_CHOSEN, .drop = 0 }, NULL, vf_device,
	  "device id of its VFs, of a VF that of its PF's" },
	{ { "NAME", IA_COLUMN_CUT, .drop = 2 }, NULL, name, "its model, or its kind of port" },
};

const struct ia_record_table ia_device_table = {
	IA_RECORD_DEVICE, columns, sizeof(columns) / sizeof(*columns)
};

static const struct ia_field device_fields[] = {
	{ .kind = IA_FIELD_RECORD, .record = IA_RECORD_DEVICE },
	IA_F(struct ia_device, name, "name", TEXT,
	     "name of the model or of the class in the list of PCI ids; null where that has none"),
	IA_F_RECORD(struct ia_device, names, "names", HOST_NAMES,
		    "what the kernel calls it; null where that was not read"),
};

const struct ia_answer ia_answer_device = {
	.about = "a PCI function", IA_FIELDS(device_fields),
};

static void page(const struct ia_page *page, const void *object)
{
	const struct ia_device_list *list = object;

	if (list->count)
		ia_columns_print(page, &ia_device_table, list->chosen,
				 (const void *const *)list->devices, list->count);
	else
		ia_out_text(page->out, IA_PLAIN, "No PCI functions.\n");
}

static const struct ia_field fields[] = {
	IA_F_OBJECT_POINTERS(struct ia_device_list, devices, count, "devices",
			     &ia_answer_device, "by address"),
};

const struct ia_answer ia_answer_devices = {
	.kind = "iommu_audit devices", .about = "PCI functions, as the file devices has them",
	IA_FIELDS(fields), .page = page,
};
