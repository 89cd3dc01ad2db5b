// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "../../include/uapi/iommu_audit.h"

/* From here on both signals wait for wait_for(), in the middle of nothing. */
static int hold_signals(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	return signalfd(-1, &signals, SFD_CLOEXEC);
}

/**
 * ia_stream_open() - begin to read the stream of events
 * @stream: filled
 * @arena: owner of the path and of messages
 * @root: the running system, or a tree
 * @command: the command line to repeat as root, for a message
 * @problem: filled when this fails
 *
 * To be called when other files of the module have been read.
 * SIGINT and SIGTERM no longer end the program, but the stream.
 *
 * Return: whether it worked.
 */
bool ia_stream_open(struct ia_stream *stream, struct ia_arena *arena,
		    const struct ia_root *root, const char *command,
		    struct ia_problem *problem)
{
	const char *path = ia_debugfs_path(arena, IOMMU_AUDIT_FILE_EVENTS_PIPE);

	stream->path = ia_format(arena, "%s%s", root->name, path);
	stream->lines = 0;
	stream->len = 0;
	stream->fd = ia_root_stream(root, path);
	if (stream->fd == -ENOENT) {
		/* The machine was read: the module is there. */
		*problem = (struct ia_problem){
			.status = IA_MISSING,
			.text = "the loaded module predates event tracking; update it",
		};
		return false;
	}
	if (stream->fd < 0) {
		if (ia_root_sound(root, problem))
			ia_why_not(arena, root, command, -stream->fd, problem);
		return false;
	}
	stream->signals = hold_signals();
	return true;
}

/* End reading a stream. */
void ia_stream_close(struct ia_stream *stream)
{
	close(stream->signals);
	close(stream->fd);
}

/* Return: whether there is something to read; not when it is time to end. */
static bool wait_for(const struct ia_stream *stream)
{
	struct pollfd files[] = {
		{ .fd = stream->fd, .events = POLLIN },
		{ .fd = stream->signals, .events = POLLIN },
		/* Nothing but that whoever reads the answer is gone. */
		{ .fd = STDOUT_FILENO },
	};

	while (poll(files, sizeof(files) / sizeof(*files), -1) < 0) {
		if (errno != EINTR)
			return false;
	}
	return !files[1].revents && !files[2].revents;
}

static enum ia_stream_state broken(struct ia_stream *stream, struct ia_arena *arena,
				   enum ia_status status, const char *wrong,
				   struct ia_problem *problem)
{
	*problem = (struct ia_problem){
		.status = status,
		.text = ia_format(arena, "%s: %s", stream->path, wrong),
	};
	return IA_STREAM_BROKEN;
}

/* Reads the lines that are there whole, and keeps the rest. */
static enum ia_stream_state take_lines(struct ia_stream *stream, struct ia_arena *arena,
				       size_t len, ia_take_record take, void *to,
				       struct ia_problem *problem)
{
	char *text = ia_strndup(arena, stream->text, len);
	const char *wrong;

	stream->len -= len;
	memmove(stream->text, stream->text + len, stream->len);
	if (!stream->lines) {
		size_t first = (char *)memchr(text, '\n', len) - text;

		text[first] = '\0';
		if (!ia_parse_header(arena, IA_FILE_EVENTS_PIPE, text, first, problem))
			return broken(stream, arena, problem->status, problem->text, problem);
		stream->lines = 1;
		text += first + 1;
		len -= first + 1;
	}
	wrong = ia_parse_lines(arena, IA_FILE_EVENTS_PIPE, &stream->lines, text, len, take, to);
	return wrong ? broken(stream, arena, IA_PARSE, wrong, problem) : IA_STREAM_GOES_ON;
}

/**
 * ia_stream_read() - wait for the next lines
 * @stream: the stream
 * @arena: owner of lists and texts, and of messages
 * @take: is given each record, IA_RECORD_EVENT or IA_RECORD_EVENTS_LOST; those
 *        before a line that is broken too
 * @to: for @take
 * @problem: filled when the stream is broken
 *
 * Return: whether it goes on.
 */
enum ia_stream_state ia_stream_read(struct ia_stream *stream,
				    struct ia_arena *arena,
				    ia_take_record take, void *to,
				    struct ia_problem *problem)
{
	const char *stop;
	ssize_t n;

	for (;;) {
		if (!wait_for(stream))
			return IA_STREAM_ENDED;
		n = read(stream->fd, stream->text + stream->len,
			 sizeof(stream->text) - stream->len);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n < 0)
			return broken(stream, arena, IA_PARSE, strerror(errno), problem);
		if (!n && stream->len)
			return broken(stream, arena, IA_PARSE,
				      ia_format(arena, "line %zu: cut in the middle",
						stream->lines + 1), problem);
		if (!n)
			return IA_STREAM_ENDED;
		stream->len += n;
		stop = memrchr(stream->text, '\n', stream->len);
		if (stop)
			return take_lines(stream, arena, stop + 1 - stream->text, take, to,
					  problem);
		if (stream->len == sizeof(stream->text))
			return broken(stream, arena, IA_PARSE,
				      ia_format(arena, "line %zu: too long",
						stream->lines + 1), problem);
	}
}
