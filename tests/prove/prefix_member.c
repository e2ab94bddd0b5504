// SPDX-License-Identifier: GPL-2.0
/*
 * A valid prefix holds exactly the addresses that begin with its bits; one
 * cut from an address is valid and holds it.
 *
 * Of: addr
 * Loops: 5
 */
#include "prove.h"

void prove(void)
{
	struct sfw_prefix p = ANY(struct sfw_prefix), q;
	u8 family = any_family();
	struct sfw_addr a = any_addr(family);
	u32 bits = family == SFW_AF_INET ? 32 : 128, i = any_below(bits);

	if (sfw_prefix_valid(&p)) {
		claim(p.family == SFW_AF_ANY || p.family == SFW_AF_INET ||
		      p.family == SFW_AF_INET6);
		claim(p.len <= (p.family == SFW_AF_INET  ? 32 :
				p.family == SFW_AF_INET6 ? 128 : 0));
		if (i >= p.len && p.family == family)
			claim(!bit(&p.addr, i));
		if (i < p.len && sfw_prefix_has(&p, family, &a))
			claim(p.family == family && bit(&p.addr, i) == bit(&a, i));
		if (p.family == SFW_AF_ANY)
			claim(sfw_prefix_has(&p, family, &a));
	}

	q.family = family;
	sfw_prefix_cut(&q, &a, any_below(bits + 1));
	claim(sfw_prefix_valid(&q) && sfw_prefix_has(&q, family, &a));

	/* An address that differs in a bit of it is not held. */
	if (i < q.len) {
		((u8 *)&a)[i / 8] ^= 0x80 >> i % 8;
		claim(!sfw_prefix_has(&q, family, &a));
	}
	claim(sfw_addr_equal(&a, &a));
	if (sfw_addr_is_global(family, &a) && family == SFW_AF_INET)
		claim((be32_to_cpu(a.w[0]) & 0xff000000) != 0x0a000000 &&
		      (be32_to_cpu(a.w[0]) & 0xfff00000) != 0xac100000 &&
		      (be32_to_cpu(a.w[0]) & 0xffff0000) != 0xc0a80000 &&
		      (be32_to_cpu(a.w[0]) & 0xffc00000) != 0x64400000 &&
		      (be32_to_cpu(a.w[0]) & 0xffff0000) != 0xa9fe0000 &&
		      (be32_to_cpu(a.w[0]) >> 28) < 0xe);
}
