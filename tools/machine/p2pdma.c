// SPDX-License-Identifier: GPL-2.0
/*
 * drivers/pci/p2pdma.c: cpu_supports_p2pdma(), pci_p2pdma_whitelist and
 * pci_host_bridge_dev(), as Linux 5.10, 6.1, 6.12, 7.2 and 7.3 have them
 */
#include "p2pdma.h"

#include "kind.h"
#include "quirks.h"

#define VENDOR_GOOGLE	0x1ae0
#define VENDOR_NVIDIA	0x10de
#define ANY		IA_ANY_ID

/* Read last without an entry, and read first with it: in between nobody looked. */
enum since { ALWAYS, SINCE_6_1, SINCE_7_2, SINCE_7_3 };

static const struct {
	unsigned int without_major;
	unsigned int without_minor;
	unsigned int with_major;
	unsigned int with_minor;
} lines[] = {
	[SINCE_6_1] = { 5, 10, 6, 1 },
	[SINCE_7_2] = { 6, 12, 7, 2 },
	[SINCE_7_3] = { 7, 2, 7, 3 },
};

/**
 * struct entry - a host bridge that P2PDMA knows
 * @vendor: its vendor
 * @first: its device id, or the first one
 * @last: the last one
 * @one_bridge: REQ_SAME_HOST_BRIDGE
 * @since: which kernels have it
 */
struct entry {
	uint16_t vendor;
	uint16_t first;
	uint16_t last;
	bool one_bridge;
	enum since since;
};

static const struct entry entries[] = {
	/* Xeon E5, E5 v3 and E7 v3 */
	{ IA_PCI_VENDOR_INTEL, 0x3c00, 0x3c01, true, ALWAYS },
	{ IA_PCI_VENDOR_INTEL, 0x2f00, 0x2f01, true, ALWAYS },
	/* Skylake-E, Ice Lake-SP */
	{ IA_PCI_VENDOR_INTEL, 0x2030, 0x2033, false, ALWAYS },
	{ IA_PCI_VENDOR_INTEL, 0x2020, 0x2020, false, ALWAYS },
	{ IA_PCI_VENDOR_INTEL, 0x09a2, 0x09a2, false, SINCE_6_1 },
	/* DSA and IAA of Sapphire Rapids, Granite Rapids-D and Diamond Rapids */
	{ IA_PCI_VENDOR_INTEL, 0x0b25, 0x0b25, false, SINCE_7_2 },
	{ IA_PCI_VENDOR_INTEL, 0x0cfe, 0x0cfe, false, SINCE_7_2 },
	{ IA_PCI_VENDOR_INTEL, 0x11fb, 0x11fb, false, SINCE_7_2 },
	{ IA_PCI_VENDOR_INTEL, 0x1212, 0x1212, false, SINCE_7_2 },
	{ IA_PCI_VENDOR_INTEL, 0x1216, 0x1216, false, SINCE_7_2 },
	/* QAT 4xxx, 401xx, 402xx, 420xx and 6xxx */
	{ IA_PCI_VENDOR_INTEL, 0x4940, 0x4940, false, SINCE_7_2 },
	{ IA_PCI_VENDOR_INTEL, 0x4942, 0x4942, false, SINCE_7_2 },
	{ IA_PCI_VENDOR_INTEL, 0x4944, 0x4944, false, SINCE_7_2 },
	{ IA_PCI_VENDOR_INTEL, 0x4946, 0x4946, false, SINCE_7_2 },
	{ IA_PCI_VENDOR_INTEL, 0x4948, 0x4948, false, SINCE_7_2 },
	{ VENDOR_GOOGLE, 0, ANY, false, SINCE_7_2 },
	{ VENDOR_NVIDIA, 0x2f95, 0x2f98, false, SINCE_7_3 },
};

/*
 * Root complexes of Zen and its followers: amd_root_ids of arch/x86/kernel/amd_nb.c of 6.12.
 * Later kernels have no such list.
 */
static const uint16_t zen[] = {
	0x1450, 0x15d0, 0x1480, 0x1630, 0x14b5, 0x14a4, 0x14d8, 0x14e8, 0x153a, 0x1507, 0x1122,
	0x14bb, 0x14f8,
};

static bool is_zen(const struct ia_device *host)
{
	size_t i;

	if (host->vendor.n != IA_PCI_VENDOR_AMD)
		return false;
	for (i = 0; i < sizeof(zen) / sizeof(*zen); i++) {
		if (host->device.n == zen[i])
			return true;
	}
	return false;
}

static ia_address root_bus(const struct ia_device *device)
{
	return (device->path.count ? device->path.items[0] : device->address) >> 8;
}

