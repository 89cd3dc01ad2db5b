// SPDX-License-Identifier: GPL-2.0
/*
 * The lines of lspci -v, -vv and -vvv, of pciutils 2.2 to 3.15. lspci_missing.c knows what
 * follows from those that are not there.
 */
#include "lspci.h"

#include <stdlib.h>
#include <string.h>

#include <pci/pci.h>

#include "../base/clean.h"

#define COUNT(list)	(sizeof(list) / sizeof(*(list)))

/* Behind a prefix; NULL where the text does not begin with it. */
static const char *behind(const char *text, const char *prefix)
{
	return ia_word_end(prefix, text);
}

/* Digits of a base; more than a word of 32 bits are none. */
static struct ia_number number_at(const char *text, int base)
{
	char *end;
	unsigned long n;

	if (!text || ia_hex_digit(*text) < 0)
		return (struct ia_number){ 0 };
	n = strtoul(text, &end, base);
	return end == text || end > text + 10 || n > INT32_MAX ? (struct ia_number){ 0 } :
								  ia_number_of(n);
}

/* The decimal number behind a word that stands somewhere in a line. */
static struct ia_number number_in(const char *text, const char *word)
{
	const char *at = strstr(text, word);

	return number_at(at ? at + strlen(word) : NULL, 10);
}

/* So many hexadecimal digits, and then none. */
static bool has_digits(const char *text, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (ia_hex_digit(text[i]) < 0)
			return false;
	}
	return ia_hex_digit(text[count]) < 0;
}

/* The byte behind such a word: lspci prints two hexadecimal digits. */
static struct ia_number byte_in(const char *text, const char *word)
{
	const char *at = strstr(text, word);

	at = at ? at + strlen(word) : "";
	return has_digits(at, 2) ? number_at(at, 16) : (struct ia_number){ 0 };
}

/* A flag such as Enable+, as a word of a line. */
static enum ia_flag flag_in(const char *text, const char *word)
{
	size_t len = strlen(word);
	const char *at;

	for (at = strstr(text, word); at; at = strstr(at + 1, word)) {
		if ((at == text || at[-1] == ' ') && (at[len] == '+' || at[len] == '-'))
			return at[len] == '+' ? IA_YES : IA_NO;
	}
	return IA_FLAG_UNKNOWN;
}

/* Classes by their names of pci.ids, where -nn is missing: what the answers ask for. */
static const struct {
	const char *name;
	unsigned int class;
} classes[] = {
	{ "Non-VGA unclassified device", 0x0000 },
	{ "SCSI storage controller", 0x0100 },
	{ "IDE interface", 0x0101 },
	{ "RAID bus controller", 0x0104 },
	{ "SATA controller", 0x0106 },
	{ "Serial Attached SCSI controller", 0x0107 },
	{ "Non-Volatile memory controller", 0x0108 },
	{ "Mass storage controller", 0x0180 },
	{ "Ethernet controller", 0x0200 },
	{ "Infiniband controller", 0x0207 },
	{ "InfiniBand controller", 0x0207 },
	{ "Fabric controller", 0x0208 },
	{ "Network controller", 0x0280 },
	{ "VGA compatible controller", 0x0300 },
	{ "XGA compatible controller", 0x0301 },
	{ "3D controller", 0x0302 },
	{ "Display controller", 0x0380 },
	{ "Multimedia video controller", 0x0400 },
	{ "Multimedia audio controller", 0x0401 },
	{ "Audio device", 0x0403 },
	{ "Multimedia controller", 0x0480 },
	{ "RAM memory", 0x0500 },
	{ "FLASH memory", 0x0501 },
	{ "CXL", 0x0502 },
	{ "Memory controller", 0x0580 },
	{ "Host bridge", PCI_CLASS_BRIDGE_HOST },
	{ "ISA bridge", 0x0601 },
	{ "EISA bridge", 0x0602 },
	{ "PCI bridge", PCI_CLASS_BRIDGE_PCI },
	{ "PCMCIA bridge", 0x0605 },
	{ "CardBus bridge", PCI_CLASS_BRIDGE_CARDBUS },
	{ "Semi-transparent PCI-to-PCI bridge", 0x0609 },
	{ "Bridge", 0x0680 },
	{ "Serial controller", 0x0700 },
	{ "Parallel controller", 0x0701 },
	{ "Multiport serial controller", 0x0702 },
	{ "Modem", 0x0703 },
	{ "Communication controller", 0x0780 },
	{ "PIC", 0x0800 },
	{ "DMA controller", 0x0801 },
	{ "Timer", 0x0802 },
	{ "RTC", 0x0803 },
	{ "PCI Hot-plug controller", 0x0804 },
	{ "SD Host controller", 0x0805 },
	{ "IOMMU", 0x0806 },
	{ "System peripheral", 0x0880 },
	{ "Co-processor", 0x0b40 },
	{ "FireWire (IEEE 1394)", 0x0c00 },
	{ "USB controller", 0x0c03 },
	{ "USB Controller", 0x0c03 },
	{ "Fibre Channel", 0x0c04 },
	{ "SMBus", 0x0c05 },
	{ "IPMI Interface", 0x0c07 },
	{ "IPMI SMIC interface", 0x0c07 },
	{ "Serial bus controller", 0x0c80 },
	{ "Network and computing encryption device", 0x1000 },
	{ "Encryption controller", 0x1080 },
	{ "Performance counters", 0x1101 },
	{ "Signal processing controller", 0x1180 },
	{ "Processing accelerators", 0x1200 },
	{ "Non-Essential Instrumentation", 0x1300 },
};

