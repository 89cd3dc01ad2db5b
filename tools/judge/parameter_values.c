// SPDX-License-Identifier: GPL-2.0
#include "parameters.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* arch_hugetlb_valid_size() of x86 (2M, and 1G where the CPU has it) and of arm64. */
#define HUGE_64K	0x10000ULL
#define HUGE_2M		0x200000ULL
#define HUGE_32M	0x2000000ULL
#define HUGE_512M	0x20000000ULL
#define HUGE_1G		0x40000000ULL
#define HUGE_16G	0x400000000ULL

/* [segment:]bus:dev.fn to the end, as the kernel's sscanf() reads it. */
static bool is_address(const char *text)
{
	unsigned int seg, bus, dev, fn;

	return sscanf(text, "%x:%x:%x.%x", &seg, &bus, &dev, &fn) == 4 ||
	       sscanf(text, "%x:%x.%x", &bus, &dev, &fn) == 3;
}

/* ivrs_ioapic=ID@[segment:]bus:dev.fn, and ivrs_hpet */
bool ia_fits_ioapic(struct ia_arena *arena, const char *rest)
{
	int id, end = 0;

	(void)arena;
	return sscanf(rest, "=%d@%n", &id, &end) == 1 && end && is_address(rest + end);
}

/* ivrs_ioapic[ID]=[segment:]bus:dev.fn, and ivrs_hpet */
bool ia_fits_ioapic_old(struct ia_arena *arena, const char *rest)
{
	int id, end = 0;

	(void)arena;
	return sscanf(rest, "[%d]=%n", &id, &end) == 1 && end && is_address(rest + end);
}

/* The same without a segment. */
bool ia_fits_ioapic_oldest(struct ia_arena *arena, const char *rest)
{
	return ia_fits_ioapic_old(arena, rest) && !strchr(strchr(rest, ':') + 1, ':');
}

/* A name of an ACPI device: HID:UID, both there. */
static bool is_hid_uid(const char *text, size_t len)
{
	const char *colon = memchr(text, ':', len);

	return colon && colon != text && colon + 1 < text + len;
}

/* ivrs_acpihid=HID:UID@[segment:]bus:dev.fn */
bool ia_fits_acpihid(struct ia_arena *arena, const char *rest)
{
	const char *at = strchr(rest, '@');

	(void)arena;
	return *rest == '=' && at && is_hid_uid(rest + 1, (size_t)(at - rest - 1)) &&
	       is_address(at + 1);
}

/* ivrs_acpihid[[segment:]bus:dev.fn]=HID:UID */
bool ia_fits_acpihid_old(struct ia_arena *arena, const char *rest)
{
	const char *equals = strchr(rest, '=');

	(void)arena;
	return *rest == '[' && equals && is_address(rest + 1) &&
	       is_hid_uid(equals + 1, strlen(equals + 1));
}

/* The same without a segment. */
bool ia_fits_acpihid_oldest(struct ia_arena *arena, const char *rest)
{
	const char *colon = strchr(rest, ':'), *end = strchr(rest, ']');

	return ia_fits_acpihid_old(arena, rest) && end &&
	       !memchr(colon + 1, ':', (size_t)(end > colon ? end - colon - 1 : 0));
}

/* FLAGS@DEV[;FLAGS@DEV]... */
bool ia_fits_config_acs(struct ia_arena *arena, const char *rest)
{
	struct ia_acs_requests requests;

	return !ia_acs_requests_parse(arena, rest, false, &requests);
}

/* DEV[;DEV]... */
bool ia_fits_acs_redir(struct ia_arena *arena, const char *rest)
{
	struct ia_acs_requests requests;

	return !ia_acs_requests_parse(arena, rest, true, &requests);
}

/* A number as simple_strtoul() reads it, where there is one, and the comma behind it. */
static void skip_number(const char **text)
{
	char *end = (char *)*text;

	if (isdigit((unsigned char)**text))
		strtoul(*text, &end, 0);
	*text = end + (*end == ',');
}

static bool is_forced(const char *text)
{
	return !*text || !strcmp(text, "force") || !strcmp(text, "noforce");
}

/* What setup_io_tlb_npages() reads nothing of: commas alone. */
static bool is_empty(const char *text)
{
	return !text[strspn(text, ",")];
}

/* [N][,force|noforce] */
bool ia_fits_swiotlb(struct ia_arena *arena, const char *rest)
{
	bool empty = is_empty(rest);

	(void)arena;
	skip_number(&rest);
	return !empty && is_forced(rest);
}

/* [N],[AREAS][,force|noforce] */
bool ia_fits_swiotlb_areas(struct ia_arena *arena, const char *rest)
{
	bool empty = is_empty(rest);

	(void)arena;
	skip_number(&rest);
	if (*rest != ',' && !isdigit((unsigned char)*rest))
		return false;
	skip_number(&rest);
	return !empty && is_forced(rest);
}

