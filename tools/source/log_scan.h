/* SPDX-License-Identifier: GPL-2.0 */
/* log_scan.c: a line against a template */
#ifndef IA_SOURCE_LOG_SCAN_H
#define IA_SOURCE_LOG_SCAN_H

#include "log_table.h"

/**
 * struct ia_log_scan - a line that is held against templates
 * @arena: owner of what is taken out of it
 * @text: the line
 * @device: where it goes on behind "DRIVER DEVICE: " (dev_printk() of a PCI function); NULL
 *          where it does not begin with that
 * @driver: that driver, with @driver_len
 * @driver_len: length of @driver
 * @address: that device
 * @segment: it was written with its segment
 */
struct ia_log_scan {
	struct ia_arena *arena;
	const char *text;
	const char *device;
	const char *driver;
	size_t driver_len;
	ia_address address;
	bool segment;
};

void ia_log_scan_begin(struct ia_log_scan *scan, struct ia_arena *arena, const char *text);
bool ia_log_scan(const struct ia_log_scan *scan, const struct ia_log_template *template,
		 struct ia_log_said *said);
const char *ia_log_scan_word(const struct ia_log_template *template, size_t *len);
const char *ia_log_hex(const char *text, uint64_t *n);
const char *ia_log_device(const char *text, ia_address *address, bool *segment);

/* log_codes.c */
bool ia_log_amd_event(const struct ia_log_scan *scan, struct ia_log_said *said);
void ia_log_decode(struct ia_arena *arena, struct ia_log_said *said);

/* log_smmu.c */
void ia_log_smmu_doubleword(struct ia_log_said *event, unsigned int at, uint64_t n);
void ia_log_decode_smmu(struct ia_log_said *said);

#endif /* IA_SOURCE_LOG_SCAN_H */
