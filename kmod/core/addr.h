/* SPDX-License-Identifier: GPL-2.0 */
/* Addresses and prefixes of both families. */
#ifndef SFW_CORE_ADDR_H
#define SFW_CORE_ADDR_H

#include <linux/minmax.h>
#include <linux/types.h>
#include <asm/byteorder.h>

/* Values of a family; equal to AF_INET and AF_INET6 on every architecture. */
#define SFW_AF_ANY	0
#define SFW_AF_INET	2
#define SFW_AF_INET6	10
#define SFW_AF_GROUP	255	/* of a selector: a group stands for the prefix */

/**
 * struct sfw_addr - an address of either family, in network order
 * @w: four words for IPv6; IPv4 uses the first and leaves the others zero
 */
struct sfw_addr {
	__be32 w[4];
};

/**
 * struct sfw_prefix - an address prefix
 * @addr: the network, host bits zero
 * @family: SFW_AF_INET, SFW_AF_INET6, or SFW_AF_ANY: every address matches
 * @len: bits, at most 32 or 128; 0 where @family is SFW_AF_ANY
 */
struct sfw_prefix {
	struct sfw_addr addr;
	u8 family;
	u8 len;
};

/**
 * sfw_prefix_has - whether an address lies in a prefix
 * @p: a valid prefix
 * @family: of @a
 * @a: the address
 */
static inline bool sfw_prefix_has(const struct sfw_prefix *p, u8 family,
				  const struct sfw_addr *a)
{
	unsigned int i, bits = p->len;

	if (p->family != family)
		return p->family == SFW_AF_ANY;
	for (i = 0; bits >= 32; i++, bits -= 32)
		if (p->addr.w[i] != a->w[i])
			return false;
	return !bits ||
	       !((p->addr.w[i] ^ a->w[i]) & cpu_to_be32(~0u << (32 - bits)));
}

/**
 * sfw_prefix_within - whether all addresses of a prefix lie in another one
 * @a: a valid prefix
 * @b: the other one
 */
static inline bool sfw_prefix_within(const struct sfw_prefix *a,
				     const struct sfw_prefix *b)
{
	return a->len >= b->len && sfw_prefix_has(b, a->family, &a->addr);
}

/**
 * sfw_prefix_cut - make the prefix of an address
 * @p: the result; its family, that of @a, is there
 * @a: the address
 * @len: length of the prefix
 */
static inline void sfw_prefix_cut(struct sfw_prefix *p,
				  const struct sfw_addr *a, u8 len)
{
	u32 i, bits = len;

	p->len = len;
	for (i = 0; i < 4; i++) {
		u32 take = min(bits, 32u);

		p->addr.w[i] = take ?
			a->w[i] & cpu_to_be32(~0u << (32 - take)) : 0;
		bits -= take;
	}
}

static inline bool sfw_addr_equal(const struct sfw_addr *a,
				  const struct sfw_addr *b)
{
	return !((a->w[0] ^ b->w[0]) | (a->w[1] ^ b->w[1]) |
		 (a->w[2] ^ b->w[2]) | (a->w[3] ^ b->w[3]));
}

/* The bits of an address that another one has set. */
static inline struct sfw_addr sfw_addr_mask(const struct sfw_addr *a,
					    const struct sfw_addr *bits)
{
	return (struct sfw_addr){ {
		a->w[0] & bits->w[0], a->w[1] & bits->w[1],
		a->w[2] & bits->w[2], a->w[3] & bits->w[3],
	} };
}

static inline bool sfw_prefix_equal(const struct sfw_prefix *a,
				    const struct sfw_prefix *b)
{
	return a->len == b->len && a->family == b->family &&
	       sfw_addr_equal(&a->addr, &b->addr);
}

struct sfw_addr sfw_addr_bits(u8 len);
bool sfw_addr_is_host(u8 family, const struct sfw_addr *a);
bool sfw_addr_is_global(u8 family, const struct sfw_addr *a);
bool sfw_prefix_valid(const struct sfw_prefix *p);
int sfw_prefix_cmp(const struct sfw_prefix *a, const struct sfw_prefix *b);

#endif /* SFW_CORE_ADDR_H */