/* "0604", "PCI bridge [0604]", "Class 0604", "Class [0604]" or "PCI bridge". */
static struct ia_number class_of(const char *text, size_t len)
{
	const char *digits = text;
	size_t i;

	if (len >= 6 && text[len - 1] == ']')
		digits = text + len - 5;
	else if (behind(text, "Class "))
		digits = text + 6;
	if (digits + 4 <= text + len && has_digits(digits, 4))
		return number_at(digits, 16);
	for (i = 0; i < COUNT(classes); i++) {
		if (ia_is_word(classes[i].name, text, len))
			return ia_number_of(classes[i].class);
	}
	return (struct ia_number){ 0 };
}

/* The last "8086:1234" that is the whole text, stands in brackets or behind "Device". */
static const char *ids_in(const char *text, size_t len)
{
	const char *found = NULL, *p;

	for (p = text; p + 9 <= text + len; p++) {
		if (has_digits(p, 4) && p[4] == ':' && has_digits(p + 5, 4) &&
		    (p == text || p[-1] == '[' ||
		     (p >= text + 7 && !memcmp(p - 7, "Device ", 7))))
			found = p;
	}
	return found;
}

static void take_ids(const char *text, size_t len, struct ia_number *vendor,
		     struct ia_number *device)
{
	const char *ids = ids_in(text, len);

	/* A VF has none, and its dump tells of no PF. */
	if (!ids || behind(ids, "ffff"))
		return;
	*vendor = number_at(ids, 16);
	*device = number_at(ids + 5, 16);
}

/* What follows the names, in brackets: "(rev 02)", "(prog-if 00 [Normal decode])". */
static size_t names_end(const char *text)
{
	const char *rev = strstr(text, " (rev "), *prog = strstr(text, " (prog-if ");
	const char *end = rev && (!prog || rev < prog) ? rev : prog;

	return end ? (size_t)(end - text) : strlen(text);
}

/* The name without its ids. */
static struct ia_string name_of(struct ia_arena *arena, const char *text, size_t len)
{
	const char *ids = ids_in(text, len);

	if (ids && ids > text && ids[-1] == '[')
		len = ids - 1 - text;
	else if (ids == text)
		len = 0;
	while (len && text[len - 1] == ' ')
		len--;
	return len && ia_clean(text, len) ? ia_text_of(ia_strndup(arena, text, len)) :
					    (struct ia_string){ 0 };
}

/**
 * ia_lspci_text_slot() - read the first line of a function
 * @arena: owner of texts
 * @line: the line, which is one
 * @f: filled
 */
void ia_lspci_text_slot(struct ia_arena *arena, const struct ia_line *line,
			struct ia_lspci_function *f)
{
	const char *class = strchr(line->text, ' ') + 1, *names = strstr(class, ": ");
	struct ia_device *d = &f->function.device;
	size_t len;

	if (!names)
		return;
	f->text.class = class_of(class, names - class);
	names += 2;
	len = names_end(names);
	take_ids(names, len, &d->vendor, &d->device);
	f->function.host.name = name_of(arena, names, len);
	f->function.host.revision = byte_in(names + len, "(rev ");
	if (!f->function.host.revision.known)
		f->function.host.revision = ia_number_of(0);
	f->text.interface = byte_in(names + len, "(prog-if ");
}

