/* SPDX-License-Identifier: GPL-2.0 */
/* log_table_*.c: how messages are worded, and which function of which kernel prints them */
#ifndef IA_SOURCE_LOG_TABLE_H
#define IA_SOURCE_LOG_TABLE_H

#include "../machine/log.h"

#define K(version)	(1u << IA_LOG_K##version)
#define ALL		((1u << IA_LOG_KERNEL_COUNT) - 1)

struct ia_log_table {
	const struct ia_log_template *templates;
	size_t count;
};

#define IA_LOG_TABLE(list)	{ list, sizeof(list) / sizeof(*(list)) }

extern const struct ia_log_table ia_log_table_vtd, ia_log_table_amd, ia_log_table_vfio,
	ia_log_table_pci, ia_log_table_other;

#endif /* IA_SOURCE_LOG_TABLE_H */
