// SPDX-License-Identifier: GPL-2.0
#include "domain.h"

#include <stdlib.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/* Bit 26 of AMD-Vi's capability header (48882, 3.2.1): NpCache. */
#define AMD_NP_CACHE	0x04000000UL

static bool is(const struct ia_record *record, const char *key, const char *value)
{
	return !strcmp(ia_record_get(record, key), value);
}

/**
 * ia_view_vendor() - whose IOMMUs a machine has
 * @machine: a joined machine
 *
 * Return: IA_VENDOR_UNKNOWN when it has none, or its tables could not be read.
 */
enum ia_vendor ia_view_vendor(const struct ia_machine *machine)
{
	const struct ia_records *units = &machine->files[IA_FILE_UNITS];

	if (!units->count)
		return IA_VENDOR_UNKNOWN;
	if (is(&units->items[0], "vendor", "vtd"))
		return IA_VENDOR_VTD;
	return is(&units->items[0], "vendor", "amd") ? IA_VENDOR_AMD : IA_VENDOR_UNKNOWN;
}

/**
 * ia_view_lint() - judge a machine's own command line
 * @machine: a joined machine
 * @lint: filled
 */
void ia_view_lint(const struct ia_machine *machine, struct ia_lint *lint)
{
	bool known = strcmp(machine->cmdline_text, IOMMU_AUDIT_UNKNOWN);

	ia_lint_line(lint, machine->arena, known ? machine->cmdline_text : "", machine->kernel_text,
		     ia_view_vendor(machine));
}

/**
 * ia_domain_mode() - the default domain of a device, in a word
 * @device: the device
 *
 * Return: identity, lazy, strict, DMA when which of the two is not known, or
 * what the module says.
 */
const char *ia_domain_mode(const struct ia_device *device)
{
	const char *flush = ia_record_get(device->record, "flush");

	if (!strcmp(device->def_text, IOMMU_AUDIT_DOMAIN_DMA_FQ))
		return IOMMU_AUDIT_FLUSH_LAZY;
	if (!strcmp(device->def_text, IOMMU_AUDIT_DOMAIN_DMA) && !ia_is_word(flush))
		return flush;
	return device->def_text;
}

static const struct ia_record *unit_of(const struct ia_view *view,
				       const struct ia_device *device)
{
	const struct ia_records *units = &view->machine->files[IA_FILE_UNITS];
	const char *name = ia_record_get(device->record, "unit");
	size_t i;

	for (i = 0; i < units->count; i++) {
		if (is(&units->items[i], "unit", name))
			return &units->items[i];
	}
	return NULL;
}

/* The word that decides a setting, when it sets it to this. */
static const struct ia_lint_word *asks(const struct ia_view *view, enum ia_setting setting,
				       const char *state)
{
	const struct ia_lint_word *word = ia_lint_setting(view->lint, setting);

	return word && !strcmp(word->state, state) ? word : NULL;
}

/*
 * The file that switches a group's default domain, or NULL: the file is for
 * reading only before Linux 5.11, and for groups of one device before 6.4.
 */
static const char *type_file(const struct ia_view *view, const struct ia_device *device)
{
	struct ia_release release = view->lint->release;
	const struct ia_group *group = ia_machine_group(view->machine, device->group_text);

	if (release.known && (!ia_release_from(release, 5, 11) ||
			      (group && group->count_text > 1 && !ia_release_from(release, 6, 4))))
		return NULL;
	return ia_format(view->machine->arena, "/sys/kernel/iommu_groups/%s/type", device->group_text);
}

/* What to write to sysfs, or NULL; its words are not those of the command line. */
static const char *by_sysfs(const struct ia_view *view, const struct ia_device *device,
			    const char *word)
{
	const char *file = type_file(view, device);

	return file ? ia_format(view->machine->arena, "write %s to %s while no driver of the group "
				"is bound", word, file) : NULL;
}

static struct ia_because asked(const struct ia_view *view, const struct ia_lint_word *word,
			       const char *what)
{
	return (struct ia_because){
		.cause = "asked", .sure = true,
		.text = ia_format(view->machine->arena, "%s asks for %s", word->text, what),
		.change = ia_format(view->machine->arena, "leave %s out", word->text),
	};
}

/* No rule of the kernel that can be seen leads there: what is left over. */
static struct ia_because left_over(const struct ia_view *view, const struct ia_device *device,
				   const struct ia_lint_word *against, const char *config)
{
	struct ia_arena *arena = view->machine->arena;
	struct ia_buf buf = { .arena = arena };

	if (against)
		ia_buf_add(&buf, "although %s asks for something else: ", against->text);
	else
		ia_buf_add(&buf, "nothing on the command line asks for it: ");
	ia_buf_add(&buf, "somebody wrote it to the group's type in sysfs, or a quirk of the driver "
		   "that cannot be read");
	if (config && !against && !view->lint->debian)
		ia_buf_add(&buf, ", or the kernel was built with %s", config);
	return (struct ia_because){
		.cause = "sysfs_or_quirk",
		.text = buf.text,
		.change = by_sysfs(view, device, "identity, DMA, DMA-FQ or auto"),
	};
}

