// SPDX-License-Identifier: GPL-2.0
#include "registers.h"

#include "amd_regs.h"
#include "vtd_regs.h"

#define INFO(name, text, offset, bits, condition)	{ text, offset, bits },

static const struct ia_register_info vtd[] = { IA_VTD_REGISTERS(INFO) };
static const struct ia_register_info amd[] = { IA_AMD_REGISTERS(INFO) };

/* One term for each register: those of all others are false. */
#define TERM(name, text, at, bits, condition)	(offset == (at) && (condition)) ||

static bool vtd_has(unsigned int offset, u64 cap, u64 ecap)
{
	return IA_VTD_REGISTERS(TERM) false;
}

static bool amd_has(unsigned int offset, u64 cap, u64 efr)
{
	return IA_AMD_REGISTERS(TERM) false;
}

/**
 * ia_registers_of() - all registers that units of a vendor can have
 * @vendor: the vendor
 * @count: filled in: how many
 */
const struct ia_register_info *ia_registers_of(enum ia_vendor vendor, size_t *count)
{
	*count = vendor == IA_VENDOR_VTD ? ARRAY_SIZE(vtd) : ARRAY_SIZE(amd);
	return vendor == IA_VENDOR_VTD ? vtd : amd;
}

/**
 * ia_register_exists() - whether a unit has a register
 * @vendor: its vendor
 * @offset: of the register
 * @cap: VT-d CAP_REG; AMD: Capability Header
 * @ecap: VT-d ECAP_REG; AMD: Extended Feature Register
 *
 * With 0 for both: whether every unit has it.
 */
bool ia_register_exists(enum ia_vendor vendor, unsigned int offset, u64 cap, u64 ecap)
{
	return vendor == IA_VENDOR_VTD ? vtd_has(offset, cap, ecap) : amd_has(offset, cap, ecap);
}

/**
 * ia_register_fill() - make the record of one register
 * @record: filled in
 * @info: the register
 * @unit: name of the unit; @record points to it from now on
 * @value: what was read, or IA_UNKNOWN; all ones of 64 bits are no answer either
 */
void ia_register_fill(struct ia_register *record, const struct ia_register_info *info,
		      const char *unit, u64 value)
{
	ia_record_init(&ia_register_layout, record);
	record->unit = unit;
	record->name = info->name;
	record->offset = info->offset;
	record->bits = info->bits;
	if (value != ~0ULL)
		record->value = value;
}
