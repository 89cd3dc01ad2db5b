// SPDX-License-Identifier: GPL-2.0
#include "ivrs.h"

/* 5.2.1: header, IVinfo, eight reserved bytes */
#define IVRS_FIXED_SIZE		48
#define IVRS_OFF_INFO		36

/* 5.2.2: type, flags and length start every block */
#define BLOCK_HEADER_SIZE	4
#define IVHD_10_SIZE		24
#define IVHD_11_SIZE		40
#define IVMD_SIZE		32

/**
 * ia_ivrs_is_ivhd() - tell a hardware definition block by its type
 * @type: type of a block
 */
bool ia_ivrs_is_ivhd(u8 type)
{
	return type == IA_IVHD_10 || type == IA_IVHD_11 || type == IA_IVHD_40;
}

/**
 * ia_ivrs_is_ivmd() - tell a memory definition block by its type
 * @type: type of a block
 */
bool ia_ivrs_is_ivmd(u8 type)
{
	return type == IA_IVMD_ALL || type == IA_IVMD_SELECT ||
	       type == IA_IVMD_RANGE;
}

static void read_ivhd(const u8 *p, struct ia_ivrs_block *b)
{
	b->device = ia_le16(p + 4);
	b->capability = ia_le16(p + 6);
	b->base = ia_le64(p + 8);
	b->segment = ia_le16(p + 16);
	b->info = ia_le16(p + 18);
	b->features = ia_le32(p + 20);
	if (b->type != IA_IVHD_10) {
		b->efr = ia_le64(p + 24);
		b->efr2 = ia_le64(p + 32);
	}
}

static void read_ivmd(const u8 *p, struct ia_ivrs_block *b)
{
	b->device = ia_le16(p + 4);
	b->last_device = ia_le16(p + 6);
	b->segment = ia_le16(p + 8);
	b->start = ia_le64(p + 16);
	b->size = ia_le64(p + 24);
}

/*
 * Decode the block at @offset, which is below the table's length. One that runs
 * past the end is cut there, and noted in @err. Returns -EINVAL when nothing that
 * follows can be found either, -ENOENT when it can.
 */
static int read_block(const struct ia_ivrs *ivrs, u32 offset,
		      struct ia_ivrs_block *b, struct ia_table_error *err)
{
	const u8 *p = ivrs->data + offset;
	u32 left = ivrs->length - offset;
	u32 fixed = BLOCK_HEADER_SIZE;

	memset(b, 0, sizeof(*b));
	if (left < BLOCK_HEADER_SIZE)
		return ia_table_refuse(err, offset,
				       "table ends inside a block header");
	b->type = p[0];
	b->offset = offset;
	b->flags = p[1];
	b->length = ia_le16(p + 2);
	if (!b->length)
		return ia_table_refuse(err, offset, "block of length 0");
	if (b->length < BLOCK_HEADER_SIZE)
		return ia_table_refuse(err, offset,
				       "block is shorter than its header");
	if (b->length > left) {
		ia_table_refuse(err, offset, "block runs past the table's end");
		b->length = left;
	}
	b->entries = offset + b->length;
	if (ia_ivrs_is_ivhd(b->type))
		fixed = b->type == IA_IVHD_10 ? IVHD_10_SIZE : IVHD_11_SIZE;
	else if (ia_ivrs_is_ivmd(b->type))
		fixed = IVMD_SIZE;
	if (b->length < fixed) {
		ia_table_refuse(err, offset, "block is too short for its type");
		/* Linux takes what follows for its fields: the units lose their numbers. */
		return ia_ivrs_is_ivhd(b->type) ? -EINVAL : -ENOENT;
	}
	if (ia_ivrs_is_ivhd(b->type)) {
		b->entries = offset + fixed;
		read_ivhd(p, b);
	} else if (ia_ivrs_is_ivmd(b->type)) {
		read_ivmd(p, b);
	}
	return 0;
}

/* Counts what is whole, and notes in @err what is the first thing that is not. */
static void check_blocks(struct ia_ivrs *ivrs, struct ia_table_error *err)
{
	struct ia_ivrs_block b;
	u32 offset;
	int ret;

	for (offset = IVRS_FIXED_SIZE; offset < ivrs->length; offset += b.length) {
		struct ia_table_error found = {};

		ret = read_block(ivrs, offset, &b, &found);
		if (!ret && !found.reason)
			ia_ivhd_check(ivrs, &b, &found);
		ia_table_remark(err, &found);
		if (ret == -EINVAL)
			return;
		if (ret)
			continue;
		if (ia_ivrs_is_ivhd(b.type))
			ivrs->ivhds++;
		else if (ia_ivrs_is_ivmd(b.type))
			ivrs->ivmds++;
		else
			ivrs->unknown++;
	}
}

