// SPDX-License-Identifier: GPL-2.0
#include "hypervisor.h"

/* High half of the partition's privileges: EBX of the leaf with the features. */
#define HYPERV_CPU_MANAGEMENT	0x00001000
#define HYPERV_ISOLATION	0x00400000

/* The alphabet SIGNATURE of records.h: nothing that a line would have to escape. */
static bool is_plain(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       (c && strchr(" _.:@+-", c));
}

/**
 * ia_hypervisor_signature() - the signature of a hypervisor, as a text
 * @ebx: the register, of the leaf IA_CPUID_HYPERVISOR
 * @ecx: likewise
 * @edx: likewise
 * @signature: IA_SIGNATURE_LEN + 1 bytes; zeros at the end of a shorter one are left out
 *
 * Return: whether it is one; the hypervisor is a stranger, and may say anything
 */
bool ia_hypervisor_signature(u32 ebx, u32 ecx, u32 edx, char *signature)
{
	const u32 regs[] = { ebx, ecx, edx };
	unsigned int i, len = IA_SIGNATURE_LEN;

	for (i = 0; i < IA_SIGNATURE_LEN; i++)
		signature[i] = regs[i / 4] >> i % 4 * 8 & 0xff;
	signature[IA_SIGNATURE_LEN] = '\0';
	while (len && !signature[len - 1])
		len--;
	for (i = 0; i < len; i++) {
		if (!is_plain(signature[i]))
			return false;
	}
	return len;
}

/**
 * ia_hyperv_is_root() - whether this is the root partition of Hyper-V
 * @privileges: EBX of the leaf IA_CPUID_HYPERV_FEATURES
 *
 * The kernel takes it for the root by the same two privileges.
 */
bool ia_hyperv_is_root(u32 privileges)
{
	return privileges & HYPERV_CPU_MANAGEMENT && !(privileges & HYPERV_ISOLATION);
}
