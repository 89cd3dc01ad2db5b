// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include "../judge/lint.h"
#include "../view/predict.h"

/* Groups that hold a function of some of the kernel's groups; without any, all. */
static enum ia_status choose(struct ia_run *run, const struct ia_prediction *p,
			     struct ia_predict_answer *answer)
{
	struct ia_predicted_group *to = ia_alloc(run->arena, p->ngroups + 1, sizeof(*to));
	uint64_t number;
	size_t i;
	int j;

	for (j = 0; j < run->argc; j++) {
		if (!ia_cmd_number(run->argv[j], &number))
			return ia_cmd_usage("'%s' is not the number of a group, such as 7: "
					    "of a device, 'iommu-audit why DEV' names it",
					    run->argv[j]);
		if (!ia_machine_group(&run->machine, number))
			return ia_cmd_usage("no IOMMU group %s here: see 'iommu-audit groups'",
					    run->argv[j]);
	}
	answer->groups = to;
	for (i = 0; i < p->ngroups; i++) {
		const struct ia_group *kernel = p->groups[i].kernel;
		bool wanted = !run->argc;

		for (j = 0; j < run->argc && kernel && !wanted; j++)
			wanted = ia_cmd_number(run->argv[j], &number) && kernel->group.n == number;
		if (wanted)
			to[answer->ngroups++] = p->groups[i];
	}
	return IA_OK;
}

static enum ia_status check_options(struct ia_run *run)
{
	const char *kernel = ia_opt(run, KERNEL), *with = ia_opt(run, WITH);

	if (kernel && (!ia_release_parse(kernel).known ||
		       !ia_text_in(IA_ALPHABET_RELEASE, kernel).known))
		return ia_cmd_usage("'%s' is not a kernel release: write 6.12 or what uname -r says",
				    kernel);
	if (with && !ia_text_in(IA_ALPHABET_CMDLINE, with).known)
		return ia_cmd_usage("the text after --with is not a kernel command line");
	return IA_OK;
}

/* A kernel that was chosen has to be one for this machine. */
static enum ia_status check_kernel(const struct ia_machine *m, const char *kernel)
{
	struct ia_release release = ia_release_parse(kernel);
	enum ia_arch arch = ia_machine_arch(m);

	if (!ia_is_value(arch) && (ia_is_value(m->vendor) || ia_is_value(m->processor)))
		arch = IA_ARCH_X86;
	if (ia_is_value(release.arch) && ia_is_value(arch) && release.arch != arch)
		return ia_cmd_usage("'%s' is a kernel for %s, and this machine's is for %s", kernel,
				    ia_word(&ia_words_arches, release.arch),
				    ia_word(&ia_words_arches, arch));
	if (ia_quirks_too_old(release))
		return ia_cmd_usage("groups are predicted for Linux %d.%d and newer, not for '%s'",
				    IA_OLDEST_MAJOR, IA_OLDEST_MINOR, kernel);
	return IA_OK;
}

static void judge(struct ia_run *run, const char *line, const struct ia_string *kernel,
		  struct ia_lint *lint)
{
	const struct ia_machine *m = &run->machine;
	struct ia_lint_target target = ia_lint_target_of(m);

	target.kernel = *kernel;
	target.arch = ia_machine_arch(m);
	target.patched = IA_FLAG_UNKNOWN;
	ia_lint_line(lint, run->arena, line, &target);
}

/* Whether the kernel understands something of what an option of pci= asks. */
static bool asks(struct ia_run *run, const struct ia_cmdline *line, const char *option,
		 bool redirect)
{
	const char *value = ia_pci_option(run->arena, line, option);
	struct ia_acs_requests requests = { 0 };
	size_t i;

	if (!value)
		return true;
	ia_acs_requests_parse(run->arena, value, redirect, &requests);
	for (i = 0; i < requests.count && requests.items[i].wrong; i++)
		;
	return i < requests.count;
}

