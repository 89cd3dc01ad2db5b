// SPDX-License-Identifier: GPL-2.0
/* The page of check: the verdict, a line for each rule, and where there is more. */
#include "check_text.h"

#include <string.h>

#include "../judge/headline.h"
#include "findings.h"
#include "text.h"

/* Lines of the whole page, on a terminal of 80 columns. */
#define MOST_LINES	24
/* What stands before the name of a rule, and behind the longest one. */
#define VERDICT_COLUMNS	9
#define NAME_GAP	2

static const char *const labels[] = {
	[IA_PASS] = "PASS", [IA_WARN] = "WARN", [IA_FAIL] = "FAIL", [IA_UNKNOWN] = "UNKNOWN",
};

/* What fails, by name. */
static const char *failing(const struct ia_page *page, const struct ia_headline *headline)
{
	const struct ia_finding *const *found = headline->failing;
	size_t n = headline->nfailing;

	if (n > IA_HEADLINE_FAILING)
		return ia_format(page->arena, "%zu rules fail, %s first", n, found[0]->rule->id);
	if (n == 2)
		return ia_format(page->arena, "%s and %s fail", found[0]->rule->id,
				 found[1]->rule->id);
	return n ? ia_format(page->arena, "%s fails", found[0]->rule->id) : NULL;
}

static void add_part(struct ia_buf *buf, size_t count, const char *one, const char *many)
{
	if (count)
		ia_buf_add(buf, "%s%zu %s", buf->len ? ", " : "", count, count == 1 ? one : many);
}

/* None was counted: there is none, or what stands against all of them. */
static const char *not_counted(const struct ia_page *page, const struct ia_headline *headline)
{
	const struct ia_work *work = headline->work;
	const char *fails = failing(page, headline), *reason;

	reason = work->finding.rule ? ia_finding_brief(page->machine, &work->finding) :
				      ia_work_reason(page, work);
	if (work->answer != IA_UNKNOWN)
		return ia_format(page->arena, "nothing can be assigned; %s", reason);
	return ia_format(page->arena, "%s; %s", fails ?: "unknown", reason);
}

/* How many can be assigned, and what of the others; before that what fails and no count tells. */
static const char *assignable(const struct ia_page *page, const struct ia_headline *headline)
{
	const char *noun = headline->work->id == IA_WORK_SRIOV ? "VF" : "device";
	const struct ia_assignable *of = &headline->work->of;
	const char *fails = failing(page, headline);
	struct ia_buf buf = { .arena = page->arena };

	if (!of->count)
		return not_counted(page, headline);
	ia_buf_add(&buf, "%s%s%zu of %zu %s%s can be assigned", fails ?: "", fails ? "; " : "",
		   of->good, of->count, noun, of->count == 1 ? "" : "s");
	add_part(&buf, of->along, "needs work", "need work");
	add_part(&buf, of->used, "is in use", "are in use");
	add_part(&buf, headline->cannot, "cannot", "cannot");
	add_part(&buf, of->unknown, "is unknown", "are unknown");
	return buf.text;
}

/* Whether the host is fit for the profile: what --profile all says of it. */
static const char *fitness(const struct ia_page *page, const struct ia_check *check,
			   const struct ia_headline *headline)
{
	const struct ia_overview_row *row = &headline->row;
	const char *fails = failing(page, headline);
	struct ia_buf buf = { .arena = page->arena };

	switch (row->answer) {
	case IA_OVERVIEW_YES:
		ia_buf_add(&buf, "works here");
		add_part(&buf, check->counts[IA_WARN], "warning", "warnings");
		add_part(&buf, check->counts[IA_UNKNOWN], "unknown", "unknown");
		return buf.text;
	case IA_OVERVIEW_PARTLY:
		return ia_format(page->arena, "%s; works for %zu of %zu devices%s", fails,
				 row->fit, row->total, row->unseen ?
				 ia_format(page->arena, ", unknown for %zu", row->unseen) : "");
	case IA_OVERVIEW_NO:
		return ia_format(page->arena, "does not work here; %s", fails);
	case IA_OVERVIEW_UNKNOWN:
		ia_buf_add(&buf, "whether it works here is unknown (%s)", row->first->rule->id);
		add_part(&buf, check->counts[IA_WARN], "warning", "warnings");
		return buf.text;
	default:
		return ia_format(page->arena, "does not apply here; %s", row->first ?
				 ia_finding_brief(page->machine, row->first) : "no rule applies");
	}
}

/* Of some rules the answer is theirs alone. */
static const char *of_rules(const struct ia_page *page, const struct ia_check *check)
{
	if (!check->nfindings)
		return "nothing here that the rules are about";
	return ia_format(page->arena, "%s (%s)", ia_check_counts(page, check),
			 ia_some(page->arena, check->nfindings, "rule", "rules"));
}

