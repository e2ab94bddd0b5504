/* SPDX-License-Identifier: GPL-2.0 */
/* The last packet that an open port let in, so that it is judged but once. */
#ifndef SFW_DB_POLICY_LET_H
#define SFW_DB_POLICY_LET_H

#include "snapshot.h"

struct sk_buff;

/**
 * struct sfw_let - a packet, and the port that let it in
 * @skb: the packet, or NULL
 * @policy: it said so
 * @generation: of the policy, whose memory may be another one's by now
 * @entry: the place of the port in its table
 */
struct sfw_let {
	const struct sk_buff *skb;
	const struct sfw_policy *policy;
	u64 generation;
	u32 entry;
};

/* All policies that packets meet are in snapshots. */
static inline u64 sfw_let_generation(const struct sfw_policy *p)
{
	return container_of(p, struct sfw_snapshot, policy)->generation;
}

static inline void sfw_let_note(struct sfw_let *let, const struct sk_buff *skb,
				const struct sfw_policy *p, u32 entry)
{
	let->policy = p;
	let->generation = sfw_let_generation(p);
	let->entry = entry;
	let->skb = skb;
}

/**
 * sfw_let_take - the port that has let a packet in, for once
 * @let: the last one
 * @skb: the packet
 * @p: the policy that judges it
 *
 * Return: its place, or SFW_NO_ENTRY where that is not known, or not by this policy.
 */
static inline u32 sfw_let_take(struct sfw_let *let, const struct sk_buff *skb,
			       const struct sfw_policy *p)
{
	if (let->skb != skb || let->policy != p ||
	    let->generation != sfw_let_generation(p))
		return SFW_NO_ENTRY;
	let->skb = NULL;
	return let->entry;
}

#endif /* SFW_DB_POLICY_LET_H */
