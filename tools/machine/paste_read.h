/* SPDX-License-Identifier: GPL-2.0 */
/* paste.c, paste_*.c: what the readers of pasted texts share */
#ifndef IA_MACHINE_PASTE_READ_H
#define IA_MACHINE_PASTE_READ_H

#include <string.h>
#include <strings.h>

#include "paste.h"

/**
 * struct ia_paste_reader - a text that is read
 * @arena: the owner of what is made of it
 * @paste: filled
 * @at: where the reader stands
 * @row: in which line
 * @stop: a quote around what is echoed, or 0
 * @entry: a loader entry has begun
 * @group: which entry of a menu the reader is in; 0 for none
 * @xen: the next module is the kernel: a line of a hypervisor stood before
 * @proc: cat /proc/cmdline stood in the line before
 * @echo: the line is echoed
 * @grubby: grubby --info has begun
 * @wrapped: which item, counted from 1, the next line of the kernel's log goes on with; 0 for none
 * @edit: in which line a command edits a file; 0 for none
 */
struct ia_paste_reader {
	struct ia_arena *arena;
	struct ia_paste *paste;
	const char *at;
	size_t row;
	char stop;
	bool entry;
	size_t group;
	bool xen;
	bool proc;
	bool echo;
	bool grubby;
	size_t wrapped;
	size_t edit;
};

static inline const char *ia_skip_blanks(const char *p)
{
	return p + strspn(p, " \t");
}

static inline size_t ia_line_length(const char *p)
{
	return strcspn(p, "\r\n");
}

/* Whether a line begins with a word, whatever its case, and a blank behind it. */
static inline bool ia_starts_word(const char *p, const char *word)
{
	size_t len = strlen(word);

	return !strncasecmp(p, word, len) && (p[len] == ' ' || p[len] == '\t');
}

/* paste_menu.c */
bool ia_paste_menu(struct ia_paste_reader *r, const char *p);
void ia_paste_title(struct ia_paste_reader *r, const char *p);

/* paste_named.c */
bool ia_paste_named(struct ia_paste_reader *r, const char *p);
void ia_paste_assigned(struct ia_paste_reader *r);

/* paste_entries.c */
void ia_paste_begin(struct ia_paste_reader *r, enum ia_paste_boot boot, const char *title);
size_t ia_paste_group(struct ia_paste_reader *r, enum ia_paste_kind kind);
void ia_paste_entries(struct ia_paste_reader *r);

/* paste_list.c */
struct ia_pasted *ia_paste_add(struct ia_paste_reader *r, enum ia_paste_kind kind,
			       const char *name, const char *text);
void ia_paste_set_aside(struct ia_paste_reader *r, enum ia_paste_kind kind, const char *name);
const char *ia_paste_value(struct ia_paste_reader *r, const char *p, const char *own, bool *self,
			   enum ia_paste_trouble *trouble);
void ia_paste_next_line(struct ia_paste_reader *r);
void ia_paste_refuse(struct ia_paste_reader *r, enum ia_paste_refusal why);
bool ia_paste_list(struct ia_paste_reader *r, const char *p);

#endif /* IA_MACHINE_PASTE_READ_H */
