// SPDX-License-Identifier: GPL-2.0
/* The words of differences. */
#include "diff.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"
#include "../judge/path.h"
#include "causes.h"
#include "path_text.h"
#include "text.h"

/**
 * struct meaning - what follows from a difference
 * @trend: of which trend
 * @value: the new value as ia_key_digest() has it; 0 for any
 * @text: the sentence
 */
struct meaning {
	enum ia_trend trend;
	unsigned int value;
	const char *text;
};

/**
 * struct words - how a rule is told
 * @title: its name
 * @flags: what no and yes mean, where the value is a flag
 * @meanings: the first that fits
 */
struct words {
	const char *title;
	const char *flags[2];
	struct meaning meanings[3];
};

#define ON_OFF	{ "off", "on" }
#define YES_NO	{ "no", "yes" }
#define NO_FLAG	{ NULL, NULL }

static const struct words words[IA_NDIFF_RULES] = {
	[IA_DIFF_DEFAULT_DOMAIN] = { "default domain", NO_FLAG, {
		{ IA_TREND_WORSE, IA_DOMAIN_IDENTITY,
		  "DMA of host drivers can reach all memory; devices assigned with VFIO are still "
		  "translated" },
		{ IA_TREND_WORSE, IA_DOMAIN_DMA_FQ,
		  "an unmapped page stays reachable until the flush queue is flushed" },
		{ IA_TREND_WORSE, IA_DOMAIN_NONE, "its DMA can reach all memory" } } },
	[IA_DIFF_ATTACHED_DOMAIN] = { "attached domain", NO_FLAG, {
		{ IA_TREND_CHANGED, IA_DOMAIN_UNMANAGED, "assigned to user space" },
		{ IA_TREND_CHANGED, IA_DOMAIN_BLOCKED, "its DMA is blocked" } } },
	[IA_DIFF_DRIVER] = { .title = "driver" },
	[IA_DIFF_FLR] = { "function level reset", YES_NO, {
		{ IA_TREND_WORSE, 0,
		  "between guests it can only be reset in ways that disturb other devices" } } },
	[IA_DIFF_UNTRUSTED] = { "untrusted", YES_NO, {
		{ IA_TREND_CHANGED, IA_YES,
		  "the kernel enforces strict translation for it" },
		{ IA_TREND_CHANGED, IA_NO, "the kernel treats it as trusted" } } },
	[IA_DIFF_NUMA_NODE] = { "NUMA node", NO_FLAG, {
		{ IA_TREND_CHANGED, 0, "its local memory and CPUs change" } } },
	[IA_DIFF_ATS] = { "ATS", NO_FLAG, {
		{ IA_TREND_WORSE, 0, "without translated requests, Direct Translated keeps nothing "
		  "at the switch" } } },
	[IA_DIFF_PRI] = { .title = "PRI" },
	[IA_DIFF_PASID] = { .title = "PASID" },
	[IA_DIFF_TOTALVFS] = { "TotalVFs", NO_FLAG, {
		{ IA_TREND_WORSE, 0, "firmware or driver allows fewer" } } },
	[IA_DIFF_NUMVFS] = { "VFs", NO_FLAG, {
		{ IA_TREND_WORSE, 0, "users of the missing VFs lose them" } } },
	[IA_DIFF_TRANSLATION] = { "translation", ON_OFF, {
		{ IA_TREND_WORSE, 0, "no isolation, and VFIO cannot assign devices" } } },
	[IA_DIFF_INTERRUPT_REMAPPING] = { "interrupt remapping", ON_OFF, {
		{ IA_TREND_WORSE, 0,
		  "a device can send any interrupt; "
		  "VFIO refuses unless unsafe interrupts are allowed" } } },
	[IA_DIFF_POSTED_INTERRUPTS] = { "posted interrupts", YES_NO, {
		{ IA_TREND_WORSE, 0, "interrupts of assigned devices go through the host" } } },
	[IA_DIFF_CACHING_MODE] = { "caching mode", ON_OFF, {
		{ IA_TREND_CHANGED, IA_YES,
		  "the unit is emulated, and Linux uses strict mode for it" } } },
	[IA_DIFF_UNIT_VERSION] = { .title = "unit version" },
	[IA_DIFF_SCOPE] = { .title = "unit scope" },
	[IA_DIFF_UNIT_ADDED] = { .title = "unit added" },
	[IA_DIFF_UNIT_REMOVED] = { "unit removed", NO_FLAG, {
		{ IA_TREND_WORSE, 0, "devices in its scope have no IOMMU" } } },
	[IA_DIFF_UNIT_ONLY_NEW] = { .title = "unit, only new" },
	[IA_DIFF_UNIT_ONLY_OLD] = { .title = "unit, only old" },
	[IA_DIFF_RESET_METHODS] = { .title = "reset methods" },
	[IA_DIFF_AUTOPROBE] = { "drivers for new VFs", ON_OFF, {
		{ IA_TREND_CHANGED, IA_NO, "new VFs are not bound to a driver" },
		{ IA_TREND_CHANGED, IA_YES,
		  "new VFs are bound to the host's driver" } } },
	[IA_DIFF_LARGEST_BAR] = { "largest BAR in MiB", NO_FLAG, {
		{ IA_TREND_WORSE, 0, "peers can map less of its memory at once" } } },
	[IA_DIFF_NUMA_NODES] = { .title = "NUMA nodes" },
	[IA_DIFF_P2PDMA] = { "PCI_P2PDMA in the kernel", YES_NO, {
		{ IA_TREND_WORSE, 0,
		  "drivers cannot use one device's memory for DMA of another" } } },
	[IA_DIFF_HUGEPAGES] = { "hugepages", NO_FLAG, {
		{ IA_TREND_WORSE, 0, "fewer for guests and DPDK" } } },
	[IA_DIFF_HOST] = { "facts of the host", { "unknown", "known" }, {
		{ IA_TREND_INCONCLUSIVE, 0,
		  "one of the two lacks reset methods, hugepages and BARs" } } },
	[IA_DIFF_ACS] = { "ACS", NO_FLAG, {
		{ IA_TREND_WORSE, 0, "devices below can reach each other past the IOMMU" } } },
	[IA_DIFF_ACS_CAPABILITY] = { .title = "ACS capability" },
	[IA_DIFF_P2P_ROUTE] = { "peer requests", NO_FLAG, {
		{ IA_TREND_CHANGED, 0,
		  "what the root complex does with requests between root ports is unknown" } } },
	[IA_DIFF_GROUP_SPLIT] = { "group split", NO_FLAG, {
		{ IA_TREND_BETTER, 0, "they can be assigned separately" } } },
	[IA_DIFF_GROUPS_MERGED] = { .title = "groups merged" },
	[IA_DIFF_GROUP_GREW] = { .title = "group grew" },
	[IA_DIFF_ADDED] = { .title = "added" },
	[IA_DIFF_REMOVED] = { "removed", NO_FLAG, {
		{ IA_TREND_WORSE, 0, "it is no longer present" } } },
	[IA_DIFF_ONLY_NEW] = { .title = "only new" },
	[IA_DIFF_ONLY_OLD] = { .title = "only old" },
	[IA_DIFF_REPLACED] = { "replaced", NO_FLAG, {
		{ IA_TREND_CHANGED, 0,
		  "another device of the same model, by its serial number" } } },
	[IA_DIFF_WHICH] = { "ambiguous", NO_FLAG, {
		{ IA_TREND_INCONCLUSIVE, 0,
		  "identical devices in other slots: they cannot be told apart" } } },
	[IA_DIFF_MOVED] = { "moved", NO_FLAG, {
		{ IA_TREND_CHANGED, 0, "update configuration that names it by address" } } },
	[IA_DIFF_RENUMBERED] = { "renumbered", NO_FLAG, {
		{ IA_TREND_CHANGED, 0, "update configuration that names it by address" } } },
	[IA_DIFF_SYSTEM] = { .title = "system" },
	[IA_DIFF_BOARD] = { .title = "board" },
	[IA_DIFF_BIOS] = { .title = "BIOS" },
	[IA_DIFF_BIOS_DATE] = { .title = "BIOS date" },
	[IA_DIFF_PROCESSOR] = { .title = "processor" },
	[IA_DIFF_MICROCODE] = { .title = "microcode" },
	[IA_DIFF_VM_EXTENSION] = { .title = "VMX or SVM" },
	[IA_DIFF_KVM] = { "/dev/kvm", YES_NO, { { IA_TREND_CHANGED, 0, NULL } } },
	[IA_DIFF_FIRMWARE] = { .title = "firmware" },
	[IA_DIFF_KERNEL] = { .title = "kernel" },
	[IA_DIFF_CMDLINE] = { .title = "command line" },
	[IA_DIFF_MODULE] = { .title = "module" },
	[IA_DIFF_FAULTS] = { .title = "faults" },
	[IA_DIFF_PRESENT] = { .title = "present" },
	[IA_DIFF_GROUP] = { .title = "group" },
	[IA_DIFF_UNIT] = { .title = "unit" },
	[IA_DIFF_PARAMETER] = { .title = "parameter" },
	[IA_DIFF_P2P] = { "path between peers", NO_FLAG, {
		{ IA_TREND_WORSE, 0,
		  "requests go up to the root complex: slower, and not supported everywhere" },
		{ IA_TREND_BETTER, 0, "requests stay below the root complex" } } },
};

