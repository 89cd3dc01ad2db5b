// SPDX-License-Identifier: GPL-2.0
#include "plugin.h"

#include <string.h>

#include "../base/escape.h"
#include "check_text.h"
#include "diff.h"
#include "findings.h"
#include "message.h"

/* Bytes of the first line for Nagios, before performance data: what its pages show well. */
#define NAGIOS_BYTES	200
/* Bytes of all that a plugin writes: what node-problem-detector, NRPE and old Nagios keep. */
#define NAGIOS_MOST	4096

/* By enum ia_verdict. */
static const char *const oneline_words[] = {
	[IA_PASS] = "OK", [IA_WARN] = "WARN", [IA_FAIL] = "FAIL", [IA_UNKNOWN] = "UNKNOWN",
};

static const char *const nagios_words[] = {
	[IA_PASS] = "IOMMU OK -", [IA_WARN] = "IOMMU WARNING -",
	[IA_FAIL] = "IOMMU CRITICAL -", [IA_UNKNOWN] = "IOMMU UNKNOWN -",
};

/* The text before anything else of the line, for the gravest verdict that something has. */
static const char *word_of(enum ia_plugin plugin, enum ia_verdict verdict)
{
	return plugin == IA_PLUGIN_NAGIOS ? nagios_words[verdict] : oneline_words[verdict];
}

/* What stands before the counts: Nagios writes a colon for each semicolon, which its log needs. */
static const char *break_of(enum ia_plugin plugin)
{
	return plugin == IA_PLUGIN_NAGIOS ? " - " : "; ";
}

static enum ia_verdict gravest(const size_t *counts)
{
	size_t i;

	for (i = 0; i < IA_VERDICTS; i++) {
		if (counts[ia_gravest_first[i]])
			return ia_gravest_first[i];
	}
	return IA_PASS;
}

/* How many findings there are of each verdict, the gravest first. */
static const char *counts_text(struct ia_arena *arena, const size_t *counts, bool passed)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < IA_VERDICTS; i++) {
		enum ia_verdict verdict = ia_gravest_first[i];

		if (counts[verdict] && (passed || verdict != IA_PASS))
			ia_buf_add(&buf, "%s%zu %s", buf.len ? ", " : "", counts[verdict],
				   ia_verdict_words[verdict]);
	}
	return buf.text ?: "no rule applies";
}

/* The rules with a verdict: as many names as there is room for, and how many more. */
static const char *names_text(struct ia_arena *arena, const struct ia_check *check,
			      enum ia_verdict verdict, size_t room)
{
	struct ia_buf buf = { .arena = arena };
	size_t left = check->counts[verdict], i;

	for (i = 0; i < check->nfindings; i++) {
		const struct ia_finding *finding = &check->findings[i];
		const char *more = "", *comma = buf.len ? ", " : "";

		if (finding->verdict != verdict)
			continue;
		if (left > 1)
			more = ia_format(arena, " +%zu", left - 1);
		if (buf.len + strlen(comma) + strlen(finding->rule->id) + strlen(more) > room)
			break;
		ia_buf_add(&buf, "%s%s", comma, finding->rule->id);
		left--;
	}
	if (left)
		ia_buf_add(&buf, "%s+%zu", buf.len ? " " : "", left);
	return buf.text;
}

/* The worst verdict, the rules that have it, and the counts; how many pass gives way to a name. */
static const char *check_text(struct ia_arena *arena, enum ia_plugin plugin,
			      const struct ia_check *check, size_t room)
{
	enum ia_verdict verdict = gravest(check->counts);
	const char *name = ia_profiles[check->profile].name;
	const char *head = ia_format(arena, "%s %s: ", word_of(plugin, verdict), name);
	const char *counts = counts_text(arena, check->counts, true), *names;
	size_t used = strlen(head) + strlen(break_of(plugin));

	if (verdict == IA_PASS)
		return ia_format(arena, "%s%s", head, counts);
	names = names_text(arena, check, verdict, room - used - strlen(counts));
	if (*names == '+') {
		counts = counts_text(arena, check->counts, false);
		names = names_text(arena, check, verdict, room - used - strlen(counts));
	}
	return ia_format(arena, "%s%s%s%s", head, names, break_of(plugin), counts);
}

