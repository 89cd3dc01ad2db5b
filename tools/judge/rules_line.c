// SPDX-License-Identifier: GPL-2.0
/* Rules about the kernel command line */
#include "rules.h"

#include "domain.h"
#include "lint.h"

static void judge_line(const struct ia_check *check, struct ia_lint *lint)
{
	const struct ia_machine *m = check->machine;

	ia_lint_line(lint, m->arena, m->cmdline_text, m->kernel_text, ia_view_vendor(m));
}

static bool is_known(const struct ia_check *check, struct ia_finding *finding)
{
	if (!ia_is(check->machine->cmdline_text, "unknown"))
		return true;
	finding->title = "the kernel command line is not known";
	ia_evidence(check, finding, "command line: unknown");
	return false;
}

/* What decides a setting, when that is off. */
static const struct ia_lint_word *off(const struct ia_lint *lint, enum ia_setting setting,
				      const char *state)
{
	const struct ia_lint_word *word = ia_lint_setting(lint, setting);

	return word && ia_is(word->state, state) ? word : NULL;
}

/* iommu=off stops both drivers; the vendors' own switches stop their own. */
IA_LOOK(line_on)
{
	enum ia_vendor vendor = ia_view_vendor(check->machine);
	const struct ia_lint_word *words[4];
	struct ia_buf list = { .arena = check->machine->arena };
	struct ia_lint lint;
	size_t i;

	if (!is_known(check, finding))
		return IA_UNKNOWN;
	judge_line(check, &lint);
	words[0] = off(&lint, IA_SETTING_DMA_OFF, "on");
	words[1] = vendor == IA_VENDOR_AMD ? NULL : off(&lint, IA_SETTING_VTD, "off");
	words[2] = vendor == IA_VENDOR_VTD ? NULL : off(&lint, IA_SETTING_AMD, "off");
	words[3] = off(&lint, IA_SETTING_INTREMAP, "off");
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (!words[i])
			continue;
		ia_evidence(check, finding, "command line: %s", words[i]->token->text);
		ia_buf_add(&list, "%s%s", list.len ? ", " : "", words[i]->text);
	}
	if (list.len) {
		ia_say(check, &finding->title, "switched off on the kernel command line: %s",
		       list.text);
		ia_say(check, &finding->change, "remove %s from the kernel command line",
		       list.text);
		return IA_FAIL;
	}
	ia_evidence(check, finding, "command line: %s, none switches it off",
		    ia_counted(check, lint.cmdline.count, "parameter"));
	return IA_PASS;
}

/* Words that do nothing, or something else than they seem to say. */
IA_LOOK(parameters)
{
	struct ia_lint lint;
	size_t i, odd = 0;

	if (!is_known(check, finding))
		return IA_UNKNOWN;
	judge_line(check, &lint);
	for (i = 0; i < lint.count; i++) {
		const struct ia_lint_word *word = &lint.words[i];

		if (word->verdict == IA_VERDICT_OK)
			continue;
		odd++;
		ia_evidence(check, finding, "command line: %s is %s: %s", word->text,
			    ia_lint_verdict_word(word->verdict), word->effect);
	}
	if (odd) {
		ia_say(check, &finding->title,
		       "%zu of %s about this %s", odd, ia_counted(check, lint.count, "word"),
		       odd == 1 ? "does not simply do what it says" :
				  "do not simply do what they say");
		return IA_FAIL;
	}
	if (lint.count)
		ia_evidence(check, finding, "command line: %s about this, all ok",
			    ia_counted(check, lint.count, "word"));
	else
		ia_evidence(check, finding, "command line: no word about this");
	return IA_PASS;
}
