/* SPDX-License-Identifier: GPL-2.0 */
/* Effects of a verdict: lists, knocks, blocks, peers, counters of entries. */
#ifndef SFW_NF_EFFECT_H
#define SFW_NF_EFFECT_H

#include <linux/netfilter.h>

#include "../core/decide.h"

struct sfw_db;

void sfw_take_effect(const struct sfw_facts *f, const struct sfw_verdict *v,
		     const struct sfw_db *db, const struct sfw_policy *p,
		     const struct sk_buff *skb,
		     const struct nf_hook_state *state);

void sfw_take_hidden_effect(const struct sfw_facts *f,
			    const struct sfw_verdict *v,
			    const struct sfw_db *lists,
			    const struct sfw_policy *p,
			    const struct sk_buff *skb);

#endif /* SFW_NF_EFFECT_H */
