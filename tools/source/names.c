// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <pci/pci.h>

#include "../base/path.h"

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
 * @id: ia_model_id() or ia_class_id()
 * @flags: what libpci is asked for
 * @first: vendor, or class and subclass
 * @second: device
 */
struct question {
	uint64_t id;
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

	return x->id < y->id ? -1 : x->id > y->id;
}

static void ask(struct ia_arena *arena, struct questions *q,
		struct question question)
{
	q->items = ia_grow(arena, q->items, q->count, &q->room,
			   sizeof(*q->items));
	q->items[q->count++] = question;
}

/* VFs come in hundreds that are all alike: one question for those in a row. */
static void ask_about(struct ia_arena *arena, struct questions *q, const struct ia_device *d,
		      const struct ia_device *before)
{
	bool model = d->vendor.known && d->device.known && d->vendor.n <= 0xffff &&
		     d->device.n <= 0xffff;
	bool class = d->class_code.known && d->class_code.n <= 0xffffff;

	if (model && !(before && before->vendor.n == d->vendor.n &&
		       before->device.n == d->device.n))
		ask(arena, q, (struct question){
			.id = ia_model_id(d->vendor.n, d->device.n),
			.flags = PCI_LOOKUP_DEVICE,
			.first = d->vendor.n, .second = d->device.n });
	if (class && !(before && before->class_code.n == d->class_code.n))
		ask(arena, q, (struct question){
			.id = ia_class_id(d->class_code.n),
			.flags = PCI_LOOKUP_CLASS,
			.first = d->class_code.n >> 8 });
}

/* Each question once, in the order of the ids. */
static void gather(const struct ia_machine *m, struct questions *q)
{
	size_t i, kept = 0;

	for (i = 0; i < m->ndevices; i++)
		ask_about(m->arena, q, &m->devices[i], i ? &m->devices[i - 1] : NULL);
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

	m->names = ia_alloc(m->arena, q->count, sizeof(*m->names));
	m->nnames = 0;
	for (i = 0; i < q->count; i++) {
		const struct question *ask = &q->items[i];
		const char *name;

		name = pci_lookup_name(pci, buf, sizeof(buf), flags | ask->flags,
				       ask->first, ask->second);
		if (!name || !*name || !ia_clean(name, strlen(name)))
			continue;
		m->names[m->nnames++] = (struct ia_name){
			ask->id, ia_strndup(m->arena, name, strlen(name)) };
	}
}

/* Looks up what can be looked up before the list turns out to be broken. */
static void try_look_up(struct ia_machine *m, struct pci_access *pci,
			const struct questions *q)
{
	if (!setjmp(broken))
		look_up(m, pci, q);
}

/* The list that libpci would open, without a list in the tree; NULL for one compressed. */
static const char *own_list(struct ia_arena *arena, const struct pci_access *pci)
{
	const char *path = pci->id_file_name;

	/* As libpci: compressed if there is one, else without .gz. */
	if (!ia_ends_in(path, ".gz"))
		return path;
	return ia_root_exists(&ia_root_system, path) ? NULL :
	       ia_strndup(arena, path, strlen(path) - strlen(".gz"));
}

static int open_own_list(struct ia_arena *arena, const struct pci_access *pci)
{
	const char *path = own_list(arena, pci);

	return path ? ia_root_file(&ia_root_system, path) : -1;
}

/*
 * Points libpci to a list that is open: to a short form of it where that works.
 * Return: what is to be closed when all is looked up, negative for nothing.
 */
static int choose_list(struct ia_arena *arena, struct pci_access *pci,
		       const struct ia_root *root, const struct ia_idlist *list)
{
	bool own = root->kind == IA_ROOT_SYSTEM || !ia_root_exists(root, NAMES_FILE);
	int file = own ? open_own_list(arena, pci) : ia_root_file(root, NAMES_FILE), chosen;
	char *path;

	if (file < 0)
		return file;
	chosen = ia_idlist_open_short(list, file);
	if (chosen < 0)
		chosen = file;
	else
		close(file);
	/* Without /proc, libpci's own list is as good; that of a tree is the only one. */
	path = ia_format(arena, "/proc/self/fd/%d", chosen);
	if (!own || ia_root_exists(&ia_root_system, path))
		pci_set_name_list_path(pci, path, 0);
	return chosen;
}

/**
 * ia_read_names() - look up the names of all models and classes
 * @machine: a joined machine; its names are filled, none without pci.ids
 * @root: where pci.ids is looked for first; then it is the running system's own
 */
void ia_read_names(struct ia_machine *machine, const struct ia_root *root)
{
	struct ia_idlist *list = ia_alloc(machine->arena, 1, sizeof(*list));
	struct questions questions = { 0 };
	struct pci_access *pci = pci_alloc();
	int file;

	gather(machine, &questions);
	want(machine->arena, &questions, list);
	pci->id_lookup_mode = 0;
	pci->error = give_up;
	pci->warning = ignore;
	pci->debug = ignore;
	file = choose_list(machine->arena, pci, root, list);
	try_look_up(machine, pci, &questions);
	pci_cleanup(pci);
	if (file >= 0)
		close(file);
}

/**
 * ia_names_read() - read pci.ids of the running system
 * @arena: the owner of the text
 * @text: the whole list
 * @len: its length
 *
 * Return: whether there is one, not compressed.
 */
bool ia_names_read(struct ia_arena *arena, char **text, size_t *len)
{
	struct pci_access *pci = pci_alloc();
	const char *path = own_list(arena, pci);
	bool done = path && !ia_slurp(arena, &ia_root_system, path, text, len);

	pci_cleanup(pci);
	return done;
}
