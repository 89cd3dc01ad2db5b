// SPDX-License-Identifier: GPL-2.0
/*
 * A machine that is read without the module: what the files of sysfs, configuration
 * space and the tables of firmware hold may be anything. An input is the files below,
 * each with its length in two bytes before it; an empty one is not there.
 */
#include "fuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../view/pages.h"

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

static char folder[PATH_MAX];

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
	(void)info;
	(void)kind;
	(void)where;
	return remove(path);
}

static void clean_up(void)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void make_folders(const char *file)
{
	char path[PATH_MAX + 128], *slash = path + strlen(folder) + 1;

	snprintf(path, sizeof(path), "%s%s", folder, file);
	while ((slash = strchr(slash, '/'))) {
		*slash = '\0';
		if (mkdir(path, 0755) && errno != EEXIST)
			fuzz_broken("cannot make %s", path);
		*slash++ = '/';
	}
}

/** LLVMFuzzerInitialize() - make the folders and links, once */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *above = getenv("TMPDIR");
	char path[PATH_MAX + 128];
	size_t i;

	(void)argc;
	(void)argv;
	snprintf(folder, sizeof(folder), "%s/iommu-audit-fuzz.XXXXXX", above ? above : "/tmp");
	if (!mkdtemp(folder))
		fuzz_broken("cannot make %s", folder);
	for (i = 0; i < FILES; i++)
		make_folders(files[i]);
	for (i = 0; i < sizeof(links) / sizeof(*links); i++) {
		make_folders(links[i].path);
		snprintf(path, sizeof(path), "%s%s", folder, links[i].path);
		if (symlink(links[i].target, path))
			fuzz_broken("cannot make %s", path);
	}
	atexit(clean_up);
	return 0;
}

static void put(const char *file, const uint8_t *data, size_t size)
{
	char path[PATH_MAX + 128];
	int fd;

	snprintf(path, sizeof(path), "%s%s", folder, file);
	unlink(path);
	if (!size)
		return;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		fuzz_broken("cannot write %s", path);
	close(fd);
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
		put(files[i], data, len);
		data += len;
		size -= len;
	}
}

/* What is written of it is read as the same machine. */
static void check_snapshot(const struct ia_machine *machine)
{
	struct ia_machine again = { .arena = machine->arena };
	struct ia_problem problem;
	char *first, *second;

	first = ia_snapshot_text(machine, "fuzz");
	if (!ia_from_parse(&again, "snapshot", first, strlen(first), &problem))
		fuzz_broken("what was written is not read: %s", problem.text);
	second = ia_snapshot_text(&again, "fuzz");
	if (strcmp(first, second))
		fuzz_broken("what was written is read as another machine");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena arena = { 0 };
	struct ia_machine machine = { .arena = &arena };
	uint32_t choice = fuzz_hash(data, size);
	struct ia_problem problem;
	struct ia_root root;

	put_all(data, size);
	if (!ia_root_open(&root, &arena, folder, &problem))
		fuzz_broken("%s", problem.text);
	if (ia_read_sysfs(&machine, IA_READ_ALL, &root, &problem)) {
		if (machine.source != IA_FROM_SYSFS || machine.ndevices != 3)
			fuzz_broken("%zu functions", machine.ndevices);
		ia_read_host(&machine, &root);
		check_snapshot(&machine);
		fuzz_commands(&machine, choice, 1);
	}
	close(root.fd);
	ia_arena_free(&arena);
	return 0;
}
