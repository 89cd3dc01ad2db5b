/* SPDX-License-Identifier: GPL-2.0 */
/*
 * files.c: the directory; table.c: one open file over one snapshot; command.c:
 * files that are written; bench.c: the lines of bench/result
 */
#ifndef IA_DEBUGFS_DEBUGFS_H
#define IA_DEBUGFS_DEBUGFS_H

#include <linux/types.h>

struct file_operations;
struct ia_records;

/**
 * struct ia_file - one file, to be read or to be written
 * @name: its name below the directory, which its first line repeats
 * @snapshot: takes the records, as source/source.h says
 * @format: writes one record as one line, as the formatters of core/ do
 * @identity: writes a line that stands before the records, or NULL
 * @command: does what one line says, and returns 0 or a negative errno when
 *           that is done; a file with a command cannot be read
 * @longest: bytes that a line may have, with its newline
 */
struct ia_file {
	const char *name;
	struct ia_records *(*snapshot)(void);
	size_t (*format)(const void *record, char *buf, size_t size);
	size_t (*identity)(char *buf, size_t size);
	int (*command)(const char *line);
	size_t longest;
};

/* table.c */
extern const struct file_operations ia_table_fops;

/* command.c */
extern const struct file_operations ia_command_fops;

/* bench.c: records of struct ia_bench_line */
struct ia_records *ia_bench_snapshot(void);

/* files.c */
int ia_debugfs_init(void);
void ia_debugfs_exit(void);

#endif /* IA_DEBUGFS_DEBUGFS_H */
