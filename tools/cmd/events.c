// SPDX-License-Identifier: GPL-2.0
#include "events.h"

#include <string.h>

/* Reads --kind. */
static enum ia_status want_kinds(struct ia_run *run, struct ia_sieve *sieve)
{
	const char *p = ia_opt(run, KIND);
	size_t len, room = 0;

	for (; p; p = p[len] ? p + len + 1 : NULL) {
		const char *kind;

		len = strcspn(p, ",");
		kind = ia_strndup(run->arena, p, len);
		if (!ia_event_kind_known(kind))
			return ia_cmd_usage("'%s' is not a kind of event; kinds are: %s",
					    kind, ia_event_kinds(run->arena));
		sieve->kinds = ia_grow(run->arena, sieve->kinds, sieve->nkinds,
				       &room, sizeof(*sieve->kinds));
		sieve->kinds[sieve->nkinds++] = kind;
	}
	return IA_OK;
}

/* Reads --dev. The function may be gone. */
static enum ia_status want_device(struct ia_run *run, struct ia_sieve *sieve)
{
	const char *text = ia_opt(run, DEV);
	bool full;

	if (!text)
		return IA_OK;
	sieve->by_device = true;
	sieve->device = ia_address_parse(text, strlen(text), &full);
	sieve->any_segment = !full;
	if (sieve->device == IA_NO_ADDRESS)
		return ia_cmd_usage("'%s' is not a PCI address: write 03:00.0 or 0000:03:00.0",
				    text);
	return IA_OK;
}

static size_t count_events(const struct ia_events *events)
{
	size_t i, count = 0;

	for (i = 0; i < events->count; i++)
		count += !!events->items[i].record;
	return count;
}

static void show(struct ia_run *run, struct ia_sieve *sieve)
{
	const struct ia_records *records = &run->machine.files[IA_FILE_EVENTS];
	struct ia_event_page page = {
		.machine = &run->machine, .json = ia_opt(run, JSON),
	};
	struct ia_events events = { 0 };
	const char *none = "Nothing happened since the module was loaded.";
	size_t i;

	for (i = 0; i < records->count; i++)
		ia_sieve_learn(sieve, &records->items[i]);
	for (i = 0; i < records->count; i++)
		ia_sieve_push(sieve, run->arena, &records->items[i], &events);
	ia_events_page(&run->out, &page, &events);
	if (page.json || count_events(&events))
		return;
	if (records->count)
		none = ia_format(run->arena, "None of the %zu events in the ring is such a one.",
				 records->count);
	else if (ia_events_blind(&run->machine))
		return;
	ia_out_list(&run->out, "", &none, 1, IA_PLAIN);
}

/**
 * ia_cmd_events() - iommu-audit events
 * @run: the invocation
 *
 * Return: IA_OK whatever it shows: it does not judge.
 */
enum ia_status ia_cmd_events(struct ia_run *run)
{
	struct ia_sieve sieve = { .arena = run->arena };
	enum ia_status status;

	if (ia_opt(run, FOLLOW) && ia_opt(run, FROM))
		return ia_cmd_usage("--follow excludes --from: it looks at what happens");
	status = want_kinds(run, &sieve);
	if (!status)
		status = want_device(run, &sieve);
	if (status)
		return status;
	if (ia_opt(run, FOLLOW))
		run->reads = IA_READ_STATE;
	status = ia_cmd_read(run);
	if (status)
		return status;
	ia_sieve_know(&sieve, &run->machine);
	if (ia_opt(run, FOLLOW))
		return ia_events_follow(run, &sieve);
	ia_events_not_seen(run);
	show(run, &sieve);
	return IA_OK;
}
