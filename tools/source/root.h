/* SPDX-License-Identifier: GPL-2.0 */
/* root.c: every file that is opened for reading, and where its path begins */
#ifndef IA_SOURCE_ROOT_H
#define IA_SOURCE_ROOT_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/limits.h"
#include "../base/memory.h"
#include "../base/status.h"

/* What a path names instead of a regular file; beside errnos, which end at 4095. */
enum ia_not_a_file {
	IA_IS_FOLDER = 4096,
	IA_IS_FIFO,
	IA_IS_DEVICE,
	IA_IS_SOCKET,
	IA_IS_LINK,
};

enum ia_root_kind {
	IA_ROOT_SYSTEM,	/* the running system: files of its kernel and its packages */
	IA_ROOT_NAMED,	/* a file that somebody named, wherever it comes from */
	IA_ROOT_TREE,	/* a folder by whomever, as --root names it: no path leads out of it */
};

/**
 * struct ia_refusal - the first file of a tree that is none to be read
 * @arena: owner of @text
 * @text: which one and why; NULL for none
 */
struct ia_refusal {
	struct ia_arena *arena;
	const char *text;
};

/**
 * struct ia_root - where paths begin
 * @kind: who is to be believed
 * @fd: the folder, or AT_FDCWD
 * @name: what it is called: before each path in messages, "" if not a tree
 * @refusal: of a tree
 */
struct ia_root {
	enum ia_root_kind kind;
	int fd;
	const char *name;
	struct ia_refusal *refusal;
};

/**
 * struct ia_folder - a folder of which many files are read
 * @root: where their paths begin
 * @path: the folder itself, where they do not begin there
 */
struct ia_folder {
	struct ia_root root;
	const char *path;
};

extern const struct ia_root ia_root_system, ia_root_named;

void ia_root_standard(void);
size_t ia_root_limit(const struct ia_root *root);
int ia_is_not_a_file(unsigned int mode);
const char *ia_file_wrong(struct ia_arena *arena, const struct ia_root *root, int error);
bool ia_root_open(struct ia_root *root, struct ia_arena *arena, const char *folder,
		  struct ia_problem *problem);
void ia_root_refuse(const struct ia_root *root, const char *path, const char *expected);
bool ia_root_sound(const struct ia_root *root, struct ia_problem *problem);
int ia_root_file(const struct ia_root *root, const char *path);
int ia_root_stream(const struct ia_root *root, const char *path);
bool ia_root_enter(const struct ia_root *root, const char *path, struct ia_folder *folder);
void ia_root_leave(const struct ia_folder *folder);
const char *ia_root_path(struct ia_arena *arena, const struct ia_folder *folder, const char *name);
long ia_root_size(const struct ia_root *root, const char *path);
char *ia_root_link(const struct ia_root *root, struct ia_arena *arena, const char *path);
bool ia_root_exists(const struct ia_root *root, const char *path);
const char *ia_full_path(struct ia_arena *arena, const char *path);
size_t ia_root_list(const struct ia_root *root, struct ia_arena *arena, const char *path,
		    const char ***names);

/* slurp.c */
int ia_slurp(struct ia_arena *arena, const struct ia_root *root, const char *path,
	     char **text, size_t *len);
extern void (*ia_input_waits)(void);
int ia_slurp_input(struct ia_arena *arena, char **text, size_t *len);
const char *ia_given_name(const char *path);
bool ia_slurp_given(struct ia_arena *arena, const struct ia_root *root, const char *path,
		    char **text, size_t *len, struct ia_problem *problem);
char *ia_read_line(struct ia_arena *arena, const struct ia_root *root, const char *path);
char *ia_read_attribute(struct ia_arena *arena, const struct ia_root *root, const char *path);

#endif /* IA_SOURCE_ROOT_H */
