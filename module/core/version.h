/* SPDX-License-Identifier: GPL-2.0 */
/* version.c: who speaks, and how well each source of facts can see */
#ifndef IA_CORE_VERSION_H
#define IA_CORE_VERSION_H

#include "types.h"

/**
 * enum ia_accuracy - what a source's facts are worth
 * @IA_ACCURACY_NONE: it sees nothing here; its reason says why
 * @IA_ACCURACY_POLL: looks now and then, and may miss what came in between
 * @IA_ACCURACY_SNAPSHOT: right at the moment of reading, per record
 * @IA_ACCURACY_EXACT: nothing is missed
 */
enum ia_accuracy {
	IA_ACCURACY_NONE,
	IA_ACCURACY_POLL,
	IA_ACCURACY_SNAPSHOT,
	IA_ACCURACY_EXACT,
};

/**
 * struct ia_source - one source of facts, or one monitor
 * @name: the file or files it feeds; a fault monitor's vendor, vtd or amd
 * @method: how it looks
 * @accuracy: what that is worth
 * @reason: what it cannot see here and why; empty when there is nothing to say
 * @limit: what it cannot see anywhere; empty when there is nothing to say
 * @is_monitor: it sees things as they happen, through probes
 * @missed: a monitor's probes that could not run their handler (kprobe.nmissed)
 */
struct ia_source {
	const char *name;
	const char *method;
	enum ia_accuracy accuracy;
	const char *reason;
	const char *limit;
	bool is_monitor;
	unsigned long missed;
};

const char *ia_accuracy_name(enum ia_accuracy accuracy);
size_t ia_identity_format(const char *module, const char *kernel, u64 loaded_ns,
			  char *buf, size_t size);
size_t ia_source_format(const struct ia_source *source, char *buf, size_t size);

#endif /* IA_CORE_VERSION_H */
