// SPDX-License-Identifier: GPL-2.0
/* What assign says of a device, in short sentences */
#include "assign.h"

#include <string.h>

#include "../machine/called.h"
#include "../machine/kind.h"
#include "../machine/use.h"
#include "findings.h"
#include "label.h"
#include "sentence.h"
#include "text.h"

/* Functions that a sentence names before it says how many are left; those that go along. */
#define NAMED	3
#define ALONG	8
/* Uses likewise. */
#define USES	4

static void part(struct ia_buf *buf, const char *text)
{
	ia_buf_add(buf, "%s%s", buf->len ? ", " : "", text);
}

static void add_called(struct ia_buf *buf, const struct ia_device *device, enum ia_called_as as,
		       const char *before)
{
	const struct ia_texts *names = ia_called_device(device, as);

	if (names->count)
		ia_buf_add(buf, "%s%s%s", buf->len ? ", " : "", before, names->items[0]);
}

/* What the kernel calls a function, one name of a kind; "" where it has none. */
static const char *called(const struct ia_machine *m, const struct ia_device *device)
{
	struct ia_buf buf = { .arena = m->arena };

	add_called(&buf, device, IA_CALLED_NETDEV, "");
	add_called(&buf, device, IA_CALLED_RDMA, "");
	add_called(&buf, device, IA_CALLED_NVME, "");
	if (!ia_called_device(device, IA_CALLED_NVME)->count)
		add_called(&buf, device, IA_CALLED_BLOCK, "");
	add_called(&buf, device, IA_CALLED_DRM, "");
	return buf.len ? buf.text : "";
}

/** ia_assign_name() - a function by its address, its model, and what the kernel calls it */
const char *ia_assign_name(const struct ia_machine *m, const struct ia_device *device)
{
	struct ia_buf buf = { .arena = m->arena };
	const char *names = called(m, device);

	ia_buf_add(&buf, "%s %s", ia_machine_address(m, device->address), ia_label(m, device));
	if (ia_is_vf(device))
		ia_buf_add(&buf, ", VF of %s", ia_machine_address(m, device->vf_of));
	if (*names)
		ia_buf_add(&buf, ", %s", names);
	add_called(&buf, device, IA_CALLED_SLOT, "slot ");
	return buf.text;
}

/* Some functions by address, with their names or drivers, and how many are left. */
static const char *some(const struct ia_machine *m, const struct ia_functions *functions,
			size_t most, bool drivers)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	for (i = 0; i < functions->count && i < most; i++) {
		const struct ia_device *one = functions->items[i];
		const char *names = drivers ? ia_text(&one->driver) : called(m, one);

		part(&buf, ia_machine_address(m, one->address));
		if (*names && strcmp(names, "-"))
			ia_buf_add(&buf, drivers ? " (%s)" : " %s", names);
	}
	if (functions->count > most)
		ia_buf_add(&buf, " and %zu more", functions->count - most);
	return buf.text;
}

/** ia_assign_finding() - what a rule found; of the rest of a group that it goes along */
const char *ia_assign_finding(const struct ia_page *page, const void *object)
{
	const struct ia_finding *finding = object;

	if (finding->verdict == IA_FAIL && !strcmp(finding->rule->id, "group-viable") &&
	    finding->outcome.args[2].kind == IA_ARG_TEXT)
		return ia_sentence(page->machine, "{1} of its group is bound to {2}",
				   finding->outcome.args, IA_REASON_ARGS);
	if (!strcmp(finding->rule->id, "group-viable") && finding->ndevices == 1 &&
	    finding->devices[0]->group.absent)
		return ia_format(page->arena, "%s is in no IOMMU group",
				 ia_machine_address(page->machine, finding->devices[0]->address));
	return ia_finding_title(page->machine, finding);
}

/* Return: what follows a word and a blank at the beginning of a text; NULL without them. */
static const char *behind(const char *text, const char *word)
{
	size_t len = strlen(word);

	return strncmp(text, word, len) || text[len] != ' ' ? NULL : text + len + 1;
}

