/* SPDX-License-Identifier: GPL-2.0 */
/* parameters.c: what kernels do with the parameters that matter here */
#ifndef IA_JUDGE_PARAMETERS_H
#define IA_JUDGE_PARAMETERS_H

#include "../machine/cmdline.h"
#include "../machine/value.h"

/* What becomes of a parameter: enumerator, and its word in text and JSON. */
#define IA_LINT_VERDICTS_LIST(X)						\
	X(OK, "ok")								\
	X(SILENT, "silent")		/* nobody accepts it, and nobody says so */ \
	X(LOGGED, "logged")		/* ignored, with a line in the log */	\
	X(DEPRECATED, "deprecated")	/* works, and there is a better word */	\
	X(MISLEADING, "misleading")	/* does something else than it seems to say */ \
	X(CONFLICT, "conflict")		/* another one of the line undoes it */	\
	X(NEEDS_PATCH, "needs-patch")	/* only kernels with a patch have it */	\
	X(VERSION, "version")		/* not on this kernel */

#define X(name, word)	IA_LINT_##name,
enum ia_lint_verdict { IA_LINT_VERDICTS_LIST(X) IA_LINT_VERDICTS };
#undef X

/* How a kernel finds a parameter by its name; "-" and "_" are the same. */
enum ia_parameter_kind {
	IA_PARAMETER_EARLY,	/* early_param(): the name is this one */
	IA_PARAMETER_SETUP,	/* __setup(): the token begins with this */
	IA_PARAMETER_MODULE,	/* of a module: modprobe hands it over */
	IA_PARAMETER_NONE,	/* none does, whatever follows the name */
};

/* What a value consists of. */
enum ia_value_form {
	IA_VALUE_LIST,		/* words between commas, each for itself */
	IA_VALUE_BOOL,		/* kstrtobool(): judged as the word 0 or 1 */
	IA_VALUE_TEXT,		/* one text, with all commas in it */
	IA_VALUE_FLAG,		/* none is needed, and any is ignored */
};

/* What a word sets; of words that set the same, mostly the last one wins. */
enum ia_setting {
	IA_SETTING_NONE,
	IA_SETTING_VTD,
	IA_SETTING_AMD,
	IA_SETTING_DMA_OFF,
	IA_SETTING_PASSTHROUGH,
	IA_SETTING_STRICT,
	IA_SETTING_FORCEDAC,
	IA_SETTING_INTREMAP,
	IA_SETTING_POSTING,
	IA_SETTING_SCALABLE,
	IA_SETTING_PGTABLE,
	IA_SETTING_IGFX,
	IA_SETTING_ACS_REDIR,
	IA_SETTING_ACS_CONFIG,
	IA_SETTING_ATS,
	IA_SETTING_EARLY_DMA,
	IA_SETTING_VFIO_IDS,
	IA_SETTING_STUB_IDS,
	IA_SETTING_SWIOTLB,
	IA_SETTINGS
};

/* To what. */
enum ia_setting_value {
	IA_SET_NOTHING,
	IA_SET_ON,
	IA_SET_OFF,
	IA_SET_V1,
	IA_SET_V2,
	IA_SET_VALUE,		/* the text behind the word of the rule */
};

/* How a rule finds its word, and what else it means. */
enum ia_match_flags {
	IA_MATCH_WHOLE = 1,	/* compared as a whole, not by its beginning */
	IA_MATCH_WINS = 2,	/* what it sets cannot be unset by a later word */
	IA_MATCH_STOPS = 4,	/* the words behind it are not read */
	IA_MATCH_HERE = 8,	/* on other kernels, the next rule that fits counts */
	IA_MATCH_DEBIAN = 16,	/* a patch of Debian's */
	IA_MATCH_NO_DEBIAN = 32, /* Debian builds its kernels without @config */
	IA_MATCH_OPEN = 64,	/* text may follow the word: it is a beginning */
	IA_MATCH_INSIDE = 128,	/* looked for at each letter, not just at the first */
	IA_MATCH_WEAKENS = 256,	/* protection that would be there is not, with this */
	IA_MATCH_PVE = 512,	/* Proxmox VE's kernels alone */
	IA_MATCH_OVERRIDE = 1024, /* kernels with the patch behind pcie_acs_override= alone */
};

/* What more is to be said of the text behind the word. */
enum ia_detail {
	IA_DETAIL_NONE,
	IA_DETAIL_ACS_REQUESTS,	/* what config_acs= sets and clears */
	IA_DETAIL_ACS_WRONG,	/* what it does not understand */
	IA_DETAIL_REDIR_WRONG,	/* what disable_acs_redir= does not understand */
	IA_DETAIL_ADDRESSES,	/* which ids are addresses, and what those are read as */
	IA_DETAIL_BAD_IDS,	/* which ids are none */
	IA_DETAIL_OVERRIDE,	/* which words pcie_acs_override= does not know */
};

/**
 * struct ia_kernel_range - some kernels
 * @from: the first, as major * 1000 + minor; 0 for the oldest known
 * @until: the first that is none of them; 0 for no end
 */
struct ia_kernel_range {
	unsigned int from;
	unsigned int until;
};

