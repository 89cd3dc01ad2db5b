// SPDX-License-Identifier: GPL-2.0
/* Rules about devices that are assigned */
#include "rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../machine/cmdline.h"
#include "../machine/predict.h"
#include "../machine/use.h"
#include "lint.h"
#include "reach.h"
#include "split.h"

enum { GROUP_PORT = 1, GROUP_BRIDGE, GROUP_IOMMU, GROUP_HELD, GROUP_NONE, GROUP_UNSEEN };

#define SUBCLASS_HOST	0x0600
#define SUBCLASS_ISA	0x0601
#define SUBCLASS_IOMMU	0x0806

/* What another slot would not end; and binding what the host uses to VFIO is no advice. */
enum {
	FIX_IN_USE = 1, FIX_CARD, FIX_CARD_IN_USE, FIX_VMD, FIX_BUS, FIX_BUS_IN_USE, FIX_ALIAS,
	FIX_ALIAS_IN_USE,
};

static unsigned int fix_of(const struct ia_check *check, const struct ia_device *device,
			   const struct ia_device *other)
{
	struct ia_used used;
	bool in_use;

	ia_used_with(check->machine, device, &used);
	in_use = ia_is_used(used.state);
	switch (ia_split_from(check->machine, device, other)) {
	case IA_SPLIT_VMD:
		return FIX_VMD;
	case IA_SPLIT_SLOT:
		return in_use ? FIX_CARD_IN_USE : FIX_CARD;
	case IA_SPLIT_BRIDGE:
		return in_use ? FIX_BUS_IN_USE : FIX_BUS;
	case IA_SPLIT_ALIAS:
		return in_use ? FIX_ALIAS_IN_USE : FIX_ALIAS;
	default:
		return in_use ? FIX_IN_USE : 0;
	}
}

/* What VFIO would take, and the host cannot do without; 0 for anything else. */
static unsigned int part_of_host(const struct ia_device *device)
{
	switch (ia_subclass(device).n) {
	case SUBCLASS_HOST:
	case SUBCLASS_ISA:
		return GROUP_BRIDGE;
	case SUBCLASS_IOMMU:
		return GROUP_IOMMU;
	default:
		return 0;
	}
}

/**
 * ia_group_lets_go() - tell whether a group that is held can be assigned once it is let go of
 * @finding: what the rule group-viable says of a function
 */
bool ia_group_lets_go(const struct ia_finding *finding)
{
	if (finding->outcome.code != GROUP_HELD)
		return false;
	return !finding->fix || finding->fix == FIX_CARD || finding->fix == FIX_BUS ||
	       finding->fix == FIX_ALIAS;
}

static bool drivers_known(const struct ia_group *group)
{
	size_t i;

	for (i = 0; group && i < group->nfunctions; i++) {
		if (ia_is_unknown(group->functions[i]->driver))
			return false;
	}
	return true;
}

/* VFIO takes a group whole: no host driver may hold any other part of it. */
static bool judge_viable(const struct ia_check *check, const struct ia_device *device,
			 struct ia_finding *finding)
{
	const char *const *keys = ia_keys("dev", "group", "driver");
	const struct ia_device *other = NULL;
	const struct ia_held *held;

	/* vfio_pci_core_register_device(): no header but that of a device. */
	if (ia_is_bridge(device)) {
		ia_evidence_record(finding, IA_RECORD_DEVICE, device,
				   ia_keys("dev", "class", "type", "driver"));
		return ia_find(finding, GROUP_PORT, ia_arg_dev(device->address));
	}
	if (part_of_host(device)) {
		ia_evidence_record(finding, IA_RECORD_DEVICE, device,
				   ia_keys("dev", "class", "driver"));
		return ia_find(finding, part_of_host(device), ia_arg_dev(device->address));
	}
	if (device->in_group) {
		held = &check->held[device->in_group - check->machine->groups];
		other = held->first == device ? held->second : held->first;
	}
	if (ia_is_unknown(device->group))
		return ia_find(finding, GROUP_UNSEEN, ia_arg_dev(device->address));
	if (!device->group.known)
		return ia_find(finding, GROUP_NONE);
	ia_evidence_record(finding, IA_RECORD_DEVICE, device, keys);
	if (!other)
		return ia_find(finding, drivers_known(device->in_group) ? PASSES : GROUP_UNSEEN,
			       ia_arg_dev(device->address));
	ia_evidence_record(finding, IA_RECORD_DEVICE, other, keys);
	finding->fix = fix_of(check, device, other);
	return ia_find(finding, GROUP_HELD, ia_arg_dev(device->address),
		       ia_arg_dev(other->address), ia_arg_text(other->driver.text));
}

