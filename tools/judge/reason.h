/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reasons as codes with arguments. What is decided rests on the code; the
 * sentence for it stands in the view, by the same code.
 */
#ifndef IA_JUDGE_REASON_H
#define IA_JUDGE_REASON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../machine/address.h"

#define IA_REASON_ARGS	4

enum ia_arg_kind {
	IA_ARG_NONE,
	IA_ARG_NUMBER,
	IA_ARG_ADDRESS,
	IA_ARG_TEXT,
};

/**
 * struct ia_arg - an argument of a reason
 * @kind: which of the members below holds
 * @n: a number
 * @address: a PCI function
 * @text: a name, or a parameter as it was written: never a sentence
 */
struct ia_arg {
	enum ia_arg_kind kind;
	union {
		uint64_t n;
		ia_address address;
		const char *text;
	};
};

/**
 * struct ia_reason - why something is as it is
 * @code: of the enumeration of its subject; 0 when there is no reason
 * @args: what its sentence names
 */
struct ia_reason {
	unsigned int code;
	struct ia_arg args[IA_REASON_ARGS];
};

static inline struct ia_arg ia_arg_n(uint64_t n)
{
	return (struct ia_arg){ .kind = IA_ARG_NUMBER, .n = n };
}

static inline struct ia_arg ia_arg_dev(ia_address address)
{
	return (struct ia_arg){ .kind = IA_ARG_ADDRESS, .address = address };
}

static inline struct ia_arg ia_arg_text(const char *text)
{
	return (struct ia_arg){ .kind = IA_ARG_TEXT, .text = text };
}

/* reason.c */
uint64_t ia_reason_hash(const struct ia_reason *reason);
bool ia_reason_same(const struct ia_reason *a, const struct ia_reason *b);

#endif /* IA_JUDGE_REASON_H */