/**
 * ia_check_verdict() - the answer of an examination, in a line
 * @page: where it is shown
 * @check: the examination
 * @state: set to its colour
 */
const char *ia_check_verdict(const struct ia_page *page, const struct ia_check *check,
			     enum ia_state *state)
{
	const char *name = ia_profiles[check->profile].name, *text;
	struct ia_headline headline;

	ia_headline_judge(check, &headline);
	*state = headline.judged ? ia_verdict_states[headline.verdict] : IA_PLAIN;
	switch (headline.kind) {
	case IA_HEADLINE_RULES:
		text = of_rules(page, check);
		break;
	case IA_HEADLINE_COUNTED:
		text = assignable(page, &headline);
		break;
	default:
		text = fitness(page, check, &headline);
		break;
	}
	return ia_format(page->arena, "%s%s: %s", name,
			 check->chosen ? " of the devices named" : "", text);
}

/* How many findings there are of each verdict, the worst first. */
const char *ia_check_counts(const struct ia_page *page, const struct ia_check *check)
{
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	for (i = 0; i < IA_VERDICTS; i++) {
		const char *word = ia_verdict_words[ia_worst_first[i]];

		add_part(&buf, check->counts[ia_worst_first[i]], word, word);
	}
	return buf.text ?: "no rule applies";
}

/* Begin a page with the answer. */
void ia_check_head(const struct ia_page *page, const struct ia_check *check)
{
	const char *guest = ia_guest_text(page->arena, page->machine);
	enum ia_state state;
	const char *text = ia_check_verdict(page, check, &state);

	ia_out_list(page->out, "", &text, 1, state);
	if (guest)
		ia_out_list(page->out, "Machine: ", &guest, 1, IA_PLAIN);
}

#define WORKS	"works here: "

/* What works whatever the profile; of rules that somebody chose it would say nothing. */
static size_t list_works(const struct ia_page *page, const struct ia_check *check,
			 const char **items)
{
	size_t i;

	for (i = 0; !check->only && i < IA_WORKS; i++)
		items[i] = ia_work_short(page, &check->works[i]);
	return i;
}

static void print_works(const struct ia_page *page, const struct ia_check *check)
{
	const char *items[IA_WORKS];
	size_t n = list_works(page, check, items);

	if (n)
		ia_out_list(page->out, WORKS, items, n, IA_PLAIN);
}

/**
 * struct shape - how the lines of a page are laid out
 * @name: columns of the longest name of a rule
 * @grouped: by enum ia_verdict, whether rules share a line
 */
struct shape {
	size_t name;
	bool grouped[IA_VERDICTS];
};

/* The names of rules with a verdict, or of those that do not apply; NULL without one. */
static const char *names(const struct ia_page *page, const struct ia_check *check,
			 const enum ia_verdict *verdict)
{
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	for (i = 0; verdict && i < check->nfindings; i++) {
		if (check->findings[i].verdict == *verdict)
			ia_buf_add(&buf, "%s%s", buf.len ? ", " : "", check->findings[i].rule->id);
	}
	for (i = 0; !verdict && i < check->nskipped; i++)
		ia_buf_add(&buf, "%s%s", buf.len ? ", " : "", check->skipped[i]->id);
	return buf.text;
}

static size_t width_of(const struct ia_page *page)
{
	return page->out->width ?: 80;
}

static size_t lines_of(const struct ia_page *page, const char *text, size_t indent)
{
	size_t room = width_of(page) > indent + 20 ? width_of(page) - indent : 20, lines = 0;

	for (text = ia_out_plain(page->out, text); *text; lines++) {
		text += ia_wrap_line(text, room, true);
		text += strspn(text, " ");
	}
	return lines;
}

/* Lines of what print_works() writes: an item is wider than no line. */
static size_t lines_of_works(const struct ia_page *page, const struct ia_check *check)
{
	const char *items[IA_WORKS];
	size_t n = list_works(page, check, items), column = strlen(WORKS), lines = !!n, i;

	for (i = 0; i < n; i++) {
		size_t size = ia_wrap_columns(ia_out_plain(page->out, items[i])) + (i ? 3 : 0);

		if (column + size > width_of(page)) {
			column = strlen(WORKS);
			lines += !!i;
			size -= i ? 3 : 0;
		}
		column += size;
	}
	return lines;
}

static const char *footer(const struct ia_page *page, const struct ia_check *check)
{
	const struct ia_finding *first = ia_check_first(check);
	const char *rule = first ? first->rule->id : "RULE";

	return ia_format(page->arena, "%s; more: -v, or --explain %s",
			 ia_check_counts(page, check), rule);
}

