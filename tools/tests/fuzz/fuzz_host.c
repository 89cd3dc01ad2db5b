// SPDX-License-Identifier: GPL-2.0
/*
 * What sysfs and /boot say of the host, of any content: the parts of an input that
 * NULs separate are files below a root of its own; an empty one is not there.
 */
#include "fuzz.h"

#include <string.h>
#include <unistd.h>

#define DEVICE	"/sys/bus/pci/devices/0000:00:01.0"
#define PAGES	"/sys/kernel/mm/hugepages/hugepages-2048kB"

/* The last one has the rest, NULs and all. */
static const char *const files[] = {
	"/sys/devices/system/node/online",
	PAGES "/nr_hugepages",
	PAGES "/free_hugepages",
	"/boot/config-6.12",
	"/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts",
	"/sys/module/vfio/parameters/enable_unsafe_noiommu_mode",
	DEVICE "/reset_method",
	DEVICE "/reset",
	DEVICE "/resource",
	DEVICE "/power_state",
	DEVICE "/sriov_drivers_autoprobe",
	"/usr/share/misc/pci.ids",
	DEVICE "/config",
};

#define FILES	(sizeof(files) / sizeof(*files))

/** LLVMFuzzerInitialize() - make the folders, once */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fuzz_tree_make(files, FILES);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena arena = { 0 };
	struct ia_device *device = ia_alloc(&arena, 1, sizeof(*device));
	struct ia_machine machine = {
		.arena = &arena, .kernel = ia_text_of("6.12"), .devices = device, .ndevices = 1,
	};
	uint32_t choice = fuzz_hash(data, size);
	const uint8_t *stop;
	struct ia_root root;
	size_t i;

	for (i = 0; i < FILES; i++) {
		stop = i + 1 < FILES ? memchr(data, '\0', size) : NULL;
		fuzz_tree_put(files[i], data, stop ? (size_t)(stop - data) : size);
		size -= stop ? stop + 1 - data : size;
		data = stop ? stop + 1 : data;
	}
	*device = fuzz_machine()->devices[0];
	device->address = 0x0008;
	device->totalvfs = ia_number_of(8);
	device->vf_of = IA_NO_ADDRESS;
	fuzz_tree_open(&root, &arena);
	ia_read_host(&machine, &root);
	ia_machine_join(&machine);
	ia_read_names(&machine, &root);
	close(root.fd);
	ia_machine_name(&machine);
	fuzz_commands(&machine, choice, 1);
	ia_arena_free(&arena);
	return 0;
}
