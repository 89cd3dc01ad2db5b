// SPDX-License-Identifier: GPL-2.0
/* The IOMMUs: the tables of firmware, which root may read, and what /sys/class/iommu has. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

#include "../machine/cmdline.h"
#include "firmware.h"

#define CLASS	"/sys/class/iommu"
#define TABLES	"/sys/firmware/acpi/tables"
#define IRQS	"/sys/kernel/irq"

struct place {
	struct ia_machine *machine;
	const struct ia_root *root;
};

static bool is_unit(const char *name, const char *prefix)
{
	size_t len = strlen(prefix);

	return !strncmp(name, prefix, len) && name[len] &&
	       strspn(name + len, "0123456789") == strlen(name + len);
}

static char *attribute(const struct place *at, const char *unit, const char *name)
{
	struct ia_arena *arena = at->machine->arena;

	return ia_read_attribute(arena, at->root, ia_format(arena, CLASS "/%s/%s", unit, name));
}

/* Reads a hexadecimal number up to a mark, and goes behind it. */
static bool read_hex(char **text, char mark, uint64_t *n)
{
	char *end;

	if (!*text || ia_hex_digit(**text) < 0)
		return false;
	*n = strtoull(*text, &end, 16);
	if (*end != mark)
		return false;
	*text = end + 1;
	return true;
}

static void read_vtd(const struct place *at, struct ia_class_unit *unit)
{
	char *base = attribute(at, unit->name, "intel-iommu/address");
	char *cap = attribute(at, unit->name, "intel-iommu/cap");
	char *ecap = attribute(at, unit->name, "intel-iommu/ecap");
	char *version = attribute(at, unit->name, "intel-iommu/version");
	uint64_t major, minor;

	if (!read_hex(&base, '\0', &unit->base))
		unit->base = 0;
	/* Its parts are decimal, and have four bits in the register. */
	unit->has_regs = read_hex(&cap, '\0', &unit->cap) && read_hex(&ecap, '\0', &unit->ecap) &&
			 read_hex(&version, ':', &major) && read_hex(&version, '\0', &minor) &&
			 major < 10 && minor < 10;
	if (unit->has_regs)
		unit->version = major << 4 | minor;
}

/*
 * The features that the kernel goes by: the Extended Feature Register alone, from 5.18 on
 * behind the second one of that name, and from 6.7 on before it, and then those that all
 * units have. The second one has few bits, and low ones: where the larger of the two is
 * not where the release has it, nobody knows which is which.
 */
static void read_amd(const struct place *at, struct ia_class_unit *unit)
{
	const struct ia_string *kernel = &at->machine->kernel;
	struct ia_release release = ia_release_parse(kernel->known ? kernel->text : "");
	char *cap = attribute(at, unit->name, "amd-iommu/cap");
	char *features = attribute(at, unit->name, "amd-iommu/features");
	uint64_t first, second;

	unit->has_regs = read_hex(&cap, '\0', &unit->cap);
	if (!read_hex(&features, ':', &first)) {
		unit->has_regs &= read_hex(&features, '\0', &unit->ecap);
		return;
	}
	unit->common = !release.known || ia_release_from(release, 6, 7);
	unit->has_regs &= read_hex(&features, '\0', &second) &&
			  (!first || !second || (first > second) == unit->common);
	unit->ecap = first > second ? first : second;
}

static void read_class(const struct place *at, struct ia_firmware *firmware)
{
	struct ia_arena *arena = at->machine->arena;
	struct ia_class_unit *units;
	const char **names;
	size_t i, count = ia_root_list(at->root, arena, CLASS, &names);

	units = ia_alloc(arena, count, sizeof(*units));
	firmware->class_units = units;
	for (i = 0; i < count; i++) {
		struct ia_class_unit *unit = &units[firmware->nclass_units];

		*unit = (struct ia_class_unit){ .name = names[i] };
		unit->amd = is_unit(names[i], "ivhd");
		if (unit->amd)
			read_amd(at, unit);
		else if (is_unit(names[i], "dmar"))
			read_vtd(at, unit);
		else
			continue;
		firmware->nclass_units++;
	}
}

/*
 * The kernel's interrupts are remapped, all of them or none: the names of their chips say
 * it. Return: 1 or 0, negative when there is none that could be.
 */
static int intremap(const struct place *at)
{
	struct ia_arena *arena = at->machine->arena;
	const char **irqs;
	size_t i, count = ia_root_list(at->root, arena, IRQS, &irqs);
	int found = -1;

	for (i = 0; i < count; i++) {
		const char *chip;

		if (*irqs[i] == '.')
			continue;
		chip = ia_read_attribute(arena, at->root,
					 ia_format(arena, IRQS "/%s/chip_name", irqs[i]));
		if (chip && !strncmp(chip, "IR-", 3))
			return 1;
		if (chip && (!strncmp(chip, "IO-APIC", 7) || !strncmp(chip, "PCI-MSI", 7)))
			found = 0;
	}
	return found;
}

