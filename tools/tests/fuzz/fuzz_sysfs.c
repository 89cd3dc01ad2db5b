// SPDX-License-Identifier: GPL-2.0
/*
 * A machine that is read without the module: what the files of sysfs, configuration
 * space and the tables of firmware hold may be anything. An input is the files below,
 * each with its length in two bytes before it; an empty one is not there.
 */
#include "fuzz.h"

#include <unistd.h>

#define BUS	"/sys/bus/pci/devices"
#define PORT	"/sys/devices/pci0000:00/0000:00:01.0"
#define CARD	PORT "/0000:01:00.0"
#define VF	PORT "/0000:01:00.1"
#define GROUP	"/sys/kernel/iommu_groups/1"
#define CLASS	"/sys/class/iommu"
#define TABLES	"/sys/firmware/acpi/tables"

static const char *const files[] = {
	PORT "/config", PORT "/uevent", PORT "/power_state", PORT "/power/runtime_status",
	CARD "/config", CARD "/uevent", CARD "/power_state", CARD "/numa_node",
	CARD "/dma_mask_bits", CARD "/removable", CARD "/sriov_totalvfs", CARD "/sriov_numvfs",
	CARD "/revision", CARD "/current_link_speed", VF "/config", VF "/uevent",
	GROUP "/type", GROUP "/reserved_regions", "/proc/sys/kernel/osrelease", "/proc/cmdline",
	"/proc/cpuinfo", "/proc/config.gz", "/proc/kallsyms", "/sys/hypervisor/type",
	"/sys/hypervisor/guest_type", "/proc/xen/capabilities", "/sys/kernel/irq/1/chip_name",
	CLASS "/dmar0/intel-iommu/cap", CLASS "/dmar0/intel-iommu/ecap",
	CLASS "/dmar0/intel-iommu/version", CLASS "/dmar0/intel-iommu/address",
	CLASS "/ivhd0/amd-iommu/cap", CLASS "/ivhd0/amd-iommu/features",
	TABLES "/DMAR", TABLES "/IVRS",
};

#define FILES	(sizeof(files) / sizeof(*files))

/* What leads from one to the other, and does not change. */
static const struct {
	const char *path;
	const char *target;
} links[] = {
	{ BUS "/0000:00:01.0", "../../../devices/pci0000:00/0000:00:01.0" },
	{ BUS "/0000:01:00.0", "../../../devices/pci0000:00/0000:00:01.0/0000:01:00.0" },
	{ BUS "/0000:01:00.1", "../../../devices/pci0000:00/0000:00:01.0/0000:01:00.1" },
	{ VF "/physfn", "../0000:01:00.0" },
	{ CARD "/virtfn0", "../0000:01:00.1" },
	{ GROUP "/devices/0000:00:01.0", "../../../../devices/pci0000:00/0000:00:01.0" },
	{ GROUP "/devices/0000:01:00.0", "../../../../devices/pci0000:00" },
	{ CLASS "/dmar0/devices/0000:01:00.0", "../../../../devices/pci0000:00" },
	{ CLASS "/ivhd0/devices/0000:01:00.1", "../../../../devices/pci0000:00" },
};

/** LLVMFuzzerInitialize() - make the folders and links, once */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	size_t i;

	(void)argc;
	(void)argv;
	fuzz_tree_make(files, FILES);
	for (i = 0; i < sizeof(links) / sizeof(*links); i++)
		fuzz_tree_link(links[i].path, links[i].target);
	return 0;
}

static void put_all(const uint8_t *data, size_t size)
{
	size_t i, len;

	for (i = 0; i < FILES; i++) {
		len = size < 2 ? 0 : data[0] | data[1] << 8;
		if (size >= 2) {
			data += 2;
			size -= 2;
		}
		len = len < size ? len : size;
		fuzz_tree_put(files[i], data, len);
		data += len;
		size -= len;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena arena = { 0 };
	struct ia_machine machine = { .arena = &arena };
	uint32_t choice = fuzz_hash(data, size);
	struct ia_problem problem;
	struct ia_root root;

	put_all(data, size);
	fuzz_tree_open(&root, &arena);
	if (ia_read_sysfs(&machine, IA_READ_ALL, &root, &problem)) {
		if (machine.source != IA_FROM_SYSFS || machine.ndevices != 3)
			fuzz_broken("%zu functions", machine.ndevices);
		ia_read_host(&machine, &root);
		fuzz_check_again(&machine);
		fuzz_commands(&machine, choice, 1);
	}
	close(root.fd);
	ia_arena_free(&arena);
	return 0;
}
