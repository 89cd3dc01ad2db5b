// SPDX-License-Identifier: GPL-2.0
#include "near.h"

/**
 * ia_unknown_text() - say that there is no such word, and what there is
 * @arena: owner of the text
 * @near: the search for it among those that there are
 * @what: what it should have been, as "a profile"
 * @whats: several of these, as "profiles"
 * @all: those that there are, with a blank in front of each; shown where none is near
 */
const char *ia_unknown_text(struct ia_arena *arena, const struct ia_near *near, const char *what,
			    const char *whats, const char *all)
{
	const char *text = ia_format(arena, "'%.*s' is not %s", (int)near->len, near->word, what);

	return near->best ? ia_format(arena, "%s: did you mean %s?", text, near->best) :
			    ia_format(arena, "%s; %s are:%s", text, whats, all);
}
