// SPDX-License-Identifier: GPL-2.0
/* Sentences about a judged parameter of a kernel command line */
#include "lint.h"

#include <string.h>

#include "../machine/quirks.h"
#include "causes.h"
#include "label.h"
#include "text.h"

static const char *const effects[] = {
	[IA_EFFECT_UNREAD] = "nothing reads it",
	[IA_EFFECT_NEWER] = "new in Linux {0}.{1}; here: nothing reads it",
	[IA_EFFECT_NEWER_RULE] = "new in Linux {0}.{1}; here: {2}",
	[IA_EFFECT_NEWER_PARAMETER] = "new in Linux {0}.{1}; here nothing reads it",
	[IA_EFFECT_NO_VALUE] = "has no value, so no kernel code reads it",
	[IA_EFFECT_OTHER_ARCH] = "only kernels for {0} know it",
	[IA_EFFECT_NOT_BUILT] = "Debian builds this kernel without {0}",
	[IA_EFFECT_NOT_OF_MODULE] = "its module has no parameter of this name",
	[IA_EFFECT_NOT_KNOWN] = "no kernel reads a parameter of this name",
	[IA_EFFECT_STOPPED] = "not read: parsing stops at {0}",
	[IA_EFFECT_EMPTY] = "an empty value: nothing happens",
	[IA_EFFECT_FOR_INIT] = "after \"--\": it goes to init, not to the kernel",
	[IA_EFFECT_LATER] = "undone by {0}, which comes later and wins",
	[IA_EFFECT_STAYS] = "undone by {0}, which cannot be unset",
	[IA_EFFECT_NO_IOMMU] = "undone by {0}, which stops every IOMMU",
	[IA_EFFECT_CONFIG_UNFIXED] = "this kernel lacks a fix: bits named with 1 are set, bits named "
		"with 0 keep what firmware left",
	[IA_EFFECT_REDIR_UNFIXED] = "this kernel lacks a fix: SrcValid, TransBlk, UpstreamFwd and "
		"DirectTrans are set, ReqRedir, CmpltRedir and EgressCtrl keep what firmware left",
	[IA_EFFECT_HUGE_NO_SIZE] = "logged as \"HugeTLB: hugepages={0} does not follow a valid "
		"hugepagesz, ignoring\"",
	[IA_EFFECT_HUGE_TWICE] = "logged as \"HugeTLB: hugepages= specified twice without "
		"interleaving hugepagesz=, ignoring hugepages={0}\"",
	[IA_EFFECT_HUGE_SIZE_TWICE] = "logged as \"HugeTLB: hugepagesz={0} specified twice, "
		"ignoring\"; so is the hugepages= after it",
	[IA_EFFECT_HUGE_DEFAULT_TWICE] = "logged as \"HugeTLB: default_hugepagesz previously "
		"specified, ignoring {0}\"",
	[IA_EFFECT_HUGE_NO_COUNT] = "reserves no page of this size: no hugepages= follows it",
	[IA_EFFECT_DOM0] = "the command line of Xen's dom0: Xen owns the IOMMUs, and Linux "
		"finds none; iommu= on Xen's own command line decides",
	[IA_EFFECT_DOM0_VFIO] = "the command line of Xen's dom0: there is no IOMMU for VFIO, "
		"so vfio-pci binds to no device; Xen assigns those of xen-pciback",
	[IA_EFFECT_LOST] = "read as {0}; {1} is lost: a blank separates parameters",
	[IA_EFFECT_LOST_ID] = "read as {0}; {1} is lost: commas separate ids, not blanks",
	[IA_EFFECT_SPLIT] = "the blank ends the list: {0} is a separate word, which goes to init",
	[IA_EFFECT_OVERFLOW] = "the kernel has room for only {0}: logged as an overflow, and "
		"ignored",
};

static const char *const fates[] = {
	[IA_FATE_NONE] = "",
	[IA_FATE_INIT] = ": it goes to init, not to the kernel",
	[IA_FATE_INIT_LOGGED] = ": logged under \"Unknown kernel command line parameters\", "
		"and passed to init",
	[IA_FATE_MODULE] = ": logged as an unknown parameter when the module is loaded, and ignored",
};

