// SPDX-License-Identifier: GPL-2.0
#include "lint.h"

#include <string.h>

#include "causes.h"
#include "text.h"

/* For programs. */
static const char *effect_of(const struct ia_page *page, const void *object)
{
	return ia_lint_effect_text(page->machine, object);
}

static const char *note_of(const struct ia_page *page, const void *object)
{
	return ia_lint_notes_text(page->machine, object);
}

static const struct ia_field token_fields[] = {
	IA_F(struct ia_token, text, "token", TEXT, "as it stands on the line"),
};

static const struct ia_answer token = { .about = "a token", IA_FIELDS(token_fields) };

static const struct ia_field parameter_fields[] = {
	IA_F_POINTER(struct ia_lint_parameter, token, NULL, &token, ""),
	IA_F(struct ia_lint_parameter, text, "parameter", TEXT,
	     "one word of it, with the name of its parameter"),
	IA_F_WORD(struct ia_lint_parameter, verdict, "verdict", &ia_words_lint_verdicts,
		  "what becomes of it"),
	IA_F_SENTENCE("effect", effect_of, "what the kernel does with it"),
	IA_F_SENTENCE("note", note_of, "what else is to be known"),
	IA_F(struct ia_lint_parameter, weakens, "weakens", BOOL,
	     "it takes protection away that would be there without it"),
	IA_F(struct ia_lint_parameter, meant, "meant", TEXT, "what was probably meant"),
	IA_F(struct ia_lint_parameter, source, "source", TEXT,
	     "the function of the kernel, or the document, where that was read; null when no "
	     "kernel knows the name"),
};

static const struct ia_answer parameter = {
	.about = "a parameter that matters, and what becomes of it", IA_FIELDS(parameter_fields),
};

static const struct ia_field line_fields[] = {
	IA_F(struct ia_lint, kernel, "kernel", STRING,
	     "whose rules these are; those of a new kernel when it is unknown"),
	IA_F(struct ia_lint, cmdline.length, "length", COUNT, "of the command line in bytes"),
	IA_F(struct ia_lint, cut, "cut", BOOL, "it is longer than what x86 keeps"),
	IA_F_COUNTS(struct ia_lint, counts, "counts", &ia_words_lint_verdicts,
		    "parameters by verdict"),
	IA_F_OBJECTS(struct ia_lint, parameters, count, "parameters", &parameter,
		     "those that matter, in the order of the line"),
};

static const struct ia_answer line = { .about = "a command line", IA_FIELDS(line_fields) };

/* What is wrong with the way words were pasted. */
static const char *const troubles[] = {
	[IA_PASTE_TROUBLE_UNCLOSED] = "no straight quote closes the value: a shell takes the "
		"rest of the file as part of it",
	[IA_PASTE_TROUBLE_CURLY] = "curly quotes mean nothing to a shell, a boot loader or the "
		"kernel: write straight ones; judged as if they were straight",
	[IA_PASTE_TROUBLE_XEN] = "Xen's own line, by Xen's rules (docs/misc/xen-command-line): "
		"Linux does not read it, so it is not judged",
	[IA_PASTE_TROUBLE_BEHIND] = "words after the closing quote are shell variables: none "
		"of them reaches the kernel",
	[IA_PASTE_TROUBLE_COMMAND] = "words after the closing quote: in a file, a shell runs "
		"the first one as a command, and sets nothing; judged without them",
	[IA_PASTE_TROUBLE_UNQUOTED] = "no quotes around the value, unless a shell removed "
		"them: in a file only the first word would count",
	[IA_PASTE_TROUBLE_BLANK] = "a blank before \"=\": a shell sets nothing, and the kernel "
		"gets none of it",
};

/* Why words are not judged, where the way they stand there is not what is wrong. */
static const char *aside_text(const struct ia_pasted *one)
{
	if (one->name && !strcmp(one->name, "GRUB_CMDLINE_LINUX_RECOVERY"))
		return "only recovery entries have it";
	switch (one->kind) {
	case IA_PASTE_MODPROBE:
		return "from modprobe.d, not part of the command line: modprobe passes it to "
		       "the module";
	case IA_PASTE_REMOVED:
		return "to be removed: not judged";
	default:
		return "not read: another line overrides it";
	}
}