const struct ia_rule ia_rule_group_viable = {
	.id = "group-viable",
	.title = "each function's group can be assigned",
	.meaning = "VFIO takes a group whole. Symptom: \"group N is not viable\".",
	.background = "VFIO takes a group where each function has a VFIO driver, none, or one that does no DMA, as a port's. Since Linux 5.19 the core refuses a driver of the host for a group that VFIO owns.",
	.sources = {
		"drivers/iommu/iommu.c: iommu_group_claim_dma_owner()",
		"drivers/vfio/container.c: vfio_container_attach_group()",
		"before 5.19 drivers/vfio/vfio.c: vfio_group_viable()",
		"https://docs.kernel.org/driver-api/vfio.html",
	},
	.fix = "bind the other functions of the group to vfio-pci or to nothing, or use a slot below ports with ACS",
	.fail = P(VFIO),
	.warn = P(VM_MIXED),
	.outcomes = {
		[GROUP_PORT] = {
			IA_FAIL, "{0} is a port or a bridge, which VFIO does not take",
			"{0} of {1} functions are ports or bridges, which VFIO does not take",
			.fix = "name the device below it: a bridge goes along with that, and keeps its driver",
			.brief = "{0} is a port or a bridge",
			.briefs = "{0} of {1} functions are ports or bridges",
		},
		[GROUP_BRIDGE] = {
			IA_FAIL, "{0} is a host bridge or an ISA bridge: a part of the host itself",
			"{0} of {1} functions are host bridges or ISA bridges: parts of the host itself",
			.fix = "none: name a device",
		},
		[GROUP_IOMMU] = {
			IA_FAIL, "{0} is an IOMMU itself",
			"{0} of {1} functions are IOMMUs themselves",
			.fix = "none: name a device",
		},
		[GROUP_HELD] = {
			IA_FAIL, "{0} cannot be assigned: {1} of its group is bound to {2}",
			.several = "{0} of {1} functions cannot be assigned: a driver of the host holds a part of their group",
			.brief = "group of {0}: {1} is bound to {2}",
			.briefs = "{0} of {1}: a host driver has part of the group",
		},
		[GROUP_NONE] = {
			IA_FAIL, "functions without a group cannot be assigned",
			.evidence = "devices: {0} of {1} functions have no group",
			.fix = "an IOMMU that is on, and that serves them",
		},
		[GROUP_UNSEEN] = {
			IA_UNKNOWN, "the group of {0}, or who drives it, cannot be seen",
			.several = "of {0} of {1} functions the group, or who drives it, cannot be seen",
			.brief = "group or drivers of {0} cannot be seen",
			.briefs = "group or drivers of {0} of {1} cannot be seen",
		},
	},
	.fixes = {
		[FIX_IN_USE] = "use a slot below ports with ACS: the host uses a part of the group",
		[FIX_CARD] = "bind the other functions of the group to vfio-pci or to nothing; no slot parts functions of one card that do not keep themselves apart by ACS",
		[FIX_CARD_IN_USE] = "none but another card: the host uses a part of this one, and no slot parts functions of one card that do not keep themselves apart by ACS",
		[FIX_VMD] = "switch VMD off in the firmware's set-up: all behind a VMD uses its requester id, in any slot, and is gone when the VMD itself is bound to vfio-pci or to nothing",
		[FIX_BUS] = "bind the other functions of the group to vfio-pci or to nothing, or use a PCIe card in another slot: all behind the bridge to conventional PCI carries its requester id",
		[FIX_BUS_IN_USE] = "use a PCIe card in another slot: the host uses a part of the group, and all behind the bridge to conventional PCI carries its requester id",
		[FIX_ALIAS] = "bind the other functions of the group to vfio-pci or to nothing: one uses the requester id of another, which is all that the IOMMU sees",
		[FIX_ALIAS_IN_USE] = "none but another device: the host uses a part of the group, and one of its functions uses the requester id of another",
	},
	.judge_device = judge_viable,
};