static const char *const notes[] = {
	[IA_NOTE_NOT_DEBIAN] = "this is not a Debian kernel",
	[IA_NOTE_NOT_BUILT] = "Debian builds its kernels without {0}",
	[IA_NOTE_CONFIG] = "needs a kernel with {0}, which is not known",
	[IA_NOTE_BEGINNING] = "read as \"{0}\": only the prefix is compared",
	[IA_NOTE_INSIDE] = "read as \"{0}\": it is matched at any position",
	[IA_NOTE_TRANSLATED_ONLY] = "with passthrough only for devices that are translated "
		"anyway",
	[IA_NOTE_INDEPENDENT] = "VT-d still translates DMA: the two are independent",
	[IA_NOTE_CONFIG_ACS_WINS] = "a function that config_acs= names too gets what config_acs= requests",
	[IA_NOTE_OTHER_VENDOR] = "harmless on this {0} machine",
	[IA_NOTE_OWN] = "a distribution kernel: it may have backports",
	[IA_NOTE_MAYBE_UNFIXED] = "Linux 6.11 to 6.14 need a fix (9cf8a952d57b) for it, which this "
		"kernel may lack: then only the first device of a list is set, and bits to be "
		"cleared keep what firmware left",
	[IA_NOTE_FIRST_ALONE] = "only the first device of the list is set: the rest is logged as "
		"\"PCI: Can't parse ACS command line parameter\"",
	[IA_NOTE_HUGE_PAGES] = "{0}",
	[IA_NOTE_ALSO_STUB] = "pci-stub is requested for {0} as well, and gets it first if it is built in",
	[IA_NOTE_ALSO_VFIO] = "vfio-pci is requested for {0} as well: the driver that is "
		"loaded first gets it",
	[IA_NOTE_MAYBE_LACKS] = "this kernel may lack \"{0}\", and then ignores it with a line in the "
		"log",
	[IA_NOTE_SAME_AS_1] = "without a value, the same as 1",
	[IA_NOTE_FORCED_TBOOT] = "tboot can still force VT-d on",
	[IA_NOTE_FORCED_OPTIN] = "tboot or a platform's opt-in can still force VT-d on",
	[IA_NOTE_FORCED_MAYBE] = "tboot can still force VT-d on; a platform's opt-in too, unless this "
		"kernel has \"{0}\"",
	[IA_NOTE_IDLE] = "with {0} it has no effect",
	[IA_NOTE_IDLE_FORCED] = "with {0} it has no effect, unless tboot or a platform's opt-in "
		"forces VT-d on",
	[IA_NOTE_IDLE_TBOOT] = "with {0} it has no effect, unless tboot forces VT-d on",
	[IA_NOTE_IDLE_VTD] = "with {0} it has no effect where the IOMMU is VT-d",
	[IA_NOTE_IDLE_AMD] = "with {0} it has no effect where the IOMMU is AMD-Vi",
	[IA_NOTE_IDLE_EXTENDED] = "with {0} it has no effect where extended configuration "
		"space is only reachable through MMCONFIG",
	[IA_NOTE_IDLE_MODULE] = "with module_blacklist=vfio_pci the module is never loaded",
	[IA_NOTE_X2APIC_PANIC] = "with {0}, kernels without \"x86/apic: Fix kernel panic when "
		"booting with intremap=off and x2apic_phys\" do not boot",
	[IA_NOTE_NOT_REMAPPED] = "with {0} no interrupt is remapped, in any mode",
	[IA_NOTE_NEWER] = "Red Hat kernels have many backports; the verdict of newer kernels is: {0}",
	[IA_NOTE_BACKPORTS] = "Red Hat kernels have many backports: this one may have it",
};

static const char *const wrongs[] = {
	[IA_ACS_RIGHT] = "",
	[IA_ACS_NO_FLAGS] = "no flags: write FLAGS@DEVICE",
	[IA_ACS_BAD_FLAG] = "flags are written with 0, 1 and x",
	[IA_ACS_MORE_FLAGS] = "there are seven flags: DT EC UF CR RR TB SV, SV the last",
	[IA_ACS_NO_DEVICE] = "no device",
	[IA_ACS_BAD_IDS] = "not of the form pci:vendor:device[:subvendor:subdevice]",
	[IA_ACS_BAD_PATH] = "not of the form [domain:]bus:dev.fn[/dev.fn]...",
};

/* pci_dev_str_match(): an id of 0 is any. */
static const char *whose(const struct ia_pci_match *match)
{
	if (!match->by_ids || (match->vendor && match->device))
		return "";
	return match->vendor ? " (every function of this vendor with ACS)" :
	       match->device ? " (of any vendor)" : " (every function with ACS)";
}

static const char *requests_text(struct ia_arena *arena, const char *value)
{
	struct ia_acs_requests requests;
	struct ia_buf buf = { .arena = arena };
	size_t i;

	ia_acs_requests_parse(arena, value, false, &requests);
	for (i = 0; i < requests.count; i++) {
		const struct ia_acs_request *one = &requests.items[i];
		unsigned int clears = one->mask & ~one->flags;

		ia_buf_add(&buf, "%s%s%s: ", i ? "; " : "", one->device, whose(&one->match));
		if (one->flags)
			ia_buf_add(&buf, "sets %s", ia_bits_text(arena, one->flags));
		if (clears)
			ia_buf_add(&buf, "%sclears %s", one->flags ? ", " : "",
				   ia_bits_text(arena, clears));
		if (!one->mask)
			ia_buf_add(&buf, "changes nothing");
	}
	return buf.text;
}

