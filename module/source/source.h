/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What debugfs asks for: one snapshot per file, and one description per source
 * for the file "version". A snapshot is the caller's, to be freed with
 * ia_records_free(); it is an ERR_PTR() when there was no memory.
 */
#ifndef IA_SOURCE_SOURCE_H
#define IA_SOURCE_SOURCE_H

struct ia_device;
struct ia_records;
struct ia_source;
struct pci_dev;

/* version.c: records of struct ia_source */
struct ia_records *ia_version_snapshot(void);

/* units.c: records of struct ia_unit */
int ia_units_init(void);
void ia_units_exit(void);
struct ia_records *ia_units_snapshot(void);
void ia_units_describe(struct ia_source *source);

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

/* faults.c: records of struct ia_fault_line */
int ia_faults_init(void);
void ia_faults_exit(void);
struct ia_records *ia_faults_snapshot(void);
struct ia_records *ia_fault_log_snapshot(void);

/* presence.c */
int ia_presence_init(void);
void ia_presence_exit(void);

#endif /* IA_SOURCE_SOURCE_H */
