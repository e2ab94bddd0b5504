/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sets of prefixes: the cost of a look-up grows neither with how many there
 * are nor, in practice, with how many lengths they have.
 */
#ifndef SFW_CORE_PREFIXES_H
#define SFW_CORE_PREFIXES_H

#include "addr.h"

#define SFW_NO_PREFIX	(~0u)

struct sfw_comment;

/**
 * struct sfw_prefix_item - a prefix in a set
 * @prefix: of a family; not "any"
 * @next: next item in its bucket, or SFW_NO_PREFIX
 * @expires: boot-time nanoseconds, 0 for never
 * @since: when it was added
 * @comment: the administrator's words, or NULL
 */
struct sfw_prefix_item {
	struct sfw_prefix prefix;
	u32 next;
	u64 expires;
	u64 since;
	struct sfw_comment *comment;
};

/* Which prefix lengths occur: bit L - 1 for length L. */
struct sfw_lengths {
	u64 bits[2];
};

/* Lengths of which slots tell: those from so many bits on. */
#define SFW_SLOT_LEN4	12
#define SFW_SLOT_LEN6	32
/* So many bits of an IPv4 address say which slot is asked. */
#define SFW_SLOT_HEAD4	20

/**
 * struct sfw_prefixes - a set of prefixes
 * @item: the items, in no order
 * @bucket: first item of each bucket
 * @place4: where the items of IPv4 are, hashed, with what says that it is this
 *	    one: most look-ups need no other memory, and no item
 * @slot4: by the first bits of an IPv4 address, hashed in two ways: which of
 *	   the longer lengths occur there, as in struct sfw_lengths. Says what
 *	   few buckets to look into, mostly none.
 * @slot6: the same for the first 32 bits of an IPv6 address
 * @wide: shorter lengths, by family: [0] IPv4, [1] IPv6; bit L for length L
 * @n: how many items
 * @bucket_bits: the number of buckets is 2^@bucket_bits
 * @place4_bits: the number of cells of @place4 is 2^@place4_bits
 * @slot4_bits: the number of slots is 2^@slot4_bits
 * @slot6_bits: likewise
 * @timed: some item expires
 *
 * The administrator chooses what is in it, so cheap hashes serve.
 */
struct sfw_prefixes {
	struct sfw_prefix_item *item;
	u32 *bucket;
	u64 *place4;
	u32 *slot4;
	struct sfw_lengths *slot6;
	u32 wide[2];
	u32 n;
	u8 bucket_bits;
	u8 place4_bits;
	u8 slot4_bits;
	u8 slot6_bits;
	bool timed;
};

#define SFW_GOLDEN	0x9e3779b1u	/* Fibonacci hashing */

static inline u32 sfw_prefixes_mix(u32 h)
{
	h *= SFW_GOLDEN;
	return (h ^ h >> 15) * SFW_GOLDEN;
}

/* The two slots of the first bits of an IPv4 address, as in a Bloom filter. */
static inline u32 *sfw_prefixes_slot4(const struct sfw_prefixes *t, u32 head,
				      bool second)
{
	u32 h = second ? sfw_prefixes_mix(head) : head * SFW_GOLDEN;

	return &t->slot4[h >> (32 - t->slot4_bits)];
}

/**
 * sfw_prefixes_lengths4 - which prefixes may hold an IPv4 address
 * @t: the set, sealed and not empty
 * @a: the address
 *
 * Return: bit L for length L; nearly always the lengths that are there.
 */
static inline u64 sfw_prefixes_lengths4(const struct sfw_prefixes *t, __be32 a)
{
	u32 head = be32_to_cpu(a) >> (32 - SFW_SLOT_HEAD4);
	u64 lengths = *sfw_prefixes_slot4(t, head, false);

	if (lengths)
		lengths &= *sfw_prefixes_slot4(t, head, true);
	return lengths << 1 | t->wide[0];
}

u32 sfw_prefixes_bucket(const struct sfw_prefixes *t,
			const struct sfw_prefix *p);
u32 sfw_prefixes_exact(const struct sfw_prefixes *t,
		       const struct sfw_prefix *p);
u32 sfw_prefixes_slots4(const struct sfw_prefix *p);
void sfw_prefixes_note(struct sfw_prefixes *t, u32 i);
u32 sfw_prefixes_find4(const struct sfw_prefixes *t, __be32 a, u64 now);
u32 sfw_prefixes_find(const struct sfw_prefixes *t, u8 family,
		      const struct sfw_addr *a, u64 now);

#endif /* SFW_CORE_PREFIXES_H */