/* A line of a function, and the capability that it belongs to. */
struct detail {
	struct ia_arena *arena;
	const char *text;
	struct ia_lspci_function *f;
};

static void take_first(const struct detail *at)
{
	at->f->text.verbose = true;
}

static void take_flags(const struct detail *at)
{
	struct ia_device *d = &at->f->function.device;

	at->f->text.verbose = true;
	d->group = number_in(at->text, "IOMMU group ");
	d->numa = number_in(at->text, "NUMA node ");
}

static void take_status(const struct detail *at)
{
	at->f->text.list = flag_in(at->text, "Cap");
}

static void take_silence(const struct detail *at)
{
	at->f->text.silent = true;
}

static void take_numa(const struct detail *at)
{
	at->f->function.device.numa = number_in(at->text, "NUMA node: ");
}

static void take_group(const struct detail *at)
{
	at->f->function.device.group = number_in(at->text, "IOMMU group: ");
}

static void take_subsystem(const struct detail *at)
{
	struct ia_host_device *h = &at->f->function.host;

	take_ids(at->text, strlen(at->text), &h->subvendor, &h->subdevice);
}

static void take_bus(const struct detail *at)
{
	struct ia_host_device *h = &at->f->function.host;

	h->secondary = byte_in(at->text, "secondary=");
	h->subordinate = byte_in(at->text, "subordinate=");
}

static void take_driver(const struct detail *at)
{
	const char *name = behind(at->text, "Kernel driver in use: ");

	at->f->text.ended = true;
	at->f->function.device.driver =
		ia_text_in(IA_ALPHABET_SYSFS, ia_strndup(at->arena, name, strlen(name)));
}

static void take_modules(const struct detail *at)
{
	at->f->text.ended = true;
}

/* The longer one first, where a name begins with another. */
static const struct {
	const char *name;
	enum ia_port_type type;
} types[] = {
	{ "Endpoint", IA_PORT_ENDPOINT },
	{ "Legacy Endpoint", IA_PORT_LEGACY_ENDPOINT },
	{ "Root Port", IA_PORT_ROOT_PORT },
	{ "Upstream Port", IA_PORT_UPSTREAM },
	{ "Downstream Port", IA_PORT_DOWNSTREAM },
	{ "PCI-Express to PCI/PCI-X Bridge", IA_PORT_PCIE_TO_PCI },
	{ "PCI/PCI-X to PCI-Express Bridge", IA_PORT_PCI_TO_PCIE },
	{ "Root Complex Integrated Endpoint", IA_PORT_RC_ENDPOINT },
	{ "Root Complex Event Collector", IA_PORT_RC_EVENT_COLLECTOR },
};

/* "Express (v2) Root Port (Slot+), MSI 00": -v leaves out the version. */
static enum ia_port_type type_of(const char *text)
{
	const char *name = text + strspn(text, " "), *end = strchr(name, ' ');
	size_t i;

	if (behind(name, "(v") && end)
		name = end + 1;
	for (i = 0; i < COUNT(types); i++) {
		end = behind(name, types[i].name);
		if (end && (!*end || *end == ',' || *end == ' '))
			return types[i].type;
	}
	return IA_PORT_UNKNOWN;
}

static const struct {
	const char *name;
	enum ia_lspci_cap cap;
} caps[] = {
	{ "Express", IA_LSPCI_CAP_EXPRESS },
	{ "PCI Advanced Features", IA_LSPCI_CAP_AF },
	{ "Access Control Services", IA_LSPCI_CAP_ACS },
	{ "Address Translation Service", IA_LSPCI_CAP_ATS },
	{ "Page Request Interface", IA_LSPCI_CAP_PRI },
	{ "Process Address Space ID", IA_LSPCI_CAP_PASID },
	{ "Single Root I/O Virtualization", IA_LSPCI_CAP_SRIOV },
	{ "Device Serial Number", IA_LSPCI_CAP_SERIAL },
};

