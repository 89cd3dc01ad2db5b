// SPDX-License-Identifier: GPL-2.0
/* What the host itself needs is nobody else's to have. */
#include "rules.h"

#include <string.h>

#include "../machine/use.h"
#include "split.h"

enum {
	USE_ROOT = 1, USE_MOUNT, USE_ROUTED, USE_SWAP, USE_HELD, USE_MEMBER, USE_VF, USE_CONSOLE,
	USE_VGA, USE_GROUP, USE_OTHER_ROUTE, USE_WAY, USE_REMOTE, USE_PROCESS, USE_SOMEWHERE,
	USE_ELSEWHERE, USE_NOT_READ, USE_GROUP_UNSEEN
};

enum { FIX_CARD = 1, FIX_VMD, FIX_BUS, FIX_ALIAS };

static const char *text_of(const struct ia_string *text)
{
	return text->known ? text->text : "?";
}

/* Return: the outcome of a use. */
static unsigned int outcome_of(const struct ia_use *use)
{
	switch (use->what) {
	case IA_USE_MOUNT:
		return strcmp(text_of(&use->path), "/") ? USE_MOUNT : USE_ROOT;
	case IA_USE_SWAP:
		return USE_SWAP;
	case IA_USE_DEFAULT_ROUTE:
		return USE_ROUTED;
	case IA_USE_MEMBER:
		return USE_MEMBER;
	case IA_USE_CONSOLE:
		return USE_CONSOLE;
	case IA_USE_BOOT_VGA:
		return USE_VGA;
	default:
		return USE_HELD;
	}
}

/* What may go through a function: an interface, or what is mounted from another host. */
static const char *led_to(const struct ia_use *leads)
{
	if (leads->what != IA_USE_REMOTE)
		return text_of(&leads->name);
	return leads->path.absent ? "swap" : text_of(&leads->path);
}

static bool judge_own(const struct ia_device *device, const struct ia_used *used,
		      struct ia_finding *finding)
{
	struct ia_arg dev = ia_arg_dev(device->address);
	struct ia_arg driver = ia_arg_text(device->driver.known ? device->driver.text : "function");
	const struct ia_use *use = used->use;

	switch (used->state) {
	case IA_USE_SEEN:
		return ia_find(finding, outcome_of(use), dev, driver,
			       ia_arg_text(text_of(&use->path)), ia_arg_text(text_of(&use->name)));
	case IA_USE_VFS:
		return ia_find(finding, USE_VF, dev, driver, ia_arg_dev(used->vf->address),
			       ia_arg_text(used->vf->driver.text));
	case IA_USE_NETWORK_SEEN:
		return ia_find(finding, USE_OTHER_ROUTE, dev, driver,
			       ia_arg_text(text_of(&use->path)), ia_arg_text(text_of(&use->name)));
	case IA_USE_MAY_LEAD:
		return ia_find(finding, used->leads->what == IA_USE_REMOTE ? USE_REMOTE : USE_WAY,
			       dev, driver, ia_arg_text(led_to(used->leads)),
			       ia_arg_text(text_of(&use->name)));
	case IA_USE_PROCESS:
		return ia_find(finding, USE_PROCESS, dev, driver);
	case IA_USE_SOMEWHERE:
		return ia_find(finding, USE_SOMEWHERE, dev);
	case IA_USE_ELSEWHERE:
		return ia_find(finding, USE_ELSEWHERE, dev);
	case IA_USE_NOT_READ:
		return ia_find(finding, USE_NOT_READ, dev);
	default:
		return ia_find(finding, PASSES);
	}
}

/* What another slot would not end. */
static unsigned int fix_beside(const struct ia_machine *m, const struct ia_device *device,
			       const struct ia_device *who)
{
	switch (ia_split_from(m, device, who)) {
	case IA_SPLIT_VMD:
		return FIX_VMD;
	case IA_SPLIT_SLOT:
		return FIX_CARD;
	case IA_SPLIT_BRIDGE:
		return FIX_BUS;
	case IA_SPLIT_ALIAS:
		return FIX_ALIAS;
	default:
		return 0;
	}
}

static bool judge_use(const struct ia_check *check, const struct ia_device *device,
		      struct ia_finding *finding)
{
	const struct ia_machine *m = check->machine;
	const struct ia_device *who;
	struct ia_used used;

	/* Ports are nobody's to have: what is below them is in use, or not. */
	if (ia_is_bridge(device))
		return false;
	who = ia_used_with(m, device, &used);
	if (used.use)
		ia_evidence_record(finding, IA_RECORD_HOST_USE, used.use,
				   ia_keys("dev", "what", "name", "path"));
	if (used.leads)
		ia_evidence_record(finding, IA_RECORD_HOST_USE, used.leads,
				   ia_keys("dev", "what", "name", "path"));
	if (used.vf)
		ia_evidence_record(finding, IA_RECORD_DEVICE, used.vf,
				   ia_keys("dev", "vf_of", "driver"));
	if (!used.use && !used.vf)
		ia_evidence_record(finding, IA_RECORD_DEVICE, device, ia_keys("dev", "driver"));
	finding->fix = who != device ? fix_beside(m, device, who) : 0;
	if (who != device)
		return ia_find(finding, USE_GROUP, ia_arg_dev(device->address),
			       ia_arg_dev(who->address));
	who = ia_use_unseen_with(m, device);
	if (used.state == IA_USE_NONE_SEEN && who) {
		ia_evidence_record(finding, IA_RECORD_DEVICE, who, ia_keys("dev", "driver"));
		return ia_find(finding, USE_GROUP_UNSEEN, ia_arg_dev(device->address),
			       ia_arg_dev(who->address));
	}
	return judge_own(device, &used, finding);
}