enum {
	RESET_NONE = 1, RESET_AVOIDED, RESET_UNSEEN, RESET_OTHER, RESET_UNKNOWN, RESET_CLAIMED,
	RESET_HOT, RESET_HOT_UNSEEN,
};

static bool has_method(const struct ia_host_device *host, const char *method)
{
	size_t i;

	for (i = 0; i < host->reset.count; i++) {
		if (!strcmp(host->reset.items[i], method))
			return true;
	}
	return false;
}

static const char *reset_methods(const struct ia_check *check, const struct ia_host_device *host)
{
	struct ia_buf methods = { .arena = check->machine->arena };
	size_t i;

	if (!host || !ia_is_value(host->resettable))
		return "unknown";
	for (i = 0; i < host->reset.count; i++)
		ia_buf_add(&methods, "%s%s", i ? "," : "", host->reset.items[i]);
	return methods.len ? methods.text : host->resettable == IA_YES ? "some" : "none";
}

/* Without sysfs: what the device claims, which is no proof of what the kernel makes of it. */
static bool judge_claim(const struct ia_check *check, const struct ia_device *device,
			struct ia_finding *finding)
{
	const struct ia_machine *m = check->machine;
	struct ia_release release = ia_release_parse(m->kernel.known ? m->kernel.text : NULL);
	const struct ia_reset_quirk *quirk;

	if (device->flr != IA_YES)
		return ia_find(finding, device->flr == IA_NO ? RESET_UNSEEN : RESET_UNKNOWN,
			       ia_arg_dev(device->address));
	if (ia_reset_quirk_of(device, IA_RESET_FLR, release, &quirk) == IA_YES)
		return ia_find(finding, RESET_AVOIDED, ia_arg_dev(device->address),
			       ia_arg_text(ia_reset_quirk_texts[quirk->id]));
	return ia_find(finding, RESET_CLAIMED, ia_arg_dev(device->address));
}

/* No method of its own: VFIO can still reset all that is on its bus, if that has one owner. */
static bool judge_hot(const struct ia_check *check, const struct ia_device *device,
		      struct ia_finding *finding)
{
	struct ia_reach reach;
	enum ia_flag hot;

	ia_reach_find(check->machine, device, &reach);
	hot = ia_reach_hot(&reach);
	return ia_find(finding, hot == IA_YES ? RESET_HOT : hot == IA_NO ? RESET_NONE :
								RESET_HOT_UNSEEN,
		       ia_arg_dev(device->address));
}

/*
 * What one owner left in a device is wiped by a reset, best by FLR. What the kernel has found
 * out counts before what the device claims: quirk_no_flr() and others take methods away.
 */
static bool judge_reset(const struct ia_check *check, const struct ia_device *device,
			struct ia_finding *finding)
{
	const struct ia_host_device *host = device->host;

	ia_evidence_noted(finding, IA_RECORD_DEVICE, device, ia_keys("dev", "flr"), 1,
			  ia_arg_text(reset_methods(check, host)));
	if (!host || !ia_is_value(host->resettable))
		return judge_claim(check, device, finding);
	if (host->resettable != IA_YES)
		return judge_hot(check, device, finding);
	return ia_find(finding, has_method(host, "flr") ||
				(!host->reset.count && device->flr == IA_YES) ?
				PASSES : RESET_OTHER);
}