/* lspci gives the number of what it does not know, as older ones do of more. */
static const struct {
	unsigned int id;
	bool extended;
	enum ia_lspci_cap cap;
} numbered[] = {
	{ PCI_CAP_ID_EXP, false, IA_LSPCI_CAP_EXPRESS },
	{ PCI_CAP_ID_AF, false, IA_LSPCI_CAP_AF },
	{ PCI_EXT_CAP_ID_ACS, true, IA_LSPCI_CAP_ACS },
	{ PCI_EXT_CAP_ID_ATS, true, IA_LSPCI_CAP_ATS },
	{ PCI_EXT_CAP_ID_PRI, true, IA_LSPCI_CAP_PRI },
	{ PCI_EXT_CAP_ID_PASID, true, IA_LSPCI_CAP_PASID },
	{ PCI_EXT_CAP_ID_SRIOV, true, IA_LSPCI_CAP_SRIOV },
	{ PCI_EXT_CAP_ID_DSN, true, IA_LSPCI_CAP_SERIAL },
};

/* "#1b", "Extended Capability ID 0x1b", "Unknown (27)". */
static struct ia_number cap_id(const char *name)
{
	const char *at;

	if (*name == '#')
		return number_at(name + 1, 16);
	at = behind(name, "Extended Capability ID 0x");
	if (!at)
		at = behind(name, "Capability ID 0x");
	if (at)
		return number_at(at, 16);
	return number_at(behind(name, "Unknown ("), 10);
}

static enum ia_lspci_cap cap_of(const char *name, bool extended)
{
	struct ia_number id = cap_id(name);
	size_t i;

	for (i = 0; i < COUNT(caps); i++) {
		if (behind(name, caps[i].name))
			return caps[i].cap;
	}
	for (i = 0; i < COUNT(numbered); i++) {
		if (id.known && id.n == numbered[i].id && extended == numbered[i].extended)
			return numbered[i].cap;
	}
	return IA_LSPCI_CAP_OTHER;
}

/* A name that is cut may be that of a capability whose lines are looked at. */
static bool is_cut_name(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(caps); i++) {
		if (strlen(name) < strlen(caps[i].name) && behind(caps[i].name, name))
			return true;
	}
	return false;
}

static struct ia_string serial_of(struct ia_arena *arena, const char *text)
{
	return ia_text_in(IA_ALPHABET_SERIAL, text ? ia_strndup(arena, text, strlen(text)) : NULL);
}

/* "[100 v1] Access Control Services", of -v without the version. */
static void take_cap(const struct detail *at)
{
	struct ia_function *f = &at->f->function;
	struct ia_lspci_text *text = &at->f->text;
	const char *where = behind(at->text, "Capabilities: ["), *name;
	enum ia_lspci_cap cap;

	text->cap = IA_LSPCI_CAP_OTHER;
	name = where ? strstr(where, "] ") : NULL;
	/* Of a chain that breaks off, nobody knows the rest. */
	text->denied |= !name || is_cut_name(name + 2) || behind(name + 2, "<chain broken>");
	if (!name)
		return;
	name += 2;
	text->any = true;
	text->extended |= has_digits(where, 3);
	cap = cap_of(name, has_digits(where, 3));
	if (cap == IA_LSPCI_CAP_OTHER)
		return;
	/* Of a chain that loops the first one counts. */
	if (!(text->caps & 1u << cap))
		text->cap = cap;
	text->caps |= 1u << cap;
	if (text->cap == IA_LSPCI_CAP_EXPRESS && behind(name, "Express"))
		f->device.type = type_of(behind(name, "Express"));
	else if (text->cap == IA_LSPCI_CAP_SERIAL)
		f->host.serial = serial_of(at->arena, behind(name, "Device Serial Number "));
}

/* All words of the register have to be there: a line that was broken is not half a truth. */
static struct ia_bits acs_bits(const char *text)
{
	struct ia_bits bits = { .known = true };
	unsigned int bit;

	for (bit = 0; bit < IA_ACS_BITS; bit++) {
		enum ia_flag flag = flag_in(text, ia_words_acs_bits.words[bit]);

		if (flag == IA_FLAG_UNKNOWN)
			return (struct ia_bits){ 0 };
		if (flag == IA_YES)
			bits.bits |= 1u << bit;
	}
	return bits;
}

static void take_acs_cap(const struct detail *at)
{
	at->f->function.own.cap = acs_bits(at->text);
}

static void take_acs_ctl(const struct detail *at)
{
	at->f->function.own.ctl = acs_bits(at->text);
}

