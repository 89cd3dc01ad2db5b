// SPDX-License-Identifier: GPL-2.0
/*
 * Checks what Documentation/ABI says of events_pipe on a machine where nothing
 * else happens.
 *
 *	pipe_rules FILE COMMAND
 *
 * COMMAND, run by the shell, causes at least one event. Prints a line for each
 * rule that is broken, and "done" at the end.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Longer than it takes to wake up without a reason, or to fall asleep. A host
 * that is so busy that it does not suffice makes the test weaker, not fail.
 */
#define PAUSE	1000000

/* Only what hangs takes so long: seconds. */
#define PATIENCE	300

static const char *file;
static char buffer[65536];

static void broken(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf(" (errno %d)\n", errno);
}

/* An open file that has been read until there was no more. */
static int drained(void)
{
	int fd = open(file, O_RDONLY | O_NONBLOCK);
	ssize_t got;

	if (fd < 0)
		broken("it cannot be opened with O_NONBLOCK");
	while ((got = read(fd, buffer, sizeof(buffer))) > 0)
		if (buffer[got - 1] != '\n')
			broken("a read that had room ended inside a line");
	if (got != -1 || errno != EAGAIN)
		broken("with nothing new, read returned %zd, not EAGAIN", got);
	return fd;
}

static int ready(int fd, int timeout)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	return poll(&wait, 1, timeout) == 1 && (wait.revents & POLLIN);
}

/*
 * A process that blocks until something happens, and ends with 0 then. What
 * happens from now on is new to it.
 */
static pid_t waiter(int polls)
{
	int ends[2], fd;
	pid_t child;
	char ready_now;

	if (pipe(ends))
		return -1;
	child = fork();
	if (child) {
		close(ends[1]);
		if (read(ends[0], &ready_now, 1) != 1)
			broken("a reader did not start");
		close(ends[0]);
		return child;
	}
	fd = drained();
	if (write(ends[1], "", 1) != 1)
		_exit(1);
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	if (polls)
		_exit(!ready(fd, -1));
	_exit(read(fd, buffer, sizeof(buffer)) <= 0);
}

static int alive(pid_t child)
{
	return !waitpid(child, NULL, WNOHANG);
}

/* The status that a child ends with. */
static int end_of(pid_t child, const char *name)
{
	int status, tries;

	for (tries = 0; tries < 5 * PATIENCE; tries++) {
		if (waitpid(child, &status, WNOHANG) == child)
			return status;
		usleep(100000);
	}
	broken("%s does not end", name);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return 0;
}

static void check_waiter(pid_t child, const char *name)
{
	int status = end_of(child, name);

	if (!WIFEXITED(status) || WEXITSTATUS(status))
		broken("%s ended with status %d", name, status);
}

static void check_waking(const char *command)
{
	pid_t reader = waiter(0), poller = waiter(1), other = waiter(0);

	usleep(PAUSE);
	if (!alive(reader) || !alive(poller) || !alive(other))
		broken("a reader did not wait");
	kill(other, SIGTERM);
	end_of(other, "a blocked reader that is killed");
	usleep(PAUSE);
	if (!alive(reader) || !alive(poller))
		broken("a reader that went away woke another one");
	if (system(command))
		broken("%s failed", command);
	check_waiter(reader, "a blocked read");
	check_waiter(poller, "a blocked poll");
}

int main(int argc, char **argv)
{
	ssize_t got, part;
	int fd, second;

	if (argc != 3)
		return 2;
	setvbuf(stdout, NULL, _IONBF, 0);
	/* a read that should not wait may */
	alarm(PATIENCE);
	file = argv[1];
	fd = drained();
	if (ready(fd, 0))
		broken("with nothing new, poll says that there is something");
	check_waking(argv[2]);
	if (!ready(fd, 0))
		broken("poll does not say that there is something");
	second = drained();
	if (ready(second, 0) || !ready(fd, 0))
		broken("readers share a cursor");
	if (lseek(fd, 0, SEEK_SET) != -1 || errno != ESPIPE)
		broken("it can be seeked");
	/* the start of a line, its end, then whole lines again */
	got = read(fd, buffer, 10);
	part = read(fd, buffer + 10, sizeof(buffer) - 10);
	if (got != 10 || part < 1 || strncmp(buffer, "seq=", 4) || buffer[10 + part - 1] != '\n')
		broken("a read of 10 bytes and one of the rest returned %zd and %zd", got, part);
	if (read(fd, buffer, 0))
		broken("a read of no bytes failed");
	puts("done");
	return 0;
}
