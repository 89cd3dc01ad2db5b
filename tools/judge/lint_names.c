// SPDX-License-Identifier: GPL-2.0
#include "lint.h"

#include <string.h>

/* Letters that two names may differ in and still be taken for a slip. */
#define MOST_SLIPS	2
#define MOST_NAME	64

static bool is_parameter(struct ia_arena *arena, const struct ia_parameter *parameter,
			 const struct ia_token *token)
{
	size_t len = strlen(parameter->name);

	if (parameter->kind != IA_PARAMETER_SETUP)
		return ia_cmdline_same(token->name, parameter->name);
	/* Without its "=" it is nothing to the kernel, but surely meant. */
	if (parameter->name[len - 1] == '=' && !token->value)
		return ia_cmdline_same(token->name,
				       ia_strndup(arena, parameter->name, len - 1));
	return ia_cmdline_starts(token->value ? ia_format(arena, "%s=", token->name) : token->name,
				 parameter->name);
}

/**
 * ia_lint_parameter() - find the parameter that a token is of
 * @arena: memory for the work
 * @token: the token
 *
 * Return: the parameter, or NULL when none of these has that name.
 */
const struct ia_parameter *ia_lint_parameter(struct ia_arena *arena, const struct ia_token *token)
{
	size_t i;

	for (i = 0; i < ia_parameters_count; i++) {
		if (is_parameter(arena, &ia_parameters[i], token))
			return &ia_parameters[i];
	}
	return NULL;
}

/* Letters to change, add or leave out to get from one name to the other. */
static size_t slips(const char *a, const char *b)
{
	size_t row[MOST_NAME + 1], la = strlen(a), lb = strlen(b), i, j;

	if (la > MOST_NAME || lb > MOST_NAME)
		return MOST_NAME;
	for (j = 0; j <= lb; j++)
		row[j] = j;
	for (i = 1; i <= la; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (j = 1; j <= lb; j++) {
			size_t change = corner + (a[i - 1] != b[j - 1]);
			size_t least = row[j] < row[j - 1] ? row[j] : row[j - 1];

			corner = row[j];
			row[j] = change < least + 1 ? change : least + 1;
		}
	}
	return row[lb];
}

static const char *nearest(struct ia_arena *arena, const char *name)
{
	const char *best = NULL;
	size_t i, least = MOST_SLIPS + 1;

	for (i = 0; i < ia_parameters_count; i++) {
		const char *known = ia_parameters[i].name;
		size_t len = strlen(known), n;

		n = slips(name, ia_strndup(arena, known, len - (known[len - 1] == '=')));
		if (n < least && ia_parameters[i].kind != IA_PARAMETER_NONE) {
			least = n;
			best = known;
		}
	}
	return best;
}

/* Whether a name that no kernel knows was meant to be one of these. */
static bool is_about_this(const char *name)
{
	static const char *const parts[] = {
		"iommu", "vfio", "sriov", "sr_iov", "swiotlb", "intremap", "ivrs", "vt_d", "dmar",
		"_acs",
	};
	size_t i, at;

	for (at = 0; name[at]; at++) {
		for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
			if (ia_cmdline_starts(name + at, parts[i]))
				return true;
		}
	}
	return false;
}

/* A module that this table does not have may well have such a parameter. */
static bool is_of_a_module(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot && strncmp(name, "iommu.", 6) && strncmp(name, "vfio", 4);
}

/**
 * ia_lint_has_module() - tell whether a name is of a module that all kernels have
 * @arena: memory for the work
 * @name: the name of a parameter
 */
bool ia_lint_has_module(struct ia_arena *arena, const char *name)
{
	size_t i;

	for (i = 0; i < ia_parameters_count; i++) {
		const char *known = ia_parameters[i].name;

		if (ia_parameters[i].kind == IA_PARAMETER_MODULE && !ia_parameters[i].from &&
		    ia_cmdline_starts(name, ia_strndup(arena, known, strcspn(known, ".") + 1)))
			return true;
	}
	return false;
}

/**
 * ia_lint_is_slip() - tell whether an unknown name was meant to be one of these
 * @arena: memory for the work
 * @token: a token that is of no parameter
 * @near: set to the name that is so near that it was probably meant, or NULL
 */
bool ia_lint_is_slip(struct ia_arena *arena, const struct ia_token *token, const char **near)
{
	*near = NULL;
	if (is_of_a_module(token->name))
		return false;
	*near = nearest(arena, token->name);
	return *near || is_about_this(token->name);
}
