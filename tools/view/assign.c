// SPDX-License-Identifier: GPL-2.0
#include "assign.h"

#include <string.h>

#include "../machine/kind.h"
#include "findings.h"
#include "text.h"
#include "why.h"

/* Findings of a kind that a page has room for. */
#define SHOWN	3
/* Functions whose commands it has room for, and those whose sysfs commands it has. */
#define BOUND	6
#define BOUND_SYSFS	1

#define X(name, word)	word,
static const char *const answers[] = { IA_ASSIGN_ANSWERS(X) };
#undef X

static const struct ia_wordlist answer_words = { answers, IA_ASSIGN_COUNT, NULL };

static const enum ia_state states[] = {
	[IA_ASSIGN_YES] = IA_GOOD, [IA_ASSIGN_CAVEATS] = IA_ATTENTION,
	[IA_ASSIGN_NO] = IA_BROKEN, [IA_ASSIGN_UNKNOWN] = IA_ATTENTION,
};

static void line(const struct ia_page *page, const char *label, const char *text)
{
	if (text)
		ia_out_list(page->out, ia_format(page->arena, "  %-11s  ", label), &text, 1,
			    IA_PLAIN);
}

/* In one line where it fits. */
static void show_head(const struct ia_page *page, const struct ia_assign *a)
{
	const char *question = ia_format(page->arena, "%s → a VM?",
					 ia_assign_name(page->machine, a->device));
	const char *verdict = ia_assign_verdict(page, a);
	size_t columns = ia_wrap_columns(ia_out_plain(page->out, question)) + 3 +
			 ia_wrap_columns(ia_out_plain(page->out, verdict));

	if (!page->out->width || columns <= page->out->width) {
		ia_out_text(page->out, IA_PLAIN, ia_format(page->arena, "%s   ", question));
		ia_out_list(page->out, "", &verdict, 1, states[a->answer]);
	} else {
		ia_out_list(page->out, "", &question, 1, IA_PLAIN);
		ia_out_list(page->out, "  ", &verdict, 1, states[a->answer]);
	}
}

/* The change for a finding; NULL where one before has the same. */
static const char *new_fix(const struct ia_page *page, const struct ia_findings *findings,
			   size_t number)
{
	const char *fix = ia_finding_fix(page->machine, findings->items[number]);
	size_t i;

	for (i = 0; fix && i < number; i++) {
		const char *before = ia_finding_fix(page->machine, findings->items[i]);

		if (before && !strcmp(before, fix))
			return NULL;
	}
	return fix;
}

/* @from: those before are in the first line */
static void show_findings(const struct ia_page *page, const struct ia_assign *a,
			  const char *label, const struct ia_findings *findings, size_t from)
{
	size_t i;

	for (i = from; i < findings->count && i < from + SHOWN; i++) {
		line(page, label, ia_assign_finding(page, findings->items[i]));
		if (findings == &a->against)
			line(page, "change", new_fix(page, findings, i));
	}
	if (i < findings->count)
		line(page, "", ia_format(page->arena, "and %zu more", findings->count - i));
}

/* What else cannot be seen: the rules of the check that tells more of it. */
static const char *unseen(const struct ia_page *page, const struct ia_assign *a)
{
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	for (i = 0; i < a->unseen.count; i++)
		ia_buf_add(&buf, "%s%s", i ? ", " : "", a->unseen.items[i]->rule->id);
	if (buf.len)
		ia_buf_add(&buf, " (check --profile vfio --dev %s)",
			   ia_machine_address(page->machine, a->device->address));
	return buf.text;
}

static void show_lines(const struct ia_page *page, const struct ia_lines *lines,
		       const char *before)
{
	size_t i;

	for (i = 0; i < lines->count; i++)
		ia_out_text(page->out, IA_PLAIN,
			    ia_format(page->arena, "%s%s\n", before, lines->items[i]));
}

static void show_commands(const struct ia_page *page, const struct ia_assign_shown *shown)
{
	const struct ia_assign *a = shown->assign;
	/* Where something stays that no command ends, ending the rest is for nothing. */
	bool stuck = a->answer == IA_ASSIGN_NO && a->nend && a->nend == a->nuses;
	size_t count = a->bind.count + a->release.count;

	if (count || stuck)
		ia_out_text(page->out, IA_PLAIN, "\n");
	if (count > BOUND)
		ia_out_text(page->out, IA_PLAIN,
			    ia_format(page->arena, "%zu functions to bind: --json has the commands\n",
				      count));
	else
		show_lines(page, &shown->bind, "");
	if (stuck)
		show_lines(page, &shown->free, "# to free it: ");
	if (!count || count > BOUND_SYSFS)
		return;
	ia_out_text(page->out, IA_PLAIN, "# without driverctl, until the next boot:\n");
	show_lines(page, &shown->bind_sysfs, "# ");
}