/* Whether a value that fits ends in a flag. */
static bool ends_in(const char *rest, const char *flag)
{
	const char *last = strrchr(rest, ',');

	return last && !strcmp(last + 1, flag);
}

/* [N],force */
bool ia_fits_swiotlb_force(struct ia_arena *arena, const char *rest)
{
	return ends_in(rest, "force") && ia_fits_swiotlb(arena, rest);
}

/* [N],noforce */
bool ia_fits_swiotlb_noforce(struct ia_arena *arena, const char *rest)
{
	return ends_in(rest, "noforce") && ia_fits_swiotlb(arena, rest);
}

/* [N],[AREAS],force */
bool ia_fits_swiotlb_areas_force(struct ia_arena *arena, const char *rest)
{
	return ends_in(rest, "force") && ia_fits_swiotlb_areas(arena, rest);
}

/* [N],[AREAS],noforce */
bool ia_fits_swiotlb_areas_noforce(struct ia_arena *arena, const char *rest)
{
	return ends_in(rest, "noforce") && ia_fits_swiotlb_areas(arena, rest);
}

/* [N][,[AREAS]][,force|noforce],track_hiwater; the words by their beginning */
bool ia_fits_swiotlb_hiwater(struct ia_arena *arena, const char *rest)
{
	static const char word[] = "track_hiwater";

	(void)arena;
	skip_number(&rest);
	skip_number(&rest);
	if (!strncmp(rest, "force", strlen("force")))
		rest += strlen("force");
	else if (!strncmp(rest, "noforce", strlen("noforce")))
		rest += strlen("noforce");
	rest += *rest == ',';
	return !strncmp(rest, word, strlen(word));
}

/* a number comes first */
bool ia_fits_number(struct ia_arena *arena, const char *rest)
{
	(void)arena;
	return isdigit((unsigned char)*rest);
}

/* a number and nothing else */
bool ia_fits_count(struct ia_arena *arena, const char *rest)
{
	(void)arena;
	return *rest && !rest[strspn(rest, "0123456789")];
}

/* A number as kstrtouint() with base 0 takes it, up to a limit. */
static bool number_up_to(const char **at, unsigned long most, unsigned long *n)
{
	char *end;

	if (!isdigit((unsigned char)**at))
		return false;
	errno = 0;
	*n = strtoul(*at, &end, 0);
	*at = end;
	return !errno && *n <= most;
}

static bool fits_up_to(const char *rest, unsigned long most)
{
	unsigned long n;

	return number_up_to(&rest, most, &n) && !*rest;
}

/* 0 in any form */
bool ia_fits_zero(struct ia_arena *arena, const char *rest)
{
	(void)arena;
	return fits_up_to(rest, 0);
}

/* What igb_sw_init() leaves as it is. */
bool ia_fits_igb_vfs(struct ia_arena *arena, const char *rest)
{
	(void)arena;
	return fits_up_to(rest, 7);
}

/* IXGBE_MAX_VFS_DRV_LIMIT */
bool ia_fits_ixgbe_vfs(struct ia_arena *arena, const char *rest)
{
	(void)arena;
	return fits_up_to(rest, 63);
}

/* module_param_array() of three bytes. Return: how many there are; 0 for anything else. */
static size_t mlx4_numbers(const char *rest, unsigned long n[3])
{
	size_t count = 0;

	do {
		if (count == 3 || !number_up_to(&rest, 255, &n[count]))
			return 0;
		count++;
	} while (*rest == ',' && rest++);
	return *rest ? 0 : count;
}

/* One to three bytes */
bool ia_fits_mlx4_numbers(struct ia_arena *arena, const char *rest)
{
	unsigned long n[3];

	(void)arena;
	return mlx4_numbers(rest, n);
}

/* As param_map of __mlx4_init_one(): MLX4_MAX_NUM_VF_P_PORT of a port, MLX4_MAX_NUM_VF of all. */
bool ia_fits_mlx4_vfs(struct ia_arena *arena, const char *rest)
{
	unsigned long n[3] = { 0 }, one, two, both;
	size_t count = mlx4_numbers(rest, n);

	(void)arena;
	one = count == 1 ? 0 : n[0];
	two = n[1];
	both = count == 1 ? n[0] : n[2];
	return count && one + both <= 64 && two + both <= 64 && one + two + both <= 126;
}

/* NODE:COUNT[,NODE:COUNT]... */
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
 * ia_huge_size() - a size as memparse() reads it
 * @rest: the text; what stands behind the unit is not read
 */
unsigned long long ia_huge_size(const char *rest)
{
	static const char units[] = "KMGTPE";
	const char *unit;
	char *end;
	unsigned long long size = strtoull(rest, &end, 0);

	unit = *end ? strchr(units, toupper((unsigned char)*end)) : NULL;
	if (unit)
		size <<= 10 * (unit - units + 1);
	return size;
}