const struct ia_rule ia_rule_in_use = {
	.id = "in-use",
	.title = "the host itself uses none of these functions",
	.meaning = "What holds a mounted file system, swap, LVM, md or a cache, the default route, VFs in use or the console is not to be given away, and neither is what shares its group. Mounts of other namespaces, and programs that open a disk by themselves, are not seen; where a use cannot be followed to a function, as that of a tunnel or of ZFS, any function that could have it is unknown.",
	.background = "A driver that is unbound takes its block devices and interfaces with it, whether they are mounted or not. What the host stands on is found by mounts, swap, stacked block devices, routes and consoles.",
	.sources = {
		"drivers/base/dd.c: device_release_driver()",
		"fs/proc_namespace.c: show_mountinfo()",
		"https://docs.kernel.org/filesystems/proc.html",
	},
	.fix = "leave it to the host; to give it away nevertheless, first move what is on it elsewhere",
	.fail = P(VFIO),
	.outcomes = {
		[USE_ROOT] = {
			IA_FAIL, "{0} {1} holds {2} ({3}): giving it away takes the host down",
			.brief = "{0} {1} holds {2}",
		},
		[USE_MOUNT] = {
			IA_FAIL, "{0} {1} holds {2} ({3}), which goes with it",
			.brief = "{0} {1} holds {2}",
		},
		[USE_ROUTED] = {
			IA_FAIL, "{0} {1} carries the default route ({3}): giving it away cuts the host off",
			.brief = "{0} {1} carries the default route",
		},
		[USE_SWAP] = {
			IA_FAIL, "{0} {1} holds swap ({3}): giving it away takes the host down",
			.brief = "{0} {1} holds swap",
		},
		[USE_HELD] = {
			IA_FAIL, "{0} {1} holds a part of {2} ({3})",
			.brief = "{0} {1} holds a part of {2}",
		},
		[USE_MEMBER] = {
			IA_FAIL, "{0} {1} is a member of {2} ({3})",
			.brief = "{0} {1} is a member of {2}",
		},
		[USE_VF] = {
			IA_FAIL, "{0} {1} has VFs that are in use: {2} is bound to {3}",
			.brief = "{0} {1}: its VF {2} is bound to {3}",
		},
		[USE_CONSOLE] = { IA_FAIL, "{0} {1} is the host's console ({3})" },
		[USE_VGA] = {
			IA_FAIL, "{0} {1} is the display that the host booted with",
			.brief = "{0} {1} is the boot display",
		},
		[USE_GROUP] = {
			IA_FAIL, "{0} shares its group with {1}, which the host uses",
			.fix = "leave it to the host, or use a slot below ports with ACS",
			.brief = "{0} shares its group with {1}, in use",
		},
		[USE_OTHER_ROUTE] = {
			IA_WARN, "{0} {1} carries routes of the host ({3}), which go with it",
			.brief = "{0} {1} carries routes of the host",
		},
		[USE_WAY] = {
			IA_UNKNOWN, "{0} {1} carries routes of the host ({3}), and nothing shows what {2}, with the default route, goes through",
			.brief = "{0} {1} may carry the default route",
		},
		[USE_REMOTE] = {
			IA_UNKNOWN, "{0} {1} carries routes of the host ({3}), and {2} is on another host: nothing shows which interface leads there",
			.brief = "{0} {1} may lead to {2}",
		},
		[USE_PROCESS] = {
			IA_UNKNOWN, "{0} is bound to {1}, for programs to drive: whether one does is not known",
			.brief = "{0} is bound to {1}, for programs",
		},
		[USE_SOMEWHERE] = {
			IA_UNKNOWN,
			"whether {0} is in use cannot be seen: nothing shows which function carries what the host uses",
			.several = "whether {0} of {1} {1:function is|functions are} in use cannot be seen: nothing shows which one carries what the host uses",
			.brief = "not known for {0}",
			.briefs = "not known for {0} of {1} {1:function|functions}",
		},
		[USE_ELSEWHERE] = {
			IA_UNKNOWN,
			"whether {0} is in use cannot be seen: its interface is in another network namespace, or there is none",
			.several = "whether {0} of {1} {1:function is|functions are} in use cannot be seen: {0:its interface is|their interfaces are} in another network namespace, or there is none",
			.brief = "not known for {0}",
			.briefs = "not known for {0} of {1} {1:function|functions}",
		},
		[USE_NOT_READ] = {
			IA_UNKNOWN, "whether the host uses {0} was not read",
			.several = "whether the host uses {0} of {1} {1:function|functions} was not read",
			.brief = "not read for {0}",
			.briefs = "not read for {0} of {1} {1:function|functions}",
		},
		[USE_GROUP_UNSEEN] = {
			IA_UNKNOWN, "{0} shares its group with {1}, of which it is not known whether the host uses it",
			.brief = "{0} shares its group with {1}: use unknown",
		},
	},
	.fixes = {
		[FIX_CARD] = "leave it to the host: functions of one card that do not keep themselves apart by ACS stay together in any slot",
		[FIX_VMD] = "leave it to the host, or switch VMD off in the firmware's set-up: all behind a VMD uses its requester id, in any slot",
		[FIX_BUS] = "leave it to the host, or use a PCIe card in another slot: all behind the bridge to conventional PCI carries its requester id",
		[FIX_ALIAS] = "leave it to the host: one of the two uses the requester id of the other, which is all that the IOMMU sees",
	},
	.all_evidence = true,
	.in_use_too = true,
	.judge_device = judge_use,
};
