/* SPDX-License-Identifier: GPL-2.0 */
/* domain.c: why a device has the domain that it has */
#ifndef IA_JUDGE_DOMAIN_H
#define IA_JUDGE_DOMAIN_H

#include "../machine/facts.h"
#include "lint.h"

/**
 * struct ia_context - a machine with its command line judged
 * @machine: the machine, joined
 * @facts: what its records amount to
 * @lint: its own command line, for its own kernel
 */
struct ia_context {
	const struct ia_machine *machine;
	const struct ia_facts *facts;
	const struct ia_lint *lint;
};

/*
 * Why something is as it is: enumerator, and its word in JSON, which several can
 * share. The arguments stand behind each; "parameter" is one as written.
 */
#define IA_BECAUSES(X)								\
	X(NONE, NULL)								\
	/* A parameter requests it, and there it is */				\
	X(AS_REQUESTED, "requested")						\
	X(REQUESTED, "requested")		/* parameter */			\
	X(REQUESTED_IDENTITY, "requested")	/* parameter */			\
	X(REQUESTED_TRANSLATED, "requested")	/* parameter */			\
	X(REQUESTED_STRICT, "requested")	/* parameter */			\
	X(REQUESTED_LAZY, "requested")		/* parameter */			\
	X(REQUESTED_OFF, "requested")		/* parameter */			\
	X(REQUESTED_NO_IOMMU, "requested")	/* parameter */			\
	/* No rule of the kernel that can be seen leads there: what is left over */ \
	X(AGAINST, "sysfs_or_quirk")		/* parameter that requests else */ \
	X(LEFT_OVER, "sysfs_or_quirk")						\
	X(LEFT_OVER_IDENTITY, "sysfs_or_quirk")	/* or the kernel's configuration */ \
	X(LEFT_OVER_OPT_IN, "sysfs_or_quirk")	/* or it was on uncalled for */	\
	X(LEFT_OVER_TRANSLATED, "sysfs_or_quirk") /* though built for identity */ \
	X(LEFT_OVER_STRICT, "sysfs_or_quirk")	/* likewise */			\
	X(LEFT_OVER_LAZY, "sysfs_or_quirk")	/* likewise */			\
	/* The default domain of a device */					\
	X(PASID, "pasid")							\
	X(PASID_OF_MATE, "group")		/* the member that can */	\
	X(IGPU, "integrated_gpu")						\
	X(IGPU_DEBIAN, "integrated_gpu")					\
	X(IGPU_BUILT, "integrated_gpu")						\
	X(IGPU_OFF, "integrated_gpu")		/* parameter */			\
	X(UNTRUSTED, "untrusted")						\
	X(UNTRUSTED_STRICT, "untrusted")					\
	X(NO_PASSTHROUGH, "no_passthrough")	/* parameter, unit */		\
	X(TRANSLATED_DEFAULT, "default")					\
	X(TRANSLATED_DEBIAN, "default")						\
	X(TRANSLATED_BUILT, "default")						\
	X(IDENTITY_BUILT, "default")						\
	X(CACHING_MODE, "virtual_iommu")	/* unit */			\
	X(NP_CACHE, "virtual_iommu")		/* unit */			\
	X(LAZY_DEFAULT, "default")						\
	X(LAZY_DEBIAN, "default")						\
	X(LAZY_BUILT, "default")						\
	X(STRICT_BUILT, "default")						\
	X(STRICT_DEFAULT, "default")						\
	X(DOMAIN_UNKNOWN, "unknown")						\
	X(FLUSH_UNKNOWN, "unknown")						\
	/* What it is attached to instead */					\
	X(USER_SPACE, "user_space")		/* driver */			\
	X(USER_SPACE_MATE, "user_space")	/* a driver of its group */	\
	X(DRIVER, "driver")			/* driver */			\
	/* Translation of the machine */					\
	X(NO_TABLE, "no_table")							\
	X(UNLISTED, "no_table")							\
	X(NO_DRIVER_YET, "no_driver")						\
	X(FORCED, "forced")			/* parameter that requests off */ \
	X(UNITS_UNREAD, "unknown")						\
	X(HYPERVISOR, "unknown")						\
	X(AMD_DEFAULT, "default")						\
	X(VTD_DEFAULT, "default")						\
	X(VTD_DEBIAN, "default")						\
	X(VTD_NOT_DEFAULT, "default")						\
	X(VTD_BUILT_ON, "default")						\
	X(VTD_BUILT_OFF, "default")						\
	X(VTD_OPT_IN, "forced")							\
	X(NOT_BUILT, "not_built")		/* option */			\
	X(OFF_THOUGH_DEFAULT, "default")					\
	X(OFF_THOUGH_REQUESTED, "failed")					\
	/* Other things that can be requested */				\
	X(NO_IOMMU, "no_groups")						\
	X(ALL_IDENTITY, "no_groups")						\
	X(INTREMAP_DEFAULT, "default")						\
	X(INTREMAP_ON, "default")		/* although off is requested */	\
	X(INTREMAP_NO_HARDWARE, "no_hardware")					\
	X(INTREMAP_OFF, "unknown")						\
	X(ATS_ON, "unknown")							\
	X(SOME_UNREAD, "unknown")						\
	X(NO_DEVICE, "no_device")						\
	X(OTHER_DRIVER, "other_driver")						\
	X(NO_ACS, "no_capability")						\
	X(ACS_UNREAD, "unknown")						\
	X(ACS_DRIFTED, "changed")		/* bits */			\
	X(ACS_CHANGED, "changed")		/* bits */			\
	X(ACS_UNFIXED, "kernel")		/* bits */			\
	X(ACS_CANNOT, "no_capability")		/* bits */			\
	X(ACS_OTHER_OPTION, "conflict")		/* parameter that wins */	\
	X(ACS_OTHER_REQUEST, "conflict")					\
	X(ACS_NO_FUNCTION, "no_device")

