/* SPDX-License-Identifier: GPL-2.0 */
/* Eviction: the choice of an entry that makes room in a recent list. */
#ifndef SFW_DB_LIST_EVICT_H
#define SFW_DB_LIST_EVICT_H

#include "list.h"

#define SFW_LIST_CHAIN_MOST	15	/* entries in a bucket */
#define SFW_EVICT_CHOICE	8	/* entries of which the oldest goes */

/**
 * struct sfw_eviction - the entry that makes room; returned in two registers
 * @e: the entry, NULL if there is none
 * @bucket: where it is
 */
struct sfw_eviction {
	struct sfw_recent *e;
	u32 bucket;
};

struct sfw_eviction sfw_evict_oldest(struct sfw_list *list,
				     const struct sfw_list_key *key, bool crowded,
				     u64 now);
struct sfw_eviction sfw_evict_soonest(struct sfw_list *list,
				      struct sfw_list_part *part);

#endif /* SFW_DB_LIST_EVICT_H */
