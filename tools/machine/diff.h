/* SPDX-License-Identifier: GPL-2.0 */
/* diff.c, diff_*.c: what is different between two readings of a machine */
#ifndef IA_MACHINE_DIFF_H
#define IA_MACHINE_DIFF_H

#include "machine.h"

/* What a difference means something to, in the order of the answer: X(NAME, "word") */
#define IA_CATEGORIES(X)							\
	X(PLATFORM, "platform")		/* board, firmware, processors: told first */ \
	X(IOMMU, "iommu")		/* units, whether they translate and remap */ \
	X(HOST_DMA, "host_dma")		/* what the host's own drivers' DMA can reach */ \
	X(ISOLATION, "isolation")	/* groups, and the ACS bits that make them */ \
	X(DEVICES, "devices")		/* what is there */			\
	X(PASSTHROUGH, "passthrough")	/* what VFIO and its configuration need */ \
	X(VFS, "virtual_functions")						\
	X(P2P, "peer_to_peer")							\
	X(FAULTS, "faults")							\
	X(SOFTWARE, "software")		/* kernel, command line, what could be seen */

/* In the order of the answer. */
#define IA_TRENDS(X)								\
	X(WORSE, "worse")							\
	X(INCONCLUSIVE, "inconclusive")	/* one of the two does not know */	\
	X(CHANGED, "changed")		/* neither better nor worse */		\
	X(BETTER, "better")

/* What can be different: X(NAME, CATEGORY, "word") */
#define IA_DIFF_RULES(X)							\
	X(DEFAULT_DOMAIN, HOST_DMA, "default_domain")				\
	X(ATTACHED_DOMAIN, PASSTHROUGH, "attached_domain")			\
	X(DRIVER, PASSTHROUGH, "driver")					\
	X(FLR, PASSTHROUGH, "flr")						\
	X(UNTRUSTED, HOST_DMA, "untrusted")					\
	X(NUMA_NODE, PASSTHROUGH, "numa_node")					\
	X(ATS, P2P, "ats")							\
	X(PRI, PASSTHROUGH, "pri")						\
	X(PASID, PASSTHROUGH, "pasid")						\
	X(TOTALVFS, VFS, "totalvfs")						\
	X(NUMVFS, VFS, "numvfs")						\
	X(TRANSLATION, IOMMU, "translation")					\
	X(INTERRUPT_REMAPPING, IOMMU, "interrupt_remapping")			\
	X(POSTED_INTERRUPTS, IOMMU, "posted_interrupts")			\
	X(CACHING_MODE, IOMMU, "caching_mode")					\
	X(UNIT_VERSION, IOMMU, "unit_version")					\
	X(SCOPE, IOMMU, "scope")						\
	X(UNIT_ADDED, IOMMU, "unit_added")					\
	X(UNIT_REMOVED, IOMMU, "unit_removed")					\
	X(UNIT_ONLY_NEW, IOMMU, "unit_only_new")	/* of two hosts */	\
	X(UNIT_ONLY_OLD, IOMMU, "unit_only_old")				\
	X(RESET_METHODS, PASSTHROUGH, "reset_methods")				\
	X(AUTOPROBE, VFS, "autoprobe")						\
	X(LARGEST_BAR, P2P, "largest_bar")					\
	X(NUMA_NODES, SOFTWARE, "numa_nodes")					\
	X(P2PDMA, P2P, "p2pdma")						\
	X(HUGEPAGES, PASSTHROUGH, "hugepages")					\
	X(HOST, SOFTWARE, "host")						\
	X(ACS, ISOLATION, "acs")						\
	X(ACS_CAPABILITY, ISOLATION, "acs_capability")				\
	X(P2P_ROUTE, P2P, "p2p_route")						\
	X(GROUP_SPLIT, ISOLATION, "group_split")				\
	X(GROUPS_MERGED, ISOLATION, "groups_merged")				\
	X(GROUP_GREW, ISOLATION, "group_grew")					\
	X(ADDED, DEVICES, "added")						\
	X(REMOVED, DEVICES, "removed")						\
	X(ONLY_NEW, DEVICES, "only_new")	/* of two hosts */		\
	X(ONLY_OLD, DEVICES, "only_old")					\
	X(REPLACED, DEVICES, "replaced")					\
	X(WHICH, DEVICES, "which")						\
	X(MOVED, PASSTHROUGH, "moved")						\
	X(RENUMBERED, PASSTHROUGH, "renumbered")				\
	X(KERNEL, SOFTWARE, "kernel")						\
	X(CMDLINE, SOFTWARE, "cmdline")						\
	X(MODULE, SOFTWARE, "module")						\
	X(FAULTS, FAULTS, "faults")						\
	X(P2P, P2P, "p2p")							\
	X(SYSTEM, PLATFORM, "system")						\
	X(BOARD, PLATFORM, "board")						\
	X(BIOS, PLATFORM, "bios")						\
	X(BIOS_DATE, PLATFORM, "bios_date")					\
	X(PROCESSOR, PLATFORM, "processor")					\
	X(MICROCODE, PLATFORM, "microcode")					\
	X(VM_EXTENSION, PLATFORM, "vm_extension")				\
	X(KVM, PLATFORM, "kvm")							\
	X(FIRMWARE, PLATFORM, "firmware")					\
	X(PRESENT, DEVICES, "present")		/* from here on: of a class, see class.h */ \
	X(GROUP, ISOLATION, "group")						\
	X(UNIT, IOMMU, "unit")							\
	X(PARAMETER, SOFTWARE, "parameter")