static const char *trouble_of(const struct ia_page *page, const void *object)
{
	(void)page;
	return troubles[((const struct ia_pasted *)object)->trouble];
}

static const struct ia_field pasted_fields[] = {
	IA_F_WORD(struct ia_pasted, kind, "kind", &ia_words_paste_kinds, "what the words stood in"),
	IA_F(struct ia_pasted, name, "name", TEXT,
	     "of the variable, the key or the option; null where there is none"),
	IA_F(struct ia_pasted, row, "row", COUNT, "in which line of the text"),
	IA_F(struct ia_pasted, text, "words", TEXT, "the words"),
	IA_F(struct ia_pasted, aside, "aside", BOOL,
	     "they are no part of the command line: a later assignment wins, or they are not for "
	     "Linux"),
	IA_F_WORD(struct ia_pasted, trouble, "trouble", &ia_words_paste_troubles,
		  "what is wrong with the way they stand there: a stable identifier"),
	IA_F(struct ia_pasted, entry, "entry", COUNT,
	     "which of \"entries\" the words are of, from 0 on"),
	IA_F_SENTENCE("says", trouble_of, "the same in a sentence; null where nothing is wrong"),
};

static const struct ia_answer pasted = {
	.about = "words of a command line, and where they stood", IA_FIELDS(pasted_fields),
};

static const struct ia_field paste_fields[] = {
	IA_F_OBJECTS(struct ia_paste, items, count, "pasted", &pasted,
		     "where the words of the line stood, which was given"),
};

static const struct ia_answer paste_answer = {
	.about = "what was pasted", IA_FIELDS(paste_fields),
};

static const struct ia_field entry_pasted_fields[] = {
	IA_F_WORD(struct ia_paste_entry, boot, "boots", &ia_words_paste_boots,
		  "what boots with it"),
	IA_F(struct ia_paste_entry, title, "title", TEXT,
	     "of the entry of the menu; null where there is none"),
	IA_F(struct ia_paste_entry, row, "row", COUNT, "in which line of the text its words begin"),
	IA_F(struct ia_paste_entry, dom0, "dom0", BOOL, "Xen boots that kernel, as its dom0"),
};

static const struct ia_answer entry_pasted = {
	.about = "where a command line stood", IA_FIELDS(entry_pasted_fields),
};

static const struct ia_field entry_fields[] = {
	IA_F_POINTER(struct ia_lint_entry, pasted, NULL, &entry_pasted, ""),
	IA_F_OBJECT(struct ia_lint_entry, lint, NULL, &line, ""),
};

static const struct ia_answer entry_answer = {
	.about = "one of several command lines", IA_FIELDS(entry_fields),
};

static const struct ia_field lint_fields[] = {
	IA_F_POINTER(struct ia_lint_answer, lint, NULL, &line, ""),
	IA_F_OBJECT(struct ia_lint_answer, paste, NULL, &paste_answer, ""),
	IA_F_OBJECTS(struct ia_lint_answer, entries, several, "entries", &entry_answer,
		     "each of several command lines, of which a kernel boots with one; none where "
		     "there is but one. What stands beside this list is about the first"),
	IA_F_POINTER(struct ia_lint_answer, effective, "effective", &ia_answer_effective,
		     "what it requests against what is there; null for a line, or a kernel, "
		     "that is not the machine's own"),
	IA_F_MACHINE,
};

/* For people. */
#define NOTHING	"No known parameter about IOMMUs, ACS, SR-IOV, VFIO, swiotlb or interrupt remapping"

#define UNREAD	"The kernel command line is not known: iommu-audit lint \"LINE\" judges one"

enum { PARAMETER, VERDICT, EFFECT };

static const struct ia_column parameter_columns[] = {
	[PARAMETER] = { "", IA_COLUMN_WRAP, .drop = 0 },
	[VERDICT] = { "", 0, .drop = 0 },
	[EFFECT] = { "", IA_COLUMN_WRAP, .drop = 0 },
};

