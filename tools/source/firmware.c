// SPDX-License-Identifier: GPL-2.0
#include "firmware.h"

#include <stdlib.h>

#include "../../include/uapi/iommu_audit.h"
#include "../../module/core/amd_regs.h"
#include "../../module/core/dmar.h"
#include "../../module/core/ivrs.h"
#include "../../module/core/records.h"
#include "../../module/core/scope.h"
#include "../../module/core/unit.h"
#include "../../module/core/vtd_regs.h"

/* The text that is made, and what it is made of. */
struct units {
	struct ia_arena *arena;
	const struct ia_firmware *from;
	struct ia_buf text;
};

static const struct ia_class_unit *find_class(const struct units *units, const char *name)
{
	size_t i;

	for (i = 0; i < units->from->nclass_units; i++) {
		if (!strcmp(units->from->class_units[i].name, name))
			return &units->from->class_units[i];
	}
	return NULL;
}

/* Of AMD-Vi each device has an interrupt remapping table, or none: one unit has all of them. */
static int intremap_of(const struct units *units, const struct ia_unit_regs *regs)
{
	const struct ia_firmware *from = units->from;

	if (from->intremap < 0 ||
	    (from->intremap && regs->vendor == IA_VENDOR_AMD && from->nclass_units != 1))
		return IA_UNKNOWN;
	return from->intremap;
}

/* What follows from registers that nobody but the module reads. */
static void forget_status(struct ia_unit *unit, const struct ia_unit_regs *regs)
{
	bool protects = regs->cap & (IA_VTD_CAP_PLMR | IA_VTD_CAP_PHMR);

	unit->status.set[1] = IA_UNKNOWN;
	unit->regions = NULL;
	if (regs->vendor == IA_VENDOR_AMD) {
		unit->event_entries = IA_UNKNOWN;
		if (unit->guest_apic != IA_CAP_ABSENT)
			unit->guest_apic = IA_CAP_UNKNOWN;
	} else {
		unit->qi = IA_UNKNOWN;
		unit->protected_memory = protects ? IA_CAP_UNKNOWN : IA_CAP_ABSENT;
	}
}

/* What is known of all AMD units together is not known of each. */
static void forget_features(struct ia_unit *unit)
{
	unit->ecap = IA_UNKNOWN;
	unit->features.set[1] = IA_UNKNOWN;
	unit->guest_apic = IA_CAP_UNKNOWN;
}

static void forget_interrupts(struct ia_unit *unit, const struct ia_unit_regs *regs)
{
	int unknown = regs->intremap ? IA_UNKNOWN : IA_ABSENT;

	unit->ir_entries = unknown;
	unit->x2apic = unknown;
	unit->posted_entries = regs->vendor == IA_VENDOR_VTD ? unknown : IA_ABSENT;
}

static void put_line(struct units *units, const struct ia_unit *unit)
{
	size_t size = ia_record_format(&ia_unit_layout, unit, NULL, 0) + 1;
	char *line = ia_alloc(units->arena, size, 1);

	ia_record_format(&ia_unit_layout, unit, line, size);
	ia_buf_add(&units->text, "%s\n", line);
}

/*
 * The record of a unit as the module makes it, without what takes its status registers.
 * A unit that the kernel uses is on: it registers it, and puts functions behind it,
 * behind the write that switches translation on.
 */
static void put_unit(struct units *units, struct ia_unit_regs *regs)
{
	const struct ia_class_unit *used;
	char name[IA_UNIT_NAME_SIZE];
	struct ia_unit unit;

	ia_unit_name(regs->vendor, regs->index, name);
	used = find_class(units, name);
	regs->intremap = intremap_of(units, regs);
	regs->regs_read = used && used->has_regs;
	if (regs->regs_read) {
		regs->cap = used->cap;
		regs->ecap = used->ecap;
		regs->version = regs->vendor == IA_VENDOR_AMD ? ia_amd_revision(used->cap) :
								used->version;
	}
	ia_unit_fill(&unit, regs, name);
	if (regs->regs_read)
		forget_status(&unit, regs);
	if (regs->regs_read && used->common && units->from->nclass_units > 1)
		forget_features(&unit);
	forget_interrupts(&unit, regs);
	unit.translation = used && units->from->active ? 1 : IA_UNKNOWN;
	put_line(units, &unit);
}

static void complain(struct units *units, const char *table, const char *what,
		     const struct ia_table_error *err, const char **wrong)
{
	if (err->reason && !*wrong)
		*wrong = ia_format(units->arena, "%s table %s: %s, at byte %u", table, what,
				   err->reason, err->offset);
}

