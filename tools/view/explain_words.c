// SPDX-License-Identifier: GPL-2.0
/* What messages of several kinds say alike. */
#include "explain_text.h"

/* Why the direction of a mapping refuses a request, by what the request was. */
const char *const ia_explain_wrong_direction[] = {
	[IA_ACCESS_WRITE] =
		"the driver mapped the buffer for the device to read (DMA_TO_DEVICE), and the device writes to it",
	[IA_ACCESS_READ] =
		"the driver mapped the buffer for the device to write (DMA_FROM_DEVICE), and the device reads from it",
};

/** ia_explain_access() - what a request wanted, in words */
const char *ia_explain_access(enum ia_access_type access)
{
	return access == IA_ACCESS_READ ? "a read" : access == IA_ACCESS_WRITE ? "a write" :
	       access == IA_ACCESS_ATOMIC ? "an atomic operation" : "a request";
}

/** ia_explain_pasid() - its PASID in words, or nothing */
const char *ia_explain_pasid(const struct ia_machine *m, const struct ia_log_said *said)
{
	return said->pasid.known ? ia_format(m->arena, " with PASID 0x%llx",
					     (unsigned long long)said->pasid.n) : "";
}
