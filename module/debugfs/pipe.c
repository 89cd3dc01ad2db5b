// SPDX-License-Identifier: GPL-2.0
/*
 * A reader of its own each: where it is in the sequence of events, and the line
 * that it has read a part of. Nothing is shared, so that a slow reader, or one
 * that goes away, touches no other.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "../../include/uapi/iommu_audit.h"
#include "../core/event.h"
#include "../source/source.h"
#include "debugfs.h"

/* The longest line has 13 keys; the names in it are bounded. */
#define LINE_SIZE	512

/**
 * struct pipe - one open file
 * @lock: guards the rest
 * @cursor: number of the event that comes next
 * @event: an event that waits behind a line about lost ones
 * @waiting: whether there is such an event
 * @at: what is read of @line
 * @len: characters in @line
 * @line: the line that is being read
 */
struct pipe {
	struct mutex lock;	/* one thread reads at a time */
	u64 cursor;
	struct ia_event event;
	bool waiting;
	size_t at;
	size_t len;
	char line[LINE_SIZE];
};

static void put_line(struct pipe *pipe, size_t len)
{
	/* Formatters leave room for their terminator. */
	pipe->len = min_t(size_t, len, LINE_SIZE - 1);
	pipe->line[pipe->len++] = '\n';
	pipe->at = 0;
}

static void put_record(struct pipe *pipe, const struct ia_record_layout *layout,
		       const void *record)
{
	put_line(pipe, ia_record_format(layout, record, pipe->line, LINE_SIZE));
}

/* Makes the next line; false when nothing has happened. */
static bool next_line(struct pipe *pipe)
{
	struct ia_events_lost gap;
	u64 lost = 0;

	if (!pipe->waiting && !ia_events_read(&pipe->cursor, &pipe->event, &lost))
		return false;
	pipe->waiting = lost;
	if (lost) {
		ia_record_init(&ia_events_lost_layout, &gap);
		gap.lost = lost;
		put_record(pipe, &ia_events_lost_layout, &gap);
	} else {
		put_record(pipe, &ia_event_layout, &pipe->event);
	}
	return true;
}

static bool has_more(struct pipe *pipe)
{
	return pipe->at < pipe->len || pipe->waiting || pipe->cursor < ia_events_next();
}

/* Copies what is there: whole lines, but for one that alone exceeds the buffer. */
static ssize_t copy_lines(struct pipe *pipe, char __user *buf, size_t size)
{
	size_t done = 0, step;

	while (done < size) {
		if (pipe->at == pipe->len && !next_line(pipe))
			break;
		step = pipe->len - pipe->at;
		if (step > size - done && done)
			break;
		step = min(step, size - done);
		if (copy_to_user(buf + done, pipe->line + pipe->at, step))
			return done ? done : -EFAULT;
		pipe->at += step;
		done += step;
		if (signal_pending(current))
			break;
		cond_resched();
	}
	return done;
}

static ssize_t pipe_read(struct file *file, char __user *buf, size_t size, loff_t *pos)
{
	struct pipe *pipe = file->private_data;
	ssize_t ret;

	if (!size)
		return 0;
	for (;;) {
		if (mutex_lock_interruptible(&pipe->lock))
			return -ERESTARTSYS;
		ret = copy_lines(pipe, buf, size);
		mutex_unlock(&pipe->lock);
		if (ret)
			return ret;
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(*ia_events_queue(), has_more(pipe)))
			return -ERESTARTSYS;
	}
}

static __poll_t pipe_poll(struct file *file, struct poll_table_struct *table)
{
	struct pipe *pipe = file->private_data;

	poll_wait(file, ia_events_queue(), table);
	return has_more(pipe) ? EPOLLIN | EPOLLRDNORM : 0;
}

static int pipe_open(struct inode *inode, struct file *file)
{
	struct pipe *pipe = kzalloc(sizeof(*pipe), GFP_KERNEL);

	if (!pipe)
		return -ENOMEM;
	mutex_init(&pipe->lock);
	pipe->cursor = ia_events_first();
	put_line(pipe, scnprintf(pipe->line, LINE_SIZE, "# %s %s format=%d",
				 IOMMU_AUDIT_DIR, IOMMU_AUDIT_FILE_EVENTS_PIPE,
				 IOMMU_AUDIT_FORMAT));
	file->private_data = pipe;
	/* Without a position there is no lock on it that readers could share. */
	return stream_open(inode, file);
}

static int pipe_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

/* No ioctl and no mmap: lockdown keeps such files readable at mode 0400. */
const struct file_operations ia_pipe_fops = {
	.owner = THIS_MODULE,
	.open = pipe_open,
	.read = pipe_read,
	.poll = pipe_poll,
	.release = pipe_release,
};