#define X(name, word)	IA_BECAUSE_##name,
enum ia_because_code { IA_BECAUSES(X) IA_BECAUSE_COUNT };
#undef X

extern const struct ia_wordlist ia_words_becauses;

/* What would change it. "group" is the number of a group. */
enum ia_fix {
	IA_FIX_NONE,
	IA_FIX_PARAMETER,		/* parameter: to be given */
	IA_FIX_LEAVE_OUT,		/* parameter */
	IA_FIX_LEAVE_OUT_OR_LAZY,	/* parameter, group: to be written to its type */
	IA_FIX_WRITE_TYPE,		/* group */
	IA_FIX_ENCRYPTION,
	IA_FIX_OTHER_SLOT,
	IA_FIX_IDENTITY,		/* parameter */
	IA_FIX_IDENTITY_OR_WRITE,	/* parameter, group */
	IA_FIX_HYPERVISOR,
	IA_FIX_CLOSE_GROUP,
	IA_FIX_FIRMWARE,
	IA_FIX_INTREMAP,
	IA_FIX_VFIO_FIRST,
	IA_FIXES
};

/**
 * struct ia_because - a reason, and what would change it
 * @cause: enum ia_because_code
 * @fix: enum ia_fix
 * @sure: it follows from what was read; else it is what is left over
 */
struct ia_because {
	struct ia_reason cause;
	struct ia_reason fix;
	bool sure;
};

/**
 * struct ia_domain_why - why a device has its domain
 * @type: why its default is identity or translated
 * @flush: why that is strict or lazy
 * @attached: why it is attached to something else than its default
 */
struct ia_domain_why {
	struct ia_because type;
	struct ia_because flush;
	struct ia_because attached;
};

void ia_domain_explain(const struct ia_context *context, const struct ia_device *device,
		       struct ia_domain_why *why);
struct ia_because ia_because(enum ia_because_code cause, bool sure);
struct ia_because ia_translation_why(const struct ia_context *context);

#endif /* IA_JUDGE_DOMAIN_H */
