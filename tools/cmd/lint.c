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

/*
 * Judges the machine's own line, or the one that was given: with --from or
 * --root for that machine, else for the running kernel.
 */
static enum ia_status judge(struct ia_run *run, struct ia_lint *lint)
{
	struct ia_machine *m = &run->machine;
	const char *kernel = ia_opt(run, KERNEL);
	bool machine = !run->argc || ia_opt(run, FROM) || ia_opt(run, ROOT);
	enum ia_status status = IA_OK;

	if (kernel && (!ia_release_parse(kernel).known ||
		       !ia_text_in(IA_ALPHABET_RELEASE, kernel).known))
		return ia_cmd_usage("'%s' is not a kernel's release: write 6.12 or what uname -r says",
				    kernel);
	if (machine)
		status = ia_cmd_read(run);
	else
		read_kernel(run);
	if (status)
		return status;
	ia_lint_line(lint, run->arena, run->argc ? run->argv[0] :
		     m->cmdline.known ? m->cmdline.text : "",
		     kernel ? ia_text_of(kernel) : m->kernel, ia_machine_arch(m),
		     machine ? m->vendor : IA_VENDOR_UNKNOWN);
	return IA_OK;
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
	struct ia_lint lint;
	struct ia_lint_answer answer = { .lint = &lint };
	enum ia_status status = judge(run, &lint);

	if (status)
		return status;
	/* What is there is due to the machine's own line and kernel, to no other. */
	if (!run->argc && !ia_opt(run, KERNEL)) {
		struct ia_context context = { &run->machine, &facts, &lint };

		ia_facts_gather(&run->machine, &facts);
		ia_effective_gather(&context, &effective);
		answer.effective = &effective;
	}
	ia_answer_show(&run->out, &run->machine, &ia_answer_lint, &answer, ia_opt(run, JSON));
	return lint.findings || effective.unmet ? IA_FINDINGS : IA_OK;
}
