// SPDX-License-Identifier: GPL-2.0
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/sfw.h>
#include <net/netfilter/ipv4/nf_reject.h>
#include <net/netfilter/ipv6/nf_reject.h>

#include "bridge.h"
#include "reject.h"

static void reject4(u8 action, struct sk_buff *skb,
		    const struct nf_hook_state *state)
{
	switch (action) {
	case SFW_ACT_RST:
		nf_send_reset(state->net, state->sk, skb, state->hook);
		break;
	case SFW_ACT_PORT_UNREACH:
		nf_send_unreach(skb, ICMP_PORT_UNREACH, state->hook);
		break;
	case SFW_ACT_PROTO_UNREACH:
		nf_send_unreach(skb, ICMP_PROT_UNREACH, state->hook);
		break;
	case SFW_ACT_HOST_UNREACH:
		nf_send_unreach(skb, ICMP_HOST_UNREACH, state->hook);
		break;
	case SFW_ACT_ADMIN_PROHIB:
		nf_send_unreach(skb, ICMP_PKT_FILTERED, state->hook);
		break;
	}
}

static void reject6(u8 action, struct sk_buff *skb,
		    const struct nf_hook_state *state)
{
	switch (action) {
	case SFW_ACT_RST:
		nf_send_reset6(state->net, state->sk, skb, state->hook);
		break;
	case SFW_ACT_PORT_UNREACH:
		nf_send_unreach6(state->net, skb, ICMPV6_PORT_UNREACH,
				 state->hook);
		break;
	case SFW_ACT_ADMIN_PROHIB:
		nf_send_unreach6(state->net, skb, ICMPV6_ADM_PROHIBITED,
				 state->hook);
		break;
	}
}

/**
 * sfw_reject - answer a refused packet as its verdict says
 * @action: enum sfw_action; SFW_ACT_DROP answers nothing
 * @skb: the packet; still the caller's to drop
 * @state: where it is
 *
 * The kernel's own helpers write the answer (net/ipv4/netfilter/
 * nf_reject_ipv4.c and its like for IPv6): they check checksums, keep silent
 * to broadcasts, RSTs and ICMP errors, and obey the ICMP rate limits.
 *
 * Context: a netfilter hook.
 */
void sfw_reject(u8 action, struct sk_buff *skb,
		const struct nf_hook_state *state)
{
	sfw_leave_bridge(skb);
	if (IS_ENABLED(CONFIG_IPV6) && state->pf == NFPROTO_IPV6)
		reject6(action, skb, state);
	else
		reject4(action, skb, state);
}
