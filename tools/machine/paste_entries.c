// SPDX-License-Identifier: GPL-2.0
/* Which words of a paste are one command line: a kernel boots with one of several */
#include "paste_read.h"

/* The first three are always there: what is configured, what runs, and Xen's entries of GRUB. */
enum { NEXT, RUNNING, XEN };

#define REPLACE	"GRUB_CMDLINE_LINUX_XEN_REPLACE"

static void add_entry(struct ia_paste_reader *r, enum ia_paste_boot boot, const char *title)
{
	struct ia_paste *paste = r->paste;

	paste->entries = ia_grow(r->arena, paste->entries, paste->nentries, &paste->entries_room,
				 sizeof(*paste->entries));
	paste->entries[paste->nentries++] = (struct ia_paste_entry){
		.boot = boot, .title = title, .row = r->row,
	};
}

/**
 * ia_paste_begin() - begin an entry
 * @r: the reader
 * @boot: what boots with it
 * @title: its title, or NULL
 */
void ia_paste_begin(struct ia_paste_reader *r, enum ia_paste_boot boot, const char *title)
{
	if (!r->paste->nentries) {
		add_entry(r, IA_PASTE_BOOTS_NEXT, NULL);
		add_entry(r, IA_PASTE_BOOTS_RUNNING, NULL);
		add_entry(r, IA_PASTE_BOOTS_NEXT, "Xen");
		r->paste->entries[XEN].dom0 = true;
	}
	add_entry(r, boot, title);
	r->group = r->paste->nentries - 1;
	r->xen = false;
}

/* Whether the entry that is read has its kernel already. */
static bool has_kernel(const struct ia_paste_reader *r)
{
	size_t i;

	for (i = 0; i < r->paste->count; i++) {
		const struct ia_pasted *item = &r->paste->items[i];

		if (item->entry == r->group && item->kind == IA_PASTE_MENU)
			return true;
	}
	return false;
}

/**
 * ia_paste_group() - tell which entry words are of
 * @r: the reader
 * @kind: what they stand in
 *
 * Return: its place, until ia_paste_entries() leaves out those without words.
 */
size_t ia_paste_group(struct ia_paste_reader *r, enum ia_paste_kind kind)
{
	switch (kind) {
	case IA_PASTE_LOG:
	case IA_PASTE_PROC:
		return RUNNING;
	case IA_PASTE_NAMED:
		return r->group ? r->group : NEXT;
	case IA_PASTE_MENU:
		if (!r->group || has_kernel(r))
			ia_paste_begin(r, IA_PASTE_BOOTS_ENTRY, NULL);
		return r->group;
	case IA_PASTE_LOADER:
	case IA_PASTE_GRUBBY:
	case IA_PASTE_REFIND:
		if (!r->group)
			ia_paste_begin(r, IA_PASTE_BOOTS_ENTRY, NULL);
		return r->group;
	case IA_PASTE_HYPERVISOR:
		return r->group;
	default:
		return NEXT;
	}
}

/* A line of recovery entries alone. */
static bool is_recovery(const struct ia_pasted *item)
{
	return item->kind == IA_PASTE_GRUB && !strcmp(item->name, "GRUB_CMDLINE_LINUX_RECOVERY");
}

static bool is_grub(const struct ia_pasted *item, const char *prefix)
{
	return item->kind == IA_PASTE_GRUB && !strncmp(item->name, prefix, strlen(prefix));
}

/* Whether a file of GRUB's is of a machine with Xen. */
static bool has_xen(const struct ia_paste *paste)
{
	size_t i;

	for (i = 0; i < paste->count; i++) {
		if (is_grub(&paste->items[i], "GRUB_CMDLINE_XEN") ||
		    is_grub(&paste->items[i], REPLACE))
			return true;
	}
	return false;
}

/* 20_linux_xen of GRUB takes GRUB_CMDLINE_LINUX_XEN_REPLACE[_DEFAULT] instead, unless empty. */
static bool is_replaced(const struct ia_paste *paste, const struct ia_pasted *item)
{
	const char *rest = item->name + strlen("GRUB_CMDLINE_LINUX");
	size_t i;

	for (i = 0; i < paste->count; i++) {
		const struct ia_pasted *other = &paste->items[i];

		if (is_grub(other, REPLACE) && !other->aside && *other->text &&
		    !strcmp(other->name + strlen(REPLACE), rest))
			return true;
	}
	return false;
}

/* Whether words are of an entry: Xen's entries of GRUB have those of the others as well. */
static bool is_of(const struct ia_paste *paste, const struct ia_pasted *item, size_t entry)
{
	if (entry == XEN && item->entry == NEXT)
		return is_grub(item, "GRUB_CMDLINE_LINUX") && !item->aside && *item->text &&
		       has_xen(paste) && !is_replaced(paste, item);
	return item->entry == entry;
}