static enum ia_state state_of(const struct ia_lint_parameter *one)
{
	switch (one->verdict) {
	case IA_LINT_OK:
		return one->weakens ? IA_ATTENTION : IA_GOOD;
	case IA_LINT_DEPRECATED:
	case IA_LINT_MISLEADING:
		return IA_ATTENTION;
	default:
		return IA_BROKEN;
	}
}

static const char *effect_line(const struct ia_page *page, const struct ia_lint_parameter *one)
{
	const char *effect = ia_lint_effect_text(page->machine, one);
	const char *note = ia_lint_notes_text(page->machine, one);
	struct ia_buf buf = { .arena = page->arena };

	ia_buf_add(&buf, "%s", effect ? effect : "");
	if (note)
		ia_buf_add(&buf, "%s%s", buf.len ? " · " : "", note);
	if (one->meant)
		ia_buf_add(&buf, " · meant: %s", one->meant);
	return buf.text;
}

static void show_parameters(const struct ia_page *page, const struct ia_lint *lint)
{
	const size_t count = sizeof(parameter_columns) / sizeof(*parameter_columns);
	struct ia_table *table = ia_table_new(page->arena, parameter_columns, count);
	size_t i;

	for (i = 0; i < lint->count; i++) {
		const struct ia_lint_parameter *one = &lint->parameters[i];
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, PARAMETER, IA_PLAIN, one->text);
		ia_table_set(table, row, VERDICT, state_of(one),
			     ia_lint_verdict_word(one->verdict));
		ia_table_set(table, row, EFFECT, IA_PLAIN, effect_line(page, one));
	}
	ia_out_text(page->out, IA_PLAIN, "\n");
	ia_table_print(page->out, table);
}

/* Whether the machine's own line is asked for, and nobody read it. */
static bool is_unread(const struct ia_page *page, const struct ia_lint_answer *answer)
{
	return answer->effective && !page->machine->cmdline.known;
}

static void show_head(const struct ia_page *page, const struct ia_lint_answer *answer,
		      const struct ia_lint *lint)
{
	size_t unmet = answer->effective ? answer->effective->unmet : 0;
	const char *items[IA_LINT_VERDICTS + 5];
	size_t n = 0, verdict;

	/* What is wrong comes first, and has the color: of parameters that are ok, none is. */
	if (unmet)
		items[n++] = ia_format(page->arena, "%zu not as requested", unmet);
	items[n++] = is_unread(page, answer) ? UNREAD : !lint->count ? NOTHING :
		     ia_format(page->arena, "%zu of %zu %s ok", lint->counts[IA_LINT_OK],
			       lint->count, lint->count == 1 ? "parameter" : "parameters");
	for (verdict = IA_LINT_OK + 1; verdict < IA_LINT_VERDICTS; verdict++) {
		if (lint->counts[verdict])
			items[n++] = ia_format(page->arena, "%zu %s", lint->counts[verdict],
					       ia_lint_verdict_word(verdict));
	}
	if (lint->weakening)
		items[n++] = ia_format(page->arena, "%zu %s protection", lint->weakening,
				       lint->weakening == 1 ? "weakens" : "weaken");
	if (lint->cut)
		items[n++] = ia_format(page->arena, "%zu bytes: x86 keeps the first %d",
				       lint->cmdline.length, IA_CMDLINE_SIZE - 1);
	items[n++] = ia_lint_rules_text(page->arena, lint);
	ia_out_list(page->out, "", items, n, lint->findings || unmet ? IA_BROKEN :
		    is_unread(page, answer) ? IA_ATTENTION : IA_GOOD);
}

/* Where the words stood, unless it was a command line and nothing else. */
static void show_paste(const struct ia_page *page, const struct ia_paste *paste, size_t entry)
{
	size_t i;

	for (i = 0; i < paste->count; i++) {
		const struct ia_pasted *one = &paste->items[i];
		const char *items[3];
		size_t n = 0;

		bool again = i && one->name && paste->items[i - 1].name &&
			     !strcmp(one->name, paste->items[i - 1].name);

		/* Where the words of an entry stand was said. */
		again |= paste->nentries > 1 && one->row == paste->entries[entry].row;
		if (one->entry != entry || (again && !one->trouble && !one->aside))
			continue;
		if (one->name)
			items[n++] = ia_format(page->arena, "%s, line %zu", one->name, one->row);
		if (one->trouble)
			items[n++] = troubles[one->trouble];
		else if (one->aside)
			items[n++] = aside_text(one);
		if (n)
			ia_out_list(page->out, "Pasted: ", items, n, one->trouble ? IA_BROKEN :
				    IA_PLAIN);
	}
}

