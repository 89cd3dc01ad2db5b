// SPDX-License-Identifier: GPL-2.0
#include "domain.h"

#include "../machine/kind.h"

#define X(name, word)	word,
static const char *const causes[] = { IA_BECAUSES(X) };
#undef X

const struct ia_wordlist ia_words_becauses = { causes, IA_BECAUSE_COUNT, NULL };

/** ia_because() - a reason of a domain without arguments */
struct ia_because ia_because(enum ia_because_code cause, bool sure)
{
	return (struct ia_because){ .cause.code = cause, .sure = sure };
}

/* What the kernel was built with; unknown where no configuration was found. */
static const struct ia_config *built(const struct ia_context *context)
{
	return &context->machine->host.config;
}

/* Whether VT-d is on without a parameter, as far as that is known. */
static enum ia_flag vtd_by_default(const struct ia_context *context)
{
	switch (built(context)->vtd) {
	case IA_VTD_DEFAULT_ON:
	case IA_VTD_DEFAULT_INTGPU_OFF:
		return IA_YES;
	case IA_VTD_DEFAULT_OFF:
	case IA_VTD_DEFAULT_NOT_BUILT:
		return IA_NO;
	default:
		return context->lint->release.debian ? IA_YES : IA_FLAG_UNKNOWN;
	}
}

/* A parameter is the reason, and would have to go. */
static struct ia_because requested(const struct ia_lint_parameter *by, enum ia_because_code how)
{
	struct ia_because why = ia_because(how, true);

	why.cause.args[0] = ia_arg_text(by->text);
	why.fix.code = IA_FIX_LEAVE_OUT;
	why.fix.args[0] = ia_arg_text(by->text);
	return why;
}

/*
 * Whether the file type of a group in sysfs switches its default domain: it is
 * for reading only before Linux 5.11, and for groups of one device before 6.4.
 */
static bool has_type_file(const struct ia_context *context, const struct ia_device *device)
{
	struct ia_release release = context->lint->release;
	const struct ia_group *group = device->in_group;

	return !release.known ||
	       (ia_release_from(release, 5, 11) &&
		(!group || group->devices.count < 2 || ia_release_from(release, 6, 4)));
}

/* No rule of the kernel that can be seen leads there: what is left over. */
static struct ia_because left_over(const struct ia_context *context,
				   const struct ia_device *device,
				   const struct ia_lint_parameter *against,
				   enum ia_because_code config)
{
	struct ia_because why = ia_because(IA_BECAUSE_AGAINST, false);

	if (against)
		why.cause.args[0] = ia_arg_text(against->text);
	else
		why.cause.code = config;
	if (has_type_file(context, device))
		why.fix = (struct ia_reason){
			.code = IA_FIX_WRITE_TYPE, .args = { ia_arg_n(device->group.n) },
		};
	return why;
}

/* Strict or lazy without a parameter: a choice since Linux 5.15, before by architecture. */
static bool strict_by_default(const struct ia_context *context)
{
	switch (built(context)->default_domain) {
	case IA_DEFAULT_DOMAIN_STRICT:
		return true;
	case IA_DEFAULT_DOMAIN_LAZY:
	case IA_DEFAULT_DOMAIN_PASSTHROUGH:
		return false;
	default:
		return context->lint->arch == IA_ARCH_ARM64;
	}
}

/* What is left over, which the configuration may be as long as nobody knows it. */
static enum ia_because_code unless_built(const struct ia_context *context,
					 enum ia_because_code config)
{
	return ia_is_value(built(context)->default_domain) || context->lint->release.debian ?
	       IA_BECAUSE_LEFT_OVER : config;
}

static bool has_pasid(const struct ia_device *device)
{
	return ia_is_value(device->pasid);
}

/* pdev_pasid_supported() and its kin: AMD-Vi passes those devices through. */
static bool amd_passes(const struct ia_context *context, const struct ia_device *device,
		       struct ia_because *why)
{
	const struct ia_device *mate = NULL;

