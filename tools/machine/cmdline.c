// SPDX-License-Identifier: GPL-2.0
#include "cmdline.h"

#include <string.h>

/* As lib/ctype.c has it: ASCII's blanks, and the no-break space of Latin-1. */
static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || (unsigned char)c == 0xa0;
}

static char fold(char c)
{
	return c == '-' ? '_' : c;
}

/**
 * ia_cmdline_starts() - tell whether a text begins as a parameter does
 * @text: the text
 * @start: how it may begin; "-" and "_" are the same, as in parameqn()
 * @len: how much of @start counts
 */
bool ia_cmdline_starts(const char *text, const char *start, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (fold(text[i]) != fold(start[i]))
			return false;
	}
	return true;
}

/* Compares two names as the kernel's parameq() does. */
bool ia_cmdline_same(const char *a, const char *b)
{
	size_t len = strlen(b);

	return ia_cmdline_starts(a, b, len) && !a[len];
}

/* Bytes of the token that a line begins with: blanks within quotes are its own. */
static size_t token_length(const char *line)
{
	bool quoted = false;
	size_t len;

	for (len = 0; line[len] && (quoted || !is_blank(line[len])); len++) {
		if (line[len] == '"')
			quoted = !quoted;
	}
	return len;
}

/*
 * A copy to be shown: no parameter has bytes outside of printable ASCII, and
 * where the kernel ends a token may be within a character of UTF-8.
 */
static char *copy(struct ia_arena *arena, const char *text, size_t len)
{
	char *plain = ia_strndup(arena, text, len);
	size_t i;

	for (i = 0; i < len; i++) {
		if (plain[i] < ' ' || plain[i] > '~')
			plain[i] = '?';
	}
	return plain;
}

/*
 * The kernel's next_arg(): a quote in front opens the whole, a quote after "="
 * the value; one at the end closes either, and any other one stays.
 */
static struct ia_token parse_token(struct ia_arena *arena, const char *line,
				   size_t len)
{
	bool whole = *line == '"';
	char *name = copy(arena, line + whole, len - whole);
	size_t last = len - whole;
	struct ia_token token = { .text = copy(arena, line, len), .name = name };
	char *equals = last ? strchr(name + 1, '=') : NULL;

	if (equals) {
		*equals = '\0';
		token.value = equals + 1;
		if (*token.value == '"') {
			token.value++;
			if (name[last - 1] == '"')
				name[last - 1] = '\0';
		}
	}
	if (whole && last && name[last - 1] == '"')
		name[last - 1] = '\0';
	return token;
}

/**
 * ia_cmdline_parse() - take a command line apart
 * @arena: owner of the tokens
 * @line: the line
 * @cmdline: filled
 */
void ia_cmdline_parse(struct ia_arena *arena, const char *line,
		      struct ia_cmdline *cmdline)
{
	bool init = false;

	*cmdline = (struct ia_cmdline){ .length = strlen(line) };
	for (;;) {
		struct ia_token token;
		size_t len;

		while (is_blank(*line))
			line++;
		if (!*line)
			return;
		len = token_length(line);
		token = parse_token(arena, line, len);
		line += len;
		if (!init && !token.value && !strcmp(token.name, "--")) {
			init = true;
			continue;
		}
		token.init = init;
		cmdline->tokens = ia_grow(arena, cmdline->tokens, cmdline->count,
					  &cmdline->room, sizeof(token));
		cmdline->tokens[cmdline->count++] = token;
	}
}

/**
 * ia_cmdline_last() - find the token that decides: the last one of its name
 * @cmdline: the line
 * @name: the name
 *
 * Return: the token, or NULL when the kernel sees none.
 */
const struct ia_token *ia_cmdline_last(const struct ia_cmdline *cmdline,
				       const char *name)
{
	size_t i;

	for (i = cmdline->count; i-- > 0;) {
		if (!cmdline->tokens[i].init &&
		    ia_cmdline_same(cmdline->tokens[i].name, name))
			return &cmdline->tokens[i];
	}
	return NULL;
}

/* What is quoted of a parameter where something else is told: a line may have thousands. */
#define MOST_QUOTED	500

/**
 * ia_cmdline_brief() - a parameter as it is quoted where something else is told
 * @arena: the owner of the text
 * @text: the parameter
 */
const char *ia_cmdline_brief(struct ia_arena *arena, const char *text)
{
	return strnlen(text, MOST_QUOTED + 1) <= MOST_QUOTED ? text :
	       ia_format(arena, "%.*s…", MOST_QUOTED, text);
}

/**
 * ia_words_split() - split a value
 * @arena: owner of the words
 * @value: the value; NULL has no words
 * @mark: what stands between two words
 * @words: filled
 */
void ia_words_split(struct ia_arena *arena, const char *value, char mark,
		    struct ia_words *words)
{
	*words = (struct ia_words){ 0 };
	while (value) {
		const char *end = strchr(value, mark);

		words->items = ia_grow(arena, words->items, words->count,
				       &words->room, sizeof(*words->items));
		words->items[words->count++] =
			ia_strndup(arena, value,
				   end ? (size_t)(end - value) : strlen(value));
		value = end ? end + 1 : NULL;
	}
}

static bool number(const char **text, unsigned int *n)
{
	const char *start = *text;

	for (*n = 0; **text >= '0' && **text <= '9' && *n < 10000; (*text)++)
		*n = *n * 10 + (unsigned int)(**text - '0');
	return *text != start;
}

