// SPDX-License-Identifier: GPL-2.0
/*
 * A reader of events_pipe, as slow as wanted.
 *
 *	follow [-p] [-c] BYTES MICROSECONDS FILE
 *
 * Reads at most BYTES at a time and sleeps MICROSECONDS after each; -p opens it
 * with O_NONBLOCK and waits in poll(). SIGTERM makes it read what is left, and
 * end.
 *
 * Copies what it reads to stdout, or with -c only counts, and prints at the end
 * events=N lost=N losses=N first=SEQ next=SEQ wrong=N, where wrong are lines
 * that do not follow from the one before.
 *
 * It ends with 1 when the file ends, or when a read fails with anything but
 * EINTR, or EAGAIN after poll().
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
	unsigned long long events, lost, losses, first, next, wrong;
} count;

static char buffer[65536], line[1024];
static size_t filled;
static volatile sig_atomic_t ended;

/* The alarm ends a read that had not yet begun when the signal came. */
static void end(int signal)
{
	(void)signal;
	ended = 1;
	alarm(1);
}

static void count_line(void)
{
	unsigned long long number;

	if (sscanf(line, "seq=%llu time_ns=", &number) == 1) {
		if (!count.events && !count.lost) {
			count.first = number;
			count.next = number;
		}
		count.wrong += number != count.next;
		count.next = number + 1;
		count.events++;
	} else if (sscanf(line, "lost=%llu", &number) == 1 && number) {
		count.lost += number;
		count.next += number;
		count.losses++;
	} else if (line[0] != '#' || count.events) {
		count.wrong++;
	}
}

static void count_bytes(const char *from, size_t size)
{
	for (; size--; from++) {
		if (*from != '\n') {
			if (filled < sizeof(line) - 1)
				line[filled++] = *from;
			continue;
		}
		line[filled] = 0;
		filled = 0;
		count_line();
	}
}

/* One read; whether it brought something. */
static bool take(int fd, size_t bytes, bool counts)
{
	ssize_t got = read(fd, buffer, bytes);

	if (got <= 0)
		return false;
	if (counts)
		count_bytes(buffer, got);
	return counts || write(STDOUT_FILENO, buffer, got) == got;
}

static int follow(int fd, size_t bytes, useconds_t pause, bool polled, bool counts)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	while (!ended) {
		if (polled && poll(&wait, 1, -1) < 0 && errno != EINTR)
			return -1;
		errno = 0;
		if (!ended && !take(fd, bytes, counts) && errno != EINTR &&
		    !(polled && errno == EAGAIN))
			return -1;
		usleep(pause);
	}
	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (take(fd, sizeof(buffer), counts))
		;
	return errno == EAGAIN ? 0 : -1;
}

int main(int argc, char **argv)
{
	struct sigaction term = { .sa_handler = end };
	bool polled = false, counts = false;
	int option, fd, failed;

	while ((option = getopt(argc, argv, "pc")) > 0) {
		polled |= option == 'p';
		counts |= option == 'c';
	}
	argv += optind;
	if (argc - optind != 3 || atoi(argv[0]) < 1 || atoi(argv[0]) > (int)sizeof(buffer)) {
		fprintf(stderr, "usage: follow [-p] [-c] BYTES MICROSECONDS FILE\n");
		return 2;
	}
	/* without SA_RESTART, or a blocked read would not see it */
	sigaction(SIGTERM, &term, NULL);
	sigaction(SIGALRM, &term, NULL);
	fd = open(argv[2], O_RDONLY | (polled ? O_NONBLOCK : 0));
	failed = fd < 0 || follow(fd, atoi(argv[0]), atoi(argv[1]), polled, counts);
	if (failed)
		fprintf(stderr, "follow: %s: %s\n", argv[2], strerror(errno));
	if (counts)
		printf("events=%llu lost=%llu losses=%llu first=%llu next=%llu wrong=%llu\n",
		       count.events, count.lost, count.losses, count.first, count.next,
		       count.wrong);
	return failed;
}