/*
 * What follows from a difference where its rule, its trend and its values do
 * not say that: X(NAME, what ia_change.detail is)
 */
#define IA_DIFF_NOTES(X)							\
	X(NONE, nothing)							\
	X(ADDRESS_TAKEN, nothing)	/* another function has the old address */ \
	X(OTHER_BRIDGES, nothing)	/* same address, below other bridges */	\
	X(SAME_PARAMETERS, nothing)	/* in another order */			\
	X(GROUPS_OF_BOOT, nothing)	/* isolation was lost after groups were made */ \
	X(UP, nothing)			/* peer requests are sent up by a switch */ \
	X(ACROSS, nothing)		/* they are turned round in it */	\
	X(TRANSLATED, nothing)		/* translated ones, or completions */	\
	X(SHARED, struct ia_share)	/* devices of one group */		\
	X(FORCED, nothing)		/* groups that only a parameter keeps apart */ \
	X(UNFORCED, nothing)		/* likewise, and they were */		\
	X(EACH_BOOT, nothing)		/* faults of two boots */		\
	X(FIRST_FAULTS, nothing)	/* likewise, and none in the first one */ \
	X(NO_FAULTS, nothing)		/* likewise, and none in the second one */ \
	X(FAULT, struct ia_fault_status)	/* one source and reason */		\
	X(UNATTRIBUTED, nothing)	/* faults without a source */		\
	X(UNSEEN, struct ia_faults)	/* of the reading that sees none */	\
	X(UNCOUNTED, nothing)		/* not every unit counts them */	\
	X(NOT_SINCE, nothing)		/* cannot be subtracted: alike is enum ia_since */ \
	X(PATH_LIMIT, struct ia_path)	/* why a path is not known: the judge's */ \
	X(MANY_PEERS, nothing)		/* too many below one root port to be compared */

/* Why a fact was not compared: X(NAME, "word") */
#define IA_UNTOLD(X)								\
	X(OLD, "unknown_old")		/* the old reading does not know it */	\
	X(NEW, "unknown_new")		/* the new one does not */		\
	X(BOTH, "unknown_both")							\
	X(BASELINE, "left_out")		/* a baseline leaves it out */		\
	X(REDACTED, "redacted")		/* snapshot --redact left it out */

#define X(name, word)	IA_UNTOLD_##name,
enum ia_untold_why { IA_UNTOLD(X) IA_NUNTOLD };
#undef X
#define X(name, word)	IA_CATEGORY_##name,
enum ia_category { IA_CATEGORIES(X) IA_NCATEGORIES };
#undef X
#define X(name, word)	IA_TREND_##name,
enum ia_trend { IA_TRENDS(X) IA_NTRENDS };
#undef X
#define X(name, category, word)	IA_DIFF_##name,
enum ia_diff_rule { IA_DIFF_RULES(X) IA_NDIFF_RULES };
#undef X
#define X(name, detail)	IA_DIFF_NOTE_##name,
enum ia_diff_note { IA_DIFF_NOTES(X) IA_NDIFF_NOTES };
#undef X