/* a size of huge pages that x86 has */
bool ia_fits_huge_size(struct ia_arena *arena, const char *rest)
{
	unsigned long long size = ia_huge_size(rest);

	(void)arena;
	return size == HUGE_2M || size == HUGE_1G;
}

/* With pages of 4 KiB, of 16 KiB or of 64 KiB: arch_hugetlb_valid_size(). */
bool ia_fits_huge_size_arm64(struct ia_arena *arena, const char *rest)
{
	static const unsigned long long sizes[] = {
		HUGE_64K, HUGE_2M, HUGE_32M, HUGE_512M, HUGE_1G, HUGE_16G,
	};
	unsigned long long size = ia_huge_size(rest);
	size_t i;

	(void)arena;
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		if (size == sizes[i])
			return true;
	}
	return false;
}

/* vendor:device[:subvendor[:subdevice[:class[:mask]]]], as vfio_pci_fill_ids() reads it */
bool ia_is_id(const char *word)
{
	unsigned int vendor, device;

	return sscanf(word, "%x:%x", &vendor, &device) == 2;
}

/* How many words of a list are one of its own kind, and how many are not; none are neither. */
static size_t count_words(struct ia_arena *arena, const char *rest, bool (*is)(const char *word),
			  size_t *others)
{
	struct ia_words words;
	size_t i, count = 0;

	*others = 0;
	ia_words_split(arena, rest, ',', &words);
	for (i = 0; i < words.count; i++) {
		if (!*words.items[i])
			continue;
		if (is(words.items[i]))
			count++;
		else
			(*others)++;
	}
	return count;
}

/* ids, and nothing that is none */
bool ia_fits_vfio_ids(struct ia_arena *arena, const char *rest)
{
	size_t others, count = count_words(arena, rest, ia_is_id, &others);

	return count && !others;
}

/* ids, and others that are none */
bool ia_fits_some_ids(struct ia_arena *arena, const char *rest)
{
	size_t others;

	return count_words(arena, rest, ia_is_id, &others);
}

/*
 * "off" of one frame buffer's driver with those of others behind it: "vesafb:off,efifb:off". All
 * behind the first colon are options of the first: fb_get_options().
 */
bool ia_fits_several_videos(struct ia_arena *arena, const char *rest)
{
	const char *first = strchr(rest, ':'), *comma = first ? strchr(first, ',') : NULL;

	(void)arena;
	for (; comma; comma = strchr(comma + 1, ',')) {
		const char *name = comma + 1;

		if (!strncmp(name + strcspn(name, ":,"), ":off", strlen(":off")))
			return true;
	}
	return false;
}

/* commas alone, or nothing: vfio_pci_fill_ids() and pci_stub_init() pass over that */
bool ia_fits_no_ids(struct ia_arena *arena, const char *rest)
{
	(void)arena;
	return is_empty(rest);
}

/* A word that the patch behind pcie_acs_override= knows as a whole. */
bool ia_is_override(const char *word)
{
	unsigned int vendor, device;
	int end = 0;

	return !strcmp(word, "downstream") || !strcmp(word, "multifunction") ||
	       (sscanf(word, "id:%4x:%4x%n", &vendor, &device, &end) == 2 && !word[end]);
}

/* A word that the patch takes: it looks at how it begins. */
static bool begins_override(const char *word)
{
	unsigned int vendor, device;

	return !strncmp(word, "downstream", strlen("downstream")) ||
	       !strncmp(word, "multifunction", strlen("multifunction")) ||
	       sscanf(word, "id:%4x:%4x", &vendor, &device) == 2;
}

/* =WORD[,WORD]... with nothing that the patch does not know */
bool ia_fits_override(struct ia_arena *arena, const char *rest)
{
	size_t others;

	return *rest == '=' && count_words(arena, rest + 1, ia_is_override, &others) && !others;
}

/* =WORD[,WORD]... of which the patch takes something */
bool ia_fits_some_override(struct ia_arena *arena, const char *rest)
{
	size_t others;

	return *rest == '=' && count_words(arena, rest + 1, begins_override, &others);
}

/**
 * ia_is_address_id() - tell whether a word in the place of an id is an address of a function
 * @word: the word
 * @vendor: set to the vendor that the kernel reads of it
 * @device: set to the device
 */
bool ia_is_address_id(const char *word, unsigned int *vendor, unsigned int *device)
{
	return is_address(word) && sscanf(word, "%x:%x", vendor, device) == 2;
}

/* ids of which one is an address */
bool ia_fits_address_ids(struct ia_arena *arena, const char *rest)
{
	unsigned int vendor, device;
	struct ia_words words;
	size_t i;

	ia_words_split(arena, rest, ',', &words);
	for (i = 0; i < words.count; i++) {
		if (ia_is_address_id(words.items[i], &vendor, &device))
			return ia_fits_vfio_ids(arena, rest);
	}
	return false;
}
