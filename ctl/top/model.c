// SPDX-License-Identifier: GPL-2.0
/* The rows of "top", from two samples of the counters. Pure. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/compiler.h"
#include "top/model.h"

/**
 * top_seconds() - time between two samples
 * @old: the older one
 * @new: the newer one
 *
 * Return: seconds, 0 if they are the same.
 */
double top_seconds(const struct top_sample *old, const struct top_sample *new)
{
	return (new->time - old->time) / 1e9;
}

/* Both samples have the same order, unless the policy changed in between. */
static const struct top_counter *find(const struct top_counters *in,
				      unsigned int index, const char *name)
{
	if (index < in->count && !strcmp(in->at[index].name, name))
		return &in->at[index];
	for (unsigned int i = 0; i < in->count; i++)
		if (!strcmp(in->at[i].name, name))
			return &in->at[i];
	return NULL;
}

/* A counter that went back began anew, with its port or with the module. */
static double rate(__u64 old, __u64 new, double seconds)
{
	return seconds > 0 ? (new >= old ? new - old : new) / seconds : 0;
}

static double sort_key(const struct top_row *row, enum top_sort sort)
{
	switch (sort) {
	case TOP_PACKETS:
		return row->packets;
	case TOP_BYTES:
		return row->bytes;
	case TOP_TOTAL:
		return row->counter->packets;
	default:
		return 0;
	}
}

static int compare(const void *first, const void *second)
{
	const struct top_row *a = first, *b = second;

	if (a->key != b->key)
		return a->key > b->key ? -1 : 1;
	return a->counter < b->counter ? -1 : a->counter > b->counter;
}

/**
 * top_rows() - make rows of counters
 * @old: the older sample
 * @new: the newer one
 * @seconds: between them
 * @sort: the key of the order
 * @rows: the result, room for all of @new
 *
 * Return: how many rows; counters that are 0 have none.
 */
unsigned int top_rows(const struct top_counters *old,
		      const struct top_counters *new, double seconds,
		      enum top_sort sort, struct top_row *rows)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < new->count; i++) {
		const struct top_counter *now = &new->at[i];
		const struct top_counter *then = find(old, i, now->name);
		struct top_row *row = &rows[count];

		if (!now->packets)
			continue;
		row->counter = now;
		row->packets = rate(then ? then->packets : 0, now->packets,
				    seconds);
		row->bytes = rate(then ? then->bytes : 0, now->bytes, seconds);
		row->key = sort_key(row, sort);
		count++;
	}
	qsort(rows, count, sizeof(*rows), compare);
	return count;
}

/**
 * top_sum() - add the rates of rows up
 * @rows: the rows
 * @count: how many
 * @refused: those of refused packets, or else of accepted ones
 * @sum: the result
 */
void top_sum(const struct top_row *rows, unsigned int count, bool refused,
	     struct top_row *sum)
{
	memset(sum, 0, sizeof(*sum));
	for (unsigned int i = 0; i < count; i++) {
		if (rows[i].counter->refused != refused)
			continue;
		sum->packets += rows[i].packets;
		sum->bytes += rows[i].bytes;
	}
}

static bool is_newer(const struct list_entry *a, const struct list_entry *b)
{
	return a->first != b->first ? a->first < b->first : a->last < b->last;
}

/**
 * top_newest_add() - take an address into a sample, if it is among the newest
 * @sample: the sample
 * @list: name of its list
 * @recent: its entry
 */
void top_newest_add(struct top_sample *sample, const char *list,
		    const struct list_entry *recent)
{
	struct top_entry *at = sample->newest;
	unsigned int i = sample->newest_count;

	while (i && is_newer(recent, &at[i - 1].recent))
		i--;
	if (i == TOP_NEWEST)
		return;
	if (sample->newest_count < TOP_NEWEST)
		sample->newest_count++;
	memmove(&at[i + 1], &at[i],
		(sample->newest_count - 1 - i) * sizeof(*at));
	snprintf(at[i].list, sizeof(at[i].list), "%s", list);
	at[i].recent = *recent;
}

static int take(int *lines, int most)
{
	int taken = *lines < most ? *lines : most;

	*lines -= taken;
	return taken;
}

/**
 * top_layout() - share lines out
 * @lines: how many there are for rows
 * @wanted: how many rows of each kind there are
 *
 * Half of them are for reasons, a quarter each for ports and addresses; room
 * that one does not need goes to the others.
 *
 * Return: how many of each kind are shown.
 */
struct top_layout top_layout(int lines, struct top_layout wanted)
{
	struct top_layout out = { 0 };

	if (lines <= 0)
		return out;
	out.reasons = wanted.reasons < lines / 2 ? wanted.reasons : lines / 2;
	out.ports = wanted.ports < lines / 4 ? wanted.ports : lines / 4;
	lines -= out.reasons + out.ports;
	out.newest = take(&lines, wanted.newest);
	out.reasons += take(&lines, wanted.reasons - out.reasons);
	out.ports += take(&lines, wanted.ports - out.ports);
	return out;
}

/**
 * top_rate() - a number that fits a narrow column
 * @rate: not negative
 * @buf: where to
 *
 * Return: @buf, at most 6 characters: 0, 0.5, 42, 1.5k, 12.3M.
 */
const char *top_rate(double rate, char buf[TOP_RATE_TEXT])
{
	static const char units[] = " kMGTP";
	unsigned int unit = 0;

	while (rate >= 999.95 && unit < ARRAY_SIZE(units) - 2) {
		rate /= 1000;
		unit++;
	}
	if (unit)
		snprintf(buf, TOP_RATE_TEXT, "%.1f%c", rate, units[unit]);
	else
		snprintf(buf, TOP_RATE_TEXT,
			 rate > 0 && rate < 9.95 ? "%.1f" : "%.0f", rate);
	return buf;
}
