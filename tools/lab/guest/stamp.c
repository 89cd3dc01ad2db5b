// SPDX-License-Identifier: GPL-2.0
/*
 * The clock of the module's events, in nanoseconds.
 *
 *	stamp			prints CLOCK_BOOTTIME
 *	stamp COMMAND [ARG...]	runs a command, prints each line of its stdout as
 *				it arrives, with the time in front
 *
 * With a command it ends when that closes its stdout; SIGTERM ends both.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static pid_t child;

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_BOOTTIME, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void end(int signal)
{
	kill(child, signal);
}

static int copy(char **argv)
{
	char *line = NULL;
	size_t size = 0;
	FILE *from;
	int ends[2];

	if (pipe(ends))
		return 1;
	child = fork();
	if (child < 0)
		return 1;
	if (!child) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execvp(argv[0], argv);
		perror(argv[0]);
		_exit(127);
	}
	close(ends[1]);
	signal(SIGTERM, end);
	from = fdopen(ends[0], "r");
	while (from && getline(&line, &size, from) > 0) {
		printf("%lld %s", now(), line);
		fflush(stdout);
	}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return copy(argv + 1);
	printf("%lld\n", now());
	return 0;
}