static void show_one(const struct ia_page *page, const struct ia_assign_shown *shown)
{
	const struct ia_assign *a = shown->assign;

	show_head(page, a);
	ia_out_text(page->out, IA_PLAIN, "\n");
	if (a->against.count)
		line(page, "change", new_fix(page, &a->against, 0));
	show_findings(page, a, "also", &a->against, 1);
	/* Of no device all the rest is nobody's question. */
	if (ia_is_bridge(a->device))
		return;
	show_findings(page, a, "caveat", &a->caveats, 0);
	show_findings(page, a, "unsure", &a->unsure, a->answer == IA_ASSIGN_UNKNOWN);
	if (a->answer == IA_ASSIGN_UNKNOWN && page->machine->source == IA_FROM_PROBE)
		line(page, "next", "ask on the host itself, as root: what lspci prints has no more");
	line(page, "goes along", ia_assign_along(page, a));
	line(page, "reset", ia_assign_reset(page, a));
	line(page, "can reach", ia_assign_reach(page, a));
	line(page, "in use", ia_assign_uses(page, a));
	line(page, "driver", ia_assign_driver(page, a));
	line(page, "memory", ia_assign_limits(page, a));
	line(page, "host", ia_assign_settings(page, a));
	line(page, "free slots", ia_assign_slots(page, a));
	line(page, "not checked", unseen(page, a));
	show_commands(page, shown);
}

static void show(const struct ia_page *page, const void *object)
{
	const struct ia_assign_list *all = object;
	size_t i;

	for (i = 0; i < all->count; i++) {
		if (i)
			ia_out_text(page->out, IA_PLAIN, "\n");
		show_one(page, &all->items[i]);
	}
}

static const char *fix(const struct ia_page *page, const void *object)
{
	return ia_finding_fix(page->machine, object);
}

static const char *name(const struct ia_page *page, const void *object)
{
	return ia_assign_name(page->machine, ((const struct ia_assign *)object)->device);
}

static const struct ia_field rule_fields[] = {
	IA_F(struct ia_rule, id, NULL, TEXT, "its name"),
};

static const struct ia_answer rule = { .about = "a rule", IA_FIELDS(rule_fields) };

static const struct ia_field finding_fields[] = {
	IA_F_POINTER(struct ia_finding, rule, "id", &rule, "the rule of the profile vfio"),
	IA_F_SENTENCE("title", ia_assign_finding, "what it found"),
	IA_F_SENTENCE("fix", fix, "the smallest fix; null without"),
};

static const struct ia_answer finding = {
	.about = "what a rule found", IA_FIELDS(finding_fields),
};

static const struct ia_field function_fields[] = {
	IA_F(struct ia_device, address, NULL, ADDRESS, ""),
};

static const struct ia_answer function = { .about = "a function", IA_FIELDS(function_fields) };

static const struct ia_field slot_fields[] = {
	IA_F(struct ia_free_slot, name, "slot", TEXT, "its name, as in /sys/bus/pci/slots"),
	IA_F_POINTER(struct ia_free_slot, port, "port", &function, "the port above"),
};

static const struct ia_answer slot = { .about = "an empty slot", IA_FIELDS(slot_fields) };

static const struct ia_field limit_fields[] = {
	IA_F(struct ia_guest_limits, iommu_bits, "iommu_bits", NUMBER,
	     "address bits that its IOMMU translates; null for what is no VT-d"),
	IA_F(struct ia_guest_limits, cpu_bits, "cpu_bits", NUMBER,
	     "physical address bits of the CPUs"),
	IA_F(struct ia_guest_limits, direct, "reserved_by_firmware", FLAG,
	     "its group has a region of type direct"),
	IA_F(struct ia_guest_limits, huge_free_kb, "hugepages_free_kb", NUMBER,
	     "free hugepages of all sizes"),
	IA_F(struct ia_guest_limits, node, "numa", NUMBER, "its NUMA node"),
	IA_F(struct ia_guest_limits, nodes, "numa_nodes", NUMBER, "NUMA nodes of the host"),
};

static const struct ia_answer limits = {
	.about = "what a guest comes up against", IA_FIELDS(limit_fields),
};

#define FINDINGS(member, key_, about_)						\
	IA_F_OBJECT_POINTERS(struct ia_assign, member.items, member.count, key_, &finding, about_)
#define FUNCTIONS(member, key_, about_)						\
	IA_F_OBJECT_POINTERS(struct ia_assign, member.items, member.count, key_, &function, about_)

