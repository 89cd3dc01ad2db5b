/* SPDX-License-Identifier: GPL-2.0 */
/* cmdline.c, cmdline_pci.c: a kernel command line, parsed as the kernel does */
#ifndef IA_MACHINE_CMDLINE_H
#define IA_MACHINE_CMDLINE_H

#include "acs.h"
#include "address.h"
#include "../base/memory.h"

struct ia_device;

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
 * @exact: @patch is known: a release as 6.1.0-56-amd64 does not say it
 * @patch: the 117 of 6.12.117
 * @arch: its architecture, where the release names it as Debian's and Red Hat's do
 * @abi: else Debian's own number, the 56 of 6.1.0-56-amd64, or 0
 * @debian: the kernel is one of Debian's
 * @backported: it is one of Red Hat's: old by number, not by content
 * @override: it carries the patch behind pcie_acs_override=, as far as its name says
 * @own: a distribution counts by itself, or takes fixes as it likes: the number tells what
 *       the kernel has, and not what it lacks
 */
struct ia_release {
	bool known;
	unsigned int major;
	unsigned int minor;
	bool exact;
	unsigned int patch;
	enum ia_arch arch;
	unsigned int abi;
	bool debian;
	bool backported;
	enum ia_flag override;
	bool own;
};

/**
 * struct ia_pci_match - functions that pci= names
 * @by_ids: by @vendor and @device; else by place
 * @vendor: by ids: 0 is any
 * @device: by ids: 0 is any
 * @subvendor: by ids: 0 is any; of the subsystem
 * @subdevice: by ids: 0 is any; likewise
 * @root: by place: the function itself, or the one that its path begins at;
 *        IA_NO_ADDRESS for one that cannot be
 * @steps: by place: device and function number of each step, the last one first
 * @nsteps: number of @steps
 */
struct ia_pci_match {
	bool by_ids;
	unsigned int vendor;
	unsigned int device;
	unsigned int subvendor;
	unsigned int subdevice;
	ia_address root;
	unsigned int *steps;
	size_t nsteps;
};

/* What the kernel does not understand in a request: it reads nothing after it. */
enum ia_acs_wrong {
	IA_ACS_RIGHT,
	IA_ACS_NO_FLAGS,	/* no FLAGS@ */
	IA_ACS_BAD_FLAG,	/* none of 0, 1 and x */
	IA_ACS_MORE_FLAGS,	/* than seven */
	IA_ACS_NO_DEVICE,
	IA_ACS_BAD_IDS,		/* not pci:vendor:device[:subvendor:subdevice] */
	IA_ACS_BAD_PATH,	/* not [domain:]bus:dev.fn[/dev.fn]... */
};

/**
 * struct ia_acs_request - what pci=config_acs= or disable_acs_redir= asks of
 * some devices
 * @mask: bits that are named, as in the ACS Control register
 * @flags: what those become
 * @match: which devices
 * @device: the same as written
 * @wrong: what of it the kernel does not understand
 *
 * From Linux 6.11 on all bits outside of @mask get the value that firmware
 * left, not the one that the kernel would have chosen: __pci_config_acs().
 */
struct ia_acs_request {
	unsigned int mask;
	unsigned int flags;
	struct ia_pci_match match;
	const char *device;
	enum ia_acs_wrong wrong;
};

/* All that one option asks: of those that name a device, the first one counts. */
struct ia_acs_requests {
	struct ia_acs_request *items;
	size_t count;
	size_t room;
};

/* What pcie_acs_override= has room for: NUM_ACS_IDS of the patch, less one. */
#define IA_MOST_OVERRIDES	15

/**
 * struct ia_acs_override - what pcie_acs_override= makes a patched kernel believe
 * @given: it is on the line
 * @downstream: downstream and root ports without ACS isolate
 * @multifunction: functions of one slot without ACS do
 * @vendors: and those with these ids
 * @devices: their device ids
 * @count: number of @vendors
 */
struct ia_acs_override {
	bool given;
	bool downstream;
	bool multifunction;
	uint16_t vendors[IA_MOST_OVERRIDES];
	uint16_t devices[IA_MOST_OVERRIDES];
	size_t count;
};

/* cmdline.c */
void ia_cmdline_parse(struct ia_arena *arena, const char *line,
		      struct ia_cmdline *cmdline);
bool ia_cmdline_same(const char *a, const char *b);
bool ia_cmdline_starts(const char *text, const char *start, size_t len);
const struct ia_token *ia_cmdline_last(const struct ia_cmdline *cmdline,
				       const char *name);
void ia_words_split(struct ia_arena *arena, const char *value, char mark,
		    struct ia_words *words);
struct ia_release ia_release_parse(const char *text);
bool ia_release_from(struct ia_release release, unsigned int major,
		     unsigned int minor);

/* cmdline_pci.c */
enum ia_acs_wrong ia_acs_requests_parse(struct ia_arena *arena, const char *value,
					bool redirect, struct ia_acs_requests *requests);
const char *ia_pci_option(struct ia_arena *arena, const struct ia_cmdline *cmdline,
			  const char *option);
void ia_acs_override_parse(const struct ia_cmdline *cmdline, struct ia_acs_override *override);
const char *ia_pci_match_text(struct ia_arena *arena, const struct ia_pci_match *match);
bool ia_pci_matches(const struct ia_pci_match *match, const struct ia_device *device);
const char *ia_cmdline_brief(struct ia_arena *arena, const char *text);
const char *ia_acs_flags_text(struct ia_arena *arena, unsigned int mask,
			      unsigned int flags);

#endif /* IA_MACHINE_CMDLINE_H */
