// SPDX-License-Identifier: GPL-2.0
#include "parameters.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* x86: arch_hugetlb_valid_size(); the larger one where the CPU has it. */
#define HUGE_2M	0x200000ULL
#define HUGE_1G	0x40000000ULL

/* [segment:]bus:dev.fn to the end, as the kernel's sscanf() reads it. */
static bool is_address(const char *text)
{
	unsigned int seg, bus, dev, fn;

	return sscanf(text, "%x:%x:%x.%x", &seg, &bus, &dev, &fn) == 4 ||
	       sscanf(text, "%x:%x.%x", &bus, &dev, &fn) == 3;
}

/**
 * ia_fits_ioapic() - ivrs_ioapic=ID@[segment:]bus:dev.fn, and ivrs_hpet
 * @arena: not used
 * @rest: what follows the name
 */
bool ia_fits_ioapic(struct ia_arena *arena, const char *rest)
{
	int id, end = 0;

	(void)arena;
	return sscanf(rest, "=%d@%n", &id, &end) == 1 && end && is_address(rest + end);
}

/**
 * ia_fits_ioapic_old() - ivrs_ioapic[ID]=[segment:]bus:dev.fn, and ivrs_hpet
 * @arena: not used
 * @rest: what follows the name
 */
bool ia_fits_ioapic_old(struct ia_arena *arena, const char *rest)
{
	int id, end = 0;

	(void)arena;
	return sscanf(rest, "[%d]=%n", &id, &end) == 1 && end && is_address(rest + end);
}

/* A name of an ACPI device: HID:UID, both there. */
static bool is_hid_uid(const char *text, size_t len)
{
	const char *colon = memchr(text, ':', len);

	return colon && colon != text && colon + 1 < text + len;
}

/**
 * ia_fits_acpihid() - ivrs_acpihid=HID:UID@[segment:]bus:dev.fn
 * @arena: not used
 * @rest: what follows the name
 */
bool ia_fits_acpihid(struct ia_arena *arena, const char *rest)
{
	const char *at = strchr(rest, '@');

	(void)arena;
	return *rest == '=' && at && is_hid_uid(rest + 1, (size_t)(at - rest - 1)) &&
	       is_address(at + 1);
}

/**
 * ia_fits_acpihid_old() - ivrs_acpihid[[segment:]bus:dev.fn]=HID:UID
 * @arena: not used
 * @rest: what follows the name
 */
bool ia_fits_acpihid_old(struct ia_arena *arena, const char *rest)
{
	const char *equals = strchr(rest, '=');

	(void)arena;
	return *rest == '[' && equals && is_address(rest + 1) &&
	       is_hid_uid(equals + 1, strlen(equals + 1));
}

/* Why the kernel stops reading a list of ACS requests, or NULL. */
static const char *acs_wrong(struct ia_arena *arena, const char *rest, bool redirect)
{
	struct ia_acs_requests requests;
	size_t i;

	ia_acs_requests_parse(arena, rest, redirect, &requests);
	for (i = 0; i < requests.count; i++) {
		if (requests.items[i].wrong)
			return requests.items[i].wrong;
	}
	return NULL;
}

/**
 * ia_fits_config_acs() - FLAGS@DEV[;FLAGS@DEV]...
 * @arena: memory for parts
 * @rest: what follows the "="
 */
bool ia_fits_config_acs(struct ia_arena *arena, const char *rest)
{
	return !acs_wrong(arena, rest, false);
}

/**
 * ia_fits_acs_redir() - DEV[;DEV]...
 * @arena: memory for parts
 * @rest: what follows the "="
 */
bool ia_fits_acs_redir(struct ia_arena *arena, const char *rest)
{
	return !acs_wrong(arena, rest, true);
}

/**
 * ia_detail_acs_wrong() - what config_acs= does not understand
 * @arena: the owner of the text
 * @rest: what follows the "="
 */
const char *ia_detail_acs_wrong(struct ia_arena *arena, const char *rest)
{
	return acs_wrong(arena, rest, false);
}

/**
 * ia_detail_redir_wrong() - what disable_acs_redir= does not understand
 * @arena: the owner of the text
 * @rest: what follows the "="
 */
const char *ia_detail_redir_wrong(struct ia_arena *arena, const char *rest)
{
	return acs_wrong(arena, rest, true);
}

