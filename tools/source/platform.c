// SPDX-License-Identifier: GPL-2.0
/* What the machine is: board, firmware, processors, and firmware of its functions. */
#include "reader.h"

#include <string.h>

#include "../base/clean.h"
#include "called.h"

#define DMI	"/sys/class/dmi/id"

static struct ia_string line(const struct ia_machine *m, const struct ia_root *root,
			     const char *path)
{
	const char *text = ia_read_line(m->arena, root, path);

	return text ? ia_text_of(text) : (struct ia_string){ 0 };
}

static struct ia_string dmi(const struct ia_machine *m, const struct ia_root *root,
			    const char *name)
{
	return line(m, root, ia_format(m->arena, DMI "/%s", name));
}

/* The value of a key of the first processor: "model name\t: ...", clean. */
static struct ia_string cpu(struct ia_arena *arena, const char *text, const char *key)
{
	size_t len = strlen(key), i, n;

	for (; text && *text; text += strcspn(text, "\n"), text += *text == '\n') {
		const char *value = text + len;
		char *copy;

		if (strncmp(text, key, len))
			continue;
		value += strspn(value, "\t ");
		if (*value != ':')
			continue;
		value += 1 + strspn(value + 1, " ");
		copy = ia_strndup(arena, value, strcspn(value, "\n"));
		for (i = 0; copy[i]; i += n) {
			n = ia_clean_sequence(copy + i, strlen(copy + i));
			if (!n) {
				copy[i] = '?';
				n = 1;
			}
		}
		return ia_text_of(copy);
	}
	return (struct ia_string){ 0 };
}

static bool has_flag(const struct ia_string *flags, const char *flag)
{
	size_t len = strlen(flag);
	const char *p;

	for (p = flags->text; (p = strstr(p, flag)); p += len) {
		if ((p == flags->text || p[-1] == ' ') && (!p[len] || p[len] == ' '))
			return true;
	}
	return false;
}

static void read_processor(struct ia_machine *m, const struct ia_root *root)
{
	struct ia_platform *to = &m->host.platform;
	struct ia_string flags;
	char *text;
	size_t len;

	if (ia_slurp(m->arena, root, "/proc/cpuinfo", &text, &len))
		text = NULL;
	to->cpu_vendor = cpu(m->arena, text, "vendor_id");
	to->cpu_model = cpu(m->arena, text, "model name");
	if (ia_machine_arch(m) == IA_ARCH_ARM64) {
		to->microcode.absent = true;
		to->vm_extension = IA_VM_ABSENT;
		return;
	}
	to->microcode = cpu(m->arena, text, "microcode");
	flags = cpu(m->arena, text, "flags");
	if (flags.known)
		to->vm_extension = has_flag(&flags, "vmx") ? IA_VM_VMX :
				   has_flag(&flags, "svm") ? IA_VM_SVM : IA_VM_NONE;
}

/* What is in a folder of /sys/class, and has a file with the version of its firmware. */
static void read_firmware(struct ia_machine *m, const struct ia_root *root, const char *class,
			  const char *file, size_t *room)
{
	struct ia_host *host = &m->host;
	const char **names;
	size_t i, count = ia_root_list(root, m->arena, class, &names);

	for (i = 0; i < count; i++) {
		const char *path = ia_format(m->arena, "%s/%s", class, names[i]);
		ia_address address = ia_sysfs_function(ia_root_link(root, m->arena, path));

		if (!ia_is_address(address))
			continue;
		host->firmware = ia_grow(m->arena, host->firmware, host->nfirmware, room,
					 sizeof(*host->firmware));
		host->firmware[host->nfirmware++] = (struct ia_device_firmware){
			.address = address, .name = ia_text_in(IA_ALPHABET_FREE, names[i]),
			.version = line(m, root, ia_format(m->arena, "%s/%s", path, file)),
		};
	}
}

/**
 * ia_read_platform() - read what the machine is
 * @machine: a machine that was read live
 * @root: the running system, or a tree
 *
 * Serial numbers, which root alone may read, are left alone.
 */
void ia_read_platform(struct ia_machine *machine, const struct ia_root *root)
{
	struct ia_platform *to = &machine->host.platform;
	size_t room = 0;

	to->system_vendor = dmi(machine, root, "sys_vendor");
	to->product = dmi(machine, root, "product_name");
	to->board_vendor = dmi(machine, root, "board_vendor");
	to->board = dmi(machine, root, "board_name");
	to->bios_vendor = dmi(machine, root, "bios_vendor");
	to->bios_version = dmi(machine, root, "bios_version");
	to->bios_date = dmi(machine, root, "bios_date");
	to->bios_release = dmi(machine, root, "bios_release");
	read_processor(machine, root);
	if (ia_root_exists(root, "/dev"))
		to->kvm = ia_root_exists(root, "/dev/kvm") ? IA_YES : IA_NO;
	read_firmware(machine, root, "/sys/class/infiniband", "fw_ver", &room);
	read_firmware(machine, root, "/sys/class/nvme", "firmware_rev", &room);
}
