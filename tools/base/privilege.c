// SPDX-License-Identifier: GPL-2.0
#include "privilege.h"

#include <linux/capability.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CAPABILITY(name)	(UINT64_C(1) << CAP_##name)
/* What the kernel asks for each, and where. */
static const struct {
	enum ia_privilege privilege;
	uint64_t capabilities;
} needs[] = {
	/* generic_permission() */
	{ IA_MAY_OPEN, CAPABILITY(DAC_READ_SEARCH) },
	/* Also in a folder of somebody else, and with the group of the file that is replaced. */
	{ IA_MAY_SAVE, CAPABILITY(DAC_READ_SEARCH) | CAPABILITY(DAC_OVERRIDE) |
		       CAPABILITY(CHOWN) },
	/* pci_read_config(), of who opened the file */
	{ IA_MAY_CONFIG, CAPABILITY(SYS_ADMIN) },
	/* finit_module(), delete_module() */
	{ IA_MAY_LOAD, CAPABILITY(SYS_MODULE) },
	/* The files are root's own; their folder may be somebody else's. */
	{ IA_MAY_MEASURE, CAPABILITY(DAC_READ_SEARCH) },
	/* iommu_group_store_type() */
	{ IA_MAY_SWITCH, CAPABILITY(SYS_ADMIN) | CAPABILITY(SYS_RAWIO) },
};

static uint64_t capabilities(unsigned int privileges)
{
	uint64_t set = 0;
	size_t i;

	for (i = 0; i < sizeof(needs) / sizeof(*needs); i++) {
		if (privileges & needs[i].privilege)
			set |= needs[i].capabilities;
	}
	return set;
}

/* No program that is run from here on has more than this one, whatever it is. */
static void never_gain(void)
{
	unsigned long capability;

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	/* Up to the last one that this kernel knows; without SETPCAP the first is refused. */
	for (capability = 0; !prctl(PR_CAPBSET_DROP, capability, 0, 0, 0); capability++)
		;
}

/**
 * ia_privilege_keep() - give up all of root's power but some
 * @privileges: what is kept of what there still is, of enum ia_privilege
 *
 * Nothing comes back. Of a process without capabilities there is nothing to
 * take, which is not an error. The user stays the same, and so does what it owns.
 */
void ia_privilege_keep(unsigned int privileges)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
	uint64_t keep = capabilities(privileges);
	size_t i;

	if (syscall(SYS_capget, &header, sets))
		return;
	never_gain();
	for (i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
		sets[i].permitted &= keep >> 32 * i;
		sets[i].effective &= sets[i].permitted;
		sets[i].inheritable = 0;
	}
	syscall(SYS_capset, &header, sets);
}
