// SPDX-License-Identifier: GPL-2.0
/*
 * Every file is a snapshot taken when it is opened: a reader sees one moment,
 * however slowly it reads, and takes no lock while it does.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/sizes.h>

#include "../../include/uapi/iommu_audit.h"
#include "../core/format.h"
#include "../source/records.h"
#include "debugfs.h"

/* Most lines are shorter. */
#define USUAL_LINE	384
#define MOST_ROOM	SZ_128K

/**
 * struct table - one open file
 * @file: which one
 * @records: what it shows
 */
struct table {
	const struct ia_file *file;
	struct ia_records *records;
};

/* Position 0 is the heading, position n the record n - 1. */
static void *table_start(struct seq_file *m, loff_t *pos)
{
	struct table *table = m->private;

	return *pos <= table->records->count ? pos : NULL;
}

static void *table_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return table_start(m, pos);
}

static void table_stop(struct seq_file *m, void *v)
{
}

/*
 * A formatter returns the length that it needs. Without that room the line is
 * given up, and seq_file calls again with a larger buffer.
 */
static void put_line(struct seq_file *m, size_t len, size_t size)
{
	seq_commit(m, len < size ? len : -1);
	seq_putc(m, '\n');
}

static int table_show(struct seq_file *m, void *v)
{
	struct table *table = m->private;
	const struct ia_record_layout *layout = table->file->layout;
	loff_t pos = *(loff_t *)v;
	const void *record;
	size_t size;
	char *buf;

	if (!pos) {
		seq_printf(m, "# " IOMMU_AUDIT_DIR " %s format=%d\n", table->file->name,
			   IOMMU_AUDIT_FORMAT);
		return 0;
	}
	record = ia_records_at(table->records, pos - 1);
	size = seq_get_buf(m, &buf);
	put_line(m, layout ? ia_record_format(layout, record, buf, size) :
			     ia_line_format(record, buf, size), size);
	return 0;
}

static const struct seq_operations table_ops = {
	.start = table_start,
	.next = table_next,
	.stop = table_stop,
	.show = table_show,
};

/*
 * seq_file begins with one page, and a read() returns no more than its buffer
 * holds. Big files take few calls with a bigger one; without memory for that
 * seq_file takes its page.
 */
static void make_room(struct seq_file *m, size_t lines)
{
	size_t size = clamp_t(size_t, lines * USUAL_LINE, PAGE_SIZE, MOST_ROOM);

	m->buf = kvmalloc(size, GFP_KERNEL_ACCOUNT);
	if (m->buf)
		m->size = size;
}

static int table_open(struct inode *inode, struct file *file)
{
	const struct ia_file *what = inode->i_private;
	struct ia_records *records = what->snapshot();
	struct table *table;

	if (IS_ERR(records))
		return PTR_ERR(records);
	table = __seq_open_private(file, &table_ops, sizeof(*table));
	if (!table) {
		ia_records_free(records);
		return -ENOMEM;
	}
	table->file = what;
	table->records = records;
	make_room(file->private_data, records->count);
	return 0;
}

static int table_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;
	struct table *table = m->private;

	ia_records_free(table->records);
	return seq_release_private(inode, file);
}

/* No ioctl and no mmap: lockdown keeps such files readable at mode 0400. */
const struct file_operations ia_table_fops = {
	.owner = THIS_MODULE,
	.open = table_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = table_release,
};
