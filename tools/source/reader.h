/* SPDX-License-Identifier: GPL-2.0 */
/* Where a machine's records come from: the running system, or a snapshot */
#ifndef IA_SOURCE_H
#define IA_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "../base/clean.h"
#include "../base/status.h"
#include "../machine/machine.h"
#include "root.h"

struct json_object;
struct ia_function;
struct ia_spaces;

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

/* Takes a record that was read; what it keeps is a copy. */
typedef void (*ia_take_record)(void *to, const struct ia_record_list *list,
			       const void *record);

/* parse.c */
const char *ia_parse_lines(struct ia_arena *arena, enum ia_file file, size_t *number,
			   char *text, size_t len, ia_take_record take, void *to);
bool ia_parse_header(struct ia_arena *arena, enum ia_file file, const char *text,
		     size_t len, struct ia_problem *problem);
bool ia_parse(struct ia_arena *arena, enum ia_file file, char *text, size_t len,
	      ia_take_record take, void *to, struct ia_problem *problem);

/* Takes a document; what it keeps is a copy. Return: NULL, or what is wrong with it. */
typedef const char *(*ia_take_document)(void *to, struct json_object *document);

/* document.c */
const char *ia_document_wrong(struct ia_arena *arena, const char *path, const char *wrong);
bool ia_document_parse(struct ia_arena *arena, const char *path, const char *text, size_t len,
		       ia_take_document take, void *to, struct ia_problem *problem);
bool ia_document_read(struct ia_arena *arena, const struct ia_root *root, const char *path,
		      ia_take_document take, void *to, struct ia_problem *problem);
const char *ia_document_kind(struct ia_arena *arena, struct json_object *root,
			     const char *kind, const char *noun);

/* diagnose.c */
void ia_diagnose(struct ia_arena *arena, const struct ia_access *access,
		 struct ia_problem *problem);
void ia_explain_load(struct ia_arena *arena, int error, bool lockdown,
		     const char *kernel, const char *path, struct ia_problem *problem);
void ia_explain_unload(struct ia_arena *arena, int error,
		       struct ia_problem *problem);

/* What of the running system is to be read: a bit for each of enum ia_file. */
#define IA_READ(file)	(1u << (file))
/* One for the id of the boot, and one for what the kernel tells beside the module. */
#define IA_READ_BOOT	IA_READ(IA_FILES)
#define IA_READ_HOST	IA_READ(IA_FILES + 1)
/* And what it was built with, which is part of the latter. */
#define IA_READ_CONFIG	IA_READ(IA_FILES + 2)
/* What the kernel calls each function. */
#define IA_READ_NAMES	IA_READ(IA_FILES + 3)
/* And what its next boot does, which takes reading the initramfs. */
#define IA_READ_NEXT	IA_READ(IA_FILES + 4)
#define IA_READ_ALL	(~0u)
/* What is, and the requests for VFs that led to it: of events and registers there may be many. */
#define IA_READ_REQUESTS	(IA_READ_ALL & ~(IA_READ(IA_FILE_EVENTS) |	\
						 IA_READ(IA_FILE_REGISTERS) | IA_READ_HOST | \
						 IA_READ_CONFIG | IA_READ_NAMES | IA_READ_NEXT))
/* What is, without what was. */
#define IA_READ_STATE	(IA_READ_REQUESTS & ~IA_READ(IA_FILE_VF_REQUESTS))

/* live.c */
bool ia_is_locked_down(struct ia_arena *arena, const struct ia_root *root);
void ia_why_not(struct ia_arena *arena, const struct ia_root *root, const char *command,
		int error, struct ia_problem *problem);
char *ia_debugfs_path(struct ia_arena *arena, const char *name);
bool ia_machine_parse(struct ia_machine *machine, enum ia_file file, char *text, size_t len,
		      struct ia_problem *problem);
bool ia_read_live(struct ia_machine *machine, unsigned int reads,
		  const struct ia_root *root, const char *command,
		  struct ia_problem *problem);
void ia_read_context(struct ia_machine *machine, unsigned int reads,
		     const struct ia_root *root);
