// SPDX-License-Identifier: GPL-2.0
#include "pages.h"
#include "text.h"

static const char *source_accuracy(const struct ia_page *page, const void *record,
				   enum ia_state *state)
{
	enum ia_accuracy accuracy = ((const struct ia_source *)record)->accuracy;

	(void)page;
	if (accuracy == IA_ACCURACY_NONE)
		*state = IA_ATTENTION;
	return ia_word(&ia_words_accuracies, accuracy);
}

static const char *monitor_accuracy(const struct ia_page *page, const void *record,
				    enum ia_state *state)
{
	enum ia_accuracy accuracy = ((const struct ia_monitor *)record)->accuracy;

	(void)page;
	if (accuracy == IA_ACCURACY_NONE)
		*state = IA_ATTENTION;
	return ia_word(&ia_words_accuracies, accuracy);
}

static const struct ia_record_column source_columns[] = {
	{ { "SOURCE", 0, 0, .about = "what the source looks at" }, "source", NULL, NULL },
	{ { "METHOD", IA_COLUMN_WRAP, 0, .about = "how it looks" }, "method", NULL, NULL },
	{ { "ACCURACY", 0, 0,
		.about = "what its facts are worth" }, "accuracy", source_accuracy, NULL },
	{ { "REASON", IA_COLUMN_WRAP, 0,
		.about = "what it cannot see here" }, "reason", NULL, NULL },
	{ { "LIMIT", IA_COLUMN_WRAP, 0,
		.about = "what it cannot see anywhere" }, "limit", NULL, NULL },
};

static const struct ia_record_column monitor_columns[] = {
	{ { "MONITOR", 0, 0, .about = "what the monitor sees" }, "monitor", NULL, NULL },
	{ { "METHOD", IA_COLUMN_WRAP, 0, .about = "how it looks" }, "method", NULL, NULL },
	{ { "ACCURACY", 0, 0,
		.about = "what its facts are worth" }, "accuracy", monitor_accuracy, NULL },
	{ { "MISSED", IA_COLUMN_RIGHT, 0,
		.about = "times that a probe did not run" }, "missed", NULL, NULL },
	{ { "REASON", IA_COLUMN_WRAP, 0,
		.about = "what it cannot see here" }, "reason", NULL, NULL },
};

const struct ia_record_table ia_source_table = {
	IA_RECORD_SOURCE, source_columns, sizeof(source_columns) / sizeof(*source_columns)
};

const struct ia_record_table ia_monitor_table = {
	IA_RECORD_MONITOR, monitor_columns, sizeof(monitor_columns) / sizeof(*monitor_columns)
};

const struct ia_columns ia_source_columns = IA_COLUMNS(source_columns);
const struct ia_columns ia_monitor_columns = IA_COLUMNS(monitor_columns);

static void print(const struct ia_page *page, const struct ia_record_table *table,
		  const void *first, size_t size, size_t count)
{
	const void **records = ia_alloc(page->arena, count, sizeof(*records));
	size_t i;

	for (i = 0; i < count; i++)
		records[i] = (const char *)first + i * size;
	ia_columns_print(page, table, NULL, records, count);
}

static void page(const struct ia_page *page, const void *object)
{
	const struct ia_version *version = object;
	const struct ia_machine *m = page->machine;
	const char *guest = ia_guest_text(page->arena, m);

	ia_out_text(page->out, IA_PLAIN, ia_format(page->arena, "iommu-audit %s\n",
						   version->tool));
	if (!version->identity)
		return;
	ia_out_text(page->out, IA_PLAIN,
		    ia_format(page->arena, "module %s · format %llu · kernel %s\n",
			      ia_shown(&m->identity.module),
			      (unsigned long long)m->identity.format.n, ia_shown(&m->kernel)));
	if (guest)
		ia_out_list(page->out, "machine ", &guest, 1, IA_PLAIN);
	ia_out_text(page->out, IA_PLAIN, "\n");
	print(page, &ia_source_table, m->sources, sizeof(*m->sources), m->nsources);
	if (!m->nmonitors)
		return;
	ia_out_text(page->out, IA_PLAIN, "\n");
	print(page, &ia_monitor_table, m->monitors, sizeof(*m->monitors), m->nmonitors);
}

static const struct ia_field fields[] = {
	IA_F(struct ia_version, tool, "tool", TEXT, "version of this tool"),
	IA_F_RECORD(struct ia_version, identity, "module", IDENTITY,
		    "the module; null when it is not there"),
	IA_F_RECORDS(struct ia_version, sources, nsources, "sources", SOURCE,
		     "sources of facts, and how well each sees"),
	IA_F_RECORDS(struct ia_version, monitors, nmonitors, "monitors", MONITOR,
		     "what sees things as they happen"),
};

const struct ia_answer ia_answer_version = {
	.kind = "iommu_audit version",
	.about = "versions of tool and module, and where each fact comes from",
	IA_FIELDS(fields), .page = page,
};
