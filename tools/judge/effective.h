/* SPDX-License-Identifier: GPL-2.0 */
/* effective*.c: what was requested against what is there */
#ifndef IA_JUDGE_EFFECTIVE_H
#define IA_JUDGE_EFFECTIVE_H

#include "domain.h"

/* What can be requested, and its word in JSON. */
#define IA_TOPICS(X)			\
	X(TRANSLATION, "translation")	\
	X(DEFAULT, "default_domain")	\
	X(FLUSH, "invalidation")	\
	X(ATTACHED, "attached_domain")	\
	X(INTREMAP, "interrupt_remapping") \
	X(ACS, "acs")			\
	X(ATS, "ats")			\
	X(VFIO, "vfio_ids")

/* How what is there stands to what was requested, and its word in JSON. */
#define IA_METS(X)							\
	X(YES, "yes")		/* requested, and there */		\
	X(NO, "no")		/* requested, and something else is there */ \
	X(UNREQUESTED, "unrequested") /* nothing requests; this is the default */ \
	X(UNKNOWN, "unknown")	/* requested, and what is there cannot be seen */

#define X(name, word)	IA_TOPIC_##name,
enum ia_topic { IA_TOPICS(X) };
#undef X
#define X(name, word)	IA_MET_##name,
enum ia_met { IA_METS(X) };
#undef X

extern const struct ia_wordlist ia_words_topics, ia_words_mets;

/* What is requested: the parameter stands behind, but for VFIO. */
enum ia_requested {
	IA_REQUEST_NOTHING,
	IA_REQUEST_ON,
	IA_REQUEST_OFF,
	IA_REQUEST_PASSTHROUGH,
	IA_REQUEST_TRANSLATED,
	IA_REQUEST_STRICT,
	IA_REQUEST_LAZY,
	IA_REQUEST_INTREMAP_ON,
	IA_REQUEST_INTREMAP_OFF,
	IA_REQUEST_ACS,
	IA_REQUEST_NO_ATS,
	IA_REQUEST_VFIO,	/* vendor:device, name of the parameter */
};

/* What is there, and its word in JSON. */
#define IA_GOTS(X)							\
	X(NOTHING, NULL)						\
	X(TRANSLATION_ON, "on")						\
	X(TRANSLATION_PARTLY, "partly")					\
	X(TRANSLATION_OFF, "off")					\
	X(TRANSLATION_UNLISTED, "unlisted_iommu")			\
	X(TRANSLATION_NO_IOMMU, "no_iommu")				\
	X(TRANSLATION_UNKNOWN, "unknown")				\
	X(IDENTITY, "identity")						\
	X(TRANSLATED, "translated")					\
	X(STRICT, "strict")						\
	X(LAZY, "lazy")							\
	X(UNDECIDED, "strict_or_lazy")					\
	X(DOMAIN, "other_domain")	/* enum ia_domain */		\
	X(NO_GROUP, "no_group")		/* that it could be about */	\
	X(INTREMAP_ON, "on")						\
	X(INTREMAP_OFF, "off")						\
	X(INTREMAP_BOTH, "on_and_off")					\
	X(INTREMAP_SOME_ON, "on_and_unknown")				\
	X(INTREMAP_SOME_OFF, "off_and_unknown")				\
	X(UNKNOWN, "unknown")						\
	X(NO_UNIT, "no_unit")						\
	X(ATS, "ats")	/* functions that have it on, that can, that are unknown */ \
	X(DRIVERS, "drivers")		/* those of the devices */	\
	X(NO_FUNCTION, "no_function")	/* vendor:device */		\
	X(ACS, "acs")			/* bits */			\
	X(NO_ACS, "no_acs")						\
	X(ACS_NOT_READ, "not_read")	/* devices, as written: the request is not read */ \
	X(ACS_NOBODY, "no_device")	/* devices, as written: there are none */

#define X(name, word)	IA_GOT_##name,
enum ia_got { IA_GOTS(X) };
#undef X

extern const struct ia_wordlist ia_words_gots;

/**
 * struct ia_outcome - one thing that was, or could have been, requested
 * @topic: what it is about
 * @met: how what is there stands to what was requested
 * @requested: enum ia_requested
 * @got: enum ia_got
 * @because: why
 * @devices: functions that it is about; none when it is about the machine or groups
 * @ndevices: number of @devices
 * @room: devices there is room for
 * @groups: groups that it is about
 * @all_groups: of how many; 0 when it is not about groups
 * @next: the next one in its chain
 */
struct ia_outcome {
	enum ia_topic topic;
	enum ia_met met;
	struct ia_reason requested;
	struct ia_reason got;
	struct ia_because because;
	const struct ia_device **devices;
	size_t ndevices;
	size_t room;
	size_t groups;
	size_t all_groups;
	size_t next;
};

/**
 * struct ia_effective - everything requested against everything there
 * @arena: the owner
 * @items: the outcomes
 * @count: number of @items
 * @room: outcomes there is room for
 * @unmet: how many are IA_MET_NO
 * @chains: of outcomes with one hash that were added to be compared: the last, counted from 1
 * @nchains: number of @chains
 * @start: where those begin
 */
struct ia_effective {
	struct ia_arena *arena;
	struct ia_outcome *items;
	size_t count;
	size_t room;
	size_t unmet;
	size_t *chains;
	size_t nchains;
	size_t start;
};

/* effective.c */
void ia_effective_gather(const struct ia_context *context, struct ia_effective *effective);

/* effective_list.c */
struct ia_outcome *ia_outcome_add(struct ia_effective *effective, enum ia_topic topic);
struct ia_outcome *ia_outcome_alike(struct ia_effective *effective, size_t start,
				    const struct ia_outcome *one);
void ia_outcome_device(struct ia_effective *effective, struct ia_outcome *outcome,
		       const struct ia_device *device);
void ia_outcome_request(const struct ia_effective *effective, struct ia_outcome *outcome,
			enum ia_requested request, const struct ia_lint_parameter *by);

/* effective_acs.c */
void ia_effective_acs(const struct ia_context *context, struct ia_effective *effective);

/* effective_devices.c */
void ia_effective_vfio(const struct ia_context *context, struct ia_effective *effective);
void ia_effective_attached(const struct ia_context *context, struct ia_effective *effective);
void ia_effective_ats(const struct ia_context *context, struct ia_effective *effective);

#endif /* IA_JUDGE_EFFECTIVE_H */
