/* SPDX-License-Identifier: GPL-2.0 */
/* suggest.c: the kernel arguments that a profile wants on this machine */
#ifndef IA_JUDGE_SUGGEST_H
#define IA_JUDGE_SUGGEST_H

#include "check.h"

/* Why an argument is to be added or to be dropped. */
enum ia_argument_reason {
	IA_ARGUMENT_VTD_ON,
	IA_ARGUMENT_TRANSLATE,
	IA_ARGUMENT_PASS,
	IA_ARGUMENT_LAZY,
	IA_ARGUMENT_DIRECT,
	IA_ARGUMENT_DIRECT_TRANSLATED,
	IA_ARGUMENT_IDS,
	IA_ARGUMENT_APART,
	IA_ARGUMENT_IOMMU_OFF,		/* from here on: to be dropped */
	IA_ARGUMENT_INTREMAP_OFF,
	IA_ARGUMENT_IDENTITY,
	IA_ARGUMENT_STRICT,
	IA_ARGUMENT_ACS_OFF,
	IA_ARGUMENT_REPLACED,
};

/* What no argument does: the code of a note. */
enum ia_suggestion_note {
	IA_SUGGESTION_NO_GPU = 1,
	IA_SUGGESTION_AMD_ON,
	IA_SUGGESTION_OTHER_VENDOR,
	IA_SUGGESTION_NO_IOMMU,
	IA_SUGGESTION_IMPACT,
	IA_SUGGESTION_ROOT_COMPLEX,
	IA_SUGGESTION_NO_TOKEN,		/* {0}: enum ia_no_token */
	IA_SUGGESTION_NOT_EVERY,	/* {0}: an id, {1}: the function, as in the file devices */
	IA_SUGGESTION_HUGEPAGES,
	IA_SUGGESTION_NUMVFS,
	IA_SUGGESTION_VENDOR_UNKNOWN,
	IA_SUGGESTION_OVERRIDE,
	IA_SUGGESTION_BRIDGE,		/* {0}: a port, which no driver of VFIO binds */
	IA_SUGGESTION_HOST,		/* {0}: a host bridge, an ISA bridge or an IOMMU */
	IA_SUGGESTION_USE_UNKNOWN,	/* {0}: a function that the host may use, {1}: likewise */
	IA_SUGGESTION_OWNED,		/* {0}: a port that stays as it is, for {1} */
	IA_SUGGESTION_ALONG,		/* {0}: the rest of the group of {1} */
	IA_SUGGESTION_RESERVED,		/* {0}: a function for which firmware keeps memory mapped */
	IA_SUGGESTION_REFUSED,		/* {0}: such a one that VFIO refuses */
	IA_SUGGESTION_UNSERVED,		/* {0}: one behind no IOMMU that is on, where others are */
	IA_SUGGESTION_VMD,		/* {0}: a VMD, or a function behind one */
	IA_SUGGESTION_GUEST,		/* in a virtual machine without an IOMMU of its own */
	IA_SUGGESTION_XEN,		/* in Xen's initial domain */
	IA_SUGGESTION_SET_ALREADY,	/* {0} is on the command line, and there is no IOMMU */
	IA_SUGGESTION_IN_USE,		/* {0}: the function */
	IA_SUGGESTION_BLACKLISTED,	/* module_blacklist= has vfio_pci */
	IA_SUGGESTION_ORDER,		/* {0}: drivers that would be there before vfio-pci */
	IA_SUGGESTION_FOUND,		/* what a rule found, and no argument here mends */
	IA_SUGGESTION_NOTES
};

/**
 * struct ia_argument - one kernel argument and why
 * @text: the argument
 * @token: the token of the command line that it is, or is part of; @text where it is new
 * @reason: why
 * @part: it is part of @token, of which the rest stays
 */
struct ia_argument {
	const char *text;
	const char *token;
	enum ia_argument_reason reason;
	bool part;
};

/**
 * struct ia_suggestion_remark - what no argument does
 * @reason: its code, enum ia_suggestion_note, and what its sentence names
 * @finding: what a rule found; NULL for other notes
 */
struct ia_suggestion_remark {
	struct ia_reason reason;
	const struct ia_finding *finding;
};

/**
 * struct ia_binding - a function that comes to vfio-pci by its address
 * @device: the function
 * @before: the driver that driverctl gives it so far; NULL for none
 * @unread: whether it gives it one was not read
 */
struct ia_binding {
	const struct ia_device *device;
	const char *before;
	bool unread;
};

/* More than a profile ever wants. */
#define IA_MAX_ARGUMENTS	8

/**
 * struct ia_suggestion - kernel arguments for a profile
 * @profile: the profile
 * @vendor: whose IOMMU the machine has
 * @guess: whose it would be by its host bridge, where that is not known
 * @no_iommu: it has none
 * @kernel: its release
 * @add: what to add
 * @nadd: number of @add
 * @have: what the command line says already, in these words or in others
 * @nhave: number of @have
 * @drop: what of the present command line has to go
 * @ndrop: number of @drop
 * @bind: functions to be bound to vfio-pci by address, which no argument does
 * @nbind: number of @bind
 * @notes: what no argument does
 * @nnotes: number of @notes
 * @role: of which pool of a cluster's nodes the machine is, for files that name it
 * @dev: what --dev narrowed the answer to, or NULL
 */
struct ia_suggestion {
	const struct ia_profile *profile;
	enum ia_vendor vendor;
	enum ia_vendor guess;
	bool no_iommu;
	struct ia_string kernel;
	struct ia_argument add[IA_MAX_ARGUMENTS];
	size_t nadd;
	struct ia_argument have[IA_MAX_ARGUMENTS];
	size_t nhave;
	struct ia_argument *drop;
	size_t ndrop;
	struct ia_binding *bind;
	size_t nbind;
	struct ia_suggestion_remark *notes;
	size_t nnotes;
	const char *role;
	const char *dev;
};

void ia_suggest(const struct ia_check *check, struct ia_suggestion *suggestion);

#endif /* IA_JUDGE_SUGGEST_H */
