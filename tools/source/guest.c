// SPDX-License-Identifier: GPL-2.0
/* Which hypervisor there is around the machine, as far as a program can tell. */
#include "reader.h"

#include <string.h>
#if __has_include("cpuid.h")
#include <cpuid.h>
#endif

#include "../../module/core/hypervisor.h"

/* Whether the processors say that there is one. A tree has the file of its machine. */
static enum ia_flag virtualised(struct ia_arena *arena, const struct ia_root *root)
{
	char *text, *flags;
	size_t len;

	if (ia_slurp(arena, root, "/proc/cpuinfo", &text, &len))
		return IA_FLAG_UNKNOWN;
	flags = strstr(text, "\nflags\t");
	if (!flags)
		return IA_FLAG_UNKNOWN;
	flags[1 + strcspn(flags + 1, "\n")] = '\0';
	flags = strstr(flags, " hypervisor");
	return flags && (!flags[11] || flags[11] == ' ') ? IA_YES : IA_NO;
}

static bool is(const char *text, const char *word)
{
	return text && !strcmp(text, word);
}

/* Xen tells in sysfs, of whatever kind its domain is. */
static bool read_xen(struct ia_arena *arena, const struct ia_root *root,
		     struct ia_identity *identity)
{
	const char *kind = ia_read_attribute(arena, root, "/sys/hypervisor/guest_type");
	const char *can;

	if (!is(ia_read_attribute(arena, root, "/sys/hypervisor/type"), "xen"))
		return false;
	if (kind)
		identity->hypervisor = is(kind, "PV") ? IA_HYPERVISOR_XEN_PV :
							IA_HYPERVISOR_XEN_HVM;
	can = ia_read_attribute(arena, root, "/proc/xen/capabilities");
	if (can)
		identity->privileged = strstr(can, "control_d") ? IA_YES : IA_NO;
	return true;
}

#if __has_include("cpuid.h")
/*
 * What the processor that this runs on says. Which hypervisor the kernel takes it for
 * depends on how that was built, and is not told here.
 */
static void read_processor(struct ia_arena *arena, struct ia_identity *identity)
{
	char *signature = ia_alloc(arena, IA_SIGNATURE_LEN + 1, 1);
	unsigned int eax, ebx, ecx, edx;

	__cpuid(IA_CPUID_HYPERVISOR, eax, ebx, ecx, edx);
	if (!ia_hypervisor_signature(ebx, ecx, edx, signature))
		return;
	identity->signature = ia_text_of(signature);
	if (is(signature, "KVMKVMKVM") || is(signature, "VMwareVMware"))
		identity->privileged = IA_NO;
	if (!is(signature, "Microsoft Hv") || eax < IA_CPUID_HYPERV_FEATURES)
		return;
	__cpuid(IA_CPUID_HYPERV_FEATURES, eax, ebx, ecx, edx);
	identity->privileged = ia_hyperv_is_root(ebx) ? IA_YES : IA_NO;
}
#else
static void read_processor(struct ia_arena *arena, struct ia_identity *identity)
{
	(void)arena;
	(void)identity;
}
#endif

/**
 * ia_read_guest() - read which hypervisor there is
 * @machine: owner of texts
 * @root: the running system, or a tree
 * @identity: what belongs to it is filled in
 */
void ia_read_guest(struct ia_machine *machine, const struct ia_root *root,
		   struct ia_identity *identity)
{
	struct ia_arena *arena = machine->arena;

	identity->virtualised = virtualised(arena, root);
	if (read_xen(arena, root, identity)) {
		identity->virtualised = IA_YES;
	} else if (identity->virtualised == IA_NO) {
		identity->hypervisor = IA_HYPERVISOR_NONE;
		identity->signature.absent = true;
		identity->privileged = IA_FLAG_ABSENT;
		identity->limit.absent = true;
		return;
	}
	if (root->kind == IA_ROOT_SYSTEM && identity->virtualised == IA_YES)
		read_processor(arena, identity);
	if (identity->virtualised == IA_YES)
		identity->limit = ia_text_of(identity->privileged == IA_YES ? IA_GUEST_ELSEWHERE :
									      IA_GUEST_SHOWN);
}
