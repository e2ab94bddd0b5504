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

/**
 * struct sfw_prefixes - a set of prefixes
 * @item: the items, in no order
 * @bucket: first item of each bucket
 * @slot: by the first 16 bits of an IPv4 address or 32 of an IPv6 address,
 *	  hashed: the longer lengths that occur there. Says what few buckets to
 *	  look into, mostly none.
 * @wide: shorter lengths, by family: [0] IPv4, [1] IPv6
 * @all: the item that holds a whole family (length 0), or SFW_NO_PREFIX
 * @n: how many items
 * @bucket_bits: the number of buckets is 2^@bucket_bits
 * @slot_bits: the number of slots is 2^@slot_bits
 * @timed: some item expires
 *
 * The administrator chooses what is in it, so cheap hashes serve.
 */
struct sfw_prefixes {
	struct sfw_prefix_item *item;
	u32 *bucket;
	struct sfw_lengths *slot;
	struct sfw_lengths wide[2];
	u32 all[2];
	u32 n;
	u8 bucket_bits;
	u8 slot_bits;
	bool timed;
};

u32 sfw_prefixes_bucket(const struct sfw_prefixes *t,
			const struct sfw_prefix *p);
u32 sfw_prefixes_exact(const struct sfw_prefixes *t,
		       const struct sfw_prefix *p);
void sfw_prefixes_note_length(struct sfw_prefixes *t, u32 i);
u32 sfw_prefixes_find(const struct sfw_prefixes *t, u8 family,
		      const struct sfw_addr *a, u64 now);

#endif /* SFW_CORE_PREFIXES_H */
