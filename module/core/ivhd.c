// SPDX-License-Identifier: GPL-2.0
/* Device entries of the IVHD blocks of an IVRS table. */
#include "ivrs.h"

/* Type, device id and data setting start every device entry. */
#define ENTRY_HEADER_SIZE	4
#define HID_FIXED_SIZE		22
#define HID_OFF_UID_LENGTH	21

/**
 * ia_ivhd_entry_known() - tell whether a device entry type has a meaning here
 * @type: type of a device entry
 */
bool ia_ivhd_entry_known(u8 type)
{
	switch (type) {
	case IA_IVHD_PAD:
	case IA_IVHD_ALL:
	case IA_IVHD_SELECT:
	case IA_IVHD_RANGE_START:
	case IA_IVHD_RANGE_END:
	case IA_IVHD_ALIAS_SELECT:
	case IA_IVHD_ALIAS_RANGE_START:
	case IA_IVHD_EXT_SELECT:
	case IA_IVHD_EXT_RANGE_START:
	case IA_IVHD_SPECIAL:
	case IA_IVHD_ACPI_HID:
		return true;
	default:
		return false;
	}
}

/*
 * Length of a device entry, 0 when it cannot be told. The top two bits of the
 * type give it (4, 8, 16, 32 bytes), but for types from F0h on, of which only
 * F0h has a known layout.
 */
static u32 entry_length(const u8 *p, u32 left)
{
	if (p[0] < IA_IVHD_ACPI_HID)
		return ENTRY_HEADER_SIZE << (p[0] >> 6);
	if (p[0] == IA_IVHD_ACPI_HID && left >= HID_FIXED_SIZE)
		return HID_FIXED_SIZE + p[HID_OFF_UID_LENGTH];
	return 0;
}

static void read_entry_fields(const u8 *p, struct ia_ivhd_entry *e)
{
	switch (e->type) {
	case IA_IVHD_ALIAS_SELECT:
	case IA_IVHD_ALIAS_RANGE_START:
		e->alias = ia_le16(p + 5);
		break;
	case IA_IVHD_EXT_SELECT:
	case IA_IVHD_EXT_RANGE_START:
		e->extended = ia_le32(p + 4);
		break;
	case IA_IVHD_SPECIAL:
		e->handle = p[4];
		e->alias = ia_le16(p + 5);
		e->variety = p[7];
		break;
	case IA_IVHD_ACPI_HID:
		e->hid = p + 4;
		e->cid = p + 12;
		e->uid_format = p[20];
		e->uid_length = p[HID_OFF_UID_LENGTH];
		e->uid = p + HID_FIXED_SIZE;
		break;
	}
}

/* Decode the device entry at @offset, which is below the end of @b. */
static int read_entry(const struct ia_ivrs *ivrs, const struct ia_ivrs_block *b,
		      u32 offset, struct ia_ivhd_entry *e,
		      struct ia_table_error *err)
{
	const u8 *p = ivrs->data + offset;
	u32 left = b->offset + b->length - offset;

	memset(e, 0, sizeof(*e));
	if (left < ENTRY_HEADER_SIZE)
		return ia_table_refuse(err, offset,
				       "block ends inside a device entry");
	e->type = p[0];
	e->offset = offset;
	e->device = ia_le16(p + 1);
	e->setting = p[3];
	e->length = entry_length(p, left);
	if (!e->length)
		return ia_table_refuse(err, offset,
				       "length of a device entry cannot be told");
	if (e->length > left)
		return ia_table_refuse(err, offset,
				       "device entry runs past its block");
	read_entry_fields(p, e);
	return 0;
}

/**
 * ia_ivhd_check() - check all device entries of a block
 * @ivrs: the table under check; its count of unknown entries grows
 * @block: a block that was checked to be inside the table
 * @err: receives the reason of a refusal
 *
 * Return: 0, or -EINVAL with @err filled in.
 */
int ia_ivhd_check(struct ia_ivrs *ivrs, const struct ia_ivrs_block *block,
		  struct ia_table_error *err)
{
	struct ia_ivhd_entry e;
	u32 end = block->offset + block->length;
	u32 offset;
	int ret;

	for (offset = block->entries; offset < end; offset += e.length) {
		ret = read_entry(ivrs, block, offset, &e, err);
		if (ret)
			return ret;
		if (!ia_ivhd_entry_known(e.type))
			ivrs->unknown_entries++;
	}
	return 0;
}

/**
 * ia_ivrs_next_entry() - step to the next device entry of an IVHD
 * @ivrs: from ia_ivrs_open()
 * @block: from ia_ivrs_next()
 * @offset: where the walk stands; 0 for the first call
 * @entry: filled in
 *
 * Return: false at the end or at an entry that is broken, at once for a block that
 *	   has no device entries.
 */
bool ia_ivrs_next_entry(const struct ia_ivrs *ivrs,
			const struct ia_ivrs_block *block, u32 *offset,
			struct ia_ivhd_entry *entry)
{
	struct ia_table_error ignored;

	if (!*offset)
		*offset = block->entries;
	if (*offset >= block->offset + block->length ||
	    read_entry(ivrs, block, *offset, entry, &ignored))
		return false;
	*offset += entry->length;
	return true;
}
