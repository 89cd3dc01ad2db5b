// SPDX-License-Identifier: GPL-2.0
/* A kernel command line: found in what was pasted, taken apart, judged, suggested upon. */
#include "fuzz.h"

#include <string.h>

#include "../../machine/cmdline.h"
#include "../../machine/paste.h"

static bool is_blank(char c)
{
	return strchr(" \t\n\v\f\r\xa0", c);
}

/*
 * The tokens one after the other are the line but for its blanks: outside of
 * quotes none is in a token, and what is no printable ASCII is shown as "?".
 */
static void check_tokens(const char *line, const struct ia_cmdline *cmdline)
{
	const char *p = line;
	bool init = false;
	size_t i;

	for (i = 0; i <= cmdline->count; i++) {
		const char *text = i < cmdline->count ? cmdline->tokens[i].text : "";

		while (*p && is_blank(*p))
			p++;
		/* The first "--" is no token; nor is one in quotes, which the kernel takes off. */
		if (!init && (i == cmdline->count ? *p : cmdline->tokens[i].init)) {
			init = true;
			p += *p == '"';
			if (strncmp(p, "--", 2))
				fuzz_broken("a token is for init, or lost, without \"--\"");
			p += 2;
			p += *p == '"';
			while (*p && is_blank(*p))
				p++;
		}
		if (i < cmdline->count && !*text)
			fuzz_broken("a token is empty");
		for (; *text; text++, p++) {
			if (*text != *p && !(*text == '?' && (*p < ' ' || *p > '~')))
				fuzz_broken("the tokens are not the line");
		}
	}
	if (*p)
		fuzz_broken("the line goes on behind its last token");
}

/* Words are left out of a text, and never made up: what was found is in it, in its order. */
static void check_pasted(struct ia_arena *arena, const char *text)
{
	struct ia_cmdline cmdline;
	struct ia_paste paste;
	size_t i, troubles = 0;

	ia_paste_parse(arena, text, &paste);
	if (!paste.count)
		fuzz_broken("a text was not even taken for a line");
	for (i = 0; i < paste.count; i++) {
		const struct ia_pasted *item = &paste.items[i];
		const char *p = text, *word;

		for (word = item->text; *word; word++) {
			/* Words are joined by a blank, whatever parted them. */
			if (*word == ' ')
				continue;
			p = strchr(p, *word);
			if (!p)
				fuzz_broken("words were pasted that are not in the text");
			p++;
		}
		if (item->entry >= paste.nentries)
			fuzz_broken("words are of no command line");
		if (!item->row)
			fuzz_broken("words stand in no line");
		troubles += item->trouble != IA_PASTE_TROUBLE_NONE;
	}
	if (troubles != paste.troubles)
		fuzz_broken("troubles are not counted");
	if (!paste.nentries)
		fuzz_broken("no command line was found, not even an empty one");
	if (paste.items->kind == IA_PASTE_LINE && !paste.troubles && !strchr(text, '#') &&
	    strcmp(paste.entries->line, text))
		fuzz_broken("a line alone is not taken as it stands");
	for (i = 0; i < paste.nentries; i++) {
		cmdline = (struct ia_cmdline){ 0 };
		ia_cmdline_parse(arena, paste.entries[i].line, &cmdline);
		check_tokens(paste.entries[i].line, &cmdline);
	}
}

static void lint(const struct ia_machine *machine, char *line, uint32_t choice)
{
	static const char *const kernels[] = { NULL, "5.10", "5.15.0", "6.1.0-56-amd64", "6.11",
					       "6.12.107+deb13-amd64", "6.15", "7.2",
					       "5.14.0-427.13.1.el9_4.x86_64" };
	struct ia_options options = { 0 };

	options.value[IA_OPT_KERNEL] = kernels[choice % (sizeof(kernels) / sizeof(*kernels))];
	fuzz_run(machine, ia_cmd_lint, &options, 1, &line, choice >> 8 & 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_machine machine = *fuzz_machine();
	struct ia_arena arena = { 0 };
	struct ia_cmdline cmdline;
	char *line;

	if (memchr(data, '\0', size))
		return 0;
	line = ia_strndup(&arena, (const char *)data, size);
	ia_cmdline_parse(&arena, line, &cmdline);
	check_tokens(line, &cmdline);
	check_pasted(&arena, line);
	fuzz_stderr_open();
	lint(&machine, line, fuzz_hash(data, size));
	fuzz_stderr_close("a message");
	/* The line of a machine is clean: a file's reader sees to that. */
	if (ia_clean(line, size)) {
		machine.cmdline = ia_text_of(line);
		fuzz_commands(&machine, fuzz_hash(data, size), 2);
	}
	ia_arena_free(&arena);
	return 0;
}
