// SPDX-License-Identifier: GPL-2.0
/* A page in HTML: elements of ours alone, each closed in its turn. */
#include "fuzz.h"

#include <string.h>

#define LETTERS	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
#define DEPTH	4096

/* What no page of ours has: it would run, load or send something. */
static const char *const never[] = {
	"script", "img", "iframe", "object", "embed", "link", "base", "form", "input", "audio",
	"video", "image", "use", "foreignObject", "animate", "set",
};

/* Elements that are never closed. */
static bool is_empty(const char *name, size_t len)
{
	return len == strlen("meta") && !memcmp(name, "meta", len);
}

static void check_name(const char *name, size_t len)
{
	size_t i;

	if (!len)
		fuzz_broken("a '<' that begins no element: %.40s", name);
	for (i = 0; i < sizeof(never) / sizeof(*never); i++) {
		if (strlen(never[i]) == len && !memcmp(never[i], name, len))
			fuzz_broken("an element that is none of ours: %.40s", name);
	}
}

/* Return: behind the attributes of an element. */
static const char *attributes(const char *p)
{
	while (*p == ' ') {
		size_t len = strspn(++p, LETTERS);

		if (!len || !strncmp(p, "on", 2) || strncmp(p + len, "=\"", 2))
			fuzz_broken("an attribute that is none of ours: %.40s", p);
		p += len + 2;
		p += strcspn(p, "\"<>");
		if (*p++ != '"')
			fuzz_broken("an attribute that does not end: %.40s", p);
	}
	return p;
}

/** fuzz_check_html() - a page is balanced, and holds nothing that a text brought with it */
void fuzz_check_html(const char *page)
{
	static struct {
		const char *name;
		size_t len;
	} open[DEPTH];
	const char *p = strchr(page + 1, '<');
	size_t depth = 0;

	for (; p; p = strchr(p, '<')) {
		bool closes = *++p == '/';
		const char *name = p += closes;
		size_t len = strspn(p, LETTERS);

		check_name(name, len);
		p = attributes(p + len);
		if (closes) {
			if (!depth-- || open[depth].len != len ||
			    memcmp(open[depth].name, name, len))
				fuzz_broken("closed and not open: %.40s", name);
		} else if (*p != '/' && !is_empty(name, len)) {
			if (depth == DEPTH)
				fuzz_broken("elements within %d others", DEPTH);
			open[depth].name = name;
			open[depth++].len = len;
		}
		p += *p == '/';
		if (*p != '>')
			fuzz_broken("an element that does not end: %.40s", name);
	}
	if (depth)
		fuzz_broken("never closed: %.40s", open[depth - 1].name);
}