/* What one line has, and another one has not. */
static const char *lacks(const struct ia_page *page, const struct ia_lint *lint,
			 const struct ia_lint *other)
{
	struct ia_buf buf = { .arena = page->arena };
	size_t i, j;

	for (i = 0; i < lint->count; i++) {
		for (j = 0; j < other->count; j++) {
			if (!strcmp(lint->parameters[i].text, other->parameters[j].text))
				break;
		}
		if (j == other->count)
			ia_buf_add(&buf, "%s%s", buf.len ? ", " : "",
				   ia_cmdline_brief(page->arena, lint->parameters[i].text));
	}
	return buf.text;
}

/* What runs against what is configured. */
static void show_difference(const struct ia_page *page, const struct ia_lint_answer *answer)
{
	const struct ia_lint *next = NULL, *running = NULL;
	const char *items[2], *gone, *new;
	size_t i, n = 0;

	for (i = 0; i < answer->count; i++) {
		if (answer->entries[i].pasted->boot == IA_PASTE_BOOTS_RUNNING)
			running = &answer->entries[i].lint;
		else if (!next)
			next = &answer->entries[i].lint;
	}
	if (!running || !next || answer->count != 2)
		return;
	gone = lacks(page, running, next);
	new = lacks(page, next, running);
	if (gone)
		items[n++] = ia_format(page->arena, "only running: %s", gone);
	if (new)
		items[n++] = ia_format(page->arena, "only in the other: %s", new);
	if (!n)
		items[n++] = "none in what is judged";
	ia_out_text(page->out, IA_PLAIN, "\n");
	ia_out_list(page->out, "Difference: ", items, n, IA_PLAIN);
}

/* One of several lines, by what boots with it. */
static void show_entry(const struct ia_page *page, const struct ia_lint_answer *answer, size_t at)
{
	static const char *const boots[] = {
		[IA_PASTE_BOOTS_NEXT] = "Next boot: ",
		[IA_PASTE_BOOTS_RUNNING] = "Running: ",
		[IA_PASTE_BOOTS_ENTRY] = "Boot entry: ",
	};
	const struct ia_lint_entry *entry = &answer->entries[at];
	const char *items[2];
	size_t n = 0;

	if (entry->pasted->title)
		items[n++] = ia_format(page->arena, "%s", entry->pasted->title);
	items[n++] = ia_format(page->arena, "line %zu", entry->pasted->row);
	if (at)
		ia_out_text(page->out, IA_PLAIN, "\n");
	ia_out_list(page->out, boots[entry->pasted->boot], items, n, IA_PLAIN);
	show_head(page, answer, &entry->lint);
	show_paste(page, &answer->paste, at);
	if (entry->lint.count)
		show_parameters(page, &entry->lint);
}

static void show(const struct ia_page *page, const void *object)
{
	const struct ia_lint_answer *answer = object;
	const char *guest = ia_guest_text(page->arena, page->machine);
	size_t i;

	if (answer->count > 1) {
		for (i = 0; i < answer->count; i++)
			show_entry(page, answer, i);
		show_difference(page, answer);
		return;
	}
	show_head(page, answer, answer->lint);
	show_paste(page, &answer->paste, 0);
	if (answer->effective && guest)
		ia_out_list(page->out, "Machine: ", &guest, 1, IA_PLAIN);
	if (answer->lint->count)
		show_parameters(page, answer->lint);
	if (answer->effective && answer->effective->count)
		ia_lint_outcomes_show(page, answer->effective);
}

const struct ia_answer ia_answer_lint = {
	"iommu_audit lint", "a kernel command line, judged", IA_FIELDS(lint_fields), show,
};
