// SPDX-License-Identifier: GPL-2.0
/*
 * Texts without what identifies. Letters and digits become X, and all else stays: so a text
 * keeps its length, which matters to a command line that is cut at one, and its alphabet.
 */
#include "redact.h"

#include <ctype.h>
#include <string.h>

#include "parameters.h"

#define COUNT(list)	(sizeof(list) / sizeof(*(list)))

/* MAC addresses, GUIDs, WWNs, machine ids and hashes have no fewer digits in a row. */
#define LONG_HEX	12
/* A number of more digits may be one of an inventory. */
#define SHORT_NUMBER	4
/* A shorter name of a host is a word of other texts too. */
#define SHORT_HOST	3
/* Names that the kernel makes are no longer. */
#define KERNEL_NAME	16

static void hide(char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		/* Of a character of several bytes one stays a letter, and the others go: "?". */
		if (isalnum((unsigned char)text[i]) || (unsigned char)text[i] >= 0x80)
			text[i] = IA_REDACTED;
	}
}

static bool is_hex(char c)
{
	return isxdigit((unsigned char)c);
}

static size_t hex_run(const char *text)
{
	size_t len = 0;

	while (is_hex(text[len]))
		len++;
	return len;
}

/* Groups of hex digits as a MAC address, a GUID, a UUID or an IPv6 address has them. */
static size_t groups(const char *text)
{
	size_t len = 0, count = 0, empty = 0, digits = 0;
	char mark = 0;

	for (;;) {
		size_t n = hex_run(text + len);

		if (n > 12)
			return 0;
		count++;
		empty += !n;
		digits += n;
		len += n;
		if ((text[len] != ':' && text[len] != '-') || (mark && text[len] != mark))
			break;
		if (!n && text[len + 1] != text[len] && empty > 1)
			break;
		mark = text[len++];
	}
	while (len && (text[len - 1] == ':' || text[len - 1] == '-') && empty-- > 1)
		len--;
	if (isalnum((unsigned char)text[len]))
		return 0;
	if (mark == '-')
		return (count == 6 && digits == 12) || (count == 5 && digits == 32) ||
		       (count == 8 && digits == 16) ? len : 0;
	/* 0000:00:1f.3 and ids have fewer; a command line has "::" only there and in ip=. */
	return mark == ':' && (count > 4 || (empty && count > 2 && digits > 3)) ? len : 0;
}

/* An IPv4 address: four numbers up to 255, and no fifth. */
static size_t ipv4(const char *text)
{
	size_t len = 0, i;

	for (i = 0; i < 4; i++) {
		unsigned int n = 0;
		size_t start = len;

		while (isdigit((unsigned char)text[len]) && len - start < 4)
			n = n * 10 + (text[len++] - '0');
		if (len == start || len - start > 3 || n > 255)
			return 0;
		if (i < 3 && text[len++] != '.')
			return 0;
	}
	return text[len] == '.' || isalnum((unsigned char)text[len]) ? 0 : len;
}

/* A long number: also behind letters, as in enx001122334455. */
static size_t long_hex(const char *text)
{
	size_t len = hex_run(text);

	return len >= LONG_HEX && strcspn(text, "0123456789") < len ? len : 0;
}

/* What follows a folder that has one for each user or disk. */
static size_t below_home(const char *text, size_t *skip)
{
	static const char *const homes[] = { "/home/", "/media/", "/run/media/", "/mnt/" };
	size_t i;

	for (i = 0; i < COUNT(homes); i++) {
		*skip = strlen(homes[i]);
		if (!strncmp(text, homes[i], *skip))
			return strcspn(text + *skip, " \"',;");
	}
	return 0;
}

/* What of a text is to go, at its beginning; @before is the character in front of it. */
static size_t found(const struct ia_redaction *how, const char *text, char before, size_t *skip)
{
	bool begins = !isalnum((unsigned char)before);
	size_t host = how->host ? strlen(how->host) : 0, len = below_home(text, skip);

	if (len)
		return len;
	*skip = 0;
	if (begins && host >= SHORT_HOST && !strncasecmp(text, how->host, host) &&
	    !isalnum((unsigned char)text[host]))
		return host;
	if (begins && before != ':' && before != '.') {
		len = groups(text);
		if (!len)
			len = ipv4(text);
	}
	return len || is_hex(before) ? len : long_hex(text);
}

static void hide_parts(const struct ia_redaction *how, char *text, size_t len)
{
	size_t i, n, skip;
	char end = text[len];

	text[len] = '\0';
	for (i = 0; i < len; i += n ? skip + n : 1) {
		n = found(how, text + i, i ? text[i - 1] : ' ', &skip);
		hide(text + i + skip, n);
	}
	text[len] = end;
}

/**
 * ia_redact_text() - leave out what identifies within a text
 * @how: what that is
 * @text: clean text
 *
 * That is MAC and IP addresses, UUIDs, GUIDs, WWNs, hashes, the folder of a user, and the name
 * of the host.
 */
const char *ia_redact_text(const struct ia_redaction *how, const char *text)
{
	char *copy = ia_strndup(how->arena, text, strlen(text));

	hide_parts(how, copy, strlen(copy));
	return copy;
}

/**
 * ia_redact_own() - leave out a name that somebody chose
 * @how: what else is to be left out
 * @text: the name, of a file, a pool, a task or a disk
 *
 * Return: names that the kernel or every system has; else X.
 */
