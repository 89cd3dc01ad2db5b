// SPDX-License-Identifier: GPL-2.0
/* Words of check, and why something works on a host as it is. */
#include "check_text.h"

#include "findings.h"
#include "sentence.h"

const char *const ia_verdict_words[] = {
	[IA_PASS] = "pass", [IA_WARN] = "warn", [IA_FAIL] = "fail", [IA_UNKNOWN] = "unknown",
};

/* Colours, by enum ia_verdict. */
const enum ia_state ia_verdict_states[IA_VERDICTS] = {
	[IA_PASS] = IA_GOOD, [IA_WARN] = IA_ATTENTION, [IA_FAIL] = IA_BROKEN,
	[IA_UNKNOWN] = IA_ATTENTION,
};

const char *const ia_work_answers[] = {
	[IA_PASS] = "yes", [IA_WARN] = "partly", [IA_FAIL] = "no", [IA_UNKNOWN] = "unknown",
};

#define X(name, word, text)	text,
const char *const ia_work_names[] = { IA_WORK_LIST(X) };
#undef X

/* Why something works or does not: by enum ia_work_reason. */
static const char *const work_reasons[] = {
	[IA_WORKS_NO_PAIR] = "no GPU with another GPU or a NIC beside it",
	[IA_WORKS_DIRECT] = "{0} of {1} paths to a GPU stay at a switch",
	[IA_WORKS_REDIRECTED] = "ACS sends {0} of {1} paths to a GPU up to the root complex, "
				"which carries them or not, and slower",
	[IA_WORKS_TRANSLATED] = "{0} of {1} paths to a GPU turn at a switch, for requests with bus "
				"addresses; senders are translated here, and what their drivers map "
				"with dma_map_resource(), as NVIDIA's do, goes up to the root complex",
	[IA_WORKS_FAR] = "none of {0} paths to a GPU is through a switch alone, and no register "
			 "tells what a root complex carries",
	[IA_WORKS_NO_CARD] = "no GPU, NIC, NVMe, HBA or coprocessor is here",
	[IA_WORKS_NO_VF] = "no VF is enabled",
	[IA_WORKS_VFS_UNSEEN] = "whether a VF is enabled cannot be seen",
	[IA_WORKS_NO_PF] = "no function here can have VFs",
	[IA_WORKS_VFS] = "{0} of {1} VFs can be assigned",
	[IA_WORKS_CARDS] = "{0} of {1} devices can be assigned",
	[IA_WORKS_APART] = "every group holds one device and is translated",
	[IA_WORKS_APART_NAMED] = "each group asked about holds one device and is translated",
};

/* Those that can be assigned on a condition, and those of which nobody knows. */
static const char *with_more(const struct ia_page *page, const char *sure,
			     const struct ia_arg *args)
{
	const struct ia_machine *m = page->machine;
	struct ia_buf buf = { .arena = page->arena };

	ia_buf_add(&buf, "%s", sure);
	if (args[2].n)
		ia_buf_add(&buf, "%s", ia_sentence(m, " as {0:it is|they are}, {2} more when the host's drivers let go of the rest of {2:its|their} group",
						   args, IA_REASON_ARGS));
	if (args[3].n)
		ia_buf_add(&buf, "%s", ia_sentence(m, ", {3} more perhaps", args,
						   IA_REASON_ARGS));
	return buf.text;
}

/**
 * ia_work_reason() - why something works or does not
 * @page: where it is shown
 * @object: a struct ia_work
 */
const char *ia_work_reason(const struct ia_page *page, const void *object)
{
	const struct ia_work *work = object;
	const char *title = work->finding.rule ?
			    ia_finding_title(page->machine, &work->finding) : NULL;
	const char *reason;

	if (work->reason.code == IA_WORKS_BY_RULE)
		return title;
	reason = ia_sentence(page->machine, work_reasons[work->reason.code], work->reason.args,
			     IA_REASON_ARGS);
	if (work->reason.code == IA_WORKS_VFS || work->reason.code == IA_WORKS_CARDS)
		reason = with_more(page, reason, work->reason.args);
	return title && work->reason.code < IA_WORKS_APART ?
	       ia_format(page->arena, "%s; first obstacle: %s", reason, title) : reason;
}

/* What there is none of here does not fail. */
bool ia_work_is_absent(const struct ia_work *work)
{
	switch (work->reason.code) {
	case IA_WORKS_NO_PAIR:
	case IA_WORKS_NO_CARD:
	case IA_WORKS_NO_VF:
	case IA_WORKS_NO_PF:
		return true;
	default:
		return false;
	}
}

/**
 * ia_work_state() - the colour of whether something works
 * @work: what
 *
 * Only an IOMMU that is off breaks it: what shares a group or a switch is so on healthy hosts.
 */
enum ia_state ia_work_state(const struct ia_work *work)
{
	if (ia_work_is_absent(work))
		return IA_PLAIN;
	if (work->answer != IA_FAIL)
		return ia_verdict_states[work->answer];
	return work->off ? IA_BROKEN : IA_ATTENTION;
}

/**
 * ia_work_short() - whether something works, in a few words behind its name
 * @page: where it is shown
 * @work: what
 */
const char *ia_work_short(const struct ia_page *page, const struct ia_work *work)
{
	const char *name = ia_work_names[work->id];

	if (ia_work_is_absent(work))
		return ia_format(page->arena, "%s n/a", name);
	if (work->of.count && work->answer != IA_UNKNOWN)
		return ia_format(page->arena, "%s %zu of %zu", name, work->of.good, work->of.count);
	return ia_format(page->arena, "%s %s", name, ia_work_answers[work->answer]);
}
