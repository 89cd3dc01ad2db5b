// SPDX-License-Identifier: GPL-2.0
#include "amd_dte.h"

/**
 * ia_amd_device_table_base() - physical address of the device table
 * @reg: Device Table Base Address Register; bits 51:12 count
 *
 * With memory encryption the address carries the C-bit.
 */
u64 ia_amd_device_table_base(u64 reg)
{
	return reg & 0x000ffffffffff000ULL;
}

/**
 * ia_amd_device_table_size() - bytes in the device table
 * @reg: Device Table Base Address Register; bits 8:0 are pages of 4 KiB, less 1
 *
 * Return: 4 KiB to 2 MiB
 */
size_t ia_amd_device_table_size(u64 reg)
{
	return ((size_t)(reg & 0x1ff) + 1) << 12;
}

/**
 * ia_amd_dte_remaps_interrupts() - whether an entry sends interrupts through
 *				    an interrupt remapping table
 * @dte: the four 64-bit words of the entry
 *
 * 2.2.2, Device Table Entry Format: IV, bit 128, makes the interrupt fields
 * valid; IntCtl, bits 189:188, is 10b for "remapped".
 */
bool ia_amd_dte_remaps_interrupts(const u64 *dte)
{
	return dte[2] & 1 && (dte[2] >> 60 & 3) == 2;
}

/**
 * ia_amd_dte_interrupts() - entries of the interrupt remapping table
 * @dte: an entry that remaps interrupts; IntTabLen, bits 132:129, is the exponent
 *
 * Return: 1 to 2048, 0 for the reserved values above 1011b
 */
unsigned int ia_amd_dte_interrupts(const u64 *dte)
{
	unsigned int len = dte[2] >> 1 & 0xf;

	return len > 11 ? 0 : 1U << len;
}
