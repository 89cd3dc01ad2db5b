/* SPDX-License-Identifier: GPL-2.0 */
/* cmdline.c, cmdline_pci.c: a kernel command line, parsed as the kernel does */
#ifndef IA_MACHINE_CMDLINE_H
#define IA_MACHINE_CMDLINE_H

#include "acs.h"
#include "address.h"
#include "../base/memory.h"

/* What x86 keeps of a command line, with its end: COMMAND_LINE_SIZE. */
#define IA_CMDLINE_SIZE		2048

/**
 * struct ia_token - one parameter of a command line, a "?" for what is not ASCII
 * @text: as it stands there
 * @name: up to the "=", without the quotes around the whole
 * @value: what follows the "=", without its quotes; NULL without "="
 * @init: it stands after "--", so it is for init and no kernel code reads it
 */
struct ia_token {
	const char *text;
	const char *name;
	const char *value;
	bool init;
};

/**
 * struct ia_cmdline - a command line
 * @tokens: in their order; "--" itself is none of them
 * @count: number of @tokens
 * @room: tokens there is room for
 * @length: bytes of the line
 */
struct ia_cmdline {
	struct ia_token *tokens;
	size_t count;
	size_t room;
	size_t length;
};

/**
 * struct ia_words - the words of a value
 * @items: in their order, the empty ones too: drivers differ on those
 * @count: number of @items
 * @room: words there is room for
 */
struct ia_words {
	const char **items;
	size_t count;
	size_t room;
};

/**
 * struct ia_release - a kernel's version
 * @known: whether it is known; without it every question is answered with no
 * @major: the 6 of 6.12
 * @minor: the 12
 */
struct ia_release {
	bool known;
	unsigned int major;
	unsigned int minor;
};

/**
 * struct ia_acs_request - what pci=config_acs= or disable_acs_redir= asks of
 * some devices
 * @mask: bits that are named, as in the ACS Control register
 * @flags: what those become
 * @device: which devices, as written
 * @wrong: why the kernel does not understand this, or NULL
 *
 * From Linux 6.11 on all bits outside of @mask get the value that firmware
 * left, not the one that the kernel would have chosen: __pci_config_acs().
 */
struct ia_acs_request {
	unsigned int mask;
	unsigned int flags;
	const char *device;
	const char *wrong;
};

/**
 * struct ia_acs_requests - all that one option asks
 * @items: in their order; the first one that names a device counts for it,
 *         and nothing after one that is wrong is read
 * @count: number of @items
 * @room: requests there is room for
 */
struct ia_acs_requests {
	struct ia_acs_request *items;
	size_t count;
	size_t room;
};

/* cmdline.c */
void ia_cmdline_parse(struct ia_arena *arena, const char *line,
		      struct ia_cmdline *cmdline);
bool ia_cmdline_same(const char *a, const char *b);
bool ia_cmdline_starts(const char *text, const char *start);
const struct ia_token *ia_cmdline_last(const struct ia_cmdline *cmdline,
				       const char *name);
void ia_words_split(struct ia_arena *arena, const char *value, char mark,
		    struct ia_words *words);
struct ia_release ia_release_parse(const char *text);
bool ia_release_from(struct ia_release release, unsigned int major,
		     unsigned int minor);

/* cmdline_pci.c */
void ia_acs_requests_parse(struct ia_arena *arena, const char *value,
			   bool redirect, struct ia_acs_requests *requests);
const char *ia_acs_flags_text(struct ia_arena *arena, unsigned int mask,
			      unsigned int flags);
const char *ia_pci_match_wrong(struct ia_arena *arena, const char *device);

#endif /* IA_MACHINE_CMDLINE_H */
