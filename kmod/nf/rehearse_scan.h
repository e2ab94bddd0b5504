/* SPDX-License-Identifier: GPL-2.0 */
/* Scanners as a rehearsed policy has them. */
#ifndef SFW_NF_REHEARSE_SCAN_H
#define SFW_NF_REHEARSE_SCAN_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "../core/decide.h"
#include "../db/policy/rehearsal.h"

/**
 * struct sfw_judged - a packet as the published policy has judged it
 * @db: the namespace
 * @p: the policy
 * @v: its verdict; NULL: it judges nothing
 * @f: the packet as the verdict left it; NULL where that changes no list
 */
struct sfw_judged {
	const struct sfw_db *db;
	const struct sfw_policy *p;
	const struct sfw_verdict *v;
	const struct sfw_facts *f;
};

bool sfw_rehearse_blames(const struct sfw_rehearsal *r,
			 const struct sfw_judged *live, const struct sk_buff *skb,
			 u8 pf);
void sfw_rehearse_listed(const struct sfw_rehearsal *r, struct sfw_facts *f);
void sfw_rehearse_scan(const struct sfw_rehearsal *r, const struct sfw_facts *f,
		       const struct sfw_verdict *v,
		       const struct sfw_judged *live, struct net *net);

#endif /* SFW_NF_REHEARSE_SCAN_H */
