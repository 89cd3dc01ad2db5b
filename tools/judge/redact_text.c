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
/* The hardware address of an InfiniBand interface has most groups. */
#define MOST_GROUPS	20
/* RFC 5321, 4.5.3.1 */
#define LONGEST_USER	64
#define LONGEST_DOMAIN	255
/* Two are enough for what anybody writes. */
#define MOST_PASSES	16
/* No kernel has such a number, and hardly a host one below in front of its address. */
#define KERNEL_MAJOR	8

/* Whether anything was there to leave out. */
static bool hide(char *text, size_t len)
{
	bool changed = false;
	size_t i;

	for (i = 0; i < len; i++) {
		/* Of a character of several bytes one stays a letter, and the others go: "?". */
		if (text[i] != IA_REDACTED &&
		    (isalnum((unsigned char)text[i]) || (unsigned char)text[i] >= 0x80)) {
			text[i] = IA_REDACTED;
			changed = true;
		}
	}
	return changed;
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

/*
 * Groups of hex digits as a MAC address, a GUID, a UUID or an IPv6 address has them. What has
 * fewer or others is an address on PCI, or ids: those of vfio-pci.ids= have up to six groups.
 */
struct hex_groups {
	size_t len, count, digits, shortest, longest, empty;
	char mark;
};

/* The text that is one is as long as it can be; "::" stands for groups that are left out. */
static void read_groups(const char *text, struct hex_groups *g)
{
	*g = (struct hex_groups){ .shortest = SIZE_MAX };
	if (text[0] == ':' && text[1] == ':') {
		g->mark = ':';
		g->empty = 1;
		g->len = 2;
	}
	for (;;) {
		size_t n = hex_run(text + g->len);

		if (!n || g->count > MOST_GROUPS)
			break;
		g->count++;
		g->digits += n;
		g->len += n;
		g->shortest = n < g->shortest ? n : g->shortest;
		g->longest = n > g->longest ? n : g->longest;
		if (!text[g->len] || !strchr(":-_", text[g->len]) ||
		    (g->mark && text[g->len] != g->mark))
			break;
		if (text[g->len] == ':' && text[g->len + 1] == ':') {
			g->empty++;
			g->len++;
		} else if (!is_hex(text[g->len + 1])) {
			break;
		}
		g->mark = text[g->len++];
	}
}

static size_t groups(const char *text, char before)
{
	struct hex_groups g;
	bool pairs, found;

	read_groups(text, &g);
	if (!g.mark || isalnum((unsigned char)text[g.len]))
		return 0;
	/* ::ffff:10.0.0.1 ends in an IPv4 address, which says it all. */
	if (g.empty && (text[g.len] == '.' || text[g.len] == ':') &&
	    isalnum((unsigned char)text[g.len + 1]))
		return 0;
	pairs = !g.empty && g.longest == 2 &&
		(g.shortest == 2 ? g.count >= 6 : g.count == 6 && g.mark == ':');
	if (g.mark == '-')
		found = pairs || (g.count == 5 && g.digits == 32);
	else if (g.mark == '_')
		found = pairs;
	else if (g.empty)
		found = g.empty == 1 && g.count < 8 && g.longest < 5 && g.digits > 3;
	else
		/* Four of four may be ids too, where they are a value. */
		found = pairs || (g.count == 8 && g.longest < 5) ||
			(g.count == 4 && g.shortest == 4 && g.longest == 4 && before != '=' &&
			 before != ',');
	return found ? g.len : 0;
}

/* A MAC address as switches write it, 0011.22aa.bbcc: all digits may be a version. */
static size_t dotted_mac(const char *text)
{
	size_t i;

	for (i = 0; i < 3; i++) {
		if (hex_run(text + 5 * i) != 4 || (i < 2 && text[5 * i + 4] != '.'))
			return 0;
	}
	return text[14] != '.' && !isalnum((unsigned char)text[14]) &&
	       strcspn(text, "ABCDEFabcdef") < 14 ? 14 : 0;
}

/* An IPv4 address: four numbers up to 255, and no fifth. vmlinuz-5.4.0.1 has a version. */
static size_t ipv4(const char *text, char before)
{
	size_t len = 0, i;

	for (i = 0; i < 4; i++) {
		unsigned int n = 0;
		size_t start = len;

		while (isdigit((unsigned char)text[len]) && len - start < 4)
			n = n * 10 + (text[len++] - '0');
		if (len == start || len - start > 3 || n > 255)
			return 0;
		if (!i && before == '-' && n < KERNEL_MAJOR)
			return 0;
		if (i < 3 && text[len++] != '.')
			return 0;
	}
	if (isalnum((unsigned char)text[len]) ||
	    (text[len] == '.' && isdigit((unsigned char)text[len + 1])))
		return 0;
	return len;
}

/* An e-mail address: its domain has a dot, and letters behind the last one. */
static size_t mail(const char *text)
{
	size_t user = 0, len, dot, i;

	while (user <= LONGEST_USER && (isalnum((unsigned char)text[user]) ||
					(text[user] && strchr("-._+%", text[user]))))
		user++;
	if (!user || text[user] != '@')
		return 0;
	user++;
	for (len = 0; len < LONGEST_DOMAIN && text[user + len] &&
	     (isalnum((unsigned char)text[user + len]) || strchr("-.", text[user + len])); len++)
		;
	while (len && !isalnum((unsigned char)text[user + len - 1]))
		len--;
	for (dot = len; dot && text[user + dot - 1] != '.'; dot--)
		;
	/* One that was left out before is none, nor is one with another behind it. */
	if (!dot || text[user + len] == '@' || memchr(text + user + dot, IA_REDACTED, len - dot))
		return 0;
	for (i = dot; i < len; i++) {
		if (!isalpha((unsigned char)text[user + i]))
			return 0;
	}
	return len - dot > 1 ? user + len : 0;
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

/* A name that was to be left out, as a whole word. */
static size_t word(const struct ia_redaction *how, const char *text)
{
	size_t i, best = 0;

	for (i = 0; how && i < how->count; i++) {
		size_t len = strlen(how->words[i]);

		if (len > best && !strncasecmp(text, how->words[i], len) &&
		    !isalnum((unsigned char)text[len]))
			best = len;
	}
	return best;
}

/* What of a text is to go, at its beginning; @before is the character in front of it. */
static size_t found(const struct ia_redaction *how, const char *text, char before, size_t *skip)
{
	bool begins = !isalnum((unsigned char)before);
	size_t len = below_home(text, skip);

	if (len)
		return len;
	*skip = 0;
	if (begins)
		len = word(how, text);
	if (!len && begins)
		len = mail(text);
	if (!len && begins && before != '.') {
		len = before == ':' ? 0 : groups(text, before);
		len = len ? len : dotted_mac(text);
		len = len ? len : ipv4(text, before);
	}
	return len || is_hex(before) ? len : long_hex(text);
}

static bool hide_once(const struct ia_redaction *how, char *text, size_t from, size_t to)
{
	bool changed = false;
	size_t i, n, skip;

	for (i = from; i < to; i += n ? skip + n : 1) {
		n = found(how, text + i, i ? text[i - 1] : ' ', &skip);
		changed |= hide(text + i + skip, n);
	}
	return changed;
}

/*
 * From a place in a text to another one; without @how no names are looked for. What is left may
 * be one again, as of a chain of addresses.
 */
static void hide_parts(const struct ia_redaction *how, char *text, size_t from, size_t to)
{
	char end = text[to];
	unsigned int passes = MOST_PASSES;

	text[to] = '\0';
	while (passes-- && hide_once(how, text, from, to))
		;
	text[to] = end;
}

/**
 * ia_redact_text() - leave out what identifies within a text
 * @how: what that is
 * @text: clean text
 *
 * That is MAC, IP and e-mail addresses, UUIDs, GUIDs, WWNs, hashes, the folder of a user, and
 * the name of the host.
 */
const char *ia_redact_text(const struct ia_redaction *how, const char *text)
{
	char *copy = ia_strndup(how->arena, text, strlen(text));

	hide_parts(how, copy, 0, strlen(copy));
	return copy;
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

/* Up to the "=": whether a name is that of a parameter which this tool knows. */
static bool is_known(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < ia_parameters_count; i++) {
		size_t n = strcspn(ia_parameters[i].name, "=");

		if (len == n && ia_cmdline_starts(name, ia_parameters[i].name, n))
			return true;
	}
	return false;
}

/* Likewise whether it is one of these, or begins with one that ends in a mark. */
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
	if (is_known(name, len))
		return true;
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

/* Folders that every system has. */
static bool is_folder(const char *name, size_t len)
{
	static const char *const names[] = {
		"boot", "BOOT", "efi", "EFI", "Linux", "grub", "usr", "lib", "modules", "images",
	};
	size_t i;

	for (i = 0; i < COUNT(names); i++) {
		if (len == strlen(names[i]) && !strncmp(name, names[i], len))
			return true;
	}
	/* (hd0,gpt2) of GRUB, and the release of a kernel, which is told beside it. */
	return *name == '(' || (len > 2 && isdigit((unsigned char)name[0]) && name[1] == '.' &&
				isdigit((unsigned char)name[2]));
}

/* Of the path of a kernel or an initramfs the file stays, and of folders those of a system. */
static void hide_folders(char *path, size_t len)
{
	size_t i, start = 0;

	for (i = 0; i < len; i++) {
		if (path[i] != '/' && path[i] != '\\')
			continue;
		if (!is_folder(path + start, i - start))
			hide(path + start, i - start);
		start = i + 1;
	}
}

static bool is_named(const char *name, size_t len, const char *const *names, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (len == strlen(names[i]) && ia_cmdline_starts(name, names[i], len))
			return true;
	}
	return false;
}

/*
 * One word of a command line, with its quotes. A name of the owner's that is also a word of the
 * kernel's stays where the kernel takes it.
 */
static void hide_word(const struct ia_redaction *how, char *word, size_t len)
{
	static const char *const paths[] = { "BOOT_IMAGE", "initrd" };
	size_t quote = *word == '"', end = quote, value;
	const char *name = word + quote;
	bool known, harmless, plain;

	while (end < len && word[end] != '=')
		end++;
	value = end < len ? end + 1 : len;
	/* What is left of the name counts, or another pass would leave out more. */
	hide_parts(NULL, word, 0, end);
	known = is_known(name, end - quote);
	harmless = known || is_harmless(name, end - quote);
	plain = is_plain(word + value, len - value);
	if (!harmless && !plain)
		hide(word + value, len - value);
	if (!harmless)
		hide_parts(how, word, 0, end);
	hide_parts(known || plain ? NULL : how, word, value, len);
	if (is_named(name, end - quote, paths, COUNT(paths)))
		hide_folders(word + value, len - value);
}

/**
 * ia_redact_path() - leave out of the path of a kernel or an initramfs what identifies
 * @how: what that is
 * @text: the path
 *
 * Folders that every system has stay, and the name of the file.
 */
const char *ia_redact_path(const struct ia_redaction *how, const char *text)
{
	char *copy = ia_strndup(how->arena, text, strlen(text));

	hide_parts(how, copy, 0, strlen(copy));
	hide_folders(copy, strlen(copy));
	return copy;
}

/**
 * ia_redact_has_word() - tell whether a word stands in a text, between what is neither letter
 * nor digit
 * @text: the text
 * @word: the word, in either case
 */
bool ia_redact_has_word(const char *text, const char *word)
{
	size_t len = strlen(word), i;

	for (i = 0; text[i]; i++) {
		if (!strncasecmp(text + i, word, len) && !isalnum((unsigned char)text[i + len]) &&
		    (!i || !isalnum((unsigned char)text[i - 1])))
			return true;
	}
	return false;
}

/**
 * ia_redact_is_parameter() - tell whether a word is part of a parameter's name
 * @word: the word, as of amd_iommu each
 */
bool ia_redact_is_parameter(const char *word)
{
	size_t i;

	for (i = 0; i < COUNT(harmless); i++) {
		if (ia_redact_has_word(harmless[i], word))
			return true;
	}
	for (i = 0; i < ia_parameters_count; i++) {
		if (ia_redact_has_word(ia_parameters[i].name, word))
			return true;
	}
	return false;
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
