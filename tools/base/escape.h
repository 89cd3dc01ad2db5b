/* SPDX-License-Identifier: GPL-2.0 */
/*
 * escape.c: a text as each kind of output takes it. What leaves this program passes
 * one of these, once. All of them take any bytes; what is no clean text
 * (clean.h) is \xNN in every output.
 */
#ifndef IA_BASE_ESCAPE_H
#define IA_BASE_ESCAPE_H

#include "memory.h"

const char *ia_escape_line(struct ia_arena *arena, const char *text);
const char *ia_escape_page(struct ia_arena *arena, const char *text);
const char *ia_escape_html(struct ia_arena *arena, const char *text);
const char *ia_escape_shell(struct ia_arena *arena, const char *text);
const char *ia_escape_yaml(struct ia_arena *arena, const char *text);
const char *ia_escape_systemd(struct ia_arena *arena, const char *text);
const char *ia_escape_nagios(struct ia_arena *arena, const char *text);
const char *ia_escape_label(struct ia_arena *arena, const char *text);
const char *ia_escape_grub(struct ia_arena *arena, const char *text);
size_t ia_escape_cut(const char *text, size_t most);

#endif /* IA_BASE_ESCAPE_H */
