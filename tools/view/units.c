// SPDX-License-Identifier: GPL-2.0
#include "pages.h"

/* What is not known is no state, and only who assigns devices needs interrupts remapped. */
static const char *on(enum ia_flag flag, enum ia_state bad, enum ia_state *state)
{
	*state = flag == IA_YES ? IA_GOOD : flag == IA_NO ? bad : IA_PLAIN;
	return flag == IA_YES ? "on" : flag == IA_NO ? "off" : "unknown";
}

static const char *translation(const struct ia_page *page, const void *record,
			       enum ia_state *state)
{
	(void)page;
	return on(((const struct ia_unit *)record)->translation, IA_BROKEN, state);
}

static const char *intremap(const struct ia_page *page, const void *record,
			    enum ia_state *state)
{
	(void)page;
	return on(((const struct ia_unit *)record)->intremap, IA_PLAIN, state);
}

static const struct ia_record_column columns[] = {
	{ { "UNIT", 0, .drop = 0 }, "unit", NULL, NULL },
	{ { "VENDOR", 0, .drop = 3 }, "vendor", NULL, NULL },
	{ { "SEGMENT", 0, .drop = 6 }, "segment", NULL, NULL },
	{ { "BASE", 0, .drop = 4 }, "base", NULL, NULL },
	{ { "VERSION", 0, .drop = 5 }, "version", NULL, NULL },
	{ { "TRANSLATES", 0, .drop = 0 }, "translation", translation, NULL },
	{ { "INTREMAP", 0, .drop = 0 }, "intremap", intremap, NULL },
	{ { "FEATURES", IA_COLUMN_WRAP, .drop = 2 }, "features", NULL, NULL },
	{ { "SCOPE", IA_COLUMN_WRAP, .drop = 1 }, "scope", NULL, NULL },
};

const struct ia_record_table ia_unit_table = {
	IA_RECORD_UNIT, columns, sizeof(columns) / sizeof(*columns)
};

static void page(const struct ia_page *page, const void *object)
{
	const struct ia_unit_list *list = object;
	const void **records = ia_alloc(page->arena, list->count, sizeof(*records));
	size_t i;

	for (i = 0; i < list->count; i++)
		records[i] = &list->units[i];
	if (list->count)
		ia_columns_print(page, &ia_unit_table, list->chosen, records, list->count);
	else
		ia_out_text(page->out, IA_PLAIN, !ia_lists_units(page->machine) ?
			    "Which IOMMUs there are is unknown.\n" :
			    "No IOMMU in the DMAR or IVRS table of this machine.\n");
}

static const struct ia_field fields[] = {
	IA_F_RECORDS(struct ia_unit_list, units, count, "units", UNIT, "in the order of the table"),
};

const struct ia_answer ia_answer_units = {
	.kind = "iommu_audit units", .about = "IOMMUs, as the file units has them",
	IA_FIELDS(fields), .page = page,
};
