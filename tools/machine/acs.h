/* SPDX-License-Identifier: GPL-2.0 */
/* acs.c: the bits of Access Control Services, as sets */
#ifndef IA_MACHINE_ACS_H
#define IA_MACHINE_ACS_H

#include <stdbool.h>
#include <stddef.h>

#include "records.h"

/* Bit n is bit n of the ACS Control register (PCIe 7.7.8.3). */
#define IA_ACS_SRC_VALID	0x01
#define IA_ACS_TRANS_BLK	0x02
#define IA_ACS_REQ_REDIR	0x04
#define IA_ACS_CMPLT_REDIR	0x08
#define IA_ACS_UPSTREAM_FWD	0x10
#define IA_ACS_EGRESS_CTRL	0x20
#define IA_ACS_DIRECT_TRANS	0x40
/* What Linux asks of a port before it splits the devices below into groups. */
#define IA_ACS_ISOLATION	(IA_ACS_SRC_VALID | IA_ACS_REQ_REDIR | \
				 IA_ACS_CMPLT_REDIR | IA_ACS_UPSTREAM_FWD)

/*
 * struct ia_acs - the ACS of one port above a device, or of the device itself:
 * the values of the record. A port that shows a bit is present, also where an
 * older module does not say so.
 */
struct ia_acs {
	IOMMU_AUDIT_ACS(IA_MEMBER)
};

/* Whether this is the device's own capability, and no port above it. */
static inline bool ia_acs_is_own(const struct ia_acs *acs)
{
	return acs->port == acs->device;
}

extern const char *const ia_acs_letters[IA_ACS_BITS];

/* acs.c */
unsigned int ia_acs_bit(const char *word, size_t len);
bool ia_acs_drifted(const struct ia_acs *acs);
const char *ia_acs_text(struct ia_arena *arena, const struct ia_bits *set,
			unsigned int changed);

#endif /* IA_MACHINE_ACS_H */
