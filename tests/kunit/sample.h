/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random policies and packets. All are drawn from small pools, so that entries
 * overlap and packets meet them; the seeds are fixed, so that a failure is the
 * same each time.
 */
#ifndef SFW_KUNIT_SAMPLE_H
#define SFW_KUNIT_SAMPLE_H

#include <linux/prandom.h>

#include "../../kmod/core/policy.h"

#define SFW_SAMPLE_ENTRIES	48
#define SFW_SAMPLE_TRUSTS	4
#define SFW_SAMPLE_BLOCKS	30	/* 1-65534, the worst range of all */
#define SFW_SAMPLE_GATES	4
#define SFW_SAMPLE_ITEMS	8
#define SFW_SAMPLE_FORWARDS	8
#define SFW_SAMPLE_LANS		3

/**
 * struct sfw_sample_set - a set of prefixes with room for its items
 * @set: the set
 * @item: its items
 * @node: memory of its nodes
 * @n_nodes: how many it has
 * @glance: all ones: every address is looked up
 */
struct sfw_sample_set {
	struct sfw_prefixes set;
	struct sfw_prefix_item item[SFW_SAMPLE_ITEMS];
	u64 node[SFW_SAMPLE_ITEMS][sizeof(struct sfw_prefix_node) / sizeof(u64) +
				   SFW_SAMPLE_ITEMS];
	u32 n_nodes;
	unsigned long glance;
};

/**
 * struct sfw_sample - a policy with room for all that it points to
 * @policy: the policy
 * @entry: its entries, as drawn
 * @place: the same, sorted
 * @trust: its trusts
 * @node: for its index
 * @start: for its index
 * @guard: its guards, without lists
 * @knock: its knocks, without lists
 * @gate: for its entries
 * @blocks: its blocks
 * @exempts: its exempt prefixes
 * @forward: its forwarded ports, as drawn
 * @forward_place: the same, sorted
 * @forward_node: for their index
 * @forward_start: for their index
 * @lan: its local network
 * @masq: its masqueraded sources
 */
struct sfw_sample {
	struct sfw_policy policy;
	struct sfw_entry entry[SFW_SAMPLE_ENTRIES];
	struct sfw_entry *place[SFW_SAMPLE_ENTRIES];
	struct sfw_selector trust[SFW_SAMPLE_TRUSTS];
	struct sfw_index_node node[SFW_SAMPLE_ENTRIES * SFW_SAMPLE_BLOCKS];
	u32 start[2048 + 1];
	struct sfw_guard guard[SFW_SAMPLE_GATES];
	struct sfw_knock knock[SFW_SAMPLE_GATES];
	struct sfw_gate gate[SFW_SAMPLE_ENTRIES];
	struct sfw_sample_set blocks;
	struct sfw_sample_set exempts;
	struct sfw_entry forward[SFW_SAMPLE_FORWARDS];
	struct sfw_entry *forward_place[SFW_SAMPLE_FORWARDS];
	struct sfw_index_node forward_node[SFW_SAMPLE_FORWARDS *
					   SFW_SAMPLE_BLOCKS];
	u32 forward_start[256 + 1];
	struct sfw_passage lan[SFW_SAMPLE_LANS];
	struct sfw_passage masq[SFW_SAMPLE_LANS];
};

static inline u32 sfw_pick(struct rnd_state *r, u32 n)
{
	return prandom_u32_state(r) % n;
}

static inline struct sfw_addr sfw_ip4(u32 a)
{
	return (struct sfw_addr){ .w = { cpu_to_be32(a) } };
}

static inline struct sfw_addr sfw_ip6(u32 a, u32 b, u32 c, u32 d)
{
	return (struct sfw_addr){ .w = { cpu_to_be32(a), cpu_to_be32(b),
					 cpu_to_be32(c), cpu_to_be32(d) } };
}

struct sfw_prefix sfw_prefix_of(u8 family, struct sfw_addr a, u8 len);
struct sfw_prefix sfw_sample_prefix(struct rnd_state *r);
u16 sfw_sample_edge(struct rnd_state *r);
void sfw_sample_selector(struct rnd_state *r, struct sfw_selector *sel);
void sfw_sample_entry(struct rnd_state *r, struct sfw_entry *e);
void sfw_sample_facts(struct rnd_state *r, const struct sfw_sample *s,
		      struct sfw_facts *f);
void sfw_sample_policy(struct rnd_state *r, struct sfw_sample *s);
struct sfw_addr sfw_sample_addr(struct rnd_state *r, u8 family);
const char *sfw_sample_dev(struct rnd_state *r);
const char *sfw_sample_pattern(struct rnd_state *r);
u32 sfw_sample_places(struct sfw_entry **place, struct sfw_entry *entry, u32 n);
void sfw_sample_gateway(struct rnd_state *r, struct sfw_sample *s);
void sfw_sample_forwarded(struct rnd_state *r, const struct sfw_sample *s,
			  struct sfw_facts *f);
void sfw_sample_build(struct sfw_sample *s, u32 n);
void sfw_sample_empty(struct sfw_sample_set *t);
void sfw_sample_add(struct sfw_sample_set *t, struct sfw_prefix p, u64 expires);
void sfw_sample_protect(struct rnd_state *r, struct sfw_sample *s);

#endif /* SFW_KUNIT_SAMPLE_H */