const struct ia_rule ia_rule_reset = {
	.id = "reset",
	.title = "each function can be reset",
	.meaning = "Without a reset the next owner finds what the last one left. FLR resets one function; a bus reset takes the neighbours along. Of some devices Linux knows that a method that they claim does not work (quirk_no_flr() and others).",
	.background = "The kernel tries reset methods in their order: a device's own, ACPI, FLR, AF FLR, power management, the bus or slot. reset_method in sysfs shows those of a function; quirks take away what is known not to work.",
	.sources = {
		"drivers/pci/pci.c: __pci_reset_function_locked()",
		"drivers/pci/quirks.c: quirk_no_flr()",
		"PCI Express Base Specification 6.3, 6.6.2 Function Level Reset",
	},
	.fix = "give such a device to one owner until the next boot, or use one with FLR",
	.fail = P(VFIO),
	.warn = P(VM_MIXED),
	.outcomes = {
		[RESET_NONE] = {
			IA_FAIL, "{0} has no reset at all",
			.several = "{0} of {1} functions have no reset at all",
		},
		[RESET_AVOIDED] = {
			IA_UNKNOWN,
			"{0} claims FLR, which Linux does not use: {1}; whether it has another reset cannot be seen",
			.several = "{0} of {1} functions claim FLR, which Linux does not use; whether they have another reset cannot be seen",
			.brief = "{0} claims FLR, which Linux does not use",
			.briefs = "{0} of {1} claim FLR, which Linux does not use",
		},
		[RESET_UNSEEN] = {
			IA_UNKNOWN, "{0} has no FLR; whether it has another reset cannot be seen",
			.brief = "{0} has no FLR; others cannot be seen",
			.several = "{0} of {1} functions have no FLR; whether they have another reset cannot be seen",
			.briefs = "{0} of {1} have no FLR; others cannot be seen",
		},
		[RESET_OTHER] = { IA_PASS },
		[RESET_UNKNOWN] = {
			IA_UNKNOWN, "whether {0} has a reset cannot be seen",
			.brief = "not known for {0}",
			.several = "whether {0} of {1} {1:function has|functions have} a reset cannot be seen",
			.briefs = "not known for {0} of {1} {1:function|functions}",
		},
		[RESET_CLAIMED] = {
			IA_UNKNOWN, "{0} claims FLR; whether the kernel uses that cannot be seen",
			.several = "{0} of {1} functions claim FLR; whether the kernel uses that cannot be seen",
			.brief = "{0} claims FLR; its use cannot be seen",
			.briefs = "{0} of {1} claim FLR; its use cannot be seen",
		},
		[RESET_HOT] = {
			IA_WARN,
			"{0} has no reset of its own; VFIO can reset its bus, with nothing on it but its group",
			.several = "{0} of {1} functions have no reset of their own; VFIO can reset their buses, with nothing on them but their groups",
			.fix = "see that VFIO does: iommu-audit events shows resets; a guest that is only rebooted keeps what is in the device",
			.brief = "{0} has none but VFIO's bus reset",
			.briefs = "{0} of {1} have none but VFIO's bus reset",
		},
		[RESET_HOT_UNSEEN] = {
			IA_UNKNOWN,
			"{0} has no reset of its own; what a reset of its bus takes along cannot be seen",
			.several = "{0} of {1} functions have no reset of their own; what resets of their buses take along cannot be seen",
			.brief = "{0} has none of its own; its bus is unknown",
			.briefs = "{0} of {1} have none of their own; bus unknown",
		},
	},
	.notes = { [1] = "; sysfs: reset_method={0}" },
	.judge_device = judge_reset,
};

enum { RESERVED_DIRECT = 1, RESERVED_LOST, RESERVED_UNSEEN };

/*
 * VT-d always refused to take such a device from its domain (device_is_rmrr_locked()), the
 * core for all IOMMUs from Linux 6.6 on (require_direct of struct dev_iommu).
 */
static enum ia_flag refuses(const struct ia_check *check)
{
	const struct ia_machine *m = check->machine;
	struct ia_release release = ia_release_parse(m->kernel.known ? m->kernel.text : NULL);

