// SPDX-License-Identifier: GPL-2.0
#include "causes.h"

#include "label.h"
#include "predict.h"

#define SYSFS	"the group's type was written in sysfs, or a driver quirk that cannot be read"
#define NOTHING	"not requested on the command line: " SYSFS
#define TYPE	"/sys/kernel/iommu_groups/"
#define VIRTUAL	": a virtual IOMMU, for which the kernel enforces strict mode"

static const char *const causes[IA_BECAUSE_COUNT] = {
	[IA_BECAUSE_AS_REQUESTED] = "as requested",
	[IA_BECAUSE_REQUESTED] = "{0} requests it",
	[IA_BECAUSE_REQUESTED_IDENTITY] = "{0} requests identity",
	[IA_BECAUSE_REQUESTED_TRANSLATED] = "{0} requests translation",
	[IA_BECAUSE_REQUESTED_STRICT] = "{0} requests strict",
	[IA_BECAUSE_REQUESTED_LAZY] = "{0} requests lazy",
	[IA_BECAUSE_REQUESTED_OFF] = "{0} requests none",
	[IA_BECAUSE_REQUESTED_NO_IOMMU] = "{0} requests no IOMMU",
	[IA_BECAUSE_AGAINST] = "although {0} requests something else: " SYSFS,
	[IA_BECAUSE_LEFT_OVER] = NOTHING,
	[IA_BECAUSE_LEFT_OVER_IDENTITY] = NOTHING ", or the kernel was built with "
		"CONFIG_IOMMU_DEFAULT_PASSTHROUGH, or VT-d was forced on by platform opt-in, or "
		"the AMD-Vi driver left it",
	[IA_BECAUSE_LEFT_OVER_OPT_IN] = NOTHING ", or VT-d was forced on by platform opt-in, or "
		"the AMD-Vi driver left it",
	[IA_BECAUSE_LEFT_OVER_TRANSLATED] = "although the kernel was built with "
		"CONFIG_IOMMU_DEFAULT_PASSTHROUGH: memory is encrypted, or " SYSFS,
	[IA_BECAUSE_LEFT_OVER_LAZY] = NOTHING ", or the kernel was built with "
		"CONFIG_IOMMU_DEFAULT_DMA_LAZY",
	[IA_BECAUSE_LEFT_OVER_STRICT] = NOTHING ", or the kernel was built with "
		"CONFIG_IOMMU_DEFAULT_DMA_STRICT",
	[IA_BECAUSE_PASID] = "it supports PASID: without memory encryption AMD-Vi uses identity "
		"for such devices, with or without iommu=pt",
	[IA_BECAUSE_PASID_OF_MATE] = "{0} in its group supports PASID, for which AMD-Vi uses "
		"identity; in a group identity wins",
	[IA_BECAUSE_IGPU] = "Intel integrated GPU: some kernels leave it untranslated by default",
	[IA_BECAUSE_IGPU_DEBIAN] = "Debian kernels leave Intel integrated GPUs untranslated by "
		"default (CONFIG_INTEL_IOMMU_DEFAULT_ON_INTGPU_OFF)",
	[IA_BECAUSE_IGPU_BUILT] = "this kernel leaves Intel integrated GPUs untranslated by "
		"default (CONFIG_INTEL_IOMMU_DEFAULT_ON_INTGPU_OFF)",
	[IA_BECAUSE_IGPU_OFF] = "{0} excludes the integrated GPU",
	[IA_BECAUSE_UNTRUSTED] = "below an external-facing port: such a device is always translated",
	[IA_BECAUSE_UNTRUSTED_STRICT] = "an untrusted device is always strict",
	[IA_BECAUSE_NO_PASSTHROUGH] = "although {0} requests identity: its unit {1} does not "
		"support pass-through (no PT in ECAP)",
	[IA_BECAUSE_TRANSLATED_DEFAULT] = "nothing requests passthrough, and this kernel "
		"translates by default; its configuration is unknown",
	[IA_BECAUSE_TRANSLATED_DEBIAN] = "nothing requests passthrough, and Debian kernels "
		"translate by default",
	[IA_BECAUSE_TRANSLATED_BUILT] = "nothing requests passthrough, and this kernel was built "
		"without CONFIG_IOMMU_DEFAULT_PASSTHROUGH",
	[IA_BECAUSE_IDENTITY_BUILT] = "nothing requests translation, and this kernel was built with "
		"CONFIG_IOMMU_DEFAULT_PASSTHROUGH",
	[IA_BECAUSE_CACHING_MODE] = "caching mode of {0}" VIRTUAL,
	[IA_BECAUSE_NP_CACHE] = "NpCache of {0}" VIRTUAL,
	[IA_BECAUSE_LAZY_DEFAULT] = "nothing valid requests strict, and lazy is this kernel's "
		"default, as usual on x86; its configuration is unknown",
	[IA_BECAUSE_STRICT_DEFAULT] = "nothing valid requests lazy, and strict is the arm64 "
		"default",
	[IA_BECAUSE_LAZY_DEBIAN] = "nothing valid requests strict, and Debian kernels are lazy by "
		"default",
	[IA_BECAUSE_LAZY_BUILT] = "nothing valid requests strict, and this kernel was built without "
		"CONFIG_IOMMU_DEFAULT_DMA_STRICT",
	[IA_BECAUSE_STRICT_BUILT] = "nothing valid requests lazy, and this kernel was built with "
		"CONFIG_IOMMU_DEFAULT_DMA_STRICT",
	[IA_BECAUSE_DOMAIN_UNKNOWN] = "its domain is unknown on this kernel or in this state",
	[IA_BECAUSE_FLUSH_UNKNOWN] = "strict or lazy: unknown on this kernel",
	[IA_BECAUSE_USER_SPACE] = "{0} holds it: user space owns its group, and sysfs still shows "
		"the default",
	[IA_BECAUSE_USER_SPACE_MATE] = "a driver of its group holds it: user space owns its "
		"group, and sysfs still shows the default",
	[IA_BECAUSE_DRIVER] = "its driver {0} attached it to a domain of its own",
	[IA_BECAUSE_NO_TABLE] = "no readable DMAR or IVRS table: the machine has no IOMMU, or it "
		"is disabled in firmware",
	[IA_BECAUSE_NO_DRIVER_YET] = "no driver was ever bound to it, and Linux before 6.15 "
		"probes for its IOMMU on arm64 only then",
	[IA_BECAUSE_UNLISTED] = "an IOMMU outside the DMAR and IVRS tables: VT-d and AMD-Vi "
		"parameters do not apply to it",
	[IA_BECAUSE_FORCED] = "although {0} requests none: a measured launch (tboot) forces it "
		"on, or a previous kernel left it on",
	[IA_BECAUSE_UNITS_UNREAD] = "the registers of the units cannot be read",
	[IA_BECAUSE_HYPERVISOR] = "the hypervisor controls the IOMMUs and does not expose them",
	[IA_BECAUSE_AMD_DEFAULT] = "AMD-Vi is on by default",
	[IA_BECAUSE_VTD_DEFAULT] = "no parameter turns VT-d on: this kernel's default, or "
		"platform opt-in; its configuration is unknown",
	[IA_BECAUSE_VTD_DEBIAN] = "Debian kernels turn VT-d on by default",
	[IA_BECAUSE_VTD_NOT_DEFAULT] = "no parameter turns VT-d on, and it seems off by default "
		"in this kernel, whose configuration is unknown",
	[IA_BECAUSE_VTD_BUILT_ON] = "this kernel was built to turn VT-d on "
		"(CONFIG_INTEL_IOMMU_DEFAULT_ON)",
	[IA_BECAUSE_VTD_BUILT_OFF] = "no parameter turns VT-d on, and this kernel was built without "
		"CONFIG_INTEL_IOMMU_DEFAULT_ON",
	[IA_BECAUSE_VTD_OPT_IN] = "no parameter turns VT-d on, and this kernel was built without "
		"CONFIG_INTEL_IOMMU_DEFAULT_ON: platform opt-in or a measured launch (tboot) did, "
		"or a previous kernel left it on",
	[IA_BECAUSE_NOT_BUILT] = "this kernel was built without {0}",
	[IA_BECAUSE_OFF_THOUGH_DEFAULT] = "the units exist but are off, although on is the "
		"default: see the kernel log",
	[IA_BECAUSE_OFF_THOUGH_REQUESTED] = "the units exist but are off: see the kernel log",
	[IA_BECAUSE_NO_IOMMU] = "no IOMMU is in use",
	[IA_BECAUSE_ALL_IDENTITY] = "all groups use identity",
	[IA_BECAUSE_INTREMAP_DEFAULT] = "on by default, whether DMA is translated or not",
	[IA_BECAUSE_INTREMAP_ON] = "see the kernel log",
	[IA_BECAUSE_INTREMAP_NO_HARDWARE] = "no unit supports interrupt remapping (no IR in ECAP)",
	[IA_BECAUSE_INTREMAP_OFF] = "firmware can opt out, or the CPU lacks a required feature: "
		"see the kernel log",
	[IA_BECAUSE_ATS_ON] = "something enabled it later",
	[IA_BECAUSE_SOME_UNREAD] = "the configuration space of some cannot be read",
	[IA_BECAUSE_NO_DEVICE] = "no such device here",
	[IA_BECAUSE_OTHER_DRIVER] = "vfio-pci was not loaded, or another driver bound first",
	[IA_BECAUSE_NO_ACS] = "no ACS capability",
	[IA_BECAUSE_ACS_UNREAD] = "the configuration space cannot be read",
	[IA_BECAUSE_ACS_DRIFTED] = "{0} not as requested: changed since the module was loaded; a "
		"reset restores the kernel's own choice",
	[IA_BECAUSE_ACS_CHANGED] = "{0} not as requested: something wrote it after boot",
	[IA_BECAUSE_ACS_UNFIXED] = "{0} not as requested: Linux 6.11 to 6.14 without commit "
		"9cf8a952d57b do not clear bits that firmware set, and read only one device of "
		"config_acs=",
	[IA_BECAUSE_ACS_CANNOT] = "as requested, except {0}, which it does not support",
	[IA_BECAUSE_ACS_OTHER_OPTION] = "{0} names it too, and wins",
	[IA_BECAUSE_ACS_OTHER_REQUEST] = "the first list entry that matches a function wins, and "
		"an earlier one does",
	[IA_BECAUSE_ACS_NO_FUNCTION] = "bus numbers change with the hardware; a path from the root "
		"port does not",
};

