/* SPDX-License-Identifier: GPL-2.0 */
/* hypervisor.c: what a hypervisor says of itself */
#ifndef IA_CORE_HYPERVISOR_H
#define IA_CORE_HYPERVISOR_H

#include "types.h"

/* CPUID leaves of hypervisors; the first has the highest one in EAX, and the signature. */
#define IA_CPUID_HYPERVISOR		0x40000000
#define IA_CPUID_HYPERV_FEATURES	0x40000003

#define IA_SIGNATURE_LEN	12

/* What is not seen from inside: where Xen or Hyper-V drives the IOMMUs, and in a guest. */
#define IA_GUEST_ELSEWHERE	"the hypervisor drives the IOMMUs: what they translate, remap and " \
				"refuse is not seen"
#define IA_GUEST_SHOWN	"tables, registers and configuration space are what the hypervisor shows: " \
			"the host's IOMMUs, ACS and domains are not seen"
/* Where no processor says whether this is a guest. */
#define IA_GUEST_PERHAPS	"whether a hypervisor shows this machine is not known: if one does, the " \
			"host's IOMMUs, ACS and domains are not seen"

bool ia_hypervisor_signature(u32 ebx, u32 ecx, u32 edx, char *signature);
bool ia_hyperv_is_root(u32 privileges);

#endif /* IA_CORE_HYPERVISOR_H */
