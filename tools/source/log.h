/* SPDX-License-Identifier: GPL-2.0 */
/* log.c, log_lines.c: the log of a kernel, as it is pasted */
#ifndef IA_SOURCE_LOG_H
#define IA_SOURCE_LOG_H

#include "../base/status.h"
#include "../machine/log.h"
#include "../machine/machine.h"
#include "root.h"

/**
 * struct ia_log_line - a line without what stands in front of its message
 * @text: the message, clean
 * @number: where it stands
 * @stamped: it had a time in front of it
 * @uptime: whole seconds since boot, where that was such a time
 */
struct ia_log_line {
	char *text;
	size_t number;
	bool stamped;
	struct ia_number uptime;
};

/**
 * struct ia_log_lines - a text, line by line
 * @rest: what comes next
 * @end: behind the text
 * @number: of the line that comes next
 */
struct ia_log_lines {
	const char *rest;
	const char *end;
	size_t number;
};

/* log_lines.c */
bool ia_log_lines_next(struct ia_arena *arena, struct ia_log_lines *lines,
		       struct ia_log_line *line);
bool ia_log_lines_within(struct ia_arena *arena, const struct ia_log_line *line,
			 const char **at, struct ia_log_line *inner);

/* log_json.c */
void ia_log_json(struct ia_arena *arena, const char **text, size_t *len);

/* log.c */
void ia_log_parse(struct ia_arena *arena, const char *text, size_t len, struct ia_log *log);
bool ia_log_read(struct ia_arena *arena, const char *path, char **text, size_t *len,
		 struct ia_problem *problem);

/* log_ranges.c */
void ia_read_ranges(const struct ia_machine *machine, const struct ia_root *root,
		    struct ia_log_ranges *ranges);

#endif /* IA_SOURCE_LOG_H */