	if (context->machine->vendor != IA_VENDOR_AMD)
		return false;
	if (!has_pasid(device) && device->in_group)
		mate = device->in_group->with_pasid;
	if (!has_pasid(device) && !mate)
		return false;
	*why = ia_because(mate ? IA_BECAUSE_PASID_OF_MATE : IA_BECAUSE_PASID, true);
	if (mate)
		why->cause.args[0] = ia_arg_dev(mate->address);
	why->fix.code = IA_FIX_ENCRYPTION;
	return true;
}

static bool is_intel_gpu(const struct ia_device *device)
{
	return device->vendor.n == IA_PCI_VENDOR_INTEL && !device->path.count &&
	       ia_subclass(device).n >> 8 == IA_PCI_BASE_DISPLAY;
}

static bool intel_passes(const struct ia_context *context, const struct ia_device *device,
			 struct ia_because *why)
{
	const struct ia_lint *lint = context->lint;
	const struct ia_lint_parameter *off = ia_lint_sets(lint, IA_SETTING_IGFX, IA_SET_OFF);

	if (context->machine->vendor != IA_VENDOR_VTD || !is_intel_gpu(device) ||
	    ia_lint_sets(lint, IA_SETTING_VTD, IA_SET_ON))
		return false;
	if (off) {
		*why = ia_because(IA_BECAUSE_IGPU_OFF, true);
		why->cause.args[0] = ia_arg_text(off->text);
	} else if (ia_is_value(built(context)->vtd)) {
		if (built(context)->vtd != IA_VTD_DEFAULT_INTGPU_OFF)
			return false;
		*why = ia_because(IA_BECAUSE_IGPU_BUILT, true);
	} else {
		*why = ia_because(lint->release.debian ? IA_BECAUSE_IGPU_DEBIAN : IA_BECAUSE_IGPU,
				  lint->release.debian);
	}
	why->fix = (struct ia_reason){
		.code = IA_FIX_PARAMETER, .args = { ia_arg_text("intel_iommu=on") },
	};
	return true;
}

static struct ia_because why_identity(const struct ia_context *context,
				      const struct ia_device *device)
{
	const struct ia_lint *lint = context->lint;
	const struct ia_lint_parameter *on = ia_lint_sets(lint, IA_SETTING_PASSTHROUGH, IA_SET_ON);
	struct ia_because why;

	if (on)
		return requested(on, IA_BECAUSE_REQUESTED_IDENTITY);
	if (amd_passes(context, device, &why) || intel_passes(context, device, &why))
		return why;
	if (!ia_lint_setting(lint, IA_SETTING_PASSTHROUGH) &&
	    built(context)->default_domain == IA_DEFAULT_DOMAIN_PASSTHROUGH) {
		why = ia_because(IA_BECAUSE_IDENTITY_BUILT, true);
		why.fix = (struct ia_reason){
			.code = IA_FIX_PARAMETER, .args = { ia_arg_text("iommu.passthrough=0") },
		};
		return why;
	}
	/* Built with VT-d off: it may have been turned on for what is external. */
	return left_over(context, device, ia_lint_setting(lint, IA_SETTING_PASSTHROUGH),
			 built(context)->vtd == IA_VTD_DEFAULT_OFF ? IA_BECAUSE_LEFT_OVER_OPT_IN :
			 unless_built(context, IA_BECAUSE_LEFT_OVER_IDENTITY));
}

/* The unit of a device, when that cannot pass through. */
static const struct ia_unit *cannot_pass(const struct ia_context *context,
					 const struct ia_device *device)
{
	const struct ia_unit *unit = ia_machine_unit(context->machine, &device->unit);

	return unit && unit->vendor == IA_VENDOR_VTD && unit->features.known &&
	       !ia_has_bit(&unit->features, IA_FEATURE_PT) ? unit : NULL;
}

