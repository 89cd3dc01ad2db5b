// SPDX-License-Identifier: GPL-2.0
#include "dmar.h"

/* 8.1: header, host address width, flags, ten reserved bytes */
#define DMAR_FIXED_SIZE		48
#define DMAR_OFF_WIDTH		36
#define DMAR_OFF_FLAGS		37

/* 8.2: type and length start every remapping structure */
#define STRUCTURE_HEADER_SIZE	4

/* 8.3.1: type, length, flags, reserved, enumeration id, start bus, path */
#define SCOPE_FIXED_SIZE	6
#define SCOPE_HOP_SIZE		2

/* 8.7: the name that follows is terminated */
#define ANDD_OFF_NAME		8

/*
 * Bytes before the device scope, or before the name (ANDD), by type; and
 * whether a device scope follows at all. 8.3 to 8.9.
 */
static const struct {
	u8 size;
	bool has_scope;
} layout[IA_DMAR_TYPES] = {
	[IA_DMAR_DRHD] = { 16, true },
	[IA_DMAR_RMRR] = { 24, true },
	[IA_DMAR_ATSR] = { 8, true },
	[IA_DMAR_RHSA] = { 20, false },
	[IA_DMAR_ANDD] = { ANDD_OFF_NAME, false },
	[IA_DMAR_SATC] = { 8, true },
	[IA_DMAR_SIDP] = { 8, true },
};

static void read_fields(const u8 *p, struct ia_dmar_entry *e)
{
	switch (e->type) {
	case IA_DMAR_DRHD:
		e->flags = p[4];
		e->size = p[5] & 0xf;
		e->segment = ia_le16(p + 6);
		e->base = ia_le64(p + 8);
		break;
	case IA_DMAR_RMRR:
		e->segment = ia_le16(p + 6);
		e->base = ia_le64(p + 8);
		e->limit = ia_le64(p + 16);
		break;
	case IA_DMAR_ATSR:
	case IA_DMAR_SATC:
		e->flags = p[4];
		e->segment = ia_le16(p + 6);
		break;
	case IA_DMAR_RHSA:
		e->base = ia_le64(p + 8);
		e->proximity = ia_le32(p + 16);
		break;
	case IA_DMAR_ANDD:
		e->device = p[7];
		e->name = (const char *)p + ANDD_OFF_NAME;
		break;
	case IA_DMAR_SIDP:
		e->segment = ia_le16(p + 6);
		break;
	}
}

/*
 * Decode the structure at @offset, which is below the table's length. Returns
 * -EINVAL when nothing that follows can be found either, -ENOENT when it can.
 */
static int read_entry(const struct ia_dmar *dmar, u32 offset,
		      struct ia_dmar_entry *e, struct ia_table_error *err)
{
	const u8 *p = dmar->data + offset;
	u32 left = dmar->length - offset;

	memset(e, 0, sizeof(*e));
	if (left < STRUCTURE_HEADER_SIZE)
		return ia_table_refuse(err, offset,
				       "table ends inside a structure header");
	e->type = ia_le16(p);
	e->offset = offset;
	e->length = ia_le16(p + 2);
	e->scope = offset + e->length;
	if (!e->length)
		return ia_table_refuse(err, offset, "structure of length 0");
	if (e->length < STRUCTURE_HEADER_SIZE)
		return ia_table_refuse(err, offset,
				       "structure is shorter than its header");
	if (e->length > left)
		return ia_table_refuse(err, offset,
				       "structure runs past the table's end");
	if (e->type >= IA_DMAR_TYPES)
		return 0;
	if (e->length < layout[e->type].size) {
		ia_table_refuse(err, offset, "structure is too short for its type");
		/* Linux takes what follows for its fields: the units lose their numbers. */
		return e->type == IA_DMAR_DRHD ? -EINVAL : -ENOENT;
	}
	if (layout[e->type].has_scope)
		e->scope = offset + layout[e->type].size;
	if (e->type == IA_DMAR_ANDD &&
	    !memchr(p + ANDD_OFF_NAME, 0, e->length - ANDD_OFF_NAME)) {
		ia_table_refuse(err, offset + ANDD_OFF_NAME, "device name is not terminated");
		return -ENOENT;
	}
	read_fields(p, e);
	return 0;
}

