// SPDX-License-Identifier: GPL-2.0
#include "log.h"

#include <string.h>

#include "../base/limits.h"

#define WORDS(list)	{ list, sizeof(list) / sizeof(*(list)), NULL }

#define X(name, word, ...)	word,
static const char *const messages[] = { IA_LOG_MESSAGES(X) };
static const char *const subjects[] = { IA_LOG_SUBJECTS(X) };
static const char *const weights[] = { IA_LOG_WEIGHTS(X) };
static const char *const bits[] = { IA_LOG_BITS(X) };
static const char *const places[] = { IA_LOG_PLACES(X) };
static const char *const kernels[] = { IA_LOG_KERNELS(X) };
#undef X

const struct ia_wordlist ia_words_log_messages = WORDS(messages);
const struct ia_wordlist ia_words_log_subjects = WORDS(subjects);
const struct ia_wordlist ia_words_log_weights = WORDS(weights);
const struct ia_wordlist ia_words_log_bits = WORDS(bits);
const struct ia_wordlist ia_words_log_places = WORDS(places);
const struct ia_wordlist ia_words_log_kernels = WORDS(kernels);

static const struct {
	enum ia_log_subject subject;
	enum ia_log_weight weight;
} kinds[] = {
#define X(name, word, subject, weight)	{ IA_LOG_SUBJECT_##subject, IA_LOG_##weight##_WEIGHT },
	IA_LOG_MESSAGES(X)
#undef X
};

/* Those that the kernel and programs print here: include/uapi/asm-generic/errno*.h. */
static const struct ia_log_error errors[] = {
	{ 1, "EPERM", "Operation not permitted" }, { 2, "ENOENT", "No such file or directory" },
	{ 5, "EIO", "Input/output error" }, { 6, "ENXIO", "No such device or address" },
	{ 9, "EBADF", "Bad file descriptor" },
	{ 11, "EAGAIN", "Resource temporarily unavailable" },
	{ 12, "ENOMEM", "Cannot allocate memory" }, { 13, "EACCES", "Permission denied" },
	{ 14, "EFAULT", "Bad address" }, { 16, "EBUSY", "Device or resource busy" },
	{ 17, "EEXIST", "File exists" }, { 19, "ENODEV", "No such device" },
	{ 22, "EINVAL", "Invalid argument" },
	{ 24, "EMFILE", "Too many open files" },
	{ 25, "ENOTTY", "Inappropriate ioctl for device" },
	{ 28, "ENOSPC", "No space left on device" },
	{ 34, "ERANGE", "Numerical result out of range" },
	{ 38, "ENOSYS", "Function not implemented" },
	{ 95, "EOPNOTSUPP", "Operation not supported" },
	{ 110, "ETIMEDOUT", "Connection timed out" }, { 524, "ENOTSUPP", NULL },
};

/** ia_log_error() - an errno by its number, or NULL */
const struct ia_log_error *ia_log_error(uint64_t n)
{
	size_t i;

	for (i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		if (errors[i].n == n)
			return &errors[i];
	}
	return NULL;
}

/**
 * ia_log_error_find() - an errno by its name or its text
 * @text: what begins with that
 * @len: filled: its length; of two that fit the longer one
 *
 * Return: it, or NULL.
 */
const struct ia_log_error *ia_log_error_find(const char *text, size_t *len)
{
	const struct ia_log_error *found = NULL;
	size_t i, j;

	for (*len = 0, i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		const char *const texts[] = { errors[i].name, errors[i].text };

		for (j = 0; j < 2; j++) {
			if (!texts[j] || !ia_word_end(texts[j], text) || strlen(texts[j]) <= *len)
				continue;
			found = &errors[i];
			*len = strlen(texts[j]);
		}
	}
	return found;
}

/** ia_log_subject() - what a message is about */
enum ia_log_subject ia_log_subject(enum ia_log_message message)
{
	return kinds[message].subject;
}

/** ia_log_weight() - whether a message is a problem, or only tells of the machine */
enum ia_log_weight ia_log_weight(enum ia_log_message message)
{
	return kinds[message].weight;
}

/*
 * Names of e820 (e820_print_type()) and of /proc/iomem (e820_type_to_string(), and
 * what claims a region later).
 */
static const struct {
	const char *name;
	enum ia_log_place place;
} named[] = {
	{ "usable", IA_LOG_PLACE_RAM }, { "System RAM", IA_LOG_PLACE_RAM },
	{ "Kernel ", IA_LOG_PLACE_RAM }, { "Crash kernel", IA_LOG_PLACE_RAM },
	{ "reserved", IA_LOG_PLACE_RESERVED }, { "Reserved", IA_LOG_PLACE_RESERVED },
	{ "RAM buffer", IA_LOG_PLACE_BUFFER }, { "soft reserved", IA_LOG_PLACE_RESERVED },
	{ "Soft Reserved", IA_LOG_PLACE_RESERVED }, { "unusable", IA_LOG_PLACE_RESERVED },
	{ "Unusable memory", IA_LOG_PLACE_RESERVED },
	{ "ACPI data", IA_LOG_PLACE_ACPI }, { "ACPI Tables", IA_LOG_PLACE_ACPI },
	{ "ACPI NVS", IA_LOG_PLACE_NVS },
	{ "ACPI Non-volatile Storage", IA_LOG_PLACE_NVS },
	{ "persistent", IA_LOG_PLACE_PERSISTENT }, { "Persistent Memory", IA_LOG_PLACE_PERSISTENT },
	{ "PCI Bus ", IA_LOG_PLACE_WINDOW },
};

/**
 * ia_log_place_of() - what a range is that e820 or /proc/iomem names
 * @name: as the kernel prints it behind the range, without blanks around it
 */
enum ia_log_place ia_log_place_of(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(named) / sizeof(*named); i++) {
		if (ia_word_end(named[i].name, name))
			return named[i].place;
	}
	return IA_LOG_PLACE_OTHER;
}

/* Keep a range, unless it is none or there are too many; the list is the arena's. */
void ia_log_range_add(struct ia_arena *arena, struct ia_log_ranges *ranges,
		      struct ia_log_range range)
{
	if (range.end < range.start || ranges->count >= IA_MAX_RANGES)
		return;
	ranges->items = ia_grow(arena, ranges->items, ranges->count, &ranges->room,
				sizeof(*ranges->items));
	ranges->items[ranges->count++] = range;
}
