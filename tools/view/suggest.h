/* SPDX-License-Identifier: GPL-2.0 */
/* suggest.c: the answer of iommu-audit suggest */
#ifndef IA_VIEW_SUGGEST_H
#define IA_VIEW_SUGGEST_H

#include "../judge/suggest.h"
#include "answer.h"

/* The same suggestion as a page, and as files of others: by name. */
extern const struct ia_answer ia_answer_suggestion;

/**
 * struct ia_suggestion_format - how a suggestion is written for people
 * @name: as --format takes it
 * @page: writes it
 */
struct ia_suggestion_format {
	const char *name;
	void (*page)(const struct ia_page *page, const void *object);
};

extern const struct ia_suggestion_format ia_suggestion_formats[];
extern const size_t ia_nsuggestion_formats;

#endif /* IA_VIEW_SUGGEST_H */
