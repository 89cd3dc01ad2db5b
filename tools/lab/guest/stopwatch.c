// SPDX-License-Identifier: GPL-2.0
/*
 * Times reading files, or running a command, inside the guest.
 *
 *	stopwatch ROUNDS read FILE...
 *	stopwatch ROUNDS run COMMAND [ARGUMENT...]
 *
 * Prints the median of ROUNDS in nanoseconds. A round reads every file whole,
 * or runs the command with its stdout on /dev/null; a command that cannot run,
 * or a file that cannot be read, ends the stopwatch with 1.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_ROUNDS 1000

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int read_all(char **names)
{
	static char buffer[65536];
	ssize_t got;
	int fd;

	for (; *names; names++) {
		fd = open(*names, O_RDONLY);
		if (fd < 0)
			return -1;
		do {
			got = read(fd, buffer, sizeof(buffer));
		} while (got > 0);
		close(fd);
		if (got < 0)
			return -1;
	}
	return 0;
}

static int run(char **argv)
{
	int status;
	pid_t child = fork();

	if (child < 0)
		return -1;
	if (!child) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, STDOUT_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (waitpid(child, &status, 0) < 0)
		return -1;
	/* 1 is "there are findings" */
	return WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? 0 : -1;
}

static int compare(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	static long long taken[MAX_ROUNDS];
	int rounds, i, failed;
	long long start;

	rounds = argc > 3 ? atoi(argv[1]) : 0;
	if (rounds < 1 || rounds > MAX_ROUNDS) {
		fprintf(stderr, "usage: stopwatch ROUNDS read|run ...\n");
		return 2;
	}
	for (i = 0; i < rounds; i++) {
		start = now();
		failed = strcmp(argv[2], "run") ? read_all(argv + 3) : run(argv + 3);
		taken[i] = now() - start;
		if (failed) {
			fprintf(stderr, "stopwatch: %s failed\n", argv[3]);
			return 1;
		}
	}
	qsort(taken, rounds, sizeof(*taken), compare);
	printf("%lld\n", taken[rounds / 2]);
	return 0;
}
