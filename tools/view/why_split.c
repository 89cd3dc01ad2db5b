// SPDX-License-Identifier: GPL-2.0
/* What would part a function from its group. */
#include "why_text.h"

#include "../machine/kind.h"
#include "causes.h"
#include "label.h"
#include "text.h"

/* What a port can and does not: a token, or the one that stands against it. */
static const char *switch_text(const struct ia_machine *m, const struct ia_reason *reason)
{
	static const char *const switches[] = {
		[IA_SWITCH_LEAVE_OUT] = "Remove {0}, if it names {1}.",
		[IA_SWITCH_CONFIG_ACS] = "pci=config_acs={0}@{1} enables the missing bits there.",
		[IA_SWITCH_CONFIG_ACS_NEW] = "pci=config_acs={0}@{1} enables the missing bits "
			"there, on Linux 6.11 and newer.",
	};
	char address[IA_ADDRESS_SIZE];
	struct ia_reason shown = *reason;

	if (reason->code != IA_SWITCH_LEAVE_OUT) {
		unsigned int bits = reason->args[0].n;

		shown.args[0] = ia_arg_text(ia_acs_flags_text(m->arena, bits, bits));
		ia_address_text(address, reason->args[1].address, true);
		shown.args[1] = ia_arg_text(address);
	}
	return ia_reason_text(m, switches, &shown);
}

/* Behind what would really part them: what pcie_acs_override= is for, and what not. */
static const char *override_text(const struct ia_machine *m, const struct ia_device *at)
{
	if (ia_isolation_of(m, at)->by != IA_ISOLATED_BY_NO_ACS)
		return "";
	return " pcie_acs_override would change only what the kernel assumes, not the hardware.";
}

static void add_switches(const struct ia_machine *m, const struct ia_why *why, struct ia_buf *buf)
{
	size_t i;

	for (i = 0; i < why->nswitches; i++)
		ia_buf_add(buf, "%s%s", i ? " " : "", switch_text(m, &why->switches[i]));
}

/* Empty slots where it would be alone, by number; ports where the kernel lists no slots. */
static void add_free_slots(const struct ia_machine *m, const struct ia_free_slots *free,
			   struct ia_buf *buf)
{
	size_t i;

	if (!free->count && !free->nports) {
		ia_buf_add(buf, "; %s", free->known ? "none of those here is empty" :
					       "none here is known to be empty");
		return;
	}
	ia_buf_add(buf, ": ");
	for (i = 0; i < free->count && i < IA_WHY_NAMED; i++)
		ia_why_add_name(buf, i, ia_slot_text(m, &free->items[i]));
	ia_why_add_rest(buf, free->count);
	if (free->count)
		return;
	for (i = 0; i < free->nports && i < IA_WHY_NAMED; i++)
		ia_why_add_name(buf, i, ia_why_name(m, free->ports[i]));
	ia_why_add_rest(buf, free->nports);
	ia_buf_add(buf, free->nports > 1 ? " are empty, but may have no slot" :
					   " is empty, but may have no slot");
}

static const char *path_split_text(const struct ia_machine *m, const struct ia_why *why)
{
	struct ia_buf buf = { .arena = m->arena };

	add_switches(m, why, &buf);
	ia_buf_add(&buf, "%sAnother slot%s, below a port with ACS", why->nswitches ? " " : "",
		   ia_is_bridge(why->device) ? " for what is below it" : "");
	add_free_slots(m, &why->slots, &buf);
	ia_buf_add(&buf, ".%s", override_text(m, why->at));
	if (why->tied)
		ia_buf_add(&buf, " It shares a group with %s in any slot: both are functions of "
			   "one card without ACS.", ia_why_name(m, why->tied));
	return buf.text;
}

static const char *bits_split_text(const struct ia_machine *m, const struct ia_why *why)
{
	struct ia_buf buf = { .arena = m->arena };

	add_switches(m, why, &buf);
	if (!buf.text)
		ia_buf_add(&buf, "No parameter is known to help: the kernel enables the ACS of %s "
			   "by itself, yet some of it is off.", ia_why_name(m, why->at));
	return buf.text;
}

/* What would part it from its group; NULL when it is alone. */
const char *ia_why_split_text(const struct ia_machine *m, const struct ia_why *why)
{
	switch (why->split) {
	case IA_SPLIT_NONE:
		break;
	case IA_SPLIT_UNSEEN:
		return "Unknown, since why they share a group is unknown.";
	case IA_SPLIT_BRIDGE:
		return "Not possible by a parameter: use a PCIe card in another slot.";
	case IA_SPLIT_ALIAS:
		return "Not possible: the IOMMU sees only the requester ID.";
	case IA_SPLIT_VMD:
		return "Not possible by a parameter: with VMD disabled in firmware setup, each "
		       "device has its own requester ID.";
	case IA_SPLIT_SLOT:
		return ia_format(m->arena, "Not possible: this device does not isolate its "
				 "functions from each other.%s", override_text(m, why->at));
	case IA_SPLIT_BITS:
		return bits_split_text(m, why);
	case IA_SPLIT_PATH:
		return path_split_text(m, why);
	}
	return NULL;
}
