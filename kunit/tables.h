/* SPDX-License-Identifier: GPL-2.0 */
/* translation_test.c: memory with tables in it, made by hand */
#ifndef IA_KUNIT_TABLES_H
#define IA_KUNIT_TABLES_H

#include "../module/core/translation.h"
#include "check.h"

/* Pages, at addresses that tell them apart. */
#define IA_TABLES_PAGES		12
#define IA_TABLES_AT(page)	(0x123400000ULL + (u64)(page) * 4096)

/**
 * struct ia_tables - memory, and what was found in it
 * @pages: the memory
 * @walk: how it is read
 * @to: what the last walk found
 */
struct ia_tables {
	u64 pages[IA_TABLES_PAGES][512];
	struct ia_walk walk;
	struct ia_requester to;
};

/* What a line says of the mode and behind it. */
#define SAYS(mode, stage, tables, id, width, pasids, ats, reason)		\
	"mode=" mode " stage=" stage " tables=" tables " domain_id=" id " width=" width	\
	" pasids=" pasids " ats=" #ats " reason=" reason
#define BLOCKED(tables, pasids, ats, reason)					\
	SAYS("blocked", "-", tables, "-", "-", #pasids, ats, reason)
#define UNSEEN(tables, reason)							\
	SAYS("unknown", "unknown", tables, "unknown", "unknown", "unknown", unknown, reason)
#define OFF	SAYS("off", "-", "-", "-", "-", "-", -, "-")

struct ia_tables *ia_tables_new(struct kunit *test);
struct ia_requester *ia_tables_look(struct ia_tables *memory);
void ia_tables_expect(struct kunit *test, const struct ia_tables *memory, const char *rest);
void ia_tables_set(u64 *entry, unsigned int high, unsigned int low, u64 value);

#endif /* IA_KUNIT_TABLES_H */
