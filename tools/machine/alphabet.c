// SPDX-License-Identifier: GPL-2.0
/* What texts consist of. */
#include "machine.h"

#include <string.h>

const struct ia_alphabet ia_alphabets[IA_ALPHABETS] = {
#define A(name, chars, least, most, about)	\
	[IA_ALPHABET_##name] = { #name, chars, least, most, about },
	IOMMU_AUDIT_ALPHABETS(A)
	IA_HOST_ALPHABETS(A)
#undef A
};

/* Whether brackets of a regular expression have a character: single ones, and ranges. */
static bool has(const char *chars, unsigned char c)
{
	for (; *chars; chars++) {
		if (chars[1] != '-' || !chars[2]) {
			if (c == (unsigned char)*chars)
				return true;
			continue;
		}
		if (c >= (unsigned char)chars[0] && c <= (unsigned char)chars[2])
			return true;
		chars += 2;
	}
	return false;
}

/**
 * ia_alphabet_fits() - tell whether a text is of an alphabet
 * @alphabet: the alphabet
 * @text: clean text, not necessarily terminated
 * @len: its length
 */
bool ia_alphabet_fits(const struct ia_alphabet *alphabet, const char *text, size_t len)
{
	bool but = *alphabet->chars == '^';
	size_t i;

	if (len < alphabet->least || (alphabet->most && len > alphabet->most))
		return false;
	for (i = 0; i < len && *alphabet->chars; i++) {
		if (has(alphabet->chars + but, text[i]) == but)
			return false;
	}
	return true;
}

/** ia_text_in() - a text as a value; unknown where it is NULL or not of its alphabet */
struct ia_string ia_text_in(enum ia_alphabet_id id, const char *text)
{
	bool fits = text && ia_alphabet_fits(&ia_alphabets[id], text, strlen(text));

	return ia_text_of(fits ? text : NULL);
}