static size_t count_lines(const struct ia_page *page, const struct ia_check *check,
			  const struct shape *shape)
{
	const char *guest = ia_guest_text(page->arena, page->machine);
	const char *skipped = names(page, check, NULL);
	enum ia_state state;
	size_t i, count;

	count = lines_of(page, ia_check_verdict(page, check, &state), 0) + 2 +
		lines_of(page, footer(page, check), 0);
	count += lines_of_works(page, check);
	if (guest)
		count += lines_of(page, guest, strlen("Machine: "));
	for (i = 0; i < check->nfindings; i++) {
		const struct ia_finding *finding = &check->findings[i];

		if (!shape->grouped[finding->verdict])
			count += lines_of(page, ia_finding_brief(page->machine, finding),
					  VERDICT_COLUMNS + shape->name + NAME_GAP);
	}
	for (i = 0; i < IA_VERDICTS; i++) {
		enum ia_verdict verdict = i;

		if (shape->grouped[i] && check->counts[i])
			count += lines_of(page, names(page, check, &verdict), VERDICT_COLUMNS);
	}
	if (skipped)
		count += lines_of(page, skipped, VERDICT_COLUMNS);
	return count;
}

/* A line for each rule where that fits; what fails and what warns keeps its own in any case. */
static struct shape shape_of(const struct ia_page *page, const struct ia_check *check)
{
	static const enum ia_verdict giving_way[] = { IA_PASS, IA_UNKNOWN };
	struct shape shape = { 0 };
	size_t i;

	for (i = 0; i < check->nfindings; i++) {
		size_t len = strlen(check->findings[i].rule->id);

		shape.name = len > shape.name ? len : shape.name;
	}
	for (i = 0; i < sizeof(giving_way) / sizeof(*giving_way); i++) {
		if (count_lines(page, check, &shape) <= MOST_LINES)
			break;
		shape.grouped[giving_way[i]] = true;
	}
	return shape;
}

static void print_rule(const struct ia_page *page, const struct ia_finding *finding, size_t name)
{
	const char *brief = ia_finding_brief(page->machine, finding);
	const char *label = labels[finding->verdict];

	ia_out_text(page->out, ia_verdict_states[finding->verdict], label);
	ia_out_columns(page->out, strlen(label),
		       ia_format(page->arena, "%*s%-*s", (int)(VERDICT_COLUMNS - strlen(label)), "",
				 (int)(name + NAME_GAP), finding->rule->id),
		       brief);
}

static void print_group(const struct ia_page *page, const char *label, enum ia_state state,
			const char *text)
{
	ia_out_marked(page->out, ia_format(page->arena, "%-*s", VERDICT_COLUMNS, label), state,
		      text);
}

static void print_verdict(const struct ia_page *page, const struct ia_check *check,
			  enum ia_verdict verdict, const struct shape *shape)
{
	size_t i;

	if (shape->grouped[verdict]) {
		if (check->counts[verdict])
			print_group(page, labels[verdict], ia_verdict_states[verdict],
				    names(page, check, &verdict));
		return;
	}
	for (i = 0; i < check->nfindings; i++) {
		if (check->findings[i].verdict == verdict)
			print_rule(page, &check->findings[i], shape->name);
	}
}

/* Each rule, for people who want to know in one look. */
void ia_check_short(const struct ia_page *page, const void *object)
{
	const struct ia_check *check = object;
	struct shape shape = shape_of(page, check);
	const char *skipped = names(page, check, NULL), *text = footer(page, check);
	size_t i;

	ia_check_head(page, check);
	print_works(page, check);
	ia_out_text(page->out, IA_PLAIN, "\n");
	for (i = 0; i < IA_VERDICTS; i++)
		print_verdict(page, check, ia_worst_first[i], &shape);
	if (skipped)
		print_group(page, "-", IA_PLAIN, skipped);
	ia_out_text(page->out, IA_PLAIN, "\n");
	ia_out_list(page->out, "", &text, 1, IA_PLAIN);
}

/* Only what does not pass, whatever place it takes. */
void ia_check_quiet(const struct ia_page *page, const void *object)
{
	const struct ia_check *check = object;
	struct shape shape = { 0 };
	size_t i;

	for (i = 0; i < check->nfindings; i++) {
		size_t len = strlen(check->findings[i].rule->id);

		if (check->findings[i].verdict != IA_PASS && len > shape.name)
			shape.name = len;
	}
	ia_check_head(page, check);
	for (i = 0; i < IA_VERDICTS; i++) {
		if (ia_worst_first[i] != IA_PASS)
			print_verdict(page, check, ia_worst_first[i], &shape);
	}
}
