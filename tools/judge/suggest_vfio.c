// SPDX-License-Identifier: GPL-2.0
/* How functions come to vfio-pci: by their ids, by their addresses, or not at all */
#include "suggest_work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../machine/use.h"
#include "next_boot.h"
#include "rules.h"

/**
 * struct id - a vendor and a device
 * @id: both
 * @others: some functions of this id are not for VFIO
 * @named: it is among the ids already
 */
struct id {
	uint32_t id;
	bool others;
	bool named;
};

static int by_id(const void *a, const void *b)
{
	uint32_t x = ((const struct id *)a)->id, y = ((const struct id *)b)->id;

	return x < y ? -1 : x > y;
}

/* All ids of the machine, each once. */
static struct id *ids_of(const struct ia_check *check, const bool *meant, size_t *count)
{
	const struct ia_machine *m = check->machine;
	struct id *ids = ia_alloc(m->arena, m->ndevices, sizeof(*ids));
	size_t i, n = 0;

	for (i = 0; i < m->ndevices; i++)
		ids[i] = (struct id){ ia_pci_id(&m->devices[i]),
				      !ia_user_owned(&m->devices[i]) && !meant[i], false };
	qsort(ids, m->ndevices, sizeof(*ids), by_id);
	for (i = 0; i < m->ndevices; i++) {
		if (n && ids[n - 1].id == ids[i].id)
			ids[n - 1].others |= ids[i].others;
		else
			ids[n++] = ids[i];
	}
	*count = n;
	return ids;
}

static struct ia_arg full_address(const struct ia_suggest_work *w, ia_address address)
{
	char text[IA_ADDRESS_SIZE];

	return ia_arg_text(ia_format(w->check->machine->arena, "%s",
				     ia_address_text(text, address, true)));
}

/* Whether what the line says of an id surely takes all functions of it: of some cards only. */
static bool takes_all(const struct ia_machine *m, uint32_t id, const char *text)
{
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		if (ia_pci_id(&m->devices[i]) == id && !ia_vfio_id_matches(text, &m->devices[i]))
			return false;
	}
	return true;
}

/*
 * Begins a list with the ids that the line has, and marks those as named that take all of
 * their functions. Return: false for a list that is not of such numbers: it stays as it is.
 */
static bool keep_ids(const struct ia_suggest_work *w, const struct ia_lint_parameter *old,
		     struct id *ids, size_t count, struct ia_buf *list)
{
	const char *value = strchr(old->text, '=');
	unsigned int vendor, device;
	struct ia_words words;
	size_t i;

	ia_words_split(w->check->machine->arena, value ? value + 1 : NULL, ',', &words);
	for (i = 0; i < words.count; i++) {
		struct id key, *id;

		const char *text = words.items[i];

		if (sscanf(text, "%x:%x", &vendor, &device) != 2 || vendor > 0xffff ||
		    device > 0xffff || text[strspn(text, "0123456789abcdefABCDEFx:")])
			return false;
		key.id = vendor << 16 | device;
		id = bsearch(&key, ids, count, sizeof(*ids), by_id);
		if (id && takes_all(w->check->machine, key.id, text))
			id->named = true;
		ia_buf_add(list, "%s%s", i ? "," : "vfio-pci.ids=", text);
	}
	return true;
}

/* Others of its group go along; a bridge is bound to nothing of VFIO's. */
static void note_along(struct ia_suggest_work *w, const struct ia_device *device, bool *meant)
{
	const struct ia_machine *m = w->check->machine;
	const struct ia_group *group = device->in_group;
	struct ia_buf others = { .arena = m->arena };
	size_t i;

	if (meant)
		meant[device - m->devices] = true;
	for (i = 0; group && i < group->nfunctions; i++) {
		const struct ia_device *d = group->functions[i];

		if (d == device || ia_is_bridge(d))
			continue;
		if (meant)
			meant[d - m->devices] = true;
		if (!w->check->asked[d - m->devices])
			ia_buf_add(&others, "%s%s", others.len ? ", " : "",
				   ia_machine_address(m, d->address));
	}
	if (others.len)
		ia_suggest_note(w, IA_SUGGESTION_ALONG, ia_arg_text(others.text),
				ia_arg_dev(device->address));
}

static bool is_use_unknown(const struct ia_machine *m, const struct ia_device *device)
{
	struct ia_used used;

	ia_used(m, device, &used);
	return ia_is_use_unknown(used.state) || ia_use_unseen_with(m, device);
}

