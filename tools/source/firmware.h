/* SPDX-License-Identifier: GPL-2.0 */
/*
 * firmware.c: units out of the DMAR and the IVRS table, by the module's own parsers.
 *
 * The types of module/core have the names of those here: what passes between the two
 * is plain, and text as the module writes it.
 */
#ifndef IA_SOURCE_FIRMWARE_H
#define IA_SOURCE_FIRMWARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/memory.h"

/**
 * struct ia_class_unit - an IOMMU as /sys/class/iommu has it, which the kernel uses
 * @name: dmar<n> or ivhd<n>
 * @amd: whose it is
 * @base: VT-d: where its registers are
 * @has_regs: the next three could be read
 * @version: VT-d: as in the register
 * @cap: as in the record
 * @ecap: as in the record
 * @common: @ecap is what all units have in common
 */
struct ia_class_unit {
	const char *name;
	bool amd;
	uint64_t base;
	bool has_regs;
	uint32_t version;
	uint64_t cap;
	uint64_t ecap;
	bool common;
};

/**
 * struct ia_firmware - what is known of the units
 * @dmar: the DMAR table; NULL when there is none that could be read
 * @dmar_size: its size
 * @ivrs: likewise the IVRS table
 * @ivrs_size: its size
 * @class_units: those that the kernel uses
 * @nclass_units: how many
 * @active: the kernel has put functions behind them
 * @intremap: the kernel's interrupts are remapped: 1, 0, or negative where that is not known
 */
struct ia_firmware {
	const void *dmar;
	size_t dmar_size;
	const void *ivrs;
	size_t ivrs_size;
	const struct ia_class_unit *class_units;
	size_t nclass_units;
	bool active;
	int intremap;
};

/**
 * struct ia_firmware_alias - functions whose requests carry another id, by the IVRS table
 * @segment: their segment
 * @first: requester id of the first
 * @last: requester id of the last
 * @alias: the id that their requests carry
 */
struct ia_firmware_alias {
	uint16_t segment;
	uint16_t first;
	uint16_t last;
	uint16_t alias;
};

char *ia_firmware_units(struct ia_arena *arena, const struct ia_firmware *firmware,
			const char **wrong);
size_t ia_firmware_aliases(struct ia_arena *arena, const void *ivrs, size_t size,
			   struct ia_firmware_alias **aliases);

#endif /* IA_SOURCE_FIRMWARE_H */
