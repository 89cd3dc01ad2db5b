/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the fuzz targets share. A target is a file fuzz_NAME.c with
 * LLVMFuzzerTestOneInput(); a property that does not hold ends the process.
 */
#ifndef IA_FUZZ_H
#define IA_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "../../bench/bench.h"
#include "../../cmd/cmd.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

/* mutate.c */
size_t fuzz_mutate_json(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

/* tree.c: files in place of the running system's */
void fuzz_tree_make(const char *const *files, size_t count);
void fuzz_tree_link(const char *link, const char *target);
void fuzz_tree_put(const char *file, const uint8_t *data, size_t size);
void fuzz_tree_open(struct ia_root *root, struct ia_arena *arena);

/* again.c: what --from takes */
void fuzz_check_again(const struct ia_machine *machine);
void fuzz_from(const uint8_t *data, size_t size);

/* check.c: properties of what is printed */
void fuzz_broken(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));
void fuzz_check_text(const char *what, const char *text, size_t len, bool color);
void fuzz_check_html(const char *page);
void fuzz_check_json(const char *what, const char *text, size_t len);
uint32_t fuzz_hash(const uint8_t *data, size_t size);

/* show.c: one page or command, its output checked */
enum fuzz_look {
	FUZZ_JSON,
	FUZZ_PIPE,	/* no terminal */
	FUZZ_NARROW,	/* a terminal of 60 columns, with colours */
	FUZZ_ASCII,	/* a terminal that shows no UTF-8 */
	FUZZ_LOOKS
};

void fuzz_out_open(struct ia_out *out, struct ia_arena *arena, enum fuzz_look look);
void fuzz_out_close(struct ia_out *out, const char *what, enum fuzz_look look);
void fuzz_stderr_open(void);
void fuzz_stderr_close(const char *what);

/* commands.c: all commands that read a machine */
typedef enum ia_status (*fuzz_command)(struct ia_run *run);

void fuzz_commands(const struct ia_machine *machine, uint32_t choice, size_t count);
enum ia_status fuzz_run(const struct ia_machine *machine, fuzz_command command,
			const struct ia_options *options, int argc, char **argv,
			enum fuzz_look look);
const struct ia_machine *fuzz_machine(void);

/* bench.c: results, and what is requested */
void fuzz_check_request(struct ia_arena *arena, const struct ia_bench_request *request);
void fuzz_compare(const struct ia_bench_set *set, enum fuzz_look look);

/* request.c: the module's own parser of bench/run */
int fuzz_request(const char *device, const char *request, char *reason, size_t size);

/* record.c: a record as a line, and read again */
void fuzz_check_record(struct ia_arena *arena, const struct ia_record_list *list,
		       const void *record);
void fuzz_check_line(const char *record, const char *line, size_t len);
size_t fuzz_words(const char *record, size_t key);
uint64_t fuzz_number(const char *record, size_t key, uint64_t number);
void fuzz_text(const char *record, size_t key, char *text, size_t room);

#endif /* IA_FUZZ_H */
