// SPDX-License-Identifier: GPL-2.0
#include "scope.h"

#include "../../include/uapi/iommu_audit.h"

static void next_item(struct ia_text *t, bool *first)
{
	if (!*first)
		ia_text_printf(t, ",");
	*first = false;
}

/*
 * Firmware's own words: up to @size bytes, ended early by a zero. What would
 * read as a separator of the list, or is no printable ASCII, becomes '?'.
 */
static void put_name(struct ia_text *t, const u8 *name, size_t size)
{
	size_t i;

	for (i = 0; i < size && name[i]; i++) {
		bool plain = name[i] > ' ' && name[i] < 0x7f &&
			     name[i] != ',' && name[i] != '@';

		ia_text_printf(t, "%c", plain ? name[i] : '?');
	}
}

/* segment:bus:device.function, then /device.function for each further hop */
static void put_path(struct ia_text *t, u16 segment,
		     const struct ia_dmar_scope *s)
{
	unsigned int i;

	ia_text_printf(t, "%04x:%02x:%02x.%x", segment, s->bus, s->path[0],
		       s->path[1]);
	for (i = 1; i < s->hops; i++)
		ia_text_printf(t, "/%02x.%x", s->path[2 * i], s->path[2 * i + 1]);
}

static void put_scope_kind(struct ia_text *t, const struct ia_dmar *dmar,
			   const struct ia_dmar_scope *s)
{
	const char *name;

	switch (s->type) {
	case IA_SCOPE_ENDPOINT:
	case IA_SCOPE_BRIDGE:
		break;
	case IA_SCOPE_IOAPIC:
		ia_text_printf(t, "ioapic%u@", s->id);
		break;
	case IA_SCOPE_HPET:
		ia_text_printf(t, "hpet%u@", s->id);
		break;
	case IA_SCOPE_NAMESPACE:
		name = ia_dmar_device_name(dmar, s->id);
		if (!name)
			name = IOMMU_AUDIT_UNKNOWN;
		ia_text_printf(t, "acpi:");
		put_name(t, (const u8 *)name, strlen(name));
		ia_text_printf(t, "@");
		break;
	default:
		ia_text_printf(t, "type%u@", s->type);
		break;
	}
}

/**
 * ia_scope_dmar() - append the device scope of a DMAR structure
 * @t: the text
 * @dmar: from ia_dmar_open()
 * @entry: from ia_dmar_next()
 *
 * Comma separated: "all" for INCLUDE_PCI_ALL; then each entry as the start bus
 * and path that firmware gives, led by ioapic<id>@, hpet<number>@,
 * acpi:<ACPI path>@ or type<n>@ where it is no PCI device. "none" when
 * firmware names nothing.
 */
void ia_scope_dmar(struct ia_text *t, const struct ia_dmar *dmar,
		   const struct ia_dmar_entry *entry)
{
	struct ia_dmar_scope s;
	bool first = true;
	u32 offset = 0;

	if (entry->type == IA_DMAR_DRHD && entry->flags & IA_DRHD_INCLUDE_PCI_ALL) {
		next_item(t, &first);
		ia_text_printf(t, "all");
	}
	while (ia_dmar_next_scope(dmar, entry, &offset, &s)) {
		next_item(t, &first);
		put_scope_kind(t, dmar, &s);
		put_path(t, entry->segment, &s);
	}
	if (first)
		ia_text_printf(t, IOMMU_AUDIT_NONE);
}

static void put_uid(struct ia_text *t, const struct ia_ivhd_entry *e)
{
	if (e->uid_format == IA_UID_STRING)
		put_name(t, e->uid, e->uid_length);
	else if (e->uid_format == IA_UID_INTEGER && e->uid_length == 8)
		ia_text_printf(t, "%llu", (unsigned long long)ia_le64(e->uid));
}

static void put_special(struct ia_text *t, const struct ia_ivhd_entry *e)
{
	if (e->variety == IA_SPECIAL_IOAPIC)
		ia_text_printf(t, "ioapic%u@", e->handle);
	else if (e->variety == IA_SPECIAL_HPET)
		ia_text_printf(t, "hpet%u@", e->handle);
	else
		ia_text_printf(t, "special%u@", e->handle);
}

/* A function or range, or nothing for entries that only prepare another. */
static void put_ivhd_entry(struct ia_text *t, u16 segment, u16 range_start,
			   const struct ia_ivhd_entry *e, bool *first)
{
	switch (e->type) {
	case IA_IVHD_ALL:
		next_item(t, first);
		ia_text_printf(t, "all");
		break;
	case IA_IVHD_SELECT:
	case IA_IVHD_ALIAS_SELECT:
	case IA_IVHD_EXT_SELECT:
		next_item(t, first);
		ia_text_bdf(t, (u32)segment << 16 | e->device);
		break;
	case IA_IVHD_RANGE_END:
		next_item(t, first);
		ia_text_bdf(t, (u32)segment << 16 | range_start);
		ia_text_printf(t, "-");
		ia_text_bdf(t, (u32)segment << 16 | e->device);
		break;
	case IA_IVHD_SPECIAL:
		next_item(t, first);
		put_special(t, e);
		ia_text_bdf(t, (u32)segment << 16 | e->alias);
		break;
	case IA_IVHD_ACPI_HID:
		next_item(t, first);
		ia_text_printf(t, "acpi:");
		put_name(t, e->hid, 8);
		ia_text_printf(t, ":");
		put_uid(t, e);
		ia_text_printf(t, "@");
		ia_text_bdf(t, (u32)segment << 16 | e->device);
		break;
	default:
		break;
	}
}

/**
 * ia_scope_ivhd() - append the device entries of an IVHD
 * @t: the text
 * @ivrs: from ia_ivrs_open()
 * @block: from ia_ivrs_next()
 *
 * Comma separated, in table order: "all", functions, ranges as first-last,
 * ioapic<id>@, hpet<number>@ or special<handle>@ with the id that interrupts
 * carry, acpi:<HID>:<UID>@ with the device id. "none" when there is nothing.
 *
 * A range begins at the last range start before its end, at 0000:00:00.0
 * without one: so does Linux read it (init_iommu_from_acpi()). ACPI devices
 * count in type 40h only, as the specification and Linux have it.
 */
void ia_scope_ivhd(struct ia_text *t, const struct ia_ivrs *ivrs,
		   const struct ia_ivrs_block *block)
{
	struct ia_ivhd_entry e;
	u16 range_start = 0;
	bool first = true;
	u32 offset = 0;

	while (ia_ivrs_next_entry(ivrs, block, &offset, &e)) {
		if (e.type == IA_IVHD_RANGE_START ||
		    e.type == IA_IVHD_ALIAS_RANGE_START ||
		    e.type == IA_IVHD_EXT_RANGE_START)
			range_start = e.device;
		else if (e.type != IA_IVHD_ACPI_HID || block->type == IA_IVHD_40)
			put_ivhd_entry(t, block->segment, range_start, &e, &first);
	}
	if (first)
		ia_text_printf(t, IOMMU_AUDIT_NONE);
}
