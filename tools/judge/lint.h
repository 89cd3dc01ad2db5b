/* SPDX-License-Identifier: GPL-2.0 */
/* lint*.c: what becomes of each parameter of a kernel command line */
#ifndef IA_JUDGE_LINT_H
#define IA_JUDGE_LINT_H

#include "../machine/cmdline.h"
#include "../machine/machine.h"
#include "parameters.h"
#include "reason.h"

/* What the kernel does with a parameter. The arguments stand behind each. */
enum ia_lint_effect {
	IA_EFFECT_NONE,
	IA_EFFECT_RULE,			/* what its rule says */
	IA_EFFECT_BARE,			/* what its entry says of a name without a value */
	IA_EFFECT_UNREAD,		/* nothing reads the word */
	IA_EFFECT_NEWER,		/* major, minor: nothing reads it before that kernel */
	IA_EFFECT_NEWER_RULE,		/* major, minor: another rule holds before */
	IA_EFFECT_NEWER_PARAMETER,	/* major, minor: the parameter is not known before */
	IA_EFFECT_NO_VALUE,		/* and nothing reads it without one */
	IA_EFFECT_NOT_BUILT,		/* option: Debian builds this kernel without */
	IA_EFFECT_NOT_OF_MODULE,	/* its module has no such parameter */
	IA_EFFECT_NOT_KNOWN,		/* no kernel has such a parameter */
	IA_EFFECT_STOPPED,		/* word: what stopped the parser */
	IA_EFFECT_EMPTY,		/* an empty value */
	IA_EFFECT_FOR_INIT,		/* behind "--" */
	IA_EFFECT_LATER,		/* parameter: one that comes later and wins */
	IA_EFFECT_STAYS,		/* parameter: one that cannot be unset */
	IA_EFFECT_NO_IOMMU,		/* parameter: one that stops every IOMMU */
	IA_EFFECT_OVERFLOW,		/* number: what the kernel has room for */
	IA_EFFECT_OTHER_ARCH,		/* architecture: whose kernels alone know it */
	IA_EFFECT_CONFIG_UNFIXED,	/* config_acs=, on kernels with the mask the wrong way */
	IA_EFFECT_REDIR_UNFIXED,	/* disable_acs_redir=, likewise */
	IA_EFFECT_HUGE_NO_SIZE,		/* value: the size in front of it is none */
	IA_EFFECT_HUGE_TWICE,		/* value: a count for this size was there */
	IA_EFFECT_HUGE_SIZE_TWICE,	/* value: the size was there */
	IA_EFFECT_HUGE_DEFAULT_TWICE,	/* value: a default was there */
	IA_EFFECT_HUGE_NO_COUNT,	/* no count follows the size */
	IA_EFFECT_LOST,			/* parameter: what was read; parameter: what was not */
	IA_EFFECT_LOST_ID,		/* parameter: what was read; id: what was not */
	IA_EFFECT_DOM0,			/* of Xen's dom0, which has no IOMMU */
	IA_EFFECT_DOM0_VFIO,		/* the same for vfio-pci */
	IA_EFFECT_SPLIT,		/* id: what a blank parted from the list */
};

/* Where a parameter goes that no code of the kernel has registered. */
enum ia_fate {
	IA_FATE_NONE,
	IA_FATE_INIT,			/* handed to init */
	IA_FATE_INIT_LOGGED,		/* the same, and the kernel lists it */
	IA_FATE_MODULE,			/* handed to its module, which logs it */
};

