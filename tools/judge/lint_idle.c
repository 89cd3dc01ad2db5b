// SPDX-License-Identifier: GPL-2.0
/* Parameters that another one of the line leaves nothing to do */
#include "lint.h"
#include "parameters_rules.h"

#include <string.h>

static bool is_entry(const struct ia_lint_parameter *one, const char *name)
{
	return one->entry && !strcmp(one->entry->name, name);
}

static bool has_word(const struct ia_lint_parameter *one, const char *word)
{
	return one->rule && one->rule->word && !strcmp(one->rule->word, word);
}

/* What chooses how DMA is translated: irq_remapping.c and the tables of firmware are apart. */
static bool is_translation(const struct ia_lint_parameter *one)
{
	switch (one->setting) {
	case IA_SETTING_PASSTHROUGH:
	case IA_SETTING_STRICT:
	case IA_SETTING_FORCEDAC:
	case IA_SETTING_SCALABLE:
	case IA_SETTING_PGTABLE:
	case IA_SETTING_IGFX:
		return true;
	default:
		return false;
	}
}

/* Words that say how interrupts are remapped: setup_irqremap(), parse_amd_iommu_intr() */
static bool is_remapping(const struct ia_lint_parameter *one)
{
	static const char *const words[] = { "nosid", "no_x2apic_optout", "nopost", "posted_msi" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (is_entry(one, "intremap") && has_word(one, words[i]))
			return true;
	}
	return is_entry(one, "amd_iommu_intr=");
}

/* What stands in extended configuration space. */
static bool is_extended(const struct ia_lint_parameter *one)
{
	return one->setting == IA_SETTING_ACS_REDIR || one->setting == IA_SETTING_ACS_CONFIG ||
	       one->setting == IA_SETTING_ATS;
}

/* Whether a parameter is read by one vendor's driver alone, or by that of the machine. */
static bool is_of(const struct ia_lint *lint, const struct ia_lint_parameter *one,
		  enum ia_vendor vendor)
{
	return one->entry->vendor == vendor || lint->vendor == vendor;
}

static bool is_vendors(const struct ia_lint_parameter *one, enum ia_vendor vendor)
{
	return one->entry && one->entry->vendor == vendor;
}

/* What is to be said of @one, beside @by; IA_NOTE_NONE: @by leaves it what it does. */
static enum ia_note judge_pair(const struct ia_lint *lint, const struct ia_lint_parameter *one,
			       const struct ia_lint_parameter *by)
{
	bool acpi = by->entry->rules == ia_rules_acpi;

	if (by->setting == IA_SETTING_INTREMAP && by->to == IA_SET_OFF)
		return is_entry(one, "x2apic_phys") ? IA_NOTE_X2APIC_PANIC :
		       is_entry(one, "nox2apic") ? IA_NOTE_NOT_REMAPPED :
		       is_remapping(one) ? IA_NOTE_IDLE : IA_NOTE_NONE;
	if (acpi && (is_remapping(one) || is_entry(one, "intremap") ||
		     is_vendors(one, IA_VENDOR_AMD)))
		return IA_NOTE_IDLE;
	if (by->setting == IA_SETTING_DMA_OFF && is_translation(one))
		return acpi || is_of(lint, one, IA_VENDOR_AMD) ? IA_NOTE_IDLE : IA_NOTE_IDLE_FORCED;
	if (by->setting == IA_SETTING_VTD && by->to == IA_SET_OFF && is_translation(one) &&
	    !is_vendors(one, IA_VENDOR_AMD))
		return is_of(lint, one, IA_VENDOR_VTD) ? IA_NOTE_IDLE_TBOOT :
		       ia_is_value(lint->vendor) ? IA_NOTE_NONE : IA_NOTE_IDLE_VTD;
	if (by->setting == IA_SETTING_AMD && by->to == IA_SET_OFF) {
		if (is_vendors(one, IA_VENDOR_AMD))
			return IA_NOTE_IDLE;
		if ((is_translation(one) || is_entry(one, "intremap")) &&
		    !is_vendors(one, IA_VENDOR_VTD))
			return lint->vendor == IA_VENDOR_AMD ? IA_NOTE_IDLE :
			       ia_is_value(lint->vendor) ? IA_NOTE_NONE : IA_NOTE_IDLE_AMD;
	}
	if (is_entry(by, "nox2apic") &&
	    (is_entry(one, "x2apic_phys") || has_word(one, "no_x2apic_optout")))
		return IA_NOTE_IDLE;
	if (is_entry(by, "pci") && has_word(by, "nommconf") && is_extended(one))
		return IA_NOTE_IDLE_EXTENDED;
	if (is_entry(by, "pci") && has_word(by, "nomsi") && has_word(one, "posted_msi"))
		return IA_NOTE_IDLE;
	return IA_NOTE_NONE;
}