/* In front: kernelopts; then as 10_linux of GRUB has it, the one with _DEFAULT behind the other. */
static int rank(const struct ia_pasted *item)
{
	if (item->kind == IA_PASTE_KERNELOPTS)
		return 0;
	return item->kind == IA_PASTE_GRUB && strstr(item->name, "_DEFAULT") ? 2 : 1;
}

/* Whether an entry repeats $kernelopts, which stands elsewhere. */
static bool adds(const struct ia_paste *paste, size_t entry)
{
	size_t i;

	for (i = 0; i < paste->count; i++) {
		if (paste->items[i].entry == entry && paste->items[i].adds &&
		    paste->items[i].kind != IA_PASTE_PROC)
			return true;
	}
	return false;
}

static const char *join(struct ia_arena *arena, const struct ia_paste *paste, size_t entry)
{
	struct ia_buf buf = { .arena = arena };
	bool more = adds(paste, entry);
	size_t i;
	int at;

	for (at = 0; at < 3; at++) {
		for (i = 0; i < paste->count; i++) {
			const struct ia_pasted *item = &paste->items[i];
			bool theirs = is_of(paste, item, entry) ||
				      (more && item->kind == IA_PASTE_KERNELOPTS);

			if (theirs && !item->aside && rank(item) == at && *item->text)
				ia_buf_add(&buf, "%s%s", buf.len ? " " : "", item->text);
		}
	}
	return buf.text ? buf.text : "";
}

/* The first words of an entry; @any: or at least a place where some stand. NULL: it has none. */
static const struct ia_pasted *first_words(const struct ia_paste *paste, size_t entry, bool any)
{
	bool taken = false;
	size_t i;

	for (i = 0; i < paste->nentries; i++)
		taken |= i != entry && adds(paste, i);
	for (i = 0; i < paste->count; i++) {
		const struct ia_pasted *item = &paste->items[i];

		if (is_of(paste, item, entry) &&
		    (any || (!item->aside && (*item->text || item->adds))) &&
		    !(taken && item->kind == IA_PASTE_KERNELOPTS))
			return item;
	}
	return NULL;
}

/* Entries with the same words are one, by all their titles. */
static size_t find_same(const struct ia_paste *paste, size_t count,
			const struct ia_paste_entry *entry)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (paste->entries[i].boot == IA_PASTE_BOOTS_ENTRY &&
		    paste->entries[i].dom0 == entry->dom0 &&
		    !strcmp(paste->entries[i].line, entry->line))
			break;
	}
	return i;
}

/* Leaves those entries that have words, or a place for them where none has. */
static size_t keep(struct ia_paste_reader *r, size_t *place, bool any)
{
	struct ia_paste *paste = r->paste;
	size_t i, count = 0;

	for (i = 0; i < paste->nentries; i++) {
		const struct ia_pasted *first = first_words(paste, i, any);
		struct ia_paste_entry entry = paste->entries[i];

		if (!first)
			continue;
		entry.row = first->row;
		entry.line = join(r->arena, paste, i);
		place[i] = entry.boot == IA_PASTE_BOOTS_ENTRY ?
			   find_same(paste, count, &entry) : count;
		if (place[i] == count)
			paste->entries[count++] = entry;
		else if (entry.title)
			paste->entries[place[i]].title = paste->entries[place[i]].title ?
				ia_format(r->arena, "%s; %s", paste->entries[place[i]].title,
					  entry.title) : entry.title;
	}
	return count;
}

/**
 * ia_paste_entries() - make command lines of the words that were read
 * @r: the reader, at the end
 */
void ia_paste_entries(struct ia_paste_reader *r)
{
	struct ia_paste *paste = r->paste;
	size_t *place, i, count, grubs = 0;

	if (!paste->nentries)
		ia_paste_begin(r, IA_PASTE_BOOTS_ENTRY, NULL);
	for (i = 0; i < paste->count; i++)
		grubs += paste->items[i].kind == IA_PASTE_GRUB;
	for (i = 0; i < paste->count; i++) {
		struct ia_pasted *item = &paste->items[i];

		if (grubs > 1 && is_recovery(item))
			item->aside = true;
		if (is_grub(item, REPLACE))
			item->entry = XEN;
		/* What Xen logs of its line */
		if (item->kind == IA_PASTE_HYPERVISOR && !strcmp(item->name, "command line"))
			paste->entries[RUNNING].dom0 = true;
		paste->troubles += paste->items[i].trouble != IA_PASTE_TROUBLE_NONE;
	}
	place = ia_alloc(r->arena, paste->nentries, sizeof(*place));
	count = keep(r, place, false);
	if (!count)
		count = keep(r, place, true);
	for (i = 0; i < paste->count; i++)
		paste->items[i].entry = place[paste->items[i].entry];
	paste->nentries = count;
}