static bool has_pasid(const struct ia_device *device)
{
	return !ia_is_word(ia_record_get(device->record, "pasid"));
}

static const struct ia_device *mate_with_pasid(const struct ia_view *view,
					       const struct ia_device *device)
{
	size_t i;

	for (i = 0; i < view->machine->ndevices; i++) {
		const struct ia_device *other = &view->machine->devices[i];

		if (other != device && !ia_is_word(device->group_text) &&
		    !strcmp(other->group_text, device->group_text) && has_pasid(other))
			return other;
	}
	return NULL;
}

static bool is_intel_gpu(const struct ia_device *device)
{
	return !strcmp(device->vendor_text, "0x8086") && !device->hops_text &&
	       !strncmp(device->class_text, "0x03", 4);
}

/* pdev_pasid_supported() and its kin: AMD-Vi passes those devices through. */
static bool amd_passes(const struct ia_view *view, const struct ia_device *device,
		       struct ia_because *because)
{
	const struct ia_device *mate = NULL;

	if (ia_view_vendor(view->machine) != IA_VENDOR_AMD)
		return false;
	if (!has_pasid(device))
		mate = mate_with_pasid(view, device);
	if (!has_pasid(device) && !mate)
		return false;
	*because = (struct ia_because){
		.cause = mate ? "group" : "pasid", .sure = true,
		.text = mate ?
			ia_format(view->machine->arena, "%s in its group can do PASID, which AMD-Vi "
				  "passes through; in a group identity wins",
				  ia_machine_address(view->machine, mate->address)) :
			"it can do PASID: without memory encryption AMD-Vi passes such devices "
			"through, iommu=pt or not",
		.change = "no parameter does; memory encryption would",
	};
	return true;
}

static bool intel_passes(const struct ia_view *view, const struct ia_device *device,
			 struct ia_because *because)
{
	const struct ia_lint_word *off = asks(view, IA_SETTING_IGFX, "off");

	if (ia_view_vendor(view->machine) != IA_VENDOR_VTD || !is_intel_gpu(device) ||
	    asks(view, IA_SETTING_VTD, "on"))
		return false;
	*because = (struct ia_because){
		.cause = "integrated_gpu", .sure = off || view->lint->debian,
		.text = off ? ia_format(view->machine->arena, "%s leaves the integrated GPU out",
					off->text) :
			view->lint->debian ?
			"Debian's kernels leave Intel's integrated GPU untranslated by default "
			"(CONFIG_INTEL_IOMMU_DEFAULT_ON_INTGPU_OFF)" :
			"Intel's integrated GPU: kernels can leave it untranslated by default",
		.change = "intel_iommu=on",
	};
	return true;
}

static struct ia_because why_identity(const struct ia_view *view,
				      const struct ia_device *device)
{
	const struct ia_lint_word *on = asks(view, IA_SETTING_PASSTHROUGH, "on");
	struct ia_because because;

	if (on)
		return asked(view, on, "identity");
	if (amd_passes(view, device, &because) || intel_passes(view, device, &because))
		return because;
	return left_over(view, device, ia_lint_setting(view->lint, IA_SETTING_PASSTHROUGH),
			 "CONFIG_IOMMU_DEFAULT_PASSTHROUGH, or VT-d was forced on by the "
			 "platform's opt-in, or AMD-Vi's driver found it");
}

static bool cannot_pass(const struct ia_view *view, const struct ia_device *device)
{
	const struct ia_record *unit = unit_of(view, device);
	const char *features = unit ? ia_record_get(unit, "features") : IOMMU_AUDIT_UNKNOWN;
	struct ia_words words;
	size_t i;

	if (!unit || !is(unit, "vendor", "vtd") || !strcmp(features, IOMMU_AUDIT_UNKNOWN))
		return false;
	ia_words_split(view->machine->arena, features, ',', &words);
	for (i = 0; i < words.count; i++) {
		if (!strcmp(words.items[i], "PT"))
			return false;
	}
	return true;
}

static bool is_untrusted(const struct ia_device *device)
{
	return is(device->record, "untrusted", "1");
}