/* Of the notes whose detail says nothing. */
static const char *const notes[IA_NDIFF_NOTES] = {
	[IA_DIFF_NOTE_ADDRESS_TAKEN] =
		"its old address now belongs to another function: configuration that names it by "
		"address hits the wrong one",
	[IA_DIFF_NOTE_OTHER_BRIDGES] = "the bridges above it changed",
	[IA_DIFF_NOTE_SAME_PARAMETERS] = "same parameters, different order",
	[IA_DIFF_NOTE_GROUPS_OF_BOOT] =
		"devices below are less isolated than their groups, made at boot, indicate",
	[IA_DIFF_NOTE_FORCED] =
		"only by pcie_acs_override=, which changes what Linux assumes and VFIO allows, "
		"not what the hardware does",
	[IA_DIFF_NOTE_UNFORCED] =
		"only pcie_acs_override= separated them: the hardware did not",
	[IA_DIFF_NOTE_UP] =
		"they are sent up to the root complex instead of across the switch",
	[IA_DIFF_NOTE_ACROSS] =
		"they go across the switch instead of up to the root complex",
	[IA_DIFF_NOTE_TRANSLATED] = "the path of translated requests and completions changed",
	[IA_DIFF_NOTE_EACH_BOOT] = "counted separately for each boot",
	[IA_DIFF_NOTE_FIRST_FAULTS] = "requests were blocked; none before",
	[IA_DIFF_NOTE_NO_FAULTS] = "nothing was blocked since",
	[IA_DIFF_NOTE_UNATTRIBUTED] = "overwritten before they could be read",
	[IA_DIFF_NOTE_MANY_PEERS] = "too many devices below one root port to compare every path "
		"between them",
	[IA_DIFF_NOTE_UNCOUNTED] = "not every unit can be monitored",
};

