/* SPDX-License-Identifier: GPL-2.0 */
/* Connections at once, as conntrack knows them. */
#ifndef SFW_NF_LIVE_H
#define SFW_NF_LIVE_H

#include <linux/skbuff.h>

#include "../core/facts.h"
#include "../core/policy.h"
#include "../db/list/live.h"

struct net;

enum sfw_live_state sfw_live_state(struct net *net, const struct sfw_live_id *id);
enum sfw_admission sfw_live_admits(const struct sfw_guard *g, const struct sfw_facts *f,
				   const struct sk_buff *skb);
void sfw_live_forgets(const struct sfw_guard *g, const struct sfw_facts *f,
		      const struct sk_buff *skb);

#endif /* SFW_NF_LIVE_H */
