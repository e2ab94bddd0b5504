/* SPDX-License-Identifier: GPL-2.0 */
/* Slots of a node of a trie: which one an address, or a prefix, has. */
#ifndef SFW_CORE_PREFIX_NODE_H
#define SFW_CORE_PREFIX_NODE_H

#include <linux/bitops.h>

#include "prefixes.h"

/* Bits @pos to @pos + 5 of an IPv4 address, zeros behind its end. */
static inline u32 sfw_stride4(u32 a, u32 pos)
{
	return a << pos >> 26;
}

/* The same of one of any family. */
static inline u32 sfw_stride(const struct sfw_addr *a, u32 pos)
{
	u32 w = pos / 32;
	u64 two = (u64)be32_to_cpu(a->w[w]) << 32;

	if (w < 3)
		two |= be32_to_cpu(a->w[w + 1]);
	return two << pos % 32 >> 58;
}

static inline bool sfw_ends_inside(const struct sfw_prefix *p, u32 pos)
{
	return p->len < pos + SFW_STRIDE;
}

/* The bit in @inner of a prefix that ends inside. */
static inline u32 sfw_inner_of(const struct sfw_prefix *p, u32 pos)
{
	u32 bits = p->len - pos;

	return 1u << bits | sfw_stride(&p->addr, pos) >> (SFW_STRIDE - bits);
}

/* How many bits are before one; mostly few. */
static __always_inline u32 sfw_bits_before(u64 bits, u32 bit)
{
	bits &= BIT_ULL(bit) - 1;
	if (!(bits & (bits - 1)))
		return bits != 0;
	return hweight64(bits);
}

/* The same of SFW_NODE_SMALL at most: one by one, for that may take a call. */
static __always_inline u32 sfw_few_before(u64 bits, u32 bit)
{
	u32 n = 0;

	for (bits &= BIT_ULL(bit) - 1; bits; bits &= bits - 1)
		n++;
	return n;
}

static inline u8 *sfw_node_places(const struct sfw_prefix_node *n)
{
	return (u8 *)(n->slot + n->room);
}

/* The slot of a bit of @child or @inner, set or not yet. */
static __always_inline u32 sfw_child_place(const struct sfw_prefix_node *n, u32 bit)
{
	return n->room > SFW_NODE_SMALL ? sfw_node_places(n)[bit] :
					  sfw_few_before(n->child, bit);
}

static __always_inline u32 sfw_inner_place(const struct sfw_prefix_node *n, u32 bit)
{
	return n->n_child + sfw_bits_before(n->inner, bit);
}

#endif /* SFW_CORE_PREFIX_NODE_H */
