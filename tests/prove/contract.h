/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Promises of the look-ups of core, in the dullest way: the proofs of the
 * decision rest on them alone; tests/kunit shows that they are kept.
 */
#ifndef SFW_PROVE_CONTRACT_H
#define SFW_PROVE_CONTRACT_H

#include "prove.h"

static inline bool holds(const struct sfw_entry *e, const struct sfw_facts *f)
{
	return e->proto == f->proto && f->dport >= e->first &&
	       f->dport <= e->last && sfw_selector_has(&e->sel, NULL, f) &&
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

/* A set of any content, as a table. */
struct any_prefixes {
	struct sfw_prefixes set;
	struct sfw_prefix_item item[PREFIXES];
};

static inline const struct any_prefixes *table_of(const struct sfw_prefixes *t)
{
	return (const struct any_prefixes *)t;
}

static inline const struct sfw_prefix_item *
longest_prefix(const struct sfw_prefixes *t, u8 family,
	       const struct sfw_addr *a, u64 now)
{
	const struct sfw_prefix_item *item = table_of(t)->item, *best = NULL;
	u32 i;

	for (i = 0; i < t->n; i++)
		if (sfw_prefix_has(&item[i].prefix, family, a) &&
		    (!item[i].expires || now < item[i].expires) &&
		    (!best || item[i].prefix.len > best->prefix.len))
			best = &item[i];
	return best;
}

#endif /* SFW_PROVE_CONTRACT_H */
