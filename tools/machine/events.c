// SPDX-License-Identifier: GPL-2.0
#include "events.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/* What this version knows; a later module may have more. */
static const char *const kinds[] = {
	"baseline", "vf_request",
	"vf_add", "vf_del", "vf_bind", "vf_unbind", "vf_bind_failed",
	"dev_add", "dev_del", "dev_bind", "dev_unbind", "dev_bind_failed",
	"group_add", "group_del", "domain_attach",
};

/* Of the hooks that the tap names, the one that sees writes to sriov_numvfs. */
#define REQUEST_HOOK	"sriov_numvfs_store"

#define KINDS	(sizeof(kinds) / sizeof(*kinds))

/**
 * ia_event_kind_known() - tell whether a word is a kind of event
 * @kind: the word
 */
bool ia_event_kind_known(const char *kind)
{
	size_t i;

	for (i = 0; i < KINDS; i++) {
		if (!strcmp(kinds[i], kind))
			return true;
	}
	return false;
}

/**
 * ia_event_kinds() - all kinds of events, for a message
 * @arena: the owner of the text
 */
const char *ia_event_kinds(struct ia_arena *arena)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < KINDS; i++)
		ia_buf_add(&buf, "%s%s", i ? " " : "", kinds[i]);
	return buf.text;
}

/**
 * ia_events_tap() - the line of the file version about events
 * @machine: the machine
 *
 * Return: the line, or NULL.
 */
const struct ia_record *ia_events_tap(const struct ia_machine *machine)
{
	const struct ia_records *version = &machine->files[IA_FILE_VERSION];
	size_t i;

	for (i = 0; i < version->count; i++) {
		const char *tap = ia_record_find(&version->items[i], "tap");

		if (tap && !strcmp(tap, IA_EVENTS_TAP))
			return &version->items[i];
	}
	return NULL;
}

/**
 * ia_events_blind() - why nothing can be said of events
 * @machine: the machine
 *
 * Return: the reason, or NULL when events are seen.
 */
const char *ia_events_blind(const struct ia_machine *machine)
{
	const struct ia_record *tap = ia_events_tap(machine);

	if (machine->absent[IA_FILE_EVENTS])
		return "the module that this was read from is older than events; update it";
	if (!tap)
		return "the module does not say how it sees events";
	if (strcmp(ia_record_get(tap, "accuracy"), IOMMU_AUDIT_NONE))
		return NULL;
	return ia_record_get(tap, "reason");
}

/**
 * ia_events_partial() - what is not seen, when some events are
 * @machine: the machine
 *
 * Return: what and why, in the module's words; NULL when all are seen.
 */
const char *ia_events_partial(const struct ia_machine *machine)
{
	const struct ia_record *tap = ia_events_tap(machine);
	const char *reason = tap ? ia_record_get(tap, "reason") : "-";

	if (ia_events_blind(machine) || ia_is_word(reason))
		return NULL;
	return reason;
}

/**
 * ia_requests_file() - where the last request for VFs of each PF is
 * @machine: the machine
 *
 * Return: the file; an older module has them among all events.
 */
enum ia_file ia_requests_file(const struct ia_machine *machine)
{
	return machine->absent[IA_FILE_VF_REQUESTS] ? IA_FILE_EVENTS :
						      IA_FILE_VF_REQUESTS;
}

/**
 * ia_requests_blind() - why nothing can be said of requests for VFs
 * @machine: the machine
 *
 * Return: the reason, or NULL when those through sysfs are seen: its hook is
 * among the active ones, or the module has nothing to say of what it lacks.
 */
const char *ia_requests_blind(const struct ia_machine *machine)
{
	const char *blind = ia_events_blind(machine);
	const char *partial = ia_events_partial(machine);

	if (blind || !partial)
		return blind;
	return strstr(ia_record_get(ia_events_tap(machine), "method"), REQUEST_HOOK) ?
	       NULL : partial;
}
