// SPDX-License-Identifier: GPL-2.0
#include "near.h"

#include <ctype.h>
#include <string.h>

/* Longer words are not compared: no name of a command, option, column or rule is. */
#define LONGEST		32
/* So many letters of a word tell what was to follow. */
#define PREFIX		3

/* Case does not count, nor which of - and _ is written. */
static int letter(char c)
{
	return c == '_' ? '-' : tolower((unsigned char)c);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * Mistakes between two words: letters that are left out, too much, wrong, or swapped with the
 * next one, which is the optimal string alignment distance of Damerau and Levenshtein.
 */
static size_t mistakes(const char *a, size_t alen, const char *b, size_t blen)
{
	size_t d[LONGEST + 1][LONGEST + 1], i, j;

	for (i = 0; i <= alen; i++)
		d[i][0] = i;
	for (j = 0; j <= blen; j++)
		d[0][j] = j;
	for (i = 1; i <= alen; i++) {
		for (j = 1; j <= blen; j++) {
			size_t wrong = letter(a[i - 1]) != letter(b[j - 1]);

			d[i][j] = least(d[i - 1][j - 1] + wrong,
					least(d[i - 1][j], d[i][j - 1]) + 1);
			if (wrong && i > 1 && j > 1 && letter(a[i - 1]) == letter(b[j - 2]) &&
			    letter(a[i - 2]) == letter(b[j - 1]))
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	return d[alen][blen];
}

/* How many mistakes are one word still, and not another: of four letters at most one. */
static size_t most(size_t alen, size_t blen)
{
	size_t len = least(alen, blen);

	return len < PREFIX ? 0 : len < 5 ? 1 : len < 9 ? 2 : 3;
}

/**
 * ia_near_try() - see whether a word is nearer than those before it
 * @near: the search; of words that are equally near the first one stays
 * @candidate: a word that there is; is kept
 */
void ia_near_try(struct ia_near *near, const char *candidate)
{
	size_t len = strlen(candidate), distance;

	if (!near->len || near->len > LONGEST || len > LONGEST)
		return;
	distance = mistakes(near->word, near->len, candidate, len);
	if (near->len >= PREFIX && len > near->len && distance == len - near->len &&
	    !mistakes(near->word, near->len, candidate, near->len))
		distance = 1;
	if (distance > most(near->len, len) || (near->best && near->distance <= distance))
		return;
	near->best = candidate;
	near->distance = distance;
}
