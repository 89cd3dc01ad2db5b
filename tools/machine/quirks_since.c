// SPDX-License-Identifier: GPL-2.0
#include "quirks.h"

#include <limits.h>

#define COUNT(items)	(sizeof(items) / sizeof(*(items)))

struct version {
	unsigned char major;
	unsigned char minor;
};

static const struct {
	struct version without;
	struct version with;
	const char *subject;
} changes[IA_QUIRK_CHANGE_COUNT] = {
#define X(name, old_major, old_minor, major, minor, subject) \
	[IA_CHANGE_##name] = { { old_major, old_minor }, { major, minor }, subject },
	IA_QUIRK_CHANGES(X)
#undef X
};

/*
 * Stable kernels that brought a change before its release, as the changelogs of
 * Debian's packages list them, and the announcements on stable@vger.kernel.org.
 */
static const struct {
	unsigned char change;
	struct version series;
	unsigned short patch;
} stable[] = {
	{ IA_CHANGE_MARVELL_9215, { 5, 10 }, 23 },
	{ IA_CHANGE_BCM57414, { 5, 10 }, 46 },
	{ IA_CHANGE_CAVIUM_MF, { 5, 10 }, 68 },
	{ IA_CHANGE_CAVIUM_MF, { 5, 14 }, 7 },
	{ IA_CHANGE_NXP, { 5, 10 }, 68 },
	{ IA_CHANGE_NXP, { 5, 14 }, 7 },
	{ IA_CHANGE_MARVELL_9125, { 5, 10 }, 94 },
	{ IA_CHANGE_BCM5750X, { 5, 10 }, 138 },
	{ IA_CHANGE_WANGXUN, { 5, 10 }, 173 },
	{ IA_CHANGE_WANGXUN, { 6, 1 }, 18 },
	{ IA_CHANGE_MARVELL_9235, { 5, 10 }, 188 },
	{ IA_CHANGE_MARVELL_9235, { 6, 1 }, 40 },
	{ IA_CHANGE_MARVELL_9235, { 6, 4 }, 5 },
	{ IA_CHANGE_ZHAOXIN_MORE, { 5, 10 }, 209 },
	{ IA_CHANGE_ZHAOXIN_MORE, { 6, 1 }, 74 },
	{ IA_CHANGE_ZHAOXIN_MORE, { 6, 6 }, 13 },
	{ IA_CHANGE_BCM5760X, { 5, 10 }, 233 },
	{ IA_CHANGE_BCM5760X, { 6, 1 }, 122 },
	{ IA_CHANGE_GLENFLY, { 5, 10 }, 227 },
	{ IA_CHANGE_GLENFLY, { 6, 1 }, 113 },
	{ IA_CHANGE_GLENFLY, { 6, 11 }, 4 },
	{ IA_CHANGE_SA8775P, { 5, 10 }, 227 },
	{ IA_CHANGE_SA8775P, { 6, 1 }, 113 },
	{ IA_CHANGE_SA8775P, { 6, 11 }, 4 },
	{ IA_CHANGE_WANGXUN_FF5, { 5, 10 }, 231 },
	{ IA_CHANGE_WANGXUN_FF5, { 6, 1 }, 120 },
	{ IA_CHANGE_WANGXUN_FF5, { 6, 12 }, 5 },
	{ IA_CHANGE_PCI100X, { 6, 1 }, 129 },
	{ IA_CHANGE_PCI100X, { 6, 12 }, 16 },
	{ IA_CHANGE_IVRS_SEGMENT, { 5, 10 }, 164 },
	{ IA_CHANGE_IVRS_SEGMENT, { 5, 15 }, 103 },
	{ IA_CHANGE_IVRS_FORMAT, { 5, 10 }, 164 },
	{ IA_CHANGE_IVRS_FORMAT, { 5, 15 }, 103 },
	{ IA_CHANGE_IVRS_FORMAT, { 6, 0 }, 18 },
	{ IA_CHANGE_IVRS_FORMAT, { 6, 1 }, 4 },
	{ IA_CHANGE_NO_IOMMU_OPTIN, { 6, 1 }, 188 },
	{ IA_CHANGE_NO_IOMMU_OPTIN, { 6, 12 }, 109 },
	{ IA_CHANGE_CONFIG_ACS_FIX, { 6, 12 }, 23 },
	{ IA_CHANGE_CONFIG_ACS_FIX, { 6, 14 }, 2 },
	{ IA_CHANGE_LOONGSON, { 5, 10 }, 239 },
	{ IA_CHANGE_LOONGSON, { 6, 1 }, 142 },
	{ IA_CHANGE_LOONGSON, { 6, 12 }, 35 },
	{ IA_CHANGE_HAMOA, { 5, 10 }, 252 },
	{ IA_CHANGE_HAMOA, { 6, 1 }, 165 },
	{ IA_CHANGE_HAMOA, { 6, 12 }, 75 },
	{ IA_CHANGE_PCI1008, { 6, 12 }, 117 },
	{ IA_CHANGE_PCI1008, { 7, 3 }, 4 },
	{ IA_CHANGE_NO_BUS_C667X, { 5, 10 }, 46 },
	{ IA_CHANGE_NO_BUS_NVIDIA, { 5, 10 }, 46 },
	{ IA_CHANGE_NO_BUS_QCA6174, { 5, 10 }, 80 },
	{ IA_CHANGE_NO_FLR_FCH_AHCI, { 5, 10 }, 173 },
	{ IA_CHANGE_NO_FLR_FCH_AHCI, { 6, 1 }, 16 },
	{ IA_CHANGE_NO_FLR_SNET, { 6, 1 }, 88 },
	{ IA_CHANGE_NO_PM_SPECTRUM, { 5, 10 }, 210 },
	{ IA_CHANGE_NO_PM_SPECTRUM, { 6, 1 }, 77 },
	{ IA_CHANGE_NO_FLR_MT7922, { 6, 12 }, 16 },
	{ IA_CHANGE_NO_BUS_GB10, { 5, 10 }, 252 },
	{ IA_CHANGE_NO_BUS_GB10, { 6, 1 }, 165 },
	{ IA_CHANGE_NO_BUS_GB10, { 6, 12 }, 75 },
	{ IA_CHANGE_NO_BUS_ASM1164, { 5, 10 }, 252 },
	{ IA_CHANGE_NO_BUS_ASM1164, { 6, 1 }, 165 },
	{ IA_CHANGE_NO_BUS_ASM1164, { 6, 12 }, 75 },
	{ IA_CHANGE_NO_FLR_MT7925, { 6, 12 }, 111 },
	{ IA_CHANGE_NO_BUS_WCN6855, { 6, 1 }, 189 },
	{ IA_CHANGE_NO_BUS_WCN6855, { 6, 12 }, 111 },
};

/*
 * Stable kernels whose sources were read and lack a change: so do those before. OPEN is all of a
 * series that ended before the change was made.
 */
#define OPEN	USHRT_MAX

static const struct {
	unsigned char change;
	struct version series;
	unsigned short patch;
} lacking[] = {
	{ IA_CHANGE_SWITCHTEC_GEN5, { 5, 10 }, 262 },
	{ IA_CHANGE_PCI100X, { 5, 10 }, 262 },
	{ IA_CHANGE_PCI1008, { 5, 10 }, 262 },
	{ IA_CHANGE_PCI1008, { 6, 1 }, 192 },
	{ IA_CHANGE_PCI1008, { 7, 2 }, 12 },
	{ IA_CHANGE_ASPEED, { 5, 10 }, 262 },
	{ IA_CHANGE_ASPEED, { 6, 1 }, 192 },
	{ IA_CHANGE_ASPEED, { 6, 12 }, 117 },
	{ IA_CHANGE_IDT_SV, { 5, 10 }, 262 },
	{ IA_CHANGE_IDT_SV, { 6, 1 }, 192 },
	{ IA_CHANGE_IDT_SV, { 6, 12 }, 117 },
	{ IA_CHANGE_NO_FLR_SNET, { 5, 10 }, 262 },
	{ IA_CHANGE_NO_FLR_MT7922, { 5, 10 }, 262 },
	{ IA_CHANGE_NO_FLR_MT7922, { 6, 1 }, 192 },
	{ IA_CHANGE_NO_FLR_MT7925, { 5, 10 }, 262 },
	{ IA_CHANGE_NO_FLR_MT7925, { 6, 1 }, 192 },
	{ IA_CHANGE_NO_FLR_AMD_NPU, { 5, 10 }, 262 },
	{ IA_CHANGE_NO_FLR_AMD_NPU, { 6, 1 }, 192 },
	{ IA_CHANGE_NO_FLR_AMD_NPU, { 6, 12 }, 117 },
	{ IA_CHANGE_NO_BUS_WCN6855, { 5, 10 }, 262 },
	{ IA_CHANGE_IVRS_SEGMENT, { 5, 18 }, OPEN },
	{ IA_CHANGE_IVRS_SEGMENT, { 5, 19 }, OPEN },
	{ IA_CHANGE_NO_IOMMU_OPTIN, { 5, 10 }, 262 },
};

/* Stable kernels that a release may be of: from the first to the last. */
struct span {
	unsigned short first;
	unsigned short last;
};

/*
 * The stable kernels of Debian's own numbers, from 1 on, by the same changelogs. What is
 * behind the last of them is no older.
 */
static const struct span debian_5_10[] = {
	{ 4, 5 }, { 9, 9 }, { 12, 13 }, { 19, 19 }, { 24, 26 }, { 28, 28 },
	{ 38, 40 }, { 46, 46 }, { 70, 70 }, { 84, 84 }, { 92, 92 }, { 103, 103 },
	{ 106, 106 }, { 113, 113 }, { 120, 120 }, { 127, 127 }, { 136, 136 },
	{ 140, 140 }, { 148, 149 }, { 158, 158 }, { 162, 162 }, { 178, 178 },
	{ 179, 179 }, { 179, 179 }, { 191, 191 }, { 197, 197 }, { 205, 205 },
	{ 209, 209 }, { 216, 216 }, { 218, 218 }, { 221, 221 }, { 223, 223 },
	{ 226, 226 }, { 234, 234 }, { 237, 237 }, { 244, OPEN },
};

static const struct span debian_6_1[] = {
	{ 4, 4 }, { 7, 7 }, { 8, 8 }, { 11, 11 }, { 12, 12 }, { 15, 15 }, { 20, 20 },
	{ 25, 25 }, { 27, 27 }, { 37, 38 }, { 38, 38 }, { 52, 52 }, { 55, 55 },
	{ 64, 64 }, { 66, 66 }, { 67, 67 }, { 69, 69 }, { 76, 76 }, { 82, 82 },
	{ 85, 85 }, { 90, 90 }, { 94, 94 }, { 98, 99 }, { 106, 106 }, { 106, 106 },
	{ 112, 112 }, { 115, 115 }, { 119, 119 }, { 123, 123 }, { 124, 124 },
	{ 128, 128 }, { 129, 129 }, { 133, 133 }, { 135, 135 }, { 137, 137 },
	{ 139, 139 }, { 140, 140 }, { 147, OPEN },
};

/* Series that get fixes for years; what 5.15 and 6.6 got was read nowhere. */
static const struct version longterm[] = {
	{ 5, 10 }, { 5, 15 }, { 6, 1 }, { 6, 6 }, { 6, 12 }, { 6, 18 },
};

/* Releases before another one that still may have got what came with that. */
#define LATE	2

/* Releases in a row: 5.19 is followed by 6.0, 6.19 by 7.0. */
static unsigned int place(unsigned int major, unsigned int minor)
{
	return major * 20 + minor;
}

static bool is(const struct version *series, struct ia_release release)
{
	return series->major == release.major && series->minor == release.minor;
}

/* Whether stable kernels of the release may have got a change whose release is that. */
static bool may_have(struct ia_release release, const struct version *with)
{
	size_t i;

	for (i = 0; i < COUNT(longterm); i++) {
		if (is(&longterm[i], release))
			return true;
	}
	return place(release.major, release.minor) + LATE >= place(with->major, with->minor);
}

static struct span of_debian(const struct span *spans, size_t count, unsigned int abi)
{
	return abi <= count ? spans[abi - 1] : (struct span){ spans[count - 1].first, OPEN };
}

static struct span span_of(struct ia_release release)
{
	if (release.exact)
		return (struct span){ release.patch, release.own ? OPEN : release.patch };
	if (release.abi && is(&(struct version){ 5, 10 }, release))
		return of_debian(debian_5_10, COUNT(debian_5_10), release.abi);
	if (release.abi && is(&(struct version){ 6, 1 }, release))
		return of_debian(debian_6_1, COUNT(debian_6_1), release.abi);
	return (struct span){ 0, OPEN };
}

/**
 * ia_has_change() - tell whether a kernel has a change of the tables
 * @release: the kernel
 * @change: the change
 *
 * Return: IA_FLAG_UNKNOWN where its release does not tell: a distribution's own
 * number, a series whose changelog was not read, a kernel with backports.
 */
enum ia_flag ia_has_change(struct ia_release release, enum ia_quirk_change change)
{
	const struct version *with = &changes[change].with, *without = &changes[change].without;
	struct span span = span_of(release);
	size_t i;

	if (change == IA_CHANGE_ALWAYS)
		return IA_YES;
	if (!release.known)
		return IA_FLAG_UNKNOWN;
	if (ia_release_from(release, with->major, with->minor))
		return IA_YES;
	for (i = 0; i < COUNT(stable); i++) {
		if (stable[i].change != change || !is(&stable[i].series, release))
			continue;
		if (span.last < stable[i].patch)
			return IA_NO;
		return span.first >= stable[i].patch ? IA_YES : IA_FLAG_UNKNOWN;
	}
	for (i = 0; i < COUNT(lacking) && !release.own; i++) {
		if (lacking[i].change == change && is(&lacking[i].series, release) &&
		    span.last <= lacking[i].patch)
			return IA_NO;
	}
	if (release.own ||
	    place(release.major, release.minor) > place(without->major, without->minor))
		return IA_FLAG_UNKNOWN;
	/* The first kernel of a series has nothing that came behind it. */
	if (release.exact && !release.patch)
		return IA_NO;
	return may_have(release, with) ? IA_FLAG_UNKNOWN : IA_NO;
}

/** ia_change_subject() - the subject of the commit that brought a change */
const char *ia_change_subject(enum ia_quirk_change change)
{
	return changes[change].subject;
}

/** ia_change_release() - the first release with a change, as major * 1000 + minor */
unsigned int ia_change_release(enum ia_quirk_change change)
{
	return changes[change].with.major * 1000U + changes[change].with.minor;
}
