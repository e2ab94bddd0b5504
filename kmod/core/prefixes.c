// SPDX-License-Identifier: GPL-2.0
#include <linux/bitops.h>
#include <linux/sfw.h>
#include <linux/string.h>

#include "prefixes.h"

static u32 hash4(__be32 a, u8 len)
{
	return sfw_prefixes_mix((__force u32)a ^ len);
}

static u32 hash_prefix(const struct sfw_prefix *p)
{
	u32 h = (__force u32)p->addr.w[0];

	if (p->family == SFW_AF_INET)
		return hash4(p->addr.w[0], p->len);
	h = (h ^ (__force u32)p->addr.w[1]) * SFW_GOLDEN;
	h = (rol32(h, 13) ^ (__force u32)p->addr.w[2]) * SFW_GOLDEN;
	h = rol32(h, 13) ^ (__force u32)p->addr.w[3];
	return sfw_prefixes_mix(h ^ p->len);
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

/* A cell of @place4 holds address, length + 1 and the item's place; 0: empty. */
#define CELL_PLACE_BITS	26
static_assert(SFW_BLOCKS_MAX <= 1u << CELL_PLACE_BITS);

static u64 cell4(__be32 a, u8 len)
{
	return (u64)(__force u32)a << 32 | (u64)(len + 1) << CELL_PLACE_BITS;
}

static u32 next_cell(const struct sfw_prefixes *t, u32 at)
{
	return (at + 1) & ((1u << t->place4_bits) - 1);
}

static u32 exact4(const struct sfw_prefixes *t, __be32 a, u8 len)
{
	u32 at = hash4(a, len) >> (32 - t->place4_bits);
	u64 cell, want = cell4(a, len);

	while ((cell = t->place4[at])) {
		cell ^= want;
		if (!(cell >> CELL_PLACE_BITS))
			return cell;
		at = next_cell(t, at);
	}
	return SFW_NO_PREFIX;
}

static void note_place4(struct sfw_prefixes *t, u32 i)
{
	const struct sfw_prefix *p = &t->item[i].prefix;
	u32 at = hash_prefix(p) >> (32 - t->place4_bits);

	while (t->place4[at])
		at = next_cell(t, at);
	t->place4[at] = cell4(p->addr.w[0], p->len) | i;
}

/**
 * sfw_prefixes_slots4 - in how many slots the length of a prefix is noted
 * @p: a prefix of IPv4
 */
u32 sfw_prefixes_slots4(const struct sfw_prefix *p)
{
	if (p->len < SFW_SLOT_LEN4)
		return 0;
	return p->len < SFW_SLOT_HEAD4 ? 1u << (SFW_SLOT_HEAD4 - p->len) : 1;
}

static struct sfw_lengths *slot6_of(const struct sfw_prefixes *t,
				    const struct sfw_addr *a)
{
	u32 head = be32_to_cpu(a->w[0]);

	return &t->slot6[head * SFW_GOLDEN >> (32 - t->slot6_bits)];
}

static void note_length4(struct sfw_prefixes *t, const struct sfw_prefix *p)
{
	u32 head = be32_to_cpu(p->addr.w[0]) >> (32 - SFW_SLOT_HEAD4);
	u32 i, slots = sfw_prefixes_slots4(p);

	if (!slots)
		t->wide[0] |= 1u << p->len;
	for (i = 0; i < slots; i++) {
		*sfw_prefixes_slot4(t, head + i, false) |= 1u << (p->len - 1);
		*sfw_prefixes_slot4(t, head + i, true) |= 1u << (p->len - 1);
	}
}

static void note_length6(struct sfw_prefixes *t, const struct sfw_prefix *p)
{
	if (p->len < SFW_SLOT_LEN6)
		t->wide[1] |= 1u << p->len;
	else
		slot6_of(t, &p->addr)->bits[(p->len - 1) / 64] |=
			1ull << (p->len - 1) % 64;
}

/**
 * sfw_prefixes_note - let look-ups find an item
 * @t: the set, with its slots, and more cells than it has items of IPv4
 * @i: the item, below 2^26
 */
void sfw_prefixes_note(struct sfw_prefixes *t, u32 i)
{
	const struct sfw_prefix *p = &t->item[i].prefix;

	t->timed |= t->item[i].expires != 0;
	if (p->family == SFW_AF_INET) {
		note_length4(t, p);
		note_place4(t, i);
	} else {
		note_length6(t, p);
	}
}

static bool lives(const struct sfw_prefixes *t, u32 i, u64 now)
{
	return !t->timed || !t->item[i].expires || now < t->item[i].expires;
}

/**
 * sfw_prefixes_find4 - the longest prefix that holds an IPv4 address
 * @t: the set, sealed and not empty
 * @a: the address
 * @now: as sfw_prefixes_find()
 *
 * Return: the item's place, or SFW_NO_PREFIX.
 */
u32 sfw_prefixes_find4(const struct sfw_prefixes *t, __be32 a, u64 now)
{
	u64 lengths = sfw_prefixes_lengths4(t, a);

	while (lengths) {
		int len = fls64(lengths) - 1;
		__be32 mask = cpu_to_be32((u32)(~0ull << (32 - len)));
		u32 i = exact4(t, a & mask, len);

		if (i != SFW_NO_PREFIX && lives(t, i, now))
			return i;
		lengths ^= 1ull << len;
	}
	return SFW_NO_PREFIX;
}

/* Bit 0 of @lengths is length @first. */
static u32 longest6(const struct sfw_prefixes *t, const struct sfw_addr *a,
		    u8 first, u64 lengths, u64 now)
{
	struct sfw_prefix p = { .family = SFW_AF_INET6 };

	while (lengths) {
		int bit = fls64(lengths) - 1;
		u32 i;

		sfw_prefix_cut(&p, a, first + bit);
		i = sfw_prefixes_exact(t, &p);
		if (i != SFW_NO_PREFIX && lives(t, i, now))
			return i;
		lengths ^= 1ull << bit;
	}
	return SFW_NO_PREFIX;
}

static u32 find6(const struct sfw_prefixes *t, const struct sfw_addr *a,
		 u64 now)
{
	const struct sfw_lengths *slot = slot6_of(t, a);
	u32 i = longest6(t, a, 65, slot->bits[1], now);

	if (i == SFW_NO_PREFIX)
		i = longest6(t, a, 1, slot->bits[0], now);
	if (i == SFW_NO_PREFIX)
		i = longest6(t, a, 0, t->wide[1], now);
	return i;
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
	if (!t->n)
		return SFW_NO_PREFIX;
	return family == SFW_AF_INET ? sfw_prefixes_find4(t, a->w[0], now) :
				       find6(t, a, now);
}
