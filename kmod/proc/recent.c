// SPDX-License-Identifier: GPL-2.0
/* /proc/net/sfw/recent/NAME */
#include <linux/capability.h>
#include <linux/inet.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "../db/list.h"
#include "../db/lists.h"
#include "../net.h"
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
	/* Pairs with the release in prepare() of db/lists.c. */
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

/* One line of a write. */
struct line {
	char verb;		/* + - or / */
	u8 family;
	struct sfw_addr addr;
	struct sfw_recent *spare;
};

static int parse_line(struct line *line, char *text)
{
	const char *end;

	memset(line, 0, sizeof(*line));
	line->verb = text[0];
	if (line->verb == '/')
		return text[1] ? -EINVAL : 0;
	if (line->verb != '+' && line->verb != '-')
		return -EINVAL;
	line->family = SFW_AF_INET;
	if (in4_pton(text + 1, -1, (u8 *)&line->addr, -1, &end) && !*end)
		return 0;
	line->family = SFW_AF_INET6;
	return in6_pton(text + 1, -1, (u8 *)&line->addr, -1, &end) && !*end ?
		       0 : -EINVAL;
}

/* All lines are read before the first is carried out. */
static int parse(struct line *lines, u32 *n, char *buf)
{
	char *text;
	int err;

	for (*n = 0; (text = strsep(&buf, "\n"));) {
		if (!*text && !buf)
			break;		/* behind the last newline */
		if (*n == LINES_MOST)
			return -E2BIG;
		err = parse_line(&lines[(*n)++], text);
		if (err)
			return err;
	}
	return *n ? 0 : -EINVAL;
}

/* What carrying them out takes is there before the first. */
static int put_by(struct line *lines, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++) {
		if (lines[i].verb != '+')
			continue;
		lines[i].spare = sfw_recent_alloc(SFW_LIST_FIXED_SLOTS);
		if (!lines[i].spare)
			return -ENOMEM;
		cond_resched();
	}
	return 0;
}

static void free_lines(struct line *lines, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (lines[i].spare)
			sfw_recent_free(lines[i].spare);
	kvfree(lines);
}

/*
 * Putting in what is there, and taking out what is not, is what the line asks
 * for. Only a list that is half full of addresses put there by hand refuses a
 * line: nothing after it is carried out.
 */
static int carry_out(struct sfw_list *list, struct line *lines, u32 n)
{
	u64 now = ktime_get_boottime_ns();
	int err = 0;
	u32 i;

	for (i = 0; i < n && !err; i++) {
		if (lines[i].verb == '/')
			sfw_list_flush(list);
		else if (lines[i].verb == '-')
			sfw_list_del(list, lines[i].family, &lines[i].addr);
		else
			err = sfw_list_fix(list, lines[i].family,
					   &lines[i].addr, now,
					   &lines[i].spare);
		if (err == -EEXIST)
			err = 0;
	}
	return err;
}

static struct sfw_list *get_list(const struct sfw_proc_list *f)
{
	struct sfw_list *list;

	if (f->list)
		return sfw_list_get(f->list);
	mutex_lock(&f->db->lock);
	list = sfw_lists_get(f->db, f->name);
	mutex_unlock(&f->db->lock);
	return list;
}

static int write_lines(const struct sfw_proc_list *f, char *buf)
{
	struct sfw_list *list;
	struct line *lines;
	u32 n = 0;
	int err;

	lines = kvmalloc_array(LINES_MOST, sizeof(*lines),
			       GFP_KERNEL_ACCOUNT);
	if (!lines)
		return -ENOMEM;
	err = parse(lines, &n, buf) ?: put_by(lines, n);
	if (!err) {
		list = get_list(f);
		err = list ? carry_out(list, lines, n) : -ENOMEM;
		sfw_list_put(list);
	}
	free_lines(lines, n);
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