/* What else is to be known of a parameter. */
enum ia_note {
	IA_NOTE_NONE,
	IA_NOTE_NOT_DEBIAN,		/* the kernel lacks a patch of Debian's */
	IA_NOTE_NOT_BUILT,		/* option: Debian builds its kernels without */
	IA_NOTE_CONFIG,			/* option: needed, and not known */
	IA_NOTE_BEGINNING,		/* word: only the beginning counts */
	IA_NOTE_INSIDE,			/* word: looked for at each letter */
	IA_NOTE_TRANSLATED_ONLY,	/* strict or lazy, beside passthrough */
	IA_NOTE_INDEPENDENT,		/* intremap=off, beside VT-d */
	IA_NOTE_CONFIG_ACS_WINS,
	IA_NOTE_OTHER_VENDOR,
	IA_NOTE_BACKPORTS,
	IA_NOTE_OWN,			/* a distribution that takes changes as it likes */
	IA_NOTE_MAYBE_UNFIXED,		/* config_acs=: the fix may not be there */
	IA_NOTE_FIRST_ALONE,		/* of a list the first device alone is set */
	IA_NOTE_HUGE_PAGES,		/* text: how many of which size */
	IA_NOTE_ALSO_STUB,		/* id: pci-stub is to have it as well */
	IA_NOTE_ALSO_VFIO,		/* id: vfio-pci is to have it as well */
	IA_NOTE_MAYBE_LACKS,		/* subject: the change that brought it may not be there */
	IA_NOTE_SAME_AS_1,		/* a bool without a value */
	IA_NOTE_FORCED_TBOOT,		/* what can still force VT-d on, with iommu=off: tboot */
	IA_NOTE_FORCED_OPTIN,		/* and a platform's opt-in */
	IA_NOTE_FORCED_MAYBE,		/* subject: that, without this change */
	IA_NOTE_IDLE,			/* parameter: one that leaves it nothing to do */
	IA_NOTE_IDLE_FORCED,		/* parameter: likewise, unless VT-d is forced on */
	IA_NOTE_IDLE_TBOOT,		/* parameter: likewise, but for tboot */
	IA_NOTE_IDLE_VTD,		/* parameter: likewise with VT-d */
	IA_NOTE_IDLE_AMD,		/* parameter: likewise with AMD-Vi */
	IA_NOTE_IDLE_EXTENDED,		/* parameter: without extended configuration space */
	IA_NOTE_IDLE_MODULE,		/* vfio-pci is never loaded */
	IA_NOTE_X2APIC_PANIC,		/* with interrupt remapping off older kernels panic */
	IA_NOTE_NOT_REMAPPED,		/* parameter: with it no interrupt is remapped */
	IA_NOTE_NEWER,			/* verdict: of newer kernels, on one of Red Hat's */
};

/**
 * struct ia_lint_parameter - a parameter that matters, and what becomes of it
 * @token: the token it is in
 * @text: the word with the name of its parameter: "pci=noats"
 * @verdict: what becomes of it
 * @entry: the parameter in the table, or NULL when no kernel knows the name
 * @rule: the rule that speaks of it, or NULL
 * @value: the text behind the word of @rule
 * @logged: what the kernel prints when it does not know the word
 * @effect: enum ia_lint_effect
 * @fate: where it goes when nothing of the kernel reads it
 * @notes: enum ia_note
 * @nnotes: number of @notes
 * @notes_room: notes there is room for
 * @meant: what was probably meant, or NULL
 * @source: where that was read
 * @setting: what it sets
 * @to: to what
 * @wins: no later parameter can undo it
 * @weakens: protection that would be there is not, with this
 */
struct ia_lint_parameter {
	const struct ia_token *token;
	const char *text;
	enum ia_lint_verdict verdict;
	const struct ia_parameter *entry;
	const struct ia_parameter_rule *rule;
	const char *value;
	const char *logged;
	struct ia_reason effect;
	enum ia_fate fate;
	struct ia_reason *notes;
	size_t nnotes;
	size_t notes_room;
	const char *meant;
	const char *source;
	enum ia_setting setting;
	enum ia_setting_value to;
	bool wins;
	bool weakens;
};

/**
 * struct ia_lint_target - what a command line is for
 * @kernel: release of the kernel
 * @arch: architecture of that kernel, when @kernel does not name it
 * @vendor: whose IOMMU the machine has, where that is known
 * @patched: whether the kernel carries the patch behind pcie_acs_override=, where more than
 *           its name tells
 * @dom0: Xen boots it
 */
struct ia_lint_target {
	struct ia_string kernel;
	enum ia_arch arch;
	enum ia_vendor vendor;
	enum ia_flag patched;
	bool dom0;
};

