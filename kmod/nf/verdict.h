/* SPDX-License-Identifier: GPL-2.0 */
/* The verdict on a packet: the decision of core, and look-ups as it asks. */
#ifndef SFW_NF_VERDICT_H
#define SFW_NF_VERDICT_H

#include <linux/netfilter.h>

#include "../core/decide.h"

struct sfw_db;

struct sfw_verdict sfw_verdict(struct sfw_facts *f, const struct sfw_db *db,
			       const struct sfw_policy *p, struct sk_buff *skb,
			       const struct nf_hook_state *state);
struct sfw_verdict sfw_verdict_whole(struct sfw_facts *f,
				     const struct sfw_db *db,
				     const struct sfw_policy *p,
				     struct sk_buff *skb,
				     const struct nf_hook_state *state);
struct sfw_early sfw_verdict_early(struct sfw_facts *f, const struct sfw_db *db,
				   const struct sfw_policy *p,
				   struct sk_buff *skb,
				   const struct nf_hook_state *state);

#endif /* SFW_NF_VERDICT_H */
