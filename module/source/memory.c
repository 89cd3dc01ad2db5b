// SPDX-License-Identifier: GPL-2.0
#include <linux/ioport.h>
#include <linux/memory_hotplug.h>
#include <linux/mem_encrypt.h>
#include <linux/mm.h>
#include <linux/page-flags.h>
#include <linux/uaccess.h>

#include "memory.h"

/**
 * ia_memory_read() - copy what is in memory at a physical address
 * @address: as the tables of an IOMMU have it, on AMD with the C-bit; may be anything
 * @buf: where it goes
 * @size: bytes, which are in one page
 *
 * Only memory that this kernel uses is read, through its own mapping: reading
 * registers of a device may do something, reading memory that has failed raises a
 * machine check. In the kernel behind a crash the tables of the one before are none
 * of it. The mapping may lack pages (memfd_secret(), memory of guests); a page that
 * is freed meanwhile reads as what it is by then.
 *
 * Context: process context, may sleep.
 * Return: false when there is no such memory
 */
bool ia_memory_read(u64 address, void *buf, size_t size)
{
	phys_addr_t at = __sme_clr(address);
	struct page *page;

	if (offset_in_page(at) + size > PAGE_SIZE ||
	    region_intersects(at, size, IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE) !=
		    REGION_INTERSECTS)
		return false;
	page = pfn_to_online_page(PHYS_PFN(at));
	if (!page || PageHWPoison(page) || PageHighMem(page))
		return false;
	return !copy_from_kernel_nofault(buf, page_address(page) + offset_in_page(at), size);
}