/* How a function of one reading was found in the other. */
enum ia_pair_how {
	IA_PAIR_SAME,		/* same slot, same address */
	IA_PAIR_RENUMBERED,	/* same slot, and the bus has another number */
	IA_PAIR_MOVED,		/* another slot */
	IA_PAIR_REPLACED,	/* same slot, and another one of the same kind in it */
	IA_PAIR_ADDED,
	IA_PAIR_REMOVED,
	IA_PAIR_INCONCLUSIVE,	/* several alike: which is which is not known */
};

/**
 * struct ia_pair_of - a function in the two readings
 * @old: as it was, or NULL
 * @now: as it is, or NULL
 * @is: @now, or else @old
 * @how: how the two were found to be one
 * @taken: another function has its old address now
 */
struct ia_pair_of {
	const struct ia_device *old;
	const struct ia_device *now;
	const struct ia_device *is;
	enum ia_pair_how how;
	bool taken;
};

enum ia_subject_kind {
	IA_SUBJECT_NONE,	/* the functions alone */
	IA_SUBJECT_UNIT,	/* an IOMMU */
	IA_SUBJECT_GROUP,	/* a group by its number */
	IA_SUBJECT_PAGES,	/* hugepages of so many KiB */
	IA_SUBJECT_HOST,
	IA_SUBJECT_ALL,		/* all devices */
	IA_SUBJECT_SOURCE,	/* the source of the fault in detail */
};

/* What a difference is about besides functions: which group, how large a page, which unit. */
struct ia_subject {
	enum ia_subject_kind kind;
	uint64_t n;
	const struct ia_unit *unit;
};

/*
 * struct ia_change - one difference, of one or more functions
 * @rule: what is different
 * @category: what it means something to; follows from @rule
 * @trend: whether that is good
 * @note: what follows from it
 * @detail: belongs to @note
 * @alike: details with the same number read the same
 * @matters: it is bad for the profile that judges
 * @subject: what it is about when that is no function
 * @devices: the functions, @count of them
 * @peer: the function at the other end of a path, or NULL
 * @old: what was; without a key when the functions say it all
 * @now: what is, likewise
 * @next: the next one in its chain of diff_list.c
 */
struct ia_change {
	enum ia_diff_rule rule;
	enum ia_category category;
	enum ia_trend trend;
	enum ia_diff_note note;
	const void *detail;
	uint64_t alike;
	bool matters;
	struct ia_subject subject;
	const struct ia_pair_of **devices;
	size_t count;
	size_t room;
	const struct ia_pair_of *peer;
	struct ia_value old;
	struct ia_value now;
	size_t next;
};

/**
 * struct ia_untold - a fact of which nothing can be said
 * @rule: as what a difference would be told
 * @category: follows from it
 * @why: why it was not compared
 * @count: how many functions it is about; 0 where it is about none
 * @names: of parameters of a command line; or empty
 */
struct ia_untold {
	enum ia_diff_rule rule;
	enum ia_category category;
	enum ia_untold_why why;
	size_t count;
	struct ia_texts names;
};

/* What tells that a baseline is of other hardware. */
enum ia_other_hardware {
	IA_HARDWARE_SAME,
	IA_HARDWARE_SYSTEM,
	IA_HARDWARE_BOARD,
	IA_HARDWARE_PROCESSOR,
	IA_HARDWARE_FUNCTIONS,	/* most of them are others */
};

/*
 * struct ia_diff - what is different between two readings
 * @same_boot: both are of one boot; false also when that is not known
 * @two_hosts: they are of two hosts: nothing was added to one, nor removed from it
 * @baseline: one of the two is a baseline
 * @other: it is of other hardware, and nothing was compared
 * @pairs: every function of the two
 * @by_old: the pair of each function of @old, by its place in the machine
 * @by_now: likewise for @now
 * @changes: the differences, in the order of the answer once they are sorted
 * @untold: facts that were not compared, by rule
 * @nuntold: number of @untold
 * @chains: of changes with one hash: the first, counted from 1
 */