/* Bytes of the line before its end, or before performance data. */
static size_t room_of(enum ia_plugin plugin)
{
	return plugin == IA_PLUGIN_NAGIOS ? NAGIOS_BYTES : IA_ONELINE_BYTES - 1;
}

/* Writes a line of which no reader cuts a character. */
static void put_line(struct ia_out *out, enum ia_plugin plugin, const char *text,
		     const char *data)
{
	size_t room = room_of(plugin), len = strcspn(text, "\n");
	const char *more = "...";

	text = ia_format(out->arena, "%.*s", (int)len, text);
	text = plugin == IA_PLUGIN_NAGIOS ? ia_escape_nagios(out->arena, text) :
					      ia_escape_line(out->arena, text);
	text = ia_out_plain(out, text);
	if (strlen(text) > room) {
		len = ia_escape_cut(text, room - strlen(more));
		text = ia_format(out->arena, "%.*s%s", (int)len, text, more);
	}
	ia_out_text(out, IA_PLAIN, ia_format(out->arena, "%s%s%s\n", text, *data ? " | " : "",
					     data));
}

/**
 * ia_plugin_more() - what a plugin says below its line: Nagios shows it on a page of its own
 * @out: where to
 * @plugin: who reads; only Nagios takes more than a line
 * @text: lines, each with its end
 */
void ia_plugin_more(struct ia_out *out, enum ia_plugin plugin, const char *text)
{
	size_t left = NAGIOS_MOST - 2 * NAGIOS_BYTES;

	if (plugin != IA_PLUGIN_NAGIOS)
		return;
	while (*text) {
		size_t len = strcspn(text, "\n");
		const char *line = ia_format(out->arena, "%.*s", (int)len, text);

		line = ia_out_plain(out, ia_escape_nagios(out->arena, line));
		if (strlen(line) >= left)
			break;
		left -= strlen(line) + 1;
		ia_out_text(out, IA_PLAIN, ia_format(out->arena, "%s\n", line));
		text += len + (text[len] == '\n');
	}
}

/* A line for each rule that does not pass. */
static const char *reasons(struct ia_arena *arena, const struct ia_machine *machine,
			   const struct ia_check *check)
{
	struct ia_buf buf = { .arena = arena };
	size_t i, j;

	for (i = 0; i < IA_VERDICTS; i++) {
		enum ia_verdict verdict = ia_gravest_first[i];

		for (j = 0; j < check->nfindings && verdict != IA_PASS; j++) {
			const struct ia_finding *finding = &check->findings[j];

			if (finding->verdict == verdict)
				ia_buf_add(&buf, "%s %s: %s\n", oneline_words[verdict],
					   finding->rule->id,
					   ia_escape_line(arena,
							  ia_finding_brief(machine, finding)));
		}
	}
	return buf.text ?: "";
}

/**
 * ia_plugin_check() - the answer of an examination
 * @out: where to
 * @plugin: who reads
 * @machine: the machine
 * @check: the examination
 *
 * The word at the begin and the exit code are those of the gravest verdict.
 */
void ia_plugin_check(struct ia_out *out, enum ia_plugin plugin,
		     const struct ia_machine *machine, const struct ia_check *check)
{
	const size_t *n = check->counts;
	const char *data = "";

	if (plugin == IA_PLUGIN_NAGIOS)
		data = ia_format(out->arena,
				 "pass=%zu;;;0 warn=%zu;0;;0 fail=%zu;;0;0 unknown=%zu;;;0",
				 n[IA_PASS], n[IA_WARN], n[IA_FAIL], n[IA_UNKNOWN]);
	put_line(out, plugin, check_text(out->arena, plugin, check, room_of(plugin)), data);
	ia_plugin_more(out, plugin, reasons(out->arena, machine, check));
}

