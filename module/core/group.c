// SPDX-License-Identifier: GPL-2.0
#include "group.h"

/**
 * ia_group_add_region() - append one reserved region to a list
 * @t: the list
 * @start: first address
 * @length: bytes, at least 1
 * @type: its type
 */
void ia_group_add_region(struct ia_text *t, u64 start, u64 length,
			 enum ia_region_type type)
{
	ia_text_puts(t, t->len ? ",0x" : "0x");
	ia_text_hex(t, start, 16);
	ia_text_puts(t, "-0x");
	ia_text_hex(t, start + length - 1, 16);
	ia_text_puts(t, ":");
	ia_text_puts(t, ia_word_of(ia_words_REGION_TYPES, type));
}
