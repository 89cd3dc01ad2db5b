// SPDX-License-Identifier: GPL-2.0
#include "suggest.h"

#include <string.h>

#include "../base/escape.h"
#include "findings.h"
#include "path_text.h"
#include "sentence.h"
#include "text.h"

static const char *const reasons[] = {
	[IA_ARGUMENT_VTD_ON] = "VT-d on, whatever the kernel's default is",
	[IA_ARGUMENT_TRANSLATE] = "identity is no isolation",
	[IA_ARGUMENT_PASS] = "costs the isolation of the host's own devices; gains: nothing to map",
	[IA_ARGUMENT_LAZY] = "unmaps do not wait for the IOMMU",
	[IA_ARGUMENT_DIRECT] = "costs isolation: devices below these ports reach each other past the IOMMU, and can have one owner only; gains: requests between peers stay at their switch",
	[IA_ARGUMENT_DIRECT_TRANSLATED] = "costs isolation from devices with ATS, whose translated requests no IOMMU checks at the switch; gains: these stay there, and ACS stays on",
	[IA_ARGUMENT_APART] = "Direct Translated off: requests of devices with ATS no longer get past the IOMMU there; costs such peers of the host their way through the switch",
	[IA_ARGUMENT_IDS] = "vfio-pci takes them at boot, if it is loaded before their driver",
	[IA_ARGUMENT_IOMMU_OFF] = "it switches the IOMMU off",
	[IA_ARGUMENT_INTREMAP_OFF] = "it switches interrupt remapping off",
	[IA_ARGUMENT_IDENTITY] = "identity is no isolation",
	[IA_ARGUMENT_STRICT] = "strict makes every unmap wait",
	[IA_ARGUMENT_ACS_OFF] = "Linux switches ACS on by itself where no parameter speaks against it",
	[IA_ARGUMENT_REPLACED] = "the new token holds what it asks for",
};

static const char *const notes[] = {
	[IA_SUGGESTION_NO_GPU] = "none of the devices considered is a GPU",
	[IA_SUGGESTION_AMD_ON] = "AMD-Vi is on by default: amd_iommu=on is not a valid value",
	[IA_SUGGESTION_OTHER_VENDOR] = "the IOMMU here is neither VT-d nor AMD-Vi: arguments of neither driver apply",
	[IA_SUGGESTION_NO_IOMMU] = "no IOMMU is seen here: switch VT-d or AMD-Vi on in the firmware first",
	[IA_SUGGESTION_IMPACT] = "what the ACS token costs in isolation: iommu-audit p2p",
	[IA_SUGGESTION_ROOT_COMPLEX] = "for paths between root ports no register tells what the root complex does; on some platforms they work, or are fast, only with redirect off at the root ports and all bridges too: iommu-audit p2p --matrix, then measure",
	[IA_SUGGESTION_IN_USE] = "{0} is not proposed: the host uses it, or a part of its group (check --profile vfio --dev {0})",
	[IA_SUGGESTION_NOT_EVERY] = "not every {0} here is for VFIO, so bind it by address: driverctl set-override {1} vfio-pci",
	[IA_SUGGESTION_HUGEPAGES] = "hugepages for the guests: default_hugepagesz=1G hugepagesz=1G hugepages=N, with N by their memory",
	[IA_SUGGESTION_VENDOR_UNKNOWN] = "the vendor of the IOMMU is not known: VT-d takes intel_iommu=on, AMD-Vi is on by default",
	[IA_SUGGESTION_OVERRIDE] = "pcie_acs_override= makes groups that the hardware does not guarantee: do not give them to different owners (iommu-audit check)",
	[IA_SUGGESTION_BRIDGE] = "{0} is a port or bridge, which vfio-pci does not bind: name what is below it",
	[IA_SUGGESTION_HOST] = "{0} is not proposed: it is a part of the host itself",
	[IA_SUGGESTION_USE_UNKNOWN] = "{0} is not proposed: whether the host uses {0}, or a part of its group, is not known. Look for mounts, swap and routes on it (check --profile vfio --dev {0}); where there are none: driverctl set-override {1} vfio-pci",
	[IA_SUGGESTION_OWNED] = "{0} keeps its ACS: {1} below it is owned by user space, as by a guest, and would be opened, from any port of its switch",
	[IA_SUGGESTION_ALONG] = "the rest of the group of {1} must be bound to vfio-pci too: {0}",
	[IA_SUGGESTION_RESERVED] = "firmware keeps memory mapped for {0} or its group (RMRR, IVMD): check --profile vfio --dev {0}",
	[IA_SUGGESTION_REFUSED] = "{0} is not proposed: firmware keeps memory mapped for it or its group (RMRR, IVMD), and VFIO refuses it whatever is bound (check --profile vfio --dev {0})",
	[IA_SUGGESTION_UNSERVED] = "{0} is not proposed: it is behind no IOMMU that is on, and without one VFIO does not keep it from memory, or does not take it (check --profile vfio --dev {0})",
	[IA_SUGGESTION_VMD] = "{0} is not proposed: it is a VMD or behind one. Devices behind it exist only while the host's vmd driver is bound, and share its requester id: only disabling VMD in firmware gives them their own groups",
	[IA_SUGGESTION_GUEST] = "this is a virtual machine: its hypervisor must provide a virtual IOMMU (QEMU: -device intel-iommu or virtio-iommu); its firmware has none to switch on",
	[IA_SUGGESTION_XEN] = "this is Xen's initial domain: Xen owns the IOMMUs, and iommu= on Xen's own command line is for them",
	[IA_SUGGESTION_SET_ALREADY] = "{0} is on the command line already, but no IOMMU was enabled: it is off in firmware, or not described",
	[IA_SUGGESTION_BLACKLISTED] = "module_blacklist= on the kernel command line has vfio_pci: the kernel refuses to load it, for vfio-pci.ids= and driverctl alike. Remove it there first, then run this again",
	[IA_SUGGESTION_ORDER] = "vfio-pci.ids= binds nothing where another driver is there first ({0}): softdep DRIVER pre: vfio-pci in modprobe.d and a new initramfs (update-initramfs -u, dracut -f); for a driver that is built in, driverctl set-override DEV vfio-pci. After the boot check says which driver the next one gives (vfio-at-boot)",
	[IA_SUGGESTION_NUMVFS] = "no argument creates VFs: write sriov_numvfs at every boot",
};

