/* SPDX-License-Identifier: GPL-2.0 */
/* path_text.c, topology_text.c: what becomes of a peer-to-peer request, in words */
#ifndef IA_VIEW_PATH_TEXT_H
#define IA_VIEW_PATH_TEXT_H

#include "../judge/path.h"
#include "render.h"

/**
 * struct ia_mark - what stands for a route in a small place
 * @word: the mark; NULL for none
 * @meaning: what it means
 * @state: whether that is good
 */
struct ia_mark {
	const char *word;
	const char *meaning;
	enum ia_state state;
};

/* topology_text.c */
const char *ia_level_word(enum ia_level level);
extern const struct ia_wordlist ia_words_levels, ia_words_handlings;
const char *ia_matrix_folded_text(void);
const char *ia_level_meaning(enum ia_level level);
struct ia_mark ia_route_mark(enum ia_route route);
const char *ia_handling_word(enum ia_handling handling);
const char *ia_handling_meaning(enum ia_handling handling);

/* path_text.c */

const char *ia_path_limit_text(const struct ia_machine *machine, const struct ia_path *path);
const char *ia_path_headline(const struct ia_machine *machine, const struct ia_path *path);
const char *ia_path_iommu(const struct ia_machine *machine, const struct ia_path *path);
const char *ia_path_translated(const struct ia_machine *machine, const struct ia_path *path);
const char *ia_path_linux(const struct ia_machine *machine, const struct ia_path *path);
const char *ia_hop_text(const struct ia_hop *hop);
const char *ia_no_token_text(enum ia_no_token none);
const char *ia_token_note_text(enum ia_token_note note);
const char *ia_impact_text(const struct ia_machine *machine, const struct ia_impact *impact);

#endif /* IA_VIEW_PATH_TEXT_H */
