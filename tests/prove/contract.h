/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the look-ups of core promise, in the dullest way: the proofs of the
 * decision rest on that alone. That they keep it is tests/kunit's to show.
 */
#ifndef SFW_PROVE_CONTRACT_H
#define SFW_PROVE_CONTRACT_H

#include "prove.h"

static inline bool holds(const struct sfw_entry *e, const struct sfw_facts *f)
{
	return e->proto == f->proto && f->dport >= e->first &&
	       f->dport <= e->last && sfw_selector_has(&e->sel, f) &&
	       sfw_entry_takes(e, f) && !sfw_entry_expired(e, f->now);
}

static inline u32 first_entry(struct sfw_entry *const *entries, u32 n,
			      const struct sfw_facts *f)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (holds(entries[i], f))
			return i;
	return SFW_NO_ENTRY;
}

static inline u32 longest_prefix(const struct sfw_prefixes *t, u8 family,
				 const struct sfw_addr *a, u64 now)
{
	u32 i, best = SFW_NO_PREFIX;

	for (i = 0; i < t->n; i++)
		if (sfw_prefix_has(&t->item[i].prefix, family, a) &&
		    (!t->item[i].expires || now < t->item[i].expires) &&
		    (best == SFW_NO_PREFIX ||
		     t->item[i].prefix.len > t->item[best].prefix.len))
			best = i;
	return best;
}

/* Who has looked a source's block up before the decision has found the same. */
static inline bool block_is_right(const struct sfw_facts *f,
				  const struct sfw_policy *p)
{
	return !f->block ||
	       f->block - 1 == longest_prefix(p->blocks, f->family, &f->src,
					      f->now);
}

#endif /* SFW_PROVE_CONTRACT_H */
