// SPDX-License-Identifier: GPL-2.0
/* Packets about which ports decide, by the published policy and by the rehearsed one. */
#include <linux/in.h>
#include <linux/netdevice.h>

#include "../core/by_port.h"
#include "conntrack.h"
#include "early.h"
#include "rehearse_port.h"
#include "rehearse_room.h"

/**
 * sfw_rehearse_agrees - whether a rehearsed policy surely judges a packet as ports have
 * @p: the policy
 * @skb: the packet, which nobody translates
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 * @proto: its protocol
 * @port: port that it was sent to
 * @open: it was let in, see sfw_port_agrees()
 *
 * Context: a hook, under rcu_read_lock().
 */
bool sfw_rehearse_agrees(const struct sfw_policy *p, const struct sk_buff *skb, u8 pf,
			 u8 proto, u16 port, bool open)
{
	return sfw_early_unscreened(p, skb, pf) &&
	       sfw_port_agrees(p, proto, port, open);
}

/* Whether a policy judges by the states of connections to a port. */
static bool needs_states(const struct sfw_policy *p, u16 port)
{
	return !p->direct || sfw_policy_gates(p, port);
}

/**
 * sfw_rehearse_lets - whether a packet that a port decides about may go on so
 * @db: the namespace
 * @skb: the first packet of a connection to this host, of TCP or UDP
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 * @entry: the answer of the published policy, see sfw_by_port()
 *
 * A refusal may, if the rehearsed policy agrees. A packet that is let in direct is
 * rehearsed behind, by sfw_rehearse_let(): a segment may, where that policy too needs
 * nothing that conntrack knows of it; a packet of UDP may be the answer to one of this host.
 * Where conntrack has no room for them, both may.
 *
 * Context: a hook, under rcu_read_lock(). Return: true also where nothing is rehearsed.
 */
bool sfw_rehearse_lets(const struct sfw_db *db, const struct sk_buff *skb, u8 pf,
		       u32 entry)
{
	const struct sfw_rehearsal *r = sfw_rehearsal_running(db);
	u16 port = ntohs(sfw_early_tcp(skb, pf)->dest);	/* as that of UDP */
	u8 proto = sfw_early_proto(skb, pf);
	const struct sfw_policy *p;

	if (!r)
		return true;
	p = sfw_rehearsal_policy(r);
	if (sfw_rehearse_agrees(p, skb, pf, proto, port, entry != SFW_NO_ENTRY))
		return true;
	if (entry == SFW_NO_ENTRY)
		return false;
	return (proto == IPPROTO_TCP && !needs_states(p, port)) ||
	       sfw_rehearse_spares(db, dev_net(skb->dev));
}

/* A peer of this host, which a rehearsed list of scanners is to spare. */
static bool begins(const struct sfw_rehearsal *r, const struct sfw_db *db,
		   const struct tcphdr *th, const struct nf_hook_state *state)
{
	return state->hook == NF_INET_LOCAL_OUT && r->lists.peers &&
	       sfw_is_syn(tcp_flag_byte(th)) && !sfw_rehearse_spares(db, state->net);
}

/**
 * sfw_rehearse_holds - whether a segment that may go direct stays with connection tracking
 * @db: the namespace
 * @th: its header
 * @skb: the segment, before connection tracking
 * @state: where it is
 *
 * Of a connection whose first one was left to it by sfw_rehearse_lets(), or here, all do. It
 * does not know those from before the rehearsal, and those for which there was no room.
 *
 * Context: a hook, under rcu_read_lock(). Return: false also where nothing is rehearsed.
 */
bool sfw_rehearse_holds(const struct sfw_db *db, const struct tcphdr *th,
			const struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct sfw_rehearsal *r = sfw_rehearsal_running(db);
	__be16 port = state->hook == NF_INET_LOCAL_OUT ? th->source : th->dest;

	return r && needs_states(sfw_rehearsal_policy(r), ntohs(port)) &&
	       (begins(r, db, th, state) || sfw_conntrack_knows(skb, state));
}

/**
 * sfw_rehearse_opens - whether the rehearsed policy lets all packets of UDP to a port in
 * @db: the namespace
 * @net: the same
 * @port: the port
 *
 * But for those of blocked sources; or whether conntrack has no room for more.
 *
 * Context: a hook, under rcu_read_lock(). Return: true also where nothing is rehearsed.
 */
bool sfw_rehearse_opens(const struct sfw_db *db, const struct net *net, u16 port)
{
	const struct sfw_rehearsal *r = sfw_rehearsal_running(db);

	return !r || sfw_port_agrees(sfw_rehearsal_policy(r), IPPROTO_UDP, port, true) ||
	       sfw_rehearse_spares(db, net);
}
