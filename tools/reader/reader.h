/* SPDX-License-Identifier: GPL-2.0 */
/* Where a machine's records come from: the running system, or a snapshot */
#ifndef IA_READER_H
#define IA_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "../model/machine.h"
#include "../model/status.h"

/* No file that is read is larger; what is, is not the module's. */
#define IA_MAX_FILE	(64u << 20)
/* Nor has any record more keys. */
#define IA_MAX_PAIRS	256

/**
 * struct ia_access - what is known when the module's files cannot be opened
 * @error: errno of the attempt
 * @root: whether this process is root
 * @module: whether the module is loaded
 * @debugfs: whether the kernel knows debugfs at all
 * @mounted: whether debugfs is mounted
 * @lockdown: whether the kernel is locked down
 * @directory: the directory that was tried
 * @command: the command line to repeat as root
 */
struct ia_access {
	int error;
	bool root;
	bool module;
	bool debugfs;
	bool mounted;
	bool lockdown;
	const char *directory;
	const char *command;
};

/* slurp.c */
int ia_slurp(struct ia_arena *arena, const char *path, char **text,
	     size_t *len);
bool ia_clean(const char *text, size_t len);
char *ia_read_line(struct ia_arena *arena, const char *path);

/* parse.c */
bool ia_is_key(const char *text, size_t len);
const char *ia_parse(struct ia_arena *arena, enum ia_file file,
		     const char *text, size_t len, struct ia_records *records);

/* diagnose.c */
void ia_diagnose(struct ia_arena *arena, const struct ia_access *access,
		 struct ia_problem *problem);
void ia_explain_load(struct ia_arena *arena, int error, const char *kernel,
		     const char *path, struct ia_problem *problem);
void ia_explain_unload(struct ia_arena *arena, int error,
		       struct ia_problem *problem);

/* live.c */
bool ia_read_live(struct ia_machine *machine, const char *root,
		  const char *command, struct ia_problem *problem);
void ia_read_context(struct ia_machine *machine, const char *root);
bool ia_read_faults(struct ia_machine *machine, const char *root,
		    const char *command, struct ia_problem *problem);

/**
 * struct ia_idlist - which lines of pci.ids matter; a set of bits each
 * @vendors: by vendor
 * @devices: by device, of whatever vendor
 * @classes: by base class
 */
struct ia_idlist {
	unsigned char vendors[0x10000 / 8];
	unsigned char devices[0x10000 / 8];
	unsigned char classes[0x100 / 8];
};

/* idlist.c */
void ia_idlist_want_device(struct ia_idlist *list, unsigned int vendor,
			   unsigned int device);
void ia_idlist_want_class(struct ia_idlist *list, unsigned int class);
FILE *ia_idlist_open(const struct ia_idlist *list, const char *path);

/* host.c */
void ia_read_host(struct ia_machine *machine, const char *root);

/* names.c */
void ia_read_names(struct ia_machine *machine, const char *root);

/* snapshot.c */
bool ia_read_snapshot(struct ia_machine *machine, const char *path,
		      struct ia_problem *problem);
bool ia_save(struct ia_arena *arena, const char *path, const char *text,
	     struct ia_problem *problem);

/* kmod.c */
bool ia_module_load(struct ia_arena *arena, const char *path,
		    const char *kernel, bool *already,
		    struct ia_problem *problem);
bool ia_module_unload(struct ia_arena *arena, bool *already,
		      struct ia_problem *problem);

#endif /* IA_READER_H */
