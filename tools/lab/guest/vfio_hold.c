// SPDX-License-Identifier: GPL-2.0
/*
 * Takes an IOMMU group as a virtual machine monitor does, and holds it.
 *
 *	vfio_hold /dev/vfio/<group>
 *
 * Opens a container and the group, attaches the group to a type 1 domain,
 * writes "held" to stdout and sleeps until it is killed. Ends with 1 and a
 * message naming the step that failed.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int failed(const char *step)
{
	fprintf(stderr, "vfio_hold: %s: %s\n", step, strerror(errno));
	return 1;
}

int main(int argc, char **argv)
{
	struct vfio_group_status status = { .argsz = sizeof(status) };
	int container, group;

	if (argc != 2) {
		fprintf(stderr, "usage: vfio_hold /dev/vfio/GROUP\n");
		return 2;
	}
	container = open("/dev/vfio/vfio", O_RDWR);
	if (container < 0)
		return failed("/dev/vfio/vfio");
	group = open(argv[1], O_RDWR);
	if (group < 0)
		return failed(argv[1]);
	if (ioctl(group, VFIO_GROUP_GET_STATUS, &status))
		return failed("VFIO_GROUP_GET_STATUS");
	if (!(status.flags & VFIO_GROUP_FLAGS_VIABLE)) {
		fprintf(stderr, "vfio_hold: group is not viable\n");
		return 1;
	}
	if (ioctl(group, VFIO_GROUP_SET_CONTAINER, &container))
		return failed("VFIO_GROUP_SET_CONTAINER");
	if (ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU))
		return failed("VFIO_SET_IOMMU");

	puts("held");
	fflush(stdout);
	for (;;)
		pause();
}
