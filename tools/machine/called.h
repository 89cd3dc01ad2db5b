/* SPDX-License-Identifier: GPL-2.0 */
/* called.c: PCI functions by the names that the kernel has for them */
#ifndef IA_MACHINE_CALLED_H
#define IA_MACHINE_CALLED_H

#include "machine.h"

/* What a name is of: the lists of struct ia_host_names, in their order. */
enum ia_called_as {
	IA_CALLED_NETDEV,
	IA_CALLED_RDMA,
	IA_CALLED_BLOCK,
	IA_CALLED_NVME,
	IA_CALLED_DRM,
	IA_CALLED_SLOT,
	IA_CALLED
};

const struct ia_texts *ia_called(const struct ia_host_names *names, enum ia_called_as as);
const struct ia_texts *ia_called_device(const struct ia_device *device, enum ia_called_as as);
void ia_called_join(struct ia_machine *machine);
size_t ia_called_find(const struct ia_machine *machine, const char *name,
		      struct ia_device **found, size_t most);

#endif /* IA_MACHINE_CALLED_H */
