// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../view/lint.h"

/* The running kernel's release is all that a line from elsewhere needs. */
static void read_kernel(struct ia_run *run)
{
	ia_privilege_keep(0);
	ia_read_context(&run->machine, run->reads, &ia_root_system);
	ia_cmd_settle(run);
}

#define TOO_OLD	"rules of kernels below 5.10 were not read: nothing is said of a line for '%s'"

/* What was pasted is no command line, or none whose words are known: what it is, and what to do. */
static enum ia_status refuse_paste(const struct ia_paste *paste)
{
	static const char *const whys[] = {
		[IA_PASTE_REFUSED_MODPROBE] = "is of modprobe.d, and no kernel command line: "
			"modprobe hands it to the module when that is loaded; on the command line "
			"MODULE.NAME=VALUE says the same",
		[IA_PASTE_REFUSED_COMPUTED] = "is part of an expression that is computed: lint "
			"takes lists of texts alone; \"nixos-option boot.kernelParams\" shows what it "
			"comes to, or /proc/cmdline what was booted",
		[IA_PASTE_REFUSED_VARIABLE] = "has a variable, whose value is not there: write "
			"it in its place, or take what /proc/cmdline says once it is booted",
		[IA_PASTE_REFUSED_EDIT] = "is a command that edits a file: lint takes what the "
			"file has then",
		[IA_PASTE_REFUSED_COMMENT] = "is a comment, and no part of a kernel command line",
		[IA_PASTE_REFUSED_INPUT] = "lint reads no standard input: write iommu-audit lint \"LINE\"",
	};

	if (paste->refusal == IA_PASTE_REFUSED_INPUT)
		return ia_cmd_usage("%s", whys[paste->refusal]);
	return ia_cmd_usage("line %zu %s", paste->row, whys[paste->refusal]);
}

/* A wrong answer would be worse than none. */
static enum ia_status refuse(struct ia_run *run, const char *kernel,
			     const struct ia_lint_target *target)
{
	struct ia_problem problem = { .status = IA_PARSE };

	if (kernel)
		return ia_cmd_usage(TOO_OLD, kernel);
	problem.text = ia_format(run->arena, TOO_OLD "; --kernel V judges it for another one",
				 target->kernel.text);
	return ia_cmd_fail(&problem);
}

/*
 * Judges the machine's own line, or the one that was given: with --from or
 * --root for that machine, else for the running kernel.
 */
static enum ia_status judge(struct ia_run *run, struct ia_lint_answer *answer)
{
	struct ia_paste *paste = &answer->paste;
	struct ia_machine *m = &run->machine;
	struct ia_lint_target target;
	const char *kernel = ia_opt(run, KERNEL);
	bool machine = !run->argc || ia_opt(run, FROM) || ia_opt(run, ROOT);
	enum ia_status status = IA_OK;
	size_t i;

	if (kernel && (!ia_release_parse(kernel).known ||
		       !ia_text_in(IA_ALPHABET_RELEASE, kernel).known))
		return ia_cmd_usage("'%s' is not a kernel release: write 6.12 or what uname -r says",
				    kernel);
	if (machine)
		status = ia_cmd_read(run);
	else
		read_kernel(run);
	if (status)
		return status;
	target = ia_lint_target_of(m);
	target.arch = ia_machine_arch(m);
	if (kernel) {
		target.kernel = ia_text_of(kernel);
		target.patched = IA_FLAG_UNKNOWN;
	}
	if (!machine)
		target.vendor = IA_VENDOR_UNKNOWN;
	if (run->argc)
		ia_paste_parse(run->arena, run->argv[0], paste);
	if (paste->refusal)
		return refuse_paste(paste);
	answer->count = run->argc ? paste->nentries : 1;
	answer->entries = ia_alloc(run->arena, answer->count, sizeof(*answer->entries));
	for (i = 0; i < answer->count; i++) {
		struct ia_lint_entry *entry = &answer->entries[i];

		if (run->argc)
			entry->pasted = &paste->entries[i];
		target.dom0 = entry->pasted && entry->pasted->dom0;
		ia_lint_line(&entry->lint, run->arena, run->argc ? entry->pasted->line :
			     m->cmdline.known ? m->cmdline.text : "", &target);
		answer->findings += entry->lint.findings;
	}
	answer->lint = &answer->entries->lint;
	answer->several = answer->count > 1 ? answer->count : 0;
	return answer->lint->too_old ? refuse(run, kernel, &target) : IA_OK;
}

/*
 * iommu-audit lint ["CMDLINE"].
 *
 * Return: IA_OK, IA_FINDINGS, or the exit code after a message.
 */
enum ia_status ia_cmd_lint(struct ia_run *run)
{
	struct ia_effective effective = { 0 };
	struct ia_facts facts;
	struct ia_lint_answer answer = { 0 };
	enum ia_status status = judge(run, &answer);

	if (status)
		return status;
	/* What is there is due to the machine's own line and kernel, to no other. */
	if (!run->argc && !ia_opt(run, KERNEL)) {
		struct ia_context context = { &run->machine, &facts, answer.lint };

		ia_facts_gather(&run->machine, &facts);
		ia_effective_gather(&context, &effective);
		answer.effective = &effective;
	}
	ia_answer_show(&run->out, &run->machine, &ia_answer_lint, &answer, ia_opt(run, JSON));
	return answer.findings || answer.paste.troubles || effective.unmet ? IA_FINDINGS : IA_OK;
}