/* Without its address in front, which the line has already; what its driver does stays. */
static const char *because(const struct ia_page *page, const struct ia_assign *a,
			   const struct ia_finding *finding)
{
	const char *text = ia_assign_finding(page, finding);
	const char *rest = behind(text, ia_machine_address(page->machine, a->device->address));

	if (!rest)
		return text;
	if (a->device->driver.known && behind(rest, a->device->driver.text))
		return rest;
	rest = behind(rest, "function") ?: rest;
	return ia_format(page->arena, "it %s", rest);
}

/** ia_assign_verdict() - the answer, and the first reason of a no */
const char *ia_assign_verdict(const struct ia_page *page, const void *object)
{
	const struct ia_assign *a = object;
	const char *bound = !a->bound ? "" :
		ia_format(page->arena, " (bound to %s already)",
			  ia_text(&a->device->driver));

	switch (a->answer) {
	case IA_ASSIGN_YES:
		return ia_format(page->arena, "yes%s", bound);
	case IA_ASSIGN_CAVEATS:
		return ia_format(page->arena, "yes, with %s%s",
				 ia_some(page->arena, a->caveats.count, "caveat", "caveats"),
				 bound);
	case IA_ASSIGN_NO:
		return ia_format(page->arena, "no: %s%s",
				 because(page, a, a->against.items[0]), bound);
	default:
		return ia_format(page->arena, "unknown: %s%s",
				 because(page, a, a->unsure.items[0]), bound);
	}
}

/* Of what goes along, that which the guest has a use for. */
static struct ia_functions guests(const struct ia_page *page, const struct ia_assign *a)
{
	struct ia_functions rest = {
		ia_alloc(page->arena, a->along.count, sizeof(*rest.items)), 0,
	};
	size_t i, j = 0;

	for (i = 0; i < a->along.count; i++) {
		if (j < a->board.count && a->board.items[j] == a->along.items[i])
			j++;
		else
			rest.items[rest.count++] = a->along.items[i];
	}
	return rest;
}

static void add_group(const struct ia_page *page, const struct ia_assign *a, struct ia_buf *buf)
{
	const char *group = ia_group_text(page->arena, a->device);
	const struct ia_functions rest = guests(page, a);
	const struct ia_machine *m = page->machine;

	if (!a->along.count)
		ia_buf_add(buf, "nothing: alone in group %s", group);
	else if (!a->board.count)
		ia_buf_add(buf, "%s: all of group %s", some(m, &rest, ALONG, true), group);
	else if (!rest.count)
		ia_buf_add(buf, "nothing: the rest of group %s is of the board, with no driver meanwhile: %s",
			   group, some(m, &a->board, ALONG, true));
	else
		ia_buf_add(buf, "%s: of group %s; of the board, with no driver meanwhile: %s",
			   some(m, &rest, ALONG, true), group, some(m, &a->board, ALONG, true));
	if (a->stay.count)
		ia_buf_add(buf, "; %s: %s", a->stay.count > 1 ? "bridges that stay" :
							  "bridge that stays",
			   some(m, &a->stay, NAMED, false));
}

/** ia_assign_along() - the rest of its group, and its VFs */
const char *ia_assign_along(const struct ia_page *page, const void *object)
{
	const struct ia_assign *a = object;
	struct ia_buf buf = { .arena = page->arena };

	if (ia_is_unknown(a->device->group))
		ia_buf_add(&buf, "unknown: its group was not read");
	else if (!a->device->in_group)
		ia_buf_add(&buf, "nothing: it is in no group");
	else
		add_group(page, a, &buf);
	if (a->vfs.count)
		return ia_format(page->arena, "%s; its %s end", buf.text,
				 ia_some(page->arena, a->vfs.count, "VF", "VFs"));
	return buf.text;
}

static const char *methods(const struct ia_page *page, const struct ia_device *device)
{
	const struct ia_host_device *host = device->host;
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	if (!host || !ia_is_value(host->resettable))
		return device->flr == IA_YES ? "FLR advertised; what the kernel uses is unknown" :
					       "unknown";
	if (host->resettable == IA_NO)
		return "none of its own";
	if (!host->reset.count)
		return "by a method that Linux before 5.15 does not name";
	for (i = 0; i < host->reset.count; i++)
		part(&buf, host->reset.items[i]);
	return buf.text;
}