struct ia_diff {
	struct ia_arena *arena;
	const struct ia_machine *old;
	const struct ia_machine *now;
	bool same_boot;
	bool two_hosts;
	bool baseline;
	enum ia_other_hardware other;
	struct ia_pair_of *pairs;
	size_t npairs;
	struct ia_pair_of **by_old;
	struct ia_pair_of **by_now;
	struct ia_change *changes;
	size_t count;
	size_t room;
	struct ia_untold *untold;
	size_t nuntold;
	size_t untold_room;
	size_t *chains;
	size_t nchains;
};

extern const struct ia_wordlist ia_words_categories, ia_words_trends, ia_words_diff_rules,
	ia_words_untold;
extern const enum ia_category ia_diff_categories[IA_NDIFF_RULES];

/* diff.c */
void ia_diff_gather(const struct ia_machine *old, const struct ia_machine *now,
		    struct ia_diff *diff);

/* diff_list.c */
void ia_diff_add(struct ia_diff *diff, const struct ia_change *change,
		 const struct ia_pair_of *device);
void ia_diff_count(struct ia_diff *diff, struct ia_change *change, uint64_t old, uint64_t now);
bool ia_diff_texts(struct ia_diff *diff, struct ia_change *change, const struct ia_texts *old,
		   const struct ia_texts *now);
void ia_diff_sort(struct ia_diff *diff);

/* diff_untold.c */
void ia_diff_untold(struct ia_diff *diff, enum ia_diff_rule rule, enum ia_untold_why why,
		    const struct ia_pair_of *device);
void ia_diff_hidden(struct ia_diff *diff, enum ia_untold_why why, const struct ia_texts *names);
bool ia_diff_tells_nothing(struct ia_diff *diff, enum ia_diff_rule rule, const struct ia_key *key,
			   const void *old, const void *now, const struct ia_pair_of *device);
void ia_diff_sort_untold(struct ia_diff *diff);

/* diff_pairs.c */
void ia_diff_pair(struct ia_diff *diff);

/* The pair of a function of one of the two readings. */
static inline const struct ia_pair_of *ia_diff_of_old(const struct ia_diff *diff,
						      const struct ia_device *device)
{
	return device ? diff->by_old[device - diff->old->devices] : NULL;
}

static inline const struct ia_pair_of *ia_diff_of_now(const struct ia_diff *diff,
						      const struct ia_device *device)
{
	return device ? diff->by_now[device - diff->now->devices] : NULL;
}

/*
 * Who takes the facts of one reading that are compared, one by one: as what a difference would
 * be told, its key and its record.
 */
typedef void (*ia_diff_take)(void *to, enum ia_diff_rule rule, const struct ia_key *key,
			     const void *record);

/* diff_values.c */
void ia_diff_tell_device(const struct ia_device *device, ia_diff_take take, void *to);
void ia_diff_tell_unit(const struct ia_unit *unit, ia_diff_take take, void *to);
void ia_diff_tell_hugepages(const struct ia_hugepages *pages, ia_diff_take take, void *to);
void ia_diff_tell_host(const struct ia_machine *machine, ia_diff_take take, void *to);
void ia_diff_units(struct ia_diff *diff);
void ia_diff_device(struct ia_diff *diff, const struct ia_pair_of *pair);
void ia_diff_host(struct ia_diff *diff);

/* diff_software.c, diff_places.c, diff_groups.c, diff_acs.c, diff_faults.c */
void ia_diff_software(struct ia_diff *diff);
void ia_diff_tell_software(const struct ia_machine *machine, ia_diff_take take, void *to);

/* diff_platform.c */
bool ia_are_two_hosts(const struct ia_machine *old, const struct ia_machine *now);
enum ia_other_hardware ia_diff_hardware(const struct ia_diff *diff);
void ia_diff_platform(struct ia_diff *diff);
void ia_diff_tell_platform(const struct ia_machine *machine, ia_diff_take take, void *to);
void ia_diff_tell_firmware(const struct ia_device_firmware *firmware, ia_diff_take take,
			   void *to);
void ia_diff_place(struct ia_diff *diff, const struct ia_pair_of *pair);
void ia_diff_groups(struct ia_diff *diff);
void ia_diff_acs(struct ia_diff *diff);
void ia_diff_tell_acs(const struct ia_acs *acs, ia_diff_take take, void *to);
void ia_diff_faults(struct ia_diff *diff);

#endif /* IA_MACHINE_DIFF_H */
