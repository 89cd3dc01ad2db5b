/* SPDX-License-Identifier: GPL-2.0 */
/* sentence.c: sentences made of a template and arguments */
#ifndef IA_VIEW_SENTENCE_H
#define IA_VIEW_SENTENCE_H

#include "../judge/reason.h"
#include "../machine/machine.h"

const char *ia_sentence(const struct ia_machine *machine, const char *template,
			const struct ia_arg *args, size_t count);

#endif /* IA_VIEW_SENTENCE_H */