/* Whether a reset of its bus takes functions along that a guest with its group does not have. */
static bool takes_others(const struct ia_assign *a)
{
	size_t i;

	for (i = 0; i < a->reset.nothers; i++) {
		if (!a->device->in_group || a->reset.others[i]->in_group != a->device->in_group)
			return true;
	}
	return false;
}

/** ia_assign_reset() - how it is reset, and what a hot reset by VFIO takes along */
const char *ia_assign_reset(const struct ia_page *page, const void *object)
{
	const struct ia_assign *a = object;
	const struct ia_functions others = { a->reset.others, a->reset.nothers };
	const char *own = methods(page, a->device);

	if (ia_is_vf(a->device) || a->reset.bus == IA_BUS_RESET_ROOT_BUS)
		return own;
	if (a->reset.bus == IA_BUS_RESET_ALONE)
		return ia_format(page->arena, "%s; alone on its bus", own);
	if (a->reset.bus == IA_BUS_RESET_OTHERS)
		return ia_format(page->arena, "%s; a hot reset takes along %s%s", own,
				 some(page->machine, &others, NAMED, false),
				 takes_others(a) ?
				 ": VFIO does it only where the guest has all of them" : "");
	if (a->reset.bus == IA_BUS_RESET_AVOIDED)
		return ia_format(page->arena, "%s; Linux avoids to reset its bus", own);
	return ia_format(page->arena, "%s; what a hot reset takes along is unknown", own);
}

/** ia_assign_reach() - who it reaches past the IOMMU */
const char *ia_assign_reach(const struct ia_page *page, const void *object)
{
	const struct ia_assign *a = object;
	const char *unknown = !a->peers_unknown ? "" :
		ia_format(page->arena, "unknown for %s",
			  ia_some(page->arena, a->peers_unknown, "function", "functions"));

	if (a->unserved)
		return "all memory of the host: no IOMMU is between";
	if (!a->device->in_group)
		return "unknown: it is in no group";
	if (!a->peers.count)
		return a->peers_unknown ? unknown : "nothing past the IOMMU";
	return ia_format(page->arena, "%s past the IOMMU%s%s",
			 some(page->machine, &a->peers, NAMED, false), *unknown ? "; " : "",
			 unknown);
}

/* What is done with it; {0} is a disk or an interface, {1} what is above it. */
static const char *use_text(const struct ia_page *page, const struct ia_use *use)
{
	static const char *const words[] = {
		[IA_USE_MOUNT] = "{0} mounted on {1}",
		[IA_USE_SWAP] = "swap on {0}",
		[IA_USE_HOLDER] = "{0} in {1}",
		[IA_USE_POOL] = "{0} in a ZFS pool",
		[IA_USE_REMOTE] = "{1} over the network",
		[IA_USE_DEFAULT_ROUTE] = "default route through {0}",
		[IA_USE_MEMBER] = "{0} in {1}",
		[IA_USE_ROUTE] = "route through {0}",
		[IA_USE_CONSOLE] = "console {0}",
		[IA_USE_BOOT_VGA] = "the display at boot",
	};
	struct ia_arg args[] = {
		ia_arg_text(use->name.known ? use->name.text : "a part of it"),
		ia_arg_text(use->path.known ? use->path.text : "something"),
	};

	if (!ia_is_value(use->what))
		return "a use that this version does not know";
	return ia_sentence(page->machine, words[use->what], args, 2);
}

