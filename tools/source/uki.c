// SPDX-License-Identifier: GPL-2.0
/*
 * Unified kernel images: PE files with the kernel, its initramfs and its command line in
 * sections, as https://uapi-group.org/specifications/specs/unified_kernel_image has them. Of
 * the PE format ("PE Format", learn.microsoft.com/windows/win32/debug/pe-format) no more is
 * looked at than the table of sections.
 */
#include "uki.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "../../module/core/little_endian.h"

/* Of the DOS header: its length, and where it says where the PE header is. */
#define DOS_HEADER	0x40
#define DOS_PE		0x3c
/* Of the PE header, behind its signature: number of sections, length of what follows. */
#define PE_HEADER	24
#define PE_SECTIONS	6
#define PE_OPTIONAL	20
/* Of a section's header; its name may fill all of its bytes. */
#define SECTION		40
#define NAME		8
#define VIRTUAL_SIZE	8
#define RAW_SIZE	16
#define RAW_AT		20
/* Linkers make some ten, ukify a few more for each profile. */
#define MOST_SECTIONS	96
/* Names and command lines are shorter than this. */
#define MOST_TEXT	(64u << 10)

static const char *const names[IA_UKI_SECTIONS] = {
	[IA_UKI_LINUX] = ".linux",
	[IA_UKI_INITRD] = ".initrd",
	[IA_UKI_CMDLINE] = ".cmdline",
	[IA_UKI_UNAME] = ".uname",
};

static bool read_at(int fd, void *to, size_t len, size_t at)
{
	while (len) {
		ssize_t n = pread(fd, to, len, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		to = (char *)to + n;
		at += n;
		len -= n;
	}
	return true;
}

static bool is_named(const unsigned char *section, const char *name)
{
	return !strncmp((const char *)section, name, NAME);
}

/* The first profile, and what is of all of them: a section of it stands in for an earlier one. */
static void take_sections(struct ia_uki *uki, const unsigned char *table, unsigned int count)
{
	unsigned int i, profiles = 0;
	int j;

	for (i = 0; i < count; i++) {
		const unsigned char *section = table + i * SECTION;
		uint32_t size = ia_le32(section + VIRTUAL_SIZE);
		uint32_t raw = ia_le32(section + RAW_SIZE);

		if (is_named(section, ".profile") && ++profiles > 1)
			return;
		for (j = 0; j < IA_UKI_SECTIONS; j++) {
			if (!is_named(section, names[j]))
				continue;
			uki->at[j] = ia_le32(section + RAW_AT);
			uki->len[j] = size < raw ? size : raw;
		}
	}
}

static int read_table(struct ia_uki *uki)
{
	unsigned char header[DOS_HEADER], table[MOST_SECTIONS * SECTION];
	unsigned int count;
	size_t at;

	if (!read_at(uki->fd, header, DOS_HEADER, 0) || memcmp(header, "MZ", 2))
		return -ENOEXEC;
	at = ia_le32(header + DOS_PE);
	if (!read_at(uki->fd, header, PE_HEADER, at) || memcmp(header, "PE\0", 4))
		return -ENOEXEC;
	count = ia_le16(header + PE_SECTIONS);
	at += PE_HEADER + ia_le16(header + PE_OPTIONAL);
	if (count > MOST_SECTIONS || !read_at(uki->fd, table, count * SECTION, at))
		return -ENOEXEC;
	take_sections(uki, table, count);
	return uki->len[IA_UKI_LINUX] ? 0 : -ENOEXEC;
}

/**
 * ia_uki_open() - open a unified kernel image
 * @root: the running system, or a tree
 * @path: the file
 * @uki: filled
 *
 * Return: 0, then to be closed with ia_uki_close(); a negative errno or a negative enum
 * ia_not_a_file; -ENOEXEC for a file that is something else.
 */
int ia_uki_open(const struct ia_root *root, const char *path, struct ia_uki *uki)
{
	int error;

	*uki = (struct ia_uki){ .fd = ia_root_file(root, path), .most = ia_root_limit(root) };
	if (uki->fd < 0)
		return uki->fd;
	error = read_table(uki);
	if (error)
		close(uki->fd);
	return error;
}

/**
 * ia_uki_read() - read a section
 * @arena: owner of its content
 * @uki: from ia_uki_open()
 * @section: which one
 *
 * Return: its content, as long as @uki says and with a zero behind it; NULL where it is too
 * long, or ends behind the file.
 */
char *ia_uki_read(struct ia_arena *arena, const struct ia_uki *uki, enum ia_uki_section section)
{
	size_t len = uki->len[section];
	char *content;

	if (len > (section == IA_UKI_INITRD ? uki->most : MOST_TEXT))
		return NULL;
	/* Memory is for what is there, not for what a header says. */
	if (len && !read_at(uki->fd, &(char){ 0 }, 1, uki->at[section] + len - 1))
		return NULL;
	content = ia_alloc(arena, len + 1, 1);
	return read_at(uki->fd, content, len, uki->at[section]) ? content : NULL;
}

/* Close the file of an image. */
void ia_uki_close(struct ia_uki *uki)
{
	close(uki->fd);
}
