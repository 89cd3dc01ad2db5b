/* SPDX-License-Identifier: GPL-2.0 */
/* vtd_fault.c: Fault Recording Registers of VT-d, and who consumes them */
#ifndef IA_CORE_VTD_FAULT_H
#define IA_CORE_VTD_FAULT_H

#include "fault.h"
#include "types.h"
#include "vtd_regs.h"

/* VT-d specification 11.4.7.1, Fault Status Register */
#define IA_VTD_FSTS_PFO		0x1
#define IA_VTD_FSTS_PPF		0x2

/* 11.4.7.5, Fault Recording Registers: 128 bits each; F is bit 127 */
#define IA_VTD_FRCD_SIZE	16
#define IA_VTD_FRCD_F		0x8000000000000000ULL

/**
 * struct ia_vtd_walk - one invocation of the driver's fault handler, as seen
 *			from its calls of ___ratelimit()
 * @regs: Fault Recording Registers of the unit, at least 1
 * @index: register that the driver looks at next
 * @calls: calls so far
 * @began: @index is that of the register that the driver begins with, or a later one
 * @was_clear: the last register looked at held no fault at that moment
 * @ended: the driver is leaving, unless hardware logs a fault in this moment
 */
struct ia_vtd_walk {
	unsigned int regs;
	unsigned int index;
	unsigned int calls;
	bool began;
	bool was_clear;
	bool ended;
};

/* What has to be read next, to know what the driver does next. */
enum ia_vtd_next {
	IA_VTD_NOTHING,
	IA_VTD_STATUS,
	IA_VTD_RECORD,
};

void ia_vtd_walk_start(struct ia_vtd_walk *walk, unsigned int regs, u32 fsts);
enum ia_vtd_next ia_vtd_walk_call(struct ia_vtd_walk *walk, bool *missed);
enum ia_vtd_next ia_vtd_walk_status(struct ia_vtd_walk *walk, u32 fsts);
enum ia_vtd_next ia_vtd_walk_record(struct ia_vtd_walk *walk, bool fault);

void ia_vtd_fault_decode(u64 low, u64 high, struct ia_fault *fault);
const char *ia_vtd_fault_name(u16 reason);
bool ia_vtd_fault_has_index(u16 reason);

#endif /* IA_CORE_VTD_FAULT_H */