static struct ia_because why_translated(const struct ia_context *context,
					const struct ia_device *device)
{
	const struct ia_lint *lint = context->lint;
	const struct ia_lint_parameter *on = ia_lint_sets(lint, IA_SETTING_PASSTHROUGH, IA_SET_ON);
	const struct ia_lint_parameter *off =
		ia_lint_sets(lint, IA_SETTING_PASSTHROUGH, IA_SET_OFF);
	const struct ia_unit *unit = cannot_pass(context, device);
	struct ia_because why;

	if (device->untrusted == IA_YES) {
		why = ia_because(IA_BECAUSE_UNTRUSTED, true);
		why.fix.code = IA_FIX_OTHER_SLOT;
		return why;
	}
	if (on && unit) {
		why = ia_because(IA_BECAUSE_NO_PASSTHROUGH, true);
		why.cause.args[0] = ia_arg_text(on->text);
		why.cause.args[1] = ia_arg_text(unit->unit.text);
		return why;
	}
	if (on)
		return left_over(context, device, on, IA_BECAUSE_NONE);
	if (off)
		return requested(off, IA_BECAUSE_REQUESTED_TRANSLATED);
	if (built(context)->default_domain == IA_DEFAULT_DOMAIN_PASSTHROUGH)
		return left_over(context, device, NULL, IA_BECAUSE_LEFT_OVER_TRANSLATED);
	why = ia_because(ia_is_value(built(context)->default_domain) ?
			 IA_BECAUSE_TRANSLATED_BUILT :
			 lint->release.debian ? IA_BECAUSE_TRANSLATED_DEBIAN :
						IA_BECAUSE_TRANSLATED_DEFAULT, true);
	why.fix = (struct ia_reason){
		.code = has_type_file(context, device) ? IA_FIX_IDENTITY_OR_WRITE : IA_FIX_IDENTITY,
		.args = { ia_arg_text(lint->arch == IA_ARCH_ARM64 ? "iommu.passthrough=1" :
								    "iommu=pt"),
			  ia_arg_n(device->group.n) },
	};
	return why;
}

/* From strict to lazy a group can go with its drivers in place. */
static struct ia_because strict_as_requested(const struct ia_context *context,
					     const struct ia_device *device,
					     const struct ia_lint_parameter *on)
{
	struct ia_because why = requested(on, IA_BECAUSE_REQUESTED_STRICT);
	struct ia_release release = context->lint->release;

	if (has_type_file(context, device) && (!release.known || ia_release_from(release, 5, 15))) {
		why.fix.code = IA_FIX_LEAVE_OUT_OR_LAZY;
		why.fix.args[1] = ia_arg_n(device->group.n);
	}
	return why;
}

static struct ia_because why_strict(const struct ia_context *context,
				    const struct ia_device *device)
{
	const struct ia_lint *lint = context->lint;
	const struct ia_lint_parameter *on = ia_lint_sets(lint, IA_SETTING_STRICT, IA_SET_ON);
	const struct ia_unit *unit = context->facts->virtual_unit;
	struct ia_because why;

	if (device->untrusted == IA_YES)
		return ia_because(IA_BECAUSE_UNTRUSTED_STRICT, true);
	if (on)
		return strict_as_requested(context, device, on);
	if (unit) {
		why = ia_because(unit->vendor == IA_VENDOR_AMD ? IA_BECAUSE_NP_CACHE :
							     IA_BECAUSE_CACHING_MODE, true);
		why.cause.args[0] = ia_arg_text(unit->unit.text);
		why.fix.code = IA_FIX_HYPERVISOR;
		return why;
	}
	if (strict_by_default(context) && !ia_lint_setting(lint, IA_SETTING_STRICT)) {
		why = ia_because(built(context)->default_domain == IA_DEFAULT_DOMAIN_STRICT ?
				 IA_BECAUSE_STRICT_BUILT : IA_BECAUSE_STRICT_DEFAULT, true);
		why.fix = (struct ia_reason){
			.code = IA_FIX_PARAMETER, .args = { ia_arg_text("iommu.strict=0") },
		};
		return why;
	}
	return left_over(context, device, ia_lint_setting(lint, IA_SETTING_STRICT),
			 unless_built(context, IA_BECAUSE_LEFT_OVER_STRICT));
}

