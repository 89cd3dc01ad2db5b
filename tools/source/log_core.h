/* SPDX-License-Identifier: GPL-2.0 */
/*
 * log_core.c: the module's decoders, for what a log has of registers and events.
 *
 * Types of module/core have the names of those here: what passes between the two is plain.
 */
#ifndef IA_SOURCE_LOG_CORE_H
#define IA_SOURCE_LOG_CORE_H

#include <stdint.h>

enum ia_core_access {
	IA_CORE_NO_ACCESS,
	IA_CORE_READ,
	IA_CORE_WRITE,
};

const char *ia_core_vtd_reason(uint64_t reason);
enum ia_core_access ia_core_amd_access(unsigned int code, uint64_t flags);
unsigned int ia_core_vtd_mgaw(uint64_t cap);
uint64_t ia_core_vtd_features(uint64_t cap, uint64_t ecap, uint64_t *more);

#endif /* IA_SOURCE_LOG_CORE_H */
