// SPDX-License-Identifier: GPL-2.0
#include "walk.h"

#include <stdlib.h>

#include "../../../module/core/dmar.h"
#include "../../../module/core/ivrs.h"
#include "../../../module/core/scope.h"

/* Kept in every build, unlike assert(): this is what the tests are about. */
#define must(condition) do {						\
	if (!(condition)) {						\
		fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__,	\
			__LINE__, #condition);				\
		abort();						\
	}								\
} while (0)

/* Touches a range, so that a sanitizer sees one that is not ours. */
static void touch(const void *p, size_t size)
{
	static volatile u8 sink;
	size_t i;

	for (i = 0; i < size; i++)
		sink ^= ((const u8 *)p)[i];
}

/* The text has to be as long as it says, whatever the room for it is. */
static void check_text(const struct ia_text *whole, const struct ia_text *part,
		       const char *guard)
{
	must(whole->len == part->len);
	must(strlen(part->buf) < part->size);
	must(!strncmp(whole->buf, part->buf, strlen(part->buf)));
	must(ia_text_fits(part) == (part->len < part->size));
	must(*guard == 'G');
}

static char whole_buf[1 << 22];

static u32 walk_scopes(const struct ia_dmar *dmar, const struct ia_dmar_entry *e)
{
	struct ia_dmar_scope s;
	u32 offset = 0, bytes = 0;

	while (ia_dmar_next_scope(dmar, e, &offset, &s)) {
		must(s.offset == e->scope + bytes);
		must(s.length >= 8 && s.length % 2 == 0);
		must(s.hops == (s.length - 6) / 2);
		must(s.offset + s.length <= e->offset + e->length);
		touch(s.path, s.hops * 2);
		bytes += s.length;
	}
	return bytes;
}

static void walk_dmar_scope_text(const struct ia_dmar *dmar,
				 const struct ia_dmar_entry *e)
{
	struct ia_text whole, part;
	char small[41];

	small[40] = 'G';
	ia_text_init(&whole, whole_buf, sizeof(whole_buf));
	ia_text_init(&part, small, 40);
	ia_scope_dmar(&whole, dmar, e);
	ia_scope_dmar(&part, dmar, e);
	must(ia_text_fits(&whole));
	check_text(&whole, &part, &small[40]);
}

/**
 * walk_dmar() - open a DMAR table and read all of it
 * @data: the table
 * @size: bytes at @data
 * @err: what is wrong with it
 *
 * Aborts when the parser contradicts itself.
 *
 * Return: 0 when all of the table is whole, else -EINVAL.
 */
int walk_dmar(const u8 *data, size_t size, struct ia_table_error *err)
{
	struct ia_dmar_iter it = { 0 }, units = { 0 };
	struct ia_dmar_entry e;
	struct ia_dmar dmar;
	unsigned int counted = 0, n = 0, i;
	u32 at = 48;

	if (ia_dmar_open(&dmar, data, size, err)) {
		must(err->reason && err->offset <= size && !dmar.length);
		must(!ia_dmar_next(&dmar, &it, &e));
		return -EINVAL;
	}
	must(dmar.length <= size && (!err->reason || err->offset <= dmar.length));
	while (ia_dmar_next(&dmar, &it, &e)) {
		must(e.offset == at || (err->reason && e.offset > at));
		must(e.offset + e.length <= dmar.length);
		at = e.offset + e.length;
		n++;
		must(walk_scopes(&dmar, &e) == e.offset + e.length - e.scope || err->reason);
		walk_dmar_scope_text(&dmar, &e);
		if (e.name)
			touch(e.name, strlen(e.name) + 1);
	}
	must(at == dmar.length || err->reason);
	for (i = 0; i < IA_DMAR_TYPES; i++)
		counted += dmar.count[i];
	must(n == counted + dmar.unknown);
	for (n = 0; ia_dmar_next_unit(&dmar, &units, &e); n++)
		must(e.index == n && e.type == IA_DMAR_DRHD);
	must(n <= dmar.count[IA_DMAR_DRHD] && !n == !dmar.count[IA_DMAR_DRHD]);
	for (i = 0; i < 256; i++)
		(void)ia_dmar_device_name(&dmar, i);
	return err->reason ? -EINVAL : 0;
}

static u32 walk_entries(const struct ia_ivrs *ivrs,
			const struct ia_ivrs_block *b, unsigned int *unknown)
{
	struct ia_ivhd_entry e;
	u32 offset = 0, bytes = 0;

	while (ia_ivrs_next_entry(ivrs, b, &offset, &e)) {
		must(e.offset == b->entries + bytes && e.length >= 4);
		must(e.offset + e.length <= b->offset + b->length);
		bytes += e.length;
		if (!ia_ivhd_entry_known(e.type))
			++*unknown;
		if (e.type != IA_IVHD_ACPI_HID)
			continue;
		touch(e.hid, 8);
		touch(e.cid, 8);
		touch(e.uid, e.uid_length);
	}
	return bytes;
}

static void walk_ivhd_scope_text(const struct ia_ivrs *ivrs,
				 const struct ia_ivrs_block *b)
{
	struct ia_text whole, part;
	char small[41];

	small[40] = 'G';
	ia_text_init(&whole, whole_buf, sizeof(whole_buf));
	ia_text_init(&part, small, 40);
	ia_scope_ivhd(&whole, ivrs, b);
	ia_scope_ivhd(&part, ivrs, b);
	must(ia_text_fits(&whole));
	check_text(&whole, &part, &small[40]);
}

/**
 * walk_ivrs() - open an IVRS table and read all of it
 * @data: the table
 * @size: bytes at @data
 * @err: what is wrong with it
 *
 * Aborts when the parser contradicts itself.
 *
 * Return: 0 when all of the table is whole, else -EINVAL.
 */
int walk_ivrs(const u8 *data, size_t size, struct ia_table_error *err)
{
	struct ia_ivrs_iter it = { 0 }, units = { 0 };
	unsigned int unknown = 0, n = 0;
	struct ia_ivrs_block b;
	struct ia_ivrs ivrs;
	u32 at = 48;

	if (ia_ivrs_open(&ivrs, data, size, err)) {
		must(err->reason && err->offset <= size && !ivrs.length);
		must(!ia_ivrs_next(&ivrs, &it, &b));
		return -EINVAL;
	}
	must(ivrs.length <= size && (!err->reason || err->offset <= ivrs.length));
	while (ia_ivrs_next(&ivrs, &it, &b)) {
		must(b.offset == at || (err->reason && b.offset > at));
		must(b.offset + b.length <= ivrs.length);
		at = b.offset + b.length;
		n++;
		must(walk_entries(&ivrs, &b, &unknown) ==
		     b.offset + b.length - b.entries || err->reason);
		walk_ivhd_scope_text(&ivrs, &b);
	}
	must((at == ivrs.length && unknown == ivrs.unknown_entries) || err->reason);
	must(n == ivrs.ivhds + ivrs.ivmds + ivrs.unknown);
	for (n = 0; ia_ivrs_next_unit(&ivrs, &units, &b); n++)
		must(b.index == n && b.type == ivrs.unit_type);
	must(n <= ivrs.ivhds && !n == !ivrs.unit_type);
	return err->reason ? -EINVAL : 0;
}