static const char *const fixes[IA_FIXES] = {
	[IA_FIX_PARAMETER] = "{0}",
	[IA_FIX_LEAVE_OUT] = "remove {0}",
	[IA_FIX_LEAVE_OUT_OR_LAZY] = "remove {0}; or write DMA-FQ to " TYPE "{1}/type, with the "
		"drivers in place",
	[IA_FIX_WRITE_TYPE] = "write identity, DMA, DMA-FQ or auto to " TYPE "{0}/type while no "
		"driver of the group is bound",
	[IA_FIX_ENCRYPTION] = "not possible by a parameter; memory encryption would do it",
	[IA_FIX_OTHER_SLOT] = "not possible by a parameter; another slot would do it",
	[IA_FIX_IDENTITY] = "{0} switches it to identity and removes isolation",
	[IA_FIX_IDENTITY_OR_WRITE] = "{0} switches it to identity and removes isolation; or write "
		"identity to " TYPE "{1}/type while no driver of the group is bound",
	[IA_FIX_HYPERVISOR] = "the hypervisor's IOMMU settings",
	[IA_FIX_CLOSE_GROUP] = "it returns to its default when user space closes the group",
	[IA_FIX_FIRMWARE] = "VT-d or AMD-Vi in firmware setup",
	[IA_FIX_INTREMAP] = "VT-d or AMD-Vi in firmware setup; intremap=no_x2apic_optout",
	[IA_FIX_VFIO_FIRST] = "load vfio-pci in the initramfs, before the other driver",
};

