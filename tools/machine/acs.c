// SPDX-License-Identifier: GPL-2.0
#include "acs.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

const char *const ia_acs_letters[IA_ACS_BITS] = {
	"SV", "TB", "RR", "CR", "UF", "EC", "DT",
};

/**
 * ia_acs_bit() - which bit a word of lspci's stands for
 * @word: the word, as ReqRedir
 * @len: its length
 *
 * Return: one of enum ia_acs_bit; IA_ACS_BITS for no word of them.
 */
unsigned int ia_acs_bit(const char *word, size_t len)
{
	unsigned int bit;

	for (bit = 0; bit < IA_ACS_BITS; bit++) {
		if (ia_is_word(ia_words_acs_bits.words[bit], word, len))
			break;
	}
	return bit;
}

/**
 * ia_acs_drifted() - tell whether a port's control bits changed since load
 * @acs: the port
 */
bool ia_acs_drifted(const struct ia_acs *acs)
{
	return acs->ctl.known && acs->ctl_at_load.known &&
	       acs->ctl.bits != acs->ctl_at_load.bits;
}

/**
 * ia_acs_text() - write a set of flags with two letters each
 * @arena: the owner of the text
 * @set: the flags
 * @changed: bits to mark with a star: those that changed since load
 *
 * Return: the letters; "none", "-" and "unknown" as the module writes them.
 */
const char *ia_acs_text(struct ia_arena *arena, const struct ia_bits *set,
			unsigned int changed)
{
	struct ia_buf buf = { .arena = arena };
	unsigned int i;

	if (!set->known)
		return set->absent ? IOMMU_AUDIT_NOT_APPLICABLE : IOMMU_AUDIT_UNKNOWN;
	for (i = 0; i < IA_ACS_BITS; i++) {
		if (set->bits & 1u << i)
			ia_buf_add(&buf, "%s%s%s", buf.len ? " " : "", ia_acs_letters[i],
				   changed & 1u << i ? "*" : "");
	}
	return buf.text ? buf.text : IOMMU_AUDIT_NONE;
}
