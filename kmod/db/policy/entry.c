// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "entry.h"
#include "group.h"

/**
 * sfw_entry_alloc - a counted entry with one reference
 * @from: the entry to copy
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
	sfw_group_get(from->sel.group);
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
	sfw_group_put(e->sel.group);
	kfree(port);
}

/**
 * sfw_entry_inherit - go on with the counters of another entry
 * @e: an entry; one that another snapshot holds too has counters in use, and keeps them
 * @from: the other one
 */
void sfw_entry_inherit(struct sfw_entry *e, struct sfw_entry *from)
{
	struct sfw_port *port = sfw_port_of(e), *first = sfw_port_of(from);

	if (refcount_read(&port->refs) > 1)
		return;
	first = first->heir_of ?: first;
	sfw_entry_get(&first->entry);
	drop_count(port);
	port->heir_of = first;
	port->count = first->count;
}
