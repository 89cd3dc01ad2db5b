/* SPDX-License-Identifier: GPL-2.0 */
/*
 * explain_text.c, explain_iommu.c, explain_smmu.c, explain_vfio.c,
 * explain_pci.c, explain_causes.c, explain_words.c: messages of a log in words
 */
#ifndef IA_VIEW_EXPLAIN_TEXT_H
#define IA_VIEW_EXPLAIN_TEXT_H

#include <string.h>

#include "../judge/explain.h"

#define IA_EXPLAIN_CAUSES	4
#define IA_EXPLAIN_ERRORS	6
/* Causes of a table, and what an address adds. */
#define IA_EXPLAIN_MOST		(IA_EXPLAIN_CAUSES + IA_EXPLAIN_ERRORS + 6)

/**
 * struct ia_explain_error - why a message comes with an errno
 * @n: the errno
 * @cause: why
 */
struct ia_explain_error {
	unsigned int n;
	const char *cause;
};

/**
 * struct ia_explain_text - what is said of a message
 * @message: the message
 * @means: what it says; {0} is its function, {1} another one, {2} and {3} are its address and
 *         where that ends, {4} and on its values; NULL where it is made of fields
 * @causes: why that happens, the most usual first
 * @next: what tells more, or what to do; likewise with arguments; or NULL
 * @errors: causes by errno: that of the line, or all of them where the line has none
 */
struct ia_explain_text {
	enum ia_log_message message;
	const char *means;
	const char *causes[IA_EXPLAIN_CAUSES];
	const char *next;
	struct ia_explain_error errors[IA_EXPLAIN_ERRORS];
};

struct ia_explain_table {
	const struct ia_explain_text *texts;
	size_t count;
};

#define IA_EXPLAIN_TABLE(list)	{ list, sizeof(list) / sizeof(*(list)) }

extern const struct ia_explain_table ia_explain_iommu, ia_explain_smmu, ia_explain_vfio,
	ia_explain_pci, ia_explain_other;

/* Whether a bit of a message is set. */
static inline bool ia_explain_has(const struct ia_log_said *said, enum ia_log_bit bit)
{
	return said->bits >> bit & 1;
}

/* Whether it is about an expansion ROM, which older kernels call "BAR 6". */
static inline bool ia_explain_is_rom(const struct ia_explained *item)
{
	return strstr(item->entry->text, "ROM [") || strstr(item->entry->text, "BAR 6");
}

/* pci_bus_alloc_resource(): what has no IORESOURCE_MEM_64 gets an address of 32 bits. */
static inline bool ia_explain_is_low(const struct ia_explained *item)
{
	const char *resource = strstr(item->entry->text, "[mem ");
	const char *end = resource ? strchr(resource, ']') : NULL;
	const char *wide = resource ? strstr(resource, " 64bit") : NULL;

	return end && (!wide || wide > end);
}

/* IO_TLB_SEGSIZE slots of IO_TLB_SIZE are the most that one mapping gets: 128 of 2 KiB. */
static inline bool ia_explain_never_bounces(const struct ia_log_said *said)
{
	return said->values[0].known && said->values[0].n > 128 * 2048;
}

/* explain_words.c */
extern const char *const ia_explain_wrong_direction[];

const char *ia_explain_access(enum ia_access_type access);
const char *ia_explain_pasid(const struct ia_machine *m, const struct ia_log_said *said);

/* explain_smmu.c */
const char *ia_explain_smmu_means(const struct ia_machine *m, const struct ia_log_said *said);
size_t ia_explain_smmu_causes(const struct ia_log_said *said, bool early, const char **causes);

/* explain_causes.c */
size_t ia_explain_causes(const struct ia_machine *m, const struct ia_explained *item,
			 const char **causes);

/* explain_text.c */
const struct ia_explain_text *ia_explain_text_of(const struct ia_explained *item);
const char *ia_explain_fill(const struct ia_machine *m, const struct ia_explained *item,
			    const char *template);
const char *ia_explain_means(const struct ia_machine *m, const struct ia_explained *item);
const char *ia_explain_next(const struct ia_machine *m, const struct ia_explained *item);
const char *ia_explain_bits(const struct ia_machine *m, const struct ia_explained *item);
const char *ia_explain_device(const struct ia_machine *m, const struct ia_explained *item);
const char *ia_explain_place(const struct ia_machine *m, const struct ia_explained *item,
			     const struct ia_explained_address *at);
const char *ia_explain_origin(const struct ia_machine *m, const struct ia_log_template *how);

#endif /* IA_VIEW_EXPLAIN_TEXT_H */
