/* SPDX-License-Identifier: GPL-2.0 */
/* The direct way: packets that a socket's state or an open port lets in, untracked. */
#ifndef SFW_NF_DIRECT_H
#define SFW_NF_DIRECT_H

#include <linux/netfilter.h>
#include <linux/percpu.h>
#include <linux/skbuff.h>

#include "../core/decide.h"
#include "../db/policy/let.h"

struct sfw_db;

DECLARE_PER_CPU(struct sfw_let, sfw_let);

/* Each packet before routing, while any may go direct: its memory may be the last one's. */
static __always_inline void sfw_direct_forget(void)
{
	this_cpu_write(sfw_let.skb, NULL);
}

bool sfw_direct_owned(const struct sfw_db *db, const struct sfw_policy *p,
		      struct sk_buff *skb, const struct nf_hook_state *state);
/**
 * sfw_direct_entry - the open port that has just let a packet pass connection tracking by
 * @skb: an untracked packet for this host
 * @p: the policy
 *
 * So a packet that no queue holds up is judged but once.
 *
 * Context: a hook, under rcu_read_lock(). Return: see sfw_let_take().
 */
static inline u32 sfw_direct_entry(const struct sk_buff *skb,
				   const struct sfw_policy *p)
{
	return sfw_let_take(raw_cpu_ptr(&sfw_let), skb, p);
}

/**
 * sfw_direct_may - whether packets to a port of this host may go direct
 * @p: the policy
 * @proto: TCP or UDP
 * @port: the port
 *
 * A guard or a knock has all TCP connections of its port tracked, those too that another
 * entry of the port lets in: of each, all packets go one way.
 */
static inline bool sfw_direct_may(const struct sfw_policy *p, u8 proto, u16 port)
{
	return p->direct && !(proto == IPPROTO_TCP && sfw_policy_gates(p, port));
}

bool sfw_direct_is_free(const struct sfw_db *db, const struct nf_hook_state *state);
bool sfw_direct_take(struct sk_buff *skb, const struct nf_hook_state *state);
void sfw_direct_pass(const struct sfw_policy *p, u32 entry, struct sk_buff *skb);
void sfw_direct_let(const struct sfw_db *db, const struct sfw_policy *p,
		    const struct sfw_verdict *v, struct sk_buff *skb,
		    const struct nf_hook_state *state);
bool sfw_direct_is_owned(const struct sk_buff *skb,
			 const struct nf_hook_state *state);
bool sfw_direct_was(const struct sfw_db *db, u8 pf);
bool sfw_direct_is_live(const struct sfw_db *db, const struct sk_buff *skb,
			const struct nf_hook_state *state);
u8 sfw_direct_state(const struct sfw_policy *p, struct sk_buff *skb,
		    const struct nf_hook_state *state, u8 ct);
unsigned int sfw_direct_local_out(void *priv, struct sk_buff *skb,
				  const struct nf_hook_state *state);

#endif /* SFW_NF_DIRECT_H */
