// SPDX-License-Identifier: GPL-2.0
/* /proc/net/sfw/recent/NAME */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/inet.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "../db/list/lists.h"
#include "../db/policy/snapshot.h"
#include "lines.h"
#include "proc.h"

#define WRITE_MOST	16384	/* bytes a write */
#define LINES_MOST	4096	/* lines a write */

/* The list of an open file; NULL while a built-in one is not needed. */
static struct sfw_list *list_of(const struct file *file)
{
	const struct sfw_proc_list *f = pde_data(file_inode(file));
	u32 i;

	if (f->list)
		return f->list;
	for (i = 0; strcmp(f->name, sfw_scan_list_names[i]);)
		i++;
	/* Pairs with the release in prepare() of db/list/lists.c. */
	return smp_load_acquire(&f->db->scan[i]);
}

static void *at(struct seq_file *m, loff_t pos)
{
	const struct sfw_list *list = list_of(m->file);

	if (!list || pos > list->bucket_mask)
		return NULL;
	return (void *)(unsigned long)(pos + 1);
}

static void *start(struct seq_file *m, loff_t *pos)
{
	return at(m, *pos);
}

static void *next(struct seq_file *m, void *v, loff_t *pos)
{
	return at(m, ++*pos);
}

static void stop(struct seq_file *m, void *v)
{
}

static void show_entry(struct seq_file *m, const struct sfw_list *list,
		       const struct sfw_recent *e, u64 now)
{
	bool v6 = e->family == SFW_AF_INET6;

	seq_printf(m, v6 ? "%pI6c" : "%pI4", &e->addr);
	if (list->mask[v6] < (v6 ? 128 : 32))
		seq_printf(m, "/%u", list->mask[v6]);
	seq_printf(m, " hits %u first %llu last %llu ttl %u\n",
		   atomic_read(&e->hits), sfw_recent_begun(e, now),
		   sfw_recent_silent(e, now), e->ttl);
}

/* One bucket, which is at most a few entries. */
static int show(struct seq_file *m, void *v)
{
	const struct sfw_list *list = list_of(m->file);
	u32 bucket = (unsigned long)v - 1;
	u64 now = ktime_get_boottime_ns();
	const struct sfw_recent *e;

	spin_lock_bh(sfw_list_lock(list, bucket));
	sfw_list_for_each_in(e, list, bucket)
		if (sfw_recent_shows(list, e, now))
			show_entry(m, list, e, now);
	spin_unlock_bh(sfw_list_lock(list, bucket));
	return 0;
}

static const struct seq_operations seq_ops = {
	.start	= start,
	.next	= next,
	.stop	= stop,
	.show	= show,
};

/**
 * struct lines - the changes that a write asks for
 * @flush: everything goes first
 * @n: changes behind the last flush
 * @line: them
 */
struct lines {
	bool flush;
	u32 n;
	struct sfw_line line[LINES_MOST];
};

static int parse_line(struct lines *lines, const char *text)
{
	struct sfw_line *line = &lines->line[lines->n];
	const char *end;

	if (text[0] == '/') {	/* the lines before it have no effect */
		lines->flush = true;
		lines->n = 0;
		return text[1] ? -EINVAL : 0;
	}
	if (text[0] != '+' && text[0] != '-')
		return -EINVAL;
	memset(&line->addr, 0, sizeof(line->addr));
	line->put = text[0] == '+';
	line->family = SFW_AF_INET;
	lines->n++;
	if (in4_pton(text + 1, -1, (u8 *)&line->addr, -1, &end) && !*end)
		return 0;
	line->family = SFW_AF_INET6;
	return in6_pton(text + 1, -1, (u8 *)&line->addr, -1, &end) && !*end ?
		       0 : -EINVAL;
}

/* All lines are read before the first is carried out. */
static int parse(struct lines *lines, char *buf)
{
	u32 count = 0;
	char *text;
	int err;

	while ((text = strsep(&buf, "\n"))) {
		if (!*text && !buf)
			break;		/* behind the last newline */
		if (count++ == LINES_MOST)
			return -E2BIG;
		err = parse_line(lines, text);
		if (err)
			return err;
	}
	return count ? 0 : -EINVAL;
}

static struct sfw_list *get_list(const struct sfw_proc_list *f)
{
	struct sfw_list *list;

	if (f->list)
		return sfw_list_get(f->list);
	mutex_lock(&f->db->lock);
	list = sfw_lists_get(f->db, &sfw_db_live(f->db)->policy,
			     f->name);
	mutex_unlock(&f->db->lock);
	return list;
}

static int write_lines(const struct sfw_proc_list *f, char *buf)
{
	struct lines *lines = kvmalloc(sizeof(*lines), GFP_KERNEL_ACCOUNT);
	struct sfw_list *list;
	int err;

	if (!lines)
		return -ENOMEM;
	lines->flush = false;
	lines->n = 0;
	err = parse(lines, buf);
	if (!err) {
		list = get_list(f);
		err = PTR_ERR_OR_ZERO(list);
	}
	if (!err) {
		err = sfw_lines_carry_out(list, lines->flush, lines->line,
					  lines->n,
					  ktime_get_boottime_ns());
		sfw_list_put(list);
	}
	kvfree(lines);
	return err;
}

/* "+ADDR", "-ADDR" or "/", a line each: all of them, or an error and none. */
static ssize_t recent_write(struct file *file, const char __user *from,
			    size_t size, loff_t *pos)
{
	char *buf;
	int err;

	if (!size || size > WRITE_MOST)
		return -EINVAL;
	buf = memdup_user_nul(from, size);
	if (IS_ERR(buf))
		return PTR_ERR(buf);
	err = strlen(buf) == size ?
	      write_lines(pde_data(file_inode(file)), buf) : -EINVAL;
	kfree(buf);
	return err ?: size;
}

static int recent_open(struct inode *inode, struct file *file)
{
	/* The file's mode would let in the root of any user namespace. */
	if (!capable(CAP_NET_ADMIN))
		return -EPERM;
	return seq_open(file, &seq_ops);
}

const struct proc_ops sfw_proc_recent_ops = {
	.proc_open	= recent_open,
	.proc_read	= seq_read,
	.proc_write	= recent_write,
	.proc_lseek	= seq_lseek,
	.proc_release	= seq_release,
};
