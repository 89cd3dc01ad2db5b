/* SPDX-License-Identifier: GPL-2.0 */
/*
 * lspci.c, lspci_lines.c, lspci_text.c, lspci_missing.c, lspci_hex.c: what lspci prints, as
 * text, as a hex dump or as both, and as people paste it
 */
#ifndef IA_SOURCE_LSPCI_H
#define IA_SOURCE_LSPCI_H

#include "../base/status.h"
#include "functions.h"

/* Bytes of configuration space: those of every header, and all that there can be. */
#define IA_CONFIG_HEADER	64
#define IA_CONFIG_MOST		4096

/**
 * struct ia_line - a line, or several that a mail program has made of one
 * @text: without what pasting adds; blanks are single ones; there until the next line is read
 * @len: its length
 * @number: where it stands
 * @width: columns that it had; of several lines those of the last one
 * @indented: it stood behind blanks
 * @title: it is none of lspci: a fence, or what a forum shows in its place
 */
struct ia_line {
	char *text;
	size_t len;
	size_t number;
	size_t width;
	bool indented;
	bool title;
};

/**
 * struct ia_lines - a text, line by line
 * @here: room for the line
 * @ahead: room for the one behind it
 * @rest: what comes next
 * @end: behind the text
 * @number: of the line that comes next
 * @cut: the last line has no end
 * @indents: the lines below functions are indented
 * @broken: a mail program may have broken some
 */
struct ia_lines {
	char *here;
	char *ahead;
	const char *rest;
	const char *end;
	size_t number;
	bool cut;
	bool indents;
	bool broken;
};

/* Capabilities whose lines are looked at. */
enum ia_lspci_cap {
	IA_LSPCI_CAP_OTHER,
	IA_LSPCI_CAP_EXPRESS,
	IA_LSPCI_CAP_AF,
	IA_LSPCI_CAP_ACS,
	IA_LSPCI_CAP_ATS,
	IA_LSPCI_CAP_PRI,
	IA_LSPCI_CAP_PASID,
	IA_LSPCI_CAP_SRIOV,
	IA_LSPCI_CAP_SERIAL,
	IA_LSPCI_CAPS
};

/**
 * struct ia_lspci_text - what the lines of a function were
 * @verbose: it has more than a line
 * @silent: it did not answer
 * @denied: its capabilities were not shown
 * @ended: what comes behind its capabilities was seen, or its end
 * @list: it has a list of capabilities
 * @cap: the capability whose lines are read
 * @caps: a bit for each capability that it has
 * @any: it has a capability, of whatever kind
 * @extended: it has one in the extended space
 * @class: base class and sub-class
 * @interface: programming interface, where it is printed
 * @vfs: VFs that are enabled if any are
 * @vfs_on: whether they are
 */
struct ia_lspci_text {
	bool verbose;
	bool silent;
	bool denied;
	bool ended;
	enum ia_flag list;
	enum ia_lspci_cap cap;
	unsigned int caps;
	bool any;
	bool extended;
	struct ia_number class;
	struct ia_number interface;
	struct ia_number vfs;
	enum ia_flag vfs_on;
};

/**
 * struct ia_lspci_function - a function, and what its lines were
 * @function: its records
 * @text: what its text was
 * @line: number of its first line
 * @bytes: its hex dump
 * @size: bytes that this has
 */
struct ia_lspci_function {
	struct ia_function function;
	struct ia_lspci_text text;
	size_t line;
	uint8_t *bytes;
	size_t size;
};

/**
 * struct ia_lspci - a dump
 * @machine: what it becomes
 * @items: functions
 * @count: number of @items
 * @room: those that there is room for
 */
struct ia_lspci {
	struct ia_machine *machine;
	struct ia_lspci_function *items;
	size_t count;
	size_t room;
};

/* lspci_lines.c */
struct ia_lines ia_lines_of(struct ia_arena *arena, const char *text, size_t len);
bool ia_lines_next(struct ia_lines *lines, struct ia_line *line);
bool ia_line_is_slot(const struct ia_line *line, ia_address *address);
bool ia_line_is_whole_slot(const struct ia_line *line);

/* lspci_text.c */
void ia_lspci_text_slot(struct ia_arena *arena, const struct ia_line *line,
			struct ia_lspci_function *f);
void ia_lspci_text_line(struct ia_arena *arena, const struct ia_line *line,
			struct ia_lspci_function *f);

/* lspci_missing.c */
void ia_lspci_missing(struct ia_lspci *dump);

/* lspci_hex.c */
bool ia_line_is_hex(const struct ia_line *line);
const char *ia_lspci_hex_line(struct ia_arena *arena, const struct ia_line *line,
			      struct ia_lspci_function *f);
const char *ia_lspci_hex_end(struct ia_lspci *dump);

/* lspci.c */
bool ia_lspci_looks(const char *text, size_t len);
bool ia_lspci_parse(struct ia_machine *machine, const char *path, const char *text, size_t len,
		    struct ia_problem *problem);

#endif /* IA_SOURCE_LSPCI_H */