const char *ia_redact_own(const struct ia_redaction *how, const char *text)
{
	static const char *const paths[] = {
		"/", "/boot", "/boot/efi", "/efi", "/home", "/opt", "/srv", "/tmp", "/usr",
		"/var", "/var/lib", "/var/log", "/var/tmp",
	};
	static const char *const names[] = {
		"sd", "nvme", "vd", "md", "dm-", "sr", "mmcblk", "eth", "en", "wl", "ib", "mlx",
		"card", "tty", "fb", "br", "bond",
	};
	size_t i, len;

	for (i = 0; i < COUNT(paths); i++) {
		if (!strcmp(text, paths[i]))
			return text;
	}
	for (i = 0; i < COUNT(names); i++) {
		len = strlen(names[i]);
		/* A word of somebody's goes on with letters; these have a number. */
		if (!strncmp(text, names[i], len) && strlen(text) < KERNEL_NAME &&
		    (isdigit((unsigned char)text[len]) ||
		     (text[len] && (isdigit((unsigned char)text[len + 1]) || !text[len + 1] ||
				    (!strcmp(names[i], "en") && strchr("ospx", text[len]))))))
			return ia_redact_text(how, text);
	}
	return *text == '/' ? "/XXXX" : "XXXX";
}

/* Values of these say nothing of who has the machine, nor where. */
static const char *const harmless[] = {
	"BOOT_IMAGE", "acpi", "amd_", "amdgpu.", "apic", "apparmor", "audit", "cgroup",
	"clocksource", "console", "crashkernel", "debug", "default_hugepagesz", "drm", "earlycon",
	"earlymodules", "fbcon", "hugepages", "hugepagesz", "i915.", "initcall_blacklist",
	"initrd", "intel_", "iommu", "irqaffinity", "isolcpus", "ivrs_", "kvm", "libata.",
	"log_buf_len", "loglevel", "lsm", "maxcpus", "mem", "memmap", "mitigations", "mlx4_core.",
	"mlx5_core.", "modprobe.", "module_blacklist", "modules_load", "nmi_watchdog", "nohz",
	"nohz_full", "nosmt", "nouveau.", "nr_cpus", "numa", "nvidia", "nvme.", "nvme_core.",
	"panic", "pci", "pcie_", "preempt", "printk.", "processor.", "psi", "radeon.", "rcu",
	"rcutree.", "rd.driver.", "rd.modules_load", "security", "selinux", "spec_", "spectre_v2",
	"swiotlb", "transparent_hugepage", "tsc", "usbcore.", "vfio", "vga", "video", "vt.",
};

/* Up to the "=": whether a name is one of these, or begins with one that ends in a mark. */
static bool is_harmless(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < COUNT(harmless); i++) {
		size_t n = strlen(harmless[i]);
		bool open = strchr("._", harmless[i][n - 1]);

		if (len >= n && ia_cmdline_starts(name, harmless[i], n) &&
		    (open || len == n || strchr("._-", name[n])))
			return true;
	}
	for (i = 0; i < ia_parameters_count; i++) {
		size_t n = strcspn(ia_parameters[i].name, "=");

		if (len == n && ia_cmdline_starts(name, ia_parameters[i].name, n))
			return true;
	}
	for (i = 0; i + strlen("modeset") <= len; i++) {
		if (!strncmp(name + i, "modeset", strlen("modeset")))
			return true;
	}
	return false;
}

/* Numbers and switches of any parameter. */
static bool is_plain(const char *value, size_t len)
{
	static const char *const words[] = {
		"on", "off", "yes", "no", "y", "n", "Y", "N", "auto", "force", "enable", "disable",
		"true", "false", "never", "always", "none",
	};
	size_t i;

	for (i = 0; i < COUNT(words); i++) {
		if (len == strlen(words[i]) && !strncmp(value, words[i], len))
			return true;
	}
	i = *value == '-';
	while (i < len && isdigit((unsigned char)value[i]))
		i++;
	return len && len <= SHORT_NUMBER && i == len;
}

/* One word of a command line, with its quotes. */
static void hide_word(const struct ia_redaction *how, char *word, size_t len)
{
	size_t quote = *word == '"', name = quote;

	while (name < len && word[name] != '=')
		name++;
	if (name < len && !is_harmless(word + quote, name - quote) &&
	    !is_plain(word + name + 1, len - name - 1))
		hide(word + name + 1, len - name - 1);
	hide_parts(how, word, len);
}

/**
 * ia_redact_cmdline() - leave out of a kernel command line what identifies
 * @how: what that is
 * @text: the line
 *
 * Parameters of the kernel that this tool knows, and others that are known to say nothing of the
 * owner, keep their values. So do numbers and switches. Of all other parameters only the name
 * stays, and nothing of what is for init.
 */
const char *ia_redact_cmdline(const struct ia_redaction *how, const char *text)
{
	char *copy = ia_strndup(how->arena, text, strlen(text)), *p = copy;
	bool init = false;

	while (*p) {
		bool quoted = false;
		size_t len = 0;

		while (p[len] && (quoted || !isspace((unsigned char)p[len])))
			quoted ^= p[len++] == '"';
		if (init)
			hide(p, len);
		else if (len)
			hide_word(how, p, len);
		init |= len == 2 && !strncmp(p, "--", 2);
		p += len + (p[len] != '\0');
	}
	return copy;
}
