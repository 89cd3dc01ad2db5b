// SPDX-License-Identifier: GPL-2.0
#include "cmdline.h"

#include <stdio.h>
#include <string.h>

/* Bits that disable_acs_redir= clears. */
#define REDIRECT	(IA_ACS_REQ_REDIR | IA_ACS_CMPLT_REDIR | IA_ACS_EGRESS_CTRL)

static bool path_is_valid(char *path)
{
	unsigned int seg, bus, slot, fn;
	char *step, end;

	while ((step = strrchr(path, '/'))) {
		if (sscanf(step, "/%x.%x%c", &slot, &fn, &end) != 2)
			return false;
		*step = '\0';
	}
	return sscanf(path, "%x:%x:%x.%x%c", &seg, &bus, &slot, &fn, &end) == 4 ||
	       sscanf(path, "%x:%x.%x%c", &bus, &slot, &fn, &end) == 3;
}

static bool ids_are_valid(const char *ids)
{
	unsigned int id[4];
	int end = 0, n;

	n = sscanf(ids, "%x:%x:%x:%x%n", &id[0], &id[1], &id[2], &id[3], &end);
	if (n != 4)
		n = sscanf(ids, "%x:%x%n", &id[0], &id[1], &end);
	return n >= 2 && (!ids[end] || ids[end] == ':');
}

/**
 * ia_pci_match_wrong() - find out whether pci= understands a device
 * @arena: memory for a copy
 * @device: [domain:]bus:dev.fn[/dev.fn]* or pci:vendor:device[:subvendor:subdevice]
 *
 * Return: NULL, or what is wrong, as pci_dev_str_match() sees it.
 */
const char *ia_pci_match_wrong(struct ia_arena *arena, const char *device)
{
	char *path = ia_strndup(arena, device, strlen(device));

	if (!*device)
		return "no device";
	if (!strncmp(device, "pci:", 4))
		return ids_are_valid(device + 4) ? NULL :
		       "not of the form pci:vendor:device[:subvendor:subdevice]";
	return path_is_valid(path) ? NULL :
	       "not of the form [domain:]bus:dev.fn[/dev.fn]...";
}

/* The flags in front of "@": the last character is bit 0. */
static const char *parse_flags(const char *text, size_t len,
			       struct ia_acs_request *request)
{
	unsigned int bit;

	for (bit = 0; bit < len; bit++) {
		char c = text[len - 1 - bit];

		if (c == 'x' || c == 'X')
			continue;
		if (c != '0' && c != '1')
			return "flags are written with 0, 1 and x";
		if (bit >= IA_ACS_BITS)
			return "there are seven flags: DT EC UF CR RR TB SV, SV the last";
		request->mask |= 1u << bit;
		request->flags |= (unsigned int)(c - '0') << bit;
	}
	return NULL;
}

/**
 * ia_acs_requests_parse() - read the value of config_acs= or disable_acs_redir=
 * @arena: owner of the requests
 * @value: what follows the "="
 * @redirect: it is the one of disable_acs_redir=, which has no flags
 * @requests: filled
 */
void ia_acs_requests_parse(struct ia_arena *arena, const char *value,
			   bool redirect, struct ia_acs_requests *requests)
{
	*requests = (struct ia_acs_requests){ 0 };
	for (;;) {
		struct ia_acs_request request = { .mask = redirect ? REDIRECT : 0 };
		size_t len = strcspn(value, ";");
		const char *at = redirect ? NULL : memchr(value, '@', len);

		if (!redirect && !at)
			request.wrong = "no flags: write FLAGS@DEVICE";
		else if (at)
			request.wrong = parse_flags(value, (size_t)(at - value),
						    &request);
		request.device = at ? ia_strndup(arena, at + 1,
						 len - (size_t)(at + 1 - value)) :
				      ia_strndup(arena, value, len);
		if (!request.wrong)
			request.wrong = ia_pci_match_wrong(arena, request.device);
		requests->items = ia_grow(arena, requests->items, requests->count,
					  &requests->room, sizeof(request));
		requests->items[requests->count++] = request;
		if (!value[len])
			return;
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