/**
 * ia_lint_refuses_vfio() - tell whether a line keeps everybody from loading vfio-pci
 * @lint: the line
 *
 * module_blacklist= names modules as blacklisted() of kernel/module compares them: as a whole.
 * Of several the last one counts: param_set_charp().
 */
bool ia_lint_refuses_vfio(const struct ia_lint *lint)
{
	const struct ia_token *last = NULL;
	struct ia_words words;
	size_t i;

	for (i = 0; i < lint->cmdline.count; i++) {
		const struct ia_token *token = &lint->cmdline.tokens[i];

		if (!token->init && token->value &&
		    ia_cmdline_same(token->name, "module_blacklist"))
			last = token;
	}
	if (!last)
		return false;
	ia_words_split(lint->arena, last->value, ',', &words);
	for (i = 0; i < words.count; i++) {
		if (!strcmp(words.items[i], "vfio_pci"))
			return true;
	}
	return false;
}

/* What is about IOMMUs: interrupt remapping, and what firmware says of it, are apart. */
static bool is_iommus(const struct ia_lint_parameter *one)
{
	return one->entry->rules == ia_rules_intel_iommu || is_translation(one) ||
	       one->entry->rules == ia_rules_amd_iommu ||
	       (one->entry->rules == ia_rules_iommu && one->setting == IA_SETTING_DMA_OFF);
}

/*
 * Linux looks for no IOMMU in a PV domain: pci_iommu_alloc(). From every domain Xen hides the table
 * of VT-d: acpi_dmar_init() of Xen, drivers/passthrough/vtd/dmar.c.
 */
static void find_hidden(struct ia_lint *lint)
{
	size_t i;

	for (i = 0; lint->dom0 && i < lint->count; i++) {
		struct ia_lint_parameter *one = &lint->parameters[i];
		bool vfio = one->setting == IA_SETTING_VFIO_IDS;

		if (!one->entry || !ia_lint_counts(one) || (!vfio && !is_iommus(one)))
			continue;
		one->verdict = IA_LINT_MISLEADING;
		one->effect = (struct ia_reason){
			.code = vfio ? IA_EFFECT_DOM0_VFIO : IA_EFFECT_DOM0,
		};
		one->source = vfio ? "drivers/vfio/group.c, vfio_group_find_or_alloc()" :
				     "arch/x86/kernel/pci-dma.c, pci_iommu_alloc()";
		one->meant = vfio ? "xen-pciback.hide=(ADDRESS)" : NULL;
		one->nnotes = 0;
		one->weakens = false;
	}
}

/**
 * ia_lint_idle() - say of which parameters another one leaves nothing to do
 * @lint: a line whose parameters are judged, also by each other
 *
 * The verdict stays: the kernel takes the word, and it does no harm.
 */
void ia_lint_idle(struct ia_lint *lint)
{
	bool refused = ia_lint_refuses_vfio(lint);
	size_t i, j;

	for (i = 0; i < lint->count; i++) {
		struct ia_lint_parameter *one = &lint->parameters[i];

		if (!ia_lint_counts(one))
			continue;
		for (j = 0; j < lint->count; j++) {
			const struct ia_lint_parameter *by = &lint->parameters[j];
			enum ia_note note;

			if (i == j || !by->entry || !ia_lint_counts(by))
				continue;
			note = judge_pair(lint, one, by);
			if (note) {
				ia_lint_note(lint, one, note,
					     ia_cmdline_brief(lint->arena, by->text));
				break;
			}
		}
		if (refused && one->setting == IA_SETTING_VFIO_IDS)
			ia_lint_note(lint, one, IA_NOTE_IDLE_MODULE, NULL);
	}
	find_hidden(lint);
}