	if (check->facts.vendor == IA_VENDOR_VTD || ia_release_from(release, 6, 6))
		return IA_YES;
	return release.known && check->facts.vendor != IA_VENDOR_UNKNOWN ? IA_NO : IA_FLAG_UNKNOWN;
}

/* Type direct, and not direct-relaxable, which VFIO tolerates. */
static bool judge_reserved(const struct ia_check *check, const struct ia_device *device,
			   struct ia_finding *finding)
{
	const struct ia_group *group = device->in_group;

	if (ia_is_unknown(device->group) || (group && ia_is_unknown(group->reserved)))
		return ia_find(finding, RESERVED_UNSEEN, ia_arg_dev(device->address));
	if (!group || !group->has_direct)
		return ia_find(finding, PASSES);
	ia_evidence_record(finding, IA_RECORD_GROUP, group,
			   ia_keys("group", "reserved", "devices"));
	return ia_find(finding, refuses(check) == IA_NO ? RESERVED_LOST : RESERVED_DIRECT,
		       ia_arg_dev(device->address));
}

const struct ia_rule ia_rule_reserved = {
	.id = "reserved",
	.title = "firmware keeps no memory mapped for it",
	.meaning = "A region of type direct (RMRR, IVMD) must stay mapped, so VFIO refuses the device: with VT-d on every kernel, with AMD-Vi and SMMUs from 6.6 on. A relaxable one (USB, graphics) is no obstacle.",
	.background = "Firmware names memory that a device must reach from the start (RMRR, IVMD). Linux maps it one to one as a region of type direct. VFIO's domain would take that away, so the device is refused; those of USB and graphics are relaxable.",
	.sources = {
		"drivers/iommu/intel/iommu.c: device_rmrr_is_relaxable()",
		"drivers/iommu/iommu.c: iommu_get_group_resv_regions()",
		"Intel VT-d specification 5.10, 8.4 Reserved Memory Region Reporting Structure",
	},
	.fix = "switch the firmware's own use of the device off: mostly memory it shares with the management controller",
	.fail = P(VFIO),
	.warn = P(VM_MIXED),
	.outcomes = {
		[PASSES] = {
			IA_PASS,
			.evidence = "groups: functions in question: {1}, no region of type direct",
		},
		[RESERVED_DIRECT] = {
			IA_FAIL, "firmware keeps memory mapped for {0}: VFIO refuses it",
			.several = "firmware keeps memory mapped for {0} of {1} functions: VFIO refuses them",
			.brief = "VFIO refuses {0}: firmware keeps memory mapped",
			.briefs = "VFIO refuses {0} of {1}: firmware has them mapped",
		},
		[RESERVED_LOST] = {
			IA_WARN,
			"firmware keeps memory mapped for {0}, and this kernel lets VFIO take it away: what firmware does with the device then fails",
			.several = "firmware keeps memory mapped for {0} of {1} functions, and this kernel lets VFIO take it away: what firmware does with them then fails",
			.brief = "VFIO takes away what firmware mapped for {0}",
			.briefs = "VFIO takes away what is mapped for {0} of {1}",
		},
		[RESERVED_UNSEEN] = {
			IA_UNKNOWN, "whether firmware keeps memory mapped for {0} cannot be seen",
			.brief = "not known for {0}",
			.several = "whether firmware keeps memory mapped for {0} of {1} {1:function|functions} cannot be seen",
			.briefs = "not known for {0} of {1} {1:function|functions}",
		},
	},
	.judge_device = judge_reserved,
};

/**
 * ia_kept_from_vfio() - tell why no binding gives a function to VFIO
 * @check: an examination of the whole machine, or of some devices
 * @device: one of the machine's functions, also where the examination is not about it
 *
 * What the host uses, or is a part of it, is not to be bound; no port can be
 * (vfio_pci_core_register_device()). What is behind a VMD is gone once the VMD is bound, and for
 * a function with a region of type direct, or without an IOMMU, the group is never VFIO's.
 */
enum ia_kept ia_kept_from_vfio(const struct ia_check *check, const struct ia_device *device)
{
	const struct ia_machine *m = check->machine;
	struct ia_finding reserved;
	struct ia_used used;

