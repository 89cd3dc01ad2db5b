// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include "../judge/effective.h"
#include "../view/judge.h"

#define NOTHING	"No word about IOMMUs, ACS, SR-IOV, VFIO, swiotlb or interrupt remapping"

enum { TOKEN, VERDICT, EFFECT };

static const struct ia_column word_columns[] = {
	[TOKEN] = { "", IA_COLUMN_WRAP, 0 },
	[VERDICT] = { "", 0, 0 },
	[EFFECT] = { "", IA_COLUMN_WRAP, 0 },
};

enum { ASKED, GOT, WHY };

static const struct ia_column outcome_columns[] = {
	[ASKED] = { "ASKED", IA_COLUMN_WRAP, 0 },
	[GOT] = { "GOT", IA_COLUMN_WRAP, 0 },
	[WHY] = { "WHY", IA_COLUMN_WRAP, 1 },
};

static enum ia_state state_of(enum ia_lint_verdict verdict)
{
	switch (verdict) {
	case IA_VERDICT_OK:
		return IA_GOOD;
	case IA_VERDICT_DEPRECATED:
	case IA_VERDICT_MISLEADING:
		return IA_ATTENTION;
	default:
		return IA_BROKEN;
	}
}

static const char *effect_text(struct ia_arena *arena, const struct ia_lint_word *word)
{
	struct ia_buf buf = { .arena = arena };

	ia_buf_add(&buf, "%s", word->effect ? word->effect : "");
	if (word->note)
		ia_buf_add(&buf, "%s%s", buf.len ? " · " : "", word->note);
	if (word->meant)
		ia_buf_add(&buf, " · meant: %s", word->meant);
	return buf.text;
}

static void print_words(struct ia_run *run, const struct ia_lint *lint)
{
	struct ia_table *table = ia_table_new(run->arena, word_columns,
					      sizeof(word_columns) / sizeof(*word_columns));
	size_t i;

	for (i = 0; i < lint->count; i++) {
		const struct ia_lint_word *word = &lint->words[i];
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, TOKEN, IA_PLAIN, word->text);
		ia_table_set(table, row, VERDICT, state_of(word->verdict),
			     ia_lint_verdict_word(word->verdict));
		ia_table_set(table, row, EFFECT, IA_PLAIN, effect_text(run->arena, word));
	}
	ia_out_text(&run->out, IA_PLAIN, "\n");
	ia_table_print(&run->out, table);
}

static void print_head(struct ia_run *run, const struct ia_lint *lint,
		       const struct ia_effective *effective)
{
	const char *items[IA_LINT_VERDICTS + 4];
	size_t n = 0, verdict;

	if (!lint->count)
		items[n++] = NOTHING;
	else
		items[n++] = ia_format(run->arena, "%zu of %zu %s ok",
				       lint->counts[IA_VERDICT_OK], lint->count,
				       lint->count == 1 ? "word" : "words");
	for (verdict = IA_VERDICT_OK + 1; verdict < IA_LINT_VERDICTS; verdict++) {
		if (lint->counts[verdict])
			items[n++] = ia_format(run->arena, "%zu %s", lint->counts[verdict],
					       ia_lint_verdict_word(verdict));
	}
	if (effective && effective->unmet)
		items[n++] = ia_format(run->arena, "%zu not as asked", effective->unmet);
	if (lint->cut)
		items[n++] = ia_format(run->arena, "%zu bytes: x86 keeps the first %d",
				       lint->cmdline.length, IA_CMDLINE_SIZE - 1);
	items[n++] = lint->release.known ?
		     ia_format(run->arena, "rules of kernel %s", lint->kernel) :
		     "kernel not known, rules of a new one";
	ia_out_list(&run->out, "", items, n,
		    lint->findings || (effective && effective->unmet) ? IA_BROKEN : IA_GOOD);
}

static void print_outcomes(struct ia_run *run, const struct ia_effective *effective)
{
	static const enum ia_state states[] = {
		[IA_MET] = IA_GOOD,
		[IA_MET_NOT] = IA_BROKEN,
		[IA_MET_UNASKED] = IA_PLAIN,
		[IA_MET_UNKNOWN] = IA_ATTENTION,
	};
	struct ia_table *table = ia_table_new(run->arena, outcome_columns,
					      sizeof(outcome_columns) / sizeof(*outcome_columns));
	size_t i;

	for (i = 0; i < effective->count; i++) {
		const struct ia_outcome *outcome = &effective->items[i];
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, ASKED, IA_PLAIN,
			     ia_format(run->arena, "%s: %s", outcome->about,
				       outcome->asked ? outcome->asked : "-"));
		ia_table_set(table, row, GOT, states[outcome->met], outcome->got);
		ia_table_set(table, row, WHY, IA_PLAIN, outcome->because.text);
	}
	ia_out_text(&run->out, IA_PLAIN, "\n");
	ia_table_print(&run->out, table);
}

/*
 * Fills the view with the machine's own line, or judges the one that was given:
 * with --from or --root for that machine, else for the running kernel.
 */
static enum ia_status judge(struct ia_run *run, struct ia_lint *lint)
{
	struct ia_machine *m = &run->machine;
	const char *kernel = ia_opt(run, KERNEL);
	bool machine = !run->argc || ia_opt(run, FROM) || ia_opt(run, ROOT);
	enum ia_status status = IA_OK;

	if (kernel && !ia_release_parse(kernel).known)
		return ia_cmd_usage("'%s' is not a kernel's release: write 6.12 or what uname -r says",
				    kernel);
	if (machine)
		status = ia_cmd_read(run);
	else
		ia_read_context(m, run->reads, "");
	if (status)
		return status;
	ia_lint_line(lint, run->arena, run->argc ? run->argv[0] :
		     strcmp(m->cmdline_text, "unknown") ? m->cmdline_text : "",
		     kernel ? kernel : m->kernel_text,
		     machine ? ia_view_vendor(m) : IA_VENDOR_UNKNOWN);
	return IA_OK;
}

/**
 * ia_cmd_lint() - iommu-audit lint ["CMDLINE"]
 * @run: the invocation
 *
 * Return: IA_OK, IA_FINDINGS, or the exit code after a message.
 */
enum ia_status ia_cmd_lint(struct ia_run *run)
{
	struct ia_effective gathered, *effective = NULL;
	struct ia_facts facts;
	struct ia_lint lint;
	enum ia_status status = judge(run, &lint);

	if (status)
		return status;
	/* What is there is due to the machine's own line and kernel, to no other. */
	if (!run->argc && !ia_opt(run, KERNEL)) {
		struct ia_view view = { &run->machine, &facts, &lint };

		ia_facts_gather(&run->machine, &facts);
		ia_effective_gather(&view, &gathered);
		effective = &gathered;
	}
	if (ia_opt(run, JSON)) {
		ia_json_print(&run->out, ia_json_lint(&lint, effective));
	} else {
		print_head(run, &lint, effective);
		if (lint.count)
			print_words(run, &lint);
		if (effective && effective->count)
			print_outcomes(run, effective);
	}
	return lint.findings || (effective && effective->unmet) ? IA_FINDINGS : IA_OK;
}
