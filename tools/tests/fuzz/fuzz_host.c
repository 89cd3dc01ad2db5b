// SPDX-License-Identifier: GPL-2.0
/*
 * What sysfs and /boot say of the host, of any content: the parts of an input that
 * NULs separate are files below a root of its own; an empty one is not there.
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

/** LLVMFuzzerInitialize() - make the folders, once */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *above = getenv("TMPDIR");
	size_t i;

	(void)argc;
	(void)argv;
	snprintf(folder, sizeof(folder), "%s/iommu-audit-fuzz.XXXXXX", above ? above : "/tmp");
	if (!mkdtemp(folder))
		fuzz_broken("cannot make %s", folder);
	for (i = 0; i < FILES; i++)
		make_folders(files[i]);
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena arena = { 0 };
	struct ia_device *device = ia_alloc(&arena, 1, sizeof(*device));
	struct ia_machine machine = {
		.arena = &arena, .kernel = ia_text_of("6.12"), .devices = device, .ndevices = 1,
	};
	uint32_t choice = fuzz_hash(data, size);
	struct ia_problem problem;
	const uint8_t *stop;
	struct ia_root root;
	size_t i;

	for (i = 0; i < FILES; i++) {
		stop = i + 1 < FILES ? memchr(data, '\0', size) : NULL;
		put(files[i], data, stop ? (size_t)(stop - data) : size);
		size -= stop ? stop + 1 - data : size;
		data = stop ? stop + 1 : data;
	}
	*device = fuzz_machine()->devices[0];
	device->address = 0x0008;
	device->totalvfs = ia_number_of(8);
	device->vf_of = IA_NO_ADDRESS;
	if (!ia_root_open(&root, &arena, folder, &problem))
		fuzz_broken("%s", problem.text);
	ia_read_host(&machine, &root);
	ia_machine_join(&machine);
	ia_read_names(&machine, &root);
	close(root.fd);
	ia_machine_name(&machine);
	fuzz_commands(&machine, choice, 1);
	ia_arena_free(&arena);
	return 0;
}
