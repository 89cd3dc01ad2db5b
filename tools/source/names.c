// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
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

/**
 * struct question - a name to look up
 * @id: the key of the name: as the module writes the numbers
 * @flags: what libpci is asked for
 * @first: vendor, or class and subclass
 * @second: device
 */
struct question {
	const char *id;
	int flags;
	unsigned int first;
	unsigned int second;
};

struct questions {
	struct question *items;
	size_t count;
	size_t room;
};

static int by_id(const void *a, const void *b)
{
	const struct question *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static bool number(const char *text, unsigned int max, unsigned int *n)
{
	char *end;
	unsigned long value = strtoul(text, &end, 16);

	*n = value;
	return !strncmp(text, "0x", 2) && !*end && value <= max;
}

static void ask(struct ia_arena *arena, struct questions *q,
		struct question question)
{
	q->items = ia_grow(arena, q->items, q->count, &q->room,
			   sizeof(*q->items));
	q->items[q->count++] = question;
}

/* Each question once, in the order of the ids. */
static void gather(const struct ia_machine *m, struct questions *q)
{
	const char *vendor = "", *device = "", *class = "";
	unsigned int first, second;
	size_t i, kept = 0;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];
		const char *vendor_was = vendor, *device_was = device;
		const char *class_was = class;

		vendor = d->vendor_text;
		device = d->device_text;
		class = d->class_text;
		/* VFs come in hundreds that are all alike. */
		if ((strcmp(vendor, vendor_was) || strcmp(device, device_was)) &&
		    number(vendor, 0xffff, &first) &&
		    number(device, 0xffff, &second)) {
			ask(m->arena, q, (struct question){
				.id = ia_format(m->arena, "%s:%s", vendor, device),
				.flags = PCI_LOOKUP_DEVICE,
				.first = first, .second = second });
		}
		if (strcmp(class, class_was) && number(class, 0xffffff, &first)) {
			ask(m->arena, q, (struct question){
				.id = class, .flags = PCI_LOOKUP_CLASS,
				.first = first >> 8 });
		}
	}
	if (q->count)
		qsort(q->items, q->count, sizeof(*q->items), by_id);
	for (i = 0; i < q->count; i++) {
		if (!kept || by_id(&q->items[kept - 1], &q->items[i]))
			q->items[kept++] = q->items[i];
	}
	q->count = kept;
}

static void want(struct ia_arena *arena, const struct questions *q,
		 struct ia_idlist *list)
{
	size_t i;

	for (i = 0; i < q->count; i++) {
		const struct question *ask = &q->items[i];

		if (ask->flags == PCI_LOOKUP_DEVICE)
			ia_idlist_want_device(arena, list, ask->first, ask->second);
		else
			ia_idlist_want_class(list, ask->first >> 8);
	}
}

static void look_up(struct ia_machine *m, struct pci_access *pci,
		    const struct questions *q)
{
	const int flags = PCI_LOOKUP_NO_NUMBERS | PCI_LOOKUP_NO_HWDB;
	char buf[256];
	size_t i;

	for (i = 0; i < q->count; i++) {
		const struct question *ask = &q->items[i];
		const char *name;
		struct ia_record *record;

		name = pci_lookup_name(pci, buf, sizeof(buf), flags | ask->flags,
				       ask->first, ask->second);
		if (!name || !*name || !ia_clean(name, strlen(name)))
			continue;
		record = ia_records_add(m->arena, &m->names);
		ia_record_add(m->arena, record, "id", ask->id);
		ia_record_add(m->arena, record, "name",
			      ia_strndup(m->arena, name, strlen(name)));
	}
}

/* Looks up what can be looked up before the list turns out to be broken. */
static void try_look_up(struct ia_machine *m, struct pci_access *pci,
			const struct questions *q)
{
	if (!setjmp(broken))
		look_up(m, pci, q);
}

/*
 * Points libpci to a list and, where that works, to a short form of it.
 * Return: the short list, to close when all is looked up, or NULL.
 */
static FILE *choose_list(struct ia_arena *arena, struct pci_access *pci,
			 const char *root, const struct ia_idlist *list)
{
	char *path = ia_format(arena, "%s" NAMES_FILE, root);
	FILE *file;

	if (*root && !access(path, R_OK)) {
		pci_set_name_list_path(pci, path, 0);
	} else {
		/* As libpci: compressed if there is one, else without .gz. */
		size_t len = strlen(pci->id_file_name);

		if (len > 3 && !strcmp(pci->id_file_name + len - 3, ".gz")) {
			if (!access(pci->id_file_name, R_OK))
				return NULL;
			len -= 3;
		}
		path = ia_strndup(arena, pci->id_file_name, len);
	}
	file = ia_idlist_open(list, path);
	if (!file)
		return NULL;
	path = ia_format(arena, "/proc/self/fd/%d", fileno(file));
	if (!access(path, R_OK))
		pci_set_name_list_path(pci, path, 0);
	return file;
}

/**
 * ia_read_names() - look up the names of all models and classes
 * @machine: a joined machine; its names are filled, none without pci.ids
 * @root: prefix of the path of pci.ids; the system's own when it has none
 */
void ia_read_names(struct ia_machine *machine, const char *root)
{
	struct ia_idlist *list = ia_alloc(machine->arena, 1, sizeof(*list));
	struct questions questions = { 0 };
	struct pci_access *pci = pci_alloc();
	FILE *file;

	gather(machine, &questions);
	want(machine->arena, &questions, list);
	pci->id_lookup_mode = 0;
	pci->error = give_up;
	pci->warning = ignore;
	pci->debug = ignore;
	file = choose_list(machine->arena, pci, root, list);
	try_look_up(machine, pci, &questions);
	pci_cleanup(pci);
	if (file)
		fclose(file);
}