static const struct ia_field assign_fields[] = {
	IA_F_RECORD(struct ia_assign, device, "device", DEVICE, "the device"),
	IA_F_SENTENCE("name", name, "what it is called"),
	IA_F_WORD(struct ia_assign, answer, "verdict", &answer_words,
		  "may it be assigned: yes, caveats (yes, and these are to be known), no, or "
		  "unknown, where a condition cannot be seen"),
	IA_F_SENTENCE("verdict_text", ia_assign_verdict,
		      "the same in words, with the first reason"),
	IA_F(struct ia_assign, bound, "bound", BOOL, "VFIO has it already"),
	FINDINGS(against, "against", "what must be fixed first"),
	FINDINGS(caveats, "caveats", "what is to be known"),
	FINDINGS(settings, "host_settings", "settings of the host that a guest wants"),
	FINDINGS(unsure, "unsure", "conditions that cannot be seen"),
	FINDINGS(unseen, "not_seen", "what else cannot be seen"),
	FUNCTIONS(along, "goes_along", "the other functions of its group, without bridges"),
	FUNCTIONS(board, "of_board", "those of goes_along that are parts of the board: a guest "
		  "has no use for them, and nothing binds them to vfio-pci"),
	FUNCTIONS(stay, "stays", "bridges of its group, which keep their driver"),
	FUNCTIONS(release, "released",
		  "parts of the board among these, which a driver of the host has to let go of"),
	FUNCTIONS(vfs, "vfs", "its VFs, which end when it is given away"),
	IA_F_OBJECT(struct ia_assign, reset, "resets", &ia_answer_reach,
		    "how it can be reset, and what goes with it"),
	IA_F_SENTENCE("reset_text", ia_assign_reset, "the same in a line"),
	FUNCTIONS(peers, "reaches",
		  "functions of other groups that it, or what goes along, reaches past the IOMMU, or "
		  "that reach one of these"),
	IA_F(struct ia_assign, peers_unknown, "reaches_unknown", COUNT,
	     "functions of which that is not known"),
	IA_F_RECORD_POINTERS(struct ia_assign, uses, nuses, "users", HOST_USE,
			     "what the host does with it and with what goes along"),
	IA_F_OBJECT(struct ia_assign, next, "next_boot", &ia_answer_next,
		    "which driver takes it at the next boot"),
	IA_F_OBJECT(struct ia_assign, limits, "limits", &limits, "what a guest comes up against"),
	IA_F(struct ia_assign, wants_slot, "wants_slot", BOOL,
	     "another slot would part it from others"),
	IA_F_OBJECTS(struct ia_assign, slots.items, slots.count, "free_slots", &slot,
		     "empty slots below ports that isolate, where it would be alone"),
};

static const struct ia_answer judged = { .about = "a device", IA_FIELDS(assign_fields) };

#define LINES(member, key_, about_)						\
	IA_F_LIST(struct ia_assign_shown, member.items, member.count, key_, TEXT, about_)

static const struct ia_field shown_fields[] = {
	IA_F_POINTER(struct ia_assign_shown, assign, NULL, &judged, ""),
	LINES(free, "commands_free", "what ends mounts and swap on it"),
	LINES(bind, "commands",
	      "what binds all that has to be bound, now and at each boot; none unless the answer "
	      "is yes"),
	LINES(bind_sysfs, "commands_sysfs", "the same without driverctl, until the next boot"),
	LINES(back, "commands_back", "what undoes it"),
};

static const struct ia_answer shown_answer = {
	.about = "whether a device can be assigned", IA_FIELDS(shown_fields),
};

static const struct ia_field list_fields[] = {
	IA_F_OBJECTS(struct ia_assign_list, items, count, "devices", &shown_answer,
		     "the devices, in the order in which they were named"),
	IA_F_MACHINE,
};

const struct ia_answer ia_answer_assign = {
	"iommu_audit assign", "whether devices can be given to virtual machines",
	IA_FIELDS(list_fields), show,
};

/* Writes whether devices can be assigned. */
void ia_assign_show(struct ia_out *out, const struct ia_machine *machine,
		    const struct ia_assign *assign, size_t count, bool json)
{
	const struct ia_page page = { out, machine, machine->arena };
	struct ia_assign_list list = {
		ia_alloc(machine->arena, count, sizeof(*list.items)), count,
	};
	size_t i;

	for (i = 0; i < count; i++)
		list.items[i] = (struct ia_assign_shown){
			.assign = &assign[i],
			.free = ia_assign_free(&page, &assign[i]),
			.bind = ia_assign_bind(&page, &assign[i]),
			.bind_sysfs = ia_assign_bind_sysfs(&page, &assign[i]),
			.back = ia_assign_back(&page, &assign[i]),
		};
	ia_answer_show(out, machine, &ia_answer_assign, &list, json);
}
