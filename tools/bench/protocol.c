// SPDX-License-Identifier: GPL-2.0
#include "protocol.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"
#include "compare.h"

/* Words that settle the default domain of a device without exceptions. */
static const struct {
	const char *word;
	const char *domain;
} effects[] = {
	{ "iommu=pt", IOMMU_AUDIT_DOMAIN_IDENTITY },
	{ "iommu.passthrough=1", IOMMU_AUDIT_DOMAIN_IDENTITY },
	{ "iommu.strict=1", IOMMU_AUDIT_DOMAIN_DMA },
	{ "intel_iommu=strict", IOMMU_AUDIT_DOMAIN_DMA },
	{ "amd_iommu=fullflush", IOMMU_AUDIT_DOMAIN_DMA },
	{ "iommu.strict=0", IOMMU_AUDIT_DOMAIN_DMA_FQ },
};

/**
 * ia_protocol_boots() - boots that a protocol takes
 * @protocol: the protocol
 */
size_t ia_protocol_boots(const struct ia_protocol *protocol)
{
	return protocol->rounds * IA_PROTOCOL_ARMS;
}

/**
 * ia_protocol_done() - boots that were measured
 * @set: a set with a protocol
 */
size_t ia_protocol_done(const struct ia_bench_set *set)
{
	return set->count / set->protocol->repeat;
}

/**
 * ia_protocol_due() - the arm of a boot
 * @set: a set with a protocol
 * @boot: which boot, from 0
 */
const char *ia_protocol_due(const struct ia_bench_set *set, size_t boot)
{
	return set->protocol->arms[boot % IA_PROTOCOL_ARMS];
}

/**
 * ia_protocol_wrong() - see whether runs are those of their protocol
 * @arena: the owner of messages
 * @set: a set with a protocol
 *
 * Return: NULL, or what is wrong.
 */
const char *ia_protocol_wrong(struct ia_arena *arena, const struct ia_bench_set *set)
{
	const struct ia_protocol *p = set->protocol;
	size_t i;

	if (set->count % p->repeat || ia_protocol_done(set) > ia_protocol_boots(p))
		return ia_format(arena, "has %zu runs, which is no part of its protocol",
				 set->count);
	for (i = 0; i < set->count; i++) {
		const char *due = ia_protocol_due(set, i / p->repeat);

		if (!set->runs[i].arm || strcmp(set->runs[i].arm, due))
			return ia_format(arena, "has a run that its protocol has not: number %zu",
					 i + 1);
	}
	return NULL;
}

/**
 * ia_protocol_missing() - what the command line lacks of an arm
 * @arena: the owner of the text
 * @arm: its words
 * @cmdline: the kernel command line that was booted
 *
 * Return: the words, "" for none.
 */
const char *ia_protocol_missing(struct ia_arena *arena, const char *arm,
				const char *cmdline)
{
	return ia_compare_words(arena, arm, cmdline);
}

/**
 * ia_protocol_excess() - what the command line has of the other arm
 * @arena: the owner of the text
 * @protocol: the protocol
 * @arm: words of the arm that it should be
 * @cmdline: the kernel command line that was booted
 *
 * Return: the words, "" for none.
 */
const char *ia_protocol_excess(struct ia_arena *arena,
			       const struct ia_protocol *protocol, const char *arm,
			       const char *cmdline)
{
	const char *other = protocol->arms[!strcmp(protocol->arms[0], arm)];
	const char *own = ia_compare_words(arena, other, arm);
	const char *absent = ia_compare_words(arena, own, cmdline);

	return ia_compare_words(arena, own, absent);
}

/**
 * ia_protocol_domain() - the domain that an arm's words ask for
 * @arm: its words
 *
 * Passing through wins, whatever is said of flushing.
 *
 * Return: the type, or NULL when the words settle nothing.
 */
const char *ia_protocol_domain(const char *arm)
{
	size_t i;

	for (i = 0; i < sizeof(effects) / sizeof(*effects); i++) {
		if (ia_bench_word(arm, effects[i].word, strlen(effects[i].word)))
			return effects[i].domain;
	}
	return NULL;
}

/**
 * ia_protocol_letter() - the short name of an arm
 * @protocol: the protocol
 * @arm: its words
 */
const char *ia_protocol_letter(const struct ia_protocol *protocol, const char *arm)
{
	return strcmp(protocol->arms[0], arm) ? "B" : "A";
}