struct ia_number ia_age(const struct ia_machine *machine);
struct ia_number ia_uptime(struct ia_arena *arena, const struct ia_root *root);
bool ia_read_faults(struct ia_machine *machine, const struct ia_root *root,
		    const char *command, struct ia_problem *problem);

/* Whole lines that a stream is read in; the module's are far shorter. */
#define IA_STREAM_ROOM	(64u << 10)

/**
 * struct ia_stream - a file of the module that never ends
 * @path: the file
 * @fd: the open file
 * @signals: tells of SIGINT and SIGTERM
 * @lines: number of lines read so far
 * @len: bytes of @text
 * @text: the start of a line whose end has not been read
 */
struct ia_stream {
	const char *path;
	int fd;
	int signals;
	size_t lines;
	size_t len;
	char text[IA_STREAM_ROOM];
};

enum ia_stream_state {
	IA_STREAM_GOES_ON,
	IA_STREAM_ENDED,	/* a signal, nobody who reads, or its end */
	IA_STREAM_BROKEN,
};

/* stream.c */
bool ia_stream_open(struct ia_stream *stream, struct ia_arena *arena,
		    const struct ia_root *root, const char *command,
		    struct ia_problem *problem);
enum ia_stream_state ia_stream_read(struct ia_stream *stream,
				    struct ia_arena *arena,
				    ia_take_record take, void *to,
				    struct ia_problem *problem);
void ia_stream_close(struct ia_stream *stream);

/* Numbers of a model; each at most 0xffff. */
struct ia_model {
	unsigned int vendor;
	unsigned int device;
};

/**
 * struct ia_idlist - which lines of pci.ids matter
 * @models: by vendor and device
 * @count: number of @models
 * @room: models there is room for
 * @vendors: a set of bits, by vendor
 * @devices: likewise, by device of whatever vendor
 * @classes: likewise, by base class
 */
struct ia_idlist {
	struct ia_model *models;
	size_t count;
	size_t room;
	unsigned char vendors[0x10000 / 8];
	unsigned char devices[0x10000 / 8];
	unsigned char classes[0x100 / 8];
};

/* idlist.c */
void ia_idlist_want_device(struct ia_arena *arena, struct ia_idlist *list,
			   unsigned int vendor, unsigned int device);
void ia_idlist_want_class(struct ia_idlist *list, unsigned int class);
bool ia_idlist_shorten(const struct ia_idlist *list, const char *text, size_t len, FILE *to);
int ia_idlist_open_short(const struct ia_idlist *list, int file);

/* host.c */
void ia_read_host(struct ia_machine *machine, const struct ia_root *root);

/* limits.c */
struct ia_number ia_list_count(const char *list);
void ia_read_limits(struct ia_machine *machine, const struct ia_root *root);

/* resources.c */
void ia_read_resources(struct ia_arena *arena, const char *text, const struct ia_device *device,
		       struct ia_host_device *to);

/* called.c */
void ia_read_called(struct ia_machine *machine, const struct ia_root *root);

/* modprobe.c */
/**
 * struct ia_alias - an alias of modprobe.d
 * @pattern: what it matches
 * @module: the module that it stands for
 */
struct ia_alias {
	const char *pattern;
	const char *module;
};

/**
 * struct ia_modprobe - what modprobe is told
 * @modules: of these modules
 * @count: number of @modules
 * @aliases: those of PCI functions
 * @naliases: number of @aliases
 * @named: of each module what its softdep names, before and after it
 * @unsure: a pattern or a softdep was too long to look at
 */
struct ia_modprobe {
	struct ia_module *modules;
	size_t count;
	struct ia_texts *named;
	bool unsure;
	struct ia_alias *aliases;
	size_t naliases;
};

const char *ia_module_name(struct ia_arena *arena, const char *name, size_t len);
const char *ia_modules_load_text(struct ia_arena *arena, const struct ia_root *root);
const char *ia_modprobe_text(struct ia_arena *arena, const struct ia_root *root);
bool ia_modprobe_apply(struct ia_arena *arena, const char *text, struct ia_modprobe *to);
void ia_modprobe_words(struct ia_arena *arena, const char *text, const char *key,
		       struct ia_texts *words);

