/* SPDX-License-Identifier: GPL-2.0 */
/* Who makes room in a recent list. */
#ifndef SFW_DB_VICTIM_H
#define SFW_DB_VICTIM_H

#include "list.h"

#define SFW_LIST_CHAIN_MOST	15	/* entries in a bucket */
#define SFW_LIST_VICTIMS	8	/* entries of which the oldest is evicted */

/**
 * struct sfw_victim - the entry silent longest of those looked at
 * @e: the entry, NULL while there is none
 * @last: when it was last seen
 * @bucket: where it is
 * @seen: of how many
 */
struct sfw_victim {
	struct sfw_recent *e;
	u64 last;
	u32 bucket;
	u32 seen;
};

/**
 * sfw_list_is_crowded - whether a run of bad luck has filled a bucket
 * @list: the list
 * @bucket: the bucket
 *
 * Context: its part is locked.
 */
static inline bool sfw_list_is_crowded(const struct sfw_list *list, u32 bucket)
{
	const struct sfw_recent *e;
	u32 n = 0;

	sfw_list_for_each_in(e, list, bucket)
		n++;
	return n >= SFW_LIST_CHAIN_MOST;
}

struct sfw_victim sfw_list_victim_in(struct sfw_list *list, u32 bucket);
struct sfw_victim sfw_list_victim(struct sfw_list *list,
				  struct sfw_list_part *part);

#endif /* SFW_DB_VICTIM_H */
