// SPDX-License-Identifier: GPL-2.0
#include "lint.h"

#include <string.h>

#define MOST_NAME	64

/*
 * Letters that a name may differ in and still be taken for a slip. Of short names too many are
 * names of other parameters: pti, acpi and mce are no slips of pci.
 */
static size_t most_slips(size_t len)
{
	return len >= 10 ? 2 : len >= 5 ? 1 : 0;
}

/* How much of a parameter's name is before the "=" that it may end in. */
static size_t stem(const struct ia_parameter *parameter)
{
	size_t len = strlen(parameter->name);

	return len - (parameter->name[len - 1] == '=');
}

/*
 * A name that ends in "=" is nothing to the kernel without it, but surely meant.
 * One that does not may go on with anything.
 */
static bool is_of(const struct ia_token *token, const struct ia_parameter *parameter)
{
	size_t len = stem(parameter);

	if (parameter->kind != IA_PARAMETER_SETUP || parameter->name[len])
		return ia_cmdline_starts(token->name, parameter->name, len) && !token->name[len];
	return ia_cmdline_starts(token->name, parameter->name, len);
}

/*
 * The entry for a token.
 *
 * Return: the entry, or NULL when the table has none.
 */
const struct ia_parameter *ia_parameter_find(const struct ia_token *token)
{
	size_t i;

	for (i = 0; i < ia_parameters_count; i++) {
		if (is_of(token, &ia_parameters[i]))
			return &ia_parameters[i];
	}
	return NULL;
}

/* Whether two letters have changed places, and nothing else. */
static bool is_swapped(const char *a, const char *b, size_t len)
{
	size_t i, at[2] = { 0, 0 }, differ = 0;

	if (strlen(a) != len)
		return false;
	for (i = 0; i < len; i++) {
		if (a[i] == b[i])
			continue;
		if (differ == 2)
			return false;
		at[differ++] = i;
	}
	return differ == 2 && a[at[0]] == b[at[1]] && a[at[1]] == b[at[0]];
}

/* Letters to change, add or leave out to get from one name to the other. */
static size_t slips(const char *a, const char *b, size_t lb)
{
	size_t row[MOST_NAME + 1], la = strlen(a), i, j;

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

/**
 * ia_lint_of_module() - find the parameter of a module whose name was left out
 * @name: "disable_idle_d3"
 *
 * Return: the name with its module, or NULL.
 */
const char *ia_lint_of_module(const char *name)
{
	size_t i;

	for (i = 0; i < ia_parameters_count; i++) {
		const struct ia_parameter *one = &ia_parameters[i];

		if (one->kind == IA_PARAMETER_MODULE &&
		    ia_cmdline_same(name, strchr(one->name, '.') + 1))
			return one->name;
	}
	return NULL;
}

/* Words that are so much of one parameter that nothing else is meant by them alone. */
static bool is_telling(const char *word)
{
	static const char *const telling[] = { "noats", "noari", "noaer", "nosid", "nopost" };
	size_t i;

	for (i = 0; i < sizeof(telling) / sizeof(*telling); i++) {
		if (!strcmp(word, telling[i]))
			return true;
	}
	return strchr(word, '_');
}

/**
 * ia_lint_of_list() - find the parameter of which a word stands alone
 * @arena: the owner of the text
 * @name: the "igfx_off" of "intel_iommu=on, igfx_off"
 *
 * Return: the word with its parameter, or NULL.
 */
const char *ia_lint_of_list(struct ia_arena *arena, const char *name)
{
	const struct ia_parameter_rule *rule;
	size_t i;

	for (i = 0; is_telling(name) && i < ia_parameters_count; i++) {
		const struct ia_parameter *one = &ia_parameters[i];

		for (rule = one->rules; one->value == IA_VALUE_LIST && rule->source; rule++) {
			if (rule->word && !strcmp(rule->word, name) && !one->some)
				return ia_format(arena, "%.*s=%s", (int)stem(one), one->name, name);
		}
	}
	return NULL;
}

static const char *nearest(const char *name)
{
	const char *best = NULL;
	size_t i, least = MOST_NAME;

	for (i = 0; i < ia_parameters_count; i++) {
		const struct ia_parameter *one = &ia_parameters[i];
		size_t n = is_swapped(name, one->name, stem(one)) ? 1 :
			   slips(name, one->name, stem(one));

		if (n <= most_slips(stem(one)) && n < least && one->kind != IA_PARAMETER_NONE) {
			least = n;
			best = one->name;
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
			if (ia_cmdline_starts(name + at, parts[i], strlen(parts[i])))
				return true;
		}
	}
	return false;
}

/* A module that this table does not have may well have such a parameter. */
static bool is_of_a_module(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot && strncmp(name, "iommu.", 6) && strncmp(name, "vfio", 4) &&
	       strcmp(name, "intel.iommu") && strcmp(name, "amd.iommu");
}

/* Whether a name is of a module that all kernels have. */
bool ia_lint_has_module(const char *name)
{
	size_t i;

	for (i = 0; i < ia_parameters_count; i++) {
		const struct ia_parameter *one = &ia_parameters[i];

		if (one->kind == IA_PARAMETER_MODULE && !one->from &&
		    ia_cmdline_starts(name, one->name, strcspn(one->name, ".") + 1))
			return true;
	}
	return false;
}

/**
 * ia_lint_is_slip() - tell whether an unknown name was meant to be one of these
 * @token: a token that is of no parameter
 * @near: set to the name that is so near that it was probably meant, or NULL
 */
bool ia_lint_is_slip(const struct ia_token *token, const char **near)
{
	*near = NULL;
	/* Of other architectures: s390_iommu=, s390_iommu_aperture=; and no slip of noapic */
	if (is_of_a_module(token->name) || !strncmp(token->name, "s390_", strlen("s390_")) ||
	    !strcmp(token->name, "nolapic"))
		return false;
	*near = nearest(token->name);
	return *near || is_about_this(token->name);
}

/**
 * ia_lint_own_word() - tell whether a word of a list is a parameter of its own
 * @arena: the owner of the text
 * @word: the word: the "iommu=pt" of intel_iommu=on,iommu=pt
 *
 * Return: what it was to be, or NULL.
 */
const char *ia_lint_own_word(struct ia_arena *arena, const char *word)
{
	struct ia_cmdline line;

	ia_cmdline_parse(arena, word, &line);
	if (line.count != 1 || !line.tokens->value || !ia_parameter_find(line.tokens))
		return NULL;
	return ia_format(arena, "%s, as a word of its own", word);
}

/* Of an entry that has only some of the words: whether one of those is there. */
static bool has_word(const struct ia_parameter *parameter, const char *value)
{
	const char *at = value ? value : "";
	const struct ia_parameter_rule *rule;
	size_t len;

	for (; *at; at += len + (at[len] == ',')) {
		len = parameter->value == IA_VALUE_LIST ? strcspn(at, ",") : strlen(at);
		for (rule = parameter->rules; rule->source; rule++) {
			if (strlen(rule->word) == len && !memcmp(rule->word, at, len))
				return true;
		}
	}
	return false;
}

/**
 * ia_parameter_relevant() - tell whether a token is about IOMMUs and assignment
 * @token: a token of a command line
 *
 * Return: whether the table has it, or it is named like one that it has.
 */
bool ia_parameter_relevant(const struct ia_token *token)
{
	const struct ia_parameter *parameter = ia_parameter_find(token);

	if (parameter && parameter->display)
		return false;
	if (parameter)
		return !parameter->some || has_word(parameter, token->value);
	return is_about_this(token->name);
}
