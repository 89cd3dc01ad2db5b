/* SPDX-License-Identifier: GPL-2.0 */
/* version.c: who speaks, and how well each source of facts can see */
#ifndef IA_CORE_VERSION_H
#define IA_CORE_VERSION_H

#include "types.h"

/**
 * enum ia_accuracy - what a source's facts are worth
 * @IA_ACCURACY_NONE: it sees nothing here; its reason says why
 * @IA_ACCURACY_SNAPSHOT: right at the moment of reading, per record
 * @IA_ACCURACY_EXACT: nothing is missed
 */
enum ia_accuracy {
	IA_ACCURACY_NONE,
	IA_ACCURACY_SNAPSHOT,
	IA_ACCURACY_EXACT,
};

/**
 * struct ia_source - one source of facts
 * @name: the file or files it feeds
 * @method: how it looks
 * @accuracy: what that is worth
 * @reason: what it cannot see here and why; empty when there is nothing to say
 * @limit: what it cannot see anywhere; empty when there is nothing to say
 */
struct ia_source {
	const char *name;
	const char *method;
	enum ia_accuracy accuracy;
	const char *reason;
	const char *limit;
};

size_t ia_identity_format(const char *module, const char *kernel,
			  char *buf, size_t size);
size_t ia_source_format(const struct ia_source *source, char *buf, size_t size);

#endif /* IA_CORE_VERSION_H */