/* What no argument does, in words. */
const char *ia_suggestion_note_text(const struct ia_page *page, const void *object)
{
	const struct ia_suggestion_remark *note = object;
	const struct ia_reason *reason = &note->reason;

	if (note->finding) {
		const char *fix = ia_finding_fix(page->machine, note->finding);

		return ia_format(page->arena, "check, %s: %s%s%s", note->finding->rule->id,
				 ia_finding_title(page->machine, note->finding),
				 fix ? ". Fix: " : "", fix ?: "");
	}
	if (reason->code == IA_SUGGESTION_NO_TOKEN)
		return ia_format(page->arena, "kernel parameter for ACS: %s",
				 ia_no_token_text(reason->args[0].n));
	return ia_sentence(page->machine, notes[reason->code], reason->args, IA_REASON_ARGS);
}

/* What binds a function to vfio-pci by its address. */
const char *ia_binding_there(const struct ia_page *page, const void *object)
{
	const struct ia_binding *binding = object;
	char address[IA_ADDRESS_SIZE];

	return ia_format(page->arena, "driverctl set-override %s vfio-pci",
			 ia_address_text(address, binding->device->address, true));
}

/* What undoes that: its own driver takes it again, or the one that driverctl gave it. */
const char *ia_binding_back(const struct ia_page *page, const void *object)
{
	const struct ia_binding *binding = object;
	char address[IA_ADDRESS_SIZE];

	ia_address_text(address, binding->device->address, true);
	if (binding->before)
		return ia_format(page->arena, "driverctl set-override %s %s", address,
				 ia_escape_shell(page->arena, binding->before));
	return ia_format(page->arena, "driverctl unset-override %s", address);
}

/* Why an argument is to be added or dropped, in words. */
const char *ia_suggestion_reason_text(const struct ia_page *page, const void *object)
{
	(void)page;
	return reasons[((const struct ia_argument *)object)->reason];
}

/* The arguments as one line. */
const char *ia_suggestion_line(const struct ia_page *page, const void *object)
{
	const struct ia_suggestion *s = object;
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	for (i = 0; i < s->nadd; i++)
		ia_buf_add(&buf, "%s%s", i ? " " : "", s->add[i].text);
	return buf.text ? buf.text : "";
}

static void paragraph(const struct ia_page *page, const char *label, const char *text)
{
	ia_out_list(page->out, label, &text, 1, IA_PLAIN);
}

static void print_arguments(const struct ia_page *page, const char *label,
			    const struct ia_argument *arguments, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		paragraph(page, label, arguments[i].text);
		paragraph(page, "          ", ia_suggestion_reason_text(page, &arguments[i]));
	}
}

