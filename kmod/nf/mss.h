/* SPDX-License-Identifier: GPL-2.0 */
/* The largest TCP segment that fits the links of a forwarded connection. */
#ifndef SFW_NF_MSS_H
#define SFW_NF_MSS_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <net/netfilter/nf_conntrack.h>

/**
 * sfw_mss_is_due - whether a packet may carry an MSS option
 * @skb: a forwarded packet
 *
 * SYNs pass before connection tracking knows the connection as established.
 */
static inline bool sfw_mss_is_due(const struct sk_buff *skb)
{
	enum ip_conntrack_info ctinfo;
	const struct nf_conn *ct = nf_ct_get(skb, &ctinfo);

	return !ct || (nf_ct_protonum(ct) == IPPROTO_TCP &&
		       READ_ONCE(ct->proto.tcp.state) !=
		       TCP_CONNTRACK_ESTABLISHED);
}

void sfw_mss_clamp(struct sk_buff *skb, const struct nf_hook_state *state);

#endif /* SFW_NF_MSS_H */