/**
 * ia_plugin_diff() - the same for what changed since an older reading
 * @out: where to
 * @plugin: who reads
 * @answer: the differences
 */
void ia_plugin_diff(struct ia_out *out, enum ia_plugin plugin,
		    const struct ia_diff_answer *answer)
{
	const size_t *n = answer->trends;
	const size_t counts[IA_VERDICTS] = {
		[IA_FAIL] = answer->matter, [IA_UNKNOWN] = answer->unknown,
		[IA_WARN] = n[IA_TREND_WORSE],
	};
	size_t all = n[IA_TREND_WORSE] + n[IA_TREND_INCONCLUSIVE] + n[IA_TREND_CHANGED] +
		     n[IA_TREND_BETTER];
	const struct ia_page page = { out, answer->diff.now, out->arena };
	struct ia_buf buf = { .arena = out->arena };
	const char *text, *data = "", *items[IA_DIFF_UNTOLDS];
	size_t i;

	text = ia_format(out->arena, "%s %s: ", word_of(plugin, gravest(counts)), answer->profile);
	if (answer->diff.other)
		text = ia_format(out->arena, "%sthe baseline is of other hardware", text);
	else if (all)
		text = ia_format(out->arena,
				 "%s%zu matter%s%zu worse, %zu inconclusive, %zu changed, %zu better",
				 text, answer->matter, break_of(plugin), n[IA_TREND_WORSE],
				 n[IA_TREND_INCONCLUSIVE], n[IA_TREND_CHANGED],
				 n[IA_TREND_BETTER]);
	else if (answer->unknown)
		text = ia_format(out->arena, "%sno change is known%s%zu unknown", text,
				 break_of(plugin), answer->unknown);
	else if (answer->untold)
		text = ia_format(out->arena, "%sno change is known", text);
	else
		text = ia_format(out->arena, "%snothing changed", text);
	if (plugin == IA_PLUGIN_NAGIOS)
		data = ia_format(out->arena,
				 "changed=%zu;;;0 matter=%zu;;0;0 worse=%zu;0;;0 inconclusive=%zu;;;0 unknown=%zu;;;0",
				 all, answer->matter, n[IA_TREND_WORSE],
				 n[IA_TREND_INCONCLUSIVE], answer->unknown);
	put_line(out, plugin, text, data);
	for (i = 0; i < ia_diff_untold_texts(&page, &answer->diff, items); i++)
		ia_buf_add(&buf, "not compared, %s\n", items[i]);
	if (buf.text)
		ia_plugin_more(out, plugin, buf.text);
}

/**
 * ia_plugin_problem() - say why there is no answer: that is unknown, and never good
 * @out: where to
 * @plugin: who reads
 * @text: the reason; of several lines the first one is told
 */
void ia_plugin_problem(struct ia_out *out, enum ia_plugin plugin, const char *text)
{
	const char *colon = plugin == IA_PLUGIN_ONELINE ? ":" : "";

	put_line(out, plugin, ia_format(out->arena, "%s%s %s", word_of(plugin, IA_UNKNOWN), colon,
					text), "");
}

/**
 * ia_plugin_no_memory() - say that memory ran out, with none
 * @plugin: who reads; people read it on stderr
 */
void ia_plugin_no_memory(enum ia_plugin plugin)
{
	static const char *const texts[] = {
		[IA_PLUGIN_NONE] = "iommu-audit: out of memory\n",
		[IA_PLUGIN_ONELINE] = "UNKNOWN: out of memory\n",
		[IA_PLUGIN_NAGIOS] = "IOMMU UNKNOWN - out of memory\n",
	};

	ia_message_no_memory(texts[plugin], plugin);
}