static const char *vendor_text(const struct ia_page *page, const void *object)
{
	const struct ia_suggestion *s = object;

	if (ia_is_value(s->guess))
		return ia_format(page->arena, "probably %s", ia_vendor_text(s->guess));
	return ia_vendor_text(s->vendor);
}

/* The suggestion for people. */
void ia_suggest_text(const struct ia_page *page, const void *object)
{
	const struct ia_suggestion *s = object;
	const char *const items[] = {
		s->profile->name, s->no_iommu ? "no IOMMU" : vendor_text(page, s),
		ia_format(page->arena, "kernel %s", ia_text(&s->kernel)),
	};
	size_t i;

	ia_out_list(page->out, "", items, 3, IA_PLAIN);
	ia_out_text(page->out, IA_PLAIN, "\n");
	if (!s->nadd && !s->ndrop)
		paragraph(page, "", "Nothing to add and nothing to drop.");
	print_arguments(page, "add       ", s->add, s->nadd);
	print_arguments(page, "drop      ", s->drop, s->ndrop);
	print_arguments(page, "already   ", s->have, s->nhave);
	for (i = 0; i < s->nnotes; i++)
		paragraph(page, "note      ", ia_suggestion_note_text(page, &s->notes[i]));
	if (s->nadd)
		ia_out_text(page->out, IA_PLAIN,
			    ia_format(page->arena, "\n%s\n", ia_suggestion_line(page, s)));
}

static const struct ia_field profile_fields[] = {
	IA_F(struct ia_profile, name, NULL, TEXT, "its name"),
};

static const struct ia_answer profile_answer = {
	NULL, "a profile", IA_FIELDS(profile_fields), NULL,
};

static const struct ia_field argument_fields[] = {
	IA_F(struct ia_argument, text, "argument", TEXT, "for the kernel command line"),
	IA_F_SENTENCE("reason", ia_suggestion_reason_text, "why"),
};

static const struct ia_answer argument_answer = {
	NULL, "a kernel argument", IA_FIELDS(argument_fields), NULL,
};

static const struct ia_field note_fields[] = {
	IA_F_SENTENCE(NULL, ia_suggestion_note_text, "a note"),
};

static const struct ia_answer note_answer = { NULL, "a note", IA_FIELDS(note_fields), NULL };

static const struct ia_field bound_fields[] = {
	IA_F(struct ia_device, address, NULL, ADDRESS, ""),
};

static const struct ia_answer bound_answer = { .about = "a function", IA_FIELDS(bound_fields) };

static const struct ia_field binding_fields[] = {
	IA_F_POINTER(struct ia_binding, device, "dev", &bound_answer, "the function"),
	IA_F_SENTENCE("command", ia_binding_there, "what binds it, now and at each boot"),
	IA_F_SENTENCE("back", ia_binding_back, "what undoes that"),
};

static const struct ia_answer binding_answer = {
	NULL, "a function that comes to vfio-pci by its address", IA_FIELDS(binding_fields), NULL,
};

static const struct ia_field suggestion_fields[] = {
	IA_F_POINTER(struct ia_suggestion, profile, "profile", &profile_answer, "the profile"),
	IA_F_SENTENCE("vendor", vendor_text, "whose IOMMU the machine has"),
	IA_F(struct ia_suggestion, kernel, "kernel", STRING, "release of the kernel"),
	IA_F_INLINE(struct ia_suggestion, add, nadd, "add", &argument_answer, "what to add"),
	IA_F_INLINE(struct ia_suggestion, have, nhave, "have", &argument_answer,
		    "what the command line says already, in these words or in others"),
	IA_F_OBJECTS(struct ia_suggestion, drop, ndrop, "drop", &argument_answer,
		     "what of the present command line has to go"),
	IA_F_OBJECTS(struct ia_suggestion, bind, nbind, "bind", &binding_answer,
		     "functions to be bound to vfio-pci by address, as others have their id"),
	IA_F_OBJECTS(struct ia_suggestion, notes, nnotes, "notes", &note_answer,
		     "what no argument does"),
	IA_F_SENTENCE("line", ia_suggestion_line, "all that is to be added, in a line"),
};

const struct ia_answer ia_answer_suggestion = {
	"iommu_audit suggest", "the kernel arguments that a profile wants on this machine",
	IA_FIELDS(suggestion_fields), ia_suggest_text,
};