static enum ia_cap_state state_of(const struct detail *at)
{
	switch (flag_in(at->text, "Enable")) {
	case IA_YES:
		return IA_CAP_ON;
	case IA_NO:
		return IA_CAP_OFF;
	default:
		return IA_CAP_UNKNOWN;
	}
}

static void take_ats(const struct detail *at)
{
	at->f->function.device.ats = state_of(at);
}

static void take_pri(const struct detail *at)
{
	at->f->function.device.pri = state_of(at);
}

static void take_pasid(const struct detail *at)
{
	at->f->function.device.pasid = state_of(at);
}

static void take_iov(const struct detail *at)
{
	at->f->text.vfs_on = flag_in(at->text, "Enable");
}

static void take_vfs(const struct detail *at)
{
	at->f->function.device.totalvfs = number_in(at->text, "Total VFs: ");
	at->f->text.vfs = number_in(at->text, "Number of VFs: ");
}

static void take_offset(const struct detail *at)
{
	at->f->function.host.vf_offset = number_in(at->text, "VF offset: ");
	at->f->function.host.vf_stride = number_in(at->text, "stride: ");
}

/* In Device Capabilities, not in Device Control behind it. */
static void take_devcap(const struct detail *at)
{
	enum ia_flag flr = flag_in(at->text, "FLReset");

	if (flr)
		at->f->function.device.flr = flr;
}

static void take_af(const struct detail *at)
{
	at->f->function.af_flr = flag_in(at->text, "FLR");
}

/* How a line begins, within which capability, and who reads it. */
static const struct {
	const char *begins;
	enum ia_lspci_cap cap;
	void (*take)(const struct detail *at);
} details[] = {
	{ "ACSCap:", IA_LSPCI_CAP_ACS, take_acs_cap },
	{ "ACSCtl:", IA_LSPCI_CAP_ACS, take_acs_ctl },
	{ "ATSCtl:", IA_LSPCI_CAP_ATS, take_ats },
	{ "PRICtl:", IA_LSPCI_CAP_PRI, take_pri },
	{ "PASIDCtl:", IA_LSPCI_CAP_PASID, take_pasid },
	{ "IOVCtl:", IA_LSPCI_CAP_SRIOV, take_iov },
	{ "Initial VFs:", IA_LSPCI_CAP_SRIOV, take_vfs },
	{ "VF offset:", IA_LSPCI_CAP_SRIOV, take_offset },
	{ "DevCap:", IA_LSPCI_CAP_EXPRESS, take_devcap },
	{ "ExtTag", IA_LSPCI_CAP_EXPRESS, take_devcap },
	{ "AFCap:", IA_LSPCI_CAP_AF, take_af },
	{ "Capabilities:", IA_LSPCI_CAPS, take_cap },
	{ "Flags: ", IA_LSPCI_CAPS, take_flags },
	{ "Control: ", IA_LSPCI_CAPS, take_first },
	{ "Status: Cap", IA_LSPCI_CAPS, take_status },
	{ "!!! Unknown header type", IA_LSPCI_CAPS, take_silence },
	{ "Subsystem: ", IA_LSPCI_CAPS, take_subsystem },
	{ "NUMA node: ", IA_LSPCI_CAPS, take_numa },
	{ "IOMMU group: ", IA_LSPCI_CAPS, take_group },
	{ "Bus: primary=", IA_LSPCI_CAPS, take_bus },
	{ "Kernel driver in use: ", IA_LSPCI_CAPS, take_driver },
	{ "Kernel modules: ", IA_LSPCI_CAPS, take_modules },
};

/**
 * ia_lspci_text_line() - read another line of a function
 * @arena: owner of texts
 * @line: the line
 * @f: filled
 */
void ia_lspci_text_line(struct ia_arena *arena, const struct ia_line *line,
			struct ia_lspci_function *f)
{
	const struct detail at = { arena, line->text, f };
	size_t i;

	for (i = 0; i < COUNT(details); i++) {
		if (!behind(line->text, details[i].begins))
			continue;
		/* The flags of other capabilities begin with the same word. */
		if (details[i].cap == IA_LSPCI_CAPS &&
		    details[i].take == take_flags && f->text.any)
			continue;
		if (details[i].cap == IA_LSPCI_CAPS || details[i].cap == f->text.cap)
			details[i].take(&at);
	}
}
