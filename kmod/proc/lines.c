// SPDX-License-Identifier: GPL-2.0
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "lines.h"

/* Sort by part, then by address, then by order of input. */
static int compare(const void *left, const void *right)
{
	const struct sfw_line *a = left, *b = right;

	if (a->key.part != b->key.part)
		return a->key.part < b->key.part ? -1 : 1;
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return memcmp(&a->key.addr, &b->key.addr, sizeof(a->key.addr)) ?:
	       (a->order < b->order ? -1 : 1);
}

static bool same(const struct sfw_line *a, const struct sfw_line *b)
{
	return a->family == b->family &&
	       sfw_addr_equal(&a->key.addr, &b->key.addr);
}

/* Keep the last change of each address only. Returns how many are left. */
static u32 reduce(const struct sfw_list *list, struct sfw_line *line, u32 n)
{
	u32 i, kept = 0;

	for (i = 0; i < n; i++) {
		line[i].order = i;
		line[i].key = sfw_list_key(list, line[i].family, &line[i].addr);
		line[i].spare = NULL;
	}
	sort(line, n, sizeof(*line), compare, NULL);
	for (i = 0; i < n; i++)
		if (i == n - 1 || !same(&line[i], &line[i + 1]))
			line[kept++] = line[i];
	return kept;
}

/* Change in the number of entries by hand that a line makes: -1, 0 or 1. */
static int growth(const struct sfw_list *list, const struct sfw_line *line,
		  bool flush)
{
	const struct sfw_recent *e = flush ? NULL :
					     sfw_list_look(list, &line->key);

	return line->put - (e && e->fixed);
}

/* Check the lines of one part. Returns their number, or -ENOSPC. */
static int fit_part(const struct sfw_list *list,
		    const struct sfw_line *line, u32 n, bool flush)
{
	struct sfw_list_part *part = line->key.part;
	int fixed;
	u32 i;

	spin_lock_bh(&part->lock);
	fixed = flush ? 0 : part->fixed;
	for (i = 0; i < n && line[i].key.part == part; i++)
		fixed += growth(list, &line[i], flush);
	spin_unlock_bh(&part->lock);
	return fixed > (int)sfw_list_fixed_most(list) ? -ENOSPC : i;
}

/* Check for room and allocate before the first change. */
static int prepare(const struct sfw_list *list, struct sfw_line *line,
		   u32 n, bool flush)
{
	int fits;
	u32 i;

	for (i = 0; i < n; i += fits) {
		fits = fit_part(list, line + i, n - i, flush);
		if (fits < 0)
			return fits;
		cond_resched();
	}
	for (i = 0; i < n; i++) {
		if (!line[i].put)
			continue;
		line[i].spare = sfw_recent_alloc(SFW_LIST_FIXED_SLOTS,
						 GFP_KERNEL_ACCOUNT);
		if (!line[i].spare)
			return -ENOMEM;
	}
	return 0;
}

static void carry_out(struct sfw_list *list, struct sfw_line *line, u64 now)
{
	const struct sfw_recent *e;

	if (!line->put) {
		sfw_list_del(list, line->family, &line->addr);
		return;
	}
	spin_lock_bh(&line->key.part->lock);
	e = sfw_list_look(list, &line->key);
	if (!(e && e->fixed) &&
	    sfw_list_put_in(list, &line->key, line->spare, now))
		line->spare = NULL;
	spin_unlock_bh(&line->key.part->lock);
}

/* Deletions first: they make room for additions. */
static void carry_out_all(struct sfw_list *list, struct sfw_line *line,
			  u32 n, bool flush, u64 now)
{
	u32 i, put;

	if (flush)
		sfw_list_flush(list);
	for (put = 0; put < 2; put++) {
		for (i = 0; i < n; i++)
			if (line[i].put == put)
				carry_out(list, &line[i], now);
		cond_resched();
	}
}

/**
 * sfw_lines_carry_out - put many addresses in and take many out: all, or none
 * @list: the list
 * @flush: before that, take out everything
 * @line: the changes, in their order; they are gone afterwards
 * @n: how many
 * @now: boot-time nanoseconds
 *
 * Adding a present address, or deleting an absent one, is no error. The last change
 * of an address counts.
 *
 * Context: may sleep. Return: 0, -ENOSPC when more than half of some part of the
 * list would be put in by hand, or -ENOMEM; the list is as it was then.
 */
int sfw_lines_carry_out(struct sfw_list *list, bool flush,
			struct sfw_line *line, u32 n, u64 now)
{
	int err;
	u32 i;

	n = reduce(list, line, n);
	mutex_lock(&list->by_hand);
	err = prepare(list, line, n, flush);
	if (!err)
		carry_out_all(list, line, n, flush, now);
	mutex_unlock(&list->by_hand);
	for (i = 0; i < n; i++)
		if (line[i].spare)
			sfw_recent_free(line[i].spare);
	return err;
}
