// SPDX-License-Identifier: GPL-2.0
/*
 * Resets a PCI function as a virtual machine monitor does, with all that goes along.
 *
 *	vfio_reset ADDRESS GROUP...
 *
 * Opens a container and the groups by their numbers, the first of which has the function, and
 * asks what a hot reset affects (VFIO_DEVICE_GET_PCI_HOT_RESET_INFO). Writes a line "ADDRESS GROUP"
 * for each, and "reset 0", or "reset" and the errno of VFIO_DEVICE_PCI_HOT_RESET with these groups.
 * Ends with 1 and a message naming the step that failed before that.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define MOST	32

static int failed(const char *step)
{
	fprintf(stderr, "vfio_reset: %s: %s\n", step, strerror(errno));
	return 1;
}

static int open_group(const char *number)
{
	char path[64];

	snprintf(path, sizeof(path), "/dev/vfio/%s", number);
	return open(path, O_RDWR);
}

static int show(int device)
{
	struct vfio_pci_hot_reset_info *info;
	unsigned int i;

	info = calloc(1, sizeof(*info) + MOST * sizeof(info->devices[0]));
	if (!info)
		return failed("calloc");
	info->argsz = sizeof(*info) + MOST * sizeof(info->devices[0]);
	if (ioctl(device, VFIO_DEVICE_GET_PCI_HOT_RESET_INFO, info))
		return failed("VFIO_DEVICE_GET_PCI_HOT_RESET_INFO");
	for (i = 0; i < info->count; i++) {
		const struct vfio_pci_dependent_device *one = &info->devices[i];

		printf("%04x:%02x:%02x.%x %u\n", one->segment, one->bus, one->devfn >> 3,
		       one->devfn & 7, one->group_id);
	}
	free(info);
	return 0;
}

int main(int argc, char **argv)
{
	struct vfio_pci_hot_reset *reset;
	int container, device, i, count = argc - 2;

	if (argc < 3 || count > MOST) {
		fprintf(stderr, "usage: vfio_reset ADDRESS GROUP...\n");
		return 2;
	}
	reset = calloc(1, sizeof(*reset) + count * sizeof(reset->group_fds[0]));
	if (!reset)
		return failed("calloc");
	container = open("/dev/vfio/vfio", O_RDWR);
	if (container < 0)
		return failed("/dev/vfio/vfio");
	reset->argsz = sizeof(*reset) + count * sizeof(reset->group_fds[0]);
	reset->count = count;
	for (i = 0; i < count; i++) {
		int group = open_group(argv[2 + i]);

		if (group < 0)
			return failed(argv[2 + i]);
		if (ioctl(group, VFIO_GROUP_SET_CONTAINER, &container))
			return failed("VFIO_GROUP_SET_CONTAINER");
		reset->group_fds[i] = group;
	}
	if (ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU))
		return failed("VFIO_SET_IOMMU");
	device = ioctl(reset->group_fds[0], VFIO_GROUP_GET_DEVICE_FD, argv[1]);
	if (device < 0)
		return failed("VFIO_GROUP_GET_DEVICE_FD");
	if (show(device))
		return 1;
	printf("reset %d\n", ioctl(device, VFIO_DEVICE_PCI_HOT_RESET, reset) ? errno : 0);
	return 0;
}
