/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Little-endian fields of what firmware and files hold: nothing aligns them, and the
 * caller has checked that the field is inside.
 */
#ifndef IA_CORE_LITTLE_ENDIAN_H
#define IA_CORE_LITTLE_ENDIAN_H

#include "types.h"

static inline u16 ia_le16(const u8 *p)
{
	return (u16)(p[0] | p[1] << 8);
}

static inline u32 ia_le32(const u8 *p)
{
	return (u32)ia_le16(p) | (u32)ia_le16(p + 2) << 16;
}

static inline u64 ia_le64(const u8 *p)
{
	return (u64)ia_le32(p) | (u64)ia_le32(p + 4) << 32;
}

#endif /* IA_CORE_LITTLE_ENDIAN_H */
