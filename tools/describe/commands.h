/* SPDX-License-Identifier: GPL-2.0 */
/* commands.c: the table of commands and that of options, which man pages follow from */
#ifndef IA_DESCRIBE_COMMANDS_H
#define IA_DESCRIBE_COMMANDS_H

#include "../json/json.h"

struct json_object *ia_describe_tasks(void);
struct json_object *ia_describe_exits(void);
struct json_object *ia_describe_glossary(void);
struct json_object *ia_describe_words(void);

#endif /* IA_DESCRIBE_COMMANDS_H */
