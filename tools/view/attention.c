// SPDX-License-Identifier: GPL-2.0
#include "attention.h"

#include "lint.h"

/* Findings of one kind that are shown before the rest of them is counted. */
#define SHOWN	8

static const char *const marks[] = {
	[IA_SEVERITY_BROKEN] = "  ✗ ", [IA_SEVERITY_ATTENTION] = "  ! ",
};

static const enum ia_state states[] = {
	[IA_SEVERITY_BROKEN] = IA_BROKEN, [IA_SEVERITY_ATTENTION] = IA_ATTENTION,
};

static void print_line(const struct ia_page *page, const char *text)
{
	if (text)
		ia_out_marked(page->out, "      ", IA_PLAIN, text);
}

static void print_one(const struct ia_page *page, const struct ia_attention *one)
{
	ia_out_text(page->out, IA_PLAIN, "\n");
	ia_out_marked(page->out, marks[one->severity], states[one->severity],
		      ia_attention_title(page, one));
	print_line(page, ia_attention_why(page, one));
	print_line(page, ia_attention_fix(page, one));
	print_line(page, ia_attention_next(page, one));
}

/**
 * ia_attention_show() - write what deserves attention, with room between
 * @page: where to
 * @list: the findings; of more than a few of a kind the rest is counted
 */
void ia_attention_show(const struct ia_page *page, const struct ia_attentions *list)
{
	size_t i, of_kind = 0;

	ia_out_text(page->out, IA_PLAIN, list->count ? "\nNeeds attention\n" :
		    "\nNothing needs attention in what was read\n");
	for (i = 0; i < list->count; i++) {
		const struct ia_attention *one = &list->items[i];
		bool last = i + 1 == list->count || one[1].kind != one->kind;

		if (of_kind++ < SHOWN)
			print_one(page, one);
		if (last && of_kind > SHOWN) {
			ia_out_text(page->out, IA_PLAIN, "\n");
			print_line(page, ia_format(page->arena, "… and %zu more: %s",
						   of_kind - SHOWN, ia_attention_next(page, one)));
		}
		if (last)
			of_kind = 0;
	}
}

static const char *title(const struct ia_page *page, const void *object)
{
	return ia_attention_title(page, object);
}

static const char *why(const struct ia_page *page, const void *object)
{
	return ia_attention_why(page, object);
}

static const char *fix(const struct ia_page *page, const void *object)
{
	return ia_attention_fix(page, object);
}

static const char *next(const struct ia_page *page, const void *object)
{
	return ia_attention_next(page, object);
}

static const struct ia_field function_fields[] = {
	IA_F(struct ia_device, address, NULL, ADDRESS, "a function"),
};

static const struct ia_answer function_answer = {
	.about = "a function", IA_FIELDS(function_fields),
};

static const struct ia_field parameter_fields[] = {
	IA_F(struct ia_lint_parameter, text, NULL, TEXT, "a parameter, as it was written"),
};

static const struct ia_answer parameter_answer = {
	.about = "a parameter", IA_FIELDS(parameter_fields),
};

static const struct ia_field group_fields[] = {
	IA_F(struct ia_group, group, NULL, NUMBER, "a group"),
};

static const struct ia_answer group_answer = {
	.about = "a group", IA_FIELDS(group_fields),
};

static const struct ia_field unit_fields[] = {
	IA_F(struct ia_unit, unit, NULL, STRING, "a unit"),
};

static const struct ia_answer unit_answer = {
	.about = "a unit", IA_FIELDS(unit_fields),
};

static const struct ia_field fields[] = {
	IA_F_WORD(struct ia_attention, kind, "code", &ia_words_attention, "what was found"),
	IA_F_WORD(struct ia_attention, severity, "severity", &ia_words_severities,
		  "broken: something does not work, or is not protected, now; attention: it may "
		  "not be what was wanted"),
	IA_F_OBJECT_POINTERS(struct ia_attention, functions, nfunctions, "functions",
			     &function_answer, "functions that it is about; none: the machine"),
	IA_F_OBJECT_POINTERS(struct ia_attention, against, nagainst, "against", &function_answer,
			     "others that these are not kept apart from"),
	IA_F_LIST(struct ia_attention, ports, nports, "ports", ADDRESS,
		  "ports that do not isolate them, or whose ACS changed"),
	IA_F_OBJECT_POINTERS(struct ia_attention, parameters, nparameters, "parameters",
			     &parameter_answer, "of the command line that it is about"),
	IA_F(struct ia_attention, entry, "entry", TEXT,
	     "of the value of the first parameter, what it is about; null for all of it"),
	IA_F_POINTER(struct ia_attention, group, "group", &group_answer,
		     "the group that it is about, or null"),
	IA_F_POINTER(struct ia_attention, unit, "unit", &unit_answer,
		     "the unit that it is about, or null"),
	IA_F_SENTENCE("title", title, "what it is, in a line"),
	IA_F_SENTENCE("why", why, "why it matters, or what it rests on; may be null"),
	IA_F_SENTENCE("fix", fix, "the fix, or null"),
	IA_F_SENTENCE("next", next, "the command that tells more"),
};

const struct ia_answer ia_answer_attention = {
	.about = "something that deserves attention", IA_FIELDS(fields),
};
