// SPDX-License-Identifier: GPL-2.0
/* What became of the board, its firmware and processors, and of firmware of functions. */
#include "diff.h"

#include <string.h>

#include "kind.h"

static const struct {
	enum ia_diff_rule rule;
	const char *key;
} values[] = {
	{ IA_DIFF_SYSTEM, "product" },
	{ IA_DIFF_BOARD, "board" },
	{ IA_DIFF_BIOS, "bios_version" },
	{ IA_DIFF_BIOS_DATE, "bios_date" },
	{ IA_DIFF_PROCESSOR, "cpu_model" },
	{ IA_DIFF_MICROCODE, "microcode" },
	{ IA_DIFF_VM_EXTENSION, "vm_extension" },
	{ IA_DIFF_KVM, "kvm" },
};

/* What one of two readings does not know is no change. */
static void compare(struct ia_diff *diff, enum ia_diff_rule rule, const struct ia_key *key,
		    const void *old, const void *now, const struct ia_pair_of *device)
{
	struct ia_change change = {
		.rule = rule, .trend = IA_TREND_CHANGED, .old = { key, old }, .now = { key, now },
	};

	if (ia_diff_tells_nothing(diff, rule, key, old, now, device))
		return;
	if (ia_key_unknown(key, old) || ia_key_unknown(key, now))
		ia_diff_untold(diff, rule, ia_key_unknown(key, old) ? IA_UNTOLD_OLD : IA_UNTOLD_NEW,
			       device);
	else if (ia_key_known(key, old) && ia_key_known(key, now) && !ia_key_equal(key, old, now))
		ia_diff_add(diff, &change, device);
}

static const struct ia_device_firmware *firmware_of(const struct ia_machine *m,
						    const struct ia_device *device)
{
	size_t i;

	for (i = 0; device && i < m->host.nfirmware; i++) {
		if (m->host.firmware[i].address == device->address)
			return &m->host.firmware[i];
	}
	return NULL;
}

/**
 * ia_are_two_hosts() - tell whether two readings are of two hosts
 * @old: the first one
 * @now: the second one
 *
 * A host keeps some of its system, board and processor whatever else is changed.
 *
 * Return: true where all of them that both readings know are others, two at least.
 */
bool ia_are_two_hosts(const struct ia_machine *old, const struct ia_machine *now)
{
	static const char *const names[] = { "product", "board", "cpu_model" };
	const struct ia_record_info *info = &ia_records[IA_RECORD_HOST_PLATFORM];
	const void *a = &old->host.platform, *b = &now->host.platform;
	size_t i, differ = 0;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct ia_key *key = ia_key_find(info, names[i], strlen(names[i]));

		if (!ia_key_known(key, a) || !ia_key_known(key, b))
			continue;
		if (ia_key_equal(key, a, b))
			return false;
		differ++;
	}
	return differ > 1;
}

/* Whether two readings share fewer than half of the functions that one of them has, VFs aside. */
static bool other_functions(const struct ia_diff *diff)
{
	size_t old = 0, now = 0, both = 0, i;

	for (i = 0; i < diff->npairs; i++) {
		const struct ia_pair_of *p = &diff->pairs[i];

		if (ia_is_vf(p->is))
			continue;
		old += !!p->old;
		now += !!p->now;
		both += p->old && p->now;
	}
	return 2 * both < (old > now ? old : now);
}

/**
 * ia_diff_hardware() - tell whether a baseline is of the hardware that it is compared with
 * @diff: with pairs
 *
 * System, board and processor are the same, those of them that both know, and at least half of
 * the functions.
 */
enum ia_other_hardware ia_diff_hardware(const struct ia_diff *diff)
{
	static const struct {
		enum ia_other_hardware other;
		const char *key;
	} keys[] = {
		{ IA_HARDWARE_SYSTEM, "product" },
		{ IA_HARDWARE_BOARD, "board" },
		{ IA_HARDWARE_PROCESSOR, "cpu_model" },
	};
	const struct ia_record_info *info = &ia_records[IA_RECORD_HOST_PLATFORM];
	const void *a = &diff->old->host.platform, *b = &diff->now->host.platform;
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const struct ia_key *key = ia_key_find(info, keys[i].key, strlen(keys[i].key));

		if (ia_key_known(key, a) && ia_key_known(key, b) && !ia_key_equal(key, a, b))
			return keys[i].other;
	}
	return other_functions(diff) ? IA_HARDWARE_FUNCTIONS : IA_HARDWARE_SAME;
}

static const struct ia_key *key_of(enum ia_record_id id, const char *name)
{
	return ia_key_find(&ia_records[id], name, strlen(name));
}

/* Board, firmware and processors of a reading. */
void ia_diff_tell_platform(const struct ia_machine *machine, ia_diff_take take, void *to)
{
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(*values); i++)
		take(to, values[i].rule, key_of(IA_RECORD_HOST_PLATFORM, values[i].key),
		     &machine->host.platform);
}

/* Firmware of a function. */
void ia_diff_tell_firmware(const struct ia_device_firmware *firmware, ia_diff_take take, void *to)
{
	take(to, IA_DIFF_FIRMWARE, key_of(IA_RECORD_HOST_FIRMWARE, "version"), firmware);
}

/**
 * ia_diff_platform() - tell what became of firmware and hardware of the host
 * @diff: with pairs; what is found is added
 */
void ia_diff_platform(struct ia_diff *diff)
{
	const struct ia_record_info *info = &ia_records[IA_RECORD_HOST_PLATFORM];
	const struct ia_record_info *firmware = &ia_records[IA_RECORD_HOST_FIRMWARE];
	const struct ia_key *version = ia_key_find(firmware, "version", strlen("version"));
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(*values); i++) {
		const struct ia_key *key = ia_key_find(info, values[i].key, strlen(values[i].key));

		compare(diff, values[i].rule, key, &diff->old->host.platform,
			&diff->now->host.platform, NULL);
	}
	for (i = 0; diff->now->host.nfirmware && i < diff->npairs; i++) {
		const struct ia_pair_of *pair = &diff->pairs[i];
		const struct ia_device_firmware *old = firmware_of(diff->old, pair->old);
		const struct ia_device_firmware *now = firmware_of(diff->now, pair->now);

		if (old && now)
			compare(diff, IA_DIFF_FIRMWARE, version, old, now, pair);
	}
}