/* initramfs.c */
/**
 * struct ia_initramfs - what an initramfs holds
 * @state: whether it was read
 * @init: what runs in it
 * @path: its file, or NULL
 * @files: modules that it has
 * @modprobe: the text of its modprobe.d
 * @first: modules that it loads before it looks for devices
 * @early: modules that it loads beside those of devices
 * @last: modules that it loads after those of devices
 * @packing: how its last archive is compressed
 * @cmdline: the command line that comes with it, or NULL
 */
struct ia_initramfs {
	enum ia_initramfs_state state;
	enum ia_initramfs_init init;
	const char *path;
	struct ia_texts files;
	const char *modprobe;
	struct ia_texts first;
	struct ia_texts early;
	struct ia_texts last;
	enum ia_packing packing;
	const char *cmdline;
};

void ia_initramfs_read(struct ia_arena *arena, const struct ia_root *root, const char *kernel,
		       struct ia_initramfs *to);

/* next_boot.c */
void ia_next_boot_prepare(struct ia_arena *arena);
void ia_read_next_boot(struct ia_machine *machine, const struct ia_root *root);
/* platform.c */
void ia_read_platform(struct ia_machine *machine, const struct ia_root *root);

/* use.c */
void ia_read_uses(struct ia_machine *machine, const struct ia_root *root);

/* kconfig.c */
void ia_read_kconfig(struct ia_machine *machine, const struct ia_root *root);

/* sysfs_places.c */
ia_address ia_sysfs_vmd(const char *link);

/* sysfs.c */
bool ia_read_sysfs(struct ia_machine *machine, unsigned int reads, const struct ia_root *root,
		   struct ia_problem *problem);

/* sysfs_units.c */
void ia_sysfs_units(struct ia_machine *machine, const struct ia_root *root, bool groups);
void ia_read_aliases(struct ia_machine *machine, const struct ia_root *root);

/* guest.c */
void ia_read_guest(struct ia_machine *machine, const struct ia_root *root,
		   struct ia_identity *identity);

/* spaces.c */
struct ia_spaces *ia_spaces_open(struct ia_arena *arena, const struct ia_root *root);
void ia_spaces_close(struct ia_spaces *spaces);
void ia_spaces_read(struct ia_spaces *spaces, const struct ia_folder *folder,
		    struct ia_function *function);

/* names.c */
void ia_read_names(struct ia_machine *machine, const struct ia_root *root);
bool ia_names_read(struct ia_arena *arena, char **text, size_t *len);

/* name_ids.c */
bool ia_read_name_ids(struct ia_machine *machine);

/* snapshot.c */
const char *ia_snapshot_take(struct ia_machine *m, struct json_object *root);

/* probe.c */
const char *ia_probe_take(struct ia_machine *machine, struct json_object *root, const char *text);

/* from.c */
bool ia_from_parse(struct ia_machine *machine, const char *path, const char *text, size_t len,
		   struct ia_problem *problem);
bool ia_from_read(struct ia_machine *machine, const char *path, struct ia_problem *problem);

/*
 * Who may read a new file: its owner alone, whoever may read any other one, or every service
 * whatever the umask says.
 */
enum ia_save_for {
	IA_SAVE_FOR_OWNER,
	IA_SAVE_FOR_OTHERS,
	IA_SAVE_FOR_SERVICES,
};

/* save.c */
bool ia_save_check(struct ia_arena *arena, const struct ia_root *root, const char *path,
		   struct ia_problem *problem);
bool ia_save(struct ia_arena *arena, const char *path, const char *text, enum ia_save_for who,
	     struct ia_problem *problem);
int ia_save_folder(struct ia_arena *arena, const char *path);
int ia_kernel_open(const char *path);
int ia_kernel_say(int fd, const char *text);
int ia_kernel_write(const char *path, const char *text);

/* kmod.c */
bool ia_module_load(struct ia_arena *arena, const char *path,
		    const char *kernel, bool *already,
		    struct ia_problem *problem);
bool ia_module_unload(struct ia_arena *arena, bool *already,
		      struct ia_problem *problem);

#endif /* IA_SOURCE_H */
