/* SPDX-License-Identifier: GPL-2.0 */
/* amd_log.c: the event log of an AMD-Vi unit, and how far it was read */
#ifndef IA_SOURCE_AMD_LOG_H
#define IA_SOURCE_AMD_LOG_H

#include <linux/spinlock_types.h>

#include "../core/amd_event.h"

struct ia_proof;

/**
 * struct ia_amd_log - the event log of one unit
 * @lock: serialises those who look; taken in interrupts
 * @unit: position of the unit
 * @proof: what speaks against the monitor
 * @events: the ring, or NULL when the unit is not watched
 * @follow: how far it was read
 * @overflow: what is known of its overflows
 * @asleep: between suspend and resume, when the tail tells nothing
 */
struct ia_amd_log {
	raw_spinlock_t lock;
	unsigned int unit;
	struct ia_proof *proof;
	const u32 *events;
	struct ia_amd_follow follow;
	struct ia_amd_overflow overflow;
	bool asleep;
};

/**
 * enum ia_amd_look - who looks at a log
 * @IA_AMD_LOOK_TIMER: nobody waits: the driver may work on it meanwhile
 * @IA_AMD_LOOK_HOOK: a function of the driver, which waits
 * @IA_AMD_LOOK_INTERRUPT: its handler, at its beginning
 * @IA_AMD_LOOK_RESTART: its function that restarts the log
 */
enum ia_amd_look {
	IA_AMD_LOOK_TIMER,
	IA_AMD_LOOK_HOOK,
	IA_AMD_LOOK_INTERRUPT,
	IA_AMD_LOOK_RESTART,
};

void ia_amd_log_open(struct ia_amd_log *log, unsigned int unit, struct ia_proof *proof);
void ia_amd_log_close(struct ia_amd_log *log);
bool ia_amd_log_look(struct ia_amd_log *log, enum ia_amd_look look);
bool ia_amd_log_is_left(const struct ia_amd_log *log);
void ia_amd_log_read(struct ia_amd_log *log);
void ia_amd_log_sleep(struct ia_amd_log *log, bool asleep);

#endif /* IA_SOURCE_AMD_LOG_H */
