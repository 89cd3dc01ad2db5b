// SPDX-License-Identifier: GPL-2.0
/*
 * Print every field of ACPI DMAR and IVRS tables, as module/core reads them.
 *
 * One line per structure, device scope entry and device entry, in table order
 * and with the byte offset in front; then one line per remapping unit as Linux
 * numbers them, with its scope as text. compare_iasl.py makes the same lines
 * from the disassembly of iasl.
 */
#include <stdlib.h>

#include "../../../module/core/dmar.h"
#include "../../../module/core/ivrs.h"
#include "../../../module/core/scope.h"
#include "table_file.h"

#define LLX(v)	((unsigned long long)(v))

/* 64 KiB of structures cannot name more than fits here. */
static char scope_text[1 << 20];

static void dump_scopes(const struct ia_dmar *dmar, const struct ia_dmar_entry *e)
{
	struct ia_dmar_scope s;
	unsigned int i;
	u32 offset = 0;

	while (ia_dmar_next_scope(dmar, e, &offset, &s)) {
		printf("@%03x scope type=%02x length=%u flags=%02x id=%u bus=%02x path=",
		       s.offset, s.type, s.length, s.flags, s.id, s.bus);
		for (i = 0; i < s.hops; i++)
			printf("%s%02x.%02x", i ? "/" : "", s.path[2 * i],
			       s.path[2 * i + 1]);
		printf("\n");
	}
}

static void dump_structure(const struct ia_dmar_entry *e)
{
	if (e->type >= IA_DMAR_TYPES) {
		printf("unknown type=%x\n", e->type);
		return;
	}
	printf("@%03x ", e->offset);
	switch (e->type) {
	case IA_DMAR_DRHD:
		printf("drhd length=%u flags=%02x size=%u segment=%04x base=%016llx\n",
		       e->length, e->flags, e->size, e->segment, LLX(e->base));
		break;
	case IA_DMAR_RMRR:
		printf("rmrr length=%u segment=%04x base=%016llx limit=%016llx\n",
		       e->length, e->segment, LLX(e->base), LLX(e->limit));
		break;
	case IA_DMAR_ATSR:
	case IA_DMAR_SATC:
		printf("%s length=%u flags=%02x segment=%04x\n",
		       e->type == IA_DMAR_ATSR ? "atsr" : "satc", e->length,
		       e->flags, e->segment);
		break;
	case IA_DMAR_RHSA:
		printf("rhsa length=%u base=%016llx proximity=%u\n", e->length,
		       LLX(e->base), e->proximity);
		break;
	case IA_DMAR_ANDD:
		printf("andd length=%u device=%u name=%s\n", e->length,
		       e->device, e->name);
		break;
	case IA_DMAR_SIDP:
		printf("sidp length=%u segment=%04x\n", e->length, e->segment);
		break;
	}
}

static void print_unit(const char *name, unsigned int index, u16 segment,
		       u64 base)
{
	printf("unit %s%u segment=%04x base=%016llx scope=%s\n", name, index,
	       segment, LLX(base), scope_text);
}

static int dump_dmar(const struct table_file *file, struct ia_table_error *err)
{
	struct ia_dmar_iter it = { 0 }, units = { 0 };
	struct ia_dmar_entry e;
	struct ia_dmar dmar;
	struct ia_text t;

	if (ia_dmar_open(&dmar, file->data, file->size, err) || err->reason)
		return -1;
	printf("@000 dmar length=%u revision=%u width=%u flags=%02x\n",
	       dmar.length, dmar.revision, dmar.host_width, dmar.flags);
	while (ia_dmar_next(&dmar, &it, &e)) {
		dump_structure(&e);
		dump_scopes(&dmar, &e);
	}
	while (ia_dmar_next_unit(&dmar, &units, &e)) {
		ia_text_init(&t, scope_text, sizeof(scope_text));
		ia_scope_dmar(&t, &dmar, &e);
		print_unit("dmar", e.index, e.segment, e.base);
	}
	return 0;
}

