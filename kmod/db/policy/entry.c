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
	port->own = alloc_percpu_gfp(struct sfw_count, GFP_KERNEL_ACCOUNT);
	if (!port->own) {
		kfree(port);
		return NULL;
	}
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(port->own, cpu)->syncp);
	port->count = port->own;
	port->published = false;
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

/**
 * sfw_entry_put - drop a reference
 * @e: the entry; no packet may still be reading it by this reference
 */
void sfw_entry_put(struct sfw_entry *e)
{
	struct sfw_port *port = sfw_port_of(e);

	if (!refcount_dec_and_test(&port->refs))
		return;
	if (port->heir_of)
		sfw_entry_put(&port->heir_of->entry);
	free_percpu(port->own);
	sfw_group_put(e->sel.group);
	kfree(port);
}

/**
 * sfw_entry_inherit - go on with the counters of another entry
 * @e: an entry; one that has been published has counters in use, and keeps them
 * @from: the other one
 *
 * A dump may read the counters of a staged entry meanwhile: it holds it by a reference, and
 * they are kept as long.
 */
void sfw_entry_inherit(struct sfw_entry *e, struct sfw_entry *from)
{
	struct sfw_port *port = sfw_port_of(e), *first = sfw_port_of(from);
	struct sfw_count __percpu *own = port->own;

	if (port->published)
		return;
	first = first->heir_of ?: first;
	sfw_entry_get(&first->entry);
	port->heir_of = first;
	WRITE_ONCE(port->count, first->count);
	if (refcount_read(&port->refs) == 1) {
		port->own = NULL;
		free_percpu(own);
	}
}

/**
 * sfw_entry_published - keep the counters of an entry from now on
 * @e: an entry of a policy that is about to be published
 */
void sfw_entry_published(struct sfw_entry *e)
{
	sfw_port_of(e)->published = true;
}