static struct ia_because why_translated(const struct ia_view *view,
					const struct ia_device *device)
{
	const struct ia_lint_word *on = asks(view, IA_SETTING_PASSTHROUGH, "on");
	const struct ia_lint_word *off = asks(view, IA_SETTING_PASSTHROUGH, "off");
	const char *write = by_sysfs(view, device, "identity");

	if (is_untrusted(device))
		return (struct ia_because){
			.cause = "untrusted", .sure = true,
			.text = "below an external-facing port: such a device is always translated",
			.change = "no parameter does; another slot would",
		};
	if (on && cannot_pass(view, device))
		return (struct ia_because){
			.cause = "no_passthrough", .sure = true,
			.text = ia_format(view->machine->arena,
					  "although %s asks for identity: its unit %s cannot pass "
					  "through (no PT in its extended capabilities)", on->text,
					  ia_record_get(device->record, "unit")),
		};
	if (on)
		return left_over(view, device, on, NULL);
	if (off)
		return asked(view, off, "translation");
	return (struct ia_because){
		.cause = "default", .sure = true,
		.text = view->lint->debian ?
			"nothing asks for passthrough, and Debian's kernels translate by default" :
			"nothing asks for passthrough, and translated is this kernel's default; its "
			"configuration is not known",
		.change = ia_format(view->machine->arena, "iommu=pt gives it identity, and takes its "
				    "isolation%s%s", write ? "; or " : "", write ? write : ""),
	};
}

/* A unit that wants every mapping made known, as virtual ones do. */
static const char *virtual_unit(const struct ia_view *view)
{
	const struct ia_records *units = &view->machine->files[IA_FILE_UNITS];
	size_t i;

	for (i = 0; i < units->count; i++) {
		const struct ia_record *unit = &units->items[i];

		if (is(unit, "caching_mode", "1"))
			return ia_format(view->machine->arena, "caching mode of %s",
					 ia_record_get(unit, "unit"));
		if (is(unit, "vendor", "amd") &&
		    strtoul(ia_record_get(unit, "cap"), NULL, 16) & AMD_NP_CACHE)
			return ia_format(view->machine->arena, "NpCache of %s",
					 ia_record_get(unit, "unit"));
	}
	return NULL;
}

/* From strict to lazy a group can go with its drivers in place. */
static struct ia_because strict_as_asked(const struct ia_view *view,
					 const struct ia_device *device,
					 const struct ia_lint_word *on)
{
	struct ia_because because = asked(view, on, "strict");
	const char *file = type_file(view, device);

	if (file && (!view->lint->release.known || ia_release_from(view->lint->release, 5, 15)))
		because.change = ia_format(view->machine->arena, "%s; or write DMA-FQ to %s, with the "
					   "drivers in place", because.change, file);
	return because;
}

static struct ia_because why_strict(const struct ia_view *view, const struct ia_device *device)
{
	const struct ia_lint_word *on = asks(view, IA_SETTING_STRICT, "on");
	const char *unit = virtual_unit(view);

	if (is_untrusted(device))
		return (struct ia_because){
			.cause = "untrusted", .sure = true,
			.text = "an untrusted device is always strict",
		};
	if (on)
		return strict_as_asked(view, device, on);
	if (unit)
		return (struct ia_because){
			.cause = "virtual_iommu", .sure = true,
			.text = ia_format(view->machine->arena, "%s: a virtual IOMMU, for which the "
					  "kernel forces strict whatever is asked", unit),
			.change = "the hypervisor's settings of the IOMMU",
		};
	return left_over(view, device, ia_lint_setting(view->lint, IA_SETTING_STRICT),
			 "CONFIG_IOMMU_DEFAULT_DMA_STRICT");
}

/* The word that asks for strict: before Linux 5.15 each driver has one of its own. */
static const char *strict_word(const struct ia_view *view)
{
	struct ia_release release = view->lint->release;

	if (!release.known || ia_release_from(release, 5, 15))
		return "iommu.strict=1";
	return ia_view_vendor(view->machine) == IA_VENDOR_AMD ? "amd_iommu=fullflush" :
							      "intel_iommu=strict";
}

static struct ia_because why_lazy(const struct ia_view *view, const struct ia_device *device)
{
	const struct ia_lint_word *off = asks(view, IA_SETTING_STRICT, "off");
	const struct ia_lint_word *on = asks(view, IA_SETTING_STRICT, "on");

	if (off)
		return asked(view, off, "lazy");
	if (on)
		return left_over(view, device, on, NULL);
	return (struct ia_because){
		.cause = "default", .sure = true,
		.text = view->lint->debian ?
			"nothing valid asks for strict, and Debian's kernels are lazy by default" :
			"nothing valid asks for strict, and lazy is this kernel's default, as usual on "
			"x86; its configuration is not known",
		.change = strict_word(view),
	};
}

