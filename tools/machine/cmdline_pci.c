// SPDX-License-Identifier: GPL-2.0
#include "cmdline.h"
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bits that disable_acs_redir= clears. */
#define REDIRECT	(IA_ACS_REQ_REDIR | IA_ACS_CMPLT_REDIR | IA_ACS_EGRESS_CTRL)

/* As the kernel's PCI_DEVFN() has it: what is too large is cut. */
static unsigned int devfn(unsigned int slot, unsigned int fn)
{
	return (slot & 0x1f) << 3 | (fn & 7);
}

/* [domain:]bus:dev.fn[/dev.fn]*: steps are read from the last one to the root. */
static bool parse_path(struct ia_arena *arena, const char *text, struct ia_pci_match *match)
{
	char *path = ia_strndup(arena, text, strlen(text));
	unsigned int seg = 0, bus, slot, fn;
	size_t room = 0, len = strlen(path);
	char *step, end;

	while ((step = memrchr(path, '/', len))) {
		if (sscanf(step, "/%x.%x%c", &slot, &fn, &end) != 2)
			return false;
		match->steps = ia_grow(arena, match->steps, match->nsteps, &room,
				       sizeof(*match->steps));
		match->steps[match->nsteps++] = devfn(slot, fn);
		*step = '\0';
		len = step - path;
	}
	if (sscanf(path, "%x:%x:%x.%x%c", &seg, &bus, &slot, &fn, &end) != 4) {
		seg = 0;
		if (sscanf(path, "%x:%x.%x%c", &bus, &slot, &fn, &end) != 3)
			return false;
	}
	match->root = bus < 256 ? (ia_address)seg << 16 | bus << 8 | devfn(slot, fn) :
				  IA_NO_ADDRESS;
	return true;
}

/* vendor:device[:subvendor:subdevice]; of each number the kernel takes 16 bits */
static bool parse_ids(const char *ids, struct ia_pci_match *match)
{
	unsigned int id[4] = { 0 };
	int end = 0, n;

	n = sscanf(ids, "%x:%x:%x:%x%n", &id[0], &id[1], &id[2], &id[3], &end);
	if (n != 4) {
		id[2] = 0;
		n = sscanf(ids, "%x:%x%n", &id[0], &id[1], &end);
	}
	match->by_ids = true;
	match->vendor = id[0] & 0xffff;
	match->device = id[1] & 0xffff;
	match->subvendor = id[2] & 0xffff;
	match->subdevice = id[3] & 0xffff;
	return n >= 2 && (!ids[end] || ids[end] == ':');
}

/* As pci_dev_str_match() reads it. */
static enum ia_acs_wrong parse_match(struct ia_arena *arena, const char *device,
				     struct ia_pci_match *match)
{
	if (!*device)
		return IA_ACS_NO_DEVICE;
	if (!strncmp(device, "pci:", 4))
		return parse_ids(device + 4, match) ? IA_ACS_RIGHT : IA_ACS_BAD_IDS;
	return parse_path(arena, device, match) ? IA_ACS_RIGHT : IA_ACS_BAD_PATH;
}

/**
 * ia_pci_option() - find an option of pci=
 * @arena: the owner of the value
 * @cmdline: the command line
 * @option: its name with the "="
 *
 * Return: the value of the last one, which the kernel takes; NULL without.
 */
const char *ia_pci_option(struct ia_arena *arena, const struct ia_cmdline *cmdline,
			  const char *option)
{
	const char *value = NULL;
	size_t i, j;

	for (i = 0; i < cmdline->count; i++) {
		struct ia_words words = { 0 };

		if (cmdline->tokens[i].init || !cmdline->tokens[i].value ||
		    strcmp(cmdline->tokens[i].name, "pci"))
			continue;
		ia_words_split(arena, cmdline->tokens[i].value, ',', &words);
		for (j = 0; j < words.count; j++) {
			if (!strncmp(words.items[j], option, strlen(option)))
				value = words.items[j] + strlen(option);
		}
	}
	return value;
}

/* Four digits, as kstrtol() reads what snprintf() left of it. */
static bool override_id(const char *text, uint16_t *id)
{
	char digits[5] = "", *end;

	memcpy(digits, text, strnlen(text, 4));
	*id = strtoul(digits, &end, 16);
	return end != digits && !*end;
}

/* id:vendor:device; Return: where the reader stands then. */
static const char *add_override(const char *p, struct ia_acs_override *override)
{
	uint16_t vendor;

	if (override->count >= IA_MOST_OVERRIDES)
		return p;
	p += strlen("id:");
	if (!override_id(p, &vendor))
		return p;
	p += strcspn(p, ":");
	if (*p != ':')
		return p;
	p++;
	if (override_id(p, &override->devices[override->count]))
		override->vendors[override->count++] = vendor;
	return p;
}

/**
 * ia_acs_override_parse() - read pcie_acs_override= as the patch does
 * @cmdline: the command line
 * @override: filled
 *
 * Each word is looked at by how it begins; words of several parameters add up.
 */