	ia_used_with(m, device, &used);
	if (ia_is_bridge(device))
		return IA_KEPT_BRIDGE;
	if (part_of_host(device))
		return IA_KEPT_HOST;
	if (ia_is_used(used.state))
		return IA_KEPT_IN_USE;
	if (ia_is_of_vmd(m, device))
		return IA_KEPT_VMD;
	if (ia_rule_ask(check, &ia_rule_reserved, device, &reserved) &&
	    reserved.verdict == IA_FAIL)
		return IA_KEPT_RESERVED;
	/* Where all are off, what switches them on comes first: a binding is for after that. */
	if (ia_is_of_some(check, &ia_rule_iommu_on) && ia_is_served(m, device) == IA_NO)
		return IA_KEPT_UNSERVED;
	return IA_KEPT_NOT;
}

/**
 * ia_is_vfio_refused() - tell whether the command line keeps the module vfio-pci out
 * @machine: a joined machine; where vfio-pci is a part of the kernel, nothing does
 */
bool ia_is_vfio_refused(const struct ia_machine *machine)
{
	const struct ia_module *vfio = ia_machine_module(machine, "vfio_pci", IA_BOOT_STAGE_ROOT);
	size_t i;

	if (vfio && vfio->place == IA_MODULE_BUILT_IN)
		return false;
	for (i = 0; i < machine->ndevices; i++) {
		if (machine->devices[i].driver.known &&
		    !strcmp(machine->devices[i].driver.text, "vfio-pci"))
			return false;
	}
	return ia_lint_refuses_vfio(ia_lint_machine(machine));
}

enum { NOT_BOUND = 1, BOUND_UNSEEN };
enum { FIX_REFUSED = 1, FIX_WHICH };

/* Nobody means all functions: the host needs a disk and a NIC of its own, if they idle or not. */
static unsigned int binding_of(const struct ia_check *check)
{
	if (ia_is_vfio_refused(check->machine))
		return FIX_REFUSED;
	return check->chosen ? 0 : FIX_WHICH;
}

static bool judge_bound(const struct ia_check *check, const struct ia_device *device,
			struct ia_finding *finding)
{
	if (ia_kept_from_vfio(check, device))
		return false;
	ia_evidence_record(finding, IA_RECORD_DEVICE, device, ia_keys("dev", "driver", "domain"));
	if (ia_is_unknown(device->driver))
		return ia_find(finding, ia_user_owned(device) ? PASSES : BOUND_UNSEEN);
	/* Other drivers hand a device out as well, as uio_pci_generic does: without VFIO. */
	if (ia_driver_kind(device) == IA_DRIVER_VFIO)
		return ia_find(finding, PASSES);
	finding->fix = binding_of(check);
	return ia_find(finding, NOT_BOUND, ia_arg_dev(device->address));
}

const struct ia_rule ia_rule_bound = {
	.id = "bound",
	.title = "each function is bound to vfio-pci",
	.meaning = "A driver of the host has to let go first.",
	.background = "driver_override makes only the driver of that name match a function; vfio-pci.ids= adds ids that it takes, of all cards that have them. driverctl keeps an override for later boots.",
	.sources = {
		"drivers/pci/pci-driver.c: pci_match_device()",
		"drivers/vfio/pci/vfio_pci.c: vfio_pci_probe()",
		"https://gitlab.com/driverctl/driverctl",
	},
	.fix = "[driverctl set-override DEV vfio-pci]",
	.warn = P(VFIO),
	.outcomes = {
		[NOT_BOUND] = {
			IA_FAIL, "{0} is not bound to vfio-pci",
			"{0} of {1} functions are not bound to vfio-pci",
		},
		[BOUND_UNSEEN] = {
			IA_UNKNOWN, .several = "the {1:driver|drivers} of {0} of {1} {1:function|functions} cannot be seen",
			.briefs = "{1:driver|drivers} of {0} of {1} {1:function|functions} cannot be seen",
		},
	},
	.fixes = {
		[FIX_REFUSED] = "take vfio_pci out of module_blacklist= on the kernel command line and boot: until then nothing loads the module, driverctl neither",
		[FIX_WHICH] = "choose a device that the host does not need: iommu-audit assign DEV prints the commands for it and its group",
	},
	.all_evidence = true,
	.judge_device = judge_bound,
};