static struct ia_because why_attached(const struct ia_view *view, const struct ia_device *device)
{
	if (!strcmp(device->domain_text, device->def_text) || ia_is_word(device->domain_text))
		return (struct ia_because){ 0 };
	if (ia_user_owned(device))
		return (struct ia_because){
			.cause = "user_space", .sure = true,
			.text = ia_format(view->machine->arena,
					  "%s has it: user space owns its group, and sysfs goes on "
					  "showing the default",
					  ia_is_word(device->driver_text) ? "a driver of its group" :
					  device->driver_text),
			.change = "it goes back to its default when user space closes the group",
		};
	return (struct ia_because){
		.cause = "driver",
		.text = ia_format(view->machine->arena, "its driver %s attached it to a domain of "
				  "its own", device->driver_text),
	};
}

/**
 * ia_translation_why() - why DMA is translated, or is not
 * @view: a machine and its command line
 */
struct ia_because ia_translation_why(const struct ia_view *view)
{
	const struct ia_facts *f = view->facts;
	enum ia_vendor vendor = ia_view_vendor(view->machine);
	enum ia_setting own = vendor == IA_VENDOR_AMD ? IA_SETTING_AMD : IA_SETTING_VTD;
	const struct ia_lint_word *stop = asks(view, IA_SETTING_DMA_OFF, "on");
	const struct ia_lint_word *word = ia_lint_setting(view->lint, own);
	bool on = f->translation == IA_TRANSLATION_ON || f->translation == IA_TRANSLATION_PARTLY;
	struct ia_arena *arena = view->machine->arena;

	if (vendor == IA_VENDOR_UNKNOWN)
		return (struct ia_because){
			.cause = "no_table",
			.text = f->translation == IA_TRANSLATION_UNLISTED ?
				"an IOMMU that is in no DMAR and no IVRS table: no parameter of VT-d and "
				"AMD-Vi is about it" :
				"no DMAR and no IVRS table that could be read: the machine has no IOMMU, "
				"or its firmware has it off",
			.change = f->translation == IA_TRANSLATION_UNLISTED ? NULL :
				  "VT-d or AMD-Vi in the firmware's set-up",
			.sure = true,
		};
	if (stop && !on)
		return asked(view, stop, "no IOMMU");
	if (word && !strcmp(word->state, "off") != on)
		return asked(view, word, on ? "it" : "none");
	if (word && on)
		return (struct ia_because){
			.cause = "forced",
			.text = ia_format(arena, "although %s asks for none: a measured launch "
					  "(tboot) forces it on, or a kernel before left it on",
					  word->text),
		};
	if (!on && f->translation != IA_TRANSLATION_OFF)
		return (struct ia_because){
			.cause = "unknown",
			.text = "the registers of the units could not be read",
		};
	if (on)
		return (struct ia_because){
			.cause = "default", .sure = vendor == IA_VENDOR_AMD || view->lint->debian,
			.text = vendor == IA_VENDOR_AMD ? "AMD-Vi is on by default" :
				view->lint->debian ? "Debian's kernels turn VT-d on by default" :
				"no word turns VT-d on: this kernel's default, or the platform's opt-in; "
				"its configuration is not known",
		};
	return (struct ia_because){
		.cause = word ? "failed" : "default",
		.sure = false,
		.text = word ? "the units are there and off: the kernel's log says why" :
			vendor == IA_VENDOR_VTD && !view->lint->debian ?
			"no word turns VT-d on, and it seems to be off by default in this kernel, "
			"whose configuration is not known" :
			"the units are there and off, although on is the default: the kernel's log "
			"says why",
		.change = vendor == IA_VENDOR_VTD && !word ? "intel_iommu=on" : NULL,
	};
}

/**
 * ia_domain_explain() - find out why a device has its domain
 * @view: a machine and its command line
 * @device: the device
 * @why: filled
 */
void ia_domain_explain(const struct ia_view *view, const struct ia_device *device,
		       struct ia_domain_why *why)
{
	const char *mode = ia_domain_mode(device);

	*why = (struct ia_domain_why){ 0 };
	why->attached = why_attached(view, device);
	if (!strcmp(mode, IOMMU_AUDIT_UNKNOWN)) {
		why->type = (struct ia_because){
			.cause = "unknown", .text = "this kernel or this state cannot tell its domain",
		};
	} else if (ia_is_word(mode)) {
		why->type = ia_translation_why(view);
	} else if (!strcmp(mode, IOMMU_AUDIT_DOMAIN_IDENTITY)) {
		why->type = why_identity(view, device);
	} else {
		why->type = why_translated(view, device);
	}
	if (!strcmp(mode, IOMMU_AUDIT_FLUSH_STRICT))
		why->flush = why_strict(view, device);
	else if (!strcmp(mode, IOMMU_AUDIT_FLUSH_LAZY))
		why->flush = why_lazy(view, device);
	else if (!strcmp(mode, IOMMU_AUDIT_DOMAIN_DMA))
		why->flush = (struct ia_because){
			.cause = "unknown", .text = "strict or lazy: this kernel cannot tell",
		};
}
