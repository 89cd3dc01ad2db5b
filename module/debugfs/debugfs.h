/* SPDX-License-Identifier: GPL-2.0 */
/*
 * files.c: the directory
 * table.c: one open file over one snapshot
 * pipe.c: one open file that follows the events
 */
#ifndef IA_DEBUGFS_DEBUGFS_H
#define IA_DEBUGFS_DEBUGFS_H

#include <linux/types.h>

struct file_operations;
struct ia_records;

/**
 * struct ia_file - one readable file
 * @name: its name, which its first line repeats
 * @snapshot: takes the records, as source/source.h says
 * @format: writes one record as one line, as the formatters of core/ do
 * @identity: writes a line that stands before the records, or NULL
 */
struct ia_file {
	const char *name;
	struct ia_records *(*snapshot)(void);
	size_t (*format)(const void *record, char *buf, size_t size);
	size_t (*identity)(char *buf, size_t size);
};

/* table.c */
extern const struct file_operations ia_table_fops;

/* pipe.c */
extern const struct file_operations ia_pipe_fops;

/* files.c */
int ia_debugfs_init(void);
void ia_debugfs_exit(void);

#endif /* IA_DEBUGFS_DEBUGFS_H */
