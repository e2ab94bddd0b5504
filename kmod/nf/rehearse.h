/* SPDX-License-Identifier: GPL-2.0 */
/* Packets judged by the policy that is rehearsed, as well as by the one that runs. */
#ifndef SFW_NF_REHEARSE_H
#define SFW_NF_REHEARSE_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "../core/decide.h"
#include "../db/policy/rehearsal.h"

void sfw_rehearse(const struct sfw_db *db, const struct sfw_policy *live,
		  const struct sfw_verdict *verdict, struct sk_buff *skb,
		  const struct nf_hook_state *state, u8 ct);
void sfw_rehearse_judged(const struct sfw_db *db, const struct sfw_policy *live,
			 const struct sfw_verdict *verdict,
			 const struct sfw_facts *judged, struct sk_buff *skb,
			 const struct nf_hook_state *state);
void sfw_rehearse_let(const struct sfw_db *db, const struct sfw_policy *live,
		      struct sk_buff *skb, const struct nf_hook_state *state);
void sfw_rehearse_early(const struct sfw_db *db, const struct sfw_policy *live,
			const struct sfw_verdict *verdict, struct sk_buff *skb,
			const struct nf_hook_state *state);
unsigned int sfw_rehearse_local_out(void *priv, struct sk_buff *skb,
				    const struct nf_hook_state *state);

#endif /* SFW_NF_REHEARSE_H */