/** ia_assign_uses() - what the host does with it and with what goes along */
const char *ia_assign_uses(const struct ia_page *page, const void *object)
{
	const struct ia_assign *a = object;
	struct ia_buf buf = { .arena = page->arena };
	struct ia_used used;
	size_t i;

	for (i = 0; i < a->nuses && i < USES; i++)
		part(&buf, use_text(page, a->uses[i]));
	if (a->nuses > USES)
		ia_buf_add(&buf, " and %zu more", a->nuses - USES);
	if (buf.len)
		return buf.text;
	ia_used_with(page->machine, a->device, &used);
	if (used.state == IA_USE_VFS)
		return ia_format(page->arena, "VF %s, bound to %s",
				 ia_machine_address(page->machine, used.vf->address),
				 ia_text(&used.vf->driver));
	if (ia_is_use_unknown(used.state) || ia_use_unseen_with(page->machine, a->device))
		return "unknown";
	return a->bound ? "not by the host" : "no mount, swap, RAID member, route or console";
}

/** ia_assign_driver() - who has it now, and at the next boot */
const char *ia_assign_driver(const struct ia_page *page, const void *object)
{
	const struct ia_assign *a = object;
	const struct ia_arg *driver = &a->next.why.args[0];
	const char *name = driver->kind == IA_ARG_TEXT && driver->text ? driver->text : "another";
	const char *now = a->device->driver.absent ? "none" : ia_text(&a->device->driver);
	const char *next;

	switch (a->next.answer) {
	case IA_NEXT_VFIO:
		next = "vfio-pci";
		break;
	case IA_NEXT_OTHER:
		next = name;
		break;
	case IA_NEXT_NONE:
		next = "none";
		break;
	case IA_NEXT_OPEN:
		next = ia_format(page->arena, "%s or vfio-pci, nothing orders them", name);
		break;
	default:
		next = "unknown";
		break;
	}
	return ia_format(page->arena, "%s; at the next boot: %s", now, next);
}

/** ia_assign_limits() - address width, reserved memory, hugepages and NUMA node */
const char *ia_assign_limits(const struct ia_page *page, const void *object)
{
	const struct ia_guest_limits *l = &((const struct ia_assign *)object)->limits;
	struct ia_buf buf = { .arena = page->arena };

	if (l->iommu_bits.known)
		part(&buf, ia_format(page->arena, "%s-bit IOMMU addresses",
				     ia_number_text(page->arena, l->iommu_bits)));
	if (l->iommu_bits.known && l->cpu_bits.known)
		ia_buf_add(&buf, " (CPUs %s)", ia_number_text(page->arena, l->cpu_bits));
	if (l->direct == IA_YES)
		part(&buf, "a region reserved by firmware");
	else
		part(&buf, l->direct == IA_NO ? "no reserved region" : "reserved regions unknown");
	if (l->huge_free_kb.known && l->huge_free_kb.n)
		part(&buf, ia_format(page->arena, "%llu MiB of hugepages free",
				     (unsigned long long)l->huge_free_kb.n >> 10));
	if (l->node.known && l->nodes.known && l->nodes.n > 1)
		part(&buf, ia_format(page->arena, "NUMA node %s of %s",
				     ia_number_text(page->arena, l->node),
				     ia_number_text(page->arena, l->nodes)));
	else if (ia_is_unknown(l->node))
		part(&buf, "NUMA node unknown");
	return buf.text;
}

/** ia_assign_settings() - what a guest wants of the host besides; NULL where nothing is lacking */
const char *ia_assign_settings(const struct ia_page *page, const void *object)
{
	const struct ia_findings *settings = &((const struct ia_assign *)object)->settings;
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	for (i = 0; i < settings->count; i++)
		ia_buf_add(&buf, "%s%s", i ? "; " : "",
			   ia_finding_brief(page->machine, settings->items[i]));
	return buf.text;
}

/** ia_assign_slots() - where it would be alone; NULL where it need not move */
const char *ia_assign_slots(const struct ia_page *page, const void *object)
{
	const struct ia_assign *a = object;
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	if (!a->wants_slot)
		return NULL;
	for (i = 0; i < a->slots.count && i < USES; i++)
		part(&buf, ia_slot_text(page->machine, &a->slots.items[i]));
	if (a->slots.count > USES)
		ia_buf_add(&buf, " and %zu more", a->slots.count - USES);
	if (buf.len)
		return buf.text;
	return a->slots.known ? "none that is empty and below ports that isolate" :
				"unknown: slots were not read";
}
