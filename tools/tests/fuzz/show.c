// SPDX-License-Identifier: GPL-2.0
/* Where pages go: to memory, to be looked at when they are whole. */
#include "fuzz.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

static struct sink {
	char *text;
	size_t len;
} page, messages;
static FILE *real_stderr;

/** fuzz_out_open() - a page begins */
void fuzz_out_open(struct ia_out *out, struct ia_arena *arena, enum fuzz_look look)
{
	*out = (struct ia_out){
		.arena = arena,
		.stream = open_memstream(&page.text, &page.len),
		.width = look == FUZZ_NARROW ? 60 : look == FUZZ_ASCII ? 132 : 0,
		.height = 24,
		.color = look == FUZZ_NARROW,
		.utf8 = look != FUZZ_ASCII,
	};
	setlocale(LC_CTYPE, look == FUZZ_ASCII ? "C" : "C.UTF-8");
}

/** fuzz_out_close() - a page is whole: check it */
void fuzz_out_close(struct ia_out *out, const char *what, enum fuzz_look look)
{
	fclose(out->stream);
	if (look == FUZZ_JSON)
		fuzz_check_json(what, page.text, page.len);
	else
		fuzz_check_text(what, page.text, page.len, out->color);
	if (!strncmp(page.text, "<!DOCTYPE", strlen("<!DOCTYPE")))
		fuzz_check_html(page.text);
	free(page.text);
	page.text = NULL;
}

/** fuzz_stderr_open() - take what is said on stderr from here on */
void fuzz_stderr_open(void)
{
	real_stderr = stderr;
	stderr = open_memstream(&messages.text, &messages.len);
}

/** fuzz_stderr_close() - give stderr back, and check what was said; not with NULL */
void fuzz_stderr_close(const char *what)
{
	fclose(stderr);
	stderr = real_stderr;
	if (what)
		fuzz_check_text(what, messages.text, messages.len, false);
	free(messages.text);
	messages.text = NULL;
}