/*
 * The IVHD type that Linux uses for the whole table, as
 * get_highest_supported_ivhd_type() of drivers/iommu/amd/init.c finds it: the
 * type of the last block about the device of the first one. It stops looking
 * at the first block of a type above 40h. (Linux also lets an IVMD about the
 * IOMMU's own device decide, and then finds no unit at all; such a table's
 * units are worth showing, so IVMDs have no say here.)
 */
static u8 find_unit_type(const struct ia_ivrs *ivrs)
{
	struct ia_ivrs_iter it = { 0 };
	struct ia_ivrs_block b;
	u16 device = 0;
	u8 type = 0;

	while (ia_ivrs_next(ivrs, &it, &b) && b.type <= IA_IVHD_40) {
		if (!ia_ivrs_is_ivhd(b.type))
			continue;
		if (!type)
			device = b.device;
		if (b.device == device)
			type = b.type;
	}
	return type;
}

/**
 * ia_ivrs_open() - check an IVRS table and make it ready to be walked
 * @ivrs: filled in; on failure it holds an empty table
 * @table: the table, in memory that does not change while @ivrs is used
 * @size: bytes that may be read at @table
 * @err: the first thing that is wrong with the table; @err->reason is NULL when
 *	 there is none
 *
 * What is whole can be walked. As for init_iommu_all() of Linux, a block that
 * runs past the table counts with what is in it, and device entries end at one
 * that is broken. Other broken blocks are passed over, but for those behind
 * which nothing can be found or no unit could be named. A wrong checksum is the
 * end of it, as for check_ivrs_checksum(). Blocks and entries of unknown types
 * are no error as long as their length can be told. Nothing beyond @size or the
 * table's own length is ever read.
 *
 * Return: 0, or -EINVAL for what is no table at all, @err filled in.
 */
int ia_ivrs_open(struct ia_ivrs *ivrs, const void *table, size_t size,
		 struct ia_table_error *err)
{
	int ret;

	memset(ivrs, 0, sizeof(*ivrs));
	err->reason = NULL;
	err->offset = 0;
	ret = ia_acpi_check(table, size, IA_IVRS_SIGNATURE, IVRS_FIXED_SIZE, err);
	if (!ret)
		ret = ia_acpi_check_sum(table, err);
	if (ret)
		return ret;
	ivrs->data = table;
	ivrs->length = ia_le32(ivrs->data + IA_ACPI_OFF_LENGTH);
	ivrs->revision = ivrs->data[IA_ACPI_OFF_REVISION];
	ivrs->info = ia_le32(ivrs->data + IVRS_OFF_INFO);
	check_blocks(ivrs, err);
	ivrs->unit_type = find_unit_type(ivrs);
	return 0;
}

/**
 * ia_ivrs_next() - step to the next block that is whole, or cut
 * @ivrs: from ia_ivrs_open()
 * @it: all zero for the first call
 * @block: filled in
 *
 * Return: false at the end of the table.
 */
bool ia_ivrs_next(const struct ia_ivrs *ivrs, struct ia_ivrs_iter *it,
		  struct ia_ivrs_block *block)
{
	struct ia_table_error ignored;
	int ret;

	if (!it->offset)
		it->offset = IVRS_FIXED_SIZE;
	do {
		if (it->offset >= ivrs->length)
			return false;
		ret = read_block(ivrs, it->offset, block, &ignored);
		if (ret == -EINVAL)
			return false;
		it->offset += block->length;
	} while (ret);
	return true;
}

/**
 * ia_ivrs_next_unit() - step to the next IOMMU, as Linux counts them
 * @ivrs: from ia_ivrs_open()
 * @it: all zero for the first call
 * @block: filled in, with its index
 *
 * A table describes each IOMMU once per IVHD type, so that old systems find a
 * type they know. Linux picks one type and numbers its blocks in table order
 * (init_iommu_all() of drivers/iommu/amd/init.c).
 *
 * Return: false after the last IOMMU.
 */
bool ia_ivrs_next_unit(const struct ia_ivrs *ivrs, struct ia_ivrs_iter *it,
		       struct ia_ivrs_block *block)
{
	while (ia_ivrs_next(ivrs, it, block)) {
		if (!ia_ivrs_is_ivhd(block->type) || block->type != ivrs->unit_type)
			continue;
		block->index = it->units++;
		return true;
	}
	return false;
}
