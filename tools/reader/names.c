// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <pci/pci.h>

#define NAMES_FILE "/usr/share/misc/pci.ids"

/* libpci ends the program on a broken pci.ids; names are not worth that. */
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

static int by_id(const void *a, const void *b)
{
	const struct ia_record *x = a, *y = b;

	return strcmp(ia_record_get(x, "id"), ia_record_get(y, "id"));
}

static bool number(const struct ia_device *device, const char *key,
		   unsigned int max, unsigned int *n)
{
	char *end;
	const char *text = ia_record_get(device->record, key);
	unsigned long value = strtoul(text, &end, 16);

	*n = value;
	return !strncmp(text, "0x", 2) && !*end && value <= max;
}

static void add(struct ia_machine *m, const char *id, const char *name)
{
	struct ia_record *record;

	if (!name || !*name || !ia_clean(name, strlen(name)))
		return;
	record = ia_records_add(m->arena, &m->names);
	ia_record_add(m->arena, record, "id", id);
	ia_record_add(m->arena, record, "name",
		      ia_strndup(m->arena, name, strlen(name)));
}

static void look_up(struct ia_machine *m, struct pci_access *pci)
{
	const int flags = PCI_LOOKUP_NO_NUMBERS | PCI_LOOKUP_NO_HWDB;
	char buf[256];
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];
		unsigned int vendor, device, class;

		if (number(d, "vendor", 0xffff, &vendor) &&
		    number(d, "device", 0xffff, &device))
			add(m, ia_format(m->arena, "%s:%s",
					 ia_record_get(d->record, "vendor"),
					 ia_record_get(d->record, "device")),
			    pci_lookup_name(pci, buf, sizeof(buf),
					    flags | PCI_LOOKUP_DEVICE, vendor,
					    device));
		if (number(d, "class", 0xffffff, &class))
			add(m, ia_record_get(d->record, "class"),
			    pci_lookup_name(pci, buf, sizeof(buf),
					    flags | PCI_LOOKUP_CLASS,
					    class >> 8));
	}
}

static void sort_unique(struct ia_records *names)
{
	size_t i, kept = 0;

	if (!names->count)
		return;
	qsort(names->items, names->count, sizeof(*names->items), by_id);
	for (i = 0; i < names->count; i++) {
		if (!kept || by_id(&names->items[kept - 1], &names->items[i]))
			names->items[kept++] = names->items[i];
	}
	names->count = kept;
}

/**
 * ia_read_names() - look up the names of all models and classes
 * @machine: a joined machine; its names are filled, none without pci.ids
 * @root: prefix of the path of pci.ids; the system's own when it has none
 */
void ia_read_names(struct ia_machine *machine, const char *root)
{
	char *path = ia_format(machine->arena, "%s" NAMES_FILE, root);
	struct pci_access *pci = pci_alloc();

	pci->id_lookup_mode = 0;
	pci->error = give_up;
	pci->warning = ignore;
	pci->debug = ignore;
	if (*root && !access(path, R_OK))
		pci_set_name_list_path(pci, path, 0);
	if (!setjmp(broken))
		look_up(machine, pci);
	pci_cleanup(pci);
	sort_unique(&machine->names);
}
