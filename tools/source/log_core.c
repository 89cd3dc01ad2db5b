// SPDX-License-Identifier: GPL-2.0
#include "log_core.h"

#include "../../module/core/amd_event.h"
#include "../../module/core/vtd_fault.h"
#include "../../module/core/vtd_regs.h"

/** ia_core_vtd_reason() - the name of a VT-d fault reason, or NULL */
const char *ia_core_vtd_reason(uint64_t reason)
{
	return reason <= 0xff ? ia_vtd_fault_name(reason) : NULL;
}

/**
 * ia_core_amd_access() - what the request of an AMD event wanted
 * @code: of the event
 * @flags: its flags, as the kernel prints them: bits 59:48
 */
enum ia_core_access ia_core_amd_access(unsigned int code, uint64_t flags)
{
	const u32 event[4] = { 0, code << 28 | (flags & 0xfff) << 16 };
	struct ia_fault fault;

	ia_amd_event_decode(event, &fault);
	return fault.access == IA_ACCESS_READ ? IA_CORE_READ :
	       fault.access == IA_ACCESS_WRITE ? IA_CORE_WRITE : IA_CORE_NO_ACCESS;
}

/** ia_core_vtd_mgaw() - bits of the addresses that a VT-d unit translates */
unsigned int ia_core_vtd_mgaw(uint64_t cap)
{
	return ia_vtd_mgaw(cap);
}

/**
 * ia_core_vtd_features() - features of a VT-d unit, as bits of their list in enums.h
 * @cap: Capability Register
 * @ecap: Extended Capability Register
 * @more: filled: bits from 64 on
 */
uint64_t ia_core_vtd_features(uint64_t cap, uint64_t ecap, uint64_t *more)
{
	struct ia_bits bits = ia_vtd_features(cap, ecap);

	*more = bits.set[1];
	return bits.set[0];
}