/** ia_diff_title() - a rule in a few words */
const char *ia_diff_title(enum ia_diff_rule rule)
{
	return words[rule].title;
}

/** ia_diff_word() - a value of one reading as diff tells it, given as the module writes it */
const char *ia_diff_word(enum ia_diff_rule rule, const char *text)
{
	const char *const *flags = words[rule].flags;

	if (!flags[0] || (strcmp(text, "0") && strcmp(text, "1")))
		return text;
	return flags[*text == '1'];
}

/** ia_diff_subject() - what a difference is about besides functions, or NULL */
const char *ia_diff_subject(const struct ia_page *page, const struct ia_change *change)
{
	const struct ia_subject *subject = &change->subject;
	const struct ia_fault_status *fault = change->detail;

	switch (subject->kind) {
	case IA_SUBJECT_UNIT:
		return subject->unit->unit.text;
	case IA_SUBJECT_GROUP:
		return ia_format(page->arena, "group %llu", (unsigned long long)subject->n);
	case IA_SUBJECT_PAGES:
		return ia_format(page->arena, "of %llu KiB", (unsigned long long)subject->n);
	case IA_SUBJECT_HOST:
		return "the host";
	case IA_SUBJECT_ALL:
		return "all devices";
	case IA_SUBJECT_SOURCE:
		return ia_fault_source(page->machine, fault->fault);
	case IA_SUBJECT_NONE:
		break;
	}
	return NULL;
}

static const char *texts(struct ia_arena *arena, const struct ia_texts *list)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < list->count; i++)
		ia_buf_add(&buf, "%s%s", i ? " " : "", list->items[i]);
	return buf.text ? buf.text : IOMMU_AUDIT_NONE;
}

static const char *some_groups(struct ia_arena *arena, uint64_t count)
{
	return count == 1 ? "one group" :
	       ia_format(arena, "%llu groups", (unsigned long long)count);
}