/* Return: the table, NULL when it is not there, is too large or not to be read; @there is set. */
static const void *read_table(const struct place *at, const char *name, size_t *size, bool *there)
{
	const char *path = ia_format(at->machine->arena, TABLES "/%s", name);
	char *text;

	*there = ia_root_exists(at->root, path);
	if (!*there || ia_slurp(at->machine->arena, at->root, path, &text, size) ||
	    *size > IA_MAX_TABLE)
		return NULL;
	return text;
}

/* What no table was read for. */
static void forget(struct ia_machine *m, bool dmar, bool ivrs)
{
	size_t i;

	for (i = 0; i < m->nunits; i++) {
		struct ia_unit *unit = &m->units[i];

		if (unit->vendor == IA_VENDOR_AMD ? ivrs : dmar)
			continue;
		unit->segment = (struct ia_number){ 0 };
		unit->scope = (struct ia_texts){ 0 };
		if (unit->vendor == IA_VENDOR_AMD || !unit->base.n)
			unit->base = (struct ia_number){ 0 };
	}
}

static const char *reason(const struct place *at, const char *wrong, bool there, bool read)
{
	if (wrong)
		return wrong;
	if (!ia_root_exists(at->root, TABLES))
		return "/sys/firmware/acpi/tables is not there";
	if (!there)
		return "no DMAR and no IVRS table";
	if (!read)
		return "only root reads the DMAR or IVRS table: units that the kernel does not "
		       "use are not listed";
	return NULL;
}

static enum ia_source_method method(const struct ia_firmware *firmware, bool there)
{
	if (firmware->dmar)
		return IA_METHOD_DMAR;
	if (firmware->ivrs)
		return IA_METHOD_IVRS;
	return there ? IA_METHOD_SYSFS : IA_METHOD_NONE;
}

/**
 * ia_sysfs_units() - read the units of a machine without the module
 * @machine: its units are filled, and the record of their source is appended
 * @root: the running system, or a tree
 * @groups: the kernel has groups of functions
 */
void ia_sysfs_units(struct ia_machine *machine, const struct ia_root *root, bool groups)
{
	const struct place at = { machine, root };
	struct ia_firmware firmware = { .active = groups, .intremap = -1 };
	bool dmar, ivrs, tables = ia_root_exists(root, TABLES), there;
	struct ia_problem ignored;
	const char *wrong = NULL, *why;
	char *text;

	firmware.dmar = read_table(&at, "DMAR", &firmware.dmar_size, &dmar);
	firmware.ivrs = read_table(&at, "IVRS", &firmware.ivrs_size, &ivrs);
	read_class(&at, &firmware);
	there = dmar || ivrs || firmware.nclass_units;
	if (there)
		firmware.intremap = intremap(&at);
	text = ia_firmware_units(machine->arena, &firmware, &wrong);
	/* It is text of our own: nothing in it is refused. */
	ia_machine_parse(machine, IA_FILE_UNITS, text, strlen(text), &ignored);
	forget(machine, firmware.dmar, firmware.ivrs);
	why = reason(&at, wrong, there, firmware.dmar || firmware.ivrs);
	machine->sources[machine->nsources++] = (struct ia_source){
		.name = IA_SOURCE_UNITS,
		.method = method(&firmware, there || !tables),
		.accuracy = machine->nunits ? IA_ACCURACY_SNAPSHOT : IA_ACCURACY_NONE,
		.reason = why ? ia_text_of(why) : (struct ia_string){ .absent = true },
		.limit = ia_text_of("status registers only the module reads"),
	};
}

/* What a function's requests carry by the table; absent where that is its own id. */
static ia_address alias_of(const struct ia_firmware_alias *aliases, size_t count,
			   ia_address address)
{
	unsigned int id = address & 0xffff;
	ia_address found = IA_NO_ADDRESS;
	size_t i;

	for (i = 0; i < count; i++) {
		if (aliases[i].segment == ia_segment(address) && id >= aliases[i].first &&
		    id <= aliases[i].last)
			found = aliases[i].alias == id ? IA_NO_ADDRESS :
				(ia_address)aliases[i].segment << 16 | aliases[i].alias;
	}
	return found;
}

/**
 * ia_read_aliases() - give the functions of a host the aliases of the IVRS table
 * @machine: the devices of its host are there
 * @root: the running system, or a tree
 */
void ia_read_aliases(struct ia_machine *machine, const struct ia_root *root)
{
	const struct place at = { machine, root };
	struct ia_host *host = &machine->host;
	struct ia_firmware_alias *aliases = NULL;
	size_t i, size, count = 0;
	const void *table;
	bool there;

	table = read_table(&at, "IVRS", &size, &there);
	if (!table && (there || !ia_root_exists(root, TABLES)))
		return;
	if (table)
		count = ia_firmware_aliases(machine->arena, table, size, &aliases);
	for (i = 0; i < host->ndevices; i++)
		host->devices[i].ivrs_alias = alias_of(aliases, count, host->devices[i].address);
}
