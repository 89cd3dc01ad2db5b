/* SPDX-License-Identifier: GPL-2.0 */
/* plugin.c: the answer of check for what watches many hosts: a line, and whether it is good */
#ifndef IA_VIEW_PLUGIN_H
#define IA_VIEW_PLUGIN_H

#include "../judge/categories.h"
#include "../judge/check.h"
#include "render.h"

/* Bytes of the line of --oneline, with its end: node-problem-detector shows no more. */
#define IA_ONELINE_BYTES	80

/* Who reads it. */
enum ia_plugin {
	IA_PLUGIN_NONE,	/* people */
	IA_PLUGIN_ONELINE,	/* whoever has room for a line */
	IA_PLUGIN_NAGIOS,	/* Nagios and those that take its plugins */
};

void ia_plugin_check(struct ia_out *out, enum ia_plugin plugin,
		     const struct ia_machine *machine, const struct ia_check *check);
void ia_plugin_diff(struct ia_out *out, enum ia_plugin plugin,
		    const struct ia_diff_answer *answer);
void ia_plugin_more(struct ia_out *out, enum ia_plugin plugin, const char *text);
void ia_plugin_no_memory(enum ia_plugin plugin);
void ia_plugin_problem(struct ia_out *out, enum ia_plugin plugin, const char *text);

#endif /* IA_VIEW_PLUGIN_H */
