/* SPDX-License-Identifier: GPL-2.0 */
/* The exit codes of iommu-audit, and how a failure travels to them */
#ifndef IA_BASE_STATUS_H
#define IA_BASE_STATUS_H

enum ia_status {
	IA_OK = 0,
	IA_FINDINGS = 1,	/* a command that judges found something */
	IA_USAGE = 2,
	IA_MISSING = 3,		/* module, debugfs or privilege */
	IA_INTERRUPTED = 3,	/* a signal, which this process outlived: it was blocked */
	IA_PARSE = 4,		/* input that is not what it should be */
	IA_WRITE = 5,		/* the answer could not be written */
	IA_WARNED = 6,		/* check --fail-on: the worst is a warning */
	IA_NOT_SEEN = 7,	/* check --fail-on, assign: the worst is what cannot be seen */
};

/**
 * struct ia_problem - why something did not work
 * @status: the exit code for it
 * @text: what happened and what to do, for people
 */
struct ia_problem {
	enum ia_status status;
	const char *text;
};

#endif /* IA_BASE_STATUS_H */
