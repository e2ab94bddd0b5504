// SPDX-License-Identifier: GPL-2.0
/*
 * The instrument of tests/bench. It is told by /proc/sfw_bench, in the
 * namespace of the writer: "run NAME=VALUE...", "hook LOCAL FORWARD EARLY",
 * each accept or drop, "calibrate"; reading shows the result.
 * /proc/sfw_bench_sources takes addresses, four bytes each.
 */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/netfilter.h>
#include <linux/nsproxy.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "bench.h"

#define SOURCES_MOST	1048576

__be32 *bench_sources;
u32 bench_n_sources;

/* Guards the sources and the last result: one measurement at a time. */
static DEFINE_MUTEX(lock);
static struct bench_result last;
static u64 calibration;

static int do_run(char *words)
{
	struct bench_spec spec;
	int err = bench_parse(&spec, words);

	return err ?: bench_measure(current->nsproxy->net_ns, &spec, &last);
}

static int parse_verdict(unsigned int *verdict, const char *word)
{
	if (word && !strcmp(word, "accept"))
		*verdict = NF_ACCEPT;
	else if (word && !strcmp(word, "drop"))
		*verdict = NF_DROP;
	else
		return -EINVAL;
	return 0;
}

static int do_hook(char *words)
{
	struct bench_hook hook = { .on = true };
	int err = parse_verdict(&hook.local, strsep(&words, " "));

	err = err ?: parse_verdict(&hook.forward, strsep(&words, " "));
	err = err ?: parse_verdict(&hook.early, strsep(&words, " "));
	return err ?: bench_hook_set(current->nsproxy->net_ns, &hook);
}

static int command(char *words)
{
	char *verb = strsep(&words, " ");

	if (!strcmp(verb, "run"))
		return do_run(words);
	if (!strcmp(verb, "hook"))
		return do_hook(words);
	if (strcmp(verb, "calibrate"))
		return -EINVAL;
	calibration = bench_calibrate();
	return 0;
}

static ssize_t bench_write(struct file *file, const char __user *from,
			   size_t len, loff_t *pos)
{
	char words[512];
	int err;

	if (len >= sizeof(words))
		return -EINVAL;
	if (copy_from_user(words, from, len))
		return -EFAULT;
	words[len] = '\0';
	mutex_lock(&lock);
	err = command(strim(words));
	mutex_unlock(&lock);
	return err ?: len;
}

static void show_tenths(struct seq_file *m, const char *name, u64 tenths)
{
	u32 rest;
	u64 whole = div_u64_rem(tenths, 10, &rest);

	seq_printf(m, "%s=%llu.%u ", name, whole, rest);
}

static int bench_show(struct seq_file *m, void *v)
{
	mutex_lock(&lock);
	show_tenths(m, "min", last.least);
	show_tenths(m, "median", last.median);
	show_tenths(m, "mean", last.mean);
	show_tenths(m, "elapsed", last.elapsed);
	seq_printf(m, "accepted=%llu rst=%llu icmp=%llu other=%llu ",
		   last.fates.n[BENCH_ACCEPTED], last.fates.n[BENCH_SENT_RST],
		   last.fates.n[BENCH_SENT_ICMP], last.fates.n[BENCH_SENT_OTHER]);
	seq_printf(m, "calibration=%llu namespaces=%u\n", calibration,
		   bench_namespaces());
	mutex_unlock(&lock);
	return 0;
}

static int bench_open(struct inode *inode, struct file *file)
{
	return single_open(file, bench_show, NULL);
}

static const struct proc_ops bench_proc_ops = {
	.proc_open = bench_open,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_write = bench_write,
	.proc_release = single_release,
};

/* Sources at the offset where they are written; the last one ends the table. */
static ssize_t sources_write(struct file *file, const char __user *from,
			     size_t len, loff_t *pos)
{
	ssize_t done;

	mutex_lock(&lock);
	done = simple_write_to_buffer(bench_sources,
				      SOURCES_MOST * sizeof(*bench_sources),
				      pos, from, len);
	if (done > 0)
		bench_n_sources = div_u64(*pos, sizeof(*bench_sources));
	mutex_unlock(&lock);
	return done;
}

static const struct proc_ops sources_proc_ops = {
	.proc_write = sources_write,
	.proc_lseek = default_llseek,
};

static int __init bench_init(void)
{
	int err;

	bench_sources = vzalloc(SOURCES_MOST * sizeof(*bench_sources));
	if (!bench_sources)
		return -ENOMEM;
	err = bench_hook_init();
	if (err)
		goto free_sources;
	err = bench_device_init();
	if (err)
		goto unhook;
	err = -ENOMEM;
	if (!proc_create("sfw_bench", 0600, NULL, &bench_proc_ops))
		goto no_device;
	if (!proc_create("sfw_bench_sources", 0200, NULL, &sources_proc_ops))
		goto no_proc;
	return 0;

no_proc:
	remove_proc_entry("sfw_bench", NULL);
no_device:
	bench_device_exit();
unhook:
	bench_hook_exit();
free_sources:
	vfree(bench_sources);
	return err;
}

static void __exit bench_exit(void)
{
	remove_proc_entry("sfw_bench_sources", NULL);
	remove_proc_entry("sfw_bench", NULL);
	bench_device_exit();
	bench_hook_exit();
	vfree(bench_sources);
}

module_init(bench_init);
module_exit(bench_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Injects packets and counts their cost");