/** ia_cause_text() - why something is as it is, in words; NULL without a cause */
const char *ia_cause_text(const struct ia_machine *machine, const struct ia_reason *cause)
{
	struct ia_reason shown = *cause;

	switch (cause->code) {
	case IA_BECAUSE_DOMAIN_UNKNOWN:
		if (!ia_from_module(machine))
			return "its domain was not recorded";
		break;
	case IA_BECAUSE_ACS_DRIFTED:
	case IA_BECAUSE_ACS_CHANGED:
	case IA_BECAUSE_ACS_UNFIXED:
	case IA_BECAUSE_ACS_CANNOT:
		shown.args[0] = ia_arg_text(ia_bits_text(machine->arena, cause->args[0].n));
		break;
	}
	return ia_reason_text(machine, causes, &shown);
}

/** ia_fix_text() - what would change it, in words; NULL without a fix */
const char *ia_fix_text(const struct ia_machine *machine, const struct ia_reason *fix)
{
	return ia_reason_text(machine, fixes, fix);
}

static const char *cause_of(const struct ia_page *page, const void *object)
{
	return ia_cause_text(page->machine, &((const struct ia_because *)object)->cause);
}

static const char *fix_of(const struct ia_page *page, const void *object)
{
	return ia_fix_text(page->machine, &((const struct ia_because *)object)->fix);
}

