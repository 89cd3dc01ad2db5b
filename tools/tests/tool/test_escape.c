// SPDX-License-Identifier: GPL-2.0
/*
 * What tools/base/escape.c makes of the texts on stdin, each ended by a zero byte,
 * for the kind of output that is named: written likewise.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/escape.h"

static const struct {
	const char *name;
	const char *(*escape)(struct ia_arena *arena, const char *text);
} kinds[] = {
	{ "line", ia_escape_line }, { "page", ia_escape_page }, { "html", ia_escape_html },
	{ "shell", ia_escape_shell }, { "yaml", ia_escape_yaml },
	{ "systemd", ia_escape_systemd }, { "grub", ia_escape_grub },
};

/**
 * main() - escape each text for one kind
 * @argc: 2
 * @argv: the kind
 */
int main(int argc, char **argv)
{
	struct ia_arena arena = { 0 };
	size_t size = 0, i;
	char *text = NULL;

	for (i = 0; argc == 2 && i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (strcmp(kinds[i].name, argv[1]))
			continue;
		while (getdelim(&text, &size, '\0', stdin) > 0)
			printf("%s%c", kinds[i].escape(&arena, text), '\0');
		ia_arena_free(&arena);
		free(text);
		return 0;
	}
	return 2;
}