/* pci_host_bridge_dev(): the first function of the root bus, where that is 00.0 or a root port. */
static const struct ia_device *host_of(const struct ia_machine *m, const struct ia_device *device)
{
	ia_address bus = root_bus(device);
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		if (d->address >> 8 != bus)
			continue;
		return !(d->address & 0xff) || d->type == IA_PORT_ROOT_PORT ? d : NULL;
	}
	return NULL;
}

static enum ia_flag has_entry(enum since since, struct ia_release release)
{
	if (!release.known)
		return since == ALWAYS ? IA_YES : IA_FLAG_UNKNOWN;
	if (ia_quirks_too_old(release))
		return IA_FLAG_UNKNOWN;
	if (since == ALWAYS ||
	    ia_release_from(release, lines[since].with_major, lines[since].with_minor))
		return IA_YES;
	/* What Red Hat took from newer kernels, nobody looked at. */
	return release.backported || ia_release_from(release, lines[since].without_major,
						     lines[since].without_minor + 1) ?
	       IA_FLAG_UNKNOWN : IA_NO;
}

static const struct entry *entry_of(const struct ia_device *host)
{
	size_t i;

	for (i = 0; i < sizeof(entries) / sizeof(*entries); i++) {
		const struct entry *one = &entries[i];

		if (host->vendor.n == one->vendor && host->device.n >= one->first &&
		    host->device.n <= one->last)
			return one;
	}
	return NULL;
}

/* Whether a processor with this host bridge may be a Zen: a guest's does not tell. */
static bool may_be_zen(const struct ia_machine *m, const struct ia_device *host)
{
	if (ia_machine_arch(m) == IA_ARCH_ARM64 || m->processor == IA_VENDOR_VTD)
		return false;
	return m->processor == IA_VENDOR_AMD || m->identity.virtualised == IA_YES ||
	       host->vendor.n != IA_PCI_VENDOR_INTEL;
}

/* __host_bridge_whitelist() */
static struct ia_p2pdma ask(const struct ia_machine *m, const struct ia_device *host, bool same)
{
	struct ia_release release = ia_release_parse(m->kernel.known ? m->kernel.text : NULL);
	const struct entry *entry = entry_of(host);
	enum ia_flag has = entry ? has_entry(entry->since, release) :
			   ia_quirks_too_new(release) || ia_quirks_too_old(release) ||
			   release.backported ? IA_FLAG_UNKNOWN : IA_NO;

	/* pci_host_bridge_dev() of 5.10 takes nothing but 00.0, that of 6.1 any root port. */
	if (entry && host->address & 0xff)
		has = has == IA_YES ? has_entry(SINCE_6_1, release) : has;
	if (entry && has == IA_YES && (same || !entry->one_bridge))
		return (struct ia_p2pdma){ IA_YES, IA_P2PDMA_LISTED, host };
	if (may_be_zen(m, host))
		return (struct ia_p2pdma){ IA_FLAG_UNKNOWN, IA_P2PDMA_PROCESSOR, host };
	if (has == IA_FLAG_UNKNOWN)
		return (struct ia_p2pdma){ IA_FLAG_UNKNOWN, IA_P2PDMA_VERSION, host };
	return (struct ia_p2pdma){
		IA_NO, has == IA_YES ? IA_P2PDMA_TWO_BRIDGES :
		       entry && has_entry(entry->since, release) == IA_YES ? IA_P2PDMA_NOT_FIRST :
									     IA_P2PDMA_UNLISTED,
		host,
	};
}

/**
 * ia_p2pdma_find() - tell whether P2PDMA takes the way through the root complex
 * @machine: a joined machine
 * @from: who sends requests
 * @to: whose memory they are for
 *
 * host_bridge_whitelist(): with two host bridges both have to be known.
 */
struct ia_p2pdma ia_p2pdma_find(const struct ia_machine *machine, const struct ia_device *from,
				const struct ia_device *to)
{
	const struct ia_device *a = host_of(machine, from), *b = host_of(machine, to);
	bool same = root_bus(from) == root_bus(to);
	struct ia_p2pdma one;

	if (!a || !b || !a->vendor.known || !b->vendor.known)
		return (struct ia_p2pdma){ IA_FLAG_UNKNOWN, IA_P2PDMA_HOST, a ?: b };
	if (is_zen(a) || is_zen(b))
		return (struct ia_p2pdma){ IA_YES, IA_P2PDMA_ZEN, is_zen(a) ? a : b };
	one = ask(machine, a, same);
	return same || one.takes != IA_YES ? one : ask(machine, b, same);
}
