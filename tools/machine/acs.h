/* SPDX-License-Identifier: GPL-2.0 */
/* acs.c: the bits of Access Control Services, as sets */
#ifndef IA_MACHINE_ACS_H
#define IA_MACHINE_ACS_H

#include <stdbool.h>
#include <stddef.h>

#include "address.h"
#include "record.h"
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

/**
 * struct ia_acs_set - the value of one ACS register
 * @known: false for "-", "unknown" and a missing key
 * @bits: the bits that are set
 */
struct ia_acs_set {
	bool known;
	unsigned int bits;
};

/**
 * struct ia_acs - the ACS of one port above a device, or of the device itself
 * @record: all its keys
 * @device: the device
 * @port: the port; equal to @device for the device's own capability
 * @hop: 0 for the nearest port, growing to the root; -1 for the device itself
 * @type: kind of port
 * @cap: what it can do
 * @ctl: what is switched on
 * @at_load: what was switched on when the module was loaded
 * @present: it has the capability; without a bit in @cap it is hard-wired
 */
struct ia_acs {
	IOMMU_AUDIT_ACS(IA_MEMBER)
	const struct ia_record *record;
	long hop_text;
	const char *type_text;
	struct ia_acs_set cap_text;
	struct ia_acs_set ctl_text;
	struct ia_acs_set at_load_text;
	bool present_text;
};

extern const char *const ia_acs_letters[IA_ACS_BITS];
extern const char *const ia_acs_words[IA_ACS_BITS];

/* acs.c */
struct ia_acs_set ia_acs_parse(const char *list);
bool ia_acs_drifted(const struct ia_acs *acs);
const char *ia_acs_text(struct ia_arena *arena, const struct ia_bits *set,
			unsigned int changed);
const char *ia_acs_short(struct ia_arena *arena, const char *list,
			 unsigned int changed);
bool ia_acs_isolates(const struct ia_acs *acs, bool multifunction);

#endif /* IA_MACHINE_ACS_H */
