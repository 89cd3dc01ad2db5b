/* SPDX-License-Identifier: GPL-2.0 */
/* clean.c: text that may be shown: UTF-8 without control characters and what is not seen */
#ifndef IA_BASE_CLEAN_H
#define IA_BASE_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

size_t ia_clean_sequence(const char *text, size_t left);
bool ia_clean(const char *text, size_t len);
size_t ia_clean_cut(const char *text, size_t most);

#endif /* IA_BASE_CLEAN_H */