/* Which words of a list of ids are addresses. */
static const char *addresses_text(struct ia_arena *arena, const char *value)
{
	struct ia_buf buf = { .arena = arena };
	unsigned int vendor, device;
	struct ia_words words;
	size_t i;

	ia_words_split(arena, value, ',', &words);
	for (i = 0; i < words.count; i++) {
		if (ia_is_address_id(words.items[i], &vendor, &device))
			ia_buf_add(&buf, "%s%s is an address: read as the id %04x:%04x",
				   buf.len ? "; " : "", words.items[i], vendor & 0xffff,
				   device & 0xffff);
	}
	return buf.text;
}

/* Which words of a list are none of its kind. */
static const char *others_text(struct ia_arena *arena, const char *value,
			       bool (*is)(const char *word), const char *what)
{
	struct ia_buf buf = { .arena = arena };
	struct ia_words words;
	size_t i;

	ia_words_split(arena, value, ',', &words);
	for (i = 0; i < words.count; i++) {
		if (*words.items[i] && !is(words.items[i]))
			ia_buf_add(&buf, "%s%s", buf.len ? ", " : "", words.items[i]);
	}
	return ia_format(arena, "%s %s", ia_cmdline_brief(arena, buf.text), what);
}

static const char *detail_text(struct ia_arena *arena, enum ia_detail detail, const char *value)
{
	struct ia_acs_requests requests;

	if (detail == IA_DETAIL_ACS_REQUESTS)
		return requests_text(arena, value);
	if (detail == IA_DETAIL_ADDRESSES)
		return addresses_text(arena, value);
	if (detail == IA_DETAIL_BAD_IDS)
		return others_text(arena, value, ia_is_id, "logged as \"invalid id string\"");
	if (detail == IA_DETAIL_OVERRIDE)
		return others_text(arena, value + 1, ia_is_override,
				   "not known to the patch");
	return wrongs[ia_acs_requests_parse(arena, value, detail == IA_DETAIL_REDIR_WRONG,
					    &requests)];
}

/* What the kernel does by the rule of a parameter. */
static const char *rule_text(struct ia_arena *arena, const struct ia_lint_parameter *one)
{
	const struct ia_parameter_rule *rule = one->rule;

	if (rule->log)
		return ia_format(arena, "logged as \"%.*s%s%s\", and ignored",
				 (int)strcspn(rule->log, "@"), rule->log,
				 ia_cmdline_brief(arena, one->logged),
				 strchr(rule->log, '@') + 1);
	return rule->detail ? ia_format(arena, "%s; %s",
					detail_text(arena, rule->detail,
						    one->value), rule->effect) :
			      rule->effect;
}

/**
 * ia_lint_effect_text() - what the kernel does with a parameter
 * @machine: for its memory
 * @parameter: the judged parameter
 *
 * Return: a sentence without its end, or NULL.
 */
const char *ia_lint_effect_text(const struct ia_machine *machine,
				const struct ia_lint_parameter *parameter)
{
	struct ia_reason effect = parameter->effect;
	const char *text;

	switch (effect.code) {
	case IA_EFFECT_NONE:
		return NULL;
	case IA_EFFECT_RULE:
		return rule_text(machine->arena, parameter);
	case IA_EFFECT_BARE:
		return parameter->entry->bare_effect;
	case IA_EFFECT_NEWER_RULE:
		effect.args[2] = ia_arg_text(rule_text(machine->arena, parameter));
		break;
	}
	text = ia_reason_text(machine, effects, &effect);
	return parameter->fate ? ia_format(machine->arena, "%s%s", text, fates[parameter->fate]) :
				 text;
}

/**
 * ia_lint_rules_text() - which kernel's rules a line was judged by
 * @arena: the owner of the text
 * @lint: the judged line
 *
 * Nothing below Linux 5.10 was read: of Red Hat's kernels with such a number that is all there is.
 */
const char *ia_lint_rules_text(struct ia_arena *arena, const struct ia_lint *lint)
{
	if (!lint->release.known)
		return "kernel not known: rules of the newest";
	if (!ia_release_from(lint->release, IA_OLDEST_MAJOR, IA_OLDEST_MINOR))
		return ia_format(arena, "rules of Linux %d.%d for kernel %s, which may lack "
				 "some: nothing older was studied",
				 IA_OLDEST_MAJOR, IA_OLDEST_MINOR, lint->kernel.text);
	return ia_format(arena, "rules of kernel %s", lint->kernel.text);
}

/**
 * ia_lint_notes_text() - what else is to be known of a parameter
 * @m: for its memory
 * @one: the judged parameter
 *
 * Return: sentences without their end, or NULL.
 */
const char *ia_lint_notes_text(const struct ia_machine *m, const struct ia_lint_parameter *one)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	for (i = 0; i < one->nnotes; i++)
		ia_buf_add(&buf, "%s%s", i ? "; " : "",
			   ia_reason_text(m, notes, &one->notes[i]));
	return buf.text;
}
