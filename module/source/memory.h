/* SPDX-License-Identifier: GPL-2.0 */
/* memory.c: memory by its physical address */
#ifndef IA_SOURCE_MEMORY_H
#define IA_SOURCE_MEMORY_H

#include <linux/types.h>

bool ia_memory_read(u64 address, void *buf, size_t size);

#endif /* IA_SOURCE_MEMORY_H */
