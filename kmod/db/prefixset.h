/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sets of prefixes as objects. Snapshots share one until a transaction
 * changes it; that one then gets a copy of its own.
 */
#ifndef SFW_DB_PREFIXSET_H
#define SFW_DB_PREFIXSET_H

#include <linux/refcount.h>

#include "../core/prefixes.h"

/**
 * struct sfw_prefixset - a shared set
 * @set: the set
 * @refs: one for each snapshot
 * @kept_before: what is older outlived a flush of the policy, which is about to
 *		 be written anew: adding it is no repetition; 0: nothing
 * @cap: room for so many items
 * @sealed: unchanged since it was made ready for look-ups
 */
struct sfw_prefixset {
	struct sfw_prefixes set;
	refcount_t refs;
	u64 kept_before;
	u32 cap;
	bool sealed;
};

struct sfw_prefixset *sfw_prefixset_alloc(void);
struct sfw_prefixset *sfw_prefixset_get(struct sfw_prefixset *s);
void sfw_prefixset_put(struct sfw_prefixset *s);
struct sfw_prefixset *sfw_prefixset_own(struct sfw_prefixset **s);
int sfw_prefixset_add(struct sfw_prefixset *s,
		      const struct sfw_prefix_item *item, u32 most);
int sfw_prefixset_del(struct sfw_prefixset *s, const struct sfw_prefix *p);
u64 sfw_prefixset_next_expiry(const struct sfw_prefixset *s);
u64 sfw_prefixset_expire(struct sfw_prefixset *s, u64 now);
void sfw_prefixset_keep_timed(struct sfw_prefixset *s, u64 now);
struct sfw_prefixset *sfw_prefixset_mix(struct sfw_prefixset *lasting,
					const struct sfw_prefixset *timed);
int sfw_prefixset_seal(struct sfw_prefixset *s);

#endif /* SFW_DB_PREFIXSET_H */