enum { SAFE_BARE = 1, SAFE_TOLD, SAFE_REMAPPED, SAFE_UNSEEN };

static struct ia_arg parameter(enum ia_flag flag)
{
	return ia_arg_text(flag == IA_YES ? "Y" : flag == IA_NO ? "N" : "unknown");
}

/* Functions that VFIO holds, and evidence of those that nothing translates. */
static size_t count_owned(const struct ia_check *check, struct ia_finding *finding, size_t *bare)
{
	const struct ia_machine *m = check->machine;
	size_t i, owned = 0;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		if (ia_driver_kind(d) != IA_DRIVER_VFIO || !ia_asks_device(check, d))
			continue;
		owned++;
		if (d->domain != IA_DOMAIN_NONE)
			continue;
		++*bare;
		ia_evidence_record(finding, IA_RECORD_DEVICE, d,
				   ia_keys("dev", "driver", "domain"));
	}
	return owned;
}

/* No-IOMMU mode and allow_unsafe_interrupts take the protection away again. */
static bool judge_safe(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_machine *m = check->machine;
	enum ia_flag unsafe = m->host.vfio.unsafe_interrupts;
	/* Where interrupts are remapped, nothing unsafe is left to allow. */
	bool remapped = check->facts.intremap[IA_YES] &&
			check->facts.intremap[IA_YES] == m->nunits;
	size_t bare = 0;

	if (!count_owned(check, finding, &bare))
		return false;
	if (bare)
		return ia_find(finding, SAFE_BARE);
	ia_evidence_note(finding, 1, parameter(m->host.vfio.noiommu), parameter(unsafe));
	if (m->host.vfio.noiommu == IA_YES || (unsafe == IA_YES && !remapped))
		return ia_find(finding, SAFE_TOLD);
	if (unsafe == IA_NO)
		return ia_find(finding, PASSES);
	return ia_find(finding, remapped ? SAFE_REMAPPED : SAFE_UNSEEN);
}

const struct ia_rule ia_rule_vfio_safe = {
	.id = "vfio-safe",
	.title = "VFIO was not told to look away",
	.meaning = "No-IOMMU mode and allow_unsafe_interrupts assign devices without protection.",
	.background = "allow_unsafe_interrupts lets VFIO assign devices without interrupt remapping, enable_unsafe_noiommu_mode without an IOMMU at all, which taints the kernel.",
	.sources = {
		"drivers/vfio/vfio_iommu_type1.c: vfio_iommu_type1_attach_group()",
		"drivers/vfio/vfio_main.c, in 6.1 container.c, in 5.10 vfio.c: enable_unsafe_noiommu_mode",
		"https://docs.kernel.org/driver-api/vfio.html",
	},
	.fix = "take enable_unsafe_noiommu_mode and allow_unsafe_interrupts back",
	.fail = ASSIGNS,
	.warn = P(BASELINE),
	.outcomes = {
		[SAFE_BARE] = {
			IA_FAIL, "user space drives devices that no IOMMU translates",
			.brief = "user space drives untranslated devices",
		},
		[SAFE_TOLD] = { IA_FAIL, "VFIO was told to allow what is not safe" },
		[SAFE_REMAPPED] = {
			IA_PASS,
			"interrupts are remapped, so there is nothing unsafe to allow",
			.brief = "interrupts are remapped: nothing to allow",
		},
		[SAFE_UNSEEN] = {
			IA_UNKNOWN,
			"whether VFIO was told to allow unsafe interrupts cannot be seen",
			.brief = "allow_unsafe_interrupts cannot be seen",
		},
	},
	.notes = {
		[1] = "sysfs: vfio enable_unsafe_noiommu_mode={0}, vfio_iommu_type1 allow_unsafe_interrupts={1}",
	},
	.judge_host = judge_safe,
};
