/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What debugfs asks for: one snapshot per file, and one description per source
 * for the file "version". A snapshot is the caller's, to be freed with
 * ia_records_free(); it is an ERR_PTR() when there was no memory.
 */
#ifndef IA_SOURCE_SOURCE_H
#define IA_SOURCE_SOURCE_H

#include <linux/types.h>

struct ia_device;
struct ia_event;
struct ia_monitor;
struct ia_records;
struct ia_source;
struct pci_dev;
struct wait_queue_head;

/* version.c: records of struct ia_version_line */
void ia_version_init(void);
struct ia_records *ia_version_snapshot(void);

/* units.c: records of struct ia_unit */
int ia_units_init(void);
void ia_units_exit(void);
struct ia_records *ia_units_snapshot(void);
void ia_units_describe(struct ia_source *source);

/* registers.c: records of struct ia_register */
struct ia_records *ia_registers_snapshot(void);

/* groups.c: records of struct ia_group */
struct ia_records *ia_groups_snapshot(void);

/* attachment.c */
void ia_attachment_describe(struct ia_source *source);

/* devices.c: records of struct ia_device */
struct ia_records *ia_devices_snapshot(void);
int ia_device_read(struct pci_dev *pdev, struct ia_device *dev);
void ia_devices_describe(struct ia_source *source);

/* acs.c: records of struct ia_acs */
struct ia_records *ia_acs_snapshot(void);
void ia_acs_describe(struct ia_source *source);

/* translations.c: records of struct ia_requester */
struct ia_records *ia_translations_snapshot(void);
void ia_translations_describe(struct ia_source *source);

/* faults.c: records of struct ia_fault_line, and of struct ia_fault_record_line */
int ia_faults_init(void);
void ia_faults_exit(void);
struct ia_records *ia_faults_snapshot(void);
struct ia_records *ia_fault_log_snapshot(void);

/* events.c: records of struct ia_event, at once or one by one */
int ia_events_init(void);
void ia_events_exit(void);
struct ia_records *ia_events_snapshot(void);
struct ia_records *ia_vf_requests_snapshot(void);
u64 ia_events_first(void);
u64 ia_events_next(void);
struct wait_queue_head *ia_events_queue(void);
bool ia_events_read(u64 *cursor, struct ia_event *event, u64 *lost);

/* event_hooks.c */
void ia_events_start(void);
void ia_events_stop(void);
void ia_events_describe(struct ia_monitor *monitor);

/* event_pci.c */
int ia_event_pci_init(void);
void ia_event_pci_exit(void);

#endif /* IA_SOURCE_SOURCE_H */