/* Whether a release has a word, and ends there or goes on with a flavour: -arm64-16k. */
static bool names(const char *text, const char *word)
{
	const char *at = strstr(text, word);

	return at && (!at[strlen(word)] || at[strlen(word)] == '-' || at[strlen(word)] == '+');
}

/* Debian's releases: 6.1.0-56-amd64, 6.12.107+deb13-amd64, 6.12.107+deb13-arm64-16k */
static bool is_debian(const char *text)
{
	return strstr(text, "+deb") || names(text, "-amd64") || names(text, "-arm64");
}

static enum ia_arch named_arch(const char *text)
{
	if (names(text, "-amd64") || names(text, ".x86_64"))
		return IA_ARCH_X86;
	/* Pages of 64 KiB: Ubuntu's linux-image-generic-64k is for arm64 alone. */
	if (names(text, "-arm64") || names(text, ".aarch64") || names(text, "-64k"))
		return IA_ARCH_ARM64;
	return IA_ARCH_UNKNOWN;
}

/* Red Hat's releases: 5.14.0-427.13.1.el9_4.x86_64 */
static bool is_backported(const char *text)
{
	const char *mark = strstr(text, ".el");

	return mark && mark[3] >= '0' && mark[3] <= '9';
}

/*
 * SUSE's (5.14.21-150500.55.19-default), Proxmox's of Ubuntu's (6.8.12-4-pve), and those that
 * name their processor as packages of RPM do (6.1.34-59.116.amzn2023.x86_64). Fedora's follow
 * the stable kernels, and so do their own numbers.
 */
static bool has_fixes(const char *text)
{
	const char *own = strchr(text, '-');

	if (strstr(text, ".fc"))
		return false;
	return (own && strspn(own + 1, "0123456789") == strlen("150500") && own[1] == '1') ||
	       names(text, "-pve") || names(text, ".x86_64") || names(text, ".aarch64");
}

/*
 * Kernels that carry the patch behind pcie_acs_override=, as their release says: of Proxmox
 * (proxmox/pve-kernel, patch 0004), Unraid, XanMod, CachyOS (README of CachyOS/linux-cachyos),
 * Zen and Liquorix, which were without it for a while (damentz/liquorix-package#230), and
 * TrueNAS, which took it back once (truenas/linux#171, #174).
 */
/* @unsure_from, @unsure_until: versions with and without, as in major * 1000 + minor */
static const struct {
	const char *word;
	unsigned int unsure_from;
	unsigned int unsure_until;
} patched[] = {
	{ "-pve", 0, 0 }, { "Unraid", 0, 0 }, { "xanmod", 0, 0 }, { "cachyos", 0, 0 },
	{ "-acs", 0, 0 }, { "-zen", 7001, 7002 }, { "liquorix", 7001, 7002 },
	{ "truenas", 0, 6012 },
};

/* Debian's and Red Hat's do not; of others nobody knows. */
static enum ia_flag has_override(const char *text, const struct ia_release *release)
{
	unsigned int version = release->major * 1000 + release->minor;
	size_t i;

	for (i = 0; i < sizeof(patched) / sizeof(*patched); i++) {
		if (strstr(text, patched[i].word))
			return version >= patched[i].unsure_from &&
			       version < patched[i].unsure_until ? IA_FLAG_UNKNOWN : IA_YES;
	}
	return release->debian || release->backported ? IA_NO : IA_FLAG_UNKNOWN;
}

static struct ia_release parse_release(const char *text)
{
	struct ia_release release = { 0 };
	unsigned int abi;
	bool counts;

	release.debian = is_debian(text);
	release.backported = is_backported(text);
	release.own = release.backported || has_fixes(text);
	release.arch = named_arch(text);
	release.known = number(&text, &release.major) && *text++ == '.' &&
			number(&text, &release.minor);
	if (!release.known)
		return release;
	/* A release candidate is before all of its stable kernels. */
	if (*text == '-' || *text == '~') {
		release.exact = true;
	} else if (*text++ == '.' && number(&text, &release.patch)) {
		/*
		 * Distributions that count by themselves write 0 and their own number, Debian's
		 * relatives (6.1.0-kali9-amd64, 5.10.0-amd64-desktop) or others their own word.
		 */
		release.exact = release.patch || !*text || !strncmp(text, "-rc", strlen("-rc"));
		counts = *text == '-' && text[1] >= '0' && text[1] <= '9';
		release.debian &= release.exact || counts || *text == '+';
		text += !!*text;
		release.own |= !release.exact && !release.debian;
		if (!release.exact && release.debian && number(&text, &abi) && *text == '-')
			release.abi = abi;
	}
	return release;
}

/**
 * ia_release_parse() - read a kernel's version
 * @text: a release as uname -r says it, or 6.12; NULL where it is not known
 */
struct ia_release ia_release_parse(const char *text)
{
	struct ia_release release = { 0 };

	if (!text)
		return release;
	release = parse_release(text);
	release.override = has_override(text, &release);
	return release;
}

/**
 * ia_release_from() - tell whether a kernel is at least so new
 * @release: the kernel
 * @major: the 6 of 6.12
 * @minor: the 12
 *
 * Return: false for an unknown release too: ask its @known first.
 */
bool ia_release_from(struct ia_release release, unsigned int major,
		     unsigned int minor)
{
	return release.known && (release.major > major ||
				 (release.major == major && release.minor >= minor));
}
