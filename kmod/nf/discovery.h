/* SPDX-License-Identifier: GPL-2.0 */
/* Queries of this host to everybody on a link, and the answers to them. */
#ifndef SFW_NF_DISCOVERY_H
#define SFW_NF_DISCOVERY_H

#include <linux/netfilter.h>

#include "../core/facts.h"

#define SFW_QUERY_SETS	32
#define SFW_QUERY_WAYS	4	/* queries that a set remembers */

/**
 * struct sfw_query - this host asked everybody on a link
 * @ifindex: the link, 0: nobody asked
 * @since: when, jiffies that do not wrap: a place may stay unused for years
 * @port: from which port
 */
struct sfw_query {
	u32 ifindex;
	u64 since;
	u16 port;
};

/**
 * struct sfw_discovery - the last queries of a namespace
 * @lock: of @query
 * @query: by a hash of link and port; the oldest of a set makes way
 */
struct sfw_discovery {
	spinlock_t lock;	/* of the queries */
	struct sfw_query query[SFW_QUERY_SETS][SFW_QUERY_WAYS];
};

void sfw_discovery_init(struct sfw_discovery *d);
unsigned int sfw_discovery_local_out(void *priv, struct sk_buff *skb,
				     const struct nf_hook_state *state);
bool sfw_discovery_answers(struct sfw_discovery *d, const struct sfw_facts *f,
			   const struct nf_hook_state *state);

#endif /* SFW_NF_DISCOVERY_H */