static void add_bits(struct ia_buf *buf, unsigned int bits, const char *word)
{
	const char *mark = " ";
	unsigned int bit;

	if (!bits)
		return;
	ia_buf_add(buf, "%s%s", buf->len ? ", " : "", word);
	for (bit = 0; bit < IA_ACS_BITS; bit++) {
		if (bits & 1u << bit)
			ia_buf_add(buf, "%s%s", mark, ia_acs_words[bit]);
	}
}

/**
 * ia_detail_config_acs() - what config_acs= asks, in words
 * @arena: the owner of the text
 * @rest: what follows the "="
 */
const char *ia_detail_config_acs(struct ia_arena *arena, const char *rest)
{
	struct ia_acs_requests requests;
	struct ia_buf buf = { .arena = arena };
	size_t i;

	ia_acs_requests_parse(arena, rest, false, &requests);
	for (i = 0; i < requests.count; i++) {
		const struct ia_acs_request *request = &requests.items[i];
		struct ia_buf part = { .arena = arena };

		add_bits(&part, request->flags, "sets");
		add_bits(&part, request->mask & ~request->flags, "clears");
		ia_buf_add(&buf, "%s%s: %s", i ? "; " : "", request->device,
			   part.len ? part.text : "changes nothing");
	}
	return buf.text;
}

/* A number as simple_strtoul() reads it, and the comma behind it. */
static bool skip_number(const char **text)
{
	char *end;

	if (!isdigit((unsigned char)**text))
		return false;
	strtoul(*text, &end, 0);
	*text = end + (*end == ',');
	return true;
}

static bool is_forced(const char *text)
{
	return !*text || !strcmp(text, "force") || !strcmp(text, "noforce");
}

/**
 * ia_fits_swiotlb() - N[,force|noforce]
 * @arena: not used
 * @rest: the value
 */
bool ia_fits_swiotlb(struct ia_arena *arena, const char *rest)
{
	(void)arena;
	return skip_number(&rest) && is_forced(rest);
}

/**
 * ia_fits_swiotlb_areas() - N,AREAS[,force|noforce]
 * @arena: not used
 * @rest: the value
 */
bool ia_fits_swiotlb_areas(struct ia_arena *arena, const char *rest)
{
	(void)arena;
	return skip_number(&rest) && skip_number(&rest) && is_forced(rest);
}

/**
 * ia_fits_number() - a number comes first
 * @arena: not used
 * @rest: the value
 */
bool ia_fits_number(struct ia_arena *arena, const char *rest)
{
	(void)arena;
	return isdigit((unsigned char)*rest);
}

/**
 * ia_fits_count() - a number and nothing else
 * @arena: not used
 * @rest: the value
 */
bool ia_fits_count(struct ia_arena *arena, const char *rest)
{
	(void)arena;
	return *rest && !rest[strspn(rest, "0123456789")];
}

/**
 * ia_fits_node_counts() - NODE:COUNT[,NODE:COUNT]...
 * @arena: memory for parts
 * @rest: the value
 */
bool ia_fits_node_counts(struct ia_arena *arena, const char *rest)
{
	struct ia_words words;
	size_t i;

	ia_words_split(arena, rest, ',', &words);
	for (i = 0; i < words.count; i++) {
		unsigned long node, count;
		char end;

		if (sscanf(words.items[i], "%lu:%lu%c", &node, &count, &end) != 2)
			return false;
	}
	return true;
}

/**
 * ia_fits_huge_size() - a size of huge pages that x86 has, as memparse() reads it
 * @arena: not used
 * @rest: the value
 */
bool ia_fits_huge_size(struct ia_arena *arena, const char *rest)
{
	static const char units[] = "KMGTPE";
	const char *unit;
	char *end;
	unsigned long long size = strtoull(rest, &end, 0);

	(void)arena;
	unit = *end ? strchr(units, toupper((unsigned char)*end)) : NULL;
	if (unit)
		size <<= 10 * (unit - units + 1);
	return size == HUGE_2M || size == HUGE_1G;
}

/**
 * ia_fits_vfio_ids() - vendor:device[:subvendor[:subdevice[:class[:mask]]]][,...]
 * @arena: memory for parts
 * @rest: the value
 */
bool ia_fits_vfio_ids(struct ia_arena *arena, const char *rest)
{
	struct ia_words words;
	unsigned int vendor, device;
	size_t i;

	ia_words_split(arena, rest, ',', &words);
	for (i = 0; i < words.count; i++) {
		if (*words.items[i] &&
		    sscanf(words.items[i], "%x:%x", &vendor, &device) != 2)
			return false;
	}
	return *rest;
}
