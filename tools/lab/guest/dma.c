// SPDX-License-Identifier: GPL-2.0
/*
 * Make a device DMA to addresses that nobody mapped.
 *
 *	dma edu RESOURCE0 read|write ADDRESS STEP COUNT SPACING_US
 *	dma nvme RESOURCE0 ADDRESS COUNT SPACING_US
 *
 * edu moves 4 bytes per request and takes about 100 ms for each; request n goes
 * to ADDRESS + n * STEP. nvme gets an admin queue at ADDRESS and rings its
 * doorbell: each ring is one read of ADDRESS, without delay.
 *
 * The caller has unbound the driver and enabled memory and bus mastering.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BAR_SIZE	0x4000

/* QEMU, docs/specs/edu */
#define EDU_DMA_SOURCE	0x80
#define EDU_DMA_TARGET	0x88
#define EDU_DMA_COUNT	0x90
#define EDU_DMA_COMMAND	0x98
#define EDU_DMA_RUN	0x1
#define EDU_DMA_TO_RAM	0x2
#define EDU_BUFFER	0x40000

/* NVM Express Base Specification, controller properties */
#define NVME_CC		0x14
#define NVME_CSTS	0x1c
#define NVME_AQA	0x24
#define NVME_ASQ	0x28
#define NVME_ACQ	0x30
#define NVME_SQ0TDBL	0x1000
#define NVME_CC_ENABLE	0x00460001
#define NVME_AQA_256	0x00ff00ff

static volatile uint8_t *bar;

static void write32(unsigned int at, uint32_t value)
{
	*(volatile uint32_t *)(bar + at) = value;
}

static void write64(unsigned int at, uint64_t value)
{
	*(volatile uint64_t *)(bar + at) = value;
}

static uint32_t read32(unsigned int at)
{
	return *(volatile uint32_t *)(bar + at);
}

static void edu(int to_ram, uint64_t address, uint64_t step, long count, long spacing)
{
	long i;

	for (i = 0; i < count; i++, address += step) {
		write64(EDU_DMA_SOURCE, to_ram ? EDU_BUFFER : address);
		write64(EDU_DMA_TARGET, to_ram ? address : EDU_BUFFER);
		write64(EDU_DMA_COUNT, 4);
		write64(EDU_DMA_COMMAND, EDU_DMA_RUN | (to_ram ? EDU_DMA_TO_RAM : 0));
		while (read32(EDU_DMA_COMMAND) & EDU_DMA_RUN)
			usleep(1000);
		if (spacing)
			usleep(spacing);
	}
}

static int nvme(uint64_t address, long count, long spacing)
{
	int tries = 1000;
	long i;

	write32(NVME_CC, 0);
	while (read32(NVME_CSTS) & 1 && tries--)
		usleep(1000);
	write32(NVME_AQA, NVME_AQA_256);
	write64(NVME_ASQ, address);
	write64(NVME_ACQ, address + 0x10000);
	write32(NVME_CC, NVME_CC_ENABLE);
	for (tries = 1000; !(read32(NVME_CSTS) & 1) && tries; tries--)
		usleep(1000);
	if (!tries)
		return 1;
	for (i = 0; i < count; i++) {
		write32(NVME_SQ0TDBL, 1 + (i & 1));
		if (spacing)
			usleep(spacing);
	}
	return 0;
}

int main(int argc, char **argv)
{
	int fd;

	if (argc != 6 && argc != 8) {
		fprintf(stderr, "usage: dma edu RESOURCE0 read|write ADDRESS STEP COUNT SPACING_US\n"
				"       dma nvme RESOURCE0 ADDRESS COUNT SPACING_US\n");
		return 2;
	}
	fd = open(argv[2], O_RDWR | O_SYNC);
	if (fd < 0) {
		fprintf(stderr, "%s: %s\n", argv[2], strerror(errno));
		return 1;
	}
	bar = mmap(NULL, BAR_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (bar == MAP_FAILED) {
		fprintf(stderr, "%s: %s\n", argv[2], strerror(errno));
		return 1;
	}
	if (argc == 8) {
		edu(!strcmp(argv[3], "write"), strtoull(argv[4], NULL, 0),
		    strtoull(argv[5], NULL, 0), atol(argv[6]), atol(argv[7]));
		return 0;
	}
	return nvme(strtoull(argv[3], NULL, 0), atol(argv[4]), atol(argv[5]));
}
