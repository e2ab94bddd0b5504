// SPDX-License-Identifier: GPL-2.0
#include <linux/bitops.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "index.h"

#define PORT_BITS	16

static u32 index_key(u8 proto, u8 level, u16 port)
{
	return (u32)proto << 24 | (u32)level << 16 | (u32)port >> level;
}

/* The administrator chooses the keys, so a cheap hash serves (Fibonacci). */
static u32 bucket_of(const struct sfw_index *x, u32 key)
{
	return key * 0x9e3779b1u >> (32 - x->bits);
}

/* Level of the largest aligned block that starts at @first and ends by @last */
static u8 block_level(u32 first, u32 last)
{
	u32 align = first ? __ffs(first) : PORT_BITS;

	return min_t(u32, align, ilog2(last - first + 1));
}

static u32 count_blocks(const struct sfw_entry *e)
{
	u32 port, n = 0;

	for (port = e->first; port <= e->last;
	     port += 1u << block_level(port, e->last))
		n++;
	return n;
}

/**
 * sfw_index_size - the memory that an index of these entries needs
 * @entries: the sorted table
 * @n: its length
 */
struct sfw_index_size sfw_index_size(struct sfw_entry *const *entries, u32 n)
{
	struct sfw_index_size size = {};
	u32 i;

	for (i = 0; i < n; i++)
		size.n_nodes += count_blocks(entries[i]);
	size.n_start = roundup_pow_of_two(max(2u, size.n_nodes)) + 1;
	return size;
}

/* Turn the counts in start[1..] into where each bucket begins. */
static void sum_up(struct sfw_index *x)
{
	u32 i;

	for (i = 0; i < 1u << x->bits; i++)
		x->start[i + 1] += x->start[i];
}

/**
 * sfw_index_build - fill an index
 * @x: the index, with nodes and start as large as sfw_index_size() said
 * @entries: the sorted table
 * @n: its length
 */
void sfw_index_build(struct sfw_index *x, struct sfw_entry *const *entries,
		     u32 n)
{
	struct sfw_index_size size = sfw_index_size(entries, n);
	u32 i, port, key, at;
	u8 level;

	x->n_nodes = size.n_nodes;
	x->bits = ilog2(size.n_start - 1);
	x->levels = 0;
	memset(x->start, 0, size.n_start * sizeof(*x->start));

	for (i = 0; i < n; i++) {
		for (port = entries[i]->first; port <= entries[i]->last;
		     port += 1u << level) {
			level = block_level(port, entries[i]->last);
			key = index_key(entries[i]->proto, level, port);
			x->levels |= 1u << level;
			x->start[bucket_of(x, key) + 1]++;
		}
	}
	sum_up(x);

	/* Backwards, so that each bucket fills from its end and start[] ends
	 * where the bucket begins.
	 */
	for (i = n; i-- > 0;) {
		for (port = entries[i]->first; port <= entries[i]->last;
		     port += 1u << level) {
			level = block_level(port, entries[i]->last);
			key = index_key(entries[i]->proto, level, port);
			at = --x->start[bucket_of(x, key) + 1];
			x->nodes[at].key = key;
			x->nodes[at].entry = i;
		}
	}
	/* start[b + 1] is now where bucket b begins: shift down by one. */
	memmove(x->start, x->start + 1,
		(size.n_start - 1) * sizeof(*x->start));
	x->start[size.n_start - 1] = x->n_nodes;
}

static bool is_for(const struct sfw_index *x, const struct sfw_entry *e,
		   const struct sfw_facts *f)
{
	return sfw_selector_has(&e->sel, x->members, f) && sfw_entry_takes(e, f) &&
	       !sfw_entry_expired(e, f->now);
}

/* The first entry that holds a port, and that is for a packet, if one is given. */
static __always_inline u32 search(const struct sfw_index *x,
				  struct sfw_entry *const *entries, u8 proto,
				  u16 port, const struct sfw_facts *f)
{
	u32 levels, best = SFW_NO_ENTRY;

	for (levels = x->levels; levels; levels &= levels - 1) {
		u32 key = index_key(proto, __ffs(levels), port);
		u32 bucket = bucket_of(x, key);
		u32 i, end = x->start[bucket + 1];

		for (i = x->start[bucket]; i < end; i++) {
			const struct sfw_index_node *node = &x->nodes[i];

			if (node->key != key)
				continue;
			if (node->entry >= best)
				break;
			if (!f || is_for(x, entries[node->entry], f)) {
				best = node->entry;
				break;
			}
		}
	}
	return best;
}

/**
 * sfw_index_first - the entry that decides on a packet to a port, if it is for it
 * @x: the index
 * @proto: protocol number
 * @port: the port
 *
 * Return: the place of the first entry that holds them, from wherever it admits; or
 * SFW_NO_ENTRY.
 */
u32 sfw_index_first(const struct sfw_index *x, u8 proto, u16 port)
{
	return search(x, NULL, proto, port, NULL);
}

/**
 * sfw_index_find - the entry that decides on a packet
 * @x: the index
 * @entries: the table that it was built from
 * @f: the packet
 *
 * Return: the place in @entries of the first, that is the most specific,
 * unexpired entry that holds protocol, port, source and, where it leads
 * somewhere else, destination; or SFW_NO_ENTRY.
 */
u32 sfw_index_find(const struct sfw_index *x, struct sfw_entry *const *entries,
		   const struct sfw_facts *f)
{
	return search(x, entries, f->proto, f->dport, f);
}
