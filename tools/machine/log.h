/* SPDX-License-Identifier: GPL-2.0 */
/* log.c: what the lines of a log say, each in typed values */
#ifndef IA_MACHINE_LOG_H
#define IA_MACHINE_LOG_H

#include "../base/memory.h"
#include "log_messages.h"
#include "value.h"

#define X(name, word, ...)	IA_LOG_SUBJECT_##name,
enum ia_log_subject { IA_LOG_SUBJECTS(X) };
#undef X
#define X(name, word, ...)	IA_LOG_##name##_WEIGHT,
enum ia_log_weight { IA_LOG_WEIGHTS(X) };
#undef X
#define X(name, word, subject, weight)	IA_LOG_##name,
enum ia_log_message { IA_LOG_MESSAGES(X) IA_LOG_MESSAGE_COUNT };
#undef X
#define X(name, word)	IA_LOG_BIT_##name,
enum ia_log_bit { IA_LOG_BITS(X) IA_LOG_BIT_COUNT };
#undef X

/* Kernels whose sources were read for a template, as bits. */
#define IA_LOG_KERNELS(X)	X(K5_10, "5.10") X(K6_1, "6.1") X(K6_12, "6.12") X(K7_2, "7.2") \
				X(K7_3, "7.3")
#define X(name, word)	IA_LOG_##name,
enum ia_log_kernel { IA_LOG_KERNELS(X) IA_LOG_KERNEL_COUNT };
#undef X

/**
 * struct ia_log_template - how a message is worded
 * @message: what it says
 * @text: its text, with conversions: see source/log_scan.c
 * @origin: the function that prints it
 * @kernels: those of enum ia_log_kernel whose sources have it; 0: none of them
 * @program: it is of a program, or of a patch that is in no mainline kernel; NULL for the kernel
 */
struct ia_log_template {
	enum ia_log_message message;
	const char *text;
	const char *origin;
	unsigned int kernels;
	const char *program;
};

/* Values that a template names; a text is NULL where the value is a number alone. */
#define IA_LOG_VALUES	5

struct ia_log_value {
	bool known;
	uint64_t n;
	const char *text;
};

/**
 * struct ia_log_said - what a line says
 * @how: the template that it fits
 * @driver: what stands in front of the device: its driver, or "pci"
 * @device: the function that it is about
 * @other: another one that it names
 * @segment: @device was written with its segment
 * @address: where a request went, or a region begins
 * @end: where the region ends
 * @size: of a resource that has no place
 * @kind: of a resource: "mem", "mem pref", "io"
 * @access: what a request wanted
 * @pasid: of the request
 * @reason: VT-d's fault reason, the code of AMD's or SMMU's event
 * @name: of that code; NULL when the specification has none
 * @bits: enum ia_log_bit
 * @has_bits: @bits were decoded
 * @error: errno, without its sign
 * @values: the others, in the order of the line
 */
struct ia_log_said {
	const struct ia_log_template *how;
	const char *driver;
	ia_address device;
	ia_address other;
	bool segment;
	struct ia_number address;
	struct ia_number end;
	struct ia_number size;
	const char *kind;
	enum ia_access_type access;
	struct ia_number pasid;
	struct ia_number reason;
	const char *name;
	uint64_t bits;
	bool has_bits;
	struct ia_number error;
	struct ia_log_value values[IA_LOG_VALUES];
};

/**
 * struct ia_log_error - an errno
 * @n: its number
 * @name: its name, as %pe prints it behind a sign
 * @text: strerror() of it, in the C locale
 */
struct ia_log_error {
	unsigned int n;
	const char *name;
	const char *text;
};

const struct ia_log_error *ia_log_error(uint64_t n);
const struct ia_log_error *ia_log_error_find(const char *text, size_t *len);

/* Addresses that are kept of lines that say the same, and the most there can be. */
#define IA_LOG_ADDRESSES	8

/**
 * struct ia_log_entry - lines that say the same but for the address
 * @said: what the first of them says
 * @text: that line without what stands in front of the message
 * @line: its number
 * @uptime: seconds from boot to that line
 * @count: how many lines there are
 * @addresses: the first addresses that differ
 * @naddresses: how many are kept
 * @more: there were others
 */
struct ia_log_entry {
	struct ia_log_said said;
	const char *text;
	size_t line;
	struct ia_number uptime;
	size_t count;
	uint64_t addresses[IA_LOG_ADDRESSES];
	size_t naddresses;
	bool more;
};

/* A line about the subjects here that fits no template. */
struct ia_log_strange {
	const char *text;
	size_t line;
};

/**
 * struct ia_log - a log
 * @entries: messages, in their order
 * @count: number of @entries
 * @context: what tells of the machine: IA_LOG_CONTEXT_WEIGHT
 * @ncontext: number of @context
 * @strange: the first lines that seem to be about IOMMUs and are not known
 * @nstrange: number of @strange
 * @lines: lines that are not empty
 * @known: those of them that are in @entries or @context
 * @unknown: those that seem to be about IOMMUs and are not known
 * @left_out: lines that there was no room for in @entries or @context
 * @kernel: release of the kernel that wrote it, if it says so
 * @cmdline: the command line that it shows
 */
struct ia_log {
	struct ia_log_entry *entries;
	size_t count;
	struct ia_log_entry *context;
	size_t ncontext;
	struct ia_log_strange *strange;
	size_t nstrange;
	size_t lines;
	size_t known;
	size_t unknown;
	size_t left_out;
	const char *kernel;
	const char *cmdline;
};

/* What memory is, as e820, /proc/iomem, the tables of firmware or sysfs say. */
#define IA_LOG_PLACES(X)							\
	X(UNKNOWN, "unknown") X(RAM, "ram") X(RESERVED, "reserved") X(ACPI, "acpi")	\
	X(NVS, "acpi-nvs") X(BUFFER, "ram-buffer") X(PERSISTENT, "persistent") X(RMRR, "rmrr") \
	X(REGION, "reserved-region")						\
	X(BAR, "bar") X(WINDOW, "bridge-window") X(MSI, "msi") X(HT, "amd-ht") X(IOVA, "iova")	\
	X(OTHER, "other") \
	X(NOTHING, "nothing")
#define X(name, word)	IA_LOG_PLACE_##name,
enum ia_log_place { IA_LOG_PLACES(X) IA_LOG_PLACE_COUNT };
#undef X

/**
 * struct ia_log_range - a range of addresses of which somebody said what it is
 * @start: its first address
 * @end: its last one
 * @place: what it is
 * @device: whose BAR it is
 * @name: what it was called
 * @line: line of the log that says so; 0: it is of the machine
 */
struct ia_log_range {
	uint64_t start;
	uint64_t end;
	enum ia_log_place place;
	ia_address device;
	const char *name;
	size_t line;
};

struct ia_log_ranges {
	struct ia_log_range *items;
	size_t count;
	size_t room;
};

/* log.c */
extern const struct ia_wordlist ia_words_log_messages, ia_words_log_subjects,
	ia_words_log_weights, ia_words_log_bits, ia_words_log_places, ia_words_log_kernels;

enum ia_log_subject ia_log_subject(enum ia_log_message message);
enum ia_log_weight ia_log_weight(enum ia_log_message message);
enum ia_log_place ia_log_place_of(const char *name);
void ia_log_range_add(struct ia_arena *arena, struct ia_log_ranges *ranges,
		      struct ia_log_range range);

#endif /* IA_MACHINE_LOG_H */