static void put_dmar(struct units *units, const char **wrong)
{
	struct ia_table_error err = { 0 };
	struct ia_dmar_iter it = { 0 };
	struct ia_dmar_entry entry;
	struct ia_dmar dmar;

	if (ia_dmar_open(&dmar, units->from->dmar, units->from->dmar_size, &err)) {
		complain(units, IA_DMAR_SIGNATURE, "refused", &err, wrong);
		return;
	}
	complain(units, IA_DMAR_SIGNATURE, "is broken, units or their scopes may be lacking", &err,
		 wrong);
	while (ia_dmar_next_unit(&dmar, &it, &entry)) {
		struct ia_unit_regs regs = {
			.vendor = IA_VENDOR_VTD, .index = entry.index, .segment = entry.segment,
			.base = entry.base,
		};
		struct ia_text t;
		char *scope;

		ia_text_init(&t, NULL, 0);
		ia_scope_dmar(&t, &dmar, &entry);
		scope = ia_alloc(units->arena, t.len + 1, 1);
		ia_text_init(&t, scope, t.len + 1);
		ia_scope_dmar(&t, &dmar, &entry);
		regs.scope = scope;
		put_unit(units, &regs);
	}
}

static void put_ivrs(struct units *units, const char **wrong)
{
	struct ia_table_error err = { 0 };
	struct ia_ivrs_iter it = { 0 };
	struct ia_ivrs_block block;
	struct ia_ivrs ivrs;

	if (ia_ivrs_open(&ivrs, units->from->ivrs, units->from->ivrs_size, &err)) {
		complain(units, IA_IVRS_SIGNATURE, "refused", &err, wrong);
		return;
	}
	complain(units, IA_IVRS_SIGNATURE, "is broken, units or their scopes may be lacking", &err,
		 wrong);
	while (ia_ivrs_next_unit(&ivrs, &it, &block)) {
		struct ia_unit_regs regs = {
			.vendor = IA_VENDOR_AMD, .index = block.index, .segment = block.segment,
			.base = block.base,
		};
		struct ia_text t;
		char *scope;

		ia_text_init(&t, NULL, 0);
		ia_scope_ivhd(&t, &ivrs, &block);
		scope = ia_alloc(units->arena, t.len + 1, 1);
		ia_text_init(&t, scope, t.len + 1);
		ia_scope_ivhd(&t, &ivrs, &block);
		regs.scope = scope;
		put_unit(units, &regs);
	}
}

/* Without the tables, units have no segment and no scope, which the caller knows. */
static void put_class(struct units *units, bool amd)
{
	size_t i, start = strlen("dmar");

	for (i = 0; i < units->from->nclass_units; i++) {
		const struct ia_class_unit *unit = &units->from->class_units[i];
		struct ia_unit_regs regs = {
			.vendor = amd ? IA_VENDOR_AMD : IA_VENDOR_VTD, .base = unit->base,
			.scope = "",
		};

		if (unit->amd != amd)
			continue;
		regs.index = strtoul(unit->name + start, NULL, 10);
		put_unit(units, &regs);
	}
}

/**
 * ia_firmware_units() - the units of a machine, as the text of the module's file
 * @arena: owner of the text
 * @firmware: what is known of them
 * @wrong: set to what is wrong with a table, in the module's words; else left alone
 *
 * Units of a table that could not be read are those that the kernel uses: their segment
 * and their scope mean nothing, nor does the base of AMD's.
 *
 * Return: the text, header and all.
 */
char *ia_firmware_units(struct ia_arena *arena, const struct ia_firmware *firmware,
			const char **wrong)
{
	struct units units = { arena, firmware, { .arena = arena } };

	ia_buf_add(&units.text, "# iommu_audit %s format=%d\n", IOMMU_AUDIT_FILE_UNITS,
		   IOMMU_AUDIT_FORMAT);
	if (firmware->dmar)
		put_dmar(&units, wrong);
	else
		put_class(&units, false);
	if (firmware->ivrs)
		put_ivrs(&units, wrong);
	else
		put_class(&units, true);
	return units.text.text;
}

/**
 * ia_firmware_aliases() - the requester ids that the IVRS table gives for others
 * @arena: owner of the list
 * @ivrs: the table
 * @size: its size
 * @aliases: filled; of two for one function the later one counts, as for Linux
 *
 * Return: how many.
 */
size_t ia_firmware_aliases(struct ia_arena *arena, const void *ivrs, size_t size,
			   struct ia_firmware_alias **aliases)
{
	struct ia_table_error err = { 0 };
	struct ia_ivrs_iter it = { 0 };
	struct ia_ivrs_block block;
	size_t count = 0, room = 0;
	struct ia_ivrs table;

	*aliases = NULL;
	if (ia_ivrs_open(&table, ivrs, size, &err))
		return 0;
	while (ia_ivrs_next_unit(&table, &it, &block)) {
		struct ia_ivhd_entry entry, start = { 0 };
		u32 offset = 0;

		while (ia_ivrs_next_entry(&table, &block, &offset, &entry)) {
			struct ia_firmware_alias alias = {
				block.segment, entry.device, entry.device, entry.alias,
			};

			if (entry.type == IA_IVHD_RANGE_END &&
			    start.type == IA_IVHD_ALIAS_RANGE_START) {
				alias.first = start.device;
				alias.alias = start.alias;
			} else if (entry.type != IA_IVHD_ALIAS_SELECT) {
				start = entry;
				continue;
			}
			start.type = 0;
			*aliases = ia_grow(arena, *aliases, count, &room, sizeof(**aliases));
			(*aliases)[count++] = alias;
		}
	}
	return count;
}