void ia_acs_override_parse(const struct ia_cmdline *cmdline, struct ia_acs_override *override)
{
	size_t i;

	*override = (struct ia_acs_override){ 0 };
	for (i = 0; i < cmdline->count; i++) {
		const struct ia_token *token = &cmdline->tokens[i];
		const char *p = token->value;

		if (token->init || !p || !ia_cmdline_same(token->name, "pcie_acs_override"))
			continue;
		override->given = true;
		while (*p) {
			override->downstream |= !strncmp(p, "downstream", 10);
			override->multifunction |= !strncmp(p, "multifunction", 13);
			if (!strncmp(p, "id:", 3))
				p = add_override(p, override);
			p += strcspn(p, ",");
			p += *p == ',';
		}
	}
}

/**
 * ia_pci_match_text() - functions as pci= names them
 * @arena: the owner of the text
 * @match: what it names
 *
 * Return: the text, made of numbers alone; NULL when no function can be the one.
 */
const char *ia_pci_match_text(struct ia_arena *arena, const struct ia_pci_match *match)
{
	struct ia_buf buf = { .arena = arena };
	char root[IA_ADDRESS_SIZE];
	size_t i;

	if (match->by_ids) {
		ia_buf_add(&buf, "pci:%04x:%04x", match->vendor, match->device);
		if (match->subvendor || match->subdevice)
			ia_buf_add(&buf, ":%04x:%04x", match->subvendor, match->subdevice);
		return buf.text;
	}
	if (!ia_is_address(match->root))
		return NULL;
	ia_buf_add(&buf, "%s", ia_address_text(root, match->root, true));
	for (i = match->nsteps; i-- > 0;)
		ia_buf_add(&buf, "/%02x.%x", match->steps[i] >> 3, match->steps[i] & 7);
	return buf.text;
}

/**
 * ia_pci_matches() - tell whether a function is one that pci= names
 * @match: what it names
 * @device: the function
 *
 * Subsystem ids are not in the records: they are taken to fit.
 */
bool ia_pci_matches(const struct ia_pci_match *match, const struct ia_device *device)
{
	size_t i;

	if (match->by_ids)
		return (!match->vendor || match->vendor == device->vendor.n) &&
		       (!match->device || match->device == device->device.n);
	for (i = 0; device && i < match->nsteps; i++) {
		if ((device->address & 0xff) != match->steps[i])
			return false;
		device = device->above;
	}
	return device && device->address == match->root;
}

/* The flags in front of "@": the last character is bit 0. */
static enum ia_acs_wrong parse_flags(const char *text, size_t len,
				     struct ia_acs_request *request)
{
	unsigned int bit;

	for (bit = 0; bit < len; bit++) {
		char c = text[len - 1 - bit];

		if (c == 'x' || c == 'X')
			continue;
		if (c != '0' && c != '1')
			return IA_ACS_BAD_FLAG;
		if (bit >= IA_ACS_BITS)
			return IA_ACS_MORE_FLAGS;
		request->mask |= 1u << bit;
		request->flags |= (unsigned int)(c - '0') << bit;
	}
	return IA_ACS_RIGHT;
}

/**
 * ia_acs_requests_parse() - read the value of config_acs= or disable_acs_redir=
 * @arena: owner of the requests
 * @value: what follows the "="
 * @redirect: it is the one of disable_acs_redir=, which has no flags
 * @requests: filled
 *
 * Return: what is wrong with the first one that is wrong.
 */
enum ia_acs_wrong ia_acs_requests_parse(struct ia_arena *arena, const char *value,
					bool redirect, struct ia_acs_requests *requests)
{
	enum ia_acs_wrong first = IA_ACS_RIGHT;

	*requests = (struct ia_acs_requests){ 0 };
	for (;;) {
		struct ia_acs_request request = {
			.mask = redirect ? REDIRECT : 0,
			.match.root = IA_NO_ADDRESS,
		};
		enum ia_acs_wrong wrong = IA_ACS_RIGHT;
		size_t len = strcspn(value, ";");
		const char *at = redirect ? NULL : memchr(value, '@', len);
		const char *device = at ? at + 1 : value;

		if (!redirect)
			wrong = at ? parse_flags(value, (size_t)(at - value), &request) :
				     IA_ACS_NO_FLAGS;
		request.device = ia_strndup(arena, device, (size_t)(value + len - device));
		if (!wrong)
			wrong = parse_match(arena, request.device, &request.match);
		request.wrong = wrong;
		if (!first)
			first = wrong;
		requests->items = ia_grow(arena, requests->items, requests->count,
					  &requests->room, sizeof(request));
		requests->items[requests->count++] = request;
		if (!value[len])
			return first;
		value += len + 1;
	}
}

/**
 * ia_acs_flags_text() - write flags as config_acs= reads them
 * @arena: the owner of the text
 * @mask: bits to name
 * @flags: what those become
 *
 * Return: seven characters, DT first, SV last.
 */
const char *ia_acs_flags_text(struct ia_arena *arena, unsigned int mask,
			      unsigned int flags)
{
	char text[IA_ACS_BITS];
	unsigned int bit;

	for (bit = 0; bit < IA_ACS_BITS; bit++)
		text[IA_ACS_BITS - 1 - bit] = !(mask & 1u << bit) ? 'x' :
					      flags & 1u << bit ? '1' : '0';
	return ia_strndup(arena, text, sizeof(text));
}