/* Eight characters of an ACPI id, which a zero may end early. */
static void print_id(const char *key, const u8 *id)
{
	printf(" %s=%.8s", key, (const char *)id);
}

static void print_uid(const struct ia_ivhd_entry *e)
{
	unsigned int i;

	if (!e->uid_format)
		return;
	printf(" uid_format=%u uid=", e->uid_format);
	for (i = 0; i < e->uid_length; i++)
		printf("%02x", e->uid[i]);
}

static void dump_entry(const struct ia_ivhd_entry *e)
{
	printf("@%03x entry type=%02x device=%04x setting=%02x", e->offset,
	       e->type, e->device, e->setting);
	switch (e->type) {
	case IA_IVHD_ALIAS_SELECT:
	case IA_IVHD_ALIAS_RANGE_START:
		printf(" alias=%04x", e->alias);
		break;
	case IA_IVHD_EXT_SELECT:
	case IA_IVHD_EXT_RANGE_START:
		printf(" extended=%08x", e->extended);
		break;
	case IA_IVHD_SPECIAL:
		printf(" handle=%02x alias=%04x variety=%02x", e->handle,
		       e->alias, e->variety);
		break;
	case IA_IVHD_ACPI_HID:
		print_id("hid", e->hid);
		print_id("cid", e->cid);
		print_uid(e);
		break;
	}
	printf("\n");
}

static void dump_block(const struct ia_ivrs *ivrs, const struct ia_ivrs_block *b)
{
	struct ia_ivhd_entry e;
	u32 offset = 0;

	if (ia_ivrs_is_ivmd(b->type)) {
		printf("@%03x ivmd type=%02x flags=%02x length=%u device=%04x last=%04x segment=%04x start=%016llx size=%016llx\n",
		       b->offset, b->type, b->flags, b->length, b->device,
		       b->last_device, b->segment, LLX(b->start), LLX(b->size));
		return;
	}
	if (!ia_ivrs_is_ivhd(b->type)) {
		printf("unknown type=%x\n", b->type);
		return;
	}
	printf("@%03x ivhd type=%02x flags=%02x length=%u device=%04x capability=%04x base=%016llx segment=%04x info=%04x features=%08x efr=%016llx efr2=%016llx\n",
	       b->offset, b->type, b->flags, b->length, b->device,
	       b->capability, LLX(b->base), b->segment, b->info, b->features,
	       LLX(b->efr), LLX(b->efr2));
	while (ia_ivrs_next_entry(ivrs, b, &offset, &e))
		dump_entry(&e);
}

static int dump_ivrs(const struct table_file *file, struct ia_table_error *err)
{
	struct ia_ivrs_iter it = { 0 }, units = { 0 };
	struct ia_ivrs_block b;
	struct ia_ivrs ivrs;
	struct ia_text t;

	if (ia_ivrs_open(&ivrs, file->data, file->size, err) || err->reason)
		return -1;
	printf("@000 ivrs length=%u revision=%u info=%08x\n", ivrs.length,
	       ivrs.revision, ivrs.info);
	while (ia_ivrs_next(&ivrs, &it, &b))
		dump_block(&ivrs, &b);
	while (ia_ivrs_next_unit(&ivrs, &units, &b)) {
		ia_text_init(&t, scope_text, sizeof(scope_text));
		ia_scope_ivhd(&t, &ivrs, &b);
		print_unit("ivhd", b.index, b.segment, b.base);
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct ia_table_error err;
	struct table_file file;
	int ret;

	if (argc != 2) {
		fprintf(stderr, "usage: %s TABLE\n", argv[0]);
		return 2;
	}
	if (table_file_read(&file, argv[1]))
		return 2;
	ret = table_file_is_ivrs(&file) ? dump_ivrs(&file, &err) :
					  dump_dmar(&file, &err);
	if (ret)
		printf("refused offset=0x%x reason=\"%s\"\n", err.offset,
		       err.reason);
	table_file_free(&file);
	return ret ? 1 : 0;
}