static bool asks_nothing(struct ia_run *run, const struct ia_lint_parameter *parameter)
{
	struct ia_acs_override override = { 0 };
	struct ia_cmdline line = { 0 };

	ia_cmdline_parse(run->arena, parameter->text, &line);
	ia_acs_override_parse(&line, &override);
	if (override.given && !override.downstream && !override.multifunction && !override.count)
		return true;
	return !parameter->entry || !asks(run, &line, "config_acs=", false) ||
	       !asks(run, &line, "disable_acs_redir=", true);
}

/* Parameters that were misspelt would predict what there is already. */
static enum ia_status check_with(struct ia_run *run, struct ia_predict_answer *answer)
{
	struct ia_lint lint;
	size_t i;

	judge(run, answer->with, &answer->kernel, &lint);
	answer->idle = !lint.count;
	for (i = 0; i < lint.count; i++) {
		const struct ia_lint_parameter *one = &lint.parameters[i];

		if (asks_nothing(run, one))
			return ia_cmd_usage("--with '%s' has no effect in any kernel; groups "
					    "depend on pci=config_acs=, pci=disable_acs_redir= and "
					    "pcie_acs_override=: see 'iommu-audit lint'",
					    one->text);
	}
	return IA_OK;
}

/* The parameter with which there would be no groups at all. */
static const char *off_by(struct ia_run *run, const char *with, const struct ia_string *kernel,
			  const struct ia_boot *boot)
{
	const struct ia_machine *m = &run->machine;
	const struct ia_lint_parameter *by;
	struct ia_lint lint;

	judge(run, ia_format(run->arena, "%s %s", m->cmdline.known ? m->cmdline.text : "",
			     with ?: ""), kernel, &lint);
	by = ia_lint_sets(&lint, IA_SETTING_DMA_OFF, IA_SET_ON);
	if (!by && boot->ivrs != IA_YES)
		by = ia_lint_sets(&lint, IA_SETTING_VTD, IA_SET_OFF);
	if (!by && boot->ivrs != IA_NO)
		by = ia_lint_sets(&lint, IA_SETTING_AMD, IA_SET_OFF);
	return by ? ia_cmdline_brief(run->arena, by->text) : NULL;
}

/* iommu-audit groups --predict [--with PARAMETERS] [--kernel V] [N...]. */
enum ia_status ia_cmd_predict(struct ia_run *run)
{
	const char *with = ia_opt(run, WITH), *kernel = ia_opt(run, KERNEL);
	enum ia_status status = check_options(run);
	struct ia_predict_answer answer = { 0 };
	struct ia_boot boot;
	size_t i;

	run->reads |= IA_READ_HOST;
	if (!status)
		status = ia_cmd_read(run);
	if (with && with[strspn(with, " ")])
		answer.with = with;
	answer.kernel = kernel ? ia_text_of(kernel) : run->machine.kernel;
	if (!status)
		status = check_kernel(&run->machine, kernel);
	if (!status && answer.with)
		status = check_with(run, &answer);
	if (status)
		return status;
	ia_boot_with(&run->machine, with, kernel, &boot);
	answer.release = boot.release;
	answer.beyond = ia_quirks_too_old(boot.release) || ia_quirks_too_new(boot.release);
	answer.prediction = ia_predict(&boot);
	answer.as_read = boot.as_read;
	for (i = 0; i < answer.prediction->ngroups; i++) {
		const struct ia_predicted_group *group = &answer.prediction->groups[i];

		answer.agree += group->same == IA_YES;
		answer.alien += group->known && !group->kernel;
	}
	answer.off_by = off_by(run, with, &answer.kernel, &boot);
	status = choose(run, answer.prediction, &answer);
	if (status)
		return status;
	ia_answer_show(&run->out, &run->machine, &ia_answer_predict, &answer, ia_opt(run, JSON));
	return IA_OK;
}
