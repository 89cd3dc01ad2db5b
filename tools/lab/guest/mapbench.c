// SPDX-License-Identifier: GPL-2.0
/*
 * One run of the kernel's own map_benchmark.
 *
 *	mapbench THREADS SECONDS
 *
 * 4 KiB, both directions, a 32 bit DMA mask, any NUMA node, no pause between map
 * and unmap. Ends with 1 and a message when the kernel refuses.
 */
#include <fcntl.h>
#include <linux/types.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#define FILE_NAME	"/sys/kernel/debug/dma_map_benchmark"

/* As DMA_MAP_BENCHMARK takes it. */
struct request {
	__u64 average_map;
	__u64 deviation_map;
	__u64 average_unmap;
	__u64 deviation_unmap;
	__u32 threads;
	__u32 seconds;
	__s32 node;
	__u32 mask_bits;
	__u32 direction;
	__u32 pause_ns;
	__u32 pages;
	__u8 reserved[76];
};

int main(int argc, char **argv)
{
	struct request request = { .node = -1, .mask_bits = 32, .pages = 1 };
	int file;

	if (argc != 3) {
		fprintf(stderr, "usage: mapbench THREADS SECONDS\n");
		return 2;
	}
	request.threads = atoi(argv[1]);
	request.seconds = atoi(argv[2]);
	file = open(FILE_NAME, O_RDWR);
	if (file < 0 || ioctl(file, _IOWR('d', 1, struct request), &request)) {
		perror("mapbench: " FILE_NAME);
		return 1;
	}
	return 0;
}