/* What requests strict: before Linux 5.15 each driver has a word of its own. */
static const char *strict_parameter(const struct ia_context *context)
{
	struct ia_release release = context->lint->release;

	if (!release.known || ia_release_from(release, 5, 15) ||
	    context->lint->arch == IA_ARCH_ARM64)
		return "iommu.strict=1";
	return context->machine->vendor == IA_VENDOR_AMD ? "amd_iommu=fullflush" :
								     "intel_iommu=strict";
}

static struct ia_because why_lazy(const struct ia_context *context,
				  const struct ia_device *device)
{
	const struct ia_lint *lint = context->lint;
	const struct ia_lint_parameter *off = ia_lint_sets(lint, IA_SETTING_STRICT, IA_SET_OFF);
	const struct ia_lint_parameter *on = ia_lint_sets(lint, IA_SETTING_STRICT, IA_SET_ON);
	struct ia_because why;

	if (off)
		return requested(off, IA_BECAUSE_REQUESTED_LAZY);
	if (on)
		return left_over(context, device, on, IA_BECAUSE_NONE);
	if (strict_by_default(context))
		return left_over(context, device, NULL,
				 unless_built(context, IA_BECAUSE_LEFT_OVER_LAZY));
	why = ia_because(ia_is_value(built(context)->default_domain) ? IA_BECAUSE_LAZY_BUILT :
			 lint->release.debian ? IA_BECAUSE_LAZY_DEBIAN : IA_BECAUSE_LAZY_DEFAULT,
			 true);
	why.fix = (struct ia_reason){
		.code = IA_FIX_PARAMETER, .args = { ia_arg_text(strict_parameter(context)) },
	};
	return why;
}

static struct ia_because why_attached(const struct ia_device *device)
{
	struct ia_because why;

	if (device->domain == device->default_domain || !ia_is_value(device->domain) ||
	    device->domain == IA_DOMAIN_NONE)
		return (struct ia_because){ 0 };
	if (!ia_user_owned(device)) {
		why = ia_because(IA_BECAUSE_DRIVER, false);
	} else {
		why = ia_because(device->driver.known ? IA_BECAUSE_USER_SPACE :
						     IA_BECAUSE_USER_SPACE_MATE, true);
		why.fix.code = IA_FIX_CLOSE_GROUP;
	}
	why.cause.args[0] = ia_arg_text(device->driver.known ? device->driver.text : "-");
	return why;
}

static struct ia_because why_no_table(const struct ia_facts *f)
{
	struct ia_because why = ia_because(IA_BECAUSE_NO_TABLE, true);

	if (f->translation == IA_TRANSLATION_UNLISTED)
		why.cause.code = IA_BECAUSE_UNLISTED;
	else
		why.fix.code = IA_FIX_FIRMWARE;
	return why;
}

static struct ia_because why_on(const struct ia_context *context, enum ia_vendor vendor)
{
	bool debian = context->lint->release.debian;

	if (vendor == IA_VENDOR_AMD)
		return ia_because(IA_BECAUSE_AMD_DEFAULT, true);
	if (!ia_is_value(built(context)->vtd))
		return ia_because(debian ? IA_BECAUSE_VTD_DEBIAN : IA_BECAUSE_VTD_DEFAULT, debian);
	return vtd_by_default(context) == IA_YES ? ia_because(IA_BECAUSE_VTD_BUILT_ON, true) :
						   ia_because(IA_BECAUSE_VTD_OPT_IN, false);
}

static struct ia_because not_built(enum ia_vendor vendor)
{
	struct ia_because why = ia_because(IA_BECAUSE_NOT_BUILT, true);

	why.cause.args[0] = ia_arg_text(vendor == IA_VENDOR_AMD ? "CONFIG_AMD_IOMMU" :
								  "CONFIG_INTEL_IOMMU");
	return why;
}

