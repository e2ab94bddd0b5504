// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "entry.h"

/**
 * sfw_entry_alloc - a counted entry with one reference
 * @from: what to copy
 *
 * Context: may sleep. Return: NULL when there is no memory.
 */
struct sfw_entry *sfw_entry_alloc(const struct sfw_entry *from)
{
	struct sfw_port *port = kmalloc(sizeof(*port), GFP_KERNEL_ACCOUNT);
	int cpu;

	if (!port)
		return NULL;
	port->count = alloc_percpu_gfp(struct sfw_count, GFP_KERNEL_ACCOUNT);
	if (!port->count) {
		kfree(port);
		return NULL;
	}
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(port->count, cpu)->syncp);
	port->entry = *from;
	port->heir_of = NULL;
	refcount_set(&port->refs, 1);
	return &port->entry;
}

/**
 * sfw_entry_get - take a reference
 * @e: an entry that the caller already holds by another one
 */
void sfw_entry_get(struct sfw_entry *e)
{
	refcount_inc(&sfw_port_of(e)->refs);
}

static void drop_count(struct sfw_port *port)
{
	if (port->heir_of)
		sfw_entry_put(&port->heir_of->entry);
	else
		free_percpu(port->count);
}

/**
 * sfw_entry_put - drop a reference
 * @e: the entry; no packet may still be reading it by this reference
 */
void sfw_entry_put(struct sfw_entry *e)
{
	struct sfw_port *port = sfw_port_of(e);

	if (!refcount_dec_and_test(&port->refs))
		return;
	drop_count(port);
	kfree(port);
}

/**
 * sfw_entry_inherit - go on with the counters of another entry
 * @e: an entry that is not published
 * @from: the other one
 */
void sfw_entry_inherit(struct sfw_entry *e, struct sfw_entry *from)
{
	struct sfw_port *port = sfw_port_of(e), *first = sfw_port_of(from);

	first = first->heir_of ?: first;
	sfw_entry_get(&first->entry);
	drop_count(port);
	port->heir_of = first;
	port->count = first->count;
}

/**
 * sfw_entry_place - find an entry in a sorted table
 * @entries: the table
 * @n: its length
 * @e: the entry
 * @there: whether it is there
 *
 * Return: where it is, or where it belongs.
 */
u32 sfw_entry_place(struct sfw_entry *const *entries, u32 n,
		    const struct sfw_entry *e, bool *there)
{
	u32 low = 0, high = n;

	*there = false;
	while (low < high) {
		u32 mid = low + (high - low) / 2;
		int c = sfw_entry_cmp(e, entries[mid]);

		if (!c) {
			*there = true;
			return mid;
		}
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}
