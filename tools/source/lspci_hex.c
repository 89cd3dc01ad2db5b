// SPDX-License-Identifier: GPL-2.0
/*
 * The hex dump of lspci -x, -xxx and -xxxx. libpci's dump back end reads what has been
 * checked here, line by line: by itself it skips what it does not know.
 */
#include "lspci.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <pci/pci.h>

#include "../base/limits.h"

/* libpci gets one segment, with an address for each function. */
#if IA_MAX_FUNCTIONS > 0x10000
#error "more functions than addresses"
#endif

#define ROW	16
/* Sizes of what lspci dumps: of CardBus bridges the header is longer. */
#define CARDBUS_HEADER	128
#define CONVENTIONAL	256
#define OFFSET_CLASS	9
#define OFFSET_TYPE	14

/* libpci ends the program on a dump that it does not like: none that has been checked. */
static jmp_buf broken;

static void __attribute__((noreturn)) give_up(char *fmt, ...)
{
	(void)fmt;
	longjmp(broken, 1);
}

static void ignore(char *fmt, ...)
{
	(void)fmt;
}

static const char *hex_digits(const char *p)
{
	while (ia_hex_digit(*p) >= 0)
		p++;
	return p;
}

/* A byte of two digits. Return: behind it and a blank, or NULL. */
static const char *byte_at(const char *p, uint8_t *byte)
{
	int high = ia_hex_digit(p[0]), low = high < 0 ? -1 : ia_hex_digit(p[1]);

	if (low < 0 || (p[2] && p[2] != ' '))
		return NULL;
	*byte = high << 4 | low;
	return p + 2 + (p[2] == ' ');
}

/** ia_line_is_hex() - tell whether a line is meant to be a row of a hex dump, as "10: 00 1f" */
bool ia_line_is_hex(const struct ia_line *line)
{
	const char *p = hex_digits(line->text);

	if (p - line->text < 2 || p - line->text > 3 || p[0] != ':')
		return false;
	return !p[1] || (p[1] == ' ' && (!p[2] || ia_hex_digit(p[2]) >= 0));
}

/**
 * ia_lspci_hex_line() - take a row of a hex dump
 * @arena: owner of the bytes, and of a message
 * @line: the line
 * @f: the function that it is of
 *
 * Return: NULL, or what is wrong.
 */
const char *ia_lspci_hex_line(struct ia_arena *arena, const struct ia_line *line,
			      struct ia_lspci_function *f)
{
	const char *p = hex_digits(line->text);
	size_t offset = strtoul(line->text, NULL, 16), i;

	if (offset != f->size)
		return ia_format(arena, "the row %zx stands where %zx is next", offset, f->size);
	if (offset + ROW > IA_CONFIG_MOST)
		return "a row behind the end of configuration space";
	if (!f->bytes || f->size == CONVENTIONAL) {
		uint8_t *bytes = ia_alloc(arena, f->size ? IA_CONFIG_MOST : CONVENTIONAL, 1);

		if (f->size)
			memcpy(bytes, f->bytes, f->size);
		f->bytes = bytes;
	}
	p += p[1] ? 2 : 1;
	for (i = 0; i < ROW; i++) {
		p = byte_at(p, &f->bytes[offset + i]);
		if (!p)
			return ia_format(arena, "a row of %d bytes has %zu: cut in the middle", ROW,
					 i);
	}
	if (*p)
		return ia_format(arena, "more behind the %d bytes of a row", ROW);
	f->size += ROW;
	return NULL;
}

/* What lspci dumps; of one that was made shorter the largest part that is whole. */
static size_t whole_size(const struct ia_lspci_function *f)
{
	if (f->size >= IA_CONFIG_MOST)
		return IA_CONFIG_MOST;
	if (f->size >= CONVENTIONAL)
		return CONVENTIONAL;
	if (f->size >= CARDBUS_HEADER &&
	    (f->bytes[OFFSET_TYPE] & 0x7f) == PCI_HEADER_TYPE_CARDBUS)
		return CARDBUS_HEADER;
	return IA_CONFIG_HEADER;
}

/* As addresses they get their numbers: older ones than 3.8 know no segment of five digits. */
static void write_dump(const struct ia_lspci *dump, FILE *to)
{
	char name[IA_ADDRESS_SIZE];
	size_t i, j;

	for (i = 0; i < dump->count; i++) {
		const struct ia_lspci_function *f = &dump->items[i];
		size_t size = f->size ? whole_size(f) : 0;

		if (!size)
			continue;
		fprintf(to, "%s x\n", ia_address_text(name, i, true));
		for (j = 0; j < size; j++) {
			if (j % ROW == 0)
				fprintf(to, "%02zx:", j);
			fprintf(to, " %02x%s", f->bytes[j], j % ROW == ROW - 1 ? "\n" : "");
		}
		fputc('\n', to);
	}
}

/* A file in memory, as libpci takes a dump by its name only. Return: it, or -1. */
static int open_dump(const struct ia_lspci *dump)
{
	int memory = memfd_create("dump", MFD_CLOEXEC);
	FILE *to = memory < 0 ? NULL : fdopen(dup(memory), "w");
	bool good = to;

	if (to) {
		write_dump(dump, to);
		good = !ferror(to);
		good &= !fclose(to);
	}
	if (good || memory < 0)
		return memory;
	close(memory);
	return -1;
}

/* What the kernel of that machine said goes before, for VFs have no ids in their space. */
static void merge(struct ia_function *to, const struct ia_lspci_function *from)
{
	const struct ia_function *text = &from->function;
	struct ia_device *d = &to->device;

	if (!d->class_code.known)
		d->class_code = ia_number_of(from->bytes[OFFSET_CLASS] |
					     from->bytes[OFFSET_CLASS + 1] << 8 |
					     (uint32_t)from->bytes[OFFSET_CLASS + 2] << 16);
	ia_record_fill(&ia_records[IA_RECORD_DEVICE], d, &text->device);
	ia_record_fill(&ia_records[IA_RECORD_HOST_DEVICE], &to->host, &text->host);
	ia_record_fill(&ia_records[IA_RECORD_ACS], &to->own, &text->own);
	if (!to->af_flr)
		to->af_flr = text->af_flr;
}

static void read_all(struct ia_lspci *dump, struct pci_access *pci)
{
	struct pci_dev *dev;

	pci_init(pci);
	for (dev = pci->devices; dev; dev = dev->next) {
		size_t i = dev->bus << 8 | dev->dev << 3 | dev->func;
		struct ia_lspci_function *f = &dump->items[i];
		struct ia_function found;

		ia_function_init(&found, f->function.device.address);
		ia_function_config(dump->machine->arena, dev, 0, &found);
		merge(&found, f);
		f->function = found;
	}
}

static bool try_read(struct ia_lspci *dump, struct pci_access *pci)
{
	if (setjmp(broken))
		return false;
	read_all(dump, pci);
	return true;
}

/** ia_lspci_hex_end() - read the bytes of all functions. Return: NULL, or what is wrong. */
const char *ia_lspci_hex_end(struct ia_lspci *dump)
{
	int file = open_dump(dump);
	struct pci_access *pci;
	bool good;

	if (file < 0)
		return "cannot be handed to libpci: there is no memory for a file";
	pci = pci_alloc();
	pci->error = give_up;
	pci->warning = ignore;
	pci->debug = ignore;
	pci->method = PCI_ACCESS_DUMP;
	pci_set_param(pci, "dump.name", ia_format(dump->machine->arena, "/proc/self/fd/%d", file));
	good = try_read(dump, pci);
	pci_cleanup(pci);
	close(file);
	return good ? NULL : "is refused by libpci";
}
