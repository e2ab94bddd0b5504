// SPDX-License-Identifier: GPL-2.0
#include <linux/minmax.h>
#include <linux/string.h>

#include "addr.h"

static unsigned int family_bits(u8 family)
{
	switch (family) {
	case SFW_AF_INET:
		return 32;
	case SFW_AF_INET6:
		return 128;
	default:
		return 0;
	}
}

/**
 * sfw_prefix_valid - whether a prefix is well formed: length in the range of
 * its family and no bit set behind it
 * @p: the prefix
 */
bool sfw_prefix_valid(const struct sfw_prefix *p)
{
	unsigned int i, bits = p->len;

	if (bits > family_bits(p->family) ||
	    (p->family != SFW_AF_ANY && !family_bits(p->family)))
		return false;
	for (i = 0; i < 4; i++) {
		u32 host = bits >= 32 ? 0 : ~0u >> bits;

		if (be32_to_cpu(p->addr.w[i]) & host)
			return false;
		bits -= min(bits, 32u);
	}
	return true;
}

/**
 * sfw_prefix_cmp - the canonical order of prefixes
 * @a: a valid prefix
 * @b: a valid prefix
 *
 * By family, "any" last; of one family longer prefixes come first, so that the
 * most specific of several matches is met first; then by address.
 *
 * Return: below, equal to or above zero as @a sorts before, with or after @b.
 */
int sfw_prefix_cmp(const struct sfw_prefix *a, const struct sfw_prefix *b)
{
	if (!a->family != !b->family)
		return a->family ? -1 : 1;
	if (a->family != b->family)
		return a->family - b->family;
	if (a->len != b->len)
		return b->len - a->len;
	return memcmp(&a->addr, &b->addr, sizeof(a->addr));
}

/**
 * sfw_addr_is_host - whether another host can have an address
 * @family: SFW_AF_INET or SFW_AF_INET6
 * @a: the address
 *
 * None of the unspecified, loopback, group, broadcast, and, of IPv6, link-local
 * (it needs a link) and mapped IPv4 addresses.
 */
bool sfw_addr_is_host(u8 family, const struct sfw_addr *a)
{
	u32 w = be32_to_cpu(a->w[0]);

	if (family == SFW_AF_INET)
		return w >> 24 && w >> 24 != 127 && w >> 28 != 14 && ~w;
	if (w >> 24 == 0xff || w >> 22 == 0xfe800000 >> 22)
		return false;
	if (w || a->w[1])
		return true;
	return a->w[2] ? a->w[2] != cpu_to_be32(0xffff) :
			 be32_to_cpu(a->w[3]) > 1;
}

/**
 * sfw_addr_is_global - whether the world can have a route to an address
 * @family: SFW_AF_INET or SFW_AF_INET6
 * @a: the address
 *
 * IPv6: 2000::/3 (RFC 4291). IPv4: unicast, and none of "this network",
 * loopback, link-local, private (RFC 1918) and shared (RFC 6598) addresses.
 */
bool sfw_addr_is_global(u8 family, const struct sfw_addr *a)
{
	u32 w = be32_to_cpu(a->w[0]);

	if (family == SFW_AF_INET6)
		return w >> 29 == 1;
	switch (w >> 24) {
	case 0:
	case 10:
	case 127:
		return false;
	case 100:
		return w >> 22 != 0x64400000 >> 22;
	case 169:
		return w >> 16 != 0xa9fe;
	case 172:
		return w >> 20 != 0xac1;
	case 192:
		return w >> 16 != 0xc0a8;
	default:
		return w >> 24 < 224;
	}
}

/**
 * sfw_addr_bits - an address whose first bits alone are set
 * @len: how many, up to 128
 */
struct sfw_addr sfw_addr_bits(u8 len)
{
	const __be32 all = cpu_to_be32(~0u);
	const struct sfw_addr ones = { { all, all, all, all } };
	struct sfw_prefix p;

	sfw_prefix_cut(&p, &ones, len);
	return p.addr;
}