/* Decode the scope entry at @offset, which is below the end of @e. */
static int read_scope(const struct ia_dmar *dmar, const struct ia_dmar_entry *e,
		      u32 offset, struct ia_dmar_scope *s,
		      struct ia_table_error *err)
{
	const u8 *p = dmar->data + offset;
	u32 left = e->offset + e->length - offset;

	if (left < SCOPE_FIXED_SIZE)
		return ia_table_refuse(err, offset,
				       "structure ends inside a device scope entry");
	s->type = p[0];
	s->offset = offset;
	s->length = p[1];
	s->flags = p[2];
	s->id = p[4];
	s->bus = p[5];
	s->path = p + SCOPE_FIXED_SIZE;
	if (s->length < SCOPE_FIXED_SIZE + SCOPE_HOP_SIZE)
		return ia_table_refuse(err, offset,
				       "device scope entry has no path");
	if (s->length > left)
		return ia_table_refuse(err, offset,
				       "device scope entry runs past its structure");
	if (s->length % SCOPE_HOP_SIZE)
		return ia_table_refuse(err, offset,
				       "device scope path ends inside a pair");
	s->hops = (s->length - SCOPE_FIXED_SIZE) / SCOPE_HOP_SIZE;
	return 0;
}

/* Notes in @err what is the first thing wrong with the scope of a whole structure. */
static void check_scope(const struct ia_dmar *dmar, const struct ia_dmar_entry *e,
			struct ia_table_error *err)
{
	struct ia_table_error found = {};
	struct ia_dmar_scope s;
	u32 scope;

	for (scope = e->scope; scope < e->offset + e->length; scope += s.length) {
		if (read_scope(dmar, e, scope, &s, &found))
			break;
	}
	ia_table_remark(err, &found);
}

/* Counts what is whole, and notes in @err what is the first thing that is not. */
static void check_entries(struct ia_dmar *dmar, struct ia_table_error *err)
{
	struct ia_table_error found = {};
	struct ia_dmar_entry e;
	u32 offset;
	int ret;

	for (offset = DMAR_FIXED_SIZE; offset < dmar->length; offset += e.length) {
		ret = read_entry(dmar, offset, &e, &found);
		ia_table_remark(err, &found);
		if (ret == -EINVAL)
			return;
		if (ret)
			continue;
		check_scope(dmar, &e, err);
		if (e.type < IA_DMAR_TYPES)
			dmar->count[e.type]++;
		else
			dmar->unknown++;
	}
}

/**
 * ia_dmar_open() - check a DMAR table and make it ready to be walked
 * @dmar: filled in; on failure it holds an empty table
 * @table: the table, in memory that does not change while @dmar is used
 * @size: bytes that may be read at @table
 * @err: the first thing that is wrong with the table; @err->reason is NULL when
 *	 there is none
 *
 * What is whole can be walked. As for dmar_walk_remapping_entries() of Linux, a
 * structure of length 0 is the end, and so is one that runs past the table;
 * others that are broken are passed over, but for a DRHD, behind which no unit
 * could be named. A device scope ends at an entry that is broken, and the
 * checksum is not worth more than a remark. Structures and scopes of unknown
 * types are no error. Nothing beyond @size or the table's own length is ever
 * read.
 *
 * Return: 0, or -EINVAL for what is no table at all.
 */
int ia_dmar_open(struct ia_dmar *dmar, const void *table, size_t size,
		 struct ia_table_error *err)
{
	int ret;

