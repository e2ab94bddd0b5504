// SPDX-License-Identifier: GPL-2.0
#include <linux/bitops.h>
#include <linux/string.h>

#include "prefixes.h"

#define GOLDEN		0x9e3779b1u
#define SLOT_LEN4	16
#define SLOT_LEN6	32

static u32 hash_prefix(const struct sfw_prefix *p)
{
	u32 h = (__force u32)p->addr.w[0];

	if (p->family == SFW_AF_INET6) {
		h = (h ^ (__force u32)p->addr.w[1]) * GOLDEN;
		h = (rol32(h, 13) ^ (__force u32)p->addr.w[2]) * GOLDEN;
		h = rol32(h, 13) ^ (__force u32)p->addr.w[3];
	}
	h = (h ^ p->len) * GOLDEN;
	return (h ^ h >> 15) * GOLDEN;
}

/**
 * sfw_prefixes_bucket - in which bucket a prefix belongs
 * @t: a set that has buckets
 * @p: the prefix
 */
u32 sfw_prefixes_bucket(const struct sfw_prefixes *t,
			const struct sfw_prefix *p)
{
	return hash_prefix(p) >> (32 - t->bucket_bits);
}

/**
 * sfw_prefixes_exact - the item of exactly this prefix
 * @t: the set
 * @p: the prefix
 *
 * Return: its place, or SFW_NO_PREFIX.
 */
u32 sfw_prefixes_exact(const struct sfw_prefixes *t,
		       const struct sfw_prefix *p)
{
	u32 i;

	if (!t->n)
		return SFW_NO_PREFIX;
	i = t->bucket[sfw_prefixes_bucket(t, p)];
	while (i != SFW_NO_PREFIX && sfw_prefix_cmp(&t->item[i].prefix, p))
		i = t->item[i].next;
	return i;
}

static struct sfw_lengths *slot_of(const struct sfw_prefixes *t, u8 family,
				   const struct sfw_addr *a)
{
	u32 head = be32_to_cpu(a->w[0]);
	u32 h = family == SFW_AF_INET ? head >> SLOT_LEN4 : ~head;

	return &t->slot[h * GOLDEN >> (32 - t->slot_bits)];
}

/**
 * sfw_prefixes_note_length - let look-ups find an item
 * @t: the set, with its slots
 * @i: the item
 */
void sfw_prefixes_note_length(struct sfw_prefixes *t, u32 i)
{
	const struct sfw_prefix *p = &t->item[i].prefix;
	bool v6 = p->family == SFW_AF_INET6;
	struct sfw_lengths *l;

	if (!p->len) {
		t->all[v6] = i;
		return;
	}
	l = p->len < (v6 ? SLOT_LEN6 : SLOT_LEN4) ? &t->wide[v6] :
		slot_of(t, p->family, &p->addr);
	l->bits[(p->len - 1) / 64] |= 1ull << (p->len - 1) % 64;
}

static bool lives(const struct sfw_prefix_item *item, u64 now)
{
	return !item->expires || now < item->expires;
}

/**
 * sfw_prefixes_find - the longest prefix that holds an address
 * @t: the set, sealed
 * @family: of the address
 * @a: the address
 * @now: boot-time nanoseconds; what has expired by then is passed over
 *
 * Return: the item's place, or SFW_NO_PREFIX.
 */
u32 sfw_prefixes_find(const struct sfw_prefixes *t, u8 family,
		      const struct sfw_addr *a, u64 now)
{
	const struct sfw_lengths *slot, *wide;
	struct sfw_prefix p = { .family = family };
	bool v6 = family == SFW_AF_INET6;
	int word;
	u64 bits;
	u32 i;

	if (!t->n)
		return SFW_NO_PREFIX;
	slot = slot_of(t, family, a);
	wide = &t->wide[v6];
	for (word = v6; word >= 0; word--) {
		bits = slot->bits[word] | wide->bits[word];
		while (bits) {
			int bit = fls64(bits) - 1;

			bits &= ~(1ull << bit);
			sfw_prefix_cut(&p, a, word * 64 + bit + 1);
			i = sfw_prefixes_exact(t, &p);
			if (i != SFW_NO_PREFIX && lives(&t->item[i], now))
				return i;
		}
	}
	i = t->all[v6];
	return i != SFW_NO_PREFIX && lives(&t->item[i], now) ? i :
							      SFW_NO_PREFIX;
}
