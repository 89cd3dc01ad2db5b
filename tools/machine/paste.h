/* SPDX-License-Identifier: GPL-2.0 */
/* paste*.c: kernel command lines out of what people paste */
#ifndef IA_MACHINE_PASTE_H
#define IA_MACHINE_PASTE_H

#include "../base/memory.h"
#include "value.h"

/* What the words stood in: enumerator, and its word in JSON. */
#define IA_PASTE_KINDS(X)							\
	X(LINE, "line")			/* a command line, and nothing around it */ \
	X(GRUB, "grub")			/* a variable of /etc/default/grub */	\
	X(MENU, "menuentry")		/* linux FILE WORDS of a menu of GRUB's */ \
	X(HYPERVISOR, "hypervisor")	/* multiboot FILE WORDS: the line of Xen */ \
	X(KERNELOPTS, "kernelopts")	/* of grubenv */			\
	X(LOADER, "loader-entry")	/* options of a loader entry */		\
	X(ARGUMENTS, "arguments")	/* of grubby, rpm-ostree, kernelstub */	\
	X(YAML, "yaml")			/* a list of arguments: MachineConfig and others */ \
	X(NIX, "nix")		/* boot.kernelParams of NixOS */	\
	X(NAMED, "variable")		/* of dracut, Limine, U-Boot, TuneD and others */ \
	X(MODPROBE, "modprobe")		/* a line of modprobe.d */		\
	X(REMOVED, "removed")		/* words that are to be removed */	\
	X(LOG, "kernel-log")		/* what the kernel logs of its line */	\
	X(PROC, "proc-cmdline")		/* what cat /proc/cmdline prints */	\
	X(GRUBBY, "grubby")		/* args= of grubby --info */		\
	X(REFIND, "refind")		/* a line of refind_linux.conf */

/* What is wrong with the way it stands there. */
#define IA_PASTE_TROUBLES(X)							\
	X(NONE, "none")								\
	X(UNCLOSED, "unclosed-quote")	/* a quote opens, and none closes it */	\
	X(CURLY, "curly-quote")		/* a quote that is none to a shell */	\
	X(XEN, "hypervisor")		/* the words are for Xen, not for Linux */ \
	X(UNQUOTED, "unquoted")		/* no quotes: a shell takes the first word alone */ \
	X(BLANK, "blank")		/* a blank in front of "=": a shell sets nothing */ \
	X(BEHIND, "behind-quote")	/* an assignment behind the closing quote */ \
	X(COMMAND, "command")		/* a word behind it: a shell sets nothing */

/* What boots with a line. */
#define IA_PASTE_BOOTS(X)							\
	X(NEXT, "next")			/* what is configured: the next boot */	\
	X(RUNNING, "running")		/* the kernel that runs */		\
	X(ENTRY, "entry")		/* an entry of a boot menu */

#define X(name, word)	IA_PASTE_##name,
enum ia_paste_kind { IA_PASTE_KINDS(X) };
#undef X
#define X(name, word)	IA_PASTE_TROUBLE_##name,
enum ia_paste_trouble { IA_PASTE_TROUBLES(X) };
#undef X
#define X(name, word)	IA_PASTE_BOOTS_##name,
enum ia_paste_boot { IA_PASTE_BOOTS(X) };
#undef X

/* Why a text is no command line that could be judged. */
enum ia_paste_refusal {
	IA_PASTE_TAKEN,
	IA_PASTE_REFUSED_MODPROBE,	/* lines of modprobe.d alone */
	IA_PASTE_REFUSED_COMPUTED,	/* an expression: only Nix knows its value */
	IA_PASTE_REFUSED_VARIABLE,	/* a variable of a shell's, whose value is not there */
	IA_PASTE_REFUSED_EDIT,		/* a command that edits a file */
	IA_PASTE_REFUSED_COMMENT,	/* a comment alone */
	IA_PASTE_REFUSED_INPUT,		/* "-" */
};

extern const struct ia_wordlist ia_words_paste_kinds, ia_words_paste_troubles,
				ia_words_paste_boots;

/**
 * struct ia_pasted - words of a kernel command line, and where they stood
 * @kind: what they stood in
 * @name: of the variable, the key or the option; NULL where there is none
 * @row: in which line of the text, counted from 1
 * @text: the words
 * @trouble: what is wrong there
 * @aside: they are no part of the command line: another assignment wins, or they are not for Linux
 * @adds: they repeat $kernelopts
 * @entry: which of the entries they are of
 */
struct ia_pasted {
	enum ia_paste_kind kind;
	const char *name;
	size_t row;
	const char *text;
	enum ia_paste_trouble trouble;
	bool aside;
	bool adds;
	size_t entry;
};

/**
 * struct ia_paste_entry - one command line of a paste
 * @boot: what boots with it
 * @title: of the entry of the menu, or NULL
 * @row: in which line its words begin
 * @line: all its words as one command line
 * @dom0: Xen boots that kernel, as its dom0
 */
struct ia_paste_entry {
	enum ia_paste_boot boot;
	const char *title;
	size_t row;
	const char *line;
	bool dom0;
};

/**
 * struct ia_paste - what was pasted
 * @entries: its command lines: a kernel boots with one of them
 * @nentries: number of @entries; at least one where nothing is refused
 * @entries_room: entries there is room for
 * @items: where they stood, in the order of the text
 * @count: number of @items
 * @room: items there is room for
 * @troubles: those of @items with something wrong
 * @refusal: why nothing of it is judged
 * @row: in which line that stands
 */
struct ia_paste {
	struct ia_paste_entry *entries;
	size_t nentries;
	size_t entries_room;
	struct ia_pasted *items;
	size_t count;
	size_t room;
	size_t troubles;
	enum ia_paste_refusal refusal;
	size_t row;
};

/* paste.c */
void ia_paste_parse(struct ia_arena *arena, const char *text, struct ia_paste *paste);

/* paste_shell.c */
size_t ia_curly_quote(const char *text);
const char *ia_shell_value(struct ia_arena *arena, const char **text, char stop, const char *own,
			   bool *self, enum ia_paste_trouble *trouble);
const char *ia_rest_of_line(struct ia_arena *arena, const char *p, enum ia_paste_trouble *trouble);

#endif /* IA_MACHINE_PASTE_H */
