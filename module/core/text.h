/* SPDX-License-Identifier: GPL-2.0 */
/* text.c: bounded text, and the one way to write each kind of value */
#ifndef IA_CORE_TEXT_H
#define IA_CORE_TEXT_H

#include "types.h"

/**
 * struct ia_text - a line under construction in a caller's buffer
 * @buf: where the text goes; always terminated when @size is not 0
 * @size: bytes in @buf
 * @len: bytes the whole text needs without its terminator; the text was cut
 *       when this is not below @size, see ia_text_fits()
 */
struct ia_text {
	char *buf;
	size_t size;
	size_t len;
};

void ia_text_init(struct ia_text *t, char *buf, size_t size);
bool ia_text_fits(const struct ia_text *t);
void ia_text_printf(struct ia_text *t, const char *fmt, ...) __printf(2, 3);
void ia_text_put(struct ia_text *t, const char *string, size_t len);
void ia_text_hex(struct ia_text *t, u64 value, unsigned int digits);
void ia_text_0x(struct ia_text *t, u64 value, unsigned int digits);
void ia_text_u64(struct ia_text *t, u64 value);
void ia_text_int(struct ia_text *t, int value);
void ia_text_value(struct ia_text *t, const char *value);
void ia_text_bdf(struct ia_text *t, u64 address);

/*
 * A PCI function as one number: segment in bits 47:16, bus in 15:8, device and
 * function in 7:0. The low 16 bits are the requester id of the PCIe
 * specification. Segments of firmware have 16 bits; Linux numbers those that it
 * makes up itself (Intel VMD, Hyper-V) from 0x10000 on.
 */
static inline u64 ia_bdf(u32 segment, u8 bus, u8 devfn)
{
	return (u64)segment << 16 | (u32)bus << 8 | devfn;
}

/* Append a string as it is. */
static inline void ia_text_puts(struct ia_text *t, const char *string)
{
	ia_text_put(t, string, strlen(string));
}

#endif /* IA_CORE_TEXT_H */
