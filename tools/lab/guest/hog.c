// SPDX-License-Identifier: GPL-2.0
/*
 * Takes one CPU and lets nobody else have it, as a real-time process that spins.
 *
 *	hog CPU
 *
 * Writes "running" to stdout first. To be killed from another CPU, and with
 * kernel.sched_rt_runtime_us at -1.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	/* Threads of interrupts have 50. */
	struct sched_param param = { .sched_priority = 60 };
	cpu_set_t cpus;

	if (argc != 2) {
		fprintf(stderr, "usage: hog CPU\n");
		return 2;
	}
	CPU_ZERO(&cpus);
	CPU_SET(atoi(argv[1]), &cpus);
	if (sched_setaffinity(0, sizeof(cpus), &cpus) ||
	    sched_setscheduler(0, SCHED_FIFO, &param)) {
		perror("hog");
		return 1;
	}
	puts("running");
	fflush(stdout);
	for (;;)
		;
}