/* A function that somebody named: it goes with its group, or it is said why it does not. */
static void take(struct ia_suggest_work *w, const struct ia_device *device, bool *meant)
{
	const struct ia_machine *m = w->check->machine;
	struct ia_arg dev = ia_arg_dev(device->address);
	static const unsigned int why[] = {
		[IA_KEPT_BRIDGE] = IA_SUGGESTION_BRIDGE, [IA_KEPT_IN_USE] = IA_SUGGESTION_IN_USE,
		[IA_KEPT_VMD] = IA_SUGGESTION_VMD, [IA_KEPT_RESERVED] = IA_SUGGESTION_REFUSED,
		[IA_KEPT_UNSERVED] = IA_SUGGESTION_UNSERVED, [IA_KEPT_HOST] = IA_SUGGESTION_HOST,
	};
	enum ia_kept kept = ia_kept_from_vfio(w->check, device);
	struct ia_finding reserved;

	if (kept) {
		ia_suggest_note(w, why[kept], dev);
	} else if (is_use_unknown(m, device)) {
		ia_suggest_note(w, IA_SUGGESTION_USE_UNKNOWN, dev,
				full_address(w, device->address));
		note_along(w, device, NULL);
	} else {
		note_along(w, device, meant);
		if (ia_rule_ask(w->check, &ia_rule_reserved, device, &reserved) &&
		    reserved.verdict != IA_PASS)
			ia_suggest_note(w, IA_SUGGESTION_RESERVED, dev);
	}
}

/*
 * Those in question, and of named ones all of their group: VFIO takes that whole. What the
 * host uses, or may use, is never meant.
 */
static bool *find_meant(struct ia_suggest_work *w)
{
	const struct ia_check *check = w->check;
	const struct ia_machine *m = check->machine;
	bool *meant = ia_alloc(m->arena, m->ndevices, sizeof(*meant));
	size_t i;

	for (i = 0; i < m->ndevices && !check->chosen; i++)
		meant[i] = check->asked[i] && !ia_kept_from_vfio(check, &m->devices[i]);
	for (i = 0; check->chosen && i < check->ndevices; i++)
		take(w, check->devices[i], meant);
	return meant;
}

/* The override of driverctl is saved, and there again at each boot. */
static void bind(struct ia_suggest_work *w, const struct ia_device *device)
{
	const struct ia_host_device *h = device->host;
	const char *before = h && h->driverctl.known ? h->driverctl.text : NULL;
	struct ia_arg id = ia_arg_text(ia_pci_id_text(w->check->machine->arena, device));

	if (before && (!strcmp(before, "vfio-pci") || !strcmp(before, "vfio_pci")))
		return;
	w->out->bind[w->out->nbind++] = (struct ia_binding){
		device, before, !before && !(h && h->driverctl.absent),
	};
	ia_suggest_note(w, IA_SUGGESTION_NOT_EVERY, id, full_address(w, device->address));
}

/* Drivers of the host's that hold what is to come to vfio-pci by its id. */
static void note_order(struct ia_suggest_work *w, const bool *by_id)
{
	const struct ia_machine *m = w->check->machine;
	struct ia_buf drivers = { .arena = m->arena };
	size_t i, j;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];
		bool again = false;

		if (!by_id[i] || ia_driver_kind(d) != IA_DRIVER_HOST)
			continue;
		for (j = 0; j < i; j++)
			again |= by_id[j] && m->devices[j].driver.known &&
				 !strcmp(m->devices[j].driver.text, d->driver.text);
		if (!again)
			ia_buf_add(&drivers, "%s%s", drivers.len ? ", " : "", d->driver.text);
	}
	if (drivers.len)
		ia_suggest_note(w, IA_SUGGESTION_ORDER, ia_arg_text(drivers.text));
}

/**
 * ia_suggest_binding() - propose how functions come to vfio-pci
 * @w: the work; ids are an argument, addresses are bindings, refusals are notes
 *
 * vfio-pci.ids= means every card of an id: only where VFIO is to have them all.
 */
void ia_suggest_binding(struct ia_suggest_work *w)
{
	const struct ia_lint_parameter *old = ia_lint_setting(w->line, IA_SETTING_VFIO_IDS);
	struct ia_buf list = { .arena = w->check->machine->arena };
	const struct ia_machine *m = w->check->machine;
	bool *meant, *by_id_alone = ia_alloc(m->arena, m->ndevices, sizeof(*by_id_alone));
	size_t i, count;
	struct id *ids;

	if (!ia_suggest_wants(w, P(VFIO)))
		return;
	if (ia_is_vfio_refused(m)) {
		ia_suggest_note(w, IA_SUGGESTION_BLACKLISTED);
		return;
	}
	meant = find_meant(w);
	ids = ids_of(w->check, meant, &count);
	if (old && !keep_ids(w, old, ids, count, &list))
		return;
	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];
		const struct id key = { .id = ia_pci_id(d) };
		struct id *id = bsearch(&key, ids, count, sizeof(*ids), by_id);

		by_id_alone[i] = meant[i] && !id->others;
		if (!meant[i] || (!w->check->chosen && !ia_user_owned(d)) || id->named)
			continue;
		id->named = !id->others;
		if (id->others)
			bind(w, d);
		else
			ia_buf_add(&list, "%s%s", list.len ? "," : "vfio-pci.ids=",
				   ia_pci_id_text(m->arena, d));
	}
	if (!list.len)
		return;
	note_order(w, by_id_alone);
	/* Of two, vfio-pci reads the last. */
	if (ia_suggest_add(w, list.text, IA_ARGUMENT_IDS) && old)
		ia_suggest_drop(w, old, IA_ARGUMENT_REPLACED);
}