static const char *faults(struct ia_arena *arena, const struct ia_change *change,
			  const struct ia_value *value)
{
	struct ia_number figure = ia_number_of(ia_key_digest(value->key, value->record));
	const struct ia_fault_status *fault = change->detail;

	if (change->note == IA_DIFF_NOTE_FAULT)
		return ia_format(arena, "%s × %s", ia_number_text(arena, figure),
				 ia_fault_reason(arena, fault->fault));
	if (change->note == IA_DIFF_NOTE_UNATTRIBUTED)
		return ia_number_text(arena, figure);
	return ia_format(arena, "%s %s", ia_number_text(arena, figure),
			 ia_faults_span(arena, value->record));
}

static const char *text_of(const struct ia_page *page, const struct ia_change *change,
			   const struct ia_value *value)
{
	struct ia_arena *arena = page->arena;
	const char *at = (const char *)value->record + value->key->offset;
	uint64_t digest = ia_key_digest(value->key, value->record);

	if (!ia_key_known(value->key, value->record))
		return IOMMU_AUDIT_UNKNOWN;
	switch (value->key->kind) {
	case IA_KEY_FLAG:
		return words[change->rule].flags[digest == IA_YES];
	case IA_KEY_TEXTS:
		return texts(arena, (const struct ia_texts *)at);
	case IA_KEY_BITS:
		return ia_acs_text(arena, (const struct ia_bits *)at, 0);
	default:
		break;
	}
	switch (change->rule) {
	case IA_DIFF_GROUP_SPLIT:
	case IA_DIFF_GROUPS_MERGED:
		return some_groups(arena, digest);
	case IA_DIFF_GROUP_GREW:
		return value == &change->now ? ia_key_text(arena, value->key, value->record) :
		       ia_format(arena, "%llu %s", (unsigned long long)digest,
				 digest == 1 ? "function" : "functions");
	case IA_DIFF_FAULTS:
		return faults(arena, change, value);
	default:
		return ia_key_text(arena, value->key, value->record);
	}
}

static bool is_there(const struct ia_value *value)
{
	return value->record && !ia_key_absent(value->key, value->record);
}

/**
 * ia_diff_value_text() - what was, or what is
 * @page: where it is shown
 * @change: a difference
 * @value: one of its two values
 *
 * Return: NULL where there is none.
 */
const char *ia_diff_value_text(const struct ia_page *page, const struct ia_change *change,
			       const struct ia_value *value)
{
	return value->key && is_there(value) ? text_of(page, change, value) : NULL;
}

/** ia_diff_values_text() - what became of what, or NULL */
const char *ia_diff_values_text(const struct ia_page *page, const struct ia_change *change)
{
	const char *old = ia_diff_value_text(page, change, &change->old);
	const char *now = ia_diff_value_text(page, change, &change->now);

	if (old && now)
		return ia_format(page->arena, "%s → %s", old, now);
	if (now)
		return ia_format(page->arena, "now %s", now);
	return old ? ia_format(page->arena, "no longer %s", old) : NULL;
}

static const char *by_rule(const struct ia_change *change)
{
	const struct words *rule = &words[change->rule];
	const struct ia_value *now = &change->now;
	size_t i;

	if (change->rule == IA_DIFF_DRIVER && !is_there(now))
		return "no driver";
	for (i = 0; i < sizeof(rule->meanings) / sizeof(*rule->meanings); i++) {
		const struct meaning *m = &rule->meanings[i];

		if (m->text && m->trend == change->trend &&
		    (!m->value || ia_key_digest(now->key, now->record) == m->value))
			return m->text;
	}
	return NULL;
}

/** ia_diff_meaning() - what follows from a difference, or NULL */
const char *ia_diff_meaning(const struct ia_page *page, const struct ia_change *change)
{
	const struct ia_fault_status *fault = change->detail;

	switch (change->note) {
	case IA_DIFF_NOTE_NONE:
		return by_rule(change);
	case IA_DIFF_NOTE_SHARED:
		return ia_format(page->arena, "can only be assigned together: %s",
				 ia_share_text(page->machine, change->detail));
	case IA_DIFF_NOTE_FAULT:
		return fault->fault ? ia_fault_help(fault->vendor, fault->fault->reason.n) : NULL;
	case IA_DIFF_NOTE_UNSEEN:
		return ia_faults_unseen(page->arena, change->detail);
	case IA_DIFF_NOTE_NOT_SINCE:
		return ia_format(page->arena, "the old reading %s", ia_since_text(change->alike));
	case IA_DIFF_NOTE_PATH_LIMIT:
		return ia_path_limit_text(page->machine, change->detail);
	default:
		return notes[change->note];
	}
}