static const struct ia_field because_fields[] = {
	IA_F_WORD(struct ia_because, cause.code, "cause", &ia_words_becauses,
		  "a stable identifier"),
	IA_F_SENTENCE("text", cause_of, "the same for people"),
	IA_F_SENTENCE("fix", fix_of, "what would change it; null when nothing is known to"),
	IA_F(struct ia_because, sure, "sure", BOOL,
	     "it follows from recorded facts; otherwise it is inferred by elimination"),
};

const struct ia_answer ia_answer_because = {
	.about = "why something is as it is", IA_FIELDS(because_fields),
};

/* What was not read of a group, or that nothing that was read explains it. */
static const char *unknown_share_text(const struct ia_machine *m, const struct ia_group *group)
{
	const struct ia_prediction *own = ia_predict_own(m);
	size_t i;

	for (i = 0; i < group->nfunctions; i++) {
		const struct ia_predicted *one = ia_predicted_of(own, group->functions[i]);

		if (!one->known)
			return ia_format(m->arena, "unknown: %s",
					 ia_fact_text(m, one->fact, one->about));
	}
	return "reason unknown";
}

static void add_ports(const struct ia_machine *m, const struct ia_share *share,
		      struct ia_buf *buf, bool partly)
{
	const char *intro = partly ? "ACS incomplete at " : "no ACS on ";
	size_t i;

	for (i = 0; i < share->nports; i++) {
		const struct ia_acs *port = share->ports[i];

		if (!port->cap.bits == partly || ia_acs_is_conventional(port))
			continue;
		ia_buf_add(buf, "%s%s", intro, ia_machine_address(m, port->port));
		intro = ", ";
	}
}

/**
 * ia_share_text() - why the devices of a group share it
 * @machine: a joined machine
 * @share: the explained group
 */
const char *ia_share_text(const struct ia_machine *machine, const struct ia_share *share)
{
	struct ia_buf none = { .arena = machine->arena }, partly = { .arena = machine->arena };

	switch (share->reason) {
	case IA_SHARE_PORT:
		add_ports(machine, share, &none, false);
		add_ports(machine, share, &partly, true);
		if (none.len && partly.len)
			ia_buf_add(&none, "; %s", partly.text);
		return none.len ? none.text : partly.text;
	case IA_SHARE_CONVENTIONAL:
		return ia_format(machine->arena, "conventional PCI below %s",
				 ia_machine_address(machine, share->ports[0]->port));
	case IA_SHARE_SLOT:
		return "multifunction without ACS";
	case IA_SHARE_ALIAS:
		return "DMA alias";
	case IA_SHARE_UNKNOWN:
		break;
	}
	return unknown_share_text(machine, share->group);
}
