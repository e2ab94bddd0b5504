/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sets of prefixes as objects. A set that others see is cloned before a change; the
 * clone shares all nodes and items that stay as they are.
 */
#ifndef SFW_DB_POLICY_PREFIXSET_H
#define SFW_DB_POLICY_PREFIXSET_H

#include "../../core/prefixes.h"

/**
 * struct sfw_prefixset - a shared set
 * @set: the set
 * @refs: one for each snapshot or dump
 * @stale: prefixes that were taken out since @set.glance was made
 * @small: @set.glance of a small set
 */
struct sfw_prefixset {
	struct sfw_prefixes set;
	refcount_t refs;
	u32 stale;
	unsigned long small[BIT(6) / BITS_PER_LONG];
};

struct sfw_prefixset *sfw_prefixset_alloc(void);
struct sfw_prefixset *sfw_prefixset_get(struct sfw_prefixset *s);
void sfw_prefixset_put(struct sfw_prefixset *s);
struct sfw_prefixset *sfw_prefixset_own(struct sfw_prefixset **s);
int sfw_prefixset_add(struct sfw_prefixset *s,
		      const struct sfw_prefix_item *item, u32 most);
int sfw_prefixset_del(struct sfw_prefixset *s, const struct sfw_prefix *p);
int sfw_prefixset_place(struct sfw_prefixset *s, const struct sfw_prefix *p,
			const struct sfw_prefix_item *item);

#endif /* SFW_DB_POLICY_PREFIXSET_H */
