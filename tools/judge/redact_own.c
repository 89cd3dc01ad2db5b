// SPDX-License-Identifier: GPL-2.0
/* Names that somebody chose: which those are, and what they are known by in other texts. */
#include "redact.h"

#include <ctype.h>
#include <string.h>

#define COUNT(list)	(sizeof(list) / sizeof(*(list)))

/* Names that the kernel makes are no longer. */
#define KERNEL_NAME	16
/* A shorter name is a word of other texts too. */
#define SHORT_WORD	3

/* Paths that every system has. */
static const char *const paths[] = {
	"/", "/boot", "/boot/efi", "/efi", "/home", "/opt", "/srv", "/tmp", "/usr",
	"/var", "/var/lib", "/var/log", "/var/tmp",
};

/* What names of the kernel and of udev begin with. */
static const char *const starts[] = {
	"sd", "nvme", "vd", "md", "dm-", "sr", "mmcblk", "eth", "en", "wlan", "wl", "ib", "mlx",
	"card", "tty", "fb", "br", "bond",
};

/* Of enp1s0f0np0, behind its beginning: letters stand alone or in pairs, and numbers follow. */
static bool is_numbered(const char *rest)
{
	size_t letters = 0, numbers = 0;

	for (; *rest; rest++) {
		if (isdigit((unsigned char)*rest)) {
			letters = 0;
			numbers++;
		} else if (isalpha((unsigned char)*rest)) {
			if (++letters > 2)
				return false;
		} else if (*rest != '.' && *rest != '_') {
			return false;
		}
	}
	return numbers && !letters;
}

/* sda, vdb: a disk by letters alone. */
static bool is_lettered(const char *start, const char *rest)
{
	size_t len = strlen(rest);

	return (!strcmp(start, "sd") || !strcmp(start, "vd")) && len && len < 3 &&
	       strspn(rest, "abcdefghijklmnopqrstuvwxyz") == len;
}

/* enx001122334455: of the address of a card, which goes. */
static bool is_by_address(const char *rest)
{
	return *rest == 'x' && strspn(rest + 1, "0123456789abcdef") == 12 && !rest[13];
}

static bool is_kernels(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(starts) && strlen(name) < KERNEL_NAME; i++) {
		const char *rest = name + strlen(starts[i]);

		if (!strncmp(name, starts[i], rest - name) &&
		    (is_numbered(rest) || is_lettered(starts[i], rest) || is_by_address(rest)))
			return true;
	}
	return false;
}

/**
 * ia_redact_own() - leave out a name that somebody chose
 * @how: what else is to be left out
 * @text: the name, of a file, a pool, a task, a disk or a network interface
 *
 * Return: names that the kernel or every system has; else X.
 */
const char *ia_redact_own(const struct ia_redaction *how, const char *text)
{
	size_t i;

	for (i = 0; i < COUNT(paths); i++) {
		if (!strcmp(text, paths[i]))
			return text;
	}
	if (is_kernels(text))
		return ia_redact_text(how, text);
	return *text == '/' ? "/XXXX" : "XXXX";
}

/* A word of the kernel's gives nobody away, and what rests on it would be wrong without. */
static bool is_common(const struct ia_machine *m, const char *word)
{
	size_t i;

	if (ia_redact_is_parameter(word) ||
	    (m->kernel.known && ia_redact_has_word(m->kernel.text, word)))
		return true;
	for (i = 0; i < m->ndevices; i++) {
		if (m->devices[i].driver.known &&
		    ia_redact_has_word(m->devices[i].driver.text, word))
			return true;
	}
	for (i = 0; i < m->host.nmodules; i++) {
		if (ia_redact_has_word(m->host.modules[i].module.text, word))
			return true;
	}
	return false;
}

static void add(struct ia_redaction *how, const struct ia_machine *m, const char *word)
{
	const char **words;

	if (strlen(word) < SHORT_WORD || is_common(m, word))
		return;
	words = ia_alloc(how->arena, how->count + 1, sizeof(*words));
	if (how->count)
		memcpy(words, how->words, how->count * sizeof(*words));
	words[how->count++] = word;
	how->words = words;
}

/**
 * ia_redact_host() - leave the name of the host out, and that of its domain
 * @how: what is to be left out
 * @m: the machine: what is a word of its kernel is no name
 * @host: the name, also with its domain; NULL when not known
 */
void ia_redact_host(struct ia_redaction *how, const struct ia_machine *m, const char *host)
{
	const char *dot = host ? strchr(host, '.') : NULL;

	if (!host)
		return;
	add(how, m, host);
	if (!dot)
		return;
	add(how, m, ia_strndup(how->arena, host, dot - host));
	if (strchr(dot + 1, '.'))
		add(how, m, dot + 1);
}

/**
 * ia_redact_interfaces() - leave names of network interfaces out that somebody chose
 * @how: what is to be left out
 * @m: the machine that has them
 *
 * Interrupts, among others, are called by them.
 */
void ia_redact_interfaces(struct ia_redaction *how, const struct ia_machine *m)
{
	size_t i, j;

	for (i = 0; i < m->host.nnames; i++) {
		const struct ia_texts *list = &m->host.names[i].netdev;

		for (j = 0; j < list->count; j++) {
			if (!is_kernels(list->items[j]))
				add(how, m, list->items[j]);
		}
	}
}
