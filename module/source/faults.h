/* SPDX-License-Identifier: GPL-2.0 */
/*
 * faults.c: brings the fault monitors up
 * faults_x86.c, faults_arm64.c: which there are
 * fault_vtd.c, fault_amd.c, fault_inval.c, fault_smmu.c: one monitor each
 * amd_log.c: the event log that fault_amd.c follows
 * fault_counts.c: every fault that one of them saw, counted and logged
 */
#ifndef IA_SOURCE_FAULTS_H
#define IA_SOURCE_FAULTS_H

#include <linux/types.h>

#include "../core/words.h"

struct ia_fault;
struct ia_monitor;
struct ia_proof;
struct ia_records;

/**
 * struct ia_fault_monitor - what faults.c knows of one; all but the last may be NULL
 * @check: look at its module parameters: 0, or an error
 * @start: hook what is there to be hooked
 * @stop: let go of it
 * @look: before counters are read, count what is there
 * @complete: fill in what it alone knows of struct ia_fault_line
 * @describe: how well it sees
 */
struct ia_fault_monitor {
	int (*check)(void);
	void (*start)(void);
	void (*stop)(void);
	void (*look)(void);
	struct ia_records *(*complete)(struct ia_records *faults);
	void (*describe)(struct ia_monitor *monitor);
};

/* faults_x86.c, faults_arm64.c; they start and stop in this order, and the last one is empty */
extern const struct ia_fault_monitor ia_fault_monitors[];

/* fault_counts.c, for the monitors; from any context, also hard interrupts */
void ia_faults_watch(unsigned int unit);
void ia_faults_interrupts_unknown(unsigned int unit);
void ia_faults_interrupt(unsigned int unit);
void ia_faults_overflow(unsigned int unit);
void ia_faults_add(unsigned int unit, const struct ia_fault *fault, u64 seen_ns);
void ia_faults_add_unseen(unsigned int unit, u64 count);
void ia_faults_unseen(unsigned int unit, u64 handlers);
void ia_faults_degrade(struct ia_monitor *monitor, struct ia_proof *proof);

void ia_faults_see_inval(unsigned int unit, bool seen);
void ia_faults_see_page_requests(unsigned int unit, bool takes, bool seen);
void ia_faults_inval(unsigned int unit, enum ia_inval_error error, u32 source);
void ia_faults_page_requests(unsigned int unit);

/* fault_counts.c, for faults.c */
int ia_fault_counts_init(void);
void ia_fault_counts_exit(void);
struct ia_records *ia_fault_counts_snapshot(void);
struct ia_records *ia_fault_counts_log_snapshot(void);

/* fault_vtd.c */
int ia_fault_vtd_check(void);
void ia_fault_vtd_start(void);
void ia_fault_vtd_stop(void);
void ia_fault_vtd_prove(void);
void ia_fault_vtd_describe(struct ia_monitor *monitor);

/* fault_vtd.c, for fault_inval.c */
int ia_fault_vtd_unit(const void *iommu);
bool ia_fault_vtd_tell(void (*limited)(unsigned long caller));

/* fault_inval.c */
int ia_fault_inval_check(void);
void ia_fault_inval_start(void);
void ia_fault_inval_stop(void);
void ia_fault_inval_describe(struct ia_monitor *monitor);

/* fault_amd.c */
int ia_fault_amd_check(void);
void ia_fault_amd_start(void);
void ia_fault_amd_stop(void);
void ia_fault_amd_sample(void);
void ia_fault_amd_prove(void);
void ia_fault_amd_describe(struct ia_monitor *monitor);

/* fault_smmu.c */
void ia_fault_smmu_describe(struct ia_monitor *monitor);

#endif /* IA_SOURCE_FAULTS_H */
