// SPDX-License-Identifier: GPL-2.0
/*
 * A look-up in a set of prefixes finds the longest that holds the address and
 * has not expired, wherever hashing put it.
 *
 * Of: addr entry prefixes
 * Loops: 5 --unwindset memcmp.0:17,sfw_prefixes_find.0:3
 * Loops: --unwindset sfw_prefixes_find.1:4,sfw_prefixes_exact.0:4
 */
#include "contract.h"

#define ITEMS		2
#define BUCKET_BITS	2
#define SLOT_BITS	2

void prove(void)
{
	struct sfw_prefix_item item[ITEMS];
	struct sfw_lengths slot[1 << SLOT_BITS] = {};
	u32 bucket[1 << BUCKET_BITS], i, *head, n = any_below(ITEMS + 1);
	struct sfw_prefixes t = {
		.item		= item,
		.bucket		= bucket,
		.slot		= slot,
		.all		= { SFW_NO_PREFIX, SFW_NO_PREFIX },
		.bucket_bits	= BUCKET_BITS,
		.slot_bits	= SLOT_BITS,
	};
	u8 family = any_family();
	struct sfw_addr a = any_addr(family);
	u64 now = ANY(u64);

	for (i = 0; i < 1 << BUCKET_BITS; i++)
		bucket[i] = SFW_NO_PREFIX;
	/* As sfw_prefixset_add() and sfw_prefixset_seal() put them there. */
	while (t.n < n) {
		item[t.n].prefix = any_prefix();
		item[t.n].expires = ANY(u64);
		assume(item[t.n].prefix.family);
		assume(sfw_prefixes_exact(&t, &item[t.n].prefix) ==
		       SFW_NO_PREFIX);
		head = &bucket[sfw_prefixes_bucket(&t, &item[t.n].prefix)];
		item[t.n].next = *head;
		*head = t.n++;
	}
	for (i = 0; i < t.n; i++)
		sfw_prefixes_note_length(&t, i);
	claim(sfw_prefixes_find(&t, family, &a, now) ==
	      longest_prefix(&t, family, &a, now));
}
