/* SPDX-License-Identifier: GPL-2.0 */
/* address.c: PCI addresses as numbers and as text */
#ifndef IA_MACHINE_ADDRESS_H
#define IA_MACHINE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Segment in bits 47:16, bus in 15:8, device in 7:3, function in 2:0. Segments
 * are wider than 16 bits: Linux numbers the ones behind an Intel VMD from
 * 0x10000.
 */
typedef uint64_t ia_address;

/* It does not apply, and it could not be told: no PCI address is as large. */
#define IA_NO_ADDRESS		UINT64_MAX
#define IA_UNKNOWN_ADDRESS	(UINT64_MAX - 1)
/* "ffffffff:ff:1f.7" and its terminator, rounded up */
#define IA_ADDRESS_SIZE		24

static inline bool ia_is_address(ia_address address)
{
	return address < IA_UNKNOWN_ADDRESS;
}

static inline uint32_t ia_segment(ia_address address)
{
	return address >> 16;
}

static inline unsigned int ia_bus(ia_address address)
{
	return address >> 8 & 0xff;
}

/* Segment, bus and device: the same for all functions of a slot. */
static inline ia_address ia_slot(ia_address address)
{
	return address >> 3;
}

/* Return: the value of a hexadecimal digit; -1 when it is none. */
static inline int ia_hex_digit(char c)
{
	unsigned int n = (unsigned char)c - '0';

	if (n > 9) {
		n = (c | 0x20) - 'a' + 10u;
		if (n < 10)
			return -1;
	}
	return n < 16 ? (int)n : -1;
}

ia_address ia_address_parse(const char *text, size_t len, bool *has_segment);
const char *ia_address_text(char *buf, ia_address address, bool with_segment);

#endif /* IA_MACHINE_ADDRESS_H */