/**
 * struct ia_huge_request - huge pages that a line asks for
 * @size: in bytes; 0 for the default size where none is named
 * @pages: how many, of all nodes
 */
struct ia_huge_request {
	unsigned long long size;
	unsigned long long pages;
};

/**
 * struct ia_lint - a command line, judged
 * @arena: owner of all of it
 * @cmdline: the line
 * @kernel: release of the kernel that it is for
 * @release: the same, parsed
 * @too_old: nobody read what such a kernel does: the verdicts are for a newer one
 * @vendor: whose IOMMU the machine has, where that is known
 * @arch: architecture of that kernel, where it is known
 * @patched: whether that kernel carries the patch behind pcie_acs_override=
 * @dom0: Xen boots that kernel
 * @parameters: those that matter, in the order of the line
 * @count: number of @parameters
 * @room: parameters there is room for
 * @decides: by setting the parameter that decides it, or NULL; once all are judged
 * @counts: parameters by verdict
 * @weakening: those that take protection away
 * @findings: those that are not just fine, and a line that is cut
 * @cut: the line is longer than what a kernel keeps
 * @huge: huge pages that it asks for, by their sizes
 * @nhuge: number of @huge
 */
struct ia_lint {
	struct ia_arena *arena;
	struct ia_cmdline cmdline;
	struct ia_string kernel;
	struct ia_release release;
	bool too_old;
	enum ia_vendor vendor;
	enum ia_arch arch;
	enum ia_flag patched;
	bool dom0;
	struct ia_lint_parameter *parameters;
	size_t count;
	size_t room;
	const struct ia_lint_parameter *decides[IA_SETTINGS];
	size_t counts[IA_LINT_VERDICTS];
	size_t weakening;
	size_t findings;
	bool cut;
	struct ia_huge_request *huge;
	size_t nhuge;
};

extern const struct ia_wordlist ia_words_lint_verdicts;

/* lint.c */
void ia_lint_line(struct ia_lint *lint, struct ia_arena *arena, const char *line,
		  const struct ia_lint_target *target);
struct ia_lint_target ia_lint_target_of(const struct ia_machine *machine);
const struct ia_lint *ia_lint_machine(const struct ia_machine *machine);

/* lint_list.c */
struct ia_lint_parameter *ia_lint_add(struct ia_lint *lint, const struct ia_token *token,
				      const struct ia_parameter *entry);
void ia_lint_note(const struct ia_lint *lint, struct ia_lint_parameter *parameter,
		  enum ia_note note, const char *text);
bool ia_lint_weakens(const struct ia_lint_parameter *parameter);
bool ia_lint_counts(const struct ia_lint_parameter *parameter);
bool ia_lint_of_display(const struct ia_lint_parameter *parameter);
void ia_lint_decide(struct ia_lint *lint);
const struct ia_lint_parameter *ia_lint_setting(const struct ia_lint *lint,
						enum ia_setting setting);
const struct ia_lint_parameter *ia_lint_sets(const struct ia_lint *lint, enum ia_setting setting,
					     enum ia_setting_value to);
const char *ia_lint_verdict_word(enum ia_lint_verdict verdict);

/* lint_names.c */
const struct ia_parameter *ia_parameter_find(const struct ia_token *token);
bool ia_parameter_relevant(const struct ia_token *token);
bool ia_lint_has_module(const char *name);
const char *ia_lint_of_module(const char *name);
const char *ia_lint_of_list(struct ia_arena *arena, const char *name);
const char *ia_lint_own_word(struct ia_arena *arena, const char *word);
bool ia_lint_is_slip(const struct ia_token *token, const char **near);

/* lint_idle.c */
void ia_lint_idle(struct ia_lint *lint);
bool ia_lint_refuses_vfio(const struct ia_lint *lint);

/* lint_huge.c */
void ia_lint_huge(struct ia_lint *lint);

/* lint_together.c */
void ia_lint_together(struct ia_lint *lint);

#endif /* IA_JUDGE_LINT_H */
