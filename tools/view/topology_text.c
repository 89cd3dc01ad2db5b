// SPDX-License-Identifier: GPL-2.0
#include "path_text.h"

#define X(name, word)	word,
static const char *const level_words[] = { IA_LEVEL_LIST(X) };
static const char *const handling_words[] = { IA_HANDLING_LIST(X) };
#undef X

/* What lies between two functions, in the words of nvidia-smi topo. */
const struct ia_wordlist ia_words_levels = { level_words, IA_LEVELS, NULL };

/* What the IOMMU does with a request. */
const struct ia_wordlist ia_words_handlings = { handling_words, IA_HANDLINGS, NULL };

/** ia_level_word() - what lies between two functions, in a word */
const char *ia_level_word(enum ia_level level)
{
	return ia_word(&ia_words_levels, level);
}

/**
 * ia_level_meaning() - what the word says
 * @level: what lies between two functions
 */
const char *ia_level_meaning(enum ia_level level)
{
	static const char *const meanings[] = {
		[IA_LEVEL_PIX] = "at most one switch or bridge",
		[IA_LEVEL_PXB] = "several switches or bridges",
		[IA_LEVEL_PHB] = "through a host bridge (the root complex), if it supports that",
		[IA_LEVEL_NODE] = "through two host bridges of one NUMA node, if they support that",
		[IA_LEVEL_SYS] = "between NUMA nodes, if the host bridges support that",
		[IA_LEVEL_FAR] = "through two host bridges whose NUMA nodes are unknown, if they "
				 "support that",
		[IA_LEVEL_UNKNOWN] = "the path between the two is unknown",
	};

	return meanings[level];
}

/**
 * ia_route_mark() - what becomes of a request where what lies between the two does not say it
 * @route: where it goes
 *
 * Return: its mark, what the mark means, and whether that is good.
 */
struct ia_mark ia_route_mark(enum ia_route route)
{
	static const struct ia_mark marks[] = {
		[IA_ROUTE_DIRECT] = { NULL, NULL, IA_GOOD },
		[IA_ROUTE_BUS] = { "bus", "direct, on a conventional PCI bus", IA_PLAIN },
		[IA_ROUTE_REDIRECTED] = { "acs", "redirected to the root complex by ACS",
					  IA_ATTENTION },
		[IA_ROUTE_ROOT] = { NULL, NULL, IA_PLAIN },
		[IA_ROUTE_INSIDE] = { "dev", "functions of one device", IA_PLAIN },
		[IA_ROUTE_UNKNOWN] = { "?", "where a request goes is unknown", IA_ATTENTION },
	};

	return marks[route];
}

/** ia_handling_word() - what the IOMMU does with a request, in a word */
const char *ia_handling_word(enum ia_handling handling)
{
	return ia_word(&ia_words_handlings, handling);
}

/**
 * ia_handling_meaning() - what the word says
 * @handling: what the IOMMU does with a request
 */
const char *ia_handling_meaning(enum ia_handling handling)
{
	static const char *const meanings[] = {
		[IA_HANDLING_BYPASSED] = "the request does not reach the IOMMU: nothing checks it",
		[IA_HANDLING_TRANSLATED] = "the IOMMU translates the request, and blocks what is "
					   "not mapped",
		[IA_HANDLING_PASSED] = "the request passes the root complex as it is: identity "
				       "(passthrough), or no IOMMU",
		[IA_HANDLING_BLOCKED] = "the IOMMU blocks the request",
		[IA_HANDLING_UNKNOWN] = "the sender's domain is not known, or whether the request "
					"reaches the IOMMU",
	};

	return meanings[handling];
}

/* What a row of a matrix is that stands for several functions. */
const char *ia_matrix_folded_text(void)
{
	return "Functions of one kind below one port share a row where all their paths are the "
	       "same; its own cell is the path from one to another.";
}
