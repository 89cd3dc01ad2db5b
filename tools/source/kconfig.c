// SPDX-License-Identifier: GPL-2.0
/* What the kernel was built with, from wherever a distribution puts it. */
#include "reader.h"

#include <string.h>

#include <zlib.h>

#include "../base/limits.h"

/* Most of the running kernel's own configuration, uncompressed: today's have 300 KiB. */
#define MOST	(8u << 20)

/*
 * Where it is, around the release: Debian and its kin, Fedora and its, and systems that
 * have nothing outside of /usr.
 */
static const struct place {
	const char *before;
	const char *behind;
} places[] = {
	{ "/boot/config-", "" },
	{ "/lib/modules/", "/config" },
	{ "/usr/lib/modules/", "/config" },
};

static char *inflate_all(struct ia_arena *arena, char *data, size_t size)
{
	z_stream stream = { .next_in = (Bytef *)data, .avail_in = size };
	char *text = ia_alloc(arena, MOST + 1, 1);
	int error;

	/* With the header of gzip. */
	if (inflateInit2(&stream, MAX_WBITS + 16) != Z_OK)
		return NULL;
	stream.next_out = (Bytef *)text;
	stream.avail_out = MOST;
	error = inflate(&stream, Z_FINISH);
	inflateEnd(&stream);
	text[MOST - stream.avail_out] = '\0';
	ia_trim(arena, text, MOST + 1, MOST - stream.avail_out + 1);
	return error == Z_STREAM_END ? text : NULL;
}

/* Return: the file of a release that is at a place of @places, or NULL. */
static char *read_at(const struct ia_machine *m, const struct ia_root *root,
		     const struct place *place)
{
	const char *path = ia_format(m->arena, "%s%s%s", place->before, m->kernel.text,
				     place->behind);
	char *text;
	size_t len;

	return ia_slurp(m->arena, root, path, &text, &len) ? NULL : text;
}

static char *find(const struct ia_machine *m, const struct ia_root *root)
{
	char *text = NULL;
	size_t i, len;

	/* A release is part of a file's name here, and no way to another folder. */
	if (m->kernel.known && !strchr(m->kernel.text, '/')) {
		for (i = 0; !text && i < sizeof(places) / sizeof(*places); i++)
			text = read_at(m, root, &places[i]);
	}
	if (text || ia_slurp(m->arena, root, "/proc/config.gz", &text, &len))
		return text;
	return inflate_all(m->arena, text, len);
}

static enum ia_flag has(const char *text, const char *line)
{
	return strstr(text, line) ? IA_YES : IA_NO;
}

/* Both drivers are built in, or not at all. */
static enum ia_flag is_set(struct ia_arena *arena, const char *text, const char *option)
{
	return has(text, ia_format(arena, "\nCONFIG_%s=y\n", option));
}

static enum ia_vtd_default vtd_default(struct ia_arena *arena, const char *text)
{
	if (is_set(arena, text, "INTEL_IOMMU") != IA_YES)
		return IA_VTD_DEFAULT_NOT_BUILT;
	if (is_set(arena, text, "INTEL_IOMMU_DEFAULT_ON_INTGPU_OFF") == IA_YES)
		return IA_VTD_DEFAULT_INTGPU_OFF;
	return is_set(arena, text, "INTEL_IOMMU_DEFAULT_ON") == IA_YES ? IA_VTD_DEFAULT_ON :
									 IA_VTD_DEFAULT_OFF;
}

static enum ia_default_domain default_domain(struct ia_arena *arena, const char *text)
{
	if (is_set(arena, text, "IOMMU_DEFAULT_PASSTHROUGH") == IA_YES)
		return IA_DEFAULT_DOMAIN_PASSTHROUGH;
	if (is_set(arena, text, "IOMMU_DEFAULT_DMA_LAZY") == IA_YES)
		return IA_DEFAULT_DOMAIN_LAZY;
	return is_set(arena, text, "IOMMU_DEFAULT_DMA_STRICT") == IA_YES ?
	       IA_DEFAULT_DOMAIN_STRICT : IA_DEFAULT_DOMAIN_TRANSLATED;
}

static void take(struct ia_arena *arena, const char *text, struct ia_config *config)
{
	config->p2pdma = is_set(arena, text, "PCI_P2PDMA");
	/* Set or not, it is named before all about IOMMUs: without it the file lacks them. */
	if (!strstr(text, "CONFIG_IOMMU_SUPPORT"))
		return;
	config->vtd = vtd_default(arena, text);
	config->amd_vi = is_set(arena, text, "AMD_IOMMU");
	config->default_domain = default_domain(arena, text);
}

static bool asks_for_override(const struct ia_machine *m)
{
	return m->cmdline.known && strstr(m->cmdline.text, "pcie_acs_override=");
}

/**
 * ia_read_kconfig() - read what the kernel was built with
 * @machine: its kernel and command line are known; the configuration of its host is filled
 * @root: the running system, or a tree
 */
void ia_read_kconfig(struct ia_machine *machine, const struct ia_root *root)
{
	struct ia_config *config = &machine->host.config;
	const char *text = find(machine, root);
	char *symbols;
	size_t len;

	if (text)
		take(machine->arena, text, config);
	/* A list of some megabytes, which hardly anybody needs. */
	if (asks_for_override(machine) &&
	    !ia_slurp(machine->arena, root, "/proc/kallsyms", &symbols, &len) && len)
		config->acs_override = has(symbols, " pcie_acs_overrides\n");
}