/**
 * struct ia_parameter_rule - what becomes of a word
 * @word: the word, or its beginning; NULL for every one
 * @flags: enum ia_match_flags
 * @verdict: what becomes of it
 * @kernels: which kernels have it
 * @change: the change that brought it, where stable kernels got that too: enum ia_quirk_change
 * @arch: kernels of which architecture; unknown: of all
 * @setting: what it sets
 * @to: to what
 * @most: how many such tokens a kernel takes; 0 for any number
 * @fits: when not NULL, whether the rule is for this text behind @word
 * @detail: what more is to be said, in front of @effect
 * @config: the build option that it needs, or NULL
 * @effect: what the kernel does with it
 * @log: what the kernel prints of a word that it does not know, with @ for
 *       that word and all behind it; NULL where @effect says everything
 * @meant: what was probably meant, or NULL
 * @source: where that was read: a function of the kernel or a document
 */
struct ia_parameter_rule {
	const char *word;
	unsigned int flags;
	enum ia_lint_verdict verdict;
	struct ia_kernel_range kernels;
	unsigned int change;
	enum ia_arch arch;
	enum ia_setting setting;
	enum ia_setting_value to;
	size_t most;
	bool (*fits)(struct ia_arena *arena, const char *rest);
	enum ia_detail detail;
	const char *config;
	const char *effect;
	const char *log;
	const char *meant;
	const char *source;
};

/* What has no source is no rule. */
#define IA_RULES_END	{ .source = NULL }

/**
 * struct ia_parameter - one parameter and all words of its value
 * @name: as the kernel registers it
 * @kind: how it is found
 * @value: what its value consists of
 * @bare: the verdict on the name without a value; a name that is to end in "="
 *        is unread then
 * @bare_effect: what becomes of that
 * @rules: the words, the first one that fits counts; behind the last IA_RULES_END
 * @from: the first kernel that has it, as in &struct ia_kernel_range
 * @config: the build option without which no kernel code knows the name, or NULL
 * @debian_from: Debian builds older kernels without @config; 0 for all so far
 * @debian_arm64: Debian builds its kernels for arm64 with @config
 * @arch: the architecture whose kernels know the name; unknown: all do
 * @elsewhere: what is meant by it on another architecture, or NULL
 * @vendor: whose driver reads it
 * @some: words without a rule are no matter of this tool
 * @cuts: the value is cut at its commas before a word is logged
 * @display: it is about what the host shows on a display, which matters to who gives one away
 */
struct ia_parameter {
	const char *name;
	enum ia_parameter_kind kind;
	enum ia_value_form value;
	enum ia_lint_verdict bare;
	const char *bare_effect;
	const struct ia_parameter_rule *rules;
	unsigned int from;
	const char *config;
	unsigned int debian_from;
	bool debian_arm64;
	enum ia_arch arch;
	const char *elsewhere;
	enum ia_vendor vendor;
	bool some;
	bool cuts;
	bool display;
};

extern const struct ia_parameter ia_parameters[];
extern const size_t ia_parameters_count;

/* parameter_values.c: whether a value has the form that its name says */
bool ia_fits_ioapic(struct ia_arena *arena, const char *rest);
bool ia_fits_ioapic_old(struct ia_arena *arena, const char *rest);
bool ia_fits_ioapic_oldest(struct ia_arena *arena, const char *rest);
bool ia_fits_acpihid(struct ia_arena *arena, const char *rest);
bool ia_fits_acpihid_old(struct ia_arena *arena, const char *rest);
bool ia_fits_acpihid_oldest(struct ia_arena *arena, const char *rest);
bool ia_fits_several_videos(struct ia_arena *arena, const char *rest);
bool ia_fits_config_acs(struct ia_arena *arena, const char *rest);
bool ia_fits_acs_redir(struct ia_arena *arena, const char *rest);
bool ia_fits_swiotlb(struct ia_arena *arena, const char *rest);
bool ia_fits_swiotlb_force(struct ia_arena *arena, const char *rest);
bool ia_fits_swiotlb_noforce(struct ia_arena *arena, const char *rest);
bool ia_fits_swiotlb_areas(struct ia_arena *arena, const char *rest);
bool ia_fits_swiotlb_areas_force(struct ia_arena *arena, const char *rest);
bool ia_fits_swiotlb_areas_noforce(struct ia_arena *arena, const char *rest);
bool ia_fits_swiotlb_hiwater(struct ia_arena *arena, const char *rest);
bool ia_fits_vfio_ids(struct ia_arena *arena, const char *rest);
bool ia_fits_some_ids(struct ia_arena *arena, const char *rest);
bool ia_fits_no_ids(struct ia_arena *arena, const char *rest);
bool ia_is_id(const char *word);
bool ia_fits_override(struct ia_arena *arena, const char *rest);
bool ia_fits_some_override(struct ia_arena *arena, const char *rest);
bool ia_is_override(const char *word);
bool ia_is_address_id(const char *word, unsigned int *vendor, unsigned int *device);
bool ia_fits_address_ids(struct ia_arena *arena, const char *rest);
bool ia_fits_number(struct ia_arena *arena, const char *rest);
bool ia_fits_count(struct ia_arena *arena, const char *rest);
bool ia_fits_zero(struct ia_arena *arena, const char *rest);
bool ia_fits_igb_vfs(struct ia_arena *arena, const char *rest);
bool ia_fits_ixgbe_vfs(struct ia_arena *arena, const char *rest);
bool ia_fits_mlx4_numbers(struct ia_arena *arena, const char *rest);
bool ia_fits_mlx4_vfs(struct ia_arena *arena, const char *rest);
bool ia_fits_node_counts(struct ia_arena *arena, const char *rest);
unsigned long long ia_huge_size(const char *rest);
bool ia_fits_huge_size(struct ia_arena *arena, const char *rest);
bool ia_fits_huge_size_arm64(struct ia_arena *arena, const char *rest);

#endif /* IA_JUDGE_PARAMETERS_H */
