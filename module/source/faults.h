/* SPDX-License-Identifier: GPL-2.0 */
/*
 * faults.c: every fault that a tap saw, counted and logged
 * fault_vtd.c, fault_amd.c: the taps
 */
#ifndef IA_SOURCE_FAULTS_H
#define IA_SOURCE_FAULTS_H

#include <linux/types.h>

struct ia_fault;
struct ia_source;

/* faults.c; from any context, also hard interrupts */
void ia_faults_watch(unsigned int unit);
void ia_faults_interrupts_unknown(unsigned int unit);
void ia_faults_interrupt(unsigned int unit);
void ia_faults_overflow(unsigned int unit);
void ia_faults_add(unsigned int unit, const struct ia_fault *fault);
void ia_faults_add_unseen(unsigned int unit, u64 count);

void ia_tap_degrade(struct ia_source *source);

/* fault_vtd.c */
int ia_vtd_tap_check(void);
void ia_vtd_tap_start(void);
void ia_vtd_tap_stop(void);
void ia_vtd_tap_describe(struct ia_source *source);

/* fault_amd.c */
int ia_amd_tap_check(void);
void ia_amd_tap_start(void);
void ia_amd_tap_stop(void);
void ia_amd_tap_sample(void);
void ia_amd_tap_describe(struct ia_source *source);

#endif /* IA_SOURCE_FAULTS_H */
