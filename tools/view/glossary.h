/* SPDX-License-Identifier: GPL-2.0 */
/* The terms of all pages */
#ifndef IA_VIEW_GLOSSARY_H
#define IA_VIEW_GLOSSARY_H

#include <stddef.h>

/**
 * struct ia_term - a term
 * @name: as pages print it; several of a kind with commas between them
 * @meaning: what it means, in Markdown
 * @source: the specification, the kernel's name or the page that defines it, in Markdown;
 *          NULL for a term of this tool's own
 */
struct ia_term {
	const char *name;
	const char *meaning;
	const char *source;
};

/**
 * struct ia_glossary - terms of one field
 * @title: the field
 * @terms: the terms
 * @count: number of @terms
 */
struct ia_glossary {
	const char *title;
	const struct ia_term *terms;
	size_t count;
};

extern const struct ia_glossary ia_glossary[];
extern const size_t ia_nglossary;

#endif /* IA_VIEW_GLOSSARY_H */
