// SPDX-License-Identifier: GPL-2.0
#include "translation.h"

/**
 * ia_translation_set() - say what becomes of requests without a PASID
 * @to: mode and reason are filled in; what follows from the mode does not apply, or
 *      is not known where the mode is not
 * @mode: the mode
 * @reason: why, or %IA_REMAP_REASON_ABSENT
 */
void ia_translation_set(struct ia_requester *to, enum ia_remap_mode mode,
			enum ia_remap_reason reason)
{
	bool known = mode != IA_REMAP_UNKNOWN;

	to->mode = mode;
	to->reason = reason;
	to->stage = known ? IA_STAGE_ABSENT : IA_STAGE_UNKNOWN;
	to->domain_id = known ? IA_ABSENT : IA_UNKNOWN;
	to->width = known ? IA_ABSENT : IA_UNKNOWN;
}

/**
 * ia_translation_unread() - say that nobody can tell what becomes of any request
 * @to: filled in
 * @reason: why
 */
void ia_translation_unread(struct ia_requester *to, enum ia_remap_reason reason)
{
	ia_translation_set(to, IA_REMAP_UNKNOWN, reason);
	to->pasids = IA_UNKNOWN;
	to->ats = IA_UNKNOWN;
}

/**
 * ia_walk_read() - read words of a table
 * @walk: the way; what is read goes into its sum
 * @address: physical address; what is read must not cross the end of a page
 * @words: where they go
 * @count: how many
 *
 * Return: false where that is no memory
 */
bool ia_walk_read(struct ia_walk *walk, u64 address, u64 *words, unsigned int count)
{
	unsigned int i;

	if (!walk->read(walk->data, address, words, count * sizeof(*words)))
		return false;
	for (i = 0; i < count; i++)
		walk->sum = ((walk->sum << 5 | walk->sum >> 59) ^ words[i]) *
			    0x9e3779b97f4a7c15ULL;
	return true;
}
