// SPDX-License-Identifier: GPL-2.0
/* Injects packets in batches and times each batch. */
#include <linux/cpumask.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "bench.h"

/* One processor's share. */
struct share {
	const struct bench_spec *spec;
	struct net *net;
	struct net_device *dev;
	struct bench_slot *slot;
	u64 *batch;		/* tenths of a nanosecond per packet */
	u32 n_batches;
	u64 total;		/* nanoseconds */
	u32 first, count;
	struct completion *begin, done;
	int err;
};

static int inject(struct share *s, u32 n)
{
	int err = 0;
	u32 i;

	if (s->dev)
		for (i = 0; i < n; i++)
			netif_receive_skb(s->slot[i].skb);
	else
		for (i = 0; i < n; i++)
			err = bench_send(s->net, s->slot[i].skb) ?: err;
	return err;
}

/* Interrupts stay on: a tick falls into some batches, and not the median. */
static int run_batch(struct share *s, u32 first, u32 n)
{
	int err;
	u64 ns;
	u32 i;

	for (i = 0; i < n; i++)
		bench_packet(&s->slot[i], s->spec, s->dev, first + i);
	local_bh_disable();
	ns = ktime_get_ns();
	err = inject(s, n);
	ns = ktime_get_ns() - ns;
	local_bh_enable();
	s->total += ns;
	s->batch[s->n_batches++] = div_u64(ns * 10, n);
	cond_resched();
	for (i = 0; i < n; i++)
		if (!bench_slot_is_free(&s->slot[i]))
			err = -EBUSY;
	return err < 0 ? err : 0;
}

static int run_share(void *data)
{
	struct share *s = data;
	u32 n, done;

	wait_for_completion(s->begin);
	for (done = 0; done < s->count && !s->err; done += n) {
		n = min(s->spec->batch, s->count - done);
		s->err = run_batch(s, s->first + done, n);
	}
	complete(&s->done);
	return 0;
}

static int begin_share(struct share *s, unsigned int cpu)
{
	struct task_struct *task;
	u32 i, batches = DIV_ROUND_UP(s->count, s->spec->batch);

	s->slot = kvcalloc(s->spec->batch, sizeof(*s->slot), GFP_KERNEL);
	s->batch = kvcalloc(batches, sizeof(*s->batch), GFP_KERNEL);
	if (!s->slot || !s->batch)
		return -ENOMEM;
	for (i = 0; i < s->spec->batch; i++)
		if (bench_slot_init(&s->slot[i]))
			return -ENOMEM;
	init_completion(&s->done);
	task = kthread_create(run_share, s, "sfw_bench/%u", cpu);
	if (IS_ERR(task))
		return PTR_ERR(task);
	kthread_bind(task, cpu);
	wake_up_process(task);
	return 0;
}

/* A packet that somebody keeps is left to him. */
static void end_share(struct share *s)
{
	u32 i;

	for (i = 0; s->slot && i < s->spec->batch; i++)
		if (s->slot[i].skb && bench_slot_is_free(&s->slot[i]))
			bench_slot_exit(&s->slot[i]);
	kvfree(s->slot);
	kvfree(s->batch);
}

static int compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

/* Of more than one processor the first one's batches stand for all. */
static void sum_up(struct share *shares, struct bench_result *r)
{
	const struct bench_spec *spec = shares->spec;
	u32 n = shares->n_batches;
	u64 total = 0;
	u32 i;

	sort(shares->batch, n, sizeof(*shares->batch), compare, NULL);
	r->least = shares->batch[0];
	r->median = shares->batch[n / 2];
	for (i = 0; i < spec->cpus; i++)
		total += shares[i].total;
	r->mean = div_u64(total * 10, spec->count);
}

static void read_fates(struct bench_fates *fates)
{
	unsigned int cpu, f;

	memset(fates, 0, sizeof(*fates));
	for_each_possible_cpu(cpu)
		for (f = 0; f < BENCH_FATES; f++)
			fates->n[f] += per_cpu(bench_fates, cpu).n[f];
}

static int run_shares(struct net *net, const struct bench_spec *spec,
		      struct net_device *dev, struct share *shares,
		      struct bench_result *r)
{
	DECLARE_COMPLETION_ONSTACK(begin);
	u32 each = spec->count / spec->cpus;
	u32 i, begun = 0;
	u64 start;
	int err = 0;

	for (i = 0; i < spec->cpus && !err; i++) {
		shares[i] = (struct share){
			.spec = spec, .net = net, .dev = dev, .begin = &begin,
			.first = i * each,
			.count = i + 1 < spec->cpus ? each :
				 spec->count - i * each,
		};
		err = begin_share(&shares[i], i);
		begun += !err;
	}
	start = ktime_get_ns();
	complete_all(&begin);
	for (i = 0; i < begun; i++) {
		wait_for_completion(&shares[i].done);
		err = shares[i].err ?: err;
	}
	r->elapsed = div_u64((ktime_get_ns() - start) * 10, spec->count);
	return err;
}

/**
 * bench_measure - inject packets and measure their cost
 * @net: the namespace
 * @spec: the packets, checked by bench_parse()
 * @result: the measurement
 *
 * Context: may sleep. Return: 0, -ENODEV, -ENOMEM, -EBUSY
 * when a packet is kept somewhere, or why one was not sent.
 */
int bench_measure(struct net *net, const struct bench_spec *spec,
		  struct bench_result *result)
{
	struct share *shares = kcalloc(spec->cpus, sizeof(*shares), GFP_KERNEL);
	struct net_device *dev = NULL;
	struct bench_fates before;
	int err = shares ? 0 : -ENOMEM;
	u32 i;

	if (!err && *spec->dev) {
		dev = dev_get_by_name(net, spec->dev);
		if (!bench_owns(dev))
			err = -ENODEV;
	}
	read_fates(&before);
	WRITE_ONCE(bench_delivers, spec->deliver);
	if (!err)
		err = run_shares(net, spec, dev, shares, result);
	if (!err)
		sum_up(shares, result);
	read_fates(&result->fates);
	for (i = 0; i < BENCH_FATES; i++)
		result->fates.n[i] -= before.n[i];
	for (i = 0; shares && i < spec->cpus; i++)
		end_share(&shares[i]);
	dev_put(dev);
	kfree(shares);
	return err;
}

/**
 * bench_calibrate - time two million instructions
 *
 * Return: nanoseconds; two million where a nanosecond is an instruction.
 */
u64 bench_calibrate(void)
{
	unsigned long n = 1000000;
	u64 start;

	local_bh_disable();
	start = ktime_get_ns();
	asm volatile("1: dec %0; jnz 1b" : "+r" (n) : : "cc");
	start = ktime_get_ns() - start;
	local_bh_enable();
	return start;
}