static struct ia_because why_off(const struct ia_context *context, enum ia_vendor vendor,
				 const struct ia_lint_parameter *own)
{
	struct ia_because why = ia_because(own ? IA_BECAUSE_OFF_THOUGH_REQUESTED :
					      IA_BECAUSE_OFF_THOUGH_DEFAULT, false);

	if (vendor == IA_VENDOR_AMD ? built(context)->amd_vi == IA_NO :
				      built(context)->vtd == IA_VTD_DEFAULT_NOT_BUILT)
		return not_built(vendor);
	if (own || vendor != IA_VENDOR_VTD)
		return why;
	if (vtd_by_default(context) == IA_NO)
		why = ia_because(IA_BECAUSE_VTD_BUILT_OFF, true);
	else if (vtd_by_default(context) == IA_FLAG_UNKNOWN)
		why.cause.code = IA_BECAUSE_VTD_NOT_DEFAULT;
	why.fix = (struct ia_reason){
		.code = IA_FIX_PARAMETER, .args = { ia_arg_text("intel_iommu=on") },
	};
	return why;
}

/* Why DMA is translated, or is not. */
struct ia_because ia_translation_why(const struct ia_context *context)
{
	const struct ia_facts *f = context->facts;
	const struct ia_lint *lint = context->lint;
	enum ia_vendor vendor = context->machine->vendor;
	const struct ia_lint_parameter *stop =
		ia_lint_sets(lint, IA_SETTING_DMA_OFF, IA_SET_ON);
	const struct ia_lint_parameter *own =
		ia_lint_setting(lint, vendor == IA_VENDOR_AMD ? IA_SETTING_AMD : IA_SETTING_VTD);
	bool on = f->translation == IA_TRANSLATION_ON || f->translation == IA_TRANSLATION_PARTLY;
	bool wanted = own && own->to != IA_SET_OFF;
	struct ia_because why;

	if (!on && context->machine->identity.privileged == IA_YES)
		return ia_because(IA_BECAUSE_HYPERVISOR, false);
	if (!ia_is_value(vendor))
		return ia_lists_units(context->machine) ? why_no_table(f) :
		       ia_because(IA_BECAUSE_UNITS_UNREAD, false);
	if (stop && !on)
		return requested(stop, IA_BECAUSE_REQUESTED_NO_IOMMU);
	if (own && wanted == on)
		return requested(own, on ? IA_BECAUSE_REQUESTED : IA_BECAUSE_REQUESTED_OFF);
	if (own && on) {
		why = ia_because(IA_BECAUSE_FORCED, false);
		why.cause.args[0] = ia_arg_text(own->text);
		return why;
	}
	if (!on && f->translation != IA_TRANSLATION_OFF &&
	    f->translation != IA_TRANSLATION_UNUSED)
		return ia_because(IA_BECAUSE_UNITS_UNREAD, false);
	return on ? why_on(context, vendor) : why_off(context, vendor, own);
}

/**
 * ia_domain_explain() - find out why a device has its domain
 * @context: a machine and its command line
 * @device: the device
 * @why: filled
 */
void ia_domain_explain(const struct ia_context *context, const struct ia_device *device,
		       struct ia_domain_why *why)
{
	enum ia_mode mode = ia_mode(device->default_domain, device->flush);

	*why = (struct ia_domain_why){ .attached = why_attached(device) };
	if (mode == IA_MODE_UNKNOWN)
		why->type = ia_because(IA_BECAUSE_DOMAIN_UNKNOWN, false);
	else if (ia_waits_for_driver(context->machine, device))
		why->type = ia_because(IA_BECAUSE_NO_DRIVER_YET, true);
	else if (mode == IA_MODE_ABSENT || mode == IA_MODE_NONE)
		why->type = ia_translation_why(context);
	else if (mode == IA_MODE_IDENTITY)
		why->type = why_identity(context, device);
	else
		why->type = why_translated(context, device);
	if (mode == IA_MODE_STRICT)
		why->flush = why_strict(context, device);
	else if (mode == IA_MODE_LAZY)
		why->flush = why_lazy(context, device);
	else if (mode == IA_MODE_DMA)
		why->flush = ia_because(IA_BECAUSE_FLUSH_UNKNOWN, false);
}
