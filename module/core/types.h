/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the pure code needs from its surroundings: fixed-size integers, a little
 * arithmetic, string functions and a bounded printf. The same sources are built
 * in the kernel, in KUnit and on the host, and this header is the only place
 * that knows which.
 */
#ifndef IA_CORE_TYPES_H
#define IA_CORE_TYPES_H

#ifdef __KERNEL__

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/string.h>
#include <linux/types.h>

#else

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define READ_ONCE(x)	__atomic_load_n(&(x), __ATOMIC_RELAXED)
#define WRITE_ONCE(x, value)	__atomic_store_n(&(x), value, __ATOMIC_RELAXED)
/* The barriers of the memory model, for threads of the host's tests. */
#define smp_store_release(p, value)	__atomic_store_n(p, value, __ATOMIC_RELEASE)
#define cmpxchg(p, old, new)						\
({									\
	__typeof__(*(p)) __old = (old);					\
									\
	__atomic_compare_exchange_n(p, &__old, new, false,		\
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
	__old;								\
})
#define set_bit(nr, word)	((void)__atomic_fetch_or(word, 1UL << (nr), __ATOMIC_RELAXED))
#define clear_bit(nr, word)	((void)__atomic_fetch_and(word, ~(1UL << (nr)), __ATOMIC_RELAXED))
#define __ffs(word)	((unsigned int)__builtin_ctzl(word))
#define __printf(f, v)	__attribute__((format(printf, f, v)))

static inline u32 hash_32(u32 value, unsigned int bits)
{
	return value * 0x61c88647U >> (32 - bits);
}

static inline int fls64(u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

#endif /* __KERNEL__ */

#endif /* IA_CORE_TYPES_H */
