/* SPDX-License-Identifier: GPL-2.0 */
/* The short way of packets whose port decides. */
#ifndef SFW_NF_BY_PORT_H
#define SFW_NF_BY_PORT_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

struct sfw_db;
struct sfw_policy;

/* No verdict: the long way is to be taken. */
#define SFW_BY_PORT_UNSURE	(NF_MAX_VERDICT + 1)

unsigned int sfw_judge_by_port4(const struct sfw_db *db, const struct sfw_policy *p,
				struct sk_buff *skb, const struct nf_hook_state *state);
unsigned int sfw_judge_by_port6(const struct sfw_db *db, const struct sfw_policy *p,
				struct sk_buff *skb, const struct nf_hook_state *state);

#endif /* SFW_NF_BY_PORT_H */
