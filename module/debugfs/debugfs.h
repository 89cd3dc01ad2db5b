/* SPDX-License-Identifier: GPL-2.0 */
/*
 * files.c: the directory
 * table.c: one open file over one snapshot
 * pipe.c: one open file that follows the events
 * command.c: files that are written
 * bench.c: the lines of bench/result
 */
#ifndef IA_DEBUGFS_DEBUGFS_H
#define IA_DEBUGFS_DEBUGFS_H

#include <linux/types.h>

struct file_operations;
struct ia_record_layout;
struct ia_records;

/**
 * struct ia_file - one file, to be read or to be written; with neither
 *		    @snapshot nor @command it follows the events
 * @name: its name below the directory, which its first line repeats
 * @snapshot: takes the records, as source/source.h says
 * @layout: of each record; NULL when each begins with a struct ia_line
 * @command: does what one line says, and returns 0 or a negative errno when
 *           that is done; a file with a command cannot be read
 * @longest: bytes that a line may have, with its newline
 */
struct ia_file {
	const char *name;
	struct ia_records *(*snapshot)(void);
	const struct ia_record_layout *layout;
	int (*command)(const char *line);
	size_t longest;
};

/* table.c */
extern const struct file_operations ia_table_fops;

/* pipe.c */
extern const struct file_operations ia_pipe_fops;

/* command.c */
extern const struct file_operations ia_command_fops;

/* bench.c: records that begin with a struct ia_bench_line */
struct ia_records *ia_bench_snapshot(void);

/* files.c */
int ia_debugfs_init(void);
void ia_debugfs_exit(void);

#endif /* IA_DEBUGFS_DEBUGFS_H */
