// SPDX-License-Identifier: GPL-2.0
/* The benchmark of the module: starts a run, reads its result. */
#include "module.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../include/uapi/iommu_audit.h"
#include "../base/privilege.h"
#include "../source/reader.h"

/* In the child: one write(), which lasts as long as the run. */
static void __attribute__((noreturn)) child(int answer, const char *path,
					    const char *line)
{
	sigset_t none;
	int fd, error;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	fd = ia_kernel_open(path);
	ia_privilege_keep(0);
	error = fd < 0 ? -fd : ia_kernel_say(fd, line);
	if (write(answer, &error, sizeof(error)) != sizeof(error))
		_exit(1);
	_exit(0);
}

/**
 * ia_bench_start() - write to bench/run, in a process of its own
 * @arena: memory
 * @line: what to write, with its newline
 * @writer: filled
 *
 * The writer ends when the run has ended, which SIGCHLD tells, or by a signal,
 * which ends the run; also when this process is gone.
 *
 * Return: 0, or an errno.
 */
int ia_bench_start(struct ia_arena *arena, const char *line, struct ia_bench_writer *writer)
{
	const char *path = ia_debugfs_path(arena, IOMMU_AUDIT_FILE_BENCH_RUN);
	int fds[2], error = 0;

	if (pipe2(fds, O_CLOEXEC))
		return errno;
	writer->pid = fork();
	if (!writer->pid)
		child(fds[1], path, line);
	close(fds[1]);
	writer->answer = fds[0];
	if (writer->pid < 0) {
		error = errno;
		close(fds[0]);
	}
	return error;
}

/**
 * ia_bench_end() - wait for the writer
 * @writer: as ia_bench_start() filled it
 *
 * Return: 0, or the errno of open() or write(); EINTR after a signal.
 */
int ia_bench_end(struct ia_bench_writer *writer)
{
	int error = EINTR;

	/* A writer that a signal ended has said nothing. */
	if (read(writer->answer, &error, sizeof(error)) != sizeof(error))
		error = EINTR;
	close(writer->answer);
	while (waitpid(writer->pid, NULL, 0) < 0 && errno == EINTR)
		;
	return error;
}

/**
 * ia_bench_stop() - interrupt the run
 * @writer: as ia_bench_start() filled it
 */
void ia_bench_stop(const struct ia_bench_writer *writer)
{
	kill(writer->pid, SIGTERM);
}

struct reading {
	struct ia_arena *arena;
	struct ia_bench_report *report;
	size_t room;
};

/* Puts a record where it belongs. */
static void keep(void *to, const struct ia_record_list *list, const void *record)
{
	struct reading *reading = to;
	struct ia_bench_report *report = reading->report;
	struct ia_bench_result *run = &report->run;
	const struct ia_bench_op *op = record;

	switch (list->id) {
	case IA_RECORD_BENCH_STATE:
		report->state = *(const struct ia_bench_state *)record;
		break;
	case IA_RECORD_BENCH_PARAMS:
		run->params = *(const struct ia_bench_params *)record;
		break;
	case IA_RECORD_BENCH_CONTEXT:
		run->context = *(const struct ia_bench_context *)record;
		break;
	case IA_RECORD_BENCH_OP:
		if (ia_is_value(op->op))
			run->ops[op->op - IA_BENCH_OP_MAP] = *op;
		break;
	case IA_RECORD_BENCH_BIN:
		run->bins = ia_grow(reading->arena, run->bins, run->nbins, &reading->room,
				    sizeof(*run->bins));
		run->bins[run->nbins++] = *(const struct ia_bench_bin *)record;
		break;
	default:
		break;
	}
}

/**
 * ia_bench_report() - read bench/result
 * @arena: where the records live
 * @report: filled
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_bench_report(struct ia_arena *arena, struct ia_bench_report *report,
		     struct ia_problem *problem)
{
	const char *path = ia_debugfs_path(arena, IOMMU_AUDIT_FILE_BENCH_RESULT);
	struct reading reading = { arena, report, 0 };
	char *text;
	size_t len;
	int error = ia_slurp(arena, &ia_root_system, path, &text, &len);

	*report = (struct ia_bench_report){ 0 };
	*problem = (struct ia_problem){ .status = IA_MISSING };
	if (error == -ENOENT) {
		problem->text = "the loaded module cannot measure: it has no bench/result\n"
			"install the module of this iommu-audit, then:  sudo iommu-audit unload";
		return false;
	}
	if (error)
		problem->text = ia_file_wrong(arena, &ia_root_system, -error);
	else if (ia_parse(arena, IA_FILE_BENCH_RESULT, text, len, keep, &reading, problem) &&
		 !ia_is_value(report->state.state))
		problem->text = "no record of what became of the run (state=)";
	if (!problem->text)
		return true;
	problem->text = ia_format(arena, "%s: %s", path, problem->text);
	return false;
}

/* What to do about an errno of bench/run. */
static const struct {
	int error;
	const char *next;
} steps[] = {
	{ EINVAL, "see 'iommu-audit bench --help' for accepted values" },
	{ EBUSY, "one run at a time, and none on a device that user space owns: "
		"wait for the other run, or give the device back" },
	{ ENODEV, "see 'iommu-audit devices' for the functions that are there" },
	{ EOPNOTSUPP, "choose another device: 'iommu-audit devices' shows DMA masks and domains" },
	{ ENOMEM, "ask for less memory: a smaller --ring, --size or --threads" },
	{ EIO, "addresses may have run out: try a smaller --ring or --size, and see 'sudo dmesg'" },
	{ ESTALE, "the domain of the device was changed meanwhile: "
		"measure again when that is finished" },
	{ ETIMEDOUT, "something keeps a CPU for itself, as a real-time process does: choose others "
		"with --cpus; nothing is mapped any more, "
		"and no other run starts before the thread is back" },
	{ EINTR, "a signal ended it: measure again" },
	{ EACCES, "this needs root; a locked-down kernel refuses writes here" },
	{ EPERM, "this needs root; a locked-down kernel refuses writes here" },
};

/**
 * ia_bench_explain() - say why there is no result, and what to do
 * @arena: the owner of the text
 * @error: errno of the write
 * @reason: what the module says of it, or NULL
 * @problem: filled
 */
void ia_bench_explain(struct ia_arena *arena, int error, const char *reason,
		      struct ia_problem *problem)
{
	const char *next = "see 'sudo dmesg'";
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		if (steps[i].error == error)
			next = steps[i].next;
	}
	*problem = (struct ia_problem){
		.status = IA_MISSING,
		.text = ia_format(arena, "the module measured nothing: %s (%s)\n%s",
				  reason ? reason : "it gives no reason",
				  strerror(error), next),
	};
}