	memset(dmar, 0, sizeof(*dmar));
	err->reason = NULL;
	err->offset = 0;
	ret = ia_acpi_check(table, size, IA_DMAR_SIGNATURE, DMAR_FIXED_SIZE, err);
	if (ret)
		return ret;
	dmar->data = table;
	dmar->length = ia_le32(dmar->data + IA_ACPI_OFF_LENGTH);
	dmar->revision = dmar->data[IA_ACPI_OFF_REVISION];
	dmar->host_width = dmar->data[DMAR_OFF_WIDTH] + 1;
	dmar->flags = dmar->data[DMAR_OFF_FLAGS];
	ia_acpi_check_sum(dmar->data, err);
	check_entries(dmar, err);
	return 0;
}

/**
 * ia_dmar_next() - step to the next remapping structure that is whole
 * @dmar: from ia_dmar_open()
 * @it: all zero for the first call
 * @entry: filled in
 *
 * Return: false at the end of the table, or of what can be read of it.
 */
bool ia_dmar_next(const struct ia_dmar *dmar, struct ia_dmar_iter *it,
		  struct ia_dmar_entry *entry)
{
	struct ia_table_error ignored;
	int ret;

	if (!it->offset)
		it->offset = DMAR_FIXED_SIZE;
	do {
		if (it->offset >= dmar->length)
			return false;
		ret = read_entry(dmar, it->offset, entry, &ignored);
		if (ret == -EINVAL)
			return false;
		it->offset += entry->length;
	} while (ret);
	return true;
}

static bool is_repeated(const struct ia_dmar *dmar, const struct ia_dmar_entry *e)
{
	struct ia_dmar_iter it = { 0 };
	struct ia_dmar_entry earlier;

	while (ia_dmar_next(dmar, &it, &earlier) && earlier.offset < e->offset) {
		if (earlier.type == IA_DMAR_DRHD && earlier.base == e->base &&
		    earlier.segment == e->segment)
			return true;
	}
	return false;
}

/**
 * ia_dmar_next_unit() - step to the next remapping unit, as Linux counts them
 * @dmar: from ia_dmar_open()
 * @it: all zero for the first call
 * @entry: filled in, with its index
 *
 * Linux numbers units by their DRHD in table order, and takes a DRHD with the
 * segment and base of an earlier one for the same unit (dmar_find_dmaru()).
 *
 * Return: false after the last unit.
 */
bool ia_dmar_next_unit(const struct ia_dmar *dmar, struct ia_dmar_iter *it,
		       struct ia_dmar_entry *entry)
{
	while (ia_dmar_next(dmar, it, entry)) {
		if (entry->type != IA_DMAR_DRHD || is_repeated(dmar, entry))
			continue;
		entry->index = it->units++;
		return true;
	}
	return false;
}

/**
 * ia_dmar_next_scope() - step to the next device scope entry of a structure
 * @dmar: from ia_dmar_open()
 * @entry: from ia_dmar_next()
 * @offset: where the walk stands; 0 for the first call
 * @scope: filled in
 *
 * Return: false at the end or at an entry that is broken, at once for a structure
 *	   that has no device scope.
 */
bool ia_dmar_next_scope(const struct ia_dmar *dmar,
			const struct ia_dmar_entry *entry, u32 *offset,
			struct ia_dmar_scope *scope)
{
	struct ia_table_error ignored;

	if (!*offset)
		*offset = entry->scope;
	if (*offset >= entry->offset + entry->length ||
	    read_scope(dmar, entry, *offset, scope, &ignored))
		return false;
	*offset += scope->length;
	return true;
}

/**
 * ia_dmar_device_name() - find the ACPI path of a namespace device
 * @dmar: from ia_dmar_open()
 * @device: ACPI device number, the enumeration id of an IA_SCOPE_NAMESPACE
 *
 * Return: the name, which lives as long as the table, or NULL when no ANDD
 * structure declares this number.
 */
const char *ia_dmar_device_name(const struct ia_dmar *dmar, u8 device)
{
	struct ia_dmar_iter it = { 0 };
	struct ia_dmar_entry e;

	while (ia_dmar_next(dmar, &it, &e)) {
		if (e.type == IA_DMAR_ANDD && e.device == device)
			return e.name;
	}
	return NULL;
}
